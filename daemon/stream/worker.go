package stream

import (
	"context"
	"errors"
	"fmt"
	"math"
	"sync"
	"time"

	"go.uber.org/zap"
)

const (
	restartMin = time.Second
	restartMax = 30 * time.Second
)

// worker handles one partition number for one generation.
type worker struct {
	client *Client
	cfg    GroupConfig
	number int
	log    *zap.Logger
	gen    Generation
	commit *committer
}

// run works until the generation or the group ends. Then it returns, after the batch at hand.
func (w *worker) run(ctx, genCtx context.Context) {
	// kafka-go starts functions of a generation that has ended too, and does not wait for them.
	if genCtx.Err() != nil {
		return
	}
	// live ends at once with either; grace lets the batch at hand finish.
	live, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(genCtx, cancel)()
	grace, end := context.WithCancel(context.WithoutCancel(ctx))
	defer end()
	defer context.AfterFunc(live, func() { time.AfterFunc(finishWithin, end) })()

	defer func() {
		// The end of one function ends the generation. When ctx is the reason, RunGroup closes the group: to return before that would make
		// kafka-go join once more, only to leave.
		if ctx.Err() != nil {
			<-genCtx.Done()
		}
	}()

	b := backOff{min: restartMin, max: restartMax}
	for live.Err() == nil {
		progress, err := w.process(live, grace)
		switch {
		case errors.Is(err, errFenced):
			w.log.Info("partition taken over by another generation", zap.Error(err))
			return
		case err == nil || live.Err() != nil:
			if err != nil {
				w.log.Info("batch given up at the end of a generation", zap.Error(err))
			}
			return
		}
		if progress {
			b.reset()
		}
		delay := b.next()
		w.client.metrics.didRestart(w.cfg.ID)
		w.log.Error("partition worker starts again from the last commit", zap.Error(err), zap.Duration("after", delay))
		wait(live, delay)
	}
}

// process runs one processor from the last commit on. It returns nil at the end of the generation; progress says whether anything was
// processed.
func (w *worker) process(live, grace context.Context) (progress bool, err error) {
	positions := w.commit.rewind()
	p, err := w.cfg.New(live, w.number, w.gen)
	if err != nil {
		return false, fmt.Errorf("making the processor: %w", err)
	}
	defer func() {
		if closeErr := p.Close(); closeErr != nil {
			err = errors.Join(err, fmt.Errorf("closing the processor: %w", closeErr))
		}
	}()

	fetchCtx, stop := context.WithCancel(live)
	// One channel for all topics: senders are served in their order, so that no topic starves another.
	in := make(chan fetched)
	failed := make(chan error, len(positions))
	var fetchers sync.WaitGroup
	for topic, from := range positions {
		fetchers.Go(func() {
			failed <- w.client.fetchLoop(fetchCtx, topic, w.number, from, math.MaxInt64, func(f fetched) bool {
				select {
				case in <- f:
					return true
				case <-fetchCtx.Done():
					return false
				}
			})
		})
	}
	defer func() {
		stop()
		fetchers.Wait()
		for topic := range positions {
			w.client.metrics.dropLag(w.cfg.ID, topic, w.number)
		}
	}()

	s := &session{worker: w, processor: p, ends: map[string]int64{}, at: positions}
	ticker := time.NewTicker(w.cfg.Tick)
	defer ticker.Stop()
	for {
		select {
		case <-live.Done():
			return s.progress, s.flush()
		case err := <-failed:
			if live.Err() != nil {
				return s.progress, s.flush()
			}
			return s.progress, errors.Join(fmt.Errorf("fetching: %w", err), s.flush())
		case f := <-in:
			err = s.take(live, grace, f, in)
		case <-ticker.C:
			err = s.idle(grace)
		}
		if err != nil {
			return s.progress, err
		}
	}
}

// session is the work of one processor.
type session struct {
	*worker
	processor Processor
	// at is what would be read next of each topic, ends where it ends; a topic without an end was not heard of yet.
	at, ends map[string]int64
	lastIdle time.Time
	progress bool
}

// take processes a fetch, together with what other topics have ready, in batches.
func (s *session) take(live, grace context.Context, f fetched, in <-chan fetched) error {
	parts := []fetched{f}
	total := len(f.records)
	for more := true; more && total < s.cfg.MaxBatch; {
		select {
		case f := <-in:
			parts = append(parts, f)
			total += len(f.records)
		default:
			more = false
		}
	}
	batch := make([]Record, 0, min(total, s.cfg.MaxBatch))
	for _, f := range parts {
		s.ends[f.topic] = f.end
		for len(f.records) > 0 {
			n := min(len(f.records), s.cfg.MaxBatch-len(batch))
			batch = append(batch, f.records[:n]...)
			f.records = f.records[n:]
			if len(batch) == s.cfg.MaxBatch {
				if err := s.batch(grace, batch); err != nil {
					return err
				}
				batch = make([]Record, 0, min(total, s.cfg.MaxBatch))
				// What is left comes again in the next generation.
				if ended(live) {
					return nil
				}
			}
		}
		if len(batch) == 0 {
			s.moved(f.topic, f.next)
		}
	}
	if err := s.batch(grace, batch); err != nil {
		return err
	}
	for _, f := range parts {
		s.moved(f.topic, f.next)
	}
	return s.flush()
}

func ended(ctx context.Context) bool { return ctx.Err() != nil }

// moved notes that everything of a topic below next is processed, gaps at the end of a fetch included.
func (s *session) moved(topic string, next int64) {
	s.at[topic] = max(s.at[topic], next)
	s.commit.done(topic, next)
	s.client.metrics.setLag(s.cfg.ID, topic, s.number, max(0, s.ends[topic]-s.at[topic]))
}

// batch processes and commits one batch.
func (s *session) batch(grace context.Context, batch []Record) error {
	if len(batch) == 0 {
		return nil
	}
	if err := s.processor.Process(grace, batch); err != nil {
		return fmt.Errorf("processing %d records: %w", len(batch), err)
	}
	s.progress = true
	counts := map[string]int{}
	for _, r := range batch {
		counts[r.Topic]++
		s.moved(r.Topic, r.Offset+1)
	}
	for topic, n := range counts {
		s.client.metrics.didProcess(s.cfg.ID, topic, n)
	}
	if err := s.flush(); err != nil {
		return err
	}
	if time.Since(s.lastIdle) >= s.cfg.Tick {
		return s.idle(grace)
	}
	return nil
}

func (s *session) idle(grace context.Context) error {
	s.lastIdle = time.Now()
	if err := s.processor.Idle(grace, s.caughtUp()); err != nil {
		return fmt.Errorf("idling: %w", err)
	}
	return s.flush()
}

// caughtUp reports that the end of every topic has been reached, as far as the broker has told.
func (s *session) caughtUp() bool {
	for topic, at := range s.at {
		end, ok := s.ends[topic]
		if !ok || at < end {
			return false
		}
	}
	return true
}

// flush commits. Only the loss of the partition is an error: another commit may follow, and the records would only come again.
func (s *session) flush() error {
	err := s.commit.flush()
	if err == nil {
		return nil
	}
	s.client.metrics.commitFailed(s.cfg.ID)
	if errors.Is(err, errFenced) {
		return err
	}
	s.client.kafkaLog.warnOnce("committing offsets", zap.String("group", s.cfg.ID), zap.Int("partition", s.number), zap.Error(err))
	return nil
}
