package sinktest

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"
)

// NtfyTopic and NtfyPassword are what the fake ntfy knows; whoever knows a topic may post to it.
const (
	NtfyTopic    = "t0pic-of-the-team"
	NtfyPassword = "pa55word-of-the-topic"
)

// Ntfy is a fake of the push service ntfy, for texts that are as short as any service wants them. It is safe for concurrent use.
type Ntfy struct {
	Hook
	// URL is its address.
	URL string

	mu      sync.Mutex
	texts   []string
	refused []string
}

// NewNtfy starts a fake.
func NewNtfy(t testing.TB) *Ntfy {
	t.Helper()
	n := &Ntfy{}
	n.URL = serve(t, n.serve)
	return n
}

// Texts returns what was posted, in order.
func (n *Ntfy) Texts() []string { n.mu.Lock(); defer n.mu.Unlock(); return slices.Clone(n.texts) }

// Told counts the texts that tell people anew.
func (n *Ntfy) Told() int {
	told := 0
	for _, s := range n.Texts() {
		if !strings.HasPrefix(s, "Taken over") && !strings.HasPrefix(s, "Resolved.") {
			told++
		}
	}
	return told
}

// Refused returns why requests were refused as malformed.
func (n *Ntfy) Refused() []string { n.mu.Lock(); defer n.mu.Unlock(); return slices.Clone(n.refused) }

func (n *Ntfy) serve(w http.ResponseWriter, r *http.Request) {
	if n.Strike(w, r) {
		return
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	_, password, _ := r.BasicAuth()
	said, fault := string(body), ""
	before, _, _ := strings.Cut(said, "\nhttps://")
	switch {
	case r.Method != http.MethodPost || r.URL.Path != "/"+NtfyTopic || password != NtfyPassword:
		fault = "no such topic: " + r.URL.Path
	case said == "" || len(said) > 1024 || !utf8.ValidString(said):
		fault = fmt.Sprintf("a text of %d bytes", len(said))
	case strings.ContainsAny(before, "<>@[]&`*\x00\x1b\r\u202e"):
		fault = "mark-up"
	}
	w.Header().Set("Content-Type", "application/json")
	if fault != "" {
		n.refused = append(n.refused, fault)
		w.WriteHeader(http.StatusBadRequest)
		_ = json.NewEncoder(w).Encode(map[string]any{"code": 40000, "http": 400, "error": fault})
		return
	}
	n.texts = append(n.texts, said)
	_ = json.NewEncoder(w).Encode(map[string]any{"id": "x", "event": "message", "topic": NtfyTopic, "message": said})
}
