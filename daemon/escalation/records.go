// Package escalation decides who must know of a conversation, and when. It is a pure function of (state, event, now): the same code
// runs live, in replay and in tests.
package escalation

import (
	"time"

	"firebreak/daemon/escalation/crisis"
	"firebreak/detectors"
)

// Level says whom an incident concerns.
type Level string

// The levels, from the lowest.
const (
	// LevelNone is the level of what is no incident.
	LevelNone Level = ""
	// LevelWatch is kept in sight; nobody is told.
	LevelWatch Level = "watch"
	// LevelNotify tells the social team.
	LevelNotify Level = "notify"
	// LevelPage pages the technical responder.
	LevelPage Level = "page"
)

// Rank orders levels: 0 for none, 3 for page.
func (l Level) Rank() int {
	switch l {
	case LevelWatch:
		return 1
	case LevelNotify:
		return 2
	case LevelPage:
		return 3
	case LevelNone:
		return 0
	default:
		return 0
	}
}

// Status is where an incident stands.
type Status string

// The statuses of an incident.
const (
	StatusOpen         Status = "open"
	StatusAcknowledged Status = "acknowledged"
	StatusResolved     Status = "resolved"
)

// Reason is one signal that led to a decision.
type Reason struct {
	// Signal names it, such as "security_complaint" or "follow_up_unanswered".
	Signal string `json:"signal"`
	// Value is what was measured, Weight what one unit of it adds to the score behind Priority.
	Value  float64 `json:"value"`
	Weight float64 `json:"weight"`
	// Rule is the rule that used it, empty where it only adds to the priority.
	Rule string `json:"rule,omitempty"`
}

// Tell is one telling of people at a level.
type Tell struct {
	// Number counts from 1 within the incident.
	Number    int                `json:"number"`
	Level     Level              `json:"level"`
	Severity  detectors.Severity `json:"severity"`
	At        time.Time          `json:"at"`
	MentionID string             `json:"mention_id,omitempty"`
	Reasons   []Reason           `json:"reasons"`
	// Anew reports that what was told before had been taken over, lowered or closed by then, whatever the times say.
	Anew bool `json:"anew,omitempty"`
}

// Clock is a deadline of an incident's thread.
type Clock struct {
	// Name is first_reply, next_reply or private_handoff, or names a legal notice, such as gdpr_authority.
	Name string `json:"name"`
	// Post is the post that it runs for.
	Post  string    `json:"post,omitempty"`
	Start time.Time `json:"start"`
	Due   time.Time `json:"due"`
	// State is running, warned (most of a legal clock is over), met or overdue.
	State string `json:"state"`
}

// Incident is what somebody is told about: a value on the compacted topic "incidents". Each record is the whole incident after its last
// event and lists every tell so far, so that compaction can hide none.
type Incident struct {
	// ID is "t:" and the thread id, "c:" and the crisis id, or "a:" and the account id.
	ID       string             `json:"id"`
	Brand    string             `json:"brand"`
	ThreadID string             `json:"thread_id,omitempty"`
	Level    Level              `json:"level"`
	Severity detectors.Severity `json:"severity"`
	Status   Status             `json:"status"`
	Priority float64            `json:"priority"`
	// Kinds is the sorted set of all kinds on the incident so far, dynamics included.
	Kinds []string `json:"kinds"`
	// Topic is the gravest finding's.
	Topic string `json:"topic,omitempty"`
	// Finding is the gravest finding.
	Finding *detectors.Finding `json:"finding,omitempty"`
	// Findings are the gravest of each kind and topic on posts that still stand, the gravest first, as receivers may see them.
	Findings []detectors.Finding `json:"findings,omitempty"`
	OpenedAt time.Time           `json:"opened_at"`
	// UpdatedAt is the time of the last event; Event numbers it, from 1.
	UpdatedAt time.Time `json:"updated_at"`
	Event     int       `json:"event"`
	Tells     []Tell    `json:"tells,omitempty"`
	// Reasons are those of the last decision.
	Reasons []Reason `json:"reasons,omitempty"`
	Clocks  []Clock  `json:"clocks,omitempty"`
	// Legal are the clocks of notices to authorities, from the confirmation of a breach on; Clocks shows those that are not met.
	Legal []Clock `json:"legal,omitempty"`
	// History lists what people did to it, the last 50.
	History []Done `json:"history,omitempty"`
	// AcknowledgedBy and Assignee are people, as the acting channel names them.
	AcknowledgedBy string    `json:"acknowledged_by,omitempty"`
	Assignee       string    `json:"assignee,omitempty"`
	SnoozedUntil   time.Time `json:"snoozed_until,omitzero"`
	// Posts and People are the thread as receivers may see it, oldest post first.
	Posts  []Post            `json:"posts,omitempty"`
	People map[string]Person `json:"people,omitempty"`
	// Spread are the highest totals known.
	Spread Spread `json:"spread"`
	// Forecast is how far the most reshared grave post will go, where one was reshared.
	Forecast *Forecast `json:"forecast,omitempty"`
	// LoweredAt is when it was last lowered or resolved; only what came later can raise it again.
	LoweredAt time.Time `json:"lowered_at,omitzero"`
	// Crisis is the id of the crisis's incident that the thread belongs to while it runs.
	Crisis string `json:"crisis,omitempty"`
	// Threads are the conversations in which an account posed as the brand, the first 256, on incidents of accounts.
	Threads []string `json:"threads,omitempty"`
	// Burst is the crisis that the incident is about, on those of crises.
	Burst *crisis.Crisis `json:"burst,omitempty"`
	// Private reports that a post of it stands in a private tier.
	Private bool `json:"private,omitempty"`
	// Config is the hash of the configuration that decided.
	Config string `json:"config,omitempty"`
}

// Post is a thread's post as an incident carries it.
type Post struct {
	ID        string         `json:"id"`
	Author    string         `json:"author"`
	Role      detectors.Role `json:"role"`
	Tier      detectors.Tier `json:"tier,omitempty"`
	CreatedAt time.Time      `json:"created_at"`
	Text      string         `json:"text,omitempty"`
	URL       string         `json:"url,omitempty"`
	Deleted   bool           `json:"deleted,omitempty"`
	Findings  []string       `json:"findings,omitempty"`
}

// Person is a participant as an incident carries it.
type Person struct {
	Handle    string         `json:"handle,omitempty"`
	Name      string         `json:"name,omitempty"`
	Followers int64          `json:"followers,omitempty"`
	Role      detectors.Role `json:"role"`
	// Part is what the person is in the conversation: care, technical or comms for the brand's accounts; impostor, expert, customer (complained, or
	// began the thread), supporter, bystander, or other_brand for an account of another configured brand.
	Part string `json:"part,omitempty"`
}

// Spread are the highest totals known of a thread.
type Spread struct {
	Reposts int64 `json:"reposts"`
	Quotes  int64 `json:"quotes"`
	Replies int64 `json:"replies"`
	Likes   int64 `json:"likes"`
}

// ActionKind is what a person, or the daemon for one, did to an incident.
type ActionKind string

// The kinds of actions.
const (
	ActionAcknowledge          ActionKind = "acknowledge"
	ActionContact              ActionKind = "contact"
	ActionSnooze               ActionKind = "snooze"
	ActionAssign               ActionKind = "assign"
	ActionNote                 ActionKind = "note"
	ActionResolve              ActionKind = "resolve"
	ActionNoise                ActionKind = "noise"
	ActionMissed               ActionKind = "missed"
	ActionConfirmBreach        ActionKind = "confirm_breach"
	ActionNoticeSent           ActionKind = "notice_sent"
	ActionRemediationConfirmed ActionKind = "remediation_confirmed"
	ActionTakenUp              ActionKind = "taken_up"
	ActionMute                 ActionKind = "mute"
	// ActionAnswered is the daemon's own: the brand answered a post of a crisis.
	ActionAnswered ActionKind = "answered"
	// ActionContradicted is the daemon's own: a reply in the thread contradicts what another account of the brand said in another, in the post that
	// Text names. Its id is that of ContradictedID.
	ActionContradicted ActionKind = "contradicted"
)

// The claims of a brand's accounts, as pulses carry them: that data was lost, and that it was not.
const (
	ClaimAffirms = "affirms"
	ClaimDenies  = "denies"
)

// KindClaim is the kind of a pulse that carries a claim. It counts towards no crisis.
const KindClaim = "claim"

// Action is a record on the topic "actions".
type Action struct {
	// ID makes applying it twice harmless.
	ID       string `json:"id"`
	Incident string `json:"incident"`
	// Brand says whose incident is meant where Incident is that of a conversation which several brands share. It may be left out.
	Brand string     `json:"brand,omitempty"`
	Kind  ActionKind `json:"kind" jsonschema:"enum=acknowledge,enum=contact,enum=snooze,enum=assign,enum=note,enum=resolve,enum=noise,enum=missed,enum=confirm_breach,enum=notice_sent,enum=remediation_confirmed,enum=taken_up,enum=mute,enum=answered,enum=contradicted"`
	// By is who did it and Via where: slack, pagerduty, api, cli or daemon.
	By  string    `json:"by"`
	Via string    `json:"via"`
	At  time.Time `json:"at"`
	// Text is a note, an assignee, or what a contact said.
	Text string `json:"text,omitempty"`
	// Until ends a snooze or a mute.
	Until time.Time `json:"until,omitzero"`
}

// Done is an action in an incident's history.
type Done struct {
	Kind ActionKind `json:"kind"`
	By   string     `json:"by"`
	Via  string     `json:"via"`
	At   time.Time  `json:"at"`
	Text string     `json:"text,omitempty"`
}

// Pulse is one finding that counts towards a crisis: a value on the topic "pulse".
type Pulse struct {
	Brand  string `json:"brand"`
	Family string `json:"family" jsonschema:"enum=security,enum=fraud,enum=outage,enum=privacy"`
	// MentionID drops repeats; Author is a hash.
	MentionID string `json:"mention_id"`
	Author    string `json:"author"`
	// Minute is the post's time, cut to the minute.
	Minute time.Time `json:"minute"`
	// At is the post's time.
	At    time.Time `json:"at,omitzero"`
	Kind  string    `json:"kind"`
	Topic string    `json:"topic,omitempty"`
	// Thread is the conversation that the post belongs to.
	Thread string `json:"thread,omitempty"`
	// Account is who posted, where the post poses as the brand, and Why the finding's.
	Account *Account `json:"account,omitempty"`
	Why     string   `json:"why,omitempty"`
	// Claim is what an account of the brand says in the post, where it may contradict another: affirms or denies.
	Claim string `json:"claim,omitempty" jsonschema:"enum=affirms,enum=denies"`
	// Text is a hash of the post's normalised text, so that copies of one text count as few.
	Text string `json:"text,omitempty"`
}

// Account is an account that poses as a brand, and where it posted.
type Account struct {
	ID        string `json:"id"`
	Handle    string `json:"handle,omitempty"`
	Name      string `json:"name,omitempty"`
	Followers int64  `json:"followers,omitempty"`
	URL       string `json:"url,omitempty"`
}

// DecisionAction is what a decision does to an incident.
type DecisionAction string

// The actions of a decision.
const (
	DecisionOpen    DecisionAction = "open"
	DecisionUpdate  DecisionAction = "update"
	DecisionNotify  DecisionAction = "notify"
	DecisionPage    DecisionAction = "page"
	DecisionLower   DecisionAction = "lower"
	DecisionResolve DecisionAction = "resolve"
)

// Decision is one line of "firebreak replay".
type Decision struct {
	Time      time.Time          `json:"time"`
	Incident  string             `json:"incident"`
	ThreadID  string             `json:"thread_id"`
	Level     Level              `json:"level"`
	Severity  detectors.Severity `json:"severity"`
	Action    DecisionAction     `json:"action"`
	Priority  float64            `json:"priority"`
	Kinds     []string           `json:"kinds"`
	Topic     string             `json:"topic"`
	Reasons   []Reason           `json:"reasons"`
	MentionID string             `json:"mention_id"`
}
