package score_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"firebreak/daemon/score"
	"firebreak/detectors"
	"firebreak/detectors/standard"
)

// agreed is what was agreed to be said: that data was lost.
type agreed struct{}

func (agreed) Contradicted(brand string, heard detectors.Scores, at time.Time) (string, bool) {
	return "3", brand == "Acme" && heard[detectors.HeadDeniesBreach] >= detectors.Decides && at.After(start)
}

// care says that everything by "care" is the brand's.
type care struct{}

func (care) Speaker(_ string, m *detectors.Mention) detectors.Speaker {
	if m.Author.ID == "care" {
		return detectors.Speaker{Role: detectors.RoleBrand, Account: "care"}
	}
	if m.Author.ID == "port" {
		return detectors.Speaker{Role: detectors.RolePublic, OtherBrand: "Port"}
	}
	return detectors.Speaker{Role: detectors.RolePublic}
}
func (care) Brand(string) *detectors.Brand               { return &detectors.Brand{Name: "Acme"} }
func (care) Experts(*detectors.Mention) (bool, []string) { return false, nil }

func TestAReplyAgainstTheStatement(t *testing.T) {
	t.Parallel()
	set, err := detectors.NewSet(standard.New()...)
	require.NoError(t, err)
	judge := score.NewDetectors(set, care{}, nil, agreed{})
	say := func(by, text string) []detectors.Finding {
		return judge.Score(detectors.Mention{
			ID: "1", Source: "x", Kind: detectors.KindPost, Tier: detectors.TierPublic, Brand: "Acme", CreatedAt: start.Add(time.Hour),
			Author: detectors.Author{ID: by}, Text: text,
		}).Analysis.Findings
	}
	found := func(findings []detectors.Finding) bool {
		for _, f := range findings {
			if f.Kind == "inconsistent_answer" {
				require.Equal(t, detectors.SeverityError, f.Severity)
				require.Contains(t, f.Why, "version 3")
				return true
			}
		}
		return false
	}
	require.True(t, found(say("care", "No customer data was lost, @jane.")))
	require.False(t, found(say("care", "Some email addresses were exposed, @jane. DM us please.")))
	require.False(t, found(say("jane", "No customer data was lost, they say")), "only the brand's posts are held against it")
}

// What another brand's account says is no complaint; what it exposes is exposed.
func TestAnotherBrandsAccountComplainsOfNothing(t *testing.T) {
	t.Parallel()
	set, err := detectors.NewSet(standard.New()...)
	require.NoError(t, err)
	judge := score.NewDetectors(set, care{}, nil, nil)
	kinds := func(by string) []string {
		var out []string
		for _, f := range judge.Score(detectors.Mention{
			ID: "1", Source: "x", Kind: detectors.KindPost, Tier: detectors.TierPublic, Brand: "Acme", CreatedAt: start.Add(time.Hour),
			Author: detectors.Author{ID: by}, Text: "@acme you had a data breach and my account was hacked, mail me at [email]",
			Masked: []detectors.Mask{{Class: "email", Start: 66, End: 73}},
		}).Analysis.Findings {
			out = append(out, f.Kind)
		}
		return out
	}
	require.Contains(t, kinds("jane"), detectors.KindSecurityComplaint)
	require.Equal(t, []string{detectors.KindPersonalDataExposed}, kinds("port"))
}
