package score_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"firebreak/daemon/escalation"
	"firebreak/daemon/score"
	"firebreak/detectors"
)

// A reply that another account contradicted in another thread is told as one that contradicts within its thread is.
func TestAReplyThatIsContradictedElsewhere(t *testing.T) {
	t.Parallel()
	deleted := step{at: 2 * time.Minute, by: "acmenews", kind: detectors.KindDelete, to: "p1"}
	for name, c := range map[string]struct {
		steps []step
		on    string
		twice bool
		want  []string
	}{
		"below a question": {steps: []step{{by: "jane"}, {at: time.Minute, by: "acmenews", to: "p0"}}, on: "p1", want: []string{"notify notify@1"}},
		"below a complaint": {
			steps: []step{{by: "jane", says: slow}, {at: time.Minute, by: "acmenews", to: "p0"}}, on: "p1", want: []string{"open watch@0", "update watch@1", "notify notify@1"},
		},
		"below a security complaint": {
			steps: []step{{by: "jane", says: plaintext}, {at: time.Minute, by: "acmenews", to: "p0"}}, on: "p1", want: []string{"notify notify@0", "update notify@1", "page page@1"},
		},
		"once":                          {steps: []step{{by: "jane"}, {at: time.Minute, by: "acmenews", to: "p0"}}, on: "p1", twice: true, want: []string{"notify notify@1"}},
		"not if it was taken back":      {steps: []step{{by: "jane"}, {at: time.Minute, by: "acmenews", to: "p0"}, deleted}, on: "p1"},
		"not of a post that is unknown": {steps: []step{{by: "jane"}, {at: time.Minute, by: "acmenews", to: "p0"}}, on: "p9"},
		"the thread saw it itself": {
			steps: []step{
				{by: "jane"}, {at: time.Minute, by: "acmecare", stands: detectors.HeadDeniesBreach}, {at: 2 * time.Minute, by: "acmenews", stands: detectors.HeadAffirmsBreach},
			}, on: "p2", want: []string{"notify notify@2"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := score.NewEngine(config())
			got := tell(t, e, c.steps, 5*time.Minute)
			times := 1
			if c.twice {
				times = 2
			}
			for range times {
				eff := e.Act(escalation.Action{
					ID: escalation.ContradictedID(c.on), Incident: "t:T", Brand: "Acme", Kind: escalation.ActionContradicted, By: "daemon", Via: "daemon",
					At: start.Add(time.Minute), Text: "x:7",
				})
				if eff.Decision != nil {
					require.Contains(t, eff.Decision.Kinds, "inconsistent_answer")
					require.Equal(t, c.on, eff.Decision.MentionID)
					got = append(got, line(eff.Decision))
				}
			}
			require.Equal(t, c.want, got)
		})
	}
}

// What the brand says of a breach is a claim; it counts towards no crisis.
func TestClaimsAreHeard(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ by, stands, says, want string }{
		{"acmecare", detectors.HeadAffirmsBreach, "", escalation.ClaimAffirms},
		{"acmecare", detectors.HeadDeniesBreach, "", escalation.ClaimDenies},
		{"acmecare", detectors.HeadDeniesOutage, "", ""},
		{"acmecare", detectors.HeadDeniesBreach, "inconsistent_answer//error", ""},
		{"jane", detectors.HeadAffirmsBreach, "", ""},
		{"globexhelp", detectors.HeadAffirmsBreach, "", ""},
	} {
		eff := score.NewEngine(config()).Apply(step{by: c.by, stands: c.stands, says: c.says}.scored(0))
		if c.want == "" {
			require.Empty(t, eff.Pulses, c)
			continue
		}
		require.Len(t, eff.Pulses, 1)
		require.Equal(t, c.want, eff.Pulses[0].Claim)
		require.Equal(t, "T", eff.Pulses[0].Thread)
	}
}
