package cases_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"firebreak/config"
	"firebreak/daemon/escalation"
	"firebreak/daemon/replay/cases"
	"firebreak/detectors"
)

// readAny reads a file of cases under a configuration of its own.
func readAny(t require.TestingT, data []byte) *cases.File {
	cfg, err := config.Parse("firebreak.yaml", []byte(routed))
	require.NoError(t, err)
	r := reader()
	r.Config = cfg
	f, err := r.Read("cases.yaml", data)
	require.NoError(t, err, "%s", data)
	return f
}

// TestEncode: what is written is read as it was, whatever people write and call themselves.
func TestEncode(t *testing.T) {
	t.Parallel()
	start := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.OneOf(rapid.StringN(1, 30, -1), rapid.SampledFrom([]string{
			"null", "true", "- x", "a: b", "#", "'", `"`, "\\", "a\r\nb\n", "\u2028", "\u0085\ufeff", "🔥\u200d🚒", "{}", "[", "%", "@acme", "1e3", "0x1", "\x7f\x1b[31m", " ", "|", ">", "&a", "*a", "2026-03-02",
		}))
		list := rapid.SliceOfN(word, 0, 2)
		count := rapid.Int64Range(0, 1<<40)
		events := []cases.Event{{
			ID: "root", At: cases.After(0), By: "jane", Author: word.Draw(t, "author"), Name: word.Draw(t, "name"), Followers: count.Draw(t, "followers"),
			Verified: rapid.Bool().Draw(t, "verified"), Text: word.Draw(t, "text"), ReplyTo: word.Draw(t, "reply"), QuoteOf: word.Draw(t, "quote"),
			Tier: rapid.SampledFrom([]detectors.Tier{"", detectors.TierPrivate}).Draw(t, "tier"),
			URL:  word.Draw(t, "url"), Links: list.Draw(t, "links"), Mentions: list.Draw(t, "mentions"),
		}}
		if rapid.Bool().Draw(t, "metrics") {
			events[0].Metrics = &cases.Metrics{Reposts: count.Draw(t, "reposts"), Views: 3}
		}
		wait := time.Duration(rapid.Int64Range(1, int64(100*24*time.Hour)).Draw(t, "wait"))
		none, one := 0, 1
		events = append(events,
			cases.Event{ID: "e2", At: cases.After(wait), RepostOf: "root", By: word.Draw(t, "by")},
			cases.Event{ID: word.Draw(t, "id") + "/3", At: cases.At(start.Add(wait)), MetricsOf: "root", Metrics: &cases.Metrics{Likes: 7}},
			cases.Event{ID: "e4", Delete: "root", By: "jane"},
			cases.Event{ID: "e5", EditOf: "root", By: "jane", Text: word.Draw(t, "edit")},
			cases.Event{ID: "e6", Action: escalation.ActionSnooze, By: "ann", Thread: "root", Text: word.Draw(t, "why"), Until: cases.After(time.Hour)},
			cases.Event{ID: "e7", Pass: wait, Expect: []cases.Expectation{{Pages: &none}, {Thread: "t:" + word.Draw(t, "thread"), None: true}}},
		)
		want := cases.Test{
			Name: word.Draw(t, "test"), Brand: "Acme", Source: word.Draw(t, "source"), Thread: word.Draw(t, "conversation"), Start: cases.At(start), Events: events,
			Judged: &cases.Judged{
				As: escalation.ActionNoise, Incident: word.Draw(t, "incident"), Brand: "Acme", By: word.Draw(t, "judge"), Via: "cli", At: cases.At(start.Add(wait)),
				Text: word.Draw(t, "remark"), Told: escalation.LevelPage, Gone: rapid.SliceOfN(word, 1, 2).Draw(t, "gone"),
			},
			Expect: []cases.Expectation{{
				Action: escalation.DecisionPage, Level: escalation.LevelPage, Severity: detectors.SeverityError, Kinds: []string{"a"}, NotKinds: []string{"b"},
				Topic: "breach", Reasons: []string{"r"}, Receivers: []string{"oncall"}, By: cases.After(wait), Notifies: &one,
			}},
		}
		data := cases.Encode("", []cases.Test{want})
		require.Equal(t, data, cases.Encode("", []cases.Test{want}))
		got := readAny(t, data)
		require.Len(t, got.Tests, 1)
		// What is written of what was read is the same, so that nothing was lost; and some of it is looked at.
		require.Equal(t, string(data), string(cases.Encode("", got.Tests)))
		require.Equal(t, want.Judged, got.Tests[0].Judged)
		require.Equal(t, want.Events[0].Text, got.Tests[0].Events[0].Text)
		require.Equal(t, want.Events[0].Name, got.Tests[0].Events[0].Name)
		require.Equal(t, want.Events[2].ID, got.Tests[0].Events[2].ID)
		require.Equal(t, want.Thread, got.Tests[0].Thread)
	})
}

func TestEncodeNamesTheConfiguration(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "a b #1.yaml"), []byte(routed), 0o600))
	test := cases.Test{Name: "a", Events: []cases.Event{{ID: "e1", By: "jane", Text: "acme leak"}}, Expect: []cases.Expectation{{Level: escalation.LevelNotify}}}
	f, err := reader().Read(filepath.Join(dir, "cases.yaml"), cases.Encode("a b #1.yaml", []cases.Test{test}))
	require.NoError(t, err)
	require.Equal(t, "Acme", f.Config.Brands[0].Name)
}

// TestExamples are conversations that people judged: named by the incident that they made, also where it lacks its first posts.
func TestExamples(t *testing.T) {
	t.Parallel()
	results := run(t, `tests:
  - name: noise that stays quiet
    thread: x:1
    judged: {as: noise, incident: t:x:1, by: ann, via: slack, at: '2026-03-02T10:00:00Z', told: page}
    events:
      - {id: 'x:2', by: jane, reply_to: 'x:1', text: acme leak}
      - {id: 'x:3', by: acmecare, reply_to: 'x:2', text: sorry}
    expect: [{thread: 't:x:1', pages: 0}]
  - name: noise that is told
    judged: {as: noise, incident: t:e1}
    events: [{by: jane, text: acme leak}]
    expect: [{thread: 't:e1', none: true}]
  - name: missed and still missed
    judged: {as: missed, incident: t:x:1, gone: ['x:1', 'x:9']}
    events: [{by: jane, text: acme is fine}]
    expect: [{thread: 't:e1', action: page}]
`)
	require.Empty(t, results[0].Failures)
	require.Equal(t, "t:x:1", results[0].Lines[0].Incident)
	report := cases.NewReport(results)
	require.Equal(t, &cases.Examples{Noise: cases.Right{Right: 1, All: 2}, Missed: cases.Right{All: 1}}, report.Examples)
	var text bytes.Buffer
	require.NoError(t, report.WriteText(&text, same))
	require.Contains(t, text.String(), "examples: 1 of 2 called noise stay quiet, 0 of 1 called missed are told\n")
	require.Contains(t, text.String(), "note: 2 posts of the conversation were deleted or changed since, and are not in it")
}

// TestASelectorThatLooksLikeAnIncident is a post's id where there is such a post.
func TestASelectorThatLooksLikeAnIncident(t *testing.T) {
	t.Parallel()
	results := run(t, "tests:\n  - name: it\n    events: [{id: 't:1', by: jane, text: acme leak}]\n    expect: [{thread: 't:1', level: notify}]\n")
	require.Empty(t, results[0].Failures)
}

func TestJudgedFaults(t *testing.T) {
	t.Parallel()
	_, err := read(t, "tests:\n  - name: a\n    judged: {as: silly, at: 5m}\n    events: [{by: jane, text: x, reply_to: nope}]\n    expect: [{none: true}]\n")
	text := faults(t, err)
	require.Contains(t, text, `tests[0].judged.as: "silly" is not known here`)
	require.Contains(t, text, "tests[0].judged.incident: is required")
	require.Contains(t, text, "tests[0].judged.at: wants a time")
	require.Contains(t, text, `no post of the test has the id "nope"`)
}
