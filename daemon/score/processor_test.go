package score_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"
	"go.uber.org/zap"
	"pgregory.net/rapid"

	"firebreak/daemon/escalation"
	"firebreak/daemon/score"
	"firebreak/daemon/stream"
	"firebreak/detectors"
)

// errCrash is what a write returns at which the process dies.
var errCrash = errors.New("crash")

// memoryKafka is a broker with one partition a topic, in memory. It can be told to die at a write.
type memoryKafka struct {
	mu   sync.Mutex
	logs map[string][]stream.Record
	dead []stream.DeadLetter
	// fuse counts the writes until the crash; kept is how many records of that write get through.
	fuse, kept int
	// changed is closed at the next write.
	changed chan struct{}
}

func newMemoryKafka() *memoryKafka {
	return &memoryKafka{logs: map[string][]stream.Record{}, fuse: -1, changed: make(chan struct{})}
}

func (k *memoryKafka) Produce(_ context.Context, records ...stream.Record) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	n := len(records)
	if k.fuse == 0 {
		n = min(k.kept, n)
	}
	for _, r := range records[:n] {
		r.Offset = int64(len(k.logs[r.Topic]))
		r.Value = slices.Clone(r.Value)
		k.logs[r.Topic] = append(k.logs[r.Topic], r)
	}
	close(k.changed)
	k.changed = make(chan struct{})
	if k.fuse == 0 {
		return errCrash
	}
	k.fuse--
	return nil
}

func (k *memoryKafka) ReadPartition(_ context.Context, topic string, _ int, _, _ int64, fn func(stream.Record) error) error {
	k.mu.Lock()
	log := slices.Clone(k.logs[topic])
	k.mu.Unlock()
	for _, r := range log {
		if err := fn(r); err != nil {
			return err
		}
	}
	return nil
}

// Tail tells of what is there and of what comes.
func (k *memoryKafka) Tail(ctx context.Context, topic string, _ int, from int64, fn func(stream.Record) error) error {
	for next := int(from); ; next++ {
		for {
			k.mu.Lock()
			log, changed := k.logs[topic], k.changed
			k.mu.Unlock()
			if next < len(log) {
				if err := fn(log[next]); err != nil {
					return err
				}
				break
			}
			select {
			case <-changed:
			case <-ctx.Done():
				return nil
			}
		}
	}
}

func (k *memoryKafka) DeadLetter(_ context.Context, d stream.DeadLetter) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.dead = append(k.dead, d)
	return nil
}

// incidents returns the latest record of each incident.
func (k *memoryKafka) incidents(t require.TestingT) map[string]escalation.Incident {
	out := map[string]escalation.Incident{}
	for _, r := range k.logs[stream.TopicIncidents] {
		var inc escalation.Incident
		require.NoError(t, json.Unmarshal(r.Value, &inc))
		out[inc.ID] = inc
	}
	return out
}

// textJudge takes a mention's findings from its text, written as in step.says.
type textJudge struct{}

func (textJudge) Score(m detectors.Mention) score.Scored {
	s := step{by: m.Author.ID, says: m.Text}.scored(0)
	s.Mention = m
	return *s
}

func mention(id, threadID, by, says string, at time.Duration) detectors.Mention {
	return detectors.Mention{
		ID: id, Source: "test", Kind: detectors.KindPost, Tier: detectors.TierPublic, Brand: "Acme", ThreadID: threadID, CreatedAt: start.Add(at),
		Author: detectors.Author{ID: by}, Text: says,
	}
}

func recordsOf(t require.TestingT, mentions []detectors.Mention) []stream.Record {
	out := make([]stream.Record, len(mentions))
	for i, m := range mentions {
		value, err := json.Marshal(m)
		require.NoError(t, err)
		out[i] = stream.Record{Topic: stream.TopicMentions, Offset: int64(i), Key: []byte("Acme|" + m.ID), Value: value, Thread: m.ThreadID}
	}
	return out
}

func newStage(k *memoryKafka) *score.Stage {
	return score.NewStage(k, score.Setup{Judge: textJudge{}, Engine: config()}, func(s string) string { return strings.ReplaceAll(s, "secret", "[secret]") },
		func() time.Time { return start.Add(24 * time.Hour) }, score.NewMetrics(prometheus.NewRegistry()), zap.NewNop())
}

// work runs a processor over a log in batches, from what was committed, as the worker does. It returns what is committed then.
func work(k *memoryKafka, log []stream.Record, committed, size int, generation int32) (int, error) {
	p, err := newStage(k).New(context.Background(), 0, stream.Generation{ID: generation})
	if err != nil {
		return committed, err
	}
	for committed < len(log) {
		end := min(committed+size, len(log))
		if err := p.Process(context.Background(), log[committed:end]); err != nil {
			return committed, errors.Join(err, p.Close())
		}
		committed = end
	}
	// Every clock runs out in the end.
	return committed, errors.Join(p.Idle(context.Background(), true), p.Close())
}

// TestProcessorSurvivesCrashesAnywhere kills the processor at any write, after any number of its records, and lets a new one go on from
// what was committed: nobody is told twice, nobody is forgotten.
func TestProcessorSurvivesCrashesAnywhere(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		says := []string{"", "", plaintext, slow, claim, argues, brushOff, invites}
		var mentions []detectors.Mention
		at := time.Duration(0)
		for i := range rapid.IntRange(1, 14).Draw(t, "posts") {
			at += time.Duration(rapid.IntRange(0, 40).Draw(t, "minutes")) * time.Minute
			by := rapid.SampledFrom([]string{"jane", "bob", "acme"}).Draw(t, "by")
			th := rapid.SampledFrom([]string{"A", "B"}).Draw(t, "thread")
			mentions = append(mentions, mention("p"+strconv.Itoa(i), th, by, rapid.SampledFrom(says).Draw(t, "says"), at))
		}
		log := recordsOf(t, mentions)
		size := rapid.IntRange(1, 4).Draw(t, "batch")

		calm := newMemoryKafka()
		_, err := work(calm, log, 0, size, 1)
		require.NoError(t, err)

		k := newMemoryKafka()
		committed := 0
		for generation := int32(1); ; generation++ {
			k.fuse = -1
			if generation < 8 {
				k.fuse, k.kept = rapid.IntRange(0, 6).Draw(t, "fuse"), rapid.IntRange(0, 5).Draw(t, "kept")
			}
			// What comes again need not come in the same batches.
			size = rapid.IntRange(1, 4).Draw(t, "batch")
			var err error
			if committed, err = work(k, log, committed, size, generation); err == nil {
				break
			}
			require.ErrorIs(t, err, errCrash)
		}
		want, got := calm.incidents(t), k.incidents(t)
		require.Len(t, got, len(want))
		for id, w := range want {
			require.Equal(t, tellsOf(w), tellsOf(got[id]), "incident %s", id)
			require.Equal(t, w.Level, got[id].Level, "incident %s", id)
			require.Equal(t, w.Kinds, got[id].Kinds, "incident %s", id)
		}
		// A tell, once published, never changes and never goes.
		published := map[string][]string{}
		for _, r := range k.logs[stream.TopicIncidents] {
			var inc escalation.Incident
			require.NoError(t, json.Unmarshal(r.Value, &inc))
			tells := tellsOf(inc)
			before := append([]string{}, published[inc.ID]...)
			require.GreaterOrEqual(t, len(tells), len(before), "incident %s forgot a tell", inc.ID)
			require.Equal(t, before, tells[:len(before)])
			published[inc.ID] = tells
		}
	})
}

func tellsOf(inc escalation.Incident) []string {
	out := []string{}
	for _, tell := range inc.Tells {
		out = append(out, fmt.Sprintf("%d %s %s %s", tell.Number, tell.Level, tell.At.Format(time.RFC3339), tell.MentionID))
	}
	return out
}

func TestProcessorBuriesWhatItCannotRead(t *testing.T) {
	t.Parallel()
	k := newMemoryKafka()
	log := recordsOf(t, []detectors.Mention{mention("p0", "A", "jane", plaintext, 0), mention("p1", "A", "jane", "", time.Minute)})
	bad := stream.Record{Topic: stream.TopicMentions, Offset: 2, Value: []byte(`{"id": "secret" \xff`)}
	action := stream.Record{Topic: stream.TopicActions, Offset: 0, Value: []byte(`{"id":"1"}`)}
	committed, err := work(k, append(log, bad, action), 0, 10, 1)
	require.NoError(t, err)
	require.Equal(t, 4, committed, "a poison record stops nothing")
	require.Len(t, k.dead, 2)
	require.Equal(t, "mentions/0@2", k.dead[0].Place)
	require.NotContains(t, string(k.dead[0].Payload), "secret\"")
	require.True(t, k.dead[0].Masked)
	require.Contains(t, k.dead[1].Reason, "required")
	require.Len(t, k.incidents(t), 1)
}

func TestProcessorSkipsWhatWasApplied(t *testing.T) {
	t.Parallel()
	k := newMemoryKafka()
	log := recordsOf(t, []detectors.Mention{mention("p0", "A", "jane", plaintext, 0)})
	_, err := work(k, log, 0, 1, 1)
	require.NoError(t, err)
	written := len(k.logs[stream.TopicIncidents])
	// The commit was lost: the batch comes again, under a new generation.
	_, err = work(k, log, 0, 1, 2)
	require.NoError(t, err)
	require.Len(t, k.logs[stream.TopicIncidents], written)
}

func TestProcessorWritesOverAZombie(t *testing.T) {
	t.Parallel()
	k := newMemoryKafka()
	log := recordsOf(t, []detectors.Mention{mention("p0", "A", "jane", plaintext, 0)})
	_, err := work(k, log, 0, 1, 4)
	require.NoError(t, err)
	stale := k.logs[stream.TopicThreads][0]

	p, err := newStage(k).New(t.Context(), 0, stream.Generation{ID: 5})
	require.NoError(t, err)
	defer func() { require.NoError(t, p.Close()) }()
	require.NoError(t, k.Produce(t.Context(), stale))
	written := len(k.logs[stream.TopicThreads])
	require.Eventually(t, func() bool {
		require.NoError(t, p.Idle(t.Context(), true))
		return len(k.logs[stream.TopicThreads]) > written
	}, 10*time.Second, time.Millisecond, "the zombie's record was not written over")
	last := k.logs[stream.TopicThreads][len(k.logs[stream.TopicThreads])-1]
	generation, _ := stream.HeaderValue(last.Headers, "generation")
	require.Equal(t, "5", string(generation))
	require.Equal(t, stale.Key, last.Key)
	summary, _ := stream.HeaderValue(last.Headers, "summary")
	require.Regexp(t, "^1 [0-9]+ [0-9]+ clock ", string(summary), "a restart need not decode it")
}

func TestProcessorErasesFindingsOfADeletedPost(t *testing.T) {
	t.Parallel()
	k := newMemoryKafka()
	gone := mention("d", "A", "jane", "", time.Minute)
	gone.Kind, gone.InReplyTo = detectors.KindDelete, "p0"
	log := recordsOf(t, []detectors.Mention{mention("p0", "A", "jane", plaintext, 0), gone})
	log[1].Key = log[0].Key
	_, err := work(k, log, 0, 2, 1)
	require.NoError(t, err)
	findings := k.logs[stream.TopicFindings]
	require.Len(t, findings, 2)
	require.NotNil(t, findings[0].Value)
	require.Nil(t, findings[1].Value, "a tombstone erases the evidence")
	require.Equal(t, findings[0].Key, findings[1].Key)
}
