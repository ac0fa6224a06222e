package stream_test

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/zap"
	"go.uber.org/zap/zaptest/observer"

	"firebreak/daemon/stream"
	"firebreak/daemon/stream/streamtest"
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

	e := startEmbedded(t, stream.EmbeddedConfig{Dir: t.TempDir(), Addr: "localhost:0"})
	host, port, err := net.SplitHostPort(e.Addr())
	require.NoError(t, err)
	require.Equal(t, "127.0.0.1", host)
	addrs, err := net.InterfaceAddrs()
	require.NoError(t, err)
	var dialer net.Dialer
	for _, a := range addrs {
		ip, _, err := net.ParseCIDR(a.String())
		require.NoError(t, err)
		if ip.IsLoopback() || ip.IsLinkLocalUnicast() {
			continue
		}
		conn, err := dialer.DialContext(t.Context(), "tcp", net.JoinHostPort(ip.String(), port))
		if err == nil {
			require.NoError(t, conn.Close())
		}
		require.Error(t, err, "reachable at %s", ip)
	}
	conn, err := dialer.DialContext(t.Context(), "tcp", e.Addr())
	require.NoError(t, err)
	require.NoError(t, conn.Close())
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
