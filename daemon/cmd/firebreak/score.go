package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"firebreak/daemon"
	"firebreak/daemon/ingest"
	"firebreak/daemon/source/jsonl"
	"firebreak/detectors"
)

// scoreChunk is how many mentions are analysed together.
const scoreChunk = 512

// scoreGC is GOGC while scoring, unless the environment sets another than usualGC.
const (
	scoreGC = 400
	usualGC = 100
)

// scoreMoment is how long a batch waits to become full.
const scoreMoment = 2 * time.Millisecond

func newScore() *cobra.Command {
	var file string
	cmd := &cobra.Command{
		Use:   "score [FILE…]",
		Short: "Say what the detectors find in each mention",
		Long: `Reads mentions, one JSON object a line, from files or from stdin, and writes one JSON object for each valid one, in the
same order: its findings, the probability of every head, and the text with personal data and secrets masked. Nothing is left out by the
brand's query. A line that is no mention is named on stderr as FILE:LINE: reason, and the work goes on.`,
		Example: `  firebreak score posts.jsonl
  firebreak score --config firebreak.yaml posts.jsonl | jq 'select(.scores.security_complaint >= 0.5)'
  echo '{"id":"1","source":"x","kind":"post","created_at":"2026-03-02T09:00:00Z","author":{"id":"u"},"text":"you mailed me my password in plain text"}' | firebreak score`,
		RunE: func(cmd *cobra.Command, args []string) error {
			core, err := loadCore(file)
			if err != nil {
				return err
			}
			if len(args) == 0 {
				args = []string{"-"}
			}
			inputs, err := openInputs(args, cmd.InOrStdin())
			if err != nil {
				return err
			}
			defer closeInputs(inputs)
			// Nothing lives longer than its line, so that collecting rarely costs little memory and saves work.
			if set := debug.SetGCPercent(scoreGC); set != usualGC {
				debug.SetGCPercent(set)
			}
			s := &scorer{
				core: core, pipeline: core.Pipeline(true), out: bufio.NewWriterSize(cmd.OutOrStdout(), 1<<16), bad: cmd.ErrOrStderr(),
				progress: newProgress(cmd.ErrOrStderr(), "lines read"),
			}
			return s.run(cmd.Context(), inputs)
		},
	}
	cmd.Flags().StringVar(&file, "config", "", "configuration `FILE`: whose accounts speak for the brand, what is its own")
	return cmd
}

// scorer runs mentions through the detectors.
type scorer struct {
	core     *daemon.Core
	pipeline *ingest.Pipeline
	out      *bufio.Writer
	bad      io.Writer
	progress *progress
}

// run reads on one goroutine and analyses what has come on all cores, so that a pipe gets its answers at once and a file goes fast.
func (s *scorer) run(ctx context.Context, inputs []input) error {
	g, ctx := errgroup.WithContext(ctx)
	posts := make(chan detectors.Mention, scoreChunk)
	g.Go(func() error {
		defer close(posts)
		return s.read(ctx, inputs, posts)
	})
	g.Go(func() error { return s.score(posts) })
	return g.Wait()
}

func (s *scorer) read(ctx context.Context, inputs []input, posts chan<- detectors.Mention) error {
	lines := 0
	for _, in := range inputs {
		bad := func(number int, reason string) { fmt.Fprintf(s.bad, "%s:%d: %s\n", in.name, number, reason) }
		err := jsonl.Lines(in, func(line []byte, number int) error {
			lines++
			s.progress.at(lines)
			m, _, err := detectors.DecodeMention(line)
			if err != nil {
				bad(number, err.Error())
				return nil
			}
			select {
			case posts <- m:
				return nil
			case <-ctx.Done():
				return context.Cause(ctx)
			}
		}, bad)
		if err != nil {
			return fmt.Errorf("reading %s: %w", in.name, err)
		}
	}
	return nil
}

// score places posts in their order, then masks, analyses and writes them down on all cores.
func (s *scorer) score(posts <-chan detectors.Mention) error {
	lines := make([][]byte, runtime.GOMAXPROCS(0))
	for open := true; open; {
		batch, more := gather(posts)
		open = more
		for i := range batch {
			s.pipeline.Place(&batch[i])
		}
		var g errgroup.Group
		for w := range lines {
			from, to := w*len(batch)/len(lines), (w+1)*len(batch)/len(lines)
			g.Go(func() error {
				out := lines[w][:0]
				for i := from; i < to; i++ {
					s.pipeline.Mask(&batch[i])
					scored := s.core.Judge.Score(batch[i])
					out = append(scored.Analysis.AppendJSON(out), '\n')
				}
				lines[w] = out
				return nil
			})
		}
		if err := g.Wait(); err != nil {
			return err
		}
		for w := range lines {
			if _, err := s.out.Write(lines[w]); err != nil {
				return fmt.Errorf("writing the result: %w", err)
			}
		}
		if err := s.out.Flush(); err != nil {
			return fmt.Errorf("writing the result: %w", err)
		}
	}
	return nil
}

// gather waits for a mention and takes what else comes within a moment, and reports whether there will be more. Full batches keep all cores
// busy; whoever writes to a pipe line by line hardly notices the moment.
func gather(posts <-chan detectors.Mention) ([]detectors.Mention, bool) {
	first, ok := <-posts
	if !ok {
		return nil, false
	}
	batch := append(make([]detectors.Mention, 0, scoreChunk), first)
	moment := time.NewTimer(scoreMoment)
	defer moment.Stop()
	for len(batch) < scoreChunk {
		select {
		case m, ok := <-posts:
			if !ok {
				return batch, false
			}
			batch = append(batch, m)
		case <-moment.C:
			return batch, true
		}
	}
	return batch, true
}
