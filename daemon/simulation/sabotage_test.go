package simulation_test

import (
	"fmt"
	"slices"
	"testing"

	"firebreak/daemon/dispatch"
	"firebreak/daemon/stream"
	"firebreak/detectors"
	"firebreak/sinks"
)

// sabotage breaks a promise at the edge between the program and its world, to see that the checks notice.
type sabotage int

const (
	honest sabotage = iota
	// commitFirst commits offsets before the batch is processed.
	commitFirst
	// lossyWrites acknowledges writes of which the last record is not there.
	lossyWrites
	// stateFirst writes threads before the incidents that they led to.
	stateFirst
	// noState gives who takes a partition over none of its threads.
	noState
	// deafTail never tells a processor what else is written behind its back.
	deafTail
	// oneEpoch lets all owners be of the same generation.
	oneEpoch
	// hastyClock lets clocks run by the wall while a partition lags.
	hastyClock
	// deafToDeletions hands deletions on without what they say.
	deafToDeletions
	// sendFirst does not write that something is being sent.
	sendFirst
	// keyOfCall gives every call to a sink a key of its own.
	keyOfCall
)

// TestTheSimulationCanFail breaks each promise and sees that some seed notices.
func TestTheSimulationCanFail(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		how  sabotage
	}{
		{"offsets are committed before the batch is processed", commitFirst},
		{"writes are acknowledged before they are durable", lossyWrites},
		{"threads are written before their incidents", stateFirst},
		{"who takes over has no threads", noState},
		{"what an earlier owner writes is not written over", deafTail},
		{"an earlier owner is believed", oneEpoch},
		{"clocks follow the wall while a partition lags", hastyClock},
		{"deletions are not applied", deafToDeletions},
		{"what is sent is written down only afterwards", sendFirst},
		{"keys of alerts are not the same each time", keyOfCall},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			opts := newOptions(t, c.how)
			for seed := uint64(1); seed <= 300; seed++ {
				if _, broken := simulate(t, seed, opts); broken != nil {
					t.Logf("seed %d: %v", seed, broken)
					return
				}
			}
			t.Fatal("no seed noticed")
		})
	}
}

// written is what of the records of a write gets as far as the log, and in which order.
func (s sabotage) written(r *run, records []stream.Record) []stream.Record {
	switch s { //nolint:exhaustive // The others are elsewhere.
	case lossyWrites:
		return records[:len(records)-1]
	case stateFirst:
		late := func(r stream.Record) bool { return r.Topic == stream.TopicIncidents }
		if records[0].Topic == stream.TopicThreads {
			records, r.held = append(slices.Clone(records), r.held...), nil
			return records
		}
		for _, record := range records {
			if late(record) {
				r.held = append(r.held, record)
			}
		}
		return slices.DeleteFunc(slices.Clone(records), late)
	case sendFirst:
		return slices.DeleteFunc(slices.Clone(records), func(r stream.Record) bool {
			d, err := dispatch.DecodeDelivery(r.Value)
			return r.Topic == stream.TopicNotifications && err == nil && d.Status == dispatch.StatusSending
		})
	}
	return records
}

// generation is that of a new owner, as it is told.
func (s sabotage) generation(id int32) int32 {
	if s == oneEpoch {
		return 1
	}
	return id
}

// restored is what of a log who takes over is given.
func (s sabotage) restored(topic string, records []stream.Record) []stream.Record {
	if s == noState && topic == stream.TopicThreads {
		return nil
	}
	return records
}

// given is what a worker is given.
func (s sabotage) given(a answer) answer {
	switch s { //nolint:exhaustive // The others are elsewhere.
	case hastyClock:
		a.caughtUp = true
	case deafToDeletions:
		for i := range a.records {
			if m, _, err := detectors.DecodeMention(a.records[i].Value); err == nil && m.Kind == detectors.KindDelete {
				a.records[i].Value = nil
			}
		}
	}
	return a
}

// called is what a sink is called with, the n-th time.
func (s sabotage) called(n int, note sinks.Notification) sinks.Notification {
	if s == keyOfCall {
		note.Key += fmt.Sprintf("#%d", n)
	}
	return note
}
