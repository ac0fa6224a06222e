// Package dispatch brings incidents to receivers: the routing tree, the sent log, a queue for each receiver, retries and the rate limit.
package dispatch

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"firebreak/sinks"
)

// Status says how far a delivery has come.
type Status string

// The statuses of a delivery.
const (
	// StatusPending is written before the incident's offset is committed.
	StatusPending Status = "pending"
	// StatusSending is written before the first attempt; after a crash such a delivery is in doubt.
	StatusSending Status = "sending"
	StatusSent    Status = "sent"
	// StatusFailed was given up after a permanent error.
	StatusFailed Status = "failed"
	// StatusShadow would have been sent, had paging been live.
	StatusShadow Status = "shadow"
	// StatusSuperseded was overtaken by a later state before it was sent.
	StatusSuperseded Status = "superseded"
	// StatusGathered was told with others in a digest.
	StatusGathered Status = "gathered"
)

// Delivery is one entry of the sent log: a value on the compacted topic "notifications", keyed by incident, receiver and tell.
type Delivery struct {
	Incident string `json:"incident"`
	Receiver string `json:"receiver"`
	Tell     int    `json:"tell"`
	// Key is the de-duplication key that the sink got.
	Key      string        `json:"key"`
	Level    string        `json:"level"`
	Event    sinks.Event   `json:"event" jsonschema:"enum=tell,enum=update,enum=acknowledge,enum=resolve"`
	Status   Status        `json:"status" jsonschema:"enum=pending,enum=sending,enum=sent,enum=failed,enum=shadow,enum=superseded,enum=gathered"`
	Attempts int           `json:"attempts"`
	Receipt  sinks.Receipt `json:"receipt,omitzero"`
	// Shown is the incident's event number that the receiver saw last.
	Shown int `json:"shown"`
	// Error is the last error, without secrets.
	Error    string    `json:"error,omitempty"`
	QueuedAt time.Time `json:"queued_at"`
	SentAt   time.Time `json:"sent_at,omitzero"`
	// Routed lists every receiver that the tell went to, this one included, so that one entry that reached the log tells of the others.
	Routed []string `json:"routed,omitempty"`
	// Route is the path of the route that picked the receiver.
	Route string `json:"route,omitempty"`
	// State is the incident's status that the receiver saw last: open, acknowledged or resolved.
	State string `json:"state,omitempty"`
	// OpenedAt is when the incident began. One that was forgotten and began anew numbers its tells from 1 again, with a later time.
	OpenedAt time.Time `json:"opened_at,omitzero"`
	// Late reports that a clock brought the tell about which had run out long before it could be told: it is gathered with others into a digest.
	Late bool `json:"late,omitempty"`
}

// MaxKey is the longest de-duplication key, in bytes: PagerDuty's limit (https://developer.pagerduty.com/docs/send-alert-event).
const MaxKey = 255

// maxError bounds Delivery.Error, in bytes.
const maxError = 300

// logKey is the key of an entry: incident, receiver and tell, with the separator escaped in the parts, since ids come from outside.
func (d *Delivery) logKey() string {
	escape := strings.NewReplacer("%", "%25", "|", "%7C")
	return escape.Replace(d.Incident) + "|" + escape.Replace(d.Receiver) + "|" + strconv.Itoa(d.Tell)
}

// DecodeDelivery reads one entry of the sent log. It fails on what is no JSON object and on an entry that could not be acted upon: without
// incident, receiver or tell, with an unknown event or status, or with a key that is too long.
func DecodeDelivery(data []byte) (Delivery, error) {
	var d Delivery
	if err := json.Unmarshal(data, &d); err != nil {
		return Delivery{}, fmt.Errorf("decoding a delivery: %w", err)
	}
	switch {
	case d.Incident == "" || d.Receiver == "":
		return Delivery{}, errors.New("decoding a delivery: incident or receiver is missing")
	case d.Tell < 1:
		return Delivery{}, fmt.Errorf("decoding a delivery: tell %d is below 1", d.Tell)
	case d.Key == "" || len(d.Key) > MaxKey:
		return Delivery{}, fmt.Errorf("decoding a delivery: a key of %d bytes", len(d.Key))
	case d.Attempts < 0 || d.Shown < 0:
		return Delivery{}, errors.New("decoding a delivery: a negative count")
	}
	switch d.Status {
	case StatusPending, StatusSending, StatusSent, StatusFailed, StatusShadow, StatusSuperseded, StatusGathered:
	default:
		return Delivery{}, fmt.Errorf("decoding a delivery: unknown status %q", d.Status)
	}
	switch d.Event {
	case sinks.EventTell, sinks.EventUpdate, sinks.EventAcknowledge, sinks.EventResolve:
	default:
		return Delivery{}, fmt.Errorf("decoding a delivery: unknown event %q", d.Event)
	}
	return d, nil
}
