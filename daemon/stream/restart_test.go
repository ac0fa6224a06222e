package stream_test

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"firebreak/daemon/stream"
	"firebreak/daemon/stream/streamtest"
)

// restartable is a broker that a test takes down and brings back on the same address and data.
type restartable struct {
	addr    string
	down    func()
	up      func()
	patient time.Duration
}

func restartableEmbedded(t *testing.T) restartable {
	t.Helper()
	dir := t.TempDir()
	e := startEmbedded(t, stream.EmbeddedConfig{Dir: dir})
	addr := e.Addr()
	return restartable{
		addr: addr, patient: patience,
		down: func() { require.NoError(t, e.Close()) },
		up:   func() { e = startEmbedded(t, stream.EmbeddedConfig{Dir: dir, Addr: addr}) },
	}
}

// restartableKafka is an Apache Kafka of this test's own, killed without a warning.
func restartableKafka(t *testing.T) restartable {
	t.Helper()
	if os.Getenv(streamtest.KafkaEnv) == "" {
		t.Skipf("not run: %s names no broker, so that a second one is not wanted either", streamtest.KafkaEnv)
	}
	script, err := filepath.Abs("../../deployments/kafka/broker.sh")
	require.NoError(t, err)
	dir := t.TempDir()
	run := func(args ...string) {
		// The clean-up needs it after the test's context has ended.
		cmd := exec.CommandContext(context.WithoutCancel(t.Context()), script, args...)
		cmd.Stderr = os.Stderr
		require.NoError(t, cmd.Run(), "broker.sh %s", strings.Join(args, " "))
	}
	port := twoFreePorts(t)
	run("start", dir, strconv.Itoa(port))
	t.Cleanup(func() { run("stop", dir) })
	addr := net.JoinHostPort("127.0.0.1", strconv.Itoa(port))
	return restartable{
		addr: addr, patient: 2 * time.Minute,
		down: func() {
			text, err := os.ReadFile(filepath.Join(dir, "pid"))
			require.NoError(t, err)
			pid, err := strconv.Atoi(strings.TrimSpace(string(text)))
			require.NoError(t, err)
			require.NoError(t, syscall.Kill(pid, syscall.SIGKILL))
			require.Eventually(t, func() bool { return !answers(t, addr) }, patience, 20*time.Millisecond)
		},
		up: func() { run("start", dir, strconv.Itoa(port)) },
	}
}

// answers reports whether anybody listens.
func answers(t *testing.T, addr string) bool {
	t.Helper()
	conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", addr)
	return err == nil && conn.Close() == nil
}

// twoFreePorts returns a port that is free together with the next.
func twoFreePorts(t *testing.T) int {
	t.Helper()
	var config net.ListenConfig
	for range 100 {
		a, err := config.Listen(t.Context(), "tcp", "127.0.0.1:0")
		require.NoError(t, err)
		port := netip.MustParseAddrPort(a.Addr().String()).Port()
		b, err := config.Listen(t.Context(), "tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(int(port)+1)))
		require.NoError(t, a.Close())
		if err == nil {
			require.NoError(t, b.Close())
			return int(port)
		}
	}
	require.FailNow(t, "no two free ports in a row")
	return 0
}

// TestRestartOfTheBroker restarts it under a tailing reader, a group and a producer: none of them notices more than a delay.
func TestRestartOfTheBroker(t *testing.T) {
	for name, start := range map[string]func(*testing.T) restartable{"embedded": restartableEmbedded, "kafka": restartableKafka} {
		t.Run(name, func(t *testing.T) { testRestart(t, start(t)) })
	}
}

func testRestart(t *testing.T, broker restartable) {
	t.Helper()
	c := streamtest.Open(t, streamtest.Config(t, broker.addr))
	require.NoError(t, c.EnsureTopics(t.Context()))
	tailed := make(chan string, 100)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
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

	broker.down()
	written := make(chan error, 1)
	go func() { written <- c.Produce(ctx, numbered(stream.TopicIncidents, "", 5, 5)...) }()
	broker.up()
	start := time.Now()
	require.NoError(t, <-written)
	t.Logf("written %s after the start", time.Since(start).Round(time.Millisecond))
	b.until(t, broker.patient, "the others", func() bool { return len(b.keys(stream.TopicIncidents)) == 10 })
	t.Logf("the group has them %s after the start", time.Since(start).Round(time.Millisecond))
	// A request whose answer was lost is sent again, so that a record may be there twice; none is missing, and none overtakes another for
	// the first time.
	seen := map[string]bool{}
	var first []string
	for len(first) < 10 {
		if key := <-tailed; !seen[key] {
			seen[key] = true
			first = append(first, key)
		}
	}
	for i, key := range first {
		require.Equal(t, fmt.Sprintf("k%d", i), key)
	}
	cancel()
	require.NoError(t, <-done)
}
