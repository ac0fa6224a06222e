package score_test

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"
	"go.uber.org/zap"

	cfgpkg "firebreak/config"
	"firebreak/daemon/ingest"
	"firebreak/daemon/score"
	"firebreak/daemon/stream"
	"firebreak/daemon/stream/streamtest"
	"firebreak/detectors"
	"firebreak/detectors/standard"
)

// mix is what customers and brands write, about one complaint about security in fifty.
func mix(i int) (by, text string) {
	texts := []string{
		"@acme my flight is late again, any news?", "love the new app @acme, great work", "@acme how do I change my seat?", "waiting for acme support since an hour",
		"@acme the app is so slow today", "thanks @acme for the quick help!", "acme has a sale, look at these prices", "@acme where is my parcel? order is a week late",
		"@acme is the site down? I cannot log in", "why is @acme so expensive", "@acme please follow back", "acme store opens on Monday in our street",
	}
	switch {
	case i%50 == 7:
		return "u", "@acme just mailed me my password in plain text, seriously?"
	case i%5 == 0:
		return "acmecare", "@jane Sorry to hear that! Please send us a DM with your booking so that we can look into it."
	default:
		return "u", texts[i%len(texts)]
	}
}

// BenchmarkScoreStage measures mentions from Kafka through all detectors, threads and decisions until every output is durable, and reads
// the same records without doing anything in the same run.
func BenchmarkScoreStage(b *testing.B) {
	cfg, err := cfgpkg.Parse("bench.yaml", []byte("brands: [{name: Acme, query: acme, accounts: [{handle: acmecare, role: care}]}]"))
	require.NoError(b, err)
	dir, err := ingest.NewDirectory(cfg)
	require.NoError(b, err)
	set, err := detectors.NewSet(standard.New()...)
	require.NoError(b, err)
	require.NoError(b, set.Load())
	const n = 150_000
	began := time.Now().Add(-time.Hour)
	records := make([]stream.Record, n)
	for i := range n {
		by, text := mix(i)
		m := detectors.Mention{
			ID: fmt.Sprintf("b:%d", i), Source: "bench", Kind: detectors.KindPost, Tier: detectors.TierPublic, Brand: "Acme", ThreadID: fmt.Sprintf("b:%d", i-i%4),
			CreatedAt: began.Add(time.Duration(i) * time.Millisecond), Author: detectors.Author{ID: by, Handle: by}, Text: text,
		}
		value, err := json.Marshal(m)
		require.NoError(b, err)
		records[i] = stream.Record{Topic: stream.TopicMentions, Key: []byte("Acme|" + m.ID), Value: value, Thread: m.ThreadID}
	}
	for b.Loop() {
		b.StopTimer()
		// Topics of its own: a second run would find every thread known.
		client := streamtest.Start(b)
		require.NoError(b, client.Produce(b.Context(), records...))
		b.StartTimer()
		stage := score.NewStage(client, score.Setup{Judge: score.NewDetectors(set, dir, nil, nil), Engine: config()}, func(s string) string { return s }, time.Now,
			score.NewMetrics(prometheus.NewRegistry()), zap.NewNop())
		ctx, cancel := context.WithCancel(b.Context())
		group := stage.Group()
		group.ID = fmt.Sprintf("score-%d", time.Now().UnixNano())
		done := make(chan error, 1)
		// Joining the group takes a second or more, once: what counts is the work.
		assigned := make(chan time.Time, 1)
		inner := group.New
		group.New = func(ctx context.Context, partition int, gen stream.Generation) (stream.Processor, error) {
			select {
			case assigned <- time.Now():
			default:
			}
			return inner(ctx, partition, gen)
		}
		go func() { done <- client.RunGroup(ctx, group) }()
		require.NoError(b, client.AwaitCaughtUp(b.Context(), group.ID, stream.TopicMentions))
		ours := time.Since(<-assigned)
		cancel()
		require.NoError(b, <-done)

		start := time.Now()
		for p := range client.Partitions() {
			require.NoError(b, client.ReadPartition(b.Context(), stream.TopicMentions, p, -1, -1, func(stream.Record) error { return nil }))
		}
		bare := time.Since(start)
		b.ReportMetric(n/ours.Seconds(), "mentions/s")
		b.ReportMetric(n/bare.Seconds(), "bare-fetch/s")
	}
}
