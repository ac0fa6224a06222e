package config

import (
	_ "embed"
	"regexp"
	"slices"
	"strings"
)

//go:embed example.yaml
var example string

// Example returns a configuration that documents every key, as YAML. The caller owns it.
func Example() []byte { return []byte(example) }

// offKey finds the keys that are switched off in the example: `#key:`, without a space.
var offKey = regexp.MustCompile(`(?m)^( *(?:- )?)#([a-z_]+:)`)

// describe adds the comments of the example to a schema, so that editors show them and there is one text to keep.
func describe(raw map[string]any) {
	all := offKey.ReplaceAllString(example, "$1$2")
	doc := reader{report: func(Fault) {}}.read([]byte(all))
	if doc == nil {
		return
	}
	describer{raw: raw, lines: strings.Split(all, "\n")}.mapping(doc, raw)
}

// describer walks the example and a schema together.
type describer struct {
	raw   map[string]any
	lines []string
}

func (d describer) mapping(n *node, rule map[string]any) {
	rule = d.definition(rule)
	// The rule of any source lists the types; the rule of one type has it as a constant.
	if kind := n.get("type").text(); kind != "" && object(object(rule["properties"])["type"])["enum"] != nil {
		if source := object(object(d.raw["$defs"])["source."+kind]); len(source) > 0 {
			d.mapping(n, source)
		}
	}
	for _, f := range n.fields {
		property, ok := object(rule["properties"])[f.key].(map[string]any)
		if !ok {
			continue
		}
		if text := d.comment(f.at.line); text != "" && property["description"] == nil {
			property["description"] = text
		}
		switch f.value.kind {
		case mappingKind:
			d.mapping(f.value, property)
		case sequenceKind:
			for _, item := range f.value.items {
				if item.kind == mappingKind {
					d.mapping(item, object(d.definition(property)["items"]))
				}
			}
		case scalarKind:
		}
	}
}

// definition follows a reference.
func (d describer) definition(rule map[string]any) map[string]any {
	if ref, ok := rule["$ref"].(string); ok {
		return object(object(d.raw["$defs"])[strings.TrimPrefix(ref, "#/$defs/")])
	}
	return rule
}

// comment returns the lines of comment right above a line.
func (d describer) comment(line int) string {
	var text []string
	for i := line - 2; i >= 0; i-- {
		words, ok := strings.CutPrefix(strings.TrimSpace(d.lines[i]), "# ")
		if !ok {
			break
		}
		text = append(text, words)
	}
	slices.Reverse(text)
	return strings.Join(text, " ")
}
