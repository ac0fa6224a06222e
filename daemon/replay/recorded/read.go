package recorded

import (
	"cmp"
	"container/heap"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"firebreak/daemon/escalation"
	"firebreak/daemon/replay"
	"firebreak/daemon/score"
	"firebreak/daemon/stream"
	"firebreak/detectors"
)

// ahead is how many records of a partition are decoded before they are needed.
const ahead = 256

// late is how much later than its own time a post may arrive before that is counted: clocks may have run out meanwhile.
const late = 10 * time.Minute

// Options say how to read.
type Options struct {
	// Bad, where set, takes each record that cannot be read, with its place, such as "mentions/3@1207", and the reason.
	Bad func(place, reason string)
	// Progress, where set, is called after each record with the number of offsets that are behind, and when the record arrived.
	Progress func(done int64, at time.Time)
}

// Tally sums up what was read of a range.
type Tally struct {
	// Records were read of the range and its warm-up together; Bad of them could not be decoded.
	Records, Bad int
	// Erased records are tombstones: the post that stood there was to be forgotten.
	Erased int
	// Gone are offsets of mentions in the range that hold no record any more: compaction took what was edited, deleted or erased. The markers
	// behind deletions are among them.
	Gone int64
	// Late mentions of the range arrived more than ten minutes after they were written.
	Late int
	// Hashes counts the mentions of the range by the hash of the query and masking configuration that let them in; "" is unknown.
	Hashes map[string]int
}

// Foreign is how many mentions of the range were let in under another query and masking configuration than the one of a hash. Those that do
// not say count as foreign.
func (t *Tally) Foreign(hash string) int {
	n := 0
	for h, count := range t.Hashes {
		if h != hash {
			n += count
		}
	}
	return n
}

// shownHashes is how many hashes Others names.
const shownHashes = 3

// Others names the hashes of the mentions that Foreign counts, the most frequent first.
func (t *Tally) Others(hash string) string {
	var names []string
	for _, h := range slices.Sorted(maps.Keys(t.Hashes)) {
		if h != hash {
			names = append(names, h)
		}
	}
	slices.SortStableFunc(names, func(a, b string) int { return cmp.Compare(t.Hashes[b], t.Hashes[a]) })
	shown := names[:min(len(names), shownHashes)]
	for i, h := range shown {
		shown[i] = fmt.Sprintf("%s of %d", cmp.Or(h, "unknown"), t.Hashes[h])
	}
	if hidden := len(names) - len(shown); hidden > 0 {
		return fmt.Sprintf("%s and %d more", strings.Join(shown, ", "), hidden)
	}
	return strings.Join(shown, ", ")
}

// item is a record on its way.
type item struct {
	span   *span
	offset int64
	at     time.Time
	event  replay.Event
	bad    string
	hash   string
	erased bool
	// from is where the next item of the span comes from.
	from <-chan item
}

// Read calls fn with every event of the plan, in the order of arrival; within a partition that is the order of offsets. It ends with fn's error,
// and with ctx; the tally is then of what was read so far.
func (p *Plan) Read(ctx context.Context, src Source, opts Options, fn func(replay.Event) error) (Tally, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	g, ctx := errgroup.WithContext(ctx)
	var streams []chan item
	for i := range p.spans {
		s := &p.spans[i]
		if s.warm >= s.to {
			continue
		}
		out := make(chan item, ahead)
		streams = append(streams, out)
		g.Go(func() error {
			defer close(out)
			return src.ReadPartition(ctx, s.topic, s.partition, s.warm, s.to, func(r stream.Record) error {
				select {
				case out <- decode(s, &r):
					return nil
				case <-ctx.Done():
					return context.Cause(ctx)
				}
			})
		})
	}
	tally := Tally{Hashes: map[string]int{}}
	err := p.merge(ctx, streams, opts, &tally, fn)
	cancel()
	// A failed reader ends the others, and the merge, by the context: its own error says why.
	if readErr := g.Wait(); readErr != nil && (err == nil || errors.Is(err, context.Canceled)) {
		err = readErr
	}
	if err != nil {
		return tally, fmt.Errorf("reading the range: %w", err)
	}
	return tally, nil
}

// merge takes the earliest of all streams until they end.
func (p *Plan) merge(ctx context.Context, streams []chan item, opts Options, tally *Tally, fn func(replay.Event) error) error {
	next := make(queue, 0, len(streams))
	for _, s := range streams {
		if it, ok := <-s; ok {
			it.from = s
			next = append(next, it)
		}
	}
	heap.Init(&next)
	done := map[*span]int64{}
	for i := range p.spans {
		done[&p.spans[i]] = p.spans[i].warm
	}
	behind := int64(0)
	for len(next) > 0 {
		if err := ctx.Err(); err != nil {
			return context.Cause(ctx)
		}
		it := next[0]
		tally.count(&it, opts.Bad)
		if it.event.Mention != nil || it.event.Action != nil {
			if err := fn(it.event); err != nil {
				return err
			}
		}
		tally.gap(it.span, done[it.span], it.offset)
		behind += it.offset + 1 - done[it.span]
		done[it.span] = it.offset + 1
		if opts.Progress != nil {
			opts.Progress(behind, it.at)
		}
		if again, ok := <-it.from; ok {
			again.from = it.from
			next[0] = again
			heap.Fix(&next, 0)
		} else {
			heap.Pop(&next)
		}
	}
	// A reader that failed has closed its stream early.
	if err := ctx.Err(); err != nil {
		return err
	}
	for i := range p.spans {
		s := &p.spans[i]
		tally.gap(s, done[s], s.to)
	}
	return nil
}

// gap counts the offsets of mentions in [from, to), which have no record, as far as they lie in the range.
func (t *Tally) gap(s *span, from, to int64) {
	if s.topic == stream.TopicMentions {
		t.Gone += max(0, to-max(from, s.from))
	}
}

// count sums a record up.
func (t *Tally) count(it *item, bad func(place, reason string)) {
	t.Records++
	switch {
	case it.bad != "":
		t.Bad++
		if bad != nil {
			bad(fmt.Sprintf("%s/%d@%d", it.span.topic, it.span.partition, it.offset), it.bad)
		}
	case it.erased:
		t.Erased++
	case it.event.Mention != nil && !it.event.WarmUp:
		t.Hashes[it.hash]++
		if it.at.Sub(it.event.Mention.CreatedAt) > late {
			t.Late++
		}
	}
}

// decode makes an event of a record, as the score stage reads it.
func decode(s *span, r *stream.Record) item {
	it := item{span: s, offset: r.Offset, at: r.Time}
	it.event = replay.Event{Arrived: r.Time, WarmUp: r.Offset < s.from}
	switch {
	case r.Value == nil:
		it.erased = s.topic == stream.TopicMentions
	case s.topic == stream.TopicActions:
		var a escalation.Action
		if err := json.Unmarshal(r.Value, &a); err != nil {
			it.bad = fmt.Sprintf("it holds no action: %v", err)
		} else if a.ID == "" || a.Incident == "" || a.Kind == "" {
			it.bad = "it holds no action: id, incident and kind are required"
		} else if _, thread := score.ThreadKey(a.Incident); thread || a.Via != viaDaemon {
			it.event.Action = &a
		}
	default:
		m, _, err := detectors.DecodeMention(r.Value)
		switch {
		case err != nil:
			it.bad = err.Error()
		case m.ThreadID == "" || m.Brand == "":
			it.bad = "thread_id and brand are required on the topic"
		default:
			it.event.Mention = &m
			hash, _ := stream.HeaderValue(r.Headers, stream.HeaderQueryHash)
			it.hash = string(hash)
		}
	}
	return it
}

// viaDaemon marks the daemon's own actions. Those on crises are left out: a replay does them itself. Those on threads have an id by which the
// thread knows them, whoever comes first.
const viaDaemon = "daemon"

// queue is a heap of the next item of each stream.
type queue []item

func (q queue) Len() int           { return len(q) }
func (q queue) Less(i, j int) bool { return compare(&q[i], &q[j]) < 0 }
func (q queue) Swap(i, j int)      { q[i], q[j] = q[j], q[i] }

func (q *queue) Push(x any) {
	if it, ok := x.(item); ok {
		*q = append(*q, it)
	}
}

func (q *queue) Pop() any {
	old := *q
	last := old[len(old)-1]
	*q = old[:len(old)-1]
	return last
}
