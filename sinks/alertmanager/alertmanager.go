// Package alertmanager posts alerts to Prometheus Alertmanagers (API v2, https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml).
package alertmanager

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"firebreak/config/secret"
	"firebreak/sinks"
	"firebreak/sinks/internal/httpx"
	"firebreak/sinks/internal/text"
)

const (
	what = "Alertmanager"
	path = "/api/v2/alerts"
	// maxKey is the longest key, in bytes, as the dispatcher makes them.
	maxKey = 255
	// defaultHold outlasts the 30 days for which a thread is kept.
	defaultHold = 31 * 24 * time.Hour
	// endTime is how long after the end every address of a cluster must hear of it, as Prometheus posts what is over for 15 minutes.
	endTime = 15 * time.Minute
)

// Config holds the keys of this sink.
type Config struct {
	// URLs are the addresses of all Alertmanagers of one cluster, with the prefix of their route, if any.
	URLs []string `yaml:"urls" jsonschema:"required,minItems=1"`
	// PlainHTTP allows http to other machines, without credentials.
	PlainHTTP bool `yaml:"plain_http,omitempty"`
	// Username and Password, or PasswordFile, are for basic authentication.
	Username     string        `yaml:"username,omitempty"`
	Password     secret.String `yaml:"password,omitempty"`
	PasswordFile string        `yaml:"password_file,omitempty"`
	// Token, or TokenFile, is a bearer token.
	Token     secret.String `yaml:"token,omitempty"`
	TokenFile string        `yaml:"token_file,omitempty"`
	// CAFile names certificates to trust instead of the system's.
	CAFile string `yaml:"ca_file,omitempty"`
	// Labels are put on every alert, for Alertmanager's routes.
	Labels map[string]string `yaml:"labels,omitempty"`
	// Hold is how long an alert lasts without an end; 744 h when 0.
	Hold time.Duration `yaml:"hold,omitempty"`
	// Timeout bounds one call; 10 s when 0.
	Timeout time.Duration `yaml:"timeout,omitempty"`
}

// Sink posts alerts. It is safe for concurrent use.
type Sink struct {
	urls     []*url.URL
	username string
	// secret is the password or the token; zero without authentication.
	secret secret.Source
	labels map[string]string
	hold   time.Duration
	client *http.Client
	now    func() time.Time
}

var _ sinks.Notifier = (*Sink)(nil)

// New makes a sink. It reads the secret and the certificates once, to find a fault before it matters; a call reads the secret anew. now is the
// wall clock.
func New(cfg Config, now func() time.Time) (*Sink, error) {
	s := &Sink{username: cfg.Username, labels: maps.Clone(cfg.Labels), hold: cfg.Hold, now: now}
	var err error
	if s.urls, err = addresses(cfg.URLs, cfg.PlainHTTP); err != nil {
		return nil, err
	}
	if s.secret, err = credentials(&cfg); err != nil {
		return nil, err
	}
	if !s.secret.IsZero() && slices.ContainsFunc(s.urls, func(u *url.URL) bool { return u.Scheme == "http" && cfg.PlainHTTP }) {
		return nil, errors.New("plain_http: a password or token would go over the network in the clear: use https")
	}
	if err := checkLabels(cfg.Labels); err != nil {
		return nil, err
	}
	switch {
	case cfg.Timeout < 0:
		return nil, fmt.Errorf("timeout is %v: it cannot be negative", cfg.Timeout)
	case cfg.Hold < 0 || cfg.Hold > 0 && cfg.Hold < time.Hour:
		return nil, fmt.Errorf("hold is %v: an hour is the least, so that no alert ends before its incident", cfg.Hold)
	case cfg.Hold == 0:
		s.hold = defaultHold
	}
	settings, err := httpx.TLS(cfg.CAFile)
	if err != nil {
		return nil, fmt.Errorf("ca_file: %w", err)
	}
	s.client = httpx.ClientTLS(cfg.Timeout, settings)
	return s, nil
}

// addresses parses the addresses of a cluster.
func addresses(urls []string, plain bool) ([]*url.URL, error) {
	if len(urls) == 0 {
		return nil, errors.New("urls is required: one address, or all of a cluster")
	}
	out := make([]*url.URL, 0, len(urls))
	for i, raw := range urls {
		checked := raw
		if rest, ok := strings.CutPrefix(raw, "http://"); ok && plain {
			checked = "https://" + rest
		}
		if _, err := httpx.Address(checked); err != nil {
			if strings.HasPrefix(raw, "http://") {
				return nil, fmt.Errorf("urls[%d]: %w; plain_http allows it", i, err)
			}
			return nil, fmt.Errorf("urls[%d]: %w", i, err)
		}
		u, err := url.Parse(raw)
		switch {
		case err != nil:
			return nil, fmt.Errorf("urls[%d]: it is not an address", i)
		case u.User != nil:
			return nil, fmt.Errorf("urls[%d]: it holds a user: use username and password_file", i)
		case u.RawQuery != "" || u.Fragment != "":
			return nil, fmt.Errorf("urls[%d]: it ends in a query or a fragment: an address such as https://alertmanager.example/prefix is wanted", i)
		}
		u = u.JoinPath(path)
		if slices.ContainsFunc(out, func(o *url.URL) bool { return o.String() == u.String() }) {
			return nil, fmt.Errorf("urls[%d]: %s is there twice", i, u.Host)
		}
		out = append(out, u)
	}
	return out, nil
}

// credentials returns the password or the token, or neither.
func credentials(cfg *Config) (secret.Source, error) {
	password := !cfg.Password.IsZero() || cfg.PasswordFile != ""
	token := !cfg.Token.IsZero() || cfg.TokenFile != ""
	name, value, file := "password", cfg.Password, cfg.PasswordFile
	switch {
	case password && token:
		return secret.Source{}, errors.New("a password and a token are set: use one of them")
	case password && cfg.Username == "":
		return secret.Source{}, errors.New("username is required beside a password")
	case cfg.Username != "" && !password:
		return secret.Source{}, errors.New("username is set without password_file")
	case token:
		name, value, file = "token", cfg.Token, cfg.TokenFile
	case !password:
		return secret.Source{}, nil
	}
	src, err := secret.NewSource(value, file)
	if err != nil {
		return secret.Source{}, fmt.Errorf("%s or %s_file: %w", name, name, err)
	}
	if _, err := src.Read(); err != nil {
		return secret.Source{}, fmt.Errorf("%s_file: %w", name, err)
	}
	return src, nil
}

// checkLabels refuses labels that are none, and those that name an alert.
func checkLabels(labels map[string]string) error {
	// As Prometheus has had it all along; later versions allow more.
	valid := regexp.MustCompile(`^[a-zA-Z_][a-zA-Z0-9_]*$`)
	for _, name := range slices.Sorted(maps.Keys(labels)) {
		switch {
		case !valid.MatchString(name):
			return fmt.Errorf("labels: %q is no name of a label: letters, digits and _ are allowed, no digit first", name)
		case name == labelBrand || name == labelIncident || name == labelKey || name == labelTest:
			return fmt.Errorf("labels: %s is set by firebreak", name)
		case labels[name] == "" || len(labels[name]) > maxLabel || text.Line(labels[name], maxLabel) != labels[name]:
			return fmt.Errorf("labels: %s must be one line of 1 to %d bytes", name, maxLabel)
		}
	}
	return nil
}

// Notify posts the alert that n.Key names to every address. One that accepts it is enough, as with Prometheus, since a cluster tells people
// once; the receipt notes the others. Only the end has to reach every address that is not at fault for good, for 15 minutes: one that missed it
// would go on telling.
func (s *Sink) Notify(ctx context.Context, n sinks.Notification) (sinks.Receipt, error) {
	if n.Key == "" || len(n.Key) > maxKey {
		return sinks.Receipt{}, sinks.Permanent(fmt.Errorf("%s: the key has %d bytes, 1 to %d are allowed", what, len(n.Key), maxKey))
	}
	body, err := json.Marshal([]alert{s.alertOf(&n)})
	if err != nil {
		return sinks.Receipt{}, sinks.Permanent(fmt.Errorf("encoding the alert: %w", err))
	}
	key := ""
	if !s.secret.IsZero() {
		read, err := s.secret.Read()
		if err != nil {
			// A file may be in the middle of a rotation: worth a retry.
			return sinks.Receipt{}, fmt.Errorf("%s: %w", what, err)
		}
		key = read.Reveal()
	}
	errs := make([]error, len(s.urls))
	var posts sync.WaitGroup
	for i, u := range s.urls {
		posts.Go(func() { errs[i] = s.post(ctx, u, body, key) })
	}
	posts.Wait()
	all := n.Event == sinks.EventResolve && s.now().Sub(n.At) < endTime
	return verdict(n.Key, errs, all)
}

// verdict makes one answer of those of the addresses. all wants every address to have accepted it or to be at fault for good.
func verdict(key string, errs []error, all bool) (sinks.Receipt, error) {
	var accepted, permanent int
	for _, err := range errs {
		switch {
		case err == nil:
			accepted++
		case sinks.IsPermanent(err):
			permanent++
		}
	}
	failed := len(errs) - accepted
	joined := errors.Join(errs...)
	switch {
	case failed == 0:
		return sinks.Receipt{Ref: key}, nil
	case accepted > 0 && (!all || accepted+permanent == len(errs)):
		const most = 500
		return sinks.Receipt{Ref: key, Note: text.Line(fmt.Sprintf("%d of %d addresses did not take it: %v", failed, len(errs), joined), most)}, nil
	case permanent == len(errs):
		return sinks.Receipt{}, sinks.Permanent(joined)
	}
	// The first pause that ends is the time to ask again; an address that asks for none is asked at once. Their errors are joined as text: one
	// that is permanent must not speak for those that are not.
	pause, asks := time.Duration(0), true
	for _, err := range errs {
		if err == nil || sinks.IsPermanent(err) {
			continue
		}
		after, ok := sinks.After(err)
		if asks = asks && ok; pause == 0 || after < pause {
			pause = after
		}
	}
	bare := joined
	if len(errs) > 1 {
		bare = mixed{joined}
	}
	if asks {
		return sinks.Receipt{}, sinks.RetryAfter(pause, bare)
	}
	return sinks.Receipt{}, bare
}

// mixed hides the classes of the errors that it holds, but not that the context was done.
type mixed struct{ err error }

func (m mixed) Error() string { return strings.ReplaceAll(m.err.Error(), "\n", "; ") }

func (m mixed) Is(target error) bool {
	return (target == context.Canceled || target == context.DeadlineExceeded) && errors.Is(m.err, target)
}

// post makes one call.
func (s *Sink) post(ctx context.Context, u *url.URL, body []byte, key string) error {
	name := what + " at " + u.Host
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, u.String(), bytes.NewReader(body))
	if err != nil {
		return sinks.Permanent(errors.New("making a request for " + name))
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", "firebreak")
	switch {
	case s.username != "":
		req.SetBasicAuth(s.username, key)
	case key != "":
		req.Header.Set("Authorization", "Bearer "+key)
	}
	call := &httpx.Call{Client: s.client}
	res, err := call.Do(req)
	if call.Err != nil {
		return httpx.Failed(name, call.Err, key)
	}
	if err != nil {
		return httpx.Failed(name, err, key)
	}
	if err := res.Body.Close(); err != nil {
		return httpx.Failed(name, err, key)
	}
	return explained(httpx.Status(name, call.Status, call.Header, s.now()), call.Body, key)
}

// explained adds what Alertmanager says about a refusal, which is a JSON string or an object with a message, and keeps the class of the error.
func explained(class error, body []byte, key string) error {
	if class == nil {
		return nil
	}
	var said string
	if json.Unmarshal(body, &said) != nil {
		var object struct {
			Message string `json:"message"`
		}
		_ = json.Unmarshal(body, &object) // What is no answer of Alertmanager explains nothing.
		said = object.Message
	}
	if said == "" {
		return class
	}
	const most = 300
	return fmt.Errorf("%w: %s", class, text.Line(httpx.Blot(said, key), most))
}
