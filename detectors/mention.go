package detectors

import "time"

// MentionKind says what happened to a post. The zero value is not valid.
type MentionKind string

// The kinds of a mention. Every kind but KindPost names its target in Mention.InReplyTo.
const (
	// KindPost is a post of its own: a first post, a reply or a quote.
	KindPost MentionKind = "post"
	// KindRepost is a reshare without words of its own.
	KindRepost MentionKind = "repost"
	// KindEngagement carries new totals in Metrics for its target.
	KindEngagement MentionKind = "engagement"
	// KindEdit replaces the text of its target.
	KindEdit MentionKind = "edit"
	// KindDelete says that its target was removed at its source.
	KindDelete MentionKind = "delete"
)

// HasText reports whether a mention of this kind must carry text.
func (k MentionKind) HasText() bool { return k == KindPost || k == KindEdit }

// Tier says who can read a post: the rungs of the channel ladder.
type Tier string

// The tiers, from the most to the least exposed.
const (
	// TierPublic can be read by anyone.
	TierPublic Tier = "public"
	// TierPrivate is a direct message on a platform that the brand does not own.
	TierPrivate Tier = "private"
	// TierSecure is a channel that the brand owns and where customers are authenticated.
	TierSecure Tier = "secure"
)

// Mention is one post, or one event about a post, that names a watched brand, is by or to one of its accounts, or belongs to a
// watched thread. It is a public contract: one JSON object a line in files, one a value on the topic "mentions".
//
// Text is attacker-controlled. Once a mention has passed the masking step, Text holds typed marks such as "[email]" in place of
// personal data and secrets, and Masked lists them; nothing downstream of that step sees the original.
type Mention struct {
	// ID names the post or event, unique over all sources; by convention "source:native-id".
	ID string `json:"id"`
	// Source is the name of the source that heard it, such as "bluesky".
	Source string `json:"source"`
	// Kind says what happened.
	Kind MentionKind `json:"kind" jsonschema:"enum=post,enum=repost,enum=engagement,enum=edit,enum=delete"`
	// Tier says who can read it; TierPublic when absent.
	Tier Tier `json:"tier,omitempty" jsonschema:"enum=public,enum=private,enum=secure"`
	// Brand is the configured brand that it concerns; ingest sets it where the source does not.
	Brand string `json:"brand,omitempty"`
	// ThreadID names the conversation; by default that of the target, else ID.
	ThreadID string `json:"thread_id,omitempty"`
	// InReplyTo is the post answered, or the target of a repost, engagement, edit or delete.
	InReplyTo string `json:"in_reply_to,omitempty"`
	// QuoteOf is the post quoted.
	QuoteOf string `json:"quote_of,omitempty"`
	// CreatedAt is when it happened at its source, in UTC.
	CreatedAt time.Time `json:"created_at"`
	// Author wrote it.
	Author Author `json:"author"`
	// Text is what it says: valid UTF-8, at most MaxText bytes.
	Text string `json:"text"`
	// Truncated reports that Text was longer than MaxText and was cut.
	Truncated bool `json:"truncated,omitempty"`
	// Lang is the BCP 47 language that the source claims, if any.
	Lang string `json:"lang,omitempty"`
	// URL leads a person to the post.
	URL string `json:"url,omitempty"`
	// Links are the addresses that the post carries.
	Links []string `json:"links,omitempty"`
	// Mentions are the handles that the post names, without the leading '@'.
	Mentions []string `json:"mentions,omitempty"`
	// Metrics are the totals so far, where the source tells them.
	Metrics *Metrics `json:"metrics,omitempty"`
	// Masked lists the marks that masking put into Text, in order.
	Masked []Mask `json:"masked,omitempty"`
	// RelatedThread, on a private message, is the watched public thread of the same author.
	RelatedThread string `json:"related_thread,omitempty"`
	// LinksTo is the permalink of a post of the thread that it links to from outside, as ingest finds it: that post is spread, as by a quote.
	LinksTo string `json:"links_to,omitempty"`
}

// Author is the account that wrote a post. Whether it speaks for a brand is decided by the configuration, never by the record.
type Author struct {
	// ID is the account's stable name at its source.
	ID string `json:"id"`
	// Handle is its current name without the leading '@'.
	Handle string `json:"handle,omitempty"`
	// Name is what it calls itself.
	Name string `json:"name,omitempty"`
	// Followers counts its followers; 0 when unknown.
	Followers int64 `json:"followers,omitempty"`
	// Verified is the platform's word.
	Verified bool `json:"verified,omitempty"`
}

// Metrics are totals so far, not differences; 0 when unknown.
type Metrics struct {
	Reposts int64 `json:"reposts,omitempty"`
	Replies int64 `json:"replies,omitempty"`
	Quotes  int64 `json:"quotes,omitempty"`
	Likes   int64 `json:"likes,omitempty"`
	Views   int64 `json:"views,omitempty"`
}

// Mask is one mark that stands in a redacted text for personal data or a secret. Start and End are byte offsets of the mark itself
// in the redacted text.
type Mask struct {
	// Class is the data class: email, phone, birth_date, card, iban, national_id, account_number, address or secret.
	Class string `json:"class"`
	Start int    `json:"start"`
	End   int    `json:"end"`
}

// Limits of the mention contract.
const (
	// MaxLine is the longest JSON line read, in bytes.
	MaxLine = 2 << 20
	// MaxDepth is the deepest nesting of a JSON line.
	MaxDepth = 64
	// MaxText is the longest text kept, in bytes; a longer one is cut at a rune and marked Truncated.
	MaxText = 64 << 10
)
