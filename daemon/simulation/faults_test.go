package simulation_test

import (
	"slices"
	"time"

	"firebreak/daemon/stream"
)

// faults lets something go wrong.
func (w *world) faults() {
	m := w.instances[w.rng.IntN(len(w.instances))]
	switch {
	case m.dead || m.stopped:
		if w.rng.IntN(60) == 0 {
			w.replace(m)
		}
	case m.paused:
		if w.rng.IntN(40) == 0 {
			m.paused = false
			w.note("instance %d goes on", m.id)
		}
	case m.stopping:
		w.leave(m)
	case w.chance(w.dice.crash):
		w.note("instance %d is killed", m.id)
		w.kill(m)
	case w.chance(w.dice.pause):
		// Who is in doubt whether it still owns anything counts seconds, which do not pass while it stands still, as they do here.
		w.hearDoubters()
		w.note("instance %d stands still", m.id)
		m.paused, m.since = true, time.Now()
	case w.chance(w.dice.stop):
		w.stop(m)
	case w.chance(w.dice.skew):
		m.skew = w.anySkew()
		w.note("the clock of instance %d is %v off", m.id, m.skew)
	case w.chance(w.dice.shuffle):
		g := w.groups[w.rng.IntN(len(w.groups))]
		w.note("%s: a rebalance for no reason", g.name)
		g.prepare(time.Now())
	case w.chance(w.dice.clean):
		w.clean()
	}
}

// kill ends an instance at once. Of what it is just writing any part may have arrived.
func (w *world) kill(m *instance) {
	w.mu.Lock()
	if m.dead {
		w.mu.Unlock()
		return
	}
	m.dead, m.paused, m.since = true, false, time.Now()
	w.mu.Unlock()
	for {
		all := slices.DeleteFunc(w.waiting(), func(o *op) bool { return o.by.inst != m })
		if len(all) == 0 {
			return
		}
		if all[0].kind == opProduce && w.broken == nil && !w.calm {
			w.land(all[0], true)
		}
		w.answer(all[0], answer{err: errCrash})
	}
}

// stop asks an instance to end in good order.
func (w *world) stop(m *instance) {
	w.note("instance %d is stopped", m.id)
	m.stopping = true
	for _, r := range m.runs {
		if !r.ended.Load() {
			r.heard = true
			r.cancel()
		}
	}
	w.rest()
}

// leave is the end of a stop.
func (w *world) leave(m *instance) {
	if !slices.ContainsFunc(w.groups, m.working) {
		m.stopped, m.since = true, time.Now()
	}
}

// replace starts a new process in the place of one that is gone.
func (w *world) replace(m *instance) {
	w.instances = slices.DeleteFunc(w.instances, func(o *instance) bool { return o == m })
	for _, g := range w.groups {
		if slices.Contains(g.members, m) {
			g.members = slices.DeleteFunc(g.members, func(o *instance) bool { return o == m })
			g.prepare(time.Now())
		}
	}
	n := w.birth()
	w.note("instance %d starts in the place of %d", n.id, m.id)
}

// clean lets the log cleaner pass over one topic. What is younger than a minute is in the active segment, which it never touches.
func (w *world) clean() {
	topics := []string{stream.TopicThreads, stream.TopicIncidents, stream.TopicNotifications, stream.TopicFindings}
	topic := topics[w.rng.IntN(len(topics))]
	for _, p := range w.kafka.places(topic) {
		log := w.kafka.log(p)
		// The cleaner comes long after an owner has written over what an earlier one wrote: see docs/simulation.md.
		if n := log.clean(time.Now().Add(-activeSegment), tombstonesKept, log.haunted()); n > 0 {
			w.note("%s/%d: %d records are compacted away", topic, p.partition, n)
		}
	}
	if topic == stream.TopicIncidents {
		w.checks.compaction()
	}
}

const (
	activeSegment  = time.Minute
	tombstonesKept = 24 * time.Hour
)
