package main

import (
	"fmt"
	"math"
	"slices"

	"firebreak/daemon/escalation/forecast"
)

// The alarms that are compared.
const (
	byForecast alarm = iota
	byCount
	byVelocity
	alarms
)

// alarm is a way to tell that a cascade will reach a size.
type alarm int

func (a alarm) String() string { return [alarms]string{"forecast", "count", "velocity"}[a] }

// velocityMinutes is the decay of the velocity alarm: reshares in about half an hour.
const velocityMinutes = 30

// bins of a calibration curve.
const bins = 15

// mark is an event at which a score was higher than ever before.
type mark struct {
	n       int
	minutes float64
	score   float64
}

// bin collects probabilities and what came.
type bin struct{ count, p, y float64 }

// look is what was forecast at one number of reshares.
type look struct {
	n                 int
	low, median, high int
	// minutes is the median time to the next size that was reached in the end, actual how long it took; 0 where none was.
	minutes, actual float64
}

// track is what a model said of one cascade, event by event.
type track struct {
	// marks has the rises of each alarm's score for each size, until it is reached.
	marks [alarms][][]mark
	// calibration has the bins of each of the calibrated sizes.
	calibration [][bins]bin
	looks       []look
}

// calibrated are the sizes whose calibration is measured: those of alarms, and some that lie between and beyond all heads.
func calibrated() []int { return append(sizes(), 50, 150, 450, 850, 1600, 5000) }

// checkpoints are the numbers of reshares at which interval and time are judged, so that every cascade has one vote at each.
func checkpoints() []int { return []int{3, 10, 30, 100, 300, 1000} }

// follow runs a model over cascades.
func follow(cascades []cascade, on []int, c forecast.Coefficients, into []track) error {
	m, err := forecast.New(c)
	if err != nil {
		return fmt.Errorf("making the model: %w", err)
	}
	for _, i := range on {
		into[i] = followOne(&cascades[i], m)
	}
	return nil
}

func followOne(c *cascade, m *forecast.Model) track {
	all := sizes()
	t := track{calibration: make([][bins]bin, len(calibrated()))}
	for a := range alarms {
		t.marks[a] = make([][]mark, len(all))
	}
	s := forecast.Start(c.Time(0))
	velocity, before := 0.0, 0.0
	for n := 1; n <= c.N(); n++ {
		s.Observe(c.Time(n))
		now := c.minutes(n)
		velocity = velocity*math.Exp((before-now)/velocityMinutes) + 1
		before = now
		o := m.At(s, c.Time(n))
		for k, size := range all {
			if n >= size {
				continue
			}
			p := o.Probability(size)
			for a, score := range [alarms]float64{byForecast: p, byCount: float64(n), byVelocity: velocity} {
				marks := t.marks[a][k]
				if len(marks) == 0 || score > marks[len(marks)-1].score {
					t.marks[a][k] = append(marks, mark{n: n, minutes: now, score: score})
				}
			}
		}
		for k, size := range calibrated() {
			if n >= size {
				continue
			}
			p := o.Probability(size)
			b := &t.calibration[k][min(int(p*bins), bins-1)]
			b.count, b.p = b.count+1, b.p+p
			if c.N() >= size {
				b.y++
			}
		}
		if slices.Contains(checkpoints(), n) {
			l := look{n: n}
			l.low, l.median, l.high = o.Size()
			for _, size := range all {
				if size > n && c.N() >= size {
					l.minutes, l.actual = o.Reach(size).Minutes(), c.minutes(size)-now
					break
				}
			}
			t.looks = append(t.looks, l)
		}
	}
	return t
}

// peak is the highest score of an alarm for a size, -Inf where there was none.
func (t *track) peak(by alarm, size int) float64 {
	marks := t.marks[by][size]
	if len(marks) == 0 {
		return math.Inf(-1)
	}
	return marks[len(marks)-1].score
}

// first is the event at which a score first reaches a level.
func (t *track) first(by alarm, size int, level float64) (mark, bool) {
	for _, m := range t.marks[by][size] {
		if m.score >= level {
			return m, true
		}
	}
	return mark{}, false
}

// levelFor returns the lowest level at which at most a share of the cascades that stay below the size raise an alarm.
func levelFor(cascades []cascade, on []int, tracks []track, by alarm, size int, share float64) float64 {
	var peaks []float64
	for _, i := range on {
		if cascades[i].N() < sizes()[size] {
			peaks = append(peaks, tracks[i].peak(by, size))
		}
	}
	if len(peaks) == 0 {
		return math.Inf(1)
	}
	slices.Sort(peaks)
	slices.Reverse(peaks)
	return math.Nextafter(peaks[min(int(share*float64(len(peaks))), len(peaks)-1)], math.Inf(1))
}

// goal is the share of false alarms that a shipped level may have, and the one at which it aims: what it is measured on is finite, and other
// cascades are not the same.
type goal struct {
	size                                         int
	notifyBudget, notifyAim, pageBudget, pageAim float64
}

// goals of the sizes. A page is aimed low where that costs hardly any lead.
func goals() []goal {
	return []goal{
		{size: 100, notifyBudget: 0.02, notifyAim: 0.018, pageBudget: 0.01, pageAim: 0.008},
		{size: 300, notifyBudget: 0.02, notifyAim: 0.018, pageBudget: 0.01, pageAim: 0.008},
		{size: 1000, notifyBudget: 0.008, notifyAim: 0.0075, pageBudget: 0.002, pageAim: 0.001},
		{size: 2000, notifyBudget: 0.008, notifyAim: 0.006, pageBudget: 0.002, pageAim: 0.001},
	}
}

// levels chooses the shipped levels from scores out of fold.
func levels(cascades []cascade, tracks []track) []forecast.Alarm {
	all := where(cascades, func(*cascade) bool { return true })
	up := func(v float64) float64 { return min(math.Ceil(v*1e5)/1e5, 1) }
	var out []forecast.Alarm
	for k, g := range goals() {
		out = append(out, forecast.Alarm{
			Size: g.size, Notify: up(levelFor(cascades, all, tracks, byForecast, k, g.notifyAim)),
			Page: up(levelFor(cascades, all, tracks, byForecast, k, g.pageAim)),
		})
	}
	return out
}
