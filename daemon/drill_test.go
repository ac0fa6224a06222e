package daemon_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"firebreak/daemon"
	"firebreak/daemon/escalation"
	"firebreak/sinks"
	"firebreak/sinks/sinktest"
)

// drilled is a configuration with a pager, a feed and a console, and what the fakes behind it saw.
func drilled(t *testing.T) (pager *sinktest.PagerDuty, slack *sinktest.Slack, opts daemon.DrillOptions) {
	t.Helper()
	pager, slack = sinktest.NewPagerDuty(t, nil), sinktest.NewSlack(t)
	cfg, err := daemon.ParseConfig("drill.yaml", fmt.Appendf(nil, `
brands: [{name: Acme, query: acme}]
receivers:
  - {name: oncall, pagerduty: {routing_key: %s, url: %s, timeout: 2s}}
  - {name: social, slack: {token: %s, channel: %s, api_url: %s}}
  - {name: lost, pagerduty: {routing_key_file: nowhere}}
route:
  receiver: social
  routes: [{match: 'level = page', receiver: oncall, continue: true}, {match: 'kind = dismissive_reply', receiver: lost}, {match: 'severity =~ ".+"', receiver: social}]
`, sinktest.RoutingKey, pager.URL, sinktest.SlackToken, sinktest.SlackChannel, slack.URL))
	require.NoError(t, err)
	return pager, slack, daemon.DrillOptions{Config: cfg}
}

func TestDrillTellsAllThatAPageReachesAndEndsIt(t *testing.T) {
	t.Parallel()
	pager, slack, opts := drilled(t)
	var reported []daemon.DrillResult
	opts.Report = func(r daemon.DrillResult) { reported = append(reported, r) }
	results, err := daemon.Drill(t.Context(), opts)
	require.NoError(t, err)
	require.Equal(t, results, reported)
	require.Len(t, results, 4)
	for i, want := range []struct {
		receiver string
		event    sinks.Event
	}{{"oncall", sinks.EventTell}, {"social", sinks.EventTell}, {"oncall", sinks.EventResolve}, {"social", sinks.EventResolve}} {
		require.NoError(t, results[i].Err)
		require.Equal(t, want.receiver, results[i].Receiver)
		require.Equal(t, want.event, results[i].Event)
		require.NotEmpty(t, results[i].Receipt.Ref)
	}
	alerts := pager.Alerts()
	require.Len(t, alerts, 1)
	require.Equal(t, "resolved", alerts[0].State)
	require.Equal(t, 1, alerts[0].Opened)
	require.Contains(t, alerts[0].Payload["summary"], "TEST Acme")
	cards := slack.Cards()
	require.Len(t, cards, 1, "the card is updated in place")
	require.Equal(t, 1, cards[0].Updates)
	require.Contains(t, cards[0].Blocks, "TEST")
	require.Contains(t, cards[0].Blocks, "This is a drill")

	_, err = daemon.Drill(t.Context(), opts)
	require.NoError(t, err)
	require.Len(t, pager.Alerts(), 2, "each drill is an alert of its own")
}

func TestDrillNotifiesWithoutAPage(t *testing.T) {
	t.Parallel()
	pager, slack, opts := drilled(t)
	opts.Level = escalation.LevelNotify
	_, err := daemon.Drill(t.Context(), opts)
	require.NoError(t, err)
	require.Zero(t, pager.Calls())
	require.Len(t, slack.Cards(), 1)
}

func TestDrillFailures(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		do   func(p *sinktest.PagerDuty, o *daemon.DrillOptions)
		// classes are those of the calls, "" for one that was taken.
		classes []string
	}{
		{"a refusal", func(p *sinktest.PagerDuty, _ *daemon.DrillOptions) { p.Fail(-1, http.StatusBadRequest, nil) }, []string{"permanent", "", ""}},
		{"a pause", func(p *sinktest.PagerDuty, _ *daemon.DrillOptions) {
			p.Fail(1, http.StatusTooManyRequests, sinktest.RetryAfter(7*time.Second))
		}, []string{"retry after 7s", "", "", ""}},
		{"no answer, perhaps taken", func(p *sinktest.PagerDuty, _ *daemon.DrillOptions) { p.Cut(true) }, []string{"temporary", "", "temporary", ""}},
		{"a file that is not there", func(_ *sinktest.PagerDuty, o *daemon.DrillOptions) { o.Receiver = "lost" }, []string{"permanent"}},
		{"one of the route that cannot be made", func(_ *sinktest.PagerDuty, o *daemon.DrillOptions) { o.Kind = "dismissive_reply" }, []string{"", "permanent", ""}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			pager, _, opts := drilled(t)
			tt.do(pager, &opts)
			results, err := daemon.Drill(t.Context(), opts)
			require.NoError(t, err)
			var classes []string
			for _, r := range results {
				class := ""
				if r.Err != nil {
					class = daemon.ErrorClass(r.Err)
					require.NotContains(t, r.Err.Error(), sinktest.RoutingKey)
				}
				classes = append(classes, class)
			}
			require.Equal(t, tt.classes, classes)
		})
	}
}

// TestDrillThatIsCutShortStillEndsTheAlert: nobody is left with a pager that rings.
func TestDrillThatIsCutShortStillEndsTheAlert(t *testing.T) {
	t.Parallel()
	pager, _, opts := drilled(t)
	ctx, cancel := context.WithCancel(t.Context())
	opts.Hold, opts.Receiver = time.Hour, "oncall"
	opts.Report = func(r daemon.DrillResult) {
		if r.Event == sinks.EventTell {
			cancel()
		}
	}
	_, err := daemon.Drill(ctx, opts)
	require.NoError(t, err)
	require.Equal(t, "resolved", pager.Alerts()[0].State)
}

func TestDrillOfNobody(t *testing.T) {
	t.Parallel()
	_, _, opts := drilled(t)
	opts.Receiver = "nobody"
	_, err := daemon.Drill(t.Context(), opts)
	require.ErrorIs(t, err, daemon.ErrNoReceiver)
	require.ErrorContains(t, err, "oncall, social, lost")
	cfg, err := daemon.ParseConfig("empty.yaml", []byte("brands: [{name: Acme, query: acme}]\n"))
	require.NoError(t, err)
	_, err = daemon.Drill(t.Context(), daemon.DrillOptions{Config: cfg})
	require.ErrorIs(t, err, daemon.ErrNoReceiver)
}

func TestDrillOnTheConsole(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	results, err := daemon.Drill(t.Context(), daemon.DrillOptions{Config: daemon.TrialConfig(), Stdout: &out})
	require.NoError(t, err)
	require.Len(t, results, 2)
	require.Contains(t, out.String(), "TEST")
}
