package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"
	"unicode"

	"github.com/spf13/cobra"

	"firebreak/daemon/stream"
)

func newDeadletter() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "deadletter",
		Short: "Look at records that could not be processed, and send them again",
		Example: `  firebreak deadletter list --config firebreak.yaml
  firebreak deadletter show 17 --config firebreak.yaml
  firebreak deadletter resend 17 18 --config firebreak.yaml`,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newDeadletterList(), newDeadletterShow(), newDeadletterResend())
	return cmd
}

func newDeadletterList() *cobra.Command {
	var (
		kafka  kafkaFlags
		format string
	)
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List the dead letters: offset, time, stage, place and reason",
		Example: `  firebreak deadletter list --config firebreak.yaml
  firebreak deadletter list --format jsonl | jq -r .reason | sort | uniq -c`,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if format != formatText && format != formatJSONL {
				return usage(fmt.Errorf("--format %q is unknown: use text or jsonl", format))
			}
			return withClient(cmd, &kafka, func(client *stream.Client) error {
				if format == formatJSONL {
					encoder := json.NewEncoder(cmd.OutOrStdout())
					return client.ListDeadLetters(cmd.Context(), func(offset int64, d stream.DeadLetter) error {
						return encoder.Encode(letterOf(offset, &d))
					})
				}
				tab := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 0, 2, ' ', 0)
				fmt.Fprintln(tab, "OFFSET\tTIME\tSTAGE\tPLACE\tREASON")
				err := client.ListDeadLetters(cmd.Context(), func(offset int64, d stream.DeadLetter) error {
					_, err := fmt.Fprintf(tab, "%d\t%s\t%s\t%s\t%s\n", offset, d.At.UTC().Format(time.RFC3339), plain(d.Stage), plain(d.Place), plain(d.Reason))
					return err
				})
				return errors.Join(err, tab.Flush())
			})
		},
	}
	kafka.add(cmd)
	cmd.Flags().StringVar(&format, "format", formatText, "text or jsonl")
	return cmd
}

func newDeadletterShow() *cobra.Command {
	var kafka kafkaFlags
	cmd := &cobra.Command{
		Use:     "show OFFSET",
		Short:   "Show a dead letter with its payload, as JSON",
		Example: `  firebreak deadletter show 17 --config firebreak.yaml`,
		Args:    usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			offsets, err := parseOffsets(args)
			if err != nil {
				return err
			}
			return withClient(cmd, &kafka, func(client *stream.Client) error { return showLetter(cmd, client, offsets[0]) })
		},
	}
	kafka.add(cmd)
	return cmd
}

func showLetter(cmd *cobra.Command, client *stream.Client, want int64) error {
	found := false
	err := client.ListDeadLetters(cmd.Context(), func(offset int64, d stream.DeadLetter) error {
		if offset != want {
			return nil
		}
		found = true
		encoder := json.NewEncoder(cmd.OutOrStdout())
		encoder.SetIndent("", "  ")
		if err := encoder.Encode(letterOf(offset, &d)); err != nil {
			return err
		}
		return stream.ErrStop
	})
	if err == nil && !found {
		err = fmt.Errorf("there is no dead letter at offset %d: 'firebreak deadletter list' names them", want)
	}
	return err
}

func newDeadletterResend() *cobra.Command {
	var kafka kafkaFlags
	cmd := &cobra.Command{
		Use:   "resend OFFSET…",
		Short: "Write dead letters back to the topic that they came from",
		Long: `Writes each dead letter back to its topic, with its key and headers, after whatever kept it from being processed was mended.
Personal data stays masked. A letter that was sent twice is processed once. The letter itself stays in the list.`,
		Example: `  firebreak deadletter resend 17 18 --config firebreak.yaml`,
		Args:    usageArgs(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			offsets, err := parseOffsets(args)
			if err != nil {
				return err
			}
			return withClient(cmd, &kafka, func(client *stream.Client) error {
				for _, offset := range offsets {
					if err := client.Resend(cmd.Context(), offset); err != nil {
						return err
					}
					if _, err := fmt.Fprintf(cmd.OutOrStdout(), "sent %d again\n", offset); err != nil {
						return err
					}
				}
				return nil
			})
		},
	}
	kafka.add(cmd)
	return cmd
}

func parseOffsets(args []string) ([]int64, error) {
	out := make([]int64, len(args))
	for i, a := range args {
		n, err := strconv.ParseInt(a, 10, 64)
		if err != nil || n < 0 {
			return nil, usage(fmt.Errorf("%q is not an offset: 'firebreak deadletter list' names them", a))
		}
		out[i] = n
	}
	return out, nil
}

func withClient(cmd *cobra.Command, kafka *kafkaFlags, fn func(*stream.Client) error) error {
	client, err := kafka.connect(cmd.Context(), cmd)
	if err != nil {
		return err
	}
	return errors.Join(fn(client), client.Close())
}

// letter is a dead letter as people read it: the payload as text.
type letter struct {
	Offset  int64             `json:"offset"`
	At      time.Time         `json:"at"`
	Stage   string            `json:"stage"`
	Place   string            `json:"place"`
	Reason  string            `json:"reason"`
	Topic   string            `json:"topic,omitempty"`
	Key     string            `json:"key,omitempty"`
	Thread  string            `json:"thread,omitempty"`
	Headers map[string]string `json:"headers,omitempty"`
	Masked  bool              `json:"masked"`
	Payload string            `json:"payload"`
}

func letterOf(offset int64, d *stream.DeadLetter) letter {
	return letter{
		Offset: offset, At: d.At, Stage: d.Stage, Place: d.Place, Reason: d.Reason, Topic: d.Topic, Key: string(d.Key), Thread: d.Thread,
		Headers: d.Headers, Masked: d.Masked, Payload: string(d.Payload),
	}
}

// plain makes outside text safe for a terminal.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			return '\uFFFD'
		}
		return r
	}, s)
}
