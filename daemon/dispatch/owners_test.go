package dispatch

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/zap"

	"firebreak/daemon/escalation"
	"firebreak/daemon/stream"
	"firebreak/sinks"
)

// by marks a record as written by the owner of a generation.
func by(t *testing.T, generation int32, r stream.Record) stream.Record {
	t.Helper()
	epoch, err := stream.EnterEpoch(t.Context(), stream.Generation{ID: generation}, stream.Epoch{})
	require.NoError(t, err)
	r.Headers = epoch.Headers()
	return r
}

// publishBy publishes an incident as its owner of a generation does.
func (d *dispatcher) publishBy(t *testing.T, generation int32, inc *escalation.Incident) stream.Record {
	t.Helper()
	r := by(t, generation, d.broker.publish(t, inc))
	all := d.broker.records[stream.TopicIncidents]
	all[len(all)-1] = r
	return r
}

// An owner that has lost an incident may acknowledge or resolve it, by an action that the newer owner has applied before what it tells now.
func TestTheNewestOwnerIsBelieved(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ restart, oneBatch bool }{
		"in a later batch": {}, "in one batch": {oneBatch: true}, "after a restart": {restart: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			pager, _, setup := pair(t)
			d := newDispatcher(t, setup, newMetrics())
			s := newStory("t:1", start()).page()
			owner := d.publishBy(t, 5, s.copy())
			zombie := d.publishBy(t, 4, s.resolve().copy())
			switch {
			case c.oneBatch:
				require.NoError(t, d.p.Process(context.Background(), []stream.Record{owner, zombie}))
			default:
				require.NoError(t, d.p.Process(context.Background(), []stream.Record{owner}))
				if c.restart {
					d.restart()
				}
				require.NoError(t, d.p.Process(context.Background(), []stream.Record{zombie}))
			}
			d.settle()
			require.Equal(t, []string{"tell t:1"}, pager.events())
		})
	}
}

// A newer owner counts its events from where it took over, which may be below those of an owner that went on.
func TestANewerOwnersEventCountsWhateverItsNumber(t *testing.T) {
	t.Parallel()
	pager, _, setup := pair(t)
	d := newDispatcher(t, setup, newMetrics())
	zombie, owner := newStory("t:1", start()).page().resolve(), newStory("t:1", start()).page()
	require.Less(t, owner.copy().Event, zombie.copy().Event)
	require.NoError(t, d.p.Process(context.Background(), []stream.Record{d.publishBy(t, 4, zombie.copy())}))
	require.NoError(t, d.p.Process(context.Background(), []stream.Record{d.publishBy(t, 5, owner.copy())}))
	d.settle()
	require.Equal(t, []string{"tell t:1"}, pager.events(), "what was taken for resolved is not")
}

// Two owners may tell different things under one number: who is to hear of the second hears of it.
func TestAnotherTellUnderANumber(t *testing.T) {
	t.Parallel()
	pager, card, setup := pair(t)
	d := newDispatcher(t, setup, newMetrics())
	require.NoError(t, d.p.Process(context.Background(), []stream.Record{d.publishBy(t, 4, newStory("t:1", start()).notify().copy())}))
	d.settle()
	require.Empty(t, pager.events())
	require.NoError(t, d.p.Process(context.Background(), []stream.Record{d.publishBy(t, 5, newStory("t:1", start()).page().copy())}))
	d.settle()
	require.Equal(t, []string{"tell t:1"}, pager.events())
	require.NotEmpty(t, card.events())
}

// A dispatcher that has lost its place may write the sent log behind the active one. Who restores believes the active one, and says so.
func TestTheSentLogOfTheNewestDispatcherIsBelieved(t *testing.T) {
	t.Parallel()
	pager, _, setup := pair(t)
	d := newDispatcher(t, setup, newMetrics())
	d.take(newStory("t:1", start()).page().copy())
	d.settle()
	log := d.broker.records[stream.TopicNotifications]
	for i := range log {
		log[i] = by(t, 5, log[i])
	}
	pending := by(t, 4, stream.Record{Topic: stream.TopicNotifications, Key: log[0].Key, Value: log[0].Value})
	require.NoError(t, d.broker.Produce(context.Background(), pending))
	require.Equal(t, "tell pending", status(t, d.broker.log(t), "t:1|oncall|1"))

	d.p = newProcessor(d.stage, d.setup, zap.NewNop())
	require.NoError(t, d.p.restore(t.Context(), stream.Generation{ID: 6}))
	require.Equal(t, "tell sent", status(t, d.broker.log(t), "t:1|oncall|1"), "it is written again")
	d.settle()
	require.Equal(t, []string{"tell t:1"}, pager.events())
}

func TestWhatWasGivenUpIsToldAgainWhenItStands(t *testing.T) {
	t.Parallel()
	open := newStory("t:1", start()).page()
	unsent := []Delivery{at(1, sinks.EventTell, StatusSuperseded)}
	acked := []Delivery{at(1, sinks.EventAcknowledge, StatusSent, shown(2, escalation.StatusAcknowledged))}
	for _, test := range []struct {
		name        string
		inc         *escalation.Incident
		ds          []Delivery
		pager, card bool
	}{
		{"given up unsent", open.copy(), unsent, true, true},
		{"answered while it was gathered", open.copy(), []Delivery{at(1, sinks.EventTell, StatusSuperseded, func(d *Delivery) { d.Late = true })}, false, false},
		{"acknowledged at the pager", open.copy(), acked, true, false},
		{"acknowledged by its owner too", newStory("t:1", start()).page().ack().copy(), unsent, false, false},
		{"lowered", newStory("t:1", start()).page().lower().copy(), unsent, false, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, test.pager, plan(test.inc, test.ds, true, false).event == sinks.EventTell, "pager")
			require.Equal(t, test.card, plan(test.inc, test.ds, false, false).event == sinks.EventTell, "card")
		})
	}
}

// Who acknowledged may have a clock that is behind that of the post's platform.
func TestARiseThatIsAnewHasItsOwnAlert(t *testing.T) {
	t.Parallel()
	inc := newStory("t:1", start().Add(time.Hour)).page().page().copy()
	inc.History = []escalation.Done{{Kind: escalation.ActionAcknowledge, By: "jo", At: start()}}
	require.False(t, answered(inc, 1))
	inc.Tells[1].Anew = true
	require.True(t, answered(inc, 1))
}
