package slack_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"firebreak/config/secret"
	"firebreak/sinks"
	"firebreak/sinks/sinktest"
	"firebreak/sinks/slack"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.IgnoreAnyFunction("net/http.(*persistConn).readLoop"), goleak.IgnoreAnyFunction("net/http.(*persistConn).writeLoop"))
}

func newSink(t *testing.T, s *sinktest.Slack) *slack.Sink {
	t.Helper()
	sink, err := slack.New(slack.Config{Token: secret.New(sinktest.SlackToken), Channel: sinktest.SlackChannel, APIURL: s.URL})
	require.NoError(t, err)
	return sink
}

func TestConformance(t *testing.T) {
	t.Parallel()
	sinktest.Run(t, func(t *testing.T) sinktest.Harness {
		s := sinktest.NewSlack(t)
		return sinktest.Harness{
			Sink: newSink(t, s), Service: s, Told: func() int { return len(s.Cards()) }, Refused: s.Refused, Secrets: []string{sinktest.SlackToken},
		}
	})
}

func TestACardIsUpdatedInPlace(t *testing.T) {
	t.Parallel()
	s := sinktest.NewSlack(t)
	sink := newSink(t, s)
	n := sinktest.Sample()
	receipt, err := sink.Notify(t.Context(), n)
	require.NoError(t, err)
	n.Prior, n.Event, n.Status, n.AcknowledgedBy = receipt, sinks.EventAcknowledge, "acknowledged", "sam"
	again, err := sink.Notify(t.Context(), n)
	require.NoError(t, err)
	require.Equal(t, receipt.Ref, again.Ref)
	require.Len(t, s.Cards(), 1)
	card := s.Cards()[0]
	require.Equal(t, 1, card.Updates)
	require.Contains(t, card.Blocks, "with sam")
	for _, want := range []string{
		"Wishgenie: a password", "totally secure", "Thank you for telling us", "DO NOT", "2,000 times", "(link to your policy)", "reminder mails", "version 3, approved by Jo Meyer", "<https://social.example/jane/w1?a=1&amp;b=2|the post>",
		"24 Jan 2026 10:34 UTC, page, resolved by sam: Wishgenie", "<https://social.example/joe/v7?a=1&amp;b=2|earlier, 24 Jan 2026 10:34 UTC>",
	} {
		require.Contains(t, card.Blocks, want)
	}
}

func TestARiseIsHeard(t *testing.T) {
	t.Parallel()
	s := sinktest.NewSlack(t)
	sink := newSink(t, s)
	n := sinktest.Sample()
	receipt, err := sink.Notify(t.Context(), n)
	require.NoError(t, err)
	n.Prior, n.Tell = receipt, 3
	again, err := sink.Notify(t.Context(), n)
	require.NoError(t, err)
	require.Equal(t, receipt.Ref, again.Ref, "the card stays")
	require.Len(t, s.Cards(), 2)
	require.Equal(t, s.Cards()[0].TS, s.Cards()[1].Thread)
	require.True(t, s.Cards()[1].Broadcast)
}

func TestADeletedCardIsPostedAnew(t *testing.T) {
	t.Parallel()
	s := sinktest.NewSlack(t)
	sink := newSink(t, s)
	n := sinktest.Sample()
	receipt, err := sink.Notify(t.Context(), n)
	require.NoError(t, err)
	s.Delete(s.Cards()[0].TS)
	n.Prior, n.Event = receipt, sinks.EventUpdate
	again, err := sink.Notify(t.Context(), n)
	require.NoError(t, err)
	require.NotEqual(t, receipt.Ref, again.Ref)
	require.NotEmpty(t, again.Note)
	require.Len(t, s.Cards(), 1)
}

func TestNobodyIsCalledByAPost(t *testing.T) {
	t.Parallel()
	s := sinktest.NewSlack(t)
	_, err := newSink(t, s).Notify(t.Context(), sinktest.WithText(sinktest.Sample(), "<!channel> & <@U1>"))
	require.NoError(t, err)
	require.Len(t, s.Cards(), 1)
	require.Contains(t, s.Cards()[0].Text, "&lt;!channel&gt; &amp; &lt;@U1&gt;", "escaped once")
	require.NotContains(t, s.Cards()[0].Text, "&amp;lt;")
}

func TestNewNamesEveryFault(t *testing.T) {
	t.Parallel()
	token := secret.New(sinktest.SlackToken)
	tests := []struct {
		name string
		cfg  slack.Config
		want string
	}{
		{"no token", slack.Config{Channel: "C"}, "token"},
		{"a file that is not there", slack.Config{TokenFile: "/nowhere/token", Channel: "C"}, "/nowhere/token"},
		{"no channel", slack.Config{Token: token}, "channel"},
		{"an address without encryption", slack.Config{Token: token, Channel: "C", APIURL: "http://slack.example"}, "https"},
		{"a negative limit", slack.Config{Token: token, Channel: "C", Timeout: -1}, "timeout"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := slack.New(tt.cfg)
			require.ErrorContains(t, err, tt.want)
			require.NotContains(t, err.Error(), sinktest.SlackToken)
		})
	}
}

func TestAnAnswerThatNamesNoMessageIsNoSuccess(t *testing.T) {
	t.Parallel()
	for _, answer := range []string{`{}`, `{"ok":false}`, `{"ok":true}`, `{"ok":true,"channel":"C"}`, `null`, ``, `<html>sign in</html>`} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, answer) }))
		sink, err := slack.New(slack.Config{Token: secret.New(sinktest.SlackToken), Channel: "C", APIURL: server.URL})
		require.NoError(t, err)
		n := sinktest.Sample()
		_, err = sink.Notify(t.Context(), n)
		require.Error(t, err, answer)
		require.False(t, sinks.IsPermanent(err), answer)
		n.Prior = sinks.Receipt{Ref: "C:1.2"}
		_, err = sink.Notify(t.Context(), n)
		require.Error(t, err, answer)
		server.Close()
	}
}

func TestAPauseIsHeardHoweverItIsWritten(t *testing.T) {
	t.Parallel()
	for _, status := range []int{http.StatusTooManyRequests, http.StatusServiceUnavailable} {
		s := sinktest.NewSlack(t)
		s.Fail(1, status, http.Header{"Retry-After": []string{time.Now().Add(time.Minute).UTC().Format(http.TimeFormat)}})
		_, err := newSink(t, s).Notify(t.Context(), sinktest.Sample())
		pause, asks := sinks.After(err)
		require.True(t, asks, err)
		require.InDelta(t, 60, pause.Seconds(), 10)
	}
}

func TestManyLongLinksFit(t *testing.T) {
	t.Parallel()
	s := sinktest.NewSlack(t)
	n := sinktest.Sample()
	n.Links = nil
	for range 10 {
		n.Links = append(n.Links, sinks.Link{Text: strings.Repeat("&", 600), URL: "https://a.example/?" + strings.Repeat("a&", 230)})
	}
	_, err := newSink(t, s).Notify(t.Context(), n)
	require.NoError(t, err)
	require.Empty(t, s.Refused())
	require.Contains(t, s.Cards()[0].Blocks, "https://a.example/")
}

func TestOnlyATellPostsWhereNoCardIs(t *testing.T) {
	t.Parallel()
	for _, event := range []sinks.Event{sinks.EventUpdate, sinks.EventAcknowledge, sinks.EventResolve} {
		s := sinktest.NewSlack(t)
		n := sinktest.Sample()
		n.Event = event
		receipt, err := newSink(t, s).Notify(t.Context(), n)
		require.NoError(t, err)
		require.Contains(t, receipt.Note, "ignored")
		require.Zero(t, s.Calls())
	}
}

func TestTheEndOfADeletedCardIsNotPosted(t *testing.T) {
	t.Parallel()
	s := sinktest.NewSlack(t)
	n := sinktest.Sample()
	n.Event, n.Prior = sinks.EventResolve, sinks.Receipt{Ref: sinktest.SlackChannel + ":1.2"}
	receipt, err := newSink(t, s).Notify(t.Context(), n)
	require.NoError(t, err)
	require.Contains(t, receipt.Note, "gone")
	require.Empty(t, s.Cards())
}

func FuzzCard(f *testing.F) {
	for _, text := range sinktest.Hostile() {
		f.Add(text[:min(len(text), 2000)])
	}
	f.Fuzz(func(t *testing.T, text string) {
		s := sinktest.NewSlack(t)
		_, err := newSink(t, s).Notify(t.Context(), sinktest.WithText(sinktest.Sample(), text))
		require.NoError(t, err)
		require.Empty(t, s.Refused())
		require.NotContains(t, s.Cards()[0].Text, "<!")
	})
}
