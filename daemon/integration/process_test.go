//go:build integration

package integration_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// process is a daemon under test.
type process struct {
	cmd  *exec.Cmd
	args []string
	log  *os.File
	// from is where the log of the current run begins.
	from int64
}

// startDaemon runs the daemon with a configuration; it is killed at the end of the test if it still runs.
func startDaemon(t *testing.T, config string, args ...string) *process {
	t.Helper()
	p := &process{args: append([]string{"run", "--config", config, "--log-format", "json", "--log-level", "info"}, args...)}
	var err error
	p.log, err = os.Create(filepath.Join(t.TempDir(), "daemon.log"))
	require.NoError(t, err)
	p.start(t)
	t.Cleanup(func() {
		p.kill()
		if t.Failed() {
			if data, err := os.ReadFile(p.log.Name()); err == nil {
				t.Logf("the daemon's log ends with:\n%s", data[max(0, len(data)-6000):])
			}
		}
		_ = p.log.Close()
	})
	return p
}

func (p *process) start(t *testing.T) {
	t.Helper()
	info, err := p.log.Stat()
	require.NoError(t, err)
	p.from = info.Size()
	p.cmd = exec.CommandContext(context.WithoutCancel(t.Context()), binary, p.args...)
	p.cmd.Stdout, p.cmd.Stderr = p.log, p.log
	require.NoError(t, p.cmd.Start())
}

// kill is kill -9.
func (p *process) kill() {
	if p.cmd.Process == nil || p.cmd.ProcessState != nil {
		return
	}
	_ = p.cmd.Process.Kill()
	_ = p.cmd.Wait()
}

// terminate drains the daemon and returns its exit code.
func (p *process) terminate(t *testing.T) int {
	t.Helper()
	require.NoError(t, p.cmd.Process.Signal(syscall.SIGTERM))
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = p.cmd.Wait()
	}()
	select {
	case <-done:
	case <-time.After(30 * time.Second):
		_ = p.cmd.Process.Signal(syscall.SIGQUIT)
		<-done
		t.Fatal("the daemon did not drain within 30 s")
	}
	return p.cmd.ProcessState.ExitCode()
}
