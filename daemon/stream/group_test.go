package stream_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"

	"firebreak/daemon/stream"
	"firebreak/daemon/stream/streamtest"
)

const patience = 30 * time.Second

func produceThreads(t *testing.T, c *stream.Client, topic string, threads, from, each int) {
	t.Helper()
	for i := range threads {
		require.NoError(t, c.Produce(t.Context(), numbered(topic, fmt.Sprintf("t%d", i), from+i*each, each)...))
	}
}

func TestGroupProcessesEverythingInOrder(t *testing.T) {
	cfg := streamtest.Config(t, streamtest.Broker(t))
	reg := prometheus.NewRegistry()
	cfg.Registerer = reg
	c := streamtest.Open(t, cfg)
	require.NoError(t, c.EnsureTopics(t.Context()))
	produceThreads(t, c, stream.TopicMentions, 8, 0, 300)
	produceThreads(t, c, stream.TopicActions, 8, 0, 10)
	b := newBoard()
	group := b.config("a", stream.TopicMentions, stream.TopicActions)
	group.MaxBatch = 70
	largest := atomic.Int64{}
	group.New = func(_ context.Context, partition int, gen stream.Generation) (stream.Processor, error) {
		if gen.Group != "score" || gen.Member == "" || gen.ID <= 0 {
			return nil, fmt.Errorf("generation %+v", gen)
		}
		p := b.processor("a", partition)
		p.process = func(_ context.Context, _ int, batch []stream.Record) error {
			largest.Store(max(largest.Load(), int64(len(batch))))
			return nil
		}
		return p, nil
	}
	leave := join(t, c, group)
	b.until(t, patience, "all records", func() bool { return len(b.got) == 8*310 })
	b.until(t, patience, "every partition caught up", func() bool {
		return len(b.caught) == streamtest.Partitions && !slices.Contains([]bool{b.caught[0], b.caught[1], b.caught[2], b.caught[3]}, false)
	})
	require.Equal(t, int64(70), largest.Load())
	require.NoError(t, c.AwaitCaughtUp(t.Context(), "score", stream.TopicMentions, stream.TopicActions))
	next := map[string]int64{}
	for _, s := range b.got {
		require.Equal(t, s.record.Partition, s.partition)
		place := fmt.Sprint(s.record.Topic, s.partition)
		require.Equal(t, next[place], s.record.Offset, place)
		next[place]++
	}
	infos, err := c.Topics(t.Context())
	require.NoError(t, err)
	require.Equal(t, map[string]int64{"score": 0}, infos[0].Lag)

	families, err := reg.Gather()
	require.NoError(t, err)
	names := map[string]float64{}
	for _, f := range families {
		for _, m := range f.GetMetric() {
			names[f.GetName()] += m.GetCounter().GetValue() + m.GetGauge().GetValue()
		}
	}
	require.InDelta(t, 8*310, names["firebreak_stream_records_processed_total"], 0)
	require.GreaterOrEqual(t, names["firebreak_stream_rebalances_total"], 1.0)
	require.Contains(t, names, "firebreak_stream_lag_records")
	require.InDelta(t, 0, names["firebreak_stream_lag_records"], 0)

	start := time.Now()
	leave()
	require.Less(t, time.Since(start), 2*time.Second)
	require.Equal(t, streamtest.Partitions, b.closed)

	// What comes while nobody is there is read by the next, and nothing else.
	produceThreads(t, c, stream.TopicMentions, 1, 9000, 5)
	later := newBoard()
	join(t, c, later.config("b", stream.TopicMentions, stream.TopicActions))
	later.until(t, patience, "the new records", func() bool { return len(later.got) == 5 })
}

func TestGroupErrorStartsAgainFromTheLastCommit(t *testing.T) {
	c := streamtest.Start(t)
	require.NoError(t, c.Produce(t.Context(), numbered(stream.TopicIncidents, "", 0, 100)...))
	b := newBoard()
	cfg := b.config("a", stream.TopicIncidents)
	cfg.MaxBatch = 10
	var made, failures atomic.Int64
	cfg.New = func(_ context.Context, partition int, _ stream.Generation) (stream.Processor, error) {
		if made.Add(1) == 1 {
			return nil, errors.New("restore failed")
		}
		p := b.processor("a", partition)
		p.process = func(_ context.Context, _ int, batch []stream.Record) error {
			if batch[0].Offset == 50 && failures.Add(1) == 1 {
				return errors.New("disk full")
			}
			return nil
		}
		return p, nil
	}
	join(t, c, cfg)
	b.until(t, patience, "all records", func() bool { return len(b.got) == 100 })
	for i, s := range b.got {
		require.Equal(t, int64(i), s.record.Offset, "nothing is skipped, nothing committed comes again")
	}
	require.Equal(t, int64(3), made.Load())
	require.Equal(t, 1, b.closed, "the failed processor was closed")
}

// TestPoisonRecordGoesToTheDeadLetters is what every stage does: the record that cannot be processed is put aside, the ones behind it are
// not held up, and it comes back when somebody sends it again.
func TestPoisonRecordGoesToTheDeadLetters(t *testing.T) {
	c := streamtest.Start(t)
	records := numbered(stream.TopicMentions, "t", 0, 3)
	records[1].Value = []byte("{")
	require.NoError(t, c.Produce(t.Context(), records...))
	b := newBoard()
	var mended atomic.Bool
	cfg := b.config("a", stream.TopicMentions)
	cfg.New = func(_ context.Context, partition int, _ stream.Generation) (stream.Processor, error) {
		p := b.processor("a", partition)
		p.process = func(ctx context.Context, _ int, batch []stream.Record) error {
			for _, r := range batch {
				if string(r.Value) != "{" || mended.Load() {
					continue
				}
				err := c.DeadLetter(ctx, stream.DeadLetter{
					Stage: "score", Place: fmt.Sprintf("%s/%d@%d", r.Topic, r.Partition, r.Offset), Reason: "unexpected end",
					Topic: r.Topic, Key: r.Key, Thread: r.Thread, Payload: r.Value,
				})
				if err != nil {
					return err
				}
			}
			return nil
		}
		return p, nil
	}
	join(t, c, cfg)
	b.until(t, patience, "the records behind it", func() bool { return b.keys(stream.TopicMentions)["k2"] == 1 })
	var letters []stream.DeadLetter
	require.NoError(t, c.ListDeadLetters(t.Context(), func(_ int64, d stream.DeadLetter) error {
		letters = append(letters, d)
		return nil
	}))
	require.Len(t, letters, 1)
	require.Equal(t, fmt.Sprintf("mentions/%d@1", c.PartitionFor("t")), letters[0].Place)
	mended.Store(true)
	require.NoError(t, c.Resend(t.Context(), 0))
	b.until(t, patience, "the one that was sent again", func() bool { return b.keys(stream.TopicMentions)["k1"] == 2 })
}

func TestGroupFinishesTheBatchAtHand(t *testing.T) {
	c := streamtest.Start(t)
	require.NoError(t, c.Produce(t.Context(), numbered(stream.TopicIncidents, "", 0, 30)...))
	b := newBoard()
	cfg := b.config("a", stream.TopicIncidents)
	cfg.MaxBatch = 10
	working, release := make(chan struct{}), make(chan struct{})
	cfg.New = func(_ context.Context, partition int, _ stream.Generation) (stream.Processor, error) {
		p := b.processor("a", partition)
		p.process = func(ctx context.Context, _ int, batch []stream.Record) error {
			if batch[0].Offset == 10 {
				close(working)
				<-release
			}
			return ctx.Err()
		}
		return p, nil
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- c.RunGroup(ctx, cfg) }()
	<-working
	cancel()
	close(release)
	require.NoError(t, <-done)
	require.Len(t, b.got, 20, "the batch at hand, and no other")
	later := newBoard()
	join(t, c, later.config("b", stream.TopicIncidents))
	later.until(t, patience, "the rest", func() bool { return len(later.got) == 10 })
	require.Equal(t, int64(20), later.got[0].record.Offset)
}

func TestGroupRefusesWhatCannotWork(t *testing.T) {
	c := streamtest.Start(t)
	b := newBoard()
	bad := b.config("a", "else")
	require.ErrorIs(t, c.RunGroup(t.Context(), bad), stream.ErrUnknownTopic)
	bad = b.config("a", stream.TopicMentions, stream.TopicMentions)
	require.ErrorIs(t, c.RunGroup(t.Context(), bad), stream.ErrConfig)
	bad = b.config("a", stream.TopicMentions)
	bad.New = nil
	require.ErrorIs(t, c.RunGroup(t.Context(), bad), stream.ErrConfig)
	ended := make(chan error, 1)
	go func() { ended <- c.RunGroup(t.Context(), b.config("a", stream.TopicMentions)) }()
	b.until(t, patience, "assignment", func() bool { return len(b.open) == streamtest.Partitions })
	require.NoError(t, c.Close())
	require.ErrorIs(t, <-ended, stream.ErrClosed)
}

func TestTwoMembersShareAndHandOver(t *testing.T) {
	c := streamtest.Start(t)
	b := newBoard()
	topics := []string{stream.TopicMentions, stream.TopicActions}
	join(t, c, b.config("a", topics...))
	b.until(t, patience, "a alone", func() bool { return len(b.open) == streamtest.Partitions })
	other := streamtest.Open(t, c.ConfigForTest(streamtest.Partitions))
	leave := join(t, other, b.config("b", topics...))
	members := func() map[string]int {
		out := map[string]int{}
		for _, m := range b.open {
			out[m]++
		}
		return out
	}
	b.until(t, patience, "an even share", func() bool { return members()["a"] == 2 && members()["b"] == 2 })

	produceThreads(t, c, stream.TopicMentions, 20, 0, 10)
	produceThreads(t, c, stream.TopicActions, 20, 0, 10)
	b.until(t, patience, "all records", func() bool { return len(b.got) == 400 })
	owner := map[int]string{}
	for _, s := range b.got {
		if owner[s.partition] == "" {
			owner[s.partition] = s.member
		}
		require.Equal(t, owner[s.partition], s.member, "one member has a partition number of both topics")
	}

	start := time.Now()
	leave()
	b.until(t, patience, "a alone again", func() bool { return members()["a"] == streamtest.Partitions })
	t.Logf("clean hand-over: %s", time.Since(start).Round(time.Millisecond))
}

func TestTakeOverFromAKilledMember(t *testing.T) {
	c := streamtest.Start(t)
	b := newBoard()
	join(t, c, b.config("a", stream.TopicMentions))
	victim := &cable{}
	cfg := c.ConfigForTest(streamtest.Partitions)
	cfg.Dial = victim.dial
	other := streamtest.Open(t, cfg)
	join(t, other, b.config("b", stream.TopicMentions))
	b.until(t, patience, "both", func() bool {
		n := 0
		for _, m := range b.open {
			if m == "b" {
				n++
			}
		}
		return n == 2 && len(b.open) == streamtest.Partitions
	})
	victim.cut()
	start := time.Now()
	produceThreads(t, c, stream.TopicMentions, 20, 0, 10)
	b.until(t, patience, "records of all partitions", func() bool { return len(b.keys(stream.TopicMentions)) == 200 })
	took := time.Since(start)
	t.Logf("take-over from a killed member: %s", took.Round(time.Millisecond))
	require.Less(t, took, 10*time.Second)
}
