package simulation_test

import (
	"slices"
	"strings"
	"time"

	"firebreak/daemon/escalation"
	"firebreak/daemon/stream"
	"firebreak/detectors"
)

// input is a record of mentions or actions, decoded.
type input struct {
	topic   string
	offset  int64
	mention *detectors.Mention
	action  *escalation.Action
}

// conversation is the thread that an input concerns, of whatever brand.
func (in *input) conversation() string {
	if in.mention != nil {
		return in.mention.ThreadID
	}
	return conversationOf(strings.TrimPrefix(in.action.Incident, "t:"))
}

// conversationOf cuts off the brand of a state's key.
func conversationOf(key string) string {
	id, _, _ := strings.Cut(key, "#")
	return id
}

// session is the life of one scoring processor: all that it was given, in order, and what it began with. From that an undisturbed engine can be
// fed the same.
type session struct {
	r     *run
	chain []link
	base  map[string]*ref
	// clock is the processor's, as it should be.
	clock time.Time
	// adopted are the states whose incident was published by an owner that had not written the thread.
	adopted map[string]bool
	// turns counts what it was given to do; debts are the records of earlier owners that it was told of and has to write over.
	turns int
	debts []debt
}

// debt is a record of an earlier owner, and the turn at which the processor was told of it.
type debt struct {
	entry *entry
	turn  int
}

// link is one step: the clock, then an input if there is one.
type link struct {
	clock time.Time
	in    *input
}

// ref names a state: what a session made of its base by its first n links.
type ref struct {
	session *session
	n       int
	base    *ref
	adopted bool
	// event is the incident's, in the record of the state.
	event int
}

func newSession(r *run) *session {
	return &session{r: r, base: map[string]*ref{}, adopted: map[string]bool{}}
}

// ref is the state of a key as it is now.
func (s *session) ref(key string) *ref {
	base := s.base[key]
	if base == nil {
		// A further brand's state begins where the conversation's first brand has its own.
		base = s.base[conversationOf(key)]
	}
	return &ref{session: s, n: len(s.chain), base: base, adopted: s.adopted[key] || base != nil && base.adopted}
}

// turn notes what the processor is given.
func (s *session) turn(batch []stream.Record, caughtUp bool) {
	if s.r.group != s.r.w.scorers {
		return
	}
	s.settle()
	s.turns++
	wall := s.r.w.wall(s.r.inst)
	if len(batch) == 0 {
		if caughtUp && wall.After(s.clock) {
			s.clock = wall
			s.chain = append(s.chain, link{clock: wall})
		}
		return
	}
	for i := range batch {
		in := s.r.w.checks.inputs[place{batch[i].Topic, batch[i].Partition}][batch[i].Offset]
		if in.mention != nil {
			at := in.mention.CreatedAt
			if at.After(wall) {
				at = wall
			}
			if at.After(s.clock) {
				s.clock = at
			}
		}
		s.chain = append(s.chain, link{clock: s.clock, in: in})
	}
}

// restored notes what the processor begins with.
func (s *session) restored(p place, entries []*entry) {
	switch p.topic {
	case stream.TopicThreads:
		best := map[string]*entry{}
		for _, e := range entries {
			// The newest owner's word counts, whatever an older one wrote behind it.
			if b := best[string(e.Key)]; b == nil || e.by.generation >= b.by.generation {
				best[string(e.Key)] = e
			}
		}
		for key, e := range best {
			s.base[key] = e.from
		}
	case stream.TopicIncidents:
		for _, e := range entries {
			if e.by.partition != s.r.partition {
				continue
			}
			key := strings.TrimPrefix(string(e.Key), "t:")
			inc := s.r.w.checks.incident(e)
			base := s.base[key]
			if base == nil || inc.Event > base.event || e.by.generation < base.session.r.generation {
				s.adopted[key] = true
			}
		}
	}
}

// told notes that the processor hears of what an earlier owner wrote after all: an incident it may take over, and all of it is to be written over.
func (s *session) told(e *entry) {
	if e.by.generation >= s.r.generation || e.by.partition != s.r.partition {
		return
	}
	switch e.Topic {
	case stream.TopicThreads:
		s.debts = append(s.debts, debt{entry: e, turn: s.turns})
	case stream.TopicIncidents:
		if s.wrote(e, 0) {
			s.debts = append(s.debts, debt{entry: e, turn: s.turns})
		}
		s.adopted[strings.TrimPrefix(string(e.Key), "t:")] = true
	}
}

// wrote reports whether the owner wrote a record of the same key, from an offset on.
func (s *session) wrote(e *entry, from int64) bool {
	log := s.r.w.kafka.log(place{e.Topic, e.Partition})
	return slices.ContainsFunc(log.from(from), func(o *entry) bool {
		return string(o.Key) == string(e.Key) && o.by.generation >= s.r.generation
	})
}

// settle holds that what an earlier owner wrote was written over within the turn after the processor heard of it.
func (s *session) settle() {
	s.debts = slices.DeleteFunc(s.debts, func(d debt) bool {
		if s.turns <= d.turn {
			return false
		}
		if !s.wrote(d.entry, d.entry.Offset) {
			s.r.w.fail("5, what an earlier owner writes is written over", "%s@%d of %s", d.entry.Topic, d.entry.Offset, d.entry.Key)
		}
		return true
	})
}
