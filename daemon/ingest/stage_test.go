package ingest_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
	"go.uber.org/zap"

	"firebreak/daemon/ingest"
	"firebreak/daemon/source"
	"firebreak/daemon/stream"
	"firebreak/daemon/stream/streamtest"
	"firebreak/detectors"
	"firebreak/detectors/personaldata"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// tap is a source that hands on what a test gives it.
type tap struct {
	in chan func(ctx context.Context, out source.Sink) error
}

func newTap() *tap { return &tap{in: make(chan func(context.Context, source.Sink) error)} }

func (s *tap) Run(ctx context.Context, out source.Sink) error {
	for {
		select {
		case do := <-s.in:
			if err := do(ctx, out); err != nil {
				return err
			}
		case <-ctx.Done():
			return nil
		}
	}
}

// do has the source do something, and waits until it is done.
func (s *tap) do(t *testing.T, fn func(ctx context.Context, out source.Sink) error) {
	t.Helper()
	done := make(chan error, 1)
	select {
	case s.in <- func(ctx context.Context, out source.Sink) error {
		done <- fn(ctx, out)
		return nil
	}:
	case <-time.After(30 * time.Second):
		t.Fatal("the source does not run")
	}
	require.NoError(t, <-done)
}

// post offers posts, and returns once they are durable.
func (s *tap) post(t *testing.T, posts ...detectors.Mention) {
	t.Helper()
	s.do(t, func(ctx context.Context, out source.Sink) error { return out.Accept(ctx, posts) })
}

// instance is a running stage with its source.
type instance struct {
	*tap
	stage *ingest.Stage
	stop  func()
}

func start(t *testing.T, client *stream.Client) *instance {
	t.Helper()
	s := newTap()
	setup := ingest.Setup{Directory: directory(t, twoBrands), Feeds: []ingest.Feed{{Name: "tap", Key: "1", Source: s}}}
	stage := ingest.NewStage(client, setup, personaldata.NewMasker(), func() time.Time { return morning }, ingest.NewMetrics(prometheus.NewRegistry()), zap.NewNop())
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- stage.Run(ctx) }()
	stopped := false
	in := &instance{tap: s, stage: stage}
	in.stop = func() {
		if stopped {
			return
		}
		stopped = true
		cancel()
		require.NoError(t, <-done)
	}
	t.Cleanup(in.stop)
	return in
}

// written reads every record of a topic.
func written(t *testing.T, client *stream.Client, topic string) []stream.Record {
	t.Helper()
	var out []stream.Record
	offsets, err := client.Offsets(t.Context(), topic)
	require.NoError(t, err)
	for _, o := range offsets {
		require.NoError(t, client.ReadPartition(t.Context(), topic, o.Partition, -1, -1, func(r stream.Record) error {
			out = append(out, r)
			return nil
		}))
	}
	return out
}

// mentions reads every mention that was written, by id and brand.
func mentions(t *testing.T, client *stream.Client) map[string]detectors.Mention {
	t.Helper()
	out := map[string]detectors.Mention{}
	for _, r := range written(t, client, stream.TopicMentions) {
		m, _, err := detectors.DecodeMention(r.Value)
		require.NoError(t, err)
		key := m.ID + "@" + m.Brand
		require.NotContains(t, out, key, "written twice")
		out[key] = m
	}
	return out
}

func TestStageRemembersOverARestart(t *testing.T) {
	client := streamtest.Start(t)
	first := start(t, client)
	first.post(t, post("1", "acme is down"), post("9", "nice weather"), post("1", "acme is down"))
	first.post(t, post("2", "same here", to("1")))
	first.do(t, func(ctx context.Context, out source.Sink) error {
		at, err := out.Cursor(ctx)
		require.NoError(t, err)
		require.Nil(t, at)
		return out.SaveCursor(ctx, []byte("here"))
	})
	first.stop()

	second := start(t, client)
	second.post(t, post("1", "acme is down"), post("3", "me too", to("2")), post("0", "the root", in("0")), post("4", "hi", to("nowhere")))
	second.do(t, func(ctx context.Context, out source.Sink) error {
		at, err := out.Cursor(ctx)
		require.NoError(t, err)
		require.Equal(t, "here", string(at))
		return nil
	})
	got := mentions(t, client)
	require.Len(t, got, 3)
	require.Equal(t, "1", got["3@Acme"].ThreadID, "the conversation is known still")
}

func TestStageLearnsFromOtherInstances(t *testing.T) {
	client := streamtest.Start(t)
	first, second := start(t, client), start(t, client)
	first.post(t, post("1", "acme is down"))
	// The other follows the topic: soon a reply is joined there, and the post itself is a repeat.
	require.Eventually(t, func() bool {
		second.post(t, post("2", "same here", to("1")))
		return len(mentions(t, client)) == 2
	}, 20*time.Second, 5*time.Millisecond)
	second.post(t, post("1", "acme is down"))
	require.Len(t, mentions(t, client), 2)
	require.Equal(t, "1", mentions(t, client)["2@Acme"].ThreadID)
}

func TestStageErasesADeletedPost(t *testing.T) {
	client := streamtest.Start(t)
	s := start(t, client)
	s.post(t, post("1", "acme lost my parcel"))
	s.post(t, post("d", "", kind(detectors.KindDelete, "1")))
	records := written(t, client, stream.TopicMentions)
	require.Len(t, records, 2)
	require.Equal(t, records[0].Key, records[1].Key, "compaction leaves the deletion alone")
	require.Equal(t, records[0].Partition, records[1].Partition)
	require.NotContains(t, string(records[1].Value), "parcel")
}

func TestStageRemembersADeletionAfterCompaction(t *testing.T) {
	before := streamtest.Start(t)
	s := start(t, before)
	s.post(t, post("1", "acme lost my parcel"))
	s.post(t, post("d", "", kind(detectors.KindDelete, "1")))
	s.stop()
	deletion := written(t, before, stream.TopicMentions)[1]

	// What compaction leaves of the topic is the deletion alone.
	after := streamtest.Start(t)
	require.NoError(t, after.Produce(t.Context(), stream.Record{Topic: deletion.Topic, Key: deletion.Key, Value: deletion.Value, Headers: deletion.Headers, Thread: "1"}))
	start(t, after).post(t, post("1", "acme lost my parcel"))
	require.Len(t, written(t, after, stream.TopicMentions), 1, "a deleted post must not come back")
}

func TestStageLetsNothingPersonalOut(t *testing.T) {
	client := streamtest.Start(t)
	s := start(t, client)
	m := post("1", "@acmecare my password is Hunter2! and my mail jane.doe@mail.example")
	m.Links = []string{"https://shop.example/?mail=jane.doe@mail.example"}
	s.post(t, m)
	s.do(t, func(ctx context.Context, out source.Sink) error {
		return out.Reject(ctx, []byte("{\"text\": \"jane.doe@mail.example\" \xff"), "tap:7", "no JSON")
	})
	for _, topic := range []string{stream.TopicMentions, stream.TopicDeadletter} {
		records := written(t, client, topic)
		require.Len(t, records, 1, topic)
		var text strings.Builder
		text.Write(records[0].Value)
		var letter stream.DeadLetter
		if topic == stream.TopicDeadletter {
			require.NoError(t, json.Unmarshal(records[0].Value, &letter))
			text.Write(letter.Payload)
			require.Equal(t, "tap:7", letter.Place)
			require.True(t, letter.Masked)
		}
		for _, h := range records[0].Headers {
			text.Write(h.Value)
		}
		require.NotContains(t, text.String(), "jane.doe", topic)
		require.NotContains(t, text.String(), "Hunter2", topic)
	}
}

func TestStageReloads(t *testing.T) {
	client := streamtest.Start(t)
	s := start(t, client)
	s.post(t, post("1", "globex and initech"))
	next := newTap()
	dir := directory(t, "brands: [{name: Initech, query: initech}]")
	require.NoError(t, s.stage.Reload(t.Context(), ingest.Setup{Directory: dir, Feeds: []ingest.Feed{
		{Name: "tap", Key: "1", Source: newTap()}, {Name: "next", Key: "1", Source: next},
	}}))
	// A source that did not change goes on undisturbed, under the new brands.
	s.post(t, post("2", "initech"), post("3", "globex"))
	next.post(t, post("4", "initech"))
	require.NoError(t, s.stage.Reload(t.Context(), ingest.Setup{Directory: dir, Feeds: []ingest.Feed{{Name: "next", Key: "2", Source: next}}}))
	next.post(t, post("5", "initech"))
	got := mentions(t, client)
	require.Len(t, got, 4)
	require.Contains(t, got, "1@Globex")
	for _, id := range []string{"2", "4", "5"} {
		require.Contains(t, got, id+"@Initech")
	}
	s.stop()
	require.ErrorIs(t, s.stage.Reload(t.Context(), ingest.Setup{Directory: dir}), ingest.ErrStopping)
}
