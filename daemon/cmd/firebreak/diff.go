package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"firebreak/daemon"
	"firebreak/daemon/replay"
	"firebreak/daemon/replay/diff"
)

func newDiff() *cobra.Command {
	var (
		files    [2]string
		format   string
		inputs   []string
		run      replayFlags
		exitCode bool
	)
	cmd := &cobra.Command{
		Use:   "diff --config A --config B --input FILE [FILE…]",
		Short: "Say whom another configuration would have told",
		Long: `Replays the same mentions under two configurations, A and B, and prints what differs: pages and cards (notify) that B gains, loses, or
sends earlier or later, and incidents whose highest level or severity is another. One line is written for each difference. A summary
follows; it goes to stderr where the format is jsonl or csv. --exit-code makes a difference exit code 1.

Posts are let in and masked before they are recorded. Where the two configurations differ in that, a recording holds only what one of them let
in; a warning says so.`,
		Example: `  firebreak diff --config today.yaml --config tomorrow.yaml --input march.jsonl
  firebreak diff --config a.yaml --config b.yaml --format csv march.jsonl > changes.csv
  firebreak diff --config a.yaml --config b.yaml --exit-code march.jsonl && echo "nobody notices"`,
		RunE: func(cmd *cobra.Command, args []string) error {
			inputs = append(inputs, args...)
			configs, err := cmd.Flags().GetStringArray("config")
			if err != nil {
				return err
			}
			switch {
			case len(configs) != len(files):
				return usage(fmt.Errorf("name two configurations, the old one first: --config A --config B"))
			case len(inputs) == 0:
				return usage(fmt.Errorf("name what to replay: --input FILE, or --input - for stdin"))
			case !slices.Contains([]string{formatText, formatJSONL, formatCSV}, format):
				return usage(fmt.Errorf("--format %q is unknown: use text, jsonl or csv", format))
			}
			if err := run.check(); err != nil {
				return err
			}
			copy(files[:], configs)
			report, totals, err := compare(cmd, files, inputs, run)
			if err != nil {
				return err
			}
			if err := writeDiff(cmd, report, totals, format); err != nil {
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
	flags.StringArrayVar(&inputs, "input", nil, "`FILE` of mentions, one JSON object a line; - is stdin; may be repeated")
	flags.StringVar(&format, "format", formatText, "text, jsonl or csv")
	flags.BoolVar(&exitCode, "exit-code", false, "exit with 1 when anything differs")
	run.add(cmd)
	return cmd
}

// compare replays the inputs under both configurations, one after the other.
func compare(cmd *cobra.Command, files [2]string, inputs []string, run replayFlags) (*diff.Report, *replay.Totals, error) {
	var cores [2]*daemon.Core
	for i, file := range files {
		core, err := loadCore(file)
		if err != nil {
			return nil, nil, err
		}
		cores[i] = core
	}
	if a, b := cores[0].Directory.Hash(), cores[1].Directory.Hash(); a != b {
		fmt.Fprintf(cmd.ErrOrStderr(), "firebreak: warning: the configurations differ in what they let in or mask (brands: query_hash %s and %s): a recording made "+
			"under one of them may lack posts that the other would have heard\n", a, b)
	}
	inputs, remove, err := keepStdin(inputs, cmd.InOrStdin())
	if err != nil {
		return nil, nil, err
	}
	defer remove()
	var runs [2]diff.Run
	for i, core := range cores {
		opts := replay.Options{Decide: runs[i].Add}
		if i == 0 {
			// The second run reads the same lines: what is wrong with them was said.
			opts.Bad = badLines(cmd.ErrOrStderr())
		}
		if runs[i].Totals, err = replayFiles(cmd, core, inputs, run, opts, nil); err != nil {
			return nil, nil, err
		}
	}
	report := diff.Compare(&runs[0], &runs[1])
	return &report, &runs[0].Totals, nil
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
