package dispatch

import (
	"testing"

	"github.com/stretchr/testify/require"

	"firebreak/daemon/escalation"
	"firebreak/sinks"
)

// at is a delivery of a tell at page level, as it stands.
func at(tell int, event sinks.Event, status Status, change ...func(*Delivery)) Delivery {
	d := Delivery{
		Incident: "t:1", Receiver: "r", Tell: tell, Key: "firebreak/t:1/1", Level: "page", Event: event, Status: status, State: "open",
	}
	for _, c := range change {
		c(&d)
	}
	return d
}

func key(k string) func(*Delivery)   { return func(d *Delivery) { d.Key = k } }
func level(l string) func(*Delivery) { return func(d *Delivery) { d.Level = l } }
func shown(event int, state escalation.Status) func(*Delivery) {
	return func(d *Delivery) { d.Shown, d.State = event, string(state) }
}
func tried(n int) func(*Delivery) { return func(d *Delivery) { d.Attempts = n } }

func TestPlan(t *testing.T) {
	const (
		tell        = sinks.EventTell
		update      = sinks.EventUpdate
		acknowledge = sinks.EventAcknowledge
		resolve     = sinks.EventResolve
	)
	now := func() *story { return newStory("t:1", start()).page() }
	sent := at(1, tell, StatusSent, shown(2, escalation.StatusOpen))
	for _, test := range []struct {
		name string
		inc  *escalation.Incident
		ds   []Delivery
		// pager and card are what the two kinds of receivers get.
		pager, card step
	}{
		{"nothing is known", nil, []Delivery{at(1, tell, StatusPending)}, step{}, step{}},
		{"nobody was told", now().copy(), nil, step{}, step{}},
		{"a new tell", now().copy(), []Delivery{at(1, tell, StatusPending)}, step{event: tell, tell: 1}, step{event: tell, tell: 1}},
		{"a tell in doubt", now().copy(), []Delivery{at(1, tell, StatusSending, tried(1))}, step{event: tell, tell: 1}, step{event: tell, tell: 1}},
		{"a tell that arrived", now().copy(), []Delivery{sent}, step{}, step{}},
		{"a tell that cannot arrive", now().update().copy(), []Delivery{at(1, tell, StatusFailed)}, step{}, step{}},
		{"a tell that was kept quiet", now().update().copy(), []Delivery{at(1, tell, StatusShadow)}, step{}, step{}},
		{
			"two tells wait: the later one tells of both", now().page().copy(),
			[]Delivery{at(1, tell, StatusPending), at(2, tell, StatusPending)},
			step{superseded: []int{1}, event: tell, tell: 2},
			step{superseded: []int{1}, event: tell, tell: 2},
		},
		{
			"the later one cannot arrive: the earlier one still tells", now().page().copy(),
			[]Delivery{at(1, tell, StatusPending), at(2, tell, StatusFailed)},
			step{event: tell, tell: 1},
			step{event: tell, tell: 1},
		},
		{"the state moved on", now().update().copy(), []Delivery{sent}, step{event: update, tell: 1}, step{event: update, tell: 1}},
		{
			"an update failed for now", now().update().copy(),
			[]Delivery{at(1, update, StatusSending, shown(2, escalation.StatusOpen))},
			step{event: update, tell: 1},
			step{event: update, tell: 1},
		},
		{
			"a rise overtakes an update", now().update().page().copy(),
			[]Delivery{at(1, update, StatusSending, shown(2, escalation.StatusOpen)), at(2, tell, StatusPending)},
			step{superseded: []int{1}, event: tell, tell: 2},
			step{superseded: []int{1}, event: tell, tell: 2},
		},
		{"acknowledged", now().ack().copy(), []Delivery{sent}, step{event: acknowledge, tell: 1}, step{event: acknowledge, tell: 1}},
		{
			"acknowledged before it was sent", now().ack().copy(),
			[]Delivery{at(1, tell, StatusPending)},
			step{superseded: []int{1}},
			step{event: tell, tell: 1},
		},
		{
			"acknowledged while in doubt", now().ack().copy(),
			[]Delivery{at(1, tell, StatusSending, tried(1))},
			step{event: acknowledge, tell: 1},
			step{event: tell, tell: 1},
		},
		{"resolved", now().resolve().copy(), []Delivery{sent}, step{event: resolve, tell: 1}, step{event: resolve, tell: 1}},
		{
			"resolved before a page was sent", now().resolve().copy(),
			[]Delivery{at(1, tell, StatusPending)},
			step{superseded: []int{1}},
			step{event: tell, tell: 1},
		},
		{
			"resolved before a notice was sent", now().resolve().copy(),
			[]Delivery{at(1, tell, StatusPending, level("notify"))},
			step{superseded: []int{1}},
			step{superseded: []int{1}},
		},
		{
			"resolved while in doubt", now().resolve().copy(),
			[]Delivery{at(1, tell, StatusSending, tried(1))},
			step{event: resolve, tell: 1},
			step{event: tell, tell: 1},
		},
		{
			"resolved, and both know", now().resolve().copy(),
			[]Delivery{at(1, resolve, StatusSent, shown(3, escalation.StatusResolved))},
			step{},
			step{},
		},
		{"lowered: the alert ends, the card stays", now().lower().copy(), []Delivery{sent}, step{event: resolve, tell: 1}, step{event: update, tell: 1}},
		{
			"an alert that ended is left alone", now().lower().update().copy(),
			[]Delivery{at(1, resolve, StatusSent, shown(3, escalation.StatusOpen))},
			step{},
			step{event: update, tell: 1},
		},
		{
			"a rise after an end", now().lower().page().copy(),
			[]Delivery{at(1, resolve, StatusSent, shown(3, escalation.StatusOpen)), at(2, tell, StatusPending, key("firebreak/t:1/2"))},
			step{event: tell, tell: 2},
			step{event: tell, tell: 2},
		},
		{
			"an alert that a rise left behind is closed with the incident", now().ack().page().resolve().copy(),
			[]Delivery{
				at(1, acknowledge, StatusSent, shown(3, escalation.StatusAcknowledged)), at(2, resolve, StatusSent, key("firebreak/t:1/2"), shown(5, escalation.StatusResolved)),
			},
			step{event: resolve, tell: 1},
			step{event: resolve, tell: 1},
		},
		{
			"the same alert is closed once", now().page().resolve().copy(),
			[]Delivery{sent, at(2, resolve, StatusSent, shown(4, escalation.StatusResolved))},
			step{},
			step{},
		},
		{
			"what was begun to be closed is closed", now().page().copy(),
			[]Delivery{at(1, resolve, StatusSending, shown(2, escalation.StatusOpen)), at(2, tell, StatusSent, key("firebreak/t:1/2"), shown(3, escalation.StatusOpen))},
			step{event: resolve, tell: 1},
			step{event: resolve, tell: 1},
		},
		{
			"a failed update is not tried for the same state", now().update().copy(),
			[]Delivery{at(1, update, StatusFailed, shown(3, escalation.StatusOpen))},
			step{},
			step{},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			require.Equal(t, test.pager, plan(test.inc, test.ds, true, false), "pager")
			require.Equal(t, test.card, plan(test.inc, test.ds, false, false), "card")
		})
	}
}

func TestPlanInShadow(t *testing.T) {
	inc := newStory("t:1", start()).page().page().copy()
	both := []Delivery{at(1, sinks.EventTell, StatusPending), at(2, sinks.EventTell, StatusPending)}
	require.Equal(t, step{shadowed: []int{1, 2}}, plan(inc, both, true, true))
	require.Equal(t, sinks.EventTell, plan(inc, both, false, true).event, "cards are sent")

	doubt := []Delivery{at(1, sinks.EventTell, StatusSending, tried(1))}
	require.Equal(t, step{event: sinks.EventResolve, tell: 1}, plan(inc, doubt, true, true), "what may have arrived is closed")
	doubt[0].Event = sinks.EventResolve
	require.Equal(t, step{event: sinks.EventResolve, tell: 1}, plan(inc, doubt, true, true), "until it is")
	live := []Delivery{at(1, sinks.EventTell, StatusSent, shown(2, escalation.StatusOpen))}
	closed := newStory("t:1", start()).page().resolve().copy()
	require.Equal(t, sinks.EventResolve, plan(closed, live, true, true).event, "what was paged before is followed to its end")
}

func TestUrgency(t *testing.T) {
	inc := newStory("t:1", start()).page().copy()
	classOf := func(s step, ds ...Delivery) int {
		class, _ := urgency(s, inc, ds)
		return class
	}
	page := at(1, sinks.EventTell, StatusPending)
	notice := at(1, sinks.EventTell, StatusPending, level("notify"))
	order := []int{
		classOf(step{event: sinks.EventTell, tell: 1}, page),
		classOf(step{event: sinks.EventResolve, tell: 1}, page),
		classOf(step{event: sinks.EventTell, tell: 1}, notice),
		classOf(step{event: sinks.EventUpdate, tell: 1}, page),
	}
	require.IsIncreasing(t, order)
	require.Equal(t, order[1], classOf(step{superseded: []int{1}}, page))
	require.Equal(t, order[1], classOf(step{event: sinks.EventAcknowledge, tell: 1}, page))
}

func TestPrior(t *testing.T) {
	first, second := at(1, sinks.EventTell, StatusSent), at(2, sinks.EventTell, StatusPending, key("firebreak/t:1/2"))
	first.Receipt = sinks.Receipt{Ref: "C1:1"}
	ds := []Delivery{first, second}
	require.Equal(t, first.Receipt, prior(ds, second.Key, false), "one card for all alerts")
	require.Empty(t, prior(ds, second.Key, true), "an alert of its own at a pager")
	require.Equal(t, first.Receipt, prior(ds, first.Key, true))
}
