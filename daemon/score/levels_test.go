package score_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"firebreak/daemon/escalation"
	"firebreak/daemon/score"
)

// TestLevelsOfRules lowers and turns off rules: what one leaves goes to the next that is about it, and what nobody asks for tells nobody.
func TestLevelsOfRules(t *testing.T) {
	t.Parallel()
	const off = escalation.LevelNone
	followed := []step{{by: "jane", says: plaintext}, {at: 20 * time.Minute, by: "jane"}}
	claimed := []step{{by: "jane", says: plaintext}, {at: time.Minute, by: "acmecare", says: claim, to: "p0"}}
	star := []step{{by: "jane", says: plaintext, followers: 10}, {at: 2 * time.Minute, by: "star", dissent: true, followers: 100_000}}
	for name, c := range map[string]struct {
		levels map[string]escalation.Level
		steps  []step
		until  time.Duration
		want   []string
	}{
		"a page becomes a notify": {map[string]escalation.Level{"followed_up": escalation.LevelNotify}, followed, 30 * time.Minute, []string{"notify notify@0", "update notify@20"}},
		"the lesser level is lowered as well": {
			map[string]escalation.Level{"followed_up": escalation.LevelWatch},
			[]step{{by: "jane", says: slow}, {at: 20 * time.Minute, by: "jane"}},
			30 * time.Minute,
			[]string{"open watch@0", "update watch@20"},
		},
		"a notify becomes a record": {
			map[string]escalation.Level{"followed_up": off, "grave_complaint": escalation.LevelWatch}, followed, 30 * time.Minute, []string{"open watch@0", "update watch@20"},
		},
		"off leaves a finding to the next rule": {
			map[string]escalation.Level{"critical_finding": off, "bad_reply_to_security_complaint": off}, claimed, 5 * time.Minute, []string{"notify notify@0", "notify notify@1"},
		},
		"and the last one off opens nothing": {map[string]escalation.Level{"grave_complaint": off, "complaint": off}, followed[:1], 0, nil},
		"a large account is notable still": {
			map[string]escalation.Level{"large_account": off, "grave_complaint": escalation.LevelWatch}, star, 2 * time.Minute, []string{"open watch@0", "notify notify@2"},
		},
		"a clock that tells nobody changes the record": {
			map[string]escalation.Level{"clock_ran_out": off}, []step{{by: "jane", says: slow}}, 2 * time.Hour, []string{"open watch@0", "update watch@60*"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cfg := config()
			cfg.Escalation.Table = cfg.Escalation.Table.Capped(c.levels)
			require.Equal(t, c.want, tell(t, score.NewEngine(cfg), c.steps, c.until))
		})
	}
}
