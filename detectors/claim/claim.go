// Package claim scores what a post of the brand asserts and where it sends the customer: it makes no findings. A thread compares the scores of
// several posts: a second hand-off is passing around, and one account that denies what another affirms is an inconsistent answer.
//
// Its heads are hand_off, affirms_breach, denies_breach, affirms_outage and denies_outage. They are rules alone, and careful ones: a question, a
// condition, what others are said to claim and what is quoted assert nothing.
package claim

import (
	"firebreak/detectors"
	"firebreak/detectors/internal/cue"
)

// Name is the name of the detector.
const Name = "claim"

// What a head is given where its rules decide, and where they do not.
const (
	sure   = 0.95
	absent = 0.01
)

var _ detectors.Detector = (*Detector)(nil)

// Detector scores hand-offs and claims. It is safe for concurrent use.
type Detector struct {
	rules *cue.Rules
}

// New makes the detector.
func New() *Detector {
	all := append(handOffRules(), breachRules()...)
	return &Detector{rules: cue.MustCompile(classes(), append(all, outageRules()...)...)}
}

// Name returns the name of the detector.
func (d *Detector) Name() string { return Name }

// Heads returns the heads that the detector scores.
func Heads() []string {
	return []string{
		detectors.HeadHandOff, detectors.HeadAffirmsBreach, detectors.HeadDeniesBreach, detectors.HeadAffirmsOutage, detectors.HeadDeniesOutage,
	}
}

// Detect scores a post of the brand, of whatever tier, and returns nothing. Of a claim and its contrary at most one is given: who tells of a
// loss, or of what was down, denies nothing by what follows.
func (d *Detector) Detect(doc *detectors.Document, scores map[string]float64) []detectors.Finding {
	for _, head := range Heads() {
		scores[head] = absent
	}
	if doc.Speaker.Role != detectors.RoleBrand {
		return nil
	}
	t := cue.Read(doc)
	found := map[string]bool{}
	for _, h := range d.rules.All(t) {
		if !found[h.Rule.Head] && stands(t, h) {
			found[h.Rule.Head] = true
		}
	}
	set := func(head string, holds bool) {
		if holds {
			scores[head] = sure
		}
	}
	set(detectors.HeadHandOff, (found[detectors.HeadHandOff] || writesTo(t)) && !found[headHere] && !found[headSolved])
	denied := found[detectors.HeadDeniesBreach]
	set(detectors.HeadAffirmsBreach, found[detectors.HeadAffirmsBreach] || found[headIncident] && !denied)
	set(detectors.HeadDeniesBreach, denied && !found[detectors.HeadAffirmsBreach])
	set(detectors.HeadAffirmsOutage, found[detectors.HeadAffirmsOutage])
	set(detectors.HeadDeniesOutage, found[detectors.HeadDeniesOutage] && !found[detectors.HeadAffirmsOutage])
	return nil
}
