package dispatch

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"go.uber.org/zap"

	"firebreak/daemon/escalation"
	"firebreak/daemon/obs"
	"firebreak/daemon/stream"
)

const (
	// callGrace is how long a call in flight may go on after the processor was closed, writeGrace how long its result may take to be
	// written after that. Both fit into the time that a consumer group gives its members to leave.
	callGrace  = 3 * time.Second
	writeGrace = 2 * time.Second
)

// processor is the active dispatcher. One goroutine calls Process and Idle; every receiver has one of its own for its queue. The book is
// shared under the mutex, which is never held while something is sent or written.
type processor struct {
	stage *Stage
	log   *zap.Logger
	// epoch marks what this dispatcher writes. It is set by restore.
	epoch stream.Epoch

	mu       sync.Mutex
	setup    Setup
	book     *book
	queues   map[string]*queue
	caughtUp bool
	// launch starts a queue's goroutine; nil while the processor does not run.
	launch func(*queue)

	stop, hangUp, quit context.CancelFunc
	work               sync.WaitGroup
}

var _ stream.Processor = (*processor)(nil)

func newProcessor(s *Stage, setup Setup, log *zap.Logger) *processor {
	p := &processor{stage: s, log: log, book: newBook(), queues: map[string]*queue{}}
	p.reconfigure(setup)
	return p
}

// restore reads the sent log, and the incidents that it names, to their end. That may be ahead of what was committed, so their tells are
// admitted here: an alert must not be closed by a state whose tells are not known yet.
func (p *processor) restore(ctx context.Context, gen stream.Generation) error {
	began := p.stage.now()
	sent := map[string]Delivery{}
	var highest stream.Epoch
	epochs := map[string]stream.Epoch{}
	overwritten := map[string]bool{}
	err := p.stage.broker.ReadPartition(ctx, stream.TopicNotifications, 0, -1, -1, func(r stream.Record) error {
		key, epoch := string(r.Key), stream.EpochOf(r.Headers)
		if overwritten[key] = epoch.Before(epochs[key]); overwritten[key] {
			// A dispatcher wrote it that had lost its place, and knows less of whom we told.
			return nil
		}
		epochs[key] = epoch
		if highest.Before(epoch) {
			highest = epoch
		}
		if r.Value == nil {
			delete(sent, key)
			return nil
		}
		d, err := DecodeDelivery(r.Value)
		if err != nil {
			// Our own state is broken: to go on would be to forget whom we told.
			return fmt.Errorf("%s offset %d: %w", stream.TopicNotifications, r.Offset, err)
		}
		sent[key] = d
		return nil
	})
	if err != nil {
		return err
	}
	if p.epoch, err = stream.EnterEpoch(ctx, gen, highest); err != nil {
		return err
	}
	var admitted []Delivery
	for _, key := range slices.Sorted(maps.Keys(sent)) {
		p.book.restore(sent[key])
		if overwritten[key] {
			admitted = append(admitted, sent[key])
		}
	}
	err = p.stage.broker.ReadPartition(ctx, stream.TopicIncidents, 0, -1, -1, func(r stream.Record) error {
		if r.Value == nil {
			p.book.past.drop(string(r.Key))
			return nil
		}
		if !p.book.known(string(r.Key)) {
			return nil
		}
		// What cannot be read goes to the dead letters when it is processed, if it was not already.
		if inc, err := decodeIncident(r.Value); err == nil && !p.book.stale(inc.ID, stream.EpochOf(r.Headers)) {
			ds := p.book.admit(inc, began)
			p.book.take(inc, ds, stream.EpochOf(r.Headers))
			admitted = append(admitted, ds...)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := p.write(ctx, admitted); err != nil {
		return err
	}
	p.book.release()
	p.log.Info("sent log restored", zap.Int(obs.KeyCount, len(sent)), zap.Duration(obs.KeyTook, p.stage.now().Sub(began)))
	return nil
}

// reconfigure swaps the configuration. It is safe to call at any time.
func (p *processor) reconfigure(setup Setup) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.setup = setup
	known := make(map[string]traits, len(setup.Receivers))
	for _, r := range setup.Receivers {
		known[r.Name] = traits{pager: r.Pager, private: r.Private}
		q := p.queues[r.Name]
		if q == nil {
			q = newQueue(p, r.Name)
			p.queues[r.Name] = q
			q.configure(r, p.stage.now())
			if p.launch != nil {
				p.launch(q)
			}
		} else {
			q.configure(r, p.stage.now())
		}
	}
	for name := range p.queues {
		if _, ok := known[name]; !ok {
			p.stage.metrics.drop(name)
		}
	}
	p.book.configure(setup.Tree, known, setup.Shadow, setup.GatherAfter)
	homeless := p.book.homeless()
	for _, name := range slices.Sorted(maps.Keys(homeless)) {
		p.log.Warn("deliveries wait for a receiver that is not configured", zap.String(obs.KeyReceiver, name), zap.Int(obs.KeyCount, homeless[name]))
	}
	p.wake()
}

// start launches the queues. They outlive ctx until Close: a call in flight is let finish.
func (p *processor) start(ctx context.Context) {
	p.mu.Lock()
	defer p.mu.Unlock()
	writes, quit := context.WithCancel(context.WithoutCancel(ctx))
	calls, hangUp := context.WithCancel(writes) //nolint:gosec // Close calls it, or ends its parent.
	live, stop := context.WithCancel(calls)
	p.quit, p.hangUp, p.stop = quit, hangUp, stop
	p.launch = func(q *queue) { p.work.Go(func() { q.run(live, calls, writes) }) }
	for _, q := range p.queues {
		p.launch(q)
	}
}

// wake tells every queue to look again. The caller holds the mutex.
func (p *processor) wake() {
	for _, q := range p.queues {
		q.poke()
	}
}

// Close ends the queues. A call in flight gets callGrace; what was not sent is in the sent log as pending.
func (p *processor) Close() error {
	p.stage.retire(p)
	p.mu.Lock()
	running := p.launch != nil
	p.launch = nil
	p.mu.Unlock()
	if !running {
		return nil
	}
	p.stop()
	calls := time.AfterFunc(callGrace, p.hangUp)
	writes := time.AfterFunc(callGrace+writeGrace, p.quit)
	p.work.Wait()
	calls.Stop()
	writes.Stop()
	p.quit()
	for name := range p.queues {
		p.stage.metrics.drop(name)
	}
	return nil
}

// Process takes incidents: it writes what is to be told of them to the sent log, and lets the queues send it.
func (p *processor) Process(ctx context.Context, batch []stream.Record) error {
	latest := map[string]*escalation.Incident{}
	epochs := map[string]stream.Epoch{}
	var ids []string
	for i := range batch {
		r := &batch[i]
		if r.Topic != stream.TopicIncidents {
			continue
		}
		if r.Value == nil {
			delete(latest, string(r.Key))
			if err := p.erase(ctx, string(r.Key)); err != nil {
				return err
			}
			continue
		}
		inc, err := decodeIncident(r.Value)
		if err != nil {
			if err := p.bury(ctx, r, err); err != nil {
				return err
			}
			continue
		}
		epoch := stream.EpochOf(r.Headers)
		if last := latest[inc.ID]; last != nil && (epoch.Before(epochs[inc.ID]) || epoch == epochs[inc.ID] && older(inc, last)) {
			continue
		}
		if !slices.Contains(ids, inc.ID) {
			ids = append(ids, inc.ID)
		}
		latest[inc.ID], epochs[inc.ID] = inc, epoch
	}
	now := p.stage.now()
	p.mu.Lock()
	p.caughtUp = false
	admitted := map[string][]Delivery{}
	var all []Delivery
	for _, id := range ids {
		if p.book.stale(id, epochs[id]) {
			delete(latest, id)
		}
		if inc := latest[id]; inc != nil {
			admitted[id] = p.book.admit(inc, now)
			all = append(all, admitted[id]...)
		}
	}
	p.mu.Unlock()
	if err := p.write(ctx, all); err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, id := range ids {
		if inc := latest[id]; inc != nil {
			p.book.take(inc, admitted[id], epochs[id])
		}
	}
	p.wake()
	return nil
}

// older reports whether a comes before b in the life of an incident.
func older(a, b *escalation.Incident) bool {
	if !a.OpenedAt.Equal(b.OpenedAt) {
		return a.OpenedAt.Before(b.OpenedAt)
	}
	return a.Event < b.Event
}

// Idle notes whether all incidents were read, and tells the metrics what waits.
func (p *processor) Idle(_ context.Context, caughtUp bool) error {
	now := p.stage.now()
	p.mu.Lock()
	defer p.mu.Unlock()
	p.caughtUp = caughtUp
	for name := range p.book.receivers {
		n, since := p.book.pending(name)
		age := time.Duration(0)
		if !since.IsZero() {
			age = now.Sub(since)
		}
		p.stage.metrics.waiting(name, n, age)
	}
	return nil
}

func (p *processor) pending() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	total := 0
	for name := range p.book.receivers {
		n, _ := p.book.pending(name)
		total += n
	}
	return total
}

func (p *processor) idle() bool {
	p.mu.Lock()
	caughtUp := p.caughtUp
	p.mu.Unlock()
	return caughtUp && p.pending() == 0
}

// write makes deliveries durable, in their order.
func (p *processor) write(ctx context.Context, ds []Delivery) error {
	if len(ds) == 0 {
		return nil
	}
	records := make([]stream.Record, len(ds))
	for i := range ds {
		value, err := json.Marshal(&ds[i])
		if err != nil {
			return fmt.Errorf("encoding a delivery: %w", err)
		}
		key := ds[i].logKey()
		records[i] = stream.Record{
			Topic: stream.TopicNotifications, Key: []byte(key), Value: value, Headers: stream.CloudEvent{
				ID: key + "|" + string(ds[i].Event) + "|" + string(ds[i].Status), Source: "firebreak/dispatch",
				Type: "firebreak." + stream.TopicNotifications + ".v1", Subject: ds[i].Incident, ContentType: "application/json",
			}.Headers(),
		}
		records[i].Headers = append(records[i].Headers, p.epoch.Headers()...)
	}
	if err := p.stage.broker.Produce(ctx, records...); err != nil {
		return fmt.Errorf("writing the sent log: %w", err)
	}
	return nil
}

// erase forgets an incident whose record was erased, and its entries in the sent log.
func (p *processor) erase(ctx context.Context, id string) error {
	p.mu.Lock()
	keys := p.book.forget(id)
	p.mu.Unlock()
	if len(keys) == 0 {
		return nil
	}
	records := make([]stream.Record, len(keys))
	for i, key := range keys {
		records[i] = stream.Record{Topic: stream.TopicNotifications, Key: []byte(key), Headers: p.epoch.Headers()}
	}
	if err := p.stage.broker.Produce(ctx, records...); err != nil {
		return fmt.Errorf("erasing from the sent log: %w", err)
	}
	return nil
}

// bury puts a record that cannot be read among the dead letters.
func (p *processor) bury(ctx context.Context, r *stream.Record, reason error) error {
	d := stream.DeadLetter{
		Stage: "dispatch", Place: fmt.Sprintf("%s/%d@%d", r.Topic, r.Partition, r.Offset), Reason: reason.Error(), At: p.stage.now(),
	}
	p.mu.Lock()
	mask := p.setup.Mask
	p.mu.Unlock()
	if mask != nil {
		payload := strings.ToValidUTF8(string(r.Value), "\uFFFD")
		masked := mask(payload)
		d.Topic, d.Key, d.Payload, d.Masked = r.Topic, r.Key, []byte(masked), masked != payload
	}
	p.stage.metrics.bad.Inc()
	if err := p.stage.broker.DeadLetter(ctx, d); err != nil {
		return fmt.Errorf("burying %s offset %d: %w", r.Topic, r.Offset, err)
	}
	return nil
}

// decodeIncident reads an incident's record. Its tells must be numbered, since the sent log is kept by their numbers.
func decodeIncident(data []byte) (*escalation.Incident, error) {
	var inc escalation.Incident
	if err := json.Unmarshal(data, &inc); err != nil {
		return nil, fmt.Errorf("decoding an incident: %w", err)
	}
	if inc.ID == "" {
		return nil, errors.New("decoding an incident: its id is missing")
	}
	for i := range inc.Tells {
		if inc.Tells[i].Number < 1 || i > 0 && inc.Tells[i].Number <= inc.Tells[i-1].Number {
			return nil, fmt.Errorf("decoding an incident: tell %d follows no order", inc.Tells[i].Number)
		}
	}
	return &inc, nil
}
