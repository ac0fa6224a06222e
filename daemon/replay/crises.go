package replay

import (
	"time"

	"firebreak/daemon/crises"
	"firebreak/daemon/escalation"
	"firebreak/daemon/score"
)

// advance lets time pass until now in threads and crises alike, whatever is due first, first.
func (r *Replayer) advance(now time.Time) error {
	for {
		threads, many := r.engine.Next(), r.crises.Next()
		switch {
		case due(many, now) && (threads.IsZero() || !threads.Before(many)):
			if err := r.crisisEffects(r.crises.Advance(many)); err != nil {
				return err
			}
		case due(threads, now):
			if err := r.effects(r.engine.Advance(threads)); err != nil {
				return err
			}
		default:
			return r.crisisEffects(r.crises.Advance(now))
		}
	}
}

func due(at, now time.Time) bool { return !at.IsZero() && !at.After(now) }

// act gives an action to whom its incident belongs.
func (r *Replayer) act(a escalation.Action) error {
	if _, ok := score.ThreadKey(a.Incident); ok {
		return r.effects([]score.Effect{r.engine.Act(a)})
	}
	return r.crisisEffects(r.crises.Act(a))
}

// crisisEffects lets the threads know of each crisis, and takes the decisions.
func (r *Replayer) crisisEffects(effects []crises.Effect) error {
	for _, eff := range effects {
		if c := eff.Crisis; c != nil {
			r.engine.Crisis(escalation.CrisisIncident(c.ID), c.Brand, c.Family, c.BeganAt, c.EndedAt)
		}
		if eff.Action != nil {
			if err := r.act(*eff.Action); err != nil {
				return err
			}
		}
		if eff.Decision == nil {
			continue
		}
		if err := r.decided(eff.Decision, eff.Incident); err != nil {
			return err
		}
	}
	return nil
}

// decided counts a decision and passes it on, unless it belongs to the warm-up.
func (r *Replayer) decided(d *escalation.Decision, inc *escalation.Incident) error {
	if r.silent {
		r.seen[d.Incident] = true
		return nil
	}
	r.count(d)
	if err := r.opts.Decide(*d); err != nil {
		return err
	}
	if r.opts.Incident != nil && inc != nil {
		r.opts.Incident(inc)
	}
	return nil
}
