package text_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"firebreak/sinks/internal/text"
)

func TestLine(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, in, want string
		limit          int
	}{
		{"plain", "a word", "a word", 20},
		{"a new header", "a\r\nBcc: b@c.example", "a\uFFFD Bcc: b@c.example", 40},
		{"escape sequences", "\x1b[2Jx", "\uFFFD[2Jx", 40},
		{"turned round", "a\u202eb\u2028c", "a\uFFFDb\uFFFDc", 40},
		{"no UTF-8", "a\xff\xfeb", "a\uFFFDb", 40},
		{"long", "ääääää", "ää…", 8},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tt.want, text.Line(tt.in, tt.limit))
		})
	}
}

func TestWebAddress(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"https://social.example/jane/w1?a=1&b=2":        "https://social.example/jane/w1?a=1&b=2",
		"https://social.example/a b":                    "https://social.example/a%20b",
		"javascript:alert(1)":                           "",
		"https://user:pw@social.example/":               "",
		"https://":                                      "",
		"//social.example/x":                            "",
		"https://h.example/?q=<!channel>":               "",
		"https://h.example/<!channel>":                  "https://h.example/%3C%21channel%3E",
		"https://h.example/" + strings.Repeat("x", 300): "",
	} {
		require.Equal(t, want, text.WebAddress(in, 200), in)
	}
}

func FuzzText(f *testing.F) {
	f.Add("https://h.example/<x>?\xff#\n", 10)
	f.Add("a\r\nb\u202e", 3)
	f.Fuzz(func(t *testing.T, s string, limit int) {
		limit = 3 + max(0, limit%1000)
		line := text.Line(s, limit)
		require.True(t, utf8.ValidString(line))
		require.LessOrEqual(t, len(line), limit)
		require.False(t, strings.ContainsAny(line, "\r\n\x00\x1b"))
		if address := text.WebAddress(s, limit); address != "" {
			require.False(t, strings.ContainsAny(address, "<>\" \r\n"))
			require.Equal(t, address, text.WebAddress(address, limit))
		}
	})
}
