package score_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"firebreak/daemon/escalation"
	"firebreak/daemon/score"
	"firebreak/detectors"
)

// What a crisis holds belongs to it from the moment on in which it is held, whether or not anything else is news.
func TestWhatACrisisHoldsBelongsToIt(t *testing.T) {
	t.Parallel()
	const over = 2 * time.Hour
	for name, c := range map[string]struct {
		// first are posts before a second crisis begins, four hours on, then those of it.
		first, second []step
		// one reports that the first crisis ran from the beginning.
		one bool
	}{
		"its first post falls into the crisis": {
			second: []step{{at: 4 * time.Hour, by: "jane", says: plaintext}},
		},
		"its first complaint does": {
			second: []step{{at: 4 * time.Hour, by: "bob"}, {at: 5 * time.Hour, by: "jane", says: plaintext, to: "p0"}},
		},
		"it was told before": {
			first:  []step{{by: "jane", says: plaintext}},
			second: []step{{at: 4 * time.Hour, by: "bob"}},
		},
		"it was of an earlier crisis, and nothing else is news": {
			one: true, first: []step{{by: "jane", says: plaintext}},
			second: []step{{at: 4 * time.Hour, by: "kim", stands: detectors.HeadDissent}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := score.NewEngine(config())
			if c.one {
				e.Crisis("c:1", "Acme", escalation.FamilySecurity, start, time.Time{})
			}
			for n, s := range c.first {
				e.Apply(s.scored(n))
			}
			if c.one {
				require.Equal(t, "c:1", e.State("T").Incident.Crisis)
				e.Crisis("c:1", "Acme", escalation.FamilySecurity, start, start.Add(over))
				require.Empty(t, e.State("T").Incident.Crisis)
			}
			e.Crisis("c:2", "Acme", escalation.FamilySecurity, start.Add(4*time.Hour), time.Time{})
			for n, s := range c.second {
				e.Apply(s.scored(len(c.first) + n))
			}
			require.Equal(t, "c:2", e.State("T").Incident.Crisis)
			e.Crisis("c:2", "Acme", escalation.FamilySecurity, start.Add(4*time.Hour), start.Add(6*time.Hour))
			require.Empty(t, e.State("T").Incident.Crisis, "what is let go is let go of")
		})
	}
}
