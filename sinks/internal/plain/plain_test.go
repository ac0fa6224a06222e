package plain_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"firebreak/sinks/internal/plain"
)

func TestLine(t *testing.T) {
	for _, c := range []struct {
		name, in string
		most     int
		want     string
	}{
		{"plain", "a password in plain text", 50, "a password in plain text"},
		{"empty", "", 50, ""},
		{"no room", "text", 0, ""},
		{"just fits", "four", 4, "four"},
		{"cut", "five!", 4, "fiv…"},
		{"cut behind a space", "two words", 5, "two…"},
		{"spaces and breaks", "  a\t b\r\n\n c  ", 50, "a b c"},
		{"trailing spaces do not count as cut", "four    ", 4, "four"},
		{"escape sequence", "a\x1b[2Jb\x1b]0;title\x07c", 50, "a [2Jb ]0;title c"},
		{"C1 escape", "a\u009b31mb", 50, "a 31mb"},
		{"NUL and DEL", "a\x00b\x7fc", 50, "a b c"},
		{"turned direction", "a\u202egpj.exe\u202c\u2066b\u2069", 50, "agpj.exeb"},
		{"invisible", "pass\u200bword\ufeff\u00ad\u2060!", 50, "password!"},
		{"tag characters", "a\U000e0041\U000e0042b", 50, "ab"},
		{"not characters", "a\ufffe\uffff\ufdd0b", 50, "ab"},
		{"broken UTF-8 is one mark a run", "a\xff\xfe\xfdb\xc3", 50, "a\ufffdb\ufffd"},
		{"emoji stay whole", "👩\u200d👩\u200d👧 🏴\u200d☠\ufe0f", 50, "👩\u200d👩\u200d👧 🏴\u200d☠\ufe0f"},
		{"marks upon marks", "a" + strings.Repeat("\u0301", 100) + "b", 50, "a\u0301\u0301\u0301\u0301b"},
		{"Thai", "ที่นี่", 50, "ที่นี่"},
		{"markup is not touched", "<!channel> & <script>", 50, "<!channel> & <script>"},
	} {
		t.Run(c.name, func(t *testing.T) { require.Equal(t, c.want, plain.Line(c.in, c.most)) })
	}
}

func TestText(t *testing.T) {
	for _, c := range []struct {
		name, in string
		most     int
		want     string
	}{
		{"lines stay", "one\ntwo\r\nthree\rfour\u2028five", 50, "one\ntwo\nthree\nfour\nfive"},
		{"one blank line at most", "one\n\n\n \n\ntwo", 50, "one\n\ntwo"},
		{"no breaks at the ends", "\n\none\n", 50, "one"},
		{"cut at a break", "one\n\ntwo", 5, "one…"},
	} {
		t.Run(c.name, func(t *testing.T) { require.Equal(t, c.want, plain.Text(c.in, c.most)) })
	}
}

func TestHugeTextIsReadOnlyAsFarAsNeeded(t *testing.T) {
	huge := strings.Repeat("word ", 1<<20)
	allocated := testing.AllocsPerRun(5, func() { plain.Text(huge, 100) })
	require.Less(t, allocated, 20.0)
}

func TestURL(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"https", "https://social.example/@jane/1?a=b&c=d#e", "https://social.example/@jane/1?a=b&c=d#e"},
		{"http", "http://social.example", "http://social.example"},
		{"a disguised host", "https://bank.example@evil.example/x", "https://evil.example/x"},
		{"markup is encoded", `https://a.example/<x>|y"?z=<b>`, "https://a.example/%3Cx%3E%7Cy%22?z=%3Cb%3E"},
		{"script", "javascript:alert(1)", ""},
		{"data", "data:text/html,x", ""},
		{"file", "file:///etc/passwd", ""},
		{"relative", "/path", ""},
		{"no host", "https:///path", ""},
		{"port without a host", "https://:443/path", ""},
		{"line break", "https://a.example/\nx", ""},
		{"turned direction in the host", "https://a\u202e.example/", ""},
		{"broken", "https://a.example/%zz", ""},
		{"too long", "https://a.example/" + strings.Repeat("a", 2000), ""},
		{"empty", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) { require.Equal(t, c.want, plain.URL(c.in)) })
	}
}

// harmless fails when a terminal, or a reader's eye, could be fooled by s.
func harmless(t *testing.T, s string, breaks bool) {
	t.Helper()
	require.True(t, utf8.ValidString(s), "%q", s)
	for _, r := range s {
		require.False(t, unicode.IsControl(r) && (r != '\n' || !breaks), "%q holds the control character %q", s, r)
		require.False(t, unicode.Is(unicode.Bidi_Control, r), "%q holds the direction mark %q", s, r)
	}
}

func FuzzText(f *testing.F) {
	for _, s := range []string{
		"", "a b", "\x1b[31mred\x1b[0m", "a\u202eb", "\xff\xfe", "a\u0301\u0301\u0301\u0301\u0301", "\u200d\u200d", "one\r\n\r\n\r\ntwo", "ȺȺ…'s", "\ufffd\xff",
		"a \u200b b", "\n\u00a0\n", "https://user@a.example/<>",
	} {
		f.Add(s, 10)
	}
	f.Fuzz(func(t *testing.T, s string, most int) {
		most %= 1000
		line, text := plain.Line(s, most), plain.Text(s, most)
		harmless(t, line, false)
		harmless(t, text, true)
		require.LessOrEqual(t, utf8.RuneCountInString(line), max(most, 0))
		require.LessOrEqual(t, utf8.RuneCountInString(text), max(most, 0))
		require.Equal(t, line, plain.Line(line, most), "cleaning twice is cleaning once")
		require.Equal(t, text, plain.Text(text, most), "cleaning twice is cleaning once")
		require.NotContains(t, text, "\n\n\n")
		require.Equal(t, strings.TrimSpace(line), line)
		address := plain.URL(s)
		require.Equal(t, address, plain.URL(address), "an address stays as it is")
		require.NotContains(t, address, ">")
		require.NotContains(t, address, "|")
	})
}
