package dispatch

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"
	"go.uber.org/zap"

	"firebreak/config"
	"firebreak/daemon/escalation"
	"firebreak/daemon/stream"
	"firebreak/detectors"
	"firebreak/sinks"
)

// start is when the stories of these tests begin.
func start() time.Time { return time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC) }

// memory is a broker in memory.
type memory struct {
	mu      sync.Mutex
	records map[string][]stream.Record
	dead    []stream.DeadLetter
	// onProduce is asked before records land: how many of them do, and what Produce returns.
	onProduce func(records []stream.Record) (int, error)
}

var _ Broker = (*memory)(nil)

func (m *memory) Produce(ctx context.Context, records ...stream.Record) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	n, err := len(records), error(nil)
	if m.onProduce != nil {
		n, err = m.onProduce(records)
	}
	if m.records == nil {
		m.records = map[string][]stream.Record{}
	}
	for _, r := range records[:n] {
		r.Offset = int64(len(m.records[r.Topic]))
		m.records[r.Topic] = append(m.records[r.Topic], r)
	}
	return err
}

func (m *memory) ReadPartition(_ context.Context, topic string, _ int, _, _ int64, fn func(stream.Record) error) error {
	for _, r := range m.topic(topic) {
		if err := fn(r); err != nil {
			return err
		}
	}
	return nil
}

func (m *memory) DeadLetter(_ context.Context, d stream.DeadLetter) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.dead = append(m.dead, d)
	return nil
}

func (m *memory) topic(name string) []stream.Record {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.records[name])
}

// log is the sent log as it stands: the last entry of every key.
func (m *memory) log(t require.TestingT) map[string]Delivery {
	out := map[string]Delivery{}
	for _, r := range m.topic(stream.TopicNotifications) {
		if r.Value == nil {
			delete(out, string(r.Key))
			continue
		}
		d, err := DecodeDelivery(r.Value)
		require.NoError(t, err)
		out[string(r.Key)] = d
	}
	return out
}

// publish appends an incident and returns its record.
func (m *memory) publish(t require.TestingT, inc *escalation.Incident) stream.Record {
	value, err := json.Marshal(inc)
	require.NoError(t, err)
	require.NoError(t, m.Produce(context.Background(), stream.Record{Topic: stream.TopicIncidents, Key: []byte(inc.ID), Value: value}))
	all := m.topic(stream.TopicIncidents)
	return all[len(all)-1]
}

// notifier is a sink that remembers. It answers with answer when set.
type notifier struct {
	mu     sync.Mutex
	got    []sinks.Notification
	at     []time.Time
	answer func(ctx context.Context, n sinks.Notification) (sinks.Receipt, error)
}

var _ sinks.Notifier = (*notifier)(nil)

func (f *notifier) Notify(ctx context.Context, n sinks.Notification) (sinks.Receipt, error) {
	f.mu.Lock()
	f.got = append(f.got, n)
	f.at = append(f.at, time.Now())
	answer := f.answer
	f.mu.Unlock()
	if answer != nil {
		return answer(ctx, n)
	}
	return sinks.Receipt{Ref: "ref:" + n.Key}, nil
}

func (f *notifier) calls() []sinks.Notification {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.got)
}

// events are what was sent, in short.
func (f *notifier) events() []string {
	var out []string
	for _, n := range f.calls() {
		out = append(out, string(n.Event)+" "+n.Incident)
	}
	return out
}

var errDown = errors.New("connection refused")

func down(context.Context, sinks.Notification) (sinks.Receipt, error) {
	return sinks.Receipt{}, errDown
}

// routes sends pages to oncall and to social, notifies to social.
func routes(t require.TestingT) *Tree {
	tree, err := NewTree(config.Route{Receiver: "social", Routes: []config.Route{
		{Receiver: "oncall", Match: config.Matches{"level = page"}, Continue: true},
		{Receiver: "social", Match: config.Matches{`level =~ "notify|page"`}},
	}}, []string{"oncall", "social"})
	require.NoError(t, err)
	return tree
}

func newMetrics() *Metrics { return NewMetrics(prometheus.NewRegistry()) }

// story is an incident that lives.
type story struct {
	inc escalation.Incident
	now time.Time
}

func newStory(id string, at time.Time) *story {
	return &story{now: at, inc: escalation.Incident{
		ID: id, Brand: "Acme", Level: escalation.LevelWatch, Severity: detectors.SeverityError, Status: escalation.StatusOpen,
		Kinds: []string{detectors.KindSecurityComplaint}, OpenedAt: at, UpdatedAt: at, Event: 1,
	}}
}

func (s *story) next() {
	s.now = s.now.Add(time.Second)
	s.inc.Event++
	s.inc.UpdatedAt = s.now
}

func (s *story) tell(level escalation.Level, severity detectors.Severity) *story {
	s.next()
	s.inc.Level, s.inc.Severity, s.inc.Status, s.inc.AcknowledgedBy = level, severity, escalation.StatusOpen, ""
	s.inc.Tells = append(slices.Clone(s.inc.Tells), escalation.Tell{
		Number: len(s.inc.Tells) + 1, Level: level, Severity: severity, At: s.now,
	})
	return s
}

func (s *story) notify() *story { return s.tell(escalation.LevelNotify, detectors.SeverityError) }
func (s *story) page() *story   { return s.tell(escalation.LevelPage, detectors.SeverityError) }

func (s *story) update() *story {
	s.next()
	return s
}

func (s *story) act(kind escalation.ActionKind) *story {
	s.next()
	s.inc.History = append(slices.Clone(s.inc.History), escalation.Done{Kind: kind, By: "jo", Via: "slack", At: s.now})
	switch kind { //nolint:exhaustive // the others change nothing here.
	case escalation.ActionAcknowledge:
		s.inc.Status, s.inc.AcknowledgedBy = escalation.StatusAcknowledged, "jo"
	case escalation.ActionResolve:
		s.inc.Status, s.inc.Level, s.inc.LoweredAt = escalation.StatusResolved, escalation.LevelWatch, s.now
	}
	return s
}

func (s *story) ack() *story     { return s.act(escalation.ActionAcknowledge) }
func (s *story) resolve() *story { return s.act(escalation.ActionResolve) }

func (s *story) lower() *story {
	s.next()
	s.inc.Level, s.inc.LoweredAt = escalation.LevelWatch, s.now
	return s
}

// copy is the incident as it stands.
func (s *story) copy() *escalation.Incident {
	inc := s.inc
	return &inc
}

// dispatcher is a processor that tests drive by hand: no goroutine of its own, the clock is a field.
type dispatcher struct {
	t      require.TestingT
	broker *memory
	stage  *Stage
	setup  Setup
	p      *processor
	now    time.Time
}

func newDispatcher(t require.TestingT, setup Setup, metrics *Metrics) *dispatcher {
	d := &dispatcher{t: t, broker: &memory{}, setup: setup, now: start()}
	if setup.Jitter == nil {
		d.setup.Jitter = func() float64 { return 0.5 }
	}
	d.stage = New(d.broker, d.setup, func() time.Time { return d.now }, metrics, zap.NewNop())
	d.restart()
	return d
}

// restart is the end of one process and the start of the next.
func (d *dispatcher) restart() {
	d.p = newProcessor(d.stage, d.setup, zap.NewNop())
	require.NoError(d.t, d.p.restore(context.Background(), stream.Generation{}))
}

func (d *dispatcher) take(incs ...*escalation.Incident) {
	for _, inc := range incs {
		require.NoError(d.t, d.p.Process(context.Background(), []stream.Record{d.broker.publish(d.t, inc)}))
	}
}

// settle lets every queue work until nothing is left to do, and moves the clock over the waits.
func (d *dispatcher) settle() {
	for range 10_000 {
		soonest, busy := forever, false
		for _, name := range slices.Sorted(maps.Keys(d.p.queues)) {
			wait, err := d.p.queues[name].deliver(context.Background(), context.Background())
			require.NoError(d.t, err)
			switch {
			case wait == 0:
				busy = true
			case wait > 0 && (soonest == forever || wait < soonest):
				soonest = wait
			}
		}
		switch {
		case busy:
		case soonest == forever:
			return
		default:
			d.now = d.now.Add(soonest)
		}
	}
	require.FailNow(d.t, "the queues never come to rest")
}

func status(t *testing.T, log map[string]Delivery, key string) string {
	t.Helper()
	d, ok := log[key]
	require.True(t, ok, "no entry %s", key)
	return string(d.Event) + " " + string(d.Status)
}
