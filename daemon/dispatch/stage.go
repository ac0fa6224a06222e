package dispatch

import (
	"context"
	"fmt"
	"sync"
	"time"

	"go.uber.org/zap"
	"golang.org/x/time/rate"

	"firebreak/daemon/obs"
	"firebreak/daemon/playbook"
	"firebreak/daemon/stream"
	"firebreak/sinks"
)

// DefaultRate is how many calls a second a receiver gets when its Rate is 0.
const DefaultRate rate.Limit = 2

// DefaultTimeout bounds one call of a notifier when the receiver's Timeout is 0.
const DefaultTimeout = 30 * time.Second

// Receiver is one place that is told, as the daemon wires it.
type Receiver struct {
	// Name is what routes call it.
	Name string
	// Notifier sends; it is called by one goroutine of this receiver, never by two at a time.
	Notifier sinks.Notifier
	// Pager marks a receiver that makes a noise and whose alerts end, such as PagerDuty: it is silent in shadow mode, and its alerts are
	// resolved when an incident is lowered. Any other receiver keeps a record, such as a card.
	Pager bool
	// Private receivers may see the text of private tiers.
	Private bool
	// Rate is how many calls a second it takes, with bursts of five; DefaultRate when 0, no limit when rate.Inf.
	Rate rate.Limit
	// Timeout bounds one call; DefaultTimeout when 0.
	Timeout time.Duration
}

// Setup is all of the configuration that the stage uses, swapped as one at a reload. The stage does not change it.
type Setup struct {
	Tree      *Tree
	Receivers []Receiver
	// Shadow keeps pagers silent: what would have been paged is written to the sent log and to the log.
	Shadow bool
	// GatherAfter is how long a clock for an answer may have run out when it is still told by itself. Later ones, after a long downtime, are gathered
	// into one digest for each brand and receiver; 0 gathers nothing.
	GatherAfter time.Duration
	// Links are added to every notification: the policy, the runbook.
	Links []sinks.Link
	// Book is the playbook; nil for the pages that ship.
	Book *playbook.Book
	// Mask hides personal data in incident records that cannot be read and go to the dead letters; without it their bytes are left out.
	Mask func(string) string
	// Jitter returns a number in [0, 1) that spreads retries; math/rand when nil. It must be safe for concurrent use.
	Jitter func() float64
}

// Broker is what the stage needs of Kafka; *stream.Client has it.
type Broker interface {
	stream.Producer
	ReadPartition(ctx context.Context, topic string, partition int, from, to int64, fn func(stream.Record) error) error
	DeadLetter(ctx context.Context, d stream.DeadLetter) error
}

var _ Broker = (*stream.Client)(nil)

// Stage makes the dispatcher: the processor of the one partition of incidents. One dispatcher is active in a consumer group, the others
// stand by. It is safe for concurrent use.
type Stage struct {
	broker  Broker
	log     *zap.Logger
	metrics *Metrics
	now     func() time.Time

	mu     sync.Mutex
	setup  Setup
	active *processor
}

// New wires the stage. now is the wall clock.
func New(broker Broker, setup Setup, now func() time.Time, metrics *Metrics, log *zap.Logger) *Stage {
	return &Stage{broker: broker, setup: setup, now: now, metrics: metrics, log: log}
}

// Group describes the stage's consumer group, for stream.Client.RunGroup. When its context ends, a call in flight is given three seconds;
// what was not sent stays pending in the sent log.
func (s *Stage) Group() stream.GroupConfig {
	return stream.GroupConfig{ID: "dispatch", Topics: []string{stream.TopicIncidents}, New: s.New}
}

// New makes the dispatcher: it restores the sent log before it returns, and starts a queue for each receiver.
func (s *Stage) New(ctx context.Context, partition int, gen stream.Generation) (stream.Processor, error) {
	s.mu.Lock()
	setup := s.setup
	s.mu.Unlock()
	p := newProcessor(s, setup, s.log.With(zap.Int(obs.KeyPartition, partition), zap.Int32(obs.KeyGeneration, gen.ID)))
	if err := p.restore(ctx, gen); err != nil {
		return nil, fmt.Errorf("restoring the sent log: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	// A reload may have come in between.
	p.reconfigure(s.setup)
	p.start(ctx)
	s.active = p
	return p, nil
}

// Reload swaps the configuration. Deliveries to receivers that are gone stay pending in the sent log, and go out if the receiver comes
// back under its name.
func (s *Stage) Reload(setup Setup) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.setup = setup
	if s.active != nil {
		s.active.reconfigure(setup)
	}
}

// Pending is how many alerts and cards are behind their incident at a configured receiver: what is still to be sent. It is 0 on an
// instance that stands by.
func (s *Stage) Pending() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.active == nil {
		return 0
	}
	return s.active.pending()
}

// Idle reports that this instance is the active one, has read all incidents, and has nothing left to send.
func (s *Stage) Idle() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.active != nil && s.active.idle()
}

// retire forgets a processor that was closed.
func (s *Stage) retire(p *processor) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.active == p {
		s.active = nil
	}
}
