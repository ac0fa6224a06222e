package backtest

import (
	"math"
	"math/rand/v2"
	"slices"
	"time"
)

// z is the 97.5th percentile of the normal distribution.
const z = 1.959963984540054

// Estimate is a figure with the interval that holds the true one in 95 of 100 samples. Without data it is not Known.
type Estimate struct {
	Known bool    `json:"known"`
	Value float64 `json:"value"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
}

// proportion is hits of n, with Wilson's score interval (Wilson 1927; Brown, Cai and DasGupta 2001, Interval Estimation for a Binomial
// Proportion).
func proportion(hits, n int) Estimate {
	if n == 0 {
		return Estimate{}
	}
	total := float64(n)
	p := float64(hits) / total
	centre := (p + z*z/(2*total)) / (1 + z*z/total)
	half := z / (1 + z*z/total) * math.Sqrt(p*(1-p)/total+z*z/(4*total*total))
	return Estimate{Known: true, Value: p, Low: max(0, centre-half), High: min(1, centre+half)}
}

// rate is events over a time, with Byar's approximation of the exact Poisson interval (Breslow and Day 1987, Statistical Methods in Cancer
// Research II, equation 2.10).
func rate(events int, over float64) Estimate {
	if over <= 0 {
		return Estimate{}
	}
	n := float64(events)
	e := Estimate{Known: true, Value: n / over}
	if events > 0 {
		e.Low = n * math.Pow(max(0, 1-1/(9*n)-z/(3*math.Sqrt(n))), 3) / over
	}
	e.High = (n + 1) * math.Pow(1-1/(9*(n+1))+z/(3*math.Sqrt(n+1)), 3) / over
	return e
}

// resamples is how often the bootstrap draws.
const resamples = 2000

// medianOf is the median of durations in seconds, with the percentile interval of the bootstrap (Efron and Tibshirani 1993, chapter 13). The
// seed is fixed, so that the same data give the same figures.
func medianOf(list []time.Duration) Estimate {
	if len(list) == 0 {
		return Estimate{}
	}
	sorted := make([]float64, len(list))
	for i, d := range list {
		sorted[i] = d.Seconds()
	}
	slices.Sort(sorted)
	random := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // Drawn samples are no secret, and must be the same each time.
	medians := make([]float64, resamples)
	sample := make([]float64, len(sorted))
	for i := range medians {
		for j := range sample {
			sample[j] = sorted[random.IntN(len(sorted))]
		}
		slices.Sort(sample)
		medians[i] = middle(sample)
	}
	slices.Sort(medians)
	const tail = resamples / 40
	return Estimate{Known: true, Value: middle(sorted), Low: medians[tail], High: medians[resamples-1-tail]}
}

// middle is the median of a sorted list that is not empty.
func middle(sorted []float64) float64 {
	n := len(sorted)
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}
