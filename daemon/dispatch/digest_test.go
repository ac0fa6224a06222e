package dispatch

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/time/rate"
	"pgregory.net/rapid"

	"firebreak/daemon/escalation"
	"firebreak/daemon/score"
	"firebreak/daemon/stream"
	"firebreak/daemon/thread"
	"firebreak/detectors"
	"firebreak/sinks"
)

const slowly = "the site takes forever"

// threads are conversations as the score stage has them.
type threads struct {
	*score.Engine
	n int
}

func newThreads() *threads {
	return &threads{Engine: score.NewEngine(score.Config{
		Escalation: escalation.Config{
			Table:      table(),
			FirstReply: time.Hour, NextReply: 4 * time.Hour, PrivateHandoff: 24 * time.Hour, LargeAccount: 100_000, NotableAccount: 10_000, NotableRatio: 20,
			LowerAfter: 24 * time.Hour, ResolveAfter: 7 * 24 * time.Hour, ForgetAfter: 30 * 24 * time.Hour,
		},
		Limits: thread.Limits{FollowUpAfter: 15 * time.Minute, ReshareCount: 25, ReshareWindow: 30 * time.Minute},
	})}
}

// post says something in a thread, and returns the incident as it is published.
func (c *threads) post(brand, id string, at time.Time, severity detectors.Severity, change ...func(*score.Scored)) *escalation.Incident {
	c.n++
	in := score.Scored{
		Mention: detectors.Mention{
			ID: fmt.Sprintf("x:%s-%d", id, c.n), Source: "x", Kind: detectors.KindPost, Tier: detectors.TierPublic, Brand: brand, ThreadID: id, CreatedAt: at,
			Author: detectors.Author{ID: "u" + id, Handle: "customer" + id}, Text: slowly,
		},
		Speaker: detectors.Speaker{Role: detectors.RolePublic},
	}
	if severity != "" {
		in.Analysis.Findings = []detectors.Finding{{Kind: detectors.KindTechnicalComplaint, Topic: "performance", Score: .9, Severity: severity, Evidence: []detectors.Span{}}}
	}
	for _, fn := range change {
		fn(&in)
	}
	return c.Apply(&in).Incident
}

// later lets clocks run out until now.
func (c *threads) later(now time.Time) []*escalation.Incident {
	var out []*escalation.Incident
	for _, eff := range c.Advance(now) {
		if eff.Incident != nil {
			out = append(out, eff.Incident)
		}
	}
	return out
}

func care(in *score.Scored) {
	in.Speaker = detectors.Speaker{Role: detectors.RoleBrand, Account: "care"}
	in.Mention.Author = detectors.Author{ID: "care", Handle: "care"}
}

// After a day's downtime two hundred clocks are overdue: one digest, the oldest first, and not one card of its own. What is young is told by itself.
func TestADayOfOverdueClocksIsOneDigest(t *testing.T) {
	t.Parallel()
	pager, card, setup := pair(t)
	setup.GatherAfter = 6 * time.Hour
	d := newDispatcher(t, setup, newMetrics())
	before := start()
	c := newThreads()
	for i := range 200 {
		d.take(c.post("Acme", fmt.Sprintf("old%03d", i), before.Add(time.Duration(i)*time.Second), detectors.SeverityWarning))
	}
	require.Empty(t, card.calls(), "they are watched")
	back := before.Add(24 * time.Hour)
	c.post("Acme", "young", back.Add(-90*time.Minute), detectors.SeverityWarning)

	d.now = back
	overdue := c.later(back)
	require.Len(t, overdue, 201)
	d.take(overdue[:120]...)
	// The second half comes from a partition that took longer, and the process is started again in between.
	d.restart()
	d.now = back.Add(30 * time.Second)
	d.take(overdue[120:]...)
	d.take(c.post("Acme", "grave", d.now, detectors.SeverityCritical))
	d.settle()

	require.Equal(t, []string{"tell t:grave"}, pager.events())
	sent := card.events()
	require.Len(t, sent, 3)
	require.ElementsMatch(t, []string{"tell t:grave", "tell t:young"}, sent[:2])
	n := card.calls()[2]
	require.Equal(t, "Acme: digest of 200 overdue answers", n.Title)
	require.Equal(t, "notify", n.Level)
	require.True(t, strings.HasPrefix(n.Incident, "d:Acme@"), n.Incident)
	require.Contains(t, n.Summary, "the oldest 23 h ago")
	require.Len(t, n.Timeline, 20)
	require.Equal(t, "customerold000", n.Timeline[0].Handle)
	require.Equal(t, "customerold019", n.Timeline[19].Handle)
	require.Equal(t, "overdue for 23 h", n.Timeline[0].Note)
	require.Equal(t, slowly, n.Timeline[0].Text)
	require.Equal(t, []sinks.Reason{{Signal: "reply_overdue", Value: 200, Rule: "clock_ran_out", Text: "200 times: no reply in time"}}, n.Why)

	gathered := 0
	for _, entry := range d.broker.log(t) {
		require.NotEqual(t, StatusPending, entry.Status)
		if entry.Status == StatusGathered {
			gathered++
			require.True(t, entry.Late)
		}
	}
	require.Equal(t, 200, gathered)
	d.restart()
	d.settle()
	require.Len(t, card.calls(), 3, "a digest is told once")

	// What gets worse later has a card of its own; what does not, has none.
	d.take(c.post("Acme", "old008", d.now, ""))
	d.take(c.post("Acme", "old007", d.now, detectors.SeverityError))
	d.settle()
	require.Equal(t, "tell t:old007", card.events()[3])
}

func TestDigests(t *testing.T) {
	t.Parallel()
	const hours = 12
	// each is what happened before the daemon went away, and after it came back.
	for name, c := range map[string]struct {
		brands []string
		back   func(c *threads, at time.Time) []*escalation.Incident
		setup  func(*Setup, *notifier)
		want   []string
	}{
		"a digest for each brand": {
			brands: []string{"Acme", "Acme", "Globex", "Globex", "Globex"},
			want:   []string{"Acme: digest of 2 overdue answers", "Globex: digest of 3 overdue answers"},
		},
		"one by itself is its card": {brands: []string{"Acme"}, want: []string{"Acme: the service is said to be slow"}},
		"what was answered meanwhile is not told": {
			brands: []string{"Acme", "Acme", "Acme"},
			back: func(c *threads, at time.Time) []*escalation.Incident {
				return []*escalation.Incident{c.post("Acme", "t0", at, "", care)}
			},
			want: []string{"Acme: digest of 2 overdue answers"},
		},
		"nor what somebody took over": {
			brands: []string{"Acme", "Acme", "Acme"},
			back: func(c *threads, at time.Time) []*escalation.Incident {
				return []*escalation.Incident{c.Act(escalation.Action{ID: "a", Incident: "t:t1", Kind: escalation.ActionAcknowledge, By: "kim", Via: "cli", At: at}).Incident}
			},
			want: []string{"Acme: digest of 2 overdue answers"},
		},
		"what rose meanwhile is told for that": {
			brands: []string{"Acme", "Acme", "Acme"},
			back: func(c *threads, at time.Time) []*escalation.Incident {
				return []*escalation.Incident{c.post("Acme", "t1", at, detectors.SeverityCritical)}
			},
			want: []string{"Acme: the service is said to be slow; asked again without an answer", "Acme: digest of 2 overdue answers"},
		},
		"a service that is down gets it once it is back": {
			brands: []string{"Acme", "Acme"},
			setup: func(_ *Setup, card *notifier) {
				failures := 3
				card.answer = func(context.Context, sinks.Notification) (sinks.Receipt, error) {
					if failures--; failures >= 0 {
						return sinks.Receipt{}, errDown
					}
					return sinks.Receipt{Ref: "1"}, nil
				}
			},
			want: slices.Repeat([]string{"Acme: digest of 2 overdue answers"}, 4),
		},
		"a service that refuses it is not asked again": {
			brands: []string{"Acme", "Acme"},
			setup: func(_ *Setup, card *notifier) {
				card.answer = func(context.Context, sinks.Notification) (sinks.Receipt, error) {
					return sinks.Receipt{}, sinks.Permanent(errDown)
				}
			},
			want: []string{"Acme: digest of 2 overdue answers"},
		},
		"without a limit each is told": {
			brands: []string{"Acme", "Acme"}, setup: func(s *Setup, _ *notifier) { s.GatherAfter = 0 },
			want: []string{"Acme: the service is said to be slow", "Acme: the service is said to be slow"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, card, setup := pair(t)
			setup.GatherAfter = 6 * time.Hour
			if c.setup != nil {
				c.setup(&setup, card)
			}
			d := newDispatcher(t, setup, newMetrics())
			engine := newThreads()
			for i, brand := range c.brands {
				engine.post(brand, fmt.Sprintf("t%d", i), start(), detectors.SeverityWarning)
			}
			d.now = start().Add(hours * time.Hour)
			d.take(engine.later(d.now)...)
			if c.back != nil {
				d.take(c.back(engine, d.now)...)
			}
			d.settle()
			var got []string
			keys := map[string]bool{}
			for _, n := range card.calls() {
				if n.Event == sinks.EventTell {
					got = append(got, n.Title)
					keys[n.Key] = true
				}
			}
			require.Equal(t, c.want, got)
			require.Len(t, keys, len(slices.Compact(slices.Clone(keysOf(card.calls())))), "the key stays when it is sent again")
			require.Zero(t, d.p.pending(), "nothing is left")
		})
	}
}

func keysOf(calls []sinks.Notification) []string {
	out := make([]string, len(calls))
	for i := range calls {
		out[i] = calls[i].Key
	}
	slices.Sort(out)
	return out
}

// A law's clock is told by itself, however late, and a digest withholds private words.
func TestWhatADigestLeavesOut(t *testing.T) {
	t.Parallel()
	legal := escalation.Tell{Reasons: []escalation.Reason{{Signal: "legal_notice_overdue", Rule: "legal_clock"}, {Signal: "reply_overdue", Rule: "clock_ran_out"}}}
	require.Empty(t, legal.Overdue())
	mention := escalation.Tell{MentionID: "x:1", Reasons: []escalation.Reason{{Signal: "reply_overdue", Rule: "clock_ran_out"}}}
	require.Empty(t, mention.Overdue())

	engine := newThreads()
	for _, id := range []string{"a", "b"} {
		engine.post("Acme", id, start(), detectors.SeverityWarning, func(in *score.Scored) { in.Mention.Tier = detectors.TierPrivate })
	}
	for _, private := range []bool{false, true} {
		_, card, setup := pair(t)
		setup.GatherAfter = 6 * time.Hour
		setup.Receivers[1].Private = private
		d := newDispatcher(t, setup, newMetrics())
		d.now = start().Add(12 * time.Hour)
		for _, id := range []string{"a", "b"} {
			inc := engine.State(id).Incident
			if len(inc.Tells) == 0 {
				engine.later(d.now)
			}
			shown := engine.publish(id)
			d.take(shown)
		}
		d.settle()
		require.Len(t, card.calls(), 1)
		if private {
			require.Equal(t, slowly, card.calls()[0].Timeline[0].Text)
		} else {
			require.Equal(t, withheld, card.calls()[0].Timeline[0].Text)
		}
	}
}

// publish is a thread's incident as it is published.
func (c *threads) publish(id string) *escalation.Incident {
	s := c.State(id)
	out := escalation.Config{FirstReply: time.Hour}.Publish(s.Thread, s.Incident)
	return &out
}

// A crash between the call and the sent log sends a digest again, under the key that it had.
func TestADigestInDoubtKeepsItsKey(t *testing.T) {
	t.Parallel()
	_, card, setup := pair(t)
	setup.GatherAfter = 6 * time.Hour
	d := newDispatcher(t, setup, newMetrics())
	engine := newThreads()
	for i := range 3 {
		engine.post("Acme", fmt.Sprintf("t%d", i), start(), detectors.SeverityWarning)
	}
	d.now = start().Add(12 * time.Hour)
	d.take(engine.later(d.now)...)
	d.now = d.now.Add(gatherQuiet)
	d.broker.onProduce = func([]stream.Record) (int, error) { return 1, errDown }
	_, err := d.p.queues["social"].deliver(context.Background(), context.Background())
	require.ErrorIs(t, err, errDown)
	d.broker.onProduce = nil
	d.restart()
	d.settle()
	require.Len(t, card.calls(), 2)
	require.Equal(t, "Acme: digest of 3 overdue answers", card.calls()[0].Title)
	require.Equal(t, "Acme: digest of 2 overdue answers", card.calls()[1].Title, "one of the three was written down")
	require.Equal(t, card.calls()[0].Key, card.calls()[1].Key)
}

// TestCrashesLoseNothingOfADigest runs random schedules of clocks that ran out long ago, with crashes at every write and call: in the end everybody has heard
// of each, in a digest or by its card, and nothing is left behind.
func TestCrashesLoseNothingOfADigest(t *testing.T) {
	metrics := newMetrics()
	rapid.Check(t, func(t *rapid.T) {
		heard := map[string]bool{}
		take := func(n sinks.Notification) {
			if strings.HasPrefix(n.Incident, "d:") {
				require.Equal(t, n.Title, fmt.Sprintf("%s: digest of %d overdue answers", n.Brand, len(n.Timeline)))
				require.Greater(t, len(n.Timeline), 1, "a digest of one is a card")
			}
			for _, p := range n.Timeline {
				heard[p.ID] = true
			}
		}
		w := &world{T: t}
		w.dispatcher = newDispatcher(t, Setup{Tree: routes(t), GatherAfter: time.Hour, Receivers: []Receiver{
			{Name: "oncall", Notifier: w.service("pager", take), Pager: true, Rate: rate.Inf}, {Name: "social", Notifier: w.service("card", take), Rate: rate.Inf},
		}}, metrics)
		w.broker.onProduce = w.produce
		back := start().Add(24 * time.Hour)
		w.now = back
		count := rapid.IntRange(1, 8).Draw(t, "incidents")
		for i := range count {
			id := "t:" + strconv.Itoa(i)
			s := newStory(id, start().Add(time.Duration(i)*time.Minute))
			s.inc.Brand = rapid.SampledFrom([]string{"Acme", "Globex"}).Draw(t, "brand")
			s.notify()
			s.inc.Tells[0].Reasons = []escalation.Reason{{Signal: "reply_overdue", Rule: "clock_ran_out"}}
			s.inc.Clocks = []escalation.Clock{{Name: escalation.ClockFirstReply, Post: id, State: "overdue"}}
			s.inc.Posts = []escalation.Post{{ID: id, CreatedAt: start(), Text: slowly}}
			w.broker.publish(t, s.copy())
		}
		for range rapid.IntRange(5, 40).Draw(t, "steps") {
			switch rapid.IntRange(0, 4).Draw(t, "step") {
			case 0, 1:
				w.process(rapid.IntRange(1, 4).Draw(t, "batch"))
			case 2, 3:
				w.deliver("social")
			default:
				w.reboot()
			}
		}
		w.calm = true
		for w.committed < count {
			w.process(2)
		}
		w.settle()
		require.Len(t, heard, count)
		for key, d := range w.broker.log(t) {
			require.NotContains(t, []Status{StatusPending, StatusSending}, d.Status, "entry %s was left behind", key)
		}
		require.Zero(t, w.p.pending())
	})
}

// table is what the rules ask for, as they ship.
var table = sync.OnceValue(func() escalation.Table {
	t, err := escalation.LoadTable()
	if err != nil {
		panic(err)
	}
	return t
})
