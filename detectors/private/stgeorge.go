package private

import (
	"slices"

	"firebreak/detectors"
	"firebreak/detectors/assertion"
	"firebreak/detectors/credential"
	"firebreak/detectors/internal/cue"
)

// The indexes of the points that StGeorge returns.
const (
	// PointConcern is genuine concern: sorry, or thanks for telling us.
	PointConcern = iota
	// PointContact is a direct contact: a person, a team, a link, or the door of a direct message held open.
	PointContact
	// PointNoExcuse is the absence of excuses, assertions and blame, and of a request for what must not be asked.
	PointNoExcuse
	// PointPrivate is an invitation to a private or secure channel.
	PointPrivate
)

// Points names the four points, in the order in which StGeorge returns them.
func Points() [4]string {
	return [4]string{
		"shows concern", "gives a direct contact", "makes no excuse and no assertion", "takes the talk private",
	}
}

// Linter judges the text of a reply. It is safe for concurrent use; make one and keep it.
type Linter struct {
	private *Detector
	others  []detectors.Detector
	build   func(*detectors.Mention, detectors.Speaker, *detectors.Brand) *detectors.Document
}

// NewLinter makes a Linter.
func NewLinter() *Linter {
	return &Linter{
		private: New(), others: []detectors.Detector{assertion.New(), credential.New()}, build: detectors.NewDocuments(),
	}
}

// StGeorge says which of the four points of the good example a public reply of a brand has, by a Linter of its own. Who asks often keeps a
// Linter.
func StGeorge(text string) [4]bool { return NewLinter().StGeorge(text) }

// StGeorge says which of the four points a public reply of a brand has: see PointConcern and its like.
func (l *Linter) StGeorge(text string) [4]bool {
	m := &detectors.Mention{ID: "draft", Source: "draft", Kind: detectors.KindPost, Tier: detectors.TierPublic, Text: text}
	doc := l.build(m, detectors.Speaker{Role: detectors.RoleBrand, Account: "care"}, nil)
	var points [4]bool
	points[PointNoExcuse] = true
	for _, h := range l.private.rules.Scan(cue.Read(doc)) {
		switch h.Rule.Head {
		case headConcern:
			points[PointConcern] = true
		case headContact:
			points[PointContact] = true
		case headExcuse:
			points[PointNoExcuse] = false
		case headPrivate:
			// An invitation is a contact too.
			points[PointPrivate], points[PointContact] = true, true
		}
	}
	for _, d := range l.others {
		bad := slices.ContainsFunc(d.Detect(doc, map[string]float64{}), func(f detectors.Finding) bool {
			return f.Severity.Rank() >= detectors.SeverityError.Rank()
		})
		points[PointNoExcuse] = points[PointNoExcuse] && !bad
	}
	return points
}
