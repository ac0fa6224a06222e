package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"firebreak/config"
	"firebreak/daemon"
)

// input is one file of a command line, or stdin.
type input struct {
	// name stands in messages.
	name string
	io.ReadCloser
}

// openInputs opens files in order; "-" is stdin. Nothing stays open on an error.
func openInputs(files []string, stdin io.Reader) ([]input, error) {
	var out []input
	for _, name := range files {
		if name == "-" {
			out = append(out, input{name: "stdin", ReadCloser: io.NopCloser(stdin)})
			continue
		}
		f, err := openFile(name)
		if err != nil {
			closeInputs(out)
			return nil, err
		}
		out = append(out, input{name: name, ReadCloser: f})
	}
	return out, nil
}

func openFile(name string) (*os.File, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("opening the input: %w", err)
	}
	if info, err := f.Stat(); err == nil && info.IsDir() {
		_ = f.Close()
		return nil, fmt.Errorf("opening the input: %s is a folder, name its files", name)
	}
	return f, nil
}

func closeInputs(inputs []input) {
	for _, in := range inputs {
		// Only read from: nothing can be lost.
		_ = in.Close()
	}
}

// loadConfig reads a configuration file, or returns the defaults when none is named. A file that is at fault is wrong use.
func loadConfig(file string) (*config.Config, error) {
	if file == "" {
		return config.Default(), nil
	}
	cfg, err := daemon.LoadConfig(file)
	if err != nil {
		return nil, usage(fmt.Errorf("the configuration is at fault:\n%w", err))
	}
	return cfg, nil
}

// loadCore makes the core that a configuration file asks for. A file that is at fault is wrong use.
func loadCore(file string) (*daemon.Core, error) {
	cfg, err := loadConfig(file)
	if err != nil {
		return nil, err
	}
	core, err := daemon.NewCore(cfg)
	return core, usage(err)
}

// progress tells a person at a terminal how far long work is; it says nothing to files and pipes.
type progress struct {
	w    io.Writer
	what string
	now  func() time.Time
	last time.Time
	on   bool
}

// progressEvery is how often a line of progress is printed.
const progressEvery = 2 * time.Second

func newProgress(w io.Writer, what string) *progress {
	return &progress{w: w, what: what, now: time.Now, last: time.Now(), on: isTerminal(w)}
}

// at reports a count; it prints at most every progressEvery.
func (p *progress) at(count int) {
	if p.due() {
		fmt.Fprintf(p.w, "firebreak: %d %s …\n", count, p.what)
	}
}

// of reports a count out of all, and the time that the work has come to.
func (p *progress) of(count, all int64, at time.Time) {
	if p.due() {
		fmt.Fprintf(p.w, "firebreak: %d of %d %s, %s …\n", count, all, p.what, timeText(at))
	}
}

func (p *progress) due() bool {
	if !p.on {
		return false
	}
	now := p.now()
	if now.Sub(p.last) < progressEvery {
		return false
	}
	p.last = now
	return true
}

func isTerminal(w any) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0 && f.Name() != os.DevNull
}
