package jsonl

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/cenkalti/backoff/v5"

	"firebreak/daemon/source"
	"firebreak/detectors"
)

const (
	// batchMentions and batchBytes bound what is offered at once.
	batchMentions = 1000
	batchBytes    = 4 << 20
	// saveEvery is how often the cursor is saved while there is more to read; it is always saved when there is not.
	saveEvery = time.Second
	// shownRaw bounds the bytes of a bad line that go to the dead letters.
	shownRaw = 64 << 10
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
		return nil
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

// feeder gathers the mentions of one input and offers them. It belongs to the goroutine of Run.
type feeder struct {
	source *Source
	out    source.Sink
	// name stands in the places of bad lines.
	name string
	// taken, where it is set, is called with the place up to which everything was accepted or rejected.
	taken func(at place) error

	batch   []detectors.Mention
	bytes   int
	dropped int64
	// at is the place behind the last line that was looked at.
	at place
}

// drain reads whole lines until the end of the input so far, and has everything taken before it returns.
func (f *feeder) drain(ctx context.Context, in *lineReader) error {
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		l, err := in.next()
		if errors.Is(err, errMore) {
			return f.flush(ctx)
		}
		if err != nil {
			return errors.Join(err, f.flush(ctx))
		}
		if _, err := f.line(ctx, l); err != nil {
			return err
		}
	}
}

// rest takes a last line that has no line end. A bad one may be half of a line that is still being written, so that its place is not
// moved behind it: the next run reads it anew.
func (f *feeder) rest(ctx context.Context, in *lineReader) error {
	l, err := in.rest()
	if errors.Is(err, errMore) {
		return nil
	}
	if good, err := f.line(ctx, l); err != nil || !good {
		return err
	}
	return f.flush(ctx)
}

// line takes one line and reports whether it was a good one.
func (f *feeder) line(ctx context.Context, l line) (bool, error) {
	switch {
	case l.tooLong:
		return false, f.reject(ctx, l, reasonTooLong())
	case blank(l.text):
		f.at = l.end
		return true, nil
	}
	m, dropped, err := detectors.DecodeMention(l.text)
	if err != nil {
		return false, f.reject(ctx, l, err.Error())
	}
	if f.batch == nil {
		f.batch = make([]detectors.Mention, 0, batchMentions)
	}
	f.batch = append(f.batch, m)
	f.bytes += len(l.text)
	f.dropped += int64(dropped)
	f.at = l.end
	if len(f.batch) >= batchMentions || f.bytes >= batchBytes {
		return true, f.flush(ctx)
	}
	return true, nil
}

// reject gives a line to the dead letters, after what came before it.
func (f *feeder) reject(ctx context.Context, l line, reason string) error {
	if err := f.flush(ctx); err != nil {
		return err
	}
	raw := bytes.Clone(l.text[:min(len(l.text), shownRaw)])
	where := fmt.Sprintf("%s:%d", f.name, l.end.lines)
	err := insist(ctx, f.out, "rejecting "+where, func() error { return f.out.Reject(ctx, raw, where, reason) })
	if err != nil {
		return err
	}
	f.at = l.end
	f.source.update(func(p *Progress) { p.Rejected++ })
	return nil
}

// flush offers the batch until it is taken.
func (f *feeder) flush(ctx context.Context) error {
	if len(f.batch) > 0 {
		if err := insist(ctx, f.out, "offering mentions", func() error { return f.out.Accept(ctx, f.batch) }); err != nil {
			return err
		}
	}
	accepted, dropped := int64(len(f.batch)), f.dropped
	// The sink may have kept the slice.
	f.batch, f.bytes, f.dropped = nil, 0, 0
	f.source.update(func(p *Progress) {
		p.File, p.Line, p.Offset = f.name, f.at.lines, f.at.offset
		p.Accepted += accepted
		p.Dropped += dropped
	})
	if f.taken == nil {
		return nil
	}
	return f.taken(f.at)
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
