// Package diff compares what two configurations decide about the same input: which pages and cards are gained, lost, earlier or later, and
// which incidents go higher or lower.
package diff

import (
	"cmp"
	"slices"
	"time"

	"firebreak/daemon/escalation"
	"firebreak/daemon/replay"
	"firebreak/detectors"
)

// Run collects the decisions of one configuration: its Add is the Decide of replay.Options. The zero value is empty and ready. It is not
// safe for concurrent use. It keeps one entry an incident and one a tell.
type Run struct {
	// Totals are those of the replay; whoever ran it sets them.
	Totals replay.Totals

	stories map[string]*story
}

// story is what a configuration did to one incident.
type story struct {
	thread, topic string
	opened        time.Time
	level         escalation.Level
	severity      detectors.Severity
	pages, cards  []escalation.Decision
}

// Add takes the next decision. It never fails.
func (r *Run) Add(d escalation.Decision) error {
	if r.stories == nil {
		r.stories = map[string]*story{}
	}
	s := r.stories[d.Incident]
	if s == nil {
		s = &story{thread: d.ThreadID, opened: d.Time}
		r.stories[d.Incident] = s
	}
	s.topic = d.Topic
	if d.Level.Rank() > s.level.Rank() {
		s.level = d.Level
	}
	if d.Severity.Rank() > s.severity.Rank() {
		s.severity = d.Severity
	}
	switch d.Action {
	case escalation.DecisionPage:
		s.pages = append(s.pages, d)
	case escalation.DecisionNotify:
		s.cards = append(s.cards, d)
	case escalation.DecisionOpen, escalation.DecisionUpdate, escalation.DecisionLower, escalation.DecisionResolve:
	}
	return nil
}

// What a change is about.
const (
	// WhatPage and WhatNotify are single tells.
	WhatPage   = "page"
	WhatNotify = "notify"
	// WhatLevel and WhatSeverity are the highest that an incident reached.
	WhatLevel    = "level"
	WhatSeverity = "severity"
)

// How B differs from A.
const (
	Gained  = "gained"
	Lost    = "lost"
	Earlier = "earlier"
	Later   = "later"
	Raised  = "raised"
	Lowered = "lowered"
)

// Change is one difference between the configurations A and B.
type Change struct {
	Incident string `json:"incident"`
	ThreadID string `json:"thread_id"`
	What     string `json:"what"`
	Change   string `json:"change"`
	// A and B are what each configuration has: a time, a level or a severity; empty for nothing.
	A string `json:"a"`
	B string `json:"b"`
	// Seconds is by how much a tell is earlier or later; never negative.
	Seconds int64  `json:"seconds,omitempty"`
	Topic   string `json:"topic,omitempty"`
	// MentionID and Reasons are those of the tell: of B's, of A's where it is lost.
	MentionID string              `json:"mention_id,omitempty"`
	Reasons   []escalation.Reason `json:"reasons,omitempty"`

	// at is where the change stands among others.
	at time.Time
}

// Count sums up the tells of one kind.
type Count struct {
	// A and B are how many each configuration has, Same those at the same time.
	A       int `json:"a"`
	B       int `json:"b"`
	Same    int `json:"same"`
	Gained  int `json:"gained"`
	Lost    int `json:"lost"`
	Earlier int `json:"earlier"`
	Later   int `json:"later"`
}

// Shift counts incidents that went higher or lower.
type Shift struct {
	Raised  int `json:"raised"`
	Lowered int `json:"lowered"`
}

// Report is everything that differs.
type Report struct {
	// Changes are grouped by incident, in the order of its first tell that differs, else of its beginning; of one incident pages come first,
	// then notifies, level and severity.
	Changes    []Change
	Pages      Count
	Notifies   Count
	Levels     Shift
	Severities Shift
}

// Compare compares two runs over the same input. It changes neither.
func Compare(a, b *Run) Report {
	var r Report
	for id, sa := range a.stories {
		sb := b.stories[id]
		if sb == nil {
			sb = &story{}
		}
		r.incident(id, sa, sb)
	}
	for id, sb := range b.stories {
		if a.stories[id] == nil {
			r.incident(id, &story{}, sb)
		}
	}
	// The changes of one incident stand together already, in their order.
	slices.SortStableFunc(r.Changes, func(x, y Change) int {
		return cmp.Or(x.at.Compare(y.at), cmp.Compare(x.Incident, y.Incident))
	})
	return r
}

func (r *Report) incident(id string, a, b *story) {
	base := Change{Incident: id, ThreadID: cmp.Or(b.thread, a.thread), Topic: cmp.Or(b.topic, a.topic)}
	from := len(r.Changes)
	r.tells(base, WhatPage, a.pages, b.pages, &r.Pages)
	r.tells(base, WhatNotify, a.cards, b.cards, &r.Notifies)
	r.shift(base, WhatLevel, string(a.level), string(b.level), b.level.Rank()-a.level.Rank(), &r.Levels)
	r.shift(base, WhatSeverity, string(a.severity), string(b.severity), b.severity.Rank()-a.severity.Rank(), &r.Severities)
	var at time.Time
	for i := range r.Changes[from:] {
		at = first(at, r.Changes[from+i].at)
	}
	if at.IsZero() {
		at = first(a.opened, b.opened)
	}
	for i := range r.Changes[from:] {
		r.Changes[from+i].at = at
	}
}

// shift compares the highest level or severity; up is how much higher B's is.
func (r *Report) shift(base Change, what, a, b string, up int, count *Shift) {
	if up == 0 {
		return
	}
	base.What, base.A, base.B = what, a, b
	base.Change = Raised
	if up > 0 {
		count.Raised++
	} else {
		base.Change = Lowered
		count.Lowered++
	}
	r.Changes = append(r.Changes, base)
}

// tells compares the tells of one kind. Those at the same time belong together, the others in their order.
func (r *Report) tells(base Change, what string, a, b []escalation.Decision, count *Count) {
	count.A += len(a)
	count.B += len(b)
	restA, restB := without(a, b), without(b, a)
	count.Same += len(a) - len(restA)
	base.What = what
	for i := range max(len(restA), len(restB)) {
		c := base
		switch {
		case i >= len(restA):
			c.Change = Gained
			count.Gained++
			c.tell(nil, &restB[i])
		case i >= len(restB):
			c.Change = Lost
			count.Lost++
			c.tell(&restA[i], nil)
		case restB[i].Time.Before(restA[i].Time):
			c.Change = Earlier
			count.Earlier++
			c.tell(&restA[i], &restB[i])
		default:
			c.Change = Later
			count.Later++
			c.tell(&restA[i], &restB[i])
		}
		r.Changes = append(r.Changes, c)
	}
}

// without returns the tells of list that have no partner at the same time in others. Times within an incident's tells of one kind ascend
// and may repeat.
func without(list, others []escalation.Decision) []escalation.Decision {
	taken := make([]bool, len(others))
	var rest []escalation.Decision
next:
	for _, d := range list {
		for i := range others {
			if !taken[i] && others[i].Time.Equal(d.Time) {
				taken[i] = true
				continue next
			}
		}
		rest = append(rest, d)
	}
	return rest
}

// tell fills in the times and the reasons of a tell.
func (c *Change) tell(a, b *escalation.Decision) {
	shown := b
	if a != nil {
		c.A = stamp(a.Time)
		c.at = a.Time
	}
	if b != nil {
		c.B = stamp(b.Time)
		c.at = b.Time
	}
	if b == nil {
		shown = a
	}
	if a != nil && b != nil {
		c.at = first(a.Time, b.Time)
		c.Seconds = int64(b.Time.Sub(a.Time).Abs() / time.Second)
	}
	c.Topic, c.MentionID, c.Reasons = shown.Topic, shown.MentionID, shown.Reasons
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// first is the earlier time of two; a zero time is none.
func first(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}
