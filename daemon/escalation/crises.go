package escalation

import (
	"maps"
	"math"
	"slices"
	"time"

	"firebreak/daemon/escalation/crisis"
	"firebreak/detectors"
)

// ClockCrisis runs from the beginning of a crisis until the brand answers one of its posts.
const ClockCrisis = "crisis_reply"

// Signals of a crisis.
const (
	// signalAuthors is the natural logarithm of 1 + the authors; only the priority knows it.
	signalAuthors     = "crisis_authors"
	signalCrisisReply = "crisis_reply_overdue"
	// signalInCrisis: a crisis speaks for the thread.
	signalInCrisis = "in_crisis"
)

// CrisisIncident is the id of a crisis's incident.
func CrisisIncident(id string) string { return "c:" + id }

// DecideCrisis takes one step of a crisis. It returns its incident as it is now, and the decision. inc is the incident so far, or nil; it is not
// changed. mention is the post that brought the step about, empty for the clock.
func (c Config) DecideCrisis(inc *Incident, step crisis.Change, mention string) (*Incident, *Decision) {
	next := &Incident{ID: CrisisIncident(step.Crisis.ID), Brand: step.Crisis.Brand, Status: StatusOpen, OpenedAt: step.At, Severity: detectors.SeverityCritical}
	if inc != nil {
		*next = *inc
	}
	burst := step.Crisis
	next.Burst, next.Topic, next.Kinds, next.Config = &burst, burst.Topic, crisisKinds(burst), c.Hash
	action := DecisionUpdate
	switch step.Kind {
	case crisis.KindBegin, crisis.KindRise:
		next.Level, action = LevelNotify, DecisionNotify
		if burst.Level == crisis.LevelPage {
			next.Level, action = LevelPage, DecisionPage
		}
		if inc != nil && slices.ContainsFunc(inc.Tells, func(t Tell) bool { return t.Level.Rank() >= next.Level.Rank() }) {
			// The step comes again after a crash: people were told.
			return inc, nil
		}
		next.Status, next.AcknowledgedBy, next.SnoozedUntil = StatusOpen, "", time.Time{}
		if inc == nil {
			next.Clocks = []Clock{{Name: ClockCrisis, Start: step.At, Due: step.At.Add(c.Crisis), State: clockRunning}}
		}
	case crisis.KindEnd:
		next.Status, next.LoweredAt, next.Level, action = StatusResolved, step.At, LevelWatch, DecisionResolve
		next.Clocks = settled(next.Clocks)
	case crisis.KindUpdate:
	}
	reasons := make([]Reason, len(step.Reasons))
	for i, r := range step.Reasons {
		reasons[i] = Reason{Signal: r.Signal, Value: r.Value, Rule: r.Rule}
	}
	return c.concludeCrisis(next, Trigger{At: step.At, MentionID: mention}, action, reasons)
}

// ActCrisis applies an action to a crisis's or an account's incident. A person who resolves it ends the crisis, which the caller then lets the detector know.
func (c Config) ActCrisis(inc *Incident, a Action) (*Incident, *Decision) {
	if inc == nil || inc.Status == StatusResolved {
		return inc, nil
	}
	next := *inc
	reasons := []Reason{{Signal: signalAction + string(a.Kind), Value: 1}}
	if a.Kind == ActionAnswered {
		if !slices.ContainsFunc(next.Clocks, func(k Clock) bool { return k.Name == ClockCrisis && k.State != clockMet }) {
			return inc, nil
		}
		next.Clocks = settled(next.Clocks)
		return c.concludeCrisis(&next, Trigger{At: a.At}, DecisionUpdate, reasons)
	}
	if slices.ContainsFunc(inc.History, func(d Done) bool { return d.Kind == a.Kind && d.By == a.By && d.At.Equal(a.At) && d.Text == a.Text }) {
		return inc, nil
	}
	action := c.do(&next, a)
	if action == DecisionResolve {
		next.Clocks = settled(next.Clocks)
		if next.Burst != nil {
			reasons[0].Rule = crisis.RulePerson
		}
	}
	return c.concludeCrisis(&next, Trigger{At: a.At}, action, reasons)
}

// CrisisDeadline is the next clock of a crisis's incident; false where none runs.
func CrisisDeadline(inc *Incident) (Clock, bool) {
	best, ok := nextLegal(inc)
	for _, k := range inc.Clocks {
		if k.State == clockRunning && (!ok || k.Due.Before(best.Due)) {
			best, ok = k, true
		}
	}
	return best, ok
}

// ExpireCrisis lets a clock run out that CrisisDeadline gave: people are told.
func (c Config) ExpireCrisis(inc *Incident, k Clock) (*Incident, *Decision) {
	next := *inc
	reason := Reason{Signal: signalCrisisReply, Value: k.Due.Sub(k.Start).Minutes(), Rule: ruleClock}
	if k.Name == ClockCrisis {
		next.Clocks = slices.Clone(next.Clocks)
		for i := range next.Clocks {
			next.Clocks[i].State = clockOverdue
		}
	} else {
		legal, ok := expireLegal(&next, k.Name, k.Due)
		if !ok {
			return inc, nil
		}
		reason = legal
	}
	action := c.Table.clock(&reason)
	if action == DecisionNotify && k.Name != ClockCrisis && next.Level.Rank() < LevelNotify.Rank() {
		next.Level = LevelNotify
	}
	return c.concludeCrisis(&next, Trigger{At: k.Due, Clock: k.Name}, action, []Reason{reason})
}

// settled are clocks that nobody waits for any more.
func settled(clocks []Clock) []Clock {
	out := slices.Clone(clocks)
	for i := range out {
		out[i].State = clockMet
	}
	return out
}

// crisisKinds is the sorted set of the kinds of findings that make a crisis, and its own.
func crisisKinds(c crisis.Crisis) []string {
	set := map[string]bool{KindCrisis: true}
	for _, t := range c.Topics {
		set[t.Kind] = true
	}
	return slices.Sorted(maps.Keys(set))
}

// concludeCrisis numbers the event, tells if the action tells, and writes the decision down.
func (c Config) concludeCrisis(next *Incident, tr Trigger, action DecisionAction, reasons []Reason) (*Incident, *Decision) {
	w := c.Table.weights
	signals := []Reason{{Signal: detectors.KindImpersonation, Value: 1, Weight: w[detectors.KindImpersonation]}}
	if next.Burst != nil {
		signals = append(signals[:0], Reason{Signal: KindCrisis, Value: 1, Weight: w[KindCrisis]}, Reason{Signal: signalAuthors, Value: round(math.Log1p(float64(next.Burst.Authors))), Weight: w[signalAuthors]})
	}
	z := 0.0
	for _, r := range signals {
		z += r.Value * r.Weight
	}
	next.Priority = round(1 - math.Exp(-z))
	next.Reasons = c.Table.merge(reasons, signals)
	next.Event++
	next.UpdatedAt = tr.At
	if action == DecisionNotify || action == DecisionPage {
		next.Tells = append(slices.Clone(next.Tells), Tell{
			Number: len(next.Tells) + 1, Level: next.Level, Severity: next.Severity, At: tr.At, MentionID: tr.MentionID, Reasons: next.Reasons,
		})
	}
	return next, &Decision{
		Time: tr.At, Incident: next.ID, Level: next.Level, Severity: next.Severity, Action: action, Priority: next.Priority, Kinds: next.Kinds,
		Topic: next.Topic, Reasons: next.Reasons, MentionID: tr.MentionID,
	}
}

// PublishCrisis returns a crisis's incident as receivers may see it: with the legal clocks among the others.
func PublishCrisis(inc *Incident) Incident {
	out := *inc
	out.Clocks = slices.DeleteFunc(append(slices.Clone(inc.Legal), inc.Clocks...), func(k Clock) bool { return k.State == clockMet })
	return out
}
