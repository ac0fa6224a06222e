package stream_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"firebreak/daemon/stream"
	"firebreak/daemon/stream/streamtest"
)

// The tests of this file run on the embedded broker, and on Apache Kafka when FIREBREAK_KAFKA names one.

func numbered(topic, thread string, from, n int) []stream.Record {
	out := make([]stream.Record, n)
	for i := range out {
		out[i] = stream.Record{
			Topic: topic, Thread: thread, Key: fmt.Appendf(nil, "k%d", from+i), Value: fmt.Appendf(nil, "v%d", from+i),
			Headers: []stream.Header{{Key: stream.HeaderBrand, Value: []byte("Acme")}},
		}
	}
	return out
}

func read(t *testing.T, c *stream.Client, topic string, partition int, from, to int64) []stream.Record {
	t.Helper()
	var out []stream.Record
	require.NoError(t, c.ReadPartition(t.Context(), topic, partition, from, to, func(r stream.Record) error {
		out = append(out, r)
		return nil
	}))
	return out
}

func readAll(t *testing.T, c *stream.Client, topic string, partition int) []stream.Record {
	t.Helper()
	return read(t, c, topic, partition, -1, -1)
}

func TestProduceAndRead(t *testing.T) {
	c := streamtest.Start(t)
	// More than one request's worth, so that the order across requests counts too.
	in := numbered(stream.TopicMentions, "thread-1", 0, 3000)
	for i := range in {
		in[i].Value = append(in[i].Value, bytes.Repeat([]byte{'x'}, 1000)...)
	}
	require.NoError(t, c.Produce(t.Context(), in...))
	p := c.PartitionFor("thread-1")
	out := readAll(t, c, stream.TopicMentions, p)
	require.Len(t, out, len(in))
	for i, r := range out {
		require.Equal(t, in[i].Key, r.Key)
		require.Equal(t, in[i].Value, r.Value)
		require.Equal(t, "thread-1", r.Thread)
		require.Equal(t, int64(i), r.Offset)
		require.Equal(t, p, r.Partition)
		require.Equal(t, stream.TopicMentions, r.Topic)
		require.WithinDuration(t, time.Now(), r.Time, time.Minute)
	}
	require.Len(t, read(t, c, stream.TopicMentions, p, 10, 20), 10)
	require.Equal(t, int64(10), read(t, c, stream.TopicMentions, p, 10, 20)[0].Offset)
	require.Empty(t, read(t, c, stream.TopicMentions, p, 20, 20))
	require.Empty(t, read(t, c, stream.TopicMentions, p, 3000, -1))
	require.Len(t, read(t, c, stream.TopicMentions, p, 2990, 99999), 10, "the end is known at the call")
	require.Empty(t, readAll(t, c, stream.TopicThreads, p))
}

func TestProduceRoutes(t *testing.T) {
	c := streamtest.Start(t)
	three := 3
	require.NoError(t, c.Produce(t.Context(),
		stream.Record{Topic: stream.TopicMentions, Thread: "a", Key: []byte("by thread"), Value: []byte("1")},
		stream.Record{Topic: stream.TopicMentions, Key: []byte("by key"), Value: []byte("2")},
		stream.Record{Topic: stream.TopicMentions, Thread: "a", Key: []byte("told"), Value: []byte("3"), ToPartition: &three},
		stream.Record{Topic: stream.TopicPulse, Thread: "a", Key: []byte("pulse by key"), Value: []byte("4")},
		stream.Record{Topic: stream.TopicIncidents, Thread: "a", Key: []byte("t:a"), Value: []byte("5")},
	))
	find := func(topic, key string) int {
		offsets, err := c.Offsets(t.Context(), topic)
		require.NoError(t, err)
		for _, p := range offsets {
			for _, r := range readAll(t, c, topic, p.Partition) {
				if string(r.Key) == key {
					return p.Partition
				}
			}
		}
		return -1
	}
	require.Equal(t, c.PartitionFor("a"), find(stream.TopicMentions, "by thread"))
	require.Equal(t, c.PartitionFor("by key"), find(stream.TopicMentions, "by key"))
	require.Equal(t, 3, find(stream.TopicMentions, "told"))
	require.Equal(t, 0, find(stream.TopicPulse, "pulse by key"))
	require.Equal(t, 0, find(stream.TopicIncidents, "t:a"))
	require.Equal(t, "a", readAll(t, c, stream.TopicIncidents, 0)[0].Thread, "the thread travels on every topic")
}

func TestProduceKeepsNullsAndTimes(t *testing.T) {
	c := streamtest.Start(t)
	past, future := time.Now().Add(-48*time.Hour).Truncate(time.Millisecond), time.Now().Add(48*time.Hour)
	header := []stream.Header{{Key: stream.HeaderThread, Value: []byte("own")}, {Key: "empty", Value: []byte{}}}
	require.NoError(t, c.Produce(t.Context(),
		stream.Record{Topic: stream.TopicCursors, Key: []byte("tombstone"), Time: past},
		stream.Record{Topic: stream.TopicCursors, Key: []byte("empty"), Value: []byte{}, Time: future, Headers: header, Thread: "other"},
		stream.Marker(stream.TopicCursors, 0),
	))
	out := readAll(t, c, stream.TopicCursors, 0)
	require.Len(t, out, 2, "nobody gets a marker")
	require.Nil(t, out[0].Value)
	require.True(t, past.Equal(out[0].Time))
	require.NotNil(t, out[1].Value)
	require.Empty(t, out[1].Value)
	require.WithinDuration(t, time.Now(), out[1].Time, time.Minute, "a time ahead of the broker's would be refused")
	require.Equal(t, "own", out[1].Thread, "a thread header that is there stays")
	require.Len(t, out[1].Headers, 2)
}

func TestProduceErrors(t *testing.T) {
	c := streamtest.Start(t)
	require.ErrorIs(t, c.Produce(t.Context(), stream.Record{Topic: "else"}), stream.ErrUnknownTopic)
	large := stream.Record{Topic: stream.TopicCursors, Key: []byte("k"), Value: make([]byte, stream.MaxMessageBytes)}
	require.ErrorIs(t, c.Produce(t.Context(), large), stream.ErrTooLarge)
	large.Value = large.Value[:stream.MaxMessageBytes-200]
	small := stream.Record{Topic: stream.TopicCursors, Key: []byte("k"), Value: []byte("small")}
	require.NoError(t, c.Produce(t.Context(), small, large, small), "the largest allowed")
	out := readAll(t, c, stream.TopicCursors, 0)
	require.Len(t, out, 3)
	require.Len(t, out[1].Value, stream.MaxMessageBytes-200)
	require.NoError(t, c.Produce(t.Context()))

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, c.Produce(ctx, small), context.Canceled)
	require.NoError(t, c.Close())
	require.NoError(t, c.Close())
	require.ErrorIs(t, c.Produce(t.Context(), small), stream.ErrClosed)
}

func TestOffsets(t *testing.T) {
	c := streamtest.Start(t)
	base := time.Now().Add(-time.Hour).Truncate(time.Millisecond)
	for i := range 10 {
		require.NoError(t, c.Produce(t.Context(), stream.Record{
			Topic: stream.TopicIncidents, Key: fmt.Appendf(nil, "%d", i), Value: []byte("x"), Time: base.Add(time.Duration(i) * time.Minute),
		}))
	}
	offsets, err := c.Offsets(t.Context(), stream.TopicIncidents)
	require.NoError(t, err)
	require.Equal(t, []stream.PartitionOffsets{{Partition: 0, First: 0, Last: 10}}, offsets)
	offsets, err = c.Offsets(t.Context(), stream.TopicMentions)
	require.NoError(t, err)
	require.Len(t, offsets, streamtest.Partitions)
	for name, tt := range map[string]struct {
		at   time.Time
		want int64
	}{
		"before all": {base.Add(-time.Hour), 0},
		"exact":      {base.Add(3 * time.Minute), 3},
		"between":    {base.Add(3*time.Minute + time.Second), 4},
		"after all":  {base.Add(time.Hour), 10},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := c.OffsetAt(t.Context(), stream.TopicIncidents, 0, tt.at)
			require.NoError(t, err)
			require.Equal(t, tt.want, got)
		})
	}
}

func TestReadEndsWithTheFunction(t *testing.T) {
	c := streamtest.Start(t)
	require.NoError(t, c.Produce(t.Context(), numbered(stream.TopicIncidents, "", 0, 100)...))
	boom := errors.New("boom")
	n := 0
	err := c.ReadPartition(t.Context(), stream.TopicIncidents, 0, 0, -1, func(stream.Record) error {
		if n++; n == 5 {
			return boom
		}
		return nil
	})
	require.ErrorIs(t, err, boom)
	require.Equal(t, 5, n)
	require.NoError(t, c.ReadPartition(t.Context(), stream.TopicIncidents, 0, 0, -1, func(stream.Record) error { return stream.ErrStop }))
	ctx, cancel := context.WithCancel(t.Context())
	err = c.ReadPartition(ctx, stream.TopicIncidents, 0, 0, -1, func(stream.Record) error {
		cancel()
		return ctx.Err()
	})
	require.ErrorIs(t, err, context.Canceled)
}

func TestTailFollows(t *testing.T) {
	c := streamtest.Start(t)
	require.NoError(t, c.Produce(t.Context(), numbered(stream.TopicCrises, "", 0, 3)...))
	ctx, cancel := context.WithCancel(t.Context())
	seen := make(chan string, 10)
	done := make(chan error, 1)
	go func() {
		done <- c.Tail(ctx, stream.TopicCrises, 0, 1, func(r stream.Record) error {
			seen <- string(r.Key)
			return nil
		})
	}()
	require.Equal(t, "k1", <-seen)
	require.Equal(t, "k2", <-seen)
	start := time.Now()
	require.NoError(t, c.Produce(t.Context(), numbered(stream.TopicCrises, "", 3, 1)...))
	require.Equal(t, "k3", <-seen)
	require.Less(t, time.Since(start), 300*time.Millisecond, "a waiting fetch is answered at once")
	cancel()
	require.NoError(t, <-done)
}

func TestEnsureTopicsIsIdempotentAndChecks(t *testing.T) {
	c := streamtest.Start(t)
	require.NoError(t, c.EnsureTopics(t.Context()))
	infos, err := c.Topics(t.Context())
	require.NoError(t, err)
	require.Len(t, infos, 10)
	for _, i := range infos {
		require.True(t, i.Exists, i.Name)
		require.Empty(t, i.Faults, i.Name)
		require.Len(t, i.Offsets, i.Partitions)
	}
	require.Equal(t, "compact,delete", infos[0].Policy)
	require.Equal(t, streamtest.Partitions, infos[0].Partitions)

	same := streamtest.Open(t, c.ConfigForTest(0))
	require.Equal(t, streamtest.Partitions, same.Partitions(), "an unset count is that of the topics")
	require.NoError(t, same.EnsureTopics(t.Context()))
	require.Equal(t, c.PartitionFor("x"), same.PartitionFor("x"))

	other := streamtest.Open(t, c.ConfigForTest(streamtest.Partitions+1))
	err = other.EnsureTopics(t.Context())
	require.ErrorIs(t, err, stream.ErrPartitions)
	require.ErrorContains(t, err, fmt.Sprintf("set kafka.partitions to %d", streamtest.Partitions))
	require.Equal(t, c.PartitionFor("x"), other.PartitionFor("x"), "records go where the topics say")
	infos, err = other.Topics(t.Context())
	require.NoError(t, err)
	require.Contains(t, infos[0].Faults[0].What, "4 partitions instead of 5")
}

func TestTopicsBeforeTheyExist(t *testing.T) {
	c := streamtest.Open(t, streamtest.Config(t, streamtest.Broker(t)))
	infos, err := c.Topics(t.Context())
	require.NoError(t, err)
	for _, i := range infos {
		require.False(t, i.Exists)
		require.Equal(t, "missing", i.Faults[0].What)
	}
}

func TestDeadLetters(t *testing.T) {
	c := streamtest.Start(t)
	at := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	whole := stream.DeadLetter{
		Stage: "score", Place: "mentions/3@17", Reason: "not JSON", Topic: stream.TopicMentions, Key: []byte("Acme:1"), Thread: "t1",
		Headers: map[string]string{stream.HeaderBrand: "Acme", "ce_id": "1"}, Payload: []byte("{[email]"), Masked: true, At: at,
	}
	shown := stream.DeadLetter{Stage: "ingest", Place: "feed.jsonl:3", Reason: "no id", Payload: []byte("{}"), At: at}
	require.NoError(t, c.DeadLetter(t.Context(), whole))
	require.NoError(t, c.DeadLetter(t.Context(), shown))
	require.NoError(t, c.Produce(t.Context(), stream.Record{Topic: stream.TopicDeadletter, Key: []byte("x"), Value: []byte("garbage")}))
	var got []stream.DeadLetter
	require.NoError(t, c.ListDeadLetters(t.Context(), func(offset int64, d stream.DeadLetter) error {
		require.Equal(t, int64(len(got)), offset)
		got = append(got, d)
		return nil
	}))
	require.Len(t, got, 3)
	require.Equal(t, whole, got[0])
	require.Equal(t, shown, got[1])
	require.Equal(t, []byte("garbage"), got[2].Payload)

	require.NoError(t, c.Resend(t.Context(), 0))
	sent := readAll(t, c, stream.TopicMentions, c.PartitionFor("t1"))
	require.Len(t, sent, 1)
	require.Equal(t, whole.Payload, sent[0].Value)
	require.Equal(t, whole.Key, sent[0].Key)
	brand, _ := stream.HeaderValue(sent[0].Headers, stream.HeaderBrand)
	require.Equal(t, "Acme", string(brand))
	require.ErrorIs(t, c.Resend(t.Context(), 1), stream.ErrNotResendable)
	require.ErrorIs(t, c.Resend(t.Context(), 99), stream.ErrNoDeadLetter)
	require.ErrorIs(t, c.Resend(t.Context(), -1), stream.ErrNoDeadLetter)
}
