package impersonation

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"firebreak/detectors/internal/nlp"
)

// plain is a name in lower-case ASCII letters and digits: letters of other alphabets as the Latin letters that they look like, accents
// and separators removed.
func plain(name string) string {
	var b strings.Builder
	b.Grow(len(name))
	for _, r := range norm.NFKD.String(name) {
		if r >= utf8.RuneSelf {
			r = latin(r)
		}
		if r = unicode.ToLower(r); r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// latin is the Latin letter that r looks like, r itself where there is none.
func latin(r rune) rune {
	switch r {
	case 'ı', 'ɩ', 'І', 'Ӏ':
		return 'i'
	case 'ł', 'ɫ':
		return 'l'
	case 'ø', 'Ø', 'ɵ':
		return 'o'
	case 'ɑ':
		return 'a'
	case 'ɡ':
		return 'g'
	case 'đ':
		return 'd'
	}
	// The text analysis has the table of Greek and Cyrillic; it reads them as Latin only beside a Latin letter.
	folded := strings.TrimPrefix(nlp.Fold("a"+string(r)), "a")
	if l, size := utf8.DecodeRuneInString(folded); size == len(folded) && l < utf8.RuneSelf && size > 0 {
		return l
	}
	return r
}

// hidden reports whether a name mixes Latin letters with letters of another alphabet that look Latin, or is all made of the latter.
func hidden(name string) bool {
	for _, r := range name {
		if r >= utf8.RuneSelf && unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) && latin(r) < utf8.RuneSelf {
			return true
		}
	}
	return false
}

// disguise makes what looks alike at a glance the same: digits that stand for letters, "rn" for "m", "vv" for "w", and the strokes i, l
// and 1. What it makes is to be compared with nothing but what it made.
func disguise(plain string) string {
	plain = strings.ReplaceAll(strings.ReplaceAll(plain, "rn", "m"), "vv", "w")
	return strings.Map(func(r rune) rune {
		switch r {
		case '0':
			return 'o'
		case '1', 'l':
			return 'i'
		case '3':
			return 'e'
		case '4':
			return 'a'
		case '5':
			return 's'
		case '7':
			return 't'
		case '8':
			return 'b'
		case '9':
			return 'g'
		default:
			return r
		}
	}, plain)
}
