// Package impersonation finds accounts of strangers that pose as the brand: they are named almost like one of its accounts and speak to
// its customers.
//
// Both halves must hold. A name alone harms nobody, and most names that hold the brand's are those of customers, fans and newspapers; the
// first half is in lookalike.go, the second in speech.go. What each sign weighs is in weights.go.
package impersonation

import (
	"math"
	"strings"

	"firebreak/detectors"
	"firebreak/detectors/internal/cue"
)

// Name is the name of the detector.
const Name = "impersonation"

// Topics of the findings: what looks like the brand.
const (
	topicHandle = "handle"
	topicName   = "name"
)

const (
	threshold = 0.5
	// absent is the probability where one of the two halves is missing.
	absent  = 0.01
	ceiling = 0.97
)

var _ detectors.Detector = (*Detector)(nil)

// Detector finds impersonation. It is safe for concurrent use.
type Detector struct {
	rules *cue.Rules
	words vocabulary
}

// New makes the detector.
func New() *Detector {
	return &Detector{rules: cue.MustCompile(classes(), rules()...), words: newVocabulary()}
}

// Name returns the name of the detector.
func (d *Detector) Name() string { return Name }

// Detect judges a public post by an account that is not the brand's. Its one finding has the topic "handle" or "name" and severity
// critical; it has no evidence in the text where the account alone gives it away.
func (d *Detector) Detect(doc *detectors.Document, scores map[string]float64) []detectors.Finding {
	scores[detectors.KindImpersonation] = absent
	if doc.Speaker.Role == detectors.RoleBrand || doc.Mention.Tier != detectors.TierPublic && doc.Mention.Tier != "" || doc.Text == "" {
		return nil
	}
	// Nearly all posts end here: their author's name is nothing like the brand's.
	like, ok := d.words.lookAlike(&doc.Mention.Author, doc.Brand)
	if !ok {
		return nil
	}
	said := d.listen(doc)
	if !said.toCustomers() {
		return nil
	}
	p := min(max(1/(1+math.Exp(-bias-like.weight-said.weight())), absent), ceiling)
	scores[detectors.KindImpersonation] = p
	if p < threshold {
		return nil
	}
	return []detectors.Finding{{
		Kind: detectors.KindImpersonation, Topic: like.topic, Score: p, Severity: detectors.SeverityCritical, Detector: Name,
		Evidence: said.evidence, Why: why(doc, like, said),
	}}
}

// why says what looks alike. It names the account only where its handle does, since a handle alike the brand's is no personal data.
func why(doc *detectors.Document, like likeness, said speech) string {
	var b strings.Builder
	if handle := doc.Mention.Author.Handle; like.topic == topicHandle && printable(handle) {
		b.WriteString("@" + strings.TrimPrefix(handle, "@"))
	} else {
		b.WriteString("An account")
	}
	b.WriteString(" is not one of the brand's accounts, ")
	if like.topic == topicName {
		b.WriteString("calls itself by the brand's name")
	} else {
		b.WriteString("looks like ")
		if like.ofHandle && printable(like.target) {
			b.WriteString("@" + like.target)
		} else {
			b.WriteString("the brand's name")
		}
	}
	switch {
	case said.addressed:
		b.WriteString(", and answers a customer")
	default:
		b.WriteString(", and speaks to customers")
	}
	switch {
	case said.link:
		b.WriteString(" with a link to another site.")
	case said.asks:
		b.WriteString(" with the request to write or to confirm something.")
	case said.offers:
		b.WriteString(" with an offer of help.")
	default:
		b.WriteString(".")
	}
	return b.String()
}

// printable reports whether a handle can stand in a line as it is.
func printable(handle string) bool {
	const longest = 50
	handle = strings.TrimPrefix(handle, "@")
	return handle != "" && len(handle) <= longest && strings.Trim(strings.ToLower(handle), "abcdefghijklmnopqrstuvwxyz0123456789_.-@") == ""
}
