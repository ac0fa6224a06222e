package examples_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"firebreak/config"
	"firebreak/daemon/escalation"
	"firebreak/daemon/replay/cases"
	"firebreak/daemon/replay/examples"
	"firebreak/daemon/stream"
	"firebreak/detectors"
)

// noon is when the tests begin.
func noon() time.Time { return time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC) }

func minute(n int) time.Time { return noon().Add(time.Duration(n) * time.Minute) }

// memory is a Kafka of records, by topic; everything stands in partition 0.
type memory map[string][]stream.Record

func (m memory) add(r stream.Record) {
	r.Offset = int64(len(m[r.Topic]))
	m[r.Topic] = append(m[r.Topic], r)
}

func (m memory) ReadPartition(_ context.Context, topic string, _ int, _, _ int64, fn func(stream.Record) error) error {
	for _, r := range m[topic] {
		if err := fn(r); err != nil {
			return err
		}
	}
	return nil
}

func (memory) Partitions() int { return 1 }

// mention adds a mention to its topic, as ingest does.
func (m memory) mention(t testing.TB, x detectors.Mention) {
	t.Helper()
	if x.Brand == "" {
		x.Brand = "Acme"
	}
	if x.Kind == "" {
		x.Kind = detectors.KindPost
	}
	x.Source, x.Author.Handle = "x", x.Author.ID
	data, err := json.Marshal(x)
	require.NoError(t, err)
	key := x.ID
	if x.Kind == detectors.KindEdit || x.Kind == detectors.KindDelete {
		key = x.InReplyTo
	}
	m.add(stream.Record{Topic: stream.TopicMentions, Key: []byte(x.Brand + "|" + key), Value: data, Thread: x.ThreadID})
}

// post is one of the thread x:1.
func post(id, author, replyTo, text string, at int) detectors.Mention {
	return detectors.Mention{ID: id, ThreadID: "x:1", InReplyTo: replyTo, CreatedAt: minute(at), Text: text, Author: detectors.Author{ID: author}}
}

func remove(id string, at int) detectors.Mention {
	return detectors.Mention{ID: "gone:" + id, Kind: detectors.KindDelete, ThreadID: "x:1", InReplyTo: id, CreatedAt: minute(at), Author: detectors.Author{ID: "x"}}
}

func edit(id, text string, at int) detectors.Mention {
	return detectors.Mention{ID: "edit:" + id, Kind: detectors.KindEdit, ThreadID: "x:1", InReplyTo: id, CreatedAt: minute(at), Text: text, Author: detectors.Author{ID: "jane"}}
}

func (m memory) judge(t testing.TB, incident string, kind escalation.ActionKind, by string, at int) {
	t.Helper()
	data, err := json.Marshal(escalation.Action{ID: by + incident, Incident: incident, Kind: kind, By: by, Via: "slack", At: minute(at), Text: "because"})
	require.NoError(t, err)
	m.add(stream.Record{Topic: stream.TopicActions, Key: []byte(incident), Value: data})
}

func (m memory) incident(t testing.TB, id, brand string, tells ...escalation.Tell) {
	t.Helper()
	data, err := json.Marshal(escalation.Incident{ID: id, Brand: brand, Tells: tells})
	require.NoError(t, err)
	m.add(stream.Record{Topic: stream.TopicIncidents, Key: []byte(id), Value: data})
}

func tell(level escalation.Level, at int) escalation.Tell {
	return escalation.Tell{Level: level, At: minute(at)}
}

func acme(t testing.TB) *config.Config {
	t.Helper()
	cfg, err := config.Parse("firebreak.yaml", []byte("brands: [{name: Acme, query: acme}, {name: Globex, query: globex}]\n"))
	require.NoError(t, err)
	return cfg
}

// read reads everything, and returns the only example as lines of its file, from "name" on.
func read(t testing.TB, m memory, o examples.Options) (*examples.Found, string) {
	t.Helper()
	found, err := examples.Read(t.Context(), m, o)
	require.NoError(t, err)
	require.Len(t, found.Examples, 1)
	test, ok := found.Examples[0].Case()
	if !ok {
		return found, ""
	}
	data := cases.Encode("", []cases.Test{test})
	_, err = cases.Reader{Config: acme(t)}.Read("cases.yaml", data)
	require.NoError(t, err, "%s", data)
	return found, string(data)
}

// TestRead makes a case of each kind of judgement and conversation.
func TestRead(t *testing.T) {
	t.Parallel()
	const complaint = "acme just mailed me my password"
	tests := []struct {
		name string
		make func(t *testing.T, m memory)
		want string
	}{
		{"noise that was paged, the conversation up to then", func(t *testing.T, m memory) {
			m.mention(t, post("x:1", "jane", "", complaint, 0))
			m.mention(t, post("x:9", "jane", "", "another conversation", 1))
			m[stream.TopicMentions][1].Thread = "x:9"
			reply := post("x:2", "bob", "x:1", "me too, acme", 5)
			reply.Author.Followers, reply.Author.Name, reply.Author.Verified, reply.Links = 7, "Bob", true, []string{"https://l.example"}
			reply.Metrics = &detectors.Metrics{Reposts: 2}
			m.mention(t, reply)
			m.mention(t, detectors.Mention{ID: "r1", Kind: detectors.KindRepost, ThreadID: "x:1", InReplyTo: "x:2", CreatedAt: minute(6), Author: detectors.Author{ID: "eve"}})
			m.mention(t, detectors.Mention{
				ID: "m1", Kind: detectors.KindEngagement, ThreadID: "x:1", InReplyTo: "x:1", CreatedAt: minute(7), Author: detectors.Author{ID: "x"},
				Metrics: &detectors.Metrics{Likes: 4},
			})
			m.mention(t, post("x:3", "bob", "x:1", "after the judgement, acme", 31))
			m.incident(t, "t:x:1", "Acme", tell(escalation.LevelNotify, 0), tell(escalation.LevelPage, 5), tell(escalation.LevelPage, 40))
			m.judge(t, "t:x:1", escalation.ActionNoise, "ann", 30)
		}, `tests:
  - name: "noise t:x:1"
    source: "x"
    thread: "x:1"
    start: "2026-03-02T12:00:00Z"
    judged:
      as: noise
      incident: "t:x:1"
      brand: "Acme"
      by: "ann"
      via: "slack"
      at: "2026-03-02T12:30:00Z"
      text: "because"
      told: page
    events:
      - {id: "x:1", at: 0s, by: "jane", text: "acme just mailed me my password"}
      - {id: "x:2", at: 5m, by: "bob", name: "Bob", followers: 7, verified: true, reply_to: "x:1", text: "me too, acme", links: ["https://l.example"], metrics: {reposts: 2}}
      - {id: "r1", at: 6m, repost_of: "x:2", by: "eve"}
      - {id: "m1", at: 7m, metrics_of: "x:1", metrics: {likes: 4}}
      - {pass: 23m}
    expect:
      - {thread: "t:x:1", pages: 0}
`},
		{"noise that was a card", func(t *testing.T, m memory) {
			m.mention(t, post("x:1", "jane", "", complaint, 0))
			m.incident(t, "t:x:1", "Acme", tell(escalation.LevelNotify, 0))
			m.judge(t, "t:x:1", escalation.ActionNoise, "ann", 30)
		}, `{thread: "t:x:1", none: true}`},
		{"missed: the last word counts", func(t *testing.T, m memory) {
			m.mention(t, post("x:1", "jane", "", complaint, 0))
			m.incident(t, "t:x:1", "Acme", tell(escalation.LevelNotify, 0))
			m.judge(t, "t:x:1", escalation.ActionMissed, "sam", 60)
			m.judge(t, "t:x:1", escalation.ActionNoise, "ann", 30)
			m.judge(t, "t:x:1", escalation.ActionAcknowledge, "kim", 70)
		}, `{thread: "t:x:1", action: page}`},
		{"missed: paged too late", func(t *testing.T, m memory) {
			m.mention(t, post("x:1", "jane", "", complaint, 0))
			m.incident(t, "t:x:1", "Acme", tell(escalation.LevelNotify, 0), tell(escalation.LevelPage, 50))
			m.judge(t, "t:x:1", escalation.ActionMissed, "sam", 60)
		}, `{thread: "t:x:1", action: page, by: 49m59s}`},
		{"missed: a conversation without an incident", func(t *testing.T, m memory) {
			m.mention(t, post("x:2", "jane", "x:1", complaint, 3))
			m.judge(t, "t:x:1", escalation.ActionMissed, "sam", 60)
		}, `    events:
      - {id: "x:2", at: 0s, by: "jane", reply_to: "x:1", text: "acme just mailed me my password"}
      - {pass: 57m}
    expect:
      - {thread: "t:x:1", action: page}
`},
		{"missed: without an incident, of the brand that did not begin it", func(t *testing.T, m memory) {
			m.mention(t, post("x:1", "jane", "", complaint, 0))
			other := post("x:2", "jane", "x:1", "and globex too", 1)
			other.Brand = "Globex"
			m.mention(t, other)
			m.judge(t, "t:x:1#Globex", escalation.ActionMissed, "sam", 60)
		}, `    brand: "Globex"
    source: "x"
    thread: "x:1"
`},
		{"of two brands only the incident's", func(t *testing.T, m memory) {
			m.mention(t, post("x:1", "jane", "", complaint, 0))
			other := post("x:1", "jane", "", "globex as well", 0)
			other.Brand = "Globex"
			m.mention(t, other)
			m.incident(t, "t:x:1", "Acme")
			m.judge(t, "t:x:1", escalation.ActionMissed, "sam", 60)
		}, `    events:
      - {id: "x:1", at: 0s, by: "jane", text: "acme just mailed me my password"}
      - {pass: 1h}
`},
		{"an account whose id is not its handle", func(t *testing.T, m memory) {
			x := post("x:1", "did:1", "", complaint, 0)
			m.mention(t, x)
			var back detectors.Mention
			require.NoError(t, json.Unmarshal(m[stream.TopicMentions][0].Value, &back))
			back.Author.Handle = "jane"
			m[stream.TopicMentions][0].Value, _ = json.Marshal(back)
			m.judge(t, "t:x:1", escalation.ActionMissed, "sam", 60)
		}, `by: "jane", author: "did:1", text`},
		{"a link from elsewhere is a reshare", func(t *testing.T, m memory) {
			root := post("x:1", "jane", "", complaint, 0)
			root.URL = "https://x.com/jane/status/1"
			m.mention(t, root)
			for _, by := range []string{"eve", "jane"} {
				m.mention(t, detectors.Mention{
					ID: by + "#in:1", Kind: detectors.KindRepost, ThreadID: "x:1", InReplyTo: "x:1", LinksTo: "x.com/status/1", CreatedAt: minute(2), Author: detectors.Author{ID: by},
				})
			}
			m.mention(t, detectors.Mention{
				ID: "z#in:1", Kind: detectors.KindRepost, ThreadID: "x:1", InReplyTo: "x:1", LinksTo: "x.com/status/9", CreatedAt: minute(3), Author: detectors.Author{ID: "zoe"},
			})
			m.judge(t, "t:x:1", escalation.ActionMissed, "sam", 60)
		}, `text: "acme just mailed me my password", url: "https://x.com/jane/status/1"}
      - {id: "eve#in:1", at: 2m, repost_of: "x:1", by: "eve"}
      - {pass: 58m}
`},
		{"a late post keeps its own time, and its place", func(t *testing.T, m memory) {
			m.mention(t, post("x:2", "bob", "x:1", "acme too", 10))
			m.mention(t, post("x:1", "jane", "", complaint, 0))
			m.judge(t, "t:x:1", escalation.ActionMissed, "sam", 60)
		}, `      - {id: "x:2", at: 10m, by: "bob", reply_to: "x:1", text: "acme too"}
      - {id: "x:1", at: 0s, by: "jane", text: "acme just mailed me my password"}
      - {pass: 50m}
`},
		{"a deleted post is not there, though its record still is", func(t *testing.T, m memory) {
			m.mention(t, post("x:1", "jane", "", complaint, 0))
			m.mention(t, post("x:2", "bob", "x:1", "acme too", 10))
			m.mention(t, detectors.Mention{ID: "r1", Kind: detectors.KindRepost, ThreadID: "x:1", InReplyTo: "x:1", CreatedAt: minute(11), Author: detectors.Author{ID: "eve"}})
			m.mention(t, remove("x:1", 90))
			m.judge(t, "t:x:1", escalation.ActionMissed, "sam", 60)
		}, `      gone: ["x:1"]
    events:
      - {id: "x:2", at: 0s, by: "bob", reply_to: "x:1", text: "acme too"}
      - {pass: 50m}
`},
		{"a tombstone erases", func(t *testing.T, m memory) {
			m.mention(t, post("x:1", "jane", "", complaint, 0))
			m.mention(t, post("x:2", "bob", "x:1", "acme too", 10))
			m.add(stream.Record{Topic: stream.TopicMentions, Key: []byte("Acme|x:1")})
			m.judge(t, "t:x:1", escalation.ActionMissed, "sam", 60)
		}, `gone: ["x:1"]`},
		{"an edit stands for its post, whose first words are erased", func(t *testing.T, m memory) {
			m.mention(t, post("x:1", "jane", "", complaint, 0))
			m.mention(t, edit("x:1", "acme mailed me something", 5))
			m.judge(t, "t:x:1", escalation.ActionMissed, "sam", 60)
		}, `    events:
      - {id: "x:1", at: 0s, by: "jane", text: "acme mailed me something"}
      - {pass: 55m}
`},
		{"an edit after the judgement is not what was judged", func(t *testing.T, m memory) {
			m.mention(t, post("x:1", "jane", "", complaint, 0))
			m.mention(t, post("x:2", "bob", "x:1", "acme too", 10))
			m.mention(t, edit("x:1", "never mind, acme", 80))
			m.judge(t, "t:x:1", escalation.ActionMissed, "sam", 60)
		}, `gone: ["x:1"]`},
		{"nothing is left", func(t *testing.T, m memory) {
			m.mention(t, post("x:1", "jane", "", complaint, 0))
			m.mention(t, remove("x:1", 5))
			m.judge(t, "t:x:1", escalation.ActionMissed, "sam", 60)
		}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m := memory{}
			tt.make(t, m)
			_, text := read(t, m, examples.Options{})
			if tt.want == "" {
				require.Empty(t, text)
			} else {
				require.Contains(t, text, tt.want)
			}
			require.NotContains(t, text, "another conversation")
			if strings.Contains(text, "gone:") {
				require.NotContains(t, text, complaint)
			}
		})
	}
}

func TestReadLeavesOut(t *testing.T) {
	t.Parallel()
	m := memory{}
	m.mention(t, post("x:1", "jane", "", "acme leaks", 0))
	secret := post("x:2", "jane", "x:1", "my number is [phone]", 1)
	secret.Tier = detectors.TierPrivate
	m.mention(t, secret)
	m.judge(t, "t:x:1", escalation.ActionMissed, "sam", 60)
	m.judge(t, "t:x:8", escalation.ActionNoise, "ann", -60)
	m.judge(t, "c:1", escalation.ActionNoise, "ann", 60)
	m.judge(t, "c:1", escalation.ActionNoise, "sam", 61)
	m.add(stream.Record{Topic: stream.TopicActions, Key: []byte("x"), Value: []byte("{")})
	m.add(stream.Record{Topic: stream.TopicMentions, Key: []byte("x"), Value: []byte("{"), Thread: "x:1"})
	m.add(stream.Record{Topic: stream.TopicActions, Key: []byte("x")})

	found, text := read(t, m, examples.Options{Since: noon()})
	require.Equal(t, []string{"c:1 is about many conversations: no example is made of it"}, found.Skipped)
	require.Len(t, found.Bad, 2)
	require.Equal(t, 1, found.Examples[0].Private)
	require.NotContains(t, text, "[phone]")

	_, text = read(t, m, examples.Options{Since: noon(), Private: true})
	require.Contains(t, text, `tier: private, text: "my number is [phone]"`)
}

// FuzzRead: whatever stands on the topics, what is written can be read, and never holds what was deleted.
func FuzzRead(f *testing.F) {
	f.Add(`{"id":"a","incident":"t:x:1","kind":"noise","at":"2026-03-02T12:30:00Z"}`, `{"id":"x:1","source":"x","kind":"post","brand":"Acme","thread_id":"x:1","created_at":"2026-03-02T12:00:00Z","author":{"id":"u"},"text":"acme"}`, "Acme|x:1", true)
	f.Add(`{"id":"a","incident":"t:x:1#Acme","kind":"missed","at":"0001-01-01T00:00:00Z"}`, `{"id":"e2","source":"","kind":"edit","in_reply_to":"x:1","brand":"Acme","created_at":"9999-01-01T00:00:00Z","author":{"id":"@"},"text":"\u0000"}`, "|", false)
	f.Add(`{"id":"a","incident":"t:x:1","kind":"missed","at":"2026-03-02T12:30:00Z"}`, `{"id":"r","source":"x","kind":"engagement","in_reply_to":"x:1","created_at":"2026-03-02T12:00:00Z","author":{"id":"u"},"metrics":{"likes":-1}}`, "", false)
	f.Fuzz(func(t *testing.T, action, mention, key string, erased bool) {
		m := memory{}
		m.mention(t, post("x:1", "jane", "", "acme leaks", 0))
		m.add(stream.Record{Topic: stream.TopicActions, Key: []byte("t:x:1"), Value: []byte(action)})
		m.add(stream.Record{Topic: stream.TopicMentions, Key: []byte(key), Value: []byte(mention), Thread: "x:1"})
		if erased {
			m.mention(t, remove("x:1", 1))
		}
		found, err := examples.Read(t.Context(), m, examples.Options{})
		require.NoError(t, err)
		for i := range found.Examples {
			folder := examples.Folder{Dir: t.TempDir(), Check: acme(t)}
			saved, err := folder.Save(found.Examples[i])
			if err != nil {
				// What a file of cases cannot say is refused, not written.
				continue
			}
			again, err := folder.Save(found.Examples[i])
			require.NoError(t, err)
			if saved.Change == examples.ChangeNew {
				require.Equal(t, examples.ChangeSame, again.Change)
			}
			test, ok := found.Examples[i].Case()
			if ok && erased {
				require.NotContains(t, string(cases.Encode("", []cases.Test{test})), "acme leaks")
			}
		}
	})
}
