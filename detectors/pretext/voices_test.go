package pretext_test

import (
	"testing"

	"firebreak/detectors/detecttest"
	"firebreak/detectors/pretext"
)

// The floors leave one line of each half to the next weights of the trained model.
func TestVoices(t *testing.T) {
	t.Parallel()
	detecttest.Voices(t, pretext.New(), "testdata/voices.tsv",
		detecttest.Floor{Group: "attachment", Expect: "social_engineering/malicious_link", Written: 24, Held: 20},
		detecttest.Floor{Group: "attachment", Expect: "!social_engineering", Written: 22, Held: 22},
		detecttest.Floor{Group: "takeover", Expect: "social_engineering/takeover_reset", Written: 24, Held: 20},
		detecttest.Floor{Group: "takeover", Expect: "!social_engineering", Written: 21, Held: 21},
	)
}
