package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// command runs a command line and returns its exit code and what it printed.
func command(t *testing.T, stdin string, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, err bytes.Buffer
	code = run(args, stdio{in: strings.NewReader(stdin), out: &out, err: &err})
	return code, out.String(), err.String()
}

func line(id, text string) string {
	return fmt.Sprintf(`{"id":%q,"source":"x","kind":"post","created_at":"2026-03-02T09:00:00Z","author":{"id":"u"},"text":%q}`, id, text)
}

// TestScoreSurvivesHostileInput names every bad line, and gives one line for every valid one, in order.
func TestScoreSurvivesHostileInput(t *testing.T) {
	t.Parallel()
	good := []string{
		line("a", "hello"), line("b", strings.Repeat("long ", 200_000)), line("c", "bidi \u202e evil \u2066"),
		`{"id":"d","source":"x","kind":"post","created_at":"2026-03-02T09:00:00Z","author":{"id":"u"},"text":"nul \u0000 byte"}`,
		`{"id":"e","source":"x","kind":"post","created_at":"2026-03-02T09:00:00Z","author":{"id":"u"},"text":"one","text":"two"}`,
		"{\"id\":\"f\",\"source\":\"x\",\"kind\":\"post\",\"created_at\":\"2026-03-02T09:00:00Z\",\"author\":{\"id\":\"u\"},\"text\":\"\xff\xfe's\"}",
		line("g", "ȺȺȺȺȺȺ's"), line("h", "don't. can't!"), line("i", "with carriage return") + "\r",
	}
	bad := []string{`{`, `[]`, `"text"`, `{"id":1}`, strings.Repeat(`{"a":`, 100) + "1" + strings.Repeat("}", 100), "\x00", `{"id":"z","kind":"post"}`}
	var in strings.Builder
	for i := range max(len(good), len(bad)) {
		if i < len(good) {
			in.WriteString(good[i] + "\n")
		}
		in.WriteString("\n")
		if i < len(bad) {
			in.WriteString(bad[i] + "\n")
		}
	}
	code, stdout, stderr := command(t, in.String(), "score")
	require.Equal(t, exitOK, code, stderr)
	lines := strings.Split(strings.TrimSpace(stdout), "\n")
	require.Len(t, lines, len(good))
	for i, l := range lines {
		var a struct {
			ID       string             `json:"id"`
			Role     string             `json:"role"`
			Findings []any              `json:"findings"`
			Scores   map[string]float64 `json:"scores"`
			Redacted *string            `json:"redacted"`
		}
		require.NoError(t, json.Unmarshal([]byte(l), &a))
		require.Equal(t, string(rune('a'+i)), a.ID)
		require.Equal(t, "public", a.Role)
		require.NotNil(t, a.Findings)
		require.Contains(t, a.Scores, "complaint")
		require.NotNil(t, a.Redacted)
	}
	named := strings.Split(strings.TrimSpace(stderr), "\n")
	require.Len(t, named, len(bad))
	for i, l := range named {
		require.True(t, strings.HasPrefix(l, fmt.Sprintf("stdin:%d: ", 3*(i+1))), l)
	}
}

func TestExitCodes(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		return path
	}
	good := file("good.yaml", "brands: [{name: Acme, query: acme, accounts: [{handle: acmecare, role: care}]}]\n")
	broken := file("bad.yaml", "brands:\n  - name: Acme\n    query: '(acme'\nroute: {receiver: nobody}\n")
	secretless := file("secretless.yaml", "brands: [{name: Acme, query: acme}]\nreceivers: [{name: a, pagerduty: {routing_key_file: nowhere}}]\nroute: {receiver: a}\n")
	stop := file("stop.txt", "all data on our system is totally secure\n")
	send := file("send.txt", "Sorry about this. Please send us a DM, so that our tech team can help you.\n")
	posts := file("posts.jsonl", line("1", "acme mailed me my password in plain text")+"\nnonsense\n")
	tests := []struct {
		name           string
		args           []string
		code           int
		stdout, stderr string
	}{
		{"version", []string{"version"}, exitOK, "firebreak", ""},
		{"help", []string{"--help"}, exitOK, "Available Commands", ""},
		{"an unknown command", []string{"fly"}, exitUsage, "", "unknown"},
		{"an unknown flag", []string{"score", "--fly"}, exitUsage, "", "--help"},
		{"check of a good file", []string{"check", good}, exitOK, "ok", ""},
		{"check of a bad file", []string{"check", broken}, exitFinding, "bad.yaml:3:", ""},
		{"check names every fault", []string{"check", broken}, exitFinding, "nobody", ""},
		{"check without the secret", []string{"check", secretless}, exitOK, "note", ""},
		{"strict check without the secret", []string{"check", "--strict", secretless}, exitFinding, "nowhere", ""},
		{"check of nothing", []string{"check"}, exitUsage, "", "--help"},
		{"score of no file", []string{"score", filepath.Join(dir, "none")}, exitFailed, "", "no such file"},
		{"score of a folder", []string{"score", dir}, exitFailed, "", "folder"},
		{"score with a bad configuration", []string{"score", "--config", broken, posts}, exitUsage, "", "bad.yaml:3:"},
		{"replay", []string{"replay", "--config", good, "--input", posts}, exitOK, `"action":"notify"`, "posts.jsonl:2: "},
		{"replay as text", []string{"replay", "--config", good, "--format", "text", posts}, exitOK, "notify", "mentions   1"},
		{"replay of nothing", []string{"replay"}, exitUsage, "", "--input"},
		{"replay in no format", []string{"replay", "--format", "xml", posts}, exitUsage, "", "jsonl, text or csv"},
		{"reply-check of a critical draft", []string{"reply-check", "--config", good, stop}, exitFinding, `"verdict":"stop"`, ""},
		{"reply-check as text", []string{"reply-check", "--format", "text", stop}, exitFinding, "STOP: do not send this", ""},
		{"reply-check of a good draft", []string{"reply-check", "--format", "text", send}, exitOK, "Good to send (4 of 4 points", ""},
		{"reply-check that answers a post", []string{"reply-check", "--in-reply-to", "I cannot log in", "--tier", "private", send}, exitOK, "get in", ""},
		{"reply-check of nothing", []string{"reply-check"}, exitUsage, "", "the draft is empty"},
		{"reply-check in no tier", []string{"reply-check", "--tier", "loud", send}, exitUsage, "", "public, private, secure"},
		{"reply-check for another brand", []string{"reply-check", "--config", good, "--brand", "Globex", send}, exitUsage, "", "Globex"},
		{"reply-check of no file", []string{"reply-check", filepath.Join(dir, "none")}, exitUsage, "", "no such file"},
		{"topics without a broker", []string{"topics", "--config", good}, exitFailed, "", "embedded broker"},
		{"a dead letter that is none", []string{"deadletter", "show", "x"}, exitUsage, "", "offset"},
		{"init", []string{"init", "--yes", "--brand", "Acme"}, exitOK, "brands:", ""},
		{"init without a brand", []string{"init", "--yes"}, exitUsage, "", "--brand"},
		{"init over a file", []string{"init", "--yes", "--brand", "Acme", "--output", good}, exitUsage, "", "exists already"},
		{"run with a bad configuration", []string{"run", "--config", broken}, exitUsage, "", "bad.yaml:3:"},
		{"run of no stage", []string{"run", "--config", good, "--stages", "fly"}, exitUsage, "", "ingest, score, crisis, dispatch"},
		{"completion", []string{"completion", "fish"}, exitOK, "firebreak", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			code, stdout, stderr := command(t, "", tt.args...)
			require.Equal(t, tt.code, code, "%s\n%s", stdout, stderr)
			require.Contains(t, stdout, tt.stdout)
			require.Contains(t, stderr, tt.stderr)
		})
	}
}
