package x

import (
	"html"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/dghubble/go-twitter/twitter"

	"firebreak/detectors"
)

// statusID returns a status's id as text, or "".
func statusID(text string, number int64) string {
	if text != "" {
		return text
	}
	if number == 0 {
		return ""
	}
	return strconv.FormatInt(number, 10)
}

func mentionID(id string) string {
	if id == "" {
		return ""
	}
	return Type + ":" + id
}

// unusable says what a status lacks to be a mention.
func unusable(t *twitter.Tweet) string {
	switch {
	case statusID(t.IDStr, t.ID) == "":
		return "a status without an id"
	case t.User == nil || statusID(t.User.IDStr, t.User.ID) == "":
		return "a status without an author"
	case len(t.IDStr) > maxID || len(t.User.IDStr) > maxID:
		return "a status with an id that is too long"
	}
	if at, err := t.CreatedAtTime(); err != nil || !usualTime(at) {
		return "a status without a time"
	}
	return ""
}

// usualTime reports whether a time is one that a mention may have.
func usualTime(at time.Time) bool { return at.Unix() >= 0 && at.Year() <= 9999 }

const (
	// maxID bounds ids, of which a mention's may hold two; maxName other short strings; maxList links and mentions: what does not fit into
	// a mention would be dropped behind us, or be refused for ever.
	maxID, maxName, maxList = 256, 1000, 100
)

// short leaves out what is too long to be what it should be.
func short(s string) string {
	if len(s) > maxName || !utf8.ValidString(s) {
		return ""
	}
	return s
}

// plainHandle reports whether a handle is one of X's, which may stand in an address.
func plainHandle(handle string) bool {
	return handle != "" && strings.Trim(handle, "_0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

// mentionsOf makes mentions of a status: the post that it reshares or quotes first, where it comes along, with its new totals, then the
// status itself.
func mentionsOf(t *twitter.Tweet) []detectors.Mention {
	var out []detectors.Mention
	about := []*twitter.Tweet{t.RetweetedStatus, t.QuotedStatus}
	if t.RetweetedStatus != nil {
		// What a reshared post quotes comes before it; it is often at the top of the message again.
		about = []*twitter.Tweet{t.RetweetedStatus.QuotedStatus, t.RetweetedStatus, t.QuotedStatus}
	}
	seen := map[string]bool{}
	for _, inner := range about {
		if inner == nil || unusable(inner) != "" || seen[statusID(inner.IDStr, inner.ID)] {
			continue
		}
		seen[statusID(inner.IDStr, inner.ID)] = true
		out = append(out, postOf(inner))
		if m := inner.RetweetCount + inner.QuoteCount + inner.ReplyCount + inner.FavoriteCount; m > 0 {
			out = append(out, engagementOf(inner, t))
		}
	}
	if t.RetweetedStatus != nil {
		if target := short(statusID(t.RetweetedStatus.IDStr, t.RetweetedStatus.ID)); target != "" {
			return append(out, repostOf(t, target))
		}
	}
	return append(out, postOf(t))
}

// base fills in what every kind of mention has.
func base(t *twitter.Tweet, kind detectors.MentionKind) detectors.Mention {
	at, err := t.CreatedAtTime()
	if err != nil {
		at = time.Time{}
	}
	m := detectors.Mention{
		ID: mentionID(statusID(t.IDStr, t.ID)), Source: Type, Kind: kind, Tier: detectors.TierPublic, CreatedAt: at.UTC(), Lang: short(t.Lang),
	}
	if u := t.User; u != nil {
		m.Author = detectors.Author{
			ID: statusID(u.IDStr, u.ID), Handle: short(u.ScreenName), Name: short(html.UnescapeString(u.Name)), Followers: int64(max(u.FollowersCount, 0)), Verified: u.Verified,
		}
		if plainHandle(m.Author.Handle) {
			m.URL = "https://x.com/" + u.ScreenName + "/status/" + url.PathEscape(statusID(t.IDStr, t.ID))
		}
	}
	if m.Lang == "und" {
		m.Lang = ""
	}
	return m
}

func postOf(t *twitter.Tweet) detectors.Mention {
	m := base(t, detectors.KindPost)
	m.InReplyTo = mentionID(short(statusID(t.InReplyToStatusIDStr, t.InReplyToStatusID)))
	m.QuoteOf = mentionID(short(statusID(t.QuotedStatusIDStr, t.QuotedStatusID)))
	if m.QuoteOf == "" && t.QuotedStatus != nil {
		m.QuoteOf = mentionID(statusID(t.QuotedStatus.IDStr, t.QuotedStatus.ID))
	}
	text, entities := t.Text, t.Entities
	switch {
	case t.ExtendedTweet != nil && t.ExtendedTweet.FullText != "":
		text = t.ExtendedTweet.FullText
		if t.ExtendedTweet.Entities != nil {
			entities = t.ExtendedTweet.Entities
		}
	case t.FullText != "":
		text = t.FullText
	}
	if entities != nil {
		for _, u := range entities.Urls {
			link := short(u.ExpandedURL)
			if link == "" {
				link = short(u.URL)
			}
			if link != "" && len(m.Links) < maxList {
				m.Links = append(m.Links, link)
			}
		}
		for _, who := range entities.UserMentions {
			if handle := short(who.ScreenName); handle != "" && len(m.Mentions) < maxList {
				m.Mentions = append(m.Mentions, handle)
			}
		}
	}
	// Texts come with three characters as HTML entities.
	m.Text = cutText(strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(text), &m)
	m.Metrics = metricsOf(t)
	return m
}

// cutText keeps a text within what a mention may hold.
func cutText(text string, m *detectors.Mention) string {
	if len(text) <= detectors.MaxText {
		return text
	}
	m.Truncated = true
	return strings.ToValidUTF8(text[:detectors.MaxText], "")
}

func repostOf(t *twitter.Tweet, target string) detectors.Mention {
	m := base(t, detectors.KindRepost)
	m.InReplyTo = mentionID(target)
	return m
}

// engagementOf carries the totals of a post that a later status brought along.
func engagementOf(inner, by *twitter.Tweet) detectors.Mention {
	m := base(inner, detectors.KindEngagement)
	m.InReplyTo = m.ID
	m.ID += "/totals/" + statusID(by.IDStr, by.ID)
	if at, err := by.CreatedAtTime(); err == nil {
		m.CreatedAt = at.UTC()
	}
	m.Metrics = metricsOf(inner)
	return m
}

func metricsOf(t *twitter.Tweet) *detectors.Metrics {
	m := detectors.Metrics{
		Reposts: int64(max(t.RetweetCount, 0)), Replies: int64(max(t.ReplyCount, 0)), Quotes: int64(max(t.QuoteCount, 0)), Likes: int64(max(t.FavoriteCount, 0)),
	}
	if m == (detectors.Metrics{}) {
		return nil
	}
	return &m
}

// deletionOf is the end of a status, at a time.
func deletionOf(d *twitter.StatusDeletion, at time.Time) detectors.Mention {
	target := mentionID(statusID(d.IDStr, d.ID))
	author := statusID(d.UserIDStr, d.UserID)
	if author == "" || len(author) > maxID {
		author = "unknown"
	}
	return detectors.Mention{
		ID: target + "/deleted", Source: Type, Kind: detectors.KindDelete, Tier: detectors.TierPublic, InReplyTo: target, CreatedAt: at.UTC(),
		Author: detectors.Author{ID: author},
	}
}
