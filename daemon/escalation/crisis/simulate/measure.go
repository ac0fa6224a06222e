package main

import (
	"time"

	"firebreak/daemon/escalation/crisis"
)

const (
	minutesAWeek = 7 * 24 * 60
	// learning is how many weeks go by before anything is measured.
	learning = 4
	// length is how long a burst lasts, apart how many minutes there are from one to the next, at least.
	length = 120
	apart  = 3 * 24 * 60
)

// start is a Monday.
func start() time.Time { return time.Date(2026, time.January, 5, 0, 0, 0, 0, time.UTC) }

// probe is a watch and what it found.
type probe struct {
	watch *crisis.Watch
	// wrong and pages are crises and pages outside bursts; delays are the minutes from a burst's beginning to its crisis's; caught is how many
	// bursts paged.
	wrong, pages, caught int
	delays               []int
	// seen and paged are of the burst at hand.
	seen, paged bool
}

// take counts what a signal led to; minute is that of the burst, negative outside.
func (p *probe) take(changes []crisis.Change, minute int) {
	for _, c := range changes {
		begin := c.Kind == crisis.KindBegin
		page := (begin || c.Kind == crisis.KindRise) && c.Crisis.Level == crisis.LevelPage
		switch {
		case minute < 0:
			p.wrong += count(begin)
			p.pages += count(page)
		default:
			if begin && !p.seen {
				p.seen = true
				p.delays = append(p.delays, minute+1)
			}
			if page && !p.paged {
				p.paged = true
				p.caught++
			}
		}
	}
}

// forget what was wrong while the watches were learning.
func forget(probes []*probe) {
	for _, p := range probes {
		p.wrong, p.pages = 0, 0
	}
}

func count(b bool) int {
	if b {
		return 1
	}
	return 0
}

// burst lets one series chatter, and burst now and then.
func (o options) burst(r *row) {
	c := newChatter(o.seed, 0, r.rate, r.restless)
	r.detector, r.rules = &probe{watch: crisis.New(alone())}, &probe{watch: crisis.New(crisis.Settings{})}
	probes := []*probe{r.detector, r.rules}
	at := start()
	next := learning*minutesAWeek + c.random.IntN(apart)
	for minute, bursts := 0, 0; bursts < o.bursts; minute++ {
		if minute == learning*minutesAWeek {
			forget(probes)
		}
		times, within := 1., -1
		if minute >= next {
			times, within = r.times, minute-next
		}
		for _, p := range probes {
			p.watch.Advance(at)
		}
		for range c.minute(at, times) {
			s := c.signal(at)
			for _, p := range probes {
				p.take(p.watch.Apply(s), within)
			}
		}
		if minute == next+length-1 {
			bursts++
			next = minute + apart + c.random.IntN(apart)
			for _, p := range probes {
				p.seen, p.paged = false, false
			}
		}
		at = at.Add(time.Minute)
	}
}

// quiet lets many series chatter for some weeks.
func (o options) quiet(r *row) {
	r.weeks = max(o.weeks/r.series, min(o.weeks, 4))
	all := make([]*chatter, r.series)
	for i := range all {
		all[i] = newChatter(o.seed, i, r.rate, r.restless)
	}
	r.detector, r.rules = &probe{watch: crisis.New(alone())}, &probe{watch: crisis.New(crisis.Settings{})}
	probes := []*probe{r.detector, r.rules}
	at := start()
	for minute := range (learning + r.weeks) * minutesAWeek {
		if minute == learning*minutesAWeek {
			forget(probes)
		}
		for _, p := range probes {
			p.watch.Advance(at)
		}
		for _, c := range all {
			for range c.minute(at, 1) {
				s := c.signal(at)
				for _, p := range probes {
					p.take(p.watch.Apply(s), -1)
				}
			}
		}
		at = at.Add(time.Minute)
	}
}
