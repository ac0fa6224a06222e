package shoutrrr_test

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"firebreak/config/secret"
	"firebreak/sinks"
	"firebreak/sinks/shoutrrr"
	"firebreak/sinks/sinktest"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.IgnoreAnyFunction("net/http.(*persistConn).readLoop"), goleak.IgnoreAnyFunction("net/http.(*persistConn).writeLoop"))
}

func newSink(t *testing.T, address string) *shoutrrr.Sink {
	t.Helper()
	s, err := shoutrrr.New(shoutrrr.Config{URL: secret.New(address)}, time.Now)
	require.NoError(t, err)
	return s
}

func host(t *testing.T, address string) string {
	t.Helper()
	u, err := url.Parse(address)
	require.NoError(t, err)
	return u.Host
}

func ntfy(t *testing.T, n *sinktest.Ntfy) string {
	t.Helper()
	return "ntfy://u:" + sinktest.NtfyPassword + "@" + host(t, n.URL) + "/" + sinktest.NtfyTopic + "?scheme=http"
}

func TestConformance(t *testing.T) {
	t.Parallel()
	sinktest.Run(t, func(t *testing.T) sinktest.Harness {
		n := sinktest.NewNtfy(t)
		return sinktest.Harness{
			Sink: newSink(t, ntfy(t, n)), Service: n, Told: n.Told, Refused: n.Refused, Secrets: []string{sinktest.NtfyPassword, sinktest.NtfyTopic},
		}
	})
}

func TestATextHoldsWhatALockScreenShows(t *testing.T) {
	t.Parallel()
	service := sinktest.NewNtfy(t)
	n := sinktest.Sample()
	n.Test = true
	file := filepath.Join(t.TempDir(), "address")
	require.NoError(t, os.WriteFile(file, []byte(ntfy(t, service)+"\n"), 0o600))
	s, err := shoutrrr.New(shoutrrr.Config{URLFile: file}, time.Now)
	require.NoError(t, err)
	for _, event := range []sinks.Event{sinks.EventTell, sinks.EventUpdate, sinks.EventAcknowledge, sinks.EventResolve} {
		n.Event, n.AcknowledgedBy = event, "sam"
		_, err = s.Notify(t.Context(), n)
		require.NoError(t, err)
	}
	texts := service.Texts()
	require.Len(t, texts, 3, "an update is not sent")
	require.Equal(t, "TEST "+n.Title+"\n"+
		"PAGE · critical · Wishgenie · tell 2 · 2026-03-05 10:34 UTC\n"+
		"A password in plain text is reported. Please take it over in private.\n"+
		"- the brand says that everything is secure\n- expert_joined = 1\n"+
		"https://social.example/jane/w1?a=1&b=2", texts[0])
	require.True(t, strings.HasPrefix(texts[1], "Taken over by sam. TEST "))
	require.True(t, strings.HasPrefix(texts[2], "Resolved. TEST "))
}

// answers is a service that is always in the same mood.
type answers struct {
	calls  atomic.Int32
	status int
	err    error
}

func (a *answers) RoundTrip(r *http.Request) (*http.Response, error) {
	a.calls.Add(1)
	if a.err != nil {
		return nil, a.err
	}
	return &http.Response{StatusCode: a.status, Header: sinktest.RetryAfter(7 * time.Second), Body: io.NopCloser(strings.NewReader("{}")), Request: r}, nil
}

// Discord's own retries, which sleep, must not begin.
func TestAServiceIsAskedOnce(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		service *answers
		asks    bool
	}{
		{"a pause", &answers{status: http.StatusTooManyRequests}, true},
		{"its fault", &answers{status: http.StatusInternalServerError}, false},
		{"no connection", &answers{err: errors.New("no route to Abcdefghijklmnop")}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := newSink(t, "discord://Abcdefghijklmnop@123456789012345678")
			s.Through(tt.service)
			began := time.Now()
			_, err := s.Notify(t.Context(), sinktest.Sample())
			require.Less(t, time.Since(began), 5*time.Second, "shoutrrr waited out the pause")
			require.Error(t, err)
			require.False(t, sinks.IsPermanent(err))
			pause, asks := sinks.After(err)
			require.Equal(t, tt.asks, asks)
			if asks {
				require.Equal(t, 7*time.Second, pause)
			}
			require.EqualValues(t, 1, tt.service.calls.Load())
			for _, part := range []string{"Abcdef", "123456789012345678"} {
				require.NotContains(t, err.Error(), part)
			}
		})
	}
}

func TestNothingGoesOverTheNetworkInTheClear(t *testing.T) {
	t.Parallel()
	s := newSink(t, "ntfy://u:t0ken@ntfy.example/t0pic-of-ours?scheme=http")
	_, err := s.Notify(t.Context(), sinktest.Sample())
	require.True(t, sinks.IsPermanent(err))
	require.ErrorContains(t, err, "https")
	require.NotContains(t, err.Error(), "t0")
}

func TestNewNamesEveryFaultAndNoSecret(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, address, want string
	}{
		{"no address", "t0ken", "not an address"},
		{"an unknown service", "t0ken://x/y", "no such service"},
		{"mail", "smtp://u:t0ken@h.example/?from=a@b.example&to=c@d.example", "smtp is not spoken over HTTP"},
		{"its log", "logger://t0ken", "logger is not spoken over HTTP"},
		{"no chat", "telegram://t0ken@telegram", "no address of telegram"},
		{"not a URL", "ntfy://t0ken:x y@[::/%zz", "no address of ntfy"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := shoutrrr.New(shoutrrr.Config{URL: secret.New(tt.address)}, time.Now)
			require.ErrorContains(t, err, tt.want)
			require.NotContains(t, err.Error(), "t0ken")
		})
	}
	for want, cfg := range map[string]shoutrrr.Config{
		"url or url_file":  {},
		"not both":         {URL: secret.New("ntfy://h.example/t"), URLFile: "x"},
		"/nowhere/address": {URLFile: "/nowhere/address"},
		"timeout":          {URL: secret.New("ntfy://h.example/t"), Timeout: -1},
	} {
		_, err := shoutrrr.New(cfg, time.Now)
		require.ErrorContains(t, err, want)
	}
}

// Each of them is checked without a call, one that logs in when it is made included.
func TestAddressesOfMany(t *testing.T) {
	t.Parallel()
	for _, address := range []string{
		"discord://Abcdefghijklmnop@123456789012345678", "telegram://123456789:AAabcdefghijklmnopqrstuvwxyz012345678@telegram?chats=@ours", "ntfy://ntfy.sh/ours",
		"mattermost://chat.acme.example/abcdefghijklmnopqrstuvwxyz", "pushover://shoutrrr:abcdefghijklmnopqrstuvwxyz@uabcdefghijklmnop/",
		"gotify://push.acme.example/AzyoeNS.D4iJLVa", "generic+https://hooks.acme.example/x", "matrix://user:password@matrix.acme.example:1/?rooms=!a:b",
	} {
		newSink(t, address)
	}
}
