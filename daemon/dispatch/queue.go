package dispatch

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync/atomic"
	"time"

	"github.com/cenkalti/backoff/v5"
	"go.uber.org/zap"
	"golang.org/x/time/rate"

	"firebreak/daemon/obs"
	"firebreak/sinks"
)

const (
	// burst is how many calls a receiver takes at once after a pause.
	burst = 5
	// retryMin is the first wait after an error, before jitter of up to half of it. pauseMax bounds that of the receiver and holdMax that of
	// the thing itself, which comes on top so that the others get their chance. Together they are short enough that a queue goes out
	// within a minute of its service's return.
	retryMin = 500 * time.Millisecond
	pauseMax = 10 * time.Second
	holdMax  = 5 * time.Second
	// askedMax bounds a pause that a service asks for.
	askedMax = 15 * time.Minute
)

// queue sends to one receiver, one thing at a time. The fields below the blank line belong to its goroutine.
type queue struct {
	p       *processor
	name    string
	limiter *rate.Limiter
	wakeUp  chan struct{}
	// receiver is swapped by a reload.
	receiver atomic.Pointer[Receiver]

	// resume is when the receiver may be called again, as it asked. paused is when it may be called after errors in a row, which does not
	// hold back a page that was never tried.
	resume, paused time.Time
	pauses         *backoff.ExponentialBackOff
	// retries are the things that failed, by incident.
	retries map[string]*retry
	// digestHeld is when a digest that failed may be tried again.
	digestHeld time.Time
}

// retry holds back one thing, so that what a service cannot digest does not keep it from the rest.
type retry struct {
	step step
	at   time.Time
	wait *backoff.ExponentialBackOff
}

func newQueue(p *processor, name string) *queue {
	return &queue{
		p: p, name: name, limiter: rate.NewLimiter(DefaultRate, burst), wakeUp: make(chan struct{}, 1), pauses: newBackOff(pauseMax), retries: map[string]*retry{},
	}
}

func newBackOff(longest time.Duration) *backoff.ExponentialBackOff {
	// Jitter is added by us, from a source that tests control.
	return &backoff.ExponentialBackOff{InitialInterval: retryMin, Multiplier: 2, MaxInterval: longest}
}

// configure takes a receiver's settings, at the start and at a reload.
func (q *queue) configure(r Receiver, now time.Time) {
	if r.Rate == 0 {
		r.Rate = DefaultRate
	}
	if r.Timeout <= 0 {
		r.Timeout = DefaultTimeout
	}
	q.limiter.SetLimitAt(now, r.Rate)
	q.receiver.Store(&r)
}

// poke wakes the queue, now or at its next look.
func (q *queue) poke() {
	select {
	case q.wakeUp <- struct{}{}:
	default:
	}
}

// run sends until live ends. calls and writes end later, so that a call in flight can finish and be written down.
func (q *queue) run(live, calls, writes context.Context) {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for live.Err() == nil {
		wait, err := q.deliver(calls, writes)
		if err != nil {
			if calls.Err() != nil {
				q.p.log.Info("a delivery is left in doubt", zap.String(obs.KeyReceiver, q.name), zap.Error(err))
				return
			}
			// The broker is tried again inside a write; this is an error that it does not take for passing.
			q.p.log.Error("the sent log cannot be written", zap.String(obs.KeyReceiver, q.name), zap.Error(err))
			wait = pauseMax
		}
		if wait == 0 {
			continue
		}
		var due <-chan time.Time
		if wait > 0 {
			timer.Reset(wait)
			due = timer.C
		}
		select {
		case <-live.Done():
		case <-q.wakeUp:
		case <-due:
		}
	}
}

// forever is the wait of a queue with nothing to do.
const forever time.Duration = -1

// deliver does the most urgent thing that may be done now. It returns how long to wait before the next: 0 for not at all, forever until
// something changes. An error means that the sent log could not be written.
func (q *queue) deliver(calls, writes context.Context) (time.Duration, error) {
	now := q.p.stage.now()
	j, gathered, setup, wait := q.pick(now)
	switch {
	case gathered != nil:
		return q.tellDigest(calls, writes, gathered, setup)
	case j == nil:
		return wait, nil
	}
	if j.step.event != "" {
		turn := q.limiter.ReserveN(now, 1)
		if delay := turn.DelayFrom(now); delay > 0 {
			// What is most urgent is asked again when it is its turn.
			turn.CancelAt(now)
			return delay, nil
		}
	}
	if err := q.write(writes, j.begin()...); err != nil {
		return 0, err
	}
	q.ended(j)
	if j.step.event == "" {
		return 0, nil
	}
	receipt, err := q.call(calls, Builder{Links: setup.Links, Book: setup.Book}.Build(j.incident, j.step.tell, j.view()))
	if err != nil && calls.Err() != nil {
		// Cut off by the end: nobody knows whether it arrived.
		return 0, err
	}
	return 0, q.conclude(writes, j, receipt, err, setup.Jitter)
}

// pick chooses what to do, a digest last, and says how long to wait when there is nothing.
func (q *queue) pick(now time.Time) (*job, *digest, Setup, time.Duration) {
	q.p.mu.Lock()
	defer q.p.mu.Unlock()
	if q.resume.After(now) {
		return nil, nil, q.p.setup, q.resume.Sub(now)
	}
	var soonest time.Time
	j := q.p.book.next(q.name, func(incident string, s step, fresh bool) bool {
		var until time.Time
		if held := q.retries[incident]; held != nil && held.step.same(s) {
			until = held.at
		}
		if q.paused.After(until) && !fresh {
			until = q.paused
		}
		if !until.After(now) {
			return true
		}
		if soonest.IsZero() || until.Before(soonest) {
			soonest = until
		}
		return false
	})
	if j != nil {
		return j, nil, q.p.setup, 0
	}
	due, next := q.gathered(now)
	switch {
	case due != nil && len(due.members) == 1:
		return q.p.book.alone(q.name, due), nil, q.p.setup, 0
	case due != nil:
		return nil, due, q.p.setup, 0
	case soonest.IsZero():
		clear(q.retries)
	}
	if !next.IsZero() && (soonest.IsZero() || next.Before(soonest)) {
		soonest = next
	}
	if soonest.IsZero() {
		return nil, nil, q.p.setup, forever
	}
	return nil, nil, q.p.setup, soonest.Sub(now)
}

// call asks the notifier, which is foreign code, and outlives its panic.
func (q *queue) call(ctx context.Context, n sinks.Notification) (receipt sinks.Receipt, err error) {
	r := q.receiver.Load()
	ctx, cancel := context.WithTimeout(ctx, r.Timeout)
	defer cancel()
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("the sink of %s panicked: %v", q.name, v)
		}
	}()
	return r.Notifier.Notify(ctx, n)
}

// conclude writes down what came of a call.
func (q *queue) conclude(ctx context.Context, j *job, receipt sinks.Receipt, err error, jitter func() float64) error {
	now := q.p.stage.now()
	id := j.incident.ID
	switch {
	case err == nil:
		d := j.accepted(receipt, now)
		if err := q.write(ctx, d); err != nil {
			return err
		}
		delete(q.retries, id)
		q.pauses.Reset()
		q.paused = time.Time{}
		q.p.stage.metrics.attempt(q.name, outcomeSent)
		q.p.stage.metrics.delivery(q.name, d.Event, outcomeSent)
		if d.Event == sinks.EventTell {
			q.p.stage.metrics.told(&d, j.tellAt())
		}
		q.p.log.Info("delivered", q.fields(&d)...)
	case sinks.IsPermanent(err):
		d := j.refused(err, true)
		if err := q.write(ctx, d); err != nil {
			return err
		}
		delete(q.retries, id)
		q.p.stage.metrics.attempt(q.name, outcomePermanent)
		q.p.stage.metrics.delivery(q.name, d.Event, outcomeFailed)
		q.p.log.Error("delivery given up", append(q.fields(&d), zap.String(obs.KeyReason, d.Error))...)
	default:
		d := j.refused(err, false)
		q.hold(j, err, now, jitter)
		q.p.stage.metrics.attempt(q.name, outcomeRetry)
		q.p.log.Warn("delivery is tried again", append(q.fields(&d), zap.String(obs.KeyReason, d.Error))...)
		return q.write(ctx, d)
	}
	return nil
}

// hold puts off the job, and the receiver for as long as it asks or has failed.
func (q *queue) hold(j *job, err error, now time.Time, random func() float64) {
	if after, ok := sinks.After(err); ok {
		// The service is well, and says when.
		q.resume = now.Add(min(max(after, retryMin), askedMax))
		return
	}
	held := q.retries[j.incident.ID]
	if held == nil || !held.step.same(j.step) {
		held = &retry{step: j.step, wait: newBackOff(holdMax)}
		q.retries[j.incident.ID] = held
	}
	q.paused = now.Add(jitter(q.pauses.NextBackOff(), random))
	held.at = q.paused.Add(jitter(held.wait.NextBackOff(), random))
}

// jitter spreads a wait between half of it and one and a half.
func jitter(d time.Duration, random func() float64) time.Duration {
	if random == nil {
		random = rand.Float64
	}
	return d/2 + time.Duration(random()*float64(d))
}

// write makes deliveries durable, then known.
func (q *queue) write(ctx context.Context, ds ...Delivery) error {
	if len(ds) == 0 {
		return nil
	}
	if err := q.p.write(ctx, ds); err != nil {
		return err
	}
	q.p.mu.Lock()
	defer q.p.mu.Unlock()
	for _, d := range ds {
		q.p.book.put(d)
	}
	return nil
}

// ended counts the tells that a step ended without sending.
func (q *queue) ended(j *job) {
	for _, n := range j.step.superseded {
		d := find(j.deliveries, n)
		q.p.stage.metrics.delivery(q.name, d.Event, outcomeSuperseded)
		q.p.log.Info("superseded by a later state", q.fields(d)...)
	}
	for _, n := range j.step.shadowed {
		q.p.stage.metrics.delivery(q.name, sinks.EventTell, outcomeShadow)
		q.p.log.Info("would have been sent: paging is in shadow", q.fields(find(j.deliveries, n))...)
	}
}

func (q *queue) fields(d *Delivery) []zap.Field {
	return []zap.Field{
		zap.String(obs.KeyReceiver, q.name), zap.String(obs.KeyIncident, d.Incident), zap.String(obs.KeyEvent, string(d.Event)),
		zap.Int(obs.KeyTell, d.Tell), zap.String(obs.KeyLevel, d.Level), zap.Int(obs.KeyCount, d.Attempts),
	}
}
