package dispatch

import (
	"testing"

	"github.com/stretchr/testify/require"

	"firebreak/daemon/escalation"
	"firebreak/daemon/playbook"
	"firebreak/detectors"
)

func TestAdviceAddsWhatElseIsThere(t *testing.T) {
	inc := &escalation.Incident{
		Kinds:   []string{detectors.KindDismissiveReply, "expert_joined", detectors.KindPersonalDataExposed},
		Finding: &detectors.Finding{Kind: detectors.KindSecurityComplaint, Topic: "breach"},
	}
	var book *playbook.Book
	a := adviceFor(book, inc)
	plain := book.Page(detectors.KindSecurityComplaint, "breach")
	require.Len(t, a.Do, len(plain.Do)+1)
	require.Len(t, a.DoNot, len(plain.DoNot)+2)
	require.Equal(t, plain.Public, a.Public)
}

func TestEveryKindHasWords(t *testing.T) {
	other := phrase("", "")
	for _, kind := range []string{
		detectors.KindSecurityComplaint, detectors.KindTechnicalComplaint, detectors.KindHowTo, detectors.KindFriction, detectors.KindRumour,
		detectors.KindPersonalDataExposed, detectors.KindAbsoluteSecurityClaim, detectors.KindTechnicalJustification, detectors.KindDismissiveReply,
		detectors.KindCredentialRequest, detectors.KindPersonalDataRequest, detectors.KindMovedPrivate, detectors.KindDeflectToPhone,
		detectors.KindImpersonation, detectors.KindSocialEngineering, playbook.KindCrisis, playbook.KindPassedAround, playbook.KindInconsistent,
	} {
		require.NotEqual(t, other, phrase(kind, ""), kind)
		require.NotContains(t, label(kind), "_", kind)
	}
	for _, kind := range twists() {
		require.NotEqual(t, other, phrase(kind, ""), kind)
	}
}

func TestSignalsInWords(t *testing.T) {
	for want, r := range map[string]escalation.Reason{
		"an account with 120000 followers joined":          {Signal: "large_account_joined", Value: 120000, Rule: "large_account"},
		"an account with many followers joined":            {Signal: "large_account_joined", Value: 2.1},
		"reshared 31 times in short order":                 {Signal: "reach_growth", Value: 31},
		"no reply for 1 h: the clock ran out":              {Signal: "reply_overdue", Value: 60},
		"quiet for 7 days":                                 {Signal: "quiet", Value: 168},
		"somebody did this: confirm breach":                {Signal: "action_confirm_breach", Value: 1},
		"security complaint":                               {Signal: "security_complaint", Value: .9},
		"something new":                                    {Signal: "something_new"},
		"the customer asked again before anybody answered": {Signal: "follow_up_unanswered"},
		"2 bad replies in the thread":                      {Signal: "bad_replies", Value: 2},
	} {
		require.Equal(t, want, signalText(r))
	}
}
