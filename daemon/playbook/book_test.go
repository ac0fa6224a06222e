package playbook_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"firebreak/config"
	"firebreak/daemon/playbook"
	"firebreak/detectors"
)

func noon(day int) time.Time { return time.Date(2026, 3, day, 12, 0, 0, 0, time.UTC) }

func TestConfiguredPagesCountKeyByKey(t *testing.T) {
	var shipped *playbook.Book
	b := playbook.New(&config.Config{Playbook: []config.Page{
		{Kind: detectors.KindSecurityComplaint, Why: "ours", Policy: "https://acme.example/policy"},
		{Kind: detectors.KindSecurityComplaint, Topic: "breach", Do: []string{"call the lead"}, Public: "public"},
		{Kind: playbook.KindCrisis, Family: "outage", Ask: "the outage plan"},
		{Kind: playbook.KindCrisis, DoNot: []string{"do not hide"}},
	}}, nil)
	breach, plain := b.Page(detectors.KindSecurityComplaint, "breach"), shipped.Page(detectors.KindSecurityComplaint, "breach")
	require.Equal(t, []string{"call the lead"}, breach.Do)
	require.Equal(t, "public", breach.Public)
	require.Equal(t, "ours", breach.Why, "a page of the kind is for its topics too")
	require.Equal(t, plain.Ask, breach.Ask)
	require.Equal(t, plain.DoNot, breach.DoNot)
	require.NotEqual(t, "public", b.Page(detectors.KindSecurityComplaint, "phishing").Public)
	require.Equal(t, "the outage plan", b.Page(playbook.KindCrisis, "outage").Ask)
	require.Equal(t, []string{"do not hide"}, b.Page(playbook.KindCrisis, "outage").DoNot)
	require.NotEqual(t, "the outage plan", b.Page(playbook.KindCrisis, "fraud").Ask)
	require.Equal(t, shipped.Page(detectors.KindFriction, ""), b.Page(detectors.KindFriction, ""))
}

func TestThePolicyFillsItsSlot(t *testing.T) {
	var shipped *playbook.Book
	plain := shipped.Page(detectors.KindSocialEngineering, "takeover_reset")
	require.Contains(t, plain.Private, playbook.PolicySlot, "an empty slot stays visible as one")
	b := playbook.New(&config.Config{Playbook: []config.Page{{Kind: detectors.KindSocialEngineering, Policy: "https://acme.example/policy"}}}, nil)
	got := b.Page(detectors.KindSocialEngineering, "takeover_reset")
	require.NotContains(t, got.Private, playbook.PolicySlot)
	require.Contains(t, got.Private, "https://acme.example/policy")
	require.Equal(t, "https://acme.example/policy", got.Policy)
}

func TestAPageIsTheCallers(t *testing.T) {
	b := playbook.New(&config.Config{Playbook: []config.Page{{Kind: detectors.KindFriction, Do: []string{"one", "two"}}}}, nil)
	a := b.Page(detectors.KindFriction, "")
	a.Do[0] = "changed"
	_ = append(a.Do, "more")
	require.Equal(t, []string{"one", "two"}, b.Page(detectors.KindFriction, "").Do)
}

func TestStatementInForce(t *testing.T) {
	statement := func(brand, family, text string, expires time.Time) config.Statement {
		return config.Statement{Brand: brand, Family: family, Text: text, ApprovedBy: "Jo", Version: "1", Expires: expires}
	}
	b := playbook.New(&config.Config{Statements: []config.Statement{
		statement("", "outage", "all", noon(20)), statement("Acme", "outage", "own", noon(10)), statement("Acme", "security", "own too", noon(10)),
	}}, nil)
	for _, tt := range []struct {
		name, brand, family string
		at                  time.Time
		want                string
	}{
		{"the brand's own first", "Acme", "outage", noon(1), "own"},
		{"for all where it has none", "Globex", "outage", noon(1), "all"},
		{"for all once its own is over", "Acme", "outage", noon(10), "all"},
		{"none once all are over", "Acme", "outage", noon(20), ""},
		{"none of another family", "Globex", "security", noon(1), ""},
		{"none of no family", "Acme", "", noon(1), ""},
		{"in force until the last moment", "Acme", "security", noon(10).Add(-time.Nanosecond), "own too"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := b.Statement(tt.brand, tt.family, tt.at)
			require.Equal(t, tt.want != "", ok)
			require.Equal(t, tt.want, got.Text)
		})
	}
	var none *playbook.Book
	_, ok := none.Statement("Acme", "outage", noon(1))
	require.False(t, ok)
}

func TestClaimsOfStatements(t *testing.T) {
	set := newSet(t)
	until := noon(20)
	b := playbook.New(&config.Config{Statements: []config.Statement{
		{Brand: "Acme", Family: "security", Text: "Some customers' e-mail addresses were accessed. We write to all of them today.", Expires: until},
		{Brand: "Acme", Family: "outage", Text: "Acme's app is down for some customers. The next news come at 14:00.", Expires: until},
		{Brand: "Acme", Family: "fraud", Text: "Please do not answer mails that ask for a code.", Expires: until},
	}}, set)
	for family, want := range map[string]playbook.Claims{"security": {AffirmsBreach: true}, "outage": {AffirmsOutage: true}, "fraud": {}} {
		s, ok := b.Statement("Acme", family, noon(1))
		require.True(t, ok)
		require.Equal(t, want, s.Claims, family)
	}
	s, _ := b.Statement("Acme", "security", noon(1))
	require.True(t, playbook.Contradicts(s.Claims, playbook.ReadClaims(set, nil, "No customer data was affected.")))
	require.False(t, playbook.Contradicts(s.Claims, playbook.ReadClaims(set, nil, "Some e-mails were lost.")))
}

func TestContradicts(t *testing.T) {
	affirms, denies := playbook.Claims{AffirmsBreach: true}, playbook.Claims{DeniesBreach: true}
	require.True(t, playbook.Contradicts(affirms, denies))
	require.False(t, playbook.Contradicts(affirms, affirms))
	require.False(t, playbook.Contradicts(denies, playbook.Claims{AffirmsOutage: true}), "of another matter")
	require.True(t, playbook.Contradicts(playbook.Claims{AffirmsOutage: true}, playbook.Claims{DeniesOutage: true}))
	rapid.Check(t, func(t *rapid.T) {
		claims := func(name string) playbook.Claims {
			b := rapid.SliceOfN(rapid.Bool(), 4, 4).Draw(t, name)
			return playbook.Claims{AffirmsBreach: b[0], DeniesBreach: b[1], AffirmsOutage: b[2], DeniesOutage: b[3]}
		}
		a, b := claims("a"), claims("b")
		require.Equal(t, playbook.Contradicts(a, b), playbook.Contradicts(b, a))
		require.False(t, playbook.Contradicts(a, playbook.Claims{}))
	})
}
