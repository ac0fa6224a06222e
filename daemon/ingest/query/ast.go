// Package query is the language in which a brand says which texts name it: words, "phrases", @handles, wildcards and NEAR/n, joined by
// AND, OR, NOT and parentheses. All brands' queries are compiled to one automaton.
package query

import (
	"fmt"
	"strings"
)

// op is the kind of a node.
type op int

const (
	opTerm op = iota
	opAnd
	opOr
	// opNot has one child.
	opNot
	// opNear has two terms as children.
	opNear
)

// node is a part of a query.
type node struct {
	op   op
	kids []*node
	// term numbers the term of an opTerm in its query.
	term int
	// distance is the n of NEAR/n.
	distance int
}

// term is one thing to look for.
type term struct {
	// words are folded: one for a word, wildcard or handle, several for a phrase. Where a handle is asked for, only @word counts.
	words []Word
	// prefix reports a wildcard: the last word may go on.
	prefix bool
}

func (t term) String() string {
	text := t.text()
	switch {
	case len(t.words) > 1, isOperator(text):
		return `"` + text + `"`
	case t.prefix:
		return text + "*"
	}
	return text
}

// text is the words as a text has them.
func (t term) text() string {
	parts := make([]string, len(t.words))
	for i, w := range t.words {
		parts[i] = w.Text
		if w.Handle {
			parts[i] = "@" + w.Text
		}
	}
	return strings.Join(parts, " ")
}

// Query is a parsed query. It is immutable.
type Query struct {
	root  *node
	terms []term
}

// String writes the query with all its parentheses; parsing it gives an equal query.
func (q *Query) String() string { return q.write(q.root) }

func (q *Query) write(n *node) string {
	switch n.op {
	case opTerm:
		return q.terms[n.term].String()
	case opNear:
		return fmt.Sprintf("%s NEAR/%d %s", q.write(n.kids[0]), n.distance, q.write(n.kids[1]))
	case opNot:
		return "NOT " + q.bracket(n.kids[0])
	case opAnd, opOr:
	}
	word := " AND "
	if n.op == opOr {
		word = " OR "
	}
	parts := make([]string, len(n.kids))
	for i, kid := range n.kids {
		parts[i] = q.bracket(kid)
	}
	return strings.Join(parts, word)
}

func (q *Query) bracket(n *node) string {
	if n.op == opTerm || n.op == opNear {
		return q.write(n)
	}
	return "(" + q.write(n) + ")"
}

// eval decides the query from what each leaf says.
func (n *node) eval(leaf func(*node) bool) bool {
	switch n.op {
	case opAnd:
		for _, kid := range n.kids {
			if !kid.eval(leaf) {
				return false
			}
		}
		return true
	case opOr:
		for _, kid := range n.kids {
			if kid.eval(leaf) {
				return true
			}
		}
		return false
	case opNot:
		return !n.kids[0].eval(leaf)
	case opTerm, opNear:
	}
	return leaf(n)
}

// leaves calls fn for every term and NEAR.
func (n *node) leaves(fn func(*node)) {
	if n.op == opTerm || n.op == opNear {
		fn(n)
		return
	}
	for _, kid := range n.kids {
		kid.leaves(fn)
	}
}

// Phrases returns phrases of which a text must have at least one, all of its words in any order, for the query to match: what a platform has
// to be asked for. It returns the fewest that it finds. A platform that knows no wildcards finds less than the query does.
func (q *Query) Phrases() []string { return q.phrases(q.root) }

func (q *Query) phrases(n *node) []string {
	switch n.op {
	case opTerm:
		return []string{q.terms[n.term].text()}
	case opNear:
		return []string{q.phrases(n.kids[0])[0] + " " + q.phrases(n.kids[1])[0]}
	case opOr:
		var all []string
		for _, kid := range n.kids {
			all = append(all, q.phrases(kid)...)
		}
		return all
	case opAnd:
		var best []string
		for _, kid := range n.kids {
			if kid.op == opNot {
				continue
			}
			if some := q.phrases(kid); best == nil || len(some) < len(best) {
				best = some
			}
		}
		return best
	case opNot:
	}
	return nil
}
