package dispatch

import (
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"firebreak/daemon/escalation"
	"firebreak/detectors"
)

// pages are all pages of the playbook by their name.
func pages() map[string]Advice {
	out := map[string]Advice{"other": page("", "")}
	for _, kind := range []string{
		detectors.KindAbsoluteSecurityClaim, detectors.KindTechnicalJustification, detectors.KindDismissiveReply, detectors.KindCredentialRequest,
		detectors.KindPersonalDataRequest, detectors.KindDeflectToPhone, kindPassedAround, kindInconsistent, detectors.KindImpersonation,
		detectors.KindSocialEngineering, detectors.KindPersonalDataExposed, detectors.KindRumour, kindCrisis, detectors.KindFriction,
	} {
		out[kind] = page(kind, "")
	}
	for _, topic := range []string{
		"plaintext_password", "missing_https", "breach", "account_takeover", "phishing", "credential_request_reported", "privacy_overcollection",
		"third_party_breach", "other",
	} {
		out["security/"+topic] = page(detectors.KindSecurityComplaint, topic)
	}
	for _, topic := range []string{"outage", "login", "payments", "performance", "browser", "app_crash", "delivery_of_messages", "other"} {
		out["technical/"+topic] = page(detectors.KindTechnicalComplaint, topic)
	}
	return out
}

// TestDrafts holds the rules of a good first answer: short, a direct contact, no claim of safety, no claim of an act that was not done, and
// no personal data asked for in public.
func TestDrafts(t *testing.T) {
	assertion := regexp.MustCompile(`(?i)\b(totally|100 ?%|completely) (secure|safe)|\bis (secure|safe)\b|nothing to (fear|worry)|no (data|details) (was|were)`)
	deed := regexp.MustCompile(`(?i)\b(we|i)('ve| have)\b|\bwe('re| are) (looking|investigating|working|checking)|\bwas (fixed|passed|escalated)|\bhas been\b`)
	asks := regexp.MustCompile(`(?i)(send|dm|tell|give|post|share)( us)? your (e-?mail|phone|number|address|account|date|password|name|card|order)`)
	brush := regexp.MustCompile(`(?i)take (your |this )?(security|privacy) (very )?seriously|thanks for (the|your) feedback`)
	for name, a := range pages() {
		t.Run(name, func(t *testing.T) {
			require.LessOrEqual(t, utf8.RuneCountInString(a.Public), maxPublicDraft, a.Public)
			require.GreaterOrEqual(t, len(a.Private), 100)
			require.Contains(t, a.Public, "DM", "a direct contact")
			for _, draft := range []string{a.Public, a.Private} {
				require.NotRegexp(t, assertion, draft)
				require.NotRegexp(t, brush, draft)
				require.NotContains(t, draft, "[", "square brackets are marks")
				require.NotContains(t, draft, "http")
			}
			// "We have seen posts" is what the draft itself shows.
			require.NotRegexp(t, deed, strings.Replace(a.Public, "We have seen posts", "", 1))
			require.NotRegexp(t, asks, a.Public)
			require.True(t, strings.HasSuffix(a.Ask, "."), a.Ask)
			require.NotEmpty(t, a.Do)
			require.NotEmpty(t, a.DoNot)
			for _, line := range a.DoNot {
				require.True(t, strings.HasPrefix(line, "Do not "), line)
			}
		})
	}
}

func TestAdviceAddsWhatElseIsThere(t *testing.T) {
	inc := &escalation.Incident{
		Kinds:   []string{detectors.KindDismissiveReply, "expert_joined", detectors.KindPersonalDataExposed},
		Finding: &detectors.Finding{Kind: detectors.KindSecurityComplaint, Topic: "breach"},
	}
	a := adviceFor(inc)
	plain := page(detectors.KindSecurityComplaint, "breach")
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
		detectors.KindImpersonation, detectors.KindSocialEngineering, kindCrisis, kindPassedAround, kindInconsistent,
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
