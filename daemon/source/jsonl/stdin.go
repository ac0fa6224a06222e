package jsonl

import (
	"context"
	"io"
	"os"
	"time"
)

// pollStdin is how often a read that waits looks whether it is to stop.
const pollStdin = 100 * time.Millisecond

// patientReader reads an input that may be silent for long, such as a pipe: it calls idle before it waits, so that what came is not held
// up, and stops waiting when ctx is done.
type patientReader struct {
	ctx  context.Context //nolint:containedctx // A Read has no parameter for it; the reader lives as long as one call of Run.
	in   io.Reader
	idle func() error
}

// Read reads from in.
func (r *patientReader) Read(p []byte) (int, error) {
	if file, ok := r.in.(*os.File); ok {
		if err := r.wait(file); err != nil {
			return 0, err
		}
	} else if err := r.idle(); err != nil {
		// It cannot be known whether the read will wait.
		return 0, err
	}
	return r.in.Read(p)
}

// wait returns once there is something to read, or the end.
func (r *patientReader) wait(file *os.File) error {
	ready, err := readable(file, 0)
	if err != nil || ready {
		return err
	}
	if err := r.idle(); err != nil {
		return err
	}
	for !ready {
		if err := r.ctx.Err(); err != nil {
			return err
		}
		if ready, err = readable(file, pollStdin); err != nil {
			return err
		}
	}
	return nil
}
