// Package hours counts time in business hours: when something is due that may take half an hour and begins on a Friday at a quarter to five.
// It is pure.
package hours

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Calendar says when somebody works. The nil Calendar works around the clock. It is immutable.
type Calendar struct {
	zone *time.Location
	// open are the opening times of each day of the week, in order, without overlaps.
	open     [7][]span
	holidays map[date]bool
}

// span is a time of a day, in minutes from midnight by the wall clock.
type span struct{ from, to int }

// date is a day of the calendar's zone.
type date struct {
	year  int
	month time.Month
	day   int
}

const (
	dayMinutes = 24 * 60
	// horizon is how many days Due looks ahead; a calendar that is closed for longer is a fault of New.
	horizon = 400
)

// Errors of New. They are wrapped with what is wrong.
var (
	// ErrZone is a time zone that is unknown.
	ErrZone = errors.New("unknown time zone")
	// ErrDays is a line of opening times that cannot be read.
	ErrDays = errors.New("no opening times")
	// ErrHoliday is a holiday that is no date.
	ErrHoliday = errors.New("no date")
)

// New makes a calendar of a time zone by its IANA name, such as "Europe/London", of lines of opening times, such as "mon-fri 09:00-17:00" or
// "sat,sun 10:00-14:00", and of holidays as dates, such as "2026-12-25". Several lines for one day add up. Without lines it returns nil: around
// the clock.
func New(zone string, lines, holidays []string) (*Calendar, error) {
	if len(lines) == 0 {
		return nil, nil //nolint:nilnil // The nil calendar is around the clock.
	}
	at, err := time.LoadLocation(zone)
	if err != nil || zone == "Local" {
		return nil, fmt.Errorf("%w %q", ErrZone, zone)
	}
	c := &Calendar{zone: at, holidays: map[date]bool{}}
	for _, line := range lines {
		if err := c.add(line); err != nil {
			return nil, err
		}
	}
	for _, h := range holidays {
		t, err := time.Parse(time.DateOnly, h)
		if err != nil {
			return nil, fmt.Errorf("%w: %q", ErrHoliday, h)
		}
		c.holidays[date{t.Year(), t.Month(), t.Day()}] = true
	}
	return c, nil
}

// weekdays are the names of days as lines write them.
func weekdays() []string { return []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"} }

// add takes one line of opening times.
func (c *Calendar) add(line string) error {
	fail := func(why string) error { return fmt.Errorf("%w in %q: %s", ErrDays, line, why) }
	days, clock, ok := strings.Cut(strings.ToLower(strings.TrimSpace(line)), " ")
	if !ok {
		return fail("write days and hours, such as mon-fri 09:00-17:00")
	}
	open, err := parseSpan(strings.TrimSpace(clock))
	if err != nil {
		return fail(err.Error())
	}
	for part := range strings.SplitSeq(days, ",") {
		first, last, isRange := strings.Cut(part, "-")
		if !isRange {
			last = first
		}
		from, to := slices.Index(weekdays(), first), slices.Index(weekdays(), last)
		if from < 0 || to < 0 {
			return fail("days are mon, tue, wed, thu, fri, sat and sun")
		}
		for day := from; ; day = (day + 1) % 7 {
			if err := c.openOn(day, open); err != nil {
				return fail(err.Error())
			}
			if day == to {
				break
			}
		}
	}
	return nil
}

func (c *Calendar) openOn(day int, s span) error {
	for _, o := range c.open[day] {
		if s.from < o.to && o.from < s.to {
			return fmt.Errorf("it overlaps with other hours of %s", weekdays()[day])
		}
	}
	c.open[day] = append(c.open[day], s)
	slices.SortFunc(c.open[day], func(a, b span) int { return a.from - b.from })
	return nil
}

func parseSpan(s string) (span, error) {
	from, to, ok := strings.Cut(s, "-")
	if !ok {
		return span{}, errors.New("hours are such as 09:00-17:00")
	}
	begin, err := parseClock(strings.TrimSpace(from))
	if err != nil {
		return span{}, err
	}
	end, err := parseClock(strings.TrimSpace(to))
	if err != nil {
		return span{}, err
	}
	if end <= begin {
		return span{}, fmt.Errorf("%s is not before %s; hours over midnight are two lines", from, to)
	}
	return span{begin, end}, nil
}

// parseClock reads 09:00 and, for the end of a day, 24:00.
func parseClock(s string) (int, error) {
	if s == "24:00" {
		return dayMinutes, nil
	}
	t, err := time.Parse("15:04", s)
	if err != nil {
		return 0, fmt.Errorf("%q is no time of day", s)
	}
	return t.Hour()*60 + t.Minute(), nil
}

// Due returns when a duration of working time that begins at start is over: "Friday 16:45 and 30 minutes" is Monday 9:15 where work is from
// 9 to 17. Time outside working hours does not count; what begins there begins at the next opening.
func (c *Calendar) Due(start time.Time, d time.Duration) time.Time {
	if c == nil {
		return start.Add(d)
	}
	local := start.In(c.zone)
	year, month, day := local.Date()
	for n := range horizon {
		midnight := time.Date(year, month, day+n, 0, 0, 0, 0, c.zone)
		for _, s := range c.spans(midnight) {
			from, to := c.at(midnight, s.from), c.at(midnight, s.to)
			if from.Before(start) {
				from = start
			}
			open := to.Sub(from)
			if open <= 0 {
				continue
			}
			if d <= open {
				return from.Add(d).In(start.Location())
			}
			d -= open
		}
	}
	// Longer than the calendar looks ahead: around the clock from there.
	return c.at(time.Date(year, month, day+horizon, 0, 0, 0, 0, c.zone), 0).Add(d).In(start.Location())
}

// Open reports whether somebody works at a time.
func (c *Calendar) Open(at time.Time) bool {
	if c == nil {
		return true
	}
	local := at.In(c.zone)
	year, month, day := local.Date()
	midnight := time.Date(year, month, day, 0, 0, 0, 0, c.zone)
	return slices.ContainsFunc(c.spans(midnight), func(s span) bool {
		return !at.Before(c.at(midnight, s.from)) && at.Before(c.at(midnight, s.to))
	})
}

// spans are the opening times of a day.
func (c *Calendar) spans(midnight time.Time) []span {
	year, month, day := midnight.Date()
	if c.holidays[date{year, month, day}] {
		return nil
	}
	return c.open[midnight.Weekday()]
}

// at is a wall-clock time of a day, right also on days on which the clocks change.
func (c *Calendar) at(midnight time.Time, minutes int) time.Time {
	year, month, day := midnight.Date()
	return time.Date(year, month, day, 0, minutes, 0, 0, c.zone)
}
