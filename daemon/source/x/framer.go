package x

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"sync"
	"time"

	"github.com/dghubble/go-twitter/twitter"

	"firebreak/detectors"
)

// framer reads the body of a stream message by message, before the library does: messages that end with LF alone would be glued together
// there, and those that are not what they should be come out half filled. It passes on only what is whole, with CRLF behind it.
type framer struct {
	conn  *connection
	body  io.Closer
	in    *bufio.Reader
	ready bytes.Buffer
	once  sync.Once
	timer *time.Timer
	// idle is since when nothing is being read.
	idle time.Time
}

// shownRaw bounds the bytes of a bad message that are reported.
const shownRaw = 64 << 10

func newFramer(c *connection, body io.ReadCloser) *framer {
	f := &framer{conn: c, body: body, idle: c.now()}
	f.timer = time.AfterFunc(c.stall, func() { c.cancel(errStalled) })
	f.timer.Stop()
	f.in = bufio.NewReaderSize(&watched{framer: f, body: body}, 64<<10)
	return f
}

// watched runs the stall timer while it waits for the server, and only then: that nobody takes what was heard is not the server's silence.
type watched struct {
	framer *framer
	body   io.Reader
}

func (w *watched) Read(p []byte) (int, error) {
	f := w.framer
	held := f.conn.now().Sub(f.idle)
	f.timer.Reset(f.conn.stall)
	n, err := w.body.Read(p)
	f.timer.Stop()
	f.idle = f.conn.now()
	if n > 0 {
		f.conn.heard.Store(true)
		f.conn.touch(held)
	}
	return n, err
}

// Read gives the bytes of whole messages.
func (f *framer) Read(p []byte) (int, error) {
	for f.ready.Len() == 0 {
		line, long, err := f.line()
		switch {
		case long:
			f.conn.rejected(line, "the message is longer than 2 MiB")
		case len(line) > 0:
			f.pass(line)
		}
		if err != nil && f.ready.Len() == 0 {
			if errors.Is(err, io.EOF) {
				err = errWasClosed
			}
			_ = f.conn.ended(f.conn.cause(bareRead(err)))
			return 0, io.EOF
		}
	}
	return f.ready.Read(p)
}

func bareRead(err error) error {
	if errors.Is(err, errWasClosed) {
		return err
	}
	return errors.Join(errors.New("reading"), bare(err))
}

// line reads up to a line end, without it. A line that is too long is read to its end, and only its beginning is kept. At the end of the
// stream a message without a line end is broken off and is given back as it is.
func (f *framer) line() (line []byte, long bool, err error) {
	for {
		part, err := f.in.ReadSlice('\n')
		if long = long || len(line)+len(part) > detectors.MaxLine; long {
			line = append(line, part[:min(len(part), max(0, shownRaw-len(line)))]...)
		} else {
			line = append(line, part...)
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		return bytes.TrimSpace(line), long, err
	}
}

// pass gives a message on if the library can read all of it.
func (f *framer) pass(line []byte) {
	line, reason := f.checked(line)
	if reason != "" {
		f.conn.rejected(line[:min(len(line), shownRaw)], reason)
		return
	}
	f.ready.Write(line)
	f.ready.WriteString("\r\n")
}

// checked says why a message cannot be used, or returns it in a form that the library recognises.
func (f *framer) checked(line []byte) (message []byte, reason string) {
	var top map[string]json.RawMessage
	if err := json.Unmarshal(line, &top); err != nil {
		return line, "the message is no JSON object: " + err.Error()
	}
	_, counted := top["retweet_count"]
	_, user := top["user"]
	_, text := top["text"]
	_, full := top["full_text"]
	switch {
	case counted || user && (text || full):
		var t twitter.Tweet
		if err := json.Unmarshal(line, &t); err != nil {
			return line, "a status with a field of another type: " + err.Error()
		}
		if reason := unusable(&t); reason != "" {
			return line, reason
		}
		if !counted {
			// The library knows a status by this field alone.
			line = append([]byte(`{"retweet_count":0,`), bytes.TrimLeft(line, " \t{")...)
		}
	case top["direct_message"] != nil:
	case top["delete"] != nil:
		id, at := deletion(top["delete"])
		if id == "" || len(id) > maxID {
			return line, "a deletion that names no status"
		}
		if !at.IsZero() {
			f.conn.deletedAt(id, at)
		}
	case top["limit"] != nil:
		if !fits[twitter.StreamLimit](top["limit"]) {
			return line, "a limit notice of another form"
		}
	case top["disconnect"] != nil:
		if !fits[twitter.StreamDisconnect](top["disconnect"]) {
			return line, "a disconnection of another form"
		}
	case top["warning"] != nil:
		if !fits[twitter.StallWarning](top["warning"]) {
			return line, "a warning of another form"
		}
	}
	return line, ""
}

// fits reports whether a value is a T, and not null.
func fits[T any](value json.RawMessage) bool {
	var v *T
	return json.Unmarshal(value, &v) == nil && v != nil
}

// deletion is the id of the status that a deletion names, or "", and when it was deleted, or zero.
func deletion(value json.RawMessage) (id string, at time.Time) {
	var d struct {
		Status *twitter.StatusDeletion `json:"status"`
		Millis json.RawMessage         `json:"timestamp_ms"`
	}
	if err := json.Unmarshal(value, &d); err != nil || d.Status == nil {
		return "", at
	}
	// X writes the number as text.
	n, err := strconv.ParseInt(string(bytes.Trim(d.Millis, `"`)), 10, 64)
	if told := time.UnixMilli(n).UTC(); err == nil && usualTime(told) {
		at = told
	}
	return statusID(d.Status.IDStr, d.Status.ID), at
}

// Close ends the body.
func (f *framer) Close() error {
	f.once.Do(func() { f.timer.Stop() })
	return f.body.Close()
}
