package alertmanager_test

import (
	"encoding/pem"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"firebreak/config/secret"
	"firebreak/sinks"
	"firebreak/sinks/alertmanager"
	"firebreak/sinks/sinktest"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.IgnoreAnyFunction("net/http.(*persistConn).readLoop"), goleak.IgnoreAnyFunction("net/http.(*persistConn).writeLoop"))
}

// moment is soon after the sample was decided.
func moment() time.Time { return sinktest.Sample().At.Add(10 * time.Minute) }

func newSink(t *testing.T, now func() time.Time, servers ...*sinktest.Alertmanager) *alertmanager.Sink {
	t.Helper()
	cfg := alertmanager.Config{Token: secret.New(sinktest.AlertmanagerToken), Labels: map[string]string{"team": "social"}}
	for _, a := range servers {
		cfg.URLs = append(cfg.URLs, a.URL)
	}
	s, err := alertmanager.New(cfg, now)
	require.NoError(t, err)
	return s
}

func TestConformance(t *testing.T) {
	t.Parallel()
	sinktest.Run(t, func(t *testing.T) sinktest.Harness {
		a := sinktest.NewAlertmanager(t, moment)
		return sinktest.Harness{
			Sink: newSink(t, moment, a), Service: a, Told: a.Opened, Refused: a.Refused, Dedups: true, Secrets: []string{sinktest.AlertmanagerToken},
		}
	})
}

func TestAlertHoldsWhatAResponderNeeds(t *testing.T) {
	t.Parallel()
	a := sinktest.NewAlertmanager(t, moment)
	n := sinktest.Sample()
	n.Test = true
	_, err := newSink(t, moment, a).Notify(t.Context(), n)
	require.NoError(t, err)
	require.Len(t, a.Alerts(), 1)
	got := a.Alerts()[0]
	require.Equal(t, map[string]string{
		"alertname": "FirebreakIncident", "brand": "Wishgenie", "incident": n.Incident, "key": n.Key, "team": "social", "test": "true",
	}, got.Labels)
	require.Equal(t, "TEST "+n.Title, got.Annotations["summary"])
	require.Equal(t, "https://social.example/jane/w1?a=1&b=2", got.GeneratorURL)
	require.Equal(t, n.StartedAt, got.StartsAt)
	require.Equal(t, moment().Add(744*time.Hour), got.EndsAt)
	for _, key := range []string{"description", "why", "findings", "timeline", "clocks", "do", "do_not", "public_draft", "private_draft", "statement", "severity", "level", "links"} {
		require.NotEmpty(t, got.Annotations[key], key)
	}
	require.Contains(t, got.Annotations["timeline"], "(deleted)")
	require.Contains(t, got.Annotations["earlier"], "2026-01-24T10:34:00Z page, resolved by sam: Wishgenie: a password in plain text is reported (t:demo:v7) https://social.example/joe/v7?a=1&b=2\n")
}

func TestAnAlertIsUpdatedInPlaceAndEnds(t *testing.T) {
	t.Parallel()
	now := moment()
	a := sinktest.NewAlertmanager(t, func() time.Time { return now })
	s := newSink(t, func() time.Time { return now }, a)
	n := sinktest.Sample()
	for _, step := range []struct {
		event            sinks.Event
		severity, status string
	}{{sinks.EventTell, "error", "open"}, {sinks.EventUpdate, "critical", "open"}, {sinks.EventAcknowledge, "critical", "acknowledged"}, {sinks.EventResolve, "info", "resolved"}} {
		now = now.Add(time.Hour)
		n.Event, n.Severity, n.Status, n.At = step.event, step.severity, step.status, now
		_, err := s.Notify(t.Context(), n)
		require.NoError(t, err)
		require.Len(t, a.Alerts(), 1, "what changes is no label")
		require.Equal(t, step.severity, a.Alerts()[0].Annotations["severity"])
		require.Equal(t, step.event != sinks.EventResolve, a.Alerts()[0].EndsAt.After(now))
	}
	require.Equal(t, 1, a.Opened())
}

// An end in the future of Alertmanager's clock would be overruled by the end that it has.
func TestAnEndIsOneForAClockThatIsBehind(t *testing.T) {
	t.Parallel()
	behind := func() time.Time { return moment().Add(-30 * time.Second) }
	a := sinktest.NewAlertmanager(t, behind)
	s := newSink(t, moment, a)
	n := sinktest.Sample()
	for _, event := range []sinks.Event{sinks.EventTell, sinks.EventResolve} {
		n.Event, n.At, n.StartedAt = event, moment(), moment().Add(-time.Second)
		_, err := s.Notify(t.Context(), n)
		require.NoError(t, err)
	}
	require.False(t, a.Alerts()[0].EndsAt.After(behind()))
}

func TestACluster(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		event sinks.Event
		late  bool
		harm  [2]int
		want  string
	}{
		{"all take it", sinks.EventTell, false, [2]int{}, "accepted"},
		{"one is down", sinks.EventTell, false, [2]int{503, 0}, "noted"},
		{"one refuses", sinks.EventTell, false, [2]int{0, 401}, "noted"},
		{"all are down", sinks.EventTell, false, [2]int{503, 500}, "retry"},
		{"all refuse", sinks.EventTell, false, [2]int{401, 400}, "permanent"},
		{"one refuses and one is down", sinks.EventTell, false, [2]int{401, 503}, "retry"},
		{"one refuses and one asks for a pause", sinks.EventTell, false, [2]int{401, 429}, "after"},
		{"one is down and one asks for a pause", sinks.EventTell, false, [2]int{503, 429}, "retry"},
		{"an end that one misses", sinks.EventResolve, false, [2]int{0, 503}, "retry"},
		{"an end that one refuses", sinks.EventResolve, false, [2]int{0, 401}, "noted"},
		{"an end that one misses for long", sinks.EventResolve, true, [2]int{0, 503}, "noted"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			a, b := sinktest.NewAlertmanager(t, moment), sinktest.NewAlertmanager(t, moment)
			for i, service := range []*sinktest.Alertmanager{a, b} {
				if tt.harm[i] != 0 {
					service.Fail(-1, tt.harm[i], sinktest.RetryAfter(7*time.Second))
				}
				if tt.harm[i] == http.StatusServiceUnavailable {
					service.Fail(-1, tt.harm[i], nil)
				}
			}
			now := moment
			if tt.late {
				now = func() time.Time { return moment().Add(time.Hour) }
			}
			n := sinktest.Sample()
			n.Event = tt.event
			receipt, err := newSink(t, now, a, b).Notify(t.Context(), n)
			require.Equal(t, 1, a.Calls())
			require.Equal(t, 1, b.Calls())
			_, asks := sinks.After(err)
			switch tt.want {
			case "accepted":
				require.NoError(t, err)
				require.Equal(t, sinks.Receipt{Ref: n.Key}, receipt)
			case "noted":
				require.NoError(t, err)
				require.Equal(t, n.Key, receipt.Ref)
				require.Contains(t, receipt.Note, "1 of 2 addresses")
			default:
				require.Error(t, err)
				require.Equal(t, tt.want == "permanent", sinks.IsPermanent(err), err)
				require.Equal(t, tt.want == "after", asks, err)
			}
		})
	}
}

func TestKeysOutsideOfTheLimitsAreRefused(t *testing.T) {
	t.Parallel()
	a := sinktest.NewAlertmanager(t, moment)
	for _, key := range []string{"", strings.Repeat("k", 256)} {
		n := sinktest.Sample()
		n.Key = key
		_, err := newSink(t, moment, a).Notify(t.Context(), n)
		require.True(t, sinks.IsPermanent(err))
	}
	require.Zero(t, a.Calls())
}

func TestARefusalIsExplained(t *testing.T) {
	t.Parallel()
	for _, body := range []string{`"no ` + sinktest.AlertmanagerToken + ` \u001b[2J"`, `{"code":602,"message":"no ` + sinktest.AlertmanagerToken + ` \u001b[2J"}`} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusBadRequest)
			_, _ = io.WriteString(w, body)
		}))
		defer server.Close()
		s, err := alertmanager.New(alertmanager.Config{URLs: []string{server.URL}, Token: secret.New(sinktest.AlertmanagerToken)}, moment)
		require.NoError(t, err)
		_, err = s.Notify(t.Context(), sinktest.Sample())
		require.True(t, sinks.IsPermanent(err))
		require.ErrorContains(t, err, "no [secret] ")
		require.NotContains(t, err.Error(), "\x1b")
	}
}

func TestAPasswordOverTLSWithItsOwnCertificate(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	var user, password, at string
	server := httptest.NewTLSServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		user, password, _ = r.BasicAuth()
		at = r.URL.Path
	}))
	defer server.Close()
	dir := t.TempDir()
	ca, file := filepath.Join(dir, "ca.pem"), filepath.Join(dir, "password")
	require.NoError(t, os.WriteFile(ca, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}), 0o600))
	require.NoError(t, os.WriteFile(file, []byte("pa55word\n"), 0o600))
	cfg := alertmanager.Config{URLs: []string{server.URL + "/prefix/"}, Username: "firebreak", PasswordFile: file, CAFile: ca}
	s, err := alertmanager.New(cfg, moment)
	require.NoError(t, err)
	_, err = s.Notify(t.Context(), sinktest.Sample())
	require.NoError(t, err)
	mu.Lock()
	require.Equal(t, [3]string{"firebreak", "pa55word", "/prefix/api/v2/alerts"}, [3]string{user, password, at})
	mu.Unlock()

	cfg.CAFile = ""
	s, err = alertmanager.New(cfg, moment)
	require.NoError(t, err)
	_, err = s.Notify(t.Context(), sinktest.Sample())
	require.ErrorContains(t, err, "certificate")
	require.False(t, sinks.IsPermanent(err), "a certificate is renewed")
}

func TestNewNamesEveryFault(t *testing.T) {
	t.Parallel()
	one := []string{"https://alerts.example"}
	token := secret.New("t0ken")
	tests := []struct {
		name string
		cfg  alertmanager.Config
		want string
	}{
		{"no address", alertmanager.Config{}, "urls is required"},
		{"no encryption", alertmanager.Config{URLs: []string{"http://alerts.example"}}, "urls[0]: it is not encrypted"},
		{"a secret in the clear", alertmanager.Config{URLs: []string{"http://alerts.example"}, PlainHTTP: true, Token: token}, "plain_http"},
		{"a user in the address", alertmanager.Config{URLs: []string{"https://u:t0ken@alerts.example"}}, "urls[0]: it holds a user"},
		{"a query", alertmanager.Config{URLs: []string{"https://alerts.example?t0ken"}}, "urls[0]: it ends in a query"},
		{"twice", alertmanager.Config{URLs: append(one, "https://alerts.example/")}, "urls[1]: alerts.example is there twice"},
		{"two ways to log in", alertmanager.Config{URLs: one, Token: token, Username: "u", Password: token}, "use one of them"},
		{"no user", alertmanager.Config{URLs: one, Password: token}, "username is required"},
		{"no password", alertmanager.Config{URLs: one, Username: "u"}, "without password_file"},
		{"two tokens", alertmanager.Config{URLs: one, Token: token, TokenFile: "x"}, "not both"},
		{"no file", alertmanager.Config{URLs: one, TokenFile: "/nowhere/token"}, "/nowhere/token"},
		{"no certificates", alertmanager.Config{URLs: one, CAFile: "/nowhere/ca"}, "ca_file"},
		{"a file without certificates", alertmanager.Config{URLs: one, CAFile: "alert.go"}, "no certificate in PEM form"},
		{"our label", alertmanager.Config{URLs: one, Labels: map[string]string{"key": "x"}}, "key is set by firebreak"},
		{"no label", alertmanager.Config{URLs: one, Labels: map[string]string{"a-b": "x"}}, "no name of a label"},
		{"an empty label", alertmanager.Config{URLs: one, Labels: map[string]string{"a": ""}}, "one line"},
		{"a short hold", alertmanager.Config{URLs: one, Hold: time.Minute}, "hold"},
		{"a negative limit", alertmanager.Config{URLs: one, Timeout: -1}, "timeout"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := alertmanager.New(tt.cfg, moment)
			require.ErrorContains(t, err, tt.want)
			require.NotContains(t, err.Error(), "t0ken")
		})
	}
	_, err := alertmanager.New(alertmanager.Config{URLs: []string{"http://alertmanager.monitoring:9093"}, PlainHTTP: true}, moment)
	require.NoError(t, err)
}
