package detectors_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"firebreak/detectors"
)

func TestTuning(t *testing.T) {
	t.Parallel()
	analysis := func() *detectors.Analysis {
		return &detectors.Analysis{Findings: []detectors.Finding{
			{Kind: "security_complaint", Topic: "breach", Score: 0.9, Severity: detectors.SeverityError},
			{Kind: "security_complaint", Topic: "privacy_overcollection", Score: 0.6, Severity: detectors.SeverityError},
			{Kind: "friction", Score: 0.7, Severity: detectors.SeverityInfo},
		}}
	}
	for name, c := range map[string]struct {
		tuning detectors.Tuning
		want   []string
	}{
		"nothing":            {nil, []string{"breach error", "privacy_overcollection error", " info"}},
		"off":                {detectors.Tuning{{Kind: "friction", Off: true}}, []string{"breach error", "privacy_overcollection error"}},
		"one topic":          {detectors.Tuning{{Kind: "security_complaint", Topic: "breach", Off: true}}, []string{"privacy_overcollection error", " info"}},
		"surer":              {detectors.Tuning{{Kind: "security_complaint", AtLeast: 0.8}}, []string{"breach error", " info"}},
		"graver comes first": {detectors.Tuning{{Kind: "friction", Severity: detectors.SeverityCritical}}, []string{" critical", "breach error", "privacy_overcollection error"}},
		"the first rule decides": {
			detectors.Tuning{{Kind: "security_complaint", Topic: "breach", Severity: detectors.SeverityInfo}, {Kind: "security_complaint", Off: true}},
			[]string{" info", "breach info"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := analysis()
			c.tuning.Apply(a)
			var got []string
			for _, f := range a.Findings {
				got = append(got, f.Topic+" "+string(f.Severity))
			}
			require.Equal(t, c.want, got)
		})
	}
}
