package plain

import "firebreak/sinks"

// The bounds of a notification, in characters or in items. They are above what the dispatcher makes, and hold for any notification.
const (
	maxName   = 100
	maxTitle  = 300
	maxLine   = 500
	maxText   = 2000
	maxDraft  = 3000
	maxItems  = 10
	maxKinds  = 40
	maxPosts  = 20
	maxID     = 600
	maxRemark = 200
)

// Notification returns a copy of n of which every text is plain and bounded, and every address one of the web. It shares no memory with n.
// Key and Prior stay as they are: they are identities, not texts.
func Notification(n sinks.Notification) sinks.Notification {
	n.Incident = Line(n.Incident, maxID)
	n.Brand = Line(n.Brand, maxName)
	n.Level = Line(n.Level, maxName)
	n.Severity = Line(n.Severity, maxName)
	n.Status = Line(n.Status, maxName)
	n.AcknowledgedBy = Line(n.AcknowledgedBy, maxName)
	n.Kinds = lines(n.Kinds, maxKinds, maxName)
	n.Topic = Line(n.Topic, maxName)
	n.Title = Line(n.Title, maxTitle)
	n.Summary = Text(n.Summary, maxText)
	n.Why = each(n.Why, maxItems, reason)
	n.Findings = each(n.Findings, maxItems, finding)
	// The timeline is oldest first, and the newest count.
	n.Timeline = each(n.Timeline[max(0, len(n.Timeline)-maxPosts):], maxPosts, post)
	n.Clocks = each(n.Clocks, maxItems, clock)
	n.Do = lines(n.Do, maxItems, maxLine)
	n.DoNot = lines(n.DoNot, maxItems, maxLine)
	n.PublicDraft = Text(n.PublicDraft, maxLine)
	n.PrivateDraft = Text(n.PrivateDraft, maxDraft)
	n.Links = links(n.Links)
	n.Route = Line(n.Route, maxRemark)
	return n
}

func reason(r sinks.Reason) sinks.Reason {
	r.Signal, r.Rule, r.Text = Line(r.Signal, maxName), Line(r.Rule, maxName), Line(r.Text, maxLine)
	return r
}

func finding(f sinks.Finding) sinks.Finding {
	f.Kind, f.Topic, f.Severity = Line(f.Kind, maxName), Line(f.Topic, maxName), Line(f.Severity, maxName)
	f.Why, f.Evidence = Line(f.Why, maxLine), Text(f.Evidence, maxText)
	return f
}

func post(p sinks.Post) sinks.Post {
	p.ID, p.Handle, p.Name = Line(p.ID, maxID), Line(p.Handle, maxName), Line(p.Name, maxName)
	p.Role, p.Tier, p.Note = Line(p.Role, maxName), Line(p.Tier, maxName), Line(p.Note, maxRemark)
	p.Text, p.URL = Text(p.Text, maxText), URL(p.URL)
	if p.Deleted {
		p.Text = ""
	}
	return p
}

func clock(c sinks.Clock) sinks.Clock {
	c.Name, c.State = Line(c.Name, maxName), Line(c.State, maxName)
	return c
}

// links leaves out those that lead nowhere.
func links(all []sinks.Link) []sinks.Link {
	var out []sinks.Link
	for _, l := range all {
		address := URL(l.URL)
		if address == "" || len(out) == maxItems {
			continue
		}
		text := Line(l.Text, maxName)
		if text == "" {
			text = "link"
		}
		out = append(out, sinks.Link{Text: text, URL: address})
	}
	return out
}

func lines(all []string, most, length int) []string {
	return each(all, most, func(s string) string { return Line(s, length) })
}

// each copies at most most items; none stay none.
func each[T any](all []T, most int, f func(T) T) []T {
	if all == nil {
		return nil
	}
	out := make([]T, 0, min(len(all), most))
	for _, v := range all[:min(len(all), most)] {
		out = append(out, f(v))
	}
	return out
}
