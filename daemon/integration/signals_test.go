//go:build integration

package integration_test

import (
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// logged reports whether the process has logged a text since it was started last.
func (p *process) logged(t *testing.T, text string) bool {
	t.Helper()
	data, err := os.ReadFile(p.log.Name())
	require.NoError(t, err)
	return strings.Contains(string(data[p.from:]), text)
}

func (p *process) awaitLog(t *testing.T, text string) {
	t.Helper()
	require.Eventually(t, func() bool { return p.logged(t, text) }, 30*time.Second, 10*time.Millisecond, "%q was not logged", text)
}

// TestSignals reloads a daemon, drains it, and cuts a drain short.
func TestSignals(t *testing.T) {
	w := newWorld(t, "")
	d := startDaemon(t, w.config)
	w.x.AwaitConnection(t)
	good, err := os.ReadFile(w.config)
	require.NoError(t, err)
	write := func(text string) { require.NoError(t, os.WriteFile(w.config, []byte(text), 0o600)) }
	hangUp := func() { require.NoError(t, d.cmd.Process.Signal(syscall.SIGHUP)) }

	write(strings.Replace(string(good), "receiver: oncall", "receiver: nobody", 1))
	hangUp()
	d.awaitLog(t, "the old one stays in force")
	w.tell(1)
	w.awaitPaged(t, time.Minute)

	write(strings.Replace(string(good), "name: Wishgenie", "name: Genie", 1))
	hangUp()
	d.awaitLog(t, "configuration reloaded")
	w.tell(1)
	w.awaitPaged(t, time.Minute)
	require.Equal(t, "Genie", w.pagerduty.Alerts()[1].Payload["component"], "the new brand is in force")

	// A call that hangs is given its grace; a second signal does not wait for it.
	w.pagerduty.Hang(true)
	w.tell(1)
	calls := w.pagerduty.Calls()
	require.Eventually(t, func() bool { return w.pagerduty.Calls() > calls }, time.Minute, 10*time.Millisecond)
	require.NoError(t, d.cmd.Process.Signal(syscall.SIGTERM))
	d.awaitLog(t, `"stopping"`)
	began := time.Now()
	require.NoError(t, d.cmd.Process.Signal(syscall.SIGTERM))
	require.Error(t, d.cmd.Wait(), "a stop that was cut short is not a success")
	require.Less(t, time.Since(began), 2*time.Second)
	require.Equal(t, 3, d.cmd.ProcessState.ExitCode())

	// What was in flight is told after the next start.
	w.pagerduty.Hang(false)
	d.start(t)
	w.settle(t)
	require.Zero(t, d.terminate(t))
}
