package x_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"firebreak/daemon/source"
	"firebreak/daemon/source/x"
	"firebreak/daemon/source/x/xtest"
	"firebreak/detectors"
)

// run runs a source with a real pause between connections, and stops it with the test.
func run(t *testing.T, cfg x.Config, sink source.Sink, opts x.Options) {
	t.Helper()
	s, err := x.New("x", cfg, opts)
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- s.Run(ctx, sink) }()
	t.Cleanup(func() {
		cancel()
		require.NoError(t, <-done)
	})
}

// gapSink remembers the times of gaps and tells of every offer.
type gapSink struct {
	recorder
	offered chan struct{}
	spans   chan [2]time.Time
}

func newGapSink() *gapSink {
	return &gapSink{offered: make(chan struct{}, 1), spans: make(chan [2]time.Time, 100)}
}

func (s *gapSink) Accept(ctx context.Context, mentions []detectors.Mention) error {
	select {
	case s.offered <- struct{}{}:
	default:
	}
	return s.recorder.Accept(ctx, mentions)
}

func (s *gapSink) Gap(from, to time.Time, _ int64) { s.spans <- [2]time.Time{from, to} }

// A gap begins when the stream was heard last, not when everything was handed on.
func TestAGapBeginsWhenTheStreamWasHeardLast(t *testing.T) {
	t.Parallel()
	server := xtest.New(t, false)
	sink := newGapSink()
	gate := make(chan struct{})
	sink.block = gate
	var clock atomic.Int64
	clock.Store(at.Unix())
	run(t, x.Config{BaseURL: server.URL, Track: []string{"acme"}}, sink, x.Options{Now: func() time.Time { return time.Unix(clock.Load(), 0).UTC() }})
	server.AwaitConnection(t)
	server.Send(status(1))
	<-sink.offered
	clock.Add(3600)
	server.Cut()
	close(gate)
	span := <-sink.spans
	require.Equal(t, at, span[0])
	require.Equal(t, at.Add(time.Hour), span[1])
}

func TestAGapAfterSilenceHoldsTheSilence(t *testing.T) {
	t.Parallel()
	const stall = 300 * time.Millisecond
	server := xtest.New(t, false)
	sink := newGapSink()
	run(t, x.Config{BaseURL: server.URL, Track: []string{"acme"}, StallTimeout: stall}, sink, x.Options{})
	server.AwaitConnection(t)
	server.Send(status(1))
	span := <-sink.spans
	require.GreaterOrEqual(t, span[1].Sub(span[0]), stall)
}

// A slow sink is not the server's silence: nothing is given up, and nothing lost.
func TestASlowSinkIsNoSilence(t *testing.T) {
	t.Parallel()
	const stall, n = 200 * time.Millisecond, 8000
	server := xtest.New(t, false)
	sink := &recorder{block: make(chan struct{})}
	gate := sink.block
	run(t, x.Config{BaseURL: server.URL, Track: []string{"acme"}, StallTimeout: stall}, sink, x.Options{})
	server.AwaitConnection(t)
	for i := range n {
		server.Send(status(i + 1))
	}
	require.Never(t, func() bool { return len(server.Requests()) > 1 }, 5*stall, stall/4)
	close(gate)
	require.Eventually(t, func() bool {
		sink.mu.Lock()
		defer sink.mu.Unlock()
		return len(sink.mentions) == n
	}, patience, time.Millisecond)
}

// Keep-alives, which say nothing, keep a connection.
func TestKeepAlivesKeepAConnection(t *testing.T) {
	t.Parallel()
	const stall = 400 * time.Millisecond
	server := xtest.New(t, false)
	run(t, x.Config{BaseURL: server.URL, Track: []string{"acme"}, StallTimeout: stall}, &recorder{}, x.Options{})
	server.AwaitConnection(t)
	require.Never(t, func() bool { server.Send(""); return len(server.Requests()) > 1 }, 4*stall, stall/20)
}

func TestSaysThatItDidNotReadBeforeTheEnd(t *testing.T) {
	t.Parallel()
	server := xtest.New(t, false)
	sink := newGapSink()
	gate := make(chan struct{})
	sink.block = gate
	var clock atomic.Int64
	clock.Store(at.Unix())
	run(t, x.Config{BaseURL: server.URL, Track: []string{"acme"}}, sink, x.Options{Now: func() time.Time { return time.Unix(clock.Load(), 0).UTC() }})
	server.AwaitConnection(t)
	// More than a source holds, and more than one read brings.
	for i := range 8000 {
		server.Send(status(i + 1))
	}
	<-sink.offered
	require.Never(t, func() bool { return false }, 500*time.Millisecond, 100*time.Millisecond, "until it has stopped reading")
	clock.Add(120)
	close(gate)
	require.Eventually(t, func() bool {
		sink.mu.Lock()
		defer sink.mu.Unlock()
		return len(sink.mentions) == 8000
	}, patience, time.Millisecond)
	server.Cut()
	<-sink.spans
	sink.read(func() {
		require.Contains(t, strings.Join(sink.details, "\n"), "the stream was not read for 2m0s before")
	})
}

func TestAsksInAFormAndForNoCompression(t *testing.T) {
	t.Parallel()
	type asked struct{ uri, body, encoding string }
	got := make(chan asked, 1000)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		got <- asked{r.RequestURI, r.PostForm.Get("track"), r.Header.Get("Accept-Encoding")}
		w.WriteHeader(http.StatusServiceUnavailable)
	}))
	defer server.Close()
	var track []string
	for i := range x.MaxTrack {
		track = append(track, fmt.Sprintf("phrase number %d of a brand", i))
	}
	run(t, x.Config{BaseURL: server.URL + "/gateway/", Track: track}, &recorder{}, x.Options{})
	first := <-got
	require.Equal(t, "/gateway/1.1/statuses/filter.json", first.uri, "what is asked for is too long for an address")
	require.Equal(t, strings.Join(track, ","), first.body)
	require.NotContains(t, first.encoding, "gzip")
}

// Defect 8: a field of the wrong type leaves a status half filled, also where all that a mention needs is there.
func TestNoStatusIsHalfFilled(t *testing.T) {
	t.Parallel()
	for name, message := range map[string]string{
		"a count":            strings.Replace(status(1), `"lang":"en"`, `"lang":"en","favorite_count":"many"`, 1),
		"the answered":       strings.Replace(status(1), `"in_reply_to_status_id_str":null`, `"in_reply_to_status_id_str":7`, 1),
		"the entities":       strings.Replace(status(1), `"lang":"en"`, `"lang":"en","entities":5`, 1),
		"the long text":      strings.Replace(status(1), `"lang":"en"`, `"lang":"en","extended_tweet":{"full_text":[]}`, 1),
		"a year long ago":    strings.Replace(status(1), " 2026", " 0001", 1),
		"an id without end":  strings.Replace(status(1), `"id_str":"1"`, `"id_str":"`+strings.Repeat("1", 2000)+`"`, 1),
		"an author likewise": strings.Replace(status(1), `"followers_count"`, `"id_str":"`+strings.Repeat("1", 2000)+`","followers_count"`, 1),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.NotEqual(t, status(1), message)
			require.Empty(t, x.Read([]byte(message), at))
		})
	}
}

// What is made fits the contract: else it would be dropped behind the source, or be refused by the topic for ever.
func TestMentionsFitTheContract(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("é", detectors.MaxText)
	urls := strings.TrimSuffix(strings.Repeat(`{"expanded_url":"https://acme.example/`+strings.Repeat("a", 900)+`"},`, 500), ",")
	for name, message := range map[string]string{
		"a long text":     xtest.Status(1, "jane", "a"+long, 0, at),
		"a long handle":   xtest.Status(1, long, "a", 0, at),
		"a broken name":   strings.Replace(status(1), `"name":"jane"`, `"name":"`+strings.Repeat("\xff", detectors.MaxLine-4096)+`"`, 1),
		"many links":      strings.Replace(status(1), `"lang":"en"`, `"lang":"en","entities":{"urls":[`+urls+`]}`, 1),
		"a long language": strings.Replace(status(1), `"lang":"en"`, `"lang":"`+long+`"`, 1),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := x.Read([]byte(message), at)
			require.Len(t, got, 1)
			line, err := detectors.EncodeMention(&got[0])
			require.NoError(t, err)
			require.Less(t, len(line), 1<<20)
			again, dropped, err := detectors.DecodeMention(line)
			require.NoError(t, err)
			require.Zero(t, dropped)
			require.Equal(t, got[0].Text, again.Text)
			require.Equal(t, name == "a long text", again.Truncated)
		})
	}
}

func TestNoticesWithNulls(t *testing.T) {
	t.Parallel()
	server := xtest.New(t, false)
	h := hear(t, server, nil)
	server.AwaitConnection(t)
	server.Send(`{"limit":{"track":5},"more":null}`, `{"warning":{"code":"FALLING_BEHIND","message":null,"percent_full":60}}`, status(1))
	h.awaitMentions(1)
	h.sink.read(func() {
		require.Empty(t, h.sink.rejected)
		require.Equal(t, []int64{5}, h.sink.gaps)
		require.Equal(t, source.StateStreaming, h.sink.states[len(h.sink.states)-1], "a warning has no end that would be told")
	})
}

// Not every server closes the connection that it said it would.
func TestADisconnectionEndsTheConnection(t *testing.T) {
	t.Parallel()
	server := xtest.New(t, false)
	h := hear(t, server, func(c *x.Config) { c.StallTimeout = time.Hour })
	server.AwaitConnection(t)
	server.Send(status(1), `{"disconnect":{"code":7,"stream_name":null,"reason":"another one"}}`)
	h.await("the next connection", func(r *recorder) bool { return len(r.gaps) > 0 })
	h.sink.read(func() {
		require.Equal(t, []string{"x:1"}, h.sink.ids())
		require.Contains(t, strings.Join(h.sink.details, "\n"), "code 7, another one")
	})
}

func TestADeletionHasItsTime(t *testing.T) {
	t.Parallel()
	told := at.Add(-time.Minute)
	message := `{"delete":{"status":{"id":1,"id_str":"1","user_id_str":"2"},"timestamp_ms":%s}}`
	for name, tt := range map[string]struct {
		stamp string
		want  time.Time
	}{
		"as text":       {fmt.Sprintf("%q", fmt.Sprint(told.UnixMilli())), told},
		"as a number":   {fmt.Sprint(told.UnixMilli()), told},
		"in the future": {fmt.Sprint(at.Add(time.Hour).UnixMilli()), at},
		"nonsense":      {`{"a":1}`, at},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := x.Read(fmt.Appendf(nil, message, tt.stamp), at)
			require.Len(t, got, 1)
			require.Equal(t, tt.want, got[0].CreatedAt)
		})
	}
}

func TestWhatAResharedPostQuotesComesFirstAndOnce(t *testing.T) {
	t.Parallel()
	quoted := `"lang":"en","quoted_status_id_str":"9","quoted_status":` + status(9)
	inner := strings.Replace(status(10), `"lang":"en"`, quoted, 1)
	message := strings.Replace(status(11), `"lang":"en"`, quoted+`,"retweeted_status":`+inner, 1)
	var ids []string
	for _, m := range x.Read([]byte(message), at) {
		ids = append(ids, m.ID)
	}
	require.Equal(t, []string{"x:9", "x:10", "x:11"}, ids)
}

func TestAStrangeHandleMakesNoAddress(t *testing.T) {
	t.Parallel()
	got := x.Read([]byte(xtest.Status(1, "../i/redirect?x=<b>|y", "a", 0, at)), at)
	require.Len(t, got, 1)
	require.Empty(t, got[0].URL)
}

func TestNewRefusesWhatXWouldReadOtherwise(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*x.Config){
		"a comma":           func(c *x.Config) { c.Track = []string{"a,b"} },
		"a blank":           func(c *x.Config) { c.Track = []string{"  "} },
		"a handle":          func(c *x.Config) { c.Follow = []string{"@acme"} },
		"two ids":           func(c *x.Config) { c.Follow = []string{"1,2"} },
		"no language":       func(c *x.Config) { c.Languages = []string{""} },
		"a password":        func(c *x.Config) { c.BaseURL = "https://u:s3cr3t@gateway.example" },
		"a query":           func(c *x.Config) { c.BaseURL = "https://gateway.example?key=s3cr3t" },
		"a fragment":        func(c *x.Config) { c.BaseURL = "https://gateway.example#s3cr3t" },
		"a broken password": func(c *x.Config) { c.BaseURL = "https://u:s3cr3t@gateway.example:port" },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cfg := x.Config{BaseURL: "https://gateway.example", Track: []string{"acme"}}
			change(&cfg)
			_, err := x.New("x", cfg, x.Options{})
			require.Error(t, err)
			require.NotContains(t, err.Error(), "s3cr3t")
		})
	}
}

// The daemon's phrases are what people wrote in queries: they are brought into shape, not refused.
func TestPhrasesOfQueriesAreBroughtIntoShape(t *testing.T) {
	t.Parallel()
	server := xtest.New(t, false)
	run(t, x.Config{BaseURL: server.URL}, &recorder{}, x.Options{Track: []string{"hello, world", "hello world", " , ", "@acme"}})
	server.AwaitConnection(t)
	require.Equal(t, "hello world,@acme", server.Requests()[0].Get("track"))
}

func TestErrorsNameNoAddress(t *testing.T) {
	t.Parallel()
	server := xtest.New(t, false)
	h := hear(t, server, func(c *x.Config) { c.BaseURL = "http://127.0.0.1:1/s3cr3t-path" })
	h.await("tries", func(r *recorder) bool { return slices.Contains(r.states, source.StateBackingOff) })
	h.sink.read(func() { require.NotContains(t, strings.Join(h.sink.details, "\n"), "s3cr3t") })
}
