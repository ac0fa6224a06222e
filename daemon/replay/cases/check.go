package cases

import (
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"firebreak/config"
	"firebreak/daemon/escalation"
)

// checker finds what a schema cannot see, each with its place.
type checker struct {
	name string
	tree ast.Node
	// known are the faults of the structure: what stands there is not judged twice.
	known  config.Faults
	faults config.Faults
}

// add takes a fault unless it is known.
func (c *checker) add(f config.Fault) {
	same := func(o config.Fault) bool {
		return o.File == f.File && o.Line == f.Line && o.Column == f.Column && o.Message == f.Message
	}
	if !slices.ContainsFunc(c.known, same) && !slices.ContainsFunc(c.faults, same) {
		c.faults = append(c.faults, f)
	}
}

// fault reports a fault at a path, unless there is a fault at it or below already.
func (c *checker) fault(path, message, hint string) {
	below := func(f config.Fault) bool {
		rest, ok := strings.CutPrefix(f.Path, path)
		return ok && (rest == "" || rest[0] == '.' || rest[0] == '[')
	}
	if slices.ContainsFunc(c.known, below) {
		return
	}
	at := c.at(path)
	c.add(config.Fault{File: c.name, Path: path, Line: at.line, Column: at.column, Message: message, Hint: hint})
}

// document checks all tests, and notes the lines of what a report names. cfg may be nil.
func (c *checker) document(doc *document, cfg *config.Config) {
	names := map[string]int{}
	for i := range doc.Tests {
		t := &doc.Tests[i]
		path := fmt.Sprintf("tests[%d]", i)
		t.line = c.at(path).line
		if j, ok := names[t.Name]; ok && t.Name != "" {
			c.fault(path+".name", fmt.Sprintf("%q is the name of tests[%d] already", t.Name, j), "every test needs a name of its own")
		}
		names[t.Name] = i
		if t.Start.set && t.Start.at.IsZero() {
			c.fault(path+".start", "wants a time", "such as 2026-03-02T09:00:00Z")
		}
		if cfg != nil && t.Brand != "" && !slices.ContainsFunc(cfg.Brands, func(b config.Brand) bool { return b.Name == t.Brand }) {
			c.fault(path+".brand", fmt.Sprintf("the configuration has no brand %q", t.Brand), "one of "+strings.Join(brandNames(cfg), ", "))
		}
		if j := t.Judged; j != nil && j.At.set && j.At.at.IsZero() {
			c.fault(path+".judged.at", "wants a time", "such as 2026-03-02T09:00:00Z")
		}
		c.test(t, path, cfg)
	}
}

func brandNames(cfg *config.Config) []string {
	names := make([]string, len(cfg.Brands))
	for i := range cfg.Brands {
		names[i] = cfg.Brands[i].Name
	}
	return names
}

func (c *checker) test(t *Test, path string, cfg *config.Config) {
	ids := map[string]int{}
	posts := map[string]bool{}
	for i := range t.Events {
		e := &t.Events[i]
		if e.ID == "" {
			e.ID = fmt.Sprintf("e%d", i+1)
		}
		at := fmt.Sprintf("%s.events[%d]", path, i)
		if j, ok := ids[e.ID]; ok {
			c.fault(at+".id", fmt.Sprintf("%q is the id of events[%d] already", e.ID, j), "every event needs an id of its own")
		}
		ids[e.ID] = i
		posts[e.ID] = e.doing() == doesPost
	}
	for i := range t.Events {
		at := fmt.Sprintf("%s.events[%d]", path, i)
		t.Events[i].line = c.at(at).line
		c.event(t, &t.Events[i], at, posts)
		c.expectations(t.Events[i].Expect, at+".expect", posts, cfg)
	}
	c.expectations(t.Expect, path+".expect", posts, cfg)
}

// What an event does.
const (
	doesPost    = "text"
	doesRepost  = "repost_of"
	doesEdit    = "edit_of"
	doesDelete  = "delete"
	doesMetrics = "metrics_of"
	doesPass    = "pass"
	doesAct     = "action"
	doesNothing = ""
)

// doing names what an event does; of several things the first.
func (e *Event) doing() string {
	switch {
	case e.Action != "":
		return doesAct
	case e.EditOf != "":
		return doesEdit
	case e.RepostOf != "":
		return doesRepost
	case e.Delete != "":
		return doesDelete
	case e.MetricsOf != "":
		return doesMetrics
	case e.Pass > 0:
		return doesPass
	case e.Text != "":
		return doesPost
	}
	return doesNothing
}

// keys are the keys of an event that are in use, but at, id and expect, which go with everything.
func (e *Event) keys() []string {
	all := []struct {
		key  string
		used bool
	}{
		{doesAct, e.Action != ""},
		{doesEdit, e.EditOf != ""},
		{doesRepost, e.RepostOf != ""},
		{doesDelete, e.Delete != ""},
		{doesMetrics, e.MetricsOf != ""},
		{doesPass, e.Pass > 0},
		{doesPost, e.Text != ""},
		{"by", e.By != ""},
		{"author", e.Author != ""},
		{"name", e.Name != ""},
		{"url", e.URL != ""},
		{"links", len(e.Links) > 0},
		{"mentions", len(e.Mentions) > 0},
		{"followers", e.Followers != 0},
		{"verified", e.Verified},
		{"reply_to", e.ReplyTo != ""},
		{"quote_of", e.QuoteOf != ""},
		{"tier", e.Tier != ""},
		{"metrics", e.Metrics != nil},
		{"thread", e.Thread != ""},
		{"until", e.Until.set},
	}
	var used []string
	for _, k := range all {
		if k.used {
			used = append(used, k.key)
		}
	}
	return used
}

// takes are the keys that may stand beside what an event does; the first need of them must.
func takes(doing string) (keys []string, need int) {
	switch doing {
	case doesPost:
		return []string{"by", "author", "name", "followers", "verified", "reply_to", "quote_of", "tier", "url", "links", "mentions", "metrics"}, 1
	case doesRepost:
		return []string{"by", "author", "name", "followers", "verified", "metrics"}, 1
	case doesEdit:
		return []string{doesPost, "by", "author", "name", "followers", "verified", "tier", "url", "links", "mentions"}, 2
	case doesDelete:
		return []string{"by", "author"}, 0
	case doesMetrics:
		return []string{"metrics", "by", "author"}, 1
	case doesAct:
		return []string{"by", "thread", doesPost, "until"}, 1
	}
	return nil, 0
}

func (c *checker) event(t *Test, e *Event, path string, posts map[string]bool) {
	doing := e.doing()
	used := e.keys()
	if doing == doesNothing {
		switch {
		case len(used) > 0:
			c.fault(path, "does nothing: "+strings.Join(used, " and ")+" says too little",
				"give text, repost_of, edit_of, delete, metrics_of, pass or action")
		case e.At.set:
			c.fault(path, "does nothing", "let time pass with pass")
		case len(e.Expect) == 0:
			c.fault(path, "does nothing", "give text, repost_of, edit_of, delete, metrics_of, pass, action or expect")
		}
		return
	}
	if doing == doesPass && e.At.set {
		c.fault(path+".at", "does not go with pass", "pass counts from now")
	}
	allowed, need := takes(doing)
	for _, key := range used {
		if key != doing && !slices.Contains(allowed, key) {
			c.fault(path+"."+key, "does not go with "+doing, "make it an event of its own, or leave it out")
		}
	}
	for _, key := range allowed[:need] {
		if !slices.Contains(used, key) {
			c.fault(path+"."+key, "is required with "+doing, "")
		}
	}
	if doing == doesAct {
		c.thread(e.Thread, path, posts)
		switch needs := e.Action == escalation.ActionSnooze || e.Action == escalation.ActionMute; {
		case needs && !e.Until.set:
			c.fault(path+".until", "is required with "+string(e.Action), "such as 4h")
		case !needs && e.Until.set:
			c.fault(path+".until", "does not go with "+string(e.Action), "leave it out")
		}
		return
	}
	for _, ref := range []struct {
		key, id string
		outside bool
	}{
		{"reply_to", e.ReplyTo, t.Thread != ""},
		{"quote_of", e.QuoteOf, t.Thread != ""},
		{doesRepost, e.RepostOf, false},
		{doesEdit, e.EditOf, false},
		{doesDelete, e.Delete, false},
		{doesMetrics, e.MetricsOf, false},
	} {
		if ref.id != "" && !posts[ref.id] && !ref.outside {
			c.fault(path+"."+ref.key, fmt.Sprintf("no post of the test has the id %q", ref.id), "")
		}
	}
}

// thread checks the selector of an incident.
func (c *checker) thread(id, path string, posts map[string]bool) {
	if id != "" && !posts[id] && !isIncident(id) {
		c.fault(path+".thread", fmt.Sprintf("no post of the test has the id %q", id), "a post of the conversation, or an incident's id such as c:…")
	}
}

// isIncident reports whether a selector that is no post's id names an incident.
func isIncident(id string) bool {
	return strings.HasPrefix(id, "t:") || strings.HasPrefix(id, "c:") || strings.HasPrefix(id, "a:")
}

func (c *checker) expectations(list []Expectation, path string, posts map[string]bool, cfg *config.Config) {
	for i := range list {
		e := &list[i]
		at := fmt.Sprintf("%s[%d]", path, i)
		e.line = c.at(at).line
		c.thread(e.Thread, at, posts)
		about := e.aboutLine()
		if !about && len(e.NotKinds) == 0 && e.Pages == nil && e.Notifies == nil && !e.None {
			message := "expects nothing"
			if e.By.set {
				message = "says by when, but not what"
			}
			c.fault(at, message, "give level, action, severity, kinds, not_kinds, topic, reasons, receivers, pages, notifies or none")
		}
		if cfg == nil {
			continue
		}
		for j, name := range e.Receivers {
			if !slices.Contains(receiverNames(cfg), name) {
				c.fault(fmt.Sprintf("%s.receivers[%d]", at, j), fmt.Sprintf("the configuration has no receiver %q", name), "")
			}
		}
	}
}

// receiverNames are the names of a configuration's receivers.
func receiverNames(cfg *config.Config) []string {
	names := make([]string, len(cfg.Receivers))
	for i := range cfg.Receivers {
		names[i] = cfg.Receivers[i].Name
	}
	return names
}

// aboutLine reports whether a part of the expectation is about a line of replay.
func (e *Expectation) aboutLine() bool {
	return e.Level != "" || e.Action != "" || e.Severity != "" || len(e.Kinds) > 0 || e.Topic != "" || len(e.Reasons) > 0 || len(e.Receivers) > 0
}
