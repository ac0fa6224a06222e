package crisis

import "math"

const (
	// ratio is the burst that the detector is tuned for, three times the expected count, and logRatio its natural logarithm.
	ratio    = 3
	logRatio = 1.0986122886681098
	// renewal is the constant of Threshold.
	renewal = 1.6
)

// step moves the detector by one minute: a Poisson CUSUM, the sum of the log-likelihood ratios of "ratio times the expected" against "as
// expected", never below zero (Page 1954; Lucas 1985). Where posts draw posts the counts spread more than Poisson's, and the evidence is
// worth as much less.
func step(sum float64, n int, expected, spread float64) float64 {
	return max(0, sum+(float64(n)*logRatio-(ratio-1)*expected)/spread)
}

// Threshold is what the detector's sum must reach for a series of so many expected authors a minute, if it may be wrong once in so many
// minutes. A CUSUM of log-likelihood ratios passes h by chance once in e^h renewals; it renews itself about once an author, and at most once a
// minute, so that the mean time to a false alarm is
//
//	renewal × (1 + rate) / rate × e^h
//
// minutes, which is solved for h. The exact time, by the Markov chain of Brook and Evans (1972), is that for rates below one author a minute and
// longer above, up to ten times at five; a test holds it.
func Threshold(rate, minutes float64) float64 {
	return math.Log(max(1, minutes/renewal*rate/(1+rate)))
}

const (
	// spreadMemory is how many half hours the spread remembers: two weeks.
	spreadMemory = 2 * 7 * 48
	// spreadPrior is how many authors the spread of Poisson weighs in it.
	spreadPrior = 10
	// spreadClip is how many standard deviations of one half hour it learns at most, so that a crisis teaches it little.
	spreadClip = 4
)

// spread is by how much the counts of half hours vary around the expected, against what a Poisson process would do: the mean squared
// deviation over the mean, which forgets.
type spread struct {
	Squares float64 `json:"squares"`
	Weight  float64 `json:"weight"`
}

// factor is 1 for a Poisson process and larger where posts draw posts or the baseline is poorly known.
func (s *spread) factor() float64 {
	return max(1, (s.Squares+spreadPrior)/(s.Weight+spreadPrior))
}

// learn takes one half hour.
func (s *spread) learn(n int, expected float64) {
	const keep = 1 - 1./spreadMemory
	deviation := float64(n) - expected
	limit := spreadClip * spreadClip * max(1, s.factor()*expected)
	s.Squares = s.Squares*keep + min(deviation*deviation, limit)
	s.Weight = s.Weight*keep + expected
}

// rest takes so many half hours of silence.
func (s *spread) rest(halves, expected float64) {
	keep := math.Exp(-halves / spreadMemory)
	s.Squares = s.Squares*keep + spreadMemory*(1-keep)*expected*expected
	s.Weight = s.Weight*keep + spreadMemory*(1-keep)*expected
}
