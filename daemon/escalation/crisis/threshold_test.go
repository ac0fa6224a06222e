package crisis_test

import (
	"math"
)

// minutesToAlarm is how many minutes a CUSUM for three times the rate takes on average to pass a threshold although nothing happens: the
// Markov chain of Brook and Evans (1972) over its sum.
func minutesToAlarm(rate, threshold float64) float64 {
	const states = 300
	width := threshold / states
	// The system (I - P) x = 1, where x is the mean time from each state.
	a := make([][]float64, states)
	for i := range a {
		a[i] = make([]float64, states+1)
		a[i][i], a[i][states] = 1, 1
		from := (float64(i) + .5) * width
		if i == 0 {
			from = 0
		}
		p := math.Exp(-rate)
		for n := 0; n < int(rate+12*math.Sqrt(rate)+25); n++ {
			if n > 0 {
				p *= rate / float64(n)
			}
			if to := int(max(0, from+float64(n)*math.Log(3)-2*rate) / width); to < states {
				a[i][to] -= p
			}
		}
	}
	for i := range states {
		for j := i + 1; j < states; j++ {
			f := a[j][i] / a[i][i]
			if f == 0 {
				continue
			}
			for k := i; k <= states; k++ {
				a[j][k] -= f * a[i][k]
			}
		}
	}
	x := make([]float64, states)
	for i := states - 1; i >= 0; i-- {
		x[i] = a[i][states]
		for k := i + 1; k < states; k++ {
			x[i] -= a[i][k] * x[k]
		}
		x[i] /= a[i][i]
	}
	return x[0]
}
