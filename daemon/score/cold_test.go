package score_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"firebreak/daemon/escalation"
	"firebreak/daemon/escalation/hours"
	"firebreak/daemon/score"
	"firebreak/detectors"
)

// event is something that happens to an engine.
type event func(e *score.Engine) []score.Effect

// world draws events of a few conversations that concern two brands.
type world struct {
	now     time.Duration
	n       int
	posts   []string
	threads map[string]string
	running map[string]time.Duration
	config  score.Config
	// told is set by the first event of a crisis, or of an incident that another owner published.
	told bool
}

var conversations = []string{"T", "U", "V"}

// configs are settings between which a reload goes.
func configs(t require.TestingT) []score.Config {
	office, err := hours.New("Europe/London", []string{"mon-fri 09:00-17:00"}, []string{"2026-03-04"})
	require.NoError(t, err)
	slow, short, open := config(), config(), config()
	slow.Escalation.FirstReply, slow.Escalation.ResolveAfter = 3*time.Hour, 10*24*time.Hour
	short.Escalation.ForgetAfter, short.Escalation.PrivateHandoff = 2*24*time.Hour, time.Hour
	open.Escalation.Hours = office
	open.Escalation.Legal = map[string][]escalation.Duty{"Acme": escalation.Duties("eu", true)}
	return []score.Config{config(), slow, short, open}
}

func (w *world) draw(t *rapid.T) event {
	switch rapid.SampledFrom([]string{"post", "post", "post", "post", "spread", "change", "act", "act", "pass", "pass", "crisis", "reload", "adopt", "drop"}).Draw(t, "event") {
	case "post":
		return w.post(t)
	case "spread":
		return w.about(t, detectors.KindRepost, detectors.KindEngagement)
	case "change":
		return w.about(t, detectors.KindEdit, detectors.KindDelete)
	case "act":
		return w.act(t)
	case "crisis":
		return w.crisis(t)
	case "reload":
		w.config = rapid.SampledFrom(configs(t)).Draw(t, "config")
		cfg := w.config
		return func(e *score.Engine) []score.Effect { e.Reconfigure(cfg); return nil }
	case "adopt":
		w.told = true
		key := w.key(t)
		inc := escalation.Incident{
			ID: escalation.ThreadIncident(key), Brand: "Acme", ThreadID: key, Level: escalation.LevelNotify, Severity: detectors.SeverityError, Status: escalation.StatusOpen,
			Kinds: []string{"security_complaint"}, Event: rapid.IntRange(1, 6).Draw(t, "number"), OpenedAt: start, UpdatedAt: start.Add(w.now),
		}
		return func(e *score.Engine) []score.Effect { own := inc; e.Adopt(key, &own); return nil }
	case "drop":
		key := w.key(t)
		return func(e *score.Engine) []score.Effect { e.Drop(key); return nil }
	}
	w.now += time.Duration(rapid.SampledFrom([]int{1, 20, 90, 300, 1500, 12_000, 50_000}).Draw(t, "minutes")) * time.Minute
	now := start.Add(w.now)
	return func(e *score.Engine) []score.Effect { return e.Advance(now) }
}

func (w *world) key(t *rapid.T) string {
	return rapid.SampledFrom(conversations).Draw(t, "key") + rapid.SampledFrom([]string{"", "", "#Acme", "#Bolt"}).Draw(t, "copy")
}

func (w *world) step(t *rapid.T) step {
	w.now += time.Duration(rapid.IntRange(0, 25).Draw(t, "minutes")) * time.Minute
	w.n++
	return step{
		at: w.now - time.Duration(rapid.SampledFrom([]int{0, 0, 0, 30}).Draw(t, "late"))*time.Minute, id: fmt.Sprintf("p%d", w.n),
		by:        rapid.SampledFrom([]string{"jane", "tom", "ann", "acme", "acme2"}).Draw(t, "by"),
		followers: rapid.SampledFrom([]int64{10, 20_000, 200_000}).Draw(t, "followers"),
	}
}

func (w *world) post(t *rapid.T) event {
	s := w.step(t)
	s.says = rapid.SampledFrom([]string{"", plaintext, plaintext + " " + slow, slow}).Draw(t, "says")
	if strings.HasPrefix(s.by, "acme") {
		s.says = rapid.SampledFrom([]string{"", claim, argues, brushOff, invites}).Draw(t, "says")
	}
	s.stands = rapid.SampledFrom([]string{"", "", "dissent", detectors.HeadHandOff, detectors.HeadInsistence, detectors.HeadMockery}).Draw(t, "stands")
	s.tier = rapid.SampledFrom([]detectors.Tier{detectors.TierPublic, detectors.TierPublic, detectors.TierPrivate}).Draw(t, "tier")
	s.expert = rapid.IntRange(0, 9).Draw(t, "expert") == 0
	conversation := rapid.SampledFrom(conversations).Draw(t, "conversation")
	brand := rapid.SampledFrom([]string{"Acme", "Acme", "Acme", "Bolt"}).Draw(t, "brand")
	related := rapid.SampledFrom([]string{"", "", "", "T"}).Draw(t, "related")
	if len(w.posts) > 0 && rapid.Bool().Draw(t, "answers") {
		s.to = rapid.SampledFrom(w.posts).Draw(t, "to")
	}
	w.posts = append(w.posts, s.id)
	w.threads[s.id] = conversation
	return apply(s, conversation, brand, related)
}

func (w *world) about(t *rapid.T, kinds ...detectors.MentionKind) event {
	s := w.step(t)
	s.kind = rapid.SampledFrom(kinds).Draw(t, "kind")
	s.to = rapid.SampledFrom(append([]string{"p1", "unknown"}, w.posts...)).Draw(t, "to")
	conversation := w.threads[s.to]
	if conversation == "" {
		conversation = "T"
	}
	if s.kind == detectors.KindEdit {
		s.says = rapid.SampledFrom([]string{"", plaintext, brushOff}).Draw(t, "says")
	}
	if s.kind == detectors.KindEngagement {
		s.reposts = rapid.Int64Range(1, 80).Draw(t, "reposts")
	}
	return apply(s, conversation, rapid.SampledFrom([]string{"Acme", "Acme", "Bolt"}).Draw(t, "brand"), "")
}

// apply makes the mention anew for every engine: a thread keeps and changes what it is given.
func apply(s step, conversation, brand, related string) event {
	return func(e *score.Engine) []score.Effect {
		in := s.scored(0)
		in.Mention.ThreadID, in.Mention.Brand, in.Mention.RelatedThread = conversation, brand, related
		in.Mention.URL = "https://x.example/" + s.id
		return []score.Effect{e.Apply(in)}
	}
}

func (w *world) act(t *rapid.T) event {
	w.n++
	a := escalation.Action{
		ID: fmt.Sprintf("a%d", rapid.IntRange(1, w.n).Draw(t, "action")), Incident: escalation.ThreadIncident(w.key(t)), By: "sam", Via: "cli", At: start.Add(w.now),
		Kind: rapid.SampledFrom([]escalation.ActionKind{
			escalation.ActionAcknowledge, escalation.ActionContact, escalation.ActionSnooze, escalation.ActionAssign, escalation.ActionNote, escalation.ActionResolve,
			escalation.ActionNoise, escalation.ActionConfirmBreach, escalation.ActionConfirmBreach, escalation.ActionNoticeSent, escalation.ActionTakenUp, escalation.ActionTakenUp,
			escalation.ActionMute,
		}).Draw(t, "act"),
		Text: "words",
	}
	a.Until = a.At.Add(time.Hour)
	return func(e *score.Engine) []score.Effect { return []score.Effect{e.Act(a)} }
}

// crisis begins one, or ends the one that runs.
func (w *world) crisis(t *rapid.T) event {
	id := rapid.SampledFrom([]string{"c1", "c2"}).Draw(t, "crisis")
	family := map[string]string{"c1": escalation.FamilySecurity, "c2": escalation.FamilyOutage}[id]
	w.told = true
	began, runs := w.running[id]
	var over time.Time
	if runs && rapid.Bool().Draw(t, "over") {
		over = start.Add(w.now)
		delete(w.running, id)
	} else if !runs {
		began = w.now
		w.running[id] = began
	}
	return func(e *score.Engine) []score.Effect { return e.Crisis(id, "Acme", family, start.Add(began), over) }
}

// resume restores two new engines from the records of another, one as the daemon does and one with every state decoded, and lets them know of the
// crises that run.
func (w *world) resume(t *rapid.T, from *score.Engine) (lazy, eager *score.Engine) {
	lazy, eager = score.NewEngine(w.config), score.NewEngine(w.config)
	for _, key := range rapid.Permutation(keys()).Draw(t, "order") {
		if data := record(t, from, key); data != "" {
			if rapid.Bool().Draw(t, "summarized") {
				require.NoError(t, lazy.RestoreSummarized(key, from.Summary(key), []byte(data)))
			} else {
				require.NoError(t, lazy.RestoreRecord(key, []byte(data)))
			}
			var rec score.Record
			require.NoError(t, json.Unmarshal([]byte(data), &rec))
			eager.Restore(key, &rec.State)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(w.running)) {
		family := map[string]string{"c1": escalation.FamilySecurity, "c2": escalation.FamilyOutage}[id]
		began := start.Add(w.running[id])
		require.Equal(t, eager.Crisis(id, "Acme", family, began, time.Time{}), lazy.Crisis(id, "Acme", family, began, time.Time{}))
	}
	return lazy, eager
}

func keys() []string {
	var out []string
	for _, c := range conversations {
		out = append(out, c, c+"#Acme", c+"#Bolt")
	}
	return out
}

func record(t require.TestingT, e *score.Engine, key string) string {
	data, err := e.Record(key, 1)
	require.NoError(t, err)
	return string(data)
}

func asJSON(t require.TestingT, v any) string {
	out, err := json.Marshal(v)
	require.NoError(t, err)
	return string(out)
}

// An engine whose threads are cold whenever nothing touches them, and one that keeps a single one hot, say and keep the same bytes as one that keeps
// all of them; so does one that is restored from the records at any time.
func TestColdThreadsAreTheSame(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := &world{threads: map[string]string{}, running: map[string]time.Duration{}, config: config()}
		warm, cold, tight := score.NewEngine(config()), score.NewEngine(config()), score.NewEngine(config())
		tight.SetHot(1)
		lazy, eager := score.NewEngine(config()), score.NewEngine(config())
		// A crisis is told anew at a restart, and so are incidents without a thread: what follows may differ from going on.
		told := false
		for range rapid.IntRange(1, 40).Draw(t, "events") {
			next := w.draw(t)
			told = told || w.told
			want := asJSON(t, next(warm))
			require.Equal(t, want, asJSON(t, next(cold)), "cold")
			require.Equal(t, want, asJSON(t, next(tight)), "tight")
			got := asJSON(t, next(lazy))
			require.Equal(t, asJSON(t, next(eager)), got, "restored without decoding")
			if !told {
				require.Equal(t, want, got, "restored")
			}
			cold.Chill()
			require.Zero(t, cold.Hot())
			require.LessOrEqual(t, tight.Hot(), 1)
			for _, e := range []*score.Engine{cold, tight} {
				require.Equal(t, warm.Len(), e.Len())
				require.True(t, warm.Next().Equal(e.Next()), "%v is not %v", e.Next(), warm.Next())
				for _, key := range keys() {
					require.Equal(t, record(t, warm, key), record(t, e, key))
				}
				require.NoError(t, e.Err())
			}
			require.True(t, eager.Next().Equal(lazy.Next()), "%v is not %v", lazy.Next(), eager.Next())
			if rapid.IntRange(0, 9).Draw(t, "restart") == 0 {
				lazy, eager = w.resume(t, cold)
			}
		}
	})
}

// A thread that is said to be quiet has no clock but the one that forgets it, whatever the settings are; and what a record says is due is so.
func TestQuietThreadsOnlyForget(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := &world{threads: map[string]string{}, running: map[string]time.Duration{}, config: config()}
		e := score.NewEngine(config())
		for range rapid.IntRange(1, 20).Draw(t, "events") {
			w.draw(t)(e)
		}
		for _, key := range keys() {
			data := record(t, e, key)
			if data == "" {
				continue
			}
			var rec score.Record
			require.NoError(t, json.Unmarshal([]byte(data), &rec))
			due := w.config.Escalation.NextDeadline(rec.Thread, rec.Incident).Due
			if !rec.Quiet {
				require.False(t, rec.Due.After(due), "%v is after %v", rec.Due, due)
				continue
			}
			for _, cfg := range configs(t) {
				clock := cfg.Escalation.NextDeadline(rec.Thread, rec.Incident)
				require.Equal(t, escalation.ClockForget, clock.Name)
				require.True(t, clock.Due.Equal(rec.Thread.LastAt.Add(cfg.Escalation.ForgetAfter)))
			}
		}
	})
}

// Records of an earlier version, and those written under other settings, are read as a whole.
func TestRestoreWithoutANotedDeadline(t *testing.T) {
	t.Parallel()
	e := score.NewEngine(config())
	e.Apply(step{by: "jane", says: plaintext}.scored(0))
	var rec map[string]any
	require.NoError(t, json.Unmarshal([]byte(record(t, e, "T")), &rec))
	require.Contains(t, rec, "due")
	sooner := config()
	sooner.Escalation.FirstReply = 10 * time.Minute
	for name, c := range map[string]struct {
		cfg  score.Config
		drop []string
		want time.Duration
	}{
		"as written":     {cfg: config(), want: time.Hour},
		"earlier record": {cfg: config(), drop: []string{"due", "clocks", "quiet"}, want: time.Hour},
		"other settings": {cfg: sooner, want: 10 * time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			old := maps.Clone(rec)
			for _, k := range c.drop {
				delete(old, k)
			}
			restored := score.NewEngine(c.cfg)
			require.NoError(t, restored.RestoreRecord("T", []byte(asJSON(t, old))))
			require.Equal(t, start.Add(c.want), restored.Next())
			effects := restored.Advance(start.Add(c.want))
			require.Len(t, effects, 1)
			require.Equal(t, escalation.DecisionUpdate, effects[0].Decision.Action)
		})
	}
}

func TestBrokenRecords(t *testing.T) {
	t.Parallel()
	for name, data := range map[string]string{
		"cut": `{"thread":{"id":"T"`, "no thread": `{"generation":1}`, "wrong type": `{"thread":{"id":1,"last_at":"2026-03-02T09:00:00Z"},"generation":1}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Error(t, score.NewEngine(config()).RestoreRecord("T", []byte(data)))
		})
	}
	t.Run("found when it is needed", func(t *testing.T) {
		t.Parallel()
		e := score.NewEngine(config())
		require.NoError(t, e.RestoreRecord("T", []byte(`{"thread":{"id":1,"last_at":"2026-03-02T09:00:00Z"},"generation":1,"quiet":true}`)))
		require.Equal(t, score.Effect{}, e.Apply(step{by: "jane", says: plaintext}.scored(0)))
		require.ErrorContains(t, e.Err(), `thread "T"`)
	})
}

func FuzzRestoreRecord(f *testing.F) {
	e := score.NewEngine(config())
	e.Apply(step{by: "jane", says: plaintext}.scored(0))
	e.Apply(step{by: "acme", says: claim}.scored(1))
	f.Add([]byte(record(f, e, "T")))
	f.Add([]byte(`{"thread":{"id":1,"last_at":"9999-03-02T09:00:00Z"},"quiet":true}`))
	f.Fuzz(func(_ *testing.T, data []byte) {
		e := score.NewEngine(config())
		if e.RestoreRecord("T", data) != nil {
			return
		}
		e.Crisis("c1", "Acme", escalation.FamilySecurity, start, time.Time{})
		e.Apply(step{by: "jane", says: plaintext}.scored(7))
		e.Crisis("c1", "Acme", escalation.FamilySecurity, start, start)
		e.Chill()
	})
}
