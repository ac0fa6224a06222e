package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"firebreak/daemon/reply"
	"firebreak/detectors"
)

func newReplyCheck() *cobra.Command {
	var file, tier, brand, format, to string
	cmd := &cobra.Command{
		Use:   "reply-check [FILE]",
		Short: "Check an agent's draft before it is sent",
		Long: `Reads one draft, from a file or from stdin, as it would be sent, and says what the detectors would find in it, which of the four points of
a good first reply it has, what to change, and a better draft to begin from. Exit code 1 when it must not be sent: a critical finding.`,
		Example: `  echo 'All data on our system is totally secure!' | firebreak reply-check
  firebreak reply-check --tier private draft.txt
  firebreak reply-check --in-reply-to 'you mailed me my password in plain text' --format text draft.txt`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if format != "json" && format != "text" {
				return usage(fmt.Errorf("--format %q: want json or text", format))
			}
			core, err := loadCore(file)
			if err != nil {
				return err
			}
			text, err := readDraft(cmd.InOrStdin(), args)
			if err != nil {
				return err
			}
			report, err := core.Replies().Check(reply.Draft{Text: text, Tier: detectors.Tier(tier), Brand: brand, InReplyTo: to})
			if err != nil {
				return usage(err)
			}
			if format == "text" {
				err = writeReport(cmd.OutOrStdout(), &report)
			} else {
				encoder := json.NewEncoder(cmd.OutOrStdout())
				encoder.SetEscapeHTML(false)
				err = encoder.Encode(report)
			}
			if err != nil {
				return fmt.Errorf("writing the result: %w", err)
			}
			if report.Verdict == reply.VerdictStop {
				return findingError{}
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&file, "config", "", "configuration `FILE`: the brand's own addresses, and whether it is regulated")
	cmd.Flags().StringVar(&tier, "tier", "public", "where it will be sent: public, private or secure")
	cmd.Flags().StringVar(&brand, "brand", "", "`NAME` of the brand in the configuration, where there are several")
	cmd.Flags().StringVar(&to, "in-reply-to", "", "`TEXT` of the customer's post: the better draft then answers it")
	cmd.Flags().StringVar(&format, "format", "json", "json or text")
	return cmd
}

// readDraft reads a draft. A line end at its end is not part of it.
func readDraft(stdin io.Reader, args []string) (string, error) {
	in := stdin
	if len(args) == 1 && args[0] != "-" {
		f, err := os.Open(args[0])
		if err != nil {
			return "", usage(fmt.Errorf("opening the draft: %w", err))
		}
		defer func() { _ = f.Close() }()
		in = f
	}
	data, err := io.ReadAll(io.LimitReader(in, detectors.MaxText+1))
	if err != nil {
		return "", fmt.Errorf("reading the draft: %w", err)
	}
	return strings.ToValidUTF8(strings.TrimRight(string(data), "\r\n"), "\uFFFD"), nil
}

// writeReport writes a report for people.
func writeReport(w io.Writer, r *reply.Report) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%d of 4 points, %s)\n", map[reply.Verdict]string{
		reply.VerdictSend: "Good to send", reply.VerdictImprove: "Better not like this", reply.VerdictStop: "STOP: do not send this",
	}[r.Verdict], r.Met, r.Tier)
	for _, p := range r.Points {
		mark := "no "
		if p.Met {
			mark = "yes"
		}
		fmt.Fprintf(&b, "  %s  %s\n", mark, p.Point)
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		fmt.Fprintf(&b, "\n%s %s", strings.ToUpper(string(f.Severity)), strings.ReplaceAll(f.Kind, "_", " "))
		for _, e := range f.Evidence {
			fmt.Fprintf(&b, " %q", e.Text)
		}
		fmt.Fprintf(&b, "\n  %s\n", f.Why)
	}
	if len(r.Fixes) > 0 {
		b.WriteString("\nWhat to change\n")
		for _, fix := range r.Fixes {
			fmt.Fprintf(&b, "  - %s\n", fix)
		}
	}
	if r.Verdict != reply.VerdictSend {
		better := r.Better.Public
		if r.Tier != detectors.TierPublic {
			better = r.Better.Private
		}
		fmt.Fprintf(&b, "\nA draft to begin from\n  %s\n", better)
	}
	_, err := io.WriteString(w, b.String())
	return err
}
