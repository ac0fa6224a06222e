package nlp

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold returns text in the form that words are compared in: lower case, compatibility forms resolved (NFKC), quotation marks and
// apostrophes straight, invisible characters removed, invalid UTF-8 replaced, and letters that only look Latin made Latin inside words
// that are Latin otherwise. Offsets do not carry over. Plain lower-case ASCII costs one pass and no allocation.
func Fold(text string) string {
	if isASCII(text) {
		return strings.ToLower(text)
	}
	text = strings.ToValidUTF8(text, "\uFFFD")
	// Invisible characters go first: they would keep letters and their accents apart.
	text = norm.NFKC.String(strings.Map(dropInvisible, text))
	text = strings.Map(straighten, strings.ToLower(text))
	return foldLookAlikes(text)
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// isInvisible reports runes that show nothing and can hide inside words: zero-width spaces and joiners, the soft hyphen, direction marks.
func isInvisible(r rune) bool {
	switch {
	case r == 0xAD, r == 0x34F, r == 0x61C, r == 0x180E, r == 0xFEFF,
		r >= 0x200B && r <= 0x200F, r >= 0x202A && r <= 0x202E, r >= 0x2060 && r <= 0x2069:
		return true
	default:
		return false
	}
}

func dropInvisible(r rune) rune {
	if isInvisible(r) {
		return -1
	}
	return r
}

// isApostrophe reports the characters that people type between letters for an apostrophe.
func isApostrophe(r rune) bool {
	switch r {
	case '\'', '’', '‘', '´', '`', 'ʼ', '＇', '′', '‛':
		return true
	default:
		return false
	}
}

func straighten(r rune) rune {
	switch {
	case r == '\'' || isApostrophe(r) || r == '‚':
		return '\''
	case r == '“', r == '”', r == '„', r == '«', r == '»', r == '‟', r == '″':
		return '"'
	case r == '‐', r == '‑', r == '‒', r == '–':
		return '-'
	default:
		return r
	}
}

// latinOf maps lower-case Cyrillic and Greek letters to the Latin letter that they look like, 0 where there is none.
func latinOf(r rune) rune {
	switch r {
	case 'а', 'α':
		return 'a'
	case 'в', 'β':
		return 'b'
	case 'с', 'ϲ':
		return 'c'
	case 'ԁ':
		return 'd'
	case 'е', 'ε':
		return 'e'
	case 'һ', 'н':
		return 'h'
	case 'і', 'ι':
		return 'i'
	case 'ј':
		return 'j'
	case 'к', 'κ':
		return 'k'
	case 'ӏ':
		return 'l'
	case 'м':
		return 'm'
	case 'ո', 'η':
		return 'n'
	case 'о', 'ο', 'օ', 'σ':
		return 'o'
	case 'р', 'ρ':
		return 'p'
	case 'ԛ':
		return 'q'
	case 'ѕ':
		return 's'
	case 'т', 'τ':
		return 't'
	case 'υ':
		return 'u'
	case 'ν', 'ѵ':
		return 'v'
	case 'ѡ', 'ω':
		return 'w'
	case 'х', 'χ':
		return 'x'
	case 'у', 'γ':
		return 'y'
	default:
		return 0
	}
}

// foldLookAlikes makes look-alikes Latin in words that hold a Latin letter too; real Russian and Greek words stay.
func foldLookAlikes(text string) string {
	if !strings.ContainsFunc(text, func(r rune) bool { return latinOf(r) != 0 }) {
		return text
	}
	var b strings.Builder
	b.Grow(len(text))
	for start := 0; start < len(text); {
		end := start
		latin := false
		for end < len(text) {
			r, size := utf8.DecodeRuneInString(text[end:])
			if !unicode.IsLetter(r) {
				break
			}
			latin = latin || r < utf8.RuneSelf
			end += size
		}
		if end == start {
			_, size := utf8.DecodeRuneInString(text[start:])
			b.WriteString(text[start : start+size])
			start += size
			continue
		}
		for _, r := range text[start:end] {
			if l := latinOf(r); latin && l != 0 {
				r = l
			}
			b.WriteRune(r)
		}
		start = end
	}
	return b.String()
}
