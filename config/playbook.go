package config

import (
	"fmt"
	"net/url"
	"strings"
	"time"
)

// Page is a page of the playbook: it takes the place of what the page that ships says, key by key, or is one of a topic that has none.
type Page struct {
	// Kind is the kind of findings that the page is for, such as security_complaint, or crisis.
	Kind string `yaml:"kind" jsonschema:"required,minLength=1"`
	// Topic narrows it to one topic of the kind.
	Topic string `yaml:"topic,omitempty"`
	// Family narrows a page of the kind crisis to crises of one family.
	Family string `yaml:"family,omitempty" jsonschema:"enum=security,enum=fraud,enum=outage,enum=privacy"`
	// Ask is one sentence: what is asked of the reader.
	Ask string `yaml:"ask,omitempty" jsonschema:"maxLength=300"`
	// Do and DoNot are short instructions, the most important first.
	Do    []string `yaml:"do,omitempty"`
	DoNot []string `yaml:"do_not,omitempty"`
	// Public is a draft of a public reply, Private one of a private message.
	Public  string `yaml:"public,omitempty" jsonschema:"maxLength=140"`
	Private string `yaml:"private,omitempty" jsonschema:"maxLength=2000"`
	// Policy is the address of the published policy to point to.
	Policy string `yaml:"policy,omitempty"`
	// Why is one line of why it matters, with its precedent.
	Why string `yaml:"why,omitempty" jsonschema:"maxLength=300"`
}

// Statement is what was agreed to be said: the statement in force of a brand about a family of topics.
type Statement struct {
	// Brand is the brand's name; empty for all brands that have none of their own.
	Brand  string `yaml:"brand,omitempty"`
	Family string `yaml:"family" jsonschema:"required,enum=security,enum=fraud,enum=outage,enum=privacy"`
	// Text is what is said.
	Text string `yaml:"text" jsonschema:"required,minLength=1,maxLength=1000"`
	// ApprovedBy is who answers for it, Version tells it from earlier ones.
	ApprovedBy string `yaml:"approved_by" jsonschema:"required,minLength=1,maxLength=100"`
	Version    string `yaml:"version" jsonschema:"required,minLength=1,maxLength=40"`
	// Expires is when it ceases to be in force.
	Expires time.Time `yaml:"expires" jsonschema:"required"`
}

// kindCrisis is the kind whose pages may be of a family.
const kindCrisis = "crisis"

// playbook: every page and every statement once, and addresses that are such. Kinds, topics and what drafts say are checked where the
// detectors are known.
func (v validator) playbook() {
	pages := map[[3]string]int{}
	for i, p := range v.c.Playbook {
		at := joinIndex("playbook", i)
		key := [3]string{p.Kind, p.Topic, p.Family}
		if j, ok := pages[key]; ok && p.Kind != "" {
			v.fault(at, fmt.Sprintf("playbook[%d] is for the same", j), "one page for each kind, topic and family")
		} else {
			pages[key] = i
		}
		switch {
		case p.Family != "" && p.Kind != kindCrisis:
			v.fault(at+".family", "only pages of the kind crisis have a family", "use topic")
		case p.Family != "" && p.Topic != "":
			v.fault(at, "topic and family exclude each other", "a crisis has a family")
		}
		if u, err := url.Parse(p.Policy); p.Policy != "" && (err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http") {
			v.fault(at+".policy", fmt.Sprintf("%q is not an address", p.Policy), "such as https://acme.example/account-policy")
		}
		v.lines(at+".do", p.Do)
		v.lines(at+".do_not", p.DoNot)
	}
	v.statements()
}

func (v validator) lines(path string, list []string) {
	for i, line := range list {
		if strings.TrimSpace(line) == "" {
			v.fault(joinIndex(path, i), "must not be empty", "")
		}
	}
}

func (v validator) statements() {
	brands := make([]string, len(v.c.Brands))
	for i := range v.c.Brands {
		brands[i] = v.c.Brands[i].Name
	}
	seen := map[[2]string]int{}
	for i, s := range v.c.Statements {
		at := joinIndex("statements", i)
		key := [2]string{s.Brand, s.Family}
		if j, ok := seen[key]; ok && s.Family != "" {
			v.fault(at, fmt.Sprintf("statements[%d] is about the same", j), "one statement in force for each brand and family")
		} else {
			seen[key] = i
		}
		known := s.Brand == ""
		for _, name := range brands {
			known = known || name == s.Brand
		}
		if !known {
			v.fault(at+".brand", fmt.Sprintf("no brand is named %q", s.Brand), didYouMean(s.Brand, brands))
		}
		if strings.TrimSpace(s.Text) == "" {
			v.fault(at+".text", "must not be empty", "")
		}
	}
}
