package webhook

import (
	"unicode/utf8"

	"firebreak/sinks"
)

// The bounds of what is sent, in bytes and in items. The dispatcher stays far below; a receiver may rely on them.
const (
	maxText  = 8 << 10
	maxItems = 50
)

// bounded returns a copy of n without what is the sender's own, with texts and lists of a size that a receiver can take. Texts are not
// changed otherwise: they are data, and JSON holds any text.
func bounded(n sinks.Notification) sinks.Notification {
	n.Prior = sinks.Receipt{}
	each(&n.Incident, &n.Brand, &n.Level, &n.Severity, &n.Status, &n.AcknowledgedBy, &n.Topic, &n.Title, &n.Summary, &n.PublicDraft, &n.PrivateDraft, &n.Route,
		&n.Precedent, &n.Policy)
	if n.Statement != nil {
		s := *n.Statement
		each(&s.Text, &s.ApprovedBy, &s.Version)
		n.Statement = &s
	}
	n.Kinds = items(n.Kinds, func(s *string) { each(s) })
	n.Do = items(n.Do, func(s *string) { each(s) })
	n.DoNot = items(n.DoNot, func(s *string) { each(s) })
	n.Why = items(n.Why, func(r *sinks.Reason) { each(&r.Signal, &r.Rule, &r.Text) })
	n.Findings = items(n.Findings, func(f *sinks.Finding) { each(&f.Kind, &f.Topic, &f.Severity, &f.Why, &f.Evidence) })
	n.Timeline = items(n.Timeline, func(p *sinks.Post) {
		each(&p.ID, &p.Handle, &p.Name, &p.Role, &p.Tier, &p.Text, &p.URL, &p.Note)
	})
	n.Earlier = items(n.Earlier, func(e *sinks.Earlier) { each(&e.Incident, &e.Title, &e.Level, (*string)(&e.Outcome), &e.By, &e.URL) })
	n.Clocks = items(n.Clocks, func(c *sinks.Clock) { each(&c.Name, &c.State) })
	n.Links = items(n.Links, func(l *sinks.Link) { each(&l.Text, &l.URL) })
	return n
}

// items copies a list, which is not ours to change; none stay none.
func items[T any](list []T, bound func(*T)) []T {
	if list == nil {
		return nil
	}
	out := append([]T{}, list[:min(len(list), maxItems)]...)
	for i := range out {
		bound(&out[i])
	}
	return out
}

// each cuts texts at a character.
func each(texts ...*string) {
	for _, s := range texts {
		if len(*s) <= maxText {
			continue
		}
		end := maxText - len("…")
		for end > 0 && !utf8.RuneStart((*s)[end]) {
			end--
		}
		*s = (*s)[:end] + "…"
	}
}
