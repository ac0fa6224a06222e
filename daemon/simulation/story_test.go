package simulation_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"firebreak/daemon/escalation"
	"firebreak/daemon/stream"
	"firebreak/detectors"
)

// story is what people write: conversations that begin within some hours, in the order in which they arrive.
type story struct {
	w     *world
	posts []scheduled
	at    int
	// tokens are, by brand and post, the words that only this post says, of all its versions.
	tokens map[string][]string
	made   int
	// roots are when the first post of each conversation arrives.
	roots map[string]time.Time
}

// scheduled is a mention and when it arrives.
type scheduled struct {
	at      time.Time
	mention detectors.Mention
}

func newStory(w *world) *story {
	s := &story{w: w, tokens: map[string][]string{}, roots: map[string]time.Time{}}
	for i := range 1 + w.rng.IntN(4) {
		s.conversation("T" + strconv.Itoa(i))
	}
	if w.rng.IntN(50) == 0 {
		w.dice.batch = 1000
		s.flood()
	}
	slices.SortStableFunc(s.posts, func(a, b scheduled) int { return a.at.Compare(b.at) })
	return s
}

// pick draws one of several things.
func pick[T any](w *world, of ...T) T { return of[w.rng.IntN(len(of))] }

// conversation writes one conversation, of one brand or two.
func (s *story) conversation(id string) {
	w := s.w
	brands := []string{"Acme"}
	switch w.rng.IntN(8) {
	case 0:
		brands = []string{"Acme", "Bolt"}
	case 1:
		brands = []string{"Bolt"}
	}
	at := w.began.Add(time.Duration(w.rng.IntN(180)) * time.Minute)
	var posts []detectors.Mention
	invited := false
	for i := range 2 + w.rng.IntN(11) {
		at = at.Add(pick(w, 5*time.Second, 40*time.Second, 3*time.Minute, 16*time.Minute, 16*time.Minute, 70*time.Minute, 5*time.Hour))
		m := detectors.Mention{
			ID: id + "." + strconv.Itoa(i), Source: "test", Kind: detectors.KindPost, Tier: detectors.TierPublic, ThreadID: id, CreatedAt: at,
		}
		if i == 0 {
			m.ID = id
		} else {
			m.InReplyTo = posts[w.rng.IntN(len(posts))].ID
		}
		brand := strings.ToLower(brands[w.rng.IntN(len(brands))])
		customer := "jane-" + id
		switch n := w.rng.IntN(100); {
		case i == 0 || n < 30:
			s.says(&m, customer, pick(w, wordPlaintext, wordPlaintext, wordSlow, wordRumour, wordNothing, wordBreach))
		case n < 45:
			s.says(&m, pick(w, "bob", "kim", "star", "guru"), pick(w, wordNothing, wordDissent, wordPlaintext))
			if m.Author.ID == "star" {
				m.Author.Followers = 150_000
			}
		case n < 62:
			s.says(&m, brand+pick(w, "care", "tech"), pick(w, wordNothing, wordNothing, wordInvites, wordInvites, wordArgues, wordBrushOff, wordClaim))
			invited = invited || strings.HasPrefix(m.Text, wordInvites)
		case n < 70:
			m.Kind = detectors.KindRepost
			m.Author.ID = "fan" + strconv.Itoa(w.rng.IntN(9))
		case n < 75:
			m.Kind = detectors.KindEngagement
			m.Author.ID = "counter"
			m.Metrics = &detectors.Metrics{Reposts: int64(w.rng.IntN(30)), Likes: int64(w.rng.IntN(30))}
		case n < 83:
			m.Kind = detectors.KindEdit
			target := posts[w.rng.IntN(len(posts))]
			m.InReplyTo = target.ID
			s.says(&m, target.Author.ID, pick(w, wordPlaintext, wordSlow, wordNothing, wordNothing))
		case n < 92:
			m.Kind = detectors.KindDelete
			target := posts[w.rng.IntN(len(posts))]
			m.InReplyTo, m.Author.ID = target.ID, target.Author.ID
		case invited:
			s.says(&m, customer, pick(w, wordNothing, wordPlaintext))
			m.Tier, m.RelatedThread, m.ThreadID, m.InReplyTo = detectors.TierPrivate, id, m.ID, ""
		default:
			s.says(&m, customer, wordNothing)
		}
		if m.Kind == detectors.KindPost && m.ThreadID == id {
			posts = append(posts, m)
		}
		for _, b := range brands {
			m.Brand = b
			s.schedule(m)
		}
	}
}

// says gives a mention its author and its text, which no other has.
func (s *story) says(m *detectors.Mention, author, word string) {
	s.made++
	m.Author.ID, m.Author.Handle = author, author
	m.Text = word + fmt.Sprintf(" q%04dz", s.made)
}

// schedule lets a mention arrive: mostly soon, sometimes hours late or before what it follows, sometimes twice, sometimes from a clock that is ahead.
func (s *story) schedule(m detectors.Mention) {
	w := s.w
	arrives := m.CreatedAt.Add(time.Duration(w.rng.IntN(4000)) * time.Millisecond)
	switch w.rng.IntN(20) {
	case 0:
		arrives = arrives.Add(time.Duration(w.rng.IntN(150)) * time.Minute)
	case 1, 2:
		arrives = arrives.Add(time.Duration(w.rng.IntN(120)) * time.Second)
	case 3:
		m.CreatedAt = m.CreatedAt.Add(time.Duration(w.rng.IntN(10)) * time.Minute)
	}
	if m.ID == m.ThreadID {
		s.roots[m.Brand+"|"+m.ID] = arrives
	}
	if root := s.roots[m.Brand+"|"+m.ThreadID]; m.Kind == detectors.KindDelete && !arrives.After(root) {
		// Deletions of what nobody has heard of are dropped before they get this far.
		arrives = root.Add(time.Second)
	}
	m.CreatedAt = m.CreatedAt.UTC().Truncate(time.Millisecond)
	s.posts = append(s.posts, scheduled{at: arrives, mention: m})
	if w.rng.IntN(15) == 0 {
		s.posts = append(s.posts, scheduled{at: arrives.Add(time.Duration(w.rng.IntN(300)) * time.Second), mention: m})
	}
}

// flood reposts one post more often than a thread remembers ids.
func (s *story) flood() {
	m := detectors.Mention{
		ID: "F", Source: "test", Kind: detectors.KindPost, Tier: detectors.TierPublic, Brand: "Acme", ThreadID: "F", CreatedAt: s.w.began.Add(time.Hour).UTC(),
	}
	s.says(&m, "jane-F", wordPlaintext)
	s.posts = append(s.posts, scheduled{at: m.CreatedAt, mention: m})
	m.Kind, m.InReplyTo, m.Text, m.Author.ID = detectors.KindRepost, "F", "", "fan"
	for i := range 700 {
		m.ID, m.CreatedAt = "F."+strconv.Itoa(i), m.CreatedAt.Add(time.Second)
		s.posts = append(s.posts, scheduled{at: m.CreatedAt, mention: m})
	}
}

func (s *story) over() bool { return s.at == len(s.posts) }

// next is when the next mention arrives; zero behind the last.
func (s *story) next() time.Time {
	if s.over() {
		return time.Time{}
	}
	return s.posts[s.at].at
}

// feed writes what has arrived.
func (s *story) feed(now time.Time) {
	for !s.over() && !s.posts[s.at].at.After(now) {
		m := &s.posts[s.at].mention
		s.at++
		target := m.ID
		if m.Kind == detectors.KindEdit || m.Kind == detectors.KindDelete {
			target = m.InReplyTo
		}
		value, err := detectors.EncodeMention(m)
		if err != nil {
			s.w.fail("the story can be written", "%v", err)
			return
		}
		if _, token, ok := strings.Cut(m.Text, " "); ok {
			key := m.Brand + "|" + target
			s.tokens[key] = append(s.tokens[key], token)
		}
		e := s.w.kafka.append(stream.Record{Topic: stream.TopicMentions, Key: []byte(m.Brand + "|" + target), Value: value, Thread: m.ThreadID}, now)
		s.w.note("mentions/%d@%d: %s %s %s of %s, in %s at %s, says %q", e.Partition, e.Offset, m.Brand, m.Kind, target, m.Author.ID, m.ThreadID,
			m.CreatedAt.Sub(s.w.began).Round(time.Second), m.Text)
		s.w.checks.written(e)
	}
}

// rush lets everything arrive that is still to come.
func (s *story) rush() {
	for !s.over() {
		s.w.sleep(max(time.Until(s.next()), 0))
	}
}

// act lets somebody do something about an incident.
func (w *world) act() {
	if len(w.checks.order) == 0 || w.rng.IntN(3) > 0 {
		return
	}
	id := w.checks.order[w.rng.IntN(len(w.checks.order))]
	w.checks.acts++
	a := escalation.Action{
		ID: fmt.Sprintf("act-%d", w.checks.acts), Incident: id, By: "jo", Via: "slack", At: time.Now().UTC().Truncate(time.Millisecond), Text: "a note",
		Kind: pick(w, escalation.ActionAcknowledge, escalation.ActionAcknowledge, escalation.ActionAcknowledge, escalation.ActionContact,
			escalation.ActionSnooze, escalation.ActionAssign, escalation.ActionNote, escalation.ActionResolve, escalation.ActionResolve,
			escalation.ActionNoise, escalation.ActionMissed, escalation.ActionConfirmBreach, escalation.ActionNoticeSent),
	}
	value, err := json.Marshal(a)
	if err != nil {
		w.fail("the story can be written", "%v", err)
		return
	}
	r := stream.Record{Topic: stream.TopicActions, Key: []byte(id), Value: value, Thread: conversationOf(strings.TrimPrefix(id, "t:"))}
	for range 1 + w.rng.IntN(8)/7 {
		e := w.kafka.append(r, time.Now())
		w.note("actions/%d@%d: %s of %s", e.Partition, e.Offset, a.Kind, id)
		w.checks.written(e)
	}
}
