// Package stream is the only door to Kafka: topics and their policies, records with CloudEvents headers, a partition worker that commits
// only what is durable, dead letters, and the embedded broker.
package stream

import (
	"context"
	"time"
)

// The topics, before the configured prefix.
const (
	TopicMentions      = "mentions"
	TopicFindings      = "findings"
	TopicThreads       = "threads"
	TopicPulse         = "pulse"
	TopicCrises        = "crises"
	TopicIncidents     = "incidents"
	TopicActions       = "actions"
	TopicNotifications = "notifications"
	TopicCursors       = "cursors"
	TopicDeadletter    = "deadletter"
)

// Record is one Kafka record. Topic is without the prefix. A nil Value is a tombstone.
type Record struct {
	Topic     string
	Partition int
	Offset    int64
	Key       []byte
	Value     []byte
	Headers   []Header
	Time      time.Time
	// Thread decides the partition at Produce on topics that are partitioned by thread, and travels as the header "thread"; where it is
	// empty the key decides. ToPartition overrides both.
	Thread      string
	ToPartition *int
}

// Header is one header of a record.
type Header struct {
	Key   string
	Value []byte
}

// Producer writes records. Produce returns nil once all in-sync replicas have all of them; on an error any part of them may have been
// written. Order is kept within one call for records of one partition. Safe for concurrent use.
type Producer interface {
	Produce(ctx context.Context, records ...Record) error
}

// Processor handles the co-assigned partitions of one number, such as mentions/3 and actions/3, from assignment to revocation. Its
// methods are called by one goroutine.
type Processor interface {
	// Process takes the next records of any of the group's topics, in offset order within a topic. Once it returns nil every output is
	// durable, and the worker commits. An error stops the worker before the commit.
	Process(ctx context.Context, batch []Record) error
	// Idle is called at least every Tick while no batch is at hand. caughtUp reports that every topic's end has been reached.
	Idle(ctx context.Context, caughtUp bool) error
	// Close frees what the processor holds; nothing may be written any more.
	Close() error
}

// Generation identifies one membership of a consumer group.
type Generation struct {
	Group  string
	ID     int32
	Member string
}

// GroupConfig describes a consumer group.
type GroupConfig struct {
	// ID is the group's name, after the configured prefix.
	ID string
	// Topics are read together: the same partition number of each goes to the same member. Topics with fewer partitions join in as far
	// as they go.
	Topics []string
	// New makes the processor of a partition at its assignment, with the generation that owns it. It may block, to restore state.
	New func(ctx context.Context, partition int, gen Generation) (Processor, error)
	// MaxBatch bounds a batch in records; 1,000 when 0.
	MaxBatch int
	// Tick bounds the time between two calls of Idle; 100 ms when 0.
	Tick time.Duration
}
