package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/zap"

	"firebreak/daemon"
	"firebreak/daemon/escalation"
	"firebreak/daemon/stream"
	"firebreak/sinks/sinktest"
)

// at is a line of input that was posted a while ago.
func at(id, author, text string, ago time.Duration) string {
	when := time.Now().Add(-ago).UTC().Truncate(time.Second).Format(time.RFC3339)
	reply := ""
	if id != "p1" {
		reply = `"in_reply_to":"p1",`
	}
	// Go's own quoting is no JSON for control characters.
	words, err := json.Marshal(text)
	if err != nil {
		panic(err)
	}
	return fmt.Sprintf(`{"id":%q,"source":"x","kind":"post","created_at":%q,%s"author":{"id":%q,"handle":%q},"text":%s}`+"\n", id, when, reply, author, author, words)
}

// TestDutyCommands looks at what a running daemon decided, and acts on it.
func TestDutyCommands(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file, other := filepath.Join(dir, "firebreak.yaml"), filepath.Join(dir, "other.yaml")
	posts := at("p1", "jane", "acme just mailed me my password in plain text, that is not safe", 40*time.Minute) +
		at("p2", "jane", "acme, hello? you mailed me my password in plain text! \x1b[31m", 10*time.Minute)
	write := func(path, text string) { require.NoError(t, os.WriteFile(path, []byte(text), 0o600)) }
	write(filepath.Join(dir, "posts.jsonl"), posts)
	kafka := "kafka: {embedded: true, dir: data, partitions: 2}\n"
	write(file, kafka+"brands: [{name: Acme, query: acme, domains: [acme.example]}]\nsources: [{type: jsonl, path: posts.jsonl}]\n")
	write(other, kafka+"brands: [{name: Acme, query: acme, accounts: [{handle: jane, role: care}]}]\n")

	cfg, err := daemon.LoadConfig(file)
	require.NoError(t, err)
	d, err := daemon.New(daemon.Options{Config: cfg, Log: zap.NewNop()})
	require.NoError(t, err)
	done := make(chan error, 1)
	go func() { done <- d.Run(t.Context()) }()
	<-d.Ready()
	t.Cleanup(func() {
		require.NoError(t, d.Stop(context.WithoutCancel(t.Context())))
		require.NoError(t, <-done)
	})
	ok := func(args ...string) string {
		code, stdout, stderr := command(t, "", append(args, "--config", file)...)
		require.Equal(t, exitOK, code, "%v\n%s\n%s", args, stdout, stderr)
		require.NotContains(t, stdout, "\x1b", "outside text does not steer the terminal")
		return stdout
	}
	client, err := daemon.Connect(t.Context(), cfg, zap.NewNop())
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, client.Close()) })
	patience, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	require.NoError(t, client.Tail(patience, stream.TopicIncidents, 0, 0, func(r stream.Record) error {
		if strings.Contains(string(r.Value), `"level":"page"`) {
			return stream.ErrStop
		}
		return nil
	}))
	require.NoError(t, patience.Err(), "nothing was paged")

	list := ok("incidents")
	require.Regexp(t, `t:p1 +page +open +0\.\d\d +Acme`, list)
	why := ok("explain", "t:p1")
	require.Contains(t, why, "compared with what was decided")
	require.True(t, strings.HasSuffix(why, "\nthe same\n"), why)
	require.Contains(t, why, "rule followed_up")

	require.Contains(t, ok("incidents", "ack", "t:p1", "--by", "jo"), "acknowledge by jo is applied to t:p1: it is acknowledged now")
	require.Contains(t, ok("incidents", "note", "t:p1", "--text", "she wrote from jane@mail.example to help@acme.example"), "is applied")
	require.Contains(t, ok("incidents", "assign", "t:p1", "--text", "sam@acme.example"), "is applied")
	require.Contains(t, ok("incidents", "snooze", "t:p1", "--for", "2h"), "acknowledged, snoozed until")
	require.Contains(t, ok("incidents", "confirm-breach", "t:p1"), "is applied")
	shown := ok("incidents", "show", "t:p1")
	require.Contains(t, shown, "she wrote from [email] to help@acme.example", "what a person writes is masked as any other text")
	require.Regexp(t, `assignee +sam@acme.example`, shown)
	require.Regexp(t, `acknowledged by +jo`, shown)
	var record escalation.Incident
	require.NoError(t, json.Unmarshal([]byte(ok("incidents", "show", "t:p1", "--format", "json")), &record))
	require.Len(t, record.History, 5)
	require.True(t, strings.HasSuffix(ok("explain", "t:p1"), "\nthe same\n"), "what people did is part of it")

	code, stdout, stderr := command(t, "", "explain", "t:p1", "--config", other)
	require.Equal(t, exitOK, code, stderr)
	require.Contains(t, stdout, "likely because: another configuration")

	require.Contains(t, ok("incidents", "resolve", "t:p1"), "it is resolved now")
	require.Contains(t, ok("incidents"), "no incident is open")
	require.Contains(t, ok("incidents", "--all"), "t:p1")
	require.Empty(t, ok("incidents", "--format", "jsonl"))
	require.NoError(t, json.Unmarshal([]byte(ok("incidents", "--all", "--format", "jsonl")), &record))
	require.Equal(t, escalation.StatusResolved, record.Status)

	require.NoError(t, client.Produce(t.Context(), stream.Record{Topic: stream.TopicMentions, Key: []byte("Acme|p2"), Thread: "p1"}))
	erased := ok("explain", "t:p1")
	require.Contains(t, erased, "input erased: p2 (a tombstone stands in its place)")
	require.Contains(t, erased, "differs: tell")

	for _, args := range [][]string{{"explain", "p1"}, {"incidents", "show", "p1"}, {"incidents", "noise", "p1"}} {
		code, _, stderr := command(t, "", append(args, "--config", file)...)
		require.Equal(t, exitUsage, code)
		require.Contains(t, stderr, "did you mean t:p1?")
	}
	// A crisis that nobody knows of: only the record is there.
	crisis := escalation.Incident{
		ID: "c:1", Brand: "Acme", Level: escalation.LevelPage, Status: escalation.StatusOpen, OpenedAt: time.Now(), UpdatedAt: time.Now(),
		Tells: []escalation.Tell{{Number: 1, Level: escalation.LevelPage, Reasons: []escalation.Reason{{Signal: "authors", Value: 15, Rule: "crisis"}}}},
	}
	data, err := json.Marshal(crisis)
	require.NoError(t, err)
	require.NoError(t, client.Produce(t.Context(), stream.Record{Topic: stream.TopicIncidents, Key: []byte("c:1"), Value: data}))
	recorded := ok("explain", "c:1")
	require.Contains(t, recorded, "as recorded")
	require.Contains(t, recorded, "rule crisis")
	require.Contains(t, ok("incidents", "ack", "c:1"), "was written and is not yet applied to c:1", "the daemon has not heard of it")
}

func TestDutyCommandsRefuseWhatIsWrong(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := filepath.Join(dir, "firebreak.yaml")
	require.NoError(t, os.WriteFile(file, []byte("brands: [{name: Acme, query: acme}]\n"), 0o600))
	tests := []struct {
		name   string
		args   []string
		code   int
		stderr string
	}{
		{"incidents without a broker", []string{"incidents", "--config", file}, exitFailed, "embedded broker"},
		{"explain without a broker", []string{"explain", "t:1", "--config", file}, exitFailed, "embedded broker"},
		{"explain of nothing", []string{"explain"}, exitUsage, "--help"},
		{"incidents in no format", []string{"incidents", "--format", "xml"}, exitUsage, "text or jsonl"},
		{"show in no format", []string{"incidents", "show", "t:1", "--format", "xml"}, exitUsage, "text or json"},
		{"an unknown deed", []string{"incidents", "fly", "t:1"}, exitUsage, "fly"},
		{"an empty note", []string{"incidents", "note", "t:1", "--text", " "}, exitUsage, "--text is missing"},
		{"an endless note", []string{"incidents", "note", "t:1", "--text", strings.Repeat("x", maxNote+1)}, exitUsage, "2000 bytes"},
		{"an assignment to nobody", []string{"incidents", "assign", "t:1"}, exitUsage, "who takes it"},
		{"a snooze without an end", []string{"incidents", "snooze", "t:1"}, exitUsage, "--for 2h"},
		{"a snooze for ever", []string{"incidents", "snooze", "t:1", "--for", "9999h"}, exitUsage, "30d"},
		{"a drill at no level", []string{"drill", "--level", "loud"}, exitUsage, "page, notify or watch"},
		{"a drill of no kind", []string{"drill", "--kind", "x"}, exitUsage, "security_complaint"},
		{"a drill for ever", []string{"drill", "--hold", "48h"}, exitUsage, "1h0m0s"},
		{"a drill of another brand", []string{"drill", "--config", file, "--brand", "Globex"}, exitUsage, "Globex"},
		{"a drill of nobody", []string{"drill", "--config", file}, exitUsage, "the configuration has none"},
		{"a drill of somebody else", []string{"drill", "--receiver", "x"}, exitUsage, "there are console"},
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

func TestDrillCommand(t *testing.T) {
	t.Parallel()
	pager := sinktest.NewPagerDuty(t, nil)
	file := filepath.Join(t.TempDir(), "firebreak.yaml")
	require.NoError(t, os.WriteFile(file, fmt.Appendf(nil, "brands: [{name: Acme, query: acme}]\nreceivers: [{name: oncall, pagerduty: {routing_key: %s, url: %s}}]\n"+
		"route: {receiver: oncall}\n", sinktest.RoutingKey, pager.URL), 0o600))
	code, stdout, stderr := command(t, "", "drill", "--config", file)
	require.Equal(t, exitOK, code, stderr)
	require.Regexp(t, `oncall \(pagerduty, route\)  tell  .*accepted, ref firebreak/t:drill:`, stdout)
	require.Contains(t, stdout, "--hold 1m")
	require.Equal(t, "resolved", pager.Alerts()[0].State)
	pager.Fail(-1, 400, nil)
	code, stdout, _ = command(t, "", "drill", "--config", file, "--receiver", "oncall")
	require.Equal(t, exitFinding, code)
	require.Contains(t, stdout, "FAILED, permanent")
	require.Contains(t, stdout, "1 of 1 calls failed")
	code, stdout, stderr = command(t, "", "drill")
	require.Equal(t, exitOK, code, stderr)
	require.Contains(t, stdout, "TEST")
}
