// Package examples keeps what people said about single conversations, "noise" and "missed", as cases that package cases runs: the posts, a virtual
// clock, and that people must not, or must, be told. Topics forget after a while; a folder of cases does not. Only Kafka is read, by offsets of
// its own: no group, no commit, nothing written there.
package examples

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"firebreak/daemon/duty"
	"firebreak/daemon/escalation"
	"firebreak/daemon/replay/cases"
	"firebreak/daemon/score"
	"firebreak/daemon/stream"
	"firebreak/daemon/thread"
	"firebreak/detectors"
)

// Source is what Read needs of Kafka; *stream.Client is one.
type Source interface {
	duty.Reader
	// Partitions is the partition count of the topics of threads.
	Partitions() int
}

// Options say what is read.
type Options struct {
	// Since leaves out what people said before it.
	Since time.Time
	// Private takes the posts of private and secure tiers, too.
	Private bool
	// Known are examples that were kept before. They are read again, however old, so that what was deleted since does not stay in them.
	Known []Known
}

// Known is an example that was kept before.
type Known struct {
	Judged cases.Judged
	// Posts are the ids that it holds.
	Posts []string
}

// Example is a conversation that somebody judged, as far as Kafka still has it.
type Example struct {
	Judged cases.Judged
	// Thread is the conversation's id, and Brand the brand of its posts where it is another brand's too.
	Thread, Brand string
	Source        string
	// Events are its posts up to the judgement, in order of arrival, their times absolute.
	Events []cases.Event
	// Gone are posts that were deleted or changed since.
	Gone []string
	// PageAt is when it first paged before the judgement; zero where it did not.
	PageAt time.Time
	// Private counts posts that were left out because they are private.
	Private int
}

// Found is what Read brings.
type Found struct {
	// Examples are sorted by incident.
	Examples []Example
	// Skipped names judgements that no example is made of, with the reason.
	Skipped []string
	// Bad names records that could not be read.
	Bad []string
}

// Read reads the judgements and the conversations that they are about.
func Read(ctx context.Context, b Source, o Options) (*Found, error) {
	list, err := duty.Read(ctx, b)
	if err != nil {
		return nil, err
	}
	c := &collector{options: o, found: &Found{Bad: list.Bad}, subjects: map[string]*subject{}, threads: map[string][]*subject{}, watched: map[string][]*subject{}}
	for i := range o.Known {
		c.know(&o.Known[i])
	}
	for p := range b.Partitions() {
		if err := b.ReadPartition(ctx, stream.TopicActions, p, -1, -1, c.action); err != nil {
			return nil, fmt.Errorf("reading the actions: %w", err)
		}
	}
	keys := make([]string, 0, len(c.subjects))
	for incident := range c.subjects {
		keys = append(keys, incident)
	}
	slices.Sort(keys)
	for _, incident := range keys {
		c.follow(c.subjects[incident], list.Find(incident))
	}
	if len(keys) > 0 {
		for p := range b.Partitions() {
			if err := b.ReadPartition(ctx, stream.TopicMentions, p, -1, -1, c.mention); err != nil {
				return nil, fmt.Errorf("reading the mentions: %w", err)
			}
		}
	}
	for _, incident := range keys {
		c.found.Examples = append(c.found.Examples, c.subjects[incident].example(o.Private))
	}
	slices.Sort(c.found.Skipped)
	return c.found, nil
}

// collector gathers what Read brings.
type collector struct {
	options  Options
	found    *Found
	subjects map[string]*subject
	// threads are the subjects by the id of their conversation, watched those by the key of a post that they hold.
	threads, watched map[string][]*subject
}

// subject is one judged conversation on the way.
type subject struct {
	judged  cases.Judged
	at      time.Time
	thread  string
	brand   string
	foreign bool
	page    time.Time
	// records are the latest of each key, as compaction leaves them; order is that of arrival.
	records map[string]*held
	arrived int
	gone    map[string]bool
	// held are the posts of an example that was kept before.
	held []string
}

// held is a mention with its place in the order of arrival.
type held struct {
	order   int
	mention detectors.Mention
}

func (c *collector) know(k *Known) {
	if _, ok := score.ThreadKey(k.Judged.Incident); !ok {
		return
	}
	c.subjects[k.Judged.Incident] = &subject{judged: k.Judged, at: k.Judged.At.In(time.Time{}, time.Time{}), held: k.Posts}
}

// action takes a record of the topic "actions". Of several judgements of one incident the latest counts.
func (c *collector) action(r stream.Record) error {
	if r.Value == nil {
		return nil
	}
	var a escalation.Action
	if err := json.Unmarshal(r.Value, &a); err != nil || a.Incident == "" {
		c.bad(&r, "it holds no action")
		return nil //nolint:nilerr // Named among the bad ones.
	}
	if a.Kind != escalation.ActionNoise && a.Kind != escalation.ActionMissed || a.At.Before(c.options.Since) {
		return nil
	}
	if _, ok := score.ThreadKey(a.Incident); !ok {
		skipped := fmt.Sprintf("%s is about many conversations: no example is made of it", a.Incident)
		if !slices.Contains(c.found.Skipped, skipped) {
			c.found.Skipped = append(c.found.Skipped, skipped)
		}
		return nil
	}
	s := c.subjects[a.Incident]
	switch {
	case s == nil:
		s = &subject{}
		c.subjects[a.Incident] = s
	case a.At.Before(s.at):
		return nil
	}
	s.at = a.At.UTC()
	s.judged = cases.Judged{
		As: a.Kind, Incident: a.Incident, Brand: s.judged.Brand, By: a.By, Via: a.Via, At: cases.At(a.At), Text: a.Text, Told: s.judged.Told, Gone: s.judged.Gone,
	}
	return nil
}

// follow gets ready to read the mentions of a subject. e is its incident, nil where there is none.
func (c *collector) follow(s *subject, e *duty.Entry) {
	s.records, s.gone = map[string]*held{}, map[string]bool{}
	if e != nil {
		s.judged.Brand, s.judged.Told = e.Incident.Brand, escalation.LevelNone
		for _, t := range e.Incident.Tells {
			if t.At.After(s.at) {
				continue
			}
			if t.Level.Rank() > s.judged.Told.Rank() {
				s.judged.Told = t.Level
			}
			if t.Level == escalation.LevelPage && s.page.IsZero() {
				s.page = t.At
			}
		}
	}
	s.thread, _ = score.ThreadKey(s.judged.Incident)
	s.brand = s.judged.Brand
	if id, ok := strings.CutSuffix(s.thread, "#"+s.brand); ok && s.brand != "" {
		s.thread, s.foreign = id, true
	}
	c.threads[s.thread] = append(c.threads[s.thread], s)
	if i := strings.LastIndexByte(s.thread, '#'); s.brand == "" && i > 0 {
		// A conversation that made no incident, of a brand that did not begin it.
		c.threads[s.thread[:i]] = append(c.threads[s.thread[:i]], s)
	}
	for _, id := range s.held {
		key := s.brand + "|" + id
		c.watched[key] = append(c.watched[key], s)
	}
}

// mention takes a record of the topic "mentions".
func (c *collector) mention(r stream.Record) error {
	key := string(r.Key)
	if r.Value == nil {
		// A tombstone says no thread.
		for _, s := range c.watched[key] {
			s.erase(key)
		}
		return nil
	}
	for _, s := range c.threads[r.Thread] {
		m, _, err := detectors.DecodeMention(r.Value)
		if err != nil {
			c.bad(&r, err.Error())
			return nil
		}
		if s.brand == "" {
			s.settle(r.Thread, m.Brand)
		}
		if s.thread != r.Thread {
			continue
		}
		if m.Brand != s.brand {
			s.foreign = true
			continue
		}
		s.take(key, m)
		if !slices.Contains(c.watched[key], s) {
			c.watched[key] = append(c.watched[key], s)
		}
	}
	return nil
}

// settle decides which conversation, and whose, a judgement without an incident is about: a thread's own key is that of the brand that began it.
func (s *subject) settle(id, brand string) {
	key, _ := score.ThreadKey(s.judged.Incident)
	switch key {
	case id:
		s.brand = brand
	case id + "#" + brand:
		s.thread, s.brand, s.foreign = id, brand, true
	}
	s.judged.Brand = s.brand
}

// take keeps a mention in place of what stood under its key.
func (s *subject) take(key string, m detectors.Mention) {
	m.Links, m.Mentions = slices.Clone(m.Links), slices.Clone(m.Mentions)
	s.arrived++
	s.records[key] = &held{order: s.arrived, mention: m}
	delete(s.gone, strings.TrimPrefix(key, s.brand+"|"))
}

// erase forgets what stood under a key.
func (s *subject) erase(key string) {
	delete(s.records, key)
	s.gone[strings.TrimPrefix(key, s.brand+"|")] = true
}

func (c *collector) bad(r *stream.Record, why string) {
	c.found.Bad = append(c.found.Bad, fmt.Sprintf("%s/%d offset %d: %s", r.Topic, r.Partition, r.Offset, why))
}

// example makes an example of what compaction leaves.
func (s *subject) example(private bool) Example {
	x := Example{Judged: s.judged, Thread: s.thread, PageAt: s.page}
	if s.foreign {
		x.Brand = s.brand
	}
	kept := make([]*held, 0, len(s.records))
	for key, h := range s.records {
		m := &h.mention
		switch {
		case m.Kind == detectors.KindDelete, m.Kind == detectors.KindEdit && m.CreatedAt.After(s.at):
			s.gone[strings.TrimPrefix(key, s.brand+"|")] = true
		case m.CreatedAt.After(s.at):
		case !private && m.Tier != detectors.TierPublic && m.Tier != "":
			x.Private++
		default:
			kept = append(kept, h)
		}
	}
	slices.SortFunc(kept, func(a, b *held) int { return cmp.Compare(a.order, b.order) })
	p := posts{authors: map[string]string{}, links: map[string]string{}}
	for _, h := range kept {
		if m := &h.mention; m.Kind.HasText() {
			id := postOf(m)
			p.authors[id] = m.Author.ID
			if link := thread.PermalinkOf(id, m.URL); link != "" {
				p.links[link] = id
			}
		}
	}
	for _, h := range kept {
		if e, ok := p.event(&h.mention); ok {
			x.Events = append(x.Events, e)
			x.Source = cmp.Or(x.Source, h.mention.Source)
		}
	}
	for _, id := range s.judged.Gone {
		// What erased it may be forgotten by now.
		if s.records[s.brand+"|"+id] == nil {
			s.gone[id] = true
		}
	}
	for id := range s.gone {
		x.Gone = append(x.Gone, id)
	}
	slices.Sort(x.Gone)
	return x
}

// posts are those that an example holds: their authors by id, and their ids by permalink.
type posts struct{ authors, links map[string]string }

func (p posts) has(id string) bool { _, ok := p.authors[id]; return ok }

// postOf is the post that a mention with text is.
func postOf(m *detectors.Mention) string {
	if m.Kind == detectors.KindEdit {
		return m.InReplyTo
	}
	return m.ID
}

// event is a mention as a case tells it. What is about a post that is not there tells nothing. An edit stands for its post, whose first words
// compaction erases.
func (p posts) event(m *detectors.Mention) (cases.Event, bool) {
	e := cases.Event{ID: m.ID, At: cases.At(m.CreatedAt)}
	if m.Metrics != nil {
		metrics := cases.Metrics(*m.Metrics)
		e.Metrics = &metrics
	}
	if m.Kind == detectors.KindEngagement {
		e.MetricsOf = m.InReplyTo
		return e, e.Metrics != nil && p.has(m.InReplyTo)
	}
	e.By = cmp.Or(m.Author.Handle, m.Author.ID)
	if e.By != m.Author.ID {
		e.Author = m.Author.ID
	}
	e.Name, e.Followers, e.Verified = m.Author.Name, m.Author.Followers, m.Author.Verified
	switch m.Kind {
	case detectors.KindRepost:
		e.RepostOf = m.InReplyTo
		if m.LinksTo != "" {
			// A post elsewhere carried it on by a link, which counts as a reshare, but not of one's own.
			e.RepostOf = p.links[m.LinksTo]
			return e, p.has(e.RepostOf) && p.authors[e.RepostOf] != m.Author.ID
		}
		return e, p.has(m.InReplyTo)
	case detectors.KindPost, detectors.KindEdit:
		e.ID, e.Text, e.QuoteOf, e.URL, e.Links, e.Mentions = postOf(m), m.Text, m.QuoteOf, m.URL, m.Links, m.Mentions
		if m.Kind == detectors.KindPost {
			e.ReplyTo = m.InReplyTo
		}
		if m.Tier != detectors.TierPublic {
			e.Tier = m.Tier
		}
		return e, strings.TrimSpace(e.Text) != ""
	case detectors.KindEngagement, detectors.KindDelete:
	}
	return e, false
}

// Case is the example as a test. ok is false where nothing is left to run.
func (x *Example) Case() (t cases.Test, ok bool) {
	if !slices.ContainsFunc(x.Events, func(e cases.Event) bool { return e.Text != "" }) {
		return cases.Test{}, false
	}
	at := x.Judged.At.In(time.Time{}, time.Time{})
	start := at
	for i := range x.Events {
		if t := x.Events[i].At.In(start, start); t.Before(start) {
			start = t
		}
	}
	t = cases.Test{
		Name: string(x.Judged.As) + " " + x.Judged.Incident, Brand: x.Brand, Source: x.Source, Thread: x.Thread, Start: cases.At(start),
	}
	judged := x.Judged
	judged.Gone = x.Gone
	t.Judged = &judged
	now := start
	for _, e := range x.Events {
		when := e.At.In(start, start)
		if when.After(now) {
			now = when
		}
		e.At = cases.After(when.Sub(start))
		t.Events = append(t.Events, e)
	}
	if rest := at.Sub(now); rest > 0 {
		t.Events = append(t.Events, cases.Event{Pass: rest})
	}
	t.Expect = []cases.Expectation{x.expect(start)}
	return t, true
}

// expect is what must come of the conversation.
func (x *Example) expect(start time.Time) cases.Expectation {
	// The one that a test's own clockwork makes of it; a brand of its own has no other beside it.
	e := cases.Expectation{Thread: escalation.ThreadIncident(x.Thread)}
	none := 0
	switch {
	case x.Judged.As == escalation.ActionMissed:
		e.Action = escalation.DecisionPage
		if sooner := x.PageAt.Add(-time.Second); !x.PageAt.IsZero() && !sooner.Before(start) {
			// It did page, which was too late.
			e.By = cases.After(sooner.Sub(start))
		}
	case x.Judged.Told == escalation.LevelPage:
		e.Pages = &none
	default:
		e.None = true
	}
	return e
}
