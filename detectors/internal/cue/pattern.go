package cue

import (
	"cmp"
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

// element is one step of a pattern.
type element struct {
	op op
	// gap is the longest gap.
	gap uint8
	// set is the number of the set of words that it takes.
	set int32
}

// wordSet is a set of words that some element takes: whole words and beginnings of words.
type wordSet struct {
	words, stems []string
}

func (s *wordSet) key() string { return strings.Join(s.words, " ") + "|" + strings.Join(s.stems, " ") }

// parser reads patterns and numbers their sets of words, equal sets alike.
type parser struct {
	classes map[string]string
	sets    []wordSet
	number  map[string]int32
}

// parse reads one pattern.
func (p *parser) parse(pattern string) ([]element, error) {
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
			n, err := strconv.ParseUint(f[1:], 10, 8)
			if err != nil || n < 1 || n > 12 {
				return nil, fmt.Errorf("reading pattern %q: gap %q is not 1 to 12", pattern, f)
			}
			e.gap = uint8(n)
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
			set, err := p.set(f)
			if err != nil {
				return nil, fmt.Errorf("reading pattern %q: %w", pattern, err)
			}
			e.set = set
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

// set reads alternatives and returns the number of their set.
func (p *parser) set(s string) (int32, error) {
	var w wordSet
	for alt := range strings.SplitSeq(s, "|") {
		switch {
		case alt == "":
			return 0, fmt.Errorf("empty word in %q", s)
		case alt[0] == '$':
			class, ok := p.classes[alt[1:]]
			if !ok {
				return 0, fmt.Errorf("no class %q", alt)
			}
			for word := range strings.FieldsSeq(class) {
				w.add(word)
			}
		default:
			w.add(alt)
		}
	}
	for _, stem := range w.stems {
		if len(stem) < stemKey {
			return 0, fmt.Errorf("the stem %q is shorter than %d", stem, stemKey)
		}
	}
	slices.Sort(w.words)
	w.words = slices.Compact(w.words)
	slices.Sort(w.stems)
	key := w.key()
	if n, ok := p.number[key]; ok {
		return n, nil
	}
	n := int32(len(p.sets)) //nolint:gosec // A few thousand sets.
	p.sets = append(p.sets, w)
	p.number[key] = n
	return n, nil
}

func (s *wordSet) add(w string) {
	if stem, ok := strings.CutSuffix(w, "*"); ok {
		s.stems = append(s.stems, stem)
		return
	}
	s.words = append(s.words, w)
}

// required returns the sets of which a text must hold a word for the pattern to match, the smallest first, without the first.
func (p *parser) required(elements []element) []int32 {
	var sets []int32
	begun := false
	for _, e := range elements {
		if e.op != opWord {
			continue
		}
		if begun {
			sets = append(sets, e.set)
		}
		begun = true
	}
	slices.SortFunc(sets, func(a, b int32) int {
		return cmp.Compare(len(p.sets[a].words)+8*len(p.sets[a].stems), len(p.sets[b].words)+8*len(p.sets[b].stems))
	})
	return sets
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
