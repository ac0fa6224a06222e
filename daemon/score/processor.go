package score

import (
	"context"
	"encoding/json"
	"fmt"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"go.uber.org/zap"
	"golang.org/x/sync/errgroup"

	"firebreak/daemon/escalation"
	"firebreak/daemon/escalation/crisis"
	"firebreak/daemon/obs"
	"firebreak/daemon/stream"
	"firebreak/detectors"
)

// Judge turns a mention from the topic into what the engine takes. It is pure and safe for concurrent use.
type Judge interface {
	Score(m detectors.Mention) Scored
}

// Setup is all of the configuration that the stage uses, swapped as one at a reload.
type Setup struct {
	Judge  Judge
	Engine Config
}

// Broker is what the stage needs of Kafka.
type Broker interface {
	stream.Producer
	ReadPartition(ctx context.Context, topic string, partition int, from, to int64, fn func(stream.Record) error) error
	Tail(ctx context.Context, topic string, partition int, from int64, fn func(stream.Record) error) error
	DeadLetter(ctx context.Context, d stream.DeadLetter) error
}

// Stage makes the processors of the score stage. Setup may be swapped at any time; processors take the new one at their next batch.
type Stage struct {
	broker  Broker
	log     *zap.Logger
	metrics *Metrics
	now     func() time.Time
	mask    func(string) string
	setup   atomic.Pointer[Setup]
}

// NewStage wires the stage. mask hides personal data in what goes to the dead letters.
func NewStage(broker Broker, setup Setup, mask func(string) string, now func() time.Time, metrics *Metrics, log *zap.Logger) *Stage {
	s := &Stage{broker: broker, log: log, metrics: metrics, now: now, mask: mask}
	s.setup.Store(&setup)
	return s
}

// Reload swaps the configuration.
func (s *Stage) Reload(setup Setup) { s.setup.Store(&setup) }

// Group describes the stage's consumer group.
func (s *Stage) Group() stream.GroupConfig {
	return stream.GroupConfig{ID: "score", Topics: []string{stream.TopicMentions, stream.TopicActions}, New: s.New}
}

// New makes the processor of a partition: it restores the partition's threads from the changelog before it returns.
func (s *Stage) New(ctx context.Context, partition int, gen stream.Generation) (stream.Processor, error) {
	setup := s.setup.Load()
	p := &processor{
		stage: s, setup: setup, partition: partition, generation: gen.ID, engine: NewEngine(setup.Engine),
		dirty: map[string]bool{}, overwritten: map[string]bool{}, published: map[string]int{}, decided: map[string]offsets{},
		began: s.now(), log: s.log.With(zap.Int(obs.KeyPartition, partition), zap.Int32(obs.KeyGeneration, gen.ID)),
	}
	began := s.now()
	threads, incidents, err := p.restore(ctx, gen)
	if err != nil {
		return nil, fmt.Errorf("restoring partition %d of %s: %w", partition, stream.TopicThreads, err)
	}
	p.log.Info("threads restored", zap.Int(obs.KeyThreads, p.engine.Len()), zap.Duration(obs.KeyTook, s.now().Sub(began)))
	p.watch(ctx, threads, incidents)
	return p, nil
}

// processor owns the threads of one partition.
type processor struct {
	stage      *Stage
	setup      *Setup
	partition  int
	generation int32
	// epoch marks what this owner writes.
	epoch  stream.Epoch
	engine *Engine
	dirty  map[string]bool
	// overwritten are the states whose incidents must be published again: see overwrite. published are the events of those published last.
	overwritten map[string]bool
	published   map[string]int
	// decided are, of incidents that were taken over from an owner that had not written the thread, the offsets that they were decided from.
	decided map[string]offsets
	// clock is the latest time of a record, held to the wall: what is now while the partition lags.
	clock time.Time
	// wall holds jumps of the wall clock, by the time elapsed since began.
	wall  wallClock
	began time.Time
	log   *zap.Logger

	zombies chan zombie
	// crises are what the topic of that name brings.
	crises chan crisis.Crisis
	stop   context.CancelFunc
	// watchers are the goroutines of watch.
	watchers sync.WaitGroup
}

// restore reads the changelog, then takes over incidents that were written by an owner that died before it wrote the thread. It returns the
// ends of what it has read.
func (p *processor) restore(ctx context.Context, gen stream.Generation) (threads, incidents int64, err error) {
	h := newHeritage()
	err = p.stage.broker.ReadPartition(ctx, stream.TopicThreads, p.partition, -1, -1, func(r stream.Record) error {
		threads = r.Offset + 1
		key := string(r.Key)
		if h.older(key, stream.EpochOf(r.Headers)) {
			p.dirty[key] = true
			return nil
		}
		delete(p.dirty, key)
		if r.Value == nil {
			p.engine.Drop(key)
			return nil
		}
		sum, _ := stream.HeaderValue(r.Headers, headerSummary)
		if err := p.engine.RestoreSummarized(key, string(sum), r.Value); err != nil {
			// Our own state is broken: to go on would be to decide from nothing.
			return fmt.Errorf("offset %d: %w", r.Offset, err)
		}
		return nil
	})
	if err != nil {
		return 0, 0, err
	}
	err = p.stage.broker.ReadPartition(ctx, stream.TopicIncidents, 0, -1, -1, func(r stream.Record) error {
		incidents = r.Offset + 1
		b, ok, err := p.bequestOf(&r)
		if ok {
			h.published(b)
		}
		return err
	})
	if err != nil {
		return 0, 0, err
	}
	if p.epoch, err = stream.EnterEpoch(ctx, gen, h.highest); err != nil {
		return 0, 0, err
	}
	p.inherit(h)
	return threads, incidents, nil
}

// owns reports whether an incident was written by the owner of this partition.
func (p *processor) owns(headers []stream.Header) bool {
	v, ok := stream.HeaderValue(headers, headerPartition)
	return ok && string(v) == strconv.Itoa(p.partition)
}

// watch follows the partition's own changelog and incidents for records of an older owner: a zombie that has not noticed yet that it lost the
// partition. Their keys are written over. It follows the crises, too, from their beginning: compacted, they are few.
func (p *processor) watch(ctx context.Context, threads, incidents int64) {
	// It lives as long as the processor, which Close ends.
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	p.stop, p.zombies, p.crises = cancel, make(chan zombie, 1024), make(chan crisis.Crisis, 64)
	follow := func(topic string, partition int, from int64, fn func(stream.Record)) {
		err := p.stage.broker.Tail(ctx, topic, partition, from, func(r stream.Record) error {
			fn(r)
			return nil
		})
		if err != nil && ctx.Err() == nil {
			p.log.Warn("a topic is not watched any more", zap.String(obs.KeyTopic, topic), zap.Error(err))
		}
	}
	rise := func(z zombie) {
		select {
		case p.zombies <- z:
		case <-ctx.Done():
		}
	}
	p.watchers.Go(func() {
		follow(stream.TopicThreads, p.partition, threads, func(r stream.Record) {
			if stream.EpochOf(r.Headers).Before(p.epoch) {
				rise(zombie{key: string(r.Key)})
			}
		})
	})
	p.watchers.Go(func() {
		follow(stream.TopicIncidents, 0, incidents, func(r stream.Record) {
			if !stream.EpochOf(r.Headers).Before(p.epoch) {
				return
			}
			// What cannot be read is not written over; whoever restores it stops.
			if b, ok, err := p.bequestOf(&r); err == nil && ok {
				rise(zombie{key: b.key, incident: &b})
			}
		})
	})
	p.watchers.Go(func() {
		follow(stream.TopicCrises, 0, 0, func(r stream.Record) {
			var c crisis.Crisis
			// The baseline is no crisis, and has no id.
			if r.Value == nil || json.Unmarshal(r.Value, &c) != nil || c.ID == "" {
				return
			}
			select {
			case p.crises <- c:
			case <-ctx.Done():
			}
		})
	})
}

// hear lets the threads know of crises.
func (p *processor) hear(out *outputs) {
	for {
		select {
		case c := <-p.crises:
			out.add(p.engine.Crisis(escalation.CrisisIncident(c.ID), c.Brand, c.Family, c.BeganAt, c.EndedAt)...)
		default:
			return
		}
	}
}

// Close ends the watch.
func (p *processor) Close() error {
	p.stop()
	p.watchers.Wait()
	return nil
}

// item is one record of a batch on its way.
type item struct {
	record stream.Record
	scored *Scored
	action *escalation.Action
	bad    error
}

// Process applies a batch and makes its outputs durable: first findings, pulse, actions and incidents, then the threads.
func (p *processor) Process(ctx context.Context, batch []stream.Record) error {
	p.reload()
	items := make([]item, len(batch))
	if err := p.read(batch, items); err != nil {
		return err
	}
	out := newOutputs(p)
	p.hear(out)
	wall := p.now()
	for i := range items {
		it := &items[i]
		switch {
		case it.bad != nil:
			if err := p.bury(ctx, it); err != nil {
				return err
			}
		case it.scored != nil:
			at := it.scored.Mention.CreatedAt
			if at.After(wall) {
				// A post from the future must not make clocks run out.
				at = wall
			}
			if at.After(p.clock) {
				p.clock = at
			}
			out.add(p.engine.Advance(p.clock)...)
			p.apply(it, out)
		case it.action != nil:
			if key, ok := p.engine.ActionKey(it.action); ok && !p.skip(key, &it.record) {
				act := p.engine.Act
				if p.decidedAlready(key, &it.record) {
					act = p.engine.AbsorbAction
					p.overwrite(key, true)
				}
				eff := act(*it.action)
				p.mark(eff, &it.record)
				out.add(eff)
			}
		}
	}
	p.rewriteZombies(out)
	return out.write(ctx)
}

func (p *processor) apply(it *item, out *outputs) {
	m := &it.scored.Mention
	key := p.engine.Key(m)
	if p.skip(key, &it.record) {
		return
	}
	p.stage.metrics.mention(m, &it.scored.Analysis)
	apply := p.engine.Apply
	if p.decidedAlready(key, &it.record) {
		apply = p.engine.Absorb
		// What was published may show the thread without it.
		p.overwrite(key, true)
	}
	eff := apply(it.scored)
	if eff.Key != "" || m.Kind == detectors.KindDelete {
		out.findings(it, p.engine.erased(key, m))
	}
	p.mark(eff, &it.record)
	out.add(eff)
}

// skip reports whether the state has a record applied already. Then it is an earlier owner's word that the commit relies on, and is written
// again as this one's: between the two a third may have written the state without it.
func (p *processor) skip(key string, r *stream.Record) bool {
	s := p.engine.State(key)
	if s == nil || !s.applied.has(r.Topic, r.Offset) {
		return false
	}
	p.dirty[key] = true
	return true
}

func (p *processor) mark(eff Effect, r *stream.Record) {
	if s := p.engine.State(eff.Key); s != nil {
		s.applied.note(r.Topic, r.Offset)
	}
}

// Idle lets clocks run out: by the wall once everything that waits has been applied, before that by the records' own time.
func (p *processor) Idle(ctx context.Context, caughtUp bool) error {
	p.reload()
	if caughtUp {
		if now := p.now(); now.After(p.clock) {
			p.clock = now
		}
	}
	out := newOutputs(p)
	p.hear(out)
	out.add(p.engine.Advance(p.clock)...)
	p.rewriteZombies(out)
	return out.write(ctx)
}

// now is the wall clock as far as it is believed.
func (p *processor) now() time.Time {
	at := p.stage.now()
	// Two readings that have a monotonic part are subtracted by it, whatever the wall says.
	now, jump := p.wall.read(at.Round(0), at.Sub(p.began))
	if jump != 0 {
		p.stage.metrics.jumps.Inc()
		p.log.Warn("the wall clock jumped: its time is held back for a while", zap.Duration(obs.KeyTook, jump), zap.Duration(obs.KeyHeld, holdJump))
	}
	return now
}

func (p *processor) reload() {
	if setup := p.stage.setup.Load(); setup != p.setup {
		p.setup = setup
		p.engine.Reconfigure(setup.Engine)
	}
}

// read decodes and analyses a batch, on all cores where it is worth it: this is the part that costs and needs no order.
func (p *processor) read(batch []stream.Record, items []item) error {
	const chunk = 32
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	for from := 0; from < len(batch); from += chunk {
		g.Go(func() error {
			for i := from; i < min(from+chunk, len(batch)); i++ {
				items[i] = p.decode(batch[i])
			}
			return nil
		})
	}
	return g.Wait()
}

func (p *processor) decode(r stream.Record) item {
	it := item{record: r}
	if r.Value == nil {
		return it
	}
	if r.Topic == stream.TopicActions {
		var a escalation.Action
		if err := json.Unmarshal(r.Value, &a); err != nil {
			it.bad = fmt.Errorf("decoding an action: %w", err)
		} else if a.ID == "" || a.Incident == "" || a.Kind == "" {
			it.bad = fmt.Errorf("decoding an action: id, incident and kind are required")
		} else {
			it.action = &a
		}
		return it
	}
	m, _, err := detectors.DecodeMention(r.Value)
	switch {
	case err != nil:
		it.bad = fmt.Errorf("decoding a mention: %w", err)
	case m.ThreadID == "" || m.Brand == "":
		it.bad = fmt.Errorf("decoding a mention: thread_id and brand are required on the topic")
	default:
		scored := p.setup.Judge.Score(m)
		it.scored = &scored
	}
	return it
}

// bury puts a record that cannot be read among the dead letters.
func (p *processor) bury(ctx context.Context, it *item) error {
	payload := strings.ToValidUTF8(string(it.record.Value), "\uFFFD")
	masked := p.stage.mask(payload)
	p.stage.metrics.bad.Inc()
	err := p.stage.broker.DeadLetter(ctx, stream.DeadLetter{
		Stage: "score", Place: fmt.Sprintf("%s/%d@%d", it.record.Topic, it.record.Partition, it.record.Offset), Reason: it.bad.Error(),
		Topic: it.record.Topic, Key: it.record.Key, Thread: it.record.Thread, Payload: []byte(masked), Masked: masked != payload, At: p.stage.now(),
	})
	if err != nil {
		return fmt.Errorf("burying %s offset %d: %w", it.record.Topic, it.record.Offset, err)
	}
	return nil
}
