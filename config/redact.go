package config

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"strings"

	"github.com/goccy/go-yaml"

	"firebreak/config/secret"
)

// Hash identifies what decides which posts are let in and what is masked in them: the brands. It is 16 hexadecimal digits, and equal for
// configurations that differ only in comments, layout or other sections.
func (c *Config) Hash() string {
	// The version is part of it, for the day when the same configuration comes to mean something else.
	data, err := json.Marshal(struct { //nolint:musttag // The hash stays while the names of the fields do; tags would change it.
		Version int
		Brands  []Brand
	}{1, c.Brands})
	if err != nil {
		// Strings and booleans always encode.
		return strings.Repeat("0", 16)
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:8])
}

// Redacted returns the configuration as YAML, defaults included, with every secret left out. Blocks of a kind that is not known lose every
// value but the paths of files, since nobody knows which of them are secret.
func (c *Config) Redacted() ([]byte, error) {
	shown := *c
	shown.Sources, shown.Receivers = nil, nil
	out, err := yaml.Marshal(shown)
	if err != nil {
		return nil, fmt.Errorf("encoding the configuration: %w", err)
	}
	var blocks yaml.MapSlice
	if len(c.Sources) > 0 {
		sources := make([]yaml.MapSlice, len(c.Sources))
		for i, s := range c.Sources {
			sources[i] = append(yaml.MapSlice{{Key: "type", Value: s.Type}, {Key: "name", Value: s.Name}}, s.Block.redacted(c.kinds.Sources[s.Type])...)
		}
		blocks = append(blocks, yaml.MapItem{Key: "sources", Value: sources})
	}
	if len(c.Receivers) > 0 {
		receivers := make([]yaml.MapSlice, len(c.Receivers))
		for i, r := range c.Receivers {
			receivers[i] = yaml.MapSlice{{Key: "name", Value: r.Name}, {Key: "private", Value: r.Private}, {Key: r.Sink, Value: r.Block.redacted(c.kinds.Sinks[r.Sink])}}
		}
		blocks = append(blocks, yaml.MapItem{Key: "receivers", Value: receivers})
	}
	if len(blocks) == 0 {
		return out, nil
	}
	tail, err := yaml.Marshal(blocks)
	if err != nil {
		return nil, fmt.Errorf("encoding the configuration: %w", err)
	}
	return append(out, tail...), nil
}

// secretKey finds the keys that hold a secret even where a struct forgot to say so.
var secretKey = regexp.MustCompile(`(?i)(token|secret|password|passphrase|credential|authorization|api_?key|routing_?key|access_?key)`)

// redacted returns the block for people. kind says which fields are secret; nil hides all.
func (b Block) redacted(kind any) yaml.MapSlice {
	if b.node == nil {
		return yaml.MapSlice{{Key: "block", Value: secret.Redacted}}
	}
	return redactFields(b.node, reflect.TypeOf(kind))
}

// redactFields copies a mapping without its secrets; t is its Go type, nil when that is not known.
func redactFields(n *node, t reflect.Type) yaml.MapSlice {
	fields := yaml.MapSlice{}
	for _, f := range n.fields {
		var value any = secret.Redacted
		ft := fieldType(t, f.key)
		switch {
		case strings.HasSuffix(f.key, fileSuffix):
			value = f.value.ordered()
		case f.value.isNull():
			value = nil
		case secretKey.MatchString(f.key):
		default:
			value = redactValue(f.value, ft)
		}
		fields = append(fields, yaml.MapItem{Key: f.key, Value: value})
	}
	return fields
}

func redactValue(n *node, t reflect.Type) any {
	for t != nil && t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch {
	case n.kind == mappingKind:
		return redactFields(n, t)
	case n.kind == sequenceKind:
		items := make([]any, len(n.items))
		for i, item := range n.items {
			var element reflect.Type
			if t != nil && t.Kind() == reflect.Slice {
				element = t.Elem()
			}
			items[i] = redactValue(item, element)
		}
		return items
	case t == reflect.TypeFor[secret.URL]():
		if url, err := secret.NewURL(n.text()); err == nil {
			return url.String()
		}
		return secret.Redacted
	case t == nil || t == reflect.TypeFor[secret.String]():
		return secret.Redacted
	}
	return n.scalar
}

// fieldType returns the type of the field of t that has a key, or nil.
func fieldType(t reflect.Type, key string) reflect.Type {
	for t != nil && t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t == nil {
		return nil
	}
	if t.Kind() == reflect.Map {
		return t.Elem()
	}
	if t.Kind() != reflect.Struct {
		return nil
	}
	for f := range t.Fields() {
		name, inline := fieldKey(f)
		if inline {
			if found := fieldType(f.Type, key); found != nil {
				return found
			}
		}
		if name == key {
			return f.Type
		}
	}
	return nil
}

// yaml returns a node as YAML text.
func (n *node) yaml() []byte {
	out, err := yaml.Marshal(n.ordered())
	if err != nil {
		return nil
	}
	return out
}
