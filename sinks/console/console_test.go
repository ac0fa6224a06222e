package console_test

import (
	"bytes"
	"errors"
	"strings"
	"sync"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"

	"firebreak/sinks"
	"firebreak/sinks/console"
	"firebreak/sinks/sinktest"
)

// terminal counts cards; it is written to by one call a notification.
type terminal struct {
	mu    sync.Mutex
	text  bytes.Buffer
	cards int
	bad   []string
}

func (w *terminal) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if strings.Contains(string(p), "┌") {
		w.cards++
	}
	for _, r := range string(p) {
		if r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r) && r != '\u200d') {
			w.bad = append(w.bad, "a control character reached the terminal")
			break
		}
	}
	return w.text.Write(p)
}

func sink(t *testing.T, cfg console.Config) (*console.Sink, *terminal) {
	t.Helper()
	w := &terminal{}
	s, err := console.New(cfg, console.Options{Out: w})
	require.NoError(t, err)
	return s, w
}

func TestConformance(t *testing.T) {
	t.Parallel()
	sinktest.Run(t, func(t *testing.T) sinktest.Harness {
		s, w := sink(t, console.Config{})
		return sinktest.Harness{Sink: s, Told: func() int { return w.cards }, Refused: func() []string { return w.bad }}
	})
}

func TestCardHoldsWhatAPersonNeeds(t *testing.T) {
	t.Parallel()
	s, w := sink(t, console.Config{Color: "never"})
	_, err := s.Notify(t.Context(), sinktest.Sample())
	require.NoError(t, err)
	for _, want := range []string{
		"PAGE", "Wishgenie: a password in plain text", "t:demo:w1", "the brand says that everything is secure", "totally secure", "@jane", "(deleted)",
		"2026-01-24 10:34 UTC page, resolved by sam: Wishgenie", "https://social.example/joe/v7", "notify, calmed down", "first reply: overdue", "somebody technical", "argue in public", "reshared more than 2,000 times", "policy          (link to your policy)", "reminder mails", "version 3, approved by Jo Meyer",
		"Thank you for telling us", "https://social.example/jane/w1?a=1&b=2",
	} {
		require.Contains(t, w.text.String(), want)
	}
	for line := range strings.SplitSeq(w.text.String(), "\n") {
		require.LessOrEqual(t, len([]rune(line)), 100, line)
	}
}

func TestColours(t *testing.T) {
	t.Parallel()
	s, w := sink(t, console.Config{Color: "always"})
	_, err := s.Notify(t.Context(), sinktest.Sample())
	require.NoError(t, err)
	require.Contains(t, w.text.String(), "\x1b[")
	s, w = sink(t, console.Config{})
	_, err = s.Notify(t.Context(), sinktest.Sample())
	require.NoError(t, err)
	require.NotContains(t, w.text.String(), "\x1b[", "a buffer is no terminal")
	_, err = console.New(console.Config{Color: "pink"}, console.Options{Out: w})
	require.ErrorContains(t, err, "auto, always or never")
}

func TestOtherEventsAreOneLine(t *testing.T) {
	t.Parallel()
	for event, want := range map[sinks.Event]string{sinks.EventUpdate: "updated", sinks.EventAcknowledge: "taken over by sam", sinks.EventResolve: "resolved"} {
		s, w := sink(t, console.Config{})
		n := sinktest.Sample()
		n.Event, n.AcknowledgedBy, n.Test = event, "sam", true
		_, err := s.Notify(t.Context(), n)
		require.NoError(t, err)
		require.Equal(t, 1, strings.Count(w.text.String(), "\n"))
		require.Contains(t, w.text.String(), want)
		require.Contains(t, w.text.String(), "TEST")
	}
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("no space") }

func TestAFullDiskIsAnErrorWorthARetry(t *testing.T) {
	t.Parallel()
	s, err := console.New(console.Config{}, console.Options{Out: broken{}})
	require.NoError(t, err)
	_, err = s.Notify(t.Context(), sinktest.Sample())
	require.ErrorContains(t, err, "no space")
	require.False(t, sinks.IsPermanent(err))
}

func TestWideAndPiledUpCharactersKeepTheWidth(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{"wide": strings.Repeat("汉", 300), "marks": "z" + strings.Repeat("\u0301", 500)} {
		s, w := sink(t, console.Config{})
		n := sinktest.Sample()
		n.Summary = text
		_, err := s.Notify(t.Context(), n)
		require.NoError(t, err)
		for line := range strings.SplitSeq(w.text.String(), "\n") {
			require.LessOrEqual(t, len([]rune(line))+strings.Count(line, "汉"), 100, name)
		}
		require.NotContains(t, w.text.String(), strings.Repeat("\u0301", 5), name)
	}
}

func FuzzCard(f *testing.F) {
	for _, text := range sinktest.Hostile() {
		f.Add(text[:min(len(text), 2000)])
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, w := sink(t, console.Config{})
		_, err := s.Notify(t.Context(), sinktest.WithText(sinktest.Sample(), text))
		require.NoError(t, err)
		require.Empty(t, w.bad)
	})
}
