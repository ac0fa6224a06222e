package dispatch

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"
	"go.uber.org/zap"
	"golang.org/x/time/rate"

	"firebreak/daemon/stream"
	"firebreak/sinks"
)

// running is a stage whose queues run in a bubble of synctest, on its clock.
type running struct {
	t      *testing.T
	broker *memory
	stage  *Stage
	p      stream.Processor
	reg    *prometheus.Registry
}

func run(t *testing.T, setup Setup) *running {
	t.Helper()
	r := &running{t: t, broker: &memory{}, reg: prometheus.NewRegistry()}
	if setup.Jitter == nil {
		setup.Jitter = func() float64 { return 0.5 }
	}
	r.stage = New(r.broker, setup, time.Now, NewMetrics(r.reg), zap.NewNop())
	r.open()
	return r
}

func (r *running) open() {
	r.t.Helper()
	p, err := r.stage.New(r.t.Context(), 0, stream.Generation{})
	require.NoError(r.t, err)
	r.p = p
}

// metric is the sum of a metric's values over its labels, and how many of them there are; of a histogram it is the count.
func (r *running) metric(name string) (sum float64, series int) {
	r.t.Helper()
	families, err := r.reg.Gather()
	require.NoError(r.t, err)
	for _, f := range families {
		if f.GetName() != "firebreak_dispatch_"+name {
			continue
		}
		for _, m := range f.GetMetric() {
			sum += m.GetCounter().GetValue() + m.GetGauge().GetValue() + float64(m.GetHistogram().GetSampleCount())
			series++
		}
	}
	return sum, series
}

func (r *running) requireMetric(name string, want float64) {
	r.t.Helper()
	got, _ := r.metric(name)
	require.InDelta(r.t, want, got, 0.001, name)
}

func (r *running) close() { require.NoError(r.t, r.p.Close()) }

func (r *running) take(stories ...*story) {
	r.t.Helper()
	for _, s := range stories {
		require.NoError(r.t, r.p.Process(r.t.Context(), []stream.Record{r.broker.publish(r.t, s.copy())}))
	}
}

// wait lets the bubble's clock run.
func wait(d time.Duration) {
	<-time.After(d)
	synctest.Wait()
}

// one is a setup of a single receiver that gets everything.
func one(t *testing.T, r Receiver) Setup {
	t.Helper()
	r.Name = "social"
	return Setup{Tree: routes(t), Receivers: []Receiver{r}}
}

func stories(n int, prefix string) []*story {
	out := make([]*story, n)
	for i := range out {
		out[i] = newStory(fmt.Sprintf("%s:%03d", prefix, i), time.Now()).notify()
	}
	return out
}

func TestOutageOfOneReceiverDelaysNoOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		stuck := &notifier{answer: func(ctx context.Context, _ sinks.Notification) (sinks.Receipt, error) {
			<-ctx.Done()
			return sinks.Receipt{}, ctx.Err()
		}}
		card := &notifier{}
		r := run(t, Setup{Tree: routes(t), Receivers: []Receiver{{Name: "oncall", Notifier: stuck, Pager: true}, {Name: "social", Notifier: card}}})
		r.take(newStory("t:1", time.Now()).page())
		synctest.Wait()
		require.Len(t, stuck.calls(), 1)
		require.Equal(t, []string{"tell t:1"}, card.events(), "at once")
		wait(DefaultTimeout + 2*time.Second)
		require.Greater(t, len(stuck.calls()), 1, "a call that hangs is cut off and tried again")
		r.close()
	})
}

func TestAfterAnHourOfOutageAllIsSentWithinAMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		card := &notifier{answer: down}
		r := run(t, one(t, Receiver{Notifier: card, Rate: 1, Private: true}))
		all := stories(45, "t")
		r.take(all...)
		wait(30 * time.Minute)
		// Every incident moves on, and a page comes.
		for _, s := range all {
			r.take(s.update(), s.update())
		}
		r.take(newStory("t:page", time.Now()).page())
		wait(30 * time.Minute)
		attempts := len(card.calls())
		require.Less(t, attempts, 3600/5, "a service that is down is left alone")
		require.Equal(t, 46, r.stage.Pending())
		card.mu.Lock()
		card.answer, card.got, card.at = nil, nil, nil
		card.mu.Unlock()
		wait(time.Minute)
		require.Zero(t, r.stage.Pending())
		require.Len(t, card.calls(), 46, "only the latest state, each once")
		for _, n := range card.calls() {
			require.Equal(t, sinks.EventTell, n.Event)
		}
		r.requireMetric("queued_to_sent_seconds", 46)
		r.requireMetric("deliveries_total", 46)
		r.close()
	})
}

func TestPageIsTriedAtOnceDuringAnOutage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		card := &notifier{answer: down}
		r := run(t, one(t, Receiver{Notifier: card}))
		r.take(stories(3, "t")...)
		wait(10 * time.Minute)
		before := len(card.calls())
		r.take(newStory("t:page", time.Now()).page())
		synctest.Wait()
		require.Len(t, card.calls(), before+1)
		require.Equal(t, "t:page", card.calls()[before].Incident)
		r.close()
	})
}

func TestWhatCannotBeDigestedDoesNotBlockTheRest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		card := &notifier{}
		card.answer = func(_ context.Context, n sinks.Notification) (sinks.Receipt, error) {
			if n.Incident == "t:000" {
				return sinks.Receipt{}, errDown
			}
			return sinks.Receipt{}, nil
		}
		r := run(t, one(t, Receiver{Notifier: card}))
		r.take(newStory("t:000", time.Now()).page())
		r.take(stories(10, "u")...)
		wait(10 * time.Second)
		require.Equal(t, 1, r.stage.Pending())
		r.close()
	})
}

func TestRetriesBackOffWithJitter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		card := &notifier{answer: down}
		setup := one(t, Receiver{Notifier: card})
		setup.Jitter = func() float64 { return 1 }
		r := run(t, setup)
		r.take(stories(1, "t")...)
		wait(2 * time.Minute)
		var gaps []time.Duration
		for i := 1; i < 8; i++ {
			gaps = append(gaps, card.at[i].Sub(card.at[i-1]))
		}
		ms := time.Millisecond
		require.Equal(t, []time.Duration{1500 * ms, 3000 * ms, 6000 * ms, 12_000 * ms, 19_500 * ms, 22_500 * ms, 22_500 * ms}, gaps)
		entry := r.broker.log(t)["t:000|social|1"]
		require.Equal(t, StatusSending, entry.Status)
		require.Equal(t, errDown.Error(), entry.Error)
		require.Equal(t, len(card.calls()), entry.Attempts)
		r.close()
	})
}

func TestRetryAfterIsHonoured(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		card := &notifier{}
		calls := 0
		card.answer = func(context.Context, sinks.Notification) (sinks.Receipt, error) {
			if calls++; calls == 1 {
				return sinks.Receipt{}, fmt.Errorf("slack: %w", sinks.RetryAfter(42*time.Second, errDown))
			}
			return sinks.Receipt{}, nil
		}
		r := run(t, one(t, Receiver{Notifier: card}))
		r.take(stories(2, "t")...)
		wait(41 * time.Second)
		require.Len(t, card.calls(), 1, "for all of the receiver's queue")
		wait(2 * time.Second)
		require.Len(t, card.calls(), 3)
		r.close()
	})
}

func TestRateLimitWithThePageFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		card := &notifier{}
		r := run(t, one(t, Receiver{Notifier: card, Rate: 1}))
		r.take(stories(20, "t")...)
		synctest.Wait()
		require.Len(t, card.calls(), burst)
		r.take(newStory("t:page", time.Now()).page())
		wait(1001 * time.Millisecond)
		require.Len(t, card.calls(), burst+1)
		require.Equal(t, "t:page", card.calls()[burst].Incident)
		wait(16 * time.Second)
		require.Len(t, card.calls(), 21)
		r.close()
	})
}

func TestUpdatesThatWaitCoalesce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		card := &notifier{}
		r := run(t, one(t, Receiver{Notifier: card, Rate: rate.Limit(0.1)}))
		all := stories(burst, "t")
		r.take(all...)
		synctest.Wait()
		for range 30 {
			r.take(all[0].update())
		}
		wait(time.Minute)
		require.Len(t, card.calls(), burst+1)
		require.True(t, all[0].inc.UpdatedAt.Equal(card.calls()[burst].At))
		r.close()
	})
}

func TestCloseLetsTheCallInFlightFinish(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		card := &notifier{answer: func(ctx context.Context, _ sinks.Notification) (sinks.Receipt, error) {
			select {
			case <-time.After(2 * time.Second):
				return sinks.Receipt{Ref: "done"}, nil
			case <-ctx.Done():
				return sinks.Receipt{}, ctx.Err()
			}
		}}
		r := run(t, one(t, Receiver{Notifier: card}))
		r.take(stories(3, "t")...)
		synctest.Wait()
		began := time.Now()
		r.close()
		require.Equal(t, 2*time.Second, time.Since(began))
		require.Len(t, card.calls(), 1)
		log := r.broker.log(t)
		require.Equal(t, "tell sent", status(t, log, "t:000|social|1"))
		require.Equal(t, "tell pending", status(t, log, "t:001|social|1"))
		require.False(t, r.stage.Idle())
		require.Zero(t, r.stage.Pending())

		r.open()
		wait(10 * time.Second)
		require.Zero(t, r.stage.Pending())
		require.Len(t, card.calls(), 3, "the rest goes out after the restart, nothing twice")
		r.close()
	})
}

func TestCloseCutsOffACallThatHangs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		card := &notifier{answer: func(ctx context.Context, _ sinks.Notification) (sinks.Receipt, error) {
			<-ctx.Done()
			return sinks.Receipt{}, ctx.Err()
		}}
		r := run(t, one(t, Receiver{Notifier: card}))
		r.take(stories(1, "t")...)
		synctest.Wait()
		began := time.Now()
		r.close()
		require.Equal(t, callGrace, time.Since(began))
		require.Equal(t, "tell sending", status(t, r.broker.log(t), "t:000|social|1"), "in doubt")
	})
}

func TestReloadSwapsReceivers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		first, second, pager := &notifier{answer: down}, &notifier{}, &notifier{}
		r := run(t, one(t, Receiver{Notifier: first}))
		r.take(newStory("t:1", time.Now()).page())
		wait(time.Minute)
		r.stage.Reload(Setup{Tree: routes(t), Receivers: []Receiver{{Name: "social", Notifier: second}, {Name: "oncall", Notifier: pager, Pager: true}}})
		wait(time.Minute)
		require.Equal(t, []string{"tell t:1"}, second.events(), "a new sink under the old name takes the queue over")
		require.Equal(t, []string{"tell t:1"}, pager.events(), "a page that waited for its receiver")
		require.Zero(t, r.stage.Pending())
		r.stage.Reload(Setup{})
		r.take(newStory("t:2", time.Now()).page())
		wait(time.Minute)
		require.Len(t, second.calls(), 1)
		r.close()
		r.stage.Reload(Setup{Tree: routes(t)})
	})
}

func TestSentLogThatCannotBeWrittenStopsNothingForGood(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		card := &notifier{}
		r := run(t, one(t, Receiver{Notifier: card}))
		refused := 0
		r.broker.onProduce = func(records []stream.Record) (int, error) {
			if d, err := DecodeDelivery(records[0].Value); err == nil && d.Status == StatusSending && refused < 3 {
				refused++
				return 0, stream.ErrTooLarge
			}
			return len(records), nil
		}
		r.take(stories(1, "t")...)
		synctest.Wait()
		require.Empty(t, card.calls(), "nothing is sent that is not written down first")
		wait(time.Minute)
		require.Len(t, card.calls(), 1)
		require.Zero(t, r.stage.Pending())
		r.close()
	})
}

func TestIdleAndGauges(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		card := &notifier{answer: down}
		r := run(t, one(t, Receiver{Notifier: card}))
		require.False(t, r.stage.Idle(), "not before the end of the topic was reached")
		r.take(stories(2, "t")...)
		wait(90 * time.Second)
		require.NoError(t, r.p.Idle(t.Context(), true))
		require.False(t, r.stage.Idle())
		r.requireMetric("queue_length", 2)
		r.requireMetric("oldest_pending_seconds", 90)
		card.mu.Lock()
		card.answer = nil
		card.mu.Unlock()
		wait(time.Minute)
		require.NoError(t, r.p.Idle(t.Context(), true))
		require.True(t, r.stage.Idle())
		r.requireMetric("queue_length", 0)
		r.take(stories(1, "u")...)
		require.False(t, r.stage.Idle(), "a record is more than the end that was reached")
		wait(time.Second)
		r.requireMetric("decided_to_sent_seconds", 3)
		r.close()
		_, series := r.metric("queue_length")
		require.Zero(t, series, "who stands by has no queue")
	})
}
