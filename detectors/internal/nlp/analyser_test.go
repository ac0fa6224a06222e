package nlp_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"firebreak/detectors/internal/nlp"
)

// hostile are texts that the library behind this package panics on, drops words of, or mixes up, and others that attack it.
func hostile() []string {
	return []string{
		"\xff\xfe's", "ȺȺȺȺȺȺ's", "don't.", "I can't! won't? didn't…", "", " ", "\x00", "a\u202eb", "the the the bank bank", "it’s “quoted”",
		strings.Repeat("'s ", 200), strings.Repeat("Ⱥ", 300) + "'s", "@a #b http://c.example [email]", "\u0130stanbul's", "ß's ﬁ's",
	}
}

// check analyses a text and checks what must hold of any.
func check(t *testing.T, a *nlp.Analyser, text string) {
	t.Helper()
	words := a.Words(text)
	last := 0
	for _, w := range words {
		require.LessOrEqual(t, last, w.Start)
		require.LessOrEqual(t, w.Start, w.End)
		require.LessOrEqual(t, w.End, len(text))
		last = w.Start
	}
	tagged, err := a.Tag(words)
	require.NoError(t, err)
	require.Len(t, tagged, len(words), "no word is dropped")
	for i := range tagged {
		require.Equal(t, words[i].Start, tagged[i].Start)
		require.Equal(t, words[i].End, tagged[i].End)
	}
	_ = nlp.Fold(text)
}

func TestHostileTexts(t *testing.T) {
	t.Parallel()
	a := nlp.New()
	for _, text := range hostile() {
		check(t, a, strings.ToValidUTF8(text, "\uFFFD"))
	}
}

func FuzzAnalyser(f *testing.F) {
	for _, text := range hostile() {
		f.Add(text)
	}
	a := nlp.New()
	require.NoError(f, a.Load())
	f.Fuzz(func(t *testing.T, text string) {
		check(t, a, strings.ToValidUTF8(text[:min(len(text), 4000)], "\uFFFD"))
	})
}
