package pagerduty_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"firebreak/config/secret"
	"firebreak/sinks"
	"firebreak/sinks/pagerduty"
	"firebreak/sinks/sinktest"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.IgnoreAnyFunction("net/http.(*persistConn).readLoop"), goleak.IgnoreAnyFunction("net/http.(*persistConn).writeLoop"))
}

func newSink(t *testing.T, p *sinktest.PagerDuty) *pagerduty.Sink {
	t.Helper()
	s, err := pagerduty.New(pagerduty.Config{RoutingKey: secret.New(sinktest.RoutingKey), URL: p.URL}, time.Now)
	require.NoError(t, err)
	return s
}

func opened(p *sinktest.PagerDuty) int {
	n := 0
	for _, a := range p.Alerts() {
		n += a.Opened
	}
	return n
}

// published validates requests against PagerDuty's own description, where the shared data is at hand.
func published(t *testing.T) func(*http.Request) error {
	t.Helper()
	dir := os.Getenv("FIREBREAK_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared")
	}
	path := filepath.Join(dir, "specs", "pagerduty-events-v2.json")
	if _, err := os.Stat(path); err != nil {
		t.Logf("not run: the check against PagerDuty's description, which is absent (%s)", path)
		return nil
	}
	doc, err := openapi3.NewLoader().LoadFromFile(path)
	require.NoError(t, err)
	operation := doc.Paths.Find("/enqueue")
	require.NotNil(t, operation)
	return func(r *http.Request) error {
		return openapi3filter.ValidateRequestBody(r.Context(), &openapi3filter.RequestValidationInput{
			Request: r, Route: &routers.Route{Spec: doc, Path: "/enqueue", PathItem: operation, Method: http.MethodPost, Operation: operation.Post},
		}, operation.Post.RequestBody.Value)
	}
}

func TestConformance(t *testing.T) {
	t.Parallel()
	sinktest.Run(t, func(t *testing.T) sinktest.Harness {
		p := sinktest.NewPagerDuty(t, published(t))
		return sinktest.Harness{
			Sink: newSink(t, p), Service: p, Told: func() int { return opened(p) }, Refused: p.Refused, Dedups: true, Secrets: []string{sinktest.RoutingKey},
		}
	})
}

func TestAlertHoldsWhatAResponderNeeds(t *testing.T) {
	t.Parallel()
	p := sinktest.NewPagerDuty(t, published(t))
	n := sinktest.Sample()
	_, err := newSink(t, p).Notify(t.Context(), n)
	require.NoError(t, err)
	require.Len(t, p.Alerts(), 1)
	a := p.Alerts()[0]
	require.Equal(t, n.Key, a.Key)
	require.Equal(t, n.Title, a.Payload["summary"])
	require.Equal(t, "critical", a.Payload["severity"])
	require.Equal(t, "Wishgenie", a.Payload["component"])
	details, ok := a.Payload["custom_details"].(map[string]any)
	require.True(t, ok)
	for _, key := range []string{"summary", "why", "findings", "timeline", "clocks", "do", "do_not", "public_draft", "incident"} {
		require.NotEmpty(t, details[key], key)
	}
	require.Equal(t, []any{
		"2026-01-24T10:34:00Z page, resolved by sam: Wishgenie: a password in plain text is reported (t:demo:v7) https://social.example/joe/v7?a=1&b=2",
		"2025-12-05T10:34:00Z notify, calmed down: Wishgenie: a password in plain text is reported (t:demo:u3)",
	}, details["earlier"])
}

func TestAnUpdateDoesNotReopenWhatAPersonClosed(t *testing.T) {
	t.Parallel()
	p := sinktest.NewPagerDuty(t, nil)
	s := newSink(t, p)
	n := sinktest.Sample()
	_, err := s.Notify(t.Context(), n)
	require.NoError(t, err)
	n.Event = sinks.EventResolve
	_, err = s.Notify(t.Context(), n)
	require.NoError(t, err)
	n.Event = sinks.EventUpdate
	receipt, err := s.Notify(t.Context(), n)
	require.NoError(t, err)
	require.Contains(t, receipt.Note, "ignored")
	require.Equal(t, 1, opened(p))
}

func TestKeysOutsideOfTheLimitsAreRefused(t *testing.T) {
	t.Parallel()
	p := sinktest.NewPagerDuty(t, nil)
	s := newSink(t, p)
	for _, key := range []string{"", strings.Repeat("k", 256)} {
		n := sinktest.Sample()
		n.Key = key
		_, err := s.Notify(t.Context(), n)
		require.True(t, sinks.IsPermanent(err))
	}
	require.Zero(t, p.Calls())
}

func TestNewNamesEveryFault(t *testing.T) {
	t.Parallel()
	key := secret.New(sinktest.RoutingKey)
	tests := []struct {
		name string
		cfg  pagerduty.Config
		want string
	}{
		{"no key", pagerduty.Config{}, "routing_key"},
		{"two keys", pagerduty.Config{RoutingKey: key, RoutingKeyFile: "x"}, "not both"},
		{"a file that is not there", pagerduty.Config{RoutingKeyFile: "/nowhere/key"}, "/nowhere/key"},
		{"an unknown region", pagerduty.Config{RoutingKey: key, Region: "mars"}, "us or eu"},
		{"an address without encryption", pagerduty.Config{RoutingKey: key, URL: "http://pager.example"}, "https"},
		{"no address", pagerduty.Config{RoutingKey: key, URL: "pager"}, "host"},
		{"a negative limit", pagerduty.Config{RoutingKey: key, Timeout: -1}, "timeout"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := pagerduty.New(tt.cfg, time.Now)
			require.ErrorContains(t, err, tt.want)
			require.NotContains(t, err.Error(), sinktest.RoutingKey)
		})
	}
}

func TestARefusalIsExplained(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusBadRequest)
		_, _ = io.WriteString(w, `{"status":"invalid event","message":"Event object is invalid","errors":["routing_key `+sinktest.RoutingKey+` is\u001b[2J unknown"]}`)
	}))
	defer server.Close()
	s, err := pagerduty.New(pagerduty.Config{RoutingKey: secret.New(sinktest.RoutingKey), URL: server.URL}, time.Now)
	require.NoError(t, err)
	_, err = s.Notify(t.Context(), sinktest.Sample())
	require.True(t, sinks.IsPermanent(err))
	require.ErrorContains(t, err, "Event object is invalid; routing_key [secret] is")
	require.NotContains(t, err.Error(), "\x1b")
}

func TestNoAddressIsInAnError(t *testing.T) {
	t.Parallel()
	p := sinktest.NewPagerDuty(t, nil)
	p.Hang(true)
	s, err := pagerduty.New(pagerduty.Config{RoutingKey: secret.New(sinktest.RoutingKey), URL: p.URL + "/gateway/t0ken"}, time.Now)
	require.NoError(t, err)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	_, err = s.Notify(ctx, sinktest.Sample())
	require.ErrorIs(t, err, context.DeadlineExceeded)
	require.NotContains(t, err.Error(), "t0ken")
}

func TestTheAddressMayBeWrittenInFull(t *testing.T) {
	t.Parallel()
	for _, tail := range []string{"", "/", "/v2/enqueue", "/v2/enqueue/"} {
		p := sinktest.NewPagerDuty(t, nil)
		s, err := pagerduty.New(pagerduty.Config{RoutingKey: secret.New(sinktest.RoutingKey), URL: p.URL + tail}, time.Now)
		require.NoError(t, err)
		_, err = s.Notify(t.Context(), sinktest.Sample())
		require.NoError(t, err, tail)
	}
}
