package playbook

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"firebreak/config"
	"firebreak/detectors"
)

// Book is a playbook: the pages that ship with what the configuration says over them, and the statements in force. It is immutable and safe for
// concurrent use. A nil Book has the pages that ship and no statement.
type Book struct {
	// pages are the configured ones, by kind and topic; the topic of a crisis is its family.
	pages      map[[2]string]config.Page
	statements map[[2]string]Statement
}

// Statement is what was agreed to be said about a family of topics.
type Statement struct {
	// Brand is the brand that it is for, empty for all.
	Brand string
	// Family is security, fraud, outage or privacy.
	Family string
	// Text is what is said, ApprovedBy who answers for it, Version what tells it from earlier ones.
	Text, ApprovedBy, Version string
	// Expires is when it ceases to be in force.
	Expires time.Time
	// Claims are what the text asserts.
	Claims Claims
}

// New makes the Book of a configuration. The Set reads what the statements claim; without one they claim nothing.
func New(cfg *config.Config, set *detectors.Set) *Book {
	b := &Book{pages: map[[2]string]config.Page{}, statements: map[[2]string]Statement{}}
	for _, p := range cfg.Playbook {
		b.pages[[2]string{p.Kind, cmp.Or(p.Topic, p.Family)}] = p
	}
	for _, s := range cfg.Statements {
		made := Statement{Brand: s.Brand, Family: s.Family, Text: s.Text, ApprovedBy: s.ApprovedBy, Version: s.Version, Expires: s.Expires}
		if set != nil {
			made.Claims = ReadClaims(set, &detectors.Brand{Name: s.Brand}, s.Text)
		}
		b.statements[[2]string{s.Brand, s.Family}] = made
	}
	return b
}

// Page returns the page for a kind of finding and its topic (of a crisis: its family); the page for anything else where there is none of its
// own. A configured page counts key by key, that of the topic before that of the kind, and both before what ships. The result is the caller's.
func (b *Book) Page(kind, topic string) Advice {
	a := shipped(kind, topic)
	if b != nil {
		lay(&a, b.pages[[2]string{kind, ""}])
		if topic != "" {
			lay(&a, b.pages[[2]string{kind, topic}])
		}
	}
	if a.Policy != "" {
		a.Private = strings.ReplaceAll(a.Private, PolicySlot, a.Policy)
	}
	return a
}

// lay puts what a configured page says over a page.
func lay(a *Advice, p config.Page) {
	a.Ask, a.Public, a.Private = cmp.Or(p.Ask, a.Ask), cmp.Or(p.Public, a.Public), cmp.Or(p.Private, a.Private)
	a.Policy, a.Why = cmp.Or(p.Policy, a.Policy), cmp.Or(p.Why, a.Why)
	if len(p.Do) > 0 {
		a.Do = slices.Clone(p.Do)
	}
	if len(p.DoNot) > 0 {
		a.DoNot = slices.Clone(p.DoNot)
	}
}

// Statement returns the statement about a family that is in force for a brand at a time: the brand's own, or the one for all brands. One that has
// expired by then is none.
func (b *Book) Statement(brand, family string, at time.Time) (Statement, bool) {
	if b == nil {
		return Statement{}, false
	}
	for _, name := range []string{brand, ""} {
		if s, ok := b.statements[[2]string{name, family}]; ok && at.Before(s.Expires) {
			return s, true
		}
	}
	return Statement{}, false
}
