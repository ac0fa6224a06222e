// Package forecast says, at every reshare of a post, how far its cascade will go: the probability that the reshares reach a size, the time
// until then, and an interval for their final number. What it must know of a cascade fits in 40 bytes and is updated in constant time.
//
// It is pure: no I/O but the model file embedded in the program, no clock, nothing of the rest of the project. The formula and its figures
// are in docs/forecast.md; the program in calibrate makes the model file.
package forecast

import (
	"math"
	"math/bits"
	"time"
)

// decayMillis is how long it takes a reshare's weight in State.Rate to fall to 1/e: 60 minutes. Measured best of 2 minutes to 3 days.
const decayMillis = 60 * 60 * 1000

// State is what is known of one cascade. The zero value is a cascade of which nothing was seen. A State is a plain value: copy it to keep
// what was known. It is not safe for concurrent use. Encoded as JSON it takes some 80 bytes, and decodes to the same State; any decoded
// numbers are safe to go on with, whoever wrote them.
type State struct {
	// Start is when the root was posted, in milliseconds since 1970.
	Start int64 `json:"s,omitempty"`
	// Last is when the newest reshare came, in milliseconds since Start.
	Last int64 `json:"l,omitempty"`
	// Half and Mark are when the number of reshares reached the last two powers of two, in milliseconds since Start. They place the
	// moment at which the cascade had half its present size.
	Half int64 `json:"h,omitempty"`
	Mark int64 `json:"m,omitempty"`
	// N is the number of reshares; it stays at the largest number that it can hold.
	N uint32 `json:"n,omitempty"`
	// Rate is the number of reshares, each weighing exp(-age / 60 minutes), at Last.
	Rate float32 `json:"r,omitempty"`
}

// IsZero reports whether nothing was seen, which leaves the state out of JSON with the option omitzero.
func (s *State) IsZero() bool { return *s == State{} }

// Start returns the state of a cascade whose root was posted at a time and has no reshares yet.
func Start(at time.Time) State { return State{Start: at.UnixMilli()} }

// Observe takes one reshare. One that seems older than the newest one, or than the root, counts as if it came with that: the state after it
// depends on the order of arrival only through this. The first reshare of a zero State starts its cascade at that moment. It takes
// constant time, allocates nothing and never panics.
func (s *State) Observe(at time.Time) {
	if s.IsZero() {
		*s = Start(at)
	}
	offset := s.offset(at)
	s.Rate = float32(s.rateAt(offset) + 1)
	s.Last = offset
	if s.N == math.MaxUint32 {
		return
	}
	s.N++
	if s.N&(s.N-1) == 0 {
		s.Half, s.Mark = s.Mark, offset
	}
}

// Add takes n reshares whose times are not known, only that they came after from and until to: what a source reports that gives totals.
// They are spread evenly, the last one at to. It equals n calls of Observe up to rounding, in constant time. Times are clamped as in
// Observe; n below 1 changes nothing.
func (s *State) Add(n int, from, to time.Time) {
	if n < 1 {
		return
	}
	if s.IsZero() {
		*s = Start(from)
	}
	if n == 1 {
		s.Observe(to)
		return
	}
	begin := s.offset(from)
	end := max(s.offset(to), begin)
	step := float64(end-begin) / float64(n)
	// The sum of exp(-k step / decay) for k from 0 to n-1. With a step so short that the formula loses its digits it is n.
	sum := float64(n)
	if q := -math.Expm1(-step / decayMillis); q > 1e-12 {
		sum = -math.Expm1(-step*float64(n)/decayMillis) / q
	}
	s.Rate = float32(s.rateAt(end) + sum)
	s.Last = end

	before := s.N
	s.N = uint32(min(uint64(before)+uint64(n), math.MaxUint32)) //nolint:gosec // n is at least 1, and the minimum fits.
	level, was := bits.Len32(s.N), bits.Len32(before)
	if level == was {
		return
	}
	when := func(count uint32) int64 { return begin + int64(step*float64(count-before)) }
	if level == was+1 {
		s.Half = s.Mark
	} else {
		s.Half = when(1 << (level - 2))
	}
	s.Mark = when(1 << (level - 1))
}

// Total takes a new total number of reshares, known to have been reached by to: those that are new are spread evenly between from and to.
// A total that is not above N changes nothing.
func (s *State) Total(total int, from, to time.Time) {
	if total > 0 && uint64(total) > uint64(s.N) {
		s.Add(int(min(int64(total)-int64(s.N), math.MaxInt32)), from, to)
	}
}

// offset returns a time as milliseconds since Start, never before Last.
func (s *State) offset(at time.Time) int64 { return max(at.UnixMilli()-s.Start, s.Last, 0) }

// rateAt returns Rate at a later offset.
func (s *State) rateAt(offset int64) float64 {
	if offset <= s.Last {
		return float64(s.Rate)
	}
	return float64(s.Rate) * math.Exp(float64(s.Last-offset)/decayMillis)
}

// halfTime returns about how many milliseconds after the root the cascade had half its present size: exact at powers of two.
func (s *State) halfTime() float64 {
	if s.N == 0 {
		return 0
	}
	power := uint32(1) << (bits.Len32(s.N) - 1)
	return float64(s.Half) + float64(s.Mark-s.Half)*(float64(s.N)/float64(power)-1)
}
