// Package pagerduty pages through PagerDuty's Events API v2 (https://developer.pagerduty.com/docs/events-api-v2-overview).
package pagerduty

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
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
		// The library appends the path.
		address = strings.TrimSuffix(strings.TrimRight(address, "/"), "/v2/enqueue")
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
	call := &httpx.Call{Client: s.client}
	client := pd.NewClient("", pd.WithV2EventsAPIEndpoint(s.address))
	client.HTTPClient = call
	res, err := client.ManageEventWithContext(ctx, event)
	switch {
	case call.Err != nil:
		// The library turns it into text, with the address in it.
		return sinks.Receipt{}, httpx.Failed(what, call.Err, key.Reveal())
	case call.Status != 0:
		if bad := httpx.Status(what, call.Status, call.Header, s.now()); bad != nil {
			return sinks.Receipt{}, explained(bad, call.Body, key.Reveal())
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

// explained adds what PagerDuty says about a refusal, and keeps the class of the error. The library looks for it in the wrong place.
func explained(class error, body []byte, key string) error {
	var said pd.EventsAPIV2ErrorObject
	if json.Unmarshal(body, &said) != nil || said.Message == "" {
		return class
	}
	const most = 300
	return fmt.Errorf("%w: %s", class, plain(httpx.Blot(strings.Join(append([]string{said.Message}, said.Errors...), "; "), key), most))
}
