package playbook_test

import (
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"firebreak/daemon/playbook"
	"firebreak/detectors"
	"firebreak/detectors/private"
	"firebreak/detectors/standard"
)

func newSet(t testing.TB) *detectors.Set {
	t.Helper()
	set, err := detectors.NewSet(standard.New()...)
	require.NoError(t, err)
	return set
}

// pages are all pages that ship, by kind and topic.
func pages() map[string]playbook.Advice {
	var book *playbook.Book
	out := map[string]playbook.Advice{"other": book.Page("", "")}
	for _, kind := range playbook.Kinds() {
		out[kind] = book.Page(kind, "")
		for _, topic := range playbook.Topics(kind) {
			out[kind+"/"+topic] = book.Page(kind, topic)
		}
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
			require.NotRegexp(t, deed, strings.NewReplacer("We have seen posts", "", "We have seen your posts", "").Replace(a.Public))
			require.NotRegexp(t, asks, a.Public)
			require.True(t, strings.HasSuffix(a.Ask, "."), a.Ask)
			require.NotEmpty(t, a.Do)
			require.NotEmpty(t, a.DoNot)
			require.Empty(t, a.Policy)
			require.NotEmpty(t, a.Why)
			require.NotContains(t, a.Why, "\n")
			require.LessOrEqual(t, utf8.RuneCountInString(a.Why), 300)
			for _, line := range a.DoNot {
				require.True(t, strings.HasPrefix(line, "Do not "), line)
			}
		})
	}
}

// TestDraftsPassTheirOwnCheck holds the drafts to what agents' drafts are held to, and to saying nothing that another answer could contradict.
func TestDraftsPassTheirOwnCheck(t *testing.T) {
	set, linter := newSet(t), private.NewLinter()
	brand := &detectors.Brand{Name: "Acme", Handles: []string{"acmecare"}, Regulated: true}
	for name, a := range pages() {
		t.Run(name, func(t *testing.T) {
			for tier, draft := range map[detectors.Tier]string{detectors.TierPublic: a.Public, detectors.TierPrivate: a.Private} {
				m := &detectors.Mention{ID: "d", ThreadID: "d", Source: "draft", Kind: detectors.KindPost, Tier: tier, Brand: "Acme", Text: draft}
				sp := detectors.Speaker{Role: detectors.RoleBrand, Account: "care"}
				got := set.Analyse(m, sp, brand)
				for _, f := range got.Findings {
					require.Equal(t, detectors.SeverityInfo, f.Severity, "%s in %q", f.Kind, draft)
				}
				require.Equal(t, playbook.Claims{}, playbook.ClaimsOf(got.Scores), draft)
				require.Less(t, got.Scores[detectors.HeadHandOff], detectors.Decides, draft)
				if tier == detectors.TierPublic {
					require.Equal(t, [4]bool{true, true, true, true}, linter.StGeorge(set.Document(m, sp, brand)), draft)
				}
			}
		})
	}
}

func TestEveryTopicHasItsOwnWhyOrDraft(t *testing.T) {
	var book *playbook.Book
	for _, kind := range []string{detectors.KindSecurityComplaint, detectors.KindTechnicalComplaint} {
		for _, topic := range playbook.Topics(kind) {
			if topic != "other" {
				require.NotEqual(t, book.Page(kind, "other").Public, book.Page(kind, topic).Public, topic)
			}
		}
	}
}
