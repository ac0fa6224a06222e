package crises

import (
	"slices"
	"time"

	"firebreak/daemon/escalation"
)

// claimWindow is how long what an account of a brand said holds against what another says, and how long a contradiction of a brand is not reported
// again: once people know, they look at all of it.
const claimWindow = 24 * time.Hour

// Claims are what the accounts of the brands said last, where it can be contradicted: a value of the baseline. Only accounts of the configuration make
// claims, so that they are few. Its zero value is ready.
type Claims struct {
	// Said is each account's latest claim, in the order of its first.
	Said []Claim `json:"said,omitempty"`
	// Reported is, by brand, the time of the last contradiction that was reported.
	Reported map[string]time.Time `json:"reported,omitempty"`
}

// Claim is what an account of a brand said.
type Claim struct {
	Brand  string `json:"brand"`
	Author string `json:"author"`
	// Claim is escalation.ClaimAffirms or escalation.ClaimDenies.
	Claim     string    `json:"claim"`
	Thread    string    `json:"thread"`
	MentionID string    `json:"mention_id"`
	At        time.Time `json:"at"`
}

// hear takes note of a claim. It returns the claim of another account in another thread that it contradicts, or nil. Who corrects themselves contradicts
// nobody, and contradictions within a thread are the thread's.
func (c *Claims) hear(p *escalation.Pulse) *Claim {
	at := p.At
	if at.IsZero() {
		at = p.Minute
	}
	said := Claim{Brand: p.Brand, Author: p.Author, Claim: p.Claim, Thread: p.Thread, MentionID: p.MentionID, At: at}
	own := -1
	var other *Claim
	for i := range c.Said {
		o := &c.Said[i]
		switch {
		case o.Brand != said.Brand:
		case o.Author == said.Author:
			own = i
		case o.Claim != said.Claim && o.Thread != said.Thread && at.Sub(o.At).Abs() <= claimWindow && (other == nil || o.At.After(other.At)):
			found := *o
			other = &found
		}
	}
	switch {
	case own < 0:
		c.Said = append(c.Said, said)
	case !at.Before(c.Said[own].At):
		c.Said[own] = said
	default:
		// It came late: the account has said something else since.
		return nil
	}
	if last, ok := c.Reported[p.Brand]; other == nil || ok && at.Sub(last) < claimWindow {
		return nil
	}
	if c.Reported == nil {
		c.Reported = map[string]time.Time{}
	}
	c.Reported[p.Brand] = at
	return other
}

// copy shares no memory with c.
func (c *Claims) copy() Claims {
	out := Claims{Said: slices.Clone(c.Said)}
	for brand, at := range c.Reported {
		if out.Reported == nil {
			out.Reported = map[string]time.Time{}
		}
		out.Reported[brand] = at
	}
	return out
}

// contradicted is the action that lets the owner of the thread in which a claim was made know that another account said the contrary.
func contradicted(p *escalation.Pulse, other *Claim) *escalation.Action {
	at := p.At
	if at.IsZero() {
		at = p.Minute
	}
	return &escalation.Action{
		ID: escalation.ContradictedID(p.MentionID), Incident: escalation.ThreadIncident(p.Thread), Brand: p.Brand, Kind: escalation.ActionContradicted,
		By: "daemon", Via: "daemon", At: at, Text: other.MentionID,
	}
}
