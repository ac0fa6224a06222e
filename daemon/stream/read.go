package stream

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"time"

	"github.com/segmentio/kafka-go"
	"github.com/segmentio/kafka-go/protocol"
	"go.uber.org/zap"
)

const (
	// fetchBytes bounds a fetch, and with it what a partition and topic may hold in memory while catching up; more is not faster. A batch
	// that is larger comes all the same, alone.
	fetchBytes = 2 << 20
	// fetchWait is how long a broker holds a fetch that finds nothing new.
	fetchWait = 500 * time.Millisecond
	// fetchTimeout bounds a fetch whose broker went silent.
	fetchTimeout = 10 * time.Second
)

// ErrStop may be returned by the function of ReadPartition, Tail and ListDeadLetters to end the reading without an error.
var ErrStop = errors.New("stop reading")

// PartitionOffsets are the bounds of a partition: First is the oldest offset kept, Last the one that the next record will get.
type PartitionOffsets struct {
	Partition   int
	First, Last int64
}

// Offsets returns the bounds of every partition of a topic, in order.
func (c *Client) Offsets(ctx context.Context, topic string) ([]PartitionOffsets, error) {
	spec, err := c.spec(topic)
	if err != nil {
		return nil, fmt.Errorf("reading offsets: %w", err)
	}
	return c.offsets(ctx, spec.name, c.partitionsOf(spec))
}

func (c *Client) offsets(ctx context.Context, topic string, partitions int) ([]PartitionOffsets, error) {
	ctx, cancel := c.bound(ctx)
	defer cancel()
	out := make([]PartitionOffsets, partitions)
	// Two requests: Kafka refuses one that names a partition twice.
	for _, which := range []int64{kafka.FirstOffset, kafka.LastOffset} {
		reqs := make([]kafka.OffsetRequest, partitions)
		for i := range reqs {
			reqs[i] = kafka.OffsetRequest{Partition: i, Timestamp: which}
		}
		found, err := c.listOffsets(ctx, topic, reqs)
		if err != nil {
			return nil, fmt.Errorf("reading offsets of %s: %w", topic, err)
		}
		for _, p := range found {
			out[p.Partition].Partition = p.Partition
			if which == kafka.FirstOffset {
				out[p.Partition].First = p.FirstOffset
			} else {
				out[p.Partition].Last = p.LastOffset
			}
		}
	}
	return out, nil
}

func (c *Client) listOffsets(ctx context.Context, topic string, reqs []kafka.OffsetRequest) ([]kafka.PartitionOffsets, error) {
	var out []kafka.PartitionOffsets
	err := c.retry(ctx, "listing offsets", func(ctx context.Context) error {
		res, err := c.admin.ListOffsets(ctx, &kafka.ListOffsetsRequest{Topics: map[string][]kafka.OffsetRequest{c.topic(topic): reqs}})
		if err != nil {
			return err
		}
		out = res.Topics[c.topic(topic)]
		for _, p := range out {
			if p.Error != nil {
				return fmt.Errorf("partition %d: %w", p.Partition, p.Error)
			}
			if p.Partition < 0 || p.Partition >= math.MaxInt32 {
				return kafka.UnknownTopicOrPartition
			}
		}
		if len(out) != len(reqs) {
			return fmt.Errorf("asked for %d partitions, got %d: %w", len(reqs), len(out), kafka.UnknownTopicOrPartition)
		}
		return nil
	})
	return out, err
}

// OffsetAt is the offset of the first record of a partition whose time is at or after t, or the partition's end when there is none.
func (c *Client) OffsetAt(ctx context.Context, topic string, partition int, t time.Time) (int64, error) {
	ctx, cancel := c.bound(ctx)
	defer cancel()
	found, err := c.listOffsets(ctx, topic, []kafka.OffsetRequest{kafka.TimeOffsetOf(partition, t)})
	if err != nil {
		return 0, fmt.Errorf("finding the offset at a time: %w", err)
	}
	for _, p := range found {
		for offset := range p.Offsets {
			if offset >= 0 {
				return offset, nil
			}
		}
	}
	end, err := c.end(ctx, topic, partition, kafka.LastOffset)
	if err != nil {
		return 0, fmt.Errorf("finding the offset at a time: %w", err)
	}
	return end, nil
}

// end is the first or the last offset of a partition.
func (c *Client) end(ctx context.Context, topic string, partition int, which int64) (int64, error) {
	found, err := c.listOffsets(ctx, topic, []kafka.OffsetRequest{{Partition: partition, Timestamp: which}})
	if err != nil {
		return 0, err
	}
	for _, p := range found {
		if p.Partition != partition {
			continue
		}
		if which == kafka.FirstOffset {
			return p.FirstOffset, nil
		}
		return p.LastOffset, nil
	}
	return 0, kafka.UnknownTopicOrPartition
}

// ReadPartition calls fn for every record of [from, to), in order, once. A from below 0 is the beginning, a to below 0 the end at the time
// of the call. A from that retention has passed begins at what is left. It ends with fn's error, unless that is ErrStop, and with ctx.
// Records stay the caller's.
func (c *Client) ReadPartition(ctx context.Context, topic string, partition int, from, to int64, fn func(Record) error) error {
	ctx, cancel := c.bound(ctx)
	defer cancel()
	if _, err := c.spec(topic); err != nil {
		return fmt.Errorf("reading: %w", err)
	}
	end, err := c.end(ctx, topic, partition, kafka.LastOffset)
	if err != nil {
		return fmt.Errorf("reading %s/%d: %w", topic, partition, err)
	}
	if to < 0 || to > end {
		to = end
	}
	if err := c.follow(ctx, topic, partition, from, to, fn); err != nil {
		return fmt.Errorf("reading %s/%d: %w", topic, partition, err)
	}
	return nil
}

// Tail calls fn for every record from an offset on, in order, and waits for more until ctx is done, when it returns nil. It outlives
// restarts of the broker. A from below 0 is the beginning. fn's error ends it, ErrStop without an error.
func (c *Client) Tail(ctx context.Context, topic string, partition int, from int64, fn func(Record) error) error {
	bound, cancel := c.bound(ctx)
	defer cancel()
	if _, err := c.spec(topic); err != nil {
		return fmt.Errorf("tailing: %w", err)
	}
	err := c.follow(bound, topic, partition, from, math.MaxInt64, fn)
	if err != nil && ctx.Err() == nil {
		return fmt.Errorf("tailing %s/%d: %w", topic, partition, err)
	}
	return nil
}

// follow reads [from, to). The next fetch is under way while fn works.
func (c *Client) follow(ctx context.Context, topic string, partition int, from, to int64, fn func(Record) error) error {
	ctx, cancel := context.WithCancel(ctx)
	batches := make(chan fetched)
	failed := make(chan error, 1)
	go func() {
		defer close(batches)
		failed <- c.fetchLoop(ctx, topic, partition, from, to, func(f fetched) bool {
			select {
			case batches <- f:
				return true
			case <-ctx.Done():
				return false
			}
		})
	}()
	var err error
	for f := range batches {
		for _, r := range f.records {
			if err = fn(r); err != nil {
				break
			}
		}
		if err != nil {
			cancel()
			break
		}
	}
	for range batches {
		// Drained, so that the fetcher ends.
	}
	fetchErr := <-failed
	cancel()
	switch {
	case errors.Is(err, ErrStop):
		return nil
	case err != nil:
		return err
	default:
		return fetchErr
	}
}

// fetched is what one fetch brought: the records from the wanted offset on, where the next fetch begins, and the end of the partition.
type fetched struct {
	topic     string
	records   []Record
	next, end int64
}

// fetchLoop fetches [from, to) and hands every fetch to deliver, empty ones too when they change next or end, until to is reached,
// deliver says false, or ctx is done. Errors are tried again.
func (c *Client) fetchLoop(ctx context.Context, topic string, partition int, from, to int64, deliver func(fetched) bool) error {
	next := from
	if next < 0 {
		var err error
		if next, err = c.end(ctx, topic, partition, kafka.FirstOffset); err != nil {
			return err
		}
	}
	b := backOff{min: retryMin, max: retryMax}
	known := int64(-1)
	for next < to {
		// The first answer comes at once, so that an empty partition is known to be empty.
		hold := fetchWait
		if known < 0 {
			hold = time.Millisecond
		}
		f, err := c.fetch(ctx, topic, partition, next, to, hold)
		if errors.Is(err, kafka.OffsetOutOfRange) {
			next, err = c.outOfRange(ctx, topic, partition, next)
			if err == nil {
				continue
			}
		}
		if err != nil {
			if ctx.Err() != nil {
				return context.Cause(ctx)
			}
			if !transient(err) {
				return err
			}
			c.kafkaLog.warnOnce("reading from kafka", zap.String("topic", topic), zap.Int("partition", partition), zap.Error(err))
			if !wait(ctx, b.next()) {
				return context.Cause(ctx)
			}
			continue
		}
		b.reset()
		changed := f.next != next || f.end != known
		next, known = f.next, f.end
		if changed && !deliver(f) {
			return context.Cause(ctx)
		}
	}
	return nil
}

// ErrOffsetAhead says that an offset is beyond the end of its partition: the topic was made anew, or lost acknowledged records.
var ErrOffsetAhead = errors.New("offset is ahead of the partition")

// outOfRange finds where reading goes on: at the beginning when retention has passed next.
func (c *Client) outOfRange(ctx context.Context, topic string, partition int, next int64) (int64, error) {
	first, err := c.end(ctx, topic, partition, kafka.FirstOffset)
	if err != nil {
		return next, err
	}
	if next < first {
		c.log.Warn("records were deleted before they were read", zap.String("topic", topic), zap.Int("partition", partition),
			zap.Int64("offset", next), zap.Int64("first", first))
		return first, nil
	}
	return next, fmt.Errorf("%w: %s/%d at %d, which begins at %d; if the topic was made anew, delete the consumer group's offsets",
		ErrOffsetAhead, topic, partition, next, first)
}

// fetch does one request.
func (c *Client) fetch(ctx context.Context, topic string, partition int, next, to int64, hold time.Duration) (fetched, error) {
	f, err := c.fetchOnce(ctx, topic, partition, next, to, fetchBytes, hold)
	if err != nil || f.next > next || f.end <= next {
		return f.fetched, err
	}
	// Behind next there is something, but no record. Without a batch nothing is left before the end: compaction took it. With one, its own
	// last records are gone: the first offset after it has to be found, since kafka-go does not say it and a broker may answer with this
	// batch alone, although more follow.
	if !f.some {
		f.next = f.end
		return f.fetched, nil
	}
	f.next, err = c.pastBatch(ctx, topic, partition, next, f.end, f.firstBase)
	return f.fetched, err
}

// pastBatch finds the first offset after the batch that covers next and begins at base: doubled steps, then halves. It happens only at the
// tail of a compacted batch.
func (c *Client) pastBatch(ctx context.Context, topic string, partition int, next, end, base int64) (int64, error) {
	inside := func(offset int64) (bool, error) {
		f, err := c.fetchOnce(ctx, topic, partition, offset, offset, 1, time.Millisecond)
		return f.some && f.firstBase == base, err
	}
	low, high := next, next+1
	for high < end {
		in, err := inside(high)
		if err != nil {
			return next, err
		}
		if !in {
			break
		}
		low, high = high, high+2*(high-next)
	}
	high = min(high, end)
	for low+1 < high {
		mid := low + (high-low)/2
		in, err := inside(mid)
		if err != nil {
			return next, err
		}
		if in {
			low = mid
		} else {
			high = mid
		}
	}
	return high, nil
}

// rawFetch is a fetch with what is needed to pass gaps: whether there was a batch at all, and where the first began.
type rawFetch struct {
	fetched
	some      bool
	firstBase int64
}

func (c *Client) fetchOnce(ctx context.Context, topic string, partition int, next, to, maxBytes int64, hold time.Duration) (rawFetch, error) {
	ctx, cancel := context.WithTimeout(ctx, fetchTimeout)
	defer cancel()
	res, err := c.admin.Fetch(ctx, &kafka.FetchRequest{
		Topic: c.topic(topic), Partition: partition, Offset: next, MinBytes: 1, MaxBytes: maxBytes, MaxWait: hold,
	})
	if err != nil {
		return rawFetch{}, err
	}
	if res.Error != nil {
		return rawFetch{}, res.Error
	}
	f := rawFetch{fetched: fetched{topic: topic, next: next, end: res.HighWatermark}}
	readers := []kafka.RecordReader{res.Records}
	if stream, ok := res.Records.(*protocol.RecordStream); ok {
		readers = stream.Records
	}
	for _, reader := range readers {
		if err := f.read(reader, partition, to); err != nil {
			return rawFetch{}, fmt.Errorf("decoding a fetch: %w", err)
		}
	}
	return f, nil
}

// read takes the records of one batch. Control batches of transactions only move the offset.
func (f *rawFetch) read(reader kafka.RecordReader, partition int, to int64) error {
	base := int64(-1)
	control := false
	switch b := reader.(type) {
	case *protocol.RecordBatch:
		base = b.BaseOffset
	case *protocol.ControlBatch:
		base, control = b.BaseOffset, true
	case *protocol.MessageSet:
		base = b.BaseOffset
	}
	if base >= 0 && !f.some {
		f.some, f.firstBase = true, base
	}
	for {
		rec, err := reader.ReadRecord()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		r, err := readRecord(rec, f.topic, partition)
		if err != nil {
			return err
		}
		if r.Offset < f.next {
			continue
		}
		f.next = r.Offset + 1
		if !control && r.Offset < to && string(r.Key) != markerKey {
			f.records = append(f.records, r)
		}
	}
}

func readRecord(rec *protocol.Record, topic string, partition int) (Record, error) {
	r := Record{Topic: topic, Partition: partition, Offset: rec.Offset, Time: rec.Time}
	var err error
	if r.Key, err = readBytes(rec.Key); err != nil {
		return r, err
	}
	if r.Value, err = readBytes(rec.Value); err != nil {
		return r, err
	}
	if len(rec.Headers) > 0 {
		r.Headers = make([]Header, len(rec.Headers))
		for i, h := range rec.Headers {
			r.Headers[i] = Header{Key: h.Key, Value: h.Value}
		}
		if thread, ok := HeaderValue(r.Headers, HeaderThread); ok {
			r.Thread = string(thread)
		}
	}
	return r, nil
}

// markerKey is the key of markers. No key of ours begins with a zero byte.
const markerKey = "\x00marker"

// Marker is a record that no reader gets. The newest batch of a partition is never compacted, so a tombstone erases only once something is
// written behind it: who wants an erasure to happen on a quiet partition produces its marker afterwards, in a second call.
func Marker(topic string, partition int) Record {
	return Record{Topic: topic, ToPartition: &partition, Key: []byte(markerKey)}
}

// readBytes copies a key or a value, and gives its page back. Null stays nil; empty does not.
func readBytes(b protocol.Bytes) ([]byte, error) {
	if b == nil {
		return nil, nil
	}
	out, err := protocol.ReadAll(b)
	if out == nil {
		out = []byte{}
	}
	return out, errors.Join(err, b.Close())
}
