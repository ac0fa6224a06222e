// Package pagerduty pages through PagerDuty's Events API v2 (https://developer.pagerduty.com/docs/events-api-v2-overview).
package pagerduty

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	pd "github.com/PagerDuty/go-pagerduty"

	"firebreak/config/secret"
	"firebreak/sinks"
	"firebreak/sinks/internal/httpx"
)

// The addresses of PagerDuty's service regions.
const (
	addressUS = "https://events.pagerduty.com"
	addressEU = "https://events.eu.pagerduty.com"
)

const (
	// maxKey is the longest dedup_key, in bytes; PagerDuty's limit.
	maxKey = 255
	// accepted is what an answer says of an event that was taken.
	accepted = "success"
	what     = "PagerDuty"
)

// Config holds the keys of this sink.
type Config struct {
	// RoutingKey is the integration key of a service, or RoutingKeyFile names a file that holds it.
	RoutingKey     secret.String `yaml:"routing_key,omitempty"`
	RoutingKeyFile string        `yaml:"routing_key_file,omitempty"`
	// Region is the service region of the account: us or eu; us when empty.
	Region string `yaml:"region,omitempty" jsonschema:"enum=us,enum=eu"`
	// URL replaces the region's address, for a gateway or a test.
	URL string `yaml:"url,omitempty"`
	// Timeout bounds one call; 10 s when 0.
	Timeout time.Duration `yaml:"timeout,omitempty"`
}

// Sink pages. It is safe for concurrent use.
type Sink struct {
	key     secret.Source
	address string
	client  *http.Client
	now     func() time.Time
}

var _ sinks.Notifier = (*Sink)(nil)

// New makes a sink. It reads the routing key once, to find a missing file before it matters; a call reads it anew. now is the wall clock.
func New(cfg Config, now func() time.Time) (*Sink, error) {
	key, err := secret.NewSource(cfg.RoutingKey, cfg.RoutingKeyFile)
	if err != nil {
		return nil, fmt.Errorf("routing_key or routing_key_file: %w", err)
	}
	if _, err := key.Read(); err != nil {
		return nil, fmt.Errorf("routing_key_file: %w", err)
	}
	address := cfg.URL
	switch {
	case address != "":
		if _, err := httpx.Address(address); err != nil {
			return nil, fmt.Errorf("url: %w", err)
		}
	case cfg.Region == "" || cfg.Region == "us":
		address = addressUS
	case cfg.Region == "eu":
		address = addressEU
	default:
		return nil, fmt.Errorf("region is %q: use us or eu", cfg.Region)
	}
	if cfg.Timeout < 0 {
		return nil, fmt.Errorf("timeout is %v: it cannot be negative", cfg.Timeout)
	}
	return &Sink{key: key, address: address, client: httpx.Client(cfg.Timeout), now: now}, nil
}

// Notify triggers, acknowledges or resolves the alert that n.Key names. An update is not sent: PagerDuty would open a new incident where
// somebody has resolved the old one there, and page again. Sending the same twice opens one incident, as long as it is open.
func (s *Sink) Notify(ctx context.Context, n sinks.Notification) (sinks.Receipt, error) {
	if n.Event == sinks.EventUpdate {
		return sinks.Receipt{Ref: n.Key, Note: "ignored: PagerDuty is told only of what changes its alert"}, nil
	}
	if n.Key == "" || len(n.Key) > maxKey {
		return sinks.Receipt{}, sinks.Permanent(fmt.Errorf("%s: the key has %d bytes, 1 to %d are allowed", what, len(n.Key), maxKey))
	}
	key, err := s.key.Read()
	if err != nil {
		// A file may be in the middle of a rotation: worth a retry.
		return sinks.Receipt{}, fmt.Errorf("%s: %w", what, err)
	}
	event, err := eventOf(&n, key.Reveal())
	if err != nil {
		return sinks.Receipt{}, sinks.Permanent(fmt.Errorf("%s: %w", what, err))
	}
	answer := &answer{client: s.client}
	client := pd.NewClient("", pd.WithV2EventsAPIEndpoint(s.address))
	client.HTTPClient = answer
	res, err := client.ManageEventWithContext(ctx, event)
	if answer.status != 0 {
		if bad := httpx.Status(what, answer.status, answer.header, s.now()); bad != nil {
			return sinks.Receipt{}, s.explained(bad, err, key.Reveal())
		}
	}
	if err != nil {
		return sinks.Receipt{}, httpx.Failed(what, err, key.Reveal())
	}
	if res.Status != accepted {
		return sinks.Receipt{}, fmt.Errorf("%s answered %q without taking the event", what, httpx.Blot(res.Status, key.Reveal()))
	}
	return sinks.Receipt{Ref: n.Key}, nil
}

// explained adds what PagerDuty says about a refusal, and keeps the class of the error.
func (s *Sink) explained(class, err error, key string) error {
	var api pd.APIError
	var events pd.EventsAPIV2Error
	detail := ""
	switch {
	case errors.As(err, &events) && events.APIError.Valid:
		detail = fmt.Sprintf("%s %v", events.APIError.ErrorObject.Message, events.APIError.ErrorObject.Errors)
	case errors.As(err, &api) && api.APIError.Valid:
		detail = fmt.Sprintf("%s %v", api.APIError.ErrorObject.Message, api.APIError.ErrorObject.Errors)
	}
	if detail == "" {
		return class
	}
	const most = 200
	detail = httpx.Blot(detail, key)
	return fmt.Errorf("%w: %s", class, detail[:min(len(detail), most)])
}

// answer remembers the status of the one call that it is used for.
type answer struct {
	client *http.Client
	status int
	header http.Header
}

// Do sends a request.
func (a *answer) Do(req *http.Request) (*http.Response, error) {
	res, err := a.client.Do(req)
	if err == nil {
		a.status, a.header = res.StatusCode, res.Header
	}
	return res, err
}
