package score_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"firebreak/daemon/escalation"
	"firebreak/daemon/escalation/forecast"
	"firebreak/daemon/escalation/hours"
	"firebreak/daemon/score"
	"firebreak/detectors"
)

const (
	wantsMail   = "personal_data_request//error"
	wantsSecret = "credential_request//critical"
	wantsByDM   = "personal_data_request//info"
)

// What the brand's posts do together.
func TestConduct(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		steps []step
		want  []string
		kind  string
		level escalation.Level
	}{
		"sent on twice": {
			steps: []step{
				{by: "jane", says: slow},
				{at: time.Minute, by: "acmecare", stands: detectors.HeadHandOff},
				{at: 2 * time.Minute, by: "acmecare", stands: detectors.HeadHandOff},
			},
			want: []string{"open watch@0", "update watch@1", "update watch@2"}, kind: "passed_around", level: escalation.LevelWatch,
		},
		"sent on once": {
			steps: []step{{by: "jane", says: slow}, {at: time.Minute, by: "acmecare", stands: detectors.HeadHandOff}},
			want:  []string{"open watch@0", "update watch@1"}, level: escalation.LevelWatch,
		},
		"the phone is a hand-off too": {
			steps: []step{
				{by: "jane", says: slow},
				{at: time.Minute, by: "acmecare", says: "deflect_to_phone//info"},
				{at: 2 * time.Minute, by: "acmecare", stands: detectors.HeadHandOff},
			},
			want: []string{"open watch@0", "update watch@1", "update watch@2"}, kind: "passed_around", level: escalation.LevelWatch,
		},
		"insists on what was refused: one level up": {
			steps: []step{
				{by: "jane"},
				{at: time.Minute, by: "acmecare", says: wantsMail},
				{at: 2 * time.Minute, by: "jane", stands: "refusal"},
				{at: 3 * time.Minute, by: "acmecare", stands: detectors.HeadInsistence},
			},
			want: []string{"notify notify@1", "page page@3"}, kind: "insistence", level: escalation.LevelPage,
		},
		"insists in a message": {
			steps: []step{
				{by: "jane", tier: detectors.TierPrivate},
				{at: time.Minute, by: "acmecare", says: wantsByDM, tier: detectors.TierPrivate},
				{at: 2 * time.Minute, by: "jane", tier: detectors.TierPrivate, stands: detectors.HeadRefusal},
				{at: 3 * time.Minute, by: "acmecare", stands: detectors.HeadInsistence, tier: detectors.TierPrivate},
			},
			want: []string{"notify notify@3"}, kind: "insistence", level: escalation.LevelNotify,
		},
		"nobody refused": {
			steps: []step{
				{by: "jane"},
				{at: time.Minute, by: "acmecare", says: wantsMail},
				{at: 2 * time.Minute, by: "jane"},
				{at: 3 * time.Minute, by: "acmecare", stands: detectors.HeadInsistence},
			},
			want: []string{"notify notify@1"}, level: escalation.LevelNotify,
		},
		"a secret was paged already": {
			steps: []step{
				{by: "jane"},
				{at: time.Minute, by: "acmecare", says: wantsSecret},
				{at: 2 * time.Minute, by: "jane", stands: detectors.HeadRefusal},
				{at: 3 * time.Minute, by: "acmecare", stands: detectors.HeadInsistence},
			},
			want: []string{"page page@1", "update page@3"}, kind: "insistence", level: escalation.LevelPage,
		},
		"two accounts say the contrary": {
			steps: []step{
				{by: "jane", says: slow},
				{at: time.Minute, by: "acmecare", stands: detectors.HeadDeniesBreach},
				{at: 2 * time.Minute, by: "acmenews", stands: detectors.HeadAffirmsBreach},
			},
			want: []string{"open watch@0", "update watch@1", "notify notify@2"}, kind: "inconsistent_answer", level: escalation.LevelNotify,
		},
		"beside a security complaint that pages": {
			steps: []step{
				{by: "jane", says: plaintext},
				{at: time.Minute, by: "acmecare", stands: detectors.HeadDeniesBreach},
				{at: 2 * time.Minute, by: "acmenews", stands: detectors.HeadAffirmsBreach},
			},
			want: []string{"notify notify@0", "update notify@1", "page page@2"}, kind: "inconsistent_answer", level: escalation.LevelPage,
		},
		"one account corrects itself": {
			steps: []step{
				{by: "jane", says: slow},
				{at: time.Minute, by: "acmecare", stands: detectors.HeadDeniesOutage},
				{at: 2 * time.Minute, by: "acmecare", stands: detectors.HeadAffirmsOutage},
			},
			want: []string{"open watch@0", "update watch@1"}, level: escalation.LevelWatch,
		},
		"a bad reply is made fun of": {
			steps: []step{
				{by: "jane"}, {at: time.Minute, by: "acmecare", says: brushOff}, {at: 2 * time.Minute, by: "bob", stands: detectors.HeadMockery},
			},
			want: []string{"notify notify@1", "update notify@2"}, kind: "amplification", level: escalation.LevelNotify,
		},
		"word of a remedy ends nothing": {
			steps: []step{
				{by: "jane", says: plaintext}, {at: time.Minute, by: "bob", stands: "remediation dissent"},
			},
			want: []string{"notify notify@0", "update notify@1"}, kind: "remediation_seen", level: escalation.LevelNotify,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := score.NewEngine(config())
			require.Equal(t, c.want, tell(t, e, c.steps, 5*time.Minute))
			inc := e.State("T").Incident
			require.Equal(t, c.level, inc.Level)
			if c.kind != "" {
				require.Contains(t, inc.Kinds, c.kind)
			} else {
				require.NotContains(t, inc.Kinds, "passed_around")
				require.NotContains(t, inc.Kinds, "insistence")
				require.NotContains(t, inc.Kinds, "inconsistent_answer")
			}
		})
	}
}

// A complaint on a Friday at 16:45 is due on Monday at 9:15.
func TestClocksKeepBusinessHours(t *testing.T) {
	t.Parallel()
	cfg := config()
	office, err := hours.New("UTC", []string{"mon-fri 09:00-17:00"}, nil)
	require.NoError(t, err)
	cfg.Escalation.Hours, cfg.Escalation.FirstReply = office, 30*time.Minute
	// The stories begin on a Monday at 9.
	friday := 4*24*time.Hour + 7*time.Hour + 45*time.Minute
	got := tell(t, score.NewEngine(cfg), []step{{at: friday, by: "jane", says: slow}}, 8*24*time.Hour)
	monday := int((7*24*time.Hour + 15*time.Minute).Minutes())
	require.Equal(t, []string{
		line(&escalation.Decision{Action: "open", Level: "watch", Time: start.Add(friday), MentionID: "p0"}),
		line(&escalation.Decision{Action: "notify", Level: "notify", Time: start.Add(time.Duration(monday) * time.Minute)}),
	}, got)
}

// While a crisis runs its threads tell nobody anything of their own, but for a critical post of the brand; what it held dies with it.
func TestACrisisHoldsItsThreads(t *testing.T) {
	t.Parallel()
	e := score.NewEngine(config())
	var got []string
	apply := func(n int, s step) {
		if eff := e.Apply(s.scored(n)); eff.Decision != nil {
			got = append(got, line(eff.Decision))
		}
	}
	apply(0, step{by: "jane", says: plaintext})
	e.Crisis("c1", "Acme", escalation.FamilySecurity, start, time.Time{})
	apply(1, step{at: time.Minute, by: "bob"})
	require.Equal(t, []string{"notify notify@0", "update notify@1"}, got, "support would page")
	require.Contains(t, e.State("T").Incident.Kinds, escalation.KindCrisis)
	require.Equal(t, "c1", e.State("T").Incident.Crisis)
	require.Contains(t, e.State("T").Incident.Reasons, escalation.Reason{Signal: "in_crisis", Value: 1, Rule: "held_by_crisis"})

	effects := e.Crisis("c1", "Acme", escalation.FamilySecurity, start, start.Add(2*time.Hour))
	require.Equal(t, []score.Effect{{Key: "T"}}, effects, "the state changed, and nothing was decided")
	apply(2, step{at: 3 * time.Hour, by: "kim", stands: "dissent"})
	require.Len(t, got, 2, "what was held died with the crisis")
	apply(3, step{at: 4 * time.Hour, by: "ann", says: plaintext})
	require.Equal(t, "page page@240", got[len(got)-1], "supported again while unanswered")
}

func TestABlunderDuringACrisisPages(t *testing.T) {
	t.Parallel()
	e := score.NewEngine(config())
	e.Crisis("c1", "Acme", escalation.FamilySecurity, start, time.Time{})
	require.Equal(t, "open watch@0", line(e.Apply(step{by: "jane", says: plaintext}.scored(0)).Decision), "the crisis speaks for it")
	require.Equal(t, "page page@1", line(e.Apply(step{at: time.Minute, by: "acmecare", says: claim, to: "p0"}.scored(1)).Decision))
}

// From the confirmation of a breach people are warned after 20 of 24 hours, and told when the time is over, unless the notice was sent.
func TestLegalClocks(t *testing.T) {
	t.Parallel()
	cfg := config()
	cfg.Escalation.Legal = map[string][]escalation.Duty{"Acme": escalation.Duties("eu", false)}
	e := score.NewEngine(cfg)
	e.Apply(step{by: "jane", says: plaintext}.scored(0))
	e.Advance(start.Add(time.Hour))
	act := func(at time.Duration, kind escalation.ActionKind, text string) *escalation.Incident {
		return e.Act(escalation.Action{ID: string(kind), Incident: "t:T", Kind: kind, By: "kim", Via: "cli", At: start.Add(at), Text: text}).Incident
	}
	inc := act(2*time.Hour, escalation.ActionConfirmBreach, "")
	require.Len(t, inc.Legal, 2)
	require.Equal(t, "nis2_early_warning", inc.Clocks[0].Name, "people see it")

	told := func(until time.Duration) []string {
		var out []string
		for _, eff := range e.Advance(start.Add(until)) {
			if eff.Decision != nil {
				out = append(out, line(eff.Decision)+" "+eff.Decision.Reasons[0].Signal)
			}
		}
		return out
	}
	require.Empty(t, told(22*time.Hour-time.Minute))
	require.Equal(t, []string{"notify notify@1320* legal_notice_due"}, told(22*time.Hour), "20 h of 24 are over")
	require.Equal(t, []string{"notify notify@1560* legal_notice_overdue"}, told(26*time.Hour))
	act(27*time.Hour, escalation.ActionNoticeSent, "gdpr_authority")
	require.Empty(t, told(5*24*time.Hour), "the notice to the authority was sent")
	inc = e.State("T").Incident
	require.Equal(t, "overdue", inc.Legal[0].State)
	require.Equal(t, "met", inc.Legal[1].State)
}

func TestDuties(t *testing.T) {
	t.Parallel()
	require.Equal(t, "dora_initial_notice", escalation.Duties("eu", true)[0].Name)
	require.Equal(t, 4*time.Hour, escalation.Duties("eu", true)[0].Within)
	require.Len(t, escalation.Duties("uk", false), 1)
	require.Empty(t, escalation.Duties("", true))
}

// A cascade that is slower than the burst of 25 in half an hour, and grows: the forecast pages.
func TestTheForecastPages(t *testing.T) {
	t.Parallel()
	model, err := forecast.Load()
	require.NoError(t, err)
	cfg := config()
	cfg.Escalation.Forecast = model
	cfg.Limits.ReshareCount = 1_000_000
	e := score.NewEngine(cfg)
	e.Apply(step{by: "jane", says: plaintext}.scored(0))
	paged := -1
	for n := 1; n <= 300 && paged < 0; n++ {
		// One reshare every 6 seconds.
		eff := e.Apply(step{at: time.Duration(n) * 6 * time.Second, by: "x", kind: detectors.KindRepost, to: "p0", id: fmt.Sprintf("r%d", n)}.scored(n))
		if eff.Decision != nil && eff.Decision.Action == escalation.DecisionPage {
			paged = n
			require.Contains(t, eff.Decision.Kinds, "reach_growth")
			rules := []string{}
			for _, r := range eff.Decision.Reasons {
				rules = append(rules, r.Rule)
			}
			require.Contains(t, rules, "forecast")
			require.Greater(t, eff.Incident.Forecast.High, n)
			require.Equal(t, 300, eff.Incident.Forecast.Size)
		}
	}
	require.Positive(t, paged)
	require.Less(t, paged, 200, "well before it is reached")

	calm := score.NewEngine(cfg)
	calm.Apply(step{by: "jane", says: plaintext}.scored(0))
	for n := 1; n <= 20; n++ {
		eff := calm.Apply(step{at: time.Duration(n) * time.Hour, by: "x", kind: detectors.KindRepost, to: "p0", id: fmt.Sprintf("r%d", n)}.scored(n))
		require.False(t, eff.Decision != nil && eff.Decision.Action == escalation.DecisionPage, "one an hour goes nowhere")
	}
}
