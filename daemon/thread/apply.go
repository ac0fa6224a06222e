package thread

import (
	"slices"
	"sort"
	"time"

	"github.com/cespare/xxhash/v2"

	"firebreak/detectors"
)

// Apply takes one event into the thread. It is deterministic, applies an id once, and sorts late events to their own time.
func (t *Thread) Apply(e Event, l Limits) Change {
	m := e.Mention
	c := Change{Post: -1}
	if !t.see(m.ID) {
		return c
	}
	switch m.Kind {
	case detectors.KindPost:
		t.addPost(e, l, &c)
	case detectors.KindEdit:
		t.edit(e, l, &c)
	case detectors.KindDelete:
		t.remove(m, &c)
	case detectors.KindRepost, detectors.KindEngagement:
		t.spread(e, l, &c)
	}
	if !c.Applied {
		return c
	}
	if m.CreatedAt.After(t.LastAt) {
		t.LastAt = m.CreatedAt
	}
	t.prune()
	if c.Post >= 0 {
		c.Post = t.Find(targetOf(m))
	}
	return c
}

// TakeUp notes that the customer came to the private channel. It reports whether that is news.
func (t *Thread) TakeUp(at time.Time) bool {
	if t.Handoff.IsZero() || !t.TakenUp.Before(t.Handoff) && !t.TakenUp.IsZero() {
		return false
	}
	t.TakenUp = at
	return true
}

// See remembers an id of something other than a mention, such as an action. It reports whether the id is new.
func (t *Thread) See(id string) bool { return t.see(id) }

func (t *Thread) see(id string) bool {
	h := xxhash.Sum64String(id)
	if slices.Contains(t.Seen, h) {
		return false
	}
	if len(t.Seen) >= KeptSeen {
		t.Seen = slices.Delete(t.Seen, 0, KeptSeen/4)
	}
	t.Seen = append(t.Seen, h)
	return true
}

// targetOf is the post that an event concerns.
func targetOf(m *detectors.Mention) string {
	if m.Kind == detectors.KindPost {
		return m.ID
	}
	return m.InReplyTo
}

// Find returns the index in Posts of the post with an id, or -1.
func (t *Thread) Find(id string) int {
	return slices.IndexFunc(t.Posts, func(p Post) bool { return p.ID == id })
}

func (t *Thread) addPost(e Event, l Limits, c *Change) {
	m := e.Mention
	p := Post{
		ID: m.ID, InReplyTo: m.InReplyTo, QuoteOf: m.QuoteOf, Author: m.Author.ID, Role: e.Speaker.Role, Account: e.Speaker.Account,
		OtherBrand: e.Speaker.OtherBrand, Tier: m.Tier, CreatedAt: m.CreatedAt, Text: m.Text, URL: m.URL,
	}
	if e.Analysis != nil {
		p.Findings = e.Analysis.Findings
		p.Stances = e.Analysis.Scores.Stances()
	}
	if slices.Contains(t.Seen, xxhash.Sum64String(gone(m.ID))) {
		p.erase()
		p.Findings = nil
	}
	if m.Metrics != nil {
		p.Reposts, p.SpreadAt = m.Metrics.Reposts, m.CreatedAt
		t.totals(m.Metrics)
	}
	at := sort.Search(len(t.Posts), func(i int) bool { return t.Posts[i].CreatedAt.After(p.CreatedAt) })
	t.Posts = slices.Insert(t.Posts, at, p)
	*c = Change{Applied: true, Post: at, Findings: len(p.Findings) > 0}
	if t.Root.ID != t.ID && (t.Root.ID == "" || m.CreatedAt.Before(t.Root.At) || m.ID == t.ID) {
		t.Root = Root{ID: m.ID, Author: m.Author.ID, Followers: m.Author.Followers, At: m.CreatedAt}
	}
	if m.CreatedAt.After(t.LastPostAt) {
		t.LastPostAt = m.CreatedAt
	}
	t.meet(e)
	if p.Role == detectors.RoleBrand {
		t.brandPosted(at)
	}
	t.answers(c)
	t.dynamics(l, c)
	t.joins(e, l, c)
	if p.Bystands() {
		t.carried(m, l, c)
	}
	if p.Tier != detectors.TierPublic && p.Tier != "" && p.Bystands() && m.CreatedAt.After(t.Handoff) && t.TakeUp(m.CreatedAt) {
		t.hold(c, Fact{Kind: FactTakenUp, Post: m.ID, At: m.CreatedAt, Value: 1})
	}
}

func (t *Thread) edit(e Event, l Limits, c *Change) {
	m := e.Mention
	i := t.Find(m.InReplyTo)
	if i < 0 || t.Posts[i].Deleted {
		return
	}
	p := &t.Posts[i]
	p.Text, p.Edited = m.Text, true
	p.Findings, p.Stances = nil, nil
	if e.Analysis != nil {
		p.Findings = e.Analysis.Findings
		p.Stances = e.Analysis.Scores.Stances()
	}
	*c = Change{Applied: true, Post: i, Findings: len(p.Findings) > 0}
	if p.Role == detectors.RoleBrand {
		t.brandPosted(i)
	}
	t.hold(c, Fact{Kind: FactEdited, Post: p.ID, At: m.CreatedAt, Value: 1})
	t.dynamics(l, c)
	t.joins(e, l, c)
}

func (t *Thread) remove(m *detectors.Mention, c *Change) {
	news := t.see(gone(m.InReplyTo))
	i := t.Find(m.InReplyTo)
	if i < 0 {
		// That it is gone must be remembered, should it still arrive.
		*c = Change{Applied: news, Post: -1}
		return
	}
	if !news {
		return
	}
	p := &t.Posts[i]
	p.erase()
	*c = Change{Applied: true, Post: i}
	t.hold(c, Fact{Kind: FactDeleted, Post: p.ID, At: m.CreatedAt, Value: 1})
}

// gone is the id under which the deletion of a post is remembered, so that a post that arrives after its deletion stays deleted.
func gone(post string) string { return "gone:" + post }

// erase removes what the author said, and keeps that something was said.
func (p *Post) erase() {
	p.Deleted, p.Text = true, ""
	for f := range p.Findings {
		p.Findings[f].Evidence = []detectors.Span{}
	}
}

// meet remembers the author.
func (t *Thread) meet(e Event) {
	a := e.Mention.Author
	who, known := t.People[a.ID]
	if !known {
		if len(t.People) >= KeptPeople {
			return
		}
		who.FirstAt = e.Mention.CreatedAt
	}
	if e.Mention.CreatedAt.Before(who.FirstAt) {
		who.FirstAt = e.Mention.CreatedAt
	}
	who.Handle, who.Name, who.Followers = a.Handle, a.Name, max(who.Followers, a.Followers)
	who.Role, who.Account, who.OtherBrand = e.Speaker.Role, e.Speaker.Account, e.Speaker.OtherBrand
	who.Expert = who.Expert || e.Expert
	who.Posts++
	if t.People == nil {
		t.People = map[string]Person{}
	}
	t.People[a.ID] = who
}

// brandPosted takes note of what a brand post does to the conversation.
func (t *Thread) brandPosted(i int) {
	p := &t.Posts[i]
	if t.BrandAt.IsZero() || p.CreatedAt.Before(t.BrandAt) {
		t.BrandAt = p.CreatedAt
	}
	for _, f := range p.Findings {
		if f.Kind == detectors.KindMovedPrivate && p.CreatedAt.After(t.Handoff) {
			t.Handoff, t.HandoffOverdue = p.CreatedAt, false
		}
	}
}

// answers marks every post that a brand post answers: the earlier posts of the author it replies to, or of everybody where it replies to
// nobody in particular. An answer once given stays.
func (t *Thread) answers(c *Change) {
	for b := range t.Posts {
		reply := &t.Posts[b]
		if reply.Role != detectors.RoleBrand {
			continue
		}
		to := ""
		if i := t.Find(reply.InReplyTo); i >= 0 && t.Posts[i].Role != detectors.RoleBrand {
			to = t.Posts[i].Author
		}
		for i := range t.Posts {
			p := &t.Posts[i]
			if p.Role == detectors.RoleBrand || p.CreatedAt.After(reply.CreatedAt) || to != "" && p.Author != to {
				continue
			}
			if p.AnsweredAt.IsZero() || reply.CreatedAt.Before(p.AnsweredAt) {
				news := p.AnsweredAt.IsZero() && p.Complains()
				p.AnsweredAt = reply.CreatedAt
				if news {
					t.hold(c, Fact{Kind: FactAnswered, Post: p.ID, At: reply.CreatedAt, Severity: p.Gravest(), Value: 1})
				}
			}
		}
	}
}

// Hold adds a fact that something outside the thread derived from it, unless it holds already.
func (t *Thread) Hold(c *Change, f Fact) { t.hold(c, f) }

// hold adds a fact unless it holds already.
func (t *Thread) hold(c *Change, f Fact) {
	for i := range t.Facts {
		if t.Facts[i].Kind == f.Kind && t.Facts[i].Post == f.Post {
			if f.Severity.Rank() > t.Facts[i].Severity.Rank() {
				t.Facts[i].Severity = f.Severity
				c.Facts = append(c.Facts, f)
			}
			return
		}
	}
	if len(t.Facts) >= KeptFacts {
		// Facts about posts that are still kept would be derived anew, so only the others may go.
		drop := KeptFacts / 4
		t.Facts = slices.DeleteFunc(t.Facts, func(f Fact) bool {
			if drop == 0 || t.Find(f.Post) >= 0 {
				return false
			}
			drop--
			return true
		})
	}
	t.Facts = append(t.Facts, f)
	c.Facts = append(c.Facts, f)
}

// prune drops what is over the bounds: the oldest posts without findings first, never the root.
func (t *Thread) prune() {
	if !t.Harmful() {
		for i := range t.Posts {
			t.Posts[i].Text = ""
		}
	}
	for len(t.Posts) > KeptPosts {
		old := t.Posts[:len(t.Posts)-KeptPosts]
		drop := slices.IndexFunc(old, func(p Post) bool {
			return p.ID != t.Root.ID && p.Gravest().Rank() < detectors.SeverityWarning.Rank()
		})
		if drop < 0 {
			if len(old) <= KeptFindings {
				return
			}
			drop = slices.IndexFunc(old, func(p Post) bool { return p.ID != t.Root.ID })
		}
		t.Posts = slices.Delete(t.Posts, drop, drop+1)
	}
}
