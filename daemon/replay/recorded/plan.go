package recorded

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"firebreak/daemon/stream"
)

// Plan is a request in offsets: what is written after it was made changes nothing about it.
type Plan struct {
	// Begin is when the range begins, by arrival; zero where it holds nothing and is not bounded by a time.
	Begin time.Time
	// End is when it ends: the request's own time where it ends at the end of the topic; zero where only offsets say.
	End time.Time
	// Offsets is how many offsets there are to be read, the warm-up's included; not each has a record.
	Offsets int64
	// Notes say in words what of the request cannot be had.
	Notes []string

	spans []span
}

// span is what is read of one partition: [warm, to), of which what comes before from is the warm-up.
type span struct {
	topic          string
	partition      int
	warm, from, to int64
}

// planner makes a plan.
type planner struct {
	src  Source
	req  *Request
	plan *Plan
	// trimmed and short name the partitions that begin too late for the range, and for its warm-up.
	trimmed, short []string
}

// Make plans a request: it looks up offsets, and reads single records for their times. A request that cannot be is an ErrRequest.
func Make(ctx context.Context, src Source, req *Request) (*Plan, error) {
	p := &planner{src: src, req: req, plan: &Plan{}}
	if err := p.make(ctx); err != nil {
		return nil, fmt.Errorf("planning the range: %w", err)
	}
	return p.plan, nil
}

func (p *planner) make(ctx context.Context) error {
	for _, topic := range []string{stream.TopicMentions, stream.TopicActions} {
		ok, err := p.src.Exists(ctx, topic)
		if err != nil {
			return err
		}
		if !ok {
			return fmt.Errorf("%w: %s", ErrNoTopic, topic)
		}
	}
	mentions, err := p.src.Offsets(ctx, stream.TopicMentions)
	if err != nil {
		return err
	}
	actions, err := p.src.Offsets(ctx, stream.TopicActions)
	if err != nil {
		return err
	}
	parts, err := p.req.parts(len(mentions))
	if err != nil {
		return err
	}
	spans := make([]span, len(parts))
	for i, part := range parts {
		if spans[i], err = p.rangeOf(ctx, mentions[part.Partition], part); err != nil {
			return err
		}
	}
	if err := p.begin(ctx, parts, spans); err != nil {
		return err
	}
	for i, part := range parts {
		if err := p.warm(ctx, mentions[part.Partition], &spans[i]); err != nil {
			return err
		}
		p.plan.spans = append(p.plan.spans, spans[i])
		if part.Partition < len(actions) {
			acted, err := p.actions(ctx, actions[part.Partition], part, &spans[i], mentions[part.Partition].Last)
			if err != nil {
				return err
			}
			p.plan.spans = append(p.plan.spans, acted)
		}
	}
	for _, s := range p.plan.spans {
		p.plan.Offsets += s.to - s.warm
	}
	p.end(parts)
	p.notes(len(parts), len(mentions))
	return nil
}

// rangeOf are the offsets of a part.
func (p *planner) rangeOf(ctx context.Context, kept stream.PartitionOffsets, part Part) (span, error) {
	s := span{topic: stream.TopicMentions, partition: part.Partition, from: kept.First, to: kept.Last}
	place := func(b Bound, none int64) (int64, error) {
		switch b.kind {
		case byTime:
			at, err := p.src.OffsetAt(ctx, s.topic, s.partition, b.at)
			return min(at, kept.Last), err
		case byOffset:
			return min(b.offset, kept.Last), nil
		case unbounded:
		}
		return none, nil
	}
	from, err := place(part.From, kept.First)
	if err != nil {
		return s, err
	}
	to, err := place(part.To, kept.Last)
	if err != nil {
		return s, err
	}
	s.from = max(from, kept.First)
	s.to = max(to, s.from)
	if kept.First == 0 {
		return s, nil
	}
	// Something was trimmed: was it asked for?
	if part.From.kind == byOffset && part.From.offset < kept.First {
		p.trimmed = append(p.trimmed, fmt.Sprintf("%d at offset %d", s.partition, kept.First))
	}
	if part.From.kind == byTime {
		first, err := p.timeAt(ctx, s.topic, s.partition, kept.First, kept.Last)
		if err != nil {
			return s, err
		}
		if first.After(part.From.at) {
			p.trimmed = append(p.trimmed, fmt.Sprintf("%d at %s", s.partition, stamp(first)))
		}
	}
	return s, nil
}

// timeAt is when the first record of [from, to) arrived; zero where there is none.
func (p *planner) timeAt(ctx context.Context, topic string, partition int, from, to int64) (time.Time, error) {
	var at time.Time
	if from >= to {
		return at, nil
	}
	err := p.src.ReadPartition(ctx, topic, partition, from, to, func(r stream.Record) error {
		at = r.Time
		return stream.ErrStop
	})
	return at, err
}

// begin finds when the range begins: at the time that is named, else at the first record of any partition.
func (p *planner) begin(ctx context.Context, parts []Part, spans []span) error {
	for i, part := range parts {
		at := part.From.at
		if part.From.kind != byTime {
			var err error
			if at, err = p.timeAt(ctx, spans[i].topic, spans[i].partition, spans[i].from, spans[i].to); err != nil {
				return err
			}
		}
		if !at.IsZero() && (p.plan.Begin.IsZero() || at.Before(p.plan.Begin)) {
			p.plan.Begin = at
		}
	}
	return nil
}

// warm finds where the warm-up of a partition begins.
func (p *planner) warm(ctx context.Context, kept stream.PartitionOffsets, s *span) error {
	s.warm = s.from
	if p.req.WarmUp <= 0 || p.plan.Begin.IsZero() || s.from <= kept.First {
		return nil
	}
	since := p.plan.Begin.Add(-p.req.WarmUp)
	at, err := p.src.OffsetAt(ctx, s.topic, s.partition, since)
	if err != nil {
		return err
	}
	s.warm = min(max(at, kept.First), s.from)
	if kept.First == 0 {
		return nil
	}
	first, err := p.timeAt(ctx, s.topic, s.partition, kept.First, kept.Last)
	if err == nil && first.After(since) {
		p.short = append(p.short, fmt.Sprintf("%d at %s", s.partition, stamp(first)))
	}
	return err
}

// actions are the offsets of the actions that arrived while the mentions of a partition did, last being the end of those mentions.
func (p *planner) actions(ctx context.Context, kept stream.PartitionOffsets, part Part, mentions *span, last int64) (span, error) {
	s := span{topic: stream.TopicActions, partition: part.Partition, warm: kept.First, from: kept.First, to: kept.Last}
	at := func(t time.Time) (int64, error) {
		offset, err := p.src.OffsetAt(ctx, s.topic, s.partition, t)
		return min(max(offset, kept.First), kept.Last), err
	}
	var err error
	switch begin := p.plan.Begin; {
	case part.From.IsZero():
	case begin.IsZero():
		// The range is empty.
		s.to = s.from
		return s, nil
	default:
		if s.from, err = at(begin); err != nil {
			return s, err
		}
		if s.warm, err = at(begin.Add(-max(p.req.WarmUp, 0))); err != nil {
			return s, err
		}
	}
	end := part.To.at
	if part.To.kind == byOffset {
		if end, err = p.timeAt(ctx, mentions.topic, mentions.partition, mentions.to, last); err != nil {
			return s, err
		}
	}
	if !end.IsZero() {
		if s.to, err = at(end); err != nil {
			return s, err
		}
	}
	s.from = min(s.from, s.to)
	s.warm = min(s.warm, s.from)
	return s, nil
}

// end finds when the range ends.
func (p *planner) end(parts []Part) {
	for _, part := range parts {
		at := p.req.Now
		switch part.To.kind {
		case byTime:
			if part.To.at.Before(at) {
				at = part.To.at
			}
		case byOffset:
			at = time.Time{}
		case unbounded:
		}
		if at.After(p.plan.End) {
			p.plan.End = at
		}
	}
}

func (p *planner) notes(parts, partitions int) {
	note := func(format string, args ...any) { p.plan.Notes = append(p.plan.Notes, fmt.Sprintf(format, args...)) }
	if len(p.trimmed) > 0 {
		note("the range begins before what is kept: retention has trimmed the beginning; what is left begins on partition %s", list(p.trimmed))
	}
	if len(p.short) > 0 {
		note("the warm-up is shorter than asked for: what is kept begins on partition %s", list(p.short))
	}
	if parts < partitions {
		note("%d of %d partitions are read: crises, which many conversations make together, are not what they were", parts, partitions)
	}
	if !slices.ContainsFunc(p.plan.spans, func(s span) bool { return s.topic == stream.TopicMentions && s.from < s.to }) {
		note("no mention lies in the range")
	}
}

// shownPartitions is how many partitions a note names.
const shownPartitions = 8

func list(names []string) string {
	hidden := len(names) - shownPartitions
	if hidden <= 0 {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:shownPartitions], ", "), hidden)
}

// compare orders what arrived at the same time: posts before what people did about them, then by partition.
func compare(a, b *item) int {
	return cmp.Or(a.at.Compare(b.at), cmp.Compare(rank(a.span.topic), rank(b.span.topic)), cmp.Compare(a.span.partition, b.span.partition))
}

func rank(topic string) int {
	if topic == stream.TopicMentions {
		return 0
	}
	return 1
}
