// Package httpx is what sinks share to speak HTTP: a client with limits, errors that hold no secrets, and what a status means for a retry.
package httpx

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"firebreak/sinks"
)

const (
	// DefaultTimeout bounds one call, from the dial to the end of the answer.
	DefaultTimeout = 10 * time.Second
	// maxAnswer bounds how much of an answer is read.
	maxAnswer = 1 << 20
	// maxPause bounds the pause that a service may ask for.
	maxPause = time.Hour
	// defaultPause is used where a service asks for a pause and does not say how long.
	defaultPause = 30 * time.Second
)

// Client returns a client for one sink. It follows no redirects: an answer from elsewhere is not the service's, and the request holds
// secrets. timeout is DefaultTimeout when 0.
func Client(timeout time.Duration) *http.Client { return ClientTLS(timeout, nil) }

// ClientTLS is Client with its own settings of TLS; nil is Go's.
func ClientTLS(timeout time.Duration, settings *tls.Config) *http.Client {
	if timeout == 0 {
		timeout = DefaultTimeout
	}
	return &http.Client{
		Timeout: timeout,
		Transport: &limited{&http.Transport{
			Proxy:                 http.ProxyFromEnvironment,
			DialContext:           (&net.Dialer{Timeout: timeout, KeepAlive: 30 * time.Second}).DialContext,
			TLSHandshakeTimeout:   timeout,
			ResponseHeaderTimeout: timeout,
			MaxIdleConns:          4,
			MaxIdleConnsPerHost:   2,
			IdleConnTimeout:       60 * time.Second,
			ForceAttemptHTTP2:     true,
			TLSClientConfig:       settings,
		}},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// limited bounds the answers that are read.
type limited struct{ next *http.Transport }

// RoundTrip sends a request.
func (l *limited) RoundTrip(req *http.Request) (*http.Response, error) {
	res, err := l.next.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	res.Body = &limitedBody{Reader: io.LimitReader(res.Body, maxAnswer), body: res.Body}
	return res, nil
}

// CloseIdleConnections lets http.Client.CloseIdleConnections through.
func (l *limited) CloseIdleConnections() { l.next.CloseIdleConnections() }

type limitedBody struct {
	io.Reader
	body io.ReadCloser
}

// Close drains what is left within the limit, so that the connection can be used again.
func (b *limitedBody) Close() error {
	_, _ = io.Copy(io.Discard, b.Reader)
	return b.body.Close()
}

// Call is a client for one call, for libraries that take one with a method Do and do not tell well what became of it: it remembers the
// service's status, header and refusal, or the error that there was instead of an answer. It is not safe for concurrent use.
type Call struct {
	Client *http.Client
	// Status is 0 until there is an answer. Body is that of a refusal.
	Status int
	Header http.Header
	Body   []byte
	// Err is why there was no answer.
	Err error
}

// Do sends a request.
func (c *Call) Do(req *http.Request) (*http.Response, error) {
	res, err := c.Client.Do(req) //nolint:gosec // The operator configures the address.
	c.Status, c.Header, c.Body, c.Err = 0, nil, nil, err
	if err != nil {
		return nil, err
	}
	c.Status, c.Header = res.StatusCode, res.Header
	if res.StatusCode >= 200 && res.StatusCode < 300 {
		return res, nil
	}
	// What cannot be read of a refusal does not matter: its status says enough.
	c.Body, _ = io.ReadAll(res.Body)
	err = res.Body.Close()
	res.Body = io.NopCloser(bytes.NewReader(c.Body))
	return res, err
}

// Status classifies an answer's status. nil is success. what says what was called, for the error; it must hold no secret.
func Status(what string, status int, header http.Header, now time.Time) error {
	if status >= 200 && status < 300 {
		return nil
	}
	err := fmt.Errorf("%s answered with status %d %s", what, status, http.StatusText(status))
	switch {
	case status == http.StatusTooManyRequests:
		return sinks.RetryAfter(pause(header, now, defaultPause), err)
	case status == http.StatusServiceUnavailable && header.Get("Retry-After") != "":
		return sinks.RetryAfter(pause(header, now, defaultPause), err)
	case status == http.StatusRequestTimeout || status == http.StatusTooEarly || status >= 500:
		return err
	case status == http.StatusFound || status == http.StatusSeeOther || status == http.StatusTemporaryRedirect:
		// A balancer during maintenance: it is not followed, and may be over soon.
		return err
	default:
		return sinks.Permanent(err)
	}
}

// pause reads Retry-After: seconds or a date (RFC 9110, section 10.2.3).
func pause(header http.Header, now time.Time, otherwise time.Duration) time.Duration {
	v := strings.TrimSpace(header.Get("Retry-After"))
	if seconds, err := strconv.ParseFloat(v, 64); err == nil && seconds >= 0 {
		return min(time.Duration(min(seconds, maxPause.Seconds())*float64(time.Second)), maxPause)
	}
	if at, err := http.ParseTime(v); err == nil {
		return min(max(at.Sub(now), 0), maxPause)
	}
	return otherwise
}

// Failed makes an error of a call that got no answer. The address, which may hold a secret, is taken out; every secret given is blotted
// out of the text. A call that was cancelled keeps its context's error.
func Failed(what string, err error, secrets ...string) error {
	if err == nil {
		return nil
	}
	if bare := (*url.Error)(nil); errors.As(err, &bare) {
		err = bare.Err
	}
	if errors.Is(err, context.Canceled) {
		return fmt.Errorf("%s: %w", what, context.Canceled)
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("%s: %w", what, context.DeadlineExceeded)
	}
	return errors.New(what + ": " + Blot(err.Error(), secrets...))
}

// Secrets returns the parts of an address that may hold one, for Failed: all of it, its user, path and query.
func Secrets(address string) []string {
	out := []string{address}
	u, err := url.Parse(address)
	if err != nil {
		return out
	}
	if password, ok := u.User.Password(); ok {
		out = append(out, password)
	}
	for _, part := range []string{u.User.Username(), u.RequestURI(), u.EscapedPath(), u.Path, u.RawQuery} {
		if len(part) > 1 {
			out = append(out, part)
		}
	}
	return out
}

// Blot takes secrets out of a text.
func Blot(text string, secrets ...string) string {
	for _, s := range secrets {
		if s == "" {
			continue
		}
		text = strings.ReplaceAll(text, s, "[secret]")
		if escaped := url.QueryEscape(s); escaped != s {
			text = strings.ReplaceAll(text, escaped, "[secret]")
		}
	}
	return text
}

// Address checks an address that a configuration names: http or https, with a host. Plain http is allowed on loopback only.
func Address(text string) (*url.URL, error) {
	u, err := url.Parse(text)
	if err != nil {
		return nil, errors.New("it is not an address")
	}
	switch {
	case u.Host == "":
		return nil, errors.New("it names no host: write it as https://host/path")
	case u.Scheme == "https":
	case u.Scheme == "http" && loopback(u.Hostname()):
	case u.Scheme == "http":
		return nil, errors.New("it is not encrypted: use https (http is for loopback only)")
	default:
		return nil, errors.New("it begins with neither https:// nor http://")
	}
	return u, nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
