package config

import (
	"errors"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

const (
	durationHint = "such as 90s, 15m or 24h"
	daysHint     = "days and weeks are written in hours, such as 168h"
)

// collector gathers faults. A fault about a value as a whole is held back when something in it is wrong already: a brand whose query is
// misspelt "querry" does not need to hear that it has no query.
type collector struct {
	file string
	list Faults
	// paths holds the paths of the faults, and those around them.
	paths map[string]bool
	seen  map[Fault]bool
}

func newCollector(file string) *collector {
	return &collector{file: file, paths: map[string]bool{}, seen: map[Fault]bool{}}
}

// add takes a fault that stands for itself.
func (c *collector) add(f Fault) {
	f.File = c.file
	if c.seen[f] {
		return
	}
	c.seen[f] = true
	c.list = append(c.list, f)
	// The path, and every path around it.
	for i := range f.Path {
		if i == 0 || f.Path[i] == '.' || f.Path[i] == '[' {
			c.paths[f.Path[:i]] = true
		}
	}
	if f.Path != "" {
		c.paths[f.Path] = true
	}
}

// touched reports whether there is a fault at a path or below it.
func (c *collector) touched(path string) bool { return c.paths[path] }

// consider takes a fault unless its path is touched already.
func (c *collector) consider(f Fault) {
	if !c.touched(f.Path) {
		c.add(f)
	}
}

func (c *collector) err() error {
	c.list.Add()
	return c.list.Err()
}

// decoder returns a decoder that reports here what the schema could not see.
func (c *collector) decoder(abs func(string) string) decoder {
	return decoder{abs: abs, report: func(path string, n *node, message, hint string) {
		c.consider(Fault{Path: path, Line: n.at.line, Column: n.at.column, Message: message, Hint: hint})
	}}
}

// structure checks doc, which stands at base, against a schema, and takes every fault with its place.
func (c *collector) structure(s *schema, doc *node, base string) {
	var found *jsonschema.ValidationError
	if err := s.compiled.Validate(doc.generic()); !errors.As(err, &found) {
		return
	}
	v := violations{schema: s, doc: doc, base: base, printer: message.NewPrinter(language.English)}
	v.walk(found)
	for _, f := range v.certain {
		c.add(f)
	}
	for _, f := range v.vague {
		c.consider(f)
	}
}

// violations turns the validator's tree of errors into faults.
type violations struct {
	schema  *schema
	doc     *node
	base    string
	printer *message.Printer
	certain []Fault
	// vague faults say that a combination of keys does not fit.
	vague []Fault
}

func (v *violations) walk(e *jsonschema.ValidationError) {
	path, n, at := v.locate(e.InstanceLocation)
	rule := v.schema.at(e.SchemaURL)
	report := func(message, hint string) {
		v.certain = append(v.certain, Fault{Path: path, Line: at.line, Column: at.column, Message: message, Hint: hint})
	}
	vague := func(message string) {
		v.vague = append(v.vague, Fault{Path: path, Line: at.line, Column: at.column, Message: message})
	}
	switch k := e.ErrorKind.(type) {
	case *kind.AdditionalProperties:
		known := slices.Sorted(maps.Keys(object(rule["properties"])))
		for _, f := range n.fields {
			if slices.Contains(k.Properties, f.key) {
				v.certain = append(v.certain, Fault{
					Path: joinPaths(path, joinKey("", f.key)), Line: f.at.line, Column: f.at.column,
					Message: "unknown key", Hint: didYouMean(f.key, known),
				})
			}
		}
	case *kind.Required:
		for _, key := range k.Missing {
			v.certain = append(v.certain, Fault{
				Path: joinPaths(path, key), Line: at.line, Column: at.column, Message: "is required",
			})
		}
	case *kind.Type:
		report(typeFault(k, rule))
	case *kind.Enum:
		report(enumFault(k))
	case *kind.Pattern:
		report(patternFault(k, rule))
	case *kind.Minimum:
		report("must be at least "+number(k.Want), "")
	case *kind.ExclusiveMinimum:
		report("must be more than "+number(k.Want), "")
	case *kind.Maximum:
		report("must be at most "+number(k.Want), "")
	case *kind.ExclusiveMaximum:
		report("must be less than "+number(k.Want), "")
	case *kind.MinItems:
		report(fmt.Sprintf("needs at least %d", k.Want), "")
	case *kind.MaxLength:
		report(fmt.Sprintf("has %d characters, at most %d fit", k.Got, k.Want), "shorten it")
	case *kind.MinLength:
		report("must not be empty", "")
	case *kind.Not:
		vague("set only one of " + strings.Join(names(object(rule["not"])["required"]), " and "))
	case *kind.OneOf:
		vague("set exactly one of " + strings.Join(alternatives(rule["oneOf"]), ", "))
	case *kind.AnyOf:
		vague("set at least one of " + strings.Join(alternatives(rule["anyOf"]), ", "))
	default:
		if len(e.Causes) == 0 {
			report(e.ErrorKind.LocalizedString(v.printer), "")
		}
		for _, cause := range e.Causes {
			v.walk(cause)
		}
	}
}

// locate finds a value by the validator's address: its path, itself, and where to point at.
func (v *violations) locate(address []string) (string, *node, place) {
	path, n, at := v.base, v.doc, v.doc.at
	for _, step := range address {
		if n.kind == sequenceKind {
			index, err := strconv.Atoi(step)
			if err != nil || index < 0 || index >= len(n.items) {
				return path, n, at
			}
			path, n = joinIndex(path, index), n.items[index]
			at = n.at
			continue
		}
		for _, f := range n.fields {
			if f.key != step {
				continue
			}
			path, n, at = joinPaths(path, joinKey("", step)), f.value, f.at
			if n.kind == scalarKind {
				at = n.at
			}
			break
		}
	}
	return path, n, at
}

func typeFault(k *kind.Type, rule map[string]any) (string, string) {
	article := map[string]string{
		"string": "text", "number": "a number", "integer": "a whole number", "boolean": "true or false", "array": "a list", "object": "keys and values",
		"null": "nothing",
	}
	want := make([]string, len(k.Want))
	for i, w := range k.Want {
		want[i] = article[w]
	}
	got := article[k.Got]
	wants := strings.Join(want, " or ")
	if rule["pattern"] == durationPattern {
		return "wants a duration, got " + got, durationHint
	}
	hint := ""
	switch {
	case slices.Contains(k.Want, "string") && slices.Contains([]string{"number", "integer", "boolean"}, k.Got):
		hint = "put it in quotes"
		if k.Got == "boolean" {
			got = "a boolean"
		}
	case slices.Contains(k.Want, "array") && k.Got == "object":
		hint = "begin each item with a dash"
	case slices.Contains(k.Want, "array"):
		hint = "write [a, b]"
	case slices.Contains(k.Want, "integer") && k.Got == "number":
		got = "a fraction"
	case slices.Contains(k.Want, "boolean") && k.Got == "string":
		hint = "without quotes; yes and no are text in YAML 1.2"
	}
	return fmt.Sprintf("wants %s, got %s", wants, got), hint
}

func enumFault(k *kind.Enum) (string, string) {
	known := make([]string, len(k.Want))
	for i, w := range k.Want {
		known[i] = fmt.Sprint(w)
	}
	got := fmt.Sprint(k.Got)
	return fmt.Sprintf("%q is not known here", got), didYouMean(got, known)
}

func patternFault(k *kind.Pattern, rule map[string]any) (string, string) {
	if rule["pattern"] != durationPattern {
		return fmt.Sprintf("%q does not match %s", k.Got, k.Want), ""
	}
	switch {
	case strings.HasPrefix(k.Got, "-"):
		return "must not be negative", durationHint
	case strings.HasSuffix(k.Got, "d") || strings.HasSuffix(k.Got, "w"):
		return fmt.Sprintf("%q is not a duration", k.Got), daysHint
	}
	return fmt.Sprintf("%q is not a duration", k.Got), durationHint
}

func number(r *big.Rat) string {
	f, _ := r.Float64()
	return strconv.FormatFloat(f, 'f', -1, 64)
}

// alternatives names the required keys of the branches of a oneOf or anyOf.
func alternatives(branches any) []string {
	list, _ := branches.([]any)
	var all []string
	for _, branch := range list {
		all = append(all, strings.Join(names(object(branch)["required"]), " with "))
	}
	return all
}

func names(list any) []string {
	items, _ := list.([]any)
	all := make([]string, 0, len(items))
	for _, item := range items {
		all = append(all, fmt.Sprint(item))
	}
	return all
}
