package score

import "firebreak/detectors"

// Directory knows who speaks for whom. It is immutable.
type Directory interface {
	// Speaker says for whom the author of m speaks, towards a brand.
	Speaker(brand string, m *detectors.Mention) detectors.Speaker
	// Brand is what detectors may know of a brand; nil for one that is not configured.
	Brand(name string) *detectors.Brand
	// Experts reports whether the author is a listed expert, and the listed experts that the post names.
	Experts(m *detectors.Mention) (author bool, tagged []string)
}

// Detectors is a Judge made of a set of detectors and a directory. It is safe for concurrent use.
type Detectors struct {
	set    *detectors.Set
	dir    Directory
	tuning detectors.Tuning
}

var _ Judge = (*Detectors)(nil)

// NewDetectors makes a Judge, whose findings a configuration may have tuned.
func NewDetectors(set *detectors.Set, dir Directory, tuning detectors.Tuning) *Detectors {
	return &Detectors{set: set, dir: dir, tuning: tuning}
}

// Score analyses a mention whose text is masked.
func (d *Detectors) Score(m detectors.Mention) Scored {
	out := Scored{Mention: m, Speaker: d.dir.Speaker(m.Brand, &m)}
	out.Analysis = d.set.Analyse(&out.Mention, out.Speaker, d.dir.Brand(m.Brand))
	d.tuning.Apply(&out.Analysis)
	out.Expert, out.Tagged = d.dir.Experts(&out.Mention)
	return out
}
