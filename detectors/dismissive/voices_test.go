package dismissive_test

import (
	"testing"

	"firebreak/detectors"
	"firebreak/detectors/detecttest"
	"firebreak/detectors/dismissive"
)

func TestVoices(t *testing.T) {
	t.Parallel()
	detecttest.VoicesBy(t, dismissive.New(), detectors.RoleBrand, "testdata/voices.tsv",
		detecttest.Floor{Group: "empty", Expect: "dismissive_reply", Written: 19, Held: 16},
		detecttest.Floor{Group: "empty", Expect: "!dismissive_reply", Written: 23, Held: 22},
	)
}
