package detecttest

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"firebreak/detectors"
)

// Case is one line of a table test: who says what, and what must or must not be found.
type Case struct {
	// Name names the subtest; Text when empty.
	Name string
	// Text is what the mention says, masked already. Marks such as "[email]" are listed in Mention.Masked by Run.
	Text string
	// By is the role of the author; the public when empty.
	By detectors.Role
	// Account is the duty of a brand account: care, technical or comms; care when By is the brand and it is empty.
	Account string
	// Tier is who can read it; public when empty.
	Tier detectors.Tier
	// Brand replaces Brand() when set.
	Brand *detectors.Brand
	// Want are findings that must be there, as "kind", "kind/topic" or "kind/topic/severity" ("kind//severity" where there is no topic).
	Want []string
	// Not are findings, written as in Want, that must not be there. Where Want and Not are empty, nothing may be found.
	Not []string
}

// Run checks a detector against cases, a subtest each.
func Run(t *testing.T, d detectors.Detector, cases []Case) {
	t.Helper()
	build := detectors.NewDocuments()
	for _, c := range cases {
		name := c.Name
		if name == "" {
			name = c.Text
		}
		t.Run(name, func(t *testing.T) {
			found, _ := detect(t, d, c.document(build))
			got := make([]string, 0, len(found))
			for _, f := range found {
				got = append(got, f.Kind+"/"+f.Topic+"/"+string(f.Severity))
			}
			for _, want := range c.Want {
				require.True(t, has(got, want), "want %s, got %v in %q", want, got, c.Text)
			}
			for _, not := range c.Not {
				require.False(t, has(got, not), "want no %s, got %v in %q", not, got, c.Text)
			}
			if len(c.Want) == 0 && len(c.Not) == 0 {
				require.Empty(t, got, "want nothing in %q", c.Text)
			}
		})
	}
}

// Document builds the document of the case, for Conform.
func (c Case) Document() *detectors.Document { return c.document(detectors.NewDocuments()) }

func (c Case) document(build func(*detectors.Mention, detectors.Speaker, *detectors.Brand) *detectors.Document) *detectors.Document {
	b := c.Brand
	if b == nil {
		b = Brand()
	}
	sp := detectors.Speaker{Role: c.By, Account: c.Account}
	if sp.Role == "" {
		sp.Role = detectors.RolePublic
	}
	if sp.Role == detectors.RoleBrand && sp.Account == "" {
		sp.Account = "care"
	}
	return build(mentionOf(c.Text, c.Tier), sp, b)
}

// Brand returns the brand of the table tests: Acme with the accounts acmecare and acmeeng.
func Brand() *detectors.Brand {
	return &detectors.Brand{
		Name:    "Acme",
		Handles: []string{"acmecare", "acmeeng"},
		Domains: []string{"acme.example"},
		Phones:  []string{"+442079460000"},
	}
}

// mentionOf makes a post with text, and lists its marks.
func mentionOf(text string, tier detectors.Tier) *detectors.Mention {
	if tier == "" {
		tier = detectors.TierPublic
	}
	m := &detectors.Mention{
		ID: "test:1", Source: "test", Kind: detectors.KindPost, Tier: tier, Brand: "Acme", ThreadID: "test:1",
		CreatedAt: time.Date(2026, time.March, 2, 9, 0, 0, 0, time.UTC), Author: detectors.Author{ID: "u1", Handle: "jane"}, Text: text,
	}
	marks := regexp.MustCompile(`\[(email|phone|birth_date|card|iban|national_id|account_number|address|secret)\]`)
	for _, at := range marks.FindAllStringIndex(text, -1) {
		m.Masked = append(m.Masked, detectors.Mask{Class: text[at[0]+1 : at[1]-1], Start: at[0], End: at[1]})
	}
	return m
}

// has reports whether got, of "kind/topic/severity", holds want, of which the last parts may be left out.
func has(got []string, want string) bool {
	for _, g := range got {
		if g == want || strings.HasPrefix(g, want+"/") {
			return true
		}
	}
	return false
}
