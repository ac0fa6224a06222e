package jsonl

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/cespare/xxhash/v2"
)

// markSpan is how many bytes at the start of a file, and before a position in it, the mark of the position is made of.
const markSpan = 1024

// cursorVersion is the version of the cursor's form.
const cursorVersion = 1

// position is how much of a file was taken. It belongs to content, not to a name: Mark tells whether a file has at its start and before
// the offset what it had there when it was read. Numbers that a file system gives its files would not do, as they are used again.
type position struct {
	Name   string `json:"name"`
	Offset int64  `json:"offset"`
	Lines  int    `json:"lines"`
	Mark   string `json:"mark"`
	// Modified is when the file was changed last, as it was when it was last seen under its name: what took its name since was changed
	// then or later.
	Modified time.Time `json:"modified"`
}

// cursor is what is saved.
type cursor struct {
	Version int        `json:"version"`
	At      time.Time  `json:"at"`
	Files   []position `json:"files"`
}

// decodeCursor reads a saved cursor; none is an empty one.
func decodeCursor(data []byte) (cursor, error) {
	var c cursor
	if len(data) == 0 {
		return c, nil
	}
	if err := json.Unmarshal(data, &c); err != nil {
		return cursor{}, fmt.Errorf("decoding the cursor: %w", err)
	}
	if c.Version != cursorVersion {
		return cursor{}, fmt.Errorf("decoding the cursor: its version is %d, not %d", c.Version, cursorVersion)
	}
	for _, p := range c.Files {
		if p.Name == "" || p.Offset < 0 || p.Lines < 0 {
			return cursor{}, errors.New("decoding the cursor: it has a place that cannot be")
		}
	}
	return c, nil
}

// mark computes the mark of a position in a file. Of a file that is shorter by now it is an error.
func mark(file io.ReaderAt, offset int64) (string, error) {
	digest := xxhash.New()
	span := min(markSpan, offset)
	buf := make([]byte, span)
	for _, at := range []int64{0, offset - span} {
		if n, err := file.ReadAt(buf, at); n < len(buf) {
			return "", fmt.Errorf("reading what was read before: %w", err)
		}
		_, _ = digest.Write(buf)
	}
	return fmt.Sprintf("%016x", digest.Sum64()), nil
}

// holds reports whether file has the content that the position was taken in.
func (p *position) holds(file io.ReaderAt) bool {
	if p.Offset == 0 {
		return true
	}
	have, err := mark(file, p.Offset)
	return err == nil && have == p.Mark
}

// heldBy is holds for a file that is not open.
func (p *position) heldBy(path string) (bool, error) {
	file, err := os.Open(path)
	if err != nil {
		return false, err
	}
	defer func() { _ = file.Close() }()
	return p.holds(file), nil
}
