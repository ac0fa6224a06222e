package query

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Word is one word of a text, folded.
type Word struct {
	Text string
	// Handle reports that an '@' stands before it.
	Handle bool
}

// fold makes texts comparable: compatibility forms and letter case do not count.
func fold(s string) string {
	if isASCII(s) {
		return strings.ToLower(s)
	}
	return norm.NFKC.String(cases.Fold().String(norm.NFKC.String(s)))
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// Words cuts a text into folded words, appended to buf. A word is a run of letters, digits, marks and '_'; behind an '@' it may have '.'
// and '-' inside, as handles do. A '#' does not count.
func Words(buf []Word, text string) []Word {
	return cut(buf, fold(text))
}

func cut(buf []Word, s string) []Word {
	for at := 0; at < len(s); {
		r, size := utf8.DecodeRuneInString(s[at:])
		if r == '@' && (at == 0 || !isWordEnd(s[:at])) {
			end := wordEnd(s, at+size, true)
			if end > at+size {
				buf = append(buf, Word{Text: s[at+size : end], Handle: true})
				at = end
				continue
			}
		}
		if !isWord(r) {
			at += size
			continue
		}
		end := wordEnd(s, at, false)
		buf = append(buf, Word{Text: s[at:end]})
		at = end
	}
	return buf
}

// wordEnd is where the word that begins at at ends.
func wordEnd(s string, at int, handle bool) int {
	end := at
	for end < len(s) {
		r, size := utf8.DecodeRuneInString(s[end:])
		if !isWord(r) {
			// A handle may go on behind one dot or dash.
			next, _ := utf8.DecodeRuneInString(s[end+size:])
			if !handle || r != '.' && r != '-' || end == at || !isWord(next) {
				break
			}
		}
		end += size
	}
	return end
}

func isWord(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '_' || r >= 'A' && r <= 'Z'
	}
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r))
}

// isWordEnd reports whether s ends within a word, so that an '@' behind it is part of an e-mail address.
func isWordEnd(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return isWord(r)
}
