package httpx_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"firebreak/sinks"
	"firebreak/sinks/internal/httpx"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestStatus(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, time.March, 5, 10, 0, 0, 0, time.UTC)
	const ok, permanent, retry, after = "ok", "permanent", "retry", "after"
	tests := []struct {
		name   string
		status int
		pause  string
		want   string
		wait   time.Duration
	}{
		{"ok", 200, "", ok, 0},
		{"accepted", 202, "", ok, 0},
		{"no content", 204, "", ok, 0},
		{"bad request", 400, "", permanent, 0},
		{"unauthorized", 401, "", permanent, 0},
		{"gone", 410, "", permanent, 0},
		{"time-out", 408, "", retry, 0},
		{"too early", 425, "", retry, 0},
		{"too many, seconds", 429, "7", after, 7 * time.Second},
		{"too many, a date", 429, now.Add(9 * time.Second).Format(http.TimeFormat), after, 9 * time.Second},
		{"too many, a date that is past", 429, now.Add(-time.Hour).Format(http.TimeFormat), after, 0},
		{"too many, for ages", 429, "99999999999999999999", after, time.Hour},
		{"too many, without a word", 429, "", after, 30 * time.Second},
		{"too many, nonsense", 429, "soon", after, 30 * time.Second},
		{"too many, negative", 429, "-5", after, 30 * time.Second},
		{"internal", 500, "", retry, 0},
		{"unavailable", 503, "", retry, 0},
		{"unavailable, seconds", 503, "5", after, 5 * time.Second},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			err := httpx.Status("the service", tt.status, http.Header{"Retry-After": []string{tt.pause}}, now)
			if tt.want == ok {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, "the service")
			wait, asks := sinks.After(err)
			require.Equal(t, tt.want == permanent, sinks.IsPermanent(err))
			require.Equal(t, tt.want == after, asks)
			require.Equal(t, tt.wait, wait)
		})
	}
}

func TestFailedHoldsNoSecret(t *testing.T) {
	t.Parallel()
	const address = "https://user:pa55w0rd@hooks.example/t0ken?key=s3cret&x=1"
	cause := errors.New(`malformed answer "POST /t0ken?key=s3cret&x=1 HTTP/1.1" for /t0ken with s3cret and key=s3cret&x=1`)
	err := httpx.Failed("the hook", &url.Error{Op: "Post", URL: address, Err: cause}, append(httpx.Secrets(address), "s3cret")...)
	for _, secret := range []string{"t0ken", "s3cret", "pa55w0rd", address} {
		require.NotContains(t, err.Error(), secret)
	}
	require.ErrorContains(t, err, "malformed answer")
	require.NoError(t, httpx.Failed("the hook", nil))
	err = httpx.Failed("the hook", &url.Error{Op: "Post", URL: address, Err: context.DeadlineExceeded})
	require.ErrorIs(t, err, context.DeadlineExceeded)
	require.NotContains(t, err.Error(), "hooks.example")
}

func TestAddress(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"https://a.example/x": "", "http://127.0.0.1:80": "", "http://localhost": "", "http://[::1]:1/": "",
		"http://a.example": "use https", "a.example/x": "names no host", "ftp://a.example": "begins with neither", "https://": "names no host", "%": "not an address",
	} {
		_, err := httpx.Address(address)
		if want == "" {
			require.NoError(t, err, address)
			continue
		}
		require.ErrorContains(t, err, want, address)
	}
}

func TestCallRemembersARefusal(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/bad" {
			w.WriteHeader(http.StatusBadRequest)
		}
		_, _ = io.WriteString(w, "words")
	}))
	client := httpx.Client(0)
	defer server.Close()
	defer client.CloseIdleConnections()
	call := &httpx.Call{Client: client}
	do := func(path string) string {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL+path, strings.NewReader("x"))
		require.NoError(t, err)
		res, err := call.Do(req)
		require.NoError(t, err)
		body, err := io.ReadAll(res.Body)
		require.NoError(t, errors.Join(err, res.Body.Close()))
		return string(body)
	}
	require.Equal(t, "words", do("/bad"))
	require.Equal(t, http.StatusBadRequest, call.Status)
	require.Equal(t, "words", string(call.Body))
	require.Equal(t, "words", do("/good"))
	require.Equal(t, http.StatusOK, call.Status)
	require.Empty(t, call.Body)
}

func TestARedirectIsNotFollowed(t *testing.T) {
	t.Parallel()
	reached := make(chan struct{}, 1)
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached <- struct{}{} }))
	server := httptest.NewServer(http.RedirectHandler(elsewhere.URL, http.StatusTemporaryRedirect))
	client := httpx.Client(0)
	defer elsewhere.Close()
	defer server.Close()
	defer client.CloseIdleConnections()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL, strings.NewReader("x"))
	require.NoError(t, err)
	res, err := client.Do(req)
	require.NoError(t, err)
	require.NoError(t, res.Body.Close())
	require.Equal(t, http.StatusTemporaryRedirect, res.StatusCode)
	require.Empty(t, reached)
}
