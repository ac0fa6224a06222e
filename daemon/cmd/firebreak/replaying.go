package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"firebreak/config"
	"firebreak/daemon"
	"firebreak/daemon/replay"
	"firebreak/daemon/replay/recorded"
)

// errInterrupted ends a replay that was stopped: what it found until then was written.
var errInterrupted = errors.New("interrupted: what was written is of the part that was replayed")

// replayFlags are the flags of every command that replays.
type replayFlags struct {
	inputs []string
	tail   time.Duration
	all    bool
	kafka  rangeFlags
}

func (r *replayFlags) add(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringArrayVar(&r.inputs, "input", nil, "`FILE` of mentions, one JSON object a line; - is stdin; may be repeated")
	flags.DurationVar(&r.tail, "tail", 0, "let the clock run on for this long after the last record, such as 24h")
	flags.BoolVar(&r.all, "all", false, "take every record of a file, also those that concern no brand")
	r.kafka.add(cmd)
}

// check takes the arguments, which are inputs too, and refuses flags that do not go together.
func (r *replayFlags) check(cmd *cobra.Command, args []string) error {
	r.inputs = append(r.inputs, args...)
	if r.tail < 0 {
		return usage(fmt.Errorf("--tail %v is negative", r.tail))
	}
	return r.kafka.check(cmd, len(r.inputs) > 0, r.all)
}

// setup is a configuration with what was made of it.
type setup struct {
	file string
	cfg  *config.Config
	core *daemon.Core
}

// name is how messages call it.
func (s *setup) name() string {
	if s.file == "" {
		return "the default configuration"
	}
	return s.file
}

// setups loads configurations. Without a file, a range of Kafka is that of a daemon that runs here without one.
func (r *replayFlags) setups(files ...string) ([]*setup, error) {
	out := make([]*setup, len(files))
	for i, file := range files {
		cfg, err := loadConfig(file)
		if err != nil {
			return nil, err
		}
		if file == "" && r.kafka.asked() {
			cfg = daemon.TrialConfig()
		}
		core, err := daemon.NewCore(cfg)
		if err != nil {
			return nil, usage(err)
		}
		out[i] = &setup{file: file, cfg: cfg, core: core}
	}
	return out, nil
}

// outcome is what replaying came to.
type outcome struct {
	replayers []*replay.Replayer
	totals    []replay.Totals
	// recorded reports that a range of Kafka was read, tally what it held.
	recorded bool
	tally    recorded.Tally
}

// take gives an event to every replayer.
func (o *outcome) take(e replay.Event) error {
	for _, r := range o.replayers {
		if err := r.Take(e); err != nil {
			return err
		}
	}
	return nil
}

// finish applies what waits, lets the last clocks run out where everything was read, and takes the totals.
func (o *outcome) finish(whole bool, until time.Time) error {
	for _, r := range o.replayers {
		finish := r.Flush
		if whole {
			finish = func() error { return r.Finish(until) }
		}
		if err := finish(); err != nil {
			return err
		}
		o.totals = append(o.totals, r.Totals())
	}
	return nil
}

// replayAll replays what the flags name under configurations, with the options of each. Where it is interrupted, the outcome is there all the
// same, and the error is errInterrupted.
func replayAll(cmd *cobra.Command, setups []*setup, run *replayFlags, opts []replay.Options) (*outcome, error) {
	var out *outcome
	var err error
	if run.kafka.asked() {
		out, err = replayRange(cmd, setups, &run.kafka, run.tail, opts)
	} else {
		out, err = replayFiles(cmd, setups, run, opts)
	}
	if err != nil && out != nil && cmd.Context().Err() != nil && errors.Is(err, context.Canceled) {
		err = errInterrupted
	}
	if out != nil {
		out.warnings(cmd.ErrOrStderr(), setups, &run.kafka)
	}
	return out, err
}

// replayFiles replays files, one configuration after the other.
func replayFiles(cmd *cobra.Command, setups []*setup, run *replayFlags, opts []replay.Options) (*outcome, error) {
	names, remove := run.inputs, func() {}
	if len(setups) > 1 {
		var err error
		if names, remove, err = keepStdin(names, cmd.InOrStdin()); err != nil {
			return nil, err
		}
	}
	defer remove()
	out := &outcome{}
	for i, s := range setups {
		opts[i].Tail = run.tail
		opts[i].Progress = newProgress(cmd.ErrOrStderr(), "lines replayed").at
		if i == 0 {
			// Later runs read the same lines: what is wrong with them was said.
			opts[i].Bad = badLines(cmd.ErrOrStderr())
		}
		r := replay.New(s.core.Pipeline(run.all), s.core.Judge, s.core.Engine, opts[i])
		err := readFiles(cmd, names, r)
		if err != nil && cmd.Context().Err() != nil {
			err = errors.Join(err, r.Flush())
		}
		out.replayers, out.totals = append(out.replayers, r), append(out.totals, r.Totals())
		if err != nil {
			return out, err
		}
	}
	return out, nil
}

func readFiles(cmd *cobra.Command, names []string, r *replay.Replayer) error {
	stdin, closeIn := interruptible(cmd.Context(), cmd.InOrStdin())
	defer closeIn()
	files, err := openInputs(names, stdin)
	if err != nil {
		return err
	}
	defer closeInputs(files)
	in := make([]replay.Input, len(files))
	for i, f := range files {
		in[i] = replay.Input{Name: f.name, Reader: f}
	}
	_, err = r.Run(cmd.Context(), in...)
	return err
}

// interruptible is an input whose reader need not wait for ever for one that is silent: a read ends with ctx. It begins to read at the first
// use; the end function must be called.
func interruptible(ctx context.Context, in io.Reader) (out io.Reader, end func()) {
	reader, writer := io.Pipe()
	stop := context.AfterFunc(ctx, func() { _ = reader.CloseWithError(ctx.Err()) })
	start := sync.OnceFunc(func() {
		go func() {
			_, err := io.Copy(writer, in)
			_ = writer.CloseWithError(err)
		}()
	})
	return readerFunc(func(p []byte) (int, error) {
			start()
			return reader.Read(p)
		}), func() {
			stop()
			_ = reader.Close()
		}
}

type readerFunc func(p []byte) (int, error)

// Read calls the function.
func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

// badLines names lines that are no mentions.
func badLines(w io.Writer) func(name string, line int, reason string) {
	return func(name string, line int, reason string) { fmt.Fprintf(w, "%s:%d: %s\n", name, line, reason) }
}
