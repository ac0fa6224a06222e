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
	// hint is the most that empty words beside anything else are worth.
	hint = 0.45
	// plain is what rules must be worth to decide alone.
	plain = 0.7
	// hollow is what empty words are worth where the reply is nothing but general words.
	hollow = 0.75
	// certain is how sure the trained model must be of empty words beside a point.
	certain = 0.9
	// long is from how many words with a point on a reply says more than that there is nothing to worry about; twice as many, than that the
	// brand takes it seriously.
	long = 4
)

var _ detectors.Detector = (*Detector)(nil)

// Detector finds dismissive_reply. It is safe for concurrent use.
type Detector struct {
	rules *cue.Rules
}

// New makes the detector.
func New() *Detector { return &Detector{rules: cue.MustCompile(classes(), rules()...)} }

// Name returns the name of the detector.
func (d *Detector) Name() string { return Name }

// Detect judges a post of the brand in any tier. It sees the reply alone, not what it answers.
func (d *Detector) Detect(doc *detectors.Document, scores map[string]float64) []detectors.Finding {
	scores[detectors.KindDismissiveReply] = absent
	if doc.Speaker.Role != detectors.RoleBrand {
		return nil
	}
	t := cue.Read(doc)
	r := reply{Text: t, seen: map[string]int{}, points: points(t)}
	var hits []cue.Hit
	for _, h := range d.rules.Scan(t) {
		switch h.Rule.Head {
		case headHard, headBrush, headEmpty, headHollow:
			if t.Question(t.Tokens[h.First].Sentence) {
				continue
			}
			hits = append(hits, h)
			if r.why == "" || h.Rule.Head == headHard {
				r.why = h.Rule.Name
			}
		}
		r.seen[h.Rule.Head]++
	}
	hard := r.seen[headHard]+r.seen[headBrush] > 0
	rules := weigh(r.seen, t.Asks())
	var p float64
	switch {
	case hard && r.decided(rules):
		p = doc.Probability(detectors.KindDismissiveReply, rules)
	case r.hollow():
		p = doc.Probability(detectors.KindDismissiveReply, max(rules, hollow))
	case hard:
		// A hard word may stand beside an answer: the trained model must hold the whole for a brush-off too.
		p = doc.Probability(detectors.KindDismissiveReply, min(rules, hint))
	default:
		// Empty words are what half of all good replies begin with.
		p = doc.Probability(detectors.KindDismissiveReply, min(rules, hint))
		if p < certain || r.answers() || r.points >= long {
			p = min(p, hint)
		}
	}
	severity := detectors.SeverityError
	if !hard {
		// Empty words may answer a complaint that needed no more.
		severity = detectors.SeverityWarning
	}
	scores[detectors.KindDismissiveReply] = p
	if p < threshold {
		return nil
	}
	f := detectors.Finding{
		Kind: detectors.KindDismissiveReply, Score: p, Severity: severity, Detector: Name, Evidence: t.Evidence(hits...),
		Why: "The brand brushes the customer off (" + r.why + "): acknowledge the point, and give a direct contact.",
	}
	if len(hits) == 0 {
		f.Evidence = doc.Telling(f.Kind)
		f.Why = "The brand brushes the customer off: acknowledge the point, and give a direct contact."
	}
	return []detectors.Finding{f}
}

// reply is what was seen of a reply.
type reply struct {
	*cue.Text
	// seen counts the rules that matched, by head.
	seen map[string]int
	// why is the name of the rule that says the worst.
	why string
	// points are the words with which it comes to the point.
	points int
}

// answers reports that there is an answer, a way to go on, or a question beside the empty words.
func (r *reply) answers() bool {
	return r.seen[headSubstance]+r.seen[headContact]+r.seen[headGlad] > 0 || r.Asks()
}

// hollow reports that there is nothing but general words: noted, passed on, valued, and no act among them.
func (r *reply) hollow() bool {
	return r.points == 0 && r.seen[headHollow] > 0 && r.seen[headAct]+r.seen[headGlad] == 0 && !r.Asks() && !cheerful(r.Text)
}

// decided reports that hard words, which the rules hold for a brush-off at this probability, need no second opinion.
func (r *reply) decided(rules float64) bool {
	switch {
	case r.why == namePlaysDown, r.why == nameDenies && r.seen[headContact] == 0 && !r.Asks():
		return true
	case rules < plain:
		return false
	case r.seen[headHard] > 0:
		return true
	case r.why == nameWorry:
		return r.points < long
	default:
		return r.points < 2*long
	}
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
		if answers || contact {
			// An answer is none the worse for the empty words that it ends with.
			seen = map[string]int{headGlad: seen[headGlad], headFarewell: seen[headFarewell]}
		}
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
	if seen[headGlad]+seen[headFarewell] > 0 {
		z += weightGlad
	}
	return squash(z)
}

func squash(z float64) float64 { return min(max(1/(1+math.Exp(-z)), absent), ceiling) }
