package sourcetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"firebreak/daemon/source"
	"firebreak/detectors"
)

// ErrUnwilling is what a Sink answers when it was told to fail.
var ErrUnwilling = errors.New("the sink was told to fail")

// Rejected is one call of Reject.
type Rejected struct {
	Raw           []byte
	Place, Reason string
}

// Gap is one call of Gap.
type Gap struct {
	From, To time.Time
	Posts    int64
}

// StateChange is one call of State.
type StateChange struct {
	State  source.State
	Detail string
}

// Saved is one cursor that was saved, with the number of mentions and of rejected records that had been taken by then.
type Saved struct {
	Cursor             []byte
	Accepted, Rejected int
}

// Sink is a source.Sink that remembers everything and does as it is told. Its zero value takes everything at once. It is safe for
// concurrent use; what its methods return are copies.
type Sink struct {
	mu       sync.Mutex
	accepted []detectors.Mention
	rejected []Rejected
	gaps     []Gap
	states   []StateChange
	saved    []Saved
	cursor   []byte
	offered  int
	calls    int

	failAccept, failReject, failSave int

	// gate is closed when nothing blocks; nil means the same.
	gate chan struct{}
	// changed is closed and replaced at every change.
	changed chan struct{}
}

var _ source.Sink = (*Sink)(nil)

// NewSink returns a sink whose saved cursor is cursor, which may be nil.
func NewSink(cursor []byte) *Sink { return &Sink{cursor: bytes.Clone(cursor)} }

// note tells those who wait that something changed; mu is held.
func (s *Sink) note() {
	if s.changed != nil {
		close(s.changed)
		s.changed = nil
	}
}

// Block makes Accept wait until release is called, which may be done more than once.
func (s *Sink) Block() (release func()) {
	gate := make(chan struct{})
	s.mu.Lock()
	s.gate = gate
	s.mu.Unlock()
	return sync.OnceFunc(func() { close(gate) })
}

// FailAccept makes the next n calls of Accept fail with ErrUnwilling.
func (s *Sink) FailAccept(n int) { s.set(&s.failAccept, n) }

// FailReject makes the next n calls of Reject fail with ErrUnwilling.
func (s *Sink) FailReject(n int) { s.set(&s.failReject, n) }

// FailSave makes the next n calls of SaveCursor fail with ErrUnwilling.
func (s *Sink) FailSave(n int) { s.set(&s.failSave, n) }

func (s *Sink) set(what *int, n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	*what = n
}

// fails reports whether this call is to fail; mu is held.
func fails(left *int) bool {
	if *left == 0 {
		return false
	}
	*left--
	return true
}

// Accept takes mentions, after Block's release.
func (s *Sink) Accept(ctx context.Context, mentions []detectors.Mention) error {
	s.mu.Lock()
	s.offered += len(mentions)
	s.calls++
	s.note()
	gate := s.gate
	s.mu.Unlock()
	if gate != nil {
		select {
		case <-gate:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.note()
	if fails(&s.failAccept) {
		return ErrUnwilling
	}
	s.accepted = append(s.accepted, mentions...)
	return nil
}

// Reject takes a bad record.
func (s *Sink) Reject(ctx context.Context, raw []byte, place, reason string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.note()
	if fails(&s.failReject) {
		return ErrUnwilling
	}
	s.rejected = append(s.rejected, Rejected{Raw: bytes.Clone(raw), Place: place, Reason: reason})
	return nil
}

// Gap remembers what may have been lost.
func (s *Sink) Gap(from, to time.Time, posts int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.note()
	s.gaps = append(s.gaps, Gap{From: from, To: to, Posts: posts})
}

// State remembers a change.
func (s *Sink) State(state source.State, detail string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.note()
	s.states = append(s.states, StateChange{State: state, Detail: detail})
}

// Cursor returns the cursor saved last.
func (s *Sink) Cursor(context.Context) ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return bytes.Clone(s.cursor), nil
}

// SaveCursor saves a cursor.
func (s *Sink) SaveCursor(ctx context.Context, cursor []byte) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.note()
	if fails(&s.failSave) {
		return ErrUnwilling
	}
	s.cursor = bytes.Clone(cursor)
	s.saved = append(s.saved, Saved{Cursor: bytes.Clone(cursor), Accepted: len(s.accepted), Rejected: len(s.rejected)})
	return nil
}

// Accepted returns the mentions taken, in order.
func (s *Sink) Accepted() []detectors.Mention {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.accepted)
}

// IDs returns the ids of the mentions taken, in order.
func (s *Sink) IDs() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	ids := make([]string, 0, len(s.accepted))
	for i := range s.accepted {
		ids = append(ids, s.accepted[i].ID)
	}
	return ids
}

// Rejected returns the records rejected, in order.
func (s *Sink) Rejected() []Rejected {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.rejected)
}

// Gaps returns the gaps told of, in order.
func (s *Sink) Gaps() []Gap {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.gaps)
}

// States returns the states told of, in order.
func (s *Sink) States() []StateChange {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.states)
}

// Saved returns the cursors saved, in order.
func (s *Sink) Saved() []Saved {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.saved)
}

// Offered returns how many mentions were offered, and in how many calls, taken or not.
func (s *Sink) Offered() (mentions, calls int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.offered, s.calls
}

// Wait blocks until cond holds, which is asked again at each change. It returns an error that says what the sink has when ctx is done
// before.
func (s *Sink) Wait(ctx context.Context, cond func(s *Sink) bool) error {
	for {
		s.mu.Lock()
		if s.changed == nil {
			s.changed = make(chan struct{})
		}
		changed := s.changed
		s.mu.Unlock()
		if cond(s) {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			s.mu.Lock()
			defer s.mu.Unlock()
			return fmt.Errorf("waiting for the sink, which has %d mentions, %d rejected, %d offered, %d cursors, states %v: %w",
				len(s.accepted), len(s.rejected), s.offered, len(s.saved), s.states, ctx.Err())
		}
	}
}
