package diff_test

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"firebreak/daemon/escalation"
	"firebreak/daemon/replay"
	"firebreak/daemon/replay/diff"
	"firebreak/detectors"
)

var nine = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// line is a decision at a minute after nine.
func line(incident string, minute int, action escalation.DecisionAction, level escalation.Level, severity detectors.Severity) escalation.Decision {
	return escalation.Decision{
		Time: nine.Add(time.Duration(minute) * time.Minute), Incident: incident, ThreadID: strings.TrimPrefix(incident, "t:"), Action: action, Level: level,
		Severity: severity, Topic: "breach", MentionID: "m", Reasons: []escalation.Reason{{Signal: "rumour", Value: 1, Rule: "complaint"}},
	}
}

func page(incident string, minute int) escalation.Decision {
	return line(incident, minute, escalation.DecisionPage, escalation.LevelPage, detectors.SeverityError)
}

func card(incident string, minute int) escalation.Decision {
	return line(incident, minute, escalation.DecisionNotify, escalation.LevelNotify, detectors.SeverityError)
}

func collect(t require.TestingT, list ...escalation.Decision) *diff.Run {
	var r diff.Run
	for _, d := range list {
		require.NoError(t, r.Add(d))
	}
	r.Totals = replay.Totals{First: nine, Last: nine.Add(48 * time.Hour)}
	return &r
}

func TestCompare(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		a, b []escalation.Decision
		want []string
	}{
		{"nothing", nil, nil, nil},
		{"the same", []escalation.Decision{card("t:1", 0), page("t:1", 5)}, []escalation.Decision{card("t:1", 0), page("t:1", 5)}, nil},
		{
			"a page gained",
			[]escalation.Decision{card("t:1", 0)},
			[]escalation.Decision{card("t:1", 0), page("t:1", 5)},
			[]string{"page gained  09:05 0", "level raised notify page 0"},
		},
		{
			"an incident lost",
			[]escalation.Decision{page("t:1", 5)},
			nil,
			[]string{"page lost 09:05  0", "level lowered page  0", "severity lowered error  0"},
		},
		{"a page earlier", []escalation.Decision{page("t:1", 9)}, []escalation.Decision{page("t:1", 2)}, []string{"page earlier 09:09 09:02 420"}},
		{"a card later", []escalation.Decision{card("t:1", 0)}, []escalation.Decision{card("t:1", 1)}, []string{"notify later 09:00 09:01 60"}},
		{
			"the first of two pages lost",
			[]escalation.Decision{page("t:1", 1), page("t:1", 30)},
			[]escalation.Decision{page("t:1", 30)},
			[]string{"page lost 09:01  0"},
		},
		{
			"two pages, one moved and one gained",
			[]escalation.Decision{page("t:1", 1)},
			[]escalation.Decision{page("t:1", 2), page("t:1", 40)},
			[]string{"page later 09:01 09:02 60", "page gained  09:40 0"},
		},
		{
			"another severity, told the same",
			[]escalation.Decision{card("t:1", 0)},
			[]escalation.Decision{line("t:1", 0, escalation.DecisionNotify, escalation.LevelNotify, detectors.SeverityCritical)},
			[]string{"severity raised error critical 0"},
		},
		{
			"the highest level counts, not the last", []escalation.Decision{
				page("t:1", 0), line("t:1", 9, escalation.DecisionLower, escalation.LevelWatch, detectors.SeverityError),
			}, []escalation.Decision{page("t:1", 0)}, nil,
		},
		{
			"in the order of time",
			[]escalation.Decision{card("t:2", 9), card("t:1", 5)},
			nil,
			[]string{
				"notify lost 09:05  0", "level lowered notify  0", "severity lowered error  0",
				"notify lost 09:09  0", "level lowered notify  0", "severity lowered error  0",
			},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			a, b := collect(t, tt.a...), collect(t, tt.b...)
			report := diff.Compare(a, b)
			var got []string
			clock := func(s string) string {
				if at, err := time.Parse(time.RFC3339, s); err == nil {
					return at.Format("15:04")
				}
				return s
			}
			for _, c := range report.Changes {
				got = append(got, strings.Join([]string{c.What, c.Change, clock(c.A), clock(c.B), strconv.FormatInt(c.Seconds, 10)}, " "))
			}
			require.Equal(t, tt.want, got)
		})
	}
}

// TestCompareIsAMirror: from B to A everything is the other way round, and nothing differs from itself.
func TestCompareIsAMirror(t *testing.T) {
	t.Parallel()
	decisions := rapid.Custom(func(t *rapid.T) []escalation.Decision {
		var list []escalation.Decision
		minute := 0
		for range rapid.IntRange(0, 8).Draw(t, "lines") {
			minute += rapid.IntRange(0, 3).Draw(t, "wait")
			level := rapid.SampledFrom([]escalation.Level{escalation.LevelWatch, escalation.LevelNotify, escalation.LevelPage}).Draw(t, "level")
			action := map[escalation.Level]escalation.DecisionAction{
				escalation.LevelWatch: escalation.DecisionOpen, escalation.LevelNotify: escalation.DecisionNotify, escalation.LevelPage: escalation.DecisionPage,
			}[level]
			severity := rapid.SampledFrom([]detectors.Severity{detectors.SeverityWarning, detectors.SeverityError, detectors.SeverityCritical}).Draw(t, "severity")
			list = append(list, line(rapid.SampledFrom([]string{"t:1", "t:2", "t:3"}).Draw(t, "incident"), minute, action, level, severity))
		}
		return list
	})
	rapid.Check(t, func(t *rapid.T) {
		a, b := collect(t, decisions.Draw(t, "a")...), collect(t, decisions.Draw(t, "b")...)
		require.Empty(t, diff.Compare(a, a).Changes)
		there, back := diff.Compare(a, b), diff.Compare(b, a)
		require.Len(t, back.Changes, len(there.Changes))
		mirror := func(there, back diff.Count) {
			require.Equal(t, diff.Count{
				A: back.B, B: back.A, Same: back.Same, Gained: back.Lost, Lost: back.Gained, Earlier: back.Later, Later: back.Earlier,
			}, there)
			require.Equal(t, there.A, there.Same+there.Lost+there.Earlier+there.Later)
			require.Equal(t, there.B, there.Same+there.Gained+there.Earlier+there.Later)
		}
		mirror(there.Pages, back.Pages)
		mirror(there.Notifies, back.Notifies)
		require.Equal(t, diff.Shift{Raised: back.Levels.Lowered, Lowered: back.Levels.Raised}, there.Levels)
		require.Equal(t, diff.Shift{Raised: back.Severities.Lowered, Lowered: back.Severities.Raised}, there.Severities)
	})
}

// TestFormats are the three ways of writing a report, and its summary.
func TestFormats(t *testing.T) {
	t.Parallel()
	a := collect(t, card("t:1", 0), page("t:1", 9), card("t:2", 1))
	b := collect(t, card("t:1", 0), page("t:1", 2), page("t:=2", 3))
	report := diff.Compare(a, b)
	var text, jsonl, table, summary bytes.Buffer
	require.NoError(t, report.WriteText(&text, func(s string) string { return strings.ReplaceAll(s, "rumour", "•") }))
	require.Equal(t, `lost    notify   t:2  2026-03-02T09:01:00Z  breach  •=1(complaint)
lowered level    t:2  notify → none  breach
lowered severity t:2  error → none  breach
earlier page     t:1  2026-03-02T09:09:00Z → 2026-03-02T09:02:00Z  by 7m0s  breach  •=1(complaint)
gained  page     t:=2  2026-03-02T09:03:00Z  breach  •=1(complaint)
raised  level    t:=2  none → page  breach
raised  severity t:=2  none → error  breach
`, text.String())
	require.NoError(t, report.WriteJSONL(&jsonl))
	lines := slices.Collect(strings.Lines(jsonl.String()))
	require.Len(t, lines, 7)
	require.JSONEq(t, `{"incident":"t:1","thread_id":"1","what":"page","change":"earlier","a":"2026-03-02T09:09:00Z","b":"2026-03-02T09:02:00Z","seconds":420,
"topic":"breach","mention_id":"m","reasons":[{"signal":"rumour","value":1,"weight":0,"rule":"complaint"}]}`, lines[3])
	require.NoError(t, report.WriteCSV(&table))
	rows := slices.Collect(strings.Lines(table.String()))
	require.Equal(t, "incident,thread_id,what,change,a,b,seconds,topic,mention_id,reasons\n", rows[0])
	require.Equal(t, "t:1,1,page,earlier,2026-03-02T09:09:00Z,2026-03-02T09:02:00Z,420,breach,m,rumour=1(complaint)\n", rows[4])
	require.Equal(t, "t:=2,'=2,page,gained,,2026-03-02T09:03:00Z,,breach,m,rumour=1(complaint)\n", rows[5])
	require.NoError(t, report.WriteSummary(&summary, &a.Totals))
	require.Equal(t, `pages     A 1 (0.50 a day), B 2 (1.00 a day): 0 the same, 1 gained, 0 lost, 1 earlier, 0 later
notifies  A 2 (1.00 a day), B 1 (0.50 a day): 1 the same, 0 gained, 1 lost, 0 earlier, 0 later
incidents level: 1 raised, 1 lowered; severity: 1 raised, 1 lowered
`, summary.String())
}
