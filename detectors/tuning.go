package detectors

import "slices"

// Tuning is what a configuration changes about findings, rule by rule in order: the first rule that names a finding's kind, and its topic where the
// rule has one, decides. The zero value changes nothing. Scores stay as the detectors gave them.
type Tuning []TuningRule

// TuningRule changes the findings of one kind.
type TuningRule struct {
	// Kind is one of the Kind constants; Topic limits the rule to one topic.
	Kind, Topic string
	// Off drops the finding.
	Off bool
	// AtLeast drops findings with a lower score, 0 to 1.
	AtLeast float64
	// Severity, where set, is how grave the finding is from then on.
	Severity Severity
}

// Apply changes the findings of an analysis, and keeps their order by severity.
func (t Tuning) Apply(a *Analysis) {
	if len(t) == 0 || len(a.Findings) == 0 {
		return
	}
	kept := make([]Finding, 0, len(a.Findings))
	for _, f := range a.Findings {
		if i := slices.IndexFunc(t, func(r TuningRule) bool { return r.Kind == f.Kind && (r.Topic == "" || r.Topic == f.Topic) }); i >= 0 {
			if t[i].Off || f.Score < t[i].AtLeast {
				continue
			}
			if t[i].Severity != "" {
				f.Severity = t[i].Severity
			}
		}
		kept = append(kept, f)
	}
	slices.SortStableFunc(kept, compareFindings)
	a.Findings = kept
}
