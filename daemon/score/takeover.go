package score

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"go.uber.org/zap"

	"firebreak/daemon/escalation"
	"firebreak/daemon/obs"
	"firebreak/daemon/stream"
	"firebreak/detectors"
)

const (
	// headerPartition carries the number of the partition whose owner wrote an incident.
	headerPartition = "partition"
	// headerApplied carries, on an incident, the offsets of the inputs that it was decided from.
	headerApplied = "applied"
)

// bequest is an incident as another owner published it, with what it was decided from.
type bequest struct {
	key      string
	incident *escalation.Incident
	epoch    stream.Epoch
	// applied is known where the record says it.
	applied offsets
	known   bool
}

// bequestOf reads an incident's record. ok is false for one of another partition or of no thread.
func (p *processor) bequestOf(r *stream.Record) (b bequest, ok bool, err error) {
	key, ok := ThreadKey(string(r.Key))
	if !ok || r.Value == nil || !p.owns(r.Headers) {
		return bequest{}, false, nil
	}
	b = bequest{key: key, incident: &escalation.Incident{}, epoch: stream.EpochOf(r.Headers)}
	if err := json.Unmarshal(r.Value, b.incident); err != nil {
		return bequest{}, false, fmt.Errorf("incidents offset %d: %w", r.Offset, err)
	}
	if v, has := stream.HeaderValue(r.Headers, headerApplied); has {
		var applied map[string]int64
		if err := json.Unmarshal(v, &applied); err != nil {
			return bequest{}, false, fmt.Errorf("incidents offset %d: its applied offsets: %w", r.Offset, err)
		}
		b.known = true
		for topic, offset := range applied {
			b.applied.note(topic, offset)
		}
	}
	return b, true, nil
}

// heritage is what a restore finds out about the owners before: whose word counts where one wrote behind a newer one.
type heritage struct {
	// highest is the newest owner's epoch; threads are those of the records that count, by state key.
	highest stream.Epoch
	threads map[string]stream.Epoch
	// incidents are the published ones that count, by state key; stale are those of older owners that were written behind them, or that say
	// something else under the same number.
	incidents map[string]bequest
	stale     map[string][]bequest
}

func newHeritage() *heritage {
	return &heritage{threads: map[string]stream.Epoch{}, incidents: map[string]bequest{}, stale: map[string][]bequest{}}
}

// older reports that a newer owner has written the key already, and else takes note.
func (h *heritage) older(key string, epoch stream.Epoch) bool {
	if epoch.Before(h.threads[key]) {
		return true
	}
	h.threads[key] = epoch
	h.see(epoch)
	return false
}

func (h *heritage) see(epoch stream.Epoch) {
	if h.highest.Before(epoch) {
		h.highest = epoch
	}
}

func (h *heritage) published(b bequest) {
	h.see(b.epoch)
	if b.epoch.Before(h.incidents[b.key].epoch) {
		h.stale[b.key] = append(h.stale[b.key], b)
		return
	}
	// A dispatcher may have read an older owner's event of the same number, and would not look at this one.
	rivals := slices.DeleteFunc(append(h.stale[b.key], h.incidents[b.key]), func(o bequest) bool {
		return o.incident == nil || !o.epoch.Before(b.epoch) || o.incident.Event < b.incident.Event
	})
	h.incidents[b.key], h.stale[b.key] = b, rivals
}

// inherit takes over incidents that an owner published before it died, and had no time to write the thread of. What it decided them from comes
// again: until then the thread catches up, and nothing is decided a second time.
func (p *processor) inherit(h *heritage) {
	for _, key := range slices.Sorted(maps.Keys(h.incidents)) {
		b := h.incidents[key]
		own := p.engine.event(key)
		newer := h.threads[key].Before(b.epoch)
		later := b.incident.Event > own
		switch {
		case own == 0:
			p.adopt(b)
		case !newer && !later:
			// As it should be, but its owner may have been the second that died since it was decided.
			if b.known && b.incident.Event == own {
				p.decided[key] = b.applied
			}
		case p.covered(b) && (newer || !b.epoch.Before(h.threads[key])):
			// What a newer owner decided counts, whatever its number.
			b.incident.Event = max(b.incident.Event, own+1)
			p.adopt(b)
		default:
			p.reconcile(b)
		}
		if b.incident.Event < own {
			// The log was compacted before this owner's predecessor could write over what an older one wrote.
			p.overwrite(key, false)
		}
		for _, b := range h.stale[key] {
			p.reconcile(b)
		}
	}
}

func (p *processor) adopt(b bequest) {
	if p.engine.Adopt(b.key, b.incident) {
		p.decided[b.key] = b.applied
	}
}

// reconcile takes note of an incident that an earlier owner published behind this one's back. Where it tells more and this owner has not come as
// far yet, it is adopted, as if it had been there at the restore; else it is written over by a later event.
func (p *processor) reconcile(b bequest) {
	s := p.engine.State(b.key)
	if s == nil || s.Incident == nil || b.incident.Event > s.Incident.Event && !s.applied.covers(b.applied) &&
		len(b.incident.Tells) > len(s.Incident.Tells) && continues(b.incident.Tells, s.Incident.Tells) {
		p.adopt(b)
		p.overwrite(b.key, false)
		return
	}
	next := *s.Incident
	next.Event = max(next.Event, b.incident.Event+1)
	if continues(b.incident.Tells, next.Tells) {
		// What was told counts as told, and is not told again when its cause is applied here too.
		for _, tell := range b.incident.Tells[len(next.Tells):] {
			if next.Status != escalation.StatusResolved && tell.Level.Rank() > next.Level.Rank() {
				next.Level, next.Status, next.AcknowledgedBy = tell.Level, escalation.StatusOpen, ""
			}
		}
		next.Tells = b.incident.Tells
	}
	p.engine.replace(b.key, &next)
	p.dirty[b.key] = true
	p.overwrite(b.key, false)
}

// overwrite asks for an incident to be published again; caughtUp says that its thread may show more than when it was published last.
func (p *processor) overwrite(key string, caughtUp bool) {
	p.overwritten[key] = p.overwritten[key] || caughtUp
}

// covered reports whether an incident was decided from all that this owner has applied. One that does not say was written before incidents did.
func (p *processor) covered(b bequest) bool {
	s := p.engine.State(b.key)
	return !b.known || s == nil || b.applied.covers(s.applied)
}

// continues reports whether tells are those before, and perhaps more.
func continues(tells, before []escalation.Tell) bool {
	return len(tells) >= len(before) && slices.EqualFunc(tells[:len(before)], before, func(a, b escalation.Tell) bool {
		return a.Number == b.Number && a.Level == b.Level && a.At.Equal(b.At) && a.MentionID == b.MentionID
	})
}

// covers reports whether o has come as far as all of other.
func (o offsets) covers(other offsets) bool {
	return o.mentions >= other.mentions && o.actions >= other.actions
}

// max is as far as any of the two have come.
func (o offsets) max(other offsets) offsets {
	return offsets{mentions: max(o.mentions, other.mentions), actions: max(o.actions, other.actions)}
}

// decidedAlready reports that an adopted incident holds what a record led to.
func (p *processor) decidedAlready(key string, r *stream.Record) bool {
	at := p.decided[key]
	return at.has(r.Topic, r.Offset)
}

// event is the number of the incident's last event of a state, 0 where there is none.
func (e *Engine) event(key string) int {
	sl := e.slots[key]
	switch {
	case sl == nil:
		return 0
	case sl.state == nil:
		return int(sl.event)
	case sl.state.Incident == nil:
		return 0
	}
	return sl.state.Incident.Event
}

// replace gives a state another incident.
func (e *Engine) replace(key string, inc *escalation.Incident) {
	sl := e.slots[key]
	if sl == nil {
		return
	}
	if s := e.thaw(sl); s != nil {
		s.Incident = inc
		e.schedule(sl, s)
	}
}

// Absorb takes a mention whose consequences the incident holds already: only the thread changes.
func (e *Engine) Absorb(in *Scored) Effect {
	return e.keepIncident(e.Key(&in.Mention), func() Effect { return e.Apply(in) })
}

// AbsorbAction takes an action whose consequences the incident holds already.
func (e *Engine) AbsorbAction(a escalation.Action) Effect {
	key, _ := e.ActionKey(&a)
	return e.keepIncident(key, func() Effect { return e.Act(a) })
}

func (e *Engine) keepIncident(key string, do func() Effect) Effect {
	inc := e.orphans[key]
	if s := e.State(key); s != nil {
		inc = s.Incident
	}
	eff := do()
	if eff.Key != "" {
		e.replace(key, inc)
		eff.Decision, eff.Incident = nil, nil
	}
	return eff
}

// erased reports that the post of a mention is deleted.
func (e *Engine) erased(key string, m *detectors.Mention) bool {
	s := e.State(key)
	if s == nil {
		return false
	}
	target := m.ID
	if m.Kind != detectors.KindPost {
		target = m.InReplyTo
	}
	i := s.Thread.Find(target)
	return i >= 0 && s.Thread.Posts[i].Deleted
}

// zombie is what an earlier owner wrote: a thread, or an incident.
type zombie struct {
	key      string
	incident *bequest
}

// rewriteZombies writes again what an older generation has written over.
func (p *processor) rewriteZombies(out *outputs) {
	for {
		select {
		case z := <-p.zombies:
			p.log.Warn("an earlier owner wrote a thread: writing it over", zap.String(obs.KeyThread, z.key))
			p.stage.metrics.zombies.Inc()
			if z.incident != nil {
				p.reconcile(*z.incident)
			} else {
				p.dirty[z.key] = true
				p.overwrite(z.key, false)
			}
		default:
			for _, key := range slices.Sorted(maps.Keys(p.overwritten)) {
				out.republish(key, p.overwritten[key])
			}
			return
		}
	}
}

// republish writes an incident as it stands. One that this owner has published under its number already, and whose thread has caught up since,
// gets a new one, since nobody looks at the same number twice.
func (o *outputs) republish(key string, caughtUp bool) {
	s := o.p.engine.State(key)
	if s == nil || s.Incident == nil {
		return
	}
	inc := s.Incident
	if caughtUp && o.p.published[key] == inc.Event && o.latest[inc.ID] == nil {
		next := *inc
		next.Event++
		inc = &next
		o.p.engine.replace(key, inc)
		o.p.dirty[key] = true
	}
	shown := o.p.setup.Engine.Escalation.Publish(s.Thread, inc)
	if o.latest[shown.ID] == nil {
		o.incidents = append(o.incidents, shown.ID)
	}
	o.latest[shown.ID] = &shown
}

// provenance says who wrote an incident, and what it was decided from: what its thread had applied, and what an earlier owner had.
func (o *outputs) provenance(inc *escalation.Incident) []stream.Header {
	headers := append(o.p.epoch.Headers(), stream.Header{Key: headerPartition, Value: strconv.AppendInt(nil, int64(o.p.partition), 10)})
	key, _ := ThreadKey(inc.ID)
	s := o.p.engine.State(key)
	if s == nil {
		return headers
	}
	from := s.applied.max(o.p.decided[key])
	applied, err := json.Marshal(from.record())
	if err != nil {
		o.err = fmt.Errorf("encoding the applied offsets of %q: %w", key, err)
	}
	return append(headers, stream.Header{Key: headerApplied, Value: applied})
}
