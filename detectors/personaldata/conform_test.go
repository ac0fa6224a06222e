package personaldata_test

import (
	"testing"

	"firebreak/detectors/detecttest"
	"firebreak/detectors/personaldata"
)

func TestConform(t *testing.T) {
	t.Parallel()
	detecttest.Conform(t, personaldata.New(),
		detecttest.Case{Text: "my mail is [email] and my card [card]"}.Document(),
		detecttest.Case{Text: "born [birth_date]"}.Document(),
	)
}
