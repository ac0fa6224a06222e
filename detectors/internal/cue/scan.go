package cue

import (
	"fmt"
	"slices"
	"strings"

	"firebreak/detectors"
)

// Rule is a family of patterns that mean the same.
type Rule struct {
	// Head is the decision that the rule speaks for.
	Head string
	// Name says what the rule found, for Why and for tests.
	Name string
	// Topic is the topic that the rule speaks for, if any.
	Topic string
	// Weight is added to the log-odds of the head, once however often the rule matches.
	Weight float64
	// EvenNegated keeps a match that a negation before it would void.
	EvenNegated bool
	// EvenQuoted keeps a match that begins inside quotation marks.
	EvenQuoted bool
	// Asked keeps only matches in a sentence that ends with a question mark.
	Asked bool
	// Patterns are the patterns, one a line; lines that are empty or begin with "--" do not count.
	Patterns string
}

// Hit is a match of a rule.
type Hit struct {
	// Rule is the rule that matched.
	Rule *Rule
	// First and Last are the first and the last token.
	First, Last int
}

// Rules is a compiled table. It is read-only and safe for concurrent use.
//
// Every set of words that a pattern takes has a number, and every word known to the table has a row of bits: the sets that it belongs to.
// The rows of a text's words together tell which patterns cannot match at all; most are discarded so, at a bit test each.
type Rules struct {
	rules    []Rule
	patterns []compiled
	known    map[string]int32
	words    []word
	// byStem finds stems by their first bytes, for words that are not known.
	byStem map[string][]stem
	// row is the length of a row of bits.
	row int
}

type compiled struct {
	rule     int32
	elements []element
	required []int32
}

// word is a word that patterns name.
type word struct {
	// sets is its row of bits.
	sets []uint64
	// starts are the patterns that can begin with it.
	starts []int32
}

type stem struct {
	text string
	word word
}

// stemKey is how many bytes of a word the index of stems looks at; no stem may be shorter.
const stemKey = 3

// Compile reads a table. Classes names sets of words, separated by spaces, for "$name".
func Compile(classes map[string]string, rules ...Rule) (*Rules, error) {
	c := &Rules{rules: rules, known: map[string]int32{}, byStem: map[string][]stem{}}
	p := &parser{classes: classes, number: map[string]int32{}}
	for i := range rules {
		for line := range strings.SplitSeq(rules[i].Patterns, "\n") {
			line = strings.TrimSpace(line)
			if line == "" || strings.HasPrefix(line, "--") {
				continue
			}
			elements, err := p.parse(line)
			if err != nil {
				return nil, fmt.Errorf("rule %s: %w", rules[i].Name, err)
			}
			c.patterns = append(c.patterns, compiled{rule: int32(i), elements: elements, required: p.required(elements)}) //nolint:gosec // A few hundred rules.
		}
	}
	c.index(p.sets)
	return c, nil
}

// MustCompile is Compile for tables that are part of the program; it panics where Compile returns an error.
func MustCompile(classes map[string]string, rules ...Rule) *Rules {
	c, err := Compile(classes, rules...)
	if err != nil {
		panic(err)
	}
	return c
}

// index makes the rows of all words and stems, and the lists of the patterns that begin with them.
func (c *Rules) index(sets []wordSet) {
	c.row = (len(sets) + 63) / 64
	starts := make([][]int32, len(sets))
	for id := range c.patterns {
		first := c.patterns[id].elements[0]
		if first.op == opBegin {
			first = c.patterns[id].elements[1]
		}
		starts[first.set] = append(starts[first.set], int32(id))
	}
	stems := map[string]*word{}
	var order []string
	for n := range sets {
		for _, w := range sets[n].words {
			i, ok := c.known[w]
			if !ok {
				i = int32(len(c.words)) //nolint:gosec // A few thousand words.
				c.known[w] = i
				c.words = append(c.words, word{sets: make([]uint64, c.row)})
			}
			c.words[i].add(n, starts[n])
		}
		for _, s := range sets[n].stems {
			if stems[s] == nil {
				stems[s] = &word{sets: make([]uint64, c.row)}
				order = append(order, s)
			}
			stems[s].add(n, starts[n])
		}
	}
	for _, s := range order {
		c.byStem[s[:stemKey]] = append(c.byStem[s[:stemKey]], stem{text: s, word: *stems[s]})
	}
	// A known word that has a stem is in the sets of both.
	for text, i := range c.known {
		for _, s := range c.stemsOf(text) {
			c.words[i].join(&s.word)
		}
	}
	for i := range c.words {
		slices.Sort(c.words[i].starts)
		c.words[i].starts = slices.Compact(c.words[i].starts)
	}
}

func (w *word) add(set int, starts []int32) {
	w.sets[set/64] |= 1 << (set % 64)
	w.starts = append(w.starts, starts...)
}

func (w *word) join(other *word) {
	for k, bits := range other.sets {
		w.sets[k] |= bits
	}
	w.starts = append(w.starts, other.starts...)
}

// stemsOf returns the stems with which text begins.
func (c *Rules) stemsOf(text string) []stem {
	if len(text) < stemKey {
		return nil
	}
	var found []stem
	for _, s := range c.byStem[text[:stemKey]] {
		if strings.HasPrefix(text, s.text) {
			found = append(found, s)
		}
	}
	return found
}

// lookUp returns what the table knows of a word, nil where it knows nothing.
func (c *Rules) lookUp(s string) *word {
	if i, ok := c.known[s]; ok {
		return &c.words[i]
	}
	stems := c.stemsOf(s)
	switch len(stems) {
	case 0:
		return nil
	case 1:
		return &stems[0].word
	}
	w := &word{sets: make([]uint64, c.row)}
	for i := range stems {
		w.join(&stems[i].word)
	}
	return w
}

// Scan returns the first match of every rule that stands, in the order of the text.
func (c *Rules) Scan(t *Text) []Hit { return c.scan(t, make([]bool, len(c.rules))) }

// All returns every match that stands, in the order of the text; of those of one rule at one token, the first pattern's.
func (c *Rules) All(t *Text) []Hit { return c.scan(t, nil) }

// match is one run of a table over a text.
type match struct {
	*Text
	words []*word
	// present are the bits of all words of the text.
	present []uint64
}

func has(bits []uint64, set int32) bool { return bits[set>>6]>>(set&63)&1 != 0 }

func (c *Rules) scan(t *Text, seen []bool) []Hit {
	if len(c.patterns) == 0 || len(t.Tokens) == 0 {
		return nil
	}
	m := match{Text: t, words: make([]*word, len(t.Tokens)), present: make([]uint64, c.row)}
	for i := range t.Tokens {
		w := c.lookUp(t.Tokens[i].S)
		m.words[i] = w
		if w != nil {
			for k, bits := range w.sets {
				m.present[k] |= bits
			}
		}
	}
	var hits []Hit
	for i, w := range m.words {
		if w == nil {
			continue
		}
	pattern:
		for _, id := range w.starts {
			p := &c.patterns[id]
			if seen != nil && seen[p.rule] {
				continue
			}
			for _, set := range p.required {
				if !has(m.present, set) {
					continue pattern
				}
			}
			hits = c.try(&m, hits, seen, p, i)
		}
	}
	return hits
}

func (c *Rules) try(m *match, hits []Hit, seen []bool, p *compiled, i int) []Hit {
	r := &c.rules[p.rule]
	if m.Tokens[i].Quoted && !r.EvenQuoted {
		return hits
	}
	if n := len(hits); seen == nil && n > 0 && hits[n-1].Rule == r && hits[n-1].First == i {
		return hits
	}
	end := m.match(p.elements, i, m.Tokens[i].Sentence)
	if end <= i || r.Asked && !m.Question(m.Tokens[i].Sentence) || !r.EvenNegated && m.Negated(i) {
		return hits
	}
	if seen != nil {
		seen[p.rule] = true
	}
	return append(hits, Hit{Rule: r, First: i, Last: end - 1})
}

func (m *match) takes(set int32, i int) bool {
	w := m.words[i]
	return w != nil && has(w.sets, set)
}

// match returns the index behind the last token of the match of elements at token i, or -1.
func (m *match) match(elements []element, i, sentence int) int {
	for k := range elements {
		e := &elements[k]
		inside := i < len(m.Tokens) && m.Tokens[i].Sentence == sentence
		switch e.op {
		case opWord:
			if !inside || !m.takes(e.set, i) {
				return -1
			}
			i++
		case opOptional:
			if inside && m.takes(e.set, i) {
				if end := m.match(elements[k+1:], i+1, sentence); end >= 0 {
					return end
				}
			}
		case opNot:
			if inside && m.takes(e.set, i) {
				return -1
			}
		case opBegin:
			if !m.begins(i) {
				return -1
			}
		case opEnd:
			if inside && m.Tokens[i].S != "http" {
				return -1
			}
		case opGap, opAnyGap:
			return m.afterGap(e, elements[k+1:], i, sentence)
		}
	}
	return i
}

// afterGap matches elements behind a gap of any length that e allows.
func (m *match) afterGap(e *element, elements []element, i, sentence int) int {
	for n := 0; ; n++ {
		if end := m.match(elements, i, sentence); end >= 0 {
			return end
		}
		if n == int(e.gap) || i >= len(m.Tokens) || m.Tokens[i].Sentence != sentence || e.op == opGap && IsNegation(m.Tokens[i].S) {
			return -1
		}
		i++
	}
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

// Negated reports whether token i is denied: it stands in the scope of a negation that opened at most four words before it. Farther
// ones do not count, since people complain in long sentences: "I can't reach anyone about my account that was hacked".
func (t *Text) Negated(i int) bool {
	const reach = 4
	if !t.Doc.Words[t.Tokens[i].Word].Negated {
		return false
	}
	for j := i - 1; j >= 0 && j >= i-reach && t.Tokens[j].Sentence == t.Tokens[i].Sentence; j-- {
		switch t.Tokens[j].S {
		case "why", "how", "when", "that", "about", "if", "after":
			return false
		}
		if !IsNegation(t.Tokens[j].S) {
			continue
		}
		switch t.Tokens[j+1].S {
		case "sure", "happy", "good", "cool", "ok", "okay", "acceptable", "response", "answer", "reply", "amused", "impressed", "great":
			return false
		default:
			return true
		}
	}
	return false
}

// Near reports whether one of the words stands within reach words before token i in its sentence.
func (t *Text) Near(i, reach int, words ...string) bool {
	if i <= 0 || i >= len(t.Tokens) {
		return false
	}
	for j := i - 1; j >= 0 && j >= i-reach && t.Tokens[j].Sentence == t.Tokens[i].Sentence; j-- {
		if slices.Contains(words, t.Tokens[j].S) {
			return true
		}
	}
	return false
}

// Evidence returns the spans of hits, which are in order of First, without overlaps.
func (t *Text) Evidence(hits ...Hit) []detectors.Span {
	var spans []detectors.Span
	for _, h := range hits {
		s := t.Span(h.First, h.Last)
		if n := len(spans); n > 0 && s.Start < spans[n-1].End {
			if s.End > spans[n-1].End {
				spans[n-1].End = s.End
				spans[n-1].Text = t.Doc.Text[spans[n-1].Start:s.End]
			}
			continue
		}
		spans = append(spans, s)
	}
	return spans
}
