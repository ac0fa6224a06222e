package escalation

import (
	"slices"
	"strings"
	"time"

	"firebreak/daemon/thread"
	"firebreak/detectors"
)

// The clocks of a thread.
const (
	// ClockFirstReply runs for an author's first complaint until the brand answers it, ClockNextReply for a later one.
	ClockFirstReply = "first_reply"
	ClockNextReply  = "next_reply"
	// ClockPrivateHandoff runs from the brand's invitation until the customer comes.
	ClockPrivateHandoff = "private_handoff"
	// ClockLower and ClockResolve run while an answered thread is quiet; ClockForget ends the thread.
	ClockLower   = "lower"
	ClockResolve = "resolve"
	ClockForget  = "forget"
)

// The states of a clock.
const (
	clockRunning = "running"
	clockOverdue = "overdue"
)

// Overdue are the reasons of a tell that nothing but a clock for an answer or a hand-off brought about; none of any other tell. A law's clock is another
// matter: it is told by itself, however late.
func (t *Tell) Overdue() []Reason {
	if t.MentionID != "" || slices.ContainsFunc(t.Reasons, func(r Reason) bool { return r.Rule == ruleLegal }) {
		return nil
	}
	var out []Reason
	for _, r := range t.Reasons {
		if r.Rule == ruleClock {
			out = append(out, r)
		}
	}
	return out
}

// waiting returns, for every author with an unanswered complaint, the clock of the earliest one, in order of its post.
func (c Config) waiting(t *thread.Thread) []Clock {
	var out []Clock
	for i := range t.Posts {
		p := &t.Posts[i]
		if !p.Complains() || p.Deleted || !p.AnsweredAt.IsZero() {
			continue
		}
		if slices.ContainsFunc(out, func(k Clock) bool { return authorOf(t, k.Post) == p.Author }) {
			continue
		}
		k := Clock{Name: ClockFirstReply, Post: p.ID, Start: p.CreatedAt, Due: c.Hours.Due(p.CreatedAt, c.FirstReply), State: clockRunning}
		answered := slices.ContainsFunc(t.Posts[:i], func(q thread.Post) bool {
			return q.Author == p.Author && !q.AnsweredAt.IsZero() && q.AnsweredAt.Before(p.CreatedAt)
		})
		if answered {
			k.Name, k.Due = ClockNextReply, c.Hours.Due(p.CreatedAt, c.NextReply)
		}
		if !p.Overdue.IsZero() {
			k.Due, k.State = p.Overdue, clockOverdue
		}
		out = append(out, k)
	}
	return out
}

func authorOf(t *thread.Thread, post string) string {
	if i := t.Find(post); i >= 0 {
		return t.Posts[i].Author
	}
	return ""
}

// clocks are those that people see.
func (c Config) clocks(t *thread.Thread, inc *Incident) []Clock {
	out := slices.DeleteFunc(slices.Clone(inc.Legal), func(k Clock) bool { return k.State == clockMet })
	out = append(out, c.waiting(t)...)
	if k, ok := c.handoff(t); ok {
		out = append(out, k)
	}
	return out
}

func (c Config) handoff(t *thread.Thread) (Clock, bool) {
	if t.Handoff.IsZero() || !t.TakenUp.IsZero() && t.TakenUp.After(t.Handoff) {
		return Clock{}, false
	}
	k := Clock{Name: ClockPrivateHandoff, Start: t.Handoff, Due: c.Hours.Due(t.Handoff, c.PrivateHandoff), State: clockRunning}
	if t.HandoffOverdue {
		k.State = clockOverdue
	}
	return k, true
}

// NextDeadline is the earliest clock that still runs; its Due is zero where none does.
func (c Config) NextDeadline(t *thread.Thread, inc *Incident) Clock {
	best := Clock{Name: ClockForget, Due: t.LastAt.Add(c.ForgetAfter)}
	consider := func(k Clock) {
		if k.Due.Before(best.Due) {
			best = k
		}
	}
	for _, k := range c.waiting(t) {
		if k.State == clockRunning {
			consider(k)
		}
	}
	if inc == nil {
		return best
	}
	if k, ok := nextLegal(inc); ok {
		consider(k)
	}
	if inc.Status == StatusResolved {
		return best
	}
	quiet := c.quiet(t, inc)
	if k, ok := c.handoff(t); ok && t.Handoff.After(inc.LoweredAt) {
		// It comes before a lowering of the same second, and a later one is waited for: a hand-off is complete only when it was taken up.
		if k.State == clockRunning {
			consider(k)
		}
		quiet = latest(quiet, k.Due)
	}
	if t.Unanswered() < 0 && !t.BrandAt.IsZero() {
		if inc.Level.Rank() > LevelWatch.Rank() {
			consider(Clock{Name: ClockLower, Due: quiet})
		}
		consider(Clock{Name: ClockResolve, Due: t.LastAt.Add(c.ResolveAfter)})
	}
	return best
}

// quiet is when an answered thread was quiet for long enough to be lowered. What a clock told later than the last post is not lowered in the same breath.
func (c Config) quiet(t *thread.Thread, inc *Incident) time.Time {
	since := t.LastAt
	if n := len(inc.Tells); n > 0 {
		since = latest(since, inc.Tells[n-1].At)
	}
	return since.Add(c.LowerAfter)
}

func latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// Expire lets a clock run out. It changes the thread, and returns the incident as it is now and the decision, if there is one. A clock
// that NextDeadline did not give, or gives no longer, must not be passed.
func (c Config) Expire(t *thread.Thread, inc *Incident, k Clock) (*Incident, *Decision) {
	tr := Trigger{At: k.Due, Clock: k.Name}
	quiet := []Reason{{Signal: signalQuiet, Value: k.Due.Sub(t.LastAt).Hours()}}
	switch k.Name {
	case ClockFirstReply, ClockNextReply:
		if i := t.Find(k.Post); i >= 0 {
			t.Posts[i].Overdue = k.Due
		}
		return c.Decide(t, inc, tr)
	case ClockPrivateHandoff:
		t.HandoffOverdue = true
		return c.Decide(t, inc, tr)
	case ClockLower:
		next := c.next(t, inc, k.Due)
		lower(next, k.Due)
		return c.conclude(t, next, tr, DecisionLower, quiet)
	case ClockResolve:
		next := c.next(t, inc, k.Due)
		next.Status, next.LoweredAt, next.Level = StatusResolved, k.Due, LevelWatch
		return c.conclude(t, next, tr, DecisionResolve, quiet)
	}
	if inc == nil {
		return nil, nil
	}
	next := c.next(t, inc, k.Due)
	reason, ok := expireLegal(next, k.Name, k.Due)
	if !ok {
		return inc, nil
	}
	// Whatever people were told before, a law's clock is told.
	action := c.Table.clock(&reason)
	if action == DecisionNotify && next.Level.Rank() < LevelNotify.Rank() {
		next.Level = LevelNotify
	}
	return c.conclude(t, next, tr, action, []Reason{reason})
}

// Act applies an action to a thread's incident. It returns the incident as it is now and the decision; an action on no incident, and one
// seen before, does nothing.
func (c Config) Act(t *thread.Thread, inc *Incident, a Action) (*Incident, *Decision) {
	if a.Kind == ActionContradicted {
		return c.contradicted(t, inc, a)
	}
	if inc == nil || !t.See("action:"+a.ID) {
		return inc, nil
	}
	if a.Kind == ActionTakenUp {
		if !t.TakeUp(a.At) {
			return inc, nil
		}
		fact := thread.Fact{Kind: thread.FactTakenUp, Post: a.ID, At: a.At, Value: 1}
		t.Facts = append(t.Facts, fact)
		return c.Decide(t, inc, Trigger{At: a.At, Change: thread.Change{Applied: true, Post: -1, Facts: []thread.Fact{fact}}})
	}
	next := c.next(t, inc, a.At)
	action := c.do(next, a)
	return c.conclude(t, next, Trigger{At: a.At}, action, []Reason{{Signal: signalAction + string(a.Kind), Value: 1}})
}

// contradictedPrefix begins the ids of actions that report a contradiction.
const contradictedPrefix = "contradicted:"

// ContradictedID is the id of the action that reports that a post contradicts another thread's.
func ContradictedID(mention string) string { return contradictedPrefix + mention }

// contradicted holds that a reply of the thread contradicts what another account of the brand said elsewhere. It may be the first thing that makes an
// incident of the thread. Which of the two is right is not said.
func (c Config) contradicted(t *thread.Thread, inc *Incident, a Action) (*Incident, *Decision) {
	post := strings.TrimPrefix(a.ID, contradictedPrefix)
	i := t.Find(post)
	if i < 0 || t.Posts[i].Deleted || !t.See("action:"+a.ID) {
		return inc, nil
	}
	change := thread.Change{Applied: true, Post: i}
	t.Hold(&change, thread.Fact{Kind: thread.FactInconsistent, Post: post, At: a.At, Severity: detectors.SeverityError, Value: 1})
	if len(change.Facts) == 0 {
		return inc, nil
	}
	return c.Decide(t, inc, Trigger{At: a.At, MentionID: post, Change: change})
}

// do applies a person's action to an incident, and says what kind of decision that is.
func (c Config) do(next *Incident, a Action) DecisionAction {
	next.History = append(slices.Clone(next.History), Done{Kind: a.Kind, By: a.By, Via: a.Via, At: a.At, Text: a.Text})
	if over := len(next.History) - keptHistory; over > 0 {
		next.History = next.History[over:]
	}
	switch a.Kind {
	case ActionAcknowledge, ActionContact:
		if next.Status == StatusOpen {
			next.Status, next.AcknowledgedBy = StatusAcknowledged, a.By
		}
	case ActionAssign:
		next.Assignee = a.Text
	case ActionSnooze:
		next.SnoozedUntil = a.Until
	case ActionResolve, ActionNoise:
		next.Status, next.LoweredAt, next.Level = StatusResolved, a.At, LevelWatch
		return DecisionResolve
	case ActionConfirmBreach:
		c.confirmBreach(next, a.At)
	case ActionNoticeSent:
		noticeSent(next, a.Text)
	case ActionNote, ActionMissed, ActionRemediationConfirmed, ActionTakenUp, ActionMute, ActionAnswered, ActionContradicted:
	}
	return DecisionUpdate
}

// keptHistory is how many actions an incident lists.
const keptHistory = 50
