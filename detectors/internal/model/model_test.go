package model_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"firebreak/detectors/internal/model"
	"firebreak/detectors/internal/nlp"
)

// TestFeatures holds the features still: weights fit no others. Whoever changes them trains anew (make train).
func TestFeatures(t *testing.T) {
	t.Parallel()
	var s model.Scratch
	features, words := s.Features(nlp.Fold("@acme you MAILED me my p/w in plain text 😡 https://acme.example/x 12:30 [email]"))
	require.Equal(t, 34, words)
	require.Len(t, features, 86)
	sum := uint64(14695981039346656037)
	for _, f := range features {
		sum = (sum ^ uint64(f)) * 1099511628211
	}
	require.Equal(t, uint64(0x6f6060490a4f8b7f), sum)
}

func TestFeaturesTreatAlike(t *testing.T) {
	t.Parallel()
	of := func(text string) []uint32 {
		var s model.Scratch
		f, _ := s.Features(nlp.Fold(text))
		return f
	}
	for _, tt := range []struct{ name, a, b string }{
		{"any handle", "@acme is down", "@globex_help is down"},
		{"any link", "look https://a.example/x", "look https://b.example/some/other?y=1"},
		{"numbers of a length", "waited 45 minutes", "waited 30 minutes"},
		{"case", "Your App Is BROKEN", "your app is broken"},
		{"quotes", "it doesn’t work", "it doesn't work"},
		{"blanks", "it  is\n down", "it is down"},
	} {
		require.Equal(t, of(tt.a), of(tt.b), tt.name)
	}
	require.NotEqual(t, of("not good"), of("good not"), "pairs have an order")
}

// TestFeaturesCountSigns adds one sign more to a text that has them already: only the count can tell.
func TestFeaturesCountSigns(t *testing.T) {
	t.Parallel()
	of := func(text string) []uint32 {
		var s model.Scratch
		f, _ := s.Features(nlp.Fold(text))
		return f
	}
	for _, tt := range []struct {
		name, sign string
		steps      []int
	}{
		{"handles", "@ann ", []int{3, 6}},
		{"hashtags", "#go ", []int{3, 6}},
		{"cashtags", "$go ", []int{3, 6}},
		{"links", "https://a.example/x ", []int{3, 6}},
		{"keys", "4fgkq2nvxtzlprb9ywhcdsmjeua6k8tn ", []int{3, 6}},
		{"signs", "🎁 ", []int{3, 6}},
	} {
		for n := 2; n < 9; n++ {
			fewer, more := of(strings.Repeat(tt.sign, n)), of(strings.Repeat(tt.sign, n+1))
			require.Equal(t, slices.Contains(tt.steps, n+1), len(more) > len(fewer), "%s: %d", tt.name, n+1)
		}
	}
	bare, prose := of("claim at halo-drop.lol now"), of("claim at halo-drop. lol now")
	require.Len(t, bare, len(prose)+1, "a link without a scheme, and the end of a sentence")
}

func TestFeaturesAreBounded(t *testing.T) {
	t.Parallel()
	var s model.Scratch
	long, _ := s.Features(strings.Repeat("abc def ghi ", 100_000))
	require.Less(t, len(long), 100)
	varied := strings.Builder{}
	for i := range 50_000 {
		varied.WriteString(strings.Repeat(string(rune('a'+i%26)), 1+i%40))
		varied.WriteByte(' ')
	}
	many, _ := s.Features(varied.String())
	require.Less(t, len(many), 20_000)
	none, words := s.Features("")
	require.Equal(t, 1, words, "nothing but the end")
	require.Len(t, none, 1)
}

func load(tb testing.TB) *model.Model {
	tb.Helper()
	m, err := model.Load()
	require.NoError(tb, err)
	return m
}

func TestShippedWeights(t *testing.T) {
	t.Parallel()
	m := load(t)
	require.LessOrEqual(t, len(m.Encode()), 3<<20, "at most 3 MiB")
	odds := func(side model.Side, head, text string) float64 {
		at, ok := m.Index(side)[head]
		require.True(t, ok, head)
		return float64(m.Score(side, nlp.Fold(text), nil)[at])
	}
	require.Positive(t, odds(model.Public, "security_complaint", "@acme just emailed me my password in plain text"))
	require.Negative(t, odds(model.Public, "security_complaint", "what a lovely morning for a walk"))
	require.Positive(t, odds(model.Public, "not_english", "guten Morgen, ich warte seit drei Wochen auf meine Bestellung"))
	require.Positive(t, odds(model.Brand, "moved_private", "Sorry about this, please send us a DM so we can help"))
	require.Positive(t, odds(model.Brand, "absolute_security_claim", "all data on our system is totally secure"))
}

func TestEncodeDecode(t *testing.T) {
	t.Parallel()
	m := load(t)
	data := m.Encode()
	again, err := model.Decode(data)
	require.NoError(t, err)
	require.Equal(t, m.Score(model.Public, "my account was hacked", nil), again.Score(model.Public, "my account was hacked", nil))
	for name, broken := range map[string][]byte{
		"empty": nil, "another version": append([]byte("FBW0"), data[4:]...), "short": data[:len(data)-1], "long": append(data[:len(data):len(data)], 0), "only a head": data[:20],
		"too many heads": append(data[:4:4], 255),
	} {
		_, err := model.Decode(broken)
		require.ErrorContains(t, err, "reading the weights", name)
	}
}

// TestScoreIsTheSum compares the integers' way with the sum written down plainly.
func TestScoreIsTheSum(t *testing.T) {
	t.Parallel()
	l := model.Layer{Heads: []model.Head{{Name: "a", Bias: -1, Words: .5, Chars: .25}, {Name: "b", Bias: 2, Words: 1, Chars: 1}}, Weights: make([]byte, 2*model.Buckets)}
	for i := range l.Weights {
		l.Weights[i] = byte(i * 7)
	}
	text := "one two three"
	var s model.Scratch
	features, words := s.Features(text)
	want := []float64{-1, 2}
	for h := range want {
		var sums [2]float64
		for i, f := range features {
			group := 0
			if i >= words {
				group = 1
			}
			sums[group] += float64(int8(l.Weights[int(f)*2+h]))
		}
		want[h] += sums[0]*float64(l.Heads[h].Words)/math.Sqrt(float64(words)) + sums[1]*float64(l.Heads[h].Chars)/math.Sqrt(float64(len(features)-words))
	}
	got := model.New(l, model.Layer{}, model.Layer{}).Score(model.Public, text, nil)
	require.InDelta(t, want[0], got[0], 1e-3)
	require.InDelta(t, want[1], got[1], 1e-3)
}

func FuzzScore(f *testing.F) {
	m, err := model.Load()
	require.NoError(f, err)
	for _, seed := range []string{"", "hello @you https://x.example", "\xff\xfe's", "[email] [", "ȺȺȺ's don't.", "@", "http://", strings.Repeat("a", 100), "日本語 текст 😀"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, folded := range []string{nlp.Fold(text), text} {
			for _, side := range []model.Side{model.Public, model.Brand} {
				first := m.Score(side, folded, nil)
				require.Equal(t, first, m.Score(side, folded, nil))
				for _, z := range first {
					require.False(t, math.IsNaN(float64(z)) || math.IsInf(float64(z), 0))
				}
			}
		}
	})
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte("FBW4\x00\x00\x00"))
	f.Add([]byte("FBW4\x01\x01a"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if m, err := model.Decode(data); err == nil {
			require.Equal(t, data, m.Encode())
		}
	})
}

func BenchmarkScore(b *testing.B) {
	m := load(b)
	text := nlp.Fold("@acme still waiting for my refund after 3 weeks, nobody answers the phone and the app crashes")
	dst := make([]float32, 0, 64)
	b.ReportAllocs()
	for b.Loop() {
		dst = m.Score(model.Public, text, dst[:0])
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		load(b)
	}
}
