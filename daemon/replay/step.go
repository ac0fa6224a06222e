package replay

import (
	"time"

	"firebreak/daemon/escalation"
	"firebreak/detectors"
)

// Post takes one post that has just arrived, at its own time, and applies it at once. It returns the mentions that were made of it, one for
// each brand concerned; none where it concerns nobody or was there before.
func (r *Replayer) Post(m detectors.Mention) ([]detectors.Mention, error) {
	made := r.pipeline.Process(m)
	for i := range made {
		r.waiting = append(r.waiting, waiting{mention: made[i]})
	}
	return made, r.flush()
}

// Pass lets time pass until now; clocks that are due by then run out. A time that is over already changes nothing.
func (r *Replayer) Pass(now time.Time) error {
	if !now.After(r.clock) {
		return nil
	}
	r.clock = now
	r.silent = r.warming
	err := r.advance(now)
	r.silent = false
	return err
}

// Now is the virtual clock: the latest time that was heard of or passed to; zero before the first.
func (r *Replayer) Now() time.Time { return r.clock }

// Act does what a person did to an incident. An action on an incident that is not there does nothing.
func (r *Replayer) Act(a escalation.Action) error {
	return r.act(a)
}

// Heard reports whether a thread had a mention, in the warm-up or later.
func (r *Replayer) Heard(thread string) bool {
	_, ok := r.threads[thread]
	return ok
}
