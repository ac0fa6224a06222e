package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

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
		run          replayFlags
	)
	cmd := &cobra.Command{
		Use:   "replay (--input FILE… | --from T [--to T] | --offsets RANGES)",
		Short: "Say what a configuration would have decided",
		Long: `Runs recorded mentions through the same code as the daemon, on a virtual clock: the time of the mentions. Nobody is told
anything and nothing is written to Kafka. The same input and configuration give the same bytes.

One line is written for each decision. Totals are printed on stderr at the end.

From files: file order is the order of arrival. A record counts if it has a brand, matches a query, is by or to a brand account, or belongs to
a watched thread; --all takes every record.
` + rangeHelp,
		Example: `  firebreak replay --config firebreak.yaml --input march.jsonl
  firebreak replay --config firebreak.yaml --input march.jsonl --tail 24h --format text
  firebreak replay --config firebreak.yaml --input march.jsonl --format csv > march.csv
  zcat *.jsonl.gz | firebreak replay --config firebreak.yaml --input - | jq 'select(.action == "page")'
  firebreak replay --config firebreak.yaml --from 7d                                   the last week, from Kafka
  firebreak replay --config firebreak.yaml --from 2026-03-02T09:00:00Z --to 2026-03-03 --warm-up 48h
  firebreak replay --config firebreak.yaml --from 24h --clock arrival                  as the daemon decided it
  firebreak replay --config firebreak.yaml --offsets 0:1200-1500,2:900- --warm-up 0`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if !slices.Contains([]string{formatJSONL, formatText, formatCSV}, format) {
				return usage(fmt.Errorf("--format %q is unknown: use jsonl, text or csv", format))
			}
			if err := run.check(cmd, args); err != nil {
				return err
			}
			setups, err := run.setups(file)
			if err != nil {
				return err
			}
			out := bufio.NewWriterSize(cmd.OutOrStdout(), 1<<16)
			decide, flush, err := decisionWriter(out, format)
			if err != nil {
				return err
			}
			began := time.Now()
			result, err := replayAll(cmd, setups, &run, []replay.Options{{Decide: decide}})
			if flushed := errors.Join(flush(), out.Flush()); err == nil && flushed != nil {
				err = fmt.Errorf("writing decisions: %w", flushed)
			}
			if err == nil || errors.Is(err, errInterrupted) {
				printTotals(cmd.ErrOrStderr(), result, time.Since(began))
			}
			return err
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&file, "config", "", "configuration `FILE`: brands, accounts, experts, rules and clocks, and where Kafka is")
	flags.StringVar(&format, "format", formatJSONL, "jsonl, text or csv")
	run.add(cmd)
	return cmd
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

// printTotals writes the totals of the first configuration.
func printTotals(w io.Writer, out *outcome, took time.Duration) {
	t := &out.totals[0]
	perDay := func(n int) float64 { return float64(n) / t.Days() }
	perTenThousand := 0.0
	if t.Mentions > 0 {
		perTenThousand = float64(t.Pages) * 10_000 / float64(t.Mentions)
	}
	if out.recorded {
		fmt.Fprintf(w, "records    %d (%d bad, %d erased, %d offsets without one)\nwarm-up    %d mentions\nactions    %d\n", out.tally.Records, out.tally.Bad,
			out.tally.Erased, out.tally.Gone, t.WarmUp, t.Actions)
	} else {
		fmt.Fprintf(w, "lines      %d (%d bad)\n", t.Lines, t.Bad)
	}
	fmt.Fprintf(w, `mentions   %d
threads    %d
days       %.1f
incidents  %d (%.2f a day)
notifies   %d (%.2f a day)
pages      %d (%.2f a day, %.2f in 10,000 mentions)
took       %s (%.0f mentions/s)
`, t.Mentions, t.Threads, t.Days(), t.Incidents, perDay(t.Incidents), t.Notifies, perDay(t.Notifies), t.Pages, perDay(t.Pages),
		perTenThousand, took.Round(time.Millisecond), float64(t.Mentions+t.WarmUp)/max(took.Seconds(), 1e-9))
}
