package ingest

import (
	"encoding/json"
	"fmt"
	"strings"

	"firebreak/daemon/stream"
	"firebreak/detectors"
)

// The headers of a mention, beside those that stream names, from which the index is rebuilt without a look at the value.
const (
	headerTier   = "tier"
	headerTarget = "in_reply_to"
	headerQuote  = "quote_of"
	headerOwn    = "by_brand"
	// headerLink is the permalink of the post, where its id does not tell it.
	headerLink = "permalink"
)

// eventType is the CloudEvents type of a mention.
const eventType = "firebreak.mention.v1"

// recordOf encodes a mention for the topic. The time of the record is that of its arrival, so that an old post that was imported late is kept
// as long as any other. An edit or a deletion takes the key of the post that it changes, so that compaction erases
// what was there before.
func recordOf(m *detectors.Mention, byBrand bool, queryHash string) (stream.Record, error) {
	value, err := json.Marshal(m)
	if err != nil {
		return stream.Record{}, fmt.Errorf("encoding mention %q: %w", m.ID, err)
	}
	key := m.ID
	if m.Kind == detectors.KindEdit || m.Kind == detectors.KindDelete {
		key = m.InReplyTo
	}
	headers := stream.CloudEvent{
		ID: m.ID, Source: "firebreak/source/" + m.Source, Type: eventType, Time: m.CreatedAt, ContentType: "application/json",
	}.Headers()
	add := func(name, value string) {
		if value != "" {
			headers = append(headers, stream.Header{Key: name, Value: []byte(value)})
		}
	}
	add(stream.HeaderBrand, m.Brand)
	add(stream.HeaderKind, string(m.Kind))
	add(stream.HeaderAuthor, m.Author.ID)
	add(stream.HeaderQueryHash, queryHash)
	add(headerTarget, m.InReplyTo)
	add(headerQuote, m.QuoteOf)
	if m.Tier != detectors.TierPublic {
		add(headerTier, string(m.Tier))
	}
	if byBrand {
		add(headerOwn, "1")
	}
	if link := permalinkOf(m.Kind, m.ID, m.InReplyTo, ""); link == "" {
		add(headerLink, permalinkOf(m.Kind, m.ID, m.InReplyTo, m.URL))
	}
	return stream.Record{
		Topic: stream.TopicMentions, Key: []byte(m.Brand + "|" + key), Value: value, Thread: m.ThreadID, Headers: headers,
	}, nil
}

// entryFrom reads the headers of a mention, or false for a record that is none.
func entryFrom(r *stream.Record) (*entry, bool) {
	event, ok := stream.ReadCloudEvent(r.Headers)
	if !ok || event.Type != eventType || r.Thread == "" {
		return nil, false
	}
	e := &entry{id: event.ID, source: strings.TrimPrefix(event.Source, "firebreak/source/"), at: event.Time, thread: r.Thread, tier: detectors.TierPublic}
	for _, h := range r.Headers {
		switch h.Key {
		case stream.HeaderBrand:
			e.brand = string(h.Value)
		case stream.HeaderKind:
			e.kind = detectors.MentionKind(h.Value)
		case stream.HeaderAuthor:
			e.author = string(h.Value)
		case headerTarget:
			e.target = string(h.Value)
		case headerQuote:
			e.quote = string(h.Value)
		case headerTier:
			e.tier = detectors.Tier(h.Value)
		case headerOwn:
			e.byBrand = true
		case headerLink:
			e.link = string(h.Value)
		}
	}
	if e.link == "" {
		e.link = permalinkOf(e.kind, e.id, e.target, "")
	}
	return e, true
}
