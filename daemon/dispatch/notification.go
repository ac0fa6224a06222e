package dispatch

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"firebreak/daemon/escalation"
	"firebreak/daemon/playbook"
	"firebreak/detectors"
	"firebreak/sinks"
)

// The bounds of a notification, in characters where it is text.
const (
	maxTitle    = 120
	maxBrand    = 40
	maxHandle   = 64
	maxText     = 1000
	maxTimeline = 20
	maxWhy      = 10
)

// withheld stands for the text of a private message at a receiver that may not see it.
const withheld = "(private message: text withheld from this receiver)"

// Builder makes notifications of incidents. It is pure: equal arguments give equal notifications. Its zero value is ready; it is safe for
// concurrent use.
type Builder struct {
	// Links are added to those of the incident: the policy, the runbook.
	Links []sinks.Link
	// Book is the playbook; nil for the pages that ship.
	Book *playbook.Book
}

// View says what is shown, and to whom.
type View struct {
	Event sinks.Event
	// Key is the alert's, Route the path of the route that picked the receiver.
	Key, Route string
	// Private allows the text of private tiers.
	Private bool
	// Prior is what the receiver's sink answered last for the alert.
	Prior sinks.Receipt
	// Earlier are the incidents of the same kind before this one, the newest first.
	Earlier []sinks.Earlier
	// Test marks a drill.
	Test bool
}

// Build makes the notification of one tell of an incident. A number that the incident does not have is shown as the incident is now. The
// notification shares no memory with the incident.
func (b Builder) Build(inc *escalation.Incident, number int, v View) sinks.Notification {
	n := sinks.Notification{
		Event: v.Event, Incident: inc.ID, Tell: number, Key: v.Key, Test: v.Test, Brand: inc.Brand, Level: string(inc.Level),
		Severity: string(inc.Severity), Status: string(inc.Status), AcknowledgedBy: inc.AcknowledgedBy, Kinds: slices.Clone(inc.Kinds),
		Topic: inc.Topic, Priority: inc.Priority, Route: v.Route, StartedAt: inc.OpenedAt, At: inc.UpdatedAt, Prior: v.Prior,
	}
	reasons := inc.Reasons
	if tell := tellOf(inc, number); tell != nil && (v.Event == sinks.EventTell || len(reasons) == 0) {
		n.Level, n.Severity, reasons = string(tell.Level), string(tell.Severity), tell.Reasons
	}
	advice := adviceFor(b.Book, inc)
	n.Title = title(inc)
	n.Summary = summary(inc, advice)
	n.Why = why(reasons)
	n.Findings = findings(inc, v.Private)
	n.Timeline = timeline(inc, v.Private)
	n.Clocks = clocks(inc)
	n.Earlier = slices.Clone(v.Earlier)
	n.Do, n.DoNot = advice.Do, advice.DoNot
	if inc.Status != escalation.StatusResolved {
		n.PublicDraft, n.PrivateDraft = advice.Public, advice.Private
		n.Precedent, n.Policy, n.Statement = advice.Why, cmp.Or(advice.Policy, playbook.PolicySlot), statement(b.Book, inc)
	}
	n.Links = b.links(inc, v.Private, advice.Policy)
	return n
}

func tellOf(inc *escalation.Incident, number int) *escalation.Tell {
	for i := range inc.Tells {
		if inc.Tells[i].Number == number {
			return &inc.Tells[i]
		}
	}
	return nil
}

// gravest is the kind and topic that stand for the incident.
func gravest(inc *escalation.Incident) (kind, topic string) {
	if inc.Burst != nil {
		return playbook.KindCrisis, inc.Burst.Nature
	}
	if inc.Finding != nil {
		return inc.Finding.Kind, inc.Finding.Topic
	}
	for _, kind := range inc.Kinds {
		if !dynamic(kind) && phrase(kind, "") != phrase("", "") {
			return kind, inc.Topic
		}
	}
	return "", inc.Topic
}

// title is made of the brand's name and fixed phrases only: nothing that a post says gets onto a lock screen.
func title(inc *escalation.Incident) string {
	kind, topic := gravest(inc)
	out := cutRunes(oneLine(inc.Brand), maxBrand) + ": " + phrase(kind, topic)
	extras := twists()
	if i := slices.IndexFunc(extras, func(k string) bool { return k != kind && slices.Contains(inc.Kinds, k) }); i >= 0 {
		out += "; " + phrase(extras[i], "")
	}
	return cutRunes(out, maxTitle)
}

func summary(inc *escalation.Incident, a playbook.Advice) string {
	kind, topic := gravest(inc)
	what := capital(phrase(kind, topic))
	var facts []string
	if b := inc.Burst; b != nil {
		facts = append(facts, count(int64(b.Authors), "author"), count(int64(b.Mentions), "post"), fmt.Sprintf("%.0f authors in half an hour where %.1f are usual", float64(b.Peak), b.Expected))
	}
	if who := lead(inc, kind); who != "" {
		facts = append(facts, who)
	}
	if n := len(inc.Posts); n > 0 {
		facts = append(facts, count(int64(n), "post"))
	}
	if inc.Spread.Reposts > 0 {
		facts = append(facts, count(inc.Spread.Reposts, "repost"))
	}
	if inc.Spread.Quotes > 0 {
		facts = append(facts, count(inc.Spread.Quotes, "quote"))
	}
	if f := inc.Forecast; f != nil && f.High > f.Reposts {
		facts = append(facts, fmt.Sprintf("forecast %d to %d reposts", f.Low, f.High))
	}
	if waits := waiting(inc); waits >= time.Minute {
		facts = append(facts, "no answer for "+span(waits))
	}
	if len(facts) > 0 {
		what += " (" + strings.Join(facts, ", ") + ")"
	}
	ask := a.Ask
	switch {
	case inc.Status == escalation.StatusResolved:
		ask = "It is resolved: nothing is left to do."
	case inc.Status == escalation.StatusAcknowledged && inc.AcknowledgedBy != "":
		ask = cutRunes(oneLine(inc.AcknowledgedBy), maxHandle) + " has taken it over."
	case inc.Status == escalation.StatusAcknowledged:
		ask = "It was taken over."
	case !inc.LoweredAt.IsZero() && inc.Level.Rank() <= escalation.LevelWatch.Rank():
		ask = "It has calmed down: nothing is asked of you now."
	}
	return what + ". " + ask
}

// lead names the author of the first post that carries a finding and is not the brand's, else of the first with one. kind is what the
// sentence before it is about.
func lead(inc *escalation.Incident, kind string) string {
	var found *escalation.Post
	for i := range inc.Posts {
		p := &inc.Posts[i]
		if len(p.Findings) == 0 {
			continue
		}
		if found == nil {
			found = p
		}
		if p.Role != detectors.RoleBrand {
			found = p
			break
		}
	}
	if found == nil {
		return ""
	}
	who := inc.People[found.Author]
	name := oneLine(who.Handle)
	if name == "" {
		name = oneLine(who.Name)
	}
	if name == "" {
		return ""
	}
	out := "post by "
	switch {
	case found.Role == detectors.RoleBrand:
		out = "reply by "
	case brandConduct(kind):
		out = "to "
	}
	out += cutRunes(name, maxHandle)
	if who.Followers > 0 {
		out += " with " + count(who.Followers, "follower")
	}
	return out
}

// waiting is how long the oldest reply clock runs.
func waiting(inc *escalation.Incident) time.Duration {
	var longest time.Duration
	for _, c := range inc.Clocks {
		if c.Name == escalation.ClockFirstReply || c.Name == escalation.ClockNextReply {
			longest = max(longest, inc.UpdatedAt.Sub(c.Start))
		}
	}
	return longest
}

// why lists reasons in words, by weight.
func why(reasons []escalation.Reason) []sinks.Reason {
	sorted := slices.Clone(reasons)
	slices.SortStableFunc(sorted, func(a, b escalation.Reason) int {
		return cmp.Or(cmp.Compare(b.Weight, a.Weight), cmp.Compare(boolRank(a.Rule == ""), boolRank(b.Rule == "")), cmp.Compare(b.Value, a.Value),
			cmp.Compare(a.Signal, b.Signal))
	})
	out := make([]sinks.Reason, 0, min(len(sorted), maxWhy))
	for _, r := range sorted[:min(len(sorted), maxWhy)] {
		out = append(out, sinks.Reason{Signal: r.Signal, Value: r.Value, Weight: r.Weight, Rule: r.Rule, Text: signalText(r)})
	}
	return out
}

func boolRank(b bool) int {
	if b {
		return 1
	}
	return 0
}

// findings are the gravest of each kind and topic.
func findings(inc *escalation.Incident, private bool) []sinks.Finding {
	all := inc.Findings
	if len(all) == 0 && inc.Finding != nil {
		all = []detectors.Finding{*inc.Finding}
	}
	out := make([]sinks.Finding, 0, len(all))
	for i := range all {
		f := &all[i]
		out = append(out, sinks.Finding{
			Kind: f.Kind, Topic: f.Topic, Severity: string(f.Severity), Score: f.Score, Why: oneLine(f.Why), Evidence: evidence(inc, f, private),
		})
	}
	return out
}

// evidence quotes a finding's spans, as far as they still stand in a post that the receiver may read.
func evidence(inc *escalation.Incident, f *detectors.Finding, private bool) string {
	var pieces []string
	for _, span := range f.Evidence {
		stands := slices.ContainsFunc(inc.Posts, func(p escalation.Post) bool {
			return !p.Deleted && (private || public(&p)) && slices.Contains(p.Findings, f.Kind) &&
				span.Start >= 0 && span.Start <= span.End && span.End <= len(p.Text) && p.Text[span.Start:span.End] == span.Text
		})
		if stands && span.Text != "" && !slices.Contains(pieces, span.Text) {
			pieces = append(pieces, span.Text)
		}
	}
	return cutRunes(clean(strings.Join(pieces, " … ")), maxText)
}

func public(p *escalation.Post) bool { return p.Tier == detectors.TierPublic || p.Tier == "" }

func timeline(inc *escalation.Incident, private bool) []sinks.Post {
	posts := slices.Clone(inc.Posts)
	slices.SortStableFunc(posts, func(a, b escalation.Post) int { return a.CreatedAt.Compare(b.CreatedAt) })
	posts = posts[max(0, len(posts)-maxTimeline):]
	out := make([]sinks.Post, 0, len(posts))
	for i := range posts {
		p := &posts[i]
		who := inc.People[p.Author]
		line := sinks.Post{
			ID: p.ID, At: p.CreatedAt, Handle: cutRunes(oneLine(who.Handle), maxHandle), Name: cutRunes(oneLine(who.Name), maxHandle),
			Role: string(p.Role), Followers: who.Followers, Tier: string(p.Tier), Deleted: p.Deleted, Note: note(p),
		}
		if line.Tier == "" {
			line.Tier = string(detectors.TierPublic)
		}
		switch {
		case p.Deleted:
		case private || public(p):
			line.Text, line.URL = cutRunes(clean(p.Text), maxText), webAddress(p.URL)
		default:
			line.Text = withheld
		}
		out = append(out, line)
	}
	return out
}

func note(p *escalation.Post) string {
	var labels []string
	for _, kind := range p.Findings {
		if l := label(kind); !slices.Contains(labels, l) {
			labels = append(labels, l)
		}
	}
	return strings.Join(labels, ", ")
}

func clocks(inc *escalation.Incident) []sinks.Clock {
	out := make([]sinks.Clock, 0, len(inc.Clocks))
	for _, c := range inc.Clocks {
		out = append(out, sinks.Clock{Name: strings.ReplaceAll(c.Name, "_", " "), Due: c.Due, State: c.State})
	}
	slices.SortStableFunc(out, func(a, b sinks.Clock) int { return a.Due.Compare(b.Due) })
	return out
}

// links lead to the first post with a finding and to where the conversation began, then to the policy and to what was configured.
func (b Builder) links(inc *escalation.Incident, private bool, policy string) []sinks.Link {
	var out []sinks.Link
	add := func(text, address string) {
		if address != "" && !slices.ContainsFunc(out, func(l sinks.Link) bool { return l.URL == address }) {
			out = append(out, sinks.Link{Text: text, URL: address})
		}
	}
	shown := func(p *escalation.Post) string {
		if p.Deleted || !private && !public(p) {
			return ""
		}
		return webAddress(p.URL)
	}
	for i := range inc.Posts {
		if p := &inc.Posts[i]; len(p.Findings) > 0 && shown(p) != "" {
			add("post", shown(p))
			break
		}
	}
	if len(inc.Posts) > 0 {
		add("conversation", shown(&inc.Posts[0]))
	}
	add("policy", webAddress(policy))
	for _, l := range b.Links {
		add(l.Text, l.URL)
	}
	return out
}

// webAddress lets addresses of the web through and nothing else, since a post's address comes from outside.
func webAddress(s string) string {
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	return u.String()
}

// clean makes a text valid, and takes control characters out of it but for line breaks and tabs.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}

// oneLine is a text without line breaks and with single spaces.
func oneLine(s string) string { return strings.Join(strings.Fields(clean(s)), " ") }

// cutRunes bounds a text in characters, and marks the cut.
func cutRunes(s string, most int) string {
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return strings.TrimRightFunc(string([]rune(s)[:most-1]), unicode.IsSpace) + "…"
}

// cut bounds a text in bytes, at a character.
func cut(s string, most int) string {
	if len(s) <= most {
		return s
	}
	for most > 0 && !utf8.RuneStart(s[most]) {
		most--
	}
	return s[:most]
}

func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

func count(n int64, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// span is a length of time as people say it.
func span(d time.Duration) string {
	switch {
	case d < time.Hour:
		return fmt.Sprintf("%d min", int(d.Minutes()))
	case d < 48*time.Hour:
		return fmt.Sprintf("%d h", int(d.Hours()))
	default:
		return fmt.Sprintf("%d days", int(d.Hours()/24))
	}
}
