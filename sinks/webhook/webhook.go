// Package webhook posts notifications as CloudEvents, signed as Standard Webhooks (https://www.standardwebhooks.com).
package webhook

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"firebreak/config/secret"
	"firebreak/sinks"
	"firebreak/sinks/internal/httpx"
)

const (
	what        = "the webhook"
	contentType = "application/cloudevents+json"
	// eventType stands before the event in the CloudEvent's type.
	eventType = "firebreak.notification."
)

// Config holds the keys of this sink.
type Config struct {
	// URL is where notifications are posted; it may hold a secret, and is never shown whole.
	URL secret.URL `yaml:"url" jsonschema:"required"`
	// Secret signs the requests, as "whsec_" and base64 or base64 alone; or SecretFile names a file that holds it.
	Secret     secret.String `yaml:"secret,omitempty"`
	SecretFile string        `yaml:"secret_file,omitempty"`
	// Timeout bounds one call; 10 s when 0.
	Timeout time.Duration `yaml:"timeout,omitempty"`
}

// Sink posts notifications. It is safe for concurrent use.
type Sink struct {
	url    secret.URL
	secret secret.Source
	client *http.Client
	now    func() time.Time
}

var _ sinks.Notifier = (*Sink)(nil)

// New makes a sink. It reads the secret once, to find a fault before it matters; a call reads it anew. now is the wall clock.
func New(cfg Config, now func() time.Time) (*Sink, error) {
	if cfg.URL.IsZero() {
		return nil, errors.New("url is required")
	}
	if _, err := httpx.Address(cfg.URL.Reveal()); err != nil {
		return nil, fmt.Errorf("url: %w", err)
	}
	key, err := secret.NewSource(cfg.Secret, cfg.SecretFile)
	if err != nil {
		return nil, fmt.Errorf("secret or secret_file: %w", err)
	}
	s := &Sink{url: cfg.URL, secret: key, client: httpx.Client(cfg.Timeout), now: now}
	if _, err := s.signer(); err != nil {
		return nil, err
	}
	if cfg.Timeout < 0 {
		return nil, fmt.Errorf("timeout is %v: it cannot be negative", cfg.Timeout)
	}
	return s, nil
}

func (s *Sink) signer() (*standardwebhooks.Webhook, error) {
	key, err := s.secret.Read()
	if err != nil {
		return nil, fmt.Errorf("secret: %w", err)
	}
	raw, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(strings.TrimSpace(key.Reveal()), "whsec_"))
	// 24 to 64 bytes, as the specification has it.
	if err != nil || len(raw) < 24 || len(raw) > 64 {
		return nil, errors.New("secret: it must be 24 to 64 bytes in base64, with or without whsec_ before it: openssl rand -base64 32")
	}
	return standardwebhooks.NewWebhookRaw(raw)
}

// cloudEvent is CloudEvents 1.0 in its structured JSON form.
type cloudEvent struct {
	SpecVersion     string             `json:"specversion"`
	ID              string             `json:"id"`
	Source          string             `json:"source"`
	Type            string             `json:"type"`
	Subject         string             `json:"subject"`
	Time            time.Time          `json:"time"`
	DataContentType string             `json:"datacontenttype"`
	Data            sinks.Notification `json:"data"`
}

// Notify posts the notification. The id of the message is the same whenever the same state of the same alert is sent, so that a receiver
// can drop repeats.
func (s *Sink) Notify(ctx context.Context, n sinks.Notification) (sinks.Receipt, error) {
	id := messageID(&n)
	n = bounded(n)
	body, err := json.Marshal(cloudEvent{
		SpecVersion: "1.0", ID: id, Source: "firebreak", Type: eventType + string(n.Event), Subject: n.Incident, Time: n.At.UTC(),
		DataContentType: "application/json", Data: n,
	})
	if err != nil {
		return sinks.Receipt{}, sinks.Permanent(fmt.Errorf("encoding the notification: %w", err))
	}
	signer, err := s.signer()
	if err != nil {
		// A file may be in the middle of a rotation: worth a retry.
		return sinks.Receipt{}, err
	}
	at := s.now()
	signature, err := signer.Sign(id, at, body)
	if err != nil {
		return sinks.Receipt{}, sinks.Permanent(fmt.Errorf("signing the notification: %w", err))
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.url.Reveal(), bytes.NewReader(body))
	if err != nil {
		return sinks.Receipt{}, sinks.Permanent(errors.New("making a request for " + s.url.String()))
	}
	req.Header.Set("Content-Type", contentType)
	req.Header.Set("User-Agent", "firebreak")
	req.Header.Set("Webhook-Id", id)
	req.Header.Set("Webhook-Timestamp", strconv.FormatInt(at.Unix(), 10))
	req.Header.Set("Webhook-Signature", signature)
	res, err := s.client.Do(req)
	if err != nil {
		return sinks.Receipt{}, httpx.Failed(what+" at "+s.url.Host(), err, httpx.Secrets(s.url.Reveal())...)
	}
	if err := errors.Join(httpx.Status(what+" at "+s.url.Host(), res.StatusCode, res.Header, s.now()), res.Body.Close()); err != nil {
		return sinks.Receipt{}, err
	}
	return sinks.Receipt{Ref: id}, nil
}

// messageID names a telling, or a state of an alert. A tell that is sent again is made of the incident as it is by then: it keeps its id.
func messageID(n *sinks.Notification) string {
	name := n.Key + "\n" + string(n.Event) + "\n" + strconv.Itoa(n.Tell)
	if n.Event != sinks.EventTell {
		name += "\n" + n.Status + "\n" + n.At.UTC().Format(time.RFC3339Nano)
	}
	sum := sha256.Sum256([]byte(name))
	return "msg_" + base64.RawURLEncoding.EncodeToString(sum[:18])
}
