package cases

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"firebreak/daemon/dispatch"
	"firebreak/daemon/escalation"
	"firebreak/daemon/ingest"
	"firebreak/daemon/replay"
	"firebreak/daemon/score"
	"firebreak/detectors"
)

// Setup is what tests run on, made from the configuration under test.
type Setup struct {
	// Pipeline returns a new pipeline with an empty index; every test gets its own.
	Pipeline func() *ingest.Pipeline
	Judge    score.Judge
	Engine   score.Config
	// Tree picks the receivers; nil picks none.
	Tree *dispatch.Tree
}

// NewTree compiles the routes of the configuration under test.
func (f *File) NewTree() (*dispatch.Tree, error) {
	return dispatch.NewTree(f.Config.Route, receiverNames(f.Config))
}

// Line is one line of replay, with who is told.
type Line struct {
	escalation.Decision
	// Receivers are those of the route; of a line that tells nobody, those of the tell before it.
	Receivers []string `json:"receivers,omitempty"`
}

// told reports whether people are told by this line.
func (l *Line) told() bool {
	return l.Action == escalation.DecisionPage || l.Action == escalation.DecisionNotify
}

// Result is how one test went.
type Result struct {
	File string `json:"file"`
	Test string `json:"test"`
	// Line is where the test begins in its file.
	Line  int       `json:"line"`
	Start time.Time `json:"start"`
	// Judged is what a person said, where the test is an example.
	Judged   *Judged   `json:"judged,omitempty"`
	Failures []Failure `json:"failures,omitempty"`
	// Lines are all that was decided, in order.
	Lines []Line `json:"lines,omitempty"`
	// Notes name what was likely not meant, such as posts that concern no brand.
	Notes []string `json:"notes,omitempty"`
}

// Passed reports whether everything was as expected.
func (r *Result) Passed() bool { return len(r.Failures) == 0 }

// Failure is an expectation that did not hold, or an event that could not happen.
type Failure struct {
	// Line is its line in the file.
	Line int `json:"line"`
	// At is the time on the virtual clock, counted from the start.
	At string `json:"at"`
	// Expected is the expectation in one line.
	Expected string `json:"expected"`
	Misses   []Miss `json:"misses"`
	// Lines are how many lines had been decided.
	Lines int `json:"lines"`
}

// Miss is one part of an expectation that did not hold.
type Miss struct {
	Part string `json:"part"`
	Want string `json:"want"`
	Got  string `json:"got"`
}

// defaultStart is a Monday, so that business hours are open in most zones.
func defaultStart() time.Time { return time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC) }

// lastYear ends the virtual clock before its times cannot be written any more: RFC 3339 has years of four digits.
const lastYear = 9000

// Run runs one test. The same test and configuration give the same result. The error is about the run itself, not about the test.
func (f *File) Run(t *Test, s Setup) (Result, error) {
	r := &runner{test: t, tree: s.Tree, threads: map[string]string{}, told: map[string][]string{}, start: defaultStart()}
	r.start = t.Start.time(r.start, r.start)
	r.now = r.start
	r.result = Result{File: f.Name, Test: t.Name, Line: t.line, Start: r.start, Judged: t.Judged}
	if j := t.Judged; j != nil && len(j.Gone) > 0 {
		r.result.Notes = append(r.result.Notes, fmt.Sprintf("%d posts of the conversation were deleted or changed since, and are not in it", len(j.Gone)))
	}
	r.replayer = replay.New(s.Pipeline(), s.Judge, s.Engine, replay.Options{Decide: r.decide, Incident: r.route})
	for i := range t.Events {
		e := &t.Events[i]
		if err := r.event(e, i); err != nil {
			return Result{}, fmt.Errorf("running %q, event %d: %w", t.Name, i+1, err)
		}
		r.expect(e.Expect)
	}
	r.expect(t.Expect)
	return r.result, nil
}

// runner runs one test.
type runner struct {
	test       *Test
	tree       *dispatch.Tree
	replayer   *replay.Replayer
	start, now time.Time
	result     Result
	// threads are the conversations of posts, as the pipeline placed them; told are the receivers of each incident's last tell.
	threads map[string]string
	told    map[string][]string
}

func (r *runner) decide(d escalation.Decision) error {
	r.result.Lines = append(r.result.Lines, Line{Decision: d, Receivers: r.told[d.Incident]})
	return nil
}

// route takes the incident of the line that was decided last.
func (r *runner) route(inc *escalation.Incident) {
	l := &r.result.Lines[len(r.result.Lines)-1]
	if !l.told() {
		return
	}
	l.Receivers = nil
	for _, target := range r.tree.Match(dispatch.LabelsOf(inc, l.Level, l.Severity)) {
		l.Receivers = append(l.Receivers, target.Receiver)
	}
	r.told[l.Incident] = l.Receivers
}

// event lets one event happen.
func (r *runner) event(e *Event, number int) error {
	at := e.At.time(r.start, r.now)
	if e.doing() == doesPass {
		at = r.now.Add(e.Pass)
	}
	if at.Year() > lastYear {
		r.fail(e, e.ID, Miss{Part: "event", Want: fmt.Sprintf("a time up to the year %d", lastYear), Got: fmt.Sprintf("the year %d", at.Year())})
		return nil
	}
	if at.After(r.now) {
		r.now = at
		if err := r.replayer.Pass(at); err != nil {
			return err
		}
	}
	switch e.doing() {
	case doesPass, doesNothing:
		return nil
	case doesAct:
		return r.act(e, at, number)
	}
	m, refused := mention(r.test, e, at)
	if refused != "" {
		r.fail(e, e.ID, Miss{Part: "event", Want: "a valid post", Got: refused})
		return nil
	}
	return r.post(e, m)
}

// post lets a post arrive.
func (r *runner) post(e *Event, m detectors.Mention) error {
	made, err := r.replayer.Post(m)
	if err != nil {
		return err
	}
	for i := range made {
		if _, known := r.threads[e.ID]; !known {
			r.threads[e.ID] = made[i].ThreadID
		}
	}
	if len(made) == 0 {
		r.result.Notes = append(r.result.Notes, fmt.Sprintf("%s concerns no brand: no query and no account of the configuration names it", e.ID))
	}
	return nil
}

// fail notes that an event could not happen.
func (r *runner) fail(e *Event, expected string, m Miss) {
	r.result.Failures = append(r.result.Failures, Failure{
		Line: e.line, At: r.offset(r.now), Expected: expected, Misses: []Miss{m}, Lines: len(r.result.Lines),
	})
}

// mention makes an event's record, and reads it as a source would. refused says why no source would take it.
func mention(t *Test, e *Event, at time.Time) (m detectors.Mention, refused string) {
	by := strings.TrimPrefix(e.By, "@")
	m = detectors.Mention{
		ID: e.ID, Source: t.Source, Kind: detectors.KindPost, Brand: t.Brand, Tier: e.Tier, CreatedAt: at, Text: e.Text,
		InReplyTo: e.ReplyTo, QuoteOf: e.QuoteOf, ThreadID: t.Thread, URL: e.URL, Links: e.Links, Mentions: e.Mentions,
		Author: detectors.Author{ID: cmp.Or(e.Author, by), Handle: by, Name: e.Name, Followers: e.Followers, Verified: e.Verified},
	}
	if m.Source == "" {
		m.Source = "test"
	}
	if e.Metrics != nil {
		m.Metrics = &detectors.Metrics{
			Reposts: e.Metrics.Reposts, Replies: e.Metrics.Replies, Quotes: e.Metrics.Quotes, Likes: e.Metrics.Likes, Views: e.Metrics.Views,
		}
	}
	switch e.doing() {
	case doesRepost:
		m.Kind, m.InReplyTo = detectors.KindRepost, e.RepostOf
	case doesEdit:
		m.Kind, m.InReplyTo = detectors.KindEdit, e.EditOf
	case doesDelete:
		m.Kind, m.InReplyTo = detectors.KindDelete, e.Delete
	case doesMetrics:
		m.Kind, m.InReplyTo = detectors.KindEngagement, e.MetricsOf
	}
	if m.Author.ID == "" {
		m.Author = detectors.Author{ID: "platform"}
	}
	line, err := json.Marshal(m)
	if err == nil {
		m, _, err = detectors.DecodeMention(line)
	}
	if err != nil {
		refused = err.Error()
	}
	return m, refused
}

// act does what a person does.
func (r *runner) act(e *Event, at time.Time, number int) error {
	incident, reason := r.incident(e.Thread)
	if reason != "" {
		r.fail(e, string(e.Action), Miss{Part: "action", Want: "an incident to act on", Got: reason})
		return nil
	}
	a := escalation.Action{
		ID: fmt.Sprintf("test-%d", number+1), Incident: incident, Kind: e.Action, By: e.By, Via: "cli", At: at, Text: e.Text,
	}
	if e.Until.set {
		a.Until = e.Until.time(r.start, at)
	}
	return r.replayer.Act(a)
}

// incident finds the incident that an action is about, or says why there is none.
func (r *runner) incident(thread string) (id, reason string) {
	var open []string
	for i := range r.result.Lines {
		if l := &r.result.Lines[i]; r.about(thread, l) && (len(open) == 0 || open[len(open)-1] != l.Incident) {
			open = append(open, l.Incident)
		}
	}
	open = distinct(open)
	switch {
	case len(open) == 1:
		return open[0], ""
	case len(open) > 1:
		return "", fmt.Sprintf("there are %d: %s; name the thread", len(open), strings.Join(open, ", "))
	}
	return "", "there is none"
}

// about reports whether a line belongs to a selector.
func (r *runner) about(thread string, l *Line) bool {
	switch {
	case thread == "":
		return true
	case isIncident(thread) && !r.isPost(thread):
		return l.Incident == thread
	}
	return l.Incident == escalation.ThreadIncident(r.threads[thread])
}

func (r *runner) isPost(id string) bool {
	return slices.ContainsFunc(r.test.Events, func(e Event) bool { return e.ID == id && e.doing() == doesPost })
}

func (r *runner) offset(t time.Time) string { return short(t.Sub(r.start)) }

// short is a duration without the parts that are nothing: 1h, not 1h0m0s.
func short(d time.Duration) string {
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = s[:len(s)-2]
	}
	if strings.HasSuffix(s, "h0m") {
		s = s[:len(s)-2]
	}
	return s
}

// distinct returns every string once, in the order of the first.
func distinct(list []string) []string {
	seen := map[string]bool{}
	var out []string
	for _, s := range list {
		if !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	return out
}
