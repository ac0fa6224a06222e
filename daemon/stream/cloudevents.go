package stream

import (
	"strings"
	"time"
)

// Names of the headers that records carry beside those of CloudEvents.
const (
	HeaderThread    = "thread"
	HeaderAuthor    = "author"
	HeaderBrand     = "brand"
	HeaderKind      = "kind"
	HeaderQueryHash = "query_hash"
)

const (
	cePrefix      = "ce_"
	ceSpecVersion = "1.0"
	ceContentType = "content-type"
)

// CloudEvent are the attributes of CloudEvents 1.0 that travel as headers, in the binary mode of its Kafka binding
// (https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/kafka-protocol-binding.md).
type CloudEvent struct {
	// ID, Source and Type are required by the specification.
	ID, Source, Type string
	// Time is when it happened; the zero time is not sent.
	Time    time.Time
	Subject string
	// ContentType is of the value, such as "application/json".
	ContentType string
}

// Headers encodes the attributes; empty ones are left out.
func (e CloudEvent) Headers() []Header {
	h := make([]Header, 0, 7)
	add := func(key, value string) {
		if value != "" {
			h = append(h, Header{Key: key, Value: []byte(value)})
		}
	}
	add(cePrefix+"specversion", ceSpecVersion)
	add(cePrefix+"id", e.ID)
	add(cePrefix+"source", e.Source)
	add(cePrefix+"type", e.Type)
	if !e.Time.IsZero() {
		add(cePrefix+"time", e.Time.UTC().Format(time.RFC3339Nano))
	}
	add(cePrefix+"subject", e.Subject)
	add(ceContentType, e.ContentType)
	return h
}

// ReadCloudEvent decodes headers. It reports false when they are no event of version 1.x with an id, a source and a type; what could be
// read is returned all the same. A time that is none is left zero. Of a repeated header the first counts.
func ReadCloudEvent(headers []Header) (CloudEvent, bool) {
	var e CloudEvent
	var version, at string
	first := func(to *string, value []byte) {
		if *to == "" {
			*to = string(value)
		}
	}
	for _, h := range headers {
		if strings.EqualFold(h.Key, ceContentType) {
			first(&e.ContentType, h.Value)
			continue
		}
		name, ok := strings.CutPrefix(h.Key, cePrefix)
		if !ok {
			continue
		}
		switch name {
		case "specversion":
			first(&version, h.Value)
		case "id":
			first(&e.ID, h.Value)
		case "source":
			first(&e.Source, h.Value)
		case "type":
			first(&e.Type, h.Value)
		case "time":
			first(&at, h.Value)
		case "subject":
			first(&e.Subject, h.Value)
		}
	}
	if t, err := time.Parse(time.RFC3339Nano, at); err == nil {
		e.Time = t.UTC()
	}
	return e, strings.HasPrefix(version, "1.") && e.ID != "" && e.Source != "" && e.Type != ""
}

// HeaderValue is the value of the first header with that name, and whether there is one.
func HeaderValue(headers []Header, key string) ([]byte, bool) {
	for _, h := range headers {
		if h.Key == key {
			return h.Value, true
		}
	}
	return nil, false
}
