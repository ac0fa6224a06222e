package score_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"firebreak/daemon/escalation/hours"
	"firebreak/daemon/score"
	"firebreak/detectors"
)

// A hand-off that nobody takes up and the lowering of a quiet thread are due in the same second at the defaults: the hand-off is decided first, and what it
// told is not lowered in the same breath.
func TestTheHandOffComesBeforeTheLowering(t *testing.T) {
	t.Parallel()
	const day = 24 * time.Hour
	for name, c := range map[string]struct {
		steps   []step
		handoff time.Duration
		office  bool
		until   time.Duration
		want    []string
	}{
		"the social team is told, and has a day": {
			steps: []step{{by: "jane", says: slow}, {at: 5 * time.Minute, by: "acmecare", says: invites}}, handoff: day, until: 3 * day,
			want: []string{"open watch@0", "update watch@5", "notify notify@1445*", "lower watch@2885*"},
		},
		"who was told before sees it run out, and then the lowering": {
			steps: []step{{by: "jane", says: plaintext}, {at: 5 * time.Minute, by: "acmecare", says: invites}}, handoff: day, until: 3 * day,
			want: []string{"notify notify@0", "update notify@5", "update notify@1445*", "lower watch@1445*"},
		},
		"a longer hand-off is waited for": {
			steps: []step{{by: "jane", says: plaintext}, {at: 5 * time.Minute, by: "acmecare", says: invites}}, handoff: 2 * day, until: 3 * day,
			want: []string{"notify notify@0", "update notify@5", "update notify@2885*", "lower watch@2885*"},
		},
		"so is one in business hours": {
			// Invited on Monday at 9:05; 24 working hours are over on Thursday at 9:05.
			steps: []step{{by: "jane", says: slow}, {at: 5 * time.Minute, by: "acmecare", says: invites}}, handoff: day, office: true, until: 5 * day,
			want: []string{"open watch@0", "update watch@5", "notify notify@4325*", "lower watch@5765*"},
		},
		"a hand-off that was taken up waits for nothing": {
			steps: []step{
				{by: "jane", says: plaintext},
				{at: 5 * time.Minute, by: "acmecare", says: invites},
				{at: 9 * time.Minute, by: "jane", tier: detectors.TierPrivate, related: "T"},
			},
			handoff: 2 * day, until: 3 * day, want: []string{"notify notify@0", "update notify@5", "lower watch@9*"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cfg := config()
			cfg.Escalation.PrivateHandoff = c.handoff
			if c.office {
				office, err := hours.New("UTC", []string{"mon-fri 09:00-17:00"}, nil)
				require.NoError(t, err)
				cfg.Escalation.Hours = office
			}
			require.Equal(t, c.want, tell(t, score.NewEngine(cfg), c.steps, c.until))
		})
	}
}
