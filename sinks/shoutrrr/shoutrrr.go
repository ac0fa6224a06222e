// Package shoutrrr sends short plain texts to chat and push services, by the addresses of https://github.com/nicholas-fedor/shoutrrr.
package shoutrrr

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/nicholas-fedor/shoutrrr/pkg/router"
	"github.com/nicholas-fedor/shoutrrr/pkg/types"

	"firebreak/config/secret"
	"firebreak/sinks"
	"firebreak/sinks/internal/httpx"
)

// Config holds the keys of this sink.
type Config struct {
	// URL is shoutrrr's address of a service, such as ntfy://…, all of it a secret; or URLFile names a file that holds it.
	URL     secret.String `yaml:"url,omitempty"`
	URLFile string        `yaml:"url_file,omitempty"`
	// Timeout bounds one notification; 10 s when 0.
	Timeout time.Duration `yaml:"timeout,omitempty"`
}

// Sink sends texts. It is safe for concurrent use.
type Sink struct {
	url     secret.Source
	timeout time.Duration
	client  *http.Client
	now     func() time.Time
}

var _ sinks.Notifier = (*Sink)(nil)

// New makes a sink. It reads the address once, to find a fault before it matters; a call reads it anew. now is the wall clock. No error holds
// a part of the address but its service's name.
func New(cfg Config, now func() time.Time) (*Sink, error) {
	src, err := secret.NewSource(cfg.URL, cfg.URLFile)
	if err != nil {
		return nil, fmt.Errorf("url or url_file: %w", err)
	}
	address, err := src.Read()
	if err != nil {
		return nil, fmt.Errorf("url_file: %w", err)
	}
	if cfg.Timeout < 0 {
		return nil, fmt.Errorf("timeout is %v: it cannot be negative", cfg.Timeout)
	}
	s := &Sink{url: src, timeout: cfg.Timeout, client: httpx.Client(cfg.Timeout), now: now}
	if s.timeout == 0 {
		s.timeout = httpx.DefaultTimeout
	}
	name, err := service(address.Reveal())
	if err != nil {
		return nil, fmt.Errorf("url: %w", err)
	}
	// Some services log in as soon as they are made: here nobody is called.
	offline := &line{}
	if _, err := connect(address.Reveal(), offline); err != nil && !offline.called() {
		return nil, fmt.Errorf("url: it is no address of %s that shoutrrr understands", name)
	}
	return s, nil
}

// service returns the name of an address's service, which is all of the address that may be shown.
func service(address string) (string, error) {
	scheme, _, ok := strings.Cut(address, "://")
	name, _, _ := strings.Cut(strings.ToLower(scheme), "+")
	if !ok {
		return "", errors.New("it is not an address such as ntfy://host/topic")
	}
	made, err := new(router.ServiceRouter).NewService(name)
	if err != nil {
		return "", errors.New("shoutrrr knows no such service")
	}
	if _, speaksHTTP := made.(types.HTTPClientSetter); !speaksHTTP {
		return "", fmt.Errorf("%s is not spoken over HTTP, and cannot be used here", name)
	}
	return name, nil
}

// connect makes a service of shoutrrr for one call. Its router would hand the client over too late: one service logs in as soon as it is made.
func connect(address string, l *line) (types.Service, error) {
	at, err := url.Parse(address)
	if err != nil {
		return nil, err
	}
	name, _, custom := strings.Cut(at.Scheme, "+")
	made, err := new(router.ServiceRouter).NewService(name)
	if err != nil {
		return nil, err
	}
	if custom {
		converter, ok := made.(types.CustomURLService)
		if !ok {
			return nil, router.ErrCustomURLsNotSupported
		}
		if at, err = converter.GetServiceURLFromCustom(at); err != nil {
			return nil, err
		}
	}
	setter, ok := made.(types.HTTPClientSetter)
	if !ok {
		return nil, errors.New("it is not spoken over HTTP")
	}
	setter.SetHTTPClient(l)
	if err := made.Initialize(at, nil); err != nil {
		return nil, err
	}
	// Some forget it when they are made.
	setter.SetHTTPClient(l)
	return made, nil
}

// Notify sends one text. An update is not sent: nothing can be changed in place, and every text makes a noise.
func (s *Sink) Notify(ctx context.Context, n sinks.Notification) (sinks.Receipt, error) {
	if n.Event == sinks.EventUpdate {
		return sinks.Receipt{Ref: n.Prior.Ref, Note: "ignored: what was sent cannot be updated"}, nil
	}
	address, err := s.url.Read()
	if err != nil {
		// A file may be in the middle of a rotation: worth a retry.
		return sinks.Receipt{}, fmt.Errorf("shoutrrr: %w", err)
	}
	name, err := service(address.Reveal())
	if err != nil {
		return sinks.Receipt{}, fmt.Errorf("shoutrrr: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, s.timeout)
	defer cancel()
	l := &line{ctx: ctx, client: s.client}
	made, err := connect(address.Reveal(), l)
	if err == nil {
		err = made.Send(message(&n), &types.Params{})
	}
	if bad := l.verdict(name+" by shoutrrr", s.now(), secrets(address.Reveal())); bad != nil {
		return sinks.Receipt{}, bad
	}
	// What shoutrrr says may hold the address in any form, so that it is not passed on.
	switch {
	case ctx.Err() != nil:
		return sinks.Receipt{}, httpx.Failed(name+" by shoutrrr", ctx.Err())
	case err != nil:
		return sinks.Receipt{}, fmt.Errorf("%s by shoutrrr did not take it (what it said may hold the address, and is not shown)", name)
	case !l.called():
		return sinks.Receipt{}, fmt.Errorf("%s by shoutrrr called nobody", name)
	}
	return sinks.Receipt{Ref: n.Key}, nil
}

// secrets returns the parts of an address that must not be shown.
func secrets(address string) []string {
	out := httpx.Secrets(address)
	u, err := url.Parse(address)
	if err != nil {
		return out
	}
	for _, part := range strings.FieldsFunc(u.EscapedPath()+"/"+u.RawQuery, func(r rune) bool { return strings.ContainsRune("/&=,:@", r) }) {
		// Shorter ones are words of the address's form more often than secrets.
		if len(part) > 5 {
			out = append(out, part)
		}
	}
	return out
}

// line is the HTTP client of one call. It ties requests to the call's context, remembers the first trouble, and answers for the service from then on, with a plain
// refusal: shoutrrr's own retries, which sleep, never begin. Without a client it calls nobody.
type line struct {
	ctx    context.Context //nolint:containedctx // A line lives as long as one call, and shoutrrr hands no context through.
	client *http.Client

	mu     sync.Mutex
	calls  int
	status int
	header http.Header
	err    error
}

var _ types.HTTPClient = (*line)(nil)

// Do sends a request.
func (l *line) Do(req *http.Request) (*http.Response, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.calls++
	if l.client == nil || l.status != 0 || l.err != nil {
		return refusal(req), nil
	}
	if _, err := httpx.Address(req.URL.String()); err != nil {
		l.err = sinks.Permanent(fmt.Errorf("the service's address: %w", err))
		return refusal(req), nil
	}
	res, err := l.client.Do(req.WithContext(l.ctx)) //nolint:gosec // The operator configures the address.
	if err != nil {
		l.err = err
		return refusal(req), nil
	}
	if res.StatusCode >= 200 && res.StatusCode < 300 {
		return res, nil
	}
	l.status, l.header = res.StatusCode, res.Header
	if err := res.Body.Close(); err != nil {
		l.err = err
	}
	return refusal(req), nil
}

// refusal is an answer that no service of shoutrrr tries again.
func refusal(req *http.Request) *http.Response {
	return &http.Response{
		Status: "400 Bad Request", StatusCode: http.StatusBadRequest, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: http.Header{}, Body: http.NoBody, Request: req,
	}
}

func (l *line) called() bool { l.mu.Lock(); defer l.mu.Unlock(); return l.calls > 0 }

// verdict returns the error of the first trouble, or nil.
func (l *line) verdict(what string, now time.Time, secrets []string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case sinks.IsPermanent(l.err):
		return sinks.Permanent(httpx.Failed(what, l.err, secrets...))
	case l.status != 0:
		return httpx.Status(what, l.status, l.header, now)
	case l.err != nil:
		return httpx.Failed(what, l.err, secrets...)
	}
	return nil
}
