package playbook_test

import (
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"firebreak/daemon/playbook"
	"firebreak/detectors"
)

// pages are all pages of the playbook by their name.
func pages() map[string]playbook.Advice {
	out := map[string]playbook.Advice{"other": playbook.Page("", "")}
	for _, kind := range []string{
		detectors.KindAbsoluteSecurityClaim, detectors.KindTechnicalJustification, detectors.KindDismissiveReply, detectors.KindCredentialRequest,
		detectors.KindPersonalDataRequest, detectors.KindDeflectToPhone, playbook.KindPassedAround, playbook.KindInconsistent, detectors.KindImpersonation,
		detectors.KindSocialEngineering, detectors.KindPersonalDataExposed, detectors.KindRumour, playbook.KindCrisis, detectors.KindFriction,
	} {
		out[kind] = playbook.Page(kind, "")
	}
	for _, topic := range []string{
		"plaintext_password", "missing_https", "breach", "account_takeover", "phishing", "credential_request_reported", "privacy_overcollection",
		"third_party_breach", "other",
	} {
		out["security/"+topic] = playbook.Page(detectors.KindSecurityComplaint, topic)
	}
	for _, topic := range []string{"outage", "login", "payments", "performance", "browser", "app_crash", "delivery_of_messages", "other"} {
		out["technical/"+topic] = playbook.Page(detectors.KindTechnicalComplaint, topic)
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
			require.LessOrEqual(t, utf8.RuneCountInString(a.Public), playbook.MaxPublicDraft, a.Public)
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
