// Package pretext finds posts that try to make the brand's agents do something unsafe: change an account's contact details without proof,
// give away somebody's data, open a file or a link, or obey somebody who only claims to be important.
//
// Each topic is a sum of log-odds of rules, from which the likeliest is taken; the trained model raises it, or speaks alone where no rule matched. What the public asks honestly ("how do I change my email?") has rules of its own that speak against.
package pretext

import (
	"math"
	"slices"

	"firebreak/detectors"
	"firebreak/detectors/internal/cue"
)

// Name is the name of the detector.
const Name = "pretext"

// Topics of the findings.
const (
	topicTakeover = "takeover_reset"
	topicHarvest  = "detail_harvest"
	topicLink     = "malicious_link"
	topicIdentity = "identity_claim"
)

const (
	threshold = 0.5
	// absent is the probability where neither a rule nor the model sees anything.
	absent  = 0.01
	ceiling = 0.97
)

// bias is the log-odds of a post in which some rule matched.
const bias = -3.0

var _ detectors.Detector = (*Detector)(nil)

// Detector finds social engineering. It is safe for concurrent use.
type Detector struct {
	rules *cue.Rules
}

// New makes the detector.
func New() *Detector { return &Detector{rules: cue.MustCompile(classes(), rules()...)} }

// Name returns the name of the detector.
func (d *Detector) Name() string { return Name }

// Detect judges a post of the public, in any tier. It finds at most one pretext, the likeliest, of severity error.
func (d *Detector) Detect(doc *detectors.Document, scores map[string]float64) []detectors.Finding {
	scores[detectors.KindSocialEngineering] = absent
	if doc.Speaker.Role == detectors.RoleBrand {
		return nil
	}
	t := cue.Read(doc)
	v := d.weigh(t)
	best := v.best()
	rules := absent
	if best.sum > 0 {
		rules = min(max(1/(1+math.Exp(-bias-best.sum)), absent), ceiling)
	}
	p := doc.Probability(detectors.KindSocialEngineering, rules)
	scores[detectors.KindSocialEngineering] = p
	if p < threshold {
		return nil
	}
	f := detectors.Finding{
		Kind: detectors.KindSocialEngineering, Topic: best.topic, Score: p, Severity: detectors.SeverityError, Detector: Name, Why: why(best),
	}
	slices.SortStableFunc(best.hits, func(a, b cue.Hit) int { return a.First - b.First })
	if f.Evidence = t.Evidence(best.hits...); len(f.Evidence) == 0 {
		f.Evidence = doc.Telling(f.Kind)
	}
	return []detectors.Finding{f}
}

// state is what the rules of one topic have found.
type state struct {
	topic string
	sum   float64
	hits  []cue.Hit
	// parts are the heads that matched.
	parts map[string]bool
}

// why is a line for the agent's colleague.
func why(s *state) string {
	switch s.topic {
	case topicTakeover:
		switch {
		case s.parts[headNoProof]:
			return "Somebody wants an account's contact or access changed and says that there is no proof: check who it is first, by the usual way."
		case s.parts[headLost]:
			return "Somebody says that a phone or an access is lost and wants an account changed: check who it is first, by the usual way."
		default:
			return "Somebody presses for a change of an account's contact or access: check who it is first, by the usual way."
		}
	case topicHarvest:
		return "Somebody asks the support to tell details of a person or an account: give none before it is proved who asks."
	case topicLink:
		return "Somebody wants the support to open a file or a link in place of saying what is wrong: do not open it."
	case topicIdentity:
		return "Somebody claims a position or a relation and demands access or details, without proof: check it on a channel of your own."
	default:
		return "The post resembles attempts to trick the support: check who it is before anything is changed or told."
	}
}
