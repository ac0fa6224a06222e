package nlp

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// cut is the tokeniser. A word is one of
//   - an address beginning with http://, https:// or www.,
//   - a handle or a tag with its '@' or '#',
//   - a mark of the masking step such as "[email]",
//   - letters and digits, joined by apostrophes ("don't"), hyphens ("two-factor"), the dots of abbreviations, numbers and host names
//     ("e.g.", "3.50", "acme.example") and the '@' of a mail address,
//   - a run of one and the same other character ("!!!", "?").
func cut(text string) []Word {
	words := make([]Word, 0, len(text)/5+1)
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if r == utf8.RuneError && size == 1 || unicode.IsSpace(r) || isInvisible(r) || r == 0 {
			i += size
			continue
		}
		end := wordEnd(text, i, r, size)
		t := text[i:end]
		words = append(words, Word{Text: t, Lower: Fold(t), Start: i, End: end})
		i = end
	}
	return words
}

// wordEnd returns where the word that begins at i with rune r ends.
func wordEnd(text string, i int, r rune, size int) int {
	switch {
	case r == 'h' || r == 'H' || r == 'w' || r == 'W':
		if end := urlEnd(text, i); end > i {
			return end
		}
	case r == '@' || r == '#':
		if end := handleEnd(text, i+1, r == '@'); end > i+1 {
			return end
		}
	case r == '[':
		if end := markEnd(text, i); end > i {
			return end
		}
	}
	if isWordRune(r) {
		return plainEnd(text, i)
	}
	end := i + size
	for end < len(text) {
		next, n := utf8.DecodeRuneInString(text[end:])
		// Combining marks and joiners belong to the symbol before them: an emoji is one word.
		if next != r && next != 0x200D && !unicode.Is(unicode.Mn, next) && !unicode.Is(unicode.Sk, next) || next == utf8.RuneError {
			break
		}
		end += n
	}
	return end
}

func isWordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || r == '_'
}

func urlEnd(text string, i int) int {
	const longest = len("https://")
	head := strings.ToLower(text[i:min(i+longest, len(text))])
	if !strings.HasPrefix(head, "http://") && !strings.HasPrefix(head, "https://") && !strings.HasPrefix(head, "www.") {
		return i
	}
	end := len(text)
	if n := strings.IndexFunc(text[i:], func(r rune) bool {
		return unicode.IsSpace(r) || r == utf8.RuneError || strings.ContainsRune(`<>"“”«»`, r)
	}); n >= 0 {
		end = i + n
	}
	return i + len(strings.TrimRight(text[i:end], ".,!?;:)]}'’…"))
}

func handleEnd(text string, i int, dots bool) int {
	end := i
	for end < len(text) {
		r, n := utf8.DecodeRuneInString(text[end:])
		if !isWordRune(r) {
			next, _ := utf8.DecodeRuneInString(text[end+n:])
			if !dots || end == i || r != '.' && r != '-' || !unicode.IsLetter(next) && !unicode.IsDigit(next) {
				break
			}
		}
		end += n
	}
	return end
}

// markEnd recognises "[" + lower-case letters and '_' + "]".
func markEnd(text string, i int) int {
	const longest = 20
	for j := i + 1; j < len(text) && j < i+longest; j++ {
		switch c := text[j]; {
		case c == ']' && j > i+2:
			return j + 1
		case c != '_' && (c < 'a' || c > 'z'):
			return i
		}
	}
	return i
}

func plainEnd(text string, i int) int {
	start, end := i, i
	var prev rune
	for end < len(text) {
		r, n := utf8.DecodeRuneInString(text[end:])
		if isWordRune(r) || isInvisible(r) {
			prev = r
			end += n
			continue
		}
		next, _ := utf8.DecodeRuneInString(text[end+n:])
		if !joins(text, start, end, prev, r, next) {
			break
		}
		prev = r
		end += n
	}
	for end > start {
		r, n := utf8.DecodeLastRuneInString(text[start:end])
		if !isInvisible(r) {
			break
		}
		end -= n
	}
	return end
}

// joins reports whether r, which stands at text[end:] between prev and next, is inside a word that began at start.
func joins(text string, start, end int, prev, r, next rune) bool {
	letters := unicode.IsLetter(prev) && unicode.IsLetter(next)
	digits := unicode.IsDigit(prev) && unicode.IsDigit(next)
	switch {
	case isApostrophe(r):
		return letters
	case r == '-' || r == '‐' || r == '‑':
		return letters || digits || unicode.IsLetter(prev) && unicode.IsDigit(next) || unicode.IsDigit(prev) && unicode.IsLetter(next)
	case r == ',' || r == ':':
		return digits
	case r == '&':
		return unicode.IsUpper(prev) && unicode.IsUpper(next)
	case r == '@':
		return isWordRune(prev) && isWordRune(next)
	case r == '.':
		return digits || letters && (isInitial(text, start, end) || isHostLabel(text[end+1:])) ||
			isInitial(text, start, end) && strings.Contains(text[start:end], ".") ||
			strings.Contains(text[start:end], "@") && isWordRune(next)
	default:
		return false
	}
}

// isInitial reports whether the letter before end is a single one at the start of the word or after a dot, as in "e.g." and "U.S.".
func isInitial(text string, start, end int) bool {
	_, n := utf8.DecodeLastRuneInString(text[start:end])
	before := end - n
	return before == start || before > start && text[before-1] == '.'
}

// isHostLabel reports whether s begins with a label that ends host names. A list, since people forget the space after a full stop.
func isHostLabel(s string) bool {
	n := 0
	for n < len(s) && (s[n]|0x20 >= 'a' && s[n]|0x20 <= 'z' || s[n] >= '0' && s[n] <= '9' || s[n] == '-') {
		n++
	}
	if n < len(s)-1 && s[n] == '.' && isHostLabel(s[n+1:]) {
		return true
	}
	switch strings.ToLower(s[:n]) {
	case "com", "org", "net", "edu", "gov", "example", "test", "invalid", "uk", "de", "fr", "es", "eu", "io", "app", "dev", "nl", "ie",
		"ca", "au", "nz", "ch", "info", "biz", "bank", "online", "shop", "xyz", "ly", "gl", "ai", "jp", "br", "social", "support":
		return true
	default:
		return false
	}
}
