package detectors_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"firebreak/detectors"
)

// TestTheModelIsSilentInOtherLanguages: what it would say of a text that it cannot read counts for nothing.
func TestTheModelIsSilentInOtherLanguages(t *testing.T) {
	t.Parallel()
	doc := func(text string) *detectors.Document {
		return detectors.NewDocument(&detectors.Mention{ID: "1", Kind: detectors.KindPost, Text: text}, detectors.Speaker{Role: detectors.RolePublic}, nil)
	}
	german := doc("Seit drei Wochen warte ich auf meine Bestellung, und die App zeigt nur error 500. Unglaublich!!")
	require.True(t, german.Foreign())
	const rules = 0.01
	raised := 0
	for _, head := range []string{
		detectors.KindSecurityComplaint, detectors.KindTechnicalComplaint, detectors.KindHowTo, detectors.KindFriction, detectors.KindRumour, detectors.KindSocialEngineering,
	} {
		if 1/(1+math.Exp(-german.Both(head, math.Log(rules/(1-rules))))) > 1.01*rules {
			raised++
		}
		require.InDelta(t, rules, german.Probability(head, rules), 1e-12)
	}
	require.Positive(t, raised, "the example shows nothing: the model has no opinion")

	english := doc("you mailed me my password in plain text, and my account was hacked the day after!")
	require.False(t, english.Foreign())
	require.Greater(t, english.Probability(detectors.KindSecurityComplaint, rules), .5, "the model raises")
	require.InDelta(t, .96, doc("lovely day").Probability(detectors.KindSecurityComplaint, .96), 1e-12, "and lowers nothing")
	_, ok := english.Odds("no such head")
	require.False(t, ok)
	span := english.Telling(detectors.KindSecurityComplaint)
	require.Len(t, span, 1)
	require.Equal(t, english.Text[span[0].Start:span[0].End], span[0].Text)
}
