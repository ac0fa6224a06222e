package crises_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"firebreak/daemon/crises"
	"firebreak/daemon/escalation"
)

var start = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

func config() crises.Config {
	return crises.Config{Escalation: escalation.Config{
		Table:  table(),
		Crisis: 15 * time.Minute, Hash: "test", Legal: map[string][]escalation.Duty{"Acme": escalation.Duties("eu", false)},
	}}
}

// asks is a pulse of one author who asks whether the brand was hacked, at a second of the story.
func asks(n, second int) *escalation.Pulse {
	return &escalation.Pulse{
		Brand: "Acme", Family: escalation.FamilySecurity, MentionID: fmt.Sprintf("x:%d", n), Author: fmt.Sprintf("%x", n),
		Minute: start.Add(time.Duration(second) * time.Second).Truncate(time.Minute), Kind: "rumour", Thread: fmt.Sprintf("x:%d", n),
	}
}

// line leaves out when a crisis ended, which is the detector's.
func line(d *escalation.Decision) string {
	if d.Action == escalation.DecisionResolve {
		return fmt.Sprintf("%s %s", d.Action, d.Level)
	}
	return fmt.Sprintf("%s %s@%d", d.Action, d.Level, int(d.Time.Sub(start).Minutes()))
}

// tell applies what comes of a story and returns its decisions.
func tell(e *crises.Engine, pulses []*escalation.Pulse, until time.Duration) []string {
	var out []string
	note := func(effects []crises.Effect) {
		for _, eff := range effects {
			if eff.Decision != nil {
				out = append(out, line(eff.Decision))
			}
		}
	}
	for _, p := range pulses {
		note(e.Advance(p.Minute))
		note(e.Apply(p))
	}
	note(e.Advance(start.Add(until)))
	return out
}

func burst(authors, gap int) []*escalation.Pulse {
	out := make([]*escalation.Pulse, authors)
	for i := range out {
		out[i] = asks(i, i*gap)
	}
	return out
}

func TestTwentyAuthorsAreOnePage(t *testing.T) {
	t.Parallel()
	got := tell(crises.NewEngine(config()), burst(20, 30), 10*time.Minute)
	require.Equal(t, []string{"notify notify@2", "update notify@6", "page page@7"}, got)
}

func TestNobodyAnswersACrisis(t *testing.T) {
	t.Parallel()
	e := crises.NewEngine(config())
	got := tell(e, burst(20, 30), 3*time.Hour)
	require.Equal(t, []string{"notify notify@2", "update notify@6", "page page@7", "notify page@17", "resolve watch"}, got)
	require.Empty(t, tell(e, nil, 4*time.Hour), "it is over")
}

func TestAnAnswerStopsTheClock(t *testing.T) {
	t.Parallel()
	e := crises.NewEngine(config())
	tell(e, burst(20, 30), 10*time.Minute)
	id := "c:acme-security-20260302T0902Z"
	answer := escalation.Action{ID: "1", Incident: id, Kind: escalation.ActionAnswered, By: "care", Via: "daemon", At: start.Add(11 * time.Minute)}
	require.Len(t, e.Act(answer), 1)
	require.Empty(t, e.Act(answer), "once")
	require.Equal(t, []string{"resolve watch"}, tell(e, nil, 3*time.Hour))
}

func TestAPersonEndsACrisis(t *testing.T) {
	t.Parallel()
	e := crises.NewEngine(config())
	tell(e, burst(20, 30), 10*time.Minute)
	effects := e.Act(escalation.Action{
		ID: "1", Incident: "c:acme-security-20260302T0902Z", Kind: escalation.ActionResolve, By: "kim", Via: "cli", At: start.Add(11 * time.Minute),
	})
	require.Len(t, effects, 2)
	require.Equal(t, "resolve watch", line(effects[0].Decision))
	require.Equal(t, "ended", effects[1].Crisis.Status, "the threads hear of it")
	require.Nil(t, effects[1].Decision)
	require.Empty(t, tell(e, burst(25, 30)[20:], 3*time.Hour), "the same talk goes on")
}

func TestLegalClocksOfACrisisOutliveIt(t *testing.T) {
	t.Parallel()
	e := crises.NewEngine(config())
	tell(e, burst(20, 30), 10*time.Minute)
	effects := e.Act(escalation.Action{
		ID: "1", Incident: "c:acme-security-20260302T0902Z", Kind: escalation.ActionConfirmBreach, By: "kim", Via: "cli", At: start.Add(11 * time.Minute),
	})
	require.Equal(t, "nis2_early_warning", effects[0].Incident.Clocks[0].Name)
	got := tell(e, nil, 22*time.Hour)
	require.Equal(t, []string{"notify page@17", "resolve watch", "notify notify@1211"}, got)
}

// One account that answers many customers is one incident.
func TestAnImpostorIsOneIncident(t *testing.T) {
	t.Parallel()
	e := crises.NewEngine(config())
	post := func(n, thread int) []crises.Effect {
		p := asks(n, n*60)
		p.Family, p.Kind, p.Author, p.Thread = escalation.FamilyFraud, "impersonation", "ab", fmt.Sprintf("x:%d", thread)
		p.Account = &escalation.Account{ID: "u9", Handle: "acme_help_", URL: "https://x.example/9"}
		return e.Apply(p)
	}
	first := post(0, 0)
	require.Equal(t, "page page@0", line(first[0].Decision))
	require.Equal(t, "a:Acme/u9", first[0].Incident.ID)
	require.Equal(t, "acme_help_", first[0].Incident.People["u9"].Handle)
	require.Equal(t, "update page@1", line(post(1, 1)[0].Decision), "another victim")
	require.Empty(t, post(2, 1), "the same conversation")
	e.Act(escalation.Action{ID: "1", Incident: "a:Acme/u9", Kind: escalation.ActionResolve, By: "kim", Via: "cli", At: start.Add(3 * time.Minute)})
	again := post(4, 4)
	require.Equal(t, "page page@4", line(again[0].Decision), "it goes on after it was dealt with")
}

// table is what the rules ask for, as they ship.
var table = sync.OnceValue(func() escalation.Table {
	t, err := escalation.LoadTable()
	if err != nil {
		panic(err)
	}
	return t
})
