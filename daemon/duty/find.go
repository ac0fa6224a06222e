package duty

import (
	"context"
	"fmt"
	"strings"

	"firebreak/daemon/escalation"
	"firebreak/daemon/stream"
	"firebreak/daemon/thread"
	"firebreak/detectors"
)

// Partitions is what FindThread needs of Kafka; *stream.Client is one.
type Partitions interface {
	Reader
	// Partitions is the partition count of the topics of threads.
	Partitions() int
}

// FindThread looks for the conversation that somebody means by a thread's id, a post's id, or a post's address, whether it made an incident or
// not. It returns an entry with no more than the id that its incident has or would have, the brand and the partition; nil where no post is known
// by that name. Of several brands' it is that of the brand that began it.
func FindThread(ctx context.Context, b Partitions, name string) (*Entry, error) {
	name = strings.TrimSpace(name)
	name = strings.TrimPrefix(name, escalation.ThreadIncident(""))
	address, link := strings.TrimSuffix(name, "/"), thread.Permalink(name)
	for p := range b.Partitions() {
		var found, brand string
		err := b.ReadPartition(ctx, stream.TopicMentions, p, -1, -1, func(r stream.Record) error {
			if r.Value == nil {
				return nil
			}
			m, _, err := detectors.DecodeMention(r.Value)
			if err != nil || m.Kind == detectors.KindDelete {
				// A record that cannot be read is named by others.
				return nil //nolint:nilerr // As said above.
			}
			post := m.ID
			if m.Kind == detectors.KindEdit {
				post = m.InReplyTo
			}
			key, whose := r.Thread, m.Brand
			switch {
			case r.Thread == name, post == name, m.URL != "" && strings.TrimSuffix(m.URL, "/") == address:
			case link != "" && m.Kind.HasText() && thread.PermalinkOf(post, m.URL) == link:
			case r.Thread+"#"+m.Brand == name:
				key = name
			default:
				return nil
			}
			found, brand = key, whose
			return stream.ErrStop
		})
		if err != nil {
			return nil, fmt.Errorf("looking for %q: %w", name, err)
		}
		if found != "" {
			return &Entry{Incident: escalation.Incident{ID: escalation.ThreadIncident(found), ThreadID: found, Brand: brand}, Partition: p}, nil
		}
	}
	return nil, nil
}

// Write makes an action durable and does not wait until it is applied.
func Write(ctx context.Context, b stream.Producer, e *Entry, a *escalation.Action) error {
	record, err := ActionRecord(e, a)
	if err != nil {
		return err
	}
	if err := b.Produce(ctx, record); err != nil {
		return fmt.Errorf("writing the action: %w", err)
	}
	return nil
}
