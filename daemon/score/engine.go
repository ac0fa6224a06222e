// Package score is the stage between the topics "mentions" and "incidents": it analyses a mention, moves its thread's state, and decides.
// The Engine is the pure part, the same live, in replay and in tests; the Processor is its edge to Kafka.
package score

import (
	"container/heap"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/cespare/xxhash/v2"

	"firebreak/daemon/escalation"
	"firebreak/daemon/escalation/crisis"
	"firebreak/daemon/thread"
	"firebreak/detectors"
)

// Scored is a mention that is masked and analysed: what the engine takes.
type Scored struct {
	Mention  detectors.Mention
	Speaker  detectors.Speaker
	Analysis detectors.Analysis
	// Expert reports that the author is a listed expert; Tagged are the listed experts that the text names.
	Expert bool
	Tagged []string
}

// State is one thread with its incident.
type State struct {
	Thread   *thread.Thread       `json:"thread"`
	Incident *escalation.Incident `json:"incident,omitempty"`

	deadline escalation.Clock
}

// Effect is what one event, clock or action led to. Effects come in the order in which they must become durable.
type Effect struct {
	// Key is the state that changed.
	Key string
	// Decision is set where something was decided; Incident is then the incident as receivers may see it.
	Decision *escalation.Decision
	Incident *escalation.Incident
	// Pulses count towards a crisis.
	Pulses []escalation.Pulse
	// Actions are the daemon's own, for threads that another partition may own.
	Actions []escalation.Action
	// Forgotten reports that the state was dropped.
	Forgotten bool
}

// Config is what the engine needs to know.
type Config struct {
	Escalation escalation.Config
	Limits     thread.Limits
	// Crisis are the limits of crises, for those who look for them beside the threads.
	Crisis crisis.Settings
}

// Engine holds the threads of one partition. It is not safe for concurrent use; it reads no clock.
type Engine struct {
	cfg    Config
	states map[string]*State
	// orphans are incidents whose thread is not known yet.
	orphans map[string]*escalation.Incident
	due     deadlines
	// crises are those that run, by brand and family.
	crises map[[2]string]string
}

// NewEngine returns an engine without threads.
func NewEngine(cfg Config) *Engine {
	return &Engine{cfg: cfg, states: map[string]*State{}, orphans: map[string]*escalation.Incident{}, crises: map[[2]string]string{}}
}

// Reconfigure takes new limits; threads stay as they are.
func (e *Engine) Reconfigure(cfg Config) {
	e.cfg = cfg
	for key, s := range e.states {
		e.schedule(key, s)
	}
}

// Len is the number of threads held.
func (e *Engine) Len() int { return len(e.states) }

// State returns a thread's state, or nil. The caller must not change it.
func (e *Engine) State(key string) *State { return e.states[key] }

// Restore takes a state from the changelog.
func (e *Engine) Restore(key string, s *State) {
	e.states[key] = s
	e.schedule(key, s)
}

// Drop forgets a state, as the changelog says.
func (e *Engine) Drop(key string) { delete(e.states, key) }

// Adopt takes an incident that was published by an owner that died before it wrote the thread: what people were told must not be
// forgotten. An incident that the state knows already is ignored.
func (e *Engine) Adopt(key string, inc *escalation.Incident) {
	inc.Posts, inc.People, inc.Clocks, inc.Findings = nil, nil, nil, nil
	s := e.states[key]
	if s == nil {
		e.orphans[key] = inc
		return
	}
	if s.Incident == nil || inc.Event > s.Incident.Event {
		s.Incident = inc
		e.schedule(key, s)
	}
}

// Key is the state that a mention belongs to: its thread's, or where another brand began the conversation, the brand's own copy.
func (e *Engine) Key(m *detectors.Mention) string {
	if s := e.states[m.ThreadID]; s == nil || s.Thread.Brand == m.Brand {
		return m.ThreadID
	}
	return m.ThreadID + "#" + m.Brand
}

// Apply takes one mention. The mention's own time rules; call Advance first to let earlier clocks run out.
func (e *Engine) Apply(in *Scored) Effect {
	m := &in.Mention
	key := e.Key(m)
	s := e.states[key]
	if s == nil {
		if !m.Kind.HasText() {
			return Effect{}
		}
		s = &State{Thread: thread.New(key, m.Brand), Incident: e.orphans[key]}
	}
	change := s.Thread.Apply(thread.Event{
		Mention: m, Speaker: in.Speaker, Analysis: &in.Analysis, Expert: in.Expert, Tagged: in.Tagged,
	}, e.cfg.Limits)
	if !change.Applied {
		return Effect{}
	}
	e.states[key] = s
	delete(e.orphans, key)
	eff := Effect{Key: key}
	if m.Kind == detectors.KindPost {
		eff.Pulses = pulses(in)
		if m.RelatedThread != "" && in.Speaker.Role != detectors.RoleBrand {
			eff.Actions = append(eff.Actions, escalation.Action{
				ID: "taken_up:" + m.ID, Incident: escalation.ThreadIncident(m.RelatedThread), Kind: escalation.ActionTakenUp,
				By: m.Author.ID, Via: "daemon", At: m.CreatedAt,
			})
		}
	}
	if a, ok := answered(s, change, m); ok {
		eff.Actions = append(eff.Actions, a)
	}
	inc, decision := e.cfg.Escalation.Decide(s.Thread, s.Incident, escalation.Trigger{
		At: m.CreatedAt, MentionID: m.ID, Change: change, Crisis: e.crisisOf(s.Thread),
	})
	e.settle(key, s, inc, decision, &eff)
	return eff
}

// answered tells a crisis that the brand answered one of its posts.
func answered(s *State, change thread.Change, m *detectors.Mention) (escalation.Action, bool) {
	if s.Incident == nil || s.Incident.Crisis == "" || !slices.ContainsFunc(change.Facts, func(f thread.Fact) bool { return f.Kind == thread.FactAnswered }) {
		return escalation.Action{}, false
	}
	return escalation.Action{
		ID: "answered:" + m.ID, Incident: s.Incident.Crisis, Kind: escalation.ActionAnswered, By: m.Author.ID, Via: "daemon", At: m.CreatedAt,
	}, true
}

// attachWindow is how long before its beginning a crisis reaches back: the half hour that it counts.
const attachWindow = 30 * time.Minute

// Crisis takes note of a crisis, by the id of its incident: one that began at a time, and where over is set, ended then. While it runs, its threads
// tell nobody anything of their own. The effects name the states that changed.
func (e *Engine) Crisis(id, brand, family string, began, over time.Time) []Effect {
	key := [2]string{brand, family}
	var change func(s *State) bool
	switch {
	case !over.IsZero():
		if e.crises[key] == id {
			delete(e.crises, key)
		}
		change = func(s *State) bool { return release(s, id, over) }
	case e.crises[key] == id:
		return nil
	default:
		e.crises[key] = id
		change = func(s *State) bool { return attach(s, id, brand, family, began.Add(-attachWindow)) }
	}
	var out []Effect
	for _, k := range slices.Sorted(maps.Keys(e.states)) {
		if s := e.states[k]; s.Incident != nil && change(s) {
			e.schedule(k, s)
			out = append(out, Effect{Key: k})
		}
	}
	return out
}

// attach makes a thread that spoke of the family shortly before part of the crisis. It keeps its level.
func attach(s *State, id, brand, family string, since time.Time) bool {
	if s.Thread.Brand != brand || s.Thread.LastPostAt.Before(since) || s.Incident.Status == escalation.StatusResolved ||
		!slices.Contains(escalation.Families(s.Thread), family) {
		return false
	}
	next := *s.Incident
	next.Crisis = id
	s.Incident = &next
	return true
}

// release lets a thread go whose crisis is over: what was held dies with it, the clocks of its posts included.
func release(s *State, id string, over time.Time) bool {
	inc, ok := escalation.Release(s.Incident, id, over)
	if !ok {
		return false
	}
	s.Incident = inc
	for i := range s.Thread.Posts {
		if p := &s.Thread.Posts[i]; p.Overdue.IsZero() && p.AnsweredAt.IsZero() && p.Complains() {
			p.Overdue = over
		}
	}
	return true
}

// crisisOf is the crisis that a thread belongs to.
func (e *Engine) crisisOf(t *thread.Thread) string {
	if len(e.crises) == 0 {
		return ""
	}
	for _, family := range escalation.Families(t) {
		if id := e.crises[[2]string{t.Brand, family}]; id != "" {
			return id
		}
	}
	return ""
}

// Act applies an action to the thread that its incident names. An action on an unknown thread does nothing.
func (e *Engine) Act(a escalation.Action) Effect {
	key, ok := ThreadKey(a.Incident)
	s := e.states[key]
	if !ok || s == nil {
		return Effect{}
	}
	inc, decision := e.cfg.Escalation.Act(s.Thread, s.Incident, a)
	if decision == nil {
		return Effect{}
	}
	eff := Effect{Key: key}
	e.settle(key, s, inc, decision, &eff)
	return eff
}

// ThreadKey is the key of the state behind a thread's incident.
func ThreadKey(incident string) (string, bool) {
	if len(incident) > 2 && incident[:2] == "t:" {
		return incident[2:], true
	}
	return "", false
}

// Advance lets every clock run out that is due at now, oldest first.
func (e *Engine) Advance(now time.Time) []Effect {
	var out []Effect
	for len(e.due) > 0 && !e.due[0].at.After(now) {
		item := e.due[0]
		heap.Pop(&e.due)
		s := e.states[item.key]
		if s == nil || !s.deadline.Due.Equal(item.at) {
			continue
		}
		eff := Effect{Key: item.key}
		if s.deadline.Name == escalation.ClockForget {
			delete(e.states, item.key)
			eff.Forgotten = true
			out = append(out, eff)
			continue
		}
		inc, decision := e.cfg.Escalation.Expire(s.Thread, s.Incident, s.deadline)
		e.settle(item.key, s, inc, decision, &eff)
		out = append(out, eff)
	}
	return out
}

// Next is when the earliest clock is due; zero without one.
func (e *Engine) Next() time.Time {
	if len(e.due) == 0 {
		return time.Time{}
	}
	return e.due[0].at
}

// settle stores what was decided and winds the state's clock.
func (e *Engine) settle(key string, s *State, inc *escalation.Incident, decision *escalation.Decision, eff *Effect) {
	s.Incident = inc
	if decision != nil {
		shown := e.cfg.Escalation.Publish(s.Thread, inc)
		eff.Decision, eff.Incident = decision, &shown
	}
	e.schedule(key, s)
}

func (e *Engine) schedule(key string, s *State) {
	next := e.cfg.Escalation.NextDeadline(s.Thread, s.Incident)
	if next.Name == s.deadline.Name && next.Due.Equal(s.deadline.Due) && next.Post == s.deadline.Post {
		return
	}
	s.deadline = next
	heap.Push(&e.due, deadline{at: next.Due, key: key})
	// Moved clocks leave their old entry behind; a heap of mostly those is rebuilt.
	if len(e.due) > 64 && len(e.due) > 4*len(e.states) {
		e.due = e.due[:0]
		for k, st := range e.states {
			e.due = append(e.due, deadline{at: st.deadline.Due, key: k})
		}
		heap.Init(&e.due)
	}
}

// deadline is an entry of the heap; it is void once the state's own deadline differs.
type deadline struct {
	at  time.Time
	key string
}

type deadlines []deadline

func (d deadlines) Len() int { return len(d) }
func (d deadlines) Less(i, j int) bool {
	if !d[i].at.Equal(d[j].at) {
		return d[i].at.Before(d[j].at)
	}
	return d[i].key < d[j].key
}
func (d deadlines) Swap(i, j int) { d[i], d[j] = d[j], d[i] }
func (d *deadlines) Push(x any) {
	if item, ok := x.(deadline); ok {
		*d = append(*d, item)
	}
}

func (d *deadlines) Pop() any {
	old := *d
	last := old[len(old)-1]
	*d = old[:len(old)-1]
	return last
}

// pulses are the findings of a public post that count towards a crisis, one a family.
func pulses(in *Scored) []escalation.Pulse {
	if in.Speaker.Role == detectors.RoleBrand {
		return nil
	}
	var out []escalation.Pulse
	for _, f := range in.Analysis.Findings {
		family := escalation.Family(f.Kind, f.Topic)
		if family == "" || slices.ContainsFunc(out, func(p escalation.Pulse) bool { return p.Family == family }) {
			continue
		}
		pulse := escalation.Pulse{
			Brand: in.Mention.Brand, Family: family, MentionID: in.Mention.ID, Author: hash(in.Mention.Author.ID),
			Minute: in.Mention.CreatedAt.Truncate(time.Minute), Kind: f.Kind, Topic: f.Topic, Thread: in.Mention.ThreadID, Text: fingerprint(in.Mention.Text),
		}
		if a := in.Mention.Author; f.Kind == detectors.KindImpersonation {
			pulse.Account = &escalation.Account{ID: a.ID, Handle: a.Handle, Name: a.Name, Followers: a.Followers, URL: in.Mention.URL}
			pulse.Why = f.Why
		}
		out = append(out, pulse)
	}
	return out
}

// fingerprint tells copies of one text, "" where it cannot.
func fingerprint(text string) string {
	if h := crisis.Fingerprint(text); h != 0 {
		return strconv.FormatUint(h, 16)
	}
	return ""
}

func hash(s string) string {
	return strconv.FormatUint(xxhash.Sum64String(s), 16)
}
