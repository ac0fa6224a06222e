package crisis

import (
	"math"

	"github.com/cespare/xxhash/v2"
)

// key names a series.
type key struct{ brand, family string }

// series is one brand's family of topics: its half hour, its baseline, its crisis.
type series struct {
	key key
	// first is the minute of its first signal, last of its latest; now is the minute that its half hour ends with.
	first, last, now int64
	profile          profile
	// gain remembers the authors of the past hours, those of a crisis replaced by the expected.
	gain   float64
	spread spread
	// expected is the sum over the half hour.
	expected float64
	slots    [window]slot
	seen     map[uint64]struct{}
	voices   voices
	// barred is the minute up to which no crisis may begin, so that its id is new.
	barred int64
	crisis *running
	// active reports that the half hour has posts or a crisis is open; else nothing can happen until the next signal.
	active bool
}

func newSeries(k key, minute int64) *series {
	s := &series{key: k, first: minute, last: minute, now: minute, seen: map[uint64]struct{}{}, voices: newVoices()}
	s.refill()
	return s
}

// slot is where a minute of the half hour lies.
func (s *series) slot(minute int64) *slot { return &s.slots[minute%window] }

// rate is how many authors a minute is expected to have: the profile, times the level of the past hours against the profile.
func (s *series) rate(minute int64) float64 {
	whole := s.profile.whole()
	usual := s.profile.usual(s.first, minute, whole)
	return s.profile.rate(minute, whole) * (s.gain + gainPrior) / (usual + gainPrior)
}

// refill makes the half hour before now empty and as expected.
func (s *series) refill() {
	expected := s.rate(s.now)
	for i := range s.slots {
		posts := s.slots[i].Posts[:0]
		s.slots[i] = slot{Expected: expected, Posts: posts}
	}
	s.total()
}

// total adds up the half hour's expected authors.
func (s *series) total() {
	s.expected = 0
	for i := range s.slots {
		s.expected += s.slots[i].Expected
	}
}

// count adds up the half hour's counts.
func (s *series) count() int {
	n := 0
	for i := range s.slots {
		n += s.slots[i].N
	}
	return n
}

// learns reports that the minute at hand teaches what is usual: not in a crisis, but for a long one in the first day of a series. A busy series
// looks like a crisis when it is first seen, and would for ever.
func (s *series) learns() bool {
	return s.crisis == nil || s.now-s.first < infancy && s.now-s.crisis.began > patience
}

// take counts a signal of a minute within the half hour and reports whether it is new.
func (s *series) take(sig *Signal, minute int64) bool {
	id := xxhash.Sum64String(sig.MentionID)
	if _, repeated := s.seen[id]; repeated || len(s.seen) >= maxPosts {
		return false
	}
	s.seen[id] = struct{}{}
	who := xxhash.Sum64String(sig.Author)
	at := s.slot(minute)
	at.Posts = append(at.Posts, post{ID: id, Author: who, Text: sig.Text, Kind: sig.Kind, Topic: sig.Topic, Thread: sig.Thread})
	at.N += s.voices.speak(who, sig.Text, minute)
	s.last = max(s.last, minute)
	s.active = true
	s.sum(minute)
	return true
}

// sum moves the detector from a minute on: a late signal changes all later ones.
func (s *series) sum(minute int64) {
	before := 0.
	if minute > s.now-window+1 {
		before = s.slot(minute - 1).Sum
	}
	for ; minute <= s.now; minute++ {
		at := s.slot(minute)
		at.Sum = step(before, at.N, at.Expected, s.spread.factor())
		before = at.Sum
	}
}

// calm sets the detector back.
func (s *series) calm() {
	for i := range s.slots {
		s.slots[i].Sum = 0
	}
}

// next closes the minute now and opens the one after it.
func (s *series) next() {
	sum := s.slot(s.now).Sum
	s.now++
	// A page is beyond doubt; a smaller burst may be what this series is like.
	if paged := s.crisis != nil && s.crisis.record.Level == LevelPage; s.now%window == 0 && s.now-s.first > infancy && !paged {
		s.spread.learn(s.count(), s.expected)
	}
	// What the gain takes is a quarter of an hour old.
	if at := s.slot(s.now - gainLag); at.Crisis {
		s.gain = s.gain*fadeMinute() + at.Expected
	} else {
		s.gain = s.gain*fadeMinute() + float64(at.N)
	}
	// The minute that leaves the half hour has the place of the one that enters it.
	at := s.slot(s.now)
	gone := s.now - window
	if !at.Crisis && gone >= s.first {
		s.profile.learn(gone, float64(at.N))
	}
	for i := range at.Posts {
		delete(s.seen, at.Posts[i].ID)
		s.voices.forget(at.Posts[i].Author, gone)
	}
	clear(at.Posts)
	expected := s.rate(s.now)
	*at = slot{Expected: expected, Crisis: !s.learns(), Posts: at.Posts[:0]}
	at.Sum = step(sum, 0, expected, s.spread.factor())
	s.total()
	if len(s.seen) == 0 {
		// Half an hour of silence ends any burst.
		s.calm()
		s.active = s.crisis != nil
	}
}

// rest brings a series without posts to a minute: the minutes between were silent. After more than longest they teach nothing, since nobody
// can have watched.
func (s *series) rest(minute int64) {
	if minute <= s.now {
		return
	}
	// The last half hour, which is empty, leaves as well.
	if gap := minute - s.now; gap <= longest {
		for m := s.now - window + 1; m <= minute-window; m++ {
			if at := s.slot(m); (m > s.now || !at.Crisis) && m >= s.first {
				s.profile.learn(m, 0)
			}
		}
		s.gain *= math.Exp(-float64(gap) / gainDecay)
		if minute-s.first > infancy {
			s.spread.rest(float64(gap)/window, window*s.rate(minute))
		}
	} else {
		s.gain = s.profile.usual(s.first, minute, s.profile.whole())
	}
	s.now = minute
	s.refill()
}

const (
	// longest is the longest silence that a baseline learns, in minutes.
	longest = 35 * dayMinutes
	// infancy is how long, in minutes, a series is so little known that a crisis of more than patience teaches what is usual.
	infancy  = dayMinutes
	patience = 2 * 60
)
