package replay_test

import (
	"bytes"
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"firebreak/config"
	"firebreak/daemon"
	"firebreak/daemon/escalation"
	"firebreak/daemon/replay"
	"firebreak/detectors"
)

// TestStepsAreARun: posts one by one, with time passing at the end, decide what a file of them decides.
func TestStepsAreARun(t *testing.T) {
	t.Parallel()
	cfg, err := config.Parse("test.yaml", []byte("brands: [{name: Acme, query: acme}]\n"))
	require.NoError(t, err)
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	posts := []detectors.Mention{
		{ID: "1", Source: "x", Kind: detectors.KindPost, CreatedAt: at, Text: "acme mailed me my password in plain text", Author: detectors.Author{ID: "jane"}},
		{ID: "2", Source: "x", Kind: detectors.KindPost, CreatedAt: at.Add(time.Minute), Text: "the weather is fine", Author: detectors.Author{ID: "bob"}},
		{ID: "3", Source: "x", Kind: detectors.KindPost, CreatedAt: at.Add(time.Hour), Text: "anybody?", InReplyTo: "1", Author: detectors.Author{ID: "jane"}},
	}
	var file bytes.Buffer
	for _, m := range posts {
		require.NoError(t, json.NewEncoder(&file).Encode(m))
	}
	want, _ := run(t, cfg, file.Bytes())

	core, err := daemon.NewCore(cfg)
	require.NoError(t, err)
	var got bytes.Buffer
	decisions, shown := 0, 0
	r := replay.New(core.Pipeline(false), core.Judge, core.Engine, replay.Options{
		Decide: func(d escalation.Decision) error {
			decisions++
			return json.NewEncoder(&got).Encode(d)
		},
		Incident: func(inc *escalation.Incident) {
			shown++
			require.Equal(t, decisions, shown, "an incident follows its decision")
			require.Equal(t, "Acme", inc.Brand)
		},
	})
	for i, m := range posts {
		made, err := r.Post(m)
		require.NoError(t, err)
		require.Len(t, made, map[bool]int{true: 1, false: 0}[i != 1])
	}
	require.NoError(t, r.Pass(at), "a time that is over")
	require.NoError(t, r.Pass(at.Add(49*time.Hour)))
	require.Equal(t, string(want), got.String())
	require.Equal(t, decisions, shown)
	require.True(t, r.Heard("1"))
	require.False(t, r.Heard("2"), "it concerns nobody")

	before := decisions
	require.NoError(t, r.Act(escalation.Action{ID: "a", Incident: "t:9", Kind: escalation.ActionResolve, At: at.Add(50 * time.Hour)}))
	require.Equal(t, before, decisions, "there is no such incident")
	require.NoError(t, r.Act(escalation.Action{ID: "b", Incident: "t:1", Kind: escalation.ActionResolve, At: at.Add(50 * time.Hour)}))
	require.Equal(t, before+1, decisions)
}

// TestTimeNeverGoesBack: after time that is over was let pass, the tail of a run still counts from the latest.
func TestTimeNeverGoesBack(t *testing.T) {
	t.Parallel()
	cfg, err := config.Parse("test.yaml", []byte("brands: [{name: Acme, query: acme}]\n"))
	require.NoError(t, err)
	core, err := daemon.NewCore(cfg)
	require.NoError(t, err)
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	var times []time.Time
	r := replay.New(core.Pipeline(false), core.Judge, core.Engine, replay.Options{
		Tail:   30 * time.Minute,
		Decide: func(d escalation.Decision) error { times = append(times, d.Time); return nil },
	})
	_, err = r.Post(detectors.Mention{
		ID: "1", Source: "x", Kind: detectors.KindPost, CreatedAt: at, Text: "acme mailed me my password in plain text", Author: detectors.Author{ID: "jane"},
	})
	require.NoError(t, err)
	require.NoError(t, r.Pass(at.Add(40*time.Minute)))
	require.NoError(t, r.Pass(at))
	_, err = r.Run(t.Context())
	require.NoError(t, err)
	require.Equal(t, []time.Time{at, at.Add(time.Hour)}, times, "the first reply was due within the tail")
}
