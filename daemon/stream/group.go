package stream

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/segmentio/kafka-go"
	"go.uber.org/zap"
)

const (
	// With kafka-go's own values a take-over lasts more than 30 s; these make it about 6 s.
	heartbeatInterval = time.Second
	sessionTimeout    = 6 * time.Second
	rebalanceTimeout  = 10 * time.Second
	joinBackOff       = 500 * time.Millisecond
	coordinatorWait   = 5 * time.Second

	// finishWithin is how long a batch at hand may go on after its generation has ended: well inside rebalanceTimeout, after which the
	// coordinator gives the partition away.
	finishWithin = 5 * time.Second

	defaultMaxBatch = 1000
	defaultTick     = 100 * time.Millisecond
)

// RunGroup joins a consumer group and works until ctx is done, when it finishes the batches at hand, commits, closes the processors,
// leaves the group and returns nil. One goroutine handles each partition number of cfg.Topics assigned to this member; between the end of
// one generation and the next nothing is processed. Errors of the broker are tried again for as long as ctx lives; an error of a processor
// closes it and starts a new one from the last commit, after 1 s to 30 s: a record is never skipped. It returns an error only for a
// configuration that cannot work, and ErrClosed when the client is closed.
func (c *Client) RunGroup(ctx context.Context, cfg GroupConfig) error {
	if err := c.checkGroup(&cfg); err != nil {
		return fmt.Errorf("running group %q: %w", cfg.ID, err)
	}
	if err := c.enterGroup(); err != nil {
		return fmt.Errorf("running group %q: %w", cfg.ID, err)
	}
	defer c.groups.Done()
	ctx, cancel := c.bound(ctx)
	defer cancel()
	// A member that joins before the topics exist would own nothing, and nobody would tell it when they come.
	if err := c.awaitGroupTopics(ctx, cfg.Topics); err != nil {
		return c.groupEnd(ctx, cfg.ID, err)
	}
	log := c.log.With(zap.String("group", cfg.ID))
	b := &balancer{}
	topics := make([]string, len(cfg.Topics))
	for i, t := range cfg.Topics {
		topics[i] = c.topic(t)
	}
	group, err := kafka.NewConsumerGroup(kafka.ConsumerGroupConfig{
		ID: c.config.Prefix + cfg.ID, Brokers: c.config.Brokers, Dialer: c.dialer, Topics: topics,
		GroupBalancers:    []kafka.GroupBalancer{b},
		HeartbeatInterval: heartbeatInterval, SessionTimeout: sessionTimeout, RebalanceTimeout: rebalanceTimeout,
		JoinGroupBackoff: joinBackOff, Timeout: coordinatorWait, StartOffset: kafka.FirstOffset,
		Logger: c.kafkaLog.debug(), ErrorLogger: c.kafkaLog.warn(),
	})
	if err != nil {
		return fmt.Errorf("running group %q: %w", cfg.ID, err)
	}
	for {
		gen, err := group.Next(ctx)
		if err != nil {
			if ctx.Err() != nil || errors.Is(err, kafka.ErrGroupClosed) {
				break
			}
			c.kafkaLog.warnOnce("joining a consumer group", zap.String("group", cfg.ID), zap.Error(err))
			continue
		}
		c.startGeneration(ctx, cfg, gen, b, log)
	}
	// Close waits for the workers, which end with ctx, and leaves.
	if err := group.Close(); err != nil {
		log.Warn("leaving a consumer group", zap.Error(err))
	}
	return c.groupEnd(ctx, cfg.ID, nil)
}

// groupEnd tells an end that was asked for from a closed client.
func (c *Client) groupEnd(ctx context.Context, id string, err error) error {
	if c.isClosed() {
		return fmt.Errorf("running group %q: %w", id, ErrClosed)
	}
	if err != nil && ctx.Err() == nil {
		return fmt.Errorf("running group %q: %w", id, err)
	}
	return nil
}

func (c *Client) checkGroup(cfg *GroupConfig) error {
	if cfg.ID == "" || cfg.New == nil || len(cfg.Topics) == 0 {
		return fmt.Errorf("%w: a group needs an id, topics and New", ErrConfig)
	}
	for i, t := range cfg.Topics {
		if _, err := c.spec(t); err != nil {
			return err
		}
		if slices.Contains(cfg.Topics[:i], t) {
			return fmt.Errorf("%w: topic %s is named twice", ErrConfig, t)
		}
	}
	if cfg.MaxBatch <= 0 {
		cfg.MaxBatch = defaultMaxBatch
	}
	if cfg.Tick <= 0 {
		cfg.Tick = defaultTick
	}
	return nil
}

func (c *Client) awaitGroupTopics(ctx context.Context, topics []string) error {
	return c.retry(ctx, "waiting for the group's topics", func(ctx context.Context) error {
		meta, err := c.metadata(ctx)
		if err != nil {
			return err
		}
		for _, t := range topics {
			if len(meta[t].Partitions) == 0 {
				c.kafkaLog.warnOnce("waiting for a topic", zap.String("topic", c.topic(t)))
				return fmt.Errorf("%s: %w", c.topic(t), kafka.UnknownTopicOrPartition)
			}
		}
		return nil
	})
}

// startGeneration starts a worker for every partition number of the assignment. All of them return when the generation ends: one that does
// not blocks the next join, and one that returns early ends the generation for all.
func (c *Client) startGeneration(ctx context.Context, cfg GroupConfig, gen *kafka.Generation, b *balancer, log *zap.Logger) {
	starts := map[int]map[string]int64{}
	for _, topic := range cfg.Topics {
		for _, p := range gen.Assignments[c.topic(topic)] {
			if starts[p.ID] == nil {
				starts[p.ID] = map[string]int64{}
			}
			// Without a commit kafka-go says FirstOffset, which is below 0 like our beginning.
			starts[p.ID][topic] = p.Offset
		}
	}
	numbers := make([]int, 0, len(starts))
	for n := range starts {
		numbers = append(numbers, n)
	}
	slices.Sort(numbers)
	b.hold(gen.ID, numbers)
	c.metrics.didRebalance(cfg.ID)
	log.Info("partitions assigned", zap.Int32("generation", gen.ID), zap.String("member", gen.MemberID), zap.Ints("partitions", numbers))
	for _, n := range numbers {
		w := &worker{
			client: c, cfg: cfg, number: n, log: log.With(zap.Int("partition", n), zap.Int32("generation", gen.ID)),
			gen:    Generation{Group: cfg.ID, ID: gen.ID, Member: gen.MemberID},
			commit: newCommitter(n, starts[n], c.config.Prefix, gen.CommitOffsets),
		}
		gen.Start(func(genCtx context.Context) { w.run(ctx, genCtx) })
	}
}
