package escalation_test

import (
	"flag"
	"fmt"
	"maps"
	"math"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"firebreak/daemon/escalation"
	"firebreak/daemon/thread"
	"firebreak/detectors"
)

var update = flag.Bool("update", false, "write the table of rules into the documentation")

func load(t require.TestingT) escalation.Table {
	table, err := escalation.LoadTable()
	require.NoError(t, err)
	return table
}

// TestRulesAreWrittenDown: every rule has its entry, in the order of the code, and the page for people says the same.
func TestRulesAreWrittenDown(t *testing.T) {
	t.Parallel()
	table := load(t)
	var names []string
	var shown strings.Builder
	shown.WriteString("| rule | when | at most | right, of those read |\n|---|---|---|---|\n")
	for _, r := range table.Rules() {
		names = append(names, r.Name)
		right := "not seen"
		if r.Read > 0 {
			right = fmt.Sprintf("%d of %d", r.Right, r.Read)
		}
		fmt.Fprintf(&shown, "| `%s` | %s | %s | %s |\n", r.Name, r.When, r.Level, right)
	}
	require.Equal(t, escalation.Rules(), names)
	const page = "../../docs/escalation.md"
	data, err := os.ReadFile(page)
	require.NoError(t, err)
	before, rest, ok := strings.Cut(string(data), "| rule |")
	require.True(t, ok)
	_, after, ok := strings.Cut(rest, "\n\n")
	require.True(t, ok)
	want := before + shown.String() + "\n" + after
	if *update {
		require.NoError(t, os.WriteFile(page, []byte(want), 0o600))
		return
	}
	require.Equal(t, want, string(data), "run: make generate")
}

func TestParseTable(t *testing.T) {
	t.Parallel()
	rules, err := os.ReadFile("rules.yaml")
	require.NoError(t, err)
	weights, err := os.ReadFile("weights.yaml")
	require.NoError(t, err)
	const clock = "- rule: clock_ran_out\n  level: notify\n  when: now\n  on: paper\n"
	const one = "- {signal: rumour, weight: 1, note: n}\n"
	for name, c := range map[string]struct{ rules, weights, want string }{
		"an unknown key":           {strings.Replace(string(rules), "level:", "degree:", 1), one, `unknown field "degree"`},
		"an unknown rule":          {strings.Replace(string(rules), "rule: forecast", "rule: forcast", 1), one, `"forcast": there is no such rule`},
		"a missing rule":           {clock, one, `"critical_finding" is missing`},
		"a rule twice":             {string(rules) + clock, one, `"clock_ran_out" is there twice`},
		"a level that is none":     {strings.Replace(string(rules), "level: page", "level: shout", 1), one, `the level "shout" is none of`},
		"no level":                 {strings.Replace(string(rules), "level: page", "level: ''", 1), one, `the level "" is none of`},
		"more right than read":     {strings.Replace(string(rules), "right: 1\n", "right: 2\n", 1), one, "2 right, 1 read"},
		"nothing said":             {strings.Replace(string(rules), "on: not seen there", "on: ''", 1), one, "when and on are required"},
		"a weight of nothing":      {string(rules), "- {signal: rumour, weight: 0, note: n}\n", `"rumour": 0 is no weight`},
		"a weight that is no size": {string(rules), "- {signal: rumour, weight: .inf, note: n}\n", "is no weight"},
		"a weight twice":           {string(rules), one + one, `"rumour" is there twice`},
		"a weight without a note":  {string(rules), "- {signal: rumour, weight: 1}\n", "a note are required"},
		"no list":                  {string(rules), "weight: 1\n", "reading the weights"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := escalation.ParseTable([]byte(c.rules), []byte(c.weights))
			require.ErrorContains(t, err, c.want)
		})
	}
	_, err = escalation.ParseTable(rules, weights)
	require.NoError(t, err)
}

func TestCappedOnlyLowers(t *testing.T) {
	t.Parallel()
	shipped := load(t)
	low := shipped.Capped(map[string]escalation.Level{"followed_up": escalation.LevelNotify, "complaint": escalation.LevelPage, "reshared": escalation.LevelNone})
	require.Equal(t, escalation.LevelNotify, low.Most("followed_up"))
	require.Equal(t, escalation.LevelWatch, low.Most("complaint"), "what is higher changes nothing")
	require.Equal(t, escalation.LevelNone, low.Most("reshared"))
	require.Equal(t, escalation.LevelPage, shipped.Most("reshared"), "the other table stays")
	require.Equal(t, escalation.LevelNone, shipped.Most("unknown"))
}

// TestTheScoreIsMonotone: more of a signal moves the score the way that the sign of its weight says, whatever the others are.
func TestTheScoreIsMonotone(t *testing.T) {
	t.Parallel()
	table := load(t)
	weights := table.Weights()
	names := slices.Sorted(maps.Keys(weights))
	rapid.Check(t, func(t *rapid.T) {
		values := map[string]float64{}
		for _, name := range names {
			if rapid.Bool().Draw(t, "with "+name) {
				values[name] = rapid.Float64Range(0, 3).Draw(t, name)
			}
		}
		name := rapid.SampledFrom(names).Draw(t, "signal")
		before := table.Score(values)
		values[name] += rapid.Float64Range(0, 3).Draw(t, "more")
		after := table.Score(values)
		require.GreaterOrEqual(t, before, 0.0)
		require.LessOrEqual(t, after, 1.0)
		// The score is rounded to six decimals.
		require.GreaterOrEqual(t, (after-before)*math.Copysign(1, weights[name]), -2e-6)
	})
}

// TestThePriorityOfAThreadIsMonotone does the same with what is found in threads: a further finding or fact of a weight moves the priority its way.
func TestThePriorityOfAThreadIsMonotone(t *testing.T) {
	t.Parallel()
	table := load(t)
	weights := table.Weights()
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	kinds := slices.DeleteFunc(slices.Sorted(slices.Values(detectors.Kinds())), func(k string) bool { return weights[k] == 0 })
	facts := []thread.FactKind{
		thread.FactFollowUp, thread.FactUnresolved, thread.FactSupport, thread.FactExpert, thread.FactPassedAround, thread.FactInsistence,
		thread.FactInconsistent, thread.FactAmplification, thread.FactForecast, thread.FactTakenUp, thread.FactLargeAccount,
	}
	for _, f := range facts {
		require.NotZero(t, weights[string(f)], f)
	}
	require.Len(t, weights, len(kinds)+len(facts)+4, "the rest are reposts, unanswered_hours and the two of crises")
	rapid.Check(t, func(t *rapid.T) {
		thr := &thread.Thread{}
		// add puts one more signal into the thread, and returns its weight.
		add := func() float64 {
			if rapid.Bool().Draw(t, "fact") {
				kind := rapid.SampledFrom(facts).Draw(t, "kind of fact")
				value := rapid.Float64Range(0, 1).Draw(t, "value")
				if kind == thread.FactLargeAccount {
					value = 1e4 + 1e6*value
				}
				thr.Facts = append(thr.Facts, thread.Fact{Kind: kind, Value: value})
				return weights[string(kind)]
			}
			kind := rapid.SampledFrom(kinds).Draw(t, "kind of finding")
			thr.Posts = append(thr.Posts, thread.Post{Findings: []detectors.Finding{
				{Kind: kind, Score: rapid.Float64Range(0, 1).Draw(t, "score")},
			}})
			return weights[kind]
		}
		for range rapid.IntRange(0, 6).Draw(t, "signals") {
			add()
		}
		before := table.Priority(thr, at)
		weight := add()
		require.GreaterOrEqual(t, (table.Priority(thr, at)-before)*math.Copysign(1, weight), -2e-6)
	})
}
