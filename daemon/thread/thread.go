// Package thread holds the state of one conversation and its pure transition: who said what, in which order, what is unanswered, how
// far it spread. It reads no clock; time comes in with the events.
package thread

import (
	"time"

	"firebreak/detectors"
)

// KeptPosts is how many posts of a thread keep their text.
const KeptPosts = 20

// Thread is the state of one conversation: a value on the compacted topic "threads". Apply changes it in place; it is owned by one
// goroutine at a time.
type Thread struct {
	// ID is the thread id; Brand the brand concerned. One conversation that concerns two brands is two threads.
	ID    string `json:"id"`
	Brand string `json:"brand"`
	// Posts are the last KeptPosts posts, in order of CreatedAt, and any older one that carries findings.
	Posts []Post `json:"posts,omitempty"`
	// People are the authors seen, by author id.
	People map[string]Person `json:"people,omitempty"`
	// Seen are hashes of the ids applied, in order of arrival, bounded.
	Seen []uint64 `json:"seen,omitempty"`
	// StartedAt and LastAt are the earliest and latest CreatedAt seen.
	StartedAt time.Time `json:"started_at"`
	LastAt    time.Time `json:"last_at"`
	// Reposts, Quotes, Replies and Likes are the highest totals known.
	Reposts int64 `json:"reposts,omitempty"`
	Quotes  int64 `json:"quotes,omitempty"`
	Replies int64 `json:"replies,omitempty"`
	Likes   int64 `json:"likes,omitempty"`
	// Reshares are the times of the latest reshares, sorted, bounded.
	Reshares []time.Time `json:"reshares,omitempty"`
	// SpreadAt is when the totals were last known.
	SpreadAt time.Time `json:"spread_at,omitzero"`
	// FollowUps counts follow-ups to unanswered posts, Unresolved further complaints after a brand's answer.
	FollowUps  int `json:"follow_ups,omitempty"`
	Unresolved int `json:"unresolved,omitempty"`
	// Supporters are the author ids of bystanders who took the complainant's side while nobody had answered.
	Supporters []string `json:"supporters,omitempty"`
	// Experts are the handles of listed experts tagged or joined.
	Experts []string `json:"experts,omitempty"`
	// Joined are large accounts that joined.
	Joined []Joined `json:"joined,omitempty"`
	// TakenUp is when an invitation to a private channel was taken up.
	TakenUp time.Time `json:"taken_up,omitzero"`
	// Facts are the dynamics that hold, by kind, with the time they first held.
	Facts map[string]time.Time `json:"facts,omitempty"`
}

// Post is one post of a thread.
type Post struct {
	ID        string         `json:"id"`
	InReplyTo string         `json:"in_reply_to,omitempty"`
	Author    string         `json:"author"`
	Role      detectors.Role `json:"role"`
	// Account is the duty of a brand account: care, technical or comms.
	Account   string         `json:"account,omitempty"`
	Tier      detectors.Tier `json:"tier,omitempty"`
	CreatedAt time.Time      `json:"created_at"`
	Text      string         `json:"text,omitempty"`
	URL       string         `json:"url,omitempty"`
	Edited    bool           `json:"edited,omitempty"`
	Deleted   bool           `json:"deleted,omitempty"`
	// AnsweredAt is when the brand answered it; zero while nobody has.
	AnsweredAt time.Time           `json:"answered_at,omitzero"`
	Findings   []detectors.Finding `json:"findings,omitempty"`
}

// Person is an author in a thread.
type Person struct {
	Handle    string         `json:"handle,omitempty"`
	Name      string         `json:"name,omitempty"`
	Followers int64          `json:"followers,omitempty"`
	Role      detectors.Role `json:"role"`
	Account   string         `json:"account,omitempty"`
	Posts     int            `json:"posts"`
	FirstAt   time.Time      `json:"first_at"`
}

// Joined is a large account that came into the thread.
type Joined struct {
	Author    string    `json:"author"`
	Followers int64     `json:"followers"`
	At        time.Time `json:"at"`
}

// Event is what Apply takes: a mention, already masked and analysed.
type Event struct {
	Mention  *detectors.Mention
	Speaker  detectors.Speaker
	Analysis *detectors.Analysis
}
