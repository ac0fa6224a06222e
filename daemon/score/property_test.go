package score_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"firebreak/daemon/score"
	"firebreak/daemon/thread"
	"firebreak/detectors"
)

// aStory draws the posts of one conversation, a minute apart or more, each with what detectors say of it.
func aStory(t *rapid.T) []*score.Scored {
	says := []string{"", "", plaintext, slow, "rumour//warning", claim, argues, brushOff, invites, "credential_request//critical"}
	n := rapid.IntRange(1, 14).Draw(t, "posts")
	at := time.Duration(0)
	out := make([]*score.Scored, 0, n)
	for i := range n {
		at += time.Duration(rapid.IntRange(1, 400).Draw(t, "minutes")) * time.Minute
		s := step{at: at, by: rapid.SampledFrom([]string{"jane", "tom", "ann", "acme", "acme2"}).Draw(t, "by"), id: fmt.Sprintf("p%d", i)}
		s.says = rapid.SampledFrom(says).Draw(t, "says")
		if brand := strings.HasPrefix(s.by, "acme"); brand != (s.says == claim || s.says == argues || s.says == brushOff || s.says == invites || s.says == "credential_request//critical") {
			s.says = ""
		}
		if i > 0 {
			s.to = fmt.Sprintf("p%d", rapid.IntRange(0, i-1).Draw(t, "to"))
		}
		s.followers = rapid.SampledFrom([]int64{10, 10, 20_000, 200_000}).Draw(t, "followers")
		m := s.scored(i)
		for _, head := range []string{
			detectors.HeadDissent, detectors.HeadMockery, detectors.HeadRemediation, detectors.HeadInsistence, detectors.HeadHandOff,
			detectors.HeadAffirmsBreach, detectors.HeadDeniesBreach,
		} {
			if rapid.IntRange(0, 9).Draw(t, head) == 0 {
				m.Analysis.Scores[head] = 0.9
			}
		}
		out = append(out, m)
	}
	return out
}

// state is what a thread holds without the order of arrival. Texts are left out: they are kept from the first harm on; and of large accounts the
// largest counts.
func state(t require.TestingT, e *score.Engine) string {
	s := e.State("T")
	require.NotNil(t, s)
	th := *s.Thread
	th.Seen = slices.Sorted(slices.Values(th.Seen))
	th.Posts = slices.Clone(th.Posts)
	for i := range th.Posts {
		th.Posts[i].Text = ""
	}
	th.Facts = slices.DeleteFunc(slices.Clone(th.Facts), func(f thread.Fact) bool { return f.Kind == thread.FactLargeAccount })
	slices.SortFunc(th.Facts, func(a, b thread.Fact) int {
		return strings.Compare(string(a.Kind)+a.Post, string(b.Kind)+b.Post)
	})
	out, err := json.MarshalIndent(th, "", " ")
	require.NoError(t, err)
	return string(out)
}

// shuffled mixes the posts between two posts of the brand, behind the first of all: an answer and what it answers are not independent, since what was
// told before a late answer came stays told; nor are a root and an account that is large beside it.
func shuffled(t *rapid.T, posts []*score.Scored) []*score.Scored {
	var out, run []*score.Scored
	flush := func() {
		if len(run) > 0 {
			out = append(out, rapid.Permutation(run).Draw(t, "order")...)
		}
		run = nil
	}
	for i, p := range posts {
		if i == 0 || p.Speaker.Role == detectors.RoleBrand {
			flush()
			out = append(out, p)
			continue
		}
		run = append(run, p)
	}
	flush()
	return out
}

// Independent posts that come in another order, before any clock has run out, make the same conversation.
func TestOrderOfArrivalDoesNotMatter(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		posts := aStory(t)
		straight, mixed := score.NewEngine(config()), score.NewEngine(config())
		for _, p := range posts {
			straight.Apply(p)
		}
		for _, p := range shuffled(t, posts) {
			mixed.Apply(p)
		}
		require.Equal(t, state(t, straight), state(t, mixed))
		a, b := straight.State("T").Incident, mixed.State("T").Incident
		require.Equal(t, a == nil, b == nil)
		if a != nil {
			require.Equal(t, a.Level, b.Level, "level")
			require.Equal(t, a.Severity, b.Severity, "severity")
			require.Equal(t, a.Kinds, b.Kinds, "kinds")
		}
	})
}

// A prefix that comes again changes nothing and tells nobody.
func TestRepeatsChangeNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		posts := aStory(t)
		e := score.NewEngine(config())
		for _, p := range posts {
			e.Advance(p.Mention.CreatedAt)
			e.Apply(p)
		}
		before, err := json.Marshal(e.State("T"))
		require.NoError(t, err)
		for _, p := range posts[:rapid.IntRange(1, len(posts)).Draw(t, "prefix")] {
			require.Equal(t, score.Effect{}, e.Apply(p))
		}
		after, err := json.Marshal(e.State("T"))
		require.NoError(t, err)
		require.JSONEq(t, string(before), string(after))
	})
}

// Every decision has a reason, and a priority from 0 to 1; people are told at most as often as the level rises, or a first critical finding comes.
func TestDecisionsHaveReasons(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		e := score.NewEngine(config())
		check := func(effects ...score.Effect) {
			for _, eff := range effects {
				if d := eff.Decision; d != nil {
					require.NotEmpty(t, d.Reasons)
					require.GreaterOrEqual(t, d.Priority, 0.0)
					require.LessOrEqual(t, d.Priority, 1.0)
					require.True(t, slices.IsSorted(d.Kinds))
					require.Equal(t, d.Level, eff.Incident.Level)
				}
			}
		}
		for _, p := range aStory(t) {
			check(e.Advance(p.Mention.CreatedAt)...)
			check(e.Apply(p))
		}
		check(e.Advance(start.Add(100 * 24 * time.Hour))...)
	})
}

// Whatever happened before, a bad reply of the brand makes the conversation more urgent.
func TestABadReplyRaisesThePriority(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		posts := aStory(t)
		last := posts[len(posts)-1].Mention.CreatedAt
		e := score.NewEngine(config())
		e.Apply(step{by: "jane", says: plaintext, id: "root"}.scored(0))
		for _, p := range posts {
			e.Apply(p)
		}
		bad := step{at: last.Sub(start) + time.Minute, by: "acme", to: "root", id: "bad", says: rapid.SampledFrom([]string{claim, argues, brushOff}).Draw(t, "bad")}
		// The answer stops the clock of the complaint, which is a signal of its own: it is compared with a good answer at the same moment.
		before := priorityAfter(t, e, step{at: bad.at, by: "acme", to: "root", id: "good"}.scored(99))
		after := priorityAfter(t, e, bad.scored(99))
		require.Greater(t, after, before)
	})
}

// priorityAfter is the priority of a copy of the engine's thread after one more post.
func priorityAfter(t require.TestingT, e *score.Engine, m *score.Scored) float64 {
	data, err := json.Marshal(e.State("T"))
	require.NoError(t, err)
	var s score.State
	require.NoError(t, json.Unmarshal(data, &s))
	fresh := score.NewEngine(config())
	fresh.Restore("T", &s)
	fresh.Apply(m)
	inc := fresh.State("T").Incident
	require.NotNil(t, inc)
	// A post that changes nothing is no decision, so the priority is asked for anew.
	return config().Escalation.Table.Priority(fresh.State("T").Thread, m.Mention.CreatedAt)
}
