package standard_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"firebreak/detectors"
	"firebreak/detectors/standard"
)

func TestNew(t *testing.T) {
	t.Parallel()
	set, err := detectors.NewSet(standard.New()...)
	require.NoError(t, err)
	require.Equal(t, []string{"personaldata", "complaint", "credential", "assertion", "dismissive", "private", "impersonation", "pretext", "stance", "claim"}, set.Names())
}
