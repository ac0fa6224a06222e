package dispatch

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/time/rate"

	"firebreak/daemon/escalation"
	"firebreak/daemon/stream"
	"firebreak/sinks"
)

// pair is the usual setup: a pager and a card.
func pair(t *testing.T) (pager, card *notifier, setup Setup) {
	t.Helper()
	pager, card = &notifier{}, &notifier{}
	return pager, card, Setup{Tree: routes(t), Receivers: []Receiver{
		{Name: "oncall", Notifier: pager, Pager: true, Rate: rate.Inf}, {Name: "social", Notifier: card, Private: true, Rate: rate.Inf},
	}}
}

func TestPageGoesOutOnceAndIsWrittenDown(t *testing.T) {
	pager, card, setup := pair(t)
	d := newDispatcher(t, setup, newMetrics())
	inc := newStory("t:1", start()).page().copy()
	d.take(inc)
	require.Equal(t, 2, d.p.pending())
	require.Equal(t, "tell pending", status(t, d.broker.log(t), "t:1|oncall|1"), "written before anything is sent")
	d.settle()
	log := d.broker.log(t)
	require.Equal(t, "tell sent", status(t, log, "t:1|oncall|1"))
	require.Equal(t, Delivery{
		Incident: "t:1", Receiver: "social", Tell: 1, Key: "firebreak/t:1/1", Level: "page", Event: sinks.EventTell, Status: StatusSent, Attempts: 1,
		Receipt: sinks.Receipt{Ref: "ref:firebreak/t:1/1"}, Shown: 2, QueuedAt: start(), SentAt: start(), Routed: []string{"oncall", "social"},
		Route: "route.routes[1]", State: "open", OpenedAt: start(),
	}, log["t:1|social|1"])
	require.Len(t, pager.calls(), 1)
	require.Equal(t, "firebreak/t:1/1", pager.calls()[0].Key)
	require.Equal(t, "route.routes[0]", pager.calls()[0].Route)

	// The same record again, as after a lost commit, and after a restart.
	d.take(inc)
	d.restart()
	d.take(inc)
	d.settle()
	require.Len(t, pager.calls(), 1)
	require.Len(t, card.calls(), 1)
}

func TestUpdatesCoalesce(t *testing.T) {
	_, card, setup := pair(t)
	d := newDispatcher(t, setup, newMetrics())
	s := newStory("t:1", start()).notify()
	d.take(s.copy())
	d.settle()
	d.take(s.update().copy(), s.update().copy(), s.update().copy())
	d.settle()
	require.Equal(t, []string{"tell t:1", "update t:1"}, card.events())
	require.Equal(t, s.inc.UpdatedAt, card.calls()[1].At)
	require.Equal(t, "ref:firebreak/t:1/1", card.calls()[1].Prior.Ref)
}

func TestRiseAfterAnAcknowledgementIsAnAlertOfItsOwn(t *testing.T) {
	pager, card, setup := pair(t)
	d := newDispatcher(t, setup, newMetrics())
	s := newStory("t:1", start()).page()
	d.take(s.copy())
	d.settle()
	d.take(s.ack().copy())
	d.settle()
	d.take(s.page().copy())
	d.settle()
	d.take(s.resolve().copy())
	d.settle()
	var got []string
	for _, n := range pager.calls() {
		got = append(got, string(n.Event)+" "+n.Key)
	}
	require.Equal(t, []string{
		"tell firebreak/t:1/1", "acknowledge firebreak/t:1/1", "tell firebreak/t:1/2", "resolve firebreak/t:1/1", "resolve firebreak/t:1/2",
	}, got)
	for _, n := range card.calls()[1:] {
		require.NotEmpty(t, n.Prior.Ref, "one card, whatever the alert")
	}
}

func TestRiseWithoutAnAcknowledgementGoesOnWithTheAlert(t *testing.T) {
	pager, _, setup := pair(t)
	d := newDispatcher(t, setup, newMetrics())
	s := newStory("t:1", start()).notify()
	d.take(s.copy())
	d.settle()
	d.take(s.page().copy(), s.page().copy())
	d.settle()
	require.Equal(t, []string{"tell t:1"}, pager.events(), "two tells that wait are one")
	require.Equal(t, "firebreak/t:1/1", pager.calls()[0].Key)
	require.Equal(t, 3, pager.calls()[0].Tell)
	require.Equal(t, "tell superseded", status(t, d.broker.log(t), "t:1|oncall|2"))
}

func TestLoweredIncidentEndsTheAlertOnly(t *testing.T) {
	pager, card, setup := pair(t)
	d := newDispatcher(t, setup, newMetrics())
	s := newStory("t:1", start()).page()
	d.take(s.copy())
	d.settle()
	d.take(s.lower().copy())
	d.settle()
	require.Equal(t, []string{"tell t:1", "resolve t:1"}, pager.events())
	require.Equal(t, []string{"tell t:1", "update t:1"}, card.events())
}

func TestShadowKeepsThePagerQuiet(t *testing.T) {
	pager, card, setup := pair(t)
	setup.Shadow = true
	d := newDispatcher(t, setup, newMetrics())
	s := newStory("t:1", start()).page()
	d.take(s.copy())
	d.settle()
	require.Empty(t, pager.calls())
	require.Equal(t, []string{"tell t:1"}, card.events())
	require.Equal(t, "tell shadow", status(t, d.broker.log(t), "t:1|oncall|1"))
	setup.Shadow = false
	d.p.reconfigure(setup)
	d.take(s.update().copy())
	d.settle()
	require.Empty(t, pager.calls(), "what was kept quiet stays so")
	d.take(s.page().copy())
	d.settle()
	require.Equal(t, []string{"tell t:1"}, pager.events(), "what comes after is sent")
}

func TestPermanentErrorEndsATell(t *testing.T) {
	pager, card, setup := pair(t)
	pager.answer = func(_ context.Context, _ sinks.Notification) (sinks.Receipt, error) {
		return sinks.Receipt{}, sinks.Permanent(errors.New(strings.Repeat("é", 400)))
	}
	d := newDispatcher(t, setup, newMetrics())
	s := newStory("t:1", start()).page()
	d.take(s.copy())
	d.settle()
	entry := d.broker.log(t)["t:1|oncall|1"]
	require.Equal(t, StatusFailed, entry.Status)
	require.Len(t, entry.Error, maxError)
	d.take(s.update().copy())
	d.settle()
	require.Len(t, pager.calls(), 1)
	require.Len(t, card.calls(), 2)

	card.answer = func(_ context.Context, _ sinks.Notification) (sinks.Receipt, error) {
		return sinks.Receipt{}, sinks.Permanent(errDown)
	}
	d.take(s.update().copy())
	d.settle()
	require.Len(t, card.calls(), 3, "a failed update is not tried again")
	card.answer = nil
	d.take(s.resolve().copy())
	d.settle()
	require.Equal(t, "resolve t:1", card.events()[3])
}

func TestPanickingSinkIsTriedAgain(t *testing.T) {
	pager, _, setup := pair(t)
	calls := 0
	pager.answer = func(_ context.Context, _ sinks.Notification) (sinks.Receipt, error) {
		if calls++; calls == 1 {
			panic("nil map")
		}
		return sinks.Receipt{}, nil
	}
	d := newDispatcher(t, setup, newMetrics())
	d.take(newStory("t:1", start()).page().copy())
	d.settle()
	require.Equal(t, 2, calls)
	require.Equal(t, "tell sent", status(t, d.broker.log(t), "t:1|oncall|1"))
	require.Equal(t, 2, d.broker.log(t)["t:1|oncall|1"].Attempts)
}

func TestTellGoesToThoseThatItWasRoutedTo(t *testing.T) {
	pager, card, setup := pair(t)
	d := newDispatcher(t, setup, newMetrics())
	record := d.broker.publish(t, newStory("t:1", start()).page().copy())
	// Only the first of two entries landed before the crash.
	d.broker.onProduce = func([]stream.Record) (int, error) { return 1, errCrash }
	require.ErrorIs(t, d.p.Process(t.Context(), []stream.Record{record}), errCrash)
	d.broker.onProduce = nil
	// Meanwhile the routes changed; the tell keeps those that it had.
	d.setup.Tree = nil
	d.restart()
	require.NoError(t, d.p.Process(t.Context(), []stream.Record{record}))
	d.settle()
	require.Len(t, pager.calls(), 1)
	require.Len(t, card.calls(), 1)
	require.Equal(t, pager.calls()[0].Key, card.calls()[0].Key)
}

func TestReceiverThatIsGoneKeepsItsDeliveries(t *testing.T) {
	pager, card, setup := pair(t)
	d := newDispatcher(t, setup, newMetrics())
	without := setup
	without.Receivers = setup.Receivers[1:]
	s := newStory("t:1", start()).page()
	d.take(s.copy())
	d.p.reconfigure(without)
	d.settle()
	require.Empty(t, pager.calls())
	require.Len(t, card.calls(), 1)
	require.Zero(t, d.p.pending())
	require.Equal(t, map[string]int{"oncall": 1}, d.p.book.homeless())
	d.take(s.update().copy())
	d.settle()
	d.p.reconfigure(setup)
	require.Equal(t, 1, d.p.pending())
	d.settle()
	require.Equal(t, []string{"tell t:1"}, pager.events())
	require.Equal(t, s.inc.UpdatedAt, pager.calls()[0].At, "with the latest state")
}

func TestIncidentThatBeganAnewIsToldAgain(t *testing.T) {
	pager, _, setup := pair(t)
	d := newDispatcher(t, setup, newMetrics())
	d.take(newStory("t:1", start()).page().ack().copy())
	d.take(newStory("t:2", start()).page().copy())
	d.settle()
	require.Equal(t, []string{"tell t:2"}, pager.events())
	// The thread was forgotten after a month, and began again with tell 1.
	later := start().Add(31 * 24 * time.Hour)
	second := newStory("t:2", later).page()
	d.take(second.copy())
	d.settle()
	d.restart()
	d.take(second.ack().copy())
	d.settle()
	d.take(second.page().copy())
	d.settle()
	var keys []string
	for _, n := range pager.calls() {
		keys = append(keys, string(n.Event)+" "+n.Key)
	}
	life := "firebreak/t:2@" + strconv.FormatInt(later.Unix(), 36)
	require.Equal(t, []string{"tell firebreak/t:2/1", "tell " + life + "/1", "acknowledge " + life + "/1"}, keys[:3])
	require.Len(t, keys, 4)
	require.NotContains(t, keys[:3], keys[3])
	// What is left of the first life changes nothing.
	d.take(newStory("t:2", start()).page().page().copy())
	d.settle()
	require.Len(t, pager.calls(), 4)
}

func TestEarlierStateChangesNothing(t *testing.T) {
	_, card, setup := pair(t)
	d := newDispatcher(t, setup, newMetrics())
	s := newStory("t:1", start()).notify()
	first := s.copy()
	acked := s.ack().copy()
	d.take(first, acked, s.resolve().copy())
	d.settle()
	sent := len(card.calls())
	d.take(acked, first)
	d.settle()
	require.Len(t, card.calls(), sent)
}

func TestErasedIncidentIsForgotten(t *testing.T) {
	_, _, setup := pair(t)
	d := newDispatcher(t, setup, newMetrics())
	d.take(newStory("t:1", start()).page().copy(), newStory("t:2", start()).page().copy())
	d.settle()
	require.NoError(t, d.p.Process(t.Context(), []stream.Record{{Topic: stream.TopicIncidents, Key: []byte("t:1")}}))
	require.Len(t, d.broker.log(t), 2)
	d.restart()
	require.False(t, d.p.book.known("t:1"))
	require.True(t, d.p.book.known("t:2"))
}

func TestRecordThatCannotBeReadIsBuried(t *testing.T) {
	pager, _, setup := pair(t)
	setup.Mask = func(s string) string { return strings.ReplaceAll(s, "secret", "[secret]") }
	d := newDispatcher(t, setup, newMetrics())
	good := d.broker.publish(t, newStory("t:1", start()).page().copy())
	require.NoError(t, d.p.Process(t.Context(), []stream.Record{
		{Topic: stream.TopicIncidents, Offset: 7, Key: []byte("t:9"), Value: []byte("a secret")},
		{Topic: stream.TopicIncidents, Offset: 8, Key: []byte("t:9"), Value: []byte(`{"id":"t:9","tells":[{"number":0}]}`)},
		{Topic: stream.TopicIncidents, Offset: 9, Key: []byte("t:9"), Value: []byte(`{}`)},
		good,
	}))
	d.settle()
	require.Len(t, pager.calls(), 1, "what comes behind is taken")
	require.Len(t, d.broker.dead, 3)
	require.Equal(t, "a [secret]", string(d.broker.dead[0].Payload))
	require.True(t, d.broker.dead[0].Masked)
	require.Equal(t, "incidents/0@7", d.broker.dead[0].Place)

	d.setup.Mask = nil
	d.p.reconfigure(d.setup)
	require.NoError(t, d.p.Process(t.Context(), []stream.Record{{Topic: stream.TopicIncidents, Value: []byte("a secret")}}))
	require.Empty(t, d.broker.dead[3].Payload, "what cannot be masked is left out")
}

func TestBrokenSentLogStopsTheDispatcher(t *testing.T) {
	_, _, setup := pair(t)
	d := newDispatcher(t, setup, newMetrics())
	require.NoError(t, d.broker.Produce(t.Context(), stream.Record{Topic: stream.TopicNotifications, Key: []byte("k"), Value: []byte("{}")}))
	_, err := d.stage.New(t.Context(), 0, stream.Generation{})
	require.ErrorContains(t, err, "restoring the sent log")
	require.False(t, d.stage.Idle())
}

func TestStateIsLetGoWhenNobodyWaits(t *testing.T) {
	_, _, setup := pair(t)
	d := newDispatcher(t, setup, newMetrics())
	d.take(newStory("t:1", start()).page().copy(), newStory("t:2", start()).copy())
	require.NotNil(t, d.p.book.entries["t:1"].incident)
	require.NotContains(t, d.p.book.entries, "t:2", "nobody is told of it")
	d.settle()
	require.Nil(t, d.p.book.entries["t:1"].incident)
}

func TestMostUrgentFirst(t *testing.T) {
	card := &notifier{}
	d := newDispatcher(t, Setup{Tree: routes(t), Receivers: []Receiver{{Name: "social", Notifier: card, Rate: rate.Inf}}}, newMetrics())
	old := newStory("t:old", start()).notify()
	d.take(old.copy())
	d.settle()
	d.take(old.update().copy(), newStory("t:notice", start()).notify().copy())
	d.now = d.now.Add(time.Second)
	d.take(newStory("t:late", start()).page().copy())
	d.settle()
	require.Equal(t, []string{"tell t:old", "tell t:late", "tell t:notice", "update t:old"}, card.events())
}

func TestPrivateTextStaysWithPrivateReceivers(t *testing.T) {
	pager, card, setup := pair(t)
	d := newDispatcher(t, setup, newMetrics())
	inc := newStory("t:1", start()).page().copy()
	inc.Private = true
	inc.Posts = []escalation.Post{{ID: "p", Author: "a", Role: "public", Tier: "private", Text: "between us", CreatedAt: start()}}
	d.take(inc)
	d.settle()
	require.Equal(t, withheld, pager.calls()[0].Timeline[0].Text)
	require.Equal(t, "between us", card.calls()[0].Timeline[0].Text)
}

// What waited for an earlier life is not waited for any more, and leaves nothing behind when the incident is erased.
func TestANewLifeThatNobodyIsToldOfIsErased(t *testing.T) {
	_, card, setup := pair(t)
	d := newDispatcher(t, setup, newMetrics())
	d.take(newStory("t:1", start()).notify().copy(), newStory("t:1", start().Add(time.Hour)).copy())
	require.Zero(t, d.p.pending())
	d.take(newStory("t:2", start()).notify().copy())
	require.NoError(t, d.p.Process(context.Background(), []stream.Record{{Topic: stream.TopicIncidents, Key: []byte("t:1")}}))
	d.settle()
	require.Equal(t, []string{"tell t:2"}, card.events())
}
