package standard_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"firebreak/detectors"
	"firebreak/detectors/detecttest"
	"firebreak/detectors/standard"
)

func TestNew(t *testing.T) {
	t.Parallel()
	set, err := detectors.NewSet(standard.New()...)
	require.NoError(t, err)
	require.Equal(t, []string{"personaldata", "complaint", "credential", "assertion", "dismissive", "private", "impersonation", "pretext", "stance", "claim"}, set.Names())
}

// TestBudget is not parallel: allocations are counted for the whole process.
func TestBudget(t *testing.T) {
	for _, d := range standard.New() {
		t.Run(d.Name(), func(t *testing.T) { detecttest.Budget(t, d) })
	}
}
