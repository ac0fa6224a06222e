package sinktest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"sync"
	"testing"
)

// RoutingKey is the key that the fake PagerDuty knows.
const RoutingKey = "0123456789abcdef0123456789abcdef"

// Alert is what PagerDuty has of one dedup_key.
type Alert struct {
	Key string
	// Opened counts the incidents that the key has opened: people are paged once for each.
	Opened int
	// Triggers, Acknowledges and Resolves count the events.
	Triggers, Acknowledges, Resolves int
	// State is triggered, acknowledged or resolved.
	State string
	// Payload is that of the last trigger.
	Payload map[string]any
}

// PagerDuty is a fake of the Events API v2. It is safe for concurrent use.
type PagerDuty struct {
	Hook
	// URL is its address.
	URL string

	mu      sync.Mutex
	alerts  map[string]*Alert
	order   []string
	refused []string
	check   func(*http.Request) error
}

// NewPagerDuty starts a fake. check, if not nil, sees every request and may refuse it, such as a validator of the published description.
func NewPagerDuty(t testing.TB, check func(*http.Request) error) *PagerDuty {
	t.Helper()
	p := &PagerDuty{alerts: map[string]*Alert{}, check: check}
	p.URL = serve(t, p.serve)
	return p
}

// Alerts returns what is known, in the order of the first triggers.
func (p *PagerDuty) Alerts() []Alert {
	p.mu.Lock()
	defer p.mu.Unlock()
	out := make([]Alert, 0, len(p.order))
	for _, key := range p.order {
		out = append(out, *p.alerts[key])
	}
	return out
}

// Refused returns why requests were refused as malformed.
func (p *PagerDuty) Refused() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.refused)
}

type pagerDutyEvent struct {
	RoutingKey string         `json:"routing_key"`
	Action     string         `json:"event_action"`
	Key        string         `json:"dedup_key"`
	Payload    map[string]any `json:"payload"`
}

func (p *PagerDuty) serve(w http.ResponseWriter, r *http.Request) {
	if p.Strike(w, r) {
		return
	}
	refuse := func(reason string) {
		p.mu.Lock()
		p.refused = append(p.refused, reason)
		p.mu.Unlock()
		w.WriteHeader(http.StatusBadRequest)
		_ = json.NewEncoder(w).Encode(map[string]any{"status": "invalid event", "message": "Event object is invalid", "errors": []string{reason}})
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	if r.Method != http.MethodPost || r.URL.Path != "/v2/enqueue" {
		refuse("no such call: " + r.Method + " " + r.URL.Path)
		return
	}
	if len(body) > 512<<10 {
		w.WriteHeader(http.StatusRequestEntityTooLarge)
		return
	}
	if p.check != nil {
		r.Body = io.NopCloser(bytes.NewReader(body))
		if err := p.check(r); err != nil {
			refuse(err.Error())
			return
		}
	}
	var e pagerDutyEvent
	if err := json.Unmarshal(body, &e); err != nil {
		refuse("not JSON")
		return
	}
	if reason := fault(&e); reason != "" {
		refuse(reason)
		return
	}
	p.take(&e)
	w.WriteHeader(http.StatusAccepted)
	_ = json.NewEncoder(w).Encode(map[string]any{"status": "success", "message": "Event processed", "dedup_key": e.Key})
}

// fault checks an event against the limits that PagerDuty documents.
func fault(e *pagerDutyEvent) string {
	switch {
	case e.RoutingKey != RoutingKey:
		return "routing_key is unknown"
	case e.Key == "" || len(e.Key) > 255:
		return fmt.Sprintf("dedup_key has %d characters", len(e.Key))
	case e.Action == "acknowledge" || e.Action == "resolve":
		return ""
	case e.Action != "trigger":
		return fmt.Sprintf("event_action is %q", e.Action)
	}
	summary, _ := e.Payload["summary"].(string)
	source, _ := e.Payload["source"].(string)
	severity, _ := e.Payload["severity"].(string)
	switch {
	case summary == "" || len(summary) > 1024:
		return fmt.Sprintf("summary has %d characters", len(summary))
	case source == "":
		return "source is missing"
	case !slices.Contains([]string{"critical", "error", "warning", "info"}, severity):
		return fmt.Sprintf("severity is %q", severity)
	default:
		return ""
	}
}

func (p *PagerDuty) take(e *pagerDutyEvent) {
	p.mu.Lock()
	defer p.mu.Unlock()
	a := p.alerts[e.Key]
	if a == nil {
		if e.Action != "trigger" {
			return
		}
		a = &Alert{Key: e.Key, State: "resolved"}
		p.alerts[e.Key] = a
		p.order = append(p.order, e.Key)
	}
	switch e.Action {
	case "trigger":
		a.Triggers++
		a.Payload = e.Payload
		if a.State == "resolved" {
			a.Opened++
			a.State = "triggered"
		}
	case "acknowledge":
		a.Acknowledges++
		if a.State == "triggered" {
			a.State = "acknowledged"
		}
	case "resolve":
		a.Resolves++
		a.State = "resolved"
	}
}
