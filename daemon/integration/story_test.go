//go:build integration

package integration_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"firebreak/daemon/source/x/xtest"
	"firebreak/sinks/sinktest"
)

// world is everything around a daemon: the platform that it hears and the services that it tells.
type world struct {
	x         *xtest.Server
	pagerduty *sinktest.PagerDuty
	slack     *sinktest.Slack
	config    string
	sent      int
}

// newWorld starts the services and writes a configuration in which no number of customers is a crisis. Without an address the daemon gets an
// embedded broker of its own.
func newWorld(t *testing.T, addr string) *world {
	t.Helper()
	return newWorldWith(t, addr, "crisis: {authors: 1000000, small_authors: 1000000}")
}

// newWorldWith is newWorld with further keys of the configuration.
func newWorldWith(t *testing.T, addr, more string) *world {
	t.Helper()
	w := &world{x: xtest.New(t, true), pagerduty: sinktest.NewPagerDuty(t, nil), slack: sinktest.NewSlack(t)}
	dir := t.TempDir()
	w.config = filepath.Join(dir, "firebreak.yaml")
	kafka := fmt.Sprintf("{brokers: [%q], prefix: it%d., partitions: 6}", addr, time.Now().UnixNano())
	if addr == "" {
		kafka = "{embedded: true, dir: data, partitions: 6}"
	}
	text := fmt.Sprintf(`
brands:
  - name: Wishgenie
    query: '@wishgenie OR wishgenie'
    accounts: [{handle: wishgenie, role: care}]
kafka: %s
sources: [{type: x, base_url: %q}]
receivers:
  - {name: oncall, pagerduty: {routing_key: %s, url: %q}}
  - {name: social, slack: {token: %s, channel: %s, api_url: %q}}
route:
  receiver: social
  routes:
    - {match: 'level = page', receiver: oncall, continue: true}
    - {match: 'level =~ "notify|page"', receiver: social}
%s
`, kafka, w.x.URL, sinktest.RoutingKey, w.pagerduty.URL, sinktest.SlackToken, sinktest.SlackChannel, w.slack.URL, more)
	require.NoError(t, os.WriteFile(w.config, []byte(text), 0o600))
	return w
}

// tell lets n customers complain and ask again without an answer, which pages.
func (w *world) tell(n int) {
	for range n {
		w.sent++
		id, who := 10*w.sent, fmt.Sprintf("customer%d", w.sent)
		now := time.Now()
		w.x.Send(
			xtest.Status(id, who, "@wishgenie just mailed me my own password in plain text", 0, now.Add(-30*time.Minute)),
			xtest.Status(id+1, who, "@wishgenie no answer? You mailed me my password in plain text!", id, now.Add(-time.Minute)),
		)
	}
}

// ask lets n people ask whether the brand was hacked.
func (w *world) ask(n int) {
	for range n {
		w.sent++
		w.x.Send(xtest.Status(10*w.sent, fmt.Sprintf("reader%d", w.sent), fmt.Sprintf("hey, was @wishgenie hacked?? friend no %d says so", w.sent), 0, time.Now()))
	}
}

// paged are the threads that PagerDuty has an incident of, and how often each was opened.
func (w *world) paged() map[string]int {
	out := map[string]int{}
	for _, a := range w.pagerduty.Alerts() {
		thread, _, _ := strings.Cut(strings.TrimPrefix(a.Key, "firebreak/t:"), "/")
		out[thread] += a.Opened
	}
	return out
}

// awaitPaged waits until every thread has paged, and returns how long it took.
func (w *world) awaitPaged(t *testing.T, limit time.Duration) time.Duration {
	t.Helper()
	began := time.Now()
	require.Eventually(t, func() bool { return len(w.paged()) >= w.sent }, limit, 10*time.Millisecond, "not every thread has paged")
	return time.Since(began)
}

// cards counts the cards of each thread, answers in their threads left out.
func (w *world) cards() map[string]int {
	out := map[string]int{}
	for _, c := range w.slack.Cards() {
		if c.Thread == "" {
			out[customerOf(c.Blocks)]++
		}
	}
	return out
}

// customerOf finds the customer that a card is about.
func customerOf(text string) string {
	for word := range strings.FieldsSeq(text) {
		if strings.HasPrefix(word, "customer") {
			return strings.Trim(word, "():,.")
		}
	}
	return ""
}

// settle waits until everything is told, and checks that everybody was told of everything, and paged of nothing twice.
func (w *world) settle(t *testing.T) (twice int) {
	t.Helper()
	w.awaitPaged(t, 2*time.Minute)
	require.Eventually(t, func() bool { return len(w.cards()) >= w.sent }, 3*time.Minute, 50*time.Millisecond, "not every thread has a card")
	for thread, opened := range w.paged() {
		require.Equal(t, 1, opened, "thread %s paged more than once", thread)
	}
	require.Len(t, w.paged(), w.sent, "somebody was paged of a thread that is not there")
	require.Empty(t, w.pagerduty.Refused())
	require.Empty(t, w.slack.Refused())
	var names []string
	for name, n := range w.cards() {
		names = append(names, name)
		twice += n - 1
	}
	slices.Sort(names)
	require.Len(t, names, w.sent, "%v", names)
	return twice
}
