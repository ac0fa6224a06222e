package ingest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"go.uber.org/zap"
	"golang.org/x/sync/errgroup"

	"firebreak/daemon/obs"
	"firebreak/daemon/source"
	"firebreak/daemon/stream"
	"firebreak/detectors"
)

const (
	// maxRequest bounds the posts of one request of a source, maxBatch those that are written together.
	maxRequest = 1000
	maxBatch   = 4000
	// writeGrace is how long writing may go on after the stage was asked to stop.
	writeGrace = 5 * time.Second
	// forgetEvery is how often conversations that are over are looked for.
	forgetEvery = time.Hour
)

// ErrStopping is returned to sources while the stage stops; what they offered was not taken.
var ErrStopping = errors.New("ingest is stopping")

// Broker is what the stage needs of Kafka.
type Broker interface {
	stream.Producer
	Offsets(ctx context.Context, topic string) ([]stream.PartitionOffsets, error)
	ReadPartition(ctx context.Context, topic string, partition int, from, to int64, fn func(stream.Record) error) error
	Tail(ctx context.Context, topic string, partition int, from int64, fn func(stream.Record) error) error
	DeadLetter(ctx context.Context, d stream.DeadLetter) error
}

// Feed is a source to run.
type Feed struct {
	// Name is unique. Key names the source's configuration: at a reload a feed with the same name and key goes on undisturbed.
	Name, Key string
	Source    source.Source
}

// Setup is all of the configuration that the stage uses, swapped as one at a reload.
type Setup struct {
	Directory *Directory
	Feeds     []Feed
	// Forget is how long a conversation is kept after its last post.
	Forget time.Duration
}

// Stage runs the sources and owns the post index.
type Stage struct {
	broker  Broker
	masker  Masker
	now     func() time.Time
	metrics *Metrics
	log     *zap.Logger

	requests chan *request
	learned  chan []*entry
	reloads  chan reload

	mu      sync.Mutex
	setup   Setup
	cursors map[string][]byte
	stopped chan struct{}
}

// request is what a source wants taken.
type request struct {
	source    string
	posts     []detectors.Mention
	directory *Directory
	concerned [][]int
	done      chan error
}

type reload struct {
	setup Setup
	done  chan struct{}
}

// NewStage wires the stage; Run starts it.
func NewStage(broker Broker, setup Setup, masker Masker, now func() time.Time, metrics *Metrics, log *zap.Logger) *Stage {
	return &Stage{
		broker: broker, masker: masker, now: now, metrics: metrics, log: log, setup: setup,
		requests: make(chan *request), learned: make(chan []*entry), reloads: make(chan reload),
		cursors: map[string][]byte{}, stopped: make(chan struct{}),
	}
}

// Run rebuilds the index, then runs the sources until ctx is done. A source that ends or is refused ends alone. Run returns an error where
// the broker refuses for good. It may be called once.
func (s *Stage) Run(ctx context.Context) error {
	defer close(s.stopped)
	index := NewIndex()
	began := s.now()
	ends, err := s.restore(ctx, index)
	if err != nil {
		if ctx.Err() != nil {
			return nil
		}
		return fmt.Errorf("rebuilding the post index: %w", err)
	}
	s.log.Info("post index rebuilt", zap.Int(obs.KeyThreads, index.Len()), zap.Duration(obs.KeyTook, s.now().Sub(began)))

	group, groupCtx := errgroup.WithContext(ctx)
	for partition, from := range ends {
		group.Go(func() error { return s.learn(groupCtx, partition, from) })
	}
	feeds := newFeeds(s)
	s.mu.Lock()
	feeds.set(groupCtx, s.setup.Feeds)
	s.mu.Unlock()
	group.Go(func() error { return s.loop(groupCtx, index, feeds) })
	err = group.Wait()
	feeds.stop()
	if ctx.Err() != nil {
		return nil
	}
	return err
}

// Reload swaps the configuration and waits until it is in force.
func (s *Stage) Reload(ctx context.Context, setup Setup) error {
	r := reload{setup: setup, done: make(chan struct{})}
	select {
	case s.reloads <- r:
	case <-s.stopped:
		return ErrStopping
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case <-r.done:
		return nil
	case <-s.stopped:
		return ErrStopping
	}
}

// restore reads the headers of all mentions and the cursors. It returns where each partition ended.
func (s *Stage) restore(ctx context.Context, index *Index) ([]int64, error) {
	offsets, err := s.broker.Offsets(ctx, stream.TopicMentions)
	if err != nil {
		return nil, err
	}
	ends := make([]int64, len(offsets))
	var mu sync.Mutex
	var g errgroup.Group
	for i, o := range offsets {
		ends[i] = o.Last
		g.Go(func() error {
			return s.broker.ReadPartition(ctx, stream.TopicMentions, o.Partition, o.First, o.Last, func(r stream.Record) error {
				if e, ok := entryFrom(&r); ok {
					mu.Lock()
					index.restore(e)
					mu.Unlock()
				}
				return nil
			})
		})
	}
	g.Go(func() error {
		return s.broker.ReadPartition(ctx, stream.TopicCursors, 0, -1, -1, func(r stream.Record) error {
			var c source.Cursor
			if err := json.Unmarshal(r.Value, &c); err != nil {
				s.log.Warn("a cursor cannot be read", zap.ByteString(obs.KeySource, r.Key), zap.Error(err))
				return nil
			}
			s.mu.Lock()
			s.cursors[c.Source] = c.Cursor
			s.mu.Unlock()
			return nil
		})
	})
	return ends, g.Wait()
}

// learn follows what is written to a partition, so that this index knows what other instances let in.
func (s *Stage) learn(ctx context.Context, partition int, from int64) error {
	return s.broker.Tail(ctx, stream.TopicMentions, partition, from, func(r stream.Record) error {
		e, ok := entryFrom(&r)
		if !ok {
			return nil
		}
		select {
		case s.learned <- []*entry{e}:
			return nil
		case <-ctx.Done():
			return stream.ErrStop
		}
	})
}

// loop is the one writer of the index.
func (s *Stage) loop(ctx context.Context, index *Index, feeds *feeds) error {
	// What is being written when the stage is asked to stop is finished, within limits.
	write, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	defer context.AfterFunc(ctx, func() { time.AfterFunc(writeGrace, cancel) })()

	s.mu.Lock()
	setup := s.setup
	s.mu.Unlock()
	pipeline := NewPipeline(setup.Directory, s.masker, index, false)
	ticker := time.NewTicker(forgetEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case entries := <-s.learned:
			for _, e := range entries {
				index.restore(e)
			}
		case r := <-s.reloads:
			setup = r.setup
			s.mu.Lock()
			s.setup = setup
			s.mu.Unlock()
			pipeline = NewPipeline(setup.Directory, s.masker, index, false)
			feeds.set(ctx, setup.Feeds)
			close(r.done)
		case <-ticker.C:
			if setup.Forget > 0 {
				index.Forget(s.now().Add(-setup.Forget))
			}
		case first := <-s.requests:
			if err := s.take(write, pipeline, s.gather(first)); err != nil {
				return fmt.Errorf("writing mentions: %w", err)
			}
			s.metrics.threads.Set(float64(index.Len()))
		}
	}
}

// gather takes what other sources offer at the same moment, to write it together.
func (s *Stage) gather(first *request) []*request {
	batch := []*request{first}
	for posts := len(first.posts); posts < maxBatch; {
		select {
		case r := <-s.requests:
			batch = append(batch, r)
			posts += len(r.posts)
		default:
			return batch
		}
	}
	return batch
}

// take makes mentions of posts and answers the sources once all are durable.
func (s *Stage) take(ctx context.Context, p *Pipeline, batch []*request) error {
	before := p.counts
	var ready []detectors.Mention
	for _, r := range batch {
		s.metrics.heard.WithLabelValues(r.source).Add(float64(len(r.posts)))
		for i := range r.posts {
			concerned := r.concerned[i]
			if r.directory != p.dir {
				concerned = p.dir.Concerns(nil, &r.posts[i])
			}
			ready = p.join(ready, r.posts[i], concerned)
		}
	}
	err := s.write(ctx, p, ready)
	s.metrics.counts(before, p.counts)
	for _, r := range batch {
		r.done <- err
	}
	return err
}

func (s *Stage) write(ctx context.Context, p *Pipeline, ready []detectors.Mention) error {
	if len(ready) == 0 {
		return nil
	}
	records := make([]stream.Record, 0, len(ready))
	var erased []stream.Record
	for i := range ready {
		m := &ready[i]
		r, err := recordOf(m, p.dir.Speaker(m.Brand, m).Role == detectors.RoleBrand, p.dir.Hash())
		if err != nil {
			return err
		}
		records = append(records, r)
		if m.Kind == detectors.KindDelete {
			// The newest record of a partition is never compacted: a marker behind the deletion lets it erase.
			marker := stream.Marker(stream.TopicMentions, 0)
			marker.ToPartition, marker.Thread = nil, m.ThreadID
			erased = append(erased, marker)
		}
	}
	if err := s.broker.Produce(ctx, records...); err != nil {
		return err
	}
	for i := range ready {
		s.metrics.mentions.WithLabelValues(ready[i].Brand, string(ready[i].Kind)).Inc()
	}
	if len(erased) == 0 {
		return nil
	}
	return s.broker.Produce(ctx, erased...)
}

// bury puts what a source could not read among the dead letters.
func (s *Stage) bury(ctx context.Context, name string, raw []byte, place, reason string) error {
	s.metrics.rejected.WithLabelValues(name).Inc()
	payload := strings.ToValidUTF8(string(raw), "\uFFFD")
	if len(payload) > detectors.MaxLine {
		payload = strings.ToValidUTF8(payload[:detectors.MaxLine], "")
	}
	masked, _ := s.masker.Mask(payload, nil)
	return s.broker.DeadLetter(ctx, stream.DeadLetter{
		Stage: "ingest", Place: place, Reason: reason, Payload: []byte(masked), Masked: masked != payload, At: s.now(),
	})
}
