// Package source turns posts of some platform into Mentions, and nothing else. One folder a platform.
package source

import (
	"context"
	"time"

	"firebreak/detectors"
)

// Source hears posts. Run blocks until ctx is done (it then returns nil), the input ends (nil), or the source is refused for good (an
// error with a hint). It survives everything else: connections that break, stall or answer with errors. It owns its goroutines and has
// none left when it returns.
type Source interface {
	Run(ctx context.Context, out Sink) error
}

// Sink takes what a source hears. Safe for concurrent use.
type Sink interface { //nolint:interfacebloat // One side of one contract: splitting it would hide that it belongs together.
	// Accept takes mentions and blocks until they are durable or known not to concern any brand, which is the back-pressure. An error
	// means that none of them may be acknowledged to the platform; the source offers them again.
	Accept(ctx context.Context, mentions []detectors.Mention) error
	// Reject takes what could not be read, as bytes, with the place and the reason; it goes to the dead letters after masking.
	Reject(ctx context.Context, raw []byte, place, reason string) error
	// Gap counts what may have been lost between two times; posts is the number where the platform tells it, else -1.
	Gap(from, to time.Time, posts int64)
	// State reports a change of the connection, with a detail for people.
	State(state State, detail string)
	// Cursor returns the cursor that the source saved last, or nil.
	Cursor(ctx context.Context) ([]byte, error)
	// SaveCursor makes a cursor durable; it must name only what Accept has taken.
	SaveCursor(ctx context.Context, cursor []byte) error
}

// State is the state of a source's connection.
type State string

// The states of a source.
const (
	StateConnecting State = "connecting"
	StateStreaming  State = "streaming"
	StateStalled    State = "stalled"
	StateBackingOff State = "backing_off"
	StateRefused    State = "refused"
	StateEnded      State = "ended"
)

// Cursor is a value on the topic "cursors": where a source stands.
type Cursor struct {
	Source string    `json:"source"`
	Cursor []byte    `json:"cursor"`
	At     time.Time `json:"at"`
}
