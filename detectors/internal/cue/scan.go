package cue

import (
	"fmt"
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
type Rules struct {
	rules    []Rule
	patterns []compiled
	byWord   map[string][]int32
	byStem   map[string][]int32
}

type compiled struct {
	rule     int32
	elements []element
}

// stemKey is how many bytes of a word the index of stems looks at; a stem at the beginning of a pattern must be as long.
const stemKey = 3

// Compile reads a table. Classes names sets of words, separated by spaces, for "$name".
func Compile(classes map[string]string, rules ...Rule) (*Rules, error) {
	c := &Rules{rules: rules, byWord: map[string][]int32{}, byStem: map[string][]int32{}}
	for i := range rules {
		for line := range strings.SplitSeq(rules[i].Patterns, "\n") {
			line = strings.TrimSpace(line)
			if line == "" || strings.HasPrefix(line, "--") {
				continue
			}
			elements, err := parse(line, classes)
			if err != nil {
				return nil, fmt.Errorf("rule %s: %w", rules[i].Name, err)
			}
			id := int32(len(c.patterns))
			c.patterns = append(c.patterns, compiled{rule: int32(i), elements: elements})
			first := &elements[0]
			if first.op == opBegin {
				first = &elements[1]
			}
			for _, w := range first.words {
				c.byWord[w] = append(c.byWord[w], id)
			}
			for _, s := range first.stems {
				if len(s) < stemKey {
					return nil, fmt.Errorf("rule %s: a pattern begins with the short stem %q", rules[i].Name, s)
				}
				c.byStem[s[:stemKey]] = append(c.byStem[s[:stemKey]], id)
			}
		}
	}
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

// Scan returns the first match of every rule that stands, in the order of the text.
func (c *Rules) Scan(t *Text) []Hit {
	return c.scan(t, make([]bool, len(c.rules)))
}

// All returns every match that stands, in the order of the text; of those of one rule at one token, the first pattern's.
func (c *Rules) All(t *Text) []Hit { return c.scan(t, nil) }

func (c *Rules) scan(t *Text, seen []bool) []Hit {
	var hits []Hit
	for i := range t.Tokens {
		s := t.Tokens[i].S
		for _, id := range c.byWord[s] {
			hits = c.try(t, hits, seen, id, i)
		}
		if len(s) >= stemKey {
			for _, id := range c.byStem[s[:stemKey]] {
				hits = c.try(t, hits, seen, id, i)
			}
		}
	}
	return hits
}

func (c *Rules) try(t *Text, hits []Hit, seen []bool, id int32, i int) []Hit {
	p := &c.patterns[id]
	r := &c.rules[p.rule]
	if seen != nil && seen[p.rule] || t.Tokens[i].Quoted && !r.EvenQuoted {
		return hits
	}
	if n := len(hits); seen == nil && n > 0 && hits[n-1].Rule == r && hits[n-1].First == i {
		return hits
	}
	end := t.match(p.elements, i, t.Tokens[i].Sentence)
	if end <= i || r.Asked && !t.Question(t.Tokens[i].Sentence) || !r.EvenNegated && t.Negated(i) {
		return hits
	}
	if seen != nil {
		seen[p.rule] = true
	}
	return append(hits, Hit{Rule: r, First: i, Last: end - 1})
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
		for _, w := range words {
			if t.Tokens[j].S == w {
				return true
			}
		}
	}
	return false
}

// Evidence returns the spans of hits in order of Start, without overlaps.
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
