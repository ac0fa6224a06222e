package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"firebreak/daemon/replay"
	"firebreak/daemon/replay/backtest"
)

// shownBadLabels bounds the lines of a file of labels that are named when it is refused.
const shownBadLabels = 20

func newBacktest() *cobra.Command {
	var (
		file, labelFile, format string
		inputs                  []string
		run                     replayFlags
		list                    int
	)
	cmd := &cobra.Command{
		Use:   "backtest --labels FILE [--config F] FILE…",
		Short: "Measure a configuration against what should have been paged",
		Long: `Replays recorded mentions and compares the threads that are paged with labels that people gave. A label is a line such as

  {"thread_id":"x:17","page":true,"at":"2026-03-02T14:00:00Z"}

with the time, if known, at which it went wrong or viral. Prints precision, recall, the median lead time and pages a day, each with its 95 %
interval (Wilson; bootstrap with a fixed seed; Byar), and the threads that were paged wrongly or missed, with their reasons. A label whose
thread has no mention counts as not paged. Threads without a label count in pages a day only.`,
		Example: `  firebreak backtest --labels labels.jsonl --config firebreak.yaml march.jsonl
  firebreak backtest --labels labels.jsonl --config firebreak.yaml --format json march.jsonl | jq .recall`,
		RunE: func(cmd *cobra.Command, args []string) error {
			inputs = append(inputs, args...)
			switch {
			case labelFile == "":
				return usage(errors.New("name the labels: --labels FILE"))
			case len(inputs) == 0:
				return usage(errors.New("name what to replay: FILE, or - for stdin"))
			case format != formatText && format != formatJSON:
				return usage(fmt.Errorf("--format %q is unknown: use text or json", format))
			case list < 0:
				return usage(fmt.Errorf("--list %d is negative", list))
			}
			if err := run.check(); err != nil {
				return err
			}
			labels, err := readLabels(labelFile)
			if err != nil {
				return err
			}
			core, err := loadCore(file)
			if err != nil {
				return err
			}
			collect := backtest.NewRun(labels)
			var replayed *replay.Replayer
			totals, err := replayFiles(cmd, core, inputs, run, replay.Options{Decide: collect.Add, Bad: badLines(cmd.ErrOrStderr())},
				func(r *replay.Replayer) { replayed = r })
			if err != nil {
				return err
			}
			report := collect.Report(&totals, replayed.Heard, list)
			if format == formatJSON {
				return report.WriteJSON(cmd.OutOrStdout())
			}
			return report.WriteText(cmd.OutOrStdout(), plain)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&labelFile, "labels", "", "`FILE` of labels, one JSON object a line")
	flags.StringVar(&file, "config", "", "configuration `FILE`: brands, accounts, experts, rules and clocks")
	flags.StringArrayVar(&inputs, "input", nil, "`FILE` of mentions, one JSON object a line; - is stdin; may be repeated")
	flags.StringVar(&format, "format", formatText, "text or json")
	flags.IntVar(&list, "list", 20, "list at most this many false and as many missed threads")
	run.add(cmd)
	return cmd
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
