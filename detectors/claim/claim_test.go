package claim_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"firebreak/detectors"
	"firebreak/detectors/claim"
	"firebreak/detectors/detecttest"
)

// scorer returns a function that scores a text by somebody.
func scorer() func(text string, by detectors.Role) map[string]float64 {
	d, build := claim.New(), detectors.NewDocuments()
	return func(text string, by detectors.Role) map[string]float64 {
		scores := map[string]float64{}
		m := &detectors.Mention{ID: "t", ThreadID: "t", Source: "test", Kind: detectors.KindPost, Tier: detectors.TierPublic, Brand: "Acme", Text: text}
		d.Detect(build(m, detectors.Speaker{Role: by, Account: "care"}, detecttest.Brand()), scores)
		return scores
	}
}

// phrases are texts of a head: those that it must hear, and those that are near and mean something else.
type phrases struct {
	head     string
	yes, not []string
}

func table() []phrases {
	return []phrases{handOff(), affirmsBreach(), deniesBreach(), affirmsOutage(), deniesOutage()}
}

func TestPhrases(t *testing.T) {
	t.Parallel()
	score := scorer()
	for _, p := range table() {
		t.Run(p.head, func(t *testing.T) {
			t.Parallel()
			require.GreaterOrEqual(t, len(p.yes), 25)
			require.GreaterOrEqual(t, len(p.not), 25)
			for _, text := range p.yes {
				t.Run(text, func(t *testing.T) {
					require.GreaterOrEqual(t, score(text, detectors.RoleBrand)[p.head], detectors.Decides)
				})
			}
			for _, text := range p.not {
				t.Run("not/"+text, func(t *testing.T) {
					require.Less(t, score(text, detectors.RoleBrand)[p.head], detectors.Decides)
				})
			}
		})
	}
}

// TestContraries holds that a claim excludes its contrary, and that what affirms is not heard as denial.
func TestContraries(t *testing.T) {
	t.Parallel()
	score := scorer()
	contrary := map[string]string{
		detectors.HeadAffirmsBreach: detectors.HeadDeniesBreach, detectors.HeadDeniesBreach: detectors.HeadAffirmsBreach,
		detectors.HeadAffirmsOutage: detectors.HeadDeniesOutage, detectors.HeadDeniesOutage: detectors.HeadAffirmsOutage,
	}
	for _, p := range table() {
		for _, text := range p.yes {
			if other := contrary[p.head]; other != "" {
				require.Less(t, score(text, detectors.RoleBrand)[other], detectors.Decides, text)
			}
		}
	}
}

// TestBothInOnePost: who tells of a loss or of what was down denies nothing by what else he says; an incident alone is denied by "no data".
func TestBothInOnePost(t *testing.T) {
	t.Parallel()
	score := scorer()
	for text, want := range map[string]string{
		"First we thought: no customer data was lost. Today we know better. Some customers' details were accessed.": detectors.HeadAffirmsBreach,
		"Some e-mails were lost. Your account was not compromised":                                                  detectors.HeadAffirmsBreach,
		"We suffered a cyber attack. No customer data was affected":                                                 detectors.HeadDeniesBreach,
		"The website was down this morning. All systems are operational":                                            detectors.HeadAffirmsOutage,
		"Our app is down. There is no outage of the website":                                                        detectors.HeadAffirmsOutage,
	} {
		scores := score(text, detectors.RoleBrand)
		for _, head := range claim.Heads() {
			require.Equal(t, head == want, scores[head] >= detectors.Decides, "%s: %s", head, text)
		}
	}
}

func TestOnlyTheBrandClaims(t *testing.T) {
	t.Parallel()
	score := scorer()
	for _, p := range table() {
		for _, text := range p.yes {
			require.Less(t, score(text, detectors.RolePublic)[p.head], detectors.Decides, text)
		}
	}
}

// TestQuoted holds that nobody asserts what he only quotes.
func TestQuoted(t *testing.T) {
	t.Parallel()
	score := scorer()
	for _, p := range table() {
		if p.head == detectors.HeadHandOff {
			continue
		}
		for _, text := range p.yes {
			require.Less(t, score("You wrote “"+text+"”, and we would like to know where.", detectors.RoleBrand)[p.head], detectors.Decides, text)
		}
	}
}

// TestConform is the conformance suite for a detector that scores and finds nothing.
func TestConform(t *testing.T) {
	t.Parallel()
	var examples []detecttest.Scored
	for _, p := range table() {
		examples = append(examples, detecttest.Scored{Head: p.head, Document: detecttest.Case{Text: p.yes[0], By: detectors.RoleBrand}.Document()})
	}
	detecttest.ConformScores(t, claim.New(), examples...)
}

// TestAnyOrder holds that a post that claims goes on to claim it between sentences that claim nothing.
func TestAnyOrder(t *testing.T) {
	t.Parallel()
	score := scorer()
	all := table()
	rapid.Check(t, func(t *rapid.T) {
		p := all[rapid.IntRange(0, len(all)-1).Draw(t, "head")]
		text := rapid.SampledFrom(p.yes).Draw(t, "text")
		first := rapid.SampledFrom([]string{"", "Hi Jane. ", "@jane Thank you for asking. "}).Draw(t, "before")
		last := rapid.SampledFrom([]string{"", " Thanks. ^Mo", " We know how annoying this is."}).Draw(t, "after")
		require.GreaterOrEqual(t, score(first+text+"."+last, detectors.RoleBrand)[p.head], detectors.Decides)
	})
}

func FuzzDetect(f *testing.F) {
	for _, p := range table() {
		f.Add(p.yes[0])
		f.Add(p.not[0])
	}
	score := scorer()
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > detectors.MaxText {
			return
		}
		a, b := score(text, detectors.RoleBrand), score(text, detectors.RoleBrand)
		require.Equal(t, a, b)
		require.False(t, a[detectors.HeadAffirmsBreach] >= detectors.Decides && a[detectors.HeadDeniesBreach] >= detectors.Decides)
		require.False(t, a[detectors.HeadAffirmsOutage] >= detectors.Decides && a[detectors.HeadDeniesOutage] >= detectors.Decides)
	})
}

func BenchmarkDetect(b *testing.B) {
	d := claim.New()
	doc := detecttest.Case{
		Text: "Hi Jane, sorry for the wait. We're aware of an issue with our app and our engineers are working on it. No customer data was affected. Please call us on 0800 if it stays.",
		By:   detectors.RoleBrand,
	}.Document()
	scores := map[string]float64{}
	for b.Loop() {
		d.Detect(doc, scores)
	}
}
