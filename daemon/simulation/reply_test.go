package simulation_test

import (
	"slices"
	"time"

	"firebreak/daemon/stream"
	"firebreak/sinks"
)

// work answers something that waits: mostly something that leads on.
func (w *world) work() {
	all := slices.DeleteFunc(w.waiting(), func(o *op) bool { return !o.by.inst.awake() })
	if len(all) == 0 {
		return
	}
	for range 3 {
		o := all[w.rng.IntN(len(all))]
		if o.kind != opTurn || w.backlog(o.by) || w.rng.IntN(8) == 0 {
			w.reply(o)
			return
		}
	}
}

// backlog reports whether there is something to read for a run.
func (w *world) backlog(r *run) bool {
	for _, topic := range r.group.topics {
		if r.at[topic] < w.kafka.log(place{topic, r.partition}).end() {
			return true
		}
	}
	return false
}

// reply answers one op as chance has it.
func (w *world) reply(o *op) {
	switch o.kind {
	case opTurn:
		w.answer(o, w.turn(o.by))
	case opBegin:
		w.answer(o, answer{})
	case opRead:
		w.answer(o, w.read(o))
	case opProduce:
		w.produce(o)
	case opCommit:
		w.commit(o)
	case opNotify:
		w.notify(o)
	}
}

// turn gives a worker what waits for it, or nothing.
func (w *world) turn(r *run) answer {
	var batch []stream.Record
	most := 1 + w.rng.IntN(w.dice.batch)
	topics := slices.Clone(r.group.topics)
	if w.rng.IntN(2) == 0 {
		slices.Reverse(topics)
	}
	caughtUp := true
	idle := w.chance(w.dice.idle)
	for _, topic := range topics {
		records := w.kafka.log(place{topic, r.partition}).from(r.at[topic])
		n := min(len(records), most-len(batch))
		if idle {
			n = 0
		}
		for _, e := range records[:n] {
			batch = append(batch, e.Record)
		}
		caughtUp = caughtUp && len(records) == 0
	}
	r.session.turn(batch, caughtUp)
	if len(batch) > 0 {
		w.note("%s: %d records from %s@%d on", r.name(), len(batch), batch[0].Topic, batch[0].Offset)
	}
	return w.opts.sabotage.given(answer{records: batch, caughtUp: caughtUp})
}

// read gives a whole partition, as it is now.
func (w *world) read(o *op) answer {
	if w.chance(w.dice.produceError / 4) {
		return answer{err: errBroker}
	}
	entries := w.kafka.log(o.place).entries
	out := make([]stream.Record, len(entries))
	for i, e := range entries {
		out[i] = e.Record
	}
	out = w.opts.sabotage.restored(o.place.topic, out)
	if o.place.topic == stream.TopicNotifications {
		o.by.restored = w.kafka.log(o.place).next
	}
	if o.by.group == w.scorers {
		o.by.session.restored(o.place, entries)
	}
	w.note("%s: restores from %s/%d, %d records", o.by.name(), o.place.topic, o.place.partition, len(out))
	return answer{records: out}
}

func (w *world) produce(o *op) {
	switch {
	case w.chance(w.dice.produceError):
		w.note("%s: a write fails", o.by.name())
		w.land(o, true)
		w.answer(o, answer{err: errBroker})
	case w.chance(w.dice.produceTwice):
		// The client tries again what may be there already.
		w.land(o, true)
		w.land(o, false)
		w.answer(o, answer{})
	default:
		w.land(o, false)
		if w.chance(w.dice.crash) {
			w.note("instance %d is killed behind a write", o.by.inst.id)
			w.kill(o.by.inst)
			return
		}
		w.answer(o, answer{})
	}
}

// land writes records: all, or of every partition any first part of them.
func (w *world) land(o *op, part bool) {
	var order []place
	groups := map[place][]stream.Record{}
	for _, r := range w.opts.sabotage.written(o.by, o.records) {
		p := w.kafka.route(&r)
		if groups[p] == nil {
			order = append(order, p)
		}
		groups[p] = append(groups[p], r)
	}
	for _, p := range order {
		records := groups[p]
		if part {
			records = records[:w.rng.IntN(len(records)+1)]
		}
		for _, r := range records {
			e := w.kafka.append(r, time.Now())
			e.by = o.by
			if r.Topic == stream.TopicThreads {
				e.from = o.by.session.ref(string(r.Key))
			}
			if w.opts.trace {
				w.note("%s: writes %s@%d %s%s", o.by.name(), r.Topic, e.Offset, r.Key, w.checks.gist(e))
			}
			w.checks.written(e)
		}
	}
}

func (w *world) commit(o *op) {
	g := o.by.group
	switch {
	case !g.current(o.by):
		w.note("%s: is fenced", o.by.name())
		w.answer(o, answer{err: errFenced})
	case w.chance(w.dice.commitError):
		if w.rng.IntN(2) == 0 {
			w.checks.commit(o.by, o.offsets)
		}
		w.answer(o, answer{err: errBroker})
	default:
		w.checks.commit(o.by, o.offsets)
		if w.chance(w.dice.crash) {
			w.note("instance %d is killed behind a commit", o.by.inst.id)
			w.kill(o.by.inst)
			return
		}
		w.answer(o, answer{})
	}
}

// notify is a call to a service.
func (w *world) notify(o *op) {
	w.calls++
	o.note = w.opts.sabotage.called(w.calls, o.note)
	take := func() {
		w.note("%s: %s %s %s tell %d key %s status %s", o.by.name(), o.to, o.note.Event, o.note.Incident, o.note.Tell, o.note.Key, o.note.Status)
		w.checks.notified(o)
		if o.to == pagerName {
			w.pager.take(o.note, w.sender.current(o.by))
		} else {
			w.cards.take(o.note, w.sender.current(o.by))
		}
	}
	receipt := sinks.Receipt{Ref: o.note.Key}
	if !w.chance(w.dice.notifyError) {
		take()
		w.answer(o, answer{receipt: receipt})
		return
	}
	switch w.rng.IntN(4) {
	case 0: // It does not arrive.
		w.answer(o, answer{err: errLine})
	case 1: // It arrives, the answer does not.
		take()
		w.answer(o, answer{err: errLine})
	case 2: // It arrives, and the process dies before it can write that down.
		take()
		w.note("instance %d is killed behind a call", o.by.inst.id)
		w.kill(o.by.inst)
	default:
		w.answer(o, answer{err: sinks.RetryAfter(time.Duration(1+w.rng.IntN(20))*time.Second, errLine)})
	}
}
