// Package streamtest helps other packages' tests: a client on a broker of its own, and a producer that only remembers.
package streamtest

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"firebreak/daemon/stream"
)

// KafkaEnv names the environment variable with the host:port of a Kafka cluster. With it tests run there, each under its own prefix,
// instead of on the embedded broker.
const KafkaEnv = "FIREBREAK_KAFKA"

// Partitions is the partition count of Start's topics.
const Partitions = 4

// Start gives a client whose topics exist and are empty. Everything is closed at the end of the test.
func Start(tb testing.TB) *stream.Client {
	tb.Helper()
	c := Open(tb, Config(tb, Broker(tb)))
	require.NoError(tb, c.EnsureTopics(tb.Context()))
	return c
}

// Broker is the address of the cluster that KafkaEnv names, or of an embedded broker in a temporary directory.
func Broker(tb testing.TB) string {
	tb.Helper()
	if addr := os.Getenv(KafkaEnv); addr != "" { //nolint:forbidigo // tests have no configuration to read it from.
		return addr
	}
	e, err := stream.StartEmbedded(tb.Context(), stream.EmbeddedConfig{Dir: tb.TempDir()})
	require.NoError(tb, err)
	tb.Cleanup(func() { require.NoError(tb, e.Close()) })
	return e.Addr()
}

// Config is a configuration with a prefix that no other test has.
func Config(tb testing.TB, addr string) stream.Config {
	tb.Helper()
	name := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			return r
		}
		return '-'
	}, tb.Name())
	if len(name) > 80 {
		name = name[:80]
	}
	return stream.Config{
		Brokers: []string{addr}, Prefix: fmt.Sprintf("%s-%x.", name, time.Now().UnixNano()), Partitions: Partitions, Replication: 1,
	}
}

// Open opens a client and closes it at the end of the test.
func Open(tb testing.TB, cfg stream.Config) *stream.Client {
	tb.Helper()
	c, err := stream.Open(tb.Context(), cfg, nil)
	require.NoError(tb, err)
	tb.Cleanup(func() { require.NoError(tb, c.Close()) })
	return c
}

// Memory is a Producer that remembers what it was given. Its zero value is ready; it is safe for concurrent use.
type Memory struct {
	// Fail is asked before every call when set; its error is returned and nothing is remembered.
	Fail func(records []stream.Record) error

	mu      sync.Mutex
	records []stream.Record
	calls   int
}

var _ stream.Producer = (*Memory)(nil)

// Produce remembers copies of the records.
func (m *Memory) Produce(ctx context.Context, records ...stream.Record) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.Fail != nil {
		if err := m.Fail(records); err != nil {
			return err
		}
	}
	m.calls++
	for _, r := range records {
		r.Key, r.Value, r.Headers = slices.Clone(r.Key), slices.Clone(r.Value), slices.Clone(r.Headers)
		m.records = append(m.records, r)
	}
	return nil
}

// Records returns what was produced so far on the given topics, on all when none is given, in order.
func (m *Memory) Records(topics ...string) []stream.Record {
	m.mu.Lock()
	defer m.mu.Unlock()
	var out []stream.Record
	for _, r := range m.records {
		if len(topics) == 0 || slices.Contains(topics, r.Topic) {
			out = append(out, r)
		}
	}
	return out
}

// Calls is the number of successful calls.
func (m *Memory) Calls() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.calls
}

// Reset forgets everything.
func (m *Memory) Reset() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.records, m.calls = nil, 0
}
