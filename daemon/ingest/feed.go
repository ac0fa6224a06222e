package ingest

import (
	"context"
	"encoding/json"
	"fmt"
	"runtime"
	"sync"
	"time"

	"go.uber.org/zap"

	"firebreak/daemon/obs"
	"firebreak/daemon/source"
	"firebreak/daemon/stream"
	"firebreak/detectors"
)

// feeds runs the sources of a setup. It is used by the stage's loop alone.
type feeds struct {
	stage   *Stage
	running map[string]*running
}

type running struct {
	key  string
	stop context.CancelFunc
	done chan struct{}
}

func newFeeds(s *Stage) *feeds {
	return &feeds{stage: s, running: map[string]*running{}}
}

// set stops the sources that are gone or changed, waits for them, and starts the new ones. A source that waits to be served while it is
// stopped gets ErrStopping.
func (f *feeds) set(ctx context.Context, list []Feed) {
	keep := map[string]string{}
	for _, feed := range list {
		keep[feed.Name] = feed.Key
	}
	for name, r := range f.running {
		if key, ok := keep[name]; ok && key == r.key {
			continue
		}
		r.stop()
		<-r.done
		delete(f.running, name)
	}
	for _, feed := range list {
		if f.running[feed.Name] == nil {
			f.running[feed.Name] = f.start(ctx, feed)
		}
	}
}

func (f *feeds) stop() {
	for _, r := range f.running {
		r.stop()
		<-r.done
	}
}

func (f *feeds) start(ctx context.Context, feed Feed) *running {
	ctx, cancel := context.WithCancel(ctx)
	r := &running{key: feed.Key, stop: cancel, done: make(chan struct{})}
	log := f.stage.log.With(zap.String(obs.KeySource, feed.Name))
	out := &intake{stage: f.stage, name: feed.Name, log: log}
	go func() {
		defer close(r.done)
		defer cancel()
		err := feed.Source.Run(ctx, out)
		switch {
		case ctx.Err() != nil:
			log.Info("source stopped")
		case err != nil:
			out.State(source.StateRefused, err.Error())
			log.Error("source ended; the daemon goes on without it", zap.Error(err))
		default:
			out.State(source.StateEnded, "the input has ended")
		}
	}()
	return r
}

// intake is the source.Sink of one source.
type intake struct {
	stage *Stage
	name  string
	log   *zap.Logger
}

var _ source.Sink = (*intake)(nil)

// Accept looks which posts concern a brand, on the source's own goroutine and the cores that are free, and has the loop do the rest.
func (in *intake) Accept(ctx context.Context, posts []detectors.Mention) error {
	for len(posts) > 0 {
		n := min(len(posts), maxRequest)
		if err := in.request(ctx, posts[:n]); err != nil {
			return err
		}
		posts = posts[n:]
	}
	return nil
}

func (in *intake) request(ctx context.Context, posts []detectors.Mention) error {
	in.stage.mu.Lock()
	dir := in.stage.setup.Directory
	in.stage.mu.Unlock()
	r := &request{source: in.name, posts: posts, directory: dir, concerned: concerned(dir, posts), done: make(chan error, 1)}
	select {
	case in.stage.requests <- r:
	case <-in.stage.stopped:
		return ErrStopping
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case err := <-r.done:
		return err
	case <-in.stage.stopped:
		return ErrStopping
	}
}

// concerned finds the brands of posts, on all cores where that is worth it.
func concerned(dir *Directory, posts []detectors.Mention) [][]int {
	out := make([][]int, len(posts))
	workers := min(runtime.GOMAXPROCS(0), len(posts)/64+1)
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			for i := w; i < len(posts); i += workers {
				out[i] = dir.Concerns(nil, &posts[i])
			}
		})
	}
	wg.Wait()
	return out
}

// Reject buries a record that the source could not read.
func (in *intake) Reject(ctx context.Context, raw []byte, place, reason string) error {
	in.log.Warn("a record could not be read", zap.String(obs.KeyPlace, place), zap.String(obs.KeyReason, reason))
	if err := in.stage.bury(ctx, in.name, raw, place, reason); err != nil {
		return fmt.Errorf("writing a dead letter: %w", err)
	}
	return nil
}

// Gap counts what may have been lost.
func (in *intake) Gap(from, to time.Time, posts int64) {
	in.stage.metrics.gaps.WithLabelValues(in.name).Inc()
	if posts > 0 {
		in.stage.metrics.lost.WithLabelValues(in.name).Add(float64(posts))
	}
	in.log.Warn("posts may have been lost", zap.Time("from", from), zap.Time("to", to), zap.Int64(obs.KeyCount, posts))
}

// State shows how the connection does.
func (in *intake) State(state source.State, detail string) {
	in.stage.metrics.setState(in.name, state)
	in.log.Info("source", zap.String(obs.KeyState, string(state)), zap.String(obs.KeyDetail, detail))
}

// Cursor returns what the source saved last.
func (in *intake) Cursor(context.Context) ([]byte, error) {
	in.stage.mu.Lock()
	defer in.stage.mu.Unlock()
	return in.stage.cursors[in.name], nil
}

// SaveCursor makes a cursor durable.
func (in *intake) SaveCursor(ctx context.Context, cursor []byte) error {
	value, err := json.Marshal(source.Cursor{Source: in.name, Cursor: cursor, At: in.stage.now()})
	if err != nil {
		return fmt.Errorf("encoding the cursor of %s: %w", in.name, err)
	}
	err = in.stage.broker.Produce(ctx, stream.Record{
		Topic: stream.TopicCursors, Key: []byte(in.name), Value: value,
		Headers: stream.CloudEvent{
			ID: in.name, Source: "firebreak/ingest", Type: "firebreak.cursor.v1", ContentType: "application/json",
		}.Headers(),
	})
	if err != nil {
		return fmt.Errorf("saving the cursor of %s: %w", in.name, err)
	}
	in.stage.mu.Lock()
	in.stage.cursors[in.name] = cursor
	in.stage.mu.Unlock()
	return nil
}
