package stream

import "time"

// DeadLetter is a value on the topic "deadletter": what could not be processed, after masking, and why.
type DeadLetter struct {
	// Stage is ingest, score, crisis or dispatch.
	Stage string `json:"stage"`
	// Place is where it came from: a source and line, or a topic, partition and offset.
	Place  string `json:"place"`
	Reason string `json:"reason"`
	// Topic is where a resend writes it, with Key, Thread and Headers; empty when it can only be shown.
	Topic   string            `json:"topic,omitempty"`
	Key     []byte            `json:"key,omitempty"`
	Thread  string            `json:"thread,omitempty"`
	Headers map[string]string `json:"headers,omitempty"`
	// Payload is the record after masking; Masked reports that masking changed it, so that a resend carries marks.
	Payload []byte    `json:"payload"`
	Masked  bool      `json:"masked,omitempty"`
	At      time.Time `json:"at"`
}
