package stream

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/segmentio/kafka-go"
	"github.com/stretchr/testify/require"
)

// TestCompactionOnKafka reads a partition from every offset, after the cleaner of a real broker has taken the tail of batches and whole
// segments: kafka-go does not tell where such a batch ends.
func TestCompactionOnKafka(t *testing.T) {
	addr := os.Getenv("FIREBREAK_KAFKA")
	if addr == "" {
		t.Skip("not run: FIREBREAK_KAFKA names no broker")
	}
	cfg := Config{Brokers: []string{addr}, Prefix: fmt.Sprintf("compaction-%x.", time.Now().UnixNano()), Partitions: 1, Replication: 1}
	c, err := Open(t.Context(), cfg, nil)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, c.Close()) })
	require.NoError(t, c.EnsureTopics(t.Context()))
	// Segments of 1 MiB, the least that Kafka allows, are not merged with their neighbours when each holds more than half of it.
	set := map[string]string{"segment.bytes": "1048576", "segment.ms": "150", "min.cleanable.dirty.ratio": "0.01", "max.compaction.lag.ms": "200", "delete.retention.ms": "0"}
	var entries []kafka.IncrementalAlterConfigsRequestConfig
	for k, v := range set {
		entries = append(entries, kafka.IncrementalAlterConfigsRequestConfig{Name: k, Value: v, ConfigOperation: kafka.ConfigOperationSet})
	}
	res, err := c.admin.IncrementalAlterConfigs(t.Context(), &kafka.IncrementalAlterConfigsRequest{
		Resources: []kafka.IncrementalAlterConfigsRequestResource{
			{ResourceType: kafka.ResourceTypeTopic, ResourceName: c.topic(TopicThreads), Configs: entries},
		},
	})
	require.NoError(t, err)
	require.NoError(t, res.Resources[0].Error)

	written := int64(0)
	produce := func(keys ...int) {
		batch := make([]Record, len(keys))
		for i, k := range keys {
			batch[i] = Record{Topic: TopicThreads, Key: fmt.Appendf(nil, "t%d", k), Value: fmt.Appendf(nil, "%d", written)}
		}
		require.NoError(t, c.Produce(t.Context(), batch...))
		written += int64(len(keys))
	}
	for round := range 6 {
		// The last 40 of each batch are written again by the next.
		keys := []int{1000 + round}
		for i := range 40 {
			keys = append(keys, i)
		}
		produce(keys...)
		require.True(t, wait(t.Context(), 200*time.Millisecond))
	}
	// The tombstones at the end of this batch go too, and with them whatever says where it ends.
	large := bytes.Repeat([]byte("x"), 700<<10)
	tail := []Record{{Topic: TopicThreads, Key: []byte("kept"), Value: large}}
	for i := range 20 {
		tail = append(tail, Record{Topic: TopicThreads, Key: fmt.Appendf(nil, "gone%d", i)})
	}
	require.NoError(t, c.Produce(t.Context(), tail...))
	written += int64(len(tail))

	// What follows makes segments roll, and the cleaner run, until a fetch inside of that batch brings nothing although more follows.
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	stuck := func() bool {
		f, err := c.fetchOnce(ctx, TopicThreads, 0, written-1, written+1000, fetchBytes, time.Millisecond)
		require.NoError(t, err)
		return f.some && f.next == written-1 && f.end > written
	}
	fillers := 0
	for !stuck() {
		fillers++
		require.NoError(t, c.Produce(ctx, Record{Topic: TopicThreads, Key: fmt.Appendf(nil, "fill%d", fillers), Value: large}))
		require.True(t, wait(ctx, 700*time.Millisecond), "compaction did not happen")
	}
	require.Positive(t, fillers)
	next, err := c.fetch(ctx, TopicThreads, 0, written-1, written+1000, time.Millisecond)
	require.NoError(t, err)
	require.Equal(t, written, next.next, "the first offset after the batch")
	// Something to find behind it.
	require.NoError(t, c.Produce(ctx, Record{Topic: TopicThreads, Key: []byte("last"), Value: []byte("v")}))

	var left []int64
	state := map[string]string{}
	require.NoError(t, c.ReadPartition(ctx, TopicThreads, 0, -1, -1, func(r Record) error {
		left = append(left, r.Offset)
		state[string(r.Key)] = string(r.Value)
		return nil
	}))
	require.Equal(t, "v", state["last"])
	require.Len(t, state["kept"], len(large))
	require.Len(t, state, 6+40+2+fillers)
	for from := int64(0); from <= written; from++ {
		// Every offset of the tail, some of the rest.
		if from < written-25 && from%13 != 0 {
			continue
		}
		var got, want []int64
		for _, o := range left {
			if o >= from {
				want = append(want, o)
			}
		}
		require.NoError(t, c.ReadPartition(ctx, TopicThreads, 0, from, -1, func(r Record) error {
			got = append(got, r.Offset)
			return nil
		}))
		require.Equal(t, want, got, "from %d", from)
	}
}
