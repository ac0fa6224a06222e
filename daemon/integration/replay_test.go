//go:build integration

package integration_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/zap"

	"firebreak/daemon"
	"firebreak/daemon/duty"
	"firebreak/daemon/escalation"
	"firebreak/daemon/stream"
)

// command runs a command of the binary to its end.
func command(t *testing.T, args ...string) (stdout, stderr string) {
	t.Helper()
	var out, err bytes.Buffer
	cmd := exec.CommandContext(t.Context(), binary, args...)
	cmd.Stdout, cmd.Stderr = &out, &err
	require.NoError(t, cmd.Run(), "firebreak %v\n%s\n%s", args, out.String(), err.String())
	return out.String(), err.String()
}

// tells are what people were told, or would be, one in a line.
func tells(list []escalation.Decision) []string {
	var out []string
	for _, d := range list {
		if d.Action == escalation.DecisionPage || d.Action == escalation.DecisionNotify {
			out = append(out, tellText(d.Incident, d.Level, string(d.Severity), d.Time, d.MentionID))
		}
	}
	slices.Sort(out)
	return out
}

func tellText(incident string, level escalation.Level, severity string, at time.Time, mention string) string {
	return fmt.Sprintf("%s %s %s %s %s", incident, level, severity, at.UTC().Format(time.RFC3339Nano), mention)
}

// TestReplayOfARange: what the daemon decided live, a replay of its topics decides again, and leaves no trace on them.
func TestReplayOfARange(t *testing.T) {
	eachBroker(t, func(t *testing.T, b broker) {
		w := newWorld(t, b.addr())
		d := startDaemon(t, w.config)
		w.x.AwaitConnection(t)
		w.tell(6)
		w.settle(t)
		cfg, err := daemon.LoadConfig(w.config)
		require.NoError(t, err)
		client, err := daemon.Connect(t.Context(), cfg, zap.NewNop())
		require.NoError(t, err)
		t.Cleanup(func() { require.NoError(t, client.Close()) })
		list, err := duty.Read(t.Context(), client)
		require.NoError(t, err)
		require.Len(t, list.Entries, w.sent)
		for i, deed := range []string{"ack", "resolve", "noise"} {
			stdout, _ := command(t, "incidents", deed, list.Entries[i].Incident.ID, "--by", "jo", "--config", w.config)
			require.Contains(t, stdout, "is applied")
		}
		w.tell(2)
		w.settle(t)
		// The topics grow while it runs: it ends all the same.
		_, stderr := command(t, "replay", "--config", w.config, "--from", "1h")
		require.Contains(t, stderr, "mentions   16\n")
		require.Zero(t, d.terminate(t))

		before, err := client.Topics(t.Context())
		require.NoError(t, err)
		list, err = duty.Read(t.Context(), client)
		require.NoError(t, err)
		var want []string
		for i := range list.Entries {
			inc := &list.Entries[i].Incident
			for _, tell := range inc.Tells {
				want = append(want, tellText(inc.ID, tell.Level, string(tell.Severity), tell.At, tell.MentionID))
			}
		}
		slices.Sort(want)
		require.Len(t, want, 2*w.sent, "each is a card first, and a page then")

		for _, clock := range []string{"event", "arrival"} {
			stdout, stderr := command(t, "replay", "--config", w.config, "--from", "1h", "--clock", clock)
			require.Contains(t, stderr, "actions    3\n")
			require.NotContains(t, stderr, "warning")
			var decisions []escalation.Decision
			for line := range strings.Lines(stdout) {
				var d escalation.Decision
				require.NoError(t, json.Unmarshal([]byte(line), &d))
				decisions = append(decisions, d)
			}
			require.Equal(t, want, tells(decisions), "the clock follows %s", clock)
			again, _ := command(t, "replay", "--config", w.config, "--from", "1h", "--clock", clock)
			require.Equal(t, stdout, again)
			standing := map[string]escalation.Decision{}
			for _, d := range decisions {
				standing[d.Incident] = d
			}
			for i := range list.Entries {
				inc := &list.Entries[i].Incident
				last := standing[inc.ID]
				require.Equal(t, []any{inc.Level, inc.Severity, inc.Kinds, inc.Topic}, []any{last.Level, last.Severity, last.Kinds, last.Topic}, inc.ID)
			}
		}
		for i := range list.Entries {
			stdout, _ := command(t, "explain", list.Entries[i].Incident.ID, "--config", w.config)
			require.True(t, strings.HasSuffix(stdout, "\nthe same\n"), stdout)
		}
		slow := filepath.Join(t.TempDir(), "slow.yaml")
		text, err := os.ReadFile(w.config)
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(slow, append(text, "\nrules: {follow_up_after: 3h}\n"...), 0o600))
		stdout, _ := command(t, "diff", "--config", w.config, "--config", slow, "--from", "1h")
		require.Contains(t, stdout, fmt.Sprintf("pages     A %d ", w.sent))
		require.Equal(t, w.sent, strings.Count(stdout, "lost    page"))

		after, err := client.Topics(t.Context())
		require.NoError(t, err)
		require.Equal(t, before, after, "nothing was written and nothing committed")
	})
}

// TestReplayOfACrisis: a crisis is made of many conversations, which lie in many partitions.
func TestReplayOfACrisis(t *testing.T) {
	eachBroker(t, func(t *testing.T, b broker) {
		w := newWorldWith(t, b.addr(), "")
		d := startDaemon(t, w.config)
		w.x.AwaitConnection(t)
		w.ask(20)
		require.Eventually(t, func() bool { return len(w.pagerduty.Alerts()) == 1 }, time.Minute, 20*time.Millisecond, "the crisis did not page")
		w.ask(5)
		cfg, err := daemon.LoadConfig(w.config)
		require.NoError(t, err)
		client, err := daemon.Connect(t.Context(), cfg, zap.NewNop())
		require.NoError(t, err)
		t.Cleanup(func() { require.NoError(t, client.Close()) })
		patience, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		require.NoError(t, client.AwaitCaughtUp(patience, daemon.StageScore, stream.TopicMentions))
		require.NoError(t, client.AwaitCaughtUp(patience, daemon.StageCrisis, stream.TopicPulse))
		require.Zero(t, d.terminate(t))
		list, err := duty.Read(t.Context(), client)
		require.NoError(t, err)
		var want []string
		for i := range list.Entries {
			inc := &list.Entries[i].Incident
			for _, tell := range inc.Tells {
				want = append(want, inc.ID+" "+string(tell.Level))
			}
		}
		slices.Sort(want)
		for _, clock := range []string{"event", "arrival"} {
			stdout, _ := command(t, "replay", "--config", w.config, "--from", "1h", "--clock", clock)
			var got []string
			for line := range strings.Lines(stdout) {
				var d escalation.Decision
				require.NoError(t, json.Unmarshal([]byte(line), &d))
				if d.Action == escalation.DecisionPage || d.Action == escalation.DecisionNotify {
					got = append(got, d.Incident+" "+string(d.Level))
				}
			}
			slices.Sort(got)
			require.Equal(t, want, got, "the clock follows %s", clock)
		}
	})
}

// TestReplayIsInterrupted: a replay that waits for its input ends at the first signal, and says what it had found.
func TestReplayIsInterrupted(t *testing.T) {
	w := newWorld(t, "")
	var out, said bytes.Buffer
	cmd := exec.CommandContext(context.WithoutCancel(t.Context()), binary, "replay", "--config", w.config, "--input", "-", "--format", "text")
	cmd.Stdout, cmd.Stderr = &out, &said
	stdin, err := cmd.StdinPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	// Enough to be sure that the program has read most of it, once all of it is written.
	post := `{"id":"%d","source":"x","kind":"post","created_at":"2026-03-02T09:00:00Z","author":{"id":"jane"},"text":"@wishgenie just mailed me my own password in plain text"}` + "\n"
	for i := range 2000 {
		_, err := fmt.Fprintf(stdin, post, i)
		require.NoError(t, err)
	}
	require.NoError(t, cmd.Process.Signal(syscall.SIGINT))
	require.Error(t, cmd.Wait())
	require.Equal(t, 3, cmd.ProcessState.ExitCode())
	require.Contains(t, said.String(), "firebreak: interrupted")
	require.Regexp(t, `mentions   [1-9]`, said.String())
	require.Contains(t, out.String(), "notify")
}
