package backtest_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"firebreak/daemon/escalation"
	"firebreak/daemon/replay"
	"firebreak/daemon/replay/backtest"
)

var nine = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

func TestReadLabels(t *testing.T) {
	t.Parallel()
	const in = `{"thread_id":"a","page":true,"at":"2026-03-02T10:00:00+01:00","who":"ann"}

{"thread_id":"b","page":false}
{"thread_id":"a","page":false}
{"page":true}
{"thread_id":"c"}
{"thread_id":"d","page":"yes"}
{"thread_id":"e","page":true,"at":"yesterday"}
[]
{"thread_id":"f"
`
	var bad []string
	labels, err := backtest.ReadLabels(strings.NewReader(in), func(line int, reason string) { bad = append(bad, fmt.Sprintf("%d: %s", line, reason)) })
	require.NoError(t, err)
	require.Equal(t, []backtest.Label{{ThreadID: "a", Page: true, At: nine}, {ThreadID: "b"}}, labels)
	require.Equal(t, []string{
		"4: the thread has a label on line 1 already",
		"5: thread_id is required",
		"6: page is required: true or false",
		"7: page must not be a string",
		`8: at is not an RFC 3339 time, such as 2026-03-02T09:00:00Z: "yesterday"`,
		"9: this is no JSON object: json: cannot unmarshal array into Go value of type backtest.record",
		"10: this is no JSON object: unexpected end of JSON input",
	}, bad)

	_, err = backtest.ReadLabels(iotest.ErrReader(errBroken), func(int, string) {})
	require.ErrorIs(t, err, errBroken)
}

var errBroken = fmt.Errorf("the disk is broken")

// FuzzReadLabels: whatever is read, every label has a thread of its own.
func FuzzReadLabels(f *testing.F) {
	f.Add([]byte(`{"thread_id":"a","page":true,"at":"2026-03-02T09:00:00Z"}` + "\n" + `{"thread_id":"a","page":false}`))
	f.Add([]byte("{}\n[]\n\xff\n" + `{"THREAD_ID":"\ud800","page":true}`))
	f.Add([]byte(`{"thread_id":"a","page":true,"at":null}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		labels, err := backtest.ReadLabels(bytes.NewReader(data), func(line int, reason string) {
			require.Positive(t, line)
			require.NotEmpty(t, reason)
		})
		require.NoError(t, err)
		seen := map[string]bool{}
		for _, l := range labels {
			require.NotEmpty(t, l.ThreadID)
			require.False(t, seen[l.ThreadID])
			seen[l.ThreadID] = true
		}
	})
}

// TestIntervals compares with published figures: Wilson's from Brown, Cai and DasGupta's formula computed by hand, the Poisson ones with
// the exact limits, which Byar's come close to.
func TestIntervals(t *testing.T) {
	t.Parallel()
	p := backtest.Proportion(8, 10)
	require.True(t, p.Known)
	require.InDelta(t, 0.8, p.Value, 1e-9)
	require.InDelta(t, 0.4902, p.Low, 1e-4)
	require.InDelta(t, 0.9433, p.High, 1e-4)
	all := backtest.Proportion(5, 5)
	require.InDelta(t, 1, all.High, 1e-12)
	require.InDelta(t, 0.5655, all.Low, 1e-4)
	require.False(t, backtest.Proportion(0, 0).Known)

	r := backtest.Rate(10, 2)
	require.InDelta(t, 5, r.Value, 1e-9)
	require.InDelta(t, 4.795/2, r.Low, 0.02)
	require.InDelta(t, 18.39/2, r.High, 0.02)
	none := backtest.Rate(0, 1)
	require.Zero(t, none.Low)
	require.InDelta(t, 3.689, none.High, 0.03)
	require.False(t, backtest.Rate(1, 0).Known)

	require.False(t, backtest.MedianOf(nil).Known)
	one := backtest.MedianOf([]time.Duration{time.Hour})
	require.Equal(t, backtest.Estimate{Known: true, Value: 3600, Low: 3600, High: 3600}, one)
	even := backtest.MedianOf([]time.Duration{4 * time.Second, time.Second, 2 * time.Second, 3 * time.Second})
	require.InDelta(t, 2.5, even.Value, 1e-9)
}

func TestIntervalsHoldTheirValue(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 500).Draw(t, "n")
		hits := rapid.IntRange(0, n).Draw(t, "hits")
		minutes := rapid.SliceOfN(rapid.IntRange(-600, 600), 1, 20).Draw(t, "minutes")
		list := make([]time.Duration, len(minutes))
		for i, m := range minutes {
			list[i] = time.Duration(m) * time.Minute
		}
		for _, e := range []backtest.Estimate{backtest.Proportion(hits, n), backtest.Rate(hits, float64(n)), backtest.MedianOf(list)} {
			require.True(t, e.Known)
			require.LessOrEqual(t, e.Low, e.Value+1e-9)
			require.GreaterOrEqual(t, e.High, e.Value-1e-9)
		}
		first, second := backtest.MedianOf(list), backtest.MedianOf(list)
		require.Equal(t, first, second, "the seed is fixed")
	})
}

// decision is a line about a thread, minutes after nine.
func decision(thread string, minute int, action escalation.DecisionAction, level escalation.Level) escalation.Decision {
	return escalation.Decision{
		Time: nine.Add(time.Duration(minute) * time.Minute), Incident: "t:" + thread, ThreadID: thread, Action: action, Level: level, Topic: "breach",
		Reasons: []escalation.Reason{{Signal: "rumour", Value: 1, Rule: "complaint"}},
	}
}

func report(t *testing.T, limit int) backtest.Report {
	t.Helper()
	labels := []backtest.Label{
		{ThreadID: "right", Page: true, At: nine.Add(time.Hour)},
		{ThreadID: "late", Page: true, At: nine},
		{ThreadID: "two brands", Page: true},
		{ThreadID: "missed", Page: true, At: nine.Add(2 * time.Hour)},
		{ThreadID: "unseen", Page: true},
		{ThreadID: "false"},
		{ThreadID: "also false"},
		{ThreadID: "quiet"},
	}
	run := backtest.NewRun(labels)
	for _, d := range []escalation.Decision{
		decision("also false", 1, escalation.DecisionPage, escalation.LevelPage),
		decision("right", 2, escalation.DecisionNotify, escalation.LevelNotify),
		decision("right", 20, escalation.DecisionPage, escalation.LevelPage),
		decision("right", 50, escalation.DecisionPage, escalation.LevelPage),
		decision("late", 10, escalation.DecisionPage, escalation.LevelPage),
		decision("two brands#Globex", 10, escalation.DecisionPage, escalation.LevelPage),
		decision("missed", 10, escalation.DecisionNotify, escalation.LevelNotify),
		decision("missed", 11, escalation.DecisionLower, escalation.LevelWatch),
		decision("false", 0, escalation.DecisionPage, escalation.LevelPage),
		decision("nobody's", 0, escalation.DecisionPage, escalation.LevelPage),
		decision("nobody's", 5, escalation.DecisionPage, escalation.LevelPage),
		decision("quiet", 0, escalation.DecisionOpen, escalation.LevelWatch),
	} {
		require.NoError(t, run.Add(d))
	}
	totals := replay.Totals{Pages: 8, First: nine, Last: nine.Add(48 * time.Hour)}
	return run.Report(&totals, func(thread string) bool { return thread != "unseen" }, limit)
}

func TestReport(t *testing.T) {
	t.Parallel()
	r := report(t, 20)
	require.Equal(t, []int{8, 5, 1, 3, 2, 2, 1, 2, 8}, []int{r.Labels, r.Wanted, r.Unheard, r.Right, r.False, r.Missed, r.Unlabelled, r.Leads, r.Pages})
	require.InDelta(t, 0.6, r.Precision.Value, 1e-9)
	require.InDelta(t, 0.6, r.Recall.Value, 1e-9)
	require.InDelta(t, (40-10)*60/2, r.LeadSeconds.Value, 1e-9, "forty minutes early and ten late")
	require.InDelta(t, 4, r.PagesPerDay.Value, 1e-9)
	require.Zero(t, r.Hidden)

	var text bytes.Buffer
	require.NoError(t, r.WriteText(&text, func(s string) string { return strings.ReplaceAll(s, "also", "ALSO") }))
	require.Equal(t, `labels     8, of which 5 want a page
precision  0.600 (95 %: 0.231 to 0.882), 3 of 5 pages of labelled threads are right
recall     0.600 (95 %: 0.231 to 0.882), 3 of 5 wanted pages
lead       15m0s (95 %: -10m0s to 40m0s), the median of 2 right pages whose label has a time
pages/day  4 (95 %: 1.72 to 7.88), 8 pages in 2.0 days, 1 paged incidents without a label
false   false  2026-03-02T09:00:00Z  page  breach  rumour=1(complaint)
false   ALSO false  2026-03-02T09:01:00Z  page  breach  rumour=1(complaint)
missed  unseen  no mention was let in: it is not in the input, or no query and no account takes it
missed  missed  2026-03-02T11:00:00Z  notify  breach  rumour=1(complaint)
`, text.String())
	var data bytes.Buffer
	require.NoError(t, r.WriteJSON(&data))
	var back backtest.Report
	require.NoError(t, json.Unmarshal(data.Bytes(), &back))
	require.Empty(t, back.Rows, "the labels one by one are another format")
	back.Rows = r.Rows
	require.Equal(t, r, back)

	short := report(t, 1)
	require.Len(t, short.Cases, 2, "one false, one missed")
	require.Equal(t, 2, short.Hidden)
}

// TestRows are all labels one by one, in their order, as JSON lines and as a table.
func TestRows(t *testing.T) {
	t.Parallel()
	r := report(t, 1)
	var lines, table, summary bytes.Buffer
	require.NoError(t, r.WriteJSONL(&lines))
	rows := slices.Collect(strings.Lines(lines.String()))
	require.Len(t, rows, r.Labels)
	require.JSONEq(t, `{"thread_id":"late","page":true,"verdict":"right","at":"2026-03-02T09:00:00Z","paged_at":"2026-03-02T09:10:00Z","lead_seconds":-600,
"level":"page","topic":"breach","reasons":[{"signal":"rumour","value":1,"weight":0,"rule":"complaint"}]}`, rows[1])
	require.JSONEq(t, `{"thread_id":"unseen","page":true,"verdict":"missed","level":"","unheard":true}`, rows[4])
	require.NoError(t, r.WriteCSV(&table))
	require.Equal(t, `thread_id,page,verdict,at,paged_at,lead,lead_seconds,level,topic,heard,reasons
right,true,right,2026-03-02T10:00:00Z,2026-03-02T09:20:00Z,early,2400,page,breach,true,rumour=1(complaint)
late,true,right,2026-03-02T09:00:00Z,2026-03-02T09:10:00Z,late,600,page,breach,true,rumour=1(complaint)
two brands,true,right,,2026-03-02T09:10:00Z,,,page,breach,true,rumour=1(complaint)
missed,true,missed,2026-03-02T11:00:00Z,,,,notify,breach,true,rumour=1(complaint)
unseen,true,missed,,,,,,,false,
false,false,false,,2026-03-02T09:00:00Z,,,page,breach,true,rumour=1(complaint)
also false,false,false,,2026-03-02T09:01:00Z,,,page,breach,true,rumour=1(complaint)
quiet,false,quiet,,,,,watch,breach,true,rumour=1(complaint)
`, table.String())
	require.NoError(t, r.WriteSummary(&summary))
	require.Contains(t, summary.String(), "recall     0.600")
	require.NotContains(t, summary.String(), "missed", "the rows say it")
}

// TestReportOfNothing knows no figure that has no data.
func TestReportOfNothing(t *testing.T) {
	t.Parallel()
	r := backtest.NewRun([]backtest.Label{{ThreadID: "a"}}).Report(&replay.Totals{}, func(string) bool { return false }, 5)
	require.False(t, r.Precision.Known)
	require.False(t, r.Recall.Known)
	require.False(t, r.LeadSeconds.Known)
	var text bytes.Buffer
	require.NoError(t, r.WriteText(&text, func(s string) string { return s }))
	require.Contains(t, text.String(), "recall     unknown: 0 of 0 wanted pages")
}
