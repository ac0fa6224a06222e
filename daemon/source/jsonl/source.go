package jsonl

import (
	"context"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/cenkalti/backoff/v5"

	"firebreak/daemon/source"
)

const (
	// saveEvery is how often the cursor is saved while there is more to read; it is always saved when there is not.
	saveEvery = time.Second
	// firstWait and longestWait bound the waits before the sink is tried again.
	firstWait   = 100 * time.Millisecond
	longestWait = 10 * time.Second
)

// Progress says how far a source has come.
type Progress struct {
	// File is the file that was read last, "stdin" for standard input; empty before the first.
	File string
	// Line and Offset are how much of File was taken; Size is how much it has, 0 where that is unknown.
	Line         int
	Offset, Size int64
	// Accepted and Rejected count the records since the source was made, Dropped the optional fields that were left out of accepted ones
	// because they were of the wrong type.
	Accepted, Rejected, Dropped int64
}

// Source reads mentions from JSON lines. Run may be called once; Progress is safe for concurrent use.
type Source struct {
	name  string
	cfg   Config
	stdin io.Reader
	now   func() time.Time

	mu       sync.Mutex
	progress Progress
}

// Progress returns how far the source has come.
func (s *Source) Progress() Progress {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.progress
}

func (s *Source) update(fn func(p *Progress)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	fn(&s.progress)
}

// Run reads until the input ends, or, where it follows, until ctx is done. It retries for as long as out refuses. An input that cannot be
// read is an error that names it; a followed one is tried again instead.
func (s *Source) Run(ctx context.Context, out source.Sink) error {
	var err error
	if s.cfg.Path == stdin {
		err = s.readStdin(ctx, out)
	} else {
		err = s.readFiles(ctx, out)
	}
	if ctx.Err() != nil {
		// Whatever failed, failed because it was to stop.
		return nil //nolint:nilerr // See above.
	}
	return err
}

func (s *Source) readStdin(ctx context.Context, out source.Sink) error {
	f := &feeder{source: s, out: out, name: "stdin"}
	out.State(source.StateStreaming, "reading standard input")
	in := newLineReader(&patientReader{ctx: ctx, in: s.stdin, idle: func() error { return f.flush(ctx) }}, place{})
	if err := f.drain(ctx, in); err != nil {
		return fmt.Errorf("standard input: %w", err)
	}
	if err := f.rest(ctx, in); err != nil {
		return fmt.Errorf("standard input: %w", err)
	}
	return nil
}

// insist calls fn until it succeeds or ctx is done, with growing waits.
func insist(ctx context.Context, out source.Sink, doing string, fn func() error) error {
	err := fn()
	if err == nil {
		return nil
	}
	waits := backoff.NewExponentialBackOff()
	waits.InitialInterval, waits.MaxInterval = firstWait, longestWait
	for err != nil {
		if ctx.Err() != nil {
			return fmt.Errorf("%s: %w", doing, ctx.Err())
		}
		out.State(source.StateBackingOff, fmt.Sprintf("%s: %v", doing, err))
		if !sleep(ctx, waits.NextBackOff()) {
			return fmt.Errorf("%s: %w", doing, ctx.Err())
		}
		err = fn()
	}
	out.State(source.StateStreaming, doing+" went well again")
	return nil
}

// sleep waits for d and reports whether ctx is still alive.
func sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}
