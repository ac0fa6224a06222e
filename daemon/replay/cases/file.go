// Package cases tests a configuration as promtool tests rules: a file tells short conversations on a virtual clock, and what is expected
// of them. The conversations run through the same code as replay and the daemon do.
package cases

import (
	"fmt"
	"time"

	"firebreak/config"
	"firebreak/daemon/escalation"
	"firebreak/detectors"
)

// File is one file of cases, checked. It is immutable.
type File struct {
	// Name is its name as it was given.
	Name string
	// Config is the configuration under test.
	Config *config.Config
	Tests  []Test
}

// document is a file as it is written.
type document struct {
	// Config is the path of a configuration, relative to the file, or a configuration itself.
	Config any    `yaml:"config,omitempty"`
	Tests  []Test `yaml:"tests" jsonschema:"required,minItems=1"`
}

// Test is one conversation, or several at the same time.
type Test struct {
	Name string `yaml:"name" jsonschema:"required,minLength=1"`
	// Brand is the brand that every post is for; without one the queries and accounts decide, as they do in the daemon.
	Brand string `yaml:"brand,omitempty"`
	// Source is the source of every post, for accounts that are limited to one; "test" by default.
	Source string `yaml:"source,omitempty"`
	// Thread is the conversation that every post belongs to, as its source would say; without it a conversation has the name of its first post.
	// With it, posts may answer and quote posts that the test does not have.
	Thread string `yaml:"thread,omitempty"`
	// Start is the time that offsets count from; Monday, 2026-03-02 09:00 UTC by default.
	Start When `yaml:"start,omitempty"`
	// Judged is what a person said about the conversation; set on examples.
	Judged *Judged `yaml:"judged,omitempty"`
	Events []Event `yaml:"events" jsonschema:"required,minItems=1"`
	// Expect is what must hold after the last event.
	Expect []Expectation `yaml:"expect,omitempty"`

	line int
}

// Judged is what a person said about a conversation that was heard, and what had been made of it until then.
type Judged struct {
	// As is noise, of what should not have been told, or missed, of what should have been.
	As escalation.ActionKind `yaml:"as" json:"as" jsonschema:"required,enum=noise,enum=missed"`
	// Incident is what it was said about. A conversation that made no incident has the id that its incident would have had.
	Incident string `yaml:"incident" json:"incident" jsonschema:"required,minLength=1"`
	Brand    string `yaml:"brand,omitempty" json:"brand,omitempty"`
	// By is who said it, Via where, At when, and Text the remark.
	By   string `yaml:"by,omitempty" json:"by,omitempty"`
	Via  string `yaml:"via,omitempty" json:"via,omitempty"`
	At   When   `yaml:"at,omitempty" json:"at"`
	Text string `yaml:"text,omitempty" json:"text,omitempty"`
	// Told is the highest level at which people had been told by then; none where nobody was.
	Told escalation.Level `yaml:"told,omitempty" json:"told,omitempty" jsonschema:"enum=notify,enum=page"`
	// Gone are posts that were deleted or changed since, which the example therefore does not hold.
	Gone []string `yaml:"gone,omitempty" json:"gone,omitempty"`
}

// Event is one thing that happens: exactly one of Text (a post), RepostOf, EditOf, Delete, MetricsOf, Pass and Action; or none, where it
// only has expectations.
type Event struct {
	// At is when; now, that is the time of the event before, by default. A time that is over already is that of a post that arrives late.
	At When `yaml:"at,omitempty"`
	// ID names the post; "e" and the event's number, from 1, by default.
	ID string `yaml:"id,omitempty"`
	// By is the handle of who posts: the public's, or one of the brand's accounts. For an action it is the person.
	By string `yaml:"by,omitempty"`
	// Author is the id of who posts, where it is not the handle; Name is what the account calls itself.
	Author    string         `yaml:"author,omitempty"`
	Name      string         `yaml:"name,omitempty"`
	Followers int64          `yaml:"followers,omitempty" jsonschema:"minimum=0"`
	Verified  bool           `yaml:"verified,omitempty"`
	Text      string         `yaml:"text,omitempty"`
	ReplyTo   string         `yaml:"reply_to,omitempty"`
	QuoteOf   string         `yaml:"quote_of,omitempty"`
	Tier      detectors.Tier `yaml:"tier,omitempty" jsonschema:"enum=public,enum=private,enum=secure"`
	// URL is where the post stands, so that others can link to it; Links are the addresses that the post carries, Mentions the handles that it names beside those in its text.
	URL      string   `yaml:"url,omitempty"`
	Links    []string `yaml:"links,omitempty"`
	Mentions []string `yaml:"mentions,omitempty"`
	RepostOf string   `yaml:"repost_of,omitempty"`
	EditOf   string   `yaml:"edit_of,omitempty"`
	Delete   string   `yaml:"delete,omitempty"`
	// Metrics are totals so far: of the post itself, or with MetricsOf news of another.
	Metrics   *Metrics `yaml:"metrics,omitempty"`
	MetricsOf string   `yaml:"metrics_of,omitempty"`
	// Pass lets time pass.
	Pass time.Duration `yaml:"pass,omitempty"`
	// Action is what a person does to the incident of Thread; Text is a note or an assignee, Until the end of a snooze or a mute.
	Action escalation.ActionKind `yaml:"action,omitempty" jsonschema:"enum=acknowledge,enum=contact,enum=snooze,enum=assign,enum=note,enum=resolve,enum=noise,enum=missed,enum=confirm_breach,enum=notice_sent,enum=remediation_confirmed,enum=taken_up,enum=mute"`
	// Thread is a post of the conversation, or an incident's id such as "c:…"; needed where there are several incidents.
	Thread string `yaml:"thread,omitempty"`
	Until  When   `yaml:"until,omitempty"`
	// Expect is what must hold right after the event.
	Expect []Expectation `yaml:"expect,omitempty"`

	line int
}

// Metrics are totals of a post so far.
type Metrics struct {
	Reposts int64 `yaml:"reposts,omitempty" jsonschema:"minimum=0"`
	Replies int64 `yaml:"replies,omitempty" jsonschema:"minimum=0"`
	Quotes  int64 `yaml:"quotes,omitempty" jsonschema:"minimum=0"`
	Likes   int64 `yaml:"likes,omitempty" jsonschema:"minimum=0"`
	Views   int64 `yaml:"views,omitempty" jsonschema:"minimum=0"`
}

// Expectation is what must hold at one point. Level, Action, Severity, Kinds, Topic, Reasons, Receivers and By are about one line of
// replay, which must have all of them: with Action or By any line so far, else the latest of an incident, which is how it stands now.
// NotKinds, Pages, Notifies and None are about everything so far.
type Expectation struct {
	// Thread limits it to the incident of one conversation: a post of it, or an incident's id such as "c:…".
	Thread   string                    `yaml:"thread,omitempty"`
	Level    escalation.Level          `yaml:"level,omitempty" jsonschema:"enum=watch,enum=notify,enum=page"`
	Action   escalation.DecisionAction `yaml:"action,omitempty" jsonschema:"enum=open,enum=update,enum=notify,enum=page,enum=lower,enum=resolve"`
	Severity detectors.Severity        `yaml:"severity,omitempty" jsonschema:"enum=info,enum=warning,enum=error,enum=critical"`
	// Kinds must all be there; others may be too.
	Kinds    []string `yaml:"kinds,omitempty"`
	NotKinds []string `yaml:"not_kinds,omitempty"`
	Topic    string   `yaml:"topic,omitempty"`
	// Reasons are names of rules or of signals that must all be there.
	Reasons []string `yaml:"reasons,omitempty"`
	// Receivers are exactly those that the route picks, for a line that tells nobody those of the tell before it; in any order.
	Receivers []string `yaml:"receivers,omitempty"`
	// By is the latest time of the line.
	By When `yaml:"by,omitempty"`
	// Pages and Notifies count the tells so far.
	Pages    *int `yaml:"pages,omitempty" jsonschema:"minimum=0"`
	Notifies *int `yaml:"notifies,omitempty" jsonschema:"minimum=0"`
	// None says that nobody was told.
	None bool `yaml:"none,omitempty"`

	line int
}

// When is a time: an offset from the start of the test, such as 90m, or RFC 3339. The zero value is no time.
type When struct {
	set    bool
	offset time.Duration
	at     time.Time
}

// UnmarshalText reads an offset or a time.
func (w *When) UnmarshalText(text []byte) error {
	if d, err := time.ParseDuration(string(text)); err == nil {
		if d < 0 {
			return fmt.Errorf("%q is before the start", text)
		}
		*w = When{set: true, offset: d}
		return nil
	}
	at, err := time.Parse(time.RFC3339, string(text))
	if err != nil {
		return fmt.Errorf("%q is neither a duration, such as 90m, nor a time, such as 2026-03-02T09:00:00Z", text)
	}
	*w = When{set: true, at: at.UTC()}
	return nil
}

// At is a time of its own; it is cut to UTC.
func At(t time.Time) When { return When{set: true, at: t.UTC()} }

// After is a time as an offset from the start of a test, zero or more.
func After(d time.Duration) When { return When{set: true, offset: d} }

// In is the time that w means in a test that began at start, and now where it means none.
func (w When) In(start, now time.Time) time.Time { return w.time(start, now) }

// MarshalText writes it as UnmarshalText reads it.
func (w When) MarshalText() ([]byte, error) {
	switch {
	case !w.set:
		return nil, nil
	case w.at.IsZero():
		return []byte(short(w.offset)), nil
	}
	return []byte(w.at.Format(time.RFC3339Nano)), nil
}

// time is the time that w means in a test that began at start, and now where it means none.
func (w When) time(start, now time.Time) time.Time {
	switch {
	case !w.set:
		return now
	case w.at.IsZero():
		return start.Add(w.offset)
	}
	return w.at
}

// String is w as it is written, roughly.
func (w When) String() string {
	if !w.at.IsZero() {
		return w.at.Format(time.RFC3339)
	}
	return short(w.offset)
}
