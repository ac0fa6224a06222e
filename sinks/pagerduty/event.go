package pagerduty

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	pd "github.com/PagerDuty/go-pagerduty"

	"firebreak/sinks"
	"firebreak/sinks/internal/text"
)

// PagerDuty's limits (https://developer.pagerduty.com/docs/send-alert-event), and ours.
const (
	maxSummary = 1024
	// maxPayload is PagerDuty's 512 KB with room for what is around it.
	maxPayload = 500 << 10
	maxText    = 2000
	maxLinks   = 20
	maxEarlier = 5
	client     = "firebreak"
)

// eventOf makes the one payload of a notification.
func eventOf(n *sinks.Notification, routingKey string) (*pd.V2Event, error) {
	e := &pd.V2Event{RoutingKey: routingKey, DedupKey: n.Key}
	switch n.Event {
	case sinks.EventTell:
		e.Action = "trigger"
	case sinks.EventAcknowledge:
		e.Action = "acknowledge"
		return e, nil
	case sinks.EventResolve:
		e.Action = "resolve"
		return e, nil
	case sinks.EventUpdate:
		fallthrough
	default:
		return nil, fmt.Errorf("there is no event %q", n.Event)
	}
	e.Client = client
	for _, l := range n.Links {
		if len(e.Links) < maxLinks && l.URL != "" {
			e.Links = append(e.Links, map[string]string{"href": plain(l.URL, maxText), "text": plain(l.Text, maxSummary)})
		}
	}
	summary := n.Title
	if n.Test {
		summary = "TEST " + summary
	}
	e.Payload = &pd.V2Payload{
		Summary: plain(summary, maxSummary), Source: plain(n.Incident, maxSummary), Severity: severity(n.Severity),
		Timestamp: n.At.UTC().Format(time.RFC3339), Component: plain(n.Brand, maxSummary), Group: plain(n.Topic, maxSummary), Class: class(n),
	}
	if e.Payload.Summary == "" {
		e.Payload.Summary = "firebreak: " + e.Payload.Source
	}
	d := detailsOf(n)
	// The timeline is what can be long: shorten it until all fits.
	for {
		e.Payload.Details = d
		data, err := json.Marshal(e)
		if err != nil {
			return nil, fmt.Errorf("encoding the event: %w", err)
		}
		if len(data) <= maxPayload {
			return e, nil
		}
		if !d.shorten() {
			return nil, fmt.Errorf("the event has %d bytes, %d are allowed", len(data), maxPayload)
		}
	}
}

// details is what a responder reads below the summary.
type details struct {
	Test     bool     `json:"test,omitempty"`
	Summary  string   `json:"summary"`
	Brand    string   `json:"brand"`
	Level    string   `json:"level"`
	Priority float64  `json:"priority"`
	Kinds    []string `json:"kinds"`
	Topic    string   `json:"topic,omitempty"`
	Why      []string `json:"why"`
	Findings []string `json:"findings,omitempty"`
	Timeline []string `json:"timeline,omitempty"`
	// Earlier are incidents of the same kind before this one, the newest first.
	Earlier []string `json:"earlier,omitempty"`
	Clocks  []string `json:"clocks,omitempty"`
	Do      []string `json:"do,omitempty"`
	DoNot   []string `json:"do_not,omitempty"`
	Public  string   `json:"public_draft,omitempty"`
	Private string   `json:"private_draft,omitempty"`
	// Precedent is why it matters, Policy what to point to, Statement what was agreed to be said, with who answers for it.
	Precedent string `json:"precedent,omitempty"`
	Policy    string `json:"policy,omitempty"`
	Statement string `json:"statement,omitempty"`
	Incident  string `json:"incident"`
	Tell      int    `json:"tell"`
	Route     string `json:"route,omitempty"`
	Started   string `json:"started_at"`
	Left      int    `json:"left_out,omitempty"`
}

// shorten leaves out the oldest of what is longest, and reports whether there was anything to leave out.
func (d *details) shorten() bool {
	switch {
	case len(d.Timeline) > 0:
		d.Timeline, d.Left = d.Timeline[1:], d.Left+1
	case len(d.Findings) > 0:
		d.Findings = d.Findings[:len(d.Findings)-1]
	case len(d.Why) > 0:
		d.Why = d.Why[:len(d.Why)-1]
	default:
		return false
	}
	return true
}

func detailsOf(n *sinks.Notification) *details {
	d := &details{
		Test: n.Test, Summary: plain(n.Summary, maxText), Brand: plain(n.Brand, maxText), Level: plain(n.Level, maxText), Priority: n.Priority, Kinds: plains(n.Kinds),
		Topic: plain(n.Topic, maxText), Do: plainAll(n.Do), DoNot: plainAll(n.DoNot), Public: plain(n.PublicDraft, maxText), Private: plain(n.PrivateDraft, maxText),
		Incident: plain(n.Incident, maxText), Tell: n.Tell, Route: plain(n.Route, maxText), Started: n.StartedAt.UTC().Format(time.RFC3339),
	}
	d.Precedent, d.Policy = plain(n.Precedent, maxText), plain(n.Policy, maxText)
	if s := n.Statement; s != nil {
		d.Statement = plain(fmt.Sprintf("%s (version %s, approved by %s, until %s)", s.Text, s.Version, s.ApprovedBy, s.Expires.UTC().Format(time.RFC3339)), maxText)
	}
	for _, r := range n.Why {
		text := r.Text
		if text == "" {
			text = r.Signal
		}
		d.Why = append(d.Why, plain(fmt.Sprintf("%s (%s = %.4g)", text, r.Signal, r.Value), maxText))
	}
	for _, f := range n.Findings {
		line := f.Kind
		if f.Topic != "" {
			line += "/" + f.Topic
		}
		line = fmt.Sprintf("%s, %s, %.2f: %s", line, f.Severity, f.Score, f.Why)
		if f.Evidence != "" {
			line += ` — "` + f.Evidence + `"`
		}
		d.Findings = append(d.Findings, plain(line, maxText))
	}
	for i := range n.Timeline {
		p := &n.Timeline[i]
		text := p.Text
		if p.Deleted {
			text = "(deleted)"
		}
		line := fmt.Sprintf("%s @%s (%s, %s): %s", p.At.UTC().Format(time.RFC3339), p.Handle, p.Role, p.Tier, text)
		if p.Note != "" {
			line += " [" + p.Note + "]"
		}
		d.Timeline = append(d.Timeline, plain(line, maxText))
	}
	for i := range n.Earlier[:min(len(n.Earlier), maxEarlier)] {
		e := &n.Earlier[i]
		line := fmt.Sprintf("%s %s, %s: %s (%s)", e.At.UTC().Format(time.RFC3339), plain(e.Level, maxText), plain(e.Ending(), maxText), plain(e.Title, maxText), plain(e.Incident, maxText))
		d.Earlier = append(d.Earlier, strings.TrimSpace(plain(line, maxText)+" "+text.WebAddress(e.URL, maxText)))
	}
	for _, c := range n.Clocks {
		d.Clocks = append(d.Clocks, plain(fmt.Sprintf("%s: %s, due %s", c.Name, c.State, c.Due.UTC().Format(time.RFC3339)), maxText))
	}
	return d
}

func plainAll(list []string) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = plain(s, maxText)
	}
	return out
}

// plains cleans a list of texts.
func plains(list []string) []string {
	const most = 50
	out := make([]string, 0, min(len(list), most))
	for _, s := range list[:min(len(list), most)] {
		out = append(out, plain(s, maxText))
	}
	return out
}

// severity maps ours, which are PagerDuty's by design.
func severity(s string) string {
	switch s {
	case "critical", "error", "warning", "info":
		return s
	default:
		return "error"
	}
}

func class(n *sinks.Notification) string {
	if len(n.Findings) > 0 {
		return plain(n.Findings[0].Kind, maxSummary)
	}
	return plain(n.Level, maxSummary)
}

// plain makes outside text fit for a JSON string of at most limit bytes that people read.
func plain(s string, limit int) string { return text.Line(s, limit) }
