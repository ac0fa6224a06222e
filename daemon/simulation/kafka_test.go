package simulation_test

import (
	"cmp"
	"hash/fnv"
	"slices"
	"time"

	"firebreak/daemon/stream"
)

// place is one partition of one topic.
type place struct {
	topic     string
	partition int
}

// entry is a record in the log, with what the checks want to know of its writer.
type entry struct {
	stream.Record
	at time.Time
	by *run
	// from is what the state in a thread record was made from.
	from *ref
}

// partition is a log. Compaction leaves gaps.
type partition struct {
	entries []*entry
	next    int64
}

// kafka is a broker in memory. It fences nobody who produces.
type kafka struct {
	partitions int
	logs       map[place]*partition
}

func newKafka(partitions int) *kafka {
	return &kafka{partitions: partitions, logs: map[place]*partition{}}
}

func (k *kafka) log(p place) *partition {
	l := k.logs[p]
	if l == nil {
		l = &partition{}
		k.logs[p] = l
	}
	return l
}

// many says that a topic has the configured partition count, else it has one.
func many(topic string) bool {
	switch topic {
	case stream.TopicMentions, stream.TopicFindings, stream.TopicThreads, stream.TopicActions:
		return true
	default:
		return false
	}
}

// route picks a record's partition as the client does: FNV-1a of the thread, or of the key.
func (k *kafka) route(r *stream.Record) place {
	p := place{topic: r.Topic}
	switch {
	case !many(r.Topic):
	case r.ToPartition != nil:
		p.partition = *r.ToPartition
	case r.Thread != "":
		p.partition = k.hash(r.Thread)
	default:
		p.partition = k.hash(string(r.Key))
	}
	return p
}

func (k *kafka) hash(s string) int {
	h := fnv.New32a()
	_, _ = h.Write([]byte(s))
	return int(h.Sum32() % uint32(k.partitions))
}

func (k *kafka) append(r stream.Record, at time.Time) *entry {
	p := k.route(&r)
	l := k.log(p)
	r.Partition, r.Offset, r.Time = p.partition, l.next, at
	r.Value, r.ToPartition = slices.Clone(r.Value), nil
	l.next++
	e := &entry{Record: r, at: at}
	l.entries = append(l.entries, e)
	return e
}

// from are the entries from an offset on.
func (l *partition) from(offset int64) []*entry {
	i, _ := slices.BinarySearchFunc(l.entries, offset, func(e *entry, o int64) int { return cmp.Compare(e.Offset, o) })
	return l.entries[i:]
}

// end is the offset behind the last record that is still there.
func (l *partition) end() int64 {
	if len(l.entries) == 0 {
		return 0
	}
	return l.entries[len(l.entries)-1].Offset + 1
}

// clean is one pass of the log cleaner over what is older than a time: of every key the last record stays, and a tombstone stays for keep
// after it was written. It returns how many records went. Keys that spare names are left alone.
func (l *partition) clean(before time.Time, keep time.Duration, spare map[string]bool) int {
	last := map[string]int64{}
	for _, e := range l.entries {
		if e.at.After(before) {
			break
		}
		last[string(e.Key)] = e.Offset
	}
	was := len(l.entries)
	l.entries = slices.DeleteFunc(l.entries, func(e *entry) bool {
		if e.at.After(before) || spare[string(e.Key)] {
			return false
		}
		return last[string(e.Key)] != e.Offset || e.Value == nil && before.Sub(e.at) > keep
	})
	return was - len(l.entries)
}

// haunted are the keys whose last record was written by an older owner than one before it.
func (l *partition) haunted() map[string]bool {
	newest := map[string]int32{}
	out := map[string]bool{}
	for _, e := range l.entries {
		key := string(e.Key)
		out[key] = e.by.generation < newest[key]
		newest[key] = max(newest[key], e.by.generation)
	}
	return out
}

// places are those of a topic that hold anything, in order.
func (k *kafka) places(topic string) []place {
	n := 1
	if many(topic) {
		n = k.partitions
	}
	out := make([]place, n)
	for i := range out {
		out[i] = place{topic: topic, partition: i}
	}
	return out
}
