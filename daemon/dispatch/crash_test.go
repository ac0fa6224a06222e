package dispatch

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/zap"
	"golang.org/x/time/rate"
	"pgregory.net/rapid"

	"firebreak/daemon/escalation"
	"firebreak/daemon/stream"
	"firebreak/detectors"
	"firebreak/sinks"
)

// errCrash is the end of the process: whatever returns it is thrown away, and a new dispatcher starts from what is durable.
var errCrash = errors.New("crash")

// pagerService is a pager with de-duplication keys, as PagerDuty has them: a trigger makes a noise unless its alert is there already.
type pagerService struct {
	state map[string]string
	noise map[string]int
	// keys are those that were seen for each tell.
	keys map[string][]string
}

func (s *pagerService) take(n sinks.Notification) {
	switch n.Event {
	case sinks.EventTell:
		tell := fmt.Sprintf("%s/%d", n.Incident, n.Tell)
		if !slices.Contains(s.keys[tell], n.Key) {
			s.keys[tell] = append(s.keys[tell], n.Key)
		}
		if s.state[n.Key] == "" || s.state[n.Key] == "resolved" {
			s.noise[n.Key]++
			s.state[n.Key] = "open"
		}
	case sinks.EventAcknowledge:
		if s.state[n.Key] == "open" {
			s.state[n.Key] = "acknowledged"
		}
	case sinks.EventResolve:
		if s.state[n.Key] != "" {
			s.state[n.Key] = "resolved"
		}
	case sinks.EventUpdate:
	}
}

// cardService shows the last state of every incident.
type cardService struct {
	shown map[string]sinks.Notification
	tells map[string]bool
}

func (s *cardService) take(n sinks.Notification) {
	if n.Event == sinks.EventTell {
		s.tells[fmt.Sprintf("%s/%d", n.Incident, n.Tell)] = true
	}
	s.shown[n.Incident] = n
}

// world is one random schedule.
type world struct {
	*rapid.T
	*dispatcher
	pager pagerService
	cards cardService
	// calm ends all faults; dead is a process that crashed inside a call.
	calm, dead bool
	committed  int
	stories    []*story
}

// service lets the schedule decide what becomes of a call.
func (w *world) service(name string, take func(sinks.Notification)) *notifier {
	return &notifier{answer: func(_ context.Context, n sinks.Notification) (sinks.Receipt, error) {
		w.Logf("%s: %s %s tell %d key %s status %s level %s at %s", name, n.Event, n.Incident, n.Tell, n.Key, n.Status, n.Level, n.At.Format("05"))
		fate := 0
		if !w.calm {
			fate = rapid.IntRange(0, 9).Draw(w.T, name)
		}
		switch fate {
		case 7: // The line breaks before it arrives.
			return sinks.Receipt{}, errDown
		case 8: // It arrives, the answer does not.
			take(n)
			return sinks.Receipt{}, errDown
		case 9: // It arrives, and the process dies before it can write that down.
			take(n)
			w.dead = true
		default:
			take(n)
		}
		return sinks.Receipt{Ref: n.Key}, nil
	}}
}

// produce lets a write die: before it, after it, or in the middle of it.
func (w *world) produce(records []stream.Record) (int, error) {
	if w.dead {
		return 0, errCrash
	}
	if w.calm || records[0].Topic != stream.TopicNotifications || rapid.IntRange(0, 7).Draw(w.T, "write") != 7 {
		return len(records), nil
	}
	w.dead = true
	return rapid.IntRange(0, len(records)).Draw(w.T, "landed"), errCrash
}

// survive starts anew after a crash.
func (w *world) survive(err error) bool {
	if err == nil && !w.dead {
		return true
	}
	if err != nil {
		require.ErrorIs(w.T, err, errCrash)
	}
	w.reboot()
	return false
}

// reboot starts processes until one lives long enough to restore what is durable.
func (w *world) reboot() {
	for {
		w.dead = false
		w.p = newProcessor(w.stage, w.setup, zap.NewNop())
		err := w.p.restore(context.Background(), stream.Generation{})
		if err == nil {
			return
		}
		require.ErrorIs(w.T, err, errCrash)
	}
}

// happen lets something become of an incident, as the escalation would.
func (w *world) happen() {
	s := w.stories[rapid.IntRange(0, len(w.stories)-1).Draw(w.T, "incident")]
	level, critical := s.inc.Level.Rank(), false
	for _, tell := range s.inc.Tells {
		critical = critical || tell.At.After(s.inc.LoweredAt) && tell.Severity == detectors.SeverityCritical
	}
	switch rapid.IntRange(0, 7).Draw(w.T, "event") {
	case 0:
		if level >= escalation.LevelNotify.Rank() {
			return
		}
		s.notify()
	case 1, 2:
		if level >= escalation.LevelPage.Rank() {
			return
		}
		s.page()
	case 3:
		if critical {
			return
		}
		s.tell(escalation.LevelPage, detectors.SeverityCritical)
	case 4:
		s.update()
	case 5:
		if s.inc.Status != escalation.StatusOpen {
			return
		}
		s.ack()
	case 6:
		if level < escalation.LevelNotify.Rank() {
			return
		}
		s.lower()
	default:
		if s.inc.Status == escalation.StatusResolved {
			return
		}
		s.resolve()
	}
	w.broker.publish(w.T, s.copy())
	w.Logf("event %s #%d at %s level %s status %s tells %d", s.inc.ID, s.inc.Event, s.inc.UpdatedAt.Format("05"), s.inc.Level, s.inc.Status, len(s.inc.Tells))
}

// process hands over some of what waits, and commits unless the process dies before it.
func (w *world) process(most int) {
	waiting := w.broker.topic(stream.TopicIncidents)[w.committed:]
	batch := waiting[:min(most, len(waiting))]
	if len(batch) == 0 || !w.survive(w.p.Process(context.Background(), batch)) {
		return
	}
	if !w.calm && rapid.IntRange(0, 7).Draw(w.T, "commit") == 7 {
		w.reboot()
		return
	}
	w.committed += len(batch)
}

func (w *world) deliver(name string) {
	wait, err := w.p.queues[name].deliver(context.Background(), context.Background())
	if w.survive(err) && wait > 0 {
		w.now = w.now.Add(wait)
	}
}

func schedule(metrics *Metrics) func(t *rapid.T) {
	return func(t *rapid.T) {
		w := &world{
			T:     t,
			pager: pagerService{state: map[string]string{}, noise: map[string]int{}, keys: map[string][]string{}},
			cards: cardService{shown: map[string]sinks.Notification{}, tells: map[string]bool{}},
		}
		w.dispatcher = newDispatcher(t, Setup{Tree: routes(t), Receivers: []Receiver{
			{Name: "oncall", Notifier: w.service("pager", w.pager.take), Pager: true, Rate: rate.Inf},
			{Name: "social", Notifier: w.service("card", w.cards.take), Rate: rate.Inf},
		}}, metrics)
		w.broker.onProduce = w.produce
		for i := range rapid.IntRange(1, 3).Draw(t, "incidents") {
			w.stories = append(w.stories, newStory("t:"+strconv.Itoa(i), start().Add(time.Duration(i)*time.Millisecond)))
		}
		for range rapid.IntRange(5, 40).Draw(t, "steps") {
			switch rapid.IntRange(0, 9).Draw(t, "step") {
			case 0, 1, 2:
				w.happen()
			case 3, 4:
				w.process(rapid.IntRange(1, 4).Draw(t, "batch"))
			case 5, 6:
				w.deliver("oncall")
			case 7, 8:
				w.deliver("social")
			default:
				w.reboot()
			}
		}
		w.calm = true
		for w.committed < len(w.broker.topic(stream.TopicIncidents)) {
			w.process(2)
		}
		w.settle()
		w.check()
	}
}

// check holds the promises against what the services saw.
func (w *world) check() {
	for tell, keys := range w.pager.keys {
		require.Len(w.T, keys, 1, "two alerts for tell %s", tell)
	}
	for key, n := range w.pager.noise {
		require.Equal(w.T, 1, n, "alert %s made a noise twice", key)
	}
	for key, d := range w.broker.log(w.T) {
		require.NotContains(w.T, []Status{StatusPending, StatusSending}, d.Status, "entry %s was left behind", key)
	}
	require.Zero(w.T, w.p.pending())
	for _, s := range w.stories {
		w.checkPager(s)
		w.checkCard(s)
	}
}

func (w *world) checkPager(s *story) {
	newest := ""
	for _, tell := range s.inc.Tells {
		d, routed := w.broker.log(w.T)[s.inc.ID+"|oncall|"+strconv.Itoa(tell.Number)]
		require.Equal(w.T, tell.Level == escalation.LevelPage, routed, "tell %d of %s", tell.Number, s.inc.ID)
		if !routed {
			continue
		}
		newest = d.Key
		if s.inc.Level != escalation.LevelPage {
			require.NotEqual(w.T, "open", w.pager.state[d.Key], "alert %s outlived %s", d.Key, s.inc.ID)
			require.NotEqual(w.T, "acknowledged", w.pager.state[d.Key], "alert %s outlived %s", d.Key, s.inc.ID)
		}
	}
	if s.inc.Level == escalation.LevelPage && s.inc.Status == escalation.StatusOpen {
		require.Equal(w.T, "open", w.pager.state[newest], "nobody was paged for %s", s.inc.ID)
	}
	if s.inc.Level == escalation.LevelPage && s.inc.Status == escalation.StatusAcknowledged {
		require.NotEqual(w.T, "open", w.pager.state[newest], "%s was acknowledged, its alert was not", s.inc.ID)
	}
}

func (w *world) checkCard(s *story) {
	if len(s.inc.Tells) == 0 {
		return
	}
	shown, ok := w.cards.shown[s.inc.ID]
	if !ok {
		// Only what was over before anybody saw it is not worth a card.
		over := s.inc.Status == escalation.StatusResolved && s.inc.Tells[len(s.inc.Tells)-1].Level != escalation.LevelPage
		require.True(w.T, over, "no card of %s", s.inc.ID)
		return
	}
	require.Equal(w.T, s.inc.UpdatedAt, shown.At, "the card of %s is out of date", s.inc.ID)
	require.Equal(w.T, string(s.inc.Status), shown.Status)
}

// TestCrashesLoseNothingAndPageOnce runs random schedules with crashes at every write and call: before the pending entries, in the middle
// and after them, before the commit, around the sending entry, after the call and before its result is written.
func TestCrashesLoseNothingAndPageOnce(t *testing.T) {
	metrics := newMetrics()
	for i := range 15 {
		t.Run(strconv.Itoa(i), rapid.MakeCheck(schedule(metrics)))
	}
}
