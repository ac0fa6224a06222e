package main

import (
	"math"
	"math/rand/v2"
	"strconv"
	"time"

	"firebreak/daemon/escalation/crisis"
)

// chatter makes the posts of one series: a rate with a daily cycle and quiet weekends.
type chatter struct {
	// Rate is the mean number of posts a minute on a weekday.
	Rate float64
	// Restless makes it harder than Poisson: the level wanders from hour to hour, and posts draw others.
	Restless bool

	random *rand.Rand
	level  float64
	drawn  float64
	posts  int
	brand  string
}

func newChatter(seed uint64, brand int, rate float64, restless bool) *chatter {
	return &chatter{
		Rate: rate, Restless: restless, random: rand.New(rand.NewPCG(seed, uint64(brand))), //nolint:gosec // A simulation repeats itself.
		brand: "brand" + strconv.Itoa(brand),
	}
}

const (
	// swing is how far the daily cycle goes from its mean, dip what a weekend leaves.
	swing = .7
	dip   = .6
	// wander is the standard deviation of the restless level's logarithm, wanderMinutes over how long it lasts.
	wander        = .25
	wanderMinutes = 360
	// draw is how many posts one draws in the restless chatter, drawMinutes within how long.
	draw        = .3
	drawMinutes = 10
)

// usual is the rate at a time, without what the restless chatter adds.
func (c *chatter) usual(at time.Time) float64 {
	hours := float64(at.Hour()) + float64(at.Minute())/60
	rate := c.Rate * (1 + swing*math.Sin(2*math.Pi*(hours-9)/24))
	if d := at.Weekday(); d == time.Saturday || d == time.Sunday {
		rate *= dip
	}
	return rate
}

// minute returns how many posts a minute has, times as many as usual.
func (c *chatter) minute(at time.Time, times float64) int {
	rate := c.usual(at) * times
	if !c.Restless {
		return poisson(c.random, rate)
	}
	const keep = 1 - 1./wanderMinutes
	c.level = c.level*keep + c.random.NormFloat64()*wander*math.Sqrt(1-keep*keep)
	n := poisson(c.random, rate*(1-draw)*math.Exp(c.level-wander*wander/2)+c.drawn/drawMinutes)
	c.drawn += draw*float64(n) - c.drawn/drawMinutes
	return n
}

// signal is one post, by an author of its own.
func (c *chatter) signal(at time.Time) crisis.Signal {
	c.posts++
	n := strconv.Itoa(c.posts)
	return crisis.Signal{Brand: c.brand, Family: "security", MentionID: n, Author: n, At: at, Kind: "security_complaint", Topic: "breach"}
}

// poisson draws a number with a small mean (Knuth, The Art of Computer Programming, 3.4.1); a large mean is drawn in parts.
func poisson(random *rand.Rand, mean float64) int {
	const part = 30
	n := 0
	for ; mean > part; mean -= part {
		n += poisson(random, part)
	}
	limit, p := math.Exp(-mean), random.Float64()
	for p > limit {
		n++
		p *= random.Float64()
	}
	return n
}
