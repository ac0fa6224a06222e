package simulation_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"sync/atomic"
	"time"

	"go.uber.org/zap"
	"golang.org/x/time/rate"

	"firebreak/daemon/dispatch"
	"firebreak/daemon/score"
	"firebreak/daemon/stream"
)

// instance is one process. After a crash it is another one.
type instance struct {
	id int
	// dead, paused and stopping since a time. A paused one stands still, and does not know it.
	dead, paused, stopping, stopped bool
	since                           time.Time
	// skew is how far its wall clock is off, set how far it was at the start: clocks that are compared within a process do not jump.
	skew, set time.Duration
	runs      []*run
}

func (m *instance) awake() bool { return !m.dead && !m.paused && !m.stopped }

// working reports whether it still has something to finish in a group.
func (m *instance) working(g *group) bool {
	for _, r := range m.runs {
		if r.group == g && !r.ended.Load() {
			return true
		}
	}
	return false
}

// run is one partition number in the hands of one instance for one generation: what the stream package's worker does, with the same order of
// processing and committing, around the real processor.
type run struct {
	w          *world
	inst       *instance
	group      *group
	partition  int
	generation int32

	live, grace context.Context //nolint:containedctx // Two of the three lives of a worker; the test drives it from outside.
	cancel      context.CancelFunc
	heard       bool
	// ended is set by the run's own goroutine, which a timer may wake.
	ended atomic.Bool

	at, processed, committed map[string]int64
	tails                    []*tail
	// session is the life of the present processor.
	session *session
	// restored is the end of the sent log when a dispatcher read it.
	restored int64
	// held are records that a sabotage writes later.
	held []stream.Record
	// known is how many incidents a dispatcher has taken, at least; sent the same, by what it has written that it sends.
	known int64
	sent  map[string]int64
}

// decided puts back what a dispatcher knew at a call to when it wrote that it would call, since it makes up its mind once for both.
func (r *run) decided(o *op) {
	if r.group != r.w.sender {
		return
	}
	switch o.kind {
	case opProduce:
		for i := range o.records {
			if d, err := dispatch.DecodeDelivery(o.records[i].Value); err == nil && d.Status == dispatch.StatusSending {
				r.sent[d.Receiver+"|"+d.Incident] = o.seen
			}
		}
	case opNotify:
		key := o.to + "|" + o.note.Incident
		if seen, ok := r.sent[key]; ok {
			o.seen = seen
			delete(r.sent, key)
		}
	case opTurn, opBegin, opRead, opCommit:
	}
}

func (r *run) name() string {
	return fmt.Sprintf("i%03d %s/%d gen %d", r.inst.id, r.group.name, r.partition, r.generation)
}

// start launches a run, from what is committed.
func (w *world) start(m *instance, g *group, partition int) *run {
	r := &run{w: w, inst: m, group: g, partition: partition, generation: g.generation, committed: map[string]int64{}, sent: map[string]int64{}}
	for _, topic := range g.topics {
		r.committed[topic] = g.offsets[place{topic, partition}]
	}
	r.live, r.cancel = context.WithCancel(context.Background())
	grace, end := context.WithCancel(context.Background())
	r.grace = grace
	context.AfterFunc(r.live, func() { time.AfterFunc(finishWithin, end) })
	m.runs = append(m.runs, r)
	go r.loop()
	return r
}

// loop makes processors until the generation is over.
func (r *run) loop() {
	defer func() {
		r.ended.Store(true)
		r.cancel()
	}()
	for r.live.Err() == nil {
		err := r.process()
		if err == nil || errors.Is(err, errFenced) || errors.Is(err, errCrash) {
			return
		}
		r.w.ask(r.live, &op{kind: opBegin, by: r})
		if r.inst.dead {
			return
		}
	}
}

// process is the life of one processor.
func (r *run) process() (err error) {
	r.at, r.processed = maps.Clone(r.committed), maps.Clone(r.committed)
	r.session = newSession(r)
	p, err := r.open()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	for {
		turn := r.w.ask(r.live, &op{kind: opTurn, by: r})
		switch {
		case errors.Is(turn.err, errCrash):
			return turn.err
		case turn.err != nil:
			return r.commit()
		case len(turn.records) == 0:
			err = p.Idle(r.grace, turn.caughtUp)
		default:
			if r.w.opts.sabotage == commitFirst {
				r.move(turn.records)
				if err := r.commit(); err != nil {
					return err
				}
			}
			err = p.Process(r.grace, turn.records)
		}
		if err != nil {
			return err
		}
		r.move(turn.records)
		if err := r.commit(); err != nil {
			return err
		}
	}
}

// move notes what is processed.
func (r *run) move(batch []stream.Record) {
	for i := range batch {
		b := &batch[i]
		r.at[b.Topic] = max(r.at[b.Topic], b.Offset+1)
		r.processed[b.Topic] = max(r.processed[b.Topic], b.Offset+1)
	}
}

// commit commits what is new. Only the loss of the partition, or of the process, is an error.
func (r *run) commit() error {
	offsets := map[string]int64{}
	for topic, next := range r.processed {
		if next > r.committed[topic] {
			offsets[topic] = next
		}
	}
	if len(offsets) == 0 {
		return nil
	}
	err := r.w.ask(context.Background(), &op{kind: opCommit, by: r, offsets: offsets}).err
	switch {
	case errors.Is(err, errFenced), errors.Is(err, errCrash):
		return err
	case err == nil:
		maps.Copy(r.committed, offsets)
	}
	return nil
}

// open makes the real processor.
func (r *run) open() (stream.Processor, error) {
	gen := stream.Generation{Group: r.group.name, ID: r.w.opts.sabotage.generation(r.generation), Member: r.name()}
	h := &handle{w: r.w, r: r}
	if r.group == r.w.scorers {
		stage := score.NewStage(h, score.Setup{Judge: judge{}, Engine: engineConfig()}, func(s string) string { return s },
			func() time.Time { return r.w.wall(r.inst) }, r.w.opts.metrics.score, zap.NewNop())
		return stage.New(r.live, r.partition, gen)
	}
	setup := dispatch.Setup{
		Tree: r.w.opts.tree, Jitter: func() float64 { return 0.5 },
		Receivers: []dispatch.Receiver{
			{Name: pagerName, Notifier: &sink{h: h, name: pagerName}, Pager: true, Rate: rate.Inf},
			{Name: cardName, Notifier: &sink{h: h, name: cardName}, Rate: rate.Inf, Private: true},
		},
	}
	stage := dispatch.New(h, setup, func() time.Time { return time.Now().Add(r.inst.set) }, r.w.opts.metrics.dispatch, zap.NewNop())
	return stage.New(r.live, r.partition, gen)
}
