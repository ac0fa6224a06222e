package escalation

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"firebreak/daemon/thread"
	"firebreak/detectors"
)

// Trigger is what asks for a decision.
type Trigger struct {
	// At is when it happened: a mention's own time, a clock's deadline, an action's time.
	At time.Time
	// MentionID is the record behind it; empty for clocks and actions.
	MentionID string
	// Change is what a mention did to the thread.
	Change thread.Change
	// Clock names the clock that ran out, if one did.
	Clock string
	// Crisis is the crisis that the thread belongs to, if one runs.
	Crisis string
	// anew is what the tell says that it leads to.
	anew bool
}

// Decide looks at a thread after a trigger. It returns the incident as it is now (nil where there is none) and the decision, if there is
// one. inc is the incident so far, or nil; it is not changed.
func (c Config) Decide(t *thread.Thread, inc *Incident, tr Trigger) (*Incident, *Decision) {
	var since time.Time
	if inc != nil {
		since = inc.LoweredAt
	}
	c.foresee(t, &tr)
	v := c.judge(t, since)
	if inc == nil && v.level == LevelNone {
		return nil, nil
	}
	next := c.next(t, inc, tr.At)
	if tr.Crisis == "" {
		tr.Crisis = next.Crisis
	}
	if tr.Crisis != "" {
		next.Crisis = tr.Crisis
		next.Kinds = withKind(next.Kinds, KindCrisis)
		v.hold(inc)
	}
	old := LevelNone
	if inc != nil {
		old = inc.Level
	}
	var action DecisionAction
	switch {
	case inc != nil && tookUp(tr.Change) && inc.Level.Rank() > LevelWatch.Rank():
		lower(next, tr.At)
		v.reasons = []Reason{{Signal: string(thread.FactTakenUp), Value: 1}}
		action = DecisionLower
	case rises(inc, v):
		next.Level = v.level
		action = DecisionNotify
		if v.level == LevelPage {
			action = DecisionPage
		}
		tr.anew = over(inc)
		next.Status, next.AcknowledgedBy, next.SnoozedUntil = StatusOpen, "", time.Time{}
	case inc == nil || inc.Status == StatusResolved && v.level != LevelNone:
		next.Level, next.Status = v.level, StatusOpen
		action = DecisionOpen
	case inc.Status == StatusResolved && !erases(tr.Change):
		return inc, nil
	default:
		if v.level.Rank() > old.Rank() {
			next.Level = v.level
		}
		if !news(inc, next, tr) {
			return join(inc, next.Crisis), nil
		}
		action = DecisionUpdate
	}
	if len(v.reasons) == 0 {
		v.reasons = occasion(tr)
	}
	return c.conclude(t, next, tr, action, v.reasons)
}

// conclude numbers the event, tells if the action tells, and writes the decision down.
func (c Config) conclude(t *thread.Thread, next *Incident, tr Trigger, action DecisionAction, rules []Reason) (*Incident, *Decision) {
	var found []Reason
	next.Priority, found = c.Table.score(signals(t, tr.At))
	next.Reasons = c.Table.merge(rules, found)
	next.Event++
	next.UpdatedAt = tr.At
	if action == DecisionNotify || action == DecisionPage {
		next.Tells = append(slices.Clone(next.Tells), Tell{
			Number: len(next.Tells) + 1, Level: next.Level, Severity: next.Severity, At: tr.At, MentionID: tr.MentionID, Reasons: next.Reasons, Anew: tr.anew,
		})
	}
	return next, &Decision{
		Time: tr.At, Incident: next.ID, ThreadID: t.ID, Level: next.Level, Severity: next.Severity, Action: action,
		Priority: next.Priority, Kinds: next.Kinds, Topic: next.Topic, Reasons: next.Reasons, MentionID: tr.MentionID,
	}
}

// hold keeps the level as it is, since the crisis speaks for its threads; a critical post of the brand is told all the same.
func (v *verdict) hold(inc *Incident) {
	if v.blunder {
		return
	}
	most := LevelWatch
	if inc != nil && inc.Level.Rank() > most.Rank() {
		most = inc.Level
	}
	if v.level.Rank() > most.Rank() {
		v.level = most
		v.reasons = append(v.reasons, Reason{Signal: signalInCrisis, Value: 1, Rule: ruleHeld})
	}
	// The first critical finding of the public is no rise either.
	v.severity = ""
}

// join makes an incident part of a crisis, where that is all that changed.
func join(inc *Incident, crisis string) *Incident {
	if inc.Crisis == crisis {
		return inc
	}
	next := *inc
	next.Crisis = crisis
	return &next
}

// Release lets go of an incident whose crisis is over: what the crisis held dies with it, and only what comes later can raise it.
func Release(inc *Incident, crisis string, at time.Time) (*Incident, bool) {
	if inc == nil || inc.Crisis != crisis {
		return inc, false
	}
	next := *inc
	next.Crisis = ""
	if at.After(next.LoweredAt) {
		next.LoweredAt = at
	}
	return &next, true
}

// withKind adds a kind to a sorted set.
func withKind(kinds []string, kind string) []string {
	i, found := slices.BinarySearch(kinds, kind)
	if found {
		return kinds
	}
	return slices.Insert(slices.Clone(kinds), i, kind)
}

// rises reports whether people must be told anew: a higher level that tells, or the first critical finding on an incident told for less.
func rises(inc *Incident, v verdict) bool {
	if v.level.Rank() < LevelNotify.Rank() {
		return false
	}
	if inc == nil || v.level.Rank() > inc.Level.Rank() {
		return true
	}
	if v.severity.Rank() < critical {
		return false
	}
	for _, tell := range inc.Tells {
		if tell.At.After(inc.LoweredAt) && tell.Severity.Rank() >= critical {
			return false
		}
	}
	return true
}

// over reports whether what was told last was taken over, lowered or closed since.
func over(inc *Incident) bool {
	if inc == nil || len(inc.Tells) == 0 {
		return false
	}
	return inc.Status != StatusOpen || inc.Level.Rank() < inc.Tells[len(inc.Tells)-1].Level.Rank()
}

// news reports whether a trigger that tells nobody changed what people see.
func news(inc, next *Incident, tr Trigger) bool {
	if !slices.Equal(inc.Kinds, next.Kinds) || inc.Severity != next.Severity || inc.Topic != next.Topic || inc.Level != next.Level || tr.Clock != "" {
		return true
	}
	return tr.Change.Findings || slices.ContainsFunc(tr.Change.Facts, func(f thread.Fact) bool {
		return f.Kind != thread.FactReach || f.Severity.Rank() >= warning
	})
}

// occasion names what asked for a decision that no rule wanted.
func occasion(tr Trigger) []Reason {
	var out []Reason
	for _, f := range tr.Change.Facts {
		out = append(out, Reason{Signal: string(f.Kind), Value: f.Value})
	}
	return out
}

// erases reports that a post was deleted: its words must go from the incident too, whatever its status.
func erases(c thread.Change) bool {
	return slices.ContainsFunc(c.Facts, func(f thread.Fact) bool { return f.Kind == thread.FactDeleted })
}

func tookUp(c thread.Change) bool {
	return slices.ContainsFunc(c.Facts, func(f thread.Fact) bool { return f.Kind == thread.FactTakenUp })
}

func lower(inc *Incident, at time.Time) {
	inc.Level, inc.LoweredAt = LevelWatch, at
}

// ThreadIncident is the id of a thread's incident.
func ThreadIncident(threadID string) string { return "t:" + threadID }

// next is the incident with the thread's present state, before the decision.
func (c Config) next(t *thread.Thread, inc *Incident, at time.Time) *Incident {
	next := &Incident{ID: ThreadIncident(t.ID), Brand: t.Brand, ThreadID: t.ID, Status: StatusOpen, OpenedAt: at}
	if inc != nil {
		*next = *inc
	}
	next.Config = c.Hash
	next.Kinds = kindsOf(t, next.Kinds)
	for i := range t.Posts {
		for f := range t.Posts[i].Findings {
			finding := &t.Posts[i].Findings[f]
			if finding.Kind == detectors.KindImpersonation {
				// The account's own incident tells it.
				continue
			}
			next.Severity = graver(next.Severity, finding.Severity)
			if next.Finding == nil || graverFinding(finding, next.Finding) {
				next.Finding, next.Topic = finding, finding.Topic
			}
		}
	}
	for _, f := range t.Facts {
		if f.Kind == thread.FactPassedAround || f.Kind == thread.FactInconsistent {
			next.Severity = graver(next.Severity, f.Severity)
		}
	}
	next.Finding = quotable(t, next.Finding)
	return next
}

// quotable returns a finding of its own memory, without its evidence once no post that still stands says it: a deletion erases words
// wherever they were copied to.
func quotable(t *thread.Thread, f *detectors.Finding) *detectors.Finding {
	if f == nil {
		return nil
	}
	own := *f
	own.Evidence = slices.Clone(f.Evidence)
	same := func(o detectors.Finding) bool {
		return o.Kind == f.Kind && o.Topic == f.Topic && slices.Equal(o.Evidence, f.Evidence)
	}
	if !slices.ContainsFunc(t.Posts, func(p thread.Post) bool { return !p.Deleted && slices.ContainsFunc(p.Findings, same) }) {
		own.Evidence = []detectors.Span{}
	}
	return &own
}

// graverFinding reports whether a should stand for the incident rather than b. A tie stays with b, the earlier one, unless b has no topic.
func graverFinding(a, b *detectors.Finding) bool {
	if a.Severity != b.Severity {
		return a.Severity.Rank() > b.Severity.Rank()
	}
	return b.Topic == "" && a.Topic != ""
}

// kindsOf is the sorted set of the kinds so far and those that the thread holds.
func kindsOf(t *thread.Thread, so []string) []string {
	set := map[string]bool{}
	for _, k := range so {
		set[k] = true
	}
	for i := range t.Posts {
		for _, f := range t.Posts[i].Findings {
			set[f.Kind] = true
		}
	}
	for _, f := range t.Facts {
		switch f.Kind {
		case thread.FactFollowUp, thread.FactUnresolved, thread.FactSupport, thread.FactExpert, thread.FactLargeAccount,
			thread.FactPassedAround, thread.FactInsistence, thread.FactInconsistent, thread.FactAmplification, thread.FactRemediation:
			set[string(f.Kind)] = true
		case thread.FactReach, thread.FactForecast:
			if i := t.Find(f.Post); i >= 0 && t.HarmOf(i).Rank() >= warning {
				set[string(thread.FactReach)] = true
			}
		case thread.FactAnswered, thread.FactEdited, thread.FactDeleted, thread.FactTakenUp:
		}
	}
	return slices.Sorted(maps.Keys(set))
}

// merge puts the signals that a rule used first, each once with its weight, then the others.
func (t Table) merge(rules, signals []Reason) []Reason {
	w := t.weights
	out := make([]Reason, 0, len(rules)+len(signals))
	seen := map[string]int{}
	for _, r := range rules {
		key := r.Signal + "\x00" + r.Rule
		if i, ok := seen[key]; ok {
			out[i].Value = max(out[i].Value, round(r.Value))
			continue
		}
		seen[key] = len(out)
		seen[r.Signal] = len(out)
		r.Value, r.Weight = round(r.Value), max(w[r.Signal], 0)
		out = append(out, r)
	}
	for _, r := range signals {
		if _, ok := seen[r.Signal]; !ok {
			out = append(out, r)
		}
	}
	return out
}

// Publish returns the incident as receivers may see it: with the thread's posts, people, clocks and spread.
func (c Config) Publish(t *thread.Thread, inc *Incident) Incident {
	out := *inc
	out.Posts, out.Findings = nil, nil
	out.Spread = Spread{Reposts: t.Reposts, Quotes: t.Quotes, Replies: t.Replies, Likes: t.Likes}
	out.Clocks = c.clocks(t, inc)
	out.Forecast = c.forecastOf(t, inc.UpdatedAt)
	out.People = map[string]Person{}
	from := max(len(t.Posts)-thread.KeptPosts, 0)
	for i := range t.Posts {
		p := &t.Posts[i]
		if p.Tier == detectors.TierPrivate || p.Tier == detectors.TierSecure {
			out.Private = true
		}
		if i < from && p.ID != t.Root.ID && len(p.Findings) == 0 {
			continue
		}
		post := Post{
			ID: p.ID, Author: p.Author, Role: p.Role, Tier: p.Tier, CreatedAt: p.CreatedAt, Text: p.Text, URL: p.URL, Deleted: p.Deleted,
		}
		for _, f := range p.Findings {
			post.Findings = append(post.Findings, f.Kind)
			if !p.Deleted {
				out.Findings = gather(out.Findings, f)
			}
		}
		out.Posts = append(out.Posts, post)
		who := t.People[p.Author]
		out.People[p.Author] = Person{Handle: who.Handle, Name: who.Name, Followers: who.Followers, Role: who.Role, Part: partOf(t, p.Author)}
	}
	slices.SortStableFunc(out.Findings, func(a, b detectors.Finding) int {
		return cmp.Or(cmp.Compare(b.Severity.Rank(), a.Severity.Rank()), cmp.Compare(b.Score, a.Score))
	})
	out.Findings = out.Findings[:min(len(out.Findings), maxFindings)]
	return out
}

// partOf is what an author is in a conversation.
func partOf(t *thread.Thread, author string) string {
	who := t.People[author]
	if who.Role == detectors.RoleBrand {
		return who.Account
	}
	if who.OtherBrand != "" {
		return "other_brand"
	}
	complains := author == t.Root.Author
	for i := range t.Posts {
		p := &t.Posts[i]
		if p.Author != author {
			continue
		}
		if p.Has(detectors.KindImpersonation) {
			return "impostor"
		}
		complains = complains || p.Complains()
	}
	switch {
	case who.Expert:
		return "expert"
	case complains:
		return "customer"
	case who.Supports:
		return "supporter"
	default:
		return "bystander"
	}
}

// maxFindings bounds the findings that an incident shows.
const maxFindings = 10

// gather adds a finding to those of other kinds and topics; of one kind and topic the gravest stays, the earliest where two are alike.
func gather(list []detectors.Finding, f detectors.Finding) []detectors.Finding {
	i := slices.IndexFunc(list, func(o detectors.Finding) bool { return o.Kind == f.Kind && o.Topic == f.Topic })
	switch {
	case i < 0:
		return append(list, f)
	case f.Severity.Rank() > list[i].Severity.Rank() || f.Severity == list[i].Severity && f.Score > list[i].Score:
		list[i] = f
	}
	return list
}
