package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"firebreak/daemon"
	"firebreak/daemon/escalation"
	"firebreak/daemon/replay"
)

// Formats of replay and of the tables.
const (
	formatJSONL = "jsonl"
	formatJSON  = "json"
	formatText  = "text"
	formatCSV   = "csv"
)

func newReplay() *cobra.Command {
	var (
		file, format string
		inputs       []string
		run          replayFlags
	)
	cmd := &cobra.Command{
		Use:   "replay --input FILE [FILE…]",
		Short: "Say what a configuration would have decided",
		Long: `Runs recorded mentions through the same code as the daemon, on a virtual clock: the time of the mentions. Nobody is told
anything and nothing is written to Kafka. The same input and configuration give the same bytes.

One line is written for each decision. File order is the order of arrival. A record counts if it has a brand, matches a query, is by or to
a brand account, or belongs to a watched thread; --all takes every record. Totals are printed on stderr at the end.`,
		Example: `  firebreak replay --config firebreak.yaml --input march.jsonl
  firebreak replay --config firebreak.yaml --input march.jsonl --tail 24h --format text
  firebreak replay --config firebreak.yaml --input march.jsonl --format csv > march.csv
  zcat *.jsonl.gz | firebreak replay --config firebreak.yaml --input - | jq 'select(.action == "page")'`,
		RunE: func(cmd *cobra.Command, args []string) error {
			inputs = append(inputs, args...)
			switch {
			case len(inputs) == 0:
				return usage(fmt.Errorf("name what to replay: --input FILE, or --input - for stdin"))
			case format != formatJSONL && format != formatText && format != formatCSV:
				return usage(fmt.Errorf("--format %q is unknown: use jsonl, text or csv", format))
			}
			if err := run.check(); err != nil {
				return err
			}
			core, err := loadCore(file)
			if err != nil {
				return err
			}
			out := bufio.NewWriterSize(cmd.OutOrStdout(), 1<<16)
			decide, flush, err := decisionWriter(out, format)
			if err != nil {
				return err
			}
			began := time.Now()
			totals, err := replayFiles(cmd, core, inputs, run, replay.Options{Decide: decide, Bad: badLines(cmd.ErrOrStderr())}, nil)
			if flushed := errors.Join(flush(), out.Flush()); err == nil && flushed != nil {
				err = fmt.Errorf("writing decisions: %w", flushed)
			}
			if err != nil {
				return err
			}
			printTotals(cmd.ErrOrStderr(), &totals, time.Since(began))
			return nil
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&file, "config", "", "configuration `FILE`: brands, accounts, experts, rules and clocks")
	flags.StringArrayVar(&inputs, "input", nil, "`FILE` of mentions, one JSON object a line; - is stdin; may be repeated")
	flags.StringVar(&format, "format", formatJSONL, "jsonl, text or csv")
	run.add(cmd)
	return cmd
}

// replayFlags are the flags of every command that replays.
type replayFlags struct {
	tail time.Duration
	all  bool
}

func (r *replayFlags) add(cmd *cobra.Command) {
	cmd.Flags().DurationVar(&r.tail, "tail", 0, "let the clock run on for this long after the last record, such as 24h")
	cmd.Flags().BoolVar(&r.all, "all", false, "take every record, also those that concern no brand")
}

func (r *replayFlags) check() error {
	if r.tail < 0 {
		return usage(fmt.Errorf("--tail %v is negative", r.tail))
	}
	return nil
}

// badLines names lines that are no mentions.
func badLines(w io.Writer) func(name string, line int, reason string) {
	return func(name string, line int, reason string) { fmt.Fprintf(w, "%s:%d: %s\n", name, line, reason) }
}

// replayFiles replays files under a configuration. done, where set, gets the replayer before it is dropped.
func replayFiles(cmd *cobra.Command, core *daemon.Core, names []string, run replayFlags, opts replay.Options, done func(*replay.Replayer)) (replay.Totals, error) {
	files, err := openInputs(names, cmd.InOrStdin())
	if err != nil {
		return replay.Totals{}, err
	}
	defer closeInputs(files)
	in := make([]replay.Input, len(files))
	for i, f := range files {
		in[i] = replay.Input{Name: f.name, Reader: f}
	}
	opts.Tail = run.tail
	opts.Progress = newProgress(cmd.ErrOrStderr(), "lines replayed").at
	r := replay.New(core.Pipeline(run.all), core.Judge, core.Engine, opts)
	totals, err := r.Run(cmd.Context(), in...)
	if err == nil && done != nil {
		done(r)
	}
	return totals, err
}

// decisionWriter writes decisions in a format; flush comes last.
func decisionWriter(w io.Writer, format string) (decide func(escalation.Decision) error, flush func() error, err error) {
	nothing := func() error { return nil }
	switch format {
	case formatText:
		return func(d escalation.Decision) error {
			_, err := fmt.Fprintf(w, "%s  %-7s %-6s %-8s %.2f  %s  %s  [%s]  %s\n", d.Time.UTC().Format(time.RFC3339), d.Action, d.Level, d.Severity,
				d.Priority, plain(d.Incident), plain(d.Topic), strings.Join(d.Kinds, " "), replay.ReasonText(d.Reasons))
			return err
		}, nothing, nil
	case formatCSV:
		table, err := replay.NewTable(w, replay.DecisionHeadings()...)
		if err != nil {
			return nil, nil, err
		}
		return func(d escalation.Decision) error { return table.Row(replay.DecisionCells(&d)...) }, table.Flush, nil
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	return func(d escalation.Decision) error { return encoder.Encode(d) }, nothing, nil
}

func printTotals(w io.Writer, t *replay.Totals, took time.Duration) {
	perDay := func(n int) float64 { return float64(n) / t.Days() }
	perTenThousand := 0.0
	if t.Mentions > 0 {
		perTenThousand = float64(t.Pages) * 10_000 / float64(t.Mentions)
	}
	fmt.Fprintf(w, `lines      %d (%d bad)
mentions   %d
threads    %d
days       %.1f
incidents  %d (%.2f a day)
notifies   %d (%.2f a day)
pages      %d (%.2f a day, %.2f in 10,000 mentions)
took       %s (%.0f mentions/s)
`, t.Lines, t.Bad, t.Mentions, t.Threads, t.Days(), t.Incidents, perDay(t.Incidents), t.Notifies, perDay(t.Notifies), t.Pages, perDay(t.Pages),
		perTenThousand, took.Round(time.Millisecond), float64(t.Mentions)/max(took.Seconds(), 1e-9))
}
