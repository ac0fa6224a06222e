package simulation_test

import (
	"slices"
	"time"
)

const (
	// sessionTimeout and rebalanceTimeout are those of the stream package.
	sessionTimeout   = 6 * time.Second
	rebalanceTimeout = 10 * time.Second
	// finishWithin is how long a batch at hand may go on after its generation has ended, as in the stream package.
	finishWithin = 5 * time.Second
)

// group is a consumer group with the eager protocol: at a change all members give up what they have, join again, and get a new generation. Who
// does not come in time is left behind, and goes on working until it hears of it.
type group struct {
	name       string
	topics     []string
	count      int
	generation int32
	members    []*instance
	owners     map[int]*run
	offsets    map[place]int64
	// preparing: a new generation is due, at the latest at deadline; noticed are the members that know.
	preparing bool
	deadline  time.Time
	noticed   map[*instance]bool
}

func newGroup(name string, count int, topics ...string) *group {
	return &group{name: name, topics: topics, count: count, owners: map[int]*run{}, offsets: map[place]int64{}}
}

// prepare asks all members to join again.
func (g *group) prepare(now time.Time) {
	if g.preparing {
		return
	}
	g.preparing, g.deadline, g.noticed = true, now.Add(rebalanceTimeout), map[*instance]bool{}
}

// current reports whether a run belongs to the present generation.
func (g *group) current(r *run) bool {
	return r.generation == g.generation && slices.Contains(g.members, r.inst)
}

// coordinate does what time and the members' state ask for: it drops members that were not heard of, takes new ones, and forms generations.
func (w *world) coordinate() {
	now := time.Now()
	for _, g := range w.groups {
		for _, m := range slices.Clone(g.members) {
			if gone(m, now) {
				w.note("%s: instance %d is not heard of any more", g.name, m.id)
				g.members = slices.DeleteFunc(g.members, func(o *instance) bool { return o == m })
				g.prepare(now)
			}
		}
		for _, m := range w.instances {
			if !slices.Contains(g.members, m) && m.awake() && !m.stopping && !m.working(g) {
				g.prepare(now)
			}
		}
		if g.preparing {
			w.form(g, now)
		}
	}
}

// gone reports that the coordinator has not heard of a member for too long.
func gone(m *instance, now time.Time) bool {
	return m.stopped || !m.awake() && now.Sub(m.since) >= sessionTimeout
}

// form makes the next generation once everybody who is expected is there, or it is time.
func (w *world) form(g *group, now time.Time) {
	late := now.After(g.deadline)
	for _, m := range g.members {
		if !late && (!g.noticed[m] || m.working(g)) {
			return
		}
	}
	var ready []*instance
	for _, m := range w.instances {
		if m.awake() && !m.stopping && !m.working(g) {
			ready = append(ready, m)
		}
	}
	if len(ready) == 0 && !late {
		return
	}
	g.preparing = false
	g.generation++
	g.members = ready
	g.owners = map[int]*run{}
	w.note("%s: generation %d has %d members", g.name, g.generation, len(ready))
	if len(ready) == 0 {
		return
	}
	order := w.rng.Perm(len(ready))
	for p := range g.count {
		g.owners[p] = w.start(ready[order[p%len(ready)]], g, p)
	}
	w.rest()
}

// hear lets an instance hear that its generation is over: it finishes the batches at hand. It returns false when there is nothing to hear.
func (w *world) hear(m *instance, g *group) bool {
	if !m.awake() {
		return false
	}
	member := slices.Contains(g.members, m)
	news := false
	if g.preparing && member && !g.noticed[m] {
		g.noticed[m] = true
		news = true
	}
	for _, r := range m.runs {
		if r.group == g && !r.heard && (g.preparing && member || !g.current(r)) {
			r.heard = true
			news = true
			r.cancel()
		}
	}
	if news {
		w.rest()
	}
	return news
}
