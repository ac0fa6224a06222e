// Package recorded reads a range of what the daemon recorded on the topics "mentions" and "actions", as one sequence in the order of arrival
// that is the same every time. It joins no group, commits nothing and writes nothing: what it needs of Kafka cannot.
package recorded

import (
	"context"
	"errors"
	"fmt"
	"time"

	"firebreak/daemon/stream"
)

// Source is what is read of Kafka; *stream.Client is one.
type Source interface {
	// Exists reports whether a topic is there.
	Exists(ctx context.Context, topic string) (bool, error)
	// Offsets are the bounds of a topic's partitions, in order.
	Offsets(ctx context.Context, topic string) ([]stream.PartitionOffsets, error)
	// OffsetAt is the offset of the first record that arrived at or after a time, or the end.
	OffsetAt(ctx context.Context, topic string, partition int, t time.Time) (int64, error)
	// ReadPartition calls fn for every record of [from, to), in order; a to below 0 is the present end.
	ReadPartition(ctx context.Context, topic string, partition int, from, to int64, fn func(stream.Record) error) error
}

// Errors of a request, to be tested with errors.Is.
var (
	// ErrRequest marks a request that asks for nothing that can be: its text says what is wrong.
	ErrRequest = errors.New("no such range")
	// ErrNoTopic says that nothing was ever recorded here.
	ErrNoTopic = errors.New("the topic does not exist")
)

// Bound is an end of a range: a time of arrival, or an offset. The zero value is the beginning of what is kept, or its end when the request
// is planned.
type Bound struct {
	kind   boundKind
	at     time.Time
	offset int64
}

type boundKind int

const (
	unbounded boundKind = iota
	byTime
	byOffset
)

// At is a bound at a time of arrival.
func At(t time.Time) Bound { return Bound{kind: byTime, at: t} }

// Offset is a bound at an offset.
func Offset(n int64) Bound { return Bound{kind: byOffset, offset: n} }

// IsZero reports whether the bound is none.
func (b Bound) IsZero() bool { return b.kind == unbounded }

// String is the bound in words.
func (b Bound) String() string {
	switch b.kind {
	case byTime:
		return stamp(b.at)
	case byOffset:
		return fmt.Sprintf("offset %d", b.offset)
	case unbounded:
	}
	return "the end"
}

// Part is the range of one partition of "mentions".
type Part struct {
	Partition int
	From, To  Bound
}

// Request asks for a range of mentions, and of the actions that arrived meanwhile.
type Request struct {
	// From and To hold for every partition. From belongs to the range, To does not.
	From, To Bound
	// Parts, where there are any, stand in place of From and To; partitions that they do not name are left out.
	Parts []Part
	// WarmUp is how far before the range reading begins, by arrival; 0 is none. What arrived then is marked, so that the state of threads is
	// known where the range begins.
	WarmUp time.Duration
	// Now is the time of the request.
	Now time.Time
}

// parts are the partitions that are asked for.
func (r *Request) parts(partitions int) ([]Part, error) {
	if len(r.Parts) == 0 {
		out := make([]Part, partitions)
		for i := range out {
			out[i] = Part{Partition: i, From: r.From, To: r.To}
		}
		return out, order(r.From, r.To)
	}
	known := map[int]bool{}
	for _, p := range r.Parts {
		switch {
		case p.Partition < 0 || p.Partition >= partitions:
			return nil, fmt.Errorf("%w: there is no partition %d, they are numbered 0 to %d", ErrRequest, p.Partition, partitions-1)
		case known[p.Partition]:
			return nil, fmt.Errorf("%w: partition %d is named twice", ErrRequest, p.Partition)
		}
		known[p.Partition] = true
		if err := order(p.From, p.To); err != nil {
			return nil, err
		}
	}
	return r.Parts, nil
}

// order refuses a range that ends before it begins.
func order(from, to Bound) error {
	backward := from.kind == byTime && to.kind == byTime && !from.at.Before(to.at) ||
		from.kind == byOffset && to.kind == byOffset && from.offset >= to.offset
	if backward {
		return fmt.Errorf("%w: it ends at %s, which is not after its beginning, %s", ErrRequest, to, from)
	}
	return nil
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }
