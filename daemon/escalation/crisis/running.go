package crisis

import (
	"cmp"
	"slices"
	"time"
)

const (
	// maxThreads, maxTopics and maxAuthors bound what a crisis lists or tells apart.
	maxThreads = 256
	maxTopics  = 64
	maxAuthors = 16384
)

// running is an open crisis.
type running struct {
	// record has what does not follow from the rest: authors and topics are filled in when it is shown.
	record  Crisis
	authors map[uint64]struct{}
	topics  map[label]int
	// began is the minute of record.BeganAt.
	began int64
	// told is what people see: authors at the last change, and whether this minute told them.
	told  int
	fresh bool
	// judged is how many mentions there were when topic and nature were last decided.
	judged int
	// quiet is for how many minutes each half hour was low.
	quiet int
}

// label is what a post is about.
type label struct{ kind, topic string }

// add counts a post.
func (r *running) add(p *post, minute int64) {
	r.record.Mentions++
	if len(r.authors) < maxAuthors {
		r.authors[p.Author] = struct{}{}
	}
	l := label{p.Kind, p.Topic}
	if _, known := r.topics[l]; known || len(r.topics) < maxTopics {
		r.topics[l]++
	}
	if at := timeOf(minute); at.After(r.record.LastAt) {
		r.record.LastAt = at
	}
	if p.Thread == "" || len(r.record.Threads) >= maxThreads {
		return
	}
	if i, listed := slices.BinarySearch(r.record.Threads, p.Thread); !listed {
		r.record.Threads = slices.Insert(r.record.Threads, i, p.Thread)
	}
}

// list is the topics, the most frequent first and the gravest of equals.
func (r *running) list() []Topic {
	out := make([]Topic, 0, len(r.topics))
	for l, n := range r.topics {
		out = append(out, Topic{Kind: l.kind, Topic: l.topic, Mentions: n})
	}
	slices.SortFunc(out, func(a, b Topic) int {
		return cmp.Or(b.Mentions-a.Mentions, gravity(a.Topic)-gravity(b.Topic), cmp.Compare(a.Topic, b.Topic), cmp.Compare(a.Kind, b.Kind))
	})
	return out
}

// judge decides topic and nature anew and reports whether either changed.
func (r *running) judge() bool {
	r.judged = r.record.Mentions
	topics := r.list()
	topic, nature := leading(topics), natureOf(r.record.Family, topics)
	changed := topic != r.record.Topic || nature != r.record.Nature
	r.record.Topic, r.record.Nature = topic, nature
	return changed
}

// settle is called at the end of each minute: it reports whether people would see something changed since they were last told. The minute of
// a telling judges once more; later ones when a quarter more was said, so that equals do not flap.
func (r *running) settle() bool {
	changed := false
	if r.fresh || 4*r.record.Mentions >= 5*r.judged {
		changed = r.judge()
	}
	if len(r.authors) >= 2*r.told {
		changed = true
		r.told = len(r.authors)
	}
	if r.fresh {
		r.told, r.fresh = len(r.authors), false
	}
	return changed
}

// show is the crisis as others may keep it.
func (r *running) show() Crisis {
	out := r.record
	out.Authors = len(r.authors)
	out.Topics = r.list()
	out.Threads = slices.Clone(r.record.Threads)
	return out
}

// timeOf is the beginning of a minute.
func timeOf(minute int64) time.Time { return time.Unix(minute*60, 0).UTC() }
