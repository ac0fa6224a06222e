package stream

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/segmentio/kafka-go"
	"go.uber.org/zap"
)

// ErrPartitions is returned by EnsureTopics when co-partitioned topics exist with another partition count.
var ErrPartitions = errors.New("partition counts differ")

// ErrUnknownTopic is returned for a topic that is not one of this package's.
var ErrUnknownTopic = errors.New("unknown topic")

const (
	policyCompact       = "compact"
	policyDelete        = "delete"
	policyCompactDelete = "compact,delete"

	// eraseWithin bounds how long a record stays uncompacted, and with it how long a post outlives its tombstone: half of the promised
	// 24 h, since the cleaner needs its time too.
	eraseWithin = 12 * time.Hour
	// eraseLimit is the promise itself; a topic that allows more is a fault.
	eraseLimit = 24 * time.Hour
	// pulseRetention covers the longest window of the burst detector with room for a weekend's outage.
	pulseRetention = 7 * 24 * time.Hour
)

type topicSpec struct {
	name string
	// many says that it has the configured partition count, else it has one.
	many bool
	// byThread says that the thread's hash picks the partition, else the key's.
	byThread bool
	policy   string
	// retention is of time-limited topics; 0 on those that are only compacted.
	retention time.Duration
	// erases says that a tombstone must act within eraseLimit.
	erases bool
}

// topicSpecs lists every topic with its policy. mentions, findings, threads and actions share the thread's partition number, so that one
// worker owns all of a conversation.
func topicSpecs(cfg Config) []topicSpec {
	keep := cfg.Retention
	return []topicSpec{
		{name: TopicMentions, many: true, byThread: true, policy: policyCompactDelete, retention: keep, erases: true},
		{name: TopicFindings, many: true, byThread: true, policy: policyCompactDelete, retention: keep, erases: true},
		{name: TopicThreads, many: true, byThread: true, policy: policyCompact},
		// One partition: the false alarms of all brands and families together have one budget.
		{name: TopicPulse, policy: policyDelete, retention: pulseRetention},
		{name: TopicActions, many: true, byThread: true, policy: policyDelete, retention: keep},
		// One partition: every scorer reads all crises, and their order across brands is kept.
		{name: TopicCrises, policy: policyCompact},
		// One partition: one dispatcher at a time is active, so that nobody is paged twice and budgets count everything.
		{name: TopicIncidents, policy: policyCompact},
		// One partition: the sent log is read whole by the active dispatcher, in the order in which it was written.
		{name: TopicNotifications, policy: policyCompact},
		// One partition: a handful of keys, one a source.
		{name: TopicCursors, policy: policyCompact},
		// One partition: people read it by its offset.
		{name: TopicDeadletter, policy: policyDelete, retention: keep},
	}
}

func (c *Client) spec(name string) (topicSpec, error) {
	for _, s := range topicSpecs(c.config) {
		if s.name == name {
			return s, nil
		}
	}
	return topicSpec{}, fmt.Errorf("%w: %q", ErrUnknownTopic, name)
}

// partitionsOf is the count that records are routed by.
func (c *Client) partitionsOf(s topicSpec) int {
	if s.many {
		return c.Partitions()
	}
	return 1
}

// settings are the topic's configuration entries. The embedded broker refuses those that it does not know, and reads whole segments
// when it opens, so its are small.
func (s topicSpec) settings(cfg Config, embedded bool) map[string]string {
	ms := func(d time.Duration) string { return strconv.FormatInt(d.Milliseconds(), 10) }
	m := map[string]string{
		"cleanup.policy":    s.policy,
		"max.message.bytes": strconv.Itoa(MaxMessageBytes + batchOverhead),
		"segment.bytes":     strconv.Itoa(128 << 20),
		// A tombstone is kept this long after its compaction, for readers that are behind.
		"delete.retention.ms": ms(24 * time.Hour),
	}
	if s.retention > 0 {
		m["retention.ms"] = ms(s.retention)
	}
	if embedded {
		m["segment.bytes"] = strconv.Itoa(8 << 20)
		if s.retention > 0 {
			m["retention.bytes"] = strconv.Itoa(embeddedRetentionBytes)
		}
		return m
	}
	if s.policy != policyDelete {
		// The active segment is never compacted: roll it in time.
		m["segment.ms"] = ms(eraseWithin)
		m["max.compaction.lag.ms"] = ms(eraseWithin)
		m["min.cleanable.dirty.ratio"] = "0.3"
	}
	if s.erases {
		// A reader that is an hour behind still sees every version of an edited post.
		m["min.compaction.lag.ms"] = ms(time.Hour)
	}
	if cfg.Replication >= 3 {
		// With acks = all: one replica may be away, and no acknowledged record is on one disk only.
		m["min.insync.replicas"] = "2"
	}
	return m
}

// EnsureTopics makes the missing topics, with their policies, and waits until they can be written. Existing topics are left as they are:
// a co-partitioned topic with another partition count is ErrPartitions, everything else is for Topics to report. It is idempotent and may
// run in several processes at once.
func (c *Client) EnsureTopics(ctx context.Context) error {
	ctx, cancel := c.bound(ctx)
	defer cancel()
	existing, err := c.existing(ctx)
	if err != nil {
		return fmt.Errorf("ensuring topics: %w", err)
	}
	want := c.config.Partitions
	for _, s := range topicSpecs(c.config) {
		if n, ok := existing[s.name]; ok && s.many && want == 0 {
			want = n
		}
	}
	if want == 0 {
		want = DefaultPartitions
	}
	var missing []kafka.TopicConfig
	var faults []error
	for _, s := range topicSpecs(c.config) {
		count := 1
		if s.many {
			count = want
		}
		n, ok := existing[s.name]
		switch {
		case !ok:
			missing = append(missing, c.creation(s, count))
		case n != count && s.many:
			faults = append(faults, fmt.Errorf("%w: topic %s has %d partitions, wanted are %d: %s", ErrPartitions, c.topic(s.name), n, count,
				partitionsFix(n)))
		}
	}
	if len(faults) > 0 {
		return fmt.Errorf("ensuring topics: %w", errors.Join(faults...))
	}
	for _, t := range missing {
		if err := c.create(ctx, t); err != nil {
			return fmt.Errorf("ensuring topics: making %s: %w", t.Topic, err)
		}
	}
	if err := c.awaitTopics(ctx); err != nil {
		return fmt.Errorf("ensuring topics: %w", err)
	}
	c.partitions.Store(int64(want))
	return nil
}

func partitionsFix(n int) string {
	return fmt.Sprintf("set kafka.partitions to %d, or use another kafka.prefix; a count cannot change once threads have state", n)
}

func (c *Client) creation(s topicSpec, partitions int) kafka.TopicConfig {
	t := kafka.TopicConfig{Topic: c.topic(s.name), NumPartitions: partitions, ReplicationFactor: c.config.Replication}
	if t.ReplicationFactor == 0 {
		t.ReplicationFactor = -1
	}
	for k, v := range s.settings(c.config, c.embedded.Load()) {
		t.ConfigEntries = append(t.ConfigEntries, kafka.ConfigEntry{ConfigName: k, ConfigValue: v})
	}
	slices.SortFunc(t.ConfigEntries, func(a, b kafka.ConfigEntry) int { return cmp.Compare(a.ConfigName, b.ConfigName) })
	return t
}

func (c *Client) create(ctx context.Context, t kafka.TopicConfig) error {
	return c.retry(ctx, "creating a topic", func(ctx context.Context) error {
		res, err := c.admin.CreateTopics(ctx, &kafka.CreateTopicsRequest{Topics: []kafka.TopicConfig{t}})
		if err != nil {
			return err
		}
		switch err := res.Errors[t.Topic]; {
		case err == nil:
			c.log.Info("topic made", zap.String("topic", t.Topic), zap.Int("partitions", t.NumPartitions))
			return nil
		case errors.Is(err, kafka.TopicAlreadyExists):
			return nil
		default:
			return err
		}
	})
}

// existing maps topic names to partition counts, asked from a broker and not from the transport's cache.
func (c *Client) existing(ctx context.Context) (map[string]int, error) {
	out := map[string]int{}
	err := c.retry(ctx, "listing topics", func(ctx context.Context) error {
		conn, err := c.dialAny(ctx)
		if err != nil {
			return err
		}
		defer func() {
			if err := conn.Close(); err != nil {
				c.log.Debug("closing a connection", zap.Error(err))
			}
		}()
		if err := conn.SetDeadline(time.Now().Add(requestTimeout)); err != nil {
			return err
		}
		partitions, err := conn.ReadPartitions()
		if err != nil {
			return err
		}
		counts := map[string]int{}
		for _, p := range partitions {
			counts[p.Topic]++
		}
		for _, s := range topicSpecs(c.config) {
			if n, ok := counts[c.topic(s.name)]; ok {
				out[s.name] = n
			}
		}
		return nil
	})
	return out, err
}

// awaitTopics waits until the transport knows a leader for every partition.
func (c *Client) awaitTopics(ctx context.Context) error {
	return c.retry(ctx, "waiting for topics", func(ctx context.Context) error {
		meta, err := c.metadata(ctx)
		if err != nil {
			return err
		}
		for _, s := range topicSpecs(c.config) {
			t, ok := meta[s.name]
			if !ok || len(t.Partitions) == 0 {
				return fmt.Errorf("%s: %w", c.topic(s.name), kafka.UnknownTopicOrPartition)
			}
			for _, p := range t.Partitions {
				if p.Error != nil {
					return fmt.Errorf("%s/%d: %w", c.topic(s.name), p.ID, p.Error)
				}
			}
		}
		return nil
	})
}

// metadata is the transport's view of the topics that exist, by name.
func (c *Client) metadata(ctx context.Context) (map[string]kafka.Topic, error) {
	req := &kafka.MetadataRequest{}
	for _, s := range topicSpecs(c.config) {
		req.Topics = append(req.Topics, c.topic(s.name))
	}
	res, err := c.admin.Metadata(ctx, req)
	if err != nil {
		return nil, err
	}
	out := map[string]kafka.Topic{}
	for _, t := range res.Topics {
		if t.Error != nil {
			continue
		}
		out[t.Name[len(c.config.Prefix):]] = t
	}
	return out, nil
}
