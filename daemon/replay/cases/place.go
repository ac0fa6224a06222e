package cases

import (
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// place is a line and a column, from 1.
type place struct{ line, column int }

// at returns the place of a path such as tests[0].events[1].by, or of what is nearest around it.
func (c *checker) at(path string) place {
	n := c.tree
	found := place{1, 1}
	for _, step := range strings.FieldsFunc(path, func(r rune) bool { return r == '.' || r == '[' || r == ']' }) {
		var next ast.Node
		for _, v := range valuesOf(n) {
			if keyOf(v) == step {
				found, next = placeOf(v), v.Value
				break
			}
		}
		if list, ok := n.(*ast.SequenceNode); ok {
			if i, err := strconv.Atoi(step); err == nil && i >= 0 && i < len(list.Values) {
				next = list.Values[i]
				found = placeOf(next)
			}
		}
		if next == nil {
			break
		}
		n = next
	}
	return found
}

// valuesOf are the entries of a mapping; a mapping of one entry may be that entry.
func valuesOf(n ast.Node) []*ast.MappingValueNode {
	switch v := n.(type) {
	case *ast.MappingNode:
		return v.Values
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{v}
	}
	return nil
}

// keyOf is the text of a key.
func keyOf(v *ast.MappingValueNode) string {
	if k, ok := v.Key.(*ast.StringNode); ok {
		return k.Value
	}
	return ""
}

// placeOf returns where a node begins: a mapping at its first key, unless it is in braces.
func placeOf(n ast.Node) place {
	switch v := n.(type) {
	case *ast.MappingNode:
		if !v.IsFlowStyle && len(v.Values) > 0 {
			return placeOf(v.Values[0])
		}
	case *ast.MappingValueNode:
		return placeOf(v.Key)
	}
	tk := n.GetToken()
	if tk == nil || tk.Position == nil {
		return place{1, 1}
	}
	return place{max(1, tk.Position.Line), max(1, tk.Position.Column)}
}
