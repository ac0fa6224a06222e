package stream

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/segmentio/kafka-go"
)

// TopicInfo is what is known of a topic.
type TopicInfo struct {
	// Name is without the prefix, FullName with it.
	Name, FullName string
	// Exists is false for a topic that EnsureTopics would make.
	Exists     bool
	Partitions int
	// Policy is its cleanup.policy, such as "compact,delete".
	Policy string
	// Offsets are the bounds of its partitions, in order.
	Offsets []PartitionOffsets
	// Lag is the number of records that each group which reads the topic has still to process, by group without the prefix.
	Lag map[string]int64
	// Faults are what differs from what the daemon needs.
	Faults []TopicFault
}

// TopicFault is a difference with what to do about it.
type TopicFault struct {
	What, Fix string
}

// Topics describes every topic of this package, in a fixed order.
func (c *Client) Topics(ctx context.Context) ([]TopicInfo, error) {
	ctx, cancel := c.bound(ctx)
	defer cancel()
	existing, err := c.existing(ctx)
	if err != nil {
		return nil, fmt.Errorf("describing topics: %w", err)
	}
	settings, err := c.describe(ctx, existing)
	if err != nil {
		return nil, fmt.Errorf("describing topics: %w", err)
	}
	committed, err := c.committed(ctx, existing)
	if err != nil {
		return nil, fmt.Errorf("describing topics: %w", err)
	}
	out := make([]TopicInfo, 0, len(topicSpecs(c.config)))
	for _, s := range topicSpecs(c.config) {
		info := TopicInfo{Name: s.name, FullName: c.topic(s.name)}
		n, ok := existing[s.name]
		if !ok {
			info.Faults = append(info.Faults, TopicFault{What: "missing", Fix: "start the daemon, which makes it"})
			out = append(out, info)
			continue
		}
		info.Exists, info.Partitions, info.Policy = true, n, settings[s.name]["cleanup.policy"]
		if info.Offsets, err = c.offsets(ctx, s.name, n); err != nil {
			return nil, fmt.Errorf("describing topics: %w", err)
		}
		info.Lag = lagOf(info.Offsets, s.name, committed)
		info.Faults = c.faults(s, n, settings[s.name])
		out = append(out, info)
	}
	return out, nil
}

// Exists reports whether a topic of this package is there. Others wait for a topic to appear, as a daemon does that starts before its cluster is
// ready; who only looks asks first.
func (c *Client) Exists(ctx context.Context, topic string) (bool, error) {
	ctx, cancel := c.bound(ctx)
	defer cancel()
	spec, err := c.spec(topic)
	if err != nil {
		return false, fmt.Errorf("looking for a topic: %w", err)
	}
	existing, err := c.existing(ctx)
	if err != nil {
		return false, fmt.Errorf("looking for a topic: %w", err)
	}
	_, ok := existing[spec.name]
	return ok, nil
}

// faults compares a topic with its specification. What operators may tune, such as retention, is theirs.
func (c *Client) faults(s topicSpec, partitions int, settings map[string]string) []TopicFault {
	var out []TopicFault
	want := 1
	if s.many {
		want = c.wantPartitions()
		if c.config.Partitions == 0 {
			want = c.Partitions()
		}
	}
	if partitions != want {
		fix := "delete the topic while the daemon is stopped; it has one partition, because its order counts"
		if s.many {
			fix = partitionsFix(partitions)
		}
		out = append(out, TopicFault{What: fmt.Sprintf("%d partitions instead of %d", partitions, want), Fix: fix})
	}
	alter := func(what, key, value string) {
		out = append(out, TopicFault{What: what, Fix: fmt.Sprintf(
			"kafka-configs.sh --bootstrap-server %s --alter --entity-type topics --entity-name %s --add-config %s=%s",
			c.config.Brokers[0], c.topic(s.name), key, value)})
	}
	if got, ok := settings["cleanup.policy"]; ok && !samePolicy(got, s.policy) {
		alter(fmt.Sprintf("cleanup.policy is %s instead of %s", got, s.policy), "cleanup.policy", "["+s.policy+"]")
	}
	if got, ok := number(settings, "max.message.bytes"); ok && got < MaxMessageBytes {
		alter(fmt.Sprintf("max.message.bytes is %d: larger records are refused", got), "max.message.bytes",
			strconv.Itoa(MaxMessageBytes+batchOverhead))
	}
	if got, ok := number(settings, "max.compaction.lag.ms"); ok && s.erases && got > eraseLimit.Milliseconds() {
		alter(fmt.Sprintf("max.compaction.lag.ms is %d: deleted posts stay for more than 24 h", got), "max.compaction.lag.ms",
			strconv.FormatInt(eraseWithin.Milliseconds(), 10))
	}
	if got, ok := number(settings, "min.insync.replicas"); ok && got < 2 && c.config.Replication >= 3 {
		alter("min.insync.replicas is 1: an acknowledged record may be on one disk only", "min.insync.replicas", "2")
	}
	return out
}

func number(settings map[string]string, key string) (int64, bool) {
	n, err := strconv.ParseInt(settings[key], 10, 64)
	return n, err == nil
}

func samePolicy(a, b string) bool {
	split := func(s string) []string {
		parts := strings.Split(s, ",")
		for i := range parts {
			parts[i] = strings.TrimSpace(parts[i])
		}
		slices.Sort(parts)
		return parts
	}
	return slices.Equal(split(a), split(b))
}

// describe reads the settings of the topics that exist, by name.
func (c *Client) describe(ctx context.Context, existing map[string]int) (map[string]map[string]string, error) {
	req := &kafka.DescribeConfigsRequest{}
	for name := range existing {
		req.Resources = append(req.Resources, kafka.DescribeConfigRequestResource{
			ResourceType: kafka.ResourceTypeTopic, ResourceName: c.topic(name),
		})
	}
	out := map[string]map[string]string{}
	if len(req.Resources) == 0 {
		return out, nil
	}
	err := c.retry(ctx, "reading topic settings", func(ctx context.Context) error {
		res, err := c.admin.DescribeConfigs(ctx, req)
		if err != nil {
			return err
		}
		for _, r := range res.Resources {
			if r.Error != nil {
				return fmt.Errorf("%s: %w", r.ResourceName, r.Error)
			}
			settings := make(map[string]string, len(r.ConfigEntries))
			for _, e := range r.ConfigEntries {
				settings[e.ConfigName] = e.ConfigValue
			}
			out[strings.TrimPrefix(r.ResourceName, c.config.Prefix)] = settings
		}
		return nil
	})
	return out, err
}

// committed maps groups to topics to partitions to the committed offset, for groups with our prefix that committed anything on our topics.
func (c *Client) committed(ctx context.Context, existing map[string]int) (map[string]map[string]map[int]int64, error) {
	out := map[string]map[string]map[int]int64{}
	topics := map[string][]int{}
	for name, n := range existing {
		for p := range n {
			topics[c.topic(name)] = append(topics[c.topic(name)], p)
		}
	}
	if len(topics) == 0 {
		return out, nil
	}
	var groups []string
	err := c.retry(ctx, "listing groups", func(ctx context.Context) error {
		res, err := c.admin.ListGroups(ctx, &kafka.ListGroupsRequest{})
		if err != nil {
			return err
		}
		groups = groups[:0]
		for _, g := range res.Groups {
			if name, ok := strings.CutPrefix(g.GroupID, c.config.Prefix); ok {
				groups = append(groups, name)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, g := range groups {
		err := c.retry(ctx, "reading a group's offsets", func(ctx context.Context) error {
			res, err := c.admin.OffsetFetch(ctx, &kafka.OffsetFetchRequest{GroupID: c.config.Prefix + g, Topics: topics})
			if err != nil {
				return err
			}
			// Where access to a group of somebody else is refused, its lag is not known.
			if errors.Is(res.Error, kafka.GroupAuthorizationFailed) {
				return nil
			}
			if res.Error != nil {
				return res.Error
			}
			for topic, partitions := range res.Topics {
				for _, p := range partitions {
					if p.Error != nil || p.CommittedOffset < 0 {
						continue
					}
					name := strings.TrimPrefix(topic, c.config.Prefix)
					if out[g] == nil {
						out[g] = map[string]map[int]int64{}
					}
					if out[g][name] == nil {
						out[g][name] = map[int]int64{}
					}
					out[g][name][p.Partition] = p.CommittedOffset
				}
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// lagOf sums, for every group that committed on the topic, what is left in all of its partitions.
func lagOf(offsets []PartitionOffsets, topic string, committed map[string]map[string]map[int]int64) map[string]int64 {
	out := map[string]int64{}
	for group, topics := range committed {
		at, ok := topics[topic]
		if !ok {
			continue
		}
		lag := int64(0)
		for _, p := range offsets {
			next, ok := at[p.Partition]
			if !ok || next < p.First {
				next = p.First
			}
			lag += max(0, p.Last-next)
		}
		out[group] = lag
	}
	return out
}

// AwaitCaughtUp returns once a group has committed everything that was in the given topics at the time of the call, for scripts and tests.
func (c *Client) AwaitCaughtUp(ctx context.Context, group string, topics ...string) error {
	ctx, cancel := c.bound(ctx)
	defer cancel()
	ends := map[string][]PartitionOffsets{}
	ask := map[string][]int{}
	for _, t := range topics {
		offsets, err := c.Offsets(ctx, t)
		if err != nil {
			return err
		}
		ends[t] = offsets
		for _, p := range offsets {
			ask[c.topic(t)] = append(ask[c.topic(t)], p.Partition)
		}
	}
	for {
		res, err := c.admin.OffsetFetch(ctx, &kafka.OffsetFetchRequest{GroupID: c.config.Prefix + group, Topics: ask})
		if err == nil {
			err = res.Error
		}
		if err == nil && caughtUp(ends, res.Topics, c.config.Prefix) {
			return nil
		}
		if !wait(ctx, 20*time.Millisecond) {
			return fmt.Errorf("waiting for group %s: %w", group, errors.Join(context.Cause(ctx), err))
		}
	}
}

func caughtUp(ends map[string][]PartitionOffsets, committed map[string][]kafka.OffsetFetchPartition, prefix string) bool {
	for topic, offsets := range ends {
		at := map[int]int64{}
		for _, p := range committed[prefix+topic] {
			at[p.Partition] = p.CommittedOffset
		}
		for _, p := range offsets {
			if p.Last > p.First && at[p.Partition] < p.Last {
				return false
			}
		}
	}
	return true
}
