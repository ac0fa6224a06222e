package assertion_test

import (
	"testing"

	"firebreak/detectors"
	"firebreak/detectors/assertion"
	"firebreak/detectors/detecttest"
)

func TestVoices(t *testing.T) {
	t.Parallel()
	detecttest.VoicesBy(t, assertion.New(), detectors.RoleBrand, "testdata/voices.tsv",
		detecttest.Floor{Group: "access", Expect: "technical_justification", Written: 18, Held: 17},
		detecttest.Floor{Group: "access", Expect: "!technical_justification", Written: 18, Held: 17},
		detecttest.Floor{Group: "soft", Expect: "absolute_security_claim", Written: 19, Held: 18},
		detecttest.Floor{Group: "soft", Expect: "!absolute_security_claim", Written: 19, Held: 18},
	)
}
