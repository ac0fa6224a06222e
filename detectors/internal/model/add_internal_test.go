package model

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// TestAddIsTheSumOfWeights compares eight at once with one at a time, for every number of heads and more features than a lane takes.
func TestAddIsTheSumOfWeights(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n, rows := rapid.IntRange(0, maxHeads).Draw(t, "heads"), rapid.IntRange(1, 9).Draw(t, "rows")
		l := Layer{Heads: make([]Head, n), Weights: rapid.SliceOfN(rapid.OneOf(rapid.Byte(), rapid.SampledFrom([]byte{0x7f, 0x80, 0xff})), n*rows, n*rows).Draw(t, "weights")}
		features := rapid.SliceOfN(rapid.Uint32Range(0, uint32(rows-1)), 0, 3*full).Draw(t, "features")
		want, got := make([]int32, n), make([]int32, n)
		for _, f := range features {
			for h := range n {
				want[h] += int32(int8(l.Weights[int(f)*n+h]))
			}
		}
		l.add(got, features)
		require.Equal(t, want, got)
	})
}

// TestLanesDoNotOverflow adds the greatest weight and the least as often as a lane takes them, and once more.
func TestLanesDoNotOverflow(t *testing.T) {
	t.Parallel()
	l := Layer{Heads: make([]Head, 9), Weights: []byte{0x7f, 0x80, 0x7f, 0x80, 0x7f, 0x80, 0x7f, 0x80, 0x7f}}
	got := make([]int32, 9)
	l.add(got, make([]uint32, full+1))
	for h, sum := range got {
		require.Equal(t, []int32{127 * (full + 1), -128 * (full + 1)}[h%2], sum)
	}
}
