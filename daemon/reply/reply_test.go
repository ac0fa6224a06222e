package reply_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"firebreak/daemon/reply"
	"firebreak/detectors"
	"firebreak/detectors/personaldata"
	"firebreak/detectors/standard"
)

// acme is the one brand of the tests.
type acme struct{ brand detectors.Brand }

func (a acme) Brand(name string) *detectors.Brand {
	if name != a.brand.Name {
		return nil
	}
	return &a.brand
}
func (a acme) Only() string { return a.brand.Name }

func checker(t testing.TB, regulated bool) *reply.Checker {
	t.Helper()
	set, err := detectors.NewSet(standard.New()...)
	require.NoError(t, err)
	return reply.NewChecker(set, personaldata.NewMasker(), acme{detectors.Brand{Name: "Acme", Handles: []string{"acmecare"}, Regulated: regulated}})
}

func TestCheck(t *testing.T) {
	t.Parallel()
	c := checker(t, false)
	for _, tt := range []struct {
		name, text string
		tier       detectors.Tier
		verdict    reply.Verdict
		met        int
		kinds      string
	}{
		{"the good reply", "Sorry about this. We've followed you – please DM so our tech team can help", "", reply.VerdictSend, 4, "moved_private"},
		{"the promise", "all data on our system is totally secure", "", reply.VerdictStop, 0, "absolute_security_claim"},
		{"the empty one", "Thanks for the feedback, we take security seriously", "", reply.VerdictImprove, 0, "dismissive_reply"},
		{"a secret asked for", "Sorry! Could you DM us your password so we can log in?", "", reply.VerdictStop, 3, "credential_request moved_private"},
		{"a secret asked for in private", "Sorry about that, may I have your password?", detectors.TierPrivate, reply.VerdictStop, 3, "credential_request"},
		{"data asked for in public", "Sorry to hear that. What is your date of birth?", "", reply.VerdictImprove, 1, "personal_data_request"},
		{"a good private one", "I am sorry this happened, I will stay with you until it is sorted out.", detectors.TierPrivate, reply.VerdictSend, 4, ""},
		{"a refusal", "Sorry, never share your password with anybody, not even us. Please send us a DM and we find another way.", "", reply.VerdictSend, 4, "moved_private"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r, err := c.Check(reply.Draft{Text: tt.text, Tier: tt.tier})
			require.NoError(t, err)
			var kinds []string
			for _, f := range r.Findings {
				kinds = append(kinds, f.Kind)
			}
			require.Equal(t, tt.kinds, strings.Join(kinds, " "))
			require.Equal(t, tt.verdict, r.Verdict)
			require.Equal(t, tt.met, r.Met)
			require.Len(t, r.Points, 4)
			require.NotEmpty(t, r.Better.Public)
			require.NotEmpty(t, r.Better.Private)
			require.Equal(t, r.Verdict == reply.VerdictSend, len(r.Fixes) == 0, "what is not good to send says what to change: %v", r.Fixes)
		})
	}
}

// TestBetterDraftsPass holds the drafts to the same check: they have all four points and nothing against them.
func TestBetterDraftsPass(t *testing.T) {
	t.Parallel()
	c := checker(t, true)
	for _, post := range []string{
		"", "you mailed me my password in plain text", "my account was hacked", "I cannot log in", "the app crashes at every start", "your site has no https",
		"heard you lost 5m cards", "your support asked for my password, is this a scam?",
	} {
		r, err := c.Check(reply.Draft{Text: "ok", InReplyTo: post})
		require.NoError(t, err)
		for tier, draft := range map[detectors.Tier]string{detectors.TierPublic: r.Better.Public, detectors.TierPrivate: r.Better.Private} {
			again, err := c.Check(reply.Draft{Text: draft, Tier: tier})
			require.NoError(t, err)
			for _, f := range again.Findings {
				require.Equal(t, detectors.SeverityInfo, f.Severity, "%s: %q", f.Kind, draft)
			}
		}
	}
}

func TestBetterDraftAnswersThePost(t *testing.T) {
	t.Parallel()
	c := checker(t, false)
	general, err := c.Check(reply.Draft{Text: "ok"})
	require.NoError(t, err)
	answer, err := c.Check(reply.Draft{Text: "ok", InReplyTo: "my account was hacked and they ordered with my card"})
	require.NoError(t, err)
	require.NotEqual(t, general.Better, answer.Better)
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	c := checker(t, false)
	for want, d := range map[string]reply.Draft{
		"the draft is empty":                                 {},
		`the brand "Globex" is not in the configuration`:     {Text: "ok", Brand: "Globex"},
		`the tier "loud" is none of public, private, secure`: {Text: "ok", Tier: "loud"},
		"the draft is longer than 65536 bytes":               {Text: strings.Repeat("a", detectors.MaxText+1)},
	} {
		_, err := c.Check(d)
		require.EqualError(t, err, want)
	}
}

// TestPersonalDataDoesNotComeBack: what is masked is nowhere in the report.
func TestPersonalDataDoesNotComeBack(t *testing.T) {
	t.Parallel()
	r, err := checker(t, false).Check(reply.Draft{Text: "Hi Jane, we wrote to jane.doe@mail.example and your password is Hunter2!"})
	require.NoError(t, err)
	require.NotContains(t, r.Redacted, "jane.doe")
	require.NotContains(t, r.Redacted, "Hunter2")
	require.NotEqual(t, reply.VerdictSend, r.Verdict)
}

func BenchmarkCheck(b *testing.B) {
	c := checker(b, false)
	for b.Loop() {
		if _, err := c.Check(reply.Draft{Text: "Sorry about this. We've followed you – please DM so our tech team can help"}); err != nil {
			b.Fatal(err)
		}
	}
}
