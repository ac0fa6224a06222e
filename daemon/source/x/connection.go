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

	mu  sync.Mutex
	end error
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
	if c.end == nil {
		return errWasClosed
	}
	return c.end
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
