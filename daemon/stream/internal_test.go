package stream

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/segmentio/kafka-go"
	"github.com/segmentio/kafka-go/protocol"
	"github.com/stretchr/testify/require"
	"go.uber.org/zap"
	"go.uber.org/zap/zaptest/observer"
	"pgregory.net/rapid"
)

// TestPartitionGolden pins the hash: another one would tear threads from their state.
func TestPartitionGolden(t *testing.T) {
	golden := map[string][3]int{
		"":       {1, 1, 5},
		"a":      {1, 4, 12},
		"foobar": {1, 4, 8},
		"bluesky:at://did:plc:x/app.bsky.feed.post": {2, 2, 4},
	}
	for key, want := range golden {
		require.Equal(t, 0, partitionOf(key, 1))
		got := [3]int{partitionOf(key, 3), partitionOf(key, 6), partitionOf([]byte(key), 16)}
		require.Equal(t, want, got, "%q", key)
	}
}

func drawClaims(t *rapid.T) (map[string]claim, int) {
	count := rapid.IntRange(0, 40).Draw(t, "count")
	claims := map[string]claim{}
	for _, m := range rapid.SliceOfNDistinct(rapid.StringMatching(`[a-z]{1,4}`), 1, 8, rapid.ID[string]).Draw(t, "members") {
		claims[m] = claim{
			Generation: rapid.Int32Range(0, 3).Draw(t, "generation"),
			Numbers:    rapid.SliceOfN(rapid.IntRange(-2, 45), 0, 40).Draw(t, "numbers"),
		}
	}
	return claims, count
}

func loads(assigned map[string][]int) (least, most int) {
	least = 1 << 30
	for _, numbers := range assigned {
		least, most = min(least, len(numbers)), max(most, len(numbers))
	}
	return least, most
}

func TestAssignIsCompleteAndBalanced(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		claims, count := drawClaims(t)
		got := assign(claims, count)
		var all []int
		for m, numbers := range got {
			require.Contains(t, claims, m)
			require.True(t, slices.IsSorted(numbers))
			all = append(all, numbers...)
		}
		slices.Sort(all)
		require.Len(t, all, count)
		for i, n := range all {
			require.Equal(t, i, n, "every number once")
		}
		require.Len(t, got, len(claims))
		least, most := loads(got)
		require.LessOrEqual(t, most-least, 1)
		require.Equal(t, got, assign(maps.Clone(claims), count), "the same answer for the same question")
	})
}

func asClaims(assigned map[string][]int, generation int32) map[string]claim {
	out := map[string]claim{}
	for m, numbers := range assigned {
		out[m] = claim{Generation: generation, Numbers: numbers}
	}
	return out
}

func TestAssignIsSticky(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		claims, count := drawClaims(t)
		before := assign(claims, count)
		require.Equal(t, before, assign(asClaims(before, 1), count), "nothing moves without a reason")

		// A newcomer takes its share; nothing moves between those who were there.
		joined := asClaims(before, 1)
		joined["ZZZ"] = claim{}
		after := assign(joined, count)
		for m, numbers := range after {
			if m == "ZZZ" {
				continue
			}
			for _, n := range numbers {
				require.Contains(t, before[m], n)
			}
		}

		// Of one that leaves, only its numbers move.
		if len(before) > 1 {
			gone := slices.Sorted(maps.Keys(before))[0]
			left := asClaims(before, 1)
			delete(left, gone)
			after := assign(left, count)
			for m, numbers := range before {
				if m == gone {
					continue
				}
				for _, n := range numbers {
					require.Contains(t, after[m], n)
				}
			}
		}
	})
}

func TestAssignBelievesTheLaterGeneration(t *testing.T) {
	got := assign(map[string]claim{"a": {Generation: 1, Numbers: []int{0, 1}}, "b": {Generation: 2, Numbers: []int{0, 1}}}, 2)
	require.Equal(t, map[string][]int{"a": {1}, "b": {0}}, got)
}

func TestBalancerCoAssigns(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		members := []kafka.GroupMember{}
		for i := range rapid.IntRange(1, 5).Draw(t, "members") {
			data, err := claim{Numbers: rapid.SliceOf(rapid.IntRange(0, 9)).Draw(t, "held")}.encode()
			require.NoError(t, err)
			members = append(members, kafka.GroupMember{ID: fmt.Sprint(i), Topics: []string{"mentions", "actions", "crises"}, UserData: data})
		}
		count := rapid.IntRange(1, 9).Draw(t, "count")
		var partitions []kafka.Partition
		for i := range count {
			partitions = append(partitions, kafka.Partition{Topic: "mentions", ID: i}, kafka.Partition{Topic: "actions", ID: i})
		}
		partitions = append(partitions, kafka.Partition{Topic: "crises"})
		got := (&balancer{}).AssignGroups(members, rapid.Permutation(partitions).Draw(t, "order"))
		total := 0
		for m, topics := range got {
			require.Equal(t, topics["mentions"], topics["actions"], "member %s", m)
			require.Equal(t, slices.Contains(topics["mentions"], 0), len(topics["crises"]) == 1, "crises/0 goes with mentions/0")
			total += len(topics["mentions"])
		}
		require.Equal(t, count, total)
	})
}

func FuzzDecodeClaim(f *testing.F) {
	f.Add([]byte(`{"g":3,"n":[1,2]}`))
	f.Add([]byte(`{"n":[99999999999999999999]}`))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, b []byte) {
		c := decodeClaim(b)
		got := assign(map[string]claim{"a": c, "b": {}}, 5)
		require.Len(t, slices.Concat(got["a"], got["b"]), 5)
	})
}

func FuzzParseAddress(f *testing.F) {
	f.Add([]byte("127.0.0.1:9092\n17\n"))
	f.Add([]byte("10.0.0.1:9092\n17\n"))
	f.Add([]byte("127.0.0.1:9092"))
	f.Fuzz(func(t *testing.T, b []byte) {
		addr, pid, err := parseAddress(b)
		if err != nil {
			return
		}
		again, pid2, err := parseAddress(formatAddress(addr, pid))
		require.NoError(t, err)
		require.Equal(t, addr, again)
		require.Equal(t, pid, pid2)
	})
}

func FuzzDeadLetter(f *testing.F) {
	f.Add([]byte(`{"stage":"ingest","place":"x:1","reason":"r","payload":"aGk=","at":"2026-11-22T09:00:00Z"}`))
	f.Add([]byte(`{"payload":1}`))
	f.Add([]byte{0xff})
	f.Fuzz(func(t *testing.T, b []byte) {
		d := readDeadLetter(Record{Key: []byte("score"), Value: b})
		require.NotEmpty(t, fmt.Sprint(d))
		if _, err := decodeDeadLetter(b); err != nil {
			require.Equal(t, b, d.Payload)
			require.Empty(t, d.Topic, "what cannot be read is not sent again")
			return
		}
		value, err := encodeDeadLetter(d)
		require.NoError(t, err)
		again, err := decodeDeadLetter(value)
		require.NoError(t, err)
		require.Equal(t, d.Payload, again.Payload)
	})
}

func TestDeadLetterIsCutToFit(t *testing.T) {
	value, err := encodeDeadLetter(DeadLetter{Stage: "score", Topic: TopicMentions, Reason: "no", Payload: make([]byte, 2*MaxMessageBytes)})
	require.NoError(t, err)
	require.LessOrEqual(t, len(value), maxDeadLetter)
	require.Greater(t, len(value), maxDeadLetter*9/10)
	d, err := decodeDeadLetter(value)
	require.NoError(t, err)
	require.Empty(t, d.Topic)
	require.Contains(t, d.Reason, "payload cut")

	long := strings.Repeat("\x01é", MaxMessageBytes/6)
	value, err = encodeDeadLetter(DeadLetter{
		Stage: long, Place: long, Reason: long, Topic: TopicMentions, Key: []byte(long), Thread: long, Headers: map[string]string{long: long},
		Payload: []byte(long),
	})
	require.NoError(t, err)
	require.LessOrEqual(t, len(value), maxDeadLetter, "whatever is large")
	d, err = decodeDeadLetter(value)
	require.NoError(t, err)
	require.Equal(t, long[:3*500], d.Reason[:3*500])
	require.NotContains(t, d.Reason, "\uFFFD", "cut between characters")
}

// FuzzReadBatch gives what brokers may answer to the reader of a batch: offsets in any order, gaps, markers, control batches.
func FuzzReadBatch(f *testing.F) {
	f.Add([]byte{0, 1, 2, 3}, int64(0), int64(10), false)
	f.Add([]byte{5, 5, 4, 200, 7}, int64(3), int64(6), false)
	f.Add([]byte{1}, int64(0), int64(1), true)
	f.Fuzz(func(t *testing.T, offsets []byte, next, to int64, control bool) {
		if next < 0 || next > 1<<40 || len(offsets) > 200 {
			return
		}
		records := make([]kafka.Record, len(offsets))
		for i, o := range offsets {
			records[i] = kafka.Record{Offset: next - 3 + int64(o), Headers: []kafka.Header{{Key: HeaderThread, Value: offsets}}}
			switch o % 3 {
			case 0:
				records[i].Key = kafka.NewBytes([]byte(markerKey))
			case 1:
				records[i].Key, records[i].Value = kafka.NewBytes(offsets[i:]), kafka.NewBytes(offsets)
			}
		}
		base := int64(0)
		if len(records) > 0 {
			base = records[0].Offset
		}
		var reader kafka.RecordReader = &protocol.RecordBatch{BaseOffset: base, Records: kafka.NewRecordReader(records...)}
		if control {
			reader = protocol.NewControlBatch()
		}
		got := rawFetch{fetched: fetched{topic: TopicThreads, next: next}}
		require.NoError(t, got.read(reader, 3, to))
		require.GreaterOrEqual(t, got.next, next, "reading never goes back")
		last := next - 1
		for _, r := range got.records {
			require.Greater(t, r.Offset, last, "in order, each once")
			require.Less(t, r.Offset, to)
			require.NotEqual(t, markerKey, string(r.Key))
			require.Equal(t, 3, r.Partition)
			require.Equal(t, string(offsets), r.Thread)
			last = r.Offset
		}
		require.Less(t, last, got.next)
		if control {
			require.Empty(t, got.records)
		}
	})
}

func TestCommitterNeverGoesBack(t *testing.T) {
	var wrote []map[string]map[int]int64
	var fail error
	c := newCommitter(3, map[string]int64{"mentions": 10, "actions": -2}, "p.", func(o map[string]map[int]int64) error {
		if fail != nil {
			return fail
		}
		wrote = append(wrote, o)
		return nil
	})
	require.NoError(t, c.flush())
	require.Empty(t, wrote, "nothing new")
	c.done("mentions", 12)
	c.done("mentions", 11)
	require.NoError(t, c.flush())
	require.Equal(t, map[string]map[int]int64{"p.mentions": {3: 12}}, wrote[0])

	fail = kafka.RequestTimedOut
	c.done("mentions", 15)
	require.ErrorIs(t, c.flush(), kafka.RequestTimedOut)
	require.Equal(t, map[string]int64{"mentions": 12, "actions": -2}, maps.Clone(c.committed))
	fail = nil
	c.done("actions", 1)
	require.NoError(t, c.flush())
	require.Equal(t, map[string]map[int]int64{"p.mentions": {3: 15}, "p.actions": {3: 1}}, wrote[1], "what failed is tried again")

	c.done("mentions", 20)
	require.Equal(t, map[string]int64{"mentions": 15, "actions": 1}, c.rewind())
	require.NoError(t, c.flush())
	require.Len(t, wrote, 2, "what was rewound is not committed")

	for _, err := range []error{kafka.IllegalGeneration, kafka.UnknownMemberId, kafka.RebalanceInProgress} {
		fail = err
		c.done("mentions", 30)
		require.ErrorIs(t, c.flush(), errFenced)
	}
}

func TestBackOff(t *testing.T) {
	b := backOff{min: time.Second, max: 30 * time.Second}
	for i := range 200 {
		d := b.next()
		ceiling := 30 * time.Second
		if i < 5 {
			ceiling = time.Second << i
		}
		require.LessOrEqual(t, d, ceiling)
		require.GreaterOrEqual(t, d, ceiling/2)
	}
	b.reset()
	require.LessOrEqual(t, b.next(), time.Second)
}

func TestKafkaLoggerHoldsBackRepeats(t *testing.T) {
	core, logs := observer.New(zap.WarnLevel)
	now := time.Unix(0, 0)
	l := newKafkaLogger(zap.New(core), func() time.Time { return now })
	require.Nil(t, l.debug(), "nothing is formatted for nobody")
	for range 5 {
		l.warn().Printf("no broker %d", 1)
	}
	l.warn().Printf("something else")
	require.Equal(t, 2, logs.Len())
	now = now.Add(repeatAfter)
	l.warn().Printf("no broker %d", 2)
	last := logs.All()[2].ContextMap()
	require.Equal(t, "no broker 2", last["message"])
	require.Equal(t, int64(4), last["held_back"])
}

func TestTransient(t *testing.T) {
	for _, err := range []error{kafka.NotLeaderForPartition, kafka.RequestTimedOut, kafka.UnknownTopicOrPartition, errors.New("dial tcp: refused")} {
		require.True(t, transient(fmt.Errorf("x: %w", err)), err)
	}
	for _, err := range []error{ErrTooLarge, ErrUnknownTopic, ErrClosed, kafka.TopicAuthorizationFailed, kafka.SASLAuthenticationFailed} {
		require.False(t, transient(fmt.Errorf("x: %w", err)), err)
	}
}

func TestEveryTopicHasAPolicyThatErases(t *testing.T) {
	cfg := Config{Retention: DefaultRetention, Replication: 3}
	for _, s := range topicSpecs(cfg) {
		m := s.settings(cfg, false)
		require.Equal(t, s.policy, m["cleanup.policy"])
		require.Equal(t, "2", m["min.insync.replicas"])
		_, timed := m["retention.ms"]
		require.Equal(t, s.policy != policyCompact, timed, s.name)
		lag, compacts := number(m, "max.compaction.lag.ms")
		require.Equal(t, s.policy != policyDelete, compacts, s.name)
		if s.name == TopicMentions || s.name == TopicFindings {
			require.Less(t, lag, eraseLimit.Milliseconds())
		}
	}
}
