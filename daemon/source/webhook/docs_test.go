package webhook_test

import (
	"context"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"firebreak/daemon/source/sourcetest"
	"firebreak/daemon/source/webhook"
)

// TestDocumentedPush runs the commands that the documentation shows.
func TestDocumentedPush(t *testing.T) {
	for _, tool := range []string{"sh", "openssl", "curl", "od"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("not run: %s is not installed", tool)
		}
	}
	page, err := os.ReadFile("../../../docs/sources/webhook.md")
	require.NoError(t, err)
	_, script, found := strings.Cut(string(page), "```sh\n")
	require.True(t, found)
	script, _, found = strings.Cut(script, "\n```")
	require.True(t, found)

	file := filepath.Join(t.TempDir(), "secret")
	require.NoError(t, os.WriteFile(file, []byte(keyOf("a")+"\n"+keyOf("b")+"\n"), 0o600))
	src, err := webhook.New("push", webhook.Config{SecretFile: file}, webhook.Options{})
	require.NoError(t, err)
	sink := sourcetest.NewSink(nil)
	ctx, cancel := context.WithCancel(t.Context())
	done, ready := make(chan error, 1), make(chan struct{})
	go func() { done <- src.Run(ctx, announcing{Sink: sink, ready: ready}) }()
	<-ready
	server := httptest.NewServer(src.Handler())
	defer server.Close()

	cmd := exec.CommandContext(t.Context(), "sh", "-eu", "-c", script)
	cmd.Env = append(os.Environ(), "URL="+server.URL+webhook.Path+"push", "SECRET_FILE="+file, "NO_PROXY=127.0.0.1")
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", out)
	require.JSONEq(t, `{"accepted":1,"rejected":[]}`, string(out))
	require.Equal(t, []string{"forum:981"}, sink.IDs())
	cancel()
	require.NoError(t, <-done)
}
