package score

import (
	"cmp"
	"container/heap"
	"time"
)

// instant is a time in half the memory: seconds since 1970 and nanoseconds. It holds every time that time.Time holds.
type instant struct {
	sec  int64
	nsec int32
}

func instantOf(t time.Time) instant {
	return instant{sec: t.Unix(), nsec: int32(t.Nanosecond())} //nolint:gosec // Nanoseconds are below 1e9.
}

func (i instant) time() time.Time { return time.Unix(i.sec, int64(i.nsec)).UTC() }

func (i instant) compare(o instant) int {
	return cmp.Or(cmp.Compare(i.sec, o.sec), cmp.Compare(i.nsec, o.nsec))
}

// deadlines is a heap of the slots by what is due first. Each slot knows its place in it.
type deadlines []*slot

func (d deadlines) Len() int { return len(d) }

func (d deadlines) Less(i, j int) bool {
	return cmp.Or(d[i].due.compare(d[j].due), cmp.Compare(d[i].key, d[j].key)) < 0
}

func (d deadlines) Swap(i, j int) {
	d[i], d[j] = d[j], d[i]
	d[i].at, d[j].at = int32(i), int32(j) //nolint:gosec // There is no memory for two thousand million threads.
}

func (d *deadlines) Push(x any) {
	if sl, ok := x.(*slot); ok {
		sl.at = int32(len(*d)) //nolint:gosec // As above.
		*d = append(*d, sl)
	}
}

func (d *deadlines) Pop() any {
	old := *d
	last := old[len(old)-1]
	old[len(old)-1] = nil
	*d = old[:len(old)-1]
	last.at = nowhere
	return last
}

// wind sets when a slot is due.
func (d *deadlines) wind(sl *slot, due instant) {
	switch {
	case sl.at == nowhere:
		sl.due = due
		heap.Push(d, sl)
	case sl.due != due:
		sl.due = due
		heap.Fix(d, int(sl.at))
	}
}

// drop takes a slot out.
func (d *deadlines) drop(sl *slot) {
	if sl.at != nowhere {
		heap.Remove(d, int(sl.at))
	}
}
