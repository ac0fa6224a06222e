package stream

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/segmentio/kafka-go"
	"go.uber.org/zap"
	"golang.org/x/sync/errgroup"
)

// ErrTooLarge is returned for a record that is larger than MaxMessageBytes, or than its topic allows. Trying again does not help.
var ErrTooLarge = errors.New("record is too large")

const (
	// batchOverhead is what a batch of one record adds to it on the wire, rounded up.
	batchOverhead = 1 << 10
	// chunkBytes bounds a request with several records: below the 1 MiB that brokers allow by default, so that only a single large record
	// can ever be refused.
	chunkBytes = 900 << 10
	// recordOverhead is the most that a record adds to its key, value and headers; headerOverhead the same of a header.
	recordOverhead = 32
	headerOverhead = 10
	// produceParallel bounds the requests in flight of one call.
	produceParallel = 16
)

// Produce writes records, with acks = all, and returns once all are durable. Records of one partition keep their order within the call;
// across partitions and topics there is none: who needs one topic durable before another calls twice. Errors that may pass are tried
// again until ctx is done, so a context without an end waits for the broker as long as it takes; on an error any part of the records may
// have been written, and after a retry a record may be there twice. ErrTooLarge and ErrUnknownTopic are found before anything is written,
// where the record itself says it. Nothing is sent any more once it has returned, but a request already in flight may still land,
// so the bytes of the records must not be changed after an error.
//
// A record's Time that is zero or later than now becomes now, since brokers refuse times ahead of theirs and retention would never end.
func (c *Client) Produce(ctx context.Context, records ...Record) error {
	if len(records) == 0 {
		return nil
	}
	groups, err := c.split(records)
	if err != nil {
		return fmt.Errorf("producing: %w", err)
	}
	if len(groups) == 1 {
		if err := c.produceGroup(ctx, groups[0]); err != nil {
			return fmt.Errorf("producing: %w", err)
		}
		return nil
	}
	work, ctx := errgroup.WithContext(ctx)
	work.SetLimit(produceParallel)
	for _, g := range groups {
		work.Go(func() error { return c.produceGroup(ctx, g) })
	}
	if err := work.Wait(); err != nil {
		return fmt.Errorf("producing: %w", err)
	}
	return nil
}

// produceGroup is what one call writes to one partition.
type produceGroup struct {
	topic     string
	partition int
	chunks    [][]*Record
}

type partitionKey struct {
	topic     string
	partition int
}

// split groups records by partition, in the order of their first appearance, and cuts the groups into requests.
func (c *Client) split(records []Record) ([]*produceGroup, error) {
	var groups []*produceGroup
	index := make(map[partitionKey]*produceGroup, 8)
	sizes := make(map[partitionKey]int, 8)
	specs := make(map[string]topicSpec, 4)
	for i := range records {
		r := &records[i]
		spec, ok := specs[r.Topic]
		if !ok {
			var err error
			if spec, err = c.spec(r.Topic); err != nil {
				return nil, err
			}
			specs[r.Topic] = spec
		}
		size := recordSize(r)
		if size > MaxMessageBytes {
			return nil, fmt.Errorf("%w: %d bytes on %s, the limit is %d", ErrTooLarge, size, r.Topic, MaxMessageBytes)
		}
		key := partitionKey{topic: r.Topic, partition: c.route(r, spec)}
		g := index[key]
		if g == nil {
			g = &produceGroup{topic: c.topic(r.Topic), partition: key.partition}
			index[key] = g
			groups = append(groups, g)
		}
		if len(g.chunks) == 0 || sizes[key]+size > chunkBytes {
			g.chunks = append(g.chunks, nil)
			sizes[key] = 0
		}
		last := len(g.chunks) - 1
		g.chunks[last] = append(g.chunks[last], r)
		sizes[key] += size
	}
	return groups, nil
}

// route picks the partition: the record's own, else the thread's, else the key's.
func (c *Client) route(r *Record, spec topicSpec) int {
	n := c.partitionsOf(spec)
	switch {
	case r.ToPartition != nil:
		return *r.ToPartition
	case spec.byThread && r.Thread != "":
		return partitionOf(r.Thread, n)
	default:
		return partitionOf(r.Key, n)
	}
}

func recordSize(r *Record) int {
	size := recordOverhead + len(r.Key) + len(r.Value)
	for _, h := range r.Headers {
		size += headerOverhead + len(h.Key) + len(h.Value)
	}
	if r.Thread != "" {
		size += headerOverhead + len(HeaderThread) + len(r.Thread)
	}
	return size
}

// produceGroup writes the chunks of one partition, one after the other, so that they keep their order.
func (c *Client) produceGroup(ctx context.Context, g *produceGroup) error {
	for _, chunk := range g.chunks {
		what := fmt.Sprintf("writing to %s/%d", g.topic, g.partition)
		err := c.retry(ctx, what, func(ctx context.Context) error { return c.produceChunk(ctx, g, chunk) })
		if err != nil {
			return err
		}
	}
	return nil
}

// produceChunk sends one request. kafka-go's Writer is not used: it waits for its batch time-out at every call, and goes on trying after
// the caller has given up, when the partition may have another owner.
func (c *Client) produceChunk(ctx context.Context, g *produceGroup, chunk []*Record) error {
	res, err := c.admin.Produce(ctx, &kafka.ProduceRequest{
		Topic: g.topic, Partition: g.partition, RequiredAcks: kafka.RequireAll, Records: &chunkReader{records: chunk, now: time.Now()},
	})
	if err == nil {
		err = res.Error
	}
	switch {
	case err == nil:
		return nil
	case errors.Is(err, kafka.MessageSizeTooLarge), errors.Is(err, kafka.InvalidMessageSize):
		return fmt.Errorf("%w for topic %s: %w", ErrTooLarge, g.topic, err)
	default:
		c.kafkaLog.warnOnce("writing to kafka", zap.String("topic", g.topic), zap.Int("partition", g.partition), zap.Error(err))
		return err
	}
}

// chunkReader encodes records. Each try needs a new one: kafka-go reads keys and values to their end, and a second reading of the same
// kafka.Record would write empty ones.
type chunkReader struct {
	records    []*Record
	now        time.Time
	next       int
	record     kafka.Record
	key, value bytesReader
}

var _ kafka.RecordReader = (*chunkReader)(nil)

type bytesReader struct{ bytes.Reader }

// Close does nothing.
func (*bytesReader) Close() error { return nil }

// ReadRecord returns the next record, or io.EOF. It is valid until the next call.
func (c *chunkReader) ReadRecord() (*kafka.Record, error) {
	if c.next == len(c.records) {
		return nil, io.EOF
	}
	r := c.records[c.next]
	c.next++
	c.record = kafka.Record{Time: r.Time, Headers: wireHeaders(r)}
	if r.Time.IsZero() || r.Time.After(c.now) {
		c.record.Time = c.now
	}
	// A nil slice stays a nil interface, which is a null: a tombstone's value.
	if r.Key != nil {
		c.key.Reset(r.Key)
		c.record.Key = &c.key
	}
	if r.Value != nil {
		c.value.Reset(r.Value)
		c.record.Value = &c.value
	}
	return &c.record, nil
}

func wireHeaders(r *Record) []kafka.Header {
	_, has := HeaderValue(r.Headers, HeaderThread)
	thread := r.Thread != "" && !has
	if len(r.Headers) == 0 && !thread {
		return nil
	}
	out := make([]kafka.Header, 0, len(r.Headers)+1)
	for _, h := range r.Headers {
		out = append(out, kafka.Header{Key: h.Key, Value: h.Value})
	}
	if thread {
		out = append(out, kafka.Header{Key: HeaderThread, Value: []byte(r.Thread)})
	}
	return out
}
