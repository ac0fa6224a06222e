// Package crises is the stage between the topics "pulse" and "incidents": it counts who speaks of what, and makes one incident of many authors, and
// one of each account that poses as a brand.
// The Engine is the pure part, the same live, in replay and in tests; the Stage is its edge to Kafka.
package crises

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"firebreak/daemon/escalation"
	"firebreak/daemon/escalation/crisis"
)

// Config is what the engine needs to know.
type Config struct {
	Escalation escalation.Config
	Crisis     crisis.Settings
}

// Effect is what one pulse, clock or action led to. Effects come in the order in which they must become durable.
type Effect struct {
	// Crisis is the crisis as it is now, where that is news to the owners of threads.
	Crisis *crisis.Crisis
	// Decision is set where something was decided; Incident is then the incident as receivers may see it.
	Decision *escalation.Decision
	Incident *escalation.Incident
	// Action is for the owner of a thread.
	Action *escalation.Action
}

// Engine holds the crises of all brands. It is not safe for concurrent use; it reads no clock.
type Engine struct {
	cfg   Config
	watch *crisis.Watch
	// incidents are those that run, or whose legal clocks do, by id.
	incidents map[string]*escalation.Incident
	// over are the ids of those that were resolved before this engine began.
	over map[string]bool
	// claims are what the brands' accounts said.
	claims Claims
}

// NewEngine returns an engine that knows of nothing.
func NewEngine(cfg Config) *Engine {
	return &Engine{cfg: cfg, watch: crisis.New(cfg.Crisis), incidents: map[string]*escalation.Incident{}, over: map[string]bool{}}
}

// Reconfigure takes new limits.
func (e *Engine) Reconfigure(cfg Config) {
	e.cfg = cfg
	e.watch.Reconfigure(cfg.Crisis)
}

// Adopt takes an incident as it was published, after Restore. A crisis that a person ended is over, also where a crash kept the detector from
// hearing of it: the effects say so.
func (e *Engine) Adopt(inc *escalation.Incident) []Effect {
	// What was published shows the legal clocks among the others.
	inc.Clocks = slices.DeleteFunc(inc.Clocks, func(k escalation.Clock) bool { return k.Name != escalation.ClockCrisis })
	e.keep(inc)
	if inc.Status != escalation.StatusResolved {
		return nil
	}
	e.over[inc.ID] = true
	if inc.Burst == nil {
		return nil
	}
	return e.steps(e.watch.End(inc.Burst.ID, inc.LoweredAt), "")
}

// Apply takes one pulse; call Advance first to let earlier clocks run out.
func (e *Engine) Apply(p *escalation.Pulse) []Effect {
	if p.Claim != "" {
		if other := e.claims.hear(p); other != nil {
			return []Effect{{Action: contradicted(p, other)}}
		}
		return nil
	}
	var out []Effect
	if p.Account != nil {
		inc, decision := e.cfg.Escalation.DecideAccount(e.incidents[escalation.AccountIncident(p.Brand, p.Account.ID)], p)
		if decision != nil {
			out = append(out, e.settle(inc, decision))
		}
	}
	out = append(out, e.steps(e.watch.Apply(signal(p)), p.MentionID)...)
	for _, eff := range out {
		// The detector counts in minutes; the decision is as old as its post.
		if eff.Decision != nil && !p.At.IsZero() {
			eff.Decision.Time = p.At
		}
	}
	return out
}

// Advance lets the minutes pass until now, and every clock run out that is due by then, oldest first.
func (e *Engine) Advance(now time.Time) []Effect {
	var out []Effect
	for {
		inc, clock := e.due()
		if inc == nil || clock.Due.After(now) {
			break
		}
		out = append(out, e.steps(e.watch.Advance(clock.Due), "")...)
		// The crisis may have ended meanwhile, and its clock with it.
		if again, same := e.due(); again == inc && same == clock {
			out = append(out, e.settle(e.cfg.Escalation.ExpireCrisis(inc, clock)))
		}
	}
	return append(out, e.steps(e.watch.Advance(now), "")...)
}

// Next is when the next minute or clock is due; zero where nothing is.
func (e *Engine) Next() time.Time {
	next := e.watch.Next()
	if inc, clock := e.due(); inc != nil && (next.IsZero() || clock.Due.Before(next)) {
		next = clock.Due
	}
	return next
}

// due is the earliest clock of all incidents, of equals that of the least id.
func (e *Engine) due() (*escalation.Incident, escalation.Clock) {
	var best *escalation.Incident
	var at escalation.Clock
	for _, id := range slices.Sorted(maps.Keys(e.incidents)) {
		if k, ok := escalation.CrisisDeadline(e.incidents[id]); ok && (best == nil || k.Due.Before(at.Due)) {
			best, at = e.incidents[id], k
		}
	}
	return best, at
}

// Act applies an action to an incident of a crisis or an account. An action on another incident does nothing.
func (e *Engine) Act(a escalation.Action) []Effect {
	inc := e.incidents[a.Incident]
	next, decision := e.cfg.Escalation.ActCrisis(inc, a)
	if decision == nil {
		return nil
	}
	out := []Effect{e.settle(next, decision)}
	if next.Status == escalation.StatusResolved && next.Burst != nil {
		out = append(out, e.steps(e.watch.End(next.Burst.ID, a.At), "")...)
	}
	return out
}

// steps turns changes of crises into decisions.
func (e *Engine) steps(changes []crisis.Change, mention string) []Effect {
	var out []Effect
	for i := range changes {
		change := &changes[i]
		id := escalation.CrisisIncident(change.Crisis.ID)
		inc := e.incidents[id]
		eff := Effect{Crisis: &change.Crisis}
		// A person who resolved the incident ended the crisis: that was decided already.
		if !e.over[id] && (change.Kind != crisis.KindEnd || inc != nil && inc.Status != escalation.StatusResolved) {
			decided := e.settle(e.cfg.Escalation.DecideCrisis(inc, *change, mention))
			eff.Decision, eff.Incident = decided.Decision, decided.Incident
		}
		out = append(out, eff)
	}
	return out
}

// settle keeps what was decided.
func (e *Engine) settle(inc *escalation.Incident, decision *escalation.Decision) Effect {
	e.keep(inc)
	if decision == nil {
		return Effect{}
	}
	shown := escalation.PublishCrisis(inc)
	return Effect{Decision: decision, Incident: &shown}
}

func (e *Engine) keep(inc *escalation.Incident) {
	if _, runs := escalation.CrisisDeadline(inc); inc.Status == escalation.StatusResolved && !runs {
		delete(e.incidents, inc.ID)
		return
	}
	e.incidents[inc.ID] = inc
}

// Recount counts a pulse whose consequences are known already.
func (e *Engine) Recount(p *escalation.Pulse) {
	if p.Claim != "" {
		e.claims.hear(p)
		return
	}
	e.watch.Advance(p.Minute)
	e.watch.Apply(signal(p))
}

// State is what the engine knows of usual counts and of crises that run; Restore takes it up again.
func (e *Engine) State() crisis.State { return e.watch.State() }

// Claims are what the engine remembers of the brands' words; Restore takes it up again.
func (e *Engine) Claims() Claims { return e.claims.copy() }

// Restore takes the state of an earlier engine.
func (e *Engine) Restore(s crisis.State, said Claims) error {
	e.claims = said.copy()
	watch, err := crisis.Restore(e.cfg.Crisis, s)
	if err != nil {
		return fmt.Errorf("restoring what is usual: %w", err)
	}
	e.watch = watch
	return nil
}

func signal(p *escalation.Pulse) crisis.Signal {
	text, err := strconv.ParseUint(p.Text, 16, 64)
	if err != nil {
		text = 0
	}
	return crisis.Signal{
		Brand: p.Brand, Family: p.Family, MentionID: p.MentionID, Author: p.Author, At: p.Minute, Kind: p.Kind, Topic: p.Topic, Text: text, Thread: p.Thread,
	}
}
