package score_test

import (
	"encoding/json"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"firebreak/daemon/escalation"
	"firebreak/daemon/score"
	"firebreak/daemon/stream"
	"firebreak/detectors"
)

// deed is an action of the log, at an offset of its topic.
func deed(t require.TestingT, offset int64, kind escalation.ActionKind, at time.Duration) stream.Record {
	value, err := json.Marshal(escalation.Action{
		ID: "deed-" + strconv.FormatInt(offset, 10), Incident: "t:A", Kind: kind, By: "jo", Via: "slack", At: start.Add(at),
	})
	require.NoError(t, err)
	return stream.Record{Topic: stream.TopicActions, Offset: offset, Key: []byte("t:A"), Value: value, Thread: "A"}
}

func processor(t *testing.T, k *memoryKafka, generation int32) stream.Processor {
	t.Helper()
	p, err := newStage(k).New(t.Context(), 0, stream.Generation{ID: generation})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, p.Close()) })
	return p
}

// What an owner published and had no time to write the thread of is not decided a second time: who resolved the incident between two of its posts
// would resolve it again, and the second post would page again.
func TestATakeOverDecidesNothingTwice(t *testing.T) {
	t.Parallel()
	k := newMemoryKafka()
	posts := recordsOf(t, []detectors.Mention{mention("p0", "A", "jane", plaintext, 0), mention("p1", "A", "acme", claim, 2*time.Minute)})
	batch := []stream.Record{posts[0], deed(t, 0, escalation.ActionResolve, time.Minute), posts[1]}

	k.fuse, k.kept = 1, 0
	_, err := work(k, batch, 0, len(batch), 1)
	require.ErrorIs(t, err, errCrash)
	want := k.incidents(t)["t:A"]
	require.Len(t, want.Tells, 2)
	require.Len(t, want.History, 1)
	require.Empty(t, k.logs[stream.TopicThreads])

	k.fuse = -1
	_, err = work(k, batch, 0, len(batch), 2)
	require.NoError(t, err)
	got := k.incidents(t)["t:A"]
	require.Equal(t, tellsOf(want), tellsOf(got))
	require.Len(t, got.History, 1)
	require.Equal(t, escalation.StatusOpen, got.Status)
}

// Who takes over may end before what was decided has come again: its successor must know of it, too.
func TestTwoTakeOversDecideNothingTwice(t *testing.T) {
	t.Parallel()
	k := newMemoryKafka()
	posts := recordsOf(t, []detectors.Mention{mention("p0", "A", "jane", plaintext, 0), mention("p1", "A", "bob", slow, 2*time.Minute)})
	contact := []stream.Record{deed(t, 0, escalation.ActionContact, time.Minute)}
	require.NoError(t, processor(t, k, 1).Process(t.Context(), posts[:1]))
	k.fuse, k.kept = 1, 0
	require.ErrorIs(t, processor(t, k, 2).Process(t.Context(), contact), errCrash)
	k.fuse = -1
	require.Len(t, k.incidents(t)["t:A"].History, 1)

	require.NoError(t, processor(t, k, 3).Process(t.Context(), posts[1:]))
	require.NoError(t, processor(t, k, 4).Process(t.Context(), contact))
	require.Len(t, k.incidents(t)["t:A"].History, 1)
}

// Kafka fences no producer: an owner that has lost the partition may write a thread behind the new owner's, and that owner may end before it sees it.
// Who comes then must believe the new owner, since the offsets that it committed rely on it.
func TestATakeOverBelievesTheNewestOwner(t *testing.T) {
	t.Parallel()
	k := newMemoryKafka()
	posts := recordsOf(t, []detectors.Mention{mention("p0", "A", "jane", plaintext, 0), mention("p1", "A", "acme", "", time.Minute)})
	_, err := work(k, posts, 0, 1, 4)
	require.NoError(t, err)
	stale := k.logs[stream.TopicThreads][0]
	require.NoError(t, processor(t, k, 5).Process(t.Context(), posts[1:]))
	require.NoError(t, k.Produce(t.Context(), stale))

	require.NoError(t, processor(t, k, 6).Idle(t.Context(), true))
	threads := k.logs[stream.TopicThreads]
	var last score.Record
	require.NoError(t, json.Unmarshal(threads[len(threads)-1].Value, &last))
	require.Equal(t, int32(6), last.Generation, "the stale record is written over")
	require.Len(t, last.Thread.Posts, 2, "the answer is not lost")
}

// An owner that has lost the partition may publish an incident too. Compaction would leave its record alone.
func TestAZombiesIncidentIsWrittenOver(t *testing.T) {
	t.Parallel()
	for name, restarted := range map[string]bool{"by who was there": false, "by who comes later": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := newMemoryKafka()
			posts := recordsOf(t, []detectors.Mention{mention("p0", "A", "jane", plaintext, 0), mention("p1", "A", "acme", claim, time.Minute)})
			_, err := work(k, posts, 0, 1, 4)
			require.NoError(t, err)
			stale := k.logs[stream.TopicIncidents][0]
			owner := processor(t, k, 5)
			require.NoError(t, owner.Process(t.Context(), posts[1:]))
			want := k.incidents(t)["t:A"]
			require.NoError(t, k.Produce(t.Context(), stale))
			require.Less(t, k.incidents(t)["t:A"].Event, want.Event)

			if restarted {
				owner = processor(t, k, 6)
			}
			require.Eventually(t, func() bool {
				require.NoError(t, owner.Idle(t.Context(), false))
				got := k.incidents(t)["t:A"]
				return got.Event >= want.Event && len(got.Tells) == len(want.Tells)
			}, 10*time.Second, time.Millisecond, "the older record has the last word")
		})
	}
}

// A customer may come to the private channel of an incident that is closed: nothing is decided, and the hand-off's clock must not run out later.
func TestComingToAClosedIncidentIsKept(t *testing.T) {
	t.Parallel()
	k := newMemoryKafka()
	posts := recordsOf(t, []detectors.Mention{mention("p0", "A", "jane", plaintext, 0), mention("p1", "A", "acme", invites, time.Minute)})
	batch := append(posts, deed(t, 0, escalation.ActionResolve, 2*time.Minute), deed(t, 1, escalation.ActionTakenUp, 3*time.Minute))
	require.NoError(t, processor(t, k, 1).Process(t.Context(), batch))
	threads := k.logs[stream.TopicThreads]
	var last score.Record
	require.NoError(t, json.Unmarshal(threads[len(threads)-1].Value, &last))
	require.Equal(t, start.Add(3*time.Minute), last.Thread.TakenUp.UTC())
	require.Equal(t, int64(1), last.Applied[stream.TopicActions])
}

// A post may arrive after its deletion, also in another batch, with a restart between the two: its words are kept nowhere.
func TestAPostThatArrivesDeletedIsKeptNowhere(t *testing.T) {
	t.Parallel()
	k := newMemoryKafka()
	gone := mention("d", "A", "jane", "", 2*time.Minute)
	gone.Kind, gone.InReplyTo = detectors.KindDelete, "p1"
	log := recordsOf(t, []detectors.Mention{mention("p0", "A", "jane", plaintext, 0), gone, mention("p1", "A", "jane", slow, time.Minute)})
	log[1].Key = log[2].Key
	for i := range log {
		require.NoError(t, processor(t, k, int32(i+1)).Process(t.Context(), log[i:i+1]))
	}
	findings := k.logs[stream.TopicFindings]
	require.Nil(t, findings[len(findings)-1].Value)
	require.Equal(t, log[2].Key, findings[len(findings)-1].Key)
	for _, r := range k.logs[stream.TopicThreads] {
		require.NotContains(t, string(r.Value), slow)
	}
}
