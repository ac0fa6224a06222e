package dispatch

import (
	"testing"

	"github.com/stretchr/testify/require"

	"firebreak/daemon/escalation"
	"firebreak/sinks"
)

// TestALegalNoticeIsToldWhateverTheIncidentIs, at whatever is no pager: who closes a card does not stop a law's clock; who sends the notice does.
func TestALegalNoticeIsToldWhateverTheIncidentIs(t *testing.T) {
	t.Parallel()
	due := func(change func(*story) *story, state, rule string) *escalation.Incident {
		s := change(newStory("t:1", start()).page().notify())
		inc := s.copy()
		inc.Tells[1].Reasons = []escalation.Reason{{Signal: "legal_notice_due", Rule: rule}}
		inc.Legal = []escalation.Clock{{Name: "gdpr_authority", State: state}}
		return inc
	}
	waiting := []Delivery{at(1, sinks.EventResolve, StatusSent, shown(9, escalation.StatusResolved)), at(2, sinks.EventTell, StatusPending, level("notify"))}
	for name, change := range map[string]func(*story) *story{
		"open": func(s *story) *story { return s }, "acknowledged": (*story).ack, "lowered": (*story).lower, "resolved": (*story).resolve,
	} {
		for _, state := range []string{"warned", "overdue"} {
			require.Equal(t, step{event: sinks.EventTell, tell: 2}, plan(due(change, state, "legal_clock"), waiting, false, false), "%s, %s", name, state)
		}
	}
	for name, inc := range map[string]*escalation.Incident{
		"the notice was sent": due((*story).resolve, "met", "legal_clock"), "another rule told": due((*story).resolve, "overdue", "clock_ran_out"),
	} {
		require.Equal(t, []int{2}, plan(inc, waiting, false, false).superseded, name)
	}
}
