package stream_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"sync/atomic"
	"testing"
	"time"

	"github.com/segmentio/kafka-go"
	"github.com/stretchr/testify/require"

	"firebreak/daemon/stream"
	"firebreak/daemon/stream/streamtest"
)

// The benchmarks print records a second, ours beside kafka-go's own on the same broker in the same run: on the embedded broker always, on
// Apache Kafka when FIREBREAK_KAFKA names one.

const (
	// benchBytes is a mention's usual size.
	benchBytes = 620
	benchCount = 100_000
	benchBatch = 1000
)

// onBrokers runs a benchmark on each broker there is.
func onBrokers(b *testing.B, run func(b *testing.B, c *stream.Client)) {
	b.Helper()
	start := func(b *testing.B, addr string) {
		b.Helper()
		c := streamtest.Open(b, streamtest.Config(b, addr))
		require.NoError(b, c.EnsureTopics(b.Context()))
		run(b, c)
	}
	b.Run("embedded", func(b *testing.B) {
		e, err := stream.StartEmbedded(b.Context(), stream.EmbeddedConfig{Dir: b.TempDir()})
		require.NoError(b, err)
		b.Cleanup(func() { require.NoError(b, e.Close()) })
		start(b, e.Addr())
	})
	b.Run("kafka", func(b *testing.B) {
		addr := os.Getenv(streamtest.KafkaEnv)
		if addr == "" {
			b.Skipf("not run: %s names no broker: deployments/kafka/broker.sh run -- go test -bench . ./daemon/stream", streamtest.KafkaEnv)
		}
		start(b, addr)
	})
}

// perSecond reports how many records a round of that many got through, spent being the time of all rounds.
func perSecond(b *testing.B, each int, spent time.Duration) {
	b.Helper()
	b.ReportMetric(float64(each)*float64(b.N)/spent.Seconds(), "records/s")
}

func benchRecords(topic string, n int) []stream.Record {
	out := make([]stream.Record, n)
	value := bytes.Repeat([]byte("m"), benchBytes)
	for i := range out {
		out[i] = stream.Record{Topic: topic, Key: fmt.Appendf(nil, "k%d", i), Thread: fmt.Sprintf("t%d", i%97), Value: value}
	}
	return out
}

// fillPartition writes benchCount records to one partition of a topic.
func fillPartition(b *testing.B, c *stream.Client, topic string) {
	b.Helper()
	records := benchRecords(topic, benchBatch)
	for i := range records {
		records[i].ToPartition = new(int)
	}
	for range benchCount / benchBatch {
		require.NoError(b, c.Produce(b.Context(), records...))
	}
}

func BenchmarkProduce(b *testing.B) {
	onBrokers(b, func(b *testing.B, c *stream.Client) {
		b.Helper()
		for _, size := range []int{1, 100, benchBatch} {
			records := benchRecords(stream.TopicMentions, size)
			b.Run(fmt.Sprintf("call of %d", size), func(b *testing.B) {
				for b.Loop() {
					require.NoError(b, c.Produce(b.Context(), records...))
				}
				perSecond(b, size, b.Elapsed())
			})
			b.Run(fmt.Sprintf("reference, kafka-go writer, call of %d", size), func(b *testing.B) {
				transport := &kafka.Transport{}
				defer transport.CloseIdleConnections()
				writer := &kafka.Writer{
					Transport: transport, Addr: kafka.TCP(c.ConfigForTest(0).Brokers...), RequiredAcks: kafka.RequireAll, BatchTimeout: 5 * time.Millisecond,
					BatchSize: benchBatch, Balancer: &kafka.Hash{},
				}
				messages := make([]kafka.Message, size)
				for i, r := range records {
					messages[i] = kafka.Message{Topic: c.ConfigForTest(0).Prefix + stream.TopicFindings, Key: []byte(r.Thread), Value: r.Value}
				}
				for b.Loop() {
					require.NoError(b, writer.WriteMessages(b.Context(), messages...))
				}
				perSecond(b, size, b.Elapsed())
				require.NoError(b, writer.Close())
			})
		}
	})
}

// bareReader is kafka-go's reader as fast as it gets: with large fetches, and with a queue as long as our batches.
func bareReader(c *stream.Client, topic, group string) *kafka.Reader {
	cfg := c.ConfigForTest(0)
	if group != "" {
		group = cfg.Prefix + group
	}
	return kafka.NewReader(kafka.ReaderConfig{
		Brokers: cfg.Brokers, Topic: cfg.Prefix + topic, GroupID: group, MinBytes: 1, MaxBytes: 10 << 20, MaxWait: 100 * time.Millisecond,
		QueueCapacity: benchBatch, StartOffset: kafka.FirstOffset,
	})
}

// BenchmarkReadPartition reads a partition from its beginning to its end.
func BenchmarkReadPartition(b *testing.B) {
	onBrokers(b, func(b *testing.B, c *stream.Client) {
		b.Helper()
		fillPartition(b, c, stream.TopicIncidents)
		b.Run("ours", func(b *testing.B) {
			for b.Loop() {
				n := 0
				require.NoError(b, c.ReadPartition(b.Context(), stream.TopicIncidents, 0, 0, -1, func(stream.Record) error {
					n++
					return nil
				}))
				require.Equal(b, benchCount, n)
			}
			perSecond(b, benchCount, b.Elapsed())
		})
		b.Run("reference, kafka-go fetch", func(b *testing.B) {
			var spent time.Duration
			for b.Loop() {
				start := time.Now()
				reader := bareReader(c, stream.TopicIncidents, "")
				for range benchCount {
					_, err := reader.FetchMessage(b.Context())
					require.NoError(b, err)
				}
				// Its Close waits for the fetch that is under way, which is no reading.
				spent += time.Since(start)
				require.NoError(b, reader.Close())
			}
			perSecond(b, benchCount, spent)
		})
	})
}

// counter is a processor that does nothing but count.
type counter struct {
	seen *atomic.Int64
	done func()
}

var _ stream.Processor = counter{}

func (p counter) Process(_ context.Context, batch []stream.Record) error {
	if p.seen.Add(int64(len(batch))) >= benchCount {
		p.done()
	}
	return nil
}

func (counter) Idle(context.Context, bool) error { return nil }

func (counter) Close() error { return nil }

// BenchmarkGroup consumes four partitions in a group, from the join to the last record, with commits.
func BenchmarkGroup(b *testing.B) {
	onBrokers(b, func(b *testing.B, c *stream.Client) {
		b.Helper()
		records := benchRecords(stream.TopicMentions, benchBatch)
		for range benchCount / benchBatch {
			require.NoError(b, c.Produce(b.Context(), records...))
		}
		b.Run("ours", func(b *testing.B) {
			var spent time.Duration
			for i := 0; b.Loop(); i++ {
				ctx, cancel := context.WithCancel(b.Context())
				seen := &atomic.Int64{}
				start := time.Now()
				done := func() {
					spent += time.Since(start)
					cancel()
				}
				require.NoError(b, c.RunGroup(ctx, stream.GroupConfig{
					ID: fmt.Sprintf("ours-%d-%d", b.N, i), Topics: []string{stream.TopicMentions},
					New: func(context.Context, int, stream.Generation) (stream.Processor, error) {
						return counter{seen, done}, nil
					},
				}))
				require.Equal(b, int64(benchCount), seen.Load())
			}
			perSecond(b, benchCount, spent)
		})
		b.Run("reference, kafka-go reader in a group", func(b *testing.B) {
			var spent time.Duration
			for i := 0; b.Loop(); i++ {
				start := time.Now()
				reader := bareReader(c, stream.TopicMentions, fmt.Sprintf("reference-%d-%d", b.N, i))
				pending := make([]kafka.Message, 0, benchBatch)
				for range benchCount {
					m, err := reader.FetchMessage(b.Context())
					require.NoError(b, err)
					if pending = append(pending, m); len(pending) == benchBatch {
						require.NoError(b, reader.CommitMessages(b.Context(), pending...))
						pending = pending[:0]
					}
				}
				spent += time.Since(start)
				require.NoError(b, reader.Close())
			}
			perSecond(b, benchCount, spent)
		})
	})
}
