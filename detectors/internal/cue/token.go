package cue

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"firebreak/detectors"
)

// Token is one word in the form that patterns compare.
type Token struct {
	// S is the normalised word.
	S string
	// Start and End are byte offsets into the document's text.
	Start, End int
	// Word is the index of the word in Document.Words that the token was cut from.
	Word int
	// Sentence numbers the sentence, from 0.
	Sentence int
	// Break reports that a comma, a dash or the like stands before the token.
	Break bool
	// Quoted reports that the token stands inside quotation marks.
	Quoted bool
}

// Text is a document as patterns see it. It is read-only after Read.
type Text struct {
	// Doc is the document that it was made of.
	Doc *detectors.Document
	// Tokens are the words in order, without punctuation.
	Tokens []Token
	// Symbols are the runs of punctuation and pictures in order, such as "!!!" and "😡".
	Symbols []string
	// question holds for each sentence whether it ends with a question mark.
	question []bool
}

// Read returns the Text of a document, made at the first call.
func Read(doc *detectors.Document) *Text {
	if t, ok := doc.Share(func() any { return read(doc) }).(*Text); ok {
		return t
	}
	return read(doc)
}

// read makes a Text of a document. It costs about a microsecond for a post.
func read(doc *detectors.Document) *Text {
	t := &Text{Doc: doc, Tokens: make([]Token, 0, len(doc.Words))}
	broken := false
	for i := range doc.Words {
		w := &doc.Words[i]
		r, _ := utf8.DecodeRuneInString(w.Lower)
		switch {
		case r == '#' && len(w.Lower) > 1:
			t.add(i, strings.TrimPrefix(w.Lower, "#"), w.Start+1, w.End, broken)
		case r == '@' && len(w.Lower) > 1:
			t.add(i, handle(doc.Brand, w.Lower[1:]), w.Start, w.End, broken)
		case r == '[' && len(w.Lower) > 2:
			t.add(i, w.Lower, w.Start, w.End, broken)
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			t.addWord(i, broken)
		default:
			t.Symbols = append(t.Symbols, w.Lower)
			if strings.ContainsRune(w.Lower, '?') {
				t.markQuestion(w.Sentence)
			}
			broken = broken || !strings.ContainsAny(w.Lower, `'"*_&%`) && r < utf8.RuneSelf || r == '–' || r == '—' || r == '…'
			continue
		}
		broken = false
	}
	t.nameBrand()
	return t
}

// Question reports whether the sentence of that number ends with a question mark.
func (t *Text) Question(sentence int) bool {
	return sentence >= 0 && sentence < len(t.question) && t.question[sentence]
}

// Asks reports whether any sentence ends with a question mark.
func (t *Text) Asks() bool { return len(t.question) > 0 }

// Span is the evidence for the tokens from first to last, both included.
func (t *Text) Span(first, last int) detectors.Span {
	start, end := t.Tokens[first].Start, t.Tokens[last].End
	return detectors.Span{Start: start, End: end, Text: t.Doc.Text[start:end]}
}

func (t *Text) markQuestion(sentence int) {
	for len(t.question) <= sentence {
		t.question = append(t.question, false)
	}
	t.question[sentence] = true
}

func (t *Text) add(word int, s string, start, end int, broken bool) {
	w := &t.Doc.Words[word]
	if n := len(t.Tokens); n > 0 && (s == "one" || s == "body") && !broken && t.Tokens[n-1].S == "no" && t.Tokens[n-1].Sentence == w.Sentence {
		t.Tokens[n-1].S, t.Tokens[n-1].End = "noone", end
		return
	}
	t.Tokens = append(t.Tokens, Token{
		S: normal(s), Start: start, End: end, Word: word, Sentence: w.Sentence, Break: broken, Quoted: w.Quoted,
	})
}

// addWord splits a word at its hyphens. Where lower-casing changed the length, the pieces have the span of the whole word.
func (t *Text) addWord(word int, broken bool) {
	w := &t.Doc.Words[word]
	s := w.Lower
	if strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "www.") {
		t.add(word, "http", w.Start, w.End, broken)
		return
	}
	switch s {
	case "e-mail", "e-mails", "e-mailed", "e-mailing", "wi-fi":
		s = strings.Replace(s, "-", "", 1)
	}
	if !strings.Contains(s, "-") {
		t.add(word, s, w.Start, w.End, broken)
		return
	}
	exact := len(w.Text) == len(s)
	at := 0
	for piece := range strings.SplitSeq(s, "-") {
		start, end := w.Start, w.End
		if exact {
			start, end = w.Start+at, w.Start+at+len(piece)
		}
		at += len(piece) + 1
		if piece != "" {
			t.add(word, piece, start, end, broken)
			broken = false
		}
	}
}

// nameBrand turns the brand's name into "@brand", so that patterns need not know how it is written.
func (t *Text) nameBrand() {
	if t.Doc.Brand == nil || t.Doc.Brand.Name == "" {
		return
	}
	// Nearly all names are one word; no allocation for them.
	name := strings.ToLower(t.Doc.Brand.Name)
	first, rest, more := strings.Cut(name, " ")
	for i := range t.Tokens {
		s := strings.TrimSuffix(t.Tokens[i].S, "'s")
		if s != first {
			continue
		}
		if !more {
			t.Tokens[i].S = "@brand"
			continue
		}
		parts := strings.Fields(rest)
		if !t.follow(i+1, parts) {
			continue
		}
		t.Tokens[i].S = "@brand"
		t.Tokens[i].End = t.Tokens[i+len(parts)].End
		for j := i + 1; j <= i+len(parts); j++ {
			t.Tokens[j].S = ""
		}
	}
}

func (t *Text) follow(i int, parts []string) bool {
	if i+len(parts) > len(t.Tokens) {
		return false
	}
	for k, p := range parts {
		if strings.TrimSuffix(t.Tokens[i+k].S, "'s") != p {
			return false
		}
	}
	return true
}

// handle tells the brand's own handles from others. Where no handle is known, every handle may be the brand's.
func handle(brand *detectors.Brand, h string) string {
	if brand == nil || len(brand.Handles) == 0 && brand.Name == "" || h == "brand" {
		return "@brand"
	}
	if slices.Contains(brand.Handles, h) {
		return "@brand"
	}
	if brand.Name != "" && strings.HasPrefix(h, strings.ReplaceAll(strings.ToLower(brand.Name), " ", "")) {
		return "@brand"
	}
	return "@other"
}

// normal resolves what people write in several ways.
func normal(s string) string {
	if i := strings.IndexByte(s, '\''); i >= 0 {
		if strings.HasSuffix(s, "n't") {
			return s[:i-1] + "nt"
		}
		return s
	}
	switch s {
	case "u":
		return "you"
	case "ur":
		return "your"
	case "cannot", "cnt":
		return "cant"
	case "pls", "plz", "kindly":
		return "please"
	case "pw", "pwd", "passwd", "pswd", "pword", "passwrd", "pasword", "passowrd", "pass-word":
		return "password"
	case "pws", "pwds":
		return "passwords"
	case "acct", "accnt":
		return "account"
	case "accts":
		return "accounts"
	case "ive":
		return "i've"
	case "im":
		return "i'm"
	case "r":
		return "are"
	case "youre":
		return "you're"
	case "ppl":
		return "people"
	case "sombody", "somebody", "some1", "sum1":
		return "someone"
	case "wi":
		return "wifi"
	case "gonna":
		return "going"
	default:
		return s
	}
}
