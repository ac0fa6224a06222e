package complaint_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"firebreak/detectors"
	"firebreak/detectors/complaint"
	"firebreak/detectors/detecttest"
)

// TestAPrivacyComplaintNamesData: the classifier alone holds this for a complaint about privacy; nothing in it is data about anybody.
func TestAPrivacyComplaintNamesData(t *testing.T) {
	t.Parallel()
	doc := detecttest.Case{Text: "@acmecare asked the clerk how one can show a drinks coupon, was sent to the desk... why am I not surprised???"}.Document()
	for _, f := range complaint.New().Detect(doc, map[string]float64{}) {
		require.NotEqual(t, detectors.KindSecurityComplaint, f.Kind)
	}
}
