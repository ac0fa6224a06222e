package jsonl

import (
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"firebreak/config"
	"firebreak/daemon/source"
)

// Type is the type of this source in the configuration.
const Type = "jsonl"

// stdin is the path of standard input.
const stdin = "-"

const (
	defaultPoll = 10 * time.Second
	minPoll     = 10 * time.Millisecond
)

// Config holds the keys of a source of this type.
type Config struct {
	// Path is a file, a folder whose files *.jsonl are read in the order of their names, or "-" for standard input.
	Path string `yaml:"path" jsonschema:"required,minLength=1" config:"path"`
	// Follow keeps reading what is appended and, in a folder, files that are new. Standard input is always read to its end.
	Follow bool `yaml:"follow,omitempty"`
	// Poll is how often a followed path is looked at where the system does not tell of changes, as on network file systems; 10 s when 0,
	// at least 10 ms.
	Poll time.Duration `yaml:"poll,omitempty"`
}

// Decode reads a source's block of the configuration. The error names every fault with its place.
func Decode(block config.Block) (Config, error) {
	cfg := Config{Poll: defaultPoll}
	if err := block.Decode(&cfg); err != nil {
		return Config{}, err
	}
	return cfg, nil
}

// Options are what a source gets from outside.
type Options struct {
	// Stdin is read where the path is "-"; os.Stdin when nil. Where it is not an *os.File, a Read that blocks delays the end of Run.
	Stdin io.Reader
	// Now is the clock; time.Now when nil.
	Now func() time.Time
}

// New makes a source. It opens nothing: that is Run's.
func New(name string, cfg Config, opts Options) (*Source, error) {
	if cfg.Poll == 0 {
		cfg.Poll = defaultPoll
	}
	switch {
	case cfg.Path == "":
		return nil, errors.New(`path is required: a file, a folder, or "-" for standard input`)
	case cfg.Path == stdin && cfg.Follow:
		return nil, errors.New("follow has no meaning for standard input, which is always read to its end: leave it out")
	case cfg.Poll < minPoll:
		return nil, fmt.Errorf("poll is %v and must be at least %v", cfg.Poll, minPoll)
	}
	if opts.Stdin == nil {
		opts.Stdin = os.Stdin
	}
	if opts.Now == nil {
		opts.Now = time.Now
	}
	return &Source{name: name, cfg: cfg, stdin: opts.Stdin, now: opts.Now}, nil
}

var _ source.Source = (*Source)(nil)
