package nlp

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// markSentences numbers sentences. One ends at ".", "!", "?" or "…" (and what closes after it), at an empty line, and at a line break
// before anything but a lower-case letter. The dots of titles ("Mr.") do not end one.
func markSentences(text string, words []Word) {
	sentence, ended := 0, false
	for i := range words {
		w := &words[i]
		if i > 0 && !closesSentence(words, i, ended) {
			gap := text[words[i-1].End:w.Start]
			if ended || breaksSentence(gap, w.Text) {
				sentence++
				ended = false
			}
		}
		w.Sentence = sentence
		switch {
		case isStop(w.Text):
			ended = w.Text[0] != '.' || i == 0 || !isTitle(words[i-1].Lower) || words[i-1].End != w.Start
		case closesSentence(words, i, ended):
		default:
			ended = false
		}
	}
}

// closesSentence reports whether word i belongs to the sentence that ended before it: a bracket or quote without a space between.
func closesSentence(words []Word, i int, ended bool) bool {
	return ended && i > 0 && words[i-1].End == words[i].Start && isCloser(words[i].Text)
}

func breaksSentence(gap, next string) bool {
	switch strings.Count(gap, "\n") {
	case 0:
		return false
	case 1:
		r, _ := utf8.DecodeRuneInString(next)
		return !unicode.IsLower(r)
	default:
		return true
	}
}

func isStop(t string) bool {
	return t[0] == '.' || t[0] == '!' || t[0] == '?' || strings.HasPrefix(t, "…") || strings.HasPrefix(t, "。")
}

func isCloser(t string) bool {
	switch t {
	case `"`, "”", "’", "'", ")", "]", "»", "!", "?", ".":
		return true
	default:
		return false
	}
}

func isTitle(lower string) bool {
	switch lower {
	case "mr", "mrs", "ms", "dr", "prof", "st", "vs", "nr", "tel", "ext", "approx", "acct", "ref", "dept":
		return true
	default:
		return false
	}
}

// Longest quotations, in words: a lost closing mark must not quote half a text away.
const (
	maxDoubleQuote = 200
	maxSingleQuote = 40
)

// markQuotes sets Quoted on the words between a pair of quotation marks within one paragraph. A single quote opens only after a space
// or an opening mark and closes only before a space or punctuation, so that apostrophes do neither.
func markQuotes(text string, words []Word) {
	for i := 0; i < len(words); i++ {
		closers, limit := closersOf(text, words[i])
		if closers == "" {
			continue
		}
		for j := i + 1; j < len(words) && j <= i+limit; j++ {
			if strings.Contains(text[words[j-1].End:words[j].Start], "\n\n") {
				break
			}
			if !closes(text, words[j], closers) {
				continue
			}
			for k := i + 1; k < j; k++ {
				words[k].Quoted = true
			}
			i = j
			break
		}
	}
}

// closersOf returns the marks that close a quotation opened by w, or "".
func closersOf(text string, w Word) (closers string, limit int) {
	switch w.Text {
	case `"`:
		return `"”`, maxDoubleQuote
	case "“", "„":
		return `”“"`, maxDoubleQuote
	case "«":
		return "»", maxDoubleQuote
	case "‘", "'", "‚", "`", "’":
		before, _ := utf8.DecodeLastRuneInString(text[:w.Start])
		after, _ := utf8.DecodeRuneInString(text[w.End:])
		if w.Start > 0 && !unicode.IsSpace(before) && !strings.ContainsRune("([{:-–—", before) || unicode.IsSpace(after) {
			return "", 0
		}
		return "'’‘`", maxSingleQuote
	default:
		return "", 0
	}
}

func closes(text string, w Word, closers string) bool {
	if !strings.Contains(closers, w.Text) {
		return false
	}
	if closers[0] != '\'' {
		return true
	}
	before, _ := utf8.DecodeLastRuneInString(text[:w.Start])
	after, _ := utf8.DecodeRuneInString(text[w.End:])
	return !unicode.IsSpace(before) && (w.End == len(text) || !unicode.IsLetter(after) && !unicode.IsDigit(after))
}
