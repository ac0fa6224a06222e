package demo

import (
	"context"
	"fmt"
	"io"

	"firebreak/daemon/source"
	"firebreak/detectors"
)

// tale is the source of the demo: it tells the posts at the pace of the clock, and shows them to the reader.
type tale struct {
	posts []detectors.Mention
	clock *clock
	out   io.Writer
	done  chan struct{}
	// reshares counts what is not shown one by one.
	reshares int
}

var _ source.Source = (*tale)(nil)

// Run tells the posts once.
func (t *tale) Run(ctx context.Context, out source.Sink) error {
	defer close(t.done)
	out.State(source.StateStreaming, "telling the stories")
	t.clock.begin()
	for i := range t.posts {
		m := &t.posts[i]
		if err := t.clock.until(ctx, m.CreatedAt); err != nil {
			return nil
		}
		t.show(m)
		if err := out.Accept(ctx, t.posts[i:i+1]); err != nil {
			return fmt.Errorf("telling the stories: %w", err)
		}
	}
	t.flush()
	return nil
}

// show prints a post as it is heard. Reposts are counted.
func (t *tale) show(m *detectors.Mention) {
	if m.Kind == detectors.KindRepost {
		t.reshares++
		return
	}
	t.flush()
	at := m.CreatedAt.Format("02 Jan 15:04")
	switch {
	case m.Kind == detectors.KindEngagement && m.Metrics != nil:
		t.print("%s  … reshared %d times by now\n", at, m.Metrics.Reposts)
	case m.Tier == detectors.TierPrivate:
		t.print("%s  @%s writes a private message\n", at, m.Author.Handle)
	case m.Kind.HasText():
		t.print("%s  @%s: %s\n", at, m.Author.Handle, m.Text)
	}
}

func (t *tale) flush() {
	if t.reshares > 0 {
		t.print("              … and %d people share it\n", t.reshares)
		t.reshares = 0
	}
}

func (t *tale) print(format string, args ...any) {
	// Who watches has gone if this fails; the stories go on.
	_, _ = fmt.Fprintf(t.out, format, args...)
}
