package thread

import (
	"strings"
	"unicode"
)

// Who says a brand's words back to it takes at least this many of them in a row: fewer are common speech.
const (
	quotedRun = 5
	// quotedMarked is enough where they stand between quotation marks.
	quotedMarked = 3
	// quotedWords is how far into a text it is looked: posts are short, and whoever writes a long one costs no more than that.
	quotedWords = 200
)

// repeats reports whether a post says another's words back, word for word.
func repeats(p, of *Post) bool {
	said := strings.Join(wordsOf(of.Text), " ") + " "
	words := wordsOf(p.Text)
	for from := range words {
		if run := strings.Join(words[from:min(from+quotedRun, len(words))], " ") + " "; from+quotedRun <= len(words) && within(said, run) {
			return true
		}
	}
	for _, marked := range marked(p.Text) {
		if words := wordsOf(marked); len(words) >= quotedMarked && within(said, strings.Join(words, " ")+" ") {
			return true
		}
	}
	return false
}

// within reports that a run of whole words stands in a text, both of words with a space after each.
func within(text, run string) bool {
	return strings.HasPrefix(text, run) || strings.Contains(text, " "+run)
}

// wordsOf are the first words of a text in small letters, without marks.
func wordsOf(text string) []string {
	var out []string
	for word := range strings.FieldsFuncSeq(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !apostrophe(r) }) {
		if word = strings.ToLower(strings.TrimFunc(word, apostrophe)); word != "" {
			out = append(out, strings.ReplaceAll(word, "’", "'"))
		}
		if len(out) == quotedWords {
			break
		}
	}
	return out
}

func apostrophe(r rune) bool { return r == '\'' || r == '’' }

// marked are the pieces of a text between quotation marks. A single mark inside a word is an apostrophe.
func marked(text string) []string {
	var out []string
	open, before := -1, ' '
	for i, r := range text {
		next := ' '
		for _, n := range text[i+len(string(r)):] {
			next = n
			break
		}
		inside := apostrophe(r) && (unicode.IsLetter(before) || unicode.IsDigit(before)) && unicode.IsLetter(next)
		if strings.ContainsRune(`"'“”„‘’«»`, r) && !inside {
			if open >= 0 {
				out = append(out, text[open:i])
			}
			open = i + len(string(r))
		}
		before = r
	}
	return out
}
