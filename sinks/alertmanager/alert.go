package alertmanager

import (
	"fmt"
	"maps"
	"strings"
	"time"

	"firebreak/sinks"
	"firebreak/sinks/internal/text"
)

// The labels of an alert. What changes while it lasts cannot be a label: another value would be another alert.
const (
	labelName     = "alertname"
	labelBrand    = "brand"
	labelIncident = "incident"
	labelKey      = "key"
	labelTest     = "test"
	// alertName is every alert's name unless the configuration has another.
	alertName = "FirebreakIncident"
)

// The bounds of an alert, in bytes and in items. Alertmanager has none of its own; what it tells does.
const (
	maxLabel   = 512
	maxLine    = 600
	maxText    = 4000
	maxItems   = 20
	maxAddress = 2000
)

// clockSkew is how far Alertmanager's clock may be behind ours. An end that it sees in the future would not be one: it would keep the later end
// that it has.
const clockSkew = time.Minute

// alert is postableAlert of Alertmanager's description.
type alert struct {
	Labels       map[string]string `json:"labels"`
	Annotations  map[string]string `json:"annotations"`
	StartsAt     time.Time         `json:"startsAt"`
	EndsAt       time.Time         `json:"endsAt"`
	GeneratorURL string            `json:"generatorURL,omitempty"`
}

// alertOf makes the alert of a notification.
func (s *Sink) alertOf(n *sinks.Notification) alert {
	a := alert{Labels: map[string]string{labelName: alertName}, Annotations: annotations(n)}
	maps.Copy(a.Labels, s.labels)
	put(a.Labels, labelBrand, line(n.Brand, maxLabel))
	put(a.Labels, labelIncident, line(n.Incident, maxLabel))
	// The key tells alerts apart, so that nothing is cut from it.
	a.Labels[labelKey] = strings.ToValidUTF8(n.Key, "\uFFFD")
	if n.Test {
		a.Labels[labelTest] = "true"
	}
	for _, l := range n.Links {
		if a.GeneratorURL = text.WebAddress(l.URL, maxAddress); a.GeneratorURL != "" {
			break
		}
	}
	now := s.now().UTC()
	a.StartsAt = n.StartedAt.UTC()
	if n.StartedAt.IsZero() || a.StartsAt.After(now) {
		a.StartsAt = now
	}
	a.EndsAt = now.Add(s.hold)
	if n.Event == sinks.EventResolve {
		a.EndsAt = now
		if !n.At.IsZero() && n.At.Before(now) {
			a.EndsAt = n.At.UTC()
		}
		a.EndsAt = a.EndsAt.Add(-clockSkew)
		if a.StartsAt.After(a.EndsAt) {
			a.StartsAt = a.EndsAt
		}
	}
	return a
}

// annotations are what people read.
func annotations(n *sinks.Notification) map[string]string {
	a := map[string]string{}
	title := n.Title
	if n.Test {
		title = "TEST " + title
	}
	put(a, "summary", line(title, maxLine))
	put(a, "description", line(n.Summary, maxText))
	put(a, "level", line(n.Level, maxLine))
	put(a, "severity", line(n.Severity, maxLine))
	put(a, "status", line(n.Status, maxLine))
	put(a, "acknowledged_by", line(n.AcknowledgedBy, maxLine))
	put(a, "topic", line(n.Topic, maxLine))
	put(a, "kinds", line(strings.Join(n.Kinds[:min(len(n.Kinds), 50)], ", "), maxLine))
	put(a, "precedent", line(n.Precedent, maxText))
	put(a, "policy", line(n.Policy, maxText))
	put(a, "public_draft", line(n.PublicDraft, maxText))
	put(a, "private_draft", line(n.PrivateDraft, maxText))
	put(a, "route", line(n.Route, maxLine))
	put(a, "do", lines(n.Do, func(s string) string { return "- " + s }))
	put(a, "do_not", lines(n.DoNot, func(s string) string { return "- " + s }))
	put(a, "why", lines(n.Why, func(r sinks.Reason) string {
		if r.Text != "" {
			return r.Text
		}
		return fmt.Sprintf("%s = %.4g", r.Signal, r.Value)
	}))
	put(a, "findings", lines(n.Findings, func(f sinks.Finding) string {
		name := f.Kind
		if f.Topic != "" {
			name += "/" + f.Topic
		}
		return fmt.Sprintf("%s (%s, %.2f): %s", name, f.Severity, f.Score, f.Why)
	}))
	put(a, "timeline", lines(n.Timeline, post))
	put(a, "earlier", lines(n.Earlier, earlier))
	put(a, "clocks", lines(n.Clocks, func(c sinks.Clock) string {
		return fmt.Sprintf("%s: %s, due %s", c.Name, c.State, c.Due.UTC().Format(time.RFC3339))
	}))
	if s := n.Statement; s != nil {
		put(a, "statement", line(fmt.Sprintf("%s (version %s, approved by %s, until %s)", s.Text, s.Version, s.ApprovedBy, s.Expires.UTC().Format(time.RFC3339)), maxText))
	}
	put(a, "links", lines(n.Links, func(l sinks.Link) string {
		address := text.WebAddress(l.URL, maxLine)
		if address == "" {
			return ""
		}
		return text.Cut(line(l.Text, maxLine/3), maxLine/3) + ": " + address
	}))
	return a
}

// post is a post as one line.
func post(p sinks.Post) string {
	who, said := "@"+p.Handle, p.Text
	if p.Handle == "" {
		who = p.Name
	}
	if p.Deleted {
		said = "(deleted)"
	}
	out := fmt.Sprintf("%s %s (%s, %s): %s", p.At.UTC().Format(time.RFC3339), text.Cut(who, maxLine/4), p.Role, p.Tier, said)
	if p.Note != "" {
		out = "[" + text.Cut(p.Note, maxLine/4) + "] " + out
	}
	return out
}

// earlier is an incident of the same kind before this one, as one line.
func earlier(e sinks.Earlier) string {
	out := fmt.Sprintf("%s %s, %s: %s (%s)", e.At.UTC().Format(time.RFC3339), e.Level, text.Line(e.Ending(), maxLine/6), text.Line(e.Title, maxLine/4), text.Line(e.Incident, maxLine/6))
	if address := text.WebAddress(e.URL, maxLine/4); address != "" {
		out += " " + address
	}
	return out
}

// put sets what is not empty: Alertmanager has no empty labels, and nobody needs empty annotations.
func put(m map[string]string, name, value string) {
	if value != "" {
		m[name] = value
	}
}

// lines makes one line of each item; what comes to nothing is left out.
func lines[T any](items []T, show func(T) string) string {
	var out []string
	for _, item := range items[:min(len(items), maxItems)] {
		if l := line(show(item), maxLine); l != "" {
			out = append(out, l)
		}
	}
	return strings.Join(out, "\n")
}

// line makes outside text one line. Angle brackets are replaced by others: Alertmanager hands annotations on to chats as they are, where
// <!channel> would call everybody.
func line(s string, limit int) string {
	s = text.Line(s, limit)
	return text.Cut(strings.NewReplacer("<", "‹", ">", "›").Replace(s), limit)
}
