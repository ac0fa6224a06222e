// Package dispatch brings incidents to receivers: the routing tree, the sent log, a queue for each receiver, retries and the rate limit.
package dispatch

import (
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
	Status   Status        `json:"status" jsonschema:"enum=pending,enum=sending,enum=sent,enum=failed,enum=shadow,enum=superseded"`
	Attempts int           `json:"attempts"`
	Receipt  sinks.Receipt `json:"receipt,omitzero"`
	// Shown is the incident's event number that the receiver saw last.
	Shown int `json:"shown"`
	// Error is the last error, without secrets.
	Error    string    `json:"error,omitempty"`
	QueuedAt time.Time `json:"queued_at"`
	SentAt   time.Time `json:"sent_at,omitzero"`
}
