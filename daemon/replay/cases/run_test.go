package cases_test

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"firebreak/daemon/escalation"
	"firebreak/daemon/replay/cases"
)

// TestExpectations runs one conversation of each kind; failures are the misses that are expected.
func TestExpectations(t *testing.T) {
	t.Parallel()
	const complaint = "      - {by: jane, text: acme leak}\n"
	tests := []struct {
		name, events, expect string
		misses               []string
	}{
		{"a card", complaint, "{level: notify, action: notify, severity: error, kinds: [security_complaint], topic: breach, reasons: [grave_complaint], receivers: [social], notifies: 1, pages: 0}", nil},
		{"a wrong level", complaint, "{level: page}", []string{"level: page, not notify"}},
		{"a wrong severity and topic", complaint, "{severity: critical, topic: outage}", []string{"severity: critical, not error", "topic: outage, not breach"}},
		{"a missing kind", complaint, "{kinds: [security_complaint, crisis]}", []string{"kinds: security_complaint, crisis, not security_complaint"}},
		{"a kind that must not be", complaint, "{not_kinds: [security_complaint]}", []string{"not_kinds: no security_complaint, not it is on t:e1"}},
		{"other receivers", complaint, "{receivers: [oncall, social]}", []string{"receivers: oncall, social, not social"}},
		{"nobody told", complaint, "{none: true}", []string{"none: nobody told, not 0 pages, 1 notifies"}},
		{"counts", complaint, "{pages: 1, notifies: 0}", []string{"pages: 1, not 0", "notifies: 0, not 1"}},
		{"nothing at all", "      - {by: jane, text: acme is fine}\n", "{none: true, not_kinds: [security_complaint], pages: 0}", nil},
		{"nothing where something was meant", "      - {by: jane, text: acme is fine}\n", "{level: watch}", []string{"incident: one that fits, not there is none"}},
		{"an open incident tells nobody", "      - {by: jane, text: acme is slow}\n", "{level: watch, action: open, none: true}", nil},
		{
			"a clock", complaint + "      - pass: 61m\n", "{reasons: [clock_ran_out], by: 1h, receivers: [social]}", nil,
		},
		{
			"a clock, too late", complaint + "      - pass: 61m\n", "{reasons: [clock_ran_out], by: 59m}",
			[]string{"by: 59m, not 1h"},
		},
		{
			"a follow-up pages", complaint + "      - {at: 20m, by: jane, reply_to: e1, text: anybody}\n",
			"{action: page, reasons: [followed_up], receivers: [oncall], by: 2026-03-02T09:20:00Z}", nil,
		},
		{
			"an answer that comes late stops the clock", complaint + "      - {at: 30m, by: bob, text: acme is fine}\n" +
				"      - {at: 10m, by: acmecare, reply_to: e1, text: sorry}\n      - pass: 2h\n", "{pages: 0, not_kinds: [follow_up_unanswered], level: notify, action: update}", nil,
		},
		{
			"a reply of the brand", complaint + "      - {at: 5m, by: acmecare, reply_to: e1, text: we are unhackable}\n",
			"{level: page, severity: critical, reasons: [critical_finding, bad_reply_to_security_complaint]}", nil,
		},
		{
			"a large account", complaint + "      - {at: 5m, by: star, followers: 200000, verified: true, repost_of: e1}\n",
			"{action: page, reasons: [large_account]}", nil,
		},
		{
			"reshares", complaint + "      - {at: 5m, metrics_of: e1, metrics: {reposts: 40}}\n", "{action: page, reasons: [reshared, reach_growth]}", nil,
		},
		{
			"a quote", complaint + "      - {at: 5m, by: bob, quote_of: e1, text: look}\n", "{thread: e2, level: page, reasons: [supported_unanswered]}", nil,
		},
		{
			"an edit", "      - {by: jane, text: acme is fine}\n      - {at: 5m, edit_of: e1, by: jane, text: acme leak}\n", "{thread: e1, level: notify}", nil,
		},
		{
			"a deletion", complaint + "      - {at: 5m, delete: e1}\n      - pass: 3h\n", "{notifies: 1, pages: 0, not_kinds: [reach_growth]}", nil,
		},
		{
			"a private message", complaint + "      - {at: 5m, by: jane, tier: private, reply_to: e1, text: leak}\n", "{level: notify, kinds: [security_complaint]}", nil,
		},
		{
			"what a person does", complaint + "      - {action: resolve, by: ann}\n", "{action: resolve, level: watch, reasons: [action_resolve]}", nil,
		},
		{
			"a note", complaint + "      - {at: 3m, action: note, by: ann, text: we know}\n", "{action: update, reasons: [action_note], by: 3m}", nil,
		},
		{
			"a snooze", complaint + "      - {action: snooze, by: ann, until: 4h}\n", "{reasons: [action_snooze]}", nil,
		},
		{"an action on nothing", "      - {action: resolve, by: ann}\n", "{none: true}", []string{"action: an incident to act on, not there is none"}},
		{
			"an action on one of two", complaint + "      - {by: bob, text: acme leak}\n      - {action: resolve, by: ann, thread: e2}\n",
			"{thread: e2, level: watch, action: resolve}", nil,
		},
		{
			"an action on either of two", complaint + "      - {by: bob, text: acme leak}\n      - {action: resolve, by: ann}\n",
			"{notifies: 2}",
			[]string{"action: an incident to act on, not there are 2: t:e1, t:e2; name the thread"},
		},
		{
			"one conversation of two", complaint + "      - {by: bob, text: acme is slow}\n", "{thread: e2, level: notify}", []string{"level: notify, not watch"},
		},
		{"a conversation that was not heard", complaint + "      - {by: bob, text: leak}\n", "{thread: e2, level: notify}", []string{"incident: one that fits, not there is none"}},
		{"beyond the calendar", "      - {at: 9999-01-01T00:00:00Z, by: a, text: acme leak}\n", "{none: true}", []string{"event: a time up to the year 9000, not the year 9999"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			results := run(t, "tests:\n  - name: it\n    events:\n"+tt.events+"    expect:\n      - "+tt.expect+"\n")
			var misses []string
			for _, f := range results[0].Failures {
				for _, m := range f.Misses {
					misses = append(misses, m.Part+": "+m.Want+", not "+m.Got)
				}
			}
			require.Equal(t, tt.misses, misses)
		})
	}
}

// TestExpectationsBetweenEvents are about what happened until then.
func TestExpectationsBetweenEvents(t *testing.T) {
	t.Parallel()
	results := run(t, `tests:
  - name: it
    brand: Acme
    start: 2026-05-01T12:00:00Z
    events:
      - {by: jane, text: leak, expect: [{level: notify, pages: 0}]}
      - {at: 20m, by: jane, reply_to: e1, text: hello, expect: [{level: page, pages: 1, by: 20m}]}
      - expect: [{pages: 2}]
      - {action: resolve, by: ann, expect: [{level: watch}]}
    expect: [{action: page, by: '2026-05-01T12:20:00Z'}, {level: watch, receivers: [oncall]}]
`)
	require.Len(t, results[0].Failures, 1)
	require.Equal(t, cases.Failure{
		Line: 9, At: "20m", Expected: "{pages: 2}", Misses: []cases.Miss{{Part: "pages", Want: "2", Got: "1"}}, Lines: 2,
	}, results[0].Failures[0])
}

// TestReport shows what was expected and what happened, and why.
func TestReport(t *testing.T) {
	t.Parallel()
	report := cases.NewReport(run(t, `tests:
  - name: good
    events: [{by: jane, text: acme leak}]
    expect: [{level: notify}]
  - name: bad
    events:
      - {by: jane, text: acme leak}
      - {at: 20m, by: jane, reply_to: e1, text: anybody}
      - {at: 25m, by: bob, text: something else}
    expect:
      - {level: watch, receivers: [social], by: 10m}
`))
	var text bytes.Buffer
	require.NoError(t, report.WriteText(&text, same))
	shown, rules, ok := strings.Cut(text.String(), " rules fired; in no test: ")
	require.True(t, ok, text.String())
	require.Equal(t, `ok    cases.yaml: good
FAIL  cases.yaml:6: bad
      cases.yaml:12: at 25m expected {level: watch, receivers: [social], by: 10m}
        level: want watch, got notify
      what happened:
        0s notify: level notify, severity error, t:e1, topic breach, kinds security_complaint, told social
          because security_complaint=0.9(grave_complaint)
        20m page: level page, severity error, t:e1, topic breach, kinds follow_up_unanswered security_complaint, told oncall
          because security_complaint=0.9(grave_complaint) follow_up_unanswered=1(followed_up) unanswered_hours=0.2877
      note: e3 concerns no brand: no query and no account of the configuration names it
1 of 2 tests passed
2 of `+strconv.Itoa(len(escalation.Rules())), shown)
	require.Contains(t, rules, "critical_finding")

	var data bytes.Buffer
	require.NoError(t, report.WriteJSON(&data))
	var back cases.Report
	require.NoError(t, json.Unmarshal(data.Bytes(), &back))
	require.Equal(t, 1, back.Passed)
	require.Equal(t, 1, back.Failed)
	require.Equal(t, []string{"grave_complaint", "followed_up"}, back.Rules.Fired)
	require.Contains(t, back.Rules.Never, "critical_finding")
	require.Equal(t, []string{"oncall"}, back.Tests[1].Lines[1].Receivers)

	var lines, table, summary bytes.Buffer
	require.NoError(t, report.WriteJSONL(&lines))
	require.Equal(t, 2, strings.Count(lines.String(), "\n"), "one test a line")
	require.Contains(t, lines.String(), `"misses":[{"part":"level","want":"watch","got":"notify"}]`)
	require.NoError(t, report.WriteCSV(&table))
	require.Equal(t, `file,line,test,result,at,expected,part,want,got
cases.yaml,3,good,pass,,,,,
cases.yaml,12,bad,fail,25m,"{level: watch, receivers: [social], by: 10m}",level,watch,notify
`, table.String())
	require.NoError(t, report.WriteSummary(&summary))
	require.True(t, strings.HasPrefix(summary.String(), "1 of 2 tests passed\n"))
}
