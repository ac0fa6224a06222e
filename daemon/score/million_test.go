package score_test

import (
	"encoding/binary"
	"fmt"
	"os"
	"regexp"
	"runtime"
	"runtime/debug"
	"strconv"
	"testing"
	"time"

	"github.com/cespare/xxhash/v2"
	"github.com/stretchr/testify/require"

	"firebreak/daemon/score"
)

// liveThreads is the number of threads of the goal.
const liveThreads = 1_000_000

// digits makes an id of a platform from a number.
func digits(n, length int) string {
	h := xxhash.Sum64(binary.LittleEndian.AppendUint64(nil, uint64(n)))
	return fmt.Sprintf("%019d", h%1e19)[:length]
}

// liveThread is the only post of a thread: mostly one that harms nobody, every fiftieth a complaint. Ids are as long and as random as those of X.
func liveThread(n int) *score.Scored {
	s := step{at: time.Duration(n) * 2 * time.Millisecond, by: digits(n, 10), id: liveKey(n), followers: int64(n % 4000)}
	if n%50 == 0 {
		s.says = plaintext
	}
	in := s.scored(n)
	in.Mention.ThreadID = in.Mention.ID
	in.Mention.Author.Handle, in.Mention.Author.Name = "someone"+digits(n+7, 5), "Some One "+digits(n+9, 4)
	in.Mention.URL = "https://x.com/i/status/" + digits(n, 19)
	in.Mention.Text = "just had my parcel delivered by @acmecare and the box was only a little dented, thanks for that I suppose"
	return in
}

func liveKey(n int) string { return "x:" + digits(n, 19) }

// BenchmarkLiveThreads holds a million threads, restored from the changelog's values as the daemon does it. It prints the bytes of a record and of a
// thread on the heap, the memory of the whole process (less the records, which live in Kafka), how long the restart takes, and how long all deadlines take
// to fire.
func BenchmarkLiveThreads(b *testing.B) {
	for b.Loop() {
		// The records lie in one piece, as far as possible from being memory of the engine's.
		var records []byte
		ends := make([]int, 0, liveThreads)
		e := score.NewEngine(config())
		began := time.Now()
		for n := range liveThreads {
			e.Apply(liveThread(n))
		}
		b.ReportMetric(float64(time.Since(began).Microseconds())/liveThreads, "µs/apply")
		for n := range liveThreads {
			data, err := e.Record(liveKey(n), 1)
			require.NoError(b, err)
			records = append(records, data...)
			ends = append(ends, len(records))
		}
		records = append(make([]byte, 0, len(records)), records...)
		e = nil
		runtime.KeepAlive(e)
		before := heap()
		debug.FreeOSMemory()
		idle := rss(b)
		b.ReportMetric(float64(len(records))/liveThreads, "B/record")

		began = time.Now()
		restored := score.NewEngine(config())
		from := 0
		for n, end := range ends {
			require.NoError(b, restored.RestoreRecord(liveKey(n), records[from:end]))
			from = end
		}
		took := time.Since(began)
		b.ReportMetric(took.Seconds(), "s/restart")
		b.ReportMetric(float64(took.Microseconds())/liveThreads, "µs/restore")
		b.ReportMetric(float64(rss(b)-idle)/(1<<20), "MiB-rss")
		b.ReportMetric(float64(heap()-before)/liveThreads, "B/thread")
		require.Equal(b, liveThreads, restored.Len())

		began = time.Now()
		fired := len(restored.Advance(start.Add(100 * 24 * time.Hour)))
		b.ReportMetric(float64(time.Since(began).Microseconds())/float64(fired), "µs/deadline")
		require.Zero(b, restored.Len())
		require.NoError(b, restored.Err())
		runtime.KeepAlive(records)
	}
}

// BenchmarkApply is a post of one of a few thousand threads, with its clocks.
func BenchmarkApply(b *testing.B) {
	b.ReportAllocs()
	e := score.NewEngine(config())
	n := 0
	for b.Loop() {
		in := liveThread(n % 3000)
		in.Mention.ID = "x:" + strconv.Itoa(n)
		in.Mention.CreatedAt = start.Add(time.Duration(n) * time.Second)
		e.Advance(in.Mention.CreatedAt)
		e.Apply(in)
		n++
	}
}

// rss is the memory of the process, in bytes.
func rss(tb testing.TB) int64 {
	tb.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		tb.Skipf("not run: %v", err)
	}
	m := regexp.MustCompile(`VmRSS:\s+(\d+) kB`).FindSubmatch(status)
	require.NotNil(tb, m)
	kb, err := strconv.ParseInt(string(m[1]), 10, 64)
	require.NoError(tb, err)
	return kb << 10
}

// heap is the memory in use after a collection, in bytes.
func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
