package webhook_test

import (
	"bufio"
	"encoding/base64"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"firebreak/config/secret"
	"firebreak/sinks"
	"firebreak/sinks/sinktest"
	"firebreak/sinks/webhook"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.IgnoreAnyFunction("net/http.(*persistConn).readLoop"), goleak.IgnoreAnyFunction("net/http.(*persistConn).writeLoop"))
}

const path = "/hooks/s3cr3t-path"

func key() string {
	return "whsec_" + base64.StdEncoding.EncodeToString([]byte("0123456789abcdef0123456789abcdef"))
}

// receiver is a service that takes signed webhooks and drops repeats by their id.
type receiver struct {
	sinktest.Hook
	mu    sync.Mutex
	told  int
	seen  map[string]bool
	bad   []string
	event map[string]any
}

func newReceiver(t *testing.T) (*receiver, string) {
	t.Helper()
	r := &receiver{seen: map[string]bool{}}
	verifier, err := standardwebhooks.NewWebhook(key())
	require.NoError(t, err)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		if r.Strike(w, req) {
			return
		}
		body, err := io.ReadAll(req.Body)
		if err != nil {
			return
		}
		r.mu.Lock()
		defer r.mu.Unlock()
		if err := verifier.Verify(body, req.Header); err != nil || req.URL.Path != path {
			r.bad = append(r.bad, "not signed, or not here")
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		var event map[string]any
		if err := json.Unmarshal(body, &event); err != nil || event["specversion"] != "1.0" || req.Header.Get("Content-Type") != "application/cloudevents+json" {
			r.bad = append(r.bad, "no CloudEvent")
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		r.event = event
		if id := req.Header.Get("webhook-id"); !r.seen[id] {
			r.seen[id] = true
			if event["type"] == "firebreak.notification.tell" {
				r.told++
			}
		}
		w.WriteHeader(http.StatusAccepted)
	}))
	t.Cleanup(func() {
		server.CloseClientConnections()
		server.Close()
	})
	return r, server.URL + path
}

func newSink(t *testing.T, url string) *webhook.Sink {
	t.Helper()
	address, err := secret.NewURL(url)
	require.NoError(t, err)
	s, err := webhook.New(webhook.Config{URL: address, Secret: secret.New(key())}, time.Now)
	require.NoError(t, err)
	return s
}

func TestConformance(t *testing.T) {
	t.Parallel()
	sinktest.Run(t, func(t *testing.T) sinktest.Harness {
		r, url := newReceiver(t)
		return sinktest.Harness{
			Sink: newSink(t, url), Service: r, Told: func() int { return r.told }, Refused: func() []string { return r.bad }, Dedups: true,
			Secrets: []string{"s3cr3t-path", key()},
		}
	})
}

func TestTheEventHoldsTheNotification(t *testing.T) {
	t.Parallel()
	r, url := newReceiver(t)
	n := sinktest.Sample()
	n.Prior = sinks.Receipt{Ref: "ours"}
	_, err := newSink(t, url).Notify(t.Context(), n)
	require.NoError(t, err)
	require.Equal(t, "t:demo:w1", r.event["subject"])
	data, ok := r.event["data"].(map[string]any)
	require.True(t, ok)
	require.Equal(t, n.Title, data["title"])
	require.NotContains(t, data, "prior", "what we remember is nobody's business")
}

func TestNewNamesEveryFault(t *testing.T) {
	t.Parallel()
	url := func(s string) secret.URL {
		u, err := secret.NewURL(s)
		require.NoError(t, err)
		return u
	}
	ok := secret.New(key())
	tests := []struct {
		name string
		cfg  webhook.Config
		want string
	}{
		{"no url", webhook.Config{Secret: ok}, "url is required"},
		{"no secret", webhook.Config{URL: url("https://h.example/x")}, "secret"},
		{"a short secret", webhook.Config{URL: url("https://h.example/x"), Secret: secret.New("c2hvcnQ=")}, "24 to 64 bytes"},
		{"no base64", webhook.Config{URL: url("https://h.example/x"), Secret: secret.New("!!")}, "base64"},
		{"no encryption", webhook.Config{URL: url("http://h.example/s3cr3t"), Secret: ok}, "https"},
		{"a negative limit", webhook.Config{URL: url("https://h.example/x"), Secret: ok, Timeout: -1}, "timeout"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := webhook.New(tt.cfg, time.Now)
			require.ErrorContains(t, err, tt.want)
			require.False(t, strings.Contains(err.Error(), "s3cr3t") || strings.Contains(err.Error(), key()))
		})
	}
}

func TestWhatIsSentIsBounded(t *testing.T) {
	t.Parallel()
	var size int64
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { size = r.ContentLength }))
	defer server.Close()
	address, err := secret.NewURL(server.URL)
	require.NoError(t, err)
	s, err := webhook.New(webhook.Config{URL: address, Secret: secret.New(key())}, time.Now)
	require.NoError(t, err)
	n := sinktest.WithText(sinktest.Sample(), strings.Repeat("汉<", 300_000))
	_, err = s.Notify(t.Context(), n)
	require.NoError(t, err)
	require.Less(t, size, int64(5<<20))
	require.Len(t, n.Timeline[0].Text, 4*300_000, "the notification is not the sink's to change")
}

func TestATellKeepsItsIDThroughRetries(t *testing.T) {
	t.Parallel()
	var ids []string
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { ids = append(ids, r.Header.Get("webhook-id")) }))
	defer server.Close()
	address, err := secret.NewURL(server.URL)
	require.NoError(t, err)
	s, err := webhook.New(webhook.Config{URL: address, Secret: secret.New(key())}, time.Now)
	require.NoError(t, err)
	n := sinktest.Sample()
	for _, event := range []sinks.Event{sinks.EventTell, sinks.EventUpdate} {
		for range 2 {
			n.Event = event
			_, err = s.Notify(t.Context(), n)
			require.NoError(t, err)
			// The incident goes on before the second attempt.
			n.At = n.At.Add(time.Minute)
		}
	}
	require.Equal(t, ids[0], ids[1], "a tell is one message")
	require.NotEqual(t, ids[2], ids[3], "every update is a message of its own")
	require.NotEqual(t, ids[0], ids[2])
}

func TestAnEchoedAddressIsBlottedOut(t *testing.T) {
	t.Parallel()
	var lc net.ListenConfig
	listener, err := lc.Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	done := make(chan struct{})
	go func() {
		defer close(done)
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		line, _ := bufio.NewReader(conn).ReadString('\n')
		_, _ = io.WriteString(conn, line)
		_ = conn.Close()
	}()
	address, err := secret.NewURL("http://" + listener.Addr().String() + path + "?token=t0ken")
	require.NoError(t, err)
	s, err := webhook.New(webhook.Config{URL: address, Secret: secret.New(key())}, time.Now)
	require.NoError(t, err)
	_, err = s.Notify(t.Context(), sinktest.Sample())
	require.Error(t, err)
	require.NotContains(t, err.Error(), "s3cr3t")
	require.NotContains(t, err.Error(), "t0ken")
	require.NoError(t, listener.Close())
	<-done
}
