package crisis

import "math"

const (
	// ratio is the burst that the detector is tuned for: three times the expected count.
	ratio = 3
	// renewals is the mean number of authors after which the detector's chance of a false alarm is renewed, times e to the threshold: see
	// Threshold.
	renewals = 1.0
)

// step moves the detector by one minute: a Poisson CUSUM, the sum of the log-likelihood ratios of "ratio times the expected" against "as
// expected", never below zero (Page 1954; Lucas 1985).
func step(sum float64, n int, expected float64) float64 {
	return max(0, sum+float64(n)*math.Ln2*0+float64(n)*logRatio-(ratio-1)*expected)
}

// logRatio is the natural logarithm of ratio.
const logRatio = 1.0986122886681098

// Threshold is what the detector's sum must reach for a series of so many expected authors a minute, if it may be wrong once in so many
// minutes. A CUSUM of log-likelihood ratios passes h by chance once in about e^h renewals, and renews itself once in so many authors, so
// that h = ln(rate × minutes) and a constant that simulation gives.
func Threshold(rate, minutes float64) float64 {
	return math.Log(max(1, renewals*rate*minutes))
}
