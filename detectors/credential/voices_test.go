package credential_test

import (
	"testing"

	"firebreak/detectors"
	"firebreak/detectors/credential"
	"firebreak/detectors/detecttest"
)

func TestVoices(t *testing.T) {
	t.Parallel()
	detecttest.VoicesBy(t, credential.New(), detectors.RoleBrand, "testdata/voices.tsv",
		detecttest.Floor{Group: "casual", Expect: "credential_request", Written: 21, Held: 21},
		detecttest.Floor{Group: "casual", Expect: "!credential_request", Written: 21, Held: 21},
		detecttest.Floor{Group: "split", Expect: "credential_request", Written: 11, Held: 10},
		detecttest.Floor{Group: "split", Expect: "!credential_request", Written: 12, Held: 11},
	)
}
