package crises_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"
	"go.uber.org/zap"
	"pgregory.net/rapid"

	"firebreak/daemon/crises"
	"firebreak/daemon/escalation"
	"firebreak/daemon/escalation/crisis"
	"firebreak/daemon/stream"
)

// errCrash is what a write returns at which the process dies.
var errCrash = errors.New("crash")

// memory is a broker with one partition a topic. It can be told to die at a write.
type memory struct {
	logs map[string][]stream.Record
	dead []stream.DeadLetter
	// fuse counts the writes until the crash; kept is how many records of that write get through.
	fuse, kept int
}

func (m *memory) Produce(_ context.Context, records ...stream.Record) error {
	n := len(records)
	if m.fuse == 0 {
		n = min(m.kept, n)
	}
	for _, r := range records[:n] {
		r.Offset = int64(len(m.logs[r.Topic]))
		m.logs[r.Topic] = append(m.logs[r.Topic], r)
	}
	m.fuse--
	if m.fuse == -1 {
		return errCrash
	}
	return nil
}

func (m *memory) ReadPartition(_ context.Context, topic string, _ int, from, to int64, fn func(stream.Record) error) error {
	for _, r := range m.logs[topic] {
		if r.Offset < from || to >= 0 && r.Offset >= to {
			continue
		}
		if err := fn(r); err != nil {
			return err
		}
	}
	return nil
}

func (m *memory) DeadLetter(_ context.Context, d stream.DeadLetter) error {
	m.dead = append(m.dead, d)
	return nil
}

func (m *memory) add(t require.TestingT, topic string, values ...any) {
	for _, v := range values {
		data, err := json.Marshal(v)
		require.NoError(t, err)
		m.logs[topic] = append(m.logs[topic], stream.Record{Topic: topic, Offset: int64(len(m.logs[topic])), Value: data})
	}
}

// incidents are the latest records.
func (m *memory) incidents(t require.TestingT) map[string]escalation.Incident {
	out := map[string]escalation.Incident{}
	for _, r := range m.logs[stream.TopicIncidents] {
		var inc escalation.Incident
		require.NoError(t, json.Unmarshal(r.Value, &inc))
		out[string(r.Key)] = inc
	}
	return out
}

// world has a clock that the test moves.
type world struct {
	*memory
	now time.Time
}

func newWorld() *world {
	return &world{memory: &memory{logs: map[string][]stream.Record{}, fuse: -100}, now: start}
}

func (w *world) stage() *crises.Stage {
	return crises.NewStage(w.memory, config(), func(s string) string { return s }, func() time.Time { return w.now }, crises.NewMetrics(prometheus.NewRegistry()), zap.NewNop())
}

// work consumes a topic from an offset in batches until the end or a crash, and returns the committed offset.
func (w *world) work(t require.TestingT, topic string, committed, size int) (int, error) {
	p, err := w.stage().New(context.Background(), 0, stream.Generation{})
	require.NoError(t, err)
	for committed < len(w.logs[topic]) {
		to := min(committed+size, len(w.logs[topic]))
		if err := p.Process(context.Background(), slices.Clone(w.logs[topic][committed:to])); err != nil {
			return committed, err
		}
		committed = to
	}
	return committed, p.Close()
}

func TestStageWritesIncidentsAndCrises(t *testing.T) {
	t.Parallel()
	w := newWorld()
	for _, p := range burst(20, 30) {
		w.add(t, stream.TopicPulse, p)
	}
	w.now = start.Add(time.Hour)
	_, err := w.work(t, stream.TopicPulse, 0, 100)
	require.NoError(t, err)
	inc := w.incidents(t)["c:acme-security-20260302T0902Z"]
	require.Equal(t, escalation.LevelPage, inc.Level)
	require.Len(t, inc.Tells, 2)
	var c crisis.Crisis
	var b crises.Baseline
	for _, r := range w.logs[stream.TopicCrises] {
		if string(r.Key) == crises.BaselineKey {
			require.NoError(t, json.Unmarshal(r.Value, &b))
			continue
		}
		require.NoError(t, json.Unmarshal(r.Value, &c))
	}
	require.Equal(t, "page", c.Level)
	require.EqualValues(t, 19, b.Applied)
	require.Len(t, b.State.Series, 1)
}

// Whatever write the process dies at, and however much of it gets through: people are told the same things, each once.
func TestStageSurvivesCrashesAnywhere(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld()
		for _, p := range burst(rapid.IntRange(15, 30).Draw(t, "authors"), rapid.IntRange(5, 60).Draw(t, "gap")) {
			w.add(t, stream.TopicPulse, p)
		}
		w.now = start.Add(time.Hour)
		calm := newWorld()
		calm.now, calm.logs[stream.TopicPulse] = w.now, w.logs[stream.TopicPulse]
		_, err := calm.work(t, stream.TopicPulse, 0, 1000)
		require.NoError(t, err)

		size, committed := rapid.IntRange(1, 10).Draw(t, "batch"), 0
		for range rapid.IntRange(0, 5).Draw(t, "crashes") {
			w.fuse, w.kept = rapid.IntRange(0, 3).Draw(t, "fuse"), rapid.IntRange(0, 3).Draw(t, "kept")
			if committed, err = w.work(t, stream.TopicPulse, committed, size); err != nil {
				require.ErrorIs(t, err, errCrash)
			}
		}
		w.fuse = -100
		_, err = w.work(t, stream.TopicPulse, committed, size)
		require.NoError(t, err)
		require.Equal(t, tells(calm.incidents(t)), tells(w.incidents(t)))
	})
}

func tells(incidents map[string]escalation.Incident) map[string][]escalation.Level {
	out := map[string][]escalation.Level{}
	for id, inc := range incidents {
		for _, tell := range inc.Tells {
			out[id] = append(out[id], tell.Level)
		}
	}
	return out
}

// A person ended the crisis, and the process died before the detector's state was written.
func TestStageRemembersThatAPersonEndedIt(t *testing.T) {
	t.Parallel()
	w := newWorld()
	for _, p := range burst(20, 30) {
		w.add(t, stream.TopicPulse, p)
	}
	w.now = start.Add(10 * time.Minute)
	_, err := w.work(t, stream.TopicPulse, 0, 100)
	require.NoError(t, err)
	w.add(t, stream.TopicActions, escalation.Action{
		ID: "1", Incident: "c:acme-security-20260302T0902Z", Kind: escalation.ActionResolve, By: "kim", Via: "cli", At: w.now,
	})
	w.fuse, w.kept = 0, 1
	_, err = w.work(t, stream.TopicActions, 0, 1)
	require.ErrorIs(t, err, errCrash)
	w.fuse = -100
	_, err = w.work(t, stream.TopicActions, 0, 1)
	require.NoError(t, err)
	last := w.logs[stream.TopicCrises]
	found := false
	for _, r := range last {
		var c crisis.Crisis
		require.NoError(t, json.Unmarshal(r.Value, &c))
		found = found || c.Status == crisis.StatusEnded
	}
	require.True(t, found, "the threads hear of the end")
	require.Equal(t, escalation.StatusResolved, w.incidents(t)["c:acme-security-20260302T0902Z"].Status)
}

func TestStageBuriesWhatItCannotRead(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.logs[stream.TopicPulse] = []stream.Record{{Topic: stream.TopicPulse, Value: []byte(`{"brand":`)}}
	w.add(t, stream.TopicPulse, asks(1, 0))
	_, err := w.work(t, stream.TopicPulse, 0, 10)
	require.NoError(t, err)
	require.Len(t, w.dead, 1)
	require.Contains(t, w.dead[0].Reason, "decoding a pulse")
}

func TestOtherPartitionsAreNoConcern(t *testing.T) {
	t.Parallel()
	w := newWorld()
	p, err := w.stage().New(t.Context(), 3, stream.Generation{})
	require.NoError(t, err)
	require.NoError(t, p.Process(t.Context(), []stream.Record{{Topic: stream.TopicActions, Value: []byte("?")}}))
	require.NoError(t, p.Idle(t.Context(), true))
	require.NoError(t, p.Close())
	require.Empty(t, w.dead)
}
