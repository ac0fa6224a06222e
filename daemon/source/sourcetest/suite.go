package sourcetest

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"firebreak/daemon/source"
	"firebreak/detectors"
)

const (
	// patience is how long anything may take that should be quick.
	patience = 20 * time.Second
	// quiet is how long is waited for something that must not happen.
	quiet = 100 * time.Millisecond
	// many is more than any source takes at once.
	many = 5000
)

// Platform stands for what a source listens to: a folder, a server, a sender. Its methods do not wait for the source, and may be called
// before the source runs and while it does. What it started has to end with the test.
type Platform interface {
	// Source returns a source that hears the platform. Called again after the Run of the one before has returned, it returns one as it
	// would be after a restart.
	Source() source.Source
	// Post publishes posts in order: the source is to give mentions with the ids, texts and times of these.
	Post(posts ...detectors.Mention)
	// Raw publishes a record that may be anything. The record has no line end.
	Raw(record []byte)
}

// Traits say what kind of source it is.
type Traits struct {
	// Resumes says that the source saves cursors and takes up where the last one points.
	Resumes bool
	// Ends says that the source ends by itself once it has given what was published before Run.
	Ends bool
	// ReadsMentions says that records are mentions as the contract has them, so that it is known which ones are valid.
	ReadsMentions bool
}

// Post returns the n-th post that the suite publishes.
func Post(n int) detectors.Mention {
	return detectors.Mention{
		ID: fmt.Sprintf("suite:%d", n), Source: "suite", Kind: detectors.KindPost, Tier: detectors.TierPublic,
		CreatedAt: time.Date(2026, 3, 2, 9, 0, n, 0, time.UTC), Author: detectors.Author{ID: "author"},
		Text: fmt.Sprintf("Post number %d, with a \"quote\", a\nline end and ünïcödé.", n),
	}
}

// Posts returns the posts from from up to, not including, to.
func Posts(from, to int) []detectors.Mention {
	posts := make([]detectors.Mention, 0, to-from)
	for n := from; n < to; n++ {
		posts = append(posts, Post(n))
	}
	return posts
}

// Run checks that a source keeps the contract of source.Source. make is called for each test, for a platform of its own.
func Run(t *testing.T, traits Traits, platform func(t *testing.T) Platform) {
	t.Helper()
	suite := suite{traits: traits, platform: platform}
	t.Run("in order", suite.order)
	t.Run("back-pressure", suite.backPressure)
	t.Run("offers again what was refused", suite.offersAgain)
	t.Run("rejects again what was refused", suite.rejectsAgain)
	t.Run("stops when idle", suite.stopsIdle)
	t.Run("stops while the sink blocks", suite.stopsBlocked)
	t.Run("stops while the sink refuses", suite.stopsRefused)
	t.Run("bad records", suite.badRecords)
	t.Run("hostile records", suite.hostile)
	if traits.Resumes {
		t.Run("resumes", suite.resumes)
		t.Run("resumes from every cursor", suite.resumesAnywhere)
		t.Run("saves again what was refused", suite.savesAgain)
		t.Run("a cursor that is broken", suite.brokenCursor)
	}
	if traits.Ends {
		t.Run("ends", suite.ends)
	}
}

type suite struct {
	traits   Traits
	platform func(t *testing.T) Platform
}

// run is a source that runs.
type run struct {
	t    *testing.T
	stop context.CancelFunc
	done chan error
}

// start runs the platform's source. The test fails if it, or a goroutine of it, is left at the end.
func start(t *testing.T, p Platform, sink *Sink) *run {
	t.Helper()
	src := p.Source()
	ctx, cancel := context.WithCancel(t.Context())
	r := &run{t: t, stop: cancel, done: make(chan error, 1)}
	go func() {
		r.done <- src.Run(ctx, sink)
		close(r.done)
	}()
	t.Cleanup(func() {
		cancel()
		select {
		case <-r.done:
		case <-time.After(patience):
			t.Error("Run did not return")
		}
	})
	return r
}

// end stops the source and checks that it returns at once, without an error.
func (r *run) end() {
	r.t.Helper()
	r.stop()
	r.ended()
}

// ended checks that the source returns without an error.
func (r *run) ended() {
	r.t.Helper()
	select {
	case err := <-r.done:
		require.NoError(r.t, err, "Run's error")
	case <-time.After(patience):
		require.Fail(r.t, "Run did not return")
	}
}

func wait(t *testing.T, sink *Sink, cond func(s *Sink) bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	require.NoError(t, sink.Wait(ctx, cond))
}

func has(n int) func(*Sink) bool {
	return func(s *Sink) bool { return len(unique(s.IDs())) >= n }
}

// unique drops repeats and keeps the order of the first ones.
func unique(ids []string) []string {
	seen := map[string]bool{}
	var out []string
	for _, id := range ids {
		if !seen[id] {
			seen[id] = true
			out = append(out, id)
		}
	}
	return out
}

func idsOf(posts []detectors.Mention) []string {
	out := make([]string, 0, len(posts))
	for _, p := range posts {
		out = append(out, p.ID)
	}
	return out
}

func (s suite) order(t *testing.T) {
	t.Helper()
	p, sink := s.platform(t), NewSink(nil)
	p.Post(Posts(0, 100)...)
	r := start(t, p, sink)
	wait(t, sink, has(100))
	got := sink.Accepted()
	require.Equal(t, idsOf(Posts(0, 100)), unique(sink.IDs()))
	require.Equal(t, Post(0).Text, got[0].Text)
	require.Equal(t, Post(0).CreatedAt, got[0].CreatedAt)
	require.Equal(t, Post(0).Author.ID, got[0].Author.ID)
	require.Equal(t, detectors.KindPost, got[0].Kind)
	require.Empty(t, sink.Rejected())
	if !s.traits.Ends {
		p.Post(Posts(100, 110)...)
		wait(t, sink, has(110))
		require.Equal(t, idsOf(Posts(0, 110)), unique(sink.IDs()))
	}
	r.end()
	require.True(t, slices.ContainsFunc(sink.States(), func(c StateChange) bool { return c.State == source.StateStreaming }),
		"a source tells that it streams: %v", sink.States())
}

func (s suite) backPressure(t *testing.T) {
	t.Helper()
	p, sink := s.platform(t), NewSink(nil)
	release := sink.Block()
	p.Post(Posts(0, many)...)
	r := start(t, p, sink)
	wait(t, sink, func(sink *Sink) bool { n, _ := sink.Offered(); return n > 0 })
	select {
	case err := <-r.done:
		require.Fail(t, "Run returned while nothing was accepted", "%v", err)
	case <-time.After(quiet):
	}
	offered, _ := sink.Offered()
	require.Less(t, offered, many, "a source may not take more and more while nothing is accepted")
	require.Empty(t, sink.IDs())
	require.Empty(t, sink.Saved(), "a cursor was saved although nothing was accepted")
	release()
	wait(t, sink, has(many))
	require.Equal(t, idsOf(Posts(0, many)), unique(sink.IDs()))
	r.end()
}

func (s suite) offersAgain(t *testing.T) {
	t.Helper()
	p, sink := s.platform(t), NewSink(nil)
	sink.FailAccept(2)
	p.Post(Posts(0, 10)...)
	r := start(t, p, sink)
	wait(t, sink, has(10))
	require.Equal(t, idsOf(Posts(0, 10)), unique(sink.IDs()))
	for _, saved := range sink.Saved() {
		require.Positive(t, saved.Accepted, "a cursor was saved before anything was accepted")
	}
	r.end()
}

func (s suite) rejectsAgain(t *testing.T) {
	t.Helper()
	p, sink := s.platform(t), NewSink(nil)
	sink.FailReject(2)
	p.Raw([]byte(`{"broken`))
	p.Post(Post(0))
	r := start(t, p, sink)
	wait(t, sink, func(sink *Sink) bool { return len(sink.IDs()) > 0 && len(sink.Rejected()) > 0 })
	r.end()
}

func (s suite) savesAgain(t *testing.T) {
	t.Helper()
	p, sink := s.platform(t), NewSink(nil)
	sink.FailSave(2)
	p.Post(Posts(0, 10)...)
	r := start(t, p, sink)
	wait(t, sink, func(sink *Sink) bool { return len(sink.Saved()) > 0 })
	r.end()
	require.Equal(t, idsOf(Posts(0, 10)), unique(sink.IDs()))
}

func (s suite) stopsIdle(t *testing.T) {
	t.Helper()
	p, sink := s.platform(t), NewSink(nil)
	before := goleak.IgnoreCurrent()
	p.Post(Post(0))
	r := start(t, p, sink)
	if !s.traits.Ends {
		wait(t, sink, has(1))
	}
	r.end()
	// The connections of a platform that is a server may stay.
	goleak.VerifyNone(t, before, goleak.IgnoreAnyFunction("net/http.(*persistConn).readLoop"),
		goleak.IgnoreAnyFunction("net/http.(*persistConn).writeLoop"), goleak.IgnoreAnyFunction("net/http.(*Server).Serve"),
		goleak.IgnoreAnyFunction("net/http.(*conn).serve"))
}

func (s suite) stopsBlocked(t *testing.T) {
	t.Helper()
	p, sink := s.platform(t), NewSink(nil)
	defer sink.Block()()
	p.Post(Posts(0, 10)...)
	r := start(t, p, sink)
	wait(t, sink, func(sink *Sink) bool { n, _ := sink.Offered(); return n > 0 })
	r.end()
	require.Empty(t, sink.IDs())
	require.Empty(t, sink.Saved())
}

func (s suite) stopsRefused(t *testing.T) {
	t.Helper()
	p, sink := s.platform(t), NewSink(nil)
	sink.FailAccept(1 << 30)
	p.Post(Posts(0, 10)...)
	r := start(t, p, sink)
	wait(t, sink, func(sink *Sink) bool { _, calls := sink.Offered(); return calls >= 2 })
	r.end()
	require.Empty(t, sink.Saved())
}

func (s suite) badRecords(t *testing.T) {
	t.Helper()
	p, sink := s.platform(t), NewSink(nil)
	bad := [][]byte{[]byte(`{"broken`), []byte("no JSON at all"), []byte(`{"id":`)}
	for i, raw := range bad {
		p.Post(Post(i))
		p.Raw(raw)
	}
	p.Post(Post(len(bad)))
	r := start(t, p, sink)
	wait(t, sink, func(sink *Sink) bool { return has(len(bad)+1)(sink) && len(sink.Rejected()) >= len(bad) })
	r.end()
	require.Equal(t, idsOf(Posts(0, len(bad)+1)), unique(sink.IDs()))
	for i, got := range sink.Rejected()[:len(bad)] {
		require.Equal(t, string(bad[i]), string(got.Raw))
		require.NotEmpty(t, got.Reason)
		require.NotEmpty(t, got.Place)
	}
}

func (s suite) hostile(t *testing.T) {
	t.Helper()
	p, sink := s.platform(t), NewSink(nil)
	inputs := Hostile()
	for i, input := range inputs {
		p.Raw(input.Raw)
		p.Post(Post(i))
	}
	r := start(t, p, sink)
	wait(t, sink, func(sink *Sink) bool {
		ids := sink.IDs()
		return slices.Contains(ids, Post(len(inputs)-1).ID)
	})
	r.end()
	ids := sink.IDs()
	for i, input := range inputs {
		require.Contains(t, ids, Post(i).ID, "the post behind %s", input.Name)
	}
	for _, m := range sink.Accepted() {
		require.NotEmpty(t, m.ID)
		require.True(t, utf8.ValidString(m.Text), "the text of %s", m.ID)
		require.LessOrEqual(t, len(m.Text), detectors.MaxText, "the text of %s", m.ID)
		require.False(t, m.CreatedAt.IsZero(), "the time of %s", m.ID)
	}
	for _, bad := range sink.Rejected() {
		require.NotEmpty(t, bad.Reason)
		require.LessOrEqual(t, len(bad.Reason), 2000, "a reason must not carry the record: %.80s", bad.Reason)
		require.NotEmpty(t, bad.Place)
	}
	if !s.traits.ReadsMentions {
		return
	}
	var want, valid int
	for _, input := range inputs {
		if !input.Mention {
			want++
			continue
		}
		valid++
	}
	require.Len(t, unique(ids), len(inputs)+valid, "valid ones are accepted")
	require.GreaterOrEqual(t, len(sink.Rejected()), want, "others are rejected")
}

func (s suite) resumes(t *testing.T) {
	t.Helper()
	p, sink := s.platform(t), NewSink(nil)
	p.Post(Posts(0, 50)...)
	r := start(t, p, sink)
	wait(t, sink, has(50))
	wait(t, sink, func(sink *Sink) bool { return len(sink.Saved()) > 0 })
	if s.traits.Ends {
		r.ended()
	}
	r.end()
	p.Post(Posts(50, 100)...)
	again := NewSink(last(sink))
	r = start(t, p, again)
	wait(t, again, func(sink *Sink) bool { return slices.Contains(sink.IDs(), Post(99).ID) })
	r.end()
	require.Subset(t, append(sink.IDs(), again.IDs()...), idsOf(Posts(0, 100)), "nothing is lost")
	require.NotContains(t, again.IDs(), Post(0).ID, "what was saved is not heard again")
}

func last(s *Sink) []byte {
	saved := s.Saved()
	if len(saved) == 0 {
		return nil
	}
	return saved[len(saved)-1].Cursor
}

// resumesAnywhere restarts from every cursor that was saved: what was accepted before it, and what is heard after it, are everything.
func (s suite) resumesAnywhere(t *testing.T) {
	t.Helper()
	p, sink := s.platform(t), NewSink(nil)
	p.Post(Posts(0, many)...)
	p.Raw([]byte(`{"broken`))
	p.Post(Posts(many, many+10)...)
	r := start(t, p, sink)
	wait(t, sink, func(sink *Sink) bool {
		return has(many+10)(sink) && slices.ContainsFunc(sink.Saved(), func(saved Saved) bool { return saved.Accepted >= many+10 })
	})
	r.end()
	all, saved := sink.IDs(), sink.Saved()
	if len(saved) > 5 {
		saved = append(saved[:3:3], saved[len(saved)-2:]...)
	}
	for _, from := range append([]Saved{{}}, saved...) {
		again := NewSink(from.Cursor)
		missing := unique(append(slices.Clone(all[:from.Accepted]), idsOf(Posts(0, many+10))...))[len(unique(all[:from.Accepted])):]
		r := start(t, p, again)
		wait(t, again, func(sink *Sink) bool {
			heard := map[string]bool{}
			for _, id := range sink.IDs() {
				heard[id] = true
			}
			return !slices.ContainsFunc(missing, func(id string) bool { return !heard[id] })
		})
		r.end()
	}
}

func (s suite) brokenCursor(t *testing.T) {
	t.Helper()
	p := s.platform(t)
	p.Post(Posts(0, 10)...)
	for _, cursor := range []string{"\x00\xff", "{", "null", `{"version":99}`, `{"version":1,"files":[{"offset":-5}]}`, "18446744073709551616"} {
		sink := NewSink([]byte(cursor))
		r := start(t, p, sink)
		wait(t, sink, has(10))
		r.end()
	}
}

func (s suite) ends(t *testing.T) {
	t.Helper()
	p, sink := s.platform(t), NewSink(nil)
	p.Post(Posts(0, 10)...)
	r := start(t, p, sink)
	r.ended()
	require.Equal(t, idsOf(Posts(0, 10)), unique(sink.IDs()))
}
