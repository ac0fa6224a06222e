// Package assertion finds the two replies that turn a complaint into a story: a brand that promises security without limits ("totally
// secure", "nothing to fear"), and a brand that explains in public how it stores, encrypts or shows what is not to be explained there.
package assertion

import (
	"math"

	"firebreak/detectors"
	"firebreak/detectors/internal/cue"
)

// Name is the name of the detector.
const Name = "assertion"

const (
	sure   = 0.95
	absent = 0.01
	// threshold is where a head decides; grave is where the trained model alone may call a promise critical.
	threshold = 0.5
	grave     = 0.9
	// ceiling keeps rules from claiming more than they can know.
	ceiling = 0.97
	// accountTechnical is the duty of accounts that may explain.
	accountTechnical = "technical"
)

var _ detectors.Detector = (*Detector)(nil)

// Detector finds absolute_security_claim and technical_justification. It is safe for concurrent use.
type Detector struct {
	promises *cue.Rules
	explains *cue.Rules
}

// New makes the detector.
func New() *Detector {
	return &Detector{promises: cue.MustCompile(classes(), promises()...), explains: cue.MustCompile(classes(), explanations()...)}
}

// Name returns the name of the detector.
func (d *Detector) Name() string { return Name }

// Detect judges a post of the brand: promises in any tier, explanations in public and not by an account whose duty is technical. Posts of
// the public get low scores and no finding: who quotes a brand in mockery claims nothing.
func (d *Detector) Detect(doc *detectors.Document, scores map[string]float64) []detectors.Finding {
	scores[detectors.KindAbsoluteSecurityClaim], scores[detectors.KindTechnicalJustification] = absent, absent
	if doc.Speaker.Role != detectors.RoleBrand {
		return nil
	}
	t := cue.Read(doc)
	var findings []detectors.Finding
	c, ok, spoilt := d.absolute(t)
	p := absent
	switch {
	case ok:
		p = doc.Probability(detectors.KindAbsoluteSecurityClaim, c.p)
	case !spoilt && !withdrawn(t):
		p = doc.Probability(detectors.KindAbsoluteSecurityClaim, absent)
	}
	if p >= threshold {
		scores[detectors.KindAbsoluteSecurityClaim] = p
		f := detectors.Finding{
			Kind: detectors.KindAbsoluteSecurityClaim, Score: p, Severity: detectors.SeverityCritical, Detector: Name,
			Why: "The brand promises security without limits: one such reply was shared 2,000 times. Stop replying in public, hand over to somebody technical.",
		}
		switch {
		case ok:
			f.Evidence = []detectors.Span{t.Span(c.first, c.last)}
		default:
			f.Evidence = doc.Telling(f.Kind)
			if p < grave {
				f.Severity = detectors.SeverityError
			}
		}
		if !public(doc) {
			f.Severity = detectors.SeverityError
			f.Why = "The brand promises security without limits in a private message: screenshots travel. Hand over to somebody technical."
		}
		findings = append(findings, f)
	}
	if f, p := d.technical(t); public(doc) && doc.Speaker.Account != accountTechnical {
		if f.Score = p; p >= threshold || !looking(t) && !mundane(t) {
			f.Score = doc.Probability(f.Kind, p)
		}
		scores[f.Kind] = f.Score
		if f.Score >= threshold {
			if len(f.Evidence) == 0 {
				f.Evidence = doc.Telling(f.Kind)
			}
			findings = append(findings, f)
		}
	}
	return findings
}

// withdrawn reports that a text speaks of safety without promising it: it denies, asks, wishes, advises, or means luggage and journeys. The trained
// model does not see grammar, so that it may not call such a text a promise.
func withdrawn(t *cue.Text) bool {
	if t.Asks() {
		return true
	}
	for i := range t.Tokens {
		switch t.At(i) {
		case "safe", "secure", "secured", "protected", "security", "safety", "risk", "guarantee", "guaranteed", "promise", "perfect", "100", "worry", "impossible":
			if t.Denied(i) || uncertain(t, i) {
				return true
			}
		case "hope", "stay", "fly", "flying", "toy", "children", "kids", "food", "bag", "bags", "luggage", "seat", "seats", "flight", "travel", "travels", "trip", "journey", "parcel", "secret", "secrets", "priority":
			return true
		case "keep", "make", "please", "no":
			if i == t.First(i) {
				return true
			}
		case "working", "now", "looking", "investigating", "checking":
			return true
		}
	}
	return false
}

// looking reports that a text says that something is being looked into: it explains nothing yet.
func looking(t *cue.Text) bool {
	for i := range t.Tokens {
		switch t.At(i) {
		case "looking", "investigating", "checking", "investigate", "check":
			return true
		}
	}
	return t.Asks()
}

// mundane reports that a text speaks of doors, tables and journeys and names nothing that a brand keeps for its customers.
func mundane(t *cue.Text) bool {
	other := false
	for i := range t.Tokens {
		s := t.At(i)
		if assetWord(s) {
			return false
		}
		switch s {
		case "door", "doors", "gate", "till", "tills", "table", "tables", "locker", "lockers", "lounge", "room", "rooms", "seats", "shop", "store", "queue", "museum", "venue":
			other = true
		default:
			other = other || otherSubject(s)
		}
	}
	return other
}

func public(doc *detectors.Document) bool {
	return doc.Mention.Tier == detectors.TierPublic || doc.Mention.Tier == ""
}

// technical weighs the explanations of a text.
func (d *Detector) technical(t *cue.Text) (detectors.Finding, float64) {
	sum, secrets := bias, false
	var hits []cue.Hit
	for _, h := range d.explains.Scan(t) {
		if h.Rule.Weight > 0 && t.Question(t.Tokens[h.First].Sentence) {
			continue
		}
		sum += h.Rule.Weight
		if h.Rule.Weight > 0 {
			hits = append(hits, h)
			secrets = secrets || h.Rule.Head == headSecrets
		}
	}
	p := min(max(1/(1+math.Exp(-sum)), absent), ceiling)
	f := detectors.Finding{
		Kind: detectors.KindTechnicalJustification, Score: p, Severity: detectors.SeverityError, Detector: Name, Evidence: t.Evidence(hits...),
		Why: "The brand explains its technology in public without a technical role: experts will take it apart. Hand over.",
	}
	if secrets {
		f.Severity = detectors.SeverityCritical
		f.Why = "The brand explains in public how secrets are kept or who can read them: the reply that experts share. Hand over to somebody technical."
	}
	return f, p
}
