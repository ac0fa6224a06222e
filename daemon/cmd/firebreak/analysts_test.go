package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// fenced returns the blocks of a language in a page of docs, each between its fences.
func fenced(t *testing.T, page, language string) []string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "..", "docs", page))
	require.NoError(t, err)
	var blocks []string
	for part := range strings.SplitSeq(string(data), "\n```"+language+"\n") {
		if block, _, ok := strings.Cut(part, "\n```"); ok {
			blocks = append(blocks, block+"\n")
		}
	}
	// What stands before the first fence is no block.
	return blocks[1:]
}

// post is a line of input, minutes after nine.
func post(id, author, replyTo, text string, minute int) string {
	m := map[string]any{
		"id": id, "source": "x", "kind": "post", "author": map[string]any{"id": author, "handle": author}, "text": text,
		"created_at": time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC).Add(time.Duration(minute) * time.Minute),
	}
	if replyTo != "" {
		m["in_reply_to"] = replyTo
	}
	line, _ := json.Marshal(m)
	return string(line) + "\n"
}

// TestTheExampleOfTheDocs runs the file of docs/testing.md as it stands.
func TestTheExampleOfTheDocs(t *testing.T) {
	t.Parallel()
	blocks := fenced(t, "testing.md", "yaml")
	require.Len(t, blocks, 1)
	file := filepath.Join(t.TempDir(), "cases.yaml")
	require.NoError(t, os.WriteFile(file, []byte(blocks[0]), 0o600))
	code, stdout, stderr := command(t, "", "test", file)
	require.Equal(t, exitOK, code, stdout+stderr)
	require.Contains(t, stdout, "2 of 2 tests passed")
	require.Contains(t, stdout, "in no test: critical_finding")
}

// TestACrisisInATest: what only many conversations do together can be expected as well, and its incident be named.
func TestACrisisInATest(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	b.WriteString("config: {brands: [{name: Acme, query: acme}]}\ntests:\n  - name: many at once\n    events:\n")
	for i := range 16 {
		fmt.Fprintf(&b, "      - {at: %dm, by: user%d, text: acme mailed me my password in plain text, that makes %d of us}\n", i, i, i)
	}
	b.WriteString("    expect:\n      - {kinds: [crisis], action: page, severity: critical, reasons: [crisis_many_authors], by: 15m, pages: 1}\n" +
		"      - {thread: e16, level: watch, none: true}\n")
	file := filepath.Join(t.TempDir(), "crisis.yaml")
	require.NoError(t, os.WriteFile(file, []byte(b.String()), 0o600))
	code, stdout, stderr := command(t, "", "test", file)
	require.Equal(t, exitOK, code, stdout+stderr)
}

// TestAnalysts runs the commands as a person would, on the detectors as they are.
func TestAnalysts(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		return path
	}
	const brand = "brands: [{name: Acme, query: acme, accounts: [{handle: acmecare, role: care}]}]\n"
	a := file("a.yaml", brand)
	slow := file("slow.yaml", brand+"rules: {follow_up_after: 3h}\n")
	calm := file("calm.yaml", brand+"rules: {levels: {followed_up: notify}}\n")
	other := file("other.yaml", "brands: [{name: Acme, query: acme OR acmecorp, accounts: [{handle: acmecare, role: care}]}]\n")
	broken := file("broken.yaml", "brands: [{name: Acme, query: '(acme'}]\n")
	text := post("=1", "jane", "", "acme mailed me my password in plain text", 0) + post("2", "jane", "=1", "is anybody there?", 40) + "nonsense\n" +
		post("3", "bob", "", "acme mailed me my password in plain text, all of it", 50)
	posts := file("posts.jsonl", text)
	labels := file("labels.jsonl", `{"thread_id":"=1","page":true,"at":"2026-03-02T10:40:00Z"}`+"\n"+`{"thread_id":"3","page":true}`+"\n"+`{"thread_id":"9","page":false}`+"\n")
	noLabels := file("nolabels.jsonl", `{"thread_id":"=1"}`+"\n"+`{"page":true}`+"\n")
	cases := func(name, expect string) string {
		return file(name, "config: a.yaml\ntests:\n  - name: it pages\n    events:\n      - {by: jane, text: acme mailed me my password in plain text}\n"+
			"      - {at: 20m, by: jane, reply_to: e1, text: is anybody there?}\n    expect:\n      - "+expect+"\n")
	}
	good, bad, faulty := cases("good.yaml", "{level: page, reasons: [followed_up], by: 20m}"), cases("bad.yaml", "{none: true}"), cases("faulty.yaml", "{leve: page}")
	tests := []struct {
		name           string
		args           []string
		code           int
		stdout, stderr string
	}{
		{"replay as csv", []string{"replay", "--config", a, "--format", "csv", posts}, exitOK, "2026-03-02T09:40:00Z,page,page,error", "pages      1"},
		{"diff of the same", []string{"diff", "--config", a, "--config", a, "--exit-code", posts}, exitOK, "0 gained, 0 lost", "posts.jsonl:3: "},
		{"diff", []string{"diff", "--config", a, "--config", slow, posts}, exitOK, "lost    page     t:=1  2026-03-02T09:40:00Z", ""},
		{"diff of a rule's level", []string{"diff", "--config", a, "--config", calm, posts}, exitOK, "lost    page     t:=1  2026-03-02T09:40:00Z", ""},
		{"diff with an exit code", []string{"diff", "--config", a, "--config", slow, "--exit-code", "--input", posts}, exitFinding, "notify", ""},
		{"diff as jsonl", []string{"diff", "--config", slow, "--config", a, "--format", "jsonl", posts}, exitOK, `"change":"gained"`, "1 gained"},
		{"diff as csv", []string{"diff", "--config", slow, "--config", a, "--format", "csv", posts}, exitOK, "t:=1,'=1,page,gained", "1 gained"},
		{"diff of other queries", []string{"diff", "--config", a, "--config", other, posts}, exitOK, "0 gained, 0 lost", "differ in what they let in"},
		{"diff of one", []string{"diff", "--config", a, posts}, exitUsage, "", "two configurations"},
		{"diff of nothing", []string{"diff", "--config", a, "--config", a}, exitUsage, "", "--input"},
		{"diff in no format", []string{"diff", "--config", a, "--config", a, "--format", "xml", posts}, exitUsage, "", "text, jsonl or csv"},
		{"diff with a bad configuration", []string{"diff", "--config", a, "--config", broken, posts}, exitUsage, "", "broken.yaml:1:"},
		{"diff of no file", []string{"diff", "--config", a, "--config", a, filepath.Join(dir, "none")}, exitFailed, "", "no such file"},
		{"diff with a negative tail", []string{"diff", "--config", a, "--config", a, "--tail", "-1h", posts}, exitUsage, "", "negative"},
		{"test", []string{"test", good}, exitOK, "1 of 1 tests passed", ""},
		{"test that fails", []string{"test", bad, good}, exitFinding, "none: want nobody told, got 1 pages, 1 notifies", ""},
		{"test as json", []string{"test", "--format", "json", bad}, exitFinding, `"never": [`, ""},
		{"test of a faulty file", []string{"test", faulty, good}, exitUsage, "", "faulty.yaml:8:10: tests[0].expect[0].leve: unknown key"},
		{"test of chosen ones", []string{"test", "--run", "^it p", good}, exitOK, "1 of 1", ""},
		{"test of none", []string{"test", "--run", "xyz", good}, exitUsage, "", "chooses no test"},
		{"test by a bad expression", []string{"test", "--run", "(", good}, exitUsage, "", "regular expression"},
		{"test of another configuration", []string{"test", "--config", slow, good}, exitFinding, "level: want page, got notify", ""},
		{"test with a bad configuration", []string{"test", "--config", broken, good}, exitUsage, "", "broken.yaml:1:"},
		{"test of nothing", []string{"test"}, exitUsage, "", "--help"},
		{"test of no file", []string{"test", filepath.Join(dir, "none")}, exitUsage, "", "no such file"},
		{"test in no format", []string{"test", "--format", "xml", good}, exitUsage, "", "text, json, jsonl or csv"},
		{"backtest", []string{"backtest", "--labels", labels, "--config", a, posts}, exitOK, "recall     0.500 (95 %: 0.095 to 0.905), 1 of 2 wanted pages", "posts.jsonl:3: "},
		{"backtest shows what was missed", []string{"backtest", "--labels", labels, "--config", a, posts}, exitOK, "missed  3  notify  plaintext_password", ""},
		{"backtest has a lead", []string{"backtest", "--labels", labels, "--config", a, posts}, exitOK, "lead       1h0m0s", ""},
		{"backtest as json", []string{"backtest", "--labels", labels, "--config", a, "--format", "json", posts}, exitOK, `"lead_seconds": {`, ""},
		{"backtest without labels", []string{"backtest", "--config", a, posts}, exitUsage, "", "--labels"},
		{"backtest with bad labels", []string{"backtest", "--labels", noLabels, "--config", a, posts}, exitUsage, "", "nolabels.jsonl:2: thread_id is required"},
		{"backtest of nothing", []string{"backtest", "--labels", labels}, exitUsage, "", "name what to replay"},
		{"backtest of no file", []string{"backtest", "--labels", labels, "--config", a, filepath.Join(dir, "none")}, exitFailed, "", "no such file"},
		{"backtest with no such labels", []string{"backtest", "--labels", filepath.Join(dir, "none"), posts}, exitUsage, "", "no such file"},
		{"backtest in no format", []string{"backtest", "--labels", labels, "--format", "xml", posts}, exitUsage, "", "text, json, jsonl or csv"},
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
	t.Run("diff of stdin reads it twice", func(t *testing.T) {
		t.Parallel()
		code, stdout, stderr := command(t, text, "diff", "--config", a, "--config", slow, "--input", "-")
		require.Equal(t, exitOK, code, stderr)
		require.Contains(t, stdout, "1 lost")
	})
	t.Run("a table of decisions has one width", func(t *testing.T) {
		t.Parallel()
		code, stdout, _ := command(t, "", "replay", "--config", a, "--format", "csv", posts)
		require.Equal(t, exitOK, code)
		rows, err := csv.NewReader(strings.NewReader(stdout)).ReadAll()
		require.NoError(t, err)
		require.Greater(t, len(rows), 2)
		require.Equal(t, "'=1", rows[1][6], "a thread's id is no formula")
	})
	t.Run("the terminal is not steered", func(t *testing.T) {
		t.Parallel()
		hostile := file("hostile.jsonl", post("a\x1b[31mb", "jane", "", "acme mailed me my password in plain text", 0))
		for _, args := range [][]string{
			{"replay", "--config", a, "--format", "text", hostile},
			{"diff", "--config", a, "--config", file("foreign.yaml", "brands: [{name: Acme, query: globex}]\n"), hostile},
			{"backtest", "--labels", file("hostile-labels.jsonl", `{"thread_id":"a\u001b[31mb","page":true}`), "--config", a, hostile},
		} {
			_, stdout, _ := command(t, "", args...)
			require.NotContains(t, stdout, "\x1b", args[0])
			require.Contains(t, stdout, "31mb", args[0])
		}
	})
}
