package score

import (
	"slices"
	"time"

	"firebreak/daemon/thread"
	"firebreak/detectors"
)

// Directory knows who speaks for whom. It is immutable.
type Directory interface {
	// Speaker says for whom the author of m speaks, towards a brand.
	Speaker(brand string, m *detectors.Mention) detectors.Speaker
	// Brand is what detectors may know of a brand; nil for one that is not configured.
	Brand(name string) *detectors.Brand
	// Experts reports whether the author is a listed expert, and the listed experts that the post names.
	Experts(m *detectors.Mention) (author bool, tagged []string)
}

// Statements knows what was agreed to be said. It is immutable.
type Statements interface {
	// Contradicted reports whether a post of the brand, of which detectors heard this, contradicts a statement in force at a time, and names the
	// statement's version.
	Contradicted(brand string, heard detectors.Scores, at time.Time) (version string, ok bool)
}

// Detectors is a Judge made of a set of detectors and a directory. It is safe for concurrent use.
type Detectors struct {
	set    *detectors.Set
	dir    Directory
	tuning detectors.Tuning
	book   Statements
}

var _ Judge = (*Detectors)(nil)

// NewDetectors makes a Judge, whose findings a configuration may have tuned. Without a book there are no statements.
func NewDetectors(set *detectors.Set, dir Directory, tuning detectors.Tuning, book Statements) *Detectors {
	return &Detectors{set: set, dir: dir, tuning: tuning, book: book}
}

// Score analyses a mention whose text is masked.
func (d *Detectors) Score(m detectors.Mention) Scored {
	out := Scored{Mention: m, Speaker: d.dir.Speaker(m.Brand, &m)}
	out.Analysis = d.set.Analyse(&out.Mention, out.Speaker, d.dir.Brand(m.Brand))
	if f, ok := d.inconsistent(&out); ok {
		out.Analysis.Findings = append(out.Analysis.Findings, f)
	}
	if out.Speaker.OtherBrand != "" {
		// What another brand's account says is that brand's conduct, and is judged in its own copy of the conversation. What it exposes is exposed.
		out.Analysis.Findings = slices.DeleteFunc(out.Analysis.Findings, func(f detectors.Finding) bool {
			return f.Kind != detectors.KindPersonalDataExposed
		})
	}
	d.tuning.Apply(&out.Analysis)
	out.Expert, out.Tagged = d.dir.Experts(&out.Mention)
	return out
}

// inconsistent is the finding on a public post of the brand that contradicts the statement in force.
func (d *Detectors) inconsistent(in *Scored) (detectors.Finding, bool) {
	if d.book == nil || in.Speaker.Role != detectors.RoleBrand {
		return detectors.Finding{}, false
	}
	version, ok := d.book.Contradicted(in.Mention.Brand, in.Analysis.Scores, in.Mention.CreatedAt)
	if !ok {
		return detectors.Finding{}, false
	}
	why := "The reply contradicts the statement in force."
	if version != "" {
		why = "The reply contradicts the statement in force, version " + version + "."
	}
	return detectors.Finding{
		Kind: string(thread.FactInconsistent), Score: 1, Severity: detectors.SeverityError, Evidence: []detectors.Span{}, Why: why, Detector: "statement",
	}, true
}
