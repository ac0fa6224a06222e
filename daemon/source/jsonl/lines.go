package jsonl

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"

	"firebreak/detectors"
)

// MaxLine is the longest line read, in bytes, without its line end. It is the limit of the mention contract.
const MaxLine = detectors.MaxLine

// bufferSize is the size of one read. Lines that fit are handed out without being copied.
const bufferSize = 128 << 10

// bom is the UTF-8 byte order mark that some editors put at the start of a file.
const bom = "\ufeff"

// errMore says that the input ended, for now, and that what was read of the last line is kept for when it grows.
var errMore = errors.New("the input ends here so far")

// Lines reads r to its end and calls fn with each line, without its line end ("\n" or "\r\n"), and with its number, which starts at 1.
// Lines that are empty or only white space are counted and left out, as is a UTF-8 byte order mark at the start; a last line without a
// line end counts as a line. A line of more than MaxLine bytes is never held in memory: onBad, which may be nil, gets its number and the
// reason, and reading goes on behind it. NUL bytes are bytes like others.
//
// The slice is valid, and may be changed, only until fn returns. The error of fn ends the reading and is returned as it is; an error of
// r is returned wrapped, and the line that it cuts short is not handed out. Lines starts no goroutines.
func Lines(r io.Reader, fn func(line []byte, number int) error, onBad func(number int, reason string)) error {
	in := newLineReader(r, place{})
	for {
		l, err := in.next()
		if errors.Is(err, errMore) {
			if l, err = in.rest(); errors.Is(err, errMore) {
				return nil
			}
		}
		if err != nil {
			return err
		}
		switch {
		case l.tooLong:
			if onBad != nil {
				onBad(l.end.lines, reasonTooLong())
			}
		case !blank(l.text):
			if err := fn(l.text, l.end.lines); err != nil {
				return err
			}
		}
	}
}

// reasonTooLong words why a line was left out.
func reasonTooLong() string {
	return fmt.Sprintf("the line is longer than %d bytes and was left out", MaxLine)
}

// blank reports whether a line has nothing but white space.
func blank(line []byte) bool { return len(bytes.TrimSpace(line)) == 0 }

// place is how much of an input was read.
type place struct {
	// lines counts the lines, offset the bytes.
	lines  int
	offset int64
}

// line is one line of an input.
type line struct {
	// text is the line without its end and without a byte order mark, valid until the next call of the reader.
	text []byte
	// end is the place behind the line and its end; end.lines is the number of the line, from 1.
	end place
	// tooLong reports that the line is over MaxLine; text is then its beginning only.
	tooLong bool
}

// shown is how much of a line that is too long is kept to be shown.
const shown = 512

// lineReader cuts an input into lines. At the end of the input it can go on where it stopped once the input has grown. It belongs to one
// goroutine.
type lineReader struct {
	in *bufio.Reader
	// partial is what was read so far of a line that did not fit the buffer or has not ended yet.
	partial []byte
	// size is the number of bytes read of that line, more than len(partial) once it is too long.
	size int64
	// at is the place behind the last line that was handed out.
	at place
}

// newLineReader reads r, whose first byte is at the place at.
func newLineReader(r io.Reader, at place) *lineReader {
	return &lineReader{in: bufio.NewReaderSize(r, bufferSize), at: at}
}

// next returns the next line that has a line end. At the end of the input it returns errMore; called again it reads on.
func (r *lineReader) next() (line, error) {
	// What the line before left here has been used by now.
	if r.size == 0 {
		r.partial = r.partial[:0]
		// One very long line must not hold its memory for the rest of a long life.
		if cap(r.partial) > 4*bufferSize {
			r.partial = nil
		}
	}
	for {
		part, err := r.in.ReadSlice('\n')
		if err == nil && r.size == 0 {
			return r.finish(part, int64(len(part))), nil
		}
		r.keep(part)
		switch {
		case err == nil:
			return r.finish(r.partial, r.size), nil
		case errors.Is(err, bufio.ErrBufferFull):
		case errors.Is(err, io.EOF):
			return line{}, errMore
		default:
			return line{}, fmt.Errorf("reading line %d: %w", r.at.lines+1, err)
		}
	}
}

// rest returns what was read of the last line although it has no line end, or errMore when there is nothing.
func (r *lineReader) rest() (line, error) {
	if r.size == 0 {
		return line{}, errMore
	}
	return r.finish(r.partial, r.size), nil
}

// longest is the longest line worth keeping: with a byte order mark and a line end.
const longest = MaxLine + len(bom) + len("\r\n")

// keep adds to the partial line. Of a line that is too long only the beginning is kept.
func (r *lineReader) keep(part []byte) {
	r.size += int64(len(part))
	if r.size <= int64(longest) {
		r.partial = append(r.partial, part...)
		return
	}
	if len(r.partial) < shown {
		r.partial = append(r.partial, part[:min(len(part), shown)]...)
	}
	if len(r.partial) > shown {
		// A copy, so that the rest can be freed.
		r.partial = bytes.Clone(r.partial[:shown])
	}
}

// finish counts a line of size bytes, of which raw is what was kept.
func (r *lineReader) finish(raw []byte, size int64) line {
	first := r.at.offset == 0
	r.at.lines++
	r.at.offset += size
	r.size = 0
	if size > int64(longest) {
		return line{text: raw, end: r.at, tooLong: true}
	}
	if first {
		raw = bytes.TrimPrefix(raw, []byte(bom))
	}
	if cut, ok := bytes.CutSuffix(raw, []byte("\n")); ok {
		raw = bytes.TrimSuffix(cut, []byte("\r"))
	}
	l := line{text: raw, end: r.at}
	if len(raw) > MaxLine {
		l.text, l.tooLong = raw[:shown], true
	}
	return l
}
