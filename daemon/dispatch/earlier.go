package dispatch

import (
	"slices"

	"firebreak/daemon/escalation"
	"firebreak/sinks"
)

// The bounds of what is kept and shown of earlier incidents.
const (
	// shownEarlier is how many a notification shows.
	shownEarlier = 3
	// keptEarlier is how many are kept of a brand, kind and topic. It is more than what is shown: an old incident that is updated shows those
	// before itself, and where one is erased the next takes its place.
	keptEarlier = 50
	// maxAddress is the longest address, in bytes, that is kept.
	maxAddress = 500
)

// group is what incidents have in common that are shown to each other.
type group struct{ brand, kind, topic string }

// groupOf returns an incident's group, and false where nothing stands for the incident.
func groupOf(inc *escalation.Incident) (group, bool) {
	kind, topic := gravest(inc)
	return group{brand: inc.Brand, kind: kind, topic: topic}, kind != ""
}

// shelf holds in a few words the newest incidents of each group that people were told of. It holds no post's text, and the addresses of
// public posts only. It is not safe for concurrent use.
type shelf struct {
	// groups are the oldest first.
	groups map[group][]sinks.Earlier
	// of is the group that each incident on the shelf is in: what is gravest may change.
	of map[string]group
}

func newShelf() shelf {
	return shelf{groups: map[group][]sinks.Earlier{}, of: map[string]group{}}
}

// put takes an incident's new state.
func (s *shelf) put(inc *escalation.Incident) {
	s.drop(inc.ID)
	g, ok := groupOf(inc)
	if !ok {
		return
	}
	list := s.groups[g]
	list = slices.Insert(list, place(list, inc), earlierOf(inc))
	s.of[inc.ID] = g
	if len(list) > keptEarlier {
		delete(s.of, list[0].Incident)
		list = slices.Delete(list, 0, 1)
	}
	s.groups[g] = list
}

// drop forgets an incident.
func (s *shelf) drop(id string) {
	g, ok := s.of[id]
	if !ok {
		return
	}
	delete(s.of, id)
	list := slices.DeleteFunc(s.groups[g], func(e sinks.Earlier) bool { return e.Incident == id })
	if len(list) == 0 {
		delete(s.groups, g)
		return
	}
	s.groups[g] = list
}

// before returns the last incidents of the same group that began before an incident, the newest first; nil for none.
func (s *shelf) before(inc *escalation.Incident) []sinks.Earlier {
	g, ok := groupOf(inc)
	if !ok {
		return nil
	}
	list := s.groups[g]
	end := place(list, inc)
	if end == 0 {
		return nil
	}
	out := slices.Clone(list[max(0, end-shownEarlier):end])
	slices.Reverse(out)
	return out
}

// place is where an incident stands among those of its group: by when they began, then by id.
func place(list []sinks.Earlier, inc *escalation.Incident) int {
	at, _ := slices.BinarySearchFunc(list, inc, func(e sinks.Earlier, inc *escalation.Incident) int {
		if c := e.At.Compare(inc.OpenedAt); c != 0 {
			return c
		}
		if e.Incident < inc.ID {
			return -1
		}
		return 1
	})
	return at
}

// earlierOf is an incident in a few words.
func earlierOf(inc *escalation.Incident) sinks.Earlier {
	level := inc.Level
	for i := range inc.Tells {
		if told := inc.Tells[i].Level; i == 0 || told.Rank() > level.Rank() {
			level = told
		}
	}
	e := sinks.Earlier{Incident: inc.ID, Title: title(inc), At: inc.OpenedAt, Level: string(level)}
	var by string
	e.Outcome, by = outcome(inc)
	e.By = cutRunes(oneLine(by), maxHandle)
	if e.Outcome != sinks.OutcomeOpen && e.Outcome != sinks.OutcomeAcknowledged {
		e.EndedAt = inc.LoweredAt
	}
	for i := range inc.Posts {
		if p := &inc.Posts[i]; !p.Deleted && public(p) && len(p.URL) <= maxAddress && webAddress(p.URL) != "" {
			e.URL = webAddress(p.URL)
			break
		}
	}
	return e
}

// outcome says how an incident ended, and who ended it or has it; nobody where the daemon did, or where it is not known any more.
func outcome(inc *escalation.Incident) (what sinks.Outcome, by string) {
	switch {
	case inc.Status == escalation.StatusAcknowledged:
		return sinks.OutcomeAcknowledged, inc.AcknowledgedBy
	case inc.Status != escalation.StatusResolved && !inc.LoweredAt.IsZero() && inc.Level.Rank() <= escalation.LevelWatch.Rank():
		return sinks.OutcomeLowered, ""
	case inc.Status != escalation.StatusResolved:
		return sinks.OutcomeOpen, ""
	}
	for _, done := range slices.Backward(inc.History) {
		if done.Kind == escalation.ActionNoise && (len(inc.Tells) == 0 || !done.At.Before(inc.Tells[len(inc.Tells)-1].At)) {
			return sinks.OutcomeNoise, done.By
		}
	}
	for _, done := range slices.Backward(inc.History) {
		if done.Kind == escalation.ActionResolve && !done.At.Before(inc.LoweredAt) {
			return sinks.OutcomeResolved, done.By
		}
	}
	return sinks.OutcomeResolved, ""
}
