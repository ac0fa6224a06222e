// Package sinks holds what a receiver is told (Notification) and the contract of a sink (Notifier): one payload, one call, a typed
// error. Retries, rate limits, the sent log and digests belong to the dispatcher, once for all sinks.
package sinks

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Event says why a notification is sent.
type Event string

// The events of a notification.
const (
	// EventTell tells people anew: it may make a noise.
	EventTell Event = "tell"
	// EventUpdate shows a new state in place, silently; a sink without anything to update in place ignores it.
	EventUpdate Event = "update"
	// EventAcknowledge says that somebody took it over.
	EventAcknowledge Event = "acknowledge"
	// EventResolve closes it.
	EventResolve Event = "resolve"
)

// Notification is all that a sink knows of an incident. Every text in it is already masked, and still attacker-controlled: a sink
// escapes it for its medium. A sink does not change it or keep it after Notify returns.
type Notification struct {
	// Event says why it is sent.
	Event Event `json:"event"`
	// Incident is the incident's id, such as "t:bluesky:at://…".
	Incident string `json:"incident"`
	// Tell numbers the telling, from 1; updates carry the number of the tell that they update.
	Tell int `json:"tell"`
	// Key de-duplicates at sinks that can: equal for every re-send of one alert, at most 255 bytes.
	Key string `json:"key"`
	// Test marks a drill; a sink shows it.
	Test bool `json:"test,omitempty"`
	// Brand is the brand concerned.
	Brand string `json:"brand"`
	// Level is watch, notify or page.
	Level string `json:"level"`
	// Severity is info, warning, error or critical.
	Severity string `json:"severity"`
	// Status is open, acknowledged or resolved.
	Status string `json:"status"`
	// AcknowledgedBy is who took it over, if anybody.
	AcknowledgedBy string `json:"acknowledged_by,omitempty"`
	// Kinds are the kinds on the incident so far, sorted.
	Kinds []string `json:"kinds"`
	// Topic is the gravest finding's.
	Topic string `json:"topic,omitempty"`
	// Priority orders incidents, 0 to 1.
	Priority float64 `json:"priority"`
	// Title is one line without mark-up, fit for a lock screen.
	Title string `json:"title"`
	// Summary says in one or two sentences what happened and what it asks of the reader.
	Summary string `json:"summary"`
	// Why are the reasons, the heaviest first.
	Why []Reason `json:"why"`
	// Findings are what the detectors claim, the gravest first.
	Findings []Finding `json:"findings,omitempty"`
	// Timeline is the thread, oldest first, the last 20 posts at most.
	Timeline []Post `json:"timeline,omitempty"`
	// Earlier are the last incidents of the same brand, kind and topic that people were told of, the newest first, three at most.
	Earlier []Earlier `json:"earlier,omitempty"`
	// Clocks are the deadlines that run or ran out.
	Clocks []Clock `json:"clocks,omitempty"`
	// Do and DoNot are the advice of the playbook.
	Do    []string `json:"do,omitempty"`
	DoNot []string `json:"do_not,omitempty"`
	// PublicDraft is at most 140 characters; PrivateDraft is longer.
	PublicDraft  string `json:"public_draft,omitempty"`
	PrivateDraft string `json:"private_draft,omitempty"`
	// Precedent is one line: why it matters, with what happened elsewhere.
	Precedent string `json:"precedent,omitempty"`
	// Policy is the address of the published policy to point to, or says in round brackets that none is configured.
	Policy string `json:"policy,omitempty"`
	// Statement is what was agreed to be said, where one is in force.
	Statement *Statement `json:"statement,omitempty"`
	// Links lead a person on: the post, the policy, the runbook.
	Links []Link `json:"links,omitempty"`
	// Route is why this receiver got it: the path of the route.
	Route string `json:"route,omitempty"`
	// StartedAt is when the incident began, At when this state was decided.
	StartedAt time.Time `json:"started_at"`
	At        time.Time `json:"at"`
	// Prior is what this sink answered to the last delivery of the same alert to the same receiver; zero at the first.
	Prior Receipt `json:"prior,omitzero"`
}

// Reason is one signal that led to a decision.
type Reason struct {
	Signal string  `json:"signal"`
	Value  float64 `json:"value"`
	Weight float64 `json:"weight"`
	Rule   string  `json:"rule,omitempty"`
	// Text is the reason in words.
	Text string `json:"text,omitempty"`
}

// Finding is a detector's claim as a receiver sees it.
type Finding struct {
	Kind     string  `json:"kind"`
	Topic    string  `json:"topic,omitempty"`
	Severity string  `json:"severity"`
	Score    float64 `json:"score"`
	Why      string  `json:"why"`
	Evidence string  `json:"evidence,omitempty"`
}

// Post is one line of the timeline.
type Post struct {
	ID        string    `json:"id"`
	At        time.Time `json:"at"`
	Handle    string    `json:"handle,omitempty"`
	Name      string    `json:"name,omitempty"`
	Role      string    `json:"role"`
	Followers int64     `json:"followers,omitempty"`
	Tier      string    `json:"tier"`
	Text      string    `json:"text,omitempty"`
	URL       string    `json:"url,omitempty"`
	// Deleted reports that the post was removed and its text erased.
	Deleted bool `json:"deleted,omitempty"`
	// Note marks a post that matters, such as "complaint" or "bad reply".
	Note string `json:"note,omitempty"`
}

// Outcome says what became of an incident.
type Outcome string

// The outcomes of an incident.
const (
	// OutcomeOpen is that of one that still goes on.
	OutcomeOpen Outcome = "open"
	// OutcomeAcknowledged is that of one which somebody has taken over.
	OutcomeAcknowledged Outcome = "acknowledged"
	// OutcomeLowered is that of one that calmed down by itself.
	OutcomeLowered Outcome = "lowered"
	// OutcomeResolved is that of one that was closed.
	OutcomeResolved Outcome = "resolved"
	// OutcomeNoise is that of one that somebody closed as none.
	OutcomeNoise Outcome = "noise"
)

// Earlier is an incident of the same brand, kind and topic that began before the one that is told. It holds no post's text.
type Earlier struct {
	// Incident is its id.
	Incident string `json:"incident"`
	// Title is one line, of fixed phrases.
	Title string `json:"title"`
	// At is when it began.
	At time.Time `json:"at"`
	// Level is the highest that people were told of it at.
	Level string `json:"level"`
	// Outcome is open, acknowledged, lowered, resolved or noise, By who has it or closed it, where a person did, EndedAt when it was lowered or closed.
	Outcome Outcome   `json:"outcome"`
	By      string    `json:"by,omitempty"`
	EndedAt time.Time `json:"ended_at,omitzero"`
	// URL is the address of its first public post that still stands, where it has one.
	URL string `json:"url,omitempty"`
}

// Ending says in a few words what became of the incident, such as "resolved by jo". It is not escaped.
func (e Earlier) Ending() string {
	var out string
	switch e.Outcome {
	case OutcomeOpen:
		return "still open"
	case OutcomeLowered:
		return "calmed down"
	case OutcomeAcknowledged:
		out = "taken over"
	case OutcomeNoise:
		out = "marked as noise"
	case OutcomeResolved:
		out = "resolved"
	default:
		return string(e.Outcome)
	}
	if e.By != "" {
		out += " by " + e.By
	}
	return out
}

// Clock is a deadline.
type Clock struct {
	Name string    `json:"name"`
	Due  time.Time `json:"due"`
	// State is running, met or overdue.
	State string `json:"state"`
}

// Statement is a statement in force: people say it word for word, or point to it.
type Statement struct {
	Text string `json:"text"`
	// ApprovedBy is who answers for it, Version what tells it from earlier ones.
	ApprovedBy string `json:"approved_by"`
	Version    string `json:"version"`
	// Expires is when it ceases to be in force.
	Expires time.Time `json:"expires"`
}

// Link is a named address.
type Link struct {
	Text string `json:"text"`
	URL  string `json:"url"`
}

// Receipt is what a sink's service answered; the dispatcher keeps it and hands it back as Notification.Prior.
type Receipt struct {
	// Ref finds the message again, such as Slack's "channel:ts" or PagerDuty's dedup_key.
	Ref string `json:"ref,omitempty"`
	// Note is a short remark for the log, such as "ignored: nothing to update".
	Note string `json:"note,omitempty"`
}

// Notifier sends one notification. Notify blocks until the service has answered or ctx is done; it is safe for concurrent use. A nil
// error means that the service has accepted it. An error that is neither Permanent nor RetryAfter is worth a retry with back-off.
type Notifier interface {
	Notify(ctx context.Context, n Notification) (Receipt, error)
}

// PermanentError says that sending the same again cannot succeed.
type PermanentError struct{ err error }

// Permanent wraps err as an error that no retry can mend; nil stays nil.
func Permanent(err error) error {
	if err == nil {
		return nil
	}
	return &PermanentError{err: err}
}

func (e *PermanentError) Error() string { return e.err.Error() }

// Unwrap returns the cause.
func (e *PermanentError) Unwrap() error { return e.err }

// IsPermanent reports whether err, or one it wraps, is permanent.
func IsPermanent(err error) bool {
	var p *PermanentError
	return errors.As(err, &p)
}

// RetryAfterError says that the service asks for a pause.
type RetryAfterError struct {
	after time.Duration
	err   error
}

// RetryAfter wraps err with the pause that the service asks for; nil stays nil.
func RetryAfter(after time.Duration, err error) error {
	if err == nil {
		return nil
	}
	return &RetryAfterError{after: after, err: err}
}

func (e *RetryAfterError) Error() string {
	return fmt.Sprintf("%v (retry after %v)", e.err, e.after)
}

// Unwrap returns the cause.
func (e *RetryAfterError) Unwrap() error { return e.err }

// After returns the pause that err asks for, and whether it asks for one.
func After(err error) (time.Duration, bool) {
	var r *RetryAfterError
	if errors.As(err, &r) {
		return r.after, true
	}
	return 0, false
}
