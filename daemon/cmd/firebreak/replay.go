package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
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
)

func newReplay() *cobra.Command {
	var (
		file, format string
		inputs       []string
		tail         time.Duration
		all          bool
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
  zcat *.jsonl.gz | firebreak replay --config firebreak.yaml --input - | jq 'select(.action == "page")'`,
		RunE: func(cmd *cobra.Command, args []string) error {
			inputs = append(inputs, args...)
			switch {
			case len(inputs) == 0:
				return usage(fmt.Errorf("name what to replay: --input FILE, or --input - for stdin"))
			case format != formatJSONL && format != formatText:
				return usage(fmt.Errorf("--format %q is unknown: use jsonl or text", format))
			case tail < 0:
				return usage(fmt.Errorf("--tail %v is negative", tail))
			}
			core, err := loadCore(file)
			if err != nil {
				return err
			}
			files, err := openInputs(inputs, cmd.InOrStdin())
			if err != nil {
				return err
			}
			defer closeInputs(files)
			out := bufio.NewWriterSize(cmd.OutOrStdout(), 1<<16)
			bar := newProgress(cmd.ErrOrStderr(), "lines replayed")
			opts := replay.Options{
				Tail: tail, Decide: decisionWriter(out, format), Progress: bar.at,
				Bad: func(name string, line int, reason string) {
					fmt.Fprintf(cmd.ErrOrStderr(), "%s:%d: %s\n", name, line, reason)
				},
			}
			in := make([]replay.Input, len(files))
			for i, f := range files {
				in[i] = replay.Input{Name: f.name, Reader: f}
			}
			began := time.Now()
			totals, err := replay.New(core.Pipeline(all), core.Judge, core.Engine, opts).Run(cmd.Context(), in...)
			if flushed := out.Flush(); err == nil && flushed != nil {
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
	flags.StringVar(&format, "format", formatJSONL, "jsonl or text")
	flags.DurationVar(&tail, "tail", 0, "let the clock run on for this long after the last record, such as 24h")
	flags.BoolVar(&all, "all", false, "take every record, also those that concern no brand")
	return cmd
}

// decisionWriter writes decisions in a format.
func decisionWriter(w io.Writer, format string) func(escalation.Decision) error {
	if format == formatText {
		return func(d escalation.Decision) error {
			_, err := fmt.Fprintf(w, "%s  %-7s %-6s %-8s %.2f  %s  %s  [%s]  %s\n", d.Time.UTC().Format(time.RFC3339), d.Action, d.Level, d.Severity,
				d.Priority, d.Incident, d.Topic, strings.Join(d.Kinds, " "), reasonText(d.Reasons))
			return err
		}
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	return func(d escalation.Decision) error { return encoder.Encode(d) }
}

func reasonText(reasons []escalation.Reason) string {
	parts := make([]string, len(reasons))
	for i, r := range reasons {
		parts[i] = fmt.Sprintf("%s=%.4g", r.Signal, r.Value)
	}
	return strings.Join(parts, " ")
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
