//go:build integration

package integration_test

import (
	"context"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"firebreak/daemon/stream"
)

// broker is a Kafka cluster that a test may restart.
type broker interface {
	// addr stays the same over restarts.
	addr() string
	// restart stops it and starts it again on the same data.
	restart(t *testing.T)
}

// eachBroker runs a test on a real Apache Kafka and on the embedded broker.
func eachBroker(t *testing.T, test func(t *testing.T, b broker)) {
	t.Helper()
	t.Run("kafka", func(t *testing.T) { test(t, startKafka(t)) })
	t.Run("embedded", func(t *testing.T) { test(t, startEmbedded(t)) })
}

// kafka is a real broker from the project's own script.
type kafka struct {
	dir  string
	port int
}

func startKafka(t *testing.T) *kafka {
	t.Helper()
	for _, tool := range []string{"java", "mvn"} {
		if _, err := exec.LookPath(tool); err != nil {
			if os.Getenv("CI") != "" {
				t.Fatalf("%s is needed for the real Kafka", tool)
			}
			t.Skipf("not run: the real Kafka needs %s", tool)
		}
	}
	k := &kafka{dir: t.TempDir(), port: freePorts(t)}
	k.start(t)
	t.Cleanup(func() { k.script(t, "stop", k.dir) })
	return k
}

func (k *kafka) addr() string { return net.JoinHostPort("127.0.0.1", strconv.Itoa(k.port)) }

func (k *kafka) start(t *testing.T) { k.script(t, "start", k.dir, strconv.Itoa(k.port)) }

func (k *kafka) restart(t *testing.T) {
	t.Helper()
	k.script(t, "stop", k.dir)
	k.start(t)
}

func (k *kafka) script(t *testing.T, args ...string) {
	t.Helper()
	path, err := filepath.Abs("../../deployments/kafka/broker.sh")
	require.NoError(t, err)
	cmd := exec.CommandContext(context.WithoutCancel(t.Context()), path, args...)
	cmd.Stdout, cmd.Stderr = os.Stderr, os.Stderr
	require.NoError(t, cmd.Run(), "broker.sh %v", args)
}

// freePorts returns a port that is free together with the next.
func freePorts(t *testing.T) int {
	t.Helper()
	var listen net.ListenConfig
	for range 100 {
		a, err := listen.Listen(t.Context(), "tcp", "127.0.0.1:0")
		require.NoError(t, err)
		address, ok := a.Addr().(*net.TCPAddr)
		require.True(t, ok)
		port := address.Port
		b, err := listen.Listen(t.Context(), "tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port+1)))
		require.NoError(t, a.Close())
		if err == nil {
			require.NoError(t, b.Close())
			return port
		}
	}
	t.Fatal("no two free ports in a row")
	return 0
}

// embedded is the embedded broker in a process of its own.
type embedded struct {
	dir  string
	port int
	cmd  *exec.Cmd
}

func startEmbedded(t *testing.T) *embedded {
	t.Helper()
	e := &embedded{dir: t.TempDir(), port: freePorts(t)}
	e.start(t)
	t.Cleanup(func() { e.kill() })
	return e
}

func (e *embedded) addr() string { return net.JoinHostPort("127.0.0.1", strconv.Itoa(e.port)) }

func (e *embedded) start(t *testing.T) {
	t.Helper()
	e.cmd = exec.CommandContext(context.WithoutCancel(t.Context()), os.Args[0])
	e.cmd.Env = append(os.Environ(), brokerEnv+"="+e.dir, addrEnv+"="+e.addr())
	e.cmd.Stderr = os.Stderr
	require.NoError(t, e.cmd.Start())
	require.Eventually(t, func() bool {
		addr, err := stream.EmbeddedAddr(e.dir)
		return err == nil && addr == e.addr()
	}, 30*time.Second, 20*time.Millisecond, "the embedded broker did not start")
}

func (e *embedded) kill() {
	_ = e.cmd.Process.Kill() // It may be gone already.
	_ = e.cmd.Wait()
}

// restart is by kill -9: the embedded broker must survive it.
func (e *embedded) restart(t *testing.T) {
	t.Helper()
	e.kill()
	e.start(t)
}
