package query

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Bounds of a query.
const (
	maxQuery = 16 << 10
	maxTerms = 500
	maxDepth = 100
	// maxDecided is the number of different leaves up to which it is decided exactly whether a query can match.
	maxDecided = 16
	// minPrefix is the number of characters that must stand before a wildcard.
	minPrefix = 2
)

// Error is a fault of a query, with its place.
type Error struct {
	// Offset is in bytes from the start of the query.
	Offset int
	// Message says what is wrong, Hint what to do.
	Message, Hint string
}

func (e *Error) Error() string {
	if e.Hint == "" {
		return fmt.Sprintf("at %d: %s", e.Offset, e.Message)
	}
	return fmt.Sprintf("at %d: %s (%s)", e.Offset, e.Message, e.Hint)
}

// Parse reads a query. Its error is an *Error. A query that can never match, or that matches a text without any of its terms, is a fault.
func Parse(s string) (*Query, error) {
	if len(s) > maxQuery {
		return nil, &Error{Message: fmt.Sprintf("the query is longer than %d bytes", maxQuery)}
	}
	if !utf8.ValidString(s) {
		return nil, &Error{Message: "the query is not valid UTF-8"}
	}
	tokens, err := scan(s)
	if err != nil {
		return nil, err
	}
	p := &parser{tokens: tokens, end: len(s), query: &Query{}}
	if len(tokens) == 0 {
		return nil, &Error{Message: "the query is empty", Hint: "name the brand, such as acme OR @acmecare"}
	}
	root, err := p.except(0)
	if err != nil {
		return nil, err
	}
	if p.at < len(p.tokens) {
		return nil, p.unexpected()
	}
	p.query.root = root
	if err := p.query.decide(); err != nil {
		return nil, err
	}
	return p.query, nil
}

type tokenKind int

const (
	tokenTerm tokenKind = iota
	tokenAnd
	tokenOr
	tokenNot
	tokenNear
	tokenOpen
	tokenClose
)

type token struct {
	kind     tokenKind
	at       int
	text     string
	term     term
	distance int
}

func isOperator(word string) bool {
	switch strings.ToUpper(word) {
	case "AND", "OR", "NOT":
		return true
	}
	return strings.HasPrefix(strings.ToUpper(word), "NEAR/")
}

// scan cuts a query into tokens. Operators are written in capitals.
func scan(s string) ([]token, error) {
	var out []token
	for at := 0; at < len(s); {
		r, size := utf8.DecodeRuneInString(s[at:])
		switch {
		case unicode.IsSpace(r):
			at += size
		case r == '(':
			out = append(out, token{kind: tokenOpen, at: at, text: "("})
			at += size
		case r == ')':
			out = append(out, token{kind: tokenClose, at: at, text: ")"})
			at += size
		case r == '"' || r == '“' || r == '”':
			t, next, err := scanPhrase(s, at+size)
			if err != nil {
				return nil, err
			}
			out = append(out, token{kind: tokenTerm, at: at, text: s[at:next], term: t})
			at = next
		default:
			end := at
			for end < len(s) {
				r, size := utf8.DecodeRuneInString(s[end:])
				if unicode.IsSpace(r) || strings.ContainsRune(`()"“”`, r) {
					break
				}
				end += size
			}
			t, err := scanWord(s[at:end], at)
			if err != nil {
				return nil, err
			}
			out = append(out, t)
			at = end
		}
	}
	return out, nil
}

func scanPhrase(s string, at int) (term, int, error) {
	length := strings.IndexAny(s[at:], `"“”`)
	if length < 0 {
		return term{}, 0, &Error{Offset: at - 1, Message: "the phrase has no end", Hint: `close it with "`}
	}
	_, size := utf8.DecodeRuneInString(s[at+length:])
	words := Words(nil, s[at:at+length])
	if len(words) == 0 {
		return term{}, 0, &Error{Offset: at - 1, Message: "the phrase has no words"}
	}
	return term{words: words}, at + length + size, nil
}

func scanWord(word string, at int) (token, error) {
	switch word {
	case "AND":
		return token{kind: tokenAnd, at: at, text: word}, nil
	case "OR":
		return token{kind: tokenOr, at: at, text: word}, nil
	case "NOT":
		return token{kind: tokenNot, at: at, text: word}, nil
	}
	if n, ok := strings.CutPrefix(word, "NEAR/"); ok {
		distance, err := strconv.Atoi(n)
		if err != nil || distance < 1 || distance > 100 {
			return token{}, &Error{Offset: at, Message: fmt.Sprintf("%q has no distance", word), Hint: "NEAR/n with n from 1 to 100, such as acme NEAR/5 password"}
		}
		return token{kind: tokenNear, at: at, text: word, distance: distance}, nil
	}
	body, prefix := strings.CutSuffix(word, "*")
	if strings.Contains(body, "*") {
		return token{}, &Error{Offset: at, Message: fmt.Sprintf("%q has a wildcard that is not at its end", word), Hint: "only acme* is possible"}
	}
	t := term{words: Words(nil, body), prefix: prefix}
	handle := strings.HasPrefix(body, "@") || len(t.words) > 0 && t.words[0].Handle
	switch {
	case handle && (len(t.words) != 1 || !t.words[0].Handle || prefix):
		return token{}, &Error{Offset: at, Message: fmt.Sprintf("%q is no handle", word), Hint: "a handle has letters, digits, '_', '.' and '-', and no wildcard"}
	case len(t.words) == 0 && !prefix:
		return token{}, &Error{Offset: at, Message: fmt.Sprintf("%q has no letters or digits", word)}
	case prefix && (len(t.words) == 0 || utf8.RuneCountInString(t.words[len(t.words)-1].Text) < minPrefix):
		return token{}, &Error{Offset: at, Message: fmt.Sprintf("%q matches too much", word), Hint: fmt.Sprintf("write at least %d characters before the *", minPrefix)}
	case prefix && len(t.words) > 1:
		return token{}, &Error{Offset: at, Message: fmt.Sprintf("%q is several words", word), Hint: "a wildcard stands behind one word"}
	}
	return token{kind: tokenTerm, at: at, text: word, term: t}, nil
}

type parser struct {
	tokens []token
	at     int
	end    int
	query  *Query
}

func (p *parser) peek() (token, bool) {
	if p.at >= len(p.tokens) {
		return token{}, false
	}
	return p.tokens[p.at], true
}

func (p *parser) take(kind tokenKind) bool {
	if t, ok := p.peek(); ok && t.kind == kind {
		p.at++
		return true
	}
	return false
}

func (p *parser) unexpected() error {
	t, ok := p.peek()
	if !ok {
		return &Error{Offset: p.end, Message: "the query ends too early", Hint: "a term is missing behind the last operator"}
	}
	return &Error{Offset: t.at, Message: fmt.Sprintf("%q cannot stand here", t.text)}
}

// except is a OR b NOT c: what stands before NOT, without what stands behind it. It binds least.
func (p *parser) except(depth int) (*node, error) {
	if depth > maxDepth {
		return nil, &Error{Offset: p.end, Message: fmt.Sprintf("the query nests deeper than %d levels", maxDepth)}
	}
	left, err := p.or(depth)
	if err != nil {
		return nil, err
	}
	for p.take(tokenNot) {
		right, err := p.or(depth)
		if err != nil {
			return nil, err
		}
		left = join(opAnd, left, &node{op: opNot, kids: []*node{right}})
	}
	return left, nil
}

func (p *parser) or(depth int) (*node, error) {
	left, err := p.and(depth)
	if err != nil {
		return nil, err
	}
	for p.take(tokenOr) {
		right, err := p.and(depth)
		if err != nil {
			return nil, err
		}
		left = join(opOr, left, right)
	}
	return left, nil
}

// and is a AND b, or a b.
func (p *parser) and(depth int) (*node, error) {
	left, err := p.unary(depth)
	if err != nil {
		return nil, err
	}
	for {
		if !p.take(tokenAnd) {
			if t, ok := p.peek(); !ok || t.kind != tokenTerm && t.kind != tokenOpen {
				return left, nil
			}
		}
		right, err := p.unary(depth)
		if err != nil {
			return nil, err
		}
		left = join(opAnd, left, right)
	}
}

// unary is NOT x directly behind an operator or at the beginning, a group, or a term with its NEARs.
func (p *parser) unary(depth int) (*node, error) {
	if depth > maxDepth {
		return nil, &Error{Offset: p.end, Message: fmt.Sprintf("the query nests deeper than %d levels", maxDepth)}
	}
	if p.take(tokenNot) {
		kid, err := p.unary(depth + 1)
		if err != nil {
			return nil, err
		}
		return &node{op: opNot, kids: []*node{kid}}, nil
	}
	if p.take(tokenOpen) {
		inner, err := p.except(depth + 1)
		if err != nil {
			return nil, err
		}
		if !p.take(tokenClose) {
			if _, ok := p.peek(); ok {
				return nil, p.unexpected()
			}
			return nil, &Error{Offset: p.end, Message: "a parenthesis is not closed"}
		}
		if t, ok := p.peek(); ok && t.kind == tokenNear {
			return nil, &Error{Offset: t.at, Message: "NEAR joins two terms, not groups"}
		}
		return inner, nil
	}
	left, err := p.term()
	if err != nil {
		return nil, err
	}
	if t, ok := p.peek(); ok && t.kind == tokenNear {
		p.at++
		right, err := p.term()
		if err != nil {
			return nil, err
		}
		if next, ok := p.peek(); ok && next.kind == tokenNear {
			return nil, &Error{Offset: next.at, Message: "NEAR joins two terms", Hint: "write a NEAR/5 b AND b NEAR/5 c"}
		}
		return &node{op: opNear, kids: []*node{left, right}, distance: t.distance}, nil
	}
	return left, nil
}

func (p *parser) term() (*node, error) {
	t, ok := p.peek()
	if !ok || t.kind != tokenTerm {
		return nil, p.unexpected()
	}
	p.at++
	text := t.term.String()
	for i := range p.query.terms {
		if p.query.terms[i].String() == text {
			return &node{op: opTerm, term: i}, nil
		}
	}
	if len(p.query.terms) >= maxTerms {
		return nil, &Error{Offset: t.at, Message: fmt.Sprintf("the query has more than %d terms", maxTerms)}
	}
	p.query.terms = append(p.query.terms, t.term)
	return &node{op: opTerm, term: len(p.query.terms) - 1}, nil
}

// join makes one flat node of chains of the same operator.
func join(o op, left, right *node) *node {
	n := &node{op: o}
	for _, kid := range []*node{left, right} {
		if kid.op == o {
			n.kids = append(n.kids, kid.kids...)
		} else {
			n.kids = append(n.kids, kid)
		}
	}
	return n
}

var (
	errEverything = errors.New("the query matches texts that have none of its terms")
	errNothing    = errors.New("the query can never match")
)

// decide finds out whether the query matches everything or nothing.
func (q *Query) decide() error {
	if q.root.eval(func(*node) bool { return false }) {
		return &Error{Message: errEverything.Error(), Hint: "begin with what must be there; NOT only takes away"}
	}
	// Leaves that are written alike are decided alike.
	keys, bits := map[string]int{}, map[*node]int{}
	q.root.leaves(func(n *node) {
		key := q.write(n)
		if _, ok := keys[key]; !ok {
			keys[key] = len(keys)
		}
		bits[n] = keys[key]
	})
	if len(keys) > maxDecided {
		// Too many to try all.
		return nil
	}
	for set := range 1 << len(keys) {
		if q.root.eval(func(n *node) bool { return set>>bits[n]&1 == 1 }) {
			return nil
		}
	}
	return &Error{Message: errNothing.Error(), Hint: "a term is both asked for and taken away"}
}
