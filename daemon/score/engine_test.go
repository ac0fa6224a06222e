package score_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"firebreak/daemon/escalation"
	"firebreak/daemon/score"
	"firebreak/daemon/thread"
	"firebreak/detectors"
)

var start = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

func config() score.Config {
	return score.Config{
		Escalation: escalation.Config{
			Table:      table(),
			FirstReply: time.Hour, NextReply: 4 * time.Hour, PrivateHandoff: 24 * time.Hour,
			LargeAccount: 100_000, NotableAccount: 10_000, NotableRatio: 20,
			LowerAfter: 24 * time.Hour, ResolveAfter: 7 * 24 * time.Hour, ForgetAfter: 30 * 24 * time.Hour, Hash: "test",
		},
		Limits: thread.Limits{FollowUpAfter: 15 * time.Minute, ReshareCount: 25, ReshareWindow: 30 * time.Minute, NotableAccount: 10_000},
	}
}

// step is one event of a story. Findings are written "kind/topic/severity", several separated by spaces.
type step struct {
	at        time.Duration
	by        string
	says      string  // findings; for other kinds than posts empty
	score     float64 // of the findings; 0.9 unless told
	kind      detectors.MentionKind
	to        string
	id        string
	tier      detectors.Tier
	followers int64
	expert    bool
	tags      string
	reposts   int64
	dissent   bool
	stands    string // heads, separated by spaces
	related   string
	links     string // the permalink of a post of the thread
	times     int    // repeats of a repost, one a minute
}

func (s step) scored(n int) *score.Scored {
	id := s.id
	if id == "" {
		id = fmt.Sprintf("p%d", n)
	}
	kind := s.kind
	if kind == "" {
		kind = detectors.KindPost
	}
	m := detectors.Mention{
		ID: id, Source: "test", Kind: kind, Tier: s.tier, Brand: "Acme", ThreadID: "T", InReplyTo: s.to, CreatedAt: start.Add(s.at),
		Author: detectors.Author{ID: s.by, Handle: s.by, Followers: s.followers}, Text: "words", RelatedThread: s.related, LinksTo: s.links,
	}
	if m.Tier == "" {
		m.Tier = detectors.TierPublic
	}
	if s.related != "" {
		m.ThreadID = id
	}
	if s.reposts > 0 {
		m.Metrics = &detectors.Metrics{Reposts: s.reposts}
	}
	out := &score.Scored{Mention: m, Speaker: detectors.Speaker{Role: detectors.RolePublic}, Expert: s.expert}
	if strings.HasPrefix(s.by, "acme") {
		out.Speaker = detectors.Speaker{Role: detectors.RoleBrand, Account: "care"}
	}
	if strings.HasPrefix(s.by, "globex") {
		out.Speaker.OtherBrand = "Globex"
	}
	if s.tags != "" {
		out.Tagged = []string{s.tags}
	}
	out.Analysis.Scores = detectors.Scores{}
	if s.dissent {
		out.Analysis.Scores["dissent"] = 0.9
	}
	for head := range strings.FieldsSeq(s.stands) {
		out.Analysis.Scores[head] = 0.9
	}
	for f := range strings.FieldsSeq(s.says) {
		part := strings.Split(f, "/")
		out.Analysis.Findings = append(out.Analysis.Findings, detectors.Finding{
			Kind: part[0], Topic: part[1], Severity: detectors.Severity(part[2]), Score: cmp.Or(s.score, 0.9), Evidence: []detectors.Span{{End: 5, Text: "words"}}, Detector: "test",
		})
	}
	return out
}

const (
	plaintext = "security_complaint/plaintext_password/error"
	slow      = "technical_complaint/performance/warning"
	claim     = "absolute_security_claim//critical"
	argues    = "technical_justification//error"
	brushOff  = "dismissive_reply//error"
	invites   = "moved_private//info"
)

// tell runs the steps and returns every decision as "action level@minute", those of clocks marked with a star.
func tell(t *testing.T, e *score.Engine, steps []step, until time.Duration) []string {
	t.Helper()
	var out []string
	note := func(effects ...score.Effect) {
		for _, eff := range effects {
			for _, a := range eff.Actions {
				second := e.Act(a)
				effects = append(effects, second)
				if second.Decision != nil {
					out = append(out, line(second.Decision))
				}
			}
			if eff.Decision != nil {
				out = append(out, line(eff.Decision))
				require.NotEmpty(t, eff.Decision.Reasons, "a decision without a reason")
				require.NotNil(t, eff.Incident)
			}
		}
	}
	for n, s := range steps {
		for i := range max(s.times, 1) {
			in := s.scored(n)
			if s.times > 1 {
				in.Mention.ID = fmt.Sprintf("%s-%d", in.Mention.ID, i)
				in.Mention.CreatedAt = in.Mention.CreatedAt.Add(time.Duration(i) * time.Minute)
			}
			note(e.Advance(in.Mention.CreatedAt)...)
			note(e.Apply(in))
		}
	}
	note(e.Advance(start.Add(until))...)
	return out
}

func line(d *escalation.Decision) string {
	star := ""
	if d.MentionID == "" {
		star = "*"
	}
	return fmt.Sprintf("%s %s@%d%s", d.Action, d.Level, int(d.Time.Sub(start).Minutes()), star)
}

func TestStories(t *testing.T) {
	const day = 24 * time.Hour
	for _, c := range []struct {
		name  string
		steps []step
		until time.Duration
		want  []string
	}{
		{name: "praise opens nothing, however viral", steps: []step{
			{by: "jane"},
			{at: time.Minute, by: "x", kind: detectors.KindRepost, to: "p0", times: 60, followers: 500_000},
			{at: time.Hour, by: "guru", expert: true},
		}, until: 2 * day},
		{
			name: "a warning is watched, and told when its clock runs out", steps: []step{{by: "jane", says: slow}}, until: 2 * time.Hour,
			want: []string{"open watch@0", "notify notify@60*"},
		},
		{
			name: "a warning answered in time tells nobody", steps: []step{{by: "jane", says: slow}, {at: 30 * time.Minute, by: "acmecare", to: "p0"}},
			until: 5 * time.Hour, want: []string{"open watch@0", "update watch@30"},
		},
		{
			name: "a warning followed up", steps: []step{{by: "jane", says: slow}, {at: 20 * time.Minute, by: "jane"}},
			until: 30 * time.Minute, want: []string{"open watch@0", "notify notify@20"},
		},
		{
			name: "earlier posts continue the first", steps: []step{{by: "jane", says: slow}, {at: 14 * time.Minute, by: "jane"}},
			until: 30 * time.Minute, want: []string{"open watch@0"},
		},
		{
			name: "a grave complaint, followed up unanswered, pages", steps: []step{{by: "jane", says: plaintext}, {at: 2 * day, by: "jane", says: plaintext}},
			until: 2 * day, want: []string{"notify notify@0", "update notify@60*", "page page@2880"},
		},
		{name: "answered and then complained again is unresolved", steps: []step{
			{by: "jane", says: plaintext}, {at: 5 * time.Minute, by: "acmecare", to: "p0"}, {at: 9 * time.Minute, by: "jane", says: plaintext},
		}, until: 10 * time.Minute, want: []string{"notify notify@0", "update notify@5", "page page@9"}},
		{name: "complained of something else, surely, is unresolved too", steps: []step{
			{by: "jane", says: plaintext}, {at: 5 * time.Minute, by: "acmecare", to: "p0"}, {at: 9 * time.Minute, by: "jane", says: slow},
		}, until: 10 * time.Minute, want: []string{"notify notify@0", "update notify@5", "page page@9"}},
		{name: "a weak word about something else is not", steps: []step{
			{by: "jane", says: plaintext}, {at: 5 * time.Minute, by: "acmecare", to: "p0"}, {at: 9 * time.Minute, by: "jane", says: slow, score: 0.6},
		}, until: 10 * time.Minute, want: []string{"notify notify@0", "update notify@5", "update notify@9"}},
		{name: "thanks after an answer is no follow-up", steps: []step{
			{by: "jane", says: plaintext}, {at: 5 * time.Minute, by: "acmecare", to: "p0"}, {at: 60 * time.Minute, by: "jane"},
		}, until: time.Hour, want: []string{"notify notify@0", "update notify@5"}},
		{
			name: "a bystander supports while unanswered", steps: []step{{by: "jane", says: plaintext}, {at: 3 * time.Minute, by: "bob", to: "p0"}},
			until: 5 * time.Minute, want: []string{"notify notify@0", "page page@3"},
		},
		{
			name: "a bystander who takes the brand's side does not", steps: []step{{by: "jane", says: plaintext}, {at: 3 * time.Minute, by: "bob", dissent: true}},
			until: 5 * time.Minute, want: []string{"notify notify@0"},
		},
		{
			name: "a bystander with a question of their own does not", steps: []step{{by: "jane", says: plaintext}, {at: 3 * time.Minute, by: "bob", to: "p0", says: "how_to//info"}},
			until: 5 * time.Minute, want: []string{"notify notify@0", "update notify@3"},
		},
		{name: "another brand's account neither answers nor supports", steps: []step{
			{by: "jane", says: plaintext}, {at: 3 * time.Minute, by: "globexhelp", to: "p0"}, {at: 20 * time.Minute, by: "globexhelp", to: "p0", followers: 500_000},
		}, until: 2 * time.Hour, want: []string{"notify notify@0", "update notify@60*"}},
		{name: "nor does it pass the word on, or make fun of a reply", steps: []step{
			{by: "jane", says: plaintext, id: "a"},
			{at: time.Minute, by: "acmecare", says: invites, to: "a"},
			{at: 2 * time.Minute, by: "globexhelp", stands: detectors.HeadMockery},
			{at: 3 * time.Minute, by: "globexhelp", stands: detectors.HeadRemediation},
		}, until: 5 * time.Minute, want: []string{"notify notify@0", "update notify@1"}},
		{name: "another customer's matter below the same announcement is no support", steps: []step{
			{by: "acmenews"}, {at: time.Minute, by: "jane", to: "p0", says: plaintext}, {at: 3 * time.Minute, by: "bob", to: "p0"}, {at: 4 * time.Minute, by: "kim", to: "p2"},
		}, until: 5 * time.Minute, want: []string{"notify notify@1"}},
		{name: "support after an answer does not page", steps: []step{
			{by: "jane", says: plaintext}, {at: time.Minute, by: "acmecare", says: invites}, {at: 3 * time.Minute, by: "bob"},
		}, until: 5 * time.Minute, want: []string{"notify notify@0", "update notify@1"}},
		{
			name: "an expert tagged in the complaint pages at once", steps: []step{{by: "jane", says: plaintext, tags: "guru"}},
			want: []string{"page page@0"},
		},
		{
			name: "an expert who was there before the complaint", steps: []step{{by: "guru", expert: true}, {at: time.Minute, by: "jane", says: plaintext}},
			until: time.Minute, want: []string{"page page@1"},
		},
		{
			name: "a large account joins", steps: []step{{by: "jane", says: plaintext, followers: 10}, {at: 2 * time.Minute, by: "star", dissent: true, followers: 100_000}},
			until: 2 * time.Minute, want: []string{"notify notify@0", "page page@2"},
		},
		{
			name: "a notable account on a warning notifies", steps: []step{{by: "jane", says: slow, followers: 500}, {at: 2 * time.Minute, by: "star", dissent: true, followers: 10_000}},
			until: 2 * time.Minute, want: []string{"open watch@0", "notify notify@2"},
		},
		{
			name: "not notable beside a large root", steps: []step{{by: "jane", says: slow, followers: 5_000}, {at: 2 * time.Minute, by: "star", dissent: true, followers: 10_000}},
			until: 2 * time.Minute, want: []string{"open watch@0", "update watch@2"},
		},
		{
			name: "25 reshares in 30 minutes page", steps: []step{{by: "jane", says: plaintext}, {at: time.Minute, by: "x", kind: detectors.KindRepost, to: "p0", times: 25}},
			until: 26 * time.Minute, want: []string{"notify notify@0", "page page@25"},
		},
		{
			name: "24 do not", steps: []step{{by: "jane", says: plaintext}, {at: time.Minute, by: "x", kind: detectors.KindRepost, to: "p0", times: 24}},
			until: 26 * time.Minute, want: []string{"notify notify@0"},
		},
		{
			name: "25 links from elsewhere page", steps: []step{
				{by: "jane", says: plaintext, id: "x:1"},
				{at: time.Minute, by: "acmecare", says: invites},
				{at: 2 * time.Minute, by: "ann", links: "x.com/status/1", times: 12},
				{at: 14 * time.Minute, by: "bob", kind: detectors.KindRepost, to: "T", links: "x.com/status/1", times: 13},
			},
			until: 27 * time.Minute, want: []string{"notify notify@0", "update notify@1", "page page@26"},
		},
		{
			name: "links to a bad reply page", steps: []step{
				{by: "jane", id: "x:1"}, {at: time.Minute, by: "acmecare", says: brushOff, id: "x:2"}, {at: 2 * time.Minute, by: "ann", kind: detectors.KindRepost, to: "T", links: "x.com/status/2", times: 25},
			},
			until: 27 * time.Minute, want: []string{"notify notify@1", "page page@26"},
		},
		{
			name: "links by the author, to nothing that is there, or to what was deleted, are no spread", steps: []step{
				{by: "jane", says: plaintext, id: "x:1"},
				{at: time.Minute, by: "acmecare", says: invites},
				{at: 2 * time.Minute, by: "jane", kind: detectors.KindRepost, to: "T", links: "x.com/status/1", times: 10},
				{at: 2 * time.Minute, by: "ann", kind: detectors.KindRepost, to: "T", links: "x.com/status/9", times: 25},
				{at: 26 * time.Minute, by: "jane", kind: detectors.KindDelete, to: "x:1"},
				{at: 27 * time.Minute, by: "ann", kind: detectors.KindRepost, to: "T", links: "x.com/status/1", times: 25},
			},
			until: 26 * time.Minute, want: []string{"notify notify@0", "update notify@1", "update notify@26"},
		},
		{
			name: "totals count as well", steps: []step{{by: "jane", says: plaintext}, {at: 20 * time.Minute, by: "x", kind: detectors.KindEngagement, to: "p0", reposts: 40}},
			until: 26 * time.Minute, want: []string{"notify notify@0", "page page@20"},
		},
		{
			name: "totals over a long time are spread", steps: []step{{by: "jane", says: plaintext}, {at: 10 * time.Hour, by: "x", kind: detectors.KindEngagement, to: "p0", reposts: 40}},
			until: 10 * time.Hour, want: []string{"notify notify@0", "update notify@60*"},
		},
		{name: "reshares of a campaign do not page for a complaint below it", steps: []step{
			{by: "acmenews"}, {at: time.Minute, by: "jane", says: plaintext, to: "p0"}, {at: 2 * time.Minute, by: "x", kind: detectors.KindRepost, to: "p0", times: 25},
		}, until: 40 * time.Minute, want: []string{"notify notify@1"}},
		{name: "the brand claims to be totally secure", steps: []step{
			{by: "jane", says: plaintext}, {at: time.Minute, by: "acmecare", says: claim, to: "p0"}, {at: 2 * time.Minute, by: "acmecare", says: claim, to: "p0"},
		}, until: 5 * time.Minute, want: []string{"notify notify@0", "page page@1", "update page@2"}},
		{name: "a critical finding tells again after a page for less", steps: []step{
			{by: "jane", says: plaintext}, {at: time.Minute, by: "bob"}, {at: 2 * time.Minute, by: "acmecare", says: claim, to: "p0"},
		}, until: 5 * time.Minute, want: []string{"notify notify@0", "page page@1", "page page@2"}},
		{
			name: "a brush-off notifies, a second pages", steps: []step{{by: "jane", says: slow}, {at: time.Minute, by: "acmecare", says: brushOff}, {at: 2 * time.Minute, by: "acmecare", says: brushOff}},
			until: 5 * time.Minute, want: []string{"open watch@0", "notify notify@1", "page page@2"},
		},
		{
			name: "brush-offs about nothing of ours wake nobody", steps: []step{{by: "jane"}, {at: time.Minute, by: "acmecare", says: brushOff}, {at: 2 * time.Minute, by: "acmecare", says: brushOff}},
			until: 5 * time.Minute, want: []string{"notify notify@1", "update notify@2"},
		},
		{
			name: "a brush-off to a security complaint pages", steps: []step{{by: "jane", says: plaintext}, {at: time.Minute, by: "acmecare", says: brushOff}},
			until: 5 * time.Minute, want: []string{"notify notify@0", "page page@1"},
		},
		{
			name: "two technical replies are a public debate", steps: []step{{by: "acmecare", says: argues}, {at: time.Minute, by: "acmecare", says: argues}},
			until: 5 * time.Minute, want: []string{"notify notify@0", "page page@1"},
		},
		{
			name: "quiet after an answer lowers, then resolves", steps: []step{{by: "jane", says: plaintext}, {at: 5 * time.Minute, by: "acmecare"}},
			until: 8 * day, want: []string{"notify notify@0", "update notify@5", "lower watch@1445*", "resolve watch@10085*"},
		},
		{
			name: "silence never lowers an unanswered complaint", steps: []step{{by: "jane", says: plaintext}},
			until: 20 * day, want: []string{"notify notify@0", "update notify@60*"},
		},
		{name: "a hand-off that was taken up lowers", steps: []step{
			{by: "jane", says: plaintext}, {at: 5 * time.Minute, by: "acmecare", says: invites}, {at: 9 * time.Minute, by: "jane", tier: detectors.TierPrivate, related: "T"},
		}, until: 10 * time.Minute, want: []string{"notify notify@0", "update notify@5", "lower watch@9*"}},
		{
			name: "a hand-off that nobody takes up is told", steps: []step{{by: "jane", says: slow}, {at: 5 * time.Minute, by: "acmecare", says: invites}, {at: 20 * time.Hour, by: "bob", dissent: true}},
			until: 25 * time.Hour, want: []string{"open watch@0", "update watch@5", "notify notify@1445*"},
		},
		{name: "a new complaint after lowering tells again", steps: []step{
			{by: "jane", says: plaintext}, {at: 5 * time.Minute, by: "acmecare"}, {at: 2 * day, by: "kim", says: plaintext},
		}, until: 2 * day, want: []string{"notify notify@0", "update notify@5", "lower watch@1445*", "notify notify@2880"}},
		{
			name: "a deletion ends the clock", steps: []step{{by: "jane", says: slow}, {at: time.Minute, by: "jane", kind: detectors.KindDelete, to: "p0"}},
			until: 2 * time.Hour, want: []string{"open watch@0", "update watch@1"},
		},
		{
			name: "an edit is scored anew", steps: []step{{by: "jane"}, {at: time.Minute, by: "jane", kind: detectors.KindEdit, to: "p0", says: plaintext}},
			until: 2 * time.Minute, want: []string{"notify notify@1"},
		},
		{
			name: "a repeat changes nothing", steps: []step{{by: "jane", says: plaintext, id: "a"}, {at: 0, by: "jane", says: plaintext, id: "a"}},
			until: time.Minute, want: []string{"notify notify@0"},
		},
		{name: "a deletion that comes first keeps the post erased", steps: []step{
			{by: "bob", id: "T"}, {by: "jane", kind: detectors.KindDelete, to: "late", id: "d"}, {by: "jane", says: plaintext, id: "late"},
		}, until: time.Minute},
	} {
		t.Run(c.name, func(t *testing.T) {
			require.Equal(t, c.want, tell(t, score.NewEngine(config()), c.steps, c.until))
		})
	}
}

func TestLateAnswerStopsTheClock(t *testing.T) {
	e := score.NewEngine(config())
	got := tell(t, e, []step{{by: "jane", says: slow}, {at: 50 * time.Minute, by: "bob", dissent: true}, {at: 20 * time.Minute, by: "acmecare", to: "p0"}}, 3*time.Hour)
	require.Equal(t, []string{"open watch@0", "update watch@20"}, got)
}

func TestPriorityAfterABadReplyIsHigher(t *testing.T) {
	e := score.NewEngine(config())
	before := e.Apply(step{by: "jane", says: plaintext}.scored(0))
	after := e.Apply(step{at: time.Minute, by: "acmecare", says: brushOff}.scored(1))
	require.Greater(t, after.Decision.Priority, before.Decision.Priority)
}

func TestRestoredEngineDecidesAlike(t *testing.T) {
	steps := []step{{by: "jane", says: plaintext}, {at: time.Minute, by: "bob", dissent: true}, {at: 30 * time.Minute, by: "jane"}, {at: 40 * time.Minute, by: "acmecare", says: claim}}
	whole := tell(t, score.NewEngine(config()), steps, 3*time.Hour)
	first, second := score.NewEngine(config()), score.NewEngine(config())
	got := tell(t, first, steps[:2], time.Minute)
	second.Restore("T", first.State("T"))
	for n := range steps[2:] {
		steps[2+n].id = fmt.Sprintf("p%d", n+2)
	}
	got = append(got, tell(t, second, steps[2:], 3*time.Hour)...)
	require.Equal(t, whole, got)
}

// TestADeletionErasesWordsEverywhere deletes a post after its thread was restored from the changelog, as after a restart.
func TestADeletionErasesWordsEverywhere(t *testing.T) {
	t.Parallel()
	e := score.NewEngine(config())
	eff := e.Apply(step{by: "jane", id: "p0", says: plaintext}.scored(0))
	require.NotNil(t, eff.Incident)
	data, err := json.Marshal(e.State("T"))
	require.NoError(t, err)
	require.Contains(t, string(data), "words")

	restored := score.NewEngine(config())
	var s score.State
	require.NoError(t, json.Unmarshal(data, &s))
	restored.Restore("T", &s)
	eff = restored.Apply(step{at: time.Minute, by: "jane", kind: detectors.KindDelete, to: "p0", id: "d"}.scored(1))
	require.NotNil(t, eff.Incident, "a deletion is shown")
	for name, v := range map[string]any{"incident": eff.Incident, "thread": restored.State("T")} {
		data, err := json.Marshal(v)
		require.NoError(t, err)
		require.NotContains(t, string(data), "words", name)
	}
	require.Equal(t, "security_complaint", eff.Incident.Finding.Kind, "that something was said stays")
}

func TestAnIncidentShowsEveryKindOfFinding(t *testing.T) {
	t.Parallel()
	e := score.NewEngine(config())
	e.Apply(step{by: "jane", id: "p0", says: slow + " " + plaintext}.scored(0))
	e.Apply(step{at: time.Minute, by: "bob", id: "p1", says: plaintext}.scored(1))
	eff := e.Apply(step{at: 2 * time.Minute, by: "acme", id: "p2", says: claim}.scored(2))
	kinds := []string{}
	for _, f := range eff.Incident.Findings {
		kinds = append(kinds, f.Kind)
	}
	require.Equal(t, []string{"absolute_security_claim", "security_complaint", "technical_complaint"}, kinds, "each once, the gravest first")
}

// TestAnImpostorSupportsNobody: who pretends to be the brand is paged for, and is no bystander at the customer's side.
func TestAnImpostorSupportsNobody(t *testing.T) {
	t.Parallel()
	e := score.NewEngine(config())
	e.Apply(step{by: "jane", says: slow}.scored(0))
	eff := e.Apply(step{at: time.Minute, by: "acne_help", says: "impersonation/handle/critical", to: "p0"}.scored(1))
	require.NotNil(t, eff.Decision)
	require.Equal(t, "update watch@1", line(eff.Decision), "the account's own incident pages")
	require.Equal(t, []string{"impersonation", "technical_complaint"}, eff.Decision.Kinds)
	require.Len(t, eff.Pulses, 1)
	require.Equal(t, "acne_help", eff.Pulses[0].Account.Handle)
}

// A closed incident carries the words of its posts, too.
func TestADeletionErasesWordsOfAClosedIncident(t *testing.T) {
	t.Parallel()
	e := score.NewEngine(config())
	e.Apply(step{by: "jane", id: "p0", says: plaintext}.scored(0))
	e.Act(escalation.Action{ID: "a", Incident: "t:T", Kind: escalation.ActionResolve, By: "jo", At: start.Add(time.Minute)})
	eff := e.Apply(step{at: 2 * time.Minute, by: "jane", kind: detectors.KindDelete, to: "p0", id: "d"}.scored(1))
	require.NotNil(t, eff.Incident)
	require.Equal(t, escalation.DecisionUpdate, eff.Decision.Action)
	require.Equal(t, escalation.StatusResolved, eff.Incident.Status)
	require.NotContains(t, asJSON(t, eff.Incident), "words")
	require.NotContains(t, record(t, e, "T"), "words")
}

// What no rule wanted, such as the change of a complaint into something harmless, is decided because it happened.
func TestADecisionWithoutARuleSaysWhatHappened(t *testing.T) {
	t.Parallel()
	e := score.NewEngine(config())
	e.Apply(step{by: "jane", id: "p0", says: slow}.scored(0))
	eff := e.Apply(step{at: time.Minute, by: "jane", kind: detectors.KindEdit, to: "p0", id: "e"}.scored(1))
	require.NotNil(t, eff.Decision)
	require.Equal(t, []escalation.Reason{{Signal: string(thread.FactEdited), Value: 1}}, eff.Decision.Reasons)
}

// Whether an alert was taken over before a rise is known by the order of events; times of posts and of people cannot tell.
func TestARiseKnowsWhetherItIsAnew(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		between []escalation.ActionKind
		anew    bool
	}{
		"nobody did anything": {},
		"acknowledged":        {between: []escalation.ActionKind{escalation.ActionAcknowledge}, anew: true},
		"resolved":            {between: []escalation.ActionKind{escalation.ActionResolve}, anew: true},
		"noted":               {between: []escalation.ActionKind{escalation.ActionNote}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := score.NewEngine(config())
			e.Apply(step{at: 10 * time.Minute, by: "jane", says: plaintext}.scored(0))
			for _, kind := range c.between {
				// The clock of who did it is behind that of the post's platform.
				e.Act(escalation.Action{ID: string(kind), Incident: "t:T", Kind: kind, By: "jo", At: start.Add(9 * time.Minute)})
			}
			eff := e.Apply(step{at: 11 * time.Minute, by: "acmecare", says: claim}.scored(1))
			require.Len(t, eff.Incident.Tells, 2)
			require.Equal(t, c.anew, eff.Incident.Tells[1].Anew)
		})
	}
}

// A deletion may come before its post. That it came is part of the state, which else would not be written, and be forgotten at a restart.
func TestADeletionIsRemembered(t *testing.T) {
	t.Parallel()
	e := score.NewEngine(config())
	e.Apply(step{by: "jane"}.scored(0))
	require.Equal(t, "T", e.Apply(step{by: "jane", kind: detectors.KindDelete, to: "p9", id: "d"}.scored(1)).Key)
	require.Empty(t, e.Apply(step{by: "jane", kind: detectors.KindDelete, to: "p9", id: "d2"}.scored(2)).Key, "once is enough")

	restored := score.NewEngine(config())
	require.NoError(t, restored.RestoreRecord("T", []byte(record(t, e, "T"))))
	restored.Apply(step{by: "jane", id: "p9", says: plaintext}.scored(3))
	require.NotContains(t, record(t, restored, "T"), "words")
}

// table is what the rules ask for, as they ship.
var table = sync.OnceValue(func() escalation.Table {
	t, err := escalation.LoadTable()
	if err != nil {
		panic(err)
	}
	return t
})
