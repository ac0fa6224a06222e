package recorded_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
	"pgregory.net/rapid"

	"firebreak/daemon/escalation"
	"firebreak/daemon/replay"
	"firebreak/daemon/replay/recorded"
	"firebreak/daemon/stream"
	"firebreak/detectors"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestRanges(t *testing.T) {
	t.Parallel()
	at, offset := func(n int) recorded.Bound { return recorded.At(minute(n)) }, recorded.Offset
	var none recorded.Bound
	tests := []struct {
		name   string
		req    *recorded.Request
		want   string
		begin  time.Time
		end    time.Time
		change func(m *memory)
		note   string
	}{
		{name: "everything", req: request(none, none, time.Hour), want: "a0 b1 a2 act3 b4 a6 b6 act6 a8 act9 b12", begin: minute(0), end: minute(60)},
		{name: "from a time", req: request(at(6), none, 0), want: "a6 b6 act6 a8 act9 b12", begin: minute(6), end: minute(60)},
		{name: "to a time", req: request(none, at(4), 0), want: "a0 b1 a2 act3", begin: minute(0), end: minute(4)},
		{name: "a time to come", req: request(at(12), at(90), 0), want: "b12", begin: minute(12), end: minute(60)},
		{name: "between times", req: request(at(2), at(7), 0), want: "a2 act3 b4 a6 b6 act6", begin: minute(2), end: minute(7)},
		{name: "with a warm-up", req: request(at(6), at(9), 3*time.Minute), want: "(act3) (b4) a6 b6 act6 a8", begin: minute(6), end: minute(9)},
		{name: "with a warm-up that reaches far", req: request(at(4), at(5), time.Hour), want: "(a0) (b1) (a2) (act3) b4", begin: minute(4), end: minute(5)},
		{name: "offsets of all", req: request(offset(1), offset(3), 0), want: "a2 act3 b4 a6 b6 act6", begin: minute(2)},
		{name: "offsets of all with a warm-up", req: request(offset(1), none, time.Hour), want: "(a0) (b1) a2 act3 b4 a6 b6 act6 a8 act9 b12", begin: minute(2), end: minute(60)},
		{name: "from an offset to a time", req: request(offset(2), at(9), 0), want: "a6 b6 act6 a8", begin: minute(6), end: minute(9)},
		{
			name: "one partition", want: "a2 act3 a6", begin: minute(2), note: "1 of 2 partitions",
			req: &recorded.Request{Parts: []recorded.Part{{Partition: 0, From: offset(1), To: offset(3)}}, Now: minute(60)},
		},
		{
			name: "each its own", want: "(a0) (b1) (a2) (act3) b4 a6 b6 act6 a8 act9", begin: minute(4), end: minute(60),
			req: &recorded.Request{Parts: []recorded.Part{{Partition: 0, From: offset(2)}, {Partition: 1, From: offset(1), To: offset(3)}}, WarmUp: time.Hour, Now: minute(60)},
		},
		{name: "behind the end", req: request(offset(99), none, time.Hour), want: "", end: minute(60), note: "no mention lies in the range"},
		{name: "after the last", req: request(at(20), none, 0), want: "", begin: minute(20), end: minute(60), note: "no mention lies in the range"},
		{
			name: "a time that is trimmed", req: request(at(1), at(7), 0), want: "act3 b4 a6 b6 act6", begin: minute(1), end: minute(7),
			change: func(m *memory) {
				m.topics[stream.TopicMentions][0].first, m.topics[stream.TopicMentions][1].first = 2, 1
			},
			note: "retention has trimmed the beginning; what is left begins on partition 0 at 2026-03-02T09:06:00Z, 1 at 2026-03-02T09:04:00Z",
		},
		{
			name: "an offset that is trimmed", req: request(offset(1), offset(3), 0), want: "b4 a6 b6 act6", begin: minute(4),
			change: func(m *memory) { m.topics[stream.TopicMentions][0].first = 2 }, note: "begins on partition 0 at offset 2",
		},
		{
			name: "a warm-up that is trimmed", req: request(at(6), none, 5*time.Minute), want: "(act3) (b4) a6 b6 act6 a8 act9 b12", begin: minute(6), end: minute(60),
			change: func(m *memory) {
				m.topics[stream.TopicMentions][0].first, m.topics[stream.TopicMentions][1].first = 2, 1
			},
			note: "the warm-up is shorter than asked for: what is kept begins on partition 1 at 2026-03-02T09:04:00Z",
		},
		{
			name: "trimmed before it begins", req: request(at(6), none, 0), want: "a6 b6 act6 a8 act9 b12", begin: minute(6), end: minute(60),
			change: func(m *memory) { m.topics[stream.TopicMentions][0].first = 1 },
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m := story(t)
			if tt.change != nil {
				tt.change(m)
			}
			events, plan, tally, bad := read(t, m, tt.req)
			require.Equal(t, tt.want, strings.Join(events, " "))
			require.Equal(t, []time.Time{tt.begin, tt.end}, []time.Time{plan.Begin, plan.End})
			require.Empty(t, bad)
			require.EqualValues(t, plan.Offsets, tally.Records)
			if tt.note == "" {
				require.Empty(t, plan.Notes)
			} else {
				require.Contains(t, strings.Join(plan.Notes, "\n"), tt.note)
			}
		})
	}
}

func TestRequestsThatCannotBe(t *testing.T) {
	t.Parallel()
	none := recorded.Bound{}
	parts := func(list ...recorded.Part) *recorded.Request { return &recorded.Request{Parts: list} }
	tests := []struct {
		name string
		req  *recorded.Request
		want string
	}{
		{"a time backwards", request(recorded.At(minute(5)), recorded.At(minute(4)), 0), "ends at 2026-03-02T09:04:00Z, which is not after its beginning"},
		{"no time at all", request(recorded.At(minute(5)), recorded.At(minute(5)), 0), "not after"},
		{"offsets backwards", request(recorded.Offset(5), recorded.Offset(5), 0), "ends at offset 5"},
		{"no such partition", parts(recorded.Part{Partition: 2}), "there is no partition 2, they are numbered 0 to 1"},
		{"a partition twice", parts(recorded.Part{Partition: 1}, recorded.Part{Partition: 1}), "named twice"},
		{"a partition backwards", parts(recorded.Part{From: recorded.Offset(2), To: recorded.Offset(1)}), "not after"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := recorded.Make(t.Context(), story(t), tt.req)
			require.ErrorIs(t, err, recorded.ErrRequest)
			require.ErrorContains(t, err, tt.want)
		})
	}
	m := story(t)
	delete(m.topics, stream.TopicActions)
	_, err := recorded.Make(t.Context(), m, request(none, none, 0))
	require.ErrorIs(t, err, recorded.ErrNoTopic)
	require.ErrorContains(t, err, "actions")
}

// TestWhatCannotBeRead is counted and named, and stops nothing.
func TestWhatCannotBeRead(t *testing.T) {
	t.Parallel()
	m := newMemory(1)
	m.post(0, minute(0), "a0", "h1")
	m.add(stream.TopicMentions, 0, minute(1), "{")
	m.add(stream.TopicMentions, 0, minute(2), nil)
	m.add(stream.TopicMentions, 0, minute(3), detectors.Mention{
		ID: "x", Source: "x", Kind: detectors.KindPost, CreatedAt: minute(3), Text: "no brand", Author: detectors.Author{ID: "jane"},
	})
	m.post(0, minute(4), "a4", "h2")
	m.topics[stream.TopicMentions][0].records[m.add(stream.TopicMentions, 0, minute(5), nil)] = stream.Record{}
	late := detectors.Mention{
		ID: "late", Source: "x", Kind: detectors.KindPost, CreatedAt: minute(-5), Brand: "Acme", ThreadID: "late", Text: "acme", Author: detectors.Author{ID: "jane"},
	}
	m.add(stream.TopicMentions, 0, minute(6), late)
	m.add(stream.TopicActions, 0, minute(1), "[]")
	m.add(stream.TopicActions, 0, minute(2), `{"id":"1"}`)
	m.add(stream.TopicActions, 0, minute(3), nil)
	daemons := escalation.Action{ID: "answered:1", Incident: "c:1", Kind: escalation.ActionAnswered, Via: "daemon", At: minute(3)}
	m.add(stream.TopicActions, 0, minute(3), daemons)
	daemons.Incident = "t:a0"
	m.add(stream.TopicActions, 0, minute(4), daemons)
	events, _, tally, bad := read(t, m, request(recorded.Bound{}, recorded.Bound{}, 0))
	require.Equal(t, []string{"a0", "a4", "answered:1", "late"}, events, "of the daemon's own actions those on crises come of themselves")
	require.Len(t, bad, 4)
	require.Regexp(t, `^mentions/0@1: `, bad[0])
	require.Regexp(t, `^actions/0@0: it holds no action`, bad[1])
	require.Equal(t, "actions/0@1: it holds no action: id, incident and kind are required", bad[2])
	require.Equal(t, "mentions/0@3: thread_id and brand are required on the topic", bad[3])
	require.Equal(t, recorded.Tally{
		Records: 11, Bad: 4, Erased: 1, Gone: 1, Late: 1, Hashes: map[string]int{"h1": 1, "h2": 1, "": 1},
	}, tally)
}

func TestForeign(t *testing.T) {
	t.Parallel()
	_, _, tally, _ := read(t, story(t), request(recorded.At(minute(2)), recorded.Bound{}, time.Hour))
	require.Equal(t, 4, tally.Foreign("h1"), "the warm-up does not count")
	require.Equal(t, "h2 of 3, unknown of 1", tally.Others("h1"))
	require.Equal(t, 3, tally.Foreign("h2"))
	require.Equal(t, 6, tally.Foreign("h3"))
	same := recorded.Tally{Hashes: map[string]int{"h": 5}}
	require.Zero(t, same.Foreign("h"))
	require.Empty(t, same.Others("h"))
	many := recorded.Tally{Hashes: map[string]int{"a": 1, "b": 2, "c": 3, "d": 4, "e": 5}}
	require.Equal(t, "e of 5, d of 4, c of 3 and 2 more", many.Others("z"))
}

func TestReadEnds(t *testing.T) {
	t.Parallel()
	everything := request(recorded.Bound{}, recorded.Bound{}, 0)
	m := story(t)
	plan, err := recorded.Make(t.Context(), m, everything)
	require.NoError(t, err)
	broken := errors.New("the disk is full")
	n := 0
	tally, err := plan.Read(t.Context(), m, recorded.Options{}, func(replay.Event) error {
		if n++; n == 3 {
			return broken
		}
		return nil
	})
	require.ErrorIs(t, err, broken)
	require.Equal(t, 3, tally.Records)
	require.Zero(t, tally.Gone, "what was not read is not gone")

	ctx, cancel := context.WithCancel(t.Context())
	tally, err = plan.Read(ctx, m, recorded.Options{Progress: func(done int64, _ time.Time) {
		if done == 4 {
			cancel()
		}
	}}, func(replay.Event) error { return nil })
	require.ErrorIs(t, err, context.Canceled)
	require.Equal(t, 4, tally.Records)

	m.broken[stream.TopicActions] = errors.New("the leader is away")
	_, err = plan.Read(t.Context(), m, recorded.Options{}, func(replay.Event) error { return nil })
	require.ErrorContains(t, err, "the leader is away")
}

// TestOrder: whatever arrived when, every record comes once, each partition in its own order, and twice the same; where the times of each
// partition ascend, so do those of all.
func TestOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		partitions := rapid.IntRange(1, 4).Draw(t, "partitions")
		m := newMemory(partitions)
		ascending := rapid.Bool().Draw(t, "ascending")
		clock := make(map[string]int)
		id := 0
		own := map[string][]string{}
		for range rapid.IntRange(0, 40).Draw(t, "records") {
			topic := rapid.SampledFrom([]string{stream.TopicMentions, stream.TopicActions}).Draw(t, "topic")
			number := rapid.IntRange(0, partitions-1).Draw(t, "partition")
			key := topic + string(rune('0'+number))
			step := rapid.IntRange(-3, 5).Draw(t, "step")
			if ascending {
				step = max(step, 0)
			}
			clock[key] += step
			id++
			name := key + "/" + string(rune('A'+id))
			if topic == stream.TopicMentions {
				m.post(number, minute(clock[key]), name, "")
			} else {
				m.act(number, minute(clock[key]), name)
			}
			own[key] = append(own[key], name)
		}
		req := request(recorded.Bound{}, recorded.Bound{}, 0)
		plan, err := recorded.Make(context.Background(), m, req)
		require.NoError(t, err)
		var times []time.Time
		var events []string
		_, err = plan.Read(context.Background(), m, recorded.Options{}, func(e replay.Event) error {
			times, events = append(times, e.Arrived), append(events, word(e))
			return nil
		})
		require.NoError(t, err)
		require.Len(t, events, id)
		if ascending {
			require.True(t, slices.IsSortedFunc(times, time.Time.Compare), "%v", times)
		}
		got := map[string][]string{}
		for _, name := range events {
			key, _, _ := strings.Cut(name, "/")
			got[key] = append(got[key], name)
		}
		require.Equal(t, own, got)
		again, _, _, _ := read(t, m, req)
		require.Equal(t, events, again)
	})
}

// FuzzRead: whatever a record holds, it is an event, counted as bad with a reason, or left out as the daemon's own; and reading goes on behind it.
func FuzzRead(f *testing.F) {
	for _, value := range []string{
		"", "{}", "null", "[1]", "\x00", `{"id":"1","incident":"c:1","kind":"answered","via":"daemon"}`, `{"id":"1","incident":"t:1","kind":"note","at":"0000"}`,
		`{"id":"1","source":"x","kind":"post","created_at":"2026-03-02T09:00:00Z","author":{"id":"u"},"text":"acme","brand":"Acme","thread_id":"1"}`,
		`{"id":"1","source":"x","kind":"delete","created_at":"9999-12-31T23:59:59Z","author":{"id":"u"},"in_reply_to":"2","brand":"Acme","thread_id":"1"}`,
	} {
		f.Add(value)
	}
	f.Fuzz(func(t *testing.T, value string) {
		m := newMemory(1)
		m.add(stream.TopicMentions, 0, minute(0), value)
		m.add(stream.TopicActions, 0, minute(0), value)
		m.post(0, minute(1), "last", "")
		events, _, tally, bad := read(t, m, request(recorded.Bound{}, recorded.Bound{}, 0))
		require.Equal(t, 3, tally.Records)
		require.Len(t, bad, tally.Bad)
		require.LessOrEqual(t, len(events)+tally.Bad, 3)
		require.Equal(t, "last", events[len(events)-1])
		for _, b := range bad {
			require.Regexp(t, `(?s)^(mentions|actions)/0@0: .`, b)
		}
	})
}
