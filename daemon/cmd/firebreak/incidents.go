package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"firebreak/daemon/duty"
	"firebreak/daemon/escalation"
	"firebreak/daemon/stream"
)

func newIncidents() *cobra.Command {
	var (
		kafka  kafkaFlags
		format string
		all    bool
	)
	cmd := &cobra.Command{
		Use:   "incidents",
		Short: "List the incidents, show one, and say what was done about it",
		Long: `Lists the open incidents, the most urgent first: by level, then by priority. OVERDUE names the clocks that ran out.

The commands below show one, or write what a person did to it. An action reaches the daemon through Kafka, so that everybody sees it: it stops
what is still to be paged, and shows on every card.`,
		Example: `  firebreak incidents --config firebreak.yaml
  firebreak incidents --all --format jsonl | jq -r 'select(.level == "page") | .id'
  firebreak incidents show t:demo:w1
  firebreak incidents ack t:demo:w1 --config firebreak.yaml
  firebreak incidents snooze t:demo:w1 --for 2h --text "the fix is on its way"
  firebreak incidents noise t:demo:w1 --by sam --text "a song by that name"`,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if format != formatText && format != formatJSONL {
				return usage(fmt.Errorf("--format %q is unknown: use text or jsonl", format))
			}
			return withClient(cmd, &kafka, func(client *stream.Client) error {
				list, err := readIncidents(cmd, client)
				if err != nil {
					return err
				}
				return listIncidents(cmd.OutOrStdout(), list, all, format, time.Now())
			})
		},
	}
	kafka.add(cmd)
	cmd.Flags().StringVar(&format, "format", formatText, "text, or jsonl: the whole record of each incident")
	cmd.Flags().BoolVar(&all, "all", false, "list those that are resolved, too")
	cmd.AddCommand(newIncidentsShow())
	for _, d := range deeds() {
		cmd.AddCommand(newDeed(d))
	}
	return cmd
}

// readIncidents reads the list, and names on stderr what could not be read.
func readIncidents(cmd *cobra.Command, client *stream.Client) (*duty.List, error) {
	if ok, err := client.Exists(cmd.Context(), stream.TopicIncidents); err != nil || !ok {
		return nil, cmp.Or(err, errNothingRecorded)
	}
	list, err := duty.Read(cmd.Context(), client)
	if err != nil {
		return nil, err
	}
	for _, bad := range list.Bad {
		fmt.Fprintf(cmd.ErrOrStderr(), "firebreak: %s\n", plain(bad))
	}
	return list, nil
}

// errNothingRecorded says that no daemon has run on these brokers, under this prefix.
var errNothingRecorded = errors.New("there are no topics: nothing was recorded under this kafka.prefix; start 'firebreak run' first")

// findIncident returns the incident with an id. One that is not there is wrong use.
func findIncident(list *duty.List, id string) (*duty.Entry, error) {
	if e := list.Find(id); e != nil {
		return e, nil
	}
	hint := "'firebreak incidents --all' names them"
	if like := list.Like(id, 3); len(like) > 0 {
		hint = "did you mean " + strings.Join(like, ", ") + "?"
	}
	return nil, usage(fmt.Errorf("there is no incident %q: %s", id, plain(hint)))
}

func listIncidents(w io.Writer, list *duty.List, all bool, format string, now time.Time) error {
	tab := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	if format == formatText {
		fmt.Fprintln(tab, "ID\tLEVEL\tSTATUS\tPRIORITY\tBRAND\tKINDS\tAGE\tACKNOWLEDGED BY\tOVERDUE")
	}
	shown := 0
	for i := range list.Entries {
		inc := &list.Entries[i].Incident
		if inc.Status == escalation.StatusResolved && !all {
			continue
		}
		shown++
		if format == formatJSONL {
			var line bytes.Buffer
			if err := json.Compact(&line, list.Entries[i].Raw); err != nil {
				return fmt.Errorf("writing incident %q: %w", inc.ID, err)
			}
			line.WriteByte('\n')
			if _, err := w.Write(line.Bytes()); err != nil {
				return fmt.Errorf("writing incident %q: %w", inc.ID, err)
			}
			continue
		}
		fmt.Fprintf(tab, "%s\t%s\t%s\t%.2f\t%s\t%s\t%s\t%s\t%s\n", plain(inc.ID), inc.Level, statusText(inc, now), inc.Priority, plain(inc.Brand),
			orDash(plain(strings.Join(inc.Kinds, " "))), ageText(now.Sub(inc.OpenedAt)), orDash(plain(inc.AcknowledgedBy)),
			orDash(plain(strings.Join(duty.Overdue(inc, now), " "))))
	}
	if format == formatJSONL {
		return nil
	}
	if shown == 0 {
		none := "no incident is open"
		if all {
			none = "there is no incident"
		}
		_, err := fmt.Fprintln(w, none)
		return err
	}
	if err := tab.Flush(); err != nil {
		return fmt.Errorf("writing the table: %w", err)
	}
	return nil
}

// statusText is the status, with the end of a snooze that lasts.
func statusText(inc *escalation.Incident, now time.Time) string {
	if inc.Status != escalation.StatusResolved && inc.SnoozedUntil.After(now) {
		return fmt.Sprintf("%s, snoozed until %s", inc.Status, timeText(inc.SnoozedUntil))
	}
	return string(inc.Status)
}

func timeText(t time.Time) string { return t.UTC().Format(time.RFC3339) }

func orDash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

// ageText is a duration as people say it: its two largest units at most.
func ageText(d time.Duration) string {
	d = max(d, 0)
	switch {
	case d >= 24*time.Hour:
		return fmt.Sprintf("%dd%dh", d/(24*time.Hour), d%(24*time.Hour)/time.Hour)
	case d >= time.Hour:
		return fmt.Sprintf("%dh%dm", d/time.Hour, d%time.Hour/time.Minute)
	default:
		return fmt.Sprintf("%dm", d/time.Minute)
	}
}

func newIncidentsShow() *cobra.Command {
	var (
		kafka  kafkaFlags
		format string
	)
	cmd := &cobra.Command{
		Use:   "show ID",
		Short: "Show an incident: why, who, the posts, the clocks, what was done",
		Long: `Shows the whole record of an incident. Texts are masked as they are stored; those of private messages are shown too, since whoever reads the
topic may see them.`,
		Example: `  firebreak incidents show t:demo:w1 --config firebreak.yaml
  firebreak incidents show t:demo:w1 --format json | jq .reasons`,
		Args: usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if format != formatText && format != formatJSON {
				return usage(fmt.Errorf("--format %q is unknown: use text or json", format))
			}
			return withClient(cmd, &kafka, func(client *stream.Client) error {
				list, err := readIncidents(cmd, client)
				if err != nil {
					return err
				}
				e, err := findIncident(list, args[0])
				if err != nil {
					return err
				}
				var out bytes.Buffer
				if format == formatText {
					showIncident(&out, &e.Incident, time.Now())
				} else if err := json.Indent(&out, e.Raw, "", "  "); err != nil {
					return fmt.Errorf("writing incident %q: %w", args[0], err)
				} else {
					out.WriteByte('\n')
				}
				_, err = cmd.OutOrStdout().Write(out.Bytes())
				return err
			})
		},
	}
	kafka.add(cmd)
	cmd.Flags().StringVar(&format, "format", formatText, "text or json")
	return cmd
}
