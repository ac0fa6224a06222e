package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"firebreak/daemon/stream"
)

// TestKafkaCommands looks at the embedded broker of a daemon that runs, through its address file.
func TestKafkaCommands(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	broker, err := stream.StartEmbedded(t.Context(), stream.EmbeddedConfig{Dir: filepath.Join(dir, "data")})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, broker.Close()) })
	file := filepath.Join(dir, "firebreak.yaml")
	require.NoError(t, os.WriteFile(file, []byte("brands: [{name: Acme, query: acme}]\nkafka: {embedded: true, dir: data, partitions: 2}\n"), 0o600))

	code, stdout, _ := command(t, "", "topics", "--config", file)
	require.Equal(t, exitOK, code)
	require.Contains(t, stdout, "missing: start the daemon")

	code, stdout, stderr := command(t, "", "topics", "--config", file, "--create", "--format", "json")
	require.Equal(t, exitOK, code, stderr)
	var topics []struct {
		Name       string `json:"name"`
		Exists     bool   `json:"exists"`
		Partitions int    `json:"partitions"`
	}
	require.NoError(t, json.Unmarshal([]byte(stdout), &topics))
	require.Len(t, topics, 10)
	for _, topic := range topics {
		require.True(t, topic.Exists, topic.Name)
	}

	client, err := stream.Open(t.Context(), stream.Config{Brokers: []string{broker.Addr()}, Partitions: 2}, nil)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, client.Close()) })
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	for _, d := range []stream.DeadLetter{
		{Stage: "score", Place: "mentions/0@7", Reason: "broken \x1b[31m", Topic: stream.TopicMentions, Key: []byte("Acme|1"), Thread: "1", Payload: []byte(`{"id":"1"}`), At: at},
		{Stage: "ingest", Place: "posts.jsonl:3", Reason: "no JSON", Payload: []byte("nonsense"), At: at},
	} {
		require.NoError(t, client.DeadLetter(t.Context(), d))
	}

	code, stdout, _ = command(t, "", "deadletter", "list", "--config", file)
	require.Equal(t, exitOK, code)
	require.Contains(t, stdout, "posts.jsonl:3")
	require.NotContains(t, stdout, "\x1b", "outside text does not steer the terminal")
	code, stdout, _ = command(t, "", "deadletter", "list", "--format", "jsonl", "--config", file)
	require.Equal(t, exitOK, code)
	require.Equal(t, 2, strings.Count(stdout, "\n"))

	var first struct {
		Offset  int64  `json:"offset"`
		Payload string `json:"payload"`
	}
	require.NoError(t, json.Unmarshal([]byte(strings.SplitN(stdout, "\n", 2)[0]), &first))
	require.JSONEq(t, `{"id":"1"}`, first.Payload)
	code, stdout, _ = command(t, "", "deadletter", "show", "0", "--config", file)
	require.Equal(t, exitOK, code)
	require.Contains(t, stdout, `"place": "mentions/0@7"`)
	code, _, stderr = command(t, "", "deadletter", "show", "99", "--config", file)
	require.Equal(t, exitFailed, code)
	require.Contains(t, stderr, "no dead letter at offset 99")

	code, stdout, stderr = command(t, "", "deadletter", "resend", "0", "--config", file)
	require.Equal(t, exitOK, code, stderr)
	require.Contains(t, stdout, "sent 0 again")
	found := 0
	for p := range client.Partitions() {
		require.NoError(t, client.ReadPartition(t.Context(), stream.TopicMentions, p, -1, -1, func(r stream.Record) error {
			require.Equal(t, "Acme|1", string(r.Key))
			found++
			return nil
		}))
	}
	require.Equal(t, 1, found)
	code, _, stderr = command(t, "", "deadletter", "resend", "1", "--config", file)
	require.Equal(t, exitFailed, code)
	require.Contains(t, stderr, "no topic")
}
