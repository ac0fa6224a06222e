package duty

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"firebreak/daemon/escalation"
	"firebreak/daemon/score"
	"firebreak/daemon/stream"
	"firebreak/detectors"
)

// Source is what Gather needs of Kafka; *stream.Client is one.
type Source interface {
	Reader
	// PartitionFor is the partition number of a thread.
	PartitionFor(thread string) int
}

// Input is a mention or an action on the way to an incident: one of the two is set.
type Input struct {
	// Arrived is when it was written to its topic, Offset where; -1 for what the topic does not hold.
	Arrived time.Time
	Offset  int64
	// QueryHash names the query and masking configuration that let a mention in; empty where the record does not say.
	QueryHash string
	Mention   *detectors.Mention
	Action    *escalation.Action
}

// Erasure is an input that the incident was decided from and that is not on the topic any more.
type Erasure struct {
	// ID is the mention's.
	ID string
	// Why says what became of it.
	Why string
}

// Material is everything that an incident of a thread was decided from, as far as it is still there.
type Material struct {
	Entry *Entry
	// Partition is where its mentions, actions and thread stand.
	Partition int
	// Thread is the thread's record, nil where it was forgotten.
	Thread *score.Record
	// Inputs are the mentions of the thread and the actions on the incident, in order of arrival.
	Inputs []Input
	Erased []Erasure
	// Waiting is the number of records that were not applied yet when the incident was written: they are none of the inputs.
	Waiting int
	// Bad names records that could not be read.
	Bad []string
}

// Mentions and Actions count the inputs.
func (m *Material) count() (mentions, actions int) {
	for i := range m.Inputs {
		if m.Inputs[i].Mention != nil {
			mentions++
		}
	}
	return mentions, len(m.Inputs) - mentions
}

// Mentions is the number of mentions among the inputs.
func (m *Material) Mentions() int { n, _ := m.count(); return n }

// Actions is the number of actions among the inputs.
func (m *Material) Actions() int { _, n := m.count(); return n }

// Gather reads what an incident of a thread was decided from. For an incident of a crisis or an account it is an error.
func Gather(ctx context.Context, b Source, e *Entry) (*Material, error) {
	key, ok := score.ThreadKey(e.Incident.ID)
	if !ok {
		return nil, fmt.Errorf("gathering the inputs of %q: it is no thread's incident", e.Incident.ID)
	}
	m := &Material{Entry: e, Partition: e.owner(b.PartitionFor)}
	if err := m.readThread(ctx, b, key); err != nil {
		return nil, fmt.Errorf("reading the thread: %w", err)
	}
	mentions, err := m.readMentions(ctx, b, key)
	if err != nil {
		return nil, fmt.Errorf("reading the mentions: %w", err)
	}
	actions, err := m.readActions(ctx, b)
	if err != nil {
		return nil, fmt.Errorf("reading the actions: %w", err)
	}
	m.Inputs = merge(m.applied(stream.TopicMentions, mentions), m.applied(stream.TopicActions, actions))
	return m, nil
}

// applied leaves out what the thread's record does not count as applied: the daemon has not come to it.
func (m *Material) applied(topic string, inputs []Input) []Input {
	if m.Thread == nil || m.Thread.Applied == nil {
		return inputs
	}
	last, ok := m.Thread.Applied[topic]
	if !ok {
		last = -1
	}
	kept := inputs[:0]
	for _, in := range inputs {
		if in.Offset > last {
			m.Waiting++
			continue
		}
		kept = append(kept, in)
	}
	return kept
}

func (m *Material) readThread(ctx context.Context, b Reader, key string) error {
	return b.ReadPartition(ctx, stream.TopicThreads, m.Partition, -1, -1, func(r stream.Record) error {
		if string(r.Key) != key {
			return nil
		}
		m.Thread = nil
		if r.Value == nil {
			return nil
		}
		var rec score.Record
		if err := json.Unmarshal(r.Value, &rec); err != nil || rec.Thread == nil {
			m.bad(&r, "it holds no thread")
			return nil //nolint:nilerr // Named among the bad ones.
		}
		m.Thread = &rec
		return nil
	})
}

// expected are the ids of the posts that the thread and its incident name, in a stable order.
func (m *Material) expected() []string {
	var out []string
	add := func(id string) {
		if id != "" && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	if m.Thread != nil {
		add(m.Thread.Thread.Root.ID)
		for i := range m.Thread.Thread.Posts {
			add(m.Thread.Thread.Posts[i].ID)
		}
	}
	inc := &m.Entry.Incident
	for i := range inc.Posts {
		add(inc.Posts[i].ID)
	}
	for i := range inc.Tells {
		add(inc.Tells[i].MentionID)
	}
	return out
}

// readMentions reads the mentions of the thread, of every brand: the brand that began the conversation has the thread's own key.
func (m *Material) readMentions(ctx context.Context, b Reader, key string) ([]Input, error) {
	thread := key
	if brand := "#" + m.Entry.Incident.Brand; m.Entry.Incident.Brand != "" {
		thread = strings.TrimSuffix(key, brand)
	}
	// The incident's brand is that of the expected posts, and part of the record's key.
	prefix := m.Entry.Incident.Brand + "|"
	var out []Input
	keys := []string{}
	known, changed, tombs := map[string]bool{}, map[string]string{}, map[string]bool{}
	err := b.ReadPartition(ctx, stream.TopicMentions, m.Partition, -1, -1, func(r stream.Record) error {
		if r.Value == nil {
			if at := string(r.Key); strings.HasPrefix(at, prefix) {
				tombs[at] = true
			}
			return nil
		}
		if r.Thread != thread && r.Thread != key {
			return nil
		}
		delete(tombs, string(r.Key))
		mention, _, err := detectors.DecodeMention(r.Value)
		if err != nil {
			m.bad(&r, err.Error())
			return nil
		}
		hash, _ := stream.HeaderValue(r.Headers, stream.HeaderQueryHash)
		out = append(out, Input{Arrived: r.Time, Offset: r.Offset, QueryHash: string(hash), Mention: &mention})
		keys = append(keys, string(r.Key))
		if mention.Brand == m.Entry.Incident.Brand {
			known[mention.ID] = true
			switch mention.Kind {
			case detectors.KindEdit:
				changed[mention.InReplyTo] = "replaced by its edit"
			case detectors.KindDelete:
				changed[mention.InReplyTo] = "deleted by its author"
			case detectors.KindPost, detectors.KindRepost, detectors.KindEngagement:
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	// What has a tombstone is to be erased, whether compaction has come to it or not.
	kept := out[:0]
	for i := range out {
		if tombs[keys[i]] {
			delete(known, out[i].Mention.ID)
			continue
		}
		kept = append(kept, out[i])
	}
	for _, id := range m.expected() {
		switch {
		case known[id]:
		case tombs[prefix+id]:
			m.Erased = append(m.Erased, Erasure{ID: id, Why: "a tombstone stands in its place"})
		case changed[id] != "":
			m.Erased = append(m.Erased, Erasure{ID: id, Why: changed[id]})
		default:
			m.Erased = append(m.Erased, Erasure{ID: id, Why: "it is not on the topic any more"})
		}
	}
	return kept, nil
}

// readActions reads the actions on the incident, and takes from its history those that the topic does not hold any more.
func (m *Material) readActions(ctx context.Context, b Reader) ([]Input, error) {
	inc := &m.Entry.Incident
	var found []escalation.Action
	var out []Input
	err := b.ReadPartition(ctx, stream.TopicActions, m.Partition, -1, -1, func(r stream.Record) error {
		if string(r.Key) != inc.ID || r.Value == nil {
			return nil
		}
		var a escalation.Action
		if err := json.Unmarshal(r.Value, &a); err != nil || a.Incident != inc.ID {
			m.bad(&r, "it holds no action")
			return nil //nolint:nilerr // Named among the bad ones.
		}
		found, out = append(found, a), append(out, Input{Arrived: r.Time, Offset: r.Offset, Action: &a})
		return nil
	})
	if err != nil {
		return nil, err
	}
	var old []Input
	for i, d := range inc.History {
		a := escalation.Action{
			ID: fmt.Sprintf("history/%d", i), Incident: inc.ID, Kind: d.Kind, By: d.By, Via: d.Via, At: d.At, Text: d.Text,
		}
		if !slices.ContainsFunc(found, func(f escalation.Action) bool { return f.Kind == d.Kind && f.By == d.By && f.At.Equal(d.At) }) {
			old = append(old, Input{Arrived: d.At, Offset: -1, Action: &a})
		}
	}
	return merge(old, out), nil
}

func (m *Material) bad(r *stream.Record, why string) {
	m.Bad = append(m.Bad, fmt.Sprintf("%s/%d offset %d: %s", r.Topic, r.Partition, r.Offset, why))
}

// merge joins two sequences by time of arrival. Each keeps its own order; of equals the first one's come first.
func merge(a, b []Input) []Input {
	out := make([]Input, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if b[0].Arrived.Before(a[0].Arrived) {
			out, b = append(out, b[0]), b[1:]
		} else {
			out, a = append(out, a[0]), a[1:]
		}
	}
	return append(append(out, a...), b...)
}
