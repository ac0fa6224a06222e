package dispatch_test

import (
	"context"
	"encoding/json"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"
	"go.uber.org/zap"
	"golang.org/x/time/rate"

	"firebreak/config"
	"firebreak/daemon/dispatch"
	"firebreak/daemon/escalation"
	"firebreak/daemon/stream"
	"firebreak/daemon/stream/streamtest"
	"firebreak/sinks"
)

const patience = 30 * time.Second

// service counts what it accepted, by event and key, and holds calls back while it is shut.
type service struct {
	mu      sync.Mutex
	changed chan struct{}
	got     map[string]int
	open    chan struct{}
}

func newService() *service {
	s := &service{changed: make(chan struct{}), got: map[string]int{}, open: make(chan struct{})}
	close(s.open)
	return s
}

func (s *service) Notify(ctx context.Context, n sinks.Notification) (sinks.Receipt, error) {
	s.mu.Lock()
	open := s.open
	s.mu.Unlock()
	select {
	case <-open:
	case <-ctx.Done():
		return sinks.Receipt{}, ctx.Err()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.got[string(n.Event)+" "+n.Key]++
	close(s.changed)
	s.changed = make(chan struct{})
	return sinks.Receipt{Ref: n.Key}, nil
}

// shut makes calls hang until the returned function is called.
func (s *service) shut() (reopen func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	open := make(chan struct{})
	s.open = open
	return func() { close(open) }
}

// until waits for a condition over what was accepted.
func (s *service) until(t *testing.T, what string, ok func(got map[string]int) bool) {
	t.Helper()
	deadline := time.After(patience)
	for {
		s.mu.Lock()
		done, changed := ok(s.got), s.changed
		s.mu.Unlock()
		if done {
			return
		}
		select {
		case <-changed:
		case <-deadline:
			require.FailNow(t, "timed out waiting for "+what)
		}
	}
}

func publish(t *testing.T, c *stream.Client, inc *escalation.Incident) {
	t.Helper()
	value, err := json.Marshal(inc)
	require.NoError(t, err)
	require.NoError(t, c.Produce(t.Context(), stream.Record{Topic: stream.TopicIncidents, Key: []byte(inc.ID), Value: value}))
}

// launch runs a stage of its own client until stop, which waits for its end.
func launch(t *testing.T, cfg stream.Config, setup dispatch.Setup) (stage *dispatch.Stage, stop func()) {
	t.Helper()
	client := streamtest.Open(t, cfg)
	stage = dispatch.New(client, setup, time.Now, dispatch.NewMetrics(prometheus.NewRegistry()), zap.NewNop())
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- client.RunGroup(ctx, stage.Group()) }()
	var once sync.Once
	stop = func() {
		once.Do(func() {
			cancel()
			require.NoError(t, <-done)
		})
	}
	t.Cleanup(stop)
	return stage, stop
}

// TestRestartInTheMiddleSendsOnce runs the stage over a real broker: it is stopped while a page hangs and others wait, and a second one
// takes over.
func TestRestartInTheMiddleSendsOnce(t *testing.T) {
	cfg := streamtest.Config(t, streamtest.Broker(t))
	producer := streamtest.Open(t, cfg)
	require.NoError(t, producer.EnsureTopics(t.Context()))
	tree, err := dispatch.NewTree(config.Route{Receiver: "social", Routes: []config.Route{
		{Receiver: "oncall", Match: config.Matches{"level = page"}, Continue: true}, {Receiver: "social", Match: config.Matches{"level = page"}},
	}}, []string{"oncall", "social"})
	require.NoError(t, err)
	pager, card := newService(), newService()
	setup := dispatch.Setup{Tree: tree, Receivers: []dispatch.Receiver{
		{Name: "oncall", Notifier: pager, Pager: true, Rate: rate.Inf}, {Name: "social", Notifier: card, Rate: rate.Inf},
	}}
	_, stop := launch(t, cfg, setup)

	publish(t, producer, plaintext())
	const first = "tell firebreak/t:x:1/1"
	pager.until(t, "the first page", func(got map[string]int) bool { return got[first] == 1 })
	card.until(t, "the first card", func(got map[string]int) bool { return got[first] == 1 })

	reopen := pager.shut()
	for _, id := range []string{"t:x:2", "t:x:3", "t:x:4"} {
		publish(t, producer, with(plaintext(), func(i *escalation.Incident) { i.ID = id }))
	}
	card.until(t, "four cards, whatever the pager does", func(got map[string]int) bool { return len(got) == 4 })
	stop()
	reopen()
	publish(t, producer, with(plaintext(), func(i *escalation.Incident) { i.ID = "t:x:5" }))

	stage, _ := launch(t, cfg, setup)
	pager.until(t, "all pages", func(got map[string]int) bool { return len(got) == 5 })
	card.until(t, "all cards", func(got map[string]int) bool { return len(got) == 5 })
	require.Eventually(t, stage.Idle, patience, 10*time.Millisecond)
	for _, s := range []*service{pager, card} {
		for key, n := range s.got {
			require.Equal(t, 1, n, key)
		}
	}

	log := map[string]dispatch.Delivery{}
	require.NoError(t, producer.ReadPartition(t.Context(), stream.TopicNotifications, 0, -1, -1, func(r stream.Record) error {
		d, err := dispatch.DecodeDelivery(r.Value)
		log[string(r.Key)] = d
		return err
	}))
	// Both tells of an incident, at two receivers; the card's first tell was told with the second.
	require.Len(t, log, 5*3)
	for key, d := range log {
		want := dispatch.StatusSent
		if d.Tell == 1 {
			want = dispatch.StatusSuperseded
		}
		require.Equal(t, want, d.Status, key)
	}
}
