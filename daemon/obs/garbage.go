package obs

import (
	"context"
	"math"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

const (
	// garbageRoom is how much garbage may lie about, in bytes. Where more is in use, it may be half of that.
	garbageRoom = 256 << 20
	// garbageEvery is how often the bound follows what is in use: a restart reads a hundred megabytes of threads a second.
	garbageEvery = 250 * time.Millisecond
)

// BoundGarbage keeps the memory of the process near to what is in use, until ctx is done, when it lets go. Go collects when the memory in use has
// doubled, so that a million threads would hold as much again for nothing. It does nothing where the operator has set GOMEMLIMIT. It is for one
// caller a process.
func BoundGarbage(ctx context.Context) {
	before := debug.SetMemoryLimit(-1)
	if before != math.MaxInt64 {
		return
	}
	defer debug.SetMemoryLimit(before)
	ticker := time.NewTicker(garbageEvery)
	defer ticker.Stop()
	use := newUse()
	for {
		debug.SetMemoryLimit(use.bound())
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return
		}
	}
}

// use reads what the process uses.
type use struct{ samples []metrics.Sample }

func newUse() *use {
	u := &use{}
	for _, name := range []string{
		"/gc/heap/live:bytes", "/memory/classes/total:bytes", "/memory/classes/heap/objects:bytes", "/memory/classes/heap/unused:bytes",
		"/memory/classes/heap/free:bytes", "/memory/classes/heap/released:bytes",
	} {
		u.samples = append(u.samples, metrics.Sample{Name: name})
	}
	return u
}

// bound is the most that the process should take now: what lived at the last collection, what is not of the heap, and room.
func (u *use) bound() int64 {
	metrics.Read(u.samples)
	var n [6]int64
	for i := range n {
		if v := u.samples[i].Value; v.Kind() == metrics.KindUint64 {
			n[i] = int64(min(v.Uint64(), math.MaxInt64/8)) //nolint:gosec // Within its bounds.
		}
	}
	live, other := n[0], n[1]-n[2]-n[3]-n[4]-n[5]
	return live + max(other, 0) + max(garbageRoom, live/2)
}
