package sinktest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"
)

// SlackToken and SlackChannel are what the fake Slack knows.
const (
	SlackToken   = "xoxb-1111-2222-sinktest" //nolint:gosec // A fake's token opens nothing.
	SlackChannel = "C0SINKTEST"
)

// Card is one message in the fake Slack.
type Card struct {
	Channel, TS string
	// Thread is the ts of the message that it answers, if any.
	Thread string
	// Text is the fallback, Blocks all text of its blocks.
	Text, Blocks string
	// Updates counts the changes in place.
	Updates int
	// Broadcast reports an answer that is shown in the channel too.
	Broadcast bool
}

// Slack is a fake of chat.postMessage and chat.update. It is safe for concurrent use.
type Slack struct {
	Hook
	// URL is its address.
	URL string

	mu      sync.Mutex
	cards   []*Card
	refused []string
	next    int
}

// NewSlack starts a fake.
func NewSlack(t testing.TB) *Slack {
	t.Helper()
	s := &Slack{}
	s.URL = serve(t, s.serve)
	return s
}

// Cards returns the messages, in order; answers in threads are among them.
func (s *Slack) Cards() []Card {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := make([]Card, len(s.cards))
	for i, c := range s.cards {
		out[i] = *c
	}
	return out
}

// Refused returns why requests were refused as malformed.
func (s *Slack) Refused() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.refused)
}

// Delete removes a message, as a person would.
func (s *Slack) Delete(ts string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cards = slices.DeleteFunc(s.cards, func(c *Card) bool { return c.TS == ts })
}

func (s *Slack) serve(w http.ResponseWriter, r *http.Request) {
	if s.Strike(w, r) {
		return
	}
	w.Header().Set("Content-Type", "application/json")
	answer := func(v map[string]any) { _ = json.NewEncoder(w).Encode(v) }
	refuse := func(code string) {
		s.mu.Lock()
		s.refused = append(s.refused, code)
		s.mu.Unlock()
		answer(map[string]any{"ok": false, "error": code})
	}
	if err := r.ParseForm(); err != nil {
		refuse("invalid_form_data")
		return
	}
	token := r.Form.Get("token")
	if bearer, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		token = bearer
	}
	text, code := blockText(r.Form.Get("blocks"))
	switch {
	case token != SlackToken:
		refuse("invalid_auth")
	case r.Form.Get("channel") != SlackChannel:
		refuse("channel_not_found")
	case code != "":
		refuse(code)
	case r.Form.Get("link_names") == "true" || r.Form.Get("link_names") == "1":
		refuse("link_names_is_on")
	case r.URL.Path == "/chat.postMessage":
		answer(s.post(r, text))
	case r.URL.Path == "/chat.update":
		reply, ok := s.update(r, text)
		if !ok {
			refuse("message_not_found")
			return
		}
		answer(reply)
	default:
		refuse("unknown_method")
	}
}

func (s *Slack) post(r *http.Request, text string) map[string]any {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.next++
	c := &Card{
		Channel: SlackChannel, TS: fmt.Sprintf("1700000000.%06d", s.next), Thread: r.Form.Get("thread_ts"), Text: r.Form.Get("text"), Blocks: text,
		Broadcast: r.Form.Get("reply_broadcast") == "true",
	}
	s.cards = append(s.cards, c)
	return map[string]any{"ok": true, "channel": c.Channel, "ts": c.TS}
}

func (s *Slack) update(r *http.Request, text string) (map[string]any, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.cards {
		if c.TS == r.Form.Get("ts") {
			c.Text, c.Blocks = r.Form.Get("text"), text
			c.Updates++
			return map[string]any{"ok": true, "channel": c.Channel, "ts": c.TS, "text": c.Text}, true
		}
	}
	return nil, false
}

// blockText checks blocks against Slack's limits and returns all of their text, or an error code.
func blockText(raw string) (text, code string) {
	if raw == "" {
		return "", ""
	}
	var blocks []struct {
		Type     string     `json:"type"`
		Text     *slackText `json:"text"`
		Elements []struct {
			slackText
		} `json:"elements"`
	}
	if err := json.Unmarshal([]byte(raw), &blocks); err != nil {
		return "", "invalid_blocks_format"
	}
	if len(blocks) > 50 {
		return "", "too_many_blocks"
	}
	var b strings.Builder
	take := func(t *slackText, limit int) bool {
		n := utf8.RuneCountInString(t.Text)
		if n == 0 || n > limit || !t.inert() {
			return false
		}
		b.WriteString(t.Text + "\n")
		return true
	}
	for _, block := range blocks {
		ok := true
		switch block.Type {
		case "header":
			ok = block.Text != nil && block.Text.Type == "plain_text" && take(block.Text, 150)
		case "section":
			ok = block.Text != nil && take(block.Text, 3000)
		case "context":
			ok = len(block.Elements) > 0 && len(block.Elements) <= 10
			for i := range block.Elements {
				ok = ok && take(&block.Elements[i].slackText, 3000)
			}
		case "divider":
		default:
			ok = false
		}
		if !ok {
			return "", "invalid_blocks"
		}
	}
	if utf8.RuneCountInString(b.String()) > 13_200 {
		return "", "msg_blocks_too_long"
	}
	return b.String(), ""
}

type slackText struct {
	Type string `json:"type"`
	Text string `json:"text"`
}

// inert reports that a text cannot call anybody: plain text never does, mark-up not without these.
func (t *slackText) inert() bool {
	if t.Type == "plain_text" {
		return true
	}
	return !strings.Contains(t.Text, "<!") && !strings.Contains(t.Text, "<@") && !strings.Contains(t.Text, "<#")
}
