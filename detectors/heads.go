package detectors

// Heads of Analysis.Scores that are no findings: where a post stands, and what it asserts. The dynamics of a thread are made of them.
const (
	// HeadDissent: a member of the public takes the brand's side.
	HeadDissent = "dissent"
	// HeadMockery: a claim of the brand is quoted to make fun of it.
	HeadMockery = "mockery"
	// HeadRemediation: somebody says that it was mended.
	HeadRemediation = "remediation"
	// HeadRefusal: a member of the public will not do or give what was asked for.
	HeadRefusal = "refusal"
	// HeadInsistence: the brand insists on what was refused.
	HeadInsistence = "insistence"
	// HeadHandOff: the brand sends the customer on to another place.
	HeadHandOff = "hand_off"
	// What the brand says of a breach and of an outage.
	HeadAffirmsBreach = "affirms_breach"
	HeadDeniesBreach  = "denies_breach"
	HeadAffirmsOutage = "affirms_outage"
	HeadDeniesOutage  = "denies_outage"
)

// Decides is the probability from which a head counts.
const Decides = 0.5

// Stances returns the heads of this file that count in an analysis, in the order above.
func (s Scores) Stances() []string {
	var out []string
	for _, head := range []string{
		HeadDissent, HeadMockery, HeadRemediation, HeadRefusal, HeadInsistence, HeadHandOff,
		HeadAffirmsBreach, HeadDeniesBreach, HeadAffirmsOutage, HeadDeniesOutage,
	} {
		if s[head] >= Decides {
			out = append(out, head)
		}
	}
	return out
}
