package main

import (
	"bytes"
	"io"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestUse(t *testing.T) {
	var help bytes.Buffer
	require.Zero(t, run([]string{"--help"}, io.Discard, &help))
	require.Contains(t, help.String(), "--seed N")
	require.Equal(t, 2, run([]string{"--bursts", "0"}, io.Discard, io.Discard))
	require.Equal(t, 2, run([]string{"--none"}, io.Discard, io.Discard))
	require.Equal(t, 2, run([]string{"file"}, io.Discard, io.Discard))
}

// TestGoals holds what docs/crisis.md promises, on fewer bursts, and that figures repeat.
func TestGoals(t *testing.T) {
	o := options{seed: 3, bursts: 9, weeks: 4}
	for times, goal := range map[float64]int{3: 13, 6: 7} {
		r := &row{rate: 2, times: times, series: 1}
		o.burst(r)
		require.GreaterOrEqual(t, len(r.detector.delays), 8)
		require.LessOrEqual(t, median(r.detector.delays), goal)
		require.LessOrEqual(t, r.detector.wrong, 6, "one a week")

		again := &row{rate: 2, times: times, series: 1}
		o.burst(again)
		require.Equal(t, r.detector.delays, again.detector.delays)
	}
	r := &row{rate: .2, series: 4}
	o.quiet(r)
	require.LessOrEqual(t, r.rules.wrong, 2*r.weeks, "one a week for the daemon, whatever the number of series")
	require.LessOrEqual(t, r.rules.pages, 1)
}

func median(minutes []int) int {
	s := quantile(minutes, .5)
	n := 0
	for _, c := range s {
		n = 10*n + int(c-'0')
	}
	return n
}

func TestChatter(t *testing.T) {
	for _, restless := range []bool{false, true} {
		c := newChatter(1, 0, 2, restless)
		var sum float64
		const weeks = 20
		for i := range weeks * minutesAWeek {
			sum += float64(c.minute(start().Add(time.Duration(i)*time.Minute), 1))
		}
		require.InDelta(t, 2*(5+2*dip)/7, sum/(weeks*minutesAWeek), .09, "the mean of a week")
	}
	random := rand.New(rand.NewPCG(1, 1))
	for _, mean := range []float64{.1, 3, 100} {
		var sum, squares float64
		const n = 20000
		for range n {
			x := float64(poisson(random, mean))
			sum += x
			squares += (x - mean) * (x - mean)
		}
		require.InDelta(t, mean, sum/n, 5*math.Sqrt(mean/n))
		require.InDelta(t, 1, squares/n/mean, .06, "the variance is the mean")
	}
	require.True(t, strings.HasPrefix(newChatter(1, 7, 1, false).signal(start()).Brand, "brand7"))
}
