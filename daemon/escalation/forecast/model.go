package forecast

import (
	"math"
	"sort"
	"time"
)

// Bounds of the calculations.
const (
	// maxHeads is how many heads a model may have.
	maxHeads = 12
	// maxLogit bounds log-odds: nothing is surer than 1 in 160,000.
	maxLogit = 12
	// maxReach bounds the time to reach a size.
	maxReach = 90 * 24 * time.Hour
	// maxSize bounds sizes.
	maxSize = math.MaxInt32
	// spread is the probability on either side of the interval.
	spread = 0.1
)

// Model forecasts. It does not change and is safe for concurrent use.
type Model struct {
	heads     []head
	settle    []int
	reach     form
	near, far float64
	alarms    []Alarm
}

type head struct {
	size int
	form form
}

// Moment is a cascade looked at, at one moment: everything that the forecast says is asked of it. It is a plain value of fixed size.
type Moment struct {
	model *Model
	base  base
	// x and z are the knots of the log-odds that a size T is reached, over x = ln(T - N); z never rises.
	x, z    [maxHeads + 1]float64
	settled [maxHeads + 1]bool
	knots   int
}

// base are the parts of the features that do not depend on the size.
type base struct {
	n                        float64
	logN, logRate, age, half float64
}

func (s *State) base(offset int64) base {
	const minute = 60_000
	return base{
		n: float64(s.N), logN: math.Log(float64(s.N) + 1), logRate: math.Log(max(s.rateAt(offset), 0) + 0.2),
		age:  math.Log(max(float64(offset)/minute, 1)),
		half: math.Log1p(max(s.halfTime()/minute, 0)),
	}
}

func (b *base) features(x float64) [Features]float64 {
	return [Features]float64{x - b.logN, x - b.logRate, b.age, b.half}
}

// FeaturesAt returns the features of a state at a moment for a size, as the heads see them: for fitting.
func FeaturesAt(s State, at time.Time, size int) [Features]float64 {
	b := s.base(s.offset(at))
	return b.features(math.Log(max(float64(size)-b.n, 1)))
}

// At looks at a cascade at a moment, which counts as that of its newest reshare when it is before it. Silence never raises a probability:
// what is said later is at most what was said at the newest reshare. It takes constant time and allocates nothing.
func (m *Model) At(s State, at time.Time) Moment {
	// What was restored may be broken; nothing that was observed lies before the start.
	s.Last = max(s.Last, 0)
	offset := s.offset(at)
	o := Moment{model: m, base: s.base(s.Last)}
	o.draw()
	if offset > s.Last {
		later := Moment{model: m, base: s.base(offset)}
		later.draw()
		// Both have the same knots, which depend on N only.
		for i := range later.knots {
			later.z[i] = min(later.z[i], o.z[i])
		}
		return later
	}
	return o
}

// draw computes the knots: each head above N at its size and, when twice N lies above all heads, the last head at twice N.
func (o *Moment) draw() {
	heads := o.model.heads
	first := 0
	for first < len(heads) && float64(heads[first].size) <= o.base.n {
		first++
	}
	o.knots = len(heads) - first
	for _, i := range o.model.settle {
		if i >= first {
			o.knot(i-first, &heads[i].form, float64(heads[i].size)-o.base.n)
		}
	}
	last := &heads[len(heads)-1]
	if 2*o.base.n > float64(last.size) {
		o.knots++
		o.knot(o.knots-1, &last.form, o.base.n)
	}
}

// knot settles a knot for a number of reshares still missing, between those that are settled already: a larger size is never likelier than a
// smaller one.
func (o *Moment) knot(at int, f *form, missing float64) {
	x := math.Log(missing)
	features := o.base.features(x)
	z := min(max(f.value(&features), -maxLogit), maxLogit)
	for i := range o.knots {
		switch {
		case !o.settled[i]:
		case i < at:
			z = min(z, o.z[i])
		case i > at:
			z = max(z, o.z[i])
		}
	}
	o.x[at], o.z[at], o.settled[at] = x, z, true
}

// logit returns the log-odds that the size N + exp(x) is reached.
func (o *Moment) logit(x float64) float64 {
	k := o.knots - 1
	if x <= o.x[0] {
		return o.z[0] + o.model.near*(o.x[0]-x)
	}
	if x >= o.x[k] {
		return o.z[k] - o.model.far*(x-o.x[k])
	}
	i := 1
	for x > o.x[i] {
		i++
	}
	return o.z[i-1] + (o.z[i]-o.z[i-1])*(x-o.x[i-1])/(o.x[i]-o.x[i-1])
}

// Probability returns the calibrated probability, 0 to 1, that the final number of reshares is at least a size. It is 1 when it is reached
// already, and never larger for a larger size.
func (o *Moment) Probability(size int) float64 {
	missing := float64(size) - o.base.n
	if missing <= 0 {
		return 1
	}
	return 1 / (1 + math.Exp(-o.logit(math.Log(missing))))
}

// quantile returns the largest number of reshares that is reached with at least a probability.
func (o *Moment) quantile(p float64) int {
	z := math.Log(p / (1 - p))
	k := o.knots - 1
	var x float64
	switch {
	case z >= o.z[0]:
		x = o.x[0] - (z-o.z[0])/o.model.near
	case z < o.z[k]:
		x = o.x[k] + (o.z[k]-z)/o.model.far
	default:
		i := 1
		for z < o.z[i] {
			i++
		}
		// z[i-1] > z ≥ z[i], so that nothing is divided by 0.
		x = o.x[i-1] + (o.x[i]-o.x[i-1])*(o.z[i-1]-z)/(o.z[i-1]-o.z[i])
	}
	return int(min(o.base.n+math.Exp(min(x, 40)), max(maxSize, o.base.n)))
}

// Size returns the median of the final number of reshares, and an interval that holds it with 80 %. low ≤ median ≤ high, none below N.
func (o *Moment) Size() (low, median, high int) {
	return o.quantile(1 - spread), o.quantile(0.5), o.quantile(spread)
}

// Reach returns the median time from the moment until a size is reached, of the cascades that reach it: whether this one does is for
// Probability to say. It is 0 when it is reached already and at most 90 days.
func (o *Moment) Reach(size int) time.Duration {
	missing := float64(size) - o.base.n
	if missing <= 0 {
		return 0
	}
	features := o.base.features(math.Log(missing))
	minutes := math.Exp(min(o.model.reach.value(&features), 20))
	return time.Duration(min(minutes*float64(time.Minute), float64(maxReach))).Round(time.Second)
}

// Level says whom an alarm concerns.
type Level uint8

// The levels, from the lowest.
const (
	// None: nobody is told.
	None Level = iota
	// Notify tells the social team.
	Notify
	// Page pages the technical responder.
	Page
)

// String returns the level's name in records, "" for None.
func (l Level) String() string {
	switch l {
	case Notify:
		return "notify"
	case Page:
		return "page"
	case None:
		return ""
	default:
		return ""
	}
}

// Alarm returns the level that a size reaches at the moment, and the probability that it was decided by. A size that is reached already
// needs no forecast: the level is None.
func (o *Moment) Alarm(size int) (Level, float64) {
	p := o.Probability(size)
	a := o.model.Alarm(size)
	switch {
	case float64(size) <= o.base.n || p < a.Notify:
		return None, p
	case p < a.Page:
		return Notify, p
	default:
		return Page, p
	}
}

// Alarm returns the levels of a size. A size without levels of its own takes those of the sizes beside it, in proportion to its logarithm;
// a size beyond all takes the nearest one's.
func (m *Model) Alarm(size int) Alarm {
	i := sort.Search(len(m.alarms), func(i int) bool { return m.alarms[i].Size >= size })
	if i == 0 || i == len(m.alarms) || m.alarms[i].Size == size {
		a := m.alarms[min(i, len(m.alarms)-1)]
		return Alarm{Size: size, Notify: a.Notify, Page: a.Page}
	}
	a, b := m.alarms[i-1], m.alarms[i]
	share := math.Log(float64(size)/float64(a.Size)) / math.Log(float64(b.Size)/float64(a.Size))
	return Alarm{Size: size, Notify: a.Notify + share*(b.Notify-a.Notify), Page: a.Page + share*(b.Page-a.Page)}
}

// Sizes returns the sizes that have levels of their own, ascending. The slice is the caller's.
func (m *Model) Sizes() []int {
	out := make([]int, len(m.alarms))
	for i, a := range m.alarms {
		out[i] = a.Size
	}
	return out
}
