package simulation_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"firebreak/daemon/stream"
	"firebreak/sinks"
)

// The errors that the world answers with.
var (
	// errCrash is the end of an instance: it gets no answer to anything any more.
	errCrash = errors.New("crash")
	// errBroker is an error of the broker that does not pass, as the client returns it.
	errBroker = errors.New("broker says no")
	// errFenced is the broker's answer to a commit of a generation that is over.
	errFenced = errors.New("the group has moved on")
	// errLine is a call to a sink that broke.
	errLine = errors.New("connection reset")
)

// opKind is what an instance waits for.
type opKind int

const (
	// opTurn: a worker is ready for a batch, or to be idle.
	opTurn opKind = iota
	// opBegin: a worker waits before it starts a processor again.
	opBegin
	opRead
	opProduce
	opCommit
	opNotify
)

// op is one thing that a goroutine of an instance has asked the world for. All of them stand still until the world answers one: it alone decides
// who goes on, and with what, so that a seed says everything.
type op struct {
	kind    opKind
	by      *run
	place   place
	records []stream.Record
	offsets map[string]int64
	note    sinks.Notification
	to      string
	// seen is how many incidents the dispatcher had taken, at least, when it asked.
	seen    int64
	stamped bool
	reply   chan answer
	sort    string
}

// answer is what the world says.
type answer struct {
	err      error
	records  []stream.Record
	caughtUp bool
	receipt  sinks.Receipt
}

// ask waits for the world's answer, or for the end of ctx.
func (w *world) ask(ctx context.Context, o *op) answer {
	if err := ctx.Err(); err != nil {
		return answer{err: err}
	}
	o.reply = make(chan answer, 1)
	o.sort = o.name()
	w.mu.Lock()
	if o.by.inst.dead {
		w.mu.Unlock()
		return answer{err: errCrash}
	}
	w.pending = append(w.pending, o)
	w.mu.Unlock()
	select {
	case a := <-o.reply:
		return a
	case <-ctx.Done():
		w.mu.Lock()
		w.pending = slices.DeleteFunc(w.pending, func(p *op) bool { return p == o })
		w.mu.Unlock()
		return answer{err: ctx.Err()}
	}
}

// name orders what waits, whatever order the goroutines came in.
func (o *op) name() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %d ", o.by.name(), o.kind)
	for i := range o.records {
		b.WriteString(o.records[i].Topic)
		b.Write(o.records[i].Key)
		b.Write(o.records[i].Value)
	}
	b.WriteString(o.to + o.note.Key)
	return b.String()
}

// waiting returns what waits, in an order that depends on nothing but the seed.
func (w *world) waiting() []*op {
	w.mu.Lock()
	defer w.mu.Unlock()
	slices.SortStableFunc(w.pending, func(a, b *op) int { return strings.Compare(a.sort, b.sort) })
	return slices.Clone(w.pending)
}

// answer lets one goroutine go on, and waits until all stand still again.
func (w *world) answer(o *op, a answer) {
	w.mu.Lock()
	w.pending = slices.DeleteFunc(w.pending, func(p *op) bool { return p == o })
	w.mu.Unlock()
	o.reply <- a
	w.rest()
}

// handle is what a run sees of the world: the broker of its stage, and its sinks.
type handle struct {
	w *world
	r *run
}

// Produce implements stream.Producer.
func (h *handle) Produce(ctx context.Context, records ...stream.Record) error {
	records = slices.Clone(records)
	if records[0].Topic == stream.TopicThreads {
		// Kafka keeps no order between keys that matters to anybody; the stage's own is random.
		slices.SortFunc(records, func(a, b stream.Record) int { return strings.Compare(string(a.Key), string(b.Key)) })
	}
	return h.w.ask(ctx, &op{kind: opProduce, by: h.r, records: records}).err
}

// ReadPartition gives what the log holds at the time of the answer.
func (h *handle) ReadPartition(ctx context.Context, topic string, partition int, _, _ int64, fn func(stream.Record) error) error {
	a := h.w.ask(ctx, &op{kind: opRead, by: h.r, place: place{topic, partition}})
	if a.err != nil {
		return a.err
	}
	for _, r := range a.records {
		if err := fn(r); err != nil {
			return err
		}
	}
	return nil
}

// Tail leaves its function with the world, which calls it when it likes.
func (h *handle) Tail(ctx context.Context, topic string, partition int, from int64, fn func(stream.Record) error) error {
	t := &tail{by: h.r, place: place{topic, partition}, next: from, fn: fn}
	h.w.mu.Lock()
	h.r.tails = append(h.r.tails, t)
	h.w.mu.Unlock()
	<-ctx.Done()
	h.w.mu.Lock()
	h.r.tails = slices.DeleteFunc(h.r.tails, func(o *tail) bool { return o == t })
	h.w.mu.Unlock()
	return nil
}

// DeadLetter is a fault: nothing that cannot be read is ever written here.
func (h *handle) DeadLetter(_ context.Context, d stream.DeadLetter) error {
	h.w.mu.Lock()
	defer h.w.mu.Unlock()
	h.w.dead = append(h.w.dead, d)
	return nil
}

// tail is a reader that follows a partition.
type tail struct {
	by    *run
	place place
	next  int64
	fn    func(stream.Record) error
}

// sink is a run's way to a service.
type sink struct {
	h    *handle
	name string
}

// Notify implements sinks.Notifier.
func (s *sink) Notify(ctx context.Context, n sinks.Notification) (sinks.Receipt, error) {
	a := s.h.w.ask(ctx, &op{kind: opNotify, by: s.h.r, note: n, to: s.name})
	return a.receipt, a.err
}
