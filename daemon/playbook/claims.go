package playbook

import (
	"time"

	"firebreak/detectors"
)

// Claims are what a text of the brand asserts.
type Claims struct {
	AffirmsBreach, DeniesBreach, AffirmsOutage, DeniesOutage bool
}

// ClaimsOf returns the claims that the detectors heard in a text.
func ClaimsOf(scores detectors.Scores) Claims {
	hears := func(head string) bool { return scores[head] >= detectors.Decides }
	return Claims{
		AffirmsBreach: hears(detectors.HeadAffirmsBreach), DeniesBreach: hears(detectors.HeadDeniesBreach),
		AffirmsOutage: hears(detectors.HeadAffirmsOutage), DeniesOutage: hears(detectors.HeadDeniesOutage),
	}
}

// ReadClaims returns the claims of a text as if the brand had posted it. The Set must hold the detector of claims.
func ReadClaims(set *detectors.Set, brand *detectors.Brand, text string) Claims {
	m := &detectors.Mention{
		ID: "statement", ThreadID: "statement", Source: "statement", Kind: detectors.KindPost, Tier: detectors.TierPublic, CreatedAt: time.Unix(0, 0).UTC(), Text: text,
	}
	if brand != nil {
		m.Brand = brand.Name
	}
	a := set.Analyse(m, detectors.Speaker{Role: detectors.RoleBrand, Account: "comms"}, brand)
	return ClaimsOf(a.Scores)
}

// Contradicts reports whether one of two texts affirms what the other denies. It is symmetric; where one of them claims nothing, it is false.
func Contradicts(a, b Claims) bool {
	return a.AffirmsBreach && b.DeniesBreach || a.DeniesBreach && b.AffirmsBreach ||
		a.AffirmsOutage && b.DeniesOutage || a.DeniesOutage && b.AffirmsOutage
}

// Contradicted reports whether a post of the brand, of which detectors heard this, contradicts a statement in force at a time, and names the
// statement's version.
func (b *Book) Contradicted(brand string, heard detectors.Scores, at time.Time) (version string, ok bool) {
	claims := ClaimsOf(heard)
	if b == nil || claims == (Claims{}) {
		return "", false
	}
	for _, family := range []string{"security", "outage", "privacy", "fraud"} {
		if s, found := b.Statement(brand, family, at); found && Contradicts(claims, s.Claims) {
			return s.Version, true
		}
	}
	return "", false
}
