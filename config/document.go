package config

import (
	"bytes"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

const (
	// maxSize bounds a configuration, in bytes.
	maxSize = 1 << 20
	// maxDepth bounds how deep a document nests.
	maxDepth = 64
	// maxTokens bounds the words and marks of a document, since the parser's time grows with their square. It is enough for hundreds of
	// brands.
	maxTokens = 40_000
)

// place is a line and a column, from 1.
type place struct{ line, column int }

// node is one value of a document with its place. Exactly one of fields, items and scalar is in use, as kind says.
type node struct {
	kind   nodeKind
	at     place
	scalar any // string, bool, int64, uint64, float64 or nil
	fields []field
	items  []*node
}

type nodeKind int

const (
	scalarKind nodeKind = iota
	mappingKind
	sequenceKind
)

// field is one key of a mapping.
type field struct {
	key   string
	at    place
	value *node
}

// get returns the value of key, or nil.
func (n *node) get(key string) *node {
	if n == nil {
		return nil
	}
	for _, f := range n.fields {
		if f.key == key {
			return f.value
		}
	}
	return nil
}

// without returns a mapping that lacks keys.
func (n *node) without(keys ...string) *node {
	rest := &node{kind: mappingKind, at: n.at}
next:
	for _, f := range n.fields {
		for _, key := range keys {
			if f.key == key {
				continue next
			}
		}
		rest.fields = append(rest.fields, f)
	}
	return rest
}

// isNull reports whether nothing was written as the value.
func (n *node) isNull() bool { return n.kind == scalarKind && n.scalar == nil }

// text returns a string scalar, or "".
func (n *node) text() string {
	if n == nil {
		return ""
	}
	s, _ := n.scalar.(string)
	return s
}

// generic returns the value as a JSON Schema validator wants it. A null field counts as absent: `kafka:` with every key commented out
// is how people leave a section empty.
func (n *node) generic() any {
	switch n.kind {
	case mappingKind:
		fields := make(map[string]any, len(n.fields))
		for _, f := range n.fields {
			if !f.value.isNull() {
				fields[f.key] = f.value.generic()
			}
		}
		return fields
	case sequenceKind:
		items := make([]any, len(n.items))
		for i, item := range n.items {
			items[i] = item.generic()
		}
		return items
	case scalarKind:
	}
	return n.scalar
}

// ordered returns the value for the YAML encoder, in the order as written.
func (n *node) ordered() any {
	switch n.kind {
	case mappingKind:
		fields := make(yaml.MapSlice, 0, len(n.fields))
		for _, f := range n.fields {
			fields = append(fields, yaml.MapItem{Key: f.key, Value: f.value.ordered()})
		}
		return fields
	case sequenceKind:
		items := make([]any, len(n.items))
		for i, item := range n.items {
			items[i] = item.ordered()
		}
		return items
	case scalarKind:
	}
	return n.scalar
}

// find walks a path as Fault.Path writes it and returns the deepest place that exists on it: a scalar's own, else the key's or the item's.
// The boolean says whether all of the path exists.
func (n *node) find(path string) (at place, whole bool) {
	at = n.at
	defer func() {
		if whole && n.kind == scalarKind && n.scalar != nil {
			at = n.at
		}
	}()
	for path != "" {
		var step string
		step, path = nextStep(path)
		if index, err := strconv.Atoi(strings.Trim(step, "[]")); err == nil && strings.HasPrefix(step, "[") {
			if index < 0 || index >= len(n.items) {
				return at, false
			}
			n = n.items[index]
			at = n.at
			continue
		}
		if strings.HasPrefix(step, "[") {
			if key, err := strconv.Unquote(strings.Trim(step, "[]")); err == nil {
				step = key
			}
		}
		found := false
		for _, f := range n.fields {
			if f.key == step {
				n, at, found = f.value, f.at, true
				break
			}
		}
		if !found {
			return at, false
		}
	}
	return at, true
}

// nextStep cuts the first step off a path.
func nextStep(path string) (step, rest string) {
	path = strings.TrimPrefix(path, ".")
	if strings.HasPrefix(path, `["`) {
		if quoted, err := strconv.QuotedPrefix(path[1:]); err == nil && strings.HasPrefix(path[1+len(quoted):], "]") {
			end := 1 + len(quoted) + 1
			return path[:end], path[end:]
		}
	}
	if strings.HasPrefix(path, "[") {
		if end := strings.IndexByte(path, ']'); end > 0 {
			return path[:end+1], path[end+1:]
		}
		return path, ""
	}
	if end := strings.IndexAny(path, ".["); end > 0 {
		return path[:end], path[end:]
	}
	return path, ""
}

// joinKey appends a key to a path.
func joinKey(path, key string) string {
	plain := key != ""
	for _, r := range key {
		plain = plain && (r == '_' || r == '-' || '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z')
	}
	switch {
	case !plain:
		return path + "[" + strconv.Quote(key) + "]"
	case path == "":
		return key
	}
	return path + "." + key
}

// joinIndex appends an index to a path.
func joinIndex(path string, index int) string { return fmt.Sprintf("%s[%d]", path, index) }

// reader turns YAML into nodes and notes what is not allowed in it.
type reader struct {
	report func(Fault)
	// shift is how many lines of the file are above the data, for hints that name a line.
	shift int
}

// read returns the document in data, or nil when it cannot be read at all; what is wrong goes to report.
func (r reader) read(data []byte) (doc *node) {
	if len(data) > maxSize {
		r.report(Fault{Message: fmt.Sprintf("the file has %d bytes, at most %d are read", len(data), maxSize), Hint: "is this the right file?"})
		return nil
	}
	defer func() {
		// The parser is not ours, and its input is; a panic in it is one more way of saying that this is no YAML.
		if p := recover(); p != nil {
			doc = nil
			r.report(Fault{Message: "the YAML cannot be parsed"})
		}
	}()
	// Some editors begin a file with a byte order mark.
	tokens := lexer.Tokenize(string(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))))
	if len(tokens) > maxTokens {
		r.report(Fault{Message: fmt.Sprintf("the file has %d words and marks, at most %d are read", len(tokens), maxTokens), Hint: "is this the right file?"})
		return nil
	}
	if at, deep := tooDeep(tokens); deep {
		r.report(Fault{Line: at.line, Column: at.column, Message: fmt.Sprintf("nested deeper than %d levels", maxDepth)})
		return nil
	}
	file, err := parser.Parse(tokens, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		r.report(syntaxFault(err))
		return nil
	}
	for _, d := range file.Docs {
		if d.Body == nil || d.Body.Type() == ast.CommentType {
			continue
		}
		if doc != nil {
			at := placeOf(d.Body)
			r.report(Fault{Line: at.line, Column: at.column, Message: "a second YAML document", Hint: "one file holds one configuration"})
			break
		}
		doc = r.node(d.Body, "", 0)
	}
	if doc == nil {
		doc = &node{kind: mappingKind, at: place{1, 1}}
	}
	return doc
}

// syntaxFault keeps the message and the place of a parser's error, without the coloured excerpt.
func syntaxFault(err error) Fault {
	fault := Fault{Line: 1, Column: 1, Hint: "not valid YAML"}
	if e, ok := err.(yaml.Error); ok { //nolint:errorlint // The parser returns it unwrapped, and its interface is no error target.
		// Its Error draws the excerpt, which takes minutes for a long line.
		fault.Message = e.GetMessage()
		if tk := e.GetToken(); tk != nil && tk.Position != nil {
			fault.Line, fault.Column = max(1, tk.Position.Line), max(1, tk.Position.Column)
		}
	} else {
		fault.Message = err.Error()
	}
	fault.Message, _, _ = strings.Cut(fault.Message, "\n")
	return fault
}

// tooDeep finds nesting that costs little to write, before the recursive parser meets it.
func tooDeep(tokens token.Tokens) (place, bool) {
	flow, line, entries, marks := 0, 0, 0, 0
	for _, tk := range tokens {
		if tk.Position.Line != line {
			line, entries = tk.Position.Line, 0
		}
		switch tk.Type { //nolint:exhaustive // The others do not nest.
		case token.MappingStartType, token.SequenceStartType:
			flow++
		case token.MappingEndType, token.SequenceEndType:
			flow--
		case token.SequenceEntryType:
			entries++
		case token.MappingKeyType, token.AnchorType, token.TagType, token.AliasType:
			// These nest from line to line too. They are refused later, with a better message, unless they are many.
			marks++
		}
		if flow > maxDepth || entries > maxDepth || marks > maxDepth {
			return place{tk.Position.Line, tk.Position.Column}, true
		}
	}
	return place{}, false
}

// placeOf returns where a node begins.
func placeOf(n ast.Node) place {
	tk := n.GetToken()
	switch v := n.(type) {
	case *ast.MappingNode:
		if !v.IsFlowStyle && len(v.Values) > 0 {
			return placeOf(v.Values[0])
		}
	case *ast.MappingValueNode:
		return placeOf(v.Key)
	}
	if tk == nil || tk.Position == nil {
		return place{1, 1}
	}
	return place{max(1, tk.Position.Line), max(1, tk.Position.Column)}
}

// node converts one value. It never returns nil.
func (r reader) node(n ast.Node, path string, depth int) *node {
	if n == nil {
		return &node{at: place{1, 1}}
	}
	result := &node{at: placeOf(n)}
	if depth > maxDepth {
		r.refuse(result.at, path, fmt.Sprintf("nested deeper than %d levels", maxDepth), "")
		return result
	}
	switch v := n.(type) {
	case *ast.MappingNode:
		result.kind = mappingKind
		for _, value := range v.Values {
			r.field(result, value, path, depth)
		}
	case *ast.MappingValueNode:
		result.kind = mappingKind
		r.field(result, v, path, depth)
	case *ast.SequenceNode:
		result.kind = sequenceKind
		for i, value := range v.Values {
			item := r.node(value, joinIndex(path, i), depth+1)
			if item.isNull() && value != nil && value.Type() == ast.NullType {
				r.refuse(item.at, joinIndex(path, i), "an empty item", "")
			}
			result.items = append(result.items, item)
		}
	case *ast.StringNode:
		result.scalar = v.Value
	case *ast.LiteralNode:
		if v.Value != nil {
			result.scalar = v.Value.Value
		}
	case *ast.IntegerNode:
		result.scalar = v.Value
	case *ast.FloatNode:
		result.scalar = v.Value
	case *ast.BoolNode:
		result.scalar = v.Value
	case *ast.NullNode:
	case *ast.InfinityNode, *ast.NanNode:
		result.scalar = math.MaxFloat64
		r.refuse(result.at, path, "not a finite number", "")
	case *ast.AnchorNode, *ast.AliasNode:
		r.refuse(result.at, path, "anchors and aliases are not supported", "write the value out at each place")
	case *ast.TagNode:
		r.refuse(result.at, path, "tags are not supported", "write the value without it")
	default:
		r.refuse(result.at, path, "this YAML is not supported here: "+strings.ToLower(n.Type().String()), "")
	}
	return result
}

// field adds one key to a mapping.
func (r reader) field(to *node, value *ast.MappingValueNode, path string, depth int) {
	at := placeOf(value.Key)
	if value.Key.IsMergeKey() {
		r.refuse(at, path, "merge keys are not supported", "write the keys out")
		return
	}
	var key string
	switch k := value.Key.(type) {
	case *ast.StringNode:
		key = k.Value
	case *ast.MappingKeyNode:
		r.refuse(at, path, "keys that begin with ? are not supported", "")
		return
	default:
		if tk := value.Key.GetToken(); tk != nil {
			key = tk.Value
		}
	}
	sub := joinKey(path, key)
	if to.get(key) != nil {
		for _, f := range to.fields {
			if f.key == key {
				r.refuse(at, sub, fmt.Sprintf("the key %q is there twice", key), fmt.Sprintf("first on line %d", f.at.line+r.shift))
				break
			}
		}
		return
	}
	to.fields = append(to.fields, field{key: key, at: at, value: r.node(value.Value, sub, depth+1)})
}

func (r reader) refuse(at place, path, message, hint string) {
	r.report(Fault{Path: path, Line: at.line, Column: at.column, Message: message, Hint: hint})
}
