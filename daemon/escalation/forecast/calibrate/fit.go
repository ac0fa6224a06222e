package main

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"gonum.org/v1/gonum/mat"

	"firebreak/daemon/escalation/forecast"
)

const (
	// grid is the ratio of the numbers of reshares at which a cascade is looked at for fitting, so that a huge one does not outvote the others.
	grid = 1.15
	// early is how many minutes before reaching a size a moment must lie to weigh fully: an alarm at the last minute is worth little.
	early = 60
	// ridge keeps weights small; it is a share of the number of moments.
	ridge = 1e-5
	// lean is added to how much the time that the missing reshares take at the present speed weighs, in log-odds for each unit of the
	// feature, before calibration. The regression judges all moments of a cascade, an alarm only its first: leaning towards fast cascades
	// gave every size at least as many viral cascades in time, out of fold, and values from 0.3 to 0.6 are alike.
	lean = 0.4
	// digits of the numbers in the model file.
	digits = 7
)

// leaning is the feature that lean is about: time.
const leaning = 1

// sizes are those that have alarms.
func sizes() []int { return []int{100, 300, 1000, 2000} }

// heads are the sizes that have a head of their own; those between the sizes of alarms make the interval.
func heads() []int { return []int{10, 30, 100, 200, 300, 500, 700, 1000, 1400, 2000} }

// settle is the order in which heads are believed: those of alarms first, from the middle outwards.
func settle() []int { return []int{1000, 300, 2000, 100, 500, 700, 1400, 200, 30, 10} }

// moment is a cascade at one of its events, for fitting.
type moment struct {
	cascade int
	n       int
	onGrid  bool
	state   forecast.State
}

// moments walks cascades on the grid, and closer and closer to each size that has a head.
func moments(cascades []cascade, on []int) []moment {
	near := map[int]bool{}
	for _, size := range heads() {
		for missing := 1; missing < size; missing *= 2 {
			near[size-missing] = true
		}
	}
	var out []moment
	for _, i := range on {
		c := &cascades[i]
		s := forecast.Start(c.Time(0))
		next := 1.0
		for n := 1; n <= c.N(); n++ {
			s.Observe(c.Time(n))
			onGrid := n == int(next)
			if onGrid {
				next = max(next+1, next*grid)
			}
			if onGrid || near[n] {
				out = append(out, moment{cascade: i, n: n, onGrid: onGrid, state: s})
			}
		}
	}
	return out
}

// rows are what a form is fitted to.
type rows struct {
	x      [][forecast.Features]float64
	y      []float64
	weight []float64
	// lookAt keeps the moment of each row.
	lookAt []moment
}

// rowsOf makes the rows of a size: y is 1 where it is reached. The weight is for finding the form, not for its calibration.
func rowsOf(cascades []cascade, ms []moment, size int) *rows {
	r := &rows{}
	for _, m := range ms {
		missing := size - m.n
		if missing <= 0 || !m.onGrid && missing&(missing-1) != 0 {
			continue
		}
		c := &cascades[m.cascade]
		y, w := 0.0, 1.0
		if c.N() >= size {
			y, w = 1, min(max(c.minutes(size)-c.minutes(m.n), 1)/early, 1)
		}
		r.x = append(r.x, forecast.FeaturesAt(m.state, c.Time(m.n), size))
		r.y, r.weight, r.lookAt = append(r.y, y), append(r.weight, w), append(r.lookAt, m)
	}
	return r
}

// fit makes a model of some of the cascades, without alarms' levels, which need scores out of fold.
func fit(cascades []cascade, on []int) (forecast.Coefficients, error) {
	ms := moments(cascades, on)
	c := forecast.Coefficients{
		Version: forecast.Version,
		About:   fmt.Sprintf("Fitted by daemon/escalation/forecast/calibrate on the times of %d reshare cascades.", len(on)),
		Settle:  settle(), Near: 1, Far: 1,
		// No probability is above 1, so that this level alarms nobody; forecast.New refuses a model without one.
		Alarms: []forecast.Alarm{{Size: 1000, Notify: 1, Page: 1}},
	}
	for _, size := range heads() {
		h, err := fitHead(rowsOf(cascades, ms, size), size)
		if err != nil {
			return c, fmt.Errorf("fitting size %d: %w", size, err)
		}
		c.Heads = append(c.Heads, h)
	}
	var err error
	if c.Reach, err = fitReach(cascades, ms); err != nil {
		return c, fmt.Errorf("fitting the time: %w", err)
	}
	if c.Near, err = fitSlope(cascades, ms, c, []int{5, 20, 50, 150}, func(c *forecast.Coefficients, v float64) { c.Near = v }); err != nil {
		return c, err
	}
	c.Far, err = fitSlope(cascades, ms, c, []int{3000, 5000, 10000}, func(c *forecast.Coefficients, v float64) { c.Far = v })
	return c, err
}

// fitHead finds the quadratic form that tells best, early, which cascades reach a size, then calibrates it.
func fitHead(r *rows, size int) (forecast.Head, error) {
	h, terms := standardise(r.x)
	w, err := logistic(terms, r.y, r.weight)
	if err != nil {
		return h, err
	}
	w[1+leaning] -= lean * h.Scale[leaning]
	h.Size = size
	name(&h, w)
	scores := make([]float64, len(terms))
	for i, t := range terms {
		scores[i] = dot(w, t)
	}
	h.Calibration, err = calibrationPoints(scores, r)
	return h, err
}

// calibrationPoints fits log-odds that are a chain of lines in the score, with knots where the scores are. A moment of the grid stands
// for all events until the next: what is calibrated is what is said at every event.
func calibrationPoints(scores []float64, r *rows) ([]forecast.Point, error) {
	sorted := slices.Sorted(slices.Values(scores))
	at := func(q float64) float64 { return round(sorted[int(q*float64(len(sorted)-1))]) }
	var knots []float64
	for _, q := range []float64{0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.97, 0.995} {
		if k := at(q); len(knots) == 0 || k > knots[len(knots)-1]+0.05 {
			knots = append(knots, k)
		}
	}
	chain := func(v float64) []float64 {
		out := []float64{1, v}
		for _, k := range knots[1 : len(knots)-1] {
			out = append(out, max(v-k, 0))
		}
		return out
	}
	x, events := make([][]float64, len(scores)), make([]float64, len(scores))
	for i, v := range scores {
		x[i], events[i] = chain(v), 1
		if m := r.lookAt[i]; m.onGrid {
			events[i] = max(1, float64(m.n)*(grid-1))
		}
	}
	w, err := logistic(x, r.y, events)
	if err != nil {
		return nil, err
	}
	var out []forecast.Point
	for i, k := range knots {
		z := dot(w, chain(k))
		if i > 0 {
			// Where the data would have it fall, it rises a little: the order of the scores is kept.
			z = max(z, out[i-1].LogOdds+0.1*(k-knots[i-1]))
		}
		out = append(out, forecast.Point{Value: k, LogOdds: round(z)})
	}
	return out, nil
}

// fitReach fits the logarithm of the minutes until a size is reached, over the cascades that reach it; each weighs the same for each size.
func fitReach(cascades []cascade, ms []moment) (forecast.Head, error) {
	all := &rows{}
	for _, size := range sizes() {
		r := rowsOf(cascades, ms, size)
		count := map[int]float64{}
		for i, m := range r.lookAt {
			if r.y[i] > 0 {
				count[m.cascade]++
			}
		}
		for i, m := range r.lookAt {
			if r.y[i] > 0 {
				c := &cascades[m.cascade]
				all.x = append(all.x, r.x[i])
				all.y = append(all.y, math.Log(max(c.minutes(size)-c.minutes(m.n), 1.0/60)))
				all.weight = append(all.weight, 1/count[m.cascade])
			}
		}
	}
	h, terms := standardise(all.x)
	w, err := least(terms, all.y, all.weight)
	if err != nil {
		return h, err
	}
	name(&h, w)
	return h, nil
}

// fitSlope finds the slope, of a list of candidates, under which what came is likeliest for sizes that have no head.
func fitSlope(cascades []cascade, ms []moment, c forecast.Coefficients, sizes []int, set func(*forecast.Coefficients, float64)) (float64, error) {
	best, at := math.Inf(-1), 0.0
	for v := 0.2; v < 5; v += 0.2 {
		set(&c, round(v))
		m, err := forecast.New(c)
		if err != nil {
			return 0, err
		}
		sum := 0.0
		for _, look := range ms {
			if !look.onGrid || look.n >= sizes[len(sizes)-1] {
				continue
			}
			o := m.At(look.state, cascades[look.cascade].Time(look.n))
			for _, size := range sizes {
				if look.n >= size {
					continue
				}
				p := o.Probability(size)
				if cascades[look.cascade].N() < size {
					p = 1 - p
				}
				sum += math.Log(max(p, 1e-9))
			}
		}
		if sum > best {
			best, at = sum, round(v)
		}
	}
	return at, nil
}

// standardise measures features and expands them into the terms of a quadratic form.
func standardise(x [][forecast.Features]float64) (forecast.Head, [][]float64) {
	var h forecast.Head
	n := float64(len(x))
	for f := range forecast.Features {
		low, high, sum := math.Inf(1), math.Inf(-1), 0.0
		for i := range x {
			low, high, sum = min(low, x[i][f]), max(high, x[i][f]), sum+x[i][f]
		}
		mean, squares := sum/n, 0.0
		for i := range x {
			squares += (x[i][f] - mean) * (x[i][f] - mean)
		}
		h.Mean = append(h.Mean, round(mean))
		h.Scale = append(h.Scale, round(max(math.Sqrt(squares/n), 1e-6)))
		h.Low, h.High = append(h.Low, round(low)), append(h.High, round(high))
	}
	terms := make([][]float64, len(x))
	for i := range x {
		var u [forecast.Features]float64
		for f := range u {
			u[f] = (min(max(x[i][f], h.Low[f]), h.High[f]) - h.Mean[f]) / h.Scale[f]
		}
		t := forecast.Expand(u)
		terms[i] = t[:]
	}
	return h, terms
}

func name(h *forecast.Head, w []float64) {
	h.Weights = map[string]float64{}
	for i, term := range forecast.Terms() {
		h.Weights[term] = round(w[i])
	}
}

// logistic fits a logistic regression by Newton's method.
func logistic(x [][]float64, y, weight []float64) ([]float64, error) {
	k := len(x[0])
	w := make([]float64, k)
	for range 50 {
		gradient, hessian := make([]float64, k), mat.NewSymDense(k, nil)
		raw := hessian.RawSymmetric()
		for i, row := range x {
			p := 1 / (1 + math.Exp(-min(max(dot(w, row), -30), 30)))
			g, h := weight[i]*(p-y[i]), weight[i]*max(p*(1-p), 1e-9)
			for a := range row {
				gradient[a] += g * row[a]
				for b := a; b < k; b++ {
					raw.Data[a*raw.Stride+b] += h * row[a] * row[b]
				}
			}
		}
		for a := 1; a < k; a++ {
			gradient[a] += ridge * float64(len(x)) * w[a]
			raw.Data[a*raw.Stride+a] += ridge * float64(len(x))
		}
		step, err := solve(hessian, gradient)
		if err != nil {
			return nil, err
		}
		largest := 0.0
		for _, s := range step {
			largest = max(largest, math.Abs(s))
		}
		for a := range w {
			w[a] -= step[a] * min(1, 5/max(largest, 1e-12))
		}
		if largest < 1e-7 {
			break
		}
	}
	return w, nil
}

// least fits a line by least squares.
func least(x [][]float64, y, weight []float64) ([]float64, error) {
	k := len(x[0])
	right, left := make([]float64, k), mat.NewSymDense(k, nil)
	raw := left.RawSymmetric()
	for i, row := range x {
		for a := range row {
			right[a] += weight[i] * y[i] * row[a]
			for b := a; b < k; b++ {
				raw.Data[a*raw.Stride+b] += weight[i] * row[a] * row[b]
			}
		}
	}
	for a := 1; a < k; a++ {
		raw.Data[a*raw.Stride+a] += ridge * float64(len(x))
	}
	return solve(left, right)
}

func solve(a *mat.SymDense, b []float64) ([]float64, error) {
	var factor mat.Cholesky
	if !factor.Factorize(a) {
		return nil, fmt.Errorf("the features are not independent")
	}
	var x mat.VecDense
	if err := factor.SolveVecTo(&x, mat.NewVecDense(len(b), b)); err != nil {
		return nil, fmt.Errorf("solving for the weights: %w", err)
	}
	return x.RawVector().Data, nil
}

func dot(a, b []float64) float64 {
	sum := 0.0
	for i := range a {
		sum += a[i] * b[i]
	}
	return sum
}

// round cuts a number to what is written: a machine that rounds otherwise in the last place writes the same file.
func round(v float64) float64 {
	out, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', digits, 64), 64)
	if err != nil {
		return v
	}
	return out
}
