// Package dismissive finds replies of a brand that brush a complaint off: general words instead of the point, no way to go on, blame,
// or playing it down.
package dismissive

import (
	"math"

	"firebreak/detectors"
	"firebreak/detectors/internal/cue"
)

// Name is the name of the detector.
const Name = "dismissive"

// Weights in log-odds.
const (
	bias = -3.5
	// weightHard decides alone, and against a contact or an answer, though not against both.
	weightHard = 5.2
	// weightWay is what a contact, or an answer to the point, takes from hard words: not enough to undo them.
	weightWay = -1.0
	// weightBrush decides alone.
	weightBrush = 4.6
	// weightEmpty decides only where nothing else is said.
	weightEmpty     = 2.4
	weightEmptyOnly = 1.6
	weightSubstance = -2.2
	weightContact   = -2.6
	weightGlad      = -3.5
)

const (
	threshold = 0.5
	absent    = 0.01
	ceiling   = 0.95
	// hint is the most that empty words alone are worth.
	hint = 0.45
	// plain is what rules must be worth to decide alone.
	plain = 0.7
	// short is a reply, in words, that says no more than its empty words.
	short = 7
)

var _ detectors.Detector = (*Detector)(nil)

// Detector finds dismissive_reply. It is safe for concurrent use.
type Detector struct {
	rules *cue.Rules
}

// New makes the detector.
func New() *Detector { return &Detector{rules: cue.MustCompile(nil, rules()...)} }

// Name returns the name of the detector.
func (d *Detector) Name() string { return Name }

// Detect judges a post of the brand in any tier. It sees the reply alone, not what it answers.
func (d *Detector) Detect(doc *detectors.Document, scores map[string]float64) []detectors.Finding {
	scores[detectors.KindDismissiveReply] = absent
	if doc.Speaker.Role != detectors.RoleBrand {
		return nil
	}
	t := cue.Read(doc)
	seen := map[string]int{}
	var hits []cue.Hit
	why := ""
	for _, h := range d.rules.Scan(t) {
		switch h.Rule.Head {
		case headHard, headBrush, headEmpty:
			if t.Question(t.Tokens[h.First].Sentence) {
				continue
			}
			hits = append(hits, h)
			if why == "" || h.Rule.Head == headHard {
				why = h.Rule.Name
			}
		}
		seen[h.Rule.Head]++
	}
	rules := weigh(seen, t.Asks())
	hard := seen[headHard] > 0 || seen[headBrush] > 0
	nothingElse := seen[headEmpty] > 0 && seen[headSubstance]+seen[headContact]+seen[headGlad] == 0 && !t.Asks() && len(t.Tokens) <= short
	if !hard && !nothingElse || hard && rules < plain && why != namePlaysDown {
		// Empty words are what half of all good replies begin with, and a hard one may stand beside an answer: the trained model must hold the whole
		// for a brush-off too.
		rules = min(rules, hint)
	}
	p := doc.Probability(detectors.KindDismissiveReply, rules)
	severity := detectors.SeverityError
	if seen[headHard] == 0 && seen[headBrush] == 0 {
		// Empty words may answer a complaint that needed no more.
		severity = detectors.SeverityWarning
	}
	scores[detectors.KindDismissiveReply] = p
	if p < threshold {
		return nil
	}
	f := detectors.Finding{
		Kind: detectors.KindDismissiveReply, Score: p, Severity: severity, Detector: Name, Evidence: t.Evidence(hits...),
		Why: "The brand brushes the customer off (" + why + "): acknowledge the point, and give a direct contact.",
	}
	if len(hits) == 0 {
		f.Evidence = doc.Telling(f.Kind)
		f.Why = "The brand brushes the customer off: acknowledge the point, and give a direct contact."
	}
	return []detectors.Finding{f}
}

// weigh turns what was seen into a probability; asks reports that the reply asks something back.
func weigh(seen map[string]int, asks bool) float64 {
	answers, contact := seen[headSubstance] > 0 || asks, seen[headContact] > 0
	z := bias
	if seen[headHard] > 0 {
		z += weightHard
		if answers {
			z += weightWay
		}
		if contact {
			z += weightWay
		}
		return squash(z)
	}
	if seen[headBrush] > 0 {
		z += weightBrush
	}
	z += weightEmpty * float64(min(seen[headEmpty], 2))
	if seen[headEmpty] > 0 && !answers && !contact {
		z += weightEmptyOnly
	}
	if answers {
		z += weightSubstance
	}
	if contact {
		z += weightContact
	}
	if seen[headGlad] > 0 {
		z += weightGlad
	}
	return squash(z)
}

func squash(z float64) float64 { return min(max(1/(1+math.Exp(-z)), absent), ceiling) }
