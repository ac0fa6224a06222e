// Package crisis finds the moment at which a subject stops being one customer's and becomes many people's: many authors, one family of
// topics, a short time, against what is usual for the brand at that time of day. It is pure: it reads no clock, does no I/O, and the same
// signals and times give the same crises, live, in replay and in tests.
//
// Time is counted in whole minutes of UTC. A half hour is the minute at hand and the 29 before it.
package crisis

import (
	"time"
)

// The levels of a crisis: whom it concerns.
const (
	// LevelNotify concerns the social team.
	LevelNotify = "notify"
	// LevelPage concerns whoever is on call.
	LevelPage = "page"
	// LevelOff is the most that a rule which is turned off may ask for; no crisis has it.
	LevelOff = "off"
)

// The statuses of a crisis.
const (
	StatusOpen  = "open"
	StatusEnded = "ended"
)

// Signal is one finding on one public post that counts towards a crisis.
type Signal struct {
	// Brand and Family name the series that it counts for; a signal without either is ignored.
	Brand  string
	Family string
	// MentionID is the post's; the same one within half an hour counts once. A signal without one is ignored.
	MentionID string
	// Author is who wrote the post, by any name that is one a person, such as a hash.
	Author string
	// At is when the post was written. A signal of more than half an hour ago is ignored; one of the future counts in the present minute.
	At time.Time
	// Kind and Topic are the finding's.
	Kind  string
	Topic string
	// Text is Fingerprint of the post's text: equal values are copies of one text. Zero is a text whose copies cannot be told.
	Text uint64
	// Thread is the conversation that the post belongs to; empty where it is unknown.
	Thread string
}

// Settings are the numbers of the rules. The zero value of a field stands for its default.
type Settings struct {
	// Authors is how many distinct authors within half an hour page when they are also more than Factor times the expected, whatever is known of
	// the baseline. 15 by default.
	Authors int
	// SmallAuthors is how many a smaller burst needs at least. 5 by default.
	SmallAuthors int
	// Factor is how many times the expected count a burst must be. 4 by default.
	Factor float64
	// EndFactor is how many times the expected count a crisis must stay below in order to end. 2 by default.
	EndFactor float64
	// Quiet is for how long it must stay below; at least half an hour. 60 minutes by default.
	Quiet time.Duration
	// Mature is how long a series must be known before a smaller burst pages. 14 days by default.
	Mature time.Duration
	// NotifyEvery and PageEvery are how seldom the burst detector may be wrong, over all series together: once a week and once a quarter (13
	// weeks) by default.
	NotifyEvery time.Duration
	PageEvery   time.Duration
	// ManyAuthorsMost and BurstMost are what the two rules that begin a crisis may ask for at most: LevelPage by default, LevelNotify, or LevelOff.
	ManyAuthorsMost string
	BurstMost       string
}

const (
	day     = 24 * time.Hour
	week    = 7 * day
	quarter = 13 * week
)

// withDefaults fills in what is zero or makes no sense.
func (s Settings) withDefaults() Settings {
	if s.Authors <= 0 {
		s.Authors = 15
	}
	if s.SmallAuthors <= 0 {
		s.SmallAuthors = 5
	}
	if !(s.Factor > 0) {
		s.Factor = 4
	}
	if !(s.EndFactor > 0) {
		s.EndFactor = 2
	}
	if s.Quiet <= 0 {
		s.Quiet = time.Hour
	}
	s.Quiet = max(s.Quiet, window*time.Minute)
	if s.Mature <= 0 {
		s.Mature = 14 * day
	}
	if s.NotifyEvery <= 0 {
		s.NotifyEvery = week
	}
	if s.PageEvery <= 0 {
		s.PageEvery = quarter
	}
	return s
}

// Crisis is a value on the compacted topic "crises": the whole crisis after its last change.
type Crisis struct {
	// ID is the brand in lower case with dashes, the family and the minute of the beginning, such as "acme-security-20261122T0910Z".
	ID     string `json:"id"`
	Brand  string `json:"brand"`
	Family string `json:"family" jsonschema:"enum=security,enum=fraud,enum=outage,enum=privacy"`
	// Level never falls while the crisis is open.
	Level  string `json:"level" jsonschema:"enum=notify,enum=page"`
	Status string `json:"status" jsonschema:"enum=open,enum=ended"`
	// BeganAt is the minute in which it was found; its first posts are up to half an hour older.
	BeganAt time.Time `json:"began_at"`
	// LastAt is the minute of its latest post.
	LastAt time.Time `json:"last_at"`
	// EndedAt is when it ended.
	EndedAt time.Time `json:"ended_at,omitzero"`
	// Authors is how many accounts took part and Mentions how many posts, since half an hour before it was found. From 16,384 on Authors is a
	// lower bound.
	Authors  int `json:"authors"`
	Mentions int `json:"mentions"`
	// Expected is how many authors half an hour would have at this time without the crisis.
	Expected float64 `json:"expected"`
	// Peak is the largest number of authors within half an hour, where copies of one text count as few.
	Peak int `json:"peak"`
	// Nature says what people say happened: rumour, breach, third_party_breach, outage, privacy, or a topic of the family. See docs/crisis.md.
	Nature string `json:"nature"`
	// Topic is the most frequent topic, the gravest of equals.
	Topic string `json:"topic,omitempty"`
	// Topics are all, the most frequent first.
	Topics []Topic `json:"topics"`
	// Threads are conversations that take part, sorted; the first 256 that came.
	Threads []string `json:"threads,omitempty"`
}

// Topic is how often a crisis speaks of one topic.
type Topic struct {
	Kind     string `json:"kind"`
	Topic    string `json:"topic,omitempty"`
	Mentions int    `json:"mentions"`
}

// Kind says what a change does.
type Kind string

// The kinds of changes.
const (
	// KindBegin is a new crisis: people of its level are told.
	KindBegin Kind = "begin"
	// KindRise is a higher level: people of that level are told.
	KindRise Kind = "rise"
	// KindUpdate is something that people see changed: twice the authors, another topic, another nature. Nobody is told anew.
	KindUpdate Kind = "update"
	// KindEnd is its end.
	KindEnd Kind = "end"
)

// Change is one step of a crisis.
type Change struct {
	// Crisis is the whole crisis after the change; the receiver owns it.
	Crisis Crisis `json:"crisis"`
	Kind   Kind   `json:"kind" jsonschema:"enum=begin,enum=rise,enum=update,enum=end"`
	// At is the minute of the change; for an end by a person, the time of the person.
	At time.Time `json:"at"`
	// Reasons are what was measured; one that decided names its rule.
	Reasons []Reason `json:"reasons"`
}

// The rules that decide, as Reason.Rule names them.
const (
	// RuleManyAuthors: many authors within half an hour, far above the expected count.
	RuleManyAuthors = "crisis_many_authors"
	// RuleBurst: fewer authors, far above the expected count, with the burst detector above its threshold.
	RuleBurst = "crisis_burst"
	// RuleQuiet: the counts stayed low.
	RuleQuiet = "crisis_quiet"
	// RulePerson: a person ended it.
	RulePerson = "crisis_person"
)

// Reason is one number that led to a change.
type Reason struct {
	// Signal is distinct_authors or expected_authors (within half an hour), burst (the detector's sum) or burst_threshold (what it is held
	// against), days_known (of the baseline), topic or nature (the mentions in favour).
	Signal string  `json:"signal"`
	Value  float64 `json:"value"`
	// Rule is the rule that decided by it, empty where it only explains.
	Rule string `json:"rule,omitempty"`
}
