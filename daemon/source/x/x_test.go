package x_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"firebreak/config/secret"
	"firebreak/daemon/source"
	"firebreak/daemon/source/sourcetest"
	"firebreak/daemon/source/x"
	"firebreak/daemon/source/x/xtest"
	"firebreak/detectors"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var at = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// patience bounds what a test waits for.
const patience = 20 * time.Second

// hearing is a source that runs against a server, with its sink.
type hearing struct {
	t      *testing.T
	server *xtest.Server
	sink   *recorder
	mu     sync.Mutex
	pauses []time.Duration
	stop   context.CancelFunc
	done   chan error
}

// recorder is a sink that remembers everything.
type recorder struct {
	mu       sync.Mutex
	mentions []detectors.Mention
	rejected []string
	gaps     []int64
	states   []source.State
	details  []string
	block    chan struct{}
	fails    int
}

func (r *recorder) Accept(ctx context.Context, mentions []detectors.Mention) error {
	r.mu.Lock()
	block := r.block
	r.mu.Unlock()
	if block != nil {
		select {
		case <-block:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.fails > 0 {
		r.fails--
		return fmt.Errorf("not now")
	}
	r.mentions = append(r.mentions, mentions...)
	return nil
}

func (r *recorder) Reject(_ context.Context, _ []byte, _, reason string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.rejected = append(r.rejected, reason)
	return nil
}

func (r *recorder) Gap(_, _ time.Time, posts int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.gaps = append(r.gaps, posts)
}

func (r *recorder) State(state source.State, detail string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.states = append(r.states, state)
	r.details = append(r.details, detail)
}

func (r *recorder) Cursor(context.Context) ([]byte, error)   { return nil, nil }
func (r *recorder) SaveCursor(context.Context, []byte) error { return nil }
func (r *recorder) read(fn func())                           { r.mu.Lock(); defer r.mu.Unlock(); fn() }
func (r *recorder) has(state source.State) bool              { return slices.Contains(r.states, state) }
func (r *recorder) ids() (out []string) {
	for _, m := range r.mentions {
		out = append(out, m.ID)
	}
	return out
}

func hear(t *testing.T, server *xtest.Server, change func(*x.Config)) *hearing {
	t.Helper()
	h := &hearing{t: t, server: server, sink: &recorder{}, done: make(chan error, 1)}
	cfg := x.Config{BaseURL: server.URL, BearerToken: secret.New("s3cr3t-token"), Track: []string{"acme"}, StallTimeout: 10 * time.Second}
	if change != nil {
		change(&cfg)
	}
	s, err := x.New("x", cfg, x.Options{Now: func() time.Time { return at }, Wait: func(ctx context.Context, pause time.Duration) error {
		h.mu.Lock()
		defer h.mu.Unlock()
		h.pauses = append(h.pauses, pause)
		return ctx.Err()
	}})
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	h.stop = cancel
	go func() { h.done <- s.Run(ctx, h.sink) }()
	t.Cleanup(h.end)
	return h
}

// end stops the source, which must not take long.
func (h *hearing) end() {
	h.stop()
	select {
	case err, ok := <-h.done:
		if ok {
			require.NoError(h.t, err)
			close(h.done)
		}
	case <-time.After(patience):
		h.t.Error("the source did not stop")
	}
}

// await waits until something holds of the sink.
func (h *hearing) await(what string, holds func(r *recorder) bool) {
	h.t.Helper()
	require.Eventually(h.t, func() bool {
		h.sink.mu.Lock()
		defer h.sink.mu.Unlock()
		return holds(h.sink)
	}, patience, 2*time.Millisecond, what)
}

func (h *hearing) awaitMentions(n int) {
	h.t.Helper()
	h.await(fmt.Sprintf("%d mentions", n), func(r *recorder) bool { return len(r.mentions) >= n })
}

func status(id int) string { return xtest.Status(id, "jane", fmt.Sprintf("acme %d", id), 0, at) }

func TestHearsStatuses(t *testing.T) {
	t.Parallel()
	server := xtest.New(t, false)
	h := hear(t, server, func(c *x.Config) { c.Follow, c.Languages = []string{"7"}, []string{"en"} })
	server.AwaitConnection(t)
	server.Send("", status(1), "\r\n", xtest.Status(2, "bob", "me &amp; you &lt;3", 1, at))
	h.awaitMentions(2)
	h.sink.read(func() {
		require.Equal(t, []string{"x:1", "x:2"}, h.sink.ids())
		m := h.sink.mentions[1]
		require.Equal(t, "me & you <3", m.Text)
		require.Equal(t, "x:1", m.InReplyTo)
		require.Equal(t, at, m.CreatedAt)
		require.Equal(t, "bob", m.Author.Handle)
		require.Equal(t, int64(120), m.Author.Followers)
		require.Equal(t, "https://x.com/bob/status/2", m.URL)
		require.Equal(t, detectors.TierPublic, m.Tier)
		require.Empty(t, h.sink.rejected)
		require.True(t, h.sink.has(source.StateStreaming))
	})
	require.Equal(t, "acme", server.Requests()[0].Get("track"))
	require.Equal(t, "7", server.Requests()[0].Get("follow"))
	require.Equal(t, "en", server.Requests()[0].Get("language"))
	require.Equal(t, "Bearer s3cr3t-token", server.Authorizations()[0])
}

// Defect 1: a refusal closes the library's channel without a word. Defect 4: a dial error ends the stream.
func TestSurvivesRefusals(t *testing.T) {
	t.Parallel()
	server := xtest.New(t, false)
	server.FailNext(503, 503, 0, 401, 429, 420, 500)
	h := hear(t, server, nil)
	server.AwaitConnection(t)
	server.Send(status(1))
	h.awaitMentions(1)
	require.Len(t, server.Requests(), 8)
	h.mu.Lock()
	require.Equal(t, []time.Duration{
		5 * time.Second, 10 * time.Second, 250 * time.Millisecond, 5 * time.Second, time.Minute, 2 * time.Minute, 5 * time.Second,
	}, h.pauses, "as X documents for each class of failure")
	h.mu.Unlock()
	h.sink.read(func() {
		require.True(t, h.sink.has(source.StateRefused), "401 says what to do")
		require.Contains(t, strings.Join(h.sink.details, "\n"), "check bearer_token")
		require.NotContains(t, strings.Join(h.sink.details, "\n"), "s3cr3t")
	})
}

func TestSurvivesAServerThatIsNotThere(t *testing.T) {
	t.Parallel()
	server := xtest.New(t, false)
	h := hear(t, server, func(c *x.Config) { c.BaseURL = "http://127.0.0.1:1" })
	h.await("tries", func(r *recorder) bool { return len(r.states) > 20 })
	h.mu.Lock()
	defer h.mu.Unlock()
	require.Equal(t, []time.Duration{250 * time.Millisecond, 500 * time.Millisecond, 750 * time.Millisecond}, h.pauses[:3])
}

// Defect 2: a closed connection is opened again without a pause. Defect 3: a pause is kept after a success.
func TestWaitsBetweenConnectionsAndForgetsAfterSuccess(t *testing.T) {
	t.Parallel()
	server := xtest.New(t, false)
	h := hear(t, server, nil)
	for n := 1; n <= 4; n++ {
		server.AwaitConnection(t)
		server.Send(status(n))
		h.awaitMentions(n)
		server.Cut()
		h.await("the end of the connection", func(r *recorder) bool {
			return slices.Contains(r.states[max(0, len(r.states)-3):], source.StateBackingOff)
		})
	}
	server.AwaitConnection(t)
	h.await("gaps", func(r *recorder) bool { return len(r.gaps) >= 4 })
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, p := range h.pauses {
		require.Equal(t, 250*time.Millisecond, p, "every connection gave something")
	}
	h.sink.read(func() {
		require.Equal(t, []int64{-1, -1, -1, -1}, h.sink.gaps[:4], "what was lost in between is counted")
	})
}

func TestAConnectionThatGivesNothingIsNoSuccess(t *testing.T) {
	t.Parallel()
	server := xtest.New(t, false)
	h := hear(t, server, nil)
	for n := range 3 {
		server.AwaitConnection(t)
		server.Cut()
		// Its state may be past before anybody looks; its pause stays.
		h.await("the pause after the connection", func(*recorder) bool { h.mu.Lock(); defer h.mu.Unlock(); return len(h.pauses) > n })
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	require.Equal(t, []time.Duration{250 * time.Millisecond, 500 * time.Millisecond, 750 * time.Millisecond}, h.pauses[:3])
}

// Defect 5: Stop blocks while no header has come, or while an error is unread. Defect 6: a second Stop panics.
func TestStopsAtAnyTime(t *testing.T) {
	t.Parallel()
	for name, harm := range map[string]func(*xtest.Server){
		"while it streams":      func(*xtest.Server) {},
		"while it is refused":   func(s *xtest.Server) { s.FailNext(slices.Repeat([]int{503}, 1000)...) },
		"while it cannot dial":  func(s *xtest.Server) { s.FailNext(slices.Repeat([]int{0}, 1000)...) },
		"while no header comes": func(s *xtest.Server) { s.Silent() },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := xtest.New(t, false)
			harm(server)
			h := hear(t, server, nil)
			require.Eventually(t, func() bool { return len(server.Requests()) > 0 }, patience, time.Millisecond)
			h.end()
		})
	}
}

// Defect 7: there is no limit for silence.
func TestGivesUpASilentConnection(t *testing.T) {
	t.Parallel()
	server := xtest.New(t, true)
	// Long enough for a busy machine to answer, which is watched too.
	h := hear(t, server, func(c *x.Config) { c.StallTimeout = time.Second })
	server.AwaitConnection(t)
	server.Send(status(1))
	h.await("a stall and a second connection", func(r *recorder) bool { return len(r.gaps) > 0 && r.has(source.StateStalled) })
	h.sink.read(func() {
		require.Contains(t, h.sink.ids(), "x:1", "what was heard before is kept")
	})
}

func TestGivesUpAServerWithoutAHeader(t *testing.T) {
	t.Parallel()
	server := xtest.New(t, false)
	server.Silent()
	h := hear(t, server, func(c *x.Config) { c.StallTimeout = 50 * time.Millisecond })
	h.await("further tries", func(r *recorder) bool { return len(r.states) > 6 })
	h.sink.read(func() { require.Contains(t, strings.Join(h.sink.details, "\n"), "did not answer in time") })
}

// Defect 8: messages of another form come out half filled or as nil, and LF alone glues them together.
func TestReadsMessagesOfAnyForm(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]string{"CRLF": "\r\n", "LF": "\n"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := xtest.New(t, false)
			server.LineEnd(end)
			h := hear(t, server, nil)
			server.AwaitConnection(t)
			bad := []string{
				`{"delete":{}}`, `{"delete":{"status":null}}`, `{"delete":5}`, `nonsense`, `[1]`, `"text"`, `{"retweet_count":"many","id_str":"5"}`,
				`{"retweet_count":0,"id_str":"6","user":"jane","text":"x"}`, `{"retweet_count":0}`, `{"limit":{"track":"x"}}`, `{"limit":null}`,
				strings.Replace(status(7), "2026", "sometime", 1), strings.Repeat(`{"a":`, 100) + "1", "\x00\x01",
				`{"text":"` + strings.Repeat("x", detectors.MaxLine) + `"}`,
			}
			for i, b := range bad {
				server.Send(b, status(100+i))
			}
			server.Send(`{"scrub_geo":{"user_id":1}}`, `{"status_withheld":{"id":1}}`, `{"user_withheld":{"id":1}}`, `{"friends":[1]}`, `{"event":"x"}`, `{"new":{"a":1}}`)
			server.Send(strings.Replace(status(200), `"retweet_count":0,`, "", 1), "{\"retweet_count\":0,\"id_str\":\"201\",\"text\":\"\xff\\u0000 acme\",\"created_at\":\"Mon Mar 02 09:00:00 +0000 2026\",\"user\":{\"id_str\":\"1\"}}")
			h.awaitMentions(len(bad) + 2)
			h.sink.read(func() {
				require.Len(t, h.sink.rejected, len(bad), "%q", h.sink.rejected)
				require.Contains(t, h.sink.ids(), "x:200", "a status without the field that the library knows it by")
				require.True(t, strings.HasPrefix(h.sink.mentions[len(h.sink.mentions)-1].Text, "\uFFFD"))
			})
			require.Len(t, server.Requests(), 1, "none of it ended the connection")
		})
	}
}

func TestDeletesLimitsWarningsAndDisconnects(t *testing.T) {
	t.Parallel()
	server := xtest.New(t, false)
	h := hear(t, server, nil)
	server.AwaitConnection(t)
	server.Send(`{"delete":{"status":{"id":1,"id_str":"1","user_id_str":"9"}}}`, `{"delete":{"status":{"id":2}}}`,
		`{"limit":{"track":5}}`, `{"limit":{"track":12}}`, `{"limit":{"track":12}}`,
		`{"warning":{"code":"FALLING_BEHIND","message":"hurry","percent_full":60}}`, status(3),
		`{"disconnect":{"code":4,"stream_name":"s","reason":"slow"}}`)
	h.awaitMentions(3)
	server.Cut()
	h.await("the reason", func(r *recorder) bool { return strings.Contains(strings.Join(r.details, "\n"), "code 4, slow") })
	h.sink.read(func() {
		del := h.sink.mentions[0]
		require.Equal(t, detectors.KindDelete, del.Kind)
		require.Equal(t, "x:1", del.InReplyTo)
		require.Equal(t, "9", del.Author.ID)
		require.NotEmpty(t, h.sink.mentions[1].Author.ID)
		require.Equal(t, []int64{5, 7}, h.sink.gaps[:2])
		require.Contains(t, strings.Join(h.sink.details, "\n"), "60 % full")
	})
}

func TestRetweetsAndQuotesBringWhatTheyAreAbout(t *testing.T) {
	t.Parallel()
	server := xtest.New(t, false)
	h := hear(t, server, nil)
	server.AwaitConnection(t)
	original := strings.Replace(status(10), `"retweet_count":0`, `"retweet_count":40,"favorite_count":3`, 1)
	server.Send(strings.Replace(status(11), `"lang":"en"`, `"lang":"en","retweeted_status":`+original, 1),
		strings.Replace(status(12), `"lang":"en"`, `"lang":"und","quoted_status_id_str":"10","quoted_status":`+original, 1))
	h.awaitMentions(6)
	h.sink.read(func() {
		got := h.sink.mentions
		require.Equal(t, []string{"x:10", "x:10/totals/11", "x:11", "x:10", "x:10/totals/12", "x:12"}, h.sink.ids())
		require.Equal(t, detectors.KindEngagement, got[1].Kind)
		require.Equal(t, int64(40), got[1].Metrics.Reposts)
		require.Equal(t, detectors.KindRepost, got[2].Kind)
		require.Equal(t, "x:10", got[2].InReplyTo)
		require.Empty(t, got[2].Text)
		require.Equal(t, "x:10", got[5].QuoteOf)
		require.Empty(t, got[5].Lang)
	})
}

func TestLongTextsLinksAndMentions(t *testing.T) {
	t.Parallel()
	server := xtest.New(t, false)
	h := hear(t, server, nil)
	server.AwaitConnection(t)
	server.Send(strings.Replace(status(1), `"lang":"en"`, `"lang":"en","extended_tweet":{"full_text":"the whole text of acme","entities":{"urls":[{"url":"https://t.example/1","expanded_url":"https://acme.example/a"}],"user_mentions":[{"screen_name":"AcmeCare"}]}}`, 1))
	h.awaitMentions(1)
	h.sink.read(func() {
		require.Equal(t, "the whole text of acme", h.sink.mentions[0].Text)
		require.Equal(t, []string{"https://acme.example/a"}, h.sink.mentions[0].Links)
		require.Equal(t, []string{"AcmeCare"}, h.sink.mentions[0].Mentions)
	})
}

func TestASlowSinkHoldsTheStreamBackAndLosesNothing(t *testing.T) {
	t.Parallel()
	server := xtest.New(t, false)
	h := hear(t, server, nil)
	gate := make(chan struct{})
	h.sink.read(func() { h.sink.block, h.sink.fails = gate, 3 })
	server.AwaitConnection(t)
	const n = 5000
	for i := range n {
		server.Send(status(i + 1))
	}
	close(gate)
	h.awaitMentions(n)
	h.sink.read(func() {
		require.Len(t, h.sink.mentions, n)
		for i, m := range h.sink.mentions {
			require.Equal(t, fmt.Sprintf("x:%d", i+1), m.ID)
		}
	})
}

func TestWhatABrokenConnectionBroughtIsHandedOn(t *testing.T) {
	t.Parallel()
	server := xtest.New(t, false)
	h := hear(t, server, nil)
	gate := make(chan struct{})
	h.sink.read(func() { h.sink.block = gate })
	server.AwaitConnection(t)
	server.Send(status(1), status(2))
	server.Cut()
	close(gate)
	h.awaitMentions(2)
}

func TestNewNamesEveryFault(t *testing.T) {
	t.Parallel()
	good := func() x.Config { return x.Config{BaseURL: "https://gateway.example", Track: []string{"acme"}} }
	tests := []struct {
		name   string
		change func(*x.Config)
		want   string
	}{
		{"no address", func(c *x.Config) { c.BaseURL = "gateway" }, "base_url"},
		{"nothing to ask for", func(c *x.Config) { c.Track = nil }, "nothing to ask for"},
		{"too much to ask for", func(c *x.Config) { c.Track = slices.Repeat([]string{"a"}, 401) }, "400"},
		{"too many accounts", func(c *x.Config) { c.Follow = slices.Repeat([]string{"1"}, 5001) }, "5000"},
		{"a long phrase", func(c *x.Config) { c.Track = []string{strings.Repeat("x", 61)} }, "61 bytes"},
		{"two tokens", func(c *x.Config) { c.BearerToken, c.BearerTokenFile = secret.New("s3cr3t"), "f" }, "not both"},
		{"no file", func(c *x.Config) { c.BearerTokenFile = "/nowhere/token" }, "/nowhere/token"},
		{"a negative limit", func(c *x.Config) { c.StallTimeout = -1 }, "stall_timeout"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			cfg := good()
			tt.change(&cfg)
			_, err := x.New("x", cfg, x.Options{})
			require.ErrorContains(t, err, tt.want)
			require.NotContains(t, err.Error(), "s3cr3t")
		})
	}
	_, err := x.New("x", good(), x.Options{Transport: http.DefaultTransport})
	require.NoError(t, err)
}

// platform is X as the suite sees it.
type platform struct {
	t      *testing.T
	server *xtest.Server
}

func (p platform) Source() source.Source {
	s, err := x.New("x", x.Config{BaseURL: p.server.URL, Track: []string{"suite"}}, x.Options{Wait: func(ctx context.Context, _ time.Duration) error { return ctx.Err() }})
	require.NoError(p.t, err)
	return renamed{s}
}

// renamed gives mentions the ids that the suite knows, which have no platform before them.
type renamed struct{ source.Source }

func (r renamed) Run(ctx context.Context, out source.Sink) error {
	return r.Source.Run(ctx, renamedSink{out})
}

type renamedSink struct{ source.Sink }

func (s renamedSink) Accept(ctx context.Context, mentions []detectors.Mention) error {
	mentions = slices.Clone(mentions)
	for i := range mentions {
		mentions[i].ID = strings.TrimPrefix(mentions[i].ID, "x:")
	}
	return s.Sink.Accept(ctx, mentions)
}

func TestConformance(t *testing.T) {
	sourcetest.Run(t, sourcetest.Traits{}, func(t *testing.T) sourcetest.Platform {
		return platform{t: t, server: xtest.New(t, true)}
	})
}

func (p platform) Post(posts ...detectors.Mention) {
	for _, m := range posts {
		text, err := json.Marshal(m.Text)
		require.NoError(p.t, err)
		id, err := json.Marshal(m.ID)
		require.NoError(p.t, err)
		p.server.Send(fmt.Sprintf(`{"retweet_count":0,"id_str":%s,"text":%s,"created_at":%q,"user":{"id_str":"author"}}`, id, text, m.CreatedAt.Format(time.RubyDate)))
	}
}

func (p platform) Raw(record []byte) { p.server.Send(string(record)) }

var _ sourcetest.Platform = platform{}

func FuzzMessages(f *testing.F) {
	f.Add(status(1))
	f.Add(`{"delete":{"status":{"id":1}}}`)
	f.Add(`{"limit":{"track":-1}}`)
	f.Add(strings.Replace(status(1), " 2026", " 0001", 1))
	f.Add(strings.Replace(status(1), `"lang":"en"`, `"lang":"en","favorite_count":"many"`, 1))
	f.Add(`{"delete":{"status":{"id":1},"timestamp_ms":"1772442000000"}}`)
	f.Add(`{"retweet_count":0,"retweeted_status":{"user":{}},"user":{"id":1},"id":1,"created_at":"Mon Mar 02 09:00:00 +0000 2026"}`)
	f.Fuzz(func(t *testing.T, message string) {
		for _, m := range x.Read([]byte(message), at) {
			require.NotEmpty(t, m.ID)
			require.NotEmpty(t, m.Author.ID)
			require.False(t, m.CreatedAt.IsZero())
			line, err := detectors.EncodeMention(&m)
			require.NoError(t, err)
			_, dropped, err := detectors.DecodeMention(line)
			require.NoError(t, err)
			require.Zero(t, dropped)
		}
	})
}
