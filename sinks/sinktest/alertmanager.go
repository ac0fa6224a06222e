package sinktest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"
)

// AlertmanagerToken is the bearer token that the fake Alertmanager knows.
const AlertmanagerToken = "t0ken-of-the-alertmanager"

// Firing is what Alertmanager has of one set of labels.
type Firing struct {
	Labels, Annotations map[string]string
	StartsAt, EndsAt    time.Time
	GeneratorURL        string
	// Opened counts how often it began: people are told once for each. Posts counts what was posted of it.
	Opened, Posts int
}

// Alertmanager is a fake of the API v2: it keeps alerts by their labels, and merges what is posted as the real one does. It is safe for
// concurrent use.
type Alertmanager struct {
	Hook
	// URL is its address.
	URL string

	mu      sync.Mutex
	alerts  map[string]*Firing
	order   []string
	refused []string
	now     func() time.Time
}

// NewAlertmanager starts a fake. now is its clock.
func NewAlertmanager(t testing.TB, now func() time.Time) *Alertmanager {
	t.Helper()
	a := &Alertmanager{alerts: map[string]*Firing{}, now: now}
	a.URL = serve(t, a.serve)
	return a
}

// Alerts returns what is known, in the order of the first posts.
func (a *Alertmanager) Alerts() []Firing {
	a.mu.Lock()
	defer a.mu.Unlock()
	out := make([]Firing, 0, len(a.order))
	for _, key := range a.order {
		out = append(out, *a.alerts[key])
	}
	return out
}

// Opened is how often people were told.
func (a *Alertmanager) Opened() int {
	n := 0
	for _, f := range a.Alerts() {
		n += f.Opened
	}
	return n
}

// Refused returns why requests were refused as malformed.
func (a *Alertmanager) Refused() []string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.Clone(a.refused)
}

type postableAlert struct {
	Labels       map[string]string `json:"labels"`
	Annotations  map[string]string `json:"annotations"`
	StartsAt     time.Time         `json:"startsAt"`
	EndsAt       time.Time         `json:"endsAt"`
	GeneratorURL string            `json:"generatorURL"`
}

func (a *Alertmanager) serve(w http.ResponseWriter, r *http.Request) {
	if a.Strike(w, r) {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	refuse := func(status int, reason string) {
		a.refused = append(a.refused, reason)
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_ = json.NewEncoder(w).Encode(reason)
	}
	var posted []postableAlert
	decoder := json.NewDecoder(r.Body)
	decoder.DisallowUnknownFields()
	switch {
	case r.Header.Get("Authorization") != "Bearer "+AlertmanagerToken:
		refuse(http.StatusUnauthorized, "Unauthorized")
		return
	case r.Method != http.MethodPost || r.URL.Path != "/api/v2/alerts":
		refuse(http.StatusNotFound, "no such call: "+r.Method+" "+r.URL.Path)
		return
	case r.Header.Get("Content-Type") != "application/json":
		refuse(http.StatusUnsupportedMediaType, "no JSON")
		return
	}
	if err := decoder.Decode(&posted); err != nil {
		refuse(http.StatusBadRequest, err.Error())
		return
	}
	for i := range posted {
		if reason := badAlert(&posted[i]); reason != "" {
			refuse(http.StatusBadRequest, reason)
			return
		}
		a.take(&posted[i])
	}
}

// badAlert checks an alert as Alertmanager does, and against the sizes that we promise.
func badAlert(p *postableAlert) string {
	name := regexp.MustCompile(`^[a-zA-Z_][a-zA-Z0-9_]*$`)
	size := 0
	for _, m := range []map[string]string{p.Labels, p.Annotations} {
		for k, v := range m {
			size += len(k) + len(v)
			switch {
			case !name.MatchString(k):
				return fmt.Sprintf("invalid name %q", k)
			case v == "" || !utf8.ValidString(v):
				return fmt.Sprintf("invalid value of %s", k)
			case strings.ContainsAny(v, "<>\x1b\x00\u202e"):
				return fmt.Sprintf("%s would be mark-up in a chat", k)
			}
		}
	}
	switch {
	case p.Labels["alertname"] == "" || p.Labels["key"] == "":
		return "at least one label pair required"
	case !p.EndsAt.IsZero() && p.StartsAt.After(p.EndsAt):
		return "start time must be before end time"
	case size > 128<<10:
		return fmt.Sprintf("%d bytes are too many", size)
	}
	if p.GeneratorURL != "" {
		if _, err := url.ParseRequestURI(p.GeneratorURL); err != nil {
			return "generatorURL is no address"
		}
	}
	return ""
}

// take merges an alert as Alertmanager 0.28 does: an end in the past is an end, one in the future never shortens.
func (a *Alertmanager) take(p *postableAlert) {
	now := a.now()
	labels, _ := json.Marshal(p.Labels) // Strings, whose keys are written in order, can always be encoded.
	key := string(labels)
	f := a.alerts[key]
	if f == nil {
		f = &Firing{Labels: p.Labels}
		a.alerts[key] = f
		a.order = append(a.order, key)
	}
	was := f.EndsAt.After(now)
	ends := p.EndsAt
	if ends.After(now) && f.EndsAt.After(ends) {
		ends = f.EndsAt
	}
	f.Posts++
	f.Annotations, f.StartsAt, f.EndsAt, f.GeneratorURL = p.Annotations, p.StartsAt, ends, p.GeneratorURL
	if !was && ends.After(now) {
		f.Opened++
	}
}
