package detecttest

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"firebreak/detectors"
)

// What a detector may allocate for a post on which it finds nothing, and for one of the greatest length: it runs over every mention. Time is
// measured by benchmarks; allocations are the same on every machine.
const (
	ordinaryAllocations = 24
	longestAllocations  = 8 * ordinaryAllocations
)

// Budget fails when a detector allocates more than it may: at most 24 times for an ordinary post, and hardly more for the longest, which shows
// that its work is not done once a word. It must not be called from a parallel test.
func Budget(t *testing.T, d detectors.Detector) {
	t.Helper()
	const ordinary = "@acmecare my flight is late again, any news? I asked your colleague at the gate twice and nobody knew a thing about it. "
	for _, role := range []detectors.Role{detectors.RolePublic, detectors.RoleBrand} {
		for text, most := range map[string]float64{ordinary: ordinaryAllocations, strings.Repeat(ordinary, detectors.MaxText/len(ordinary)): longestAllocations} {
			doc, scores := Case{Text: text, By: role}.Document(), map[string]float64{}
			require.LessOrEqual(t, testing.AllocsPerRun(5, func() { d.Detect(doc, scores) }), most, "%s, by %s, %d bytes", d.Name(), role, len(text))
		}
	}
}
