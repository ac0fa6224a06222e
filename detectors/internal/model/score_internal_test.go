package model

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// TestScoreAllocatesNothing scores with a scratch of its own: a pool gives up what it holds at will, and does so under the race detector.
func TestScoreAllocatesNothing(t *testing.T) {
	m, err := Load()
	require.NoError(t, err)
	const text = "@acme still waiting for my refund after 3 weeks, nobody answers the phone and the app crashes"
	var s Scratch
	m.layers[Public].score(&s, text)
	require.Zero(t, testing.AllocsPerRun(100, func() { m.layers[Public].score(&s, text) }))
}
