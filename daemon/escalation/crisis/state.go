package crisis

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
)

// State is everything a watch knows, as JSON can keep it. Series are sorted by brand and family, and what is in them is sorted too, so that
// equal watches have equal states.
type State struct {
	// Now is the minute at hand, counted from 1970; 0 before the first.
	Now int64 `json:"now"`
	// Live is how many series share the budget of false alarms.
	Live   int      `json:"live"`
	Series []Series `json:"series"`
}

// Series is the state of one brand's family of topics. A busy one takes about 60 bytes for each post of the past half hour, and 2 KB else.
type Series struct {
	Brand  string `json:"brand"`
	Family string `json:"family"`
	// First is the minute of its first signal, Last of its latest, Now the one that its half hour ends with.
	First int64 `json:"first"`
	Last  int64 `json:"last"`
	Now   int64 `json:"now"`
	// Barred is the minute of the latest crisis.
	Barred  int64   `json:"barred,omitempty"`
	Gain    float64 `json:"gain"`
	Spread  spread  `json:"spread"`
	Profile profile `json:"profile"`
	// Slots are the minutes of the half hour, by minute modulo 30.
	Slots   []slot   `json:"slots"`
	Authors []Author `json:"authors,omitempty"`
	Crisis  *Running `json:"crisis,omitempty"`
}

// Author is somebody who posted within the half hour.
type Author struct {
	Hash uint64 `json:"hash"`
	// Text is the one text that they posted copies of; zero for words of their own.
	Text    uint64 `json:"text,omitempty"`
	Counted int64  `json:"counted"`
	Last    int64  `json:"last"`
}

// Running is an open crisis.
type Running struct {
	Record Crisis `json:"record"`
	// Authors are the hashes of all who took part.
	Authors []uint64 `json:"authors"`
	Told    int      `json:"told"`
	Fresh   bool     `json:"fresh,omitempty"`
	Judged  int      `json:"judged"`
	Quiet   int      `json:"quiet,omitempty"`
}

// State is a copy of everything the watch knows.
func (w *Watch) State() State {
	out := State{Now: w.now, Live: w.live, Series: make([]Series, 0, len(w.series))}
	for _, s := range w.series {
		out.Series = append(out.Series, s.state())
	}
	slices.SortFunc(out.Series, func(a, b Series) int { return a.key().compare(b.key()) })
	return out
}

func (s *Series) key() key { return key{s.Brand, s.Family} }

func (s *series) state() Series {
	out := Series{
		Brand: s.key.brand, Family: s.key.family, First: s.first, Last: s.last, Now: s.now, Barred: s.barred, Gain: s.gain, Spread: s.spread,
		Profile: s.profile, Slots: slices.Clone(s.slots[:]),
	}
	for i := range out.Slots {
		var posts []post
		posts = append(posts, out.Slots[i].Posts...)
		slices.SortFunc(posts, func(a, b post) int { return cmp.Compare(a.ID, b.ID) })
		out.Slots[i].Posts = posts
	}
	for hash, a := range s.voices.authors {
		out.Authors = append(out.Authors, Author{Hash: hash, Text: a.text, Counted: a.counted, Last: a.last})
	}
	slices.SortFunc(out.Authors, func(a, b Author) int { return cmp.Compare(a.Hash, b.Hash) })
	if r := s.crisis; r != nil {
		out.Crisis = &Running{Record: r.show(), Told: r.told, Fresh: r.fresh, Judged: r.judged, Quiet: r.quiet}
		for hash := range r.authors {
			out.Crisis.Authors = append(out.Crisis.Authors, hash)
		}
		slices.Sort(out.Crisis.Authors)
	}
	return out
}

// lastMinute is in the year 9999.
const lastMinute = 253_402_300_799 / 60

// ErrState is a state that no watch can have had. It is wrapped with what is wrong.
var ErrState = errors.New("no state of a crisis watch")

// Restore returns the watch that a state was taken from; it goes on exactly as that one would have. The state is copied.
func Restore(cfg Settings, state State) (*Watch, error) {
	w := New(cfg)
	if state.Now < 0 || state.Now > lastMinute || state.Now > 0 && !plausible(timeOf(state.Now)) {
		return nil, fmt.Errorf("%w: minute %d", ErrState, state.Now)
	}
	if state.Live < 0 || state.Live > len(state.Series) {
		return nil, fmt.Errorf("%w: %d live series", ErrState, state.Live)
	}
	w.now, w.live = state.Now, state.Live
	for i := range state.Series {
		s, err := restore(&state.Series[i], state.Now)
		if err != nil {
			return nil, fmt.Errorf("%w: brand %q, family %q: %w", ErrState, state.Series[i].Brand, state.Series[i].Family, err)
		}
		if w.series[s.key] != nil {
			return nil, fmt.Errorf("%w: brand %q, family %q: twice", ErrState, s.key.brand, s.key.family)
		}
		w.series[s.key] = s
		if s.active {
			w.active = append(w.active, s)
		}
	}
	slices.SortFunc(w.active, func(a, b *series) int { return a.key.compare(b.key) })
	return w, nil
}

func restore(in *Series, now int64) (*series, error) {
	s := &series{
		key: in.key(), first: in.First, last: in.Last, now: in.Now, barred: in.Barred, gain: in.Gain, spread: in.Spread, profile: in.Profile,
		seen: map[uint64]struct{}{}, voices: newVoices(),
	}
	switch {
	case in.Brand == "" || in.Family == "":
		return nil, errors.New("no name")
	case len(in.Slots) != window:
		return nil, fmt.Errorf("%d minutes instead of %d", len(in.Slots), window)
	case in.Now > now || in.First > in.Now || in.Last > in.Now || in.First < window || in.Last < window || in.Barred > in.Now:
		return nil, errors.New("minutes out of order")
	case !s.finite() || !finite(in.Gain, in.Spread.Squares, in.Spread.Weight):
		return nil, errors.New("a number out of range")
	}
	for i := range in.Slots {
		at := &s.slots[i]
		*at = in.Slots[i]
		if at.N < 0 || !finite(at.Expected, at.Sum) {
			return nil, errors.New("a number out of range")
		}
		at.Posts = slices.Clone(at.Posts)
		for _, p := range at.Posts {
			if _, twice := s.seen[p.ID]; twice || len(s.seen) >= maxPosts {
				return nil, errors.New("a post twice, or too many")
			}
			s.seen[p.ID] = struct{}{}
		}
	}
	s.total()
	if err := s.people(in.Authors); err != nil {
		return nil, err
	}
	if in.Crisis != nil {
		r, err := resume(in.Crisis, s)
		if err != nil {
			return nil, err
		}
		s.crisis = r
	}
	s.active = len(s.seen) > 0 || s.crisis != nil
	if s.active && s.now != now {
		return nil, errors.New("a half hour that time left behind")
	}
	return s, nil
}

// people restores the authors: each has a post in the minute of their latest one, and each post has its author.
func (s *series) people(authors []Author) error {
	for _, a := range authors {
		if _, twice := s.voices.authors[a.Hash]; twice || a.Last > s.now || a.Last <= s.now-window || a.Counted > s.now || a.Counted < 0 ||
			!slices.ContainsFunc(s.slot(a.Last).Posts, func(p post) bool { return p.Author == a.Hash }) {
			return errors.New("an author without a post")
		}
		s.voices.authors[a.Hash] = author{text: a.Text, counted: a.Counted, last: a.Last}
		s.voices.join(a.Text)
	}
	for minute := s.now - window + 1; minute <= s.now && minute > 0; minute++ {
		for _, p := range s.slot(minute).Posts {
			if a, known := s.voices.authors[p.Author]; !known || a.last < minute {
				return errors.New("a post without an author")
			}
		}
	}
	return nil
}

func resume(in *Running, s *series) (*running, error) {
	c := in.Record
	if c.Brand != s.key.brand || minuteOf(c.BeganAt) > s.now || c.Family != s.key.family || c.Status != StatusOpen || c.ID == "" || (c.Level != LevelNotify && c.Level != LevelPage) ||
		!finite(c.Expected) || c.Mentions < 0 || in.Judged < 0 || in.Told < 0 || in.Quiet < 0 || len(in.Authors) > maxAuthors ||
		len(c.Topics) > maxTopics || len(c.Threads) > maxThreads || !slices.IsSorted(c.Threads) {
		return nil, errors.New("a crisis that cannot be")
	}
	r := &running{
		record: c, authors: map[uint64]struct{}{}, topics: map[label]int{}, began: minuteOf(c.BeganAt), told: in.Told, fresh: in.Fresh, judged: in.Judged, quiet: in.Quiet,
	}
	r.record.Topics, r.record.Threads = nil, slices.Clone(c.Threads)
	for _, hash := range in.Authors {
		r.authors[hash] = struct{}{}
	}
	for _, t := range c.Topics {
		r.topics[label{t.Kind, t.Topic}] = t.Mentions
	}
	return r, nil
}

// finite reports whether the profile holds only numbers that counting can give.
func (s *series) finite() bool { return finite(s.profile.Sum[:]...) && finite(s.profile.Minutes[:]...) }

func finite(numbers ...float64) bool {
	for _, x := range numbers {
		if math.IsNaN(x) || x < 0 || x > 1e15 {
			return false
		}
	}
	return true
}
