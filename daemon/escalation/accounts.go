package escalation

import (
	"slices"

	"firebreak/detectors"
)

// keptThreads is how many threads an account's incident lists.
const keptThreads = 256

// AccountIncident is the id of the incident of an account that poses as a brand.
func AccountIncident(brand, account string) string { return "a:" + brand + "/" + account }

// DecideAccount takes one post of an account that poses as the brand. However many customers it answers, it is one incident: its first post pages, a
// further thread is an update. inc is the incident so far, or nil; it is not changed.
func (c Config) DecideAccount(inc *Incident, p *Pulse) (*Incident, *Decision) {
	most := c.Table.Most(ruleCritical)
	if most == LevelNone {
		return inc, nil
	}
	id := AccountIncident(p.Brand, p.Account.ID)
	next := &Incident{
		ID: id, Brand: p.Brand, ThreadID: p.Thread, Status: StatusOpen, OpenedAt: p.Minute, Severity: detectors.SeverityCritical,
		Kinds: []string{detectors.KindImpersonation},
	}
	if inc != nil {
		*next = *inc
	}
	next.Config = c.Hash
	next.Finding = &detectors.Finding{
		Kind: detectors.KindImpersonation, Topic: p.Topic, Score: 1, Severity: detectors.SeverityCritical, Evidence: []detectors.Span{}, Why: p.Why,
	}
	known := slices.Contains(next.Threads, p.Thread)
	if !known && len(next.Threads) < keptThreads {
		next.Threads = append(slices.Clone(next.Threads), p.Thread)
	}
	if !known {
		next.Posts = append(slices.Clone(next.Posts), Post{
			ID: p.MentionID, Author: p.Account.ID, Role: detectors.RolePublic, Tier: detectors.TierPublic, CreatedAt: p.Minute, URL: p.Account.URL,
			Findings: []string{detectors.KindImpersonation},
		})
		next.Posts = next.Posts[max(len(next.Posts)-maxFindings, 0):]
	}
	next.People = map[string]Person{p.Account.ID: {
		Handle: p.Account.Handle, Name: p.Account.Name, Followers: p.Account.Followers, Role: detectors.RolePublic, Part: "impostor",
	}}
	action := DecisionUpdate
	switch {
	case inc == nil || inc.Status == StatusResolved:
		next.Level, next.Status, action = most, StatusOpen, opens(most)
		next.AcknowledgedBy = ""
	case known:
		return inc, nil
	}
	reasons := []Reason{
		{Signal: detectors.KindImpersonation, Value: 1, Rule: ruleCritical}, {Signal: signalThreads, Value: float64(len(next.Threads))},
	}
	next, d := c.concludeCrisis(next, Trigger{At: p.Minute, MentionID: p.MentionID}, action, reasons)
	d.ThreadID = p.Thread
	return next, d
}

// opens is the decision that opens an incident at a level.
func opens(l Level) DecisionAction {
	switch l {
	case LevelPage:
		return DecisionPage
	case LevelNotify:
		return DecisionNotify
	case LevelNone, LevelWatch:
	}
	return DecisionOpen
}

// signalThreads is the number of conversations in which an impostor posted.
const signalThreads = "threads"
