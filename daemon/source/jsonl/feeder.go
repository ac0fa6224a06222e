package jsonl

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"

	"firebreak/daemon/source"
	"firebreak/detectors"
)

const (
	// batchLines and batchBytes bound what is decoded and offered at once.
	batchLines = 1000
	batchBytes = 4 << 20
	// shareLines is how many lines are worth another core.
	shareLines = 64
	// shownRaw bounds the bytes of a bad line that go to the dead letters.
	shownRaw = 64 << 10
)

// feeder gathers the lines of one input, decodes them on the cores that there are, and offers them in order. It belongs to the goroutine
// of Run.
type feeder struct {
	source *Source
	out    source.Sink
	// name stands in the places of bad lines.
	name string
	// taken, where it is set, is called with the place up to which everything was accepted or rejected.
	taken func(at place) error

	lines []pending
	// raw holds the bytes of the lines.
	raw []byte
	// at is the place behind the last line that was looked at.
	at place
}

// pending is a line that was not offered yet.
type pending struct {
	// start and stop are where its bytes are in feeder.raw.
	start, stop int
	end         place
	mention     detectors.Mention
	dropped     int
	// reason says why it is no mention; empty where it is one.
	reason string
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
		if err := f.line(ctx, l); err != nil {
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
	if !l.tooLong && !blank(l.text) {
		if _, _, err := detectors.DecodeMention(l.text); err != nil {
			return f.reject(ctx, l.text, l.end, err.Error())
		}
	}
	if err := f.line(ctx, l); err != nil {
		return err
	}
	return f.flush(ctx)
}

// line takes one line.
func (f *feeder) line(ctx context.Context, l line) error {
	f.at = l.end
	if blank(l.text) && !l.tooLong {
		return nil
	}
	p := pending{start: len(f.raw), end: l.end}
	if l.tooLong {
		p.reason = reasonTooLong()
	}
	f.raw = append(f.raw, l.text...)
	p.stop = len(f.raw)
	f.lines = append(f.lines, p)
	if len(f.lines) >= batchLines || len(f.raw) >= batchBytes {
		return f.flush(ctx)
	}
	return nil
}

// flush decodes the lines and offers each until it is taken.
func (f *feeder) flush(ctx context.Context) error {
	f.decode()
	// The sink may keep the slice.
	batch := make([]detectors.Mention, 0, len(f.lines))
	dropped, offered := int64(0), place{}
	for i := range f.lines {
		p := &f.lines[i]
		if p.reason == "" {
			batch = append(batch, p.mention)
			dropped += int64(p.dropped)
			offered = p.end
			continue
		}
		if len(batch) > 0 {
			if err := f.offer(ctx, batch, dropped, offered); err != nil {
				return err
			}
			batch, dropped = make([]detectors.Mention, 0, len(f.lines)-i), 0
		}
		if err := f.reject(ctx, f.raw[p.start:p.stop], p.end, p.reason); err != nil {
			return err
		}
	}
	clear(f.lines)
	f.lines, f.raw = f.lines[:0], f.raw[:0]
	return f.offer(ctx, batch, dropped, f.at)
}

// decode decodes the lines, on all cores where that is worth it.
func (f *feeder) decode() {
	workers := min(runtime.GOMAXPROCS(0), len(f.lines)/shareLines+1)
	var wg sync.WaitGroup
	for w := range workers {
		work := func() {
			for i := w; i < len(f.lines); i += workers {
				p := &f.lines[i]
				if p.reason != "" {
					continue
				}
				var err error
				if p.mention, p.dropped, err = detectors.DecodeMention(f.raw[p.start:p.stop]); err != nil {
					p.reason = err.Error()
				}
			}
		}
		if w == workers-1 {
			work()
			continue
		}
		wg.Go(work)
	}
	wg.Wait()
}

// offer offers mentions until they are taken, and moves the place.
func (f *feeder) offer(ctx context.Context, batch []detectors.Mention, dropped int64, at place) error {
	if len(batch) > 0 {
		if err := insist(ctx, f.out, "offering mentions", func() error { return f.out.Accept(ctx, batch) }); err != nil {
			return err
		}
	}
	f.source.update(func(p *Progress) {
		p.File, p.Line, p.Offset = f.name, at.lines, at.offset
		p.Accepted += int64(len(batch))
		p.Dropped += dropped
	})
	if f.taken == nil {
		return nil
	}
	return f.taken(at)
}

// reject gives a line to the dead letters.
func (f *feeder) reject(ctx context.Context, raw []byte, end place, reason string) error {
	raw = bytes.Clone(raw[:min(len(raw), shownRaw)])
	where := fmt.Sprintf("%s:%d", f.name, end.lines)
	err := insist(ctx, f.out, "rejecting "+where, func() error { return f.out.Reject(ctx, raw, where, reason) })
	if err == nil {
		f.source.update(func(p *Progress) { p.Rejected++ })
	}
	return err
}
