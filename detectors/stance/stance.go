// Package stance scores on whose side a post stands, for the dynamics of a thread: it makes no findings.
//
// Its heads are dissent (a bystander takes the brand's side), remediation (somebody says that it was mended), mockery (a claim of the
// brand is quoted to make fun of it), refusal (somebody will not give what was asked for) and insistence (the brand insists on what was refused); and, from the trained model alone, anger, scam
// (the post is a fraud on other customers), not_english and, on the brand's posts, empathy.
package stance

import (
	"math"

	"firebreak/detectors"
	"firebreak/detectors/internal/cue"
)

// Name is the name of the detector.
const Name = "stance"

// Heads of the scores.
const (
	Dissent     = "dissent"
	Remediation = "remediation"
	Refusal     = "refusal"
	Mockery     = "mockery"
	Insistence  = "insistence"
	Anger       = "anger"
	Scam        = "scam"
	NotEnglish  = "not_english"
	Empathy     = "empathy"
)

const (
	bias    = -3.0
	absent  = 0.01
	ceiling = 0.95
	decides = 5.0
	hint    = 2.2
	// scamCaution is taken from the log-odds of a scam: every fifth text of its training is one, which no stream has.
	scamCaution = 0.6
)

var _ detectors.Detector = (*Detector)(nil)

// Detector scores stances. It is safe for concurrent use.
type Detector struct {
	rules *cue.Rules
}

// New makes the detector.
func New() *Detector { return &Detector{rules: cue.MustCompile(classes(), rules()...)} }

// Name returns the name of the detector.
func (d *Detector) Name() string { return Name }

// Detect scores a post and returns nothing. Insistence is judged on the brand's posts, the others on the public's.
func (d *Detector) Detect(doc *detectors.Document, scores map[string]float64) []detectors.Finding {
	t := cue.Read(doc)
	sums := map[string]float64{}
	for _, h := range d.rules.Scan(t) {
		sums[h.Rule.Head] += h.Rule.Weight
	}
	sums[Mockery] += quotes(t)
	brand := doc.Speaker.Role == detectors.RoleBrand
	for _, head := range []string{Dissent, Remediation, Mockery, Refusal, Insistence} {
		p := absent
		if brand == (head == Insistence) {
			p = min(max(1/(1+math.Exp(-bias-sums[head])), absent), ceiling)
		}
		scores[head] = p
	}
	for _, head := range []string{Anger, Scam, NotEnglish, Empathy} {
		if z, ok := doc.Odds(head); ok {
			if head == Scam {
				z -= scamCaution
			}
			scores[head] = min(max(1/(1+math.Exp(-z)), absent), 1-absent)
		}
	}
	return nil
}

// quotes is what quoted words of security add to mockery.
func quotes(t *cue.Text) float64 {
	for i := range t.Tokens {
		if !t.Tokens[i].Quoted {
			continue
		}
		switch t.At(i) {
		case "secure", "safe", "seriously", "secured", "protected", "encrypted", "fear", "security", "worry", "standard", "safely", "securely":
			return decides
		}
	}
	return 0
}
