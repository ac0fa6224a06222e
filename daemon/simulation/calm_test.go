package simulation_test

import (
	"slices"
	"time"

	"firebreak/daemon/stream"
)

// longestRetry is more than a rebalance takes, and than a service asks for.
const longestRetry = 31 * time.Second

// calmDown ends all faults and lets everything be finished: what waits first, then all clocks.
func (w *world) calmDown() {
	w.note("from here on nothing goes wrong")
	w.calm = true
	w.story.rush()
	for _, m := range slices.Clone(w.instances) {
		m.paused, m.skew = false, 0
		if m.dead || m.stopping || m.stopped {
			for m.stopping && !m.stopped && w.broken == nil {
				w.leave(m)
				w.busy()
			}
			w.replace(m)
		}
	}
	if w.frozen {
		w.drain()
	}
	w.until = time.Now().Round(0)
	w.drain()
	w.checks.lastWord()
	w.checks.services()
	for _, d := range []time.Duration{2 * time.Hour, 26 * time.Hour, 9 * 24 * time.Hour} {
		if w.broken != nil {
			return
		}
		w.sleep(d)
		w.until = w.until.Add(d)
		w.note("the clocks say %v later", d)
		w.drain()
		w.checks.services()
	}
}

// drain works until nothing is left to do.
func (w *world) drain() {
	for range 4000 {
		if w.broken != nil {
			return
		}
		if w.busy() {
			continue
		}
		before := w.written()
		w.idleAll()
		if w.busy() || w.written() != before {
			continue
		}
		// Retries and rebalances wait for their time.
		w.sleep(longestRetry)
		if w.busy() || !w.story.over() || w.dawdling() {
			continue
		}
		return
	}
	w.fail("everything comes to rest", "the instances are still busy after 4,000 rounds")
}

// dawdling reports that a generation is not formed, or not everything was read.
func (w *world) dawdling() bool {
	w.coordinate()
	for _, g := range w.groups {
		if g.preparing {
			return true
		}
		for p := range g.count {
			r := g.owners[p]
			if r == nil || r.ended.Load() {
				return true
			}
			for _, topic := range g.topics {
				if g.offsets[place{topic, p}] < w.kafka.log(place{topic, p}).end() {
					return true
				}
			}
		}
	}
	return false
}

func (w *world) written() int64 {
	n := int64(0)
	for _, topic := range []string{stream.TopicThreads, stream.TopicIncidents, stream.TopicNotifications, stream.TopicActions, stream.TopicFindings} {
		for _, p := range w.kafka.places(topic) {
			n += w.kafka.log(p).next
		}
	}
	return n
}

// busy does one thing that waits, if there is any beside being idle.
func (w *world) busy() bool {
	w.coordinate()
	for _, m := range w.instances {
		for _, g := range w.groups {
			if w.hear(m, g) {
				return true
			}
		}
	}
	if w.deliver() {
		return true
	}
	for _, o := range w.waiting() {
		if o.kind != opTurn || w.backlog(o.by) {
			w.reply(o)
			w.checks.step()
			return true
		}
	}
	return false
}

// idleAll gives every worker one turn.
func (w *world) idleAll() {
	for _, o := range w.waiting() {
		if o.kind == opTurn {
			w.reply(o)
		}
	}
}
