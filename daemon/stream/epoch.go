package stream

import (
	"context"
	"fmt"
	"strconv"
	"time"
)

const (
	// headerGeneration carries the epoch of a record's writer, headerBase what is in it beside the group generation.
	headerGeneration = "generation"
	headerBase       = "generation_base"
	// doubts is how many seconds a new owner waits that finds a newer one's records: longer than a member that runs can be out of its group without
	// hearing of it. They are counted one by one, since one that stood still does not hear.
	doubts = 10
)

// Epoch orders the owners of a partition: of two records of one key, that of the higher epoch counts, whichever stands behind the other, since
// Kafka fences no producer that has lost its partition. It is the group generation, and on top of it where the epochs of an earlier group of
// the same name ended: a group that was deleted, or was empty for a week, counts its generations from 1 again. The zero value is that of
// records that carry none.
type Epoch struct{ number, base int64 }

// Before reports whether e is that of an earlier owner.
func (e Epoch) Before(o Epoch) bool { return e.number < o.number }

// Headers mark a record as written in the epoch.
func (e Epoch) Headers() []Header {
	out := []Header{{Key: headerGeneration, Value: strconv.AppendInt(nil, e.number, 10)}}
	if e.base > 0 {
		out = append(out, Header{Key: headerBase, Value: strconv.AppendInt(nil, e.base, 10)})
	}
	return out
}

// EpochOf reads the epoch of a record's writer.
func EpochOf(headers []Header) Epoch {
	read := func(key string) int64 {
		v, _ := HeaderValue(headers, key)
		n, err := strconv.ParseInt(string(v), 10, 64)
		if err != nil {
			return 0
		}
		return n
	}
	return Epoch{number: read(headerGeneration), base: read(headerBase)}
}

// EnterEpoch is the epoch of a new owner, that has found highest among what it restored. Where a newer owner seems to have written, this one has
// either lost the partition already, and ctx ends while it waits, or its group was made anew.
func EnterEpoch(ctx context.Context, gen Generation, highest Epoch) (Epoch, error) {
	e := Epoch{number: highest.base + int64(gen.ID), base: highest.base}
	if !e.Before(highest) {
		return e, nil
	}
	for range doubts {
		if !wait(ctx, time.Second) {
			return Epoch{}, fmt.Errorf("a newer owner has written already: %w", ctx.Err())
		}
	}
	return Epoch{number: highest.number + int64(gen.ID), base: highest.number}, nil
}
