package obs_test

import (
	"context"
	"math"
	"runtime"
	"runtime/debug"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"firebreak/daemon/obs"
)

// TestBoundGarbage is of the whole process, and runs beside no other test.
func TestBoundGarbage(t *testing.T) {
	was := debug.SetMemoryLimit(math.MaxInt64)
	defer debug.SetMemoryLimit(was)
	limit := func() int64 { return debug.SetMemoryLimit(-1) }
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		obs.BoundGarbage(ctx)
	}()
	bounded := func(least, most int64) func() bool {
		return func() bool { return limit() > least && limit() < most }
	}
	require.Eventually(t, bounded(256<<20, 400<<20), 10*time.Second, time.Millisecond)
	// What is in use is not garbage: the bound makes room.
	held := make([]byte, 300<<20)
	runtime.GC()
	require.Eventually(t, bounded(556<<20, 700<<20), 10*time.Second, time.Millisecond)
	runtime.KeepAlive(held)
	cancel()
	<-done
	require.EqualValues(t, math.MaxInt64, limit())

	// The operator knows better.
	debug.SetMemoryLimit(1 << 30)
	obs.BoundGarbage(t.Context())
	require.EqualValues(t, 1<<30, limit())
}
