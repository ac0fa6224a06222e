// Package console shows notifications on a terminal: for trying out, and for people who watch a log.
package console

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"firebreak/sinks"
)

// Config holds the keys of this sink.
type Config struct {
	// Color is auto (on a terminal, unless NO_COLOR is set), always or never.
	Color string `yaml:"color,omitempty" jsonschema:"enum=auto,enum=always,enum=never"`
}

// Options are what a sink gets from outside.
type Options struct {
	// Out is written to; os.Stdout when nil.
	Out io.Writer
	// NoColor reports that the environment asks for no colours (https://no-color.org).
	NoColor bool
}

// Sink writes notifications. It is safe for concurrent use.
type Sink struct {
	mu    sync.Mutex
	out   io.Writer
	style style
}

var _ sinks.Notifier = (*Sink)(nil)

// New makes a sink.
func New(cfg Config, opts Options) (*Sink, error) {
	if opts.Out == nil {
		opts.Out = os.Stdout
	}
	switch cfg.Color {
	case "", "auto", "always", "never":
	default:
		return nil, fmt.Errorf("color is %q: use auto, always or never", cfg.Color)
	}
	colour := cfg.Color == "always" || cfg.Color != "never" && !opts.NoColor && terminal(opts.Out)
	return &Sink{out: opts.Out, style: style{on: colour}}, nil
}

// Notify writes one notification with a single write: a page or a card in full for a tell, a line for everything else.
func (s *Sink) Notify(ctx context.Context, n sinks.Notification) (sinks.Receipt, error) {
	if err := ctx.Err(); err != nil {
		return sinks.Receipt{}, err
	}
	var b bytes.Buffer
	if n.Event == sinks.EventTell {
		s.style.card(&b, &n)
	} else {
		s.style.line(&b, &n)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, err := s.out.Write(b.Bytes()); err != nil {
		return sinks.Receipt{}, fmt.Errorf("writing to the console: %w", err)
	}
	return sinks.Receipt{Ref: n.Key}, nil
}

func terminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// clockTime is how times are shown.
func clockTime(t time.Time) string { return t.UTC().Format("02 Jan 15:04") }
