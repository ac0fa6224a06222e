package nlp

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/jdkato/prose/v2"
)

// ErrTagger is returned by Tag when the prose library panicked.
var ErrTagger = errors.New("tagging words: the tagger panicked")

// Limits of Tag, so that a hostile text stays cheap.
const (
	// MaxTagged is how many words of a text are tagged; the later ones keep an empty tag.
	MaxTagged = 1000
	// maxPiece is the longest piece of a word that the tagger sees, in bytes.
	maxPiece = 48
	// overlap is how many words a chunk repeats of the one before it: the tagger looks at two words on either side.
	overlap = 2
)

// Tag returns a copy of words, which Words made, with their Penn Treebank tags. A contraction has the tag of its first part ("don't" that
// of "do"), an address and a mark of the masking step are nouns (NN), a handle is a name (NNP), a sentence in capitals is tagged as
// if it were not. Tags are those that prose decides; it knows English alone. When prose panics the copy has no tags and the error is
// ErrTagger.
func (a *Analyser) Tag(words []Word) ([]Word, error) {
	tagged := slices.Clone(words)
	if len(tagged) == 0 {
		return tagged, nil
	}
	model, err := a.load()
	if err != nil || model == nil {
		return tagged, err
	}
	if err := tagAll(model, tagged[:min(len(tagged), MaxTagged)]); err != nil {
		return slices.Clone(words), err
	}
	return tagged, nil
}

// tagAll tags words in chunks. prose keeps one token object for equal words, so that the last of them decides the tag of all: a chunk
// ends with its sentence and before the first word whose tag depends on its place and that stands in the chunk already. Chunks within
// a sentence overlap on either side, because tags depend on the neighbours.
func tagAll(model *prose.Model, words []Word) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%w: %v", ErrTagger, r)
		}
	}()
	pieces := make([][]string, len(words))
	for start := 0; start < len(words); {
		end := start
		for end < len(words) && words[end].Sentence == words[start].Sentence {
			end++
		}
		lower := shouted(words[start:end])
		for i := start; i < end; i++ {
			pieces[i] = piecesOf(words[i], lower || opens(words[start:end], i-start))
		}
		tagSentence(model, words[start:end], pieces[start:end])
		start = end
	}
	return nil
}

func tagSentence(model *prose.Model, words []Word, pieces [][]string) {
	for start := 0; start < len(words); {
		from := max(0, start-overlap)
		end := chunkEnd(pieces, from, start)
		tagChunk(model, words[start:end], pieces[from:end], start-from, pieces[end:min(end+overlap, len(pieces))])
		start = end
	}
}

// chunkEnd returns where a chunk that starts with the words from from on, and decides those from start on, must end.
func chunkEnd(pieces [][]string, from, start int) int {
	seen := map[string]bool{}
	for i := from; i < len(pieces); i++ {
		for _, p := range pieces[i] {
			if i > start && seen[p] {
				return i
			}
		}
		for _, p := range pieces[i] {
			if !tagIsFixed(p) {
				seen[p] = true
			}
		}
	}
	return len(pieces)
}

// tagIsFixed reports the frequent words that prose tags alike wherever they stand.
func tagIsFixed(piece string) bool {
	switch piece {
	case "the", "a", "an", "and", "of", "to", "i", "I", "you", "we", "they", "it", "my", "your", "our", "is", "are", "was", "were", "be",
		"at", "from", "with", "for", "or", "if", "not", "n't", ",", ".", "!", "?", ":", ";", "(", ")", "-":
		return true
	default:
		return utf8.RuneCountInString(piece) == 1 && !unicode.IsLetter([]rune(piece)[0])
	}
}

// tagChunk tags one chunk: lead words whose tags are known already, the words to tag, and some words that follow for context.
func tagChunk(model *prose.Model, words []Word, pieces [][]string, lead int, after [][]string) {
	var b strings.Builder
	for _, list := range [][][]string{pieces, after} {
		for _, ps := range list {
			for _, p := range ps {
				b.WriteString(p)
				b.WriteByte(' ')
			}
		}
	}
	doc, err := prose.NewDocument(b.String(), prose.UsingModel(model), prose.WithSegmentation(false), prose.WithExtraction(false))
	if err != nil {
		return
	}
	tokens := doc.Tokens()
	next := 0
	for i, ps := range pieces {
		first := next
		for _, p := range ps {
			// prose may cut a piece further; its parts spell it.
			for p != "" && next < len(tokens) {
				rest, ok := strings.CutPrefix(p, tokens[next].Text)
				if !ok || tokens[next].Text == "" {
					return // Out of step: leave the rest without tags.
				}
				p = rest
				next++
			}
		}
		if i >= lead && first < len(tokens) {
			words[i-lead].Tag = tagOf(words[i-lead], tokens[first].Tag)
		}
	}
}

func tagOf(w Word, tag string) string {
	switch {
	case w.Text[0] == '@' && len(w.Text) > 1:
		return "NNP"
	case isMark(w.Text) || isAddress(w.Lower):
		return "NN"
	case w.Lower == `"` || w.Lower == "'":
		return "''"
	default:
		return tag
	}
}

func isMark(text string) bool { return len(text) > 2 && text[0] == '[' && text[len(text)-1] == ']' }

func isAddress(lower string) bool {
	return strings.HasPrefix(lower, "http://") || strings.HasPrefix(lower, "https://") || strings.HasPrefix(lower, "www.") ||
		strings.Contains(lower[1:], "@")
}

// piecesOf returns what the tagger reads for a word: the parts of a contraction, stand-ins for addresses and marks, else the word itself
// without what trips prose (bytes that are not text, apostrophes inside words, letters whose lower case has another length).
func piecesOf(w Word, lower bool) []string {
	switch {
	case isMark(w.Text):
		return []string{"number"}
	case isAddress(w.Lower):
		return []string{"link"}
	case w.Text[0] == '@' && len(w.Text) > 1:
		return []string{"Acme"}
	case w.Text[0] == '#' && len(w.Text) > 1:
		w.Text, w.Lower = w.Text[1:], strings.TrimPrefix(w.Lower, "#")
	}
	text := w.Lower
	if !lower && isASCII(w.Text) {
		text = w.Text
	} else if !lower && unicode.IsUpper([]rune(w.Text)[0]) {
		r, n := utf8.DecodeRuneInString(text)
		text = string(unicode.ToUpper(r)) + text[n:]
	}
	head, tail := contraction(text)
	if tail == "n't" {
		head = strings.ToLower(head) // "Ca" is no word, "ca" is one to the tagger.
	}
	head = clean(head)
	if tail == "" {
		return []string{head}
	}
	return []string{head, tail}
}

// contraction splits "don't" into "do" and "n't", "we'll" into "we" and "'ll".
func contraction(text string) (head, tail string) {
	for _, t := range []string{"n't", "'ll", "'re", "'ve", "'s", "'m", "'d"} {
		if cut := len(text) - len(t); cut > 0 && strings.EqualFold(text[cut:], t) {
			return text[:cut], t
		}
	}
	return text, ""
}

func clean(text string) string {
	if text == "-" || text == "—" {
		return "--"
	}
	text = strings.Map(func(r rune) rune {
		low := unicode.ToLower(r)
		switch {
		case r == '\'' || r == utf8.RuneError || unicode.IsSpace(r) || unicode.IsControl(r):
			return -1
		case utf8.RuneLen(low) != utf8.RuneLen(r):
			return low
		default:
			return r
		}
	}, text)
	if len(text) > maxPiece {
		cut := maxPiece
		for cut > 0 && !utf8.RuneStart(text[cut]) {
			cut--
		}
		text = text[:cut]
	}
	if text == "" {
		return "'"
	}
	return text
}

// shouted reports whether most words of a sentence are written in capitals, which the tagger would take for names.
func shouted(words []Word) bool {
	capitals, others := 0, 0
	for _, w := range words {
		if w.Text[0] == '@' || w.Text[0] == '#' || isMark(w.Text) || isAddress(w.Lower) {
			continue
		}
		switch letters := strings.Map(onlyCased, w.Text); {
		case strings.ContainsFunc(letters, unicode.IsLower):
			others++
		case len(letters) > 1:
			capitals++
		}
	}
	return capitals > 1 && capitals > 2*others
}

// opens reports whether the word at i has its capital only because a sentence begins there: the tagger would take "Please" for a name.
// Where another capital follows, it may be a name indeed.
func opens(sentence []Word, i int) bool {
	if sentence[i].Text == "I" || strings.HasPrefix(sentence[i].Lower, "i'") {
		return false
	}
	for j := range i {
		if r := sentence[j].Text[0]; r != '@' && r != '"' && r != '\'' {
			return false
		}
	}
	if i+1 < len(sentence) {
		r, _ := utf8.DecodeRuneInString(sentence[i+1].Text)
		return !unicode.IsUpper(r) || sentence[i+1].Text == "I"
	}
	return true
}

func onlyCased(r rune) rune {
	if unicode.IsUpper(r) || unicode.IsLower(r) {
		return r
	}
	return -1
}
