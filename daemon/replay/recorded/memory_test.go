package recorded_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"firebreak/daemon/escalation"
	"firebreak/daemon/replay"
	"firebreak/daemon/replay/recorded"
	"firebreak/daemon/stream"
	"firebreak/detectors"
)

// nine is when the tests begin.
func nine() time.Time { return time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC) }

func minute(n int) time.Time { return nine().Add(time.Duration(n) * time.Minute) }

// partition holds records; those below first are trimmed.
type partition struct {
	first   int64
	records []stream.Record
}

// memory is a Kafka of records, by topic and partition.
type memory struct {
	topics map[string][]*partition
	// broken, where set, is what reading a topic fails with.
	broken map[string]error
}

func newMemory(partitions int) *memory {
	m := &memory{topics: map[string][]*partition{}, broken: map[string]error{}}
	for _, topic := range []string{stream.TopicMentions, stream.TopicActions} {
		for range partitions {
			m.topics[topic] = append(m.topics[topic], &partition{})
		}
	}
	return m
}

// add appends a record and returns its offset.
func (m *memory) add(topic string, number int, at time.Time, value any) int64 {
	p := m.topics[topic][number]
	r := stream.Record{Topic: topic, Partition: number, Offset: int64(len(p.records)), Time: at}
	switch v := value.(type) {
	case nil:
	case string:
		r.Value = []byte(v)
	default:
		data, err := json.Marshal(v)
		if err != nil {
			panic(err)
		}
		r.Value = data
	}
	p.records = append(p.records, r)
	return r.Offset
}

// post adds a mention that says its id; queryHash is its header.
func (m *memory) post(number int, at time.Time, id, queryHash string) {
	offset := m.add(stream.TopicMentions, number, at, detectors.Mention{
		ID: id, Source: "x", Kind: detectors.KindPost, CreatedAt: at, Brand: "Acme", ThreadID: id, Text: "acme", Author: detectors.Author{ID: "jane"},
	})
	if queryHash != "" {
		r := &m.topics[stream.TopicMentions][number].records[offset]
		r.Headers = append(r.Headers, stream.Header{Key: stream.HeaderQueryHash, Value: []byte(queryHash)})
	}
}

func (m *memory) act(number int, at time.Time, id string) {
	m.add(stream.TopicActions, number, at, escalation.Action{ID: id, Incident: "t:x", Kind: escalation.ActionAcknowledge, By: "jo", Via: "cli", At: at})
}

func (m *memory) Exists(_ context.Context, topic string) (bool, error) {
	return m.topics[topic] != nil, nil
}

func (m *memory) Offsets(_ context.Context, topic string) ([]stream.PartitionOffsets, error) {
	var out []stream.PartitionOffsets
	for i, p := range m.topics[topic] {
		out = append(out, stream.PartitionOffsets{Partition: i, First: p.first, Last: int64(len(p.records))})
	}
	return out, nil
}

func (m *memory) OffsetAt(_ context.Context, topic string, number int, at time.Time) (int64, error) {
	p := m.topics[topic][number]
	for _, r := range p.records[p.first:] {
		if !r.Time.Before(at) {
			return r.Offset, nil
		}
	}
	return int64(len(p.records)), nil
}

func (m *memory) ReadPartition(ctx context.Context, topic string, number int, from, to int64, fn func(stream.Record) error) error {
	if err := m.broken[topic]; err != nil {
		return err
	}
	p := m.topics[topic][number]
	for offset := max(from, p.first); offset < to; offset++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		r := p.records[offset]
		if r.Topic == "" {
			// Compaction took it.
			continue
		}
		if err := fn(r); errors.Is(err, stream.ErrStop) {
			return nil
		} else if err != nil {
			return err
		}
	}
	return nil
}

// request is one of a warm-up, made at ten.
func request(from, to recorded.Bound, warmUp time.Duration) *recorded.Request {
	return &recorded.Request{From: from, To: to, WarmUp: warmUp, Now: minute(60)}
}

// read plans and reads a request; what it gives is in words: the id, in parentheses for the warm-up.
func read(t require.TestingT, m *memory, req *recorded.Request) (events []string, plan *recorded.Plan, tally recorded.Tally, bad []string) {
	plan, err := recorded.Make(context.Background(), m, req)
	require.NoError(t, err)
	tally, err = plan.Read(context.Background(), m, recorded.Options{
		Bad: func(place, reason string) { bad = append(bad, place+": "+reason) },
	}, func(e replay.Event) error {
		events = append(events, word(e))
		return nil
	})
	require.NoError(t, err)
	return events, plan, tally, bad
}

func word(e replay.Event) string {
	var id string
	if e.Mention != nil {
		id = e.Mention.ID
	} else {
		id = e.Action.ID
	}
	if e.WarmUp {
		return fmt.Sprintf("(%s)", id)
	}
	return id
}

// story has two partitions of mentions, twelve minutes long, and what people did.
func story(testing.TB) *memory {
	m := newMemory(2)
	m.post(0, minute(0), "a0", "h1")
	m.post(1, minute(1), "b1", "h1")
	m.post(0, minute(2), "a2", "h1")
	m.act(0, minute(3), "act3")
	m.post(1, minute(4), "b4", "h2")
	m.post(0, minute(6), "a6", "h1")
	m.act(1, minute(6), "act6")
	m.post(1, minute(6), "b6", "")
	m.post(0, minute(8), "a8", "h2")
	m.act(0, minute(9), "act9")
	m.post(1, minute(12), "b12", "h2")
	return m
}
