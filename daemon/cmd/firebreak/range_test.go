package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/zap"

	"firebreak/daemon"
	"firebreak/daemon/escalation"
	"firebreak/daemon/replay/recorded"
	"firebreak/daemon/stream"
	"firebreak/detectors"
)

// brokerFile starts an embedded broker and writes configurations that name it: one for each text of brands and rules.
func brokerFile(t *testing.T, texts ...string) (files []string, client *stream.Client) {
	t.Helper()
	dir := t.TempDir()
	broker, err := stream.StartEmbedded(t.Context(), stream.EmbeddedConfig{Dir: filepath.Join(dir, "data")})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, broker.Close()) })
	for i, text := range texts {
		path := filepath.Join(dir, fmt.Sprintf("%d.yaml", i))
		text = fmt.Sprintf("kafka: {brokers: [%q], partitions: 2}\n", broker.Addr()) + text
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		files = append(files, path)
	}
	client, err = stream.Open(t.Context(), stream.Config{Brokers: []string{broker.Addr()}, Partitions: 2}, nil)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, client.Close()) })
	return files, client
}

// recordOf is a post as ingest writes it, minutes after nine.
func recordOf(t *testing.T, id, author, thread, text, hash string, minute int) stream.Record {
	t.Helper()
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC).Add(time.Duration(minute) * time.Minute)
	m := detectors.Mention{
		ID: id, Source: "x", Kind: detectors.KindPost, CreatedAt: at, Brand: "Acme", ThreadID: thread, Text: text, Author: detectors.Author{ID: author, Handle: author},
	}
	if id != thread {
		m.InReplyTo = thread
	}
	value, err := json.Marshal(m)
	require.NoError(t, err)
	return stream.Record{
		Topic: stream.TopicMentions, Key: []byte("Acme|" + id), Value: value, Thread: thread, Time: at.Add(time.Second),
		Headers: []stream.Header{{Key: stream.HeaderQueryHash, Value: []byte(hash)}},
	}
}

const leak = "acme mailed me my password in plain text, that is not safe"

// TestRanges replays ranges of Kafka as a person would.
func TestRanges(t *testing.T) {
	t.Parallel()
	const brand = "brands: [{name: Acme, query: acme, accounts: [{handle: acmecare, role: care}]}]\n"
	files, client := brokerFile(t, brand, brand+"rules: {follow_up_after: 3h}\n", strings.Replace(brand, "query: acme,", "query: acme OR acmecorp,", 1))
	a, slow, other := files[0], files[1], files[2]
	for _, args := range [][]string{{"replay", "--from", "0"}, {"explain", "t:1"}, {"incidents"}} {
		code, _, stderr := command(t, "", append(args, "--config", a)...)
		require.Equal(t, exitFailed, code)
		require.Contains(t, stderr, "there are no topics: nothing was recorded")
	}

	require.NoError(t, client.EnsureTopics(t.Context()))
	cfg, err := daemon.LoadConfig(a)
	require.NoError(t, err)
	core, err := daemon.NewCore(cfg)
	require.NoError(t, err)
	hash := core.Directory.Hash()
	ack := escalation.Action{ID: "cli:1", Incident: "t:p1", Kind: escalation.ActionAcknowledge, By: "jo", Via: "cli", At: time.Date(2026, 3, 2, 9, 50, 0, 0, time.UTC)}
	acked, err := json.Marshal(ack)
	require.NoError(t, err)
	late := recordOf(t, "p9", "jane", "p1", "acme, what now?", "feed", 20)
	late.Time = late.Time.Add(2 * time.Hour)
	broken := recordOf(t, "p8", "x", "p1", "", hash, 55)
	broken.Value = []byte("{\x1b[31m")
	for _, r := range []stream.Record{
		recordOf(t, "p1", "jane", "p1", leak, hash, 0),
		recordOf(t, "p2", "jane", "p1", "acme, is anybody there?", hash, 40),
		{Topic: stream.TopicActions, Key: []byte("t:p1"), Value: acked, Thread: "p1", Time: ack.At},
		broken,
		recordOf(t, "p3", "bob", "p3", leak+"!", hash, 60),
		late,
	} {
		require.NoError(t, client.Produce(t.Context(), r))
	}
	labels := filepath.Join(filepath.Dir(a), "labels.jsonl")
	require.NoError(t, os.WriteFile(labels, []byte(`{"thread_id":"p1","page":true,"at":"2026-03-02T10:40:00Z"}`+"\n"+`{"thread_id":"p3","page":true}`+"\n"), 0o600))
	before, err := client.Topics(t.Context())
	require.NoError(t, err)
	// After the subtests.
	t.Cleanup(func() {
		after, err := client.Topics(context.WithoutCancel(t.Context()))
		require.NoError(t, err)
		require.Equal(t, before, after, "nothing is written and nothing committed")
	})

	everything := []string{"replay", "--config", a, "--from", "0"}
	tests := []struct {
		name           string
		args           []string
		code           int
		stdout, stderr []string
		not            string
	}{
		{
			name: "everything", args: everything, stdout: []string{
				`{"time":"2026-03-02T09:00:00Z","incident":"t:p1"`, `{"time":"2026-03-02T09:40:00Z","incident":"t:p1","thread_id":"p1","level":"page"`,
				`action_acknowledge`, `"incident":"t:p3"`,
			}, stderr: []string{
				"@2: invalid JSON", "records    6 (1 bad, 0 erased, 0 offsets without one)", "actions    1\n", "mentions   4\n", "pages      1",
				"warning: 1 of 4 mentions were let in and masked under other brands than those of " + a + " (query_hash feed of 1, here " + hash + ")",
				"1 of 4 mentions arrived more than ten minutes after they were written",
			},
		},
		{
			name: "with clocks by arrival", args: slices.Concat(everything, []string{"--clock", "arrival"}), not: "more than ten minutes",
			stdout: []string{`"signal":"reply_overdue"`, `"time":"2026-03-02T09:40:00Z","incident":"t:p1","thread_id":"p1","level":"page"`},
		},
		{
			name: "from a time, warmed up", args: []string{"replay", "--config", a, "--from", "2026-03-02T09:30", "--to", "2026-03-02T10:30:00Z", "--format", "csv"},
			stdout: []string{"2026-03-02T09:40:00Z,page,page", "2026-03-02T09:50:00Z,update"},
			stderr: []string{"warm-up    1 mentions", "mentions   2\n", "incidents  1 ", "pages      1"}, not: "2026-03-02T09:00:00Z",
		},
		{
			name: "from a time, cold", args: []string{"replay", "--config", a, "--from", "2026-03-02T09:30", "--to", "2026-03-02T10:30:00Z", "--warm-up", "0"},
			stderr: []string{"warm-up    0 mentions", "pages      0"}, not: `"action":"page"`,
		},
		{name: "a duration ago", args: []string{"replay", "--config", a, "--from", "1h"}, stderr: []string{"no mention lies in the range", "mentions   0"}},
		{
			name: "offsets of one partition", args: []string{"replay", "--config", a, "--offsets", fmt.Sprintf("%d:0-2", client.PartitionFor("p1")), "--format", "text"},
			stdout: []string{"t:p1"}, stderr: []string{"1 of 2 partitions are read", "mentions   2"}, not: "t:p3",
		},
		{
			name: "diff", args: []string{"diff", "--config", a, "--config", slow, "--from", "0"}, stdout: []string{"lost    page     t:p1  2026-03-02T09:40:00Z", "A 1"},
			stderr: []string{"warning: 1 of 4 mentions", slow},
		},
		{
			name: "diff with other queries", args: []string{"diff", "--config", a, "--config", other, "--from", "0"}, stdout: []string{"0 gained, 0 lost"},
			stderr: []string{"warning: 4 of 4 mentions were let in and masked under other brands than those of " + other + " (query_hash " + hash + " of 3, feed of 1"},
		},
		{name: "diff with an exit code", args: []string{"diff", "--config", a, "--config", slow, "--from", "0", "--exit-code", "--format", "csv"}, code: exitFinding, stdout: []string{"t:p1,p1,page,lost"}},
		{
			name: "backtest", args: []string{"backtest", "--labels", labels, "--config", a, "--from", "0", "--format", "csv"},
			stdout: []string{"p1,true,right,2026-03-02T10:40:00Z,2026-03-02T09:40:00Z,early,3600,page,plaintext_password,true,", "p3,true,missed,"},
			stderr: []string{"recall     0.500"},
		},
		{name: "backtest as lines", args: []string{"backtest", "--labels", labels, "--config", a, "--from", "0", "--format", "jsonl"}, stdout: []string{`"lead_seconds":3600`}, stderr: []string{"recall     0.500"}},

		{name: "nothing", args: []string{"replay", "--config", a}, code: exitUsage, stderr: []string{"name what to replay: --input FILE (- is stdin), or a range of Kafka"}},
		{name: "both", args: []string{"replay", "--config", a, "--from", "0", "x.jsonl"}, code: exitUsage, stderr: []string{"exclude each other"}},
		{name: "both bounds", args: []string{"replay", "--config", a, "--from", "0", "--offsets", "0:1-2"}, code: exitUsage, stderr: []string{"exclude each other"}},
		{name: "all of a topic", args: []string{"replay", "--config", a, "--from", "0", "--all"}, code: exitUsage, stderr: []string{"--all is for files"}},
		{name: "a file by arrival", args: []string{"replay", "--config", a, "--clock", "arrival", "x.jsonl"}, code: exitUsage, stderr: []string{"for a range of Kafka"}},
		{name: "no clock", args: []string{"replay", "--config", a, "--clock", "sun", "--from", "0"}, code: exitUsage, stderr: []string{"use event or arrival"}},
		{name: "no time", args: []string{"replay", "--config", a, "--from", "yesterday"}, code: exitUsage, stderr: []string{`--from: "yesterday" is no time`}},
		{name: "no end", args: []string{"replay", "--config", a, "--to", "-5"}, code: exitUsage, stderr: []string{`--to: "-5" is no time`}},
		{name: "no warm-up", args: []string{"replay", "--config", a, "--from", "0", "--warm-up", "-1h"}, code: exitUsage, stderr: []string{"--warm-up"}},
		{name: "no offsets", args: []string{"replay", "--config", a, "--offsets", "0:9"}, code: exitUsage, stderr: []string{"PARTITION:FROM-TO"}},
		{name: "no partition", args: []string{"replay", "--config", a, "--offsets", "7:0-9"}, code: exitUsage, stderr: []string{"there is no partition 7"}},
		{name: "backwards", args: []string{"replay", "--config", a, "--from", "1h", "--to", "2h"}, code: exitUsage, stderr: []string{"not after its beginning"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			code, stdout, stderr := command(t, "", tt.args...)
			require.Equal(t, tt.code, code, "%s\n%s", stdout, stderr)
			for _, want := range tt.stdout {
				require.Contains(t, stdout, want)
			}
			for _, want := range tt.stderr {
				require.Contains(t, stderr, want)
			}
			if tt.not != "" {
				require.NotContains(t, stdout+stderr, tt.not)
			}
			require.NotContains(t, stdout+stderr, "\x1b")
			again, second, _ := command(t, "", tt.args...)
			require.Equal(t, code, again)
			require.Equal(t, stdout, second, "the same input and configuration give the same bytes")
		})
	}
}

// TestRangeOfADaemon: what a daemon decided live, a replay of its topics decides, and explain agrees.
func TestRangeOfADaemon(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	posts := filepath.Join(dir, "posts.jsonl")
	files, client := brokerFile(t, "brands: [{name: Acme, query: acme}]\nsources: [{type: jsonl, path: "+posts+"}]\n",
		"brands: [{name: Acme, query: acme}]\nrules: {follow_up_after: 3h}\n")
	file, slow := files[0], files[1]
	require.NoError(t, os.WriteFile(posts, []byte(at("p1", "jane", leak, 40*time.Minute)+at("p2", "jane", "acme, hello? my password, in plain text!", 10*time.Minute)), 0o600))
	cfg, err := daemon.LoadConfig(file)
	require.NoError(t, err)
	d, err := daemon.New(daemon.Options{Config: cfg, Log: zap.NewNop()})
	require.NoError(t, err)
	done := make(chan error, 1)
	go func() { done <- d.Run(t.Context()) }()
	<-d.Ready()
	patience, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	var inc escalation.Incident
	require.NoError(t, client.Tail(patience, stream.TopicIncidents, 0, 0, func(r stream.Record) error {
		if err := json.Unmarshal(r.Value, &inc); err != nil || inc.Level != escalation.LevelPage {
			return err
		}
		return stream.ErrStop
	}))
	require.NoError(t, patience.Err(), "nothing was paged")
	code, _, stderr := command(t, "", "incidents", "ack", "t:p1", "--by", "jo", "--config", file)
	require.Equal(t, exitOK, code, stderr)
	require.NoError(t, d.Stop(context.WithoutCancel(t.Context())))
	require.NoError(t, <-done)

	before, err := client.Topics(t.Context())
	require.NoError(t, err)
	for _, clock := range []string{clockEvent, clockArrival} {
		code, stdout, stderr := command(t, "", "replay", "--config", file, "--from", "1h", "--format", "csv", "--clock", clock)
		require.Equal(t, exitOK, code, stderr)
		rows, err := csv.NewReader(strings.NewReader(stdout)).ReadAll()
		require.NoError(t, err)
		var told []string
		for _, row := range rows {
			if row[1] == "page" || row[1] == "notify" {
				told = append(told, strings.Join([]string{row[0], row[2], row[3], row[7]}, " "))
			}
		}
		var want []string
		for _, tell := range inc.Tells {
			want = append(want, fmt.Sprintf("%s %s %s %s", tell.At.UTC().Format(time.RFC3339), tell.Level, tell.Severity, tell.MentionID))
		}
		require.Equal(t, want, told, stdout)
		require.Contains(t, stderr, "actions    1")
		require.NotContains(t, stderr, "warning")
	}
	code, why, _ := command(t, "", "explain", "t:p1", "--config", file)
	require.Equal(t, exitOK, code)
	require.True(t, strings.HasSuffix(why, "\nthe same\n"), why)
	require.Regexp(t, `decided under configuration ([0-9a-f]{16}-[0-9a-f]{8})\nrecomputed under configuration [0-9a-f]{16}-[0-9a-f]{8}: the same\n`, why)
	code, why, _ = command(t, "", "explain", "t:p1", "--config", slow)
	require.Equal(t, exitOK, code)
	require.Regexp(t, `recomputed under configuration [0-9a-f]{16}-[0-9a-f]{8}: another\n`, why)
	require.Contains(t, why, "differs: tell 2 (page at ")
	require.Contains(t, why, "(followed_up)")
	require.Contains(t, why, "differs: the level is page, recomputed it is notify")
	require.Contains(t, why, "likely because: another configuration: the brands are the same, but not the experts, clocks, rules")
	after, err := client.Topics(t.Context())
	require.NoError(t, err)
	require.Equal(t, before, after)
}

// TestWhatIsGoneIsSaid, of ranges of Kafka.
func TestWhatIsGoneIsSaid(t *testing.T) {
	t.Parallel()
	var said strings.Builder
	out := outcome{recorded: true, tally: recorded.Tally{Gone: 7}}
	out.warnings(&said, nil, &rangeFlags{clock: clockEvent})
	require.Contains(t, said.String(), "note: 7 offsets of the range hold no record any more")
	said.Reset()
	out.recorded = false
	out.warnings(&said, nil, &rangeFlags{})
	require.Empty(t, said.String())
}

// cancelling cancels at the first write that holds a text.
type cancelling struct {
	strings.Builder
	at     string
	cancel func()
}

func (c *cancelling) Write(p []byte) (int, error) {
	if strings.Contains(string(p), c.at) {
		c.cancel()
	}
	return c.Builder.Write(p)
}

// TestInterrupted: whoever stops a replay keeps what it found, and is told that it is a part.
func TestInterrupted(t *testing.T) {
	t.Parallel()
	files, client := brokerFile(t, "brands: [{name: Acme, query: acme}]\n")
	require.NoError(t, client.EnsureTopics(t.Context()))
	for i := range 4 {
		r := recordOf(t, fmt.Sprint(i), "jane", fmt.Sprint(i), leak, "x", i)
		if i == 2 {
			r.Value = []byte("not a mention")
		}
		require.NoError(t, client.Produce(t.Context(), r))
	}
	interrupt := func(args ...string) (stdout, stderr string) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		var out strings.Builder
		said := &cancelling{at: "mentions/", cancel: cancel}
		root := newRoot(stdio{in: strings.NewReader(""), out: &out, err: said})
		root.SetArgs(args)
		require.ErrorIs(t, root.ExecuteContext(ctx), errInterrupted)
		return out.String(), said.String()
	}
	stdout, stderr := interrupt("replay", "--config", files[0], "--from", "0", "--tail", "24h")
	require.Equal(t, 2, strings.Count(stdout, "\n"), stdout)
	require.Contains(t, stderr, "mentions   2\n")
	stdout, _ = interrupt("diff", "--config", files[0], "--config", files[0], "--from", "0")
	require.Contains(t, stdout, "notifies  A 2 ")
	stdout, _ = interrupt("backtest", "--config", files[0], "--from", "0", "--labels", labelsFile(t))
	require.Empty(t, stdout, "a measure on a part is none")
}

func labelsFile(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "labels.jsonl")
	require.NoError(t, os.WriteFile(path, []byte(`{"thread_id":"1","page":true}`+"\n"), 0o600))
	return path
}

func TestBounds(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
	at := func(day, hour, minute int) recorded.Bound {
		return recorded.At(time.Date(2026, 3, day, hour, minute, 0, 0, time.UTC))
	}
	good := map[string]recorded.Bound{
		"": {}, "0": recorded.Offset(0), "1200": recorded.Offset(1200), "2026-03-02": at(2, 0, 0), "2026-03-02T09:30": at(2, 9, 30), "2026-03-02T09:30:00": at(2, 9, 30),
		"2026-03-02T09:30:00Z": at(2, 9, 30), "36h": at(9, 0, 0), "7d": at(3, 12, 0), "1d12h": at(9, 0, 0), "0s": at(10, 12, 0),
	}
	for text, want := range good {
		got, err := parseBound(text, now)
		require.NoError(t, err, text)
		require.Equal(t, want.String(), got.String(), text)
		require.Equal(t, want.IsZero(), got.IsZero(), text)
	}
	for _, text := range []string{"-1", "d", "-1h", "1d-1h", "99999999d", "1.5d", "tomorrow", "2026-03-99", " "} {
		_, err := parseBound(text, now)
		require.Error(t, err, text)
	}
	part, err := parsePart("2:900-")
	require.NoError(t, err)
	require.Equal(t, recorded.Part{Partition: 2, From: recorded.Offset(900)}, part)
	part, err = parsePart(" 0:-100")
	require.NoError(t, err)
	require.Equal(t, recorded.Part{To: recorded.Offset(100)}, part)
	for _, text := range []string{"", "1", "1:", "1:5", "a:1-2", "-1:1-2", "1:a-2", "1:1-b", "1:-2-3", "4294967296:1-2"} {
		_, err := parsePart(text)
		require.Error(t, err, text)
	}
}

// TestProgress is for people at a terminal, and now and then only.
func TestProgress(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	p := &progress{w: &out, what: "offsets read", now: func() time.Time { return now }, last: now, on: true}
	for range 6 {
		p.of(500, 2000, now)
		now = now.Add(time.Second)
	}
	require.Equal(t, "firebreak: 500 of 2000 offsets read, 2026-03-02T09:00:02Z …\nfirebreak: 500 of 2000 offsets read, 2026-03-02T09:00:04Z …\n", out.String())
	require.False(t, newProgress(&out, "lines").on, "files and pipes are not told")
}
