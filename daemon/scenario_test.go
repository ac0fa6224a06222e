package daemon_test

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/zap"

	"firebreak/config"
	"firebreak/daemon"
	"firebreak/daemon/escalation"
	"firebreak/daemon/replay"
)

// TestScenarios replays each story, checks what must be true of it, and compares every decision. -update rewrites what is expected, but not of a
// story whose story.yaml does not hold: read the difference line by line.
func TestScenarios(t *testing.T) {
	dirs, err := filepath.Glob("testdata/scenarios/*")
	require.NoError(t, err)
	require.NotEmpty(t, dirs)
	for _, dir := range dirs {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			cfg, err := daemon.LoadConfig(filepath.Join(dir, "config.yaml"))
			require.NoError(t, err)
			core, err := daemon.NewCore(cfg)
			require.NoError(t, err)
			mentions, err := os.ReadFile(filepath.Join(dir, "mentions.jsonl"))
			require.NoError(t, err)
			must := readStory(t, dir)
			var got told
			r := replay.New(core.Pipeline(false), core.Judge, core.Engine, replay.Options{
				Tail: must.Tail, Decide: got.decide, Incident: got.incident,
				Bad: func(_ string, line int, _ string) { got.bad = append(got.bad, line) },
			})
			require.NoError(t, must.play(t.Context(), r, mentions))
			require.Empty(t, must.misses(&got, mentions), "this must be true whatever the golden says")
			expected := filepath.Join(dir, "expected.jsonl")
			if *update {
				require.NoError(t, os.WriteFile(expected, []byte(got.golden(t)), 0o600))
			}
			want, err := os.ReadFile(expected)
			require.NoError(t, err, "run: make generate")
			require.Equal(t, string(want), got.golden(t))
		})
	}
}

// TestScenariosExerciseEveryRule names the rules that fire in no story.
func TestScenariosExerciseEveryRule(t *testing.T) {
	t.Parallel()
	goldens, err := filepath.Glob("testdata/scenarios/*/expected.jsonl")
	require.NoError(t, err)
	never := map[string]bool{}
	for _, rule := range escalation.Rules() {
		never[rule] = true
	}
	for _, golden := range goldens {
		data, err := os.ReadFile(golden)
		require.NoError(t, err)
		for line := range bytes.Lines(data) {
			var d escalation.Decision
			require.NoError(t, json.Unmarshal(line, &d))
			for _, r := range d.Reasons {
				delete(never, r.Rule)
			}
		}
	}
	require.Empty(t, slices.Sorted(maps.Keys(never)), "rules that fire in no story")
}

// TestReloadKeepsTheOldConfigurationOnAFault starts the daemon on an embedded broker, and reloads it.
func TestReloadKeepsTheOldConfigurationOnAFault(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "firebreak.yaml")
	write := func(text string) { require.NoError(t, os.WriteFile(file, []byte(text), 0o600)) }
	base := "kafka: {embedded: true, dir: data, partitions: 2}\n"
	write(base + "brands: [{name: Acme, query: acme}]\n")
	cfg, err := daemon.LoadConfig(file)
	require.NoError(t, err)
	d, err := daemon.New(daemon.Options{Config: cfg, Load: func() (*config.Config, error) { return daemon.LoadConfig(file) }, Log: zap.NewNop()})
	require.NoError(t, err)
	require.Error(t, d.Reload(t.Context()), "it has not started")
	done := make(chan error, 1)
	go func() { done <- d.Run(t.Context()) }()
	<-d.Ready()

	write(base + "brands: [{name: Acme, query: '(acme'}]\n")
	require.ErrorContains(t, d.Reload(t.Context()), "parenthesis")
	write("kafka: {embedded: true, dir: data, partitions: 3}\nbrands: [{name: Acme, query: acme}]\n")
	require.ErrorContains(t, d.Reload(t.Context()), "only a restart")
	write(base + "brands: [{name: Acme, query: acme OR acmecorp}]\n")
	require.NoError(t, d.Reload(t.Context()))

	require.NoError(t, d.Stop(t.Context()))
	require.NoError(t, d.Stop(t.Context()), "stopping twice is harmless")
	require.NoError(t, <-done)
	require.Error(t, d.Run(t.Context()), "it runs once")
}

// TestAPI asks a running daemon about a draft, through its listener and with its token.
func TestAPI(t *testing.T) {
	dir := t.TempDir()
	token := filepath.Join(dir, "token")
	require.NoError(t, os.WriteFile(token, []byte("s3cret\n"), 0o600))
	file := filepath.Join(dir, "firebreak.yaml")
	require.NoError(t, os.WriteFile(file, []byte("kafka: {embedded: true, dir: data, partitions: 1}\nbrands: [{name: Acme, query: acme}]\n"+
		"api: {listen: '127.0.0.1:0', token_file: token}\n"), 0o600))
	cfg, err := daemon.LoadConfig(file)
	require.NoError(t, err)
	d, err := daemon.New(daemon.Options{Config: cfg, Log: zap.NewNop()})
	require.NoError(t, err)
	done := make(chan error, 1)
	go func() { done <- d.Run(t.Context()) }()
	<-d.Ready()
	ask := func(token string) (int, string) {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://"+d.APIAddr()+"/v1/reply-check",
			strings.NewReader(`{"text":"all data on our system is totally secure","brand":"Acme"}`))
		require.NoError(t, err)
		r.Header.Set("Authorization", "Bearer "+token)
		res, err := http.DefaultClient.Do(r)
		require.NoError(t, err)
		defer func() { require.NoError(t, res.Body.Close()) }()
		body, err := io.ReadAll(res.Body)
		require.NoError(t, err)
		return res.StatusCode, string(body)
	}
	status, body := ask("s3cret")
	require.Equal(t, http.StatusOK, status, body)
	require.Contains(t, body, `"verdict":"stop"`)
	status, _ = ask("other")
	require.Equal(t, http.StatusUnauthorized, status)
	require.NoError(t, os.WriteFile(token, []byte("an0ther"), 0o600))
	status, _ = ask("an0ther")
	require.Equal(t, http.StatusOK, status, "a new secret takes effect at once")
	require.NoError(t, d.Stop(t.Context()))
	require.NoError(t, <-done)
}
