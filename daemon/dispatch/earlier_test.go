package dispatch

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"firebreak/daemon/escalation"
	"firebreak/daemon/stream"
	"firebreak/detectors"
	"firebreak/sinks"
)

// about makes the gravest finding of a story one of a kind and topic.
func (s *story) about(kind, topic string) *story {
	s.inc.Kinds, s.inc.Topic, s.inc.Finding = []string{kind}, topic, &detectors.Finding{Kind: kind, Topic: topic, Severity: s.inc.Severity}
	return s
}

// leaked is a story about a password in plain text that began some days after the start.
func leaked(id string, days int) *story {
	return newStory(id, start().AddDate(0, 0, days)).about(detectors.KindSecurityComplaint, "plaintext_password")
}

func ids(list []sinks.Earlier) []string {
	var out []string
	for _, e := range list {
		out = append(out, e.Incident)
	}
	return out
}

func TestEarlierIncidentsInAFewWords(t *testing.T) {
	t.Parallel()
	post := func(url string, tier detectors.Tier, deleted bool) escalation.Post {
		return escalation.Post{ID: url, Text: "the secret text", URL: url, Tier: tier, Deleted: deleted}
	}
	ended := start().Add(2 * time.Second)
	for _, test := range []struct {
		name   string
		story  *story
		change func(*escalation.Incident)
		want   sinks.Earlier
		words  string
	}{
		{"open", leaked("t:1", 0).page(), nil, sinks.Earlier{Level: "page", Outcome: sinks.OutcomeOpen}, "still open"},
		{"taken over", leaked("t:1", 0).notify().ack(), nil, sinks.Earlier{Level: "notify", Outcome: sinks.OutcomeAcknowledged, By: "jo"}, "taken over by jo"},
		{"lowered", leaked("t:1", 0).page().lower(), nil, sinks.Earlier{Level: "page", Outcome: sinks.OutcomeLowered, EndedAt: ended}, "calmed down"},
		{"resolved", leaked("t:1", 0).page().resolve(), nil, sinks.Earlier{Level: "page", Outcome: sinks.OutcomeResolved, By: "jo", EndedAt: ended}, "resolved by jo"},
		{"resolved by itself", leaked("t:1", 0).page(), func(i *escalation.Incident) {
			i.Status, i.Level, i.LoweredAt = escalation.StatusResolved, escalation.LevelWatch, ended
		}, sinks.Earlier{Level: "page", Outcome: sinks.OutcomeResolved, EndedAt: ended}, "resolved"},
		{"noise", leaked("t:1", 0).page().resolve(), func(i *escalation.Incident) { i.History[0].Kind = escalation.ActionNoise }, sinks.Earlier{
			Level: "page", Outcome: sinks.OutcomeNoise, By: "jo", EndedAt: ended,
		}, "marked as noise by jo"},
		{"noise, then resolved", leaked("t:1", 0).page().resolve().resolve(), func(i *escalation.Incident) { i.History[0].Kind = escalation.ActionNoise }, sinks.Earlier{
			Level: "page", Outcome: sinks.OutcomeNoise, By: "jo", EndedAt: ended.Add(time.Second),
		}, "marked as noise by jo"},
		{"noise, then told anew and resolved", leaked("t:1", 0).page().resolve().page().resolve(), func(i *escalation.Incident) { i.History[0].Kind = escalation.ActionNoise }, sinks.Earlier{
			Level: "page", Outcome: sinks.OutcomeResolved, By: "jo", EndedAt: ended.Add(2 * time.Second),
		}, "resolved by jo"},
		{"a name with line breaks", leaked("t:1", 0).page().ack(), func(i *escalation.Incident) { i.AcknowledgedBy = "jo\n\x1b[2J" + strings.Repeat("x", 500) }, sinks.Earlier{
			Level: "page", Outcome: sinks.OutcomeAcknowledged, By: "jo [2J" + strings.Repeat("x", 57) + "…",
		}, "taken over by jo [2J" + strings.Repeat("x", 57) + "…"},
		{"the first public post that stands", leaked("t:1", 0).page(), func(i *escalation.Incident) {
			i.Posts = []escalation.Post{
				post("https://x.example/gone", detectors.TierPublic, true), post("https://x.example/dm", detectors.TierPrivate, false),
				post("https://x.example/safe", detectors.TierSecure, false), post("javascript:alert(1)", detectors.TierPublic, false),
				post("https://x.example/"+strings.Repeat("long", 200), "", false), post("https://x.example/1", "", false), post("https://x.example/2", "", false),
			}
		}, sinks.Earlier{Level: "page", Outcome: sinks.OutcomeOpen, URL: "https://x.example/1"}, "still open"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			inc := test.story.copy()
			if test.change != nil {
				inc.History = slices.Clone(inc.History)
				test.change(inc)
			}
			test.want.Incident, test.want.At, test.want.Title = "t:1", start(), title(inc)
			got := earlierOf(inc)
			require.Equal(t, test.want, got)
			require.Equal(t, test.words, got.Ending())
		})
	}
}

func TestEarlierIncidentsAreThoseOfTheSameKind(t *testing.T) {
	t.Parallel()
	pager, card, setup := pair(t)
	d := newDispatcher(t, setup, newMetrics())
	other := leaked("t:other", 1).page()
	other.inc.Brand = "Umbrella"
	quiet := leaked("t:quiet", 2)
	d.take(
		leaked("t:1", 0).page().resolve().copy(), leaked("t:2", 1).notify().copy(), leaked("t:3", 2).page().copy(), leaked("t:4", 3).page().copy(),
		other.copy(), quiet.copy(), newStory("t:topic", start()).about(detectors.KindSecurityComplaint, "breach").page().copy(),
		newStory("t:kind", start()).about(detectors.KindRumour, "plaintext_password").page().copy(), leaked("t:later", 20).page().copy(),
	)
	d.settle()
	s := leaked("t:now", 10).page()
	d.take(s.copy())
	d.settle()
	for _, f := range []*notifier{pager, card} {
		calls := f.calls()
		last := calls[len(calls)-1]
		require.Equal(t, "t:now", last.Incident)
		require.Equal(t, []string{"t:4", "t:3", "t:2"}, ids(last.Earlier), "the newest first, before itself, three at most; told ones only")
	}
	// What is earlier is erased, or becomes something else; the next takes its place.
	require.NoError(t, d.broker.Produce(context.Background(), stream.Record{Topic: stream.TopicIncidents, Key: []byte("t:3")}))
	require.NoError(t, d.p.Process(context.Background(), []stream.Record{{Topic: stream.TopicIncidents, Key: []byte("t:3")}}))
	d.take(leaked("t:4", 3).page().update().about(detectors.KindAbsoluteSecurityClaim, "").copy(), s.update().copy())
	d.settle()
	calls := card.calls()
	require.Equal(t, []string{"t:2", "t:1"}, ids(calls[len(calls)-1].Earlier))
	require.Equal(t, sinks.OutcomeResolved, calls[len(calls)-1].Earlier[1].Outcome)
}

func TestEarlierIncidentsAreBounded(t *testing.T) {
	t.Parallel()
	s := newShelf()
	for i := range 10 * keptEarlier {
		s.put(leaked(fmt.Sprintf("t:%04d", i), i).page().copy())
	}
	require.Len(t, s.groups, 1)
	require.Len(t, s.of, keptEarlier)
	for _, list := range s.groups {
		require.Len(t, list, keptEarlier)
	}
	require.Equal(t, []string{"t:0499", "t:0498", "t:0497"}, ids(s.before(leaked("t:now", 10*keptEarlier).copy())))
	require.Empty(t, s.before(leaked("t:0000", 0).copy()))
	require.Nil(t, s.before(&escalation.Incident{Brand: "Acme"}), "nothing stands for it")
	for id := range s.of {
		s.drop(id)
	}
	require.Empty(t, s.groups)
}

// compacted leaves the last record of each incident, and no tombstone.
func (m *memory) compacted() {
	m.mu.Lock()
	defer m.mu.Unlock()
	last := map[string]int{}
	for i, r := range m.records[stream.TopicIncidents] {
		last[string(r.Key)] = i
	}
	var kept []stream.Record
	for i, r := range m.records[stream.TopicIncidents] {
		if last[string(r.Key)] == i && r.Value != nil {
			kept = append(kept, r)
		}
	}
	m.records[stream.TopicIncidents] = kept
}

// Whoever takes over knows the same earlier incidents, whether the topic was compacted or not.
func TestEarlierIncidentsSurviveARestart(t *testing.T) {
	t.Parallel()
	tree := routes(t)
	rapid.Check(t, func(t *rapid.T) {
		d := newDispatcher(t, Setup{Tree: tree, Receivers: []Receiver{{Name: "oncall", Notifier: &notifier{}, Pager: true}, {Name: "social", Notifier: &notifier{}}}}, newMetrics())
		stories := map[string]*story{}
		// lives are how often each began: what is erased begins anew later than it was.
		lives := map[string]int{}
		kinds := []string{detectors.KindSecurityComplaint, detectors.KindRumour}
		for range rapid.IntRange(1, 30).Draw(t, "steps") {
			id := rapid.SampledFrom([]string{"t:1", "t:2", "t:3", "t:4"}).Draw(t, "id")
			s := stories[id]
			if s == nil {
				s = leaked(id, rapid.IntRange(0, 3).Draw(t, "day")+10*lives[id])
				stories[id] = s
				lives[id]++
			}
			switch rapid.IntRange(0, 7).Draw(t, "what") {
			case 0:
				s.notify()
			case 1:
				s.page()
			case 2:
				s.resolve()
			case 3:
				s.lower()
			case 4:
				s.about(rapid.SampledFrom(kinds).Draw(t, "kind"), "plaintext_password").update()
			case 5:
				s.update()
			case 6:
				// It was forgotten, and begins anew.
				day := s.inc.OpenedAt.Add(time.Hour)
				*s = *newStory(id, day).about(detectors.KindSecurityComplaint, "plaintext_password")
			case 7:
				delete(stories, id)
				r := stream.Record{Topic: stream.TopicIncidents, Key: []byte(id)}
				require.NoError(t, d.broker.Produce(context.Background(), r))
				require.NoError(t, d.p.Process(context.Background(), []stream.Record{r}))
				continue
			}
			d.take(s.copy())
		}
		if rapid.Bool().Draw(t, "sent") {
			d.settle()
		}
		before, err := json.Marshal(inWords(&d.p.book.past))
		require.NoError(t, err)
		d.restart()
		after, err := json.Marshal(inWords(&d.p.book.past))
		require.NoError(t, err)
		require.JSONEq(t, string(before), string(after))
		d.broker.compacted()
		d.restart()
		after, err = json.Marshal(inWords(&d.p.book.past))
		require.NoError(t, err)
		require.JSONEq(t, string(before), string(after), "after compaction")
	})
}

// inWords is a shelf by words.
func inWords(s *shelf) map[string][]sinks.Earlier {
	out := map[string][]sinks.Earlier{}
	for g, list := range s.groups {
		out[fmt.Sprint(g)] = list
	}
	return out
}
