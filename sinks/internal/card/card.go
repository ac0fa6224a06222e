// Package card puts a notification into words: sections of lines, cleaned and cut, for sinks that write text.
package card

import (
	"fmt"
	"strings"
	"time"

	"firebreak/sinks"
	"firebreak/sinks/internal/text"
)

// The bounds of what a card shows, in bytes and in items.
const (
	maxLine    = 600
	maxText    = 4000
	maxItems   = 20
	maxAddress = 2000
)

// Card is a notification in words. All of it is one line of clean text, which is still to be escaped for its medium.
type Card struct {
	// Title is what happened, and Status in a few words what this notification says of it.
	Title, Status string
	Summary       string
	// Facts is one line: level, severity, brand.
	Facts    string
	Sections []Section
	// Links are absolute http or https addresses.
	Links []sinks.Link
	// Foot is one line: incident and route.
	Foot string
}

// Section is a heading with its lines, of which there is one at least.
type Section struct {
	Name  string
	Lines []string
}

// Of puts a notification into words.
func Of(n *sinks.Notification) Card {
	c := Card{Title: Title(n), Status: status(n), Summary: text.Line(n.Summary, maxText)}
	c.Facts = text.Line(fmt.Sprintf("%s · %s · %s · tell %d · %s", strings.ToUpper(line(n.Level)), line(n.Severity), line(n.Brand), n.Tell, moment(n.At)), maxLine)
	c.Foot = text.Line("incident "+line(n.Incident)+", route "+line(n.Route), maxLine)
	c.add("Why", lines(n.Why, func(r sinks.Reason) string {
		if r.Text != "" {
			return r.Text
		}
		return fmt.Sprintf("%s = %.4g", r.Signal, r.Value)
	}))
	c.add("It matters", one(n.Precedent))
	c.add("Found", lines(n.Findings, found))
	c.add("Thread", lines(n.Timeline, post))
	c.add("Earlier, of the same kind", earlier(n))
	c.add("Clocks", lines(n.Clocks, func(k sinks.Clock) string {
		return fmt.Sprintf("%s: %s, due %s", strings.ReplaceAll(line(k.Name), "_", " "), line(k.State), moment(k.Due))
	}))
	itself := func(s string) string { return s }
	c.add("Do", lines(n.Do, itself))
	c.add("Do not", lines(n.DoNot, itself))
	c.add("Draft, public", one(n.PublicDraft))
	c.add("Draft, private", one(n.PrivateDraft))
	if s := n.Statement; s != nil {
		c.add("Statement", append(one(s.Text), text.Line(fmt.Sprintf("(version %s, approved by %s, until %s)", line(s.Version), line(s.ApprovedBy), moment(s.Expires)), maxLine)))
	}
	c.add("Policy", one(n.Policy))
	for _, l := range n.Links[:min(len(n.Links), maxItems)] {
		if address := text.WebAddress(l.URL, maxAddress); address != "" {
			c.Links = append(c.Links, sinks.Link{Text: line(l.Text), URL: address})
		}
	}
	return c
}

// Title is the notification's title, marked for a drill, and never empty.
func Title(n *sinks.Notification) string {
	title := n.Title
	if title == "" {
		title = "incident " + n.Incident
	}
	if n.Test {
		title = "TEST " + title
	}
	return text.Line(title, maxLine)
}

func (c *Card) add(name string, lines []string) {
	if len(lines) > 0 {
		c.Sections = append(c.Sections, Section{Name: name, Lines: lines})
	}
}

// status says in a few words what is new.
func status(n *sinks.Notification) string {
	switch n.Event {
	case sinks.EventAcknowledge:
		if n.AcknowledgedBy != "" {
			return "Taken over by " + line(n.AcknowledgedBy) + "."
		}
		return "Taken over."
	case sinks.EventResolve:
		return "Resolved."
	case sinks.EventUpdate:
		return "Updated."
	case sinks.EventTell:
	}
	return ""
}

func found(f sinks.Finding) string {
	name := f.Kind
	if f.Topic != "" {
		name += "/" + text.Cut(f.Topic, maxLine/4)
	}
	out := fmt.Sprintf("%s (%s, %.2f): %s", name, f.Severity, f.Score, text.Cut(f.Why, maxLine/3))
	if f.Evidence != "" {
		out += " “" + text.Cut(f.Evidence, maxLine/3) + "”"
	}
	return out
}

func post(p sinks.Post) string {
	who, said := "@"+p.Handle, p.Text
	if p.Handle == "" {
		who = p.Name
	}
	if p.Deleted {
		said = "(deleted)"
	}
	note := ""
	if p.Note != "" {
		note = "[" + text.Cut(p.Note, maxLine/6) + "] "
	}
	return fmt.Sprintf("%s %s%s (%s, %s): %s", moment(p.At), note, text.Cut(who, maxLine/4), p.Role, p.Tier, said)
}

// earlier are the incidents of the same kind before this one. An address is never cut.
func earlier(n *sinks.Notification) []string {
	var out []string
	for i := range n.Earlier[:min(len(n.Earlier), maxItems)] {
		e := &n.Earlier[i]
		l := line(fmt.Sprintf("%s, %s, %s: %s (%s)", moment(e.At), line(e.Level), text.Line(e.Ending(), maxLine/6), text.Line(e.Title, maxLine/3), text.Line(e.Incident, maxLine/4)))
		if address := text.WebAddress(e.URL, maxLine); address != "" {
			l += " " + address
		}
		out = append(out, l)
	}
	return out
}

func moment(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 UTC") }

func line(s string) string { return text.Line(s, maxLine) }

// one makes a list of a text, which is empty for an empty text.
func one(s string) []string {
	if s = text.Line(s, maxText); s == "" {
		return nil
	}
	return []string{s}
}

// lines makes one line of each item; what comes to nothing is left out.
func lines[T any](items []T, show func(T) string) []string {
	var out []string
	for _, item := range items[:min(len(items), maxItems)] {
		if l := line(show(item)); l != "" {
			out = append(out, l)
		}
	}
	return out
}
