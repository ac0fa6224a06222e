package crisis

import "math"

const (
	hoursPerDay = 24
	dayMinutes  = 24 * 60
	// binMemory is how many minutes of an hour's own kind the profile remembers: 15 visits of 60.
	binMemory = 900
	// priorRate and priorCount are what is expected of a series of which nothing is known, authors a minute, and how many authors this weighs.
	priorRate  = .02
	priorCount = .5
	// binPrior is how many authors the wider profile weighs in an hour's own rate: hours of a rare series lean on the day, those of a busy one on
	// themselves.
	binPrior = 5
	// gainDecay is over how many minutes the level of the present is measured, and gainLag how far back it begins, so that a burst does not raise
	// what is expected of it. gainPrior is how many authors the profile weighs in it.
	gainDecay = 180
	gainLag   = 15
	gainPrior = 5
	// gainHours is how far back gainDecay reaches.
	gainHours = 12
)

// profile is how many authors a minute usually has, by the hour of the day, on weekdays and at weekends: a mean that forgets. An hour leans
// on the same hour of all days, and that on the whole.
type profile struct {
	// Sum and Minutes are the remembered authors and minutes: hours 0 to 23 of weekdays, then of weekends.
	Sum     [2 * hoursPerDay]float64 `json:"sum"`
	Minutes [2 * hoursPerDay]float64 `json:"minutes"`
}

// bin is a minute's place in the profile.
func bin(minute int64) int {
	hour := int(minute % dayMinutes / 60)
	// 1 January 1970 was a Thursday.
	if weekday := (minute/dayMinutes + 4) % 7; weekday == 0 || weekday == 6 {
		return hoursPerDay + hour
	}
	return hour
}

// learn takes the count of one minute.
func (p *profile) learn(minute int64, n float64) {
	const keep = 1 - 1./binMemory
	b := bin(minute)
	p.Sum[b] = p.Sum[b]*keep + n
	p.Minutes[b] = p.Minutes[b]*keep + 1
}

// whole is the rate of all hours together.
func (p *profile) whole() float64 {
	sum, minutes := priorCount, priorCount/priorRate
	for b := range p.Sum {
		sum += p.Sum[b]
		minutes += p.Minutes[b]
	}
	return sum / minutes
}

// rate is what a minute usually has; whole is that of the profile.
func (p *profile) rate(minute int64, whole float64) float64 {
	b := bin(minute)
	hour := b % hoursPerDay
	both := (p.Sum[hour] + p.Sum[hour+hoursPerDay] + binPrior) / (p.Minutes[hour] + p.Minutes[hour+hoursPerDay] + binPrior/whole)
	return (p.Sum[b] + binPrior) / (p.Minutes[b] + binPrior/both)
}

// usual is what the profile expects of the minutes that the gain remembers, weighed alike: those before minute - gainLag and not before first.
func (p *profile) usual(first, minute int64, whole float64) float64 {
	// The weight of an hour's minutes together: the integral of exp(-t/gainDecay).
	fade := math.Exp(-60. / gainDecay)
	weight := gainDecay * (1 - fade)
	sum, at := 0., minute-gainLag
	for range gainHours {
		known := min(at-first, 60)
		if known <= 0 {
			break
		}
		sum += p.rate(at-known/2, whole) * weight * float64(known) / 60
		at -= 60
		weight *= fade
	}
	return sum
}

// fadeMinute is what one minute leaves of the gain's memory.
func fadeMinute() float64 { return math.Exp(-1. / gainDecay) }
