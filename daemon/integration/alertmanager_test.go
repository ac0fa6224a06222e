//go:build integration

package integration_test

import (
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"firebreak/sinks"
	"firebreak/sinks/alertmanager"
	"firebreak/sinks/sinktest"
)

// told is what a real Alertmanager told somebody.
type told struct {
	Status string `json:"status"`
	Alerts []struct {
		Labels map[string]string `json:"labels"`
	} `json:"alerts"`
}

// held is an alert as Alertmanager shows it.
type held struct {
	Labels       map[string]string `json:"labels"`
	Annotations  map[string]string `json:"annotations"`
	GeneratorURL string            `json:"generatorURL"`
}

// realAlertmanager is a server with a receiver that remembers what it is told.
type realAlertmanager struct {
	url  string
	mu   sync.Mutex
	told []told
}

func startAlertmanager(t *testing.T) *realAlertmanager {
	t.Helper()
	program := fetched(t, "alertmanager", "go")
	a := &realAlertmanager{}
	hook := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var group told
		if err := json.NewDecoder(r.Body).Decode(&group); err != nil {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		a.mu.Lock()
		defer a.mu.Unlock()
		a.told = append(a.told, group)
	}))
	t.Cleanup(hook.Close)
	dir := t.TempDir()
	file := filepath.Join(dir, "alertmanager.yml")
	require.NoError(t, os.WriteFile(file, fmt.Appendf(nil, `
route: {receiver: hook, group_by: [key], group_wait: 100ms, group_interval: 200ms, repeat_interval: 1h}
receivers: [{name: hook, webhook_configs: [{url: %q, send_resolved: true}]}]
`, hook.URL), 0o600))
	addr := net.JoinHostPort("127.0.0.1", strconv.Itoa(freePorts(t)))
	a.url = "http://" + addr
	serveReal(t, func() bool { return get(t, a.url+"/-/ready", nil) == http.StatusOK },
		program, "--config.file="+file, "--storage.path="+dir, "--web.listen-address="+addr, "--cluster.listen-address=")
	return a
}

// get returns the status of an answer, and its content in into where that is not nil; 0 without an answer.
func get(t *testing.T, url string, into any) int {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, http.NoBody)
	require.NoError(t, err)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0
	}
	if into != nil {
		require.NoError(t, json.NewDecoder(res.Body).Decode(into))
	}
	require.NoError(t, res.Body.Close())
	return res.StatusCode
}

// times counts what was told of a key, by status.
func (a *realAlertmanager) times(key string) map[string]int {
	a.mu.Lock()
	defer a.mu.Unlock()
	out := map[string]int{}
	for _, group := range a.told {
		for _, alert := range group.Alerts {
			if alert.Labels["key"] == key {
				out[group.Status]++
			}
		}
	}
	return out
}

func (a *realAlertmanager) held(t *testing.T) []held {
	t.Helper()
	var out []held
	require.Equal(t, http.StatusOK, get(t, a.url+"/api/v2/alerts", &out))
	return out
}

func TestAnAlertLivesOnARealAlertmanager(t *testing.T) {
	a := startAlertmanager(t)
	sink, err := alertmanager.New(alertmanager.Config{URLs: []string{a.url}, Labels: map[string]string{"team": "social"}}, time.Now)
	require.NoError(t, err)
	n := sinktest.Sample()
	n.StartedAt = time.Now().Add(-time.Second)
	send := func(event sinks.Event, status string) {
		t.Helper()
		n.Event, n.Status, n.At = event, status, time.Now()
		_, err := sink.Notify(t.Context(), n)
		require.NoError(t, err)
	}
	// As after a crash between the answer and our record of it.
	send(sinks.EventTell, "open")
	send(sinks.EventTell, "open")
	require.Eventually(t, func() bool { return a.times(n.Key)["firing"] == 1 }, startLimit, 20*time.Millisecond)
	send(sinks.EventUpdate, "open")
	send(sinks.EventAcknowledge, "acknowledged")
	alerts := a.held(t)
	require.Len(t, alerts, 1)
	require.Equal(t, "acknowledged", alerts[0].Annotations["status"])
	require.Equal(t, n.Title, alerts[0].Annotations["summary"])
	require.Equal(t, map[string]string{
		"alertname": "FirebreakIncident", "brand": n.Brand, "incident": n.Incident, "key": n.Key, "team": "social",
	}, alerts[0].Labels)
	require.Equal(t, n.Links[0].URL, alerts[0].GeneratorURL)

	send(sinks.EventResolve, "resolved")
	require.Eventually(t, func() bool { return a.times(n.Key)["resolved"] == 1 }, startLimit, 20*time.Millisecond)
	require.Empty(t, a.held(t))
	require.Equal(t, map[string]int{"firing": 1, "resolved": 1}, a.times(n.Key), "people are told once, and once that it is over")
}

func TestARealAlertmanagerTakesHostileTexts(t *testing.T) {
	a := startAlertmanager(t)
	sink, err := alertmanager.New(alertmanager.Config{URLs: []string{a.url}}, time.Now)
	require.NoError(t, err)
	i := 0
	for name, text := range sinktest.Hostile() {
		i++
		n := sinktest.WithText(sinktest.Sample(), text)
		n.Key = fmt.Sprintf("firebreak/t:hostile:%d/1", i)
		_, err := sink.Notify(t.Context(), n)
		require.NoError(t, err, name)
	}
	require.Len(t, a.held(t), len(sinktest.Hostile()))
}
