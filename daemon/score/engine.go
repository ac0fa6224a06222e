// Package score is the stage between the topics "mentions" and "incidents": it analyses a mention, moves its thread's state, and decides.
// The Engine is the pure part, the same live, in replay and in tests; the Processor is its edge to Kafka.
package score

import (
	"slices"
	"strconv"
	"time"

	"github.com/cespare/xxhash/v2"
	"github.com/klauspost/compress/s2"

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

	applied offsets
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

// Engine holds the threads of one partition, those that were not touched for long in a compressed form. It is not safe for concurrent use; it
// reads no clock.
type Engine struct {
	cfg Config
	// clocks identifies the settings of clocks.
	clocks string
	slots  map[string]*slot
	// orphans are incidents whose thread is not known yet.
	orphans map[string]*escalation.Incident
	due     deadlines
	// hot are the slots with a decoded state, at most hotLimit; hand is where the search for the next to become cold goes on.
	hot            []*slot
	hotLimit, hand int
	codec          *s2.Dict
	// scratch and packed are buffers for a record.
	scratch, packed []byte
	// crises are those that run, by brand and family.
	crises map[[2]string]string
	err    error
}

// NewEngine returns an engine without threads.
func NewEngine(cfg Config) *Engine {
	return &Engine{
		cfg: cfg, clocks: clocksOf(&cfg.Escalation), slots: map[string]*slot{}, orphans: map[string]*escalation.Incident{}, hotLimit: hotThreads,
		codec: newCodec(), crises: map[[2]string]string{},
	}
}

// Err tells that a thread's record could not be decoded. Nothing that the engine says after that may be believed.
func (e *Engine) Err() error { return e.err }

// Reconfigure takes new limits; threads stay as they are.
func (e *Engine) Reconfigure(cfg Config) {
	longer := cfg.Escalation.ForgetAfter - e.cfg.Escalation.ForgetAfter
	e.cfg, e.clocks = cfg, clocksOf(&cfg.Escalation)
	for _, sl := range e.slots {
		if sl.state == nil && sl.quiet {
			e.due.wind(sl, instantOf(sl.due.time().Add(longer)))
		} else if s := e.load(sl); s != nil {
			e.schedule(sl, s)
		}
	}
}

// Len is the number of threads held.
func (e *Engine) Len() int { return len(e.slots) }

// State returns a thread's state, or nil. The caller must not change it, nor keep it beyond the next call of the engine.
func (e *Engine) State(key string) *State {
	if sl := e.slots[key]; sl != nil {
		return e.thaw(sl)
	}
	return nil
}

// Restore takes a state from the changelog.
func (e *Engine) Restore(key string, s *State) {
	sl := e.slot(key)
	e.keep(sl, s)
	e.schedule(sl, s)
}

// Drop forgets a state, as the changelog says.
func (e *Engine) Drop(key string) {
	if sl := e.slots[key]; sl != nil {
		e.forget(sl)
	}
}

// Adopt takes an incident that was published by an owner that died before it wrote the thread: what people were told must not be
// forgotten. An incident that the state knows already is ignored. It reports whether the incident was taken.
func (e *Engine) Adopt(key string, inc *escalation.Incident) bool {
	inc.Posts, inc.People, inc.Clocks, inc.Findings = nil, nil, nil, nil
	sl := e.slots[key]
	if sl == nil {
		if known := e.orphans[key]; known != nil && inc.Event <= known.Event {
			return false
		}
		e.orphans[key] = inc
		return true
	}
	if sl.state == nil && sl.event > 0 && inc.Event <= int(sl.event) {
		return false
	}
	s := e.thaw(sl)
	if s == nil || s.Incident != nil && inc.Event <= s.Incident.Event {
		return false
	}
	s.Incident = inc
	e.schedule(sl, s)
	return true
}

// Key is the state that a mention belongs to: its thread's, or where another brand began the conversation, the brand's own copy.
func (e *Engine) Key(m *detectors.Mention) string {
	if s := e.State(m.ThreadID); s == nil || s.Thread.Brand == m.Brand {
		return m.ThreadID
	}
	return ownKey(m.ThreadID, m.Brand)
}

// ownKey is the key of a brand's own copy of a conversation that another brand began. It lives in the partition of the conversation.
func ownKey(thread, brand string) string { return thread + "#" + brand }

// ActionKey is the key of the state that an action is on, or false where it is on no thread.
func (e *Engine) ActionKey(a *escalation.Action) (string, bool) {
	key, ok := ThreadKey(a.Incident)
	if !ok {
		return "", false
	}
	if s := e.State(key); a.Brand != "" && s != nil && s.Thread.Brand != a.Brand {
		return ownKey(key, a.Brand), true
	}
	return key, true
}

// Apply takes one mention. The mention's own time rules; call Advance first to let earlier clocks run out.
func (e *Engine) Apply(in *Scored) Effect {
	m := &in.Mention
	key := e.Key(m)
	sl := e.slots[key]
	var s *State
	switch {
	case sl != nil:
		if s = e.thaw(sl); s == nil {
			return Effect{}
		}
	case m.Kind.HasText():
		s = &State{Thread: thread.New(key, m.Brand), Incident: e.orphans[key]}
	default:
		return Effect{}
	}
	change := s.Thread.Apply(thread.Event{
		Mention: m, Speaker: in.Speaker, Analysis: &in.Analysis, Expert: in.Expert, Tagged: in.Tagged,
	}, e.cfg.Limits)
	if !change.Applied {
		return Effect{}
	}
	if sl == nil {
		sl = e.slot(key)
		e.keep(sl, s)
		delete(e.orphans, key)
	}
	eff := Effect{Key: key}
	if m.Kind == detectors.KindPost {
		eff.Pulses = pulses(in)
		if m.RelatedThread != "" && in.Speaker.Role != detectors.RoleBrand {
			eff.Actions = append(eff.Actions, escalation.Action{
				// The conversation's own id, so that the action goes to its partition; the owner knows which of its states is the brand's.
				ID: "taken_up:" + m.ID, Incident: escalation.ThreadIncident(m.RelatedThread), Brand: m.Brand, Kind: escalation.ActionTakenUp,
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
	e.settle(sl, s, inc, decision, &eff)
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
	var keys []string
	for k, sl := range e.slots {
		if sl.state != nil || over.IsZero() && sl.event > 0 && sl.posted >= secondsOf(began.Add(-attachWindow).Unix()) || !over.IsZero() && sl.attached {
			keys = append(keys, k)
		}
	}
	slices.Sort(keys)
	var out []Effect
	for _, k := range keys {
		sl := e.slots[k]
		if s := e.load(sl); s != nil && s.Incident != nil && change(s) {
			e.keep(sl, s)
			e.schedule(sl, s)
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
	key, ok := e.ActionKey(&a)
	sl := e.slots[key]
	if !ok || sl == nil {
		return Effect{}
	}
	s := e.thaw(sl)
	if s == nil {
		return Effect{}
	}
	inc, decision := e.cfg.Escalation.Act(s.Thread, s.Incident, a)
	// Without a decision the thread may have changed all the same: a customer who came to the private channel of a closed incident has come.
	eff := Effect{Key: key}
	e.settle(sl, s, inc, decision, &eff)
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
	until := instantOf(now)
	for len(e.due) > 0 && e.due[0].due.compare(until) <= 0 {
		sl := e.due[0]
		if sl.state == nil && sl.quiet {
			e.forget(sl)
			out = append(out, Effect{Key: sl.key, Forgotten: true})
			continue
		}
		s := e.thaw(sl)
		if s == nil {
			return out
		}
		clock := e.cfg.Escalation.NextDeadline(s.Thread, s.Incident)
		if due := instantOf(clock.Due); due != sl.due {
			// What was noted is the earliest time at which the state had to be looked at again.
			e.due.wind(sl, due)
			continue
		}
		eff := Effect{Key: sl.key}
		if clock.Name == escalation.ClockForget {
			e.forget(sl)
			eff.Forgotten = true
			out = append(out, eff)
			continue
		}
		inc, decision := e.cfg.Escalation.Expire(s.Thread, s.Incident, clock)
		next := e.settle(sl, s, inc, decision, &eff)
		out = append(out, eff)
		if next.Name == clock.Name && next.Due.Equal(clock.Due) && next.Post == clock.Post {
			// It has run out and changed nothing: it waits until something happens.
			e.due.drop(sl)
		}
	}
	return out
}

// Next is when the earliest clock is due; zero without one.
func (e *Engine) Next() time.Time {
	if len(e.due) == 0 {
		return time.Time{}
	}
	return e.due[0].due.time()
}

// settle stores what was decided and winds the state's clock, which it returns.
func (e *Engine) settle(sl *slot, s *State, inc *escalation.Incident, decision *escalation.Decision, eff *Effect) escalation.Clock {
	s.Incident = inc
	if decision != nil {
		shown := e.cfg.Escalation.Publish(s.Thread, inc)
		eff.Decision, eff.Incident = decision, &shown
	}
	return e.schedule(sl, s)
}

// schedule winds the clock of a state.
func (e *Engine) schedule(sl *slot, s *State) escalation.Clock {
	next := e.cfg.Escalation.NextDeadline(s.Thread, s.Incident)
	e.due.wind(sl, instantOf(next.Due))
	return next
}

// pulses are the findings of a public post that count towards a crisis, one a family.
func pulses(in *Scored) []escalation.Pulse {
	if in.Speaker.Role == detectors.RoleBrand {
		return claims(in)
	}
	var out []escalation.Pulse
	for _, f := range in.Analysis.Findings {
		family := escalation.Family(f.Kind, f.Topic)
		if family == "" || slices.ContainsFunc(out, func(p escalation.Pulse) bool { return p.Family == family }) {
			continue
		}
		pulse := escalation.Pulse{
			Brand: in.Mention.Brand, Family: family, MentionID: in.Mention.ID, Author: hash(in.Mention.Author.ID),
			Minute: in.Mention.CreatedAt.Truncate(time.Minute), At: in.Mention.CreatedAt, Kind: f.Kind, Topic: f.Topic, Thread: in.Mention.ThreadID, Text: fingerprint(in.Mention.Text),
		}
		if a := in.Mention.Author; f.Kind == detectors.KindImpersonation {
			pulse.Account = &escalation.Account{ID: a.ID, Handle: a.Handle, Name: a.Name, Followers: a.Followers, URL: in.Mention.URL}
			pulse.Why = f.Why
		}
		out = append(out, pulse)
	}
	return out
}

// claims is what a post of the brand says that another account's may contradict: that data was lost, or that it was not. What contradicts a statement in force
// was told for that.
func claims(in *Scored) []escalation.Pulse {
	claim := ""
	switch heard := in.Analysis.Scores; {
	case slices.ContainsFunc(in.Analysis.Findings, func(f detectors.Finding) bool { return f.Kind == string(thread.FactInconsistent) }):
	case heard[detectors.HeadAffirmsBreach] >= detectors.Decides:
		claim = escalation.ClaimAffirms
	case heard[detectors.HeadDeniesBreach] >= detectors.Decides:
		claim = escalation.ClaimDenies
	}
	if claim == "" {
		return nil
	}
	m := &in.Mention
	return []escalation.Pulse{{
		Brand: m.Brand, Family: escalation.FamilySecurity, MentionID: m.ID, Author: hash(m.Author.ID), Minute: m.CreatedAt.Truncate(time.Minute),
		At: m.CreatedAt, Kind: escalation.KindClaim, Claim: claim, Thread: m.ThreadID,
	}}
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
