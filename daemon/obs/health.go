package obs

import (
	"cmp"
	"encoding/json"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Check is the health of one part of the daemon.
type Check struct {
	Name   string    `json:"name"`
	OK     bool      `json:"ok"`
	Detail string    `json:"detail,omitempty"`
	Since  time.Time `json:"since"`
}

// Health collects checks. The zero value is ready; it is safe for concurrent use.
type Health struct {
	mu     sync.Mutex
	checks map[string]Check
}

// Set reports the state of a part at a time. Since moves only when OK changes.
func (h *Health) Set(name string, ok bool, detail string, now time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.checks == nil {
		h.checks = map[string]Check{}
	}
	old, known := h.checks[name]
	c := Check{Name: name, OK: ok, Detail: detail, Since: now}
	if known && old.OK == ok {
		c.Since = old.Since
	}
	h.checks[name] = c
}

// Drop forgets a part, such as a source that a reload removed.
func (h *Health) Drop(name string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.checks, name)
}

// Checks returns all checks by name.
func (h *Health) Checks() []Check {
	h.mu.Lock()
	defer h.mu.Unlock()
	out := make([]Check, 0, len(h.checks))
	for _, c := range h.checks {
		out = append(out, c)
	}
	slices.SortFunc(out, func(a, b Check) int { return cmp.Compare(a.Name, b.Name) })
	return out
}

// OK reports whether every part is well.
func (h *Health) OK() bool {
	return !slices.ContainsFunc(h.Checks(), func(c Check) bool { return !c.OK })
}

// Handler serves /metrics, /healthz (the process lives) and /readyz (every part is well; 503 with the checks otherwise).
func Handler(h *Health, gatherer prometheus.Gatherer) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(gatherer, promhttp.HandlerOpts{}))
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusOK)
	})
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if !h.OK() {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
		// The status line is out; a client that left needs no answer.
		_ = json.NewEncoder(w).Encode(h.Checks())
	})
	return mux
}
