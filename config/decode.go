package config

import (
	"encoding"
	"fmt"
	"math"
	"reflect"
	"strings"
	"time"

	"github.com/goccy/go-yaml"
)

// decoder fills Go values from nodes. It goes on after a fault, and leaves what is faulty as it was, so that one pass finds everything and
// indices stay true. It takes yaml struct tags, and the UnmarshalYAML forms of goccy/go-yaml.
type decoder struct {
	// report takes the path and the node of a value that does not fit, and why.
	report func(path string, n *node, message, hint string)
	// abs resolves the path of a file.
	abs func(string) string
}

type (
	funcUnmarshaler interface {
		UnmarshalYAML(decode func(any) error) error
	}
	bytesUnmarshaler interface{ UnmarshalYAML(data []byte) error }
)

// decode fills into, which must be settable.
func (d decoder) decode(n *node, path string, into reflect.Value) {
	if n.isNull() {
		return
	}
	if into.Kind() == reflect.Pointer {
		fresh := reflect.New(into.Type().Elem())
		if !into.IsNil() {
			fresh.Elem().Set(into.Elem())
		}
		d.decode(n, path, fresh.Elem())
		into.Set(fresh)
		return
	}
	if d.custom(n, path, into) {
		return
	}
	switch into.Kind() { //nolint:exhaustive // The others are reported.
	case reflect.Struct:
		if n.kind != mappingKind {
			d.report(path, n, "wants keys and values", "")
			return
		}
		d.fields(n, path, into)
	case reflect.Slice:
		if n.kind != sequenceKind {
			d.report(path, n, "wants a list", "")
			return
		}
		list := reflect.MakeSlice(into.Type(), len(n.items), len(n.items))
		for i, item := range n.items {
			d.decode(item, joinIndex(path, i), list.Index(i))
		}
		into.Set(list)
	case reflect.Map:
		if n.kind != mappingKind || into.Type().Key().Kind() != reflect.String {
			d.report(path, n, "wants keys and values", "")
			return
		}
		entries := reflect.MakeMapWithSize(into.Type(), len(n.fields))
		for _, f := range n.fields {
			value := reflect.New(into.Type().Elem()).Elem()
			d.decode(f.value, joinKey(path, f.key), value)
			entries.SetMapIndex(reflect.ValueOf(f.key).Convert(into.Type().Key()), value)
		}
		into.Set(entries)
	case reflect.Interface:
		if value := reflect.ValueOf(n.generic()); value.Type().AssignableTo(into.Type()) {
			into.Set(value)
		}
	default:
		d.scalar(n, path, into)
	}
}

// custom decodes types that decode themselves, and durations.
func (d decoder) custom(n *node, path string, into reflect.Value) bool {
	if !into.CanAddr() {
		return false
	}
	switch target := into.Addr().Interface().(type) {
	case *time.Duration:
		parsed, err := time.ParseDuration(n.text())
		if err != nil {
			d.report(path, n, fmt.Sprintf("%q is not a duration", n.text()), durationHint)
			return true
		}
		*target = parsed
	case *time.Time:
		parsed, err := time.Parse(time.RFC3339, n.text())
		if err != nil {
			d.report(path, n, fmt.Sprintf("%q is not a time", n.text()), "such as 2026-03-05T09:00:00Z")
			return true
		}
		*target = parsed.UTC()
	case funcUnmarshaler:
		err := target.UnmarshalYAML(func(v any) error {
			inner := d
			var first error
			inner.report = func(_ string, _ *node, message, _ string) {
				if first == nil {
					first = fmt.Errorf("%s", message)
				}
			}
			value := reflect.ValueOf(v)
			if value.Kind() != reflect.Pointer || value.IsNil() {
				return fmt.Errorf("decoding into %T, not a pointer", v)
			}
			inner.decode(n, path, value.Elem())
			return first
		})
		if err != nil {
			d.report(path, n, err.Error(), "")
		}
	case bytesUnmarshaler:
		data, err := yaml.Marshal(n.ordered())
		if err == nil {
			err = target.UnmarshalYAML(data)
		}
		if err != nil {
			d.report(path, n, err.Error(), "")
		}
	case encoding.TextUnmarshaler:
		if err := target.UnmarshalText([]byte(n.text())); err != nil {
			d.report(path, n, err.Error(), "")
		}
	default:
		return false
	}
	return true
}

// fields fills a struct. Unknown keys are not its matter.
func (d decoder) fields(n *node, path string, into reflect.Value) {
	for i := range into.NumField() {
		f := into.Type().Field(i)
		key, inline := fieldKey(f)
		switch {
		case inline:
			d.fields(n, path, into.Field(i))
		case key == "":
		default:
			value := n.get(key)
			if value == nil {
				continue
			}
			d.decode(value, joinKey(path, key), into.Field(i))
			if isFileField(f) && d.abs != nil && into.Field(i).Kind() == reflect.String {
				into.Field(i).SetString(d.abs(into.Field(i).String()))
			}
		}
	}
}

// fieldKey returns the YAML key of a field, "" when it has none, and whether its own fields stand in its place.
func fieldKey(f reflect.StructField) (key string, inline bool) {
	tag := f.Tag.Get("yaml")
	name, options, _ := strings.Cut(tag, ",")
	if f.Type.Kind() == reflect.Struct && (strings.Contains(options, "inline") || f.Anonymous && tag == "") {
		return "", true
	}
	if !f.IsExported() || name == "-" {
		return "", false
	}
	if name == "" {
		name = strings.ToLower(f.Name)
	}
	return name, false
}

// isFileField reports whether a field holds the path of a file: its key ends with _file, or it is tagged `config:"path"`.
func isFileField(f reflect.StructField) bool {
	key, _ := fieldKey(f)
	return strings.HasSuffix(key, fileSuffix) || f.Tag.Get("config") == "path"
}

// scalar fills a string, a boolean or a number.
func (d decoder) scalar(n *node, path string, into reflect.Value) {
	switch into.Kind() { //nolint:exhaustive // The others are reported.
	case reflect.String:
		if s, ok := n.scalar.(string); ok {
			into.SetString(s)
			return
		}
		d.report(path, n, "wants a string", "")
	case reflect.Bool:
		if b, ok := n.scalar.(bool); ok {
			into.SetBool(b)
			return
		}
		d.report(path, n, "wants true or false", "")
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		if i, ok := wholeNumber(n.scalar); ok && !into.OverflowInt(i) {
			into.SetInt(i)
			return
		}
		d.report(path, n, "not a whole number in range", "")
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		if i, ok := wholeNumber(n.scalar); ok && i >= 0 && !into.OverflowUint(uint64(i)) {
			into.SetUint(uint64(i))
			return
		}
		d.report(path, n, "not a whole number in range", "")
	case reflect.Float32, reflect.Float64:
		if f, ok := n.scalar.(float64); ok {
			into.SetFloat(f)
			return
		}
		if i, ok := wholeNumber(n.scalar); ok {
			into.SetFloat(float64(i))
			return
		}
		d.report(path, n, "wants a number", "")
	default:
		d.report(path, n, "cannot be configured", "")
	}
}

// wholeNumber converts a YAML number without loss.
func wholeNumber(scalar any) (int64, bool) {
	switch v := scalar.(type) {
	case int64:
		return v, true
	case uint64:
		if v <= math.MaxInt64 {
			return int64(v), true
		}
	case float64:
		if v == math.Trunc(v) && math.Abs(v) < 1<<53 {
			return int64(v), true
		}
	}
	return 0, false
}
