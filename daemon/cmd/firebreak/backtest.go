package main

import (
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"firebreak/daemon/replay"
	"firebreak/daemon/replay/backtest"
)

// shownBadLabels bounds the lines of a file of labels that are named when it is refused.
const shownBadLabels = 20

func newBacktest() *cobra.Command {
	var (
		file, labelFile, format string
		run                     replayFlags
		listed                  int
	)
	cmd := &cobra.Command{
		Use:   "backtest --labels FILE [--config F] (--input FILE… | --from T [--to T] | --offsets RANGES)",
		Short: "Measure a configuration against what should have been paged",
		Long: `Replays recorded mentions and compares the threads that are paged with labels that people gave. A label is a line such as

  {"thread_id":"x:17","page":true,"at":"2026-03-02T14:00:00Z"}

with the time, if known, at which it went wrong or viral. Prints precision, recall, the median lead time and pages a day, each with its 95 %
interval (Wilson; bootstrap with a fixed seed; Byar), and the threads that were paged wrongly or missed, with their reasons. A label whose
thread has no mention counts as not paged. Threads without a label count in pages a day only. With --format jsonl or csv there is one line
a label, and the figures go to stderr.
` + rangeHelp,
		Example: `  firebreak backtest --labels labels.jsonl --config firebreak.yaml march.jsonl
  firebreak backtest --labels labels.jsonl --config firebreak.yaml --format json march.jsonl | jq .recall
  firebreak backtest --labels labels.jsonl --config firebreak.yaml --format csv --from 30d > labels.csv`,
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case labelFile == "":
				return usage(errors.New("name the labels: --labels FILE"))
			case !slices.Contains([]string{formatText, formatJSON, formatJSONL, formatCSV}, format):
				return usage(fmt.Errorf("--format %q is unknown: use text, json, jsonl or csv", format))
			case listed < 0:
				return usage(fmt.Errorf("--list %d is negative", listed))
			}
			if err := run.check(cmd, args); err != nil {
				return err
			}
			labels, err := readLabels(labelFile)
			if err != nil {
				return err
			}
			setups, err := run.setups(file)
			if err != nil {
				return err
			}
			collect := backtest.NewRun(labels)
			out, err := replayAll(cmd, setups, &run, []replay.Options{{Decide: collect.Add}})
			if err != nil {
				// A measure on a part of the input would be none.
				return err
			}
			report := collect.Report(&out.totals[0], out.replayers[0].Heard, listed)
			return writeBacktest(cmd, &report, format)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&labelFile, "labels", "", "`FILE` of labels, one JSON object a line")
	flags.StringVar(&file, "config", "", "configuration `FILE`: brands, accounts, experts, rules and clocks, and where Kafka is")
	flags.StringVar(&format, "format", formatText, "text, json, jsonl or csv")
	flags.IntVar(&listed, "list", 20, "with text and json: list at most this many false and as many missed threads")
	run.add(cmd)
	return cmd
}

func writeBacktest(cmd *cobra.Command, report *backtest.Report, format string) error {
	switch format {
	case formatJSON:
		return report.WriteJSON(cmd.OutOrStdout())
	case formatJSONL:
		if err := report.WriteJSONL(cmd.OutOrStdout()); err != nil {
			return err
		}
		return report.WriteSummary(cmd.ErrOrStderr())
	case formatCSV:
		if err := report.WriteCSV(cmd.OutOrStdout()); err != nil {
			return err
		}
		return report.WriteSummary(cmd.ErrOrStderr())
	}
	return report.WriteText(cmd.OutOrStdout(), plain)
}

// readLabels reads a file of labels. A line that is no label is wrong use: a measure on half of the labels would be none.
func readLabels(name string) ([]backtest.Label, error) {
	f, err := openFile(name)
	if err != nil {
		return nil, usage(err)
	}
	defer func() { _ = f.Close() }()
	var bad []error
	hidden := 0
	labels, err := backtest.ReadLabels(f, func(line int, reason string) {
		if len(bad) == shownBadLabels {
			hidden++
			return
		}
		bad = append(bad, fmt.Errorf("%s:%d: %s", name, line, reason))
	})
	switch {
	case err != nil:
		return nil, fmt.Errorf("reading %s: %w", name, err)
	case hidden > 0:
		bad = append(bad, fmt.Errorf("and %d more", hidden))
	case len(bad) == 0 && len(labels) == 0:
		bad = append(bad, fmt.Errorf("%s holds no labels", name))
	}
	if len(bad) > 0 {
		return nil, usage(fmt.Errorf("the labels are at fault:\n%w", errors.Join(bad...)))
	}
	return labels, nil
}
