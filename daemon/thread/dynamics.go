package thread

import (
	"math"
	"slices"
	"sort"
	"time"

	"firebreak/daemon/escalation/forecast"
	"firebreak/detectors"
)

// dynamics derives follow-ups, further complaints and supporters from the posts in their order, so that the order of arrival does not
// matter.
func (t *Thread) dynamics(l Limits, c *Change) {
	t.conduct(c)
	for i := range t.Posts {
		p := &t.Posts[i]
		if !p.Bystands() || p.Deleted {
			continue
		}
		if f, ok := t.echoes(i); ok {
			t.hold(c, f)
		}
		if f, ok := t.followUp(i, l.FollowUpAfter); ok {
			t.hold(c, f)
		}
		if f, ok := t.unresolved(i); ok {
			t.hold(c, f)
		}
		if f, ok := t.supports(i); ok {
			who := t.People[p.Author]
			who.Supports = true
			t.People[p.Author] = who
			t.hold(c, f)
		}
	}
}

// followUp: the same author posted at least after earlier, and that post had no answer when this one came. The fact carries the gravest
// severity among those unanswered posts.
func (t *Thread) followUp(i int, after time.Duration) (Fact, bool) {
	p := &t.Posts[i]
	f := Fact{Kind: FactFollowUp, Post: p.ID, At: p.CreatedAt, Value: 1}
	found := false
	for j := range t.Posts[:i] {
		q := &t.Posts[j]
		if q.Author != p.Author || !q.unansweredAt(p.CreatedAt) {
			continue
		}
		if p.CreatedAt.Sub(q.CreatedAt) >= after {
			found = true
		}
		if q.Gravest().Rank() > f.Severity.Rank() {
			f.Severity = q.Gravest()
		}
	}
	return f, found
}

// unresolved: the author complained, the brand answered, and the author complains again.
func (t *Thread) unresolved(i int) (Fact, bool) {
	p := &t.Posts[i]
	if !p.Complains() {
		return Fact{}, false
	}
	f := Fact{Kind: FactUnresolved, Post: p.ID, At: p.CreatedAt, Value: 1}
	found := false
	for j := range t.Posts[:i] {
		q := &t.Posts[j]
		if q.Author != p.Author || !q.Complains() || q.AnsweredAt.IsZero() || q.AnsweredAt.After(p.CreatedAt) || !goesOn(p, q) {
			continue
		}
		found = true
		if q.Gravest().Rank() > f.Severity.Rank() {
			f.Severity = q.Gravest()
		}
	}
	return f, found
}

// surely is the score from which a complaint of another kind goes on with the one before it: a weak word about something else does not say that
// nothing was done.
const surely = 0.65

// goesOn reports whether a complaint is about what an earlier one was about, or surely one.
func goesOn(p, earlier *Post) bool {
	return slices.ContainsFunc(p.Findings, func(f detectors.Finding) bool {
		return f.Severity.Rank() >= detectors.SeverityWarning.Rank() && (f.Score >= surely || earlier.Has(f.Kind))
	})
}

// supports: somebody else posts, without taking the brand's side, while a complaint has no answer. Who only pretends to be the brand supports nobody, nor
// who has a question of their own, or says that it was mended.
func (t *Thread) supports(i int) (Fact, bool) {
	p := &t.Posts[i]
	if p.Stands(detectors.HeadDissent) || p.Stands(detectors.HeadRemediation) || p.Has(detectors.KindImpersonation) || p.Has(detectors.KindHowTo) && !p.Complains() {
		return Fact{}, false
	}
	f := Fact{Kind: FactSupport, Post: p.ID, At: p.CreatedAt, Value: 1}
	found := false
	for j := range t.Posts[:i] {
		q := &t.Posts[j]
		if q.Author == p.Author || !q.Complains() || !q.unansweredAt(p.CreatedAt) || t.elsewhere(p, q.Author) {
			continue
		}
		found = true
		if q.Gravest().Rank() > f.Severity.Rank() {
			f.Severity = q.Gravest()
		}
	}
	return f, found
}

// elsewhere reports whether a post stands in another branch of the conversation: it answers something, and nothing that it answers, up to the root or
// to a post that is not known, is by the author. Below a brand's announcement many customers write about many things.
func (t *Thread) elsewhere(p *Post, author string) bool {
	if p.InReplyTo == "" {
		return false
	}
	at := t.Find(p.InReplyTo)
	// Bounded, should posts answer each other in a circle.
	for range len(t.Posts) {
		if at < 0 {
			return true
		}
		if t.Posts[at].Author == author {
			return false
		}
		at = t.Find(t.Posts[at].InReplyTo)
	}
	return true
}

// joins takes note of listed experts and large accounts: by a post, a repost, or (experts) by being tagged.
func (t *Thread) joins(e Event, l Limits, c *Change) {
	m := e.Mention
	if e.Speaker.Role == detectors.RoleBrand || e.Speaker.OtherBrand != "" {
		return
	}
	experts := slices.Clone(e.Tagged)
	if e.Expert {
		experts = append(experts, m.Author.Handle)
	}
	for _, handle := range experts {
		if !slices.Contains(t.Experts, handle) {
			t.Experts = append(t.Experts, handle)
		}
		t.hold(c, Fact{Kind: FactExpert, Post: targetID(m), At: m.CreatedAt, Value: 1})
	}
	if l.NotableAccount > 0 && m.Author.Followers >= l.NotableAccount && m.Author.ID != t.Root.Author {
		known := slices.ContainsFunc(t.Facts, func(f Fact) bool {
			return f.Kind == FactLargeAccount && f.Value >= float64(m.Author.Followers)
		})
		if !known {
			t.hold(c, Fact{Kind: FactLargeAccount, Post: m.ID, At: m.CreatedAt, Value: float64(m.Author.Followers)})
		}
	}
}

// targetID names the post of an event for a fact: the post itself, also where the event is an edit.
func targetID(m *detectors.Mention) string {
	if m.Kind == detectors.KindEdit {
		return m.InReplyTo
	}
	return m.ID
}

// carried counts a post that carries another one on: it quotes it, or links to it from outside. Who links to a post of their own spreads nothing.
func (t *Thread) carried(m *detectors.Mention, l Limits, c *Change) {
	if t.Find(m.QuoteOf) >= 0 {
		t.reshared(m.QuoteOf, m.CreatedAt, l, c)
		return
	}
	if m.LinksTo == "" {
		return
	}
	if i := t.linked(m.LinksTo); i >= 0 && t.Posts[i].Author != m.Author.ID {
		t.reshared(t.Posts[i].ID, m.CreatedAt, l, c)
	}
}

// spread takes a repost or new totals.
func (t *Thread) spread(e Event, l Limits, c *Change) {
	m := e.Mention
	c.Applied = true
	i := t.Find(m.InReplyTo)
	if m.LinksTo != "" {
		if i = t.linked(m.LinksTo); i >= 0 && t.Posts[i].Author == m.Author.ID {
			i = -1
		}
	}
	c.Post = i
	if m.Kind == detectors.KindRepost {
		t.joins(e, l, c)
		if i >= 0 {
			p := &t.Posts[i]
			if m.Metrics == nil || m.Metrics.Reposts <= p.Reposts {
				t.reshared(p.ID, m.CreatedAt, l, c)
			}
		}
		t.Reposts = max(t.Reposts, t.repostsOf(i))
	}
	if m.Metrics != nil {
		t.totals(m.Metrics)
		if i >= 0 {
			t.told(i, m, l, c)
		}
	}
}

func (t *Thread) repostsOf(i int) int64 {
	if i < 0 {
		return 0
	}
	return t.Posts[i].Reposts
}

func (t *Thread) totals(m *detectors.Metrics) {
	t.Reposts, t.Quotes = max(t.Reposts, m.Reposts), max(t.Quotes, m.Quotes)
	t.Replies, t.Likes = max(t.Replies, m.Replies), max(t.Likes, m.Likes)
}

// told takes a new total of a post: what is new in it is spread evenly over the time since the last one was told, since that is all that
// is known of when it happened.
func (t *Thread) told(i int, m *detectors.Mention, l Limits, c *Change) {
	p := &t.Posts[i]
	fresh := m.Metrics.Reposts - p.Reposts
	if fresh <= 0 {
		if m.CreatedAt.After(p.SpreadAt) {
			p.SpreadAt = m.CreatedAt
		}
		return
	}
	from := p.SpreadAt
	if from.IsZero() {
		from = p.CreatedAt
	}
	p.Reposts = m.Metrics.Reposts
	if !m.CreatedAt.After(from) {
		return
	}
	p.SpreadAt = m.CreatedAt
	p.cascade().Add(int(min(fresh, math.MaxInt32)), from, m.CreatedAt)
	step := m.CreatedAt.Sub(from) / time.Duration(fresh)
	keep := min(fresh, int64(keptReshares(l)))
	for k := keep - 1; k >= 0; k-- {
		p.note(m.CreatedAt.Add(-step*time.Duration(k)), keptReshares(l))
	}
	t.burst(i, m.CreatedAt, l, c)
}

// reshared counts one more reshare of a post that came as a record of its own.
func (t *Thread) reshared(post string, at time.Time, l Limits, c *Change) {
	i := t.Find(post)
	if i < 0 {
		return
	}
	p := &t.Posts[i]
	p.Reposts++
	p.cascade().Observe(at)
	p.note(at, keptReshares(l))
	t.Reposts = max(t.Reposts, p.Reposts)
	t.burst(i, at, l, c)
}

// cascade is what the forecast knows of the post, from its own time on.
func (p *Post) cascade() *forecast.State {
	if p.Cascade.IsZero() {
		p.Cascade = forecast.Start(p.CreatedAt)
	}
	return &p.Cascade
}

func keptReshares(l Limits) int { return max(l.ReshareCount, 1) }

// note keeps the latest reshare times of a post, sorted.
func (p *Post) note(at time.Time, keep int) {
	i := sort.Search(len(p.Reshares), func(i int) bool { return p.Reshares[i].After(at) })
	p.Reshares = slices.Insert(p.Reshares, i, at)
	if over := len(p.Reshares) - keep; over > 0 {
		p.Reshares = slices.Delete(p.Reshares, 0, over)
	}
}

// burst holds FactReach when the latest reshares of a post fill the count within the window. Whether the post matters is judged where the
// fact is used: its severity is that of the post.
func (t *Thread) burst(i int, at time.Time, l Limits, c *Change) {
	p := &t.Posts[i]
	if l.ReshareCount <= 0 || len(p.Reshares) < l.ReshareCount {
		return
	}
	span := p.Reshares[len(p.Reshares)-1].Sub(p.Reshares[0])
	if span > l.ReshareWindow {
		return
	}
	t.hold(c, Fact{Kind: FactReach, Post: p.ID, At: at, Severity: t.HarmOf(i), Value: float64(p.Reposts)})
}

// HarmOf is the gravest severity that a reshare of a post carries on: the post's own, or where a complainant posted it, that of the
// complaint. The index is one into Posts.
func (t *Thread) HarmOf(i int) detectors.Severity {
	p := &t.Posts[i]
	top := p.Gravest()
	if p.Role == detectors.RoleBrand {
		return top
	}
	for j := range t.Posts {
		q := &t.Posts[j]
		if q.Author == p.Author && q.Gravest().Rank() > top.Rank() {
			top = q.Gravest()
		}
	}
	return top
}
