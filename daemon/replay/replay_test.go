package replay_test

import (
	"bytes"
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"firebreak/config"
	"firebreak/daemon/escalation"
	"firebreak/detectors"
)

// TestReplayRunsClocksBetweenPosts has a clock run out while only another conversation speaks: its decision stands before what that
// conversation led to, at the time that the clock was due.
func TestReplayRunsClocksBetweenPosts(t *testing.T) {
	t.Parallel()
	cfg, err := config.Parse("test.yaml", []byte("brands: [{name: Acme, query: acme}]\n"))
	require.NoError(t, err)
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	var in bytes.Buffer
	encoder := json.NewEncoder(&in)
	for i, p := range []struct {
		id    string
		after time.Duration
	}{{"early", 0}, {"late", 26 * time.Hour}} {
		require.NoError(t, encoder.Encode(detectors.Mention{
			ID: p.id, Source: "x", Kind: detectors.KindPost, CreatedAt: at.Add(p.after), Text: "acme stores my password in plain text, I can read it in the mail",
			Author: detectors.Author{ID: p.id, Handle: string(rune('a' + i))},
		}))
	}
	out, totals := run(t, cfg, in.Bytes())
	require.Equal(t, 2, totals.Incidents)
	decoder := json.NewDecoder(bytes.NewReader(out))
	var last time.Time
	clocks := 0
	for decoder.More() {
		var d escalation.Decision
		require.NoError(t, decoder.Decode(&d))
		require.False(t, d.Time.Before(last), "decisions come in the order of time: %s after %s", d.Time, last)
		last = d.Time
		if d.MentionID == "" && d.Time.Before(at.Add(26*time.Hour)) {
			clocks++
		}
	}
	require.NotZero(t, clocks, "no clock of the first conversation ran out before the second one began")
}
