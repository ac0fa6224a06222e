package main

import (
	"fmt"
	"io"
	"math"
	"slices"

	"firebreak/daemon/escalation/forecast"
)

// useful is how many minutes before a size is reached an alarm must come to be worth anything.
const useful = 15

// report are the figures, as they lie in docs/evaluation/forecast.json.
type report struct {
	About    string           `json:"about"`
	Cascades []dataset        `json:"cascades"`
	Levels   []forecast.Alarm `json:"levels"`
	// Shipped are the aims of the shipped levels, Table all alarms at the same budgets, Capped the forecast without the set that has no
	// cascade of 1,000, LeftOut the forecast on a data set that neither model nor levels saw.
	Shipped []row `json:"shipped"`
	Table   []row `json:"table"`
	Capped  []row `json:"without_capped"`
	LeftOut []row `json:"left_out"`

	Calibration []calibration `json:"calibration"`
	Interval    []coverage    `json:"interval"`
}

type dataset struct {
	Name  string         `json:"name"`
	Count int            `json:"count"`
	Reach map[string]int `json:"reach"`
}

// row is what one alarm is worth for one size at one budget.
type row struct {
	Size    int     `json:"size"`
	Alarm   string  `json:"alarm"`
	Dataset string  `json:"dataset,omitempty"`
	Budget  float64 `json:"budget"`
	// Below is how many cascades stay below the size, FalseAlarms the share of them that raised an alarm.
	Below       int     `json:"below"`
	FalseAlarms float64 `json:"false_alarms"`
	// Viral is how many reach it, Ahead the share of them alarmed at least 15 minutes before, Alarmed the share alarmed at all.
	Viral   int     `json:"viral"`
	Ahead   float64 `json:"ahead"`
	Alarmed float64 `json:"alarmed"`
	// MedianLead is in minutes, of the viral cascades that were alarmed.
	MedianLead float64 `json:"median_lead"`
	// Said is the mean probability at the alarm, Came the share of alarmed cascades that reached the size.
	Said float64 `json:"said,omitempty"`
	Came float64 `json:"came"`
	// Datasets are the same by data set, with the same levels.
	Datasets []row `json:"datasets,omitempty"`
}

// calibration is how far probabilities are from what came, in 15 bins of equal width.
type calibration struct {
	Size int `json:"size"`
	// Events is the error with one vote for each event, Cascades the same with one vote for each cascade.
	Events   float64 `json:"ece_events"`
	Cascades float64 `json:"ece_cascades"`
	Curve    []point `json:"curve"`
}

type point struct {
	Said   float64 `json:"said"`
	Came   float64 `json:"came"`
	Events int     `json:"events"`
}

// coverage is the share of final sizes in the interval, seen at a number of reshares; 0 is all of them.
type coverage struct {
	N       int     `json:"n"`
	Moments int     `json:"moments"`
	Covered float64 `json:"covered"`
	// SizeError is the median of |final - median| / final, TimeFactor that of how many times too long or short the time to the next size was.
	SizeError  float64 `json:"size_error"`
	TimeFactor float64 `json:"time_factor"`
}

// measure computes all figures that need scores out of fold only.
func measure(cascades []cascade, tracks []track) *report {
	r := &report{About: fmt.Sprintf("Out of fold (%d folds by cascade), levels too: each fold is judged by a model and levels of the others.", folds)}
	for _, name := range datasets(cascades) {
		d := dataset{Name: name, Reach: map[string]int{}}
		for _, i := range where(cascades, func(c *cascade) bool { return c.Dataset == name }) {
			d.Count++
			for _, size := range sizes() {
				if cascades[i].N() >= size {
					d.Reach[fmt.Sprint(size)]++
				}
			}
		}
		r.Cascades = append(r.Cascades, d)
	}
	all := where(cascades, func(*cascade) bool { return true })
	for k, g := range goals() {
		for _, share := range []float64{g.pageAim, g.notifyAim} {
			r.Shipped = append(r.Shipped, crossed(cascades, all, tracks, byForecast, k, share))
		}
		for _, budget := range []float64{0.002, 0.008, 0.01} {
			for by := range alarms {
				r.Table = append(r.Table, crossed(cascades, all, tracks, by, k, budget))
			}
			if g.size >= 1000 {
				r.Capped = append(r.Capped, crossed(cascades, uncapped(cascades, g.size), tracks, byForecast, k, budget))
			}
		}
	}
	for k := range calibrated() {
		r.Calibration = append(r.Calibration, calibrationOf(tracks, k))
	}
	for _, n := range append([]int{0}, checkpoints()...) {
		r.Interval = append(r.Interval, coverageOf(cascades, tracks, n))
	}
	return r
}

// uncapped returns the cascades of the data sets that have cascades above a size, or none above the smallest: a set whose sizes end below the
// size says nothing about it.
func uncapped(cascades []cascade, size int) []int {
	largest, over := map[string]int{}, map[string]int{}
	for i := range cascades {
		name := cascades[i].Dataset
		largest[name] = max(largest[name], cascades[i].N())
		if cascades[i].N() >= 100 {
			over[name]++
		}
	}
	return where(cascades, func(c *cascade) bool { return largest[c.Dataset] >= size || over[c.Dataset] < 10 })
}

// crossed judges every fold by a level of the other folds.
func crossed(cascades []cascade, on []int, tracks []track, by alarm, size int, budget float64) row {
	level := make([]float64, folds)
	for k := range level {
		var others []int
		for _, i := range on {
			if cascades[i].fold != k {
				others = append(others, i)
			}
		}
		level[k] = levelFor(cascades, others, tracks, by, size, budget)
	}
	at := func(i int) float64 { return level[cascades[i].fold] }
	r := judge(cascades, on, tracks, by, size, at)
	r.Budget = budget
	for _, name := range datasets(cascades) {
		var of []int
		for _, i := range on {
			if cascades[i].Dataset == name {
				of = append(of, i)
			}
		}
		if len(of) > 0 {
			d := judge(cascades, of, tracks, by, size, at)
			d.Dataset, d.Budget = name, budget
			r.Datasets = append(r.Datasets, d)
		}
	}
	return r
}

// judge counts alarms at given levels.
func judge(cascades []cascade, on []int, tracks []track, by alarm, size int, level func(int) float64) row {
	r := row{Size: sizes()[size], Alarm: by.String()}
	var leads []float64
	alarmed, wrong, ahead, said := 0, 0, 0, 0.0
	for _, i := range on {
		c := &cascades[i]
		m, fired := tracks[i].first(by, size, level(i))
		if fired {
			alarmed++
			said += m.score
		}
		if c.N() < r.Size {
			r.Below++
			if fired {
				wrong++
			}
			continue
		}
		r.Viral++
		if fired {
			lead := c.minutes(r.Size) - m.minutes
			leads = append(leads, lead)
			if lead >= useful {
				ahead++
			}
		}
	}
	r.FalseAlarms = share(wrong, r.Below, 5)
	r.Ahead, r.Alarmed = share(ahead, r.Viral, 3), share(len(leads), r.Viral, 3)
	r.MedianLead = cut(median(leads), 1)
	r.Came = share(len(leads), alarmed, 3)
	if by == byForecast && alarmed > 0 {
		r.Said = cut(said/float64(alarmed), 3)
	}
	return r
}

// leaveOut judges one data set by a model and levels of the others. The levels come from cascades that the model was fitted to: with 15 weights
// for thousands of cascades that flatters little.
func leaveOut(cascades []cascade, name string, c forecast.Coefficients) ([]row, error) {
	tracks := make([]track, len(cascades))
	others := where(cascades, func(c *cascade) bool { return c.Dataset != name })
	of := where(cascades, func(c *cascade) bool { return c.Dataset == name })
	if err := follow(cascades, append(slices.Clone(others), of...), c, tracks); err != nil {
		return nil, err
	}
	var out []row
	for k := range sizes() {
		for _, budget := range []float64{0.002, 0.008, 0.01} {
			level := levelFor(cascades, others, tracks, byForecast, k, budget)
			r := judge(cascades, of, tracks, byForecast, k, func(int) float64 { return level })
			r.Dataset, r.Budget = name, budget
			out = append(out, r)
		}
	}
	return out, nil
}

func calibrationOf(tracks []track, size int) calibration {
	var events, cascades [bins]bin
	for i := range tracks {
		total := 0.0
		for _, b := range tracks[i].calibration[size] {
			total += b.count
		}
		for k, b := range tracks[i].calibration[size] {
			add := func(to *bin, weight float64) {
				to.count, to.p, to.y = to.count+weight*b.count, to.p+weight*b.p, to.y+weight*b.y
			}
			add(&events[k], 1)
			if total > 0 {
				add(&cascades[k], 1/total)
			}
		}
	}
	c := calibration{Size: calibrated()[size], Events: cut(ece(events), 4), Cascades: cut(ece(cascades), 4)}
	for _, b := range events {
		if b.count > 0 {
			c.Curve = append(c.Curve, point{Said: cut(b.p/b.count, 3), Came: cut(b.y/b.count, 3), Events: int(b.count)})
		}
	}
	return c
}

func ece(all [bins]bin) float64 {
	total, off := 0.0, 0.0
	for _, b := range all {
		total, off = total+b.count, off+math.Abs(b.p-b.y)
	}
	return off / total
}

func coverageOf(cascades []cascade, tracks []track, n int) coverage {
	c := coverage{N: n}
	covered := 0
	var sizes, times []float64
	for i := range tracks {
		final := cascades[i].N()
		for _, l := range tracks[i].looks {
			if n != 0 && l.n != n {
				continue
			}
			c.Moments++
			if l.low <= final && final <= l.high {
				covered++
			}
			sizes = append(sizes, math.Abs(float64(final-l.median))/float64(final))
			if l.actual > 0 {
				times = append(times, math.Abs(math.Log(max(l.minutes, 0.1)/max(l.actual, 0.1))))
			}
		}
	}
	c.Covered, c.SizeError = share(covered, c.Moments, 3), cut(median(sizes), 3)
	c.TimeFactor = cut(math.Exp(median(times)), 2)
	return c
}

func median(v []float64) float64 {
	if len(v) == 0 {
		return 0
	}
	v = slices.Sorted(slices.Values(v))
	return (v[(len(v)-1)/2] + v[len(v)/2]) / 2
}

func share(part, whole, digits int) float64 {
	if whole == 0 {
		return 0
	}
	return cut(float64(part)/float64(whole), digits)
}

func cut(v float64, digits int) float64 {
	scale := math.Pow10(digits)
	return math.Round(v*scale) / scale
}

// print writes the figures for people.
func (r *report) print(w io.Writer) {
	fmt.Fprintln(w, r.About)
	for _, d := range r.Cascades {
		fmt.Fprintf(w, "%-8s %5d cascades, reach %v\n", d.Name, d.Count, d.Reach)
	}
	part := func(title string, rows []row, more bool) {
		fmt.Fprintf(w, "\n%s\n%-22s %5s  %6s  %12s  %11s  %7s  %11s  %5s %5s\n", title, "alarm", "size", "budget", "false alarms", "15 min ahead", "alarmed", "median lead", "said", "came")
		for _, r := range rows {
			line := func(r row, name string) {
				fmt.Fprintf(w, "%-22s %5d  %5.2f%%  %7.3f%% /%4d  %6.3f /%4d  %7.3f  %7.1f min  %5.3f %5.3f\n", name, r.Size, r.Budget*100, r.FalseAlarms*100, r.Below,
					r.Ahead, r.Viral, r.Alarmed, r.MedianLead, r.Said, r.Came)
			}
			line(r, r.Alarm+" "+r.Dataset)
			for _, d := range r.Datasets {
				if more && d.Viral+d.Below > 0 {
					line(d, "  "+d.Dataset)
				}
			}
		}
	}
	part("The shipped levels (aims)", r.Shipped, true)
	part("All alarms at the same budgets", r.Table, false)
	part("Without the set that has no cascade of the size", r.Capped, false)
	part("A data set left out", r.LeftOut, false)
	fmt.Fprintln(w, "\nCalibration error")
	for _, c := range r.Calibration {
		fmt.Fprintf(w, "size %5d  %.4f by event  %.4f by cascade\n", c.Size, c.Events, c.Cascades)
	}
	fmt.Fprintln(w, "\nInterval (80 %), final size, time to the next size")
	for _, c := range r.Interval {
		fmt.Fprintf(w, "n %5d  %5d moments  covered %.3f  size off by %.0f%%  time off by a factor of %.2f\n", c.N, c.Moments, c.Covered, c.SizeError*100, c.TimeFactor)
	}
	fmt.Fprintln(w, "\nLevels")
	for _, a := range r.Levels {
		fmt.Fprintf(w, "size %5d  notify %.5f  page %.5f\n", a.Size, a.Notify, a.Page)
	}
}
