package score_test

import (
	"encoding/json"
	"fmt"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"firebreak/daemon/score"
)

// BenchmarkLiveThreads holds many threads at once: mostly a post that harms nobody, every fiftieth a complaint with its answer. It prints bytes a
// thread, how long they take to be decoded from the changelog's values, and how long all deadlines take to fire.
func BenchmarkLiveThreads(b *testing.B) {
	const threads = 200_000
	for b.Loop() {
		e := score.NewEngine(config())
		var values [][]byte
		before := heap()
		for n := range threads {
			s := step{at: time.Duration(n) * 10 * time.Millisecond, by: fmt.Sprintf("u%d", n), id: fmt.Sprintf("x:%d", n)}
			if n%50 == 0 {
				s.says = plaintext
			}
			in := s.scored(n)
			in.Mention.ThreadID = in.Mention.ID
			in.Mention.Text = "just had my parcel delivered by @acmecare and the box was only a little dented, thanks for that I suppose"
			e.Apply(in)
		}
		b.ReportMetric(float64(heap()-before)/threads, "B/thread")
		for n := range threads {
			v, err := json.Marshal(score.Record{State: *e.State(fmt.Sprintf("x:%d", n))})
			require.NoError(b, err)
			values = append(values, v)
		}
		size := 0
		for _, v := range values {
			size += len(v)
		}
		b.ReportMetric(float64(size)/threads, "B/record")
		began := time.Now()
		restored := score.NewEngine(config())
		for n, v := range values {
			var rec score.Record
			require.NoError(b, json.Unmarshal(v, &rec))
			restored.Restore(fmt.Sprintf("x:%d", n), &score.State{Thread: rec.Thread, Incident: rec.Incident})
		}
		b.ReportMetric(float64(time.Since(began).Microseconds())/threads, "µs/restore")
		began = time.Now()
		restored.Advance(start.Add(100 * 24 * time.Hour))
		b.ReportMetric(float64(time.Since(began).Microseconds())/threads, "µs/deadline")
		runtime.KeepAlive(e)
	}
}

// heap is the memory in use after a collection, in bytes.
func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
