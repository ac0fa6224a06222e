package duty_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"firebreak/config"
	"firebreak/daemon"
	"firebreak/daemon/duty"
	"firebreak/daemon/escalation"
	"firebreak/daemon/replay"
	"firebreak/daemon/stream"
	"firebreak/detectors"
)

const acme = "brands: [{name: Acme, query: acme, accounts: [{handle: acmecare, role: care}]}, {name: Globex, query: globex}]\n"

func coreOf(t require.TestingT, yaml string) *daemon.Core {
	cfg, err := config.Parse("test.yaml", []byte(yaml))
	require.NoError(t, err)
	core, err := daemon.NewCore(cfg)
	require.NoError(t, err)
	return core
}

func setup(core *daemon.Core) duty.Setup {
	return duty.Setup{Directory: core.Directory, Judge: core.Judge, Engine: core.Engine}
}

// live plays the daemon: it decides as posts and actions arrive, and leaves the records that the daemon would.
type live struct {
	t                require.TestingT
	core             *daemon.Core
	r                *replay.Replayer
	kafka            memory
	latest           map[string]*escalation.Incident
	actions, records int
}

func newLive(t require.TestingT, core *daemon.Core) *live {
	l := &live{t: t, core: core, kafka: memory{}, latest: map[string]*escalation.Incident{}}
	l.r = replay.New(core.Pipeline(false), core.Judge, core.Engine, replay.Options{
		Decide: func(escalation.Decision) error { return nil },
		Incident: func(inc *escalation.Incident) {
			data, err := json.Marshal(inc)
			require.NoError(t, err)
			l.latest[inc.ID] = &escalation.Incident{}
			require.NoError(t, json.Unmarshal(data, l.latest[inc.ID]))
		},
	})
	return l
}

func (l *live) post(m detectors.Mention) {
	made, err := l.r.Post(m)
	require.NoError(l.t, err)
	for i := range made {
		data, err := json.Marshal(&made[i])
		require.NoError(l.t, err)
		key := made[i].ID
		if m.Kind != detectors.KindPost {
			key = made[i].InReplyTo
		}
		l.kafka.add(stream.Record{
			Topic: stream.TopicMentions, Key: []byte(made[i].Brand + "|" + key), Value: data, Thread: made[i].ThreadID, Time: l.arrived(m.CreatedAt),
			Headers: []stream.Header{{Key: stream.HeaderQueryHash, Value: []byte(l.core.Directory.Hash())}},
		})
	}
}

func (l *live) act(incident string, kind escalation.ActionKind, at time.Time) {
	l.actions++
	a := escalation.Action{ID: fmt.Sprintf("cli:%d", l.actions), Incident: incident, Kind: kind, By: "jo", Via: "cli", At: at}
	require.NoError(l.t, l.r.Pass(at))
	require.NoError(l.t, l.r.Act(a))
	data, err := json.Marshal(a)
	require.NoError(l.t, err)
	l.kafka.add(stream.Record{Topic: stream.TopicActions, Key: []byte(incident), Value: data, Time: l.arrived(at)})
}

// arrived is a time of arrival that no other record has.
func (l *live) arrived(at time.Time) time.Time {
	l.records++
	return at.Add(time.Duration(l.records) * time.Millisecond)
}

// explain gathers and recomputes an incident.
func (l *live) explain(core *daemon.Core, id string) (*duty.Material, *duty.Verdict) {
	require.Contains(l.t, l.latest, id)
	m, err := duty.Gather(context.Background(), l.kafka, &duty.Entry{Incident: *l.latest[id], Partition: -1})
	require.NoError(l.t, err)
	v, err := duty.Recompute(setup(core), m)
	require.NoError(l.t, err)
	return m, v
}

func said(id, author, replyTo, text string, at time.Time) detectors.Mention {
	return detectors.Mention{
		ID: id, Source: "x", Kind: detectors.KindPost, InReplyTo: replyTo, CreatedAt: at, Text: text, Author: detectors.Author{ID: author, Handle: author},
	}
}

const complaint = "acme just mailed me my password in plain text, that is not safe"

// story is a complaint that is followed up and taken over.
func story(t require.TestingT, core *daemon.Core) *live {
	l := newLive(t, core)
	l.post(said("p1", "jane", "", complaint, noon()))
	l.post(said("o1", "kim", "", "acme has a nice shop", noon().Add(time.Minute)))
	l.post(said("p2", "jane", "p1", "acme, hello? my password, in plain text! mail jane@mail.example", noon().Add(20*time.Minute)))
	l.act("t:p1", escalation.ActionAcknowledge, noon().Add(25*time.Minute))
	return l
}

func TestExplainIsTheSame(t *testing.T) {
	t.Parallel()
	core := coreOf(t, acme)
	l := story(t, core)
	m, v := l.explain(core, "t:p1")
	require.Empty(t, v.Differences)
	require.Empty(t, v.Likely)
	require.Equal(t, 2, m.Mentions(), "other conversations are left out")
	require.Equal(t, 1, m.Actions())
	require.Empty(t, m.Erased)
	require.Contains(t, v.Incident.Kinds, "personal_data_exposed", "what the masks tell is not lost at a second reading")
	require.NotEmpty(t, v.Tells)
	require.Equal(t, escalation.LevelPage, v.Tells[len(v.Tells)-1].Recomputed.Level)
	require.Equal(t, escalation.StatusAcknowledged, v.Incident.Status)
	var rules []string
	for i := range v.Decisions {
		for _, r := range v.Decisions[i].Reasons {
			rules = append(rules, r.Rule)
		}
	}
	require.Contains(t, rules, "followed_up")
}

func TestExplainNamesWhatDiffers(t *testing.T) {
	t.Parallel()
	core := coreOf(t, acme)
	tests := []struct {
		name   string
		change func(l *live) *daemon.Core
		erased string
		likely string
	}{
		{"a tombstone", func(l *live) *daemon.Core {
			l.kafka.add(stream.Record{Topic: stream.TopicMentions, Key: []byte("Acme|p2")})
			return core
		}, "a tombstone stands in its place", "input erased: 1"},
		{"compaction", func(l *live) *daemon.Core {
			l.kafka[stream.TopicMentions] = l.kafka[stream.TopicMentions][:2]
			return core
		}, "not on the topic any more", "input erased: 1"},
		{"another configuration", func(*live) *daemon.Core {
			return coreOf(t, strings.Replace(acme, "{handle: acmecare", "{handle: jane", 1))
		}, "", "another configuration"},
		{"another rule", func(*live) *daemon.Core { return coreOf(t, acme+"rules: {follow_up_after: 2h}\n") }, "", "the brands are the same, but not the experts, clocks, rules"},
		{"everything", func(l *live) *daemon.Core {
			l.kafka[stream.TopicMentions] = nil
			return core
		}, "not on the topic any more", "input erased: 2"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			l := story(t, core)
			m, v := l.explain(tt.change(l), "t:p1")
			require.NotEmpty(t, v.Differences)
			require.Contains(t, strings.Join(v.Likely, "\n"), tt.likely)
			if tt.erased == "" {
				require.Empty(t, m.Erased)
				return
			}
			require.NotEmpty(t, m.Erased)
			require.Contains(t, m.Erased[0].Why, tt.erased)
		})
	}
}

// TestExplainFollowsTheDaemonsClock: a post that came late found clocks run out where the daemon kept up, and stopped them where it was catching up.
func TestExplainFollowsTheDaemonsClock(t *testing.T) {
	t.Parallel()
	core := coreOf(t, acme)
	answer := said("o1", "acmecare", "p1", "We are sorry. Please send us a DM, so that our tech team can help you.", noon().Add(10*time.Minute))
	for _, kept := range []bool{true, false} {
		l := newLive(t, core)
		l.post(said("p1", "jane", "", complaint, noon()))
		if kept {
			require.NoError(t, l.r.Pass(noon().Add(2*time.Hour)))
		}
		l.post(answer)
		// It came two hours late.
		records := l.kafka[stream.TopicMentions]
		records[1].Time = noon().Add(2 * time.Hour)
		l.act("t:p1", escalation.ActionNote, noon().Add(3*time.Hour))
		_, v := l.explain(core, "t:p1")
		require.Empty(t, v.Differences)
		require.Equal(t, !kept, v.CatchingUp)
	}
}

// TestExplainLeavesOutWhatWaits: what the daemon has not come to is no input.
func TestExplainLeavesOutWhatWaits(t *testing.T) {
	t.Parallel()
	core := coreOf(t, acme)
	l := story(t, core)
	decided := *l.latest["t:p1"]
	thread, err := json.Marshal(map[string]any{
		"thread": map[string]any{"id": "p1", "root": map[string]any{"id": "p1"}}, "applied": map[string]int64{stream.TopicMentions: 2, stream.TopicActions: 0},
	})
	require.NoError(t, err)
	l.kafka.add(stream.Record{Topic: stream.TopicThreads, Key: []byte("p1"), Value: thread})
	l.post(said("p3", "jane", "p1", "acme stores my password in plain text, do not trust them", noon().Add(50*time.Minute)))
	l.act("t:p1", escalation.ActionResolve, noon().Add(55*time.Minute))
	m, err := duty.Gather(t.Context(), l.kafka, &duty.Entry{Incident: decided, Partition: -1})
	require.NoError(t, err)
	require.Equal(t, 2, m.Waiting)
	v, err := duty.Recompute(setup(core), m)
	require.NoError(t, err)
	require.Empty(t, v.Differences)
}

// TestExplainNamesEachDifference of a configuration under which less is told, later, for other reasons.
func TestExplainNamesEachDifference(t *testing.T) {
	t.Parallel()
	core := coreOf(t, acme)
	l := story(t, core)
	_, v := l.explain(coreOf(t, acme+"findings: [{kind: security_complaint, severity: critical}]\n"), "t:p1")
	require.NotEqual(t, v.Then, v.Now)
	all := strings.Join(v.Differences, "\n")
	for _, want := range []string{
		"tell 1: the level was notify, recomputed it is page", "tell 1: the severity was error, recomputed it is critical",
		"tell 1: the reasons differ: without security_complaint (grave_complaint)", "tell 2 (page at 2026-03-02T12:20:00Z) is not recomputed: ",
		"the severity is error, recomputed it is critical",
	} {
		require.Contains(t, all, want)
	}
	require.False(t, v.Tells[0].Same)

	_, v = l.explain(coreOf(t, strings.Replace(acme, "query: acme,", "query: acme OR acmecorp, domains: [acme.example],", 1)), "t:p1")
	require.Empty(t, v.Differences, "another query over the same posts")
	_, v = l.explain(coreOf(t, strings.Replace(acme, "{handle: acmecare", "{handle: jane", 1)), "t:p1")
	require.Contains(t, strings.Join(v.Likely, "\n"), "the brands (queries, accounts, domains) are others")
	require.Contains(t, strings.Join(v.Likely, "\n"), "2 of 2 posts were let in and masked under other brands")
}

// TestHistoryStandsInForActions: the topic of actions keeps them for a while only.
func TestHistoryStandsInForActions(t *testing.T) {
	t.Parallel()
	core := coreOf(t, acme)
	l := story(t, core)
	l.kafka[stream.TopicActions] = nil
	m, v := l.explain(core, "t:p1")
	require.Equal(t, 1, m.Actions())
	require.Empty(t, v.Differences)
}

// TestASecondBrandsThread stands beside that of the brand that began the conversation.
func TestASecondBrandsThread(t *testing.T) {
	t.Parallel()
	core := coreOf(t, acme)
	l := newLive(t, core)
	l.post(said("p1", "jane", "", complaint, noon()))
	l.post(said("p2", "lee", "p1", "globex mailed me my password in plain text, too", noon().Add(time.Minute)))
	id := "t:p1#Globex"
	m, v := l.explain(core, id)
	require.Empty(t, v.Differences)
	require.Empty(t, m.Erased)
	require.NotEmpty(t, v.Decisions)
	for i := range v.Decisions {
		require.Equal(t, id, v.Decisions[i].Incident)
	}
}

func TestGatherRefusesCrises(t *testing.T) {
	t.Parallel()
	_, err := duty.Gather(t.Context(), memory{}, &duty.Entry{Incident: escalation.Incident{ID: "c:1"}})
	require.Error(t, err)
}

// TestAnyStoryIsTheSame: whatever is said and done, in as many conversations as there are, what is still there recomputes to what was decided.
func TestAnyStoryIsTheSame(t *testing.T) {
	t.Parallel()
	core := coreOf(t, acme)
	texts := []string{complaint, "acme, any news?", "thank you", "acme is down again, I cannot log in", "me too, acme!", "all data on our system is totally secure", "please send us a DM"}
	rapid.Check(t, func(t *rapid.T) {
		l := newLive(t, core)
		now := noon()
		var posts []string
		for i := range rapid.IntRange(1, 25).Draw(t, "events") {
			now = now.Add(time.Duration(rapid.IntRange(0, 90).Draw(t, "minutes")) * time.Minute)
			id := fmt.Sprintf("p%d", i)
			switch rapid.IntRange(0, 9).Draw(t, "what") {
			case 0:
				l.act("t:p0", rapid.SampledFrom([]escalation.ActionKind{
					escalation.ActionAcknowledge, escalation.ActionNote, escalation.ActionResolve, escalation.ActionNoise, escalation.ActionConfirmBreach,
				}).Draw(t, "kind"), now)
			case 1:
				if len(posts) > 0 {
					m := said(id, "jane", rapid.SampledFrom(posts).Draw(t, "deleted"), "", now)
					m.Kind = detectors.KindDelete
					l.post(m)
				}
			default:
				replyTo := ""
				if len(posts) > 0 && rapid.Bool().Draw(t, "reply") {
					replyTo = rapid.SampledFrom(posts).Draw(t, "to")
				}
				author := rapid.SampledFrom([]string{"jane", "kim", "acmecare"}).Draw(t, "author")
				l.post(said(id, author, replyTo, rapid.SampledFrom(texts).Draw(t, "text"), now))
				posts = append(posts, id)
			}
		}
		for id := range l.latest {
			if !strings.HasPrefix(id, "t:") {
				continue
			}
			_, v := l.explain(core, id)
			require.Empty(t, v.Differences, id)
		}
	})
}
