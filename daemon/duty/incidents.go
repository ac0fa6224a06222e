// Package duty is what people on duty ask of the topics, and what they do to incidents: the list of incidents, actions, and why an incident
// was decided. It writes nothing but actions.
package duty

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"firebreak/daemon/escalation"
	"firebreak/daemon/score"
	"firebreak/daemon/stream"
)

// Reader reads a partition of a topic; *stream.Client is one.
type Reader interface {
	// ReadPartition calls fn for every record of [from, to), in order; from and to below 0 are the beginning and the present end.
	ReadPartition(ctx context.Context, topic string, partition int, from, to int64, fn func(stream.Record) error) error
}

// headerPartition is the header with the number of the partition whose owner wrote an incident, as the score stage sets it.
const headerPartition = "partition"

// Entry is the latest record of an incident.
type Entry struct {
	Incident escalation.Incident
	// Raw is the record's value as it stands on the topic.
	Raw json.RawMessage
	// Partition is the number of the partition whose owner wrote it, and that actions on it go to; -1 where the record does not say.
	Partition int
}

// List is what the topic "incidents" holds.
type List struct {
	// Entries are the incidents, the most urgent first: those that are resolved last, then by level, priority, age and id.
	Entries []Entry
	// End is the offset behind the last record that was read.
	End int64
	// Bad names records that are no incidents, by offset, with the reason.
	Bad []string
}

// Read reads the topic "incidents" to its present end and keeps the latest record of each key.
func Read(ctx context.Context, r Reader) (*List, error) {
	out := &List{}
	latest := map[string]Entry{}
	err := r.ReadPartition(ctx, stream.TopicIncidents, 0, -1, -1, func(rec stream.Record) error {
		out.End = rec.Offset + 1
		key := string(rec.Key)
		if rec.Value == nil {
			delete(latest, key)
			return nil
		}
		e, err := entryOf(&rec)
		if err != nil {
			out.Bad = append(out.Bad, fmt.Sprintf("%s offset %d: %v", stream.TopicIncidents, rec.Offset, err))
			return nil
		}
		latest[key] = e
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("reading the incidents: %w", err)
	}
	for _, e := range latest {
		out.Entries = append(out.Entries, e)
	}
	slices.SortFunc(out.Entries, urgency)
	return out, nil
}

// entryOf decodes a record of the topic "incidents". Its value must have the id that its key says.
func entryOf(rec *stream.Record) (Entry, error) {
	e := Entry{Raw: bytes.Clone(rec.Value), Partition: -1}
	if err := json.Unmarshal(rec.Value, &e.Incident); err != nil {
		return e, fmt.Errorf("decoding an incident: %w", err)
	}
	if e.Incident.ID == "" || e.Incident.ID != string(rec.Key) {
		return e, fmt.Errorf("decoding an incident: the key is %q and the id %q", rec.Key, e.Incident.ID)
	}
	if v, ok := stream.HeaderValue(rec.Headers, headerPartition); ok {
		if n, err := strconv.Atoi(string(v)); err == nil && n >= 0 {
			e.Partition = n
		}
	}
	return e, nil
}

// urgency orders entries, the most urgent first. It is a total order: ids differ.
func urgency(a, b Entry) int {
	x, y := &a.Incident, &b.Incident
	return cmp.Or(
		cmp.Compare(over(x), over(y)), cmp.Compare(y.Level.Rank(), x.Level.Rank()), cmp.Compare(y.Priority, x.Priority),
		x.OpenedAt.Compare(y.OpenedAt), cmp.Compare(x.ID, y.ID),
	)
}

func over(inc *escalation.Incident) int {
	if inc.Status == escalation.StatusResolved {
		return 1
	}
	return 0
}

// Find returns the incident with an id, or nil. The entry is the list's own.
func (l *List) Find(id string) *Entry {
	for i := range l.Entries {
		if l.Entries[i].Incident.ID == id {
			return &l.Entries[i]
		}
	}
	return nil
}

// Like returns the ids that hold a text, most urgent first, at most n: what somebody may have meant.
func (l *List) Like(text string, n int) []string {
	var out []string
	for i := range l.Entries {
		if id := l.Entries[i].Incident.ID; text != "" && len(out) < n && strings.Contains(id, text) {
			out = append(out, id)
		}
	}
	return out
}

// Overdue names the clocks of an incident that ran out, in their order, each name once: those that say so, and those that are due at now
// although nobody has noticed, because the daemon stands still.
func Overdue(inc *escalation.Incident, now time.Time) []string {
	var out []string
	for _, k := range inc.Clocks {
		waits := k.State == "running" || k.State == "warned"
		if (k.State == "overdue" || waits && k.Due.Before(now)) && !slices.Contains(out, k.Name) {
			out = append(out, k.Name)
		}
	}
	return out
}

// owner is the partition of the topics mentions, threads and actions that an incident's thread belongs to.
func (e *Entry) owner(partitionFor func(thread string) int) int {
	if e.Partition >= 0 {
		return e.Partition
	}
	key, ok := score.ThreadKey(e.Incident.ID)
	if !ok {
		return 0
	}
	return partitionFor(key)
}
