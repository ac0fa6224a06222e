package jsonl_test

import (
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"firebreak/daemon/source"
	"firebreak/daemon/source/jsonl"
	"firebreak/daemon/source/sourcetest"
	"firebreak/detectors"
)

// disk is a platform that writes lines to files.
type disk struct {
	t   *testing.T
	cfg jsonl.Config
	// name returns the file that comes next.
	name func() string
}

func (d *disk) Source() source.Source {
	s, err := jsonl.New("disk", d.cfg, jsonl.Options{Now: hasty()})
	require.NoError(d.t, err)
	return s
}

// hasty returns a clock that goes on by two seconds whenever it is read, so that cursors are saved at each occasion.
func hasty() func() time.Time {
	var reads atomic.Int64
	start := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	return func() time.Time { return start.Add(time.Duration(reads.Add(1)) * 2 * time.Second) }
}

func (d *disk) Post(posts ...detectors.Mention) {
	var lines []byte
	for i := range posts {
		raw, err := detectors.EncodeMention(&posts[i])
		require.NoError(d.t, err)
		lines = append(append(lines, raw...), '\n')
	}
	write(d.t, d.name(), lines)
}

func (d *disk) Raw(record []byte) {
	write(d.t, d.name(), append(record[:len(record):len(record)], '\n'))
}

// write appends to a file.
func write(t *testing.T, path string, data []byte) {
	t.Helper()
	file, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	require.NoError(t, err)
	_, err = file.Write(data)
	require.NoError(t, err)
	require.NoError(t, file.Close())
}

func TestConformance(t *testing.T) {
	tests := []struct {
		name           string
		folder, follow bool
		traits         sourcetest.Traits
	}{
		{"file", false, false, sourcetest.Traits{Resumes: true, Ends: true, ReadsMentions: true}},
		{"followed file", false, true, sourcetest.Traits{Resumes: true, ReadsMentions: true}},
		{"folder", true, false, sourcetest.Traits{Resumes: true, Ends: true, ReadsMentions: true}},
		{"followed folder", true, true, sourcetest.Traits{Resumes: true, ReadsMentions: true}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			sourcetest.Run(t, tt.traits, func(t *testing.T) sourcetest.Platform {
				t.Helper()
				dir := t.TempDir()
				d := &disk{t: t, cfg: jsonl.Config{Path: dir, Follow: tt.follow, Poll: time.Second}}
				one := filepath.Join(dir, "posts.jsonl")
				d.name = func() string { return one }
				if tt.folder {
					n := 0
					d.name = func() string {
						n++
						return filepath.Join(dir, "posts-"+string(rune('a'+n/26%26))+string(rune('a'+n%26))+".jsonl")
					}
				} else {
					d.cfg.Path = one
					write(t, one, nil)
				}
				return d
			})
		})
	}
}
