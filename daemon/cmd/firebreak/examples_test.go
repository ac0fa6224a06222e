package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/zap"

	"firebreak/config"
	"firebreak/daemon"
	"firebreak/daemon/stream"
)

// TestExamples is the whole way: a daemon pages, people say that it was noise, or that it missed something, and the cases say which configuration
// gets that right.
func TestExamples(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file, posts, out := filepath.Join(dir, "firebreak.yaml"), filepath.Join(dir, "posts.jsonl"), filepath.Join(dir, "cases")
	write := func(path, text string) { require.NoError(t, os.WriteFile(path, []byte(text), 0o600)) }
	const brand = "brands: [{name: Acme, query: acme}]\n"
	write(posts, at("p1", "jane", "acme just mailed me my password in plain text, that is not safe", 90*time.Minute)+
		at("p2", "jane", "acme, hello? you mailed me my password in plain text, at jane@mail.example!", 50*time.Minute)+
		strings.Replace(strings.Replace(at("q1", "bob", "acme is such a lovely shop", 45*time.Minute), `"in_reply_to":"p1",`, "", 1), `"source":"x"`, `"source":"x","url":"https://x.example/q1"`, 1))
	write(file, "kafka: {embedded: true, dir: data, partitions: 2}\nsources: [{type: jsonl, path: posts.jsonl}]\n"+brand)
	cfg, err := daemon.LoadConfig(file)
	require.NoError(t, err)
	client := daemonBeside(t, cfg)
	awaitPage(t, client)
	ok := func(args ...string) string {
		t.Helper()
		code, stdout, stderr := command(t, "", append(args, "--config", file)...)
		require.Equal(t, exitOK, code, "%v\n%s\n%s", args, stdout, stderr)
		return stdout
	}
	keep := func() string { return ok("examples", "--out", out, "--since", "7d") }

	require.Equal(t, "0 examples in "+out+": 0 new, 0 updated, 0 changed by hand\n", keep())
	require.NoDirExists(t, out)
	before := ends(t, client)
	require.Contains(t, ok("incidents", "noise", "t:p1", "--by", "ann", "--text", "a drill of ours, ask sam@mail.example"), "is applied")
	require.Contains(t, ok("incidents", "missed", "https://x.example/q1/", "--by", "sam"), "missed by sam is written about the conversation q1, which made no incident")
	require.Contains(t, ok("incidents", "missed", "p2", "--by", "sam", "--text", "no, ann was wrong"), "is applied to t:p1")
	require.Contains(t, ok("incidents", "noise", "t:p1", "--by", "ann"), "is applied")
	require.Greater(t, ends(t, client), before)

	before = ends(t, client)
	said := keep()
	require.Contains(t, said, "noise t:p1 by ann (cli)")
	require.Contains(t, said, "missed t:q1 by sam (cli)")
	require.Contains(t, said, "2 examples in "+out+": 2 new, 0 updated, 0 changed by hand\n")
	require.Equal(t, "2 examples in "+out+": 0 new, 0 updated, 0 changed by hand\n", keep())
	require.Equal(t, before, ends(t, client), "nothing is written to Kafka")
	topics, err := client.Topics(t.Context())
	require.NoError(t, err)
	for _, topic := range topics {
		for group := range topic.Lag {
			require.Contains(t, []string{"score", "crisis", "dispatch"}, group, "no group of its own")
		}
	}
	entries, err := os.ReadDir(out)
	require.NoError(t, err)
	require.Len(t, entries, 2)
	noise := filepath.Join(out, entries[0].Name())
	data, err := os.ReadFile(noise)
	require.NoError(t, err)
	require.Contains(t, string(data), `{thread: "t:p1", pages: 0}`)
	require.Contains(t, string(data), "at [email]!")
	require.NotContains(t, string(data), "mail.example")

	// The configuration of today gets neither right.
	code, stdout, stderr := command(t, "", "test", out)
	require.Equal(t, exitFinding, code, stderr)
	require.Contains(t, stdout, "examples: 0 of 1 called noise stay quiet, 0 of 1 called missed are told\n")
	require.Contains(t, stdout, "followed_up", "the case decides as the daemon did")
	// Tomorrow's leaves jane alone.
	other := filepath.Join(dir, "tomorrow.yaml")
	write(other, "brands: [{name: Acme, query: acme NOT password}]\n")
	code, stdout, stderr = command(t, "", "test", "--config", other, out)
	require.Equal(t, exitFinding, code, stderr)
	require.Contains(t, stdout, "examples: 1 of 1 called noise stay quiet, 0 of 1 called missed are told\n")

	// What is deleted is erased from a case, and is named in one that somebody changed.
	erase := func(post string) {
		require.NoError(t, client.Produce(t.Context(), stream.Record{Topic: stream.TopicMentions, Key: []byte("Acme|" + post), Thread: "p1"}))
	}
	erase("p2")
	require.Contains(t, keep(), "updated     "+noise)
	data, err = os.ReadFile(noise)
	require.NoError(t, err)
	require.NotContains(t, string(data), "hello?")
	write(noise, strings.Replace(string(data), "pages: 0", "none: true", 1))
	erase("p1")
	code, stdout, stderr = command(t, "", "examples", "--out", out, "--config", file)
	require.Equal(t, exitFinding, code, stdout)
	require.Contains(t, stderr, noise+" was changed by hand and is left as it is")
	require.Contains(t, stderr, "deleted or changed since: take out p1")
	require.Contains(t, stdout, "2 examples in "+out+": 0 new, 0 updated, 1 changed by hand\n")
	require.Contains(t, ok("examples", "--out", out, "--overwrite"), "removed     "+noise)
}

// daemonBeside runs a daemon until the end of the test, and returns a client of its broker.
func daemonBeside(t *testing.T, cfg *config.Config) *stream.Client {
	t.Helper()
	d, err := daemon.New(daemon.Options{Config: cfg, Log: zap.NewNop()})
	require.NoError(t, err)
	done := make(chan error, 1)
	go func() { done <- d.Run(t.Context()) }()
	<-d.Ready()
	t.Cleanup(func() {
		require.NoError(t, d.Stop(context.WithoutCancel(t.Context())))
		require.NoError(t, <-done)
	})
	client, err := daemon.Connect(t.Context(), cfg, zap.NewNop())
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, client.Close()) })
	return client
}

// awaitPage waits until something is paged.
func awaitPage(t *testing.T, client *stream.Client) {
	t.Helper()
	patience, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	require.NoError(t, client.Tail(patience, stream.TopicIncidents, 0, 0, func(r stream.Record) error {
		if strings.Contains(string(r.Value), `"level":"page"`) {
			return stream.ErrStop
		}
		return nil
	}))
	require.NoError(t, patience.Err(), "nothing was paged")
}

// ends counts the records of what people and the scorer write.
func ends(t *testing.T, client *stream.Client) int64 {
	t.Helper()
	var n int64
	for _, topic := range []string{stream.TopicActions, stream.TopicMentions} {
		offsets, err := client.Offsets(t.Context(), topic)
		require.NoError(t, err)
		for _, o := range offsets {
			n += o.Last
		}
	}
	return n
}

func TestExamplesRefusesWhatIsWrong(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		args   []string
		code   int
		stderr string
	}{
		{"no age", []string{"examples", "--since", "soon"}, exitUsage, "such as 30d or 12h"},
		{"a negative age", []string{"examples", "--since", "-3d"}, exitUsage, "such as 30d or 12h"},
		{"no broker", []string{"examples", "--since", "12h"}, exitFailed, "broker"},
		{"an empty folder", []string{"test", t.TempDir()}, exitUsage, "holds no *.yaml"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			code, stdout, stderr := command(t, "", tt.args...)
			require.Equal(t, tt.code, code, "%s\n%s", stdout, stderr)
			require.Contains(t, stderr, tt.stderr)
		})
	}
}
