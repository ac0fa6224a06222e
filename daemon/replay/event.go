package replay

import (
	"time"

	"firebreak/daemon/escalation"
	"firebreak/daemon/score"
	"firebreak/detectors"
)

// Event is a record as the daemon left it on a topic: one of Mention and Action is set.
type Event struct {
	// Arrived is when it was written to its topic.
	Arrived time.Time
	// Mention is masked and has its brand and thread: it is judged as it stands, as the score stage judges it.
	Mention *detectors.Mention
	// Action is what a person did to an incident, or the daemon for one.
	Action *escalation.Action
	// WarmUp reports that it lies before the range that is asked for: it is applied, and what it leads to is neither reported nor counted.
	WarmUp bool
}

// waiting is what was taken and is not applied yet.
type waiting struct {
	Event
	// mention is what Event.Mention points to, or a file's.
	mention detectors.Mention
	scored  score.Scored
}

// Take takes the next event of a topic, in the order of arrival. It may wait for more to be judged together. What
// the event points to must not change any more.
func (r *Replayer) Take(e Event) error {
	w := waiting{Event: e}
	if e.Mention != nil {
		w.mention = *e.Mention
	}
	return r.wait(w)
}

func (r *Replayer) wait(w waiting) error {
	r.waiting = append(r.waiting, w)
	if len(r.waiting) < chunk {
		return nil
	}
	return r.flush()
}

// Flush applies what was taken and waits.
func (r *Replayer) Flush() error { return r.flush() }

// Finish applies what waits, and lets time pass until a time, then by the tail. A zero time, and one that is over, lets none pass.
func (r *Replayer) Finish(until time.Time) error {
	err := r.flush()
	if err == nil && r.warming && !r.opts.Begin.IsZero() {
		// Nothing happened in the range but the passing of time.
		err = r.Pass(r.opts.Begin.Add(-1))
	}
	r.warming = false
	if err == nil {
		err = r.Pass(until)
	}
	if err == nil && r.opts.Tail > 0 && !r.clock.IsZero() {
		err = r.Pass(r.clock.Add(r.opts.Tail))
	}
	return err
}

// Totals are those of what was applied so far.
func (r *Replayer) Totals() Totals {
	t := r.totals
	for _, counted := range r.threads {
		if counted {
			t.Threads++
		}
	}
	return t
}

// timeOf is where an event moves the clock to. Nobody's clock is ahead of an arrival: a post that claims to be from the future moves none, as
// live.
func (r *Replayer) timeOf(w *waiting) time.Time {
	at := w.mention.CreatedAt
	if w.Action != nil {
		at = w.Action.At
	}
	if !w.Arrived.IsZero() && (r.opts.Arrival || w.Arrived.Before(at)) {
		return w.Arrived
	}
	return at
}

// begin lets the warm-up end at the first event of the range. What ran out before the range began, or before this event's time where that is
// earlier, is the warm-up's; what runs out from then on is reported.
func (r *Replayer) begin(w *waiting) error {
	if w.WarmUp {
		r.warming = r.warming || !r.begun
		return nil
	}
	r.begun = true
	if !r.warming {
		return nil
	}
	at := r.timeOf(w)
	if r.opts.Begin.Before(at) && !r.opts.Begin.IsZero() {
		at = r.opts.Begin
	}
	err := r.Pass(at.Add(-1))
	r.warming = false
	return err
}
