package x

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Why a connection ended, beside what the network says.
var (
	errStalled   = errors.New("nothing came for too long, not even a keep-alive")
	errTold      = errors.New("the server announced a disconnection")
	errOnlyOnce  = errors.New("one connection makes one request")
	errNoAnswer  = errors.New("the server did not answer in time")
	errWasClosed = errors.New("the server closed the connection")
)

// statusError is an answer that is no stream.
type statusError struct {
	code int
	hint string
}

func (e *statusError) Error() string {
	text := fmt.Sprintf("the server answered with status %d %s", e.code, http.StatusText(e.code))
	if e.code == statusEnhanceYourCalm {
		text = "the server answered with status 420, too many connections"
	}
	if e.hint != "" {
		text += ": " + e.hint
	}
	return text
}

// statusEnhanceYourCalm is X's own code for a client that connects too often.
const statusEnhanceYourCalm = 420

func (e *statusError) class() failure {
	if e.code == statusEnhanceYourCalm || e.code == http.StatusTooManyRequests {
		return failureRate
	}
	return failureHTTP
}

// connection is the transport of one connection. The library behind it retries by rules of its own and hides what went wrong; so that it
// cannot, every connection gets a library stream of its own, is answered once, and remembers here how it ended.
type connection struct {
	ctx    context.Context //nolint:containedctx // The life of the connection, which the library's requests do not carry.
	cancel context.CancelCauseFunc
	base   *url.URL
	token  string
	next   http.RoundTripper
	stall  time.Duration
	// opened is called once the stream is open, rejected with every message that cannot be read.
	opened   func()
	rejected func(raw []byte, reason string)

	asked atomic.Bool
	open  atomic.Bool
	heard atomic.Bool
	now   func() time.Time

	mu  sync.Mutex
	end error
	// last is when the stream brought something last, or was opened.
	last time.Time
	// held is the longest time for which the stream was not read.
	held time.Duration
	// deleted are the times of deletions, for which the library has no field, by the id of the status.
	deleted map[string]time.Time
}

// RoundTrip sends the one request of the connection.
func (c *connection) RoundTrip(req *http.Request) (*http.Response, error) {
	if !c.asked.CompareAndSwap(false, true) {
		return nil, errOnlyOnce
	}
	out := req.Clone(c.ctx)
	out.URL.Scheme, out.URL.Host = c.base.Scheme, c.base.Host
	out.URL.Path = path.Join("/", c.base.Path, req.URL.Path)
	out.Host = c.base.Host
	// What is asked for is too long for an address; X takes it as a form as well.
	form := out.URL.RawQuery
	out.URL.RawQuery = ""
	out.Body, out.ContentLength = io.NopCloser(strings.NewReader(form)), int64(len(form))
	out.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	// A compressed stream comes in lumps.
	out.Header.Set("Accept-Encoding", "identity")
	if c.token != "" {
		out.Header.Set("Authorization", "Bearer "+c.token)
	}
	// The answer's header has to come in time too.
	timer := time.AfterFunc(c.stall, func() { c.cancel(errNoAnswer) })
	res, err := c.next.RoundTrip(out)
	timer.Stop()
	if err != nil {
		return nil, c.ended(c.cause(fmt.Errorf("connecting: %w", bare(err))))
	}
	if res.StatusCode != http.StatusOK {
		_, _ = io.CopyN(io.Discard, res.Body, 64<<10)
		return nil, errors.Join(c.ended(&statusError{code: res.StatusCode, hint: hint(res.StatusCode)}), res.Body.Close())
	}
	c.open.Store(true)
	c.touch(0)
	c.opened()
	res.Body = newFramer(c, res.Body)
	return res, nil
}

// hint says what to do about a status.
func hint(code int) string {
	switch code {
	case http.StatusUnauthorized, http.StatusForbidden:
		return "check bearer_token and whether it may stream"
	case http.StatusNotFound, http.StatusGone:
		return "check base_url: X withdrew this stream, a gateway or an enterprise stream is needed"
	case http.StatusNotAcceptable, http.StatusRequestEntityTooLarge, http.StatusRequestedRangeNotSatisfiable:
		return "check track, follow and languages"
	default:
		return ""
	}
}

// longHold is how long a stream has to be left unread for that to be told as a likely reason of its end.
const longHold = 5 * time.Second

// touch notes that the stream brought something, after it was not read for a time.
func (c *connection) touch(held time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.last, c.held = c.now(), max(c.held, held)
}

// lastHeard is when the stream brought something last; zero for one that was never opened.
func (c *connection) lastHeard() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.last
}

// deletedAt remembers when a status was deleted.
func (c *connection) deletedAt(id string, at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.deleted == nil {
		c.deleted = map[string]time.Time{}
	}
	c.deleted[id] = at
}

// takeDeleted returns when a status was deleted, once, or now where that is not known.
func (c *connection) takeDeleted(id string) time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	at, ok := c.deleted[id]
	delete(c.deleted, id)
	if now := c.now(); !ok || at.After(now) {
		return now
	}
	return at
}

// ended remembers why the connection ended, the first time, and returns it.
func (c *connection) ended(err error) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.end == nil {
		c.end = err
	}
	return c.end
}

// reason is why the connection ended.
func (c *connection) reason() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	end := c.end
	if end == nil {
		end = errWasClosed
	}
	if c.held >= longHold {
		end = fmt.Errorf("%w (the stream was not read for %v before, since what it brought could not be handed on)", end, c.held.Round(time.Second))
	}
	return end
}

// cause prefers why the connection was cancelled over what that did to a call.
func (c *connection) cause(err error) error {
	if cause := context.Cause(c.ctx); cause != nil {
		return cause
	}
	return err
}

// bare takes the address, which may hold a secret, out of an error.
func bare(err error) error {
	if u := (*url.Error)(nil); errors.As(err, &u) {
		err = u.Err
	}
	return errors.New(strings.TrimSpace(err.Error()))
}
