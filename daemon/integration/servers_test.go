//go:build integration

package integration_test

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// startLimit is generous: a Java server on a busy machine takes its time.
const startLimit = 90 * time.Second

// fetched returns the program that a script below deployments puts into place. What cannot be had is not run, and says so; in CI it fails.
func fetched(t *testing.T, server string, tools ...string) string {
	t.Helper()
	missing := func(format string, args ...any) {
		t.Helper()
		if os.Getenv("CI") != "" {
			t.Fatalf(format, args...)
		}
		t.Skipf("not run: "+format, args...)
	}
	for _, tool := range tools {
		if _, err := exec.LookPath(tool); err != nil {
			missing("the real %s needs %s", server, tool)
		}
	}
	script, err := filepath.Abs(filepath.Join("../../deployments", server, "fetch.sh"))
	require.NoError(t, err)
	var out, complaints bytes.Buffer
	cmd := exec.CommandContext(t.Context(), script)
	cmd.Stdout, cmd.Stderr = &out, &complaints
	if err := cmd.Run(); err != nil {
		missing("the real %s cannot be fetched: %v: %s", server, err, complaints.String())
	}
	return strings.TrimSpace(out.String())
}

// serveReal runs a server until the end of the test, and waits until it is ready.
func serveReal(t *testing.T, ready func() bool, name string, args ...string) {
	t.Helper()
	log, err := os.Create(filepath.Join(t.TempDir(), "log"))
	require.NoError(t, err)
	cmd := exec.CommandContext(context.WithoutCancel(t.Context()), name, args...)
	cmd.Stdout, cmd.Stderr = log, log
	require.NoError(t, cmd.Start())
	t.Cleanup(func() {
		_ = cmd.Process.Kill() // It may be gone already.
		_ = cmd.Wait()
		require.NoError(t, log.Close())
		if t.Failed() {
			said, err := os.ReadFile(log.Name())
			t.Logf("%s said (%v):\n%s", name, err, said)
		}
	})
	require.Eventually(t, ready, startLimit, 50*time.Millisecond, "%s did not start", name)
}
