package config

import (
	"bytes"
	"encoding"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"

	reflection "github.com/invopop/jsonschema"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"firebreak/config/secret"
)

const (
	schemaURL = "config.json"
	// fileSuffix ends the keys that hold a file's path.
	fileSuffix = "_file"
	// durationPattern accepts what time.ParseDuration does, without a sign.
	durationPattern = `^([0-9]+(\.[0-9]+)?(ns|us|µs|ms|s|m|h))+$`
)

// Kinds are the blocks that the daemon knows: for each type of source and each sink a pointer to the zero struct that its factory decodes
// the block into. A nil map accepts every block as it is.
type Kinds struct {
	Sources map[string]any
	Sinks   map[string]any
}

// schema is a JSON Schema, raw and compiled.
type schema struct {
	raw      map[string]any
	compiled *jsonschema.Schema
}

// Schema returns the JSON Schema of a configuration with these kinds, for editors; indented, the same bytes for the same types.
func Schema(kinds Kinds) ([]byte, error) {
	raw, err := rawSchema(kinds)
	if err != nil {
		return nil, err
	}
	raw["title"] = "firebreak configuration"
	describe(raw)
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(raw); err != nil {
		return nil, fmt.Errorf("encoding the schema: %w", err)
	}
	return out.Bytes(), nil
}

// rawSchema returns the schema of the whole configuration.
func rawSchema(kinds Kinds) (map[string]any, error) {
	raw, err := reflectType(reflect.TypeFor[Config]())
	if err != nil {
		return nil, err
	}
	definitions := object(raw["$defs"])
	if err := addSources(definitions, kinds.Sources); err != nil {
		return nil, err
	}
	if err := addSinks(definitions, kinds.Sinks); err != nil {
		return nil, err
	}
	return raw, nil
}

// addSources makes the type of a source decide which keys it may have.
func addSources(definitions map[string]any, kinds map[string]any) error {
	source := object(definitions["config.Source"])
	if kinds == nil {
		delete(source, "additionalProperties")
		return nil
	}
	delete(source, "additionalProperties")
	types := slices.Sorted(maps.Keys(kinds))
	object(object(source["properties"])["type"])["enum"] = anySlice(types)
	var rules []any
	for _, name := range types {
		block, err := blockSchema(definitions, kinds[name])
		if err != nil {
			return fmt.Errorf("source %s: %w", name, err)
		}
		properties := object(block["properties"])
		properties["type"] = map[string]any{"const": name}
		properties["name"] = object(source["properties"])["name"]
		definitions["source."+name] = block
		rules = append(rules, map[string]any{
			"if":   map[string]any{"properties": map[string]any{"type": map[string]any{"const": name}}, "required": []any{"type"}},
			"then": map[string]any{"$ref": "#/$defs/source." + name},
		})
	}
	if len(rules) > 0 {
		source["allOf"] = rules
	}
	return nil
}

// addSinks gives a receiver one key for each sink, of which it wants one.
func addSinks(definitions map[string]any, kinds map[string]any) error {
	receiver := object(definitions["config.Receiver"])
	if kinds == nil {
		receiver["additionalProperties"] = map[string]any{"type": "object"}
		return nil
	}
	var choices []any
	for _, name := range slices.Sorted(maps.Keys(kinds)) {
		block, err := blockSchema(definitions, kinds[name])
		if err != nil {
			return fmt.Errorf("sink %s: %w", name, err)
		}
		definitions["sink."+name] = block
		object(receiver["properties"])[name] = map[string]any{"$ref": "#/$defs/sink." + name}
		choices = append(choices, map[string]any{"required": []any{name}})
	}
	if len(choices) > 0 {
		receiver["oneOf"] = choices
	}
	return nil
}

// blockSchema returns a copy of the schema of a kind's struct, and adds what it refers to to definitions.
func blockSchema(definitions map[string]any, kind any) (map[string]any, error) {
	t := reflect.TypeOf(kind)
	if t == nil || t.Kind() != reflect.Pointer || t.Elem().Kind() != reflect.Struct {
		return nil, fmt.Errorf("the kind is %T, not a pointer to a struct", kind)
	}
	raw, err := reflectType(t.Elem())
	if err != nil {
		return nil, err
	}
	root := object(raw["$defs"])[typeName(t.Elem())]
	for name, definition := range object(raw["$defs"]) {
		if name != typeName(t.Elem()) {
			definitions[name] = definition
		}
	}
	if root != nil {
		return object(root), nil
	}
	delete(raw, "$defs")
	delete(raw, "$schema")
	return raw, nil
}

// reflectType returns the schema of a struct type; panics of the reflector, which come from types that no YAML can fill, become errors.
func reflectType(t reflect.Type) (raw map[string]any, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("making a schema of %s: %v", t, p)
		}
	}()
	r := &reflection.Reflector{
		Anonymous:                  true,
		RequiredFromJSONSchemaTags: true,
		FieldNameTag:               "yaml",
		Mapper:                     mapType,
		Namer:                      typeName,
		KeyNamer: func(name string) string {
			if strings.ToLower(name[:1]) != name[:1] {
				return strings.ToLower(name)
			}
			return name
		},
	}
	data, err := json.Marshal(r.ReflectFromType(t))
	if err != nil {
		return nil, fmt.Errorf("making a schema of %s: %w", t, err)
	}
	if err := json.Unmarshal(data, &raw); err != nil {
		return nil, fmt.Errorf("making a schema of %s: %w", t, err)
	}
	twins(raw)
	for _, definition := range object(raw["$defs"]) {
		twins(object(definition))
	}
	return raw, nil
}

// twins allows only one of a key and its twin with _file.
func twins(definition map[string]any) {
	properties := object(definition["properties"])
	var rules []any
	for _, key := range slices.Sorted(maps.Keys(properties)) {
		if _, ok := properties[key+fileSuffix]; ok {
			rules = append(rules, map[string]any{"not": map[string]any{"required": []any{key, key + fileSuffix}}})
		}
	}
	if len(rules) > 0 {
		definition["allOf"] = rules
	}
}

// mapType gives the types that decode themselves the schema of what they decode.
func mapType(t reflect.Type) *reflection.Schema {
	switch t {
	case reflect.TypeFor[time.Duration]():
		return &reflection.Schema{Type: "string", Pattern: durationPattern}
	case reflect.TypeFor[secret.String](), reflect.TypeFor[secret.URL]():
		return &reflection.Schema{Type: "string"}
	case reflect.TypeFor[RuleLevel]():
		return &reflection.Schema{Type: "string", Enum: []any{string(RuleOff), "watch", "notify", "page"}}
	case reflect.TypeFor[time.Time]():
		return &reflection.Schema{Type: "string", Format: "date-time"}
	case reflect.TypeFor[Matches]():
		return &reflection.Schema{Extras: map[string]any{"type": []any{"string", "array"}, "items": map[string]any{"type": "string"}}}
	}
	if reflect.PointerTo(t).Implements(reflect.TypeFor[encoding.TextUnmarshaler]()) {
		return &reflection.Schema{Type: "string"}
	}
	return nil
}

// typeName names a definition by its package and type, since many packages have a type Config.
func typeName(t reflect.Type) string {
	if t.Name() == "" || t.PkgPath() == "" {
		return ""
	}
	path := strings.TrimPrefix(t.PkgPath(), "firebreak/")
	return strings.ReplaceAll(path, "/", ".") + "." + t.Name()
}

// compileType compiles the schema of a struct type.
func compileType(t reflect.Type) (*schema, error) {
	raw, err := reflectType(t)
	if err != nil {
		return nil, err
	}
	return compile(raw)
}

func compile(raw map[string]any) (*schema, error) {
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource(schemaURL, raw); err != nil {
		return nil, fmt.Errorf("compiling the schema: %w", err)
	}
	compiled, err := compiler.Compile(schemaURL)
	if err != nil {
		return nil, fmt.Errorf("compiling the schema: %w", err)
	}
	return &schema{raw: raw, compiled: compiled}, nil
}

// at returns the part of the schema that a URL of the validator names.
func (s *schema) at(url string) map[string]any {
	_, pointer, _ := strings.Cut(url, "#")
	var current any = s.raw
	for step := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		step = strings.NewReplacer("%24", "$", "~1", "/", "~0", "~").Replace(step)
		switch c := current.(type) {
		case map[string]any:
			if step != "" {
				current = c[step]
			}
		case []any:
			index := -1
			if _, err := fmt.Sscan(step, &index); err != nil || index < 0 || index >= len(c) {
				return nil
			}
			current = c[index]
		}
	}
	return object(current)
}

// object returns a JSON object, or an empty one.
func object(v any) map[string]any {
	if m, ok := v.(map[string]any); ok {
		return m
	}
	return map[string]any{}
}

func anySlice(list []string) []any {
	all := make([]any, len(list))
	for i, s := range list {
		all[i] = s
	}
	return all
}
