// Package demo tells three short stories on the real daemon: an embedded broker, real topics, all stages, pages on the console. Only the
// clock is not real: days pass in seconds.
package demo

import (
	"bytes"
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"go.uber.org/zap"

	"firebreak/config"
	"firebreak/daemon"
	"firebreak/daemon/escalation"
	"firebreak/daemon/ingest"
	"firebreak/daemon/source/jsonl"
	"firebreak/daemon/stream"
	"firebreak/detectors"
)

//go:embed demo.yaml stories/*.jsonl
var bundled embed.FS

// Limit is how long a demo may take in all.
const Limit = 55 * time.Second

// Options say how to tell the stories.
type Options struct {
	// Out gets the posts, the pages and the summary. Colour asks for colours in the pages.
	Out    io.Writer
	Colour bool
	Log    *zap.Logger
	// Speed divides the time that the stories take; 1 when 0.
	Speed float64
}

// Result sums a demo up.
type Result struct {
	// Posts were heard, of all kinds; Mentions are what they became on Kafka.
	Posts, Mentions int
	// Incidents are those on Kafka at the end, oldest first.
	Incidents []escalation.Incident
	Took      time.Duration
}

// Pages and Notifies count the tells.
func (r *Result) Pages() int { return r.tells(escalation.LevelPage) }

// Notifies counts the tells of the social team.
func (r *Result) Notifies() int { return r.tells(escalation.LevelNotify) }

func (r *Result) tells(level escalation.Level) int {
	n := 0
	for i := range r.Incidents {
		for _, t := range r.Incidents[i].Tells {
			if t.Level == level {
				n++
			}
		}
	}
	return n
}

// Run tells the stories and returns once every page is out and the daemon has stopped. It leaves nothing behind on disk.
func Run(ctx context.Context, opts Options) (result *Result, err error) {
	ctx, cancel := context.WithTimeout(ctx, Limit)
	defer cancel()
	if opts.Speed == 0 {
		opts.Speed = 1
	}
	if opts.Log == nil {
		opts.Log = zap.NewNop()
	}
	began := time.Now()
	posts, err := stories()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "firebreak-demo-")
	if err != nil {
		return nil, fmt.Errorf("making a folder for the demo: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	cfg, err := configuration(dir, opts.Colour)
	if err != nil {
		return nil, err
	}

	out := &lockedWriter{w: opts.Out}
	clock := newClock(posts, opts.Speed)
	tale := &tale{posts: posts, clock: clock, out: out, done: make(chan struct{})}
	d, err := daemon.New(daemon.Options{
		Config: cfg, Feeds: []ingest.Feed{{Name: "demo", Source: tale}}, Stdout: out, Log: opts.Log, Now: clock.Now, Grace: 5 * time.Second,
	})
	if err != nil {
		return nil, fmt.Errorf("making the demo's daemon: %w", err)
	}
	ended := make(chan error, 1)
	go func() {
		defer close(ended)
		ended <- d.Run(ctx)
	}()
	result = &Result{Posts: len(posts)}
	err = watch(ctx, d, tale, ended, result)
	stopErr := d.Stop(context.WithoutCancel(ctx))
	for range ended {
		// Nothing of the daemon goes on behind the demo's back.
	}
	result.Took = time.Since(began)
	if err := errors.Join(err, stopErr); err != nil {
		return nil, err
	}
	return result, nil
}

// watch waits until the stories are told and everybody was told of them, and reads what is on Kafka then.
func watch(ctx context.Context, d *daemon.Daemon, t *tale, ended <-chan error, result *Result) error {
	select {
	case <-t.done:
	case err := <-ended:
		return errors.Join(errors.New("the demo's daemon ended early"), err)
	case <-ctx.Done():
		return fmt.Errorf("telling the stories: %w", ctx.Err())
	}
	client := d.Client()
	if err := client.AwaitCaughtUp(ctx, daemon.StageScore, stream.TopicMentions, stream.TopicActions); err != nil {
		return err
	}
	if err := t.clock.settle(ctx); err != nil {
		return err
	}
	if err := client.AwaitCaughtUp(ctx, daemon.StageDispatch, stream.TopicIncidents); err != nil {
		return err
	}
	ticker := time.NewTicker(20 * time.Millisecond)
	defer ticker.Stop()
	for !d.Delivered() {
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return fmt.Errorf("waiting for the last page: %w", ctx.Err())
		}
	}
	return count(ctx, client, result)
}

// count reads what the demo left on Kafka.
func count(ctx context.Context, client *stream.Client, result *Result) error {
	offsets, err := client.Offsets(ctx, stream.TopicMentions)
	if err != nil {
		return err
	}
	for _, o := range offsets {
		result.Mentions += int(o.Last - o.First)
	}
	latest := map[string]escalation.Incident{}
	err = client.ReadPartition(ctx, stream.TopicIncidents, 0, -1, -1, func(r stream.Record) error {
		var inc escalation.Incident
		if err := json.Unmarshal(r.Value, &inc); err != nil {
			return fmt.Errorf("reading an incident: %w", err)
		}
		latest[inc.ID] = inc
		return nil
	})
	if err != nil {
		return err
	}
	for _, inc := range latest {
		result.Incidents = append(result.Incidents, inc)
	}
	slices.SortFunc(result.Incidents, func(a, b escalation.Incident) int { return a.OpenedAt.Compare(b.OpenedAt) })
	return nil
}

// stories reads the bundled posts, in order of their time.
func stories() ([]detectors.Mention, error) {
	var posts []detectors.Mention
	files, err := fs.Glob(bundled, "stories/*.jsonl")
	if err != nil {
		return nil, fmt.Errorf("reading the stories: %w", err)
	}
	for _, name := range files {
		data, err := bundled.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("reading the stories: %w", err)
		}
		err = jsonl.Lines(bytes.NewReader(data), func(line []byte, number int) error {
			m, _, err := detectors.DecodeMention(line)
			if err != nil {
				return fmt.Errorf("%s:%d: %w", name, number, err)
			}
			posts = append(posts, m)
			return nil
		}, func(int, string) {})
		if err != nil {
			return nil, fmt.Errorf("reading the stories: %w", err)
		}
	}
	slices.SortStableFunc(posts, func(a, b detectors.Mention) int { return a.CreatedAt.Compare(b.CreatedAt) })
	return posts, nil
}

// configuration is the bundled one, with its broker in dir.
func configuration(dir string, colour bool) (*config.Config, error) {
	text, err := bundled.ReadFile("demo.yaml")
	if err != nil {
		return nil, fmt.Errorf("reading the demo's configuration: %w", err)
	}
	if colour {
		text = bytes.ReplaceAll(text, []byte("color: never"), []byte("color: always"))
	}
	cfg, err := config.Parse("demo.yaml", text, config.WithKinds(daemon.Kinds()))
	if err != nil {
		return nil, fmt.Errorf("reading the demo's configuration: %w", err)
	}
	cfg.Kafka.Dir = dir
	return cfg, nil
}

// lockedWriter keeps posts and pages apart.
type lockedWriter struct {
	mu sync.Mutex
	w  io.Writer
}

func (l *lockedWriter) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.w.Write(p)
}

// Summary is the end of a demo in words.
func (r *Result) Summary() string {
	var b strings.Builder
	fmt.Fprintf(&b, "\n%d posts became %d mentions on Kafka, %d incidents, %d pages and %d notices, in %.0f s.\n", r.Posts, r.Mentions,
		len(r.Incidents), r.Pages(), r.Notifies(), r.Took.Seconds())
	for i := range r.Incidents {
		inc := &r.Incidents[i]
		var tells []string
		for _, t := range inc.Tells {
			tells = append(tells, fmt.Sprintf("%s at %s", t.Level, t.At.Format("02 Jan 15:04")))
		}
		told := "watched, nobody was told"
		if len(tells) > 0 {
			told = strings.Join(tells, ", ")
		}
		what := inc.Topic
		if what == "" && inc.Finding != nil {
			what = inc.Finding.Kind
		}
		fmt.Fprintf(&b, "  %-12s %s: %s\n", inc.Brand, what, told)
	}
	return b.String()
}
