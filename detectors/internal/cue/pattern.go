package cue

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

type op uint8

const (
	opWord op = iota
	opOptional
	opGap
	opAnyGap
	opNot
	opBegin
	opEnd
)

type element struct {
	op op
	// words are whole words, sorted; stems are beginnings of words.
	words, stems []string
	// gap is the longest gap.
	gap int
}

func (e *element) has(s string) bool {
	if s == "" {
		return false
	}
	if len(e.words) <= 8 {
		if slices.Contains(e.words, s) {
			return true
		}
	} else if _, ok := slices.BinarySearch(e.words, s); ok {
		return true
	}
	for _, stem := range e.stems {
		if strings.HasPrefix(s, stem) {
			return true
		}
	}
	return false
}

func parse(pattern string, classes map[string]string) ([]element, error) {
	fields := strings.Fields(pattern)
	elements := make([]element, 0, len(fields))
	for _, f := range fields {
		e := element{}
		switch {
		case f == "<s>":
			e.op = opBegin
		case f == "</s>":
			e.op = opEnd
		case f[0] == '~' || f[0] == '%':
			n, err := strconv.Atoi(f[1:])
			if err != nil || n < 1 || n > 12 {
				return nil, fmt.Errorf("reading pattern %q: gap %q is not 1 to 12", pattern, f)
			}
			e.gap = n
			e.op = opGap
			if f[0] == '%' {
				e.op = opAnyGap
			}
		default:
			if f[0] == '?' {
				e.op, f = opOptional, f[1:]
			} else if f[0] == '!' {
				e.op, f = opNot, f[1:]
			}
			if err := e.fill(f, classes); err != nil {
				return nil, fmt.Errorf("reading pattern %q: %w", pattern, err)
			}
		}
		elements = append(elements, e)
	}
	first := 0
	if len(elements) > 0 && elements[0].op == opBegin {
		first = 1
	}
	if first >= len(elements) || elements[first].op != opWord {
		return nil, fmt.Errorf("reading pattern %q: it must begin with a word", pattern)
	}
	// What may be absent at the end says nothing, and hides that a pattern asks for less than its author meant.
	if last := elements[len(elements)-1].op; last == opOptional || last == opGap || last == opAnyGap {
		return nil, fmt.Errorf("reading pattern %q: it must not end with something that may be absent", pattern)
	}
	return elements, nil
}

func (e *element) fill(s string, classes map[string]string) error {
	for alt := range strings.SplitSeq(s, "|") {
		switch {
		case alt == "":
			return fmt.Errorf("empty word in %q", s)
		case alt[0] == '$':
			class, ok := classes[alt[1:]]
			if !ok {
				return fmt.Errorf("no class %q", alt)
			}
			for _, w := range strings.Fields(class) {
				e.word(w)
			}
		default:
			e.word(alt)
		}
	}
	slices.Sort(e.words)
	e.words = slices.Compact(e.words)
	return nil
}

func (e *element) word(w string) {
	if stem, ok := strings.CutSuffix(w, "*"); ok {
		e.stems = append(e.stems, stem)
		return
	}
	e.words = append(e.words, w)
}

// match returns the index behind the last token of the match of elements at token i, or -1.
func (t *Text) match(elements []element, i, sentence int) int {
	for k := range elements {
		e := &elements[k]
		inside := i < len(t.Tokens) && t.Tokens[i].Sentence == sentence
		switch e.op {
		case opWord:
			if !inside || !e.has(t.Tokens[i].S) {
				return -1
			}
			i++
		case opOptional:
			if inside && e.has(t.Tokens[i].S) {
				if end := t.match(elements[k+1:], i+1, sentence); end >= 0 {
					return end
				}
			}
		case opNot:
			if inside && e.has(t.Tokens[i].S) {
				return -1
			}
		case opBegin:
			if !t.begins(i) {
				return -1
			}
		case opEnd:
			if inside && t.Tokens[i].S != "http" {
				return -1
			}
		case opGap, opAnyGap:
			for n := 0; ; n++ {
				if end := t.match(elements[k+1:], i, sentence); end >= 0 {
					return end
				}
				if n == e.gap || i >= len(t.Tokens) || t.Tokens[i].Sentence != sentence || e.op == opGap && IsNegation(t.Tokens[i].S) {
					return -1
				}
				i++
			}
		}
	}
	return i
}

// begins reports whether a sentence begins at token i, not counting greetings and handles.
func (t *Text) begins(i int) bool {
	for i > 0 && t.Tokens[i].Sentence == t.Tokens[i-1].Sentence {
		switch s := t.Tokens[i-1].S; s {
		case "@brand", "@other", "hi", "hey", "hello", "please", "ok", "okay", "also", "so", "then", "sure", "yes", "and", "just", "thanks", "sorry":
			i--
		default:
			// "Hi Jane, …": a name after a greeting.
			if t.Tokens[i].Break && i >= 2 && (t.Tokens[i-2].S == "hi" || t.Tokens[i-2].S == "hey" || t.Tokens[i-2].S == "hello") {
				i--
				continue
			}
			return false
		}
	}
	return true
}

// IsNegation reports whether a normalised word denies what follows.
func IsNegation(s string) bool {
	switch s {
	case "not", "no", "never", "cant", "dont", "doesnt", "didnt", "wont", "wouldnt", "isnt", "wasnt", "arent", "werent", "havent", "hasnt",
		"hadnt", "shouldnt", "couldnt", "without", "nobody", "noone", "none", "neither", "nor", "aint", "mustnt", "refuse", "refuses", "nothing", "neednt":
		return true
	default:
		return false
	}
}
