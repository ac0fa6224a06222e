package recorded_test

import (
	"encoding/json"
	"fmt"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"firebreak/daemon/replay"
	"firebreak/daemon/replay/recorded"
	"firebreak/daemon/stream"
	"firebreak/daemon/stream/streamtest"
	"firebreak/detectors"
)

var _ recorded.Source = (*stream.Client)(nil)

// record is a mention as ingest writes it.
func record(t *testing.T, thread, id string, at time.Time) stream.Record {
	t.Helper()
	data, err := json.Marshal(detectors.Mention{
		ID: id, Source: "x", Kind: detectors.KindPost, CreatedAt: at, Brand: "Acme", ThreadID: thread, Text: "acme", Author: detectors.Author{ID: "jane"},
	})
	require.NoError(t, err)
	return stream.Record{
		Topic: stream.TopicMentions, Key: []byte("Acme|" + id), Value: data, Thread: thread, Time: at,
		Headers: []stream.Header{{Key: stream.HeaderQueryHash, Value: []byte("h1")}},
	}
}

// TestOnABroker reads ranges of a broker that goes on being written to, and leaves no trace. It runs on the embedded broker, and on Apache Kafka
// where FIREBREAK_KAFKA names one.
func TestOnABroker(t *testing.T) {
	c := streamtest.Start(t)
	// Kafka counts in milliseconds. What is older than the retention may be gone at any moment.
	begin := time.Now().Add(-10 * time.Hour).Truncate(time.Millisecond)
	var want []string
	for i := range 60 {
		id := strconv.Itoa(i)
		want = append(want, id)
		require.NoError(t, c.Produce(t.Context(), record(t, fmt.Sprintf("thread %d", i%7), id, begin.Add(time.Duration(i)*time.Minute))))
	}
	before, err := c.Topics(t.Context())
	require.NoError(t, err)

	read := func(req recorded.Request, during func()) []string {
		req.Now = time.Now()
		plan, err := recorded.Make(t.Context(), c, &req)
		require.NoError(t, err)
		var got []string
		tally, err := plan.Read(t.Context(), c, recorded.Options{}, func(e replay.Event) error {
			if during != nil {
				during()
				during = nil
			}
			if !e.WarmUp {
				got = append(got, e.Mention.ID)
			}
			return nil
		})
		require.NoError(t, err)
		require.Zero(t, tally.Gone)
		require.Len(t, got, tally.Hashes["h1"])
		return got
	}
	require.Equal(t, want, read(recorded.Request{}, nil))
	at := func(minute int) recorded.Bound { return recorded.At(begin.Add(time.Duration(minute) * time.Minute)) }
	require.Equal(t, want[20:40], read(recorded.Request{From: at(20), To: at(40)}, nil))
	require.Equal(t, want[20:40], read(recorded.Request{From: at(20), To: at(40), WarmUp: time.Hour}, nil))
	require.Equal(t, want[50:], read(recorded.Request{From: recorded.At(begin.Add(49*time.Minute + time.Millisecond))}, nil))
	require.Empty(t, read(recorded.Request{From: at(60)}, nil))
	var parts []recorded.Part
	for p := range c.Partitions() {
		parts = append(parts, recorded.Part{Partition: p, From: recorded.Offset(0), To: recorded.Offset(1)})
	}
	require.NotEmpty(t, read(recorded.Request{Parts: parts}, nil))

	after, err := c.Topics(t.Context())
	require.NoError(t, err)
	require.Equal(t, before, after, "reading writes nothing and commits nothing")

	// The end is that of the moment at which it was planned.
	require.Equal(t, want, read(recorded.Request{}, func() {
		require.NoError(t, c.Produce(t.Context(), record(t, "thread 1", "too late", time.Now())))
	}))
}
