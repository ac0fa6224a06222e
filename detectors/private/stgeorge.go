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

// Linter judges replies. It is safe for concurrent use.
type Linter struct {
	private *Detector
	others  []detectors.Detector
}

// NewLinter makes a Linter.
func NewLinter() *Linter {
	return &Linter{private: New(), others: []detectors.Detector{assertion.New(), credential.New()}}
}

// StGeorge says which of the four points a reply of a brand has: see PointConcern and its like. The document's speaker must be the brand.
func (l *Linter) StGeorge(doc *detectors.Document) [4]bool {
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
