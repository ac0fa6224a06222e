package x

import (
	"html"
	"strconv"
	"strings"
	"time"

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
	}
	if _, err := t.CreatedAtTime(); err != nil {
		return "a status without a time: " + err.Error()
	}
	return ""
}

// mentionsOf makes mentions of a status: the post that it reshares or quotes first, where it comes along, with its new totals, then the
// status itself.
func mentionsOf(t *twitter.Tweet) []detectors.Mention {
	var out []detectors.Mention
	for _, inner := range []*twitter.Tweet{t.RetweetedStatus, t.QuotedStatus} {
		if inner == nil || unusable(inner) != "" {
			continue
		}
		out = append(out, postOf(inner))
		if m := inner.RetweetCount + inner.QuoteCount + inner.ReplyCount + inner.FavoriteCount; m > 0 {
			out = append(out, engagementOf(inner, t))
		}
	}
	if t.RetweetedStatus != nil {
		if target := statusID(t.RetweetedStatus.IDStr, t.RetweetedStatus.ID); target != "" {
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
		ID: mentionID(statusID(t.IDStr, t.ID)), Source: Type, Kind: kind, Tier: detectors.TierPublic, CreatedAt: at.UTC(), Lang: t.Lang,
	}
	if u := t.User; u != nil {
		m.Author = detectors.Author{
			ID: statusID(u.IDStr, u.ID), Handle: u.ScreenName, Name: html.UnescapeString(u.Name), Followers: int64(max(u.FollowersCount, 0)), Verified: u.Verified,
		}
		if u.ScreenName != "" {
			m.URL = "https://x.com/" + u.ScreenName + "/status/" + statusID(t.IDStr, t.ID)
		}
	}
	if m.Lang == "und" {
		m.Lang = ""
	}
	return m
}

func postOf(t *twitter.Tweet) detectors.Mention {
	m := base(t, detectors.KindPost)
	m.InReplyTo = mentionID(statusID(t.InReplyToStatusIDStr, t.InReplyToStatusID))
	m.QuoteOf = mentionID(statusID(t.QuotedStatusIDStr, t.QuotedStatusID))
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
			link := u.ExpandedURL
			if link == "" {
				link = u.URL
			}
			if link != "" {
				m.Links = append(m.Links, link)
			}
		}
		for _, who := range entities.UserMentions {
			if who.ScreenName != "" {
				m.Mentions = append(m.Mentions, who.ScreenName)
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

// deletionOf is the end of a status. X does not say when: now is the time at which it was heard.
func deletionOf(d *twitter.StatusDeletion, now time.Time) detectors.Mention {
	target := mentionID(statusID(d.IDStr, d.ID))
	author := statusID(d.UserIDStr, d.UserID)
	if author == "" {
		author = "unknown"
	}
	return detectors.Mention{
		ID: target + "/deleted", Source: Type, Kind: detectors.KindDelete, Tier: detectors.TierPublic, InReplyTo: target, CreatedAt: now.UTC(),
		Author: detectors.Author{ID: author},
	}
}
