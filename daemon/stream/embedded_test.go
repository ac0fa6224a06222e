package stream_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"firebreak/daemon/stream"
	"firebreak/daemon/stream/streamtest"

	"github.com/stretchr/testify/require"
	"go.uber.org/zap"
	"go.uber.org/zap/zaptest/observer"
)

func startEmbedded(t *testing.T, cfg stream.EmbeddedConfig) *stream.Embedded {
	t.Helper()
	e, err := stream.StartEmbedded(t.Context(), cfg)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, e.Close()) })
	return e
}

func TestEmbeddedIsForThisMachineOnly(t *testing.T) {
	for _, addr := range []string{"0.0.0.0:0", ":9092", "[::]:9092", "10.0.0.1:9092", "example.org:9092"} {
		_, err := stream.StartEmbedded(t.Context(), stream.EmbeddedConfig{Dir: t.TempDir(), Addr: addr})
		require.ErrorIs(t, err, stream.ErrNotLoopback, addr)
	}
	for _, addr := range []string{"127.0.0.1", "localhost:x", "127.0.0.1:70000"} {
		_, err := stream.StartEmbedded(t.Context(), stream.EmbeddedConfig{Dir: t.TempDir(), Addr: addr})
		require.ErrorIs(t, err, stream.ErrConfig, addr)
	}
	_, err := stream.StartEmbedded(t.Context(), stream.EmbeddedConfig{})
	require.ErrorIs(t, err, stream.ErrConfig)
}

func TestEmbeddedLocksItsDirectory(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "made", "on", "demand")
	_, err := stream.EmbeddedAddr(dir)
	require.ErrorIs(t, err, stream.ErrNotRunning)
	core, logs := observer.New(zap.WarnLevel)
	e := startEmbedded(t, stream.EmbeddedConfig{Dir: dir, Log: zap.New(core)})
	require.Equal(t, 1, logs.Len())
	require.Contains(t, logs.All()[0].Message, "not for production")

	addr, err := stream.EmbeddedAddr(dir)
	require.NoError(t, err)
	require.Equal(t, e.Addr(), addr)
	info, err := os.Stat(dir)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o700), info.Mode().Perm())

	_, err = stream.StartEmbedded(t.Context(), stream.EmbeddedConfig{Dir: dir})
	require.ErrorIs(t, err, stream.ErrInUse)
	require.ErrorContains(t, err, fmt.Sprintf("process %d, listening on %s", os.Getpid(), addr))

	require.NoError(t, e.Close())
	require.NoError(t, e.Close())
	require.NoFileExists(t, filepath.Join(dir, "address"))
	_, err = stream.EmbeddedAddr(dir)
	require.ErrorIs(t, err, stream.ErrNotRunning)
	startEmbedded(t, stream.EmbeddedConfig{Dir: dir})
}

func TestEmbeddedPortInUse(t *testing.T) {
	e := startEmbedded(t, stream.EmbeddedConfig{Dir: t.TempDir()})
	other := t.TempDir()
	_, err := stream.StartEmbedded(t.Context(), stream.EmbeddedConfig{Dir: other, Addr: e.Addr()})
	require.ErrorContains(t, err, "address already in use")
	startEmbedded(t, stream.EmbeddedConfig{Dir: other})
}

// TestRestartOfTheBroker restarts it under a tailing reader, a group and a producer: none of them notices more than a delay.
func TestRestartOfTheBroker(t *testing.T) {
	dir := t.TempDir()
	e := startEmbedded(t, stream.EmbeddedConfig{Dir: dir})
	c := streamtest.Open(t, streamtest.Config(t, e.Addr()))
	require.NoError(t, c.EnsureTopics(t.Context()))
	tailed := make(chan string, 100)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		done <- c.Tail(ctx, stream.TopicIncidents, 0, 0, func(r stream.Record) error {
			tailed <- string(r.Key)
			return nil
		})
	}()
	b := newBoard()
	join(t, c, b.config("a", stream.TopicIncidents))
	require.NoError(t, c.Produce(t.Context(), numbered(stream.TopicIncidents, "", 0, 5)...))
	b.until(t, patience, "the first records", func() bool { return len(b.got) == 5 })

	require.NoError(t, e.Close())
	written := make(chan error, 1)
	go func() { written <- c.Produce(ctx, numbered(stream.TopicIncidents, "", 5, 5)...) }()
	startEmbedded(t, stream.EmbeddedConfig{Dir: dir, Addr: e.Addr()})
	start := time.Now()
	require.NoError(t, <-written)
	t.Logf("written %s after the start", time.Since(start).Round(time.Millisecond))
	b.until(t, patience, "the others", func() bool { return len(b.keys(stream.TopicIncidents)) == 10 })
	t.Logf("the group has them %s after the start", time.Since(start).Round(time.Millisecond))
	for i := range 10 {
		require.Equal(t, fmt.Sprintf("k%d", i), <-tailed)
	}
	cancel()
	require.NoError(t, <-done)
}

// TestGapsOfCompaction reads a partition in which compaction left holes: in the middle, at the end of batches, before the marker.
func TestGapsOfCompaction(t *testing.T) {
	e := startEmbedded(t, stream.EmbeddedConfig{Dir: t.TempDir()})
	c := streamtest.Open(t, streamtest.Config(t, e.Addr()))
	require.NoError(t, c.EnsureTopics(t.Context()))
	for round := range 4 {
		var batch []stream.Record
		for i := range 50 {
			batch = append(batch, stream.Record{Topic: stream.TopicThreads, ToPartition: new(int), Key: fmt.Appendf(nil, "t%d", i*(4-round)), Value: fmt.Appendf(nil, "%d", round)})
		}
		require.NoError(t, c.Produce(t.Context(), batch...))
	}
	require.NoError(t, c.Produce(t.Context(), stream.Marker(stream.TopicThreads, 0)))
	before := latest(readAll(t, c, stream.TopicThreads, 0))
	e.Clean()
	after := readAll(t, c, stream.TopicThreads, 0)
	require.Less(t, len(after), 200, "something was compacted")
	require.Equal(t, before, latest(after))
	offsets, err := c.Offsets(t.Context(), stream.TopicThreads)
	require.NoError(t, err)
	require.Equal(t, int64(201), offsets[0].Last)
	// Every bound gives the same records, wherever it falls.
	for from := int64(0); from <= 201; from += 7 {
		for _, to := range []int64{from, from + 1, from + 30, -1} {
			want := 0
			for _, r := range after {
				if r.Offset >= from && (to < 0 || r.Offset < to) {
					want++
				}
			}
			require.Len(t, read(t, c, stream.TopicThreads, 0, from, to), want, "[%d,%d)", from, to)
		}
	}
	b := newBoard()
	join(t, c, b.config("a", stream.TopicThreads))
	b.until(t, patience, "the end", func() bool { return b.caught[0] })
	require.Len(t, b.got, len(after))
	require.NoError(t, c.AwaitCaughtUp(t.Context(), "score", stream.TopicThreads))
}

func latest(records []stream.Record) map[string]string {
	out := map[string]string{}
	for _, r := range records {
		out[string(r.Key)] = string(r.Value)
	}
	return out
}

func TestTombstoneErases(t *testing.T) {
	e := startEmbedded(t, stream.EmbeddedConfig{Dir: t.TempDir()})
	c := streamtest.Open(t, streamtest.Config(t, e.Addr()))
	require.NoError(t, c.EnsureTopics(t.Context()))
	key, zero := []byte("Acme:1"), 0
	require.NoError(t, c.Produce(t.Context(), stream.Record{Topic: stream.TopicMentions, Key: key, Value: []byte("secret"), ToPartition: &zero}))
	require.NoError(t, c.Produce(t.Context(), stream.Record{Topic: stream.TopicMentions, Key: key, ToPartition: &zero}))
	require.NoError(t, c.Produce(t.Context(), stream.Marker(stream.TopicMentions, 0)))
	e.Clean()
	out := readAll(t, c, stream.TopicMentions, 0)
	require.Len(t, out, 1)
	require.Nil(t, out[0].Value)
}
