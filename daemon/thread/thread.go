// Package thread holds the state of one conversation and its pure transition: who said what, in which order, what is unanswered, how
// far it spread. It reads no clock; time comes in with the events. It judges nothing: what a state means is the escalation's business.
package thread

import (
	"slices"
	"time"

	"firebreak/daemon/escalation/forecast"
	"firebreak/detectors"
)

// Bounds of what one thread keeps.
const (
	// KeptPosts is how many of the latest posts of a thread are kept.
	KeptPosts = 20
	// KeptFindings is how many older posts with findings are kept beside them.
	KeptFindings = 30
	// KeptSeen is how many ids are remembered to drop repeats.
	KeptSeen = 512
	// KeptFacts is how many facts are kept.
	KeptFacts = 512
	// KeptPeople is how many authors are kept.
	KeptPeople = 256
)

// Thread is the state of one conversation: the heart of a value on the compacted topic "threads". Apply changes it in place; it is owned
// by one goroutine at a time.
type Thread struct {
	// ID is the thread id; Brand the brand concerned. One conversation that concerns two brands is two threads.
	ID    string `json:"id"`
	Brand string `json:"brand"`
	// Root is the earliest post seen.
	Root Root `json:"root"`
	// Posts are the posts kept, in order of CreatedAt. Texts are kept once the thread holds a finding of severity warning or more.
	Posts []Post `json:"posts,omitempty"`
	// People are the authors seen, by author id.
	People map[string]Person `json:"people,omitempty"`
	// Seen are hashes of the ids applied, in order of arrival, at most KeptSeen.
	Seen []uint64 `json:"seen,omitempty"`
	// LastAt is the latest time at which anything happened; LastPostAt leaves out reposts and counts.
	LastAt     time.Time `json:"last_at"`
	LastPostAt time.Time `json:"last_post_at,omitzero"`
	// BrandAt is when the brand first posted.
	BrandAt time.Time `json:"brand_at,omitzero"`
	// Reposts, Quotes, Replies and Likes are the highest totals known of any post.
	Reposts int64 `json:"reposts,omitempty"`
	Quotes  int64 `json:"quotes,omitempty"`
	Replies int64 `json:"replies,omitempty"`
	Likes   int64 `json:"likes,omitempty"`
	// Experts are the handles of listed experts that were tagged or joined.
	Experts []string `json:"experts,omitempty"`
	// Handoff is when the brand last invited to a private channel, TakenUp when the customer came.
	Handoff time.Time `json:"handoff,omitzero"`
	TakenUp time.Time `json:"taken_up,omitzero"`
	// HandoffOverdue reports that the clock of the invitation ran out.
	HandoffOverdue bool `json:"handoff_overdue,omitempty"`
	// Facts are the dynamics, in order of arrival, at most KeptFacts.
	Facts []Fact `json:"facts,omitempty"`
}

// Root is what is known of the post that began the thread.
type Root struct {
	ID        string    `json:"id"`
	Author    string    `json:"author"`
	Followers int64     `json:"followers,omitempty"`
	At        time.Time `json:"at"`
}

// Post is one post of a thread.
type Post struct {
	ID        string         `json:"id"`
	InReplyTo string         `json:"in_reply_to,omitempty"`
	QuoteOf   string         `json:"quote_of,omitempty"`
	Author    string         `json:"author"`
	Role      detectors.Role `json:"role"`
	// Account is the duty of a brand account: care, technical or comms.
	Account string `json:"account,omitempty"`
	// OtherBrand is the configured brand that the author speaks for, where that is not the thread's: neither its voice nor a customer.
	OtherBrand string         `json:"other_brand,omitempty"`
	Tier       detectors.Tier `json:"tier,omitempty"`
	CreatedAt  time.Time      `json:"created_at"`
	Text       string         `json:"text,omitempty"`
	URL        string         `json:"url,omitempty"`
	Edited     bool           `json:"edited,omitempty"`
	Deleted    bool           `json:"deleted,omitempty"`
	// Stances are the heads that count for it, such as detectors.HeadDissent.
	Stances []string `json:"stances,omitempty"`
	// AnsweredAt is when the brand answered it; zero while nobody has.
	AnsweredAt time.Time `json:"answered_at,omitzero"`
	// Overdue is the deadline that ran out while it was unanswered.
	Overdue  time.Time           `json:"overdue,omitzero"`
	Findings []detectors.Finding `json:"findings,omitempty"`
	// Reposts is the highest total known of this post, SpreadAt when it was last told, Reshares the times of its latest reshares, sorted.
	Reposts  int64       `json:"reposts,omitempty"`
	SpreadAt time.Time   `json:"spread_at,omitzero"`
	Reshares []time.Time `json:"reshares,omitempty"`
	// Cascade is what the forecast knows of the post's reshares.
	Cascade forecast.State `json:"cascade,omitzero"`
}

// Person is an author in a thread.
type Person struct {
	Handle    string         `json:"handle,omitempty"`
	Name      string         `json:"name,omitempty"`
	Followers int64          `json:"followers,omitempty"`
	Role      detectors.Role `json:"role"`
	Account   string         `json:"account,omitempty"`
	// OtherBrand is as that of its posts.
	OtherBrand string    `json:"other_brand,omitempty"`
	Posts      int       `json:"posts"`
	FirstAt    time.Time `json:"first_at"`
	// Expert reports that the configuration lists the account.
	Expert bool `json:"expert,omitempty"`
	// Supports reports that it took the complainant's side while nobody had answered.
	Supports bool `json:"supports,omitempty"`
}

// FactKind names a dynamic of a thread. Those that are kinds of an incident too have the same name there.
type FactKind string

// The dynamics of a thread.
const (
	// FactFollowUp is a further post of an author whose earlier post is still unanswered.
	FactFollowUp FactKind = "follow_up_unanswered"
	// FactUnresolved is a further complaint after the brand's answer.
	FactUnresolved FactKind = "unresolved"
	// FactSupport is a bystander at the complainant's side while nobody has answered.
	FactSupport FactKind = "bystander_support"
	// FactExpert is a listed expert, tagged or joined.
	FactExpert FactKind = "expert_joined"
	// FactLargeAccount is an account with many followers that joined.
	FactLargeAccount FactKind = "large_account_joined"
	// FactReach is a burst of reshares of a post that complains or of a bad reply.
	FactReach FactKind = "reach_growth"
	// FactPassedAround is the brand's second and every further sending on of the customer to another place.
	FactPassedAround FactKind = "passed_around"
	// FactInsistence is the brand's insisting on a request after the customer wrote again.
	FactInsistence FactKind = "insistence"
	// FactInconsistent is an answer that contradicts another account of the brand.
	FactInconsistent FactKind = "inconsistent_answer"
	// FactAmplification is mockery of a bad reply of the brand.
	FactAmplification FactKind = "amplification"
	// FactRemediation is somebody's word that a complaint was mended. It resolves nothing: a technical person confirms it.
	FactRemediation FactKind = "remediation_seen"
	// FactForecast is an alarm of the forecast: the post will be reshared widely.
	FactForecast FactKind = "forecast"
	// FactAnswered is the brand's answer to a post.
	FactAnswered FactKind = "answered"
	// FactEdited and FactDeleted are changes of a post.
	FactEdited  FactKind = "edited"
	FactDeleted FactKind = "deleted"
	// FactTakenUp is the customer's coming to the private channel.
	FactTakenUp FactKind = "taken_up"
)

// Fact is one dynamic that holds.
type Fact struct {
	Kind FactKind `json:"kind"`
	// Post is the post that made it hold.
	Post string    `json:"post"`
	At   time.Time `json:"at"`
	// Severity is the gravest of the complaint that it concerns.
	Severity detectors.Severity `json:"severity,omitempty"`
	// Value measures it: the followers of an account, the reshares of a burst, the number of hand-offs; else 1.
	Value float64 `json:"value"`
}

// Event is what Apply takes: a mention, already masked and analysed.
type Event struct {
	Mention  *detectors.Mention
	Speaker  detectors.Speaker
	Analysis *detectors.Analysis
	// Expert reports that the configuration lists the author as an expert, Tagged the listed experts that the text names.
	Expert bool
	Tagged []string
}

// Limits are the limits that Apply needs.
type Limits struct {
	// FollowUpAfter is the time after an unanswered post from which another of the same author is a follow-up.
	FollowUpAfter time.Duration
	// ReshareCount reshares of one post within ReshareWindow are a burst.
	ReshareCount  int
	ReshareWindow time.Duration
	// NotableAccount is the number of followers from which an account that joins is remembered.
	NotableAccount int64
}

// Change is what one event did.
type Change struct {
	// Applied is false for a repeat, and for an event about a post that the thread does not know.
	Applied bool
	// Post is the index in Posts of the post concerned, or -1.
	Post int
	// Findings reports that the post's findings are new.
	Findings bool
	// Facts are those that began to hold.
	Facts []Fact
}

// New returns an empty thread.
func New(id, brand string) *Thread {
	return &Thread{ID: id, Brand: brand, People: map[string]Person{}}
}

// Gravest returns the highest severity of the post's findings.
func (p *Post) Gravest() detectors.Severity {
	var top detectors.Severity
	for i := range p.Findings {
		if p.Findings[i].Severity.Rank() > top.Rank() {
			top = p.Findings[i].Severity
		}
	}
	return top
}

// Bystands reports whether a member of the public wrote it: neither the brand nor another brand's account.
func (p *Post) Bystands() bool { return p.Role != detectors.RoleBrand && p.OtherBrand == "" }

// Complains reports whether a member of the public complains in it: a finding of severity warning or more. Who poses as the brand does not.
func (p *Post) Complains() bool {
	return p.Bystands() && p.Gravest().Rank() >= detectors.SeverityWarning.Rank() && !p.Has(detectors.KindImpersonation)
}

// unansweredAt reports whether the post had no answer at a time.
func (p *Post) unansweredAt(at time.Time) bool {
	return !p.Deleted && (p.AnsweredAt.IsZero() || p.AnsweredAt.After(at))
}

// Stands reports whether a head counts for the post.
func (p *Post) Stands(head string) bool { return slices.Contains(p.Stances, head) }

// Has reports whether the post has a finding of one of the kinds.
func (p *Post) Has(kinds ...string) bool {
	return slices.ContainsFunc(p.Findings, func(f detectors.Finding) bool { return slices.Contains(kinds, f.Kind) })
}

// Harmful reports whether any post carries a finding of severity warning or more.
func (t *Thread) Harmful() bool {
	for i := range t.Posts {
		if t.Posts[i].Gravest().Rank() >= detectors.SeverityWarning.Rank() {
			return true
		}
	}
	return false
}

// Unanswered returns the index of the earliest complaint that waits for an answer, or -1.
func (t *Thread) Unanswered() int {
	for i := range t.Posts {
		p := &t.Posts[i]
		if p.Complains() && !p.Deleted && p.AnsweredAt.IsZero() {
			return i
		}
	}
	return -1
}
