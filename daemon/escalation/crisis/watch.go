package crisis

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/cespare/xxhash/v2"
)

const (
	// liveMinutes is how recently a series must have had a signal to share the budget of false alarms.
	liveMinutes = 7 * dayMinutes
	// forgetMinutes is after how long without a signal a series is forgotten.
	forgetMinutes = 90 * dayMinutes
)

// Watch holds the series of all brands and families and finds their crises. Its time is moved by Advance alone. It is not safe for
// concurrent use.
type Watch struct {
	cfg    Settings
	series map[key]*series
	// active are the series in which something can happen, by brand and family.
	active []*series
	// now is the minute at hand, 0 before the first; live how many series share the budget, as counted at the last full hour.
	now  int64
	live int
}

// New returns a watch without a past.
func New(cfg Settings) *Watch {
	return &Watch{cfg: cfg.withDefaults(), series: map[key]*series{}}
}

// Reconfigure takes new settings; open crises stay as they are.
func (w *Watch) Reconfigure(cfg Settings) { w.cfg = cfg.withDefaults() }

// Apply counts a signal. It begins a crisis or raises its level; everything else comes from Advance. Call Advance with the present time first
// (in a replay, the latest time seen): a signal does not move time.
func (w *Watch) Apply(sig Signal) []Change {
	if sig.Brand == "" || sig.Family == "" || sig.MentionID == "" || !plausible(sig.At) {
		return nil
	}
	minute := minuteOf(sig.At)
	if w.now == 0 {
		w.move(minute)
	}
	minute = min(minute, w.now)
	if minute <= w.now-window {
		return nil
	}
	k := key{sig.Brand, sig.Family}
	s := w.series[k]
	if s == nil {
		s = newSeries(k, w.now)
		w.series[k] = s
	}
	s.rest(w.now)
	before := s.active
	if !s.take(&sig, minute) {
		return nil
	}
	if !before {
		i, _ := slices.BinarySearchFunc(w.active, k, func(s *series, k key) int { return s.key.compare(k) })
		w.active = slices.Insert(w.active, i, s)
	}
	if s.crisis != nil {
		posts := s.slot(minute).Posts
		s.crisis.add(&posts[len(posts)-1], minute)
		s.crisis.record.Peak = max(s.crisis.record.Peak, s.voices.count)
	}
	return w.decide(s)
}

// Advance lets time pass up to now and returns what it changes, in the order of time: updates and ends. Time never goes back.
func (w *Watch) Advance(now time.Time) []Change {
	if !plausible(now) {
		return nil
	}
	var out []Change
	for minute := minuteOf(now); w.now < minute; {
		if len(w.active) == 0 || w.now == 0 {
			w.move(minute)
			break
		}
		w.move(w.now + 1)
		still := w.active[:0]
		for _, s := range w.active {
			if c, changed := w.minute(s); changed {
				out = append(out, c)
			}
			if s.active {
				still = append(still, s)
			}
		}
		clear(w.active[len(still):])
		w.active = still
	}
	return out
}

// Next is when Advance could next change something: the next minute, or zero when nothing can happen before the next signal.
func (w *Watch) Next() time.Time {
	if len(w.active) == 0 {
		return time.Time{}
	}
	return timeOf(w.now + 1)
}

// End ends a crisis because a person says so. What is said at present becomes what is expected, and fades from that to what is usual within
// hours, so that the same talk does not begin another. An unknown id, and a crisis that ended, change nothing.
func (w *Watch) End(id string, at time.Time) []Change {
	for i, s := range w.active {
		if s.crisis == nil || s.crisis.record.ID != id {
			continue
		}
		reasons := []Reason{{Signal: "distinct_authors", Value: float64(s.voices.count), Rule: RulePerson}}
		change := s.end(at.UTC(), reasons)
		s.accept()
		if !s.active {
			w.active = slices.Delete(w.active, i, i+1)
		}
		return []Change{change}
	}
	return nil
}

// Open are the open crises, by brand and family.
func (w *Watch) Open() []Crisis {
	var out []Crisis
	for _, s := range w.active {
		if s.crisis != nil {
			out = append(out, s.crisis.show())
		}
	}
	return out
}

// minute moves a series by one minute.
func (w *Watch) minute(s *series) (Change, bool) {
	r := s.crisis
	if r == nil {
		s.next()
		return Change{}, false
	}
	changed := r.settle()
	if float64(s.voices.count) < max(w.cfg.EndFactor*s.expected, w.cfg.EndFactor*float64(w.cfg.SmallAuthors)/w.cfg.Factor) {
		r.quiet++
	} else {
		r.quiet = 0
	}
	// A low half hour means that each of its minutes was low.
	if time.Duration(r.quiet+window-1)*time.Minute >= w.cfg.Quiet {
		reasons := []Reason{
			{Signal: "distinct_authors", Value: float64(s.voices.count), Rule: RuleQuiet},
			{Signal: "expected_authors", Value: s.expected},
		}
		s.next()
		return s.end(timeOf(s.now), reasons), true
	}
	s.next()
	r.record.Expected = s.expected
	if !changed {
		return Change{}, false
	}
	return Change{Crisis: r.show(), Kind: KindUpdate, At: timeOf(s.now), Reasons: []Reason{
		{Signal: "distinct_authors", Value: float64(s.voices.count)},
		{Signal: "expected_authors", Value: s.expected},
	}}, true
}

// decide applies the rules to a series that a signal changed.
func (w *Watch) decide(s *series) []Change {
	if s.crisis != nil && s.crisis.record.Level == LevelPage {
		return nil
	}
	level, reasons := w.level(s)
	switch r := s.crisis; {
	case level == "":
		return nil
	case r == nil:
		if s.now <= s.barred {
			return nil
		}
		s.begin(level)
		return []Change{{Crisis: s.crisis.show(), Kind: KindBegin, At: timeOf(s.now), Reasons: reasons}}
	default:
		r.record.Level = LevelPage
		r.fresh = true
		r.judge()
		return []Change{{Crisis: r.show(), Kind: KindRise, At: timeOf(s.now), Reasons: reasons}}
	}
}

// level is what the rules say of a series at present, with what was measured.
func (w *Watch) level(s *series) (string, []Reason) {
	n := s.voices.count
	if n < min(w.cfg.SmallAuthors, w.cfg.Authors) {
		return "", nil
	}
	var (
		authors = float64(n)
		many    = w.cfg.Factor * s.expected
		sum     = s.slot(s.now).Sum
		rate    = s.expected / window
		known   = time.Duration(s.now-s.first) * time.Minute
		level   string
		rule    string
		limit   = w.threshold(rate, w.cfg.NotifyEvery)
	)
	if n >= w.cfg.Authors && authors > many {
		level, rule = most(LevelPage, w.cfg.ManyAuthorsMost), RuleManyAuthors
	}
	if level != LevelPage && authors >= max(float64(w.cfg.SmallAuthors), many) && sum >= limit {
		burst := LevelNotify
		page := w.threshold(rate, w.cfg.PageEvery)
		if known >= w.cfg.Mature && sum >= page {
			burst = LevelPage
		}
		if burst = most(burst, w.cfg.BurstMost); burst == LevelPage {
			level, rule, limit = burst, RuleBurst, page
		} else if level == "" {
			level, rule = burst, RuleBurst
		}
	}
	if level == "" {
		return "", nil
	}
	if s.crisis != nil && level == LevelNotify {
		return "", nil
	}
	return level, []Reason{
		{Signal: "distinct_authors", Value: authors, Rule: rule},
		{Signal: "expected_authors", Value: s.expected},
		{Signal: "burst", Value: sum},
		{Signal: "burst_threshold", Value: limit},
		{Signal: "days_known", Value: known.Hours() / 24},
	}
}

// most is a level that is no higher than a rule may ask for; empty where it is off.
func most(level, limit string) string {
	switch {
	case limit == LevelOff:
		return ""
	case limit == LevelNotify:
		return LevelNotify
	default:
		return level
	}
}

// threshold is the detector's for a series, when all live ones together may be wrong once in every.
func (w *Watch) threshold(rate float64, every time.Duration) float64 {
	return Threshold(rate, every.Minutes()*float64(max(w.live, 1)))
}

// move sets the time. At each new hour it counts who shares the budget; only then, so that the order of signals within a minute cannot matter.
func (w *Watch) move(minute int64) {
	hour := w.now / 60
	w.now = minute
	if hour == minute/60 {
		return
	}
	w.live = 0
	for k, s := range w.series {
		switch {
		case s.active || s.last >= minute-liveMinutes:
			w.live++
		case s.last < minute-forgetMinutes:
			delete(w.series, k)
		}
	}
}

// begin opens a crisis with the posts of the half hour, which the baseline then does not learn.
func (s *series) begin(level string) {
	s.barred = s.now
	r := &running{authors: map[uint64]struct{}{}, topics: map[label]int{}, began: s.now, fresh: true}
	r.record = Crisis{
		ID: identify(s.key, s.now), Brand: s.key.brand, Family: s.key.family, Level: level, Status: StatusOpen, BeganAt: timeOf(s.now),
		Expected: s.expected, Peak: s.voices.count,
	}
	for minute := s.now - window + 1; minute <= s.now; minute++ {
		at := s.slot(minute)
		at.Crisis = true
		for i := range at.Posts {
			r.add(&at.Posts[i], minute)
		}
	}
	r.told = len(r.authors)
	r.judge()
	s.crisis = r
}

// end closes the crisis.
func (s *series) end(at time.Time, reasons []Reason) Change {
	out := s.crisis.show()
	out.Status, out.EndedAt = StatusEnded, at
	s.crisis = nil
	s.active = len(s.seen) > 0
	s.barred = s.now
	s.calm()
	return Change{Crisis: out, Kind: KindEnd, At: at, Reasons: reasons}
}

// accept makes what is said at present what is expected.
func (s *series) accept() {
	rate := float64(s.voices.count) / window
	now := s.rate(s.now)
	if rate <= now {
		return
	}
	whole := s.profile.whole()
	usual := s.profile.usual(s.first, s.now, whole)
	s.gain = rate/s.profile.rate(s.now, whole)*(usual+gainPrior) - gainPrior
	for i := range s.slots {
		s.slots[i].Expected = max(s.slots[i].Expected, rate)
	}
	s.total()
}

// identify is the id of a crisis: the brand in lower case, the family and the minute. A name that others could share then has a hash.
func identify(k key, minute int64) string {
	plain := true
	slug := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r):
			return unicode.ToLower(r)
		case r == ' ':
		default:
			plain = false
		}
		return '-'
	}, k.brand)
	if !plain {
		slug += "-" + strconv.FormatUint(xxhash.Sum64String(k.brand), 36)
	}
	return slug + "-" + k.family + "-" + timeOf(minute).Format("20060102T1504Z")
}

// plausible reports whether a time is one of the Unix era with a year of four digits.
func plausible(t time.Time) bool { return t.Unix() >= 60*window && t.Year() <= 9999 }

// minuteOf counts minutes since 1970.
func minuteOf(t time.Time) int64 { return t.Unix() / 60 }

func (k key) compare(other key) int {
	return cmp.Or(cmp.Compare(k.brand, other.brand), cmp.Compare(k.family, other.family))
}
