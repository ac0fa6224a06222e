package main

import (
	"crypto/rand"
	"fmt"
	"os/user"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"firebreak/config"
	"firebreak/daemon/duty"
	"firebreak/daemon/escalation"
	"firebreak/daemon/ingest"
	"firebreak/daemon/stream"
	"firebreak/detectors/personaldata"
)

const (
	// viaCLI is where actions of the command line say that they come from.
	viaCLI = "cli"
	// actPatience is how long a command waits for its action to be applied.
	actPatience = 5 * time.Second
	// maxSnooze is how long a thread is kept: what sleeps longer is gone.
	maxSnooze = 30 * 24 * time.Hour
	// maxNote bounds --text, in bytes: an incident carries its last 50 actions in every record.
	maxNote = 2000
)

// deed is a command that does something to an incident.
type deed struct {
	name, short, long, example string
	kind                       escalation.ActionKind
	// any reports that it may be about a conversation that made no incident.
	any bool
	// text says what --text is. needed reports that it must be there, verbatim that it is a name, which is not masked.
	text             string
	needed, verbatim bool
	snooze           bool
}

// deeds are the commands, in the order of their help.
func deeds() []deed {
	return []deed{
		{name: "ack", kind: escalation.ActionAcknowledge, short: "Take an incident over: pages about it stop", example: "ack t:demo:w1", text: "a remark"},
		{name: "contact", kind: escalation.ActionContact, short: "Say that you speak, or have spoken, to the customer", example: `contact t:demo:w1 --text "called her, she is fine"`, text: "what was said"},
		{name: "snooze", kind: escalation.ActionSnooze, short: "Let an incident rest for a while", example: "snooze t:demo:w1 --for 2h", text: "why", snooze: true},
		{name: "assign", kind: escalation.ActionAssign, short: "Give an incident to somebody", example: "assign t:demo:w1 --text jo", text: "who takes it", needed: true, verbatim: true},
		{name: "note", kind: escalation.ActionNote, short: "Write a note on an incident", example: `note t:demo:w1 --text "ticket 4711"`, text: "the note", needed: true},
		{name: "resolve", kind: escalation.ActionResolve, short: "Close an incident", example: `resolve t:demo:w1 --text "mail template mended"`, text: "a remark"},
		{name: "noise", kind: escalation.ActionNoise, short: "Close an incident that was none", long: "Closes an incident that should not have been one. What was noise is what a configuration is measured by: 'firebreak examples' keeps it.", example: "noise t:demo:w1", text: "why it is noise"},
		{name: "missed", kind: escalation.ActionMissed, any: true, short: "Say that a conversation should have been paged, or earlier", long: `Says that people should have been paged about a conversation, or earlier. It need not have made an incident: name its thread, or one of its posts by its
id or its address. What was missed is what a configuration is measured by: 'firebreak examples' keeps it.`, example: `missed t:demo:w1 --text "should have paged on Monday"`, text: "what was missed"},
		{name: "confirm-breach", kind: escalation.ActionConfirmBreach, short: "Confirm a breach: the legal clocks begin to run", example: "confirm-breach t:demo:w1", text: "a remark"},
		{name: "notice-sent", kind: escalation.ActionNoticeSent, short: "Say that a notice was sent: its legal clock stops", long: "Stops the legal clock that --text names, such as gdpr_authority, as 'firebreak incidents show' lists them. Without --text all of them stop.", example: "notice-sent t:demo:w1 --text gdpr_authority", text: "the clock's name", verbatim: true},
		{name: "remediation-confirmed", kind: escalation.ActionRemediationConfirmed, short: "Say that the cause was mended, and checked", example: "remediation-confirmed t:demo:w1", text: "a remark"},
	}
}

func newDeed(d deed) *cobra.Command {
	var (
		kafka    kafkaFlags
		by, text string
		snooze   time.Duration
	)
	cmd := &cobra.Command{
		Use:     d.name + " " + d.subject(),
		Short:   d.short,
		Long:    d.long,
		Example: "  firebreak incidents " + d.example + " --config firebreak.yaml",
		Args:    usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			a := escalation.Action{
				ID: "cli:" + rand.Text(), Incident: args[0], Kind: d.kind, By: by, Via: viaCLI, At: time.Now().UTC(), Text: text,
			}
			if err := d.fill(&a, snooze); err != nil {
				return usage(err)
			}
			return withClient(cmd, &kafka, func(client *stream.Client) error { return act(cmd, client, &kafka, &d, a) })
		},
	}
	kafka.add(cmd)
	cmd.Flags().StringVar(&by, "by", "", "`NAME` of who did it; the user of this computer by default")
	cmd.Flags().StringVar(&text, "text", "", d.text)
	if d.snooze {
		cmd.Flags().DurationVar(&snooze, "for", 0, "how long, such as 2h")
	}
	return cmd
}

// subject says what the command takes.
func (d *deed) subject() string {
	if d.any {
		return "ID|THREAD|POST|URL"
	}
	return "ID"
}

// fill checks an action, and adds what the command line left out.
func (d *deed) fill(a *escalation.Action, snooze time.Duration) error {
	a.By, a.Text = tidy(a.By), tidy(a.Text)
	switch {
	case d.needed && a.Text == "":
		return fmt.Errorf("--text is missing: %s", d.text)
	case len(a.Text) > maxNote || len(a.By) > maxNote:
		return fmt.Errorf("--text and --by may have %d bytes", maxNote)
	case d.snooze && (snooze < time.Minute || snooze > maxSnooze):
		return fmt.Errorf("--for says how long, from 1m to %s: such as --for 2h", ageText(maxSnooze))
	}
	if d.snooze {
		a.Until = a.At.Add(snooze)
	}
	if a.By == "" {
		who, err := user.Current()
		if err != nil || who.Username == "" {
			return fmt.Errorf("this computer does not say who you are: name yourself with --by")
		}
		a.By = tidy(who.Username)
	}
	return nil
}

// tidy makes a flag fit for a record.
func tidy(s string) string { return strings.TrimSpace(strings.ToValidUTF8(s, "\uFFFD")) }

// act writes an action on an incident that is there, and says what became of it.
func act(cmd *cobra.Command, client *stream.Client, kafka *kafkaFlags, d *deed, a escalation.Action) error {
	list, err := readIncidents(cmd, client)
	if err != nil {
		return err
	}
	e, known, err := d.find(cmd, client, list, a.Incident)
	if err != nil {
		return err
	}
	a.Incident = e.Incident.ID
	if !d.verbatim {
		cfg, err := loadConfig(kafka.config)
		if err != nil {
			return err
		}
		if err := maskNote(&a, cfg, e.Incident.Brand); err != nil {
			return err
		}
	}
	if !known {
		if err := duty.Write(cmd.Context(), client, e, &a); err != nil {
			return err
		}
		_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s by %s is written about the conversation %s, which made no incident\n", a.Kind, plain(a.By), plain(e.Incident.ThreadID))
		return err
	}
	shown, err := duty.Act(cmd.Context(), client, e, a, list.End, actPatience)
	if err != nil {
		return err
	}
	if shown == nil {
		_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s was written and is not yet applied to %s: %s\n", a.Kind, plain(a.Incident), whyNot(&e.Incident))
		return err
	}
	_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s by %s is applied to %s: it is %s now\n", a.Kind, plain(a.By), plain(a.Incident), statusText(shown, time.Now()))
	return err
}

// find returns what an action is about, and whether that is an incident. What is not there is wrong use.
func (d *deed) find(cmd *cobra.Command, client *stream.Client, list *duty.List, name string) (e *duty.Entry, known bool, err error) {
	if !d.any || list.Find(name) != nil {
		e, err = findIncident(list, name)
		return e, true, err
	}
	e, err = duty.FindThread(cmd.Context(), client, name)
	if err != nil {
		return nil, false, err
	}
	if e == nil {
		return nil, false, usage(fmt.Errorf("no incident and no post that was heard is called %q: was it let in by a query, and not yet forgotten?", name))
	}
	if there := list.Find(e.Incident.ID); there != nil {
		return there, true, nil
	}
	return e, false, nil
}

// maskNote hides personal data in what a person wrote, as everywhere before a topic.
func maskNote(a *escalation.Action, cfg *config.Config, brand string) error {
	dir, err := ingest.NewDirectory(cfg)
	if err != nil {
		return usage(err)
	}
	a.Text, _ = personaldata.NewMasker().Mask(a.Text, dir.Brand(brand))
	return nil
}

// whyNot is the likely reason why an action has not been applied.
func whyNot(inc *escalation.Incident) string {
	if inc.Status == escalation.StatusResolved {
		return "it is resolved already, and may have been forgotten"
	}
	return "does the daemon run? 'firebreak topics' shows how far its stages are"
}
