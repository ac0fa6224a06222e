package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"firebreak/daemon/replay"
	"firebreak/daemon/replay/diff"
)

func newDiff() *cobra.Command {
	var (
		format   string
		run      replayFlags
		exitCode bool
	)
	cmd := &cobra.Command{
		Use:   "diff --config A --config B (--input FILE… | --from T [--to T] | --offsets RANGES)",
		Short: "Say whom another configuration would have told",
		Long: `Replays the same mentions under two configurations, A and B, and prints what differs: pages and cards (notify) that B gains, loses, or
sends earlier or later, and incidents whose highest level or severity is another. One line is written for each difference. A summary
follows; it goes to stderr where the format is jsonl or csv. --exit-code makes a difference exit code 1.

Posts are let in and masked before they are recorded. Where a configuration differs in that from the one that recorded them, or the two from each
other, the recording does not hold what the other would have let in; a warning says so.
` + rangeHelp + ` Kafka is
where A says; both configurations see one and the same reading.`,
		Example: `  firebreak diff --config today.yaml --config tomorrow.yaml --input march.jsonl
  firebreak diff --config a.yaml --config b.yaml --format csv march.jsonl > changes.csv
  firebreak diff --config a.yaml --config b.yaml --exit-code march.jsonl && echo "nobody notices"
  firebreak diff --config a.yaml --config b.yaml --from 7d                                 the last week, from Kafka`,
		RunE: func(cmd *cobra.Command, args []string) error {
			configs, err := cmd.Flags().GetStringArray("config")
			if err != nil {
				return err
			}
			switch {
			case len(configs) != 2:
				return usage(fmt.Errorf("name two configurations, the old one first: --config A --config B"))
			case !slices.Contains([]string{formatText, formatJSONL, formatCSV}, format):
				return usage(fmt.Errorf("--format %q is unknown: use text, jsonl or csv", format))
			}
			if err := run.check(cmd, args); err != nil {
				return err
			}
			report, totals, err := compare(cmd, configs, &run)
			if report == nil {
				return err
			}
			if written := writeDiff(cmd, report, totals, format); written != nil {
				return written
			}
			if err != nil {
				return err
			}
			if exitCode && len(report.Changes) > 0 {
				return findingError{}
			}
			return nil
		},
	}
	flags := cmd.Flags()
	flags.StringArray("config", nil, "configuration `FILE`; given twice, the old one first")
	flags.StringVar(&format, "format", formatText, "text, jsonl or csv")
	flags.BoolVar(&exitCode, "exit-code", false, "exit with 1 when anything differs")
	run.add(cmd)
	return cmd
}

// compare replays the inputs under both configurations. Where it was interrupted there is a report, too, if both saw the same.
func compare(cmd *cobra.Command, files []string, run *replayFlags) (*diff.Report, *replay.Totals, error) {
	setups, err := run.setups(files...)
	if err != nil {
		return nil, nil, err
	}
	if a, b := setups[0].core.Directory.Hash(), setups[1].core.Directory.Hash(); a != b && !run.kafka.asked() {
		fmt.Fprintf(cmd.ErrOrStderr(), "firebreak: warning: the configurations differ in what they let in or mask (brands: query_hash %s and %s): a recording made "+
			"under one of them may lack posts that the other would have heard\n", a, b)
	}
	var runs [2]diff.Run
	out, err := replayAll(cmd, setups, run, []replay.Options{{Decide: runs[0].Add}, {Decide: runs[1].Add}})
	if err != nil && (!errors.Is(err, errInterrupted) || !out.recorded) {
		return nil, nil, err
	}
	for i := range runs {
		runs[i].Totals = out.totals[i]
	}
	report := diff.Compare(&runs[0], &runs[1])
	return &report, &runs[0].Totals, err
}

func writeDiff(cmd *cobra.Command, report *diff.Report, totals *replay.Totals, format string) error {
	out := bufio.NewWriter(cmd.OutOrStdout())
	summary := cmd.ErrOrStderr()
	var err error
	switch format {
	case formatJSONL:
		err = report.WriteJSONL(out)
	case formatCSV:
		err = report.WriteCSV(out)
	default:
		err = report.WriteText(out, plain)
		summary = cmd.OutOrStdout()
	}
	if flushed := out.Flush(); err == nil && flushed != nil {
		err = fmt.Errorf("writing the differences: %w", flushed)
	}
	if err != nil {
		return err
	}
	return report.WriteSummary(summary, totals)
}

// keepStdin copies stdin to a file, where it is among the inputs, so that it can be read twice. remove deletes the file.
func keepStdin(inputs []string, stdin io.Reader) (kept []string, remove func(), err error) {
	at := slices.Index(inputs, "-")
	if at < 0 {
		return inputs, func() {}, nil
	}
	f, err := os.CreateTemp("", "firebreak-diff-*.jsonl")
	if err != nil {
		return nil, nil, fmt.Errorf("keeping stdin: %w", err)
	}
	remove = func() { _ = os.Remove(f.Name()) }
	_, err = io.Copy(f, stdin)
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		remove()
		return nil, nil, fmt.Errorf("keeping stdin: %w", err)
	}
	kept = slices.Clone(inputs)
	kept[at] = f.Name()
	// A second "-" has nothing left to read.
	kept = slices.DeleteFunc(kept, func(name string) bool { return name == "-" })
	return kept, remove, nil
}
