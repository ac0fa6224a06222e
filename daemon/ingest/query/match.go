package query

import (
	"strings"
	"unsafe"

	ahocorasick "github.com/petar-dambovaliev/aho-corasick"
)

// Matcher finds which of several queries match a text. It is immutable and safe for concurrent use.
type Matcher struct {
	queries []*Query
	// filter finds any of the words without which no query can match.
	filter ahocorasick.AhoCorasick
	empty  bool
}

// Compile makes one automaton of all queries; nil entries match nothing.
func Compile(queries []*Query) *Matcher {
	m := &Matcher{queries: queries}
	seen := map[string]bool{}
	var needles []string
	for _, q := range queries {
		if q == nil {
			continue
		}
		for _, t := range q.terms {
			// The longest word of a term is the rarest.
			longest := t.words[0].Text
			for _, w := range t.words {
				if len(w.Text) > len(longest) {
					longest = w.Text
				}
			}
			if !seen[longest] {
				seen[longest] = true
				needles = append(needles, longest)
			}
		}
	}
	if len(needles) == 0 {
		m.empty = true
		return m
	}
	builder := ahocorasick.NewAhoCorasickBuilder(ahocorasick.Opts{
		AsciiCaseInsensitive: true, MatchKind: ahocorasick.StandardMatch, DFA: true,
	})
	m.filter = builder.Build(needles)
	return m
}

// Match returns the indexes of the queries that match, ascending, appended to buf.
func (m *Matcher) Match(buf []int, text string) []int {
	if m.empty {
		return buf
	}
	folded := text
	if !isASCII(text) {
		folded = fold(text)
	}
	if !m.candidate(folded) {
		return buf
	}
	doc := document{words: cut(nil, fold(folded))}
	for i, q := range m.queries {
		if q != nil && q.root.eval(func(n *node) bool { return doc.holds(q, n) }) {
			buf = append(buf, i)
		}
	}
	return buf
}

// candidate reports whether any query may match. The automaton reads bytes and keeps none of them.
func (m *Matcher) candidate(text string) bool {
	if text == "" {
		return false
	}
	return m.filter.IterByte(unsafe.Slice(unsafe.StringData(text), len(text))).Next() != nil
}

// document is a text as the leaves of a query see it.
type document struct{ words []Word }

func (d document) holds(q *Query, n *node) bool {
	if n.op == opNear {
		return d.near(q.terms[n.kids[0].term], q.terms[n.kids[1].term], n.distance)
	}
	return d.find(q.terms[n.term], 0) >= 0
}

// find returns the first place at or behind from where a term stands, or -1.
func (d document) find(t term, from int) int {
	for at := from; at+len(t.words) <= len(d.words); at++ {
		if d.stands(t, at) {
			return at
		}
	}
	return -1
}

func (d document) stands(t term, at int) bool {
	for i, w := range t.words {
		have := d.words[at+i]
		if w.Handle && !have.Handle {
			return false
		}
		if have.Text != w.Text && (!t.prefix || i != len(t.words)-1 || !strings.HasPrefix(have.Text, w.Text)) {
			return false
		}
	}
	return true
}

// near reports whether two different places of the terms are at most distance words apart, in either order.
func (d document) near(a, b term, distance int) bool {
	for i := d.find(a, 0); i >= 0; i = d.find(a, i+1) {
		for j := d.find(b, max(i-distance-len(b.words), 0)); j >= 0; j = d.find(b, j+1) {
			gap := j - (i + len(a.words) - 1)
			if j < i {
				gap = i - (j + len(b.words) - 1)
			}
			if j > i+len(a.words)-1+distance {
				break
			}
			if j != i && gap >= 1 && gap <= distance {
				return true
			}
		}
	}
	return false
}
