package webhook_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"firebreak/config/secret"
	"firebreak/daemon/source"
	"firebreak/daemon/source/sourcetest"
	"firebreak/daemon/source/webhook"
	"firebreak/detectors"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// at is the time of all clocks here.
var at = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

func clock() time.Time { return at }

// keyOf returns a key made of a letter.
func keyOf(letter string) string {
	return "whsec_" + base64.StdEncoding.EncodeToString([]byte(strings.Repeat(letter, 32)))
}

// sender is a platform that pushes, one request after another, each until it is taken.
type sender struct {
	t      *testing.T
	server *httptest.Server

	mu      sync.Mutex
	handler http.Handler
	queue   [][]byte
	more    chan struct{}
}

func newSender(t *testing.T) *sender {
	t.Helper()
	s := &sender{t: t, more: make(chan struct{}, 1), handler: http.NotFoundHandler()}
	s.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		h := s.handler
		s.mu.Unlock()
		h.ServeHTTP(w, r)
	}))
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		s.send(ctx)
	}()
	t.Cleanup(func() {
		cancel()
		<-done
		s.server.Client().CloseIdleConnections()
		s.server.Close()
	})
	return s
}

func (s *sender) send(ctx context.Context) {
	for n := 0; ; {
		s.mu.Lock()
		var body []byte
		if len(s.queue) > 0 {
			body = s.queue[0]
		}
		s.mu.Unlock()
		if body == nil {
			select {
			case <-ctx.Done():
				return
			case <-s.more:
			}
			continue
		}
		n++
		req := signed(ctx, s.server.URL, "msg_"+strconv.Itoa(n), "application/x-ndjson", body, keyOf("k"))
		resp, err := s.server.Client().Do(req)
		if err == nil {
			_ = resp.Body.Close()
		}
		switch {
		case ctx.Err() != nil:
			return
		case err == nil && resp.StatusCode == http.StatusAccepted:
			s.mu.Lock()
			s.queue = s.queue[1:]
			s.mu.Unlock()
		case err == nil && resp.StatusCode != http.StatusServiceUnavailable && resp.StatusCode != http.StatusNotFound:
			s.t.Errorf("answered %s", resp.Status)
			return
		default:
			select {
			case <-ctx.Done():
				return
			case <-time.After(5 * time.Millisecond):
			}
		}
	}
}

func (s *sender) push(body []byte) {
	s.mu.Lock()
	s.queue = append(s.queue, body)
	s.mu.Unlock()
	select {
	case s.more <- struct{}{}:
	default:
	}
}

func (s *sender) Source() source.Source {
	src, err := webhook.New("push", webhook.Config{Secret: secret.New(keyOf("k"))}, webhook.Options{Now: clock})
	require.NoError(s.t, err)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.handler = src.Handler()
	return src
}

func (s *sender) Post(posts ...detectors.Mention) {
	for len(posts) > 0 {
		n := min(len(posts), 500)
		var body []byte
		for i := range posts[:n] {
			raw, err := detectors.EncodeMention(&posts[i])
			require.NoError(s.t, err)
			body = append(append(body, raw...), '\n')
		}
		s.push(body)
		posts = posts[n:]
	}
}

func (s *sender) Raw(record []byte) { s.push(append(record[:len(record):len(record)], '\n')) }

// signed returns a request that is signed with the keys.
func signed(ctx context.Context, url, id, contentType string, body []byte, keys ...string) *http.Request {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		panic(err)
	}
	var signatures []string
	for _, key := range keys {
		signer, err := standardwebhooks.NewWebhook(key)
		if err != nil {
			panic(err)
		}
		signature, err := signer.Sign(id, at, body)
		if err != nil {
			panic(err)
		}
		signatures = append(signatures, signature)
	}
	req.Header.Set("Content-Type", contentType)
	req.Header.Set("Webhook-Id", id)
	req.Header.Set("Webhook-Timestamp", strconv.FormatInt(at.Unix(), 10))
	req.Header.Set("Webhook-Signature", strings.Join(signatures, " "))
	return req
}

func TestConformance(t *testing.T) {
	sourcetest.Run(t, sourcetest.Traits{ReadsMentions: true}, func(t *testing.T) sourcetest.Platform {
		t.Helper()
		return newSender(t)
	})
}
