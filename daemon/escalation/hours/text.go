package hours

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// String names the calendar: its zone, the opening times of each day and the holidays. It is equal for calendars that give the same times.
func (c *Calendar) String() string {
	if c == nil {
		return "around the clock"
	}
	var b strings.Builder
	b.WriteString(c.zone.String())
	for day, spans := range c.open {
		for _, s := range spans {
			fmt.Fprintf(&b, " %s %02d:%02d-%02d:%02d", weekdays()[day], s.from/60, s.from%60, s.to/60, s.to%60)
		}
	}
	for _, d := range slices.SortedFunc(maps.Keys(c.holidays), date.compare) {
		fmt.Fprintf(&b, " %04d-%02d-%02d", d.year, int(d.month), d.day)
	}
	return b.String()
}

func (d date) compare(o date) int {
	return slices.Compare([]int{d.year, int(d.month), d.day}, []int{o.year, int(o.month), o.day})
}
