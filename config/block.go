package config

import (
	"fmt"
	"io"
	"path/filepath"
	"reflect"
	"strings"

	"firebreak/config/secret"
)

// Block is a part of the configuration that only its factory knows: raw YAML, with its place. It may hold secrets, so that no encoder
// shows its content.
type Block struct {
	// Path is its place, such as "receivers[0].pagerduty".
	Path string
	// Raw is its keys as YAML; equal blocks have equal Raw. Comments are left out.
	Raw []byte
	// Line is the first line of the block in its file, from 1.
	Line int
	// File is the name of its file, as in faults.
	File string
	// node is the parsed block with the places in the file; nil for a block made from Raw by hand.
	node *node
}

// Decode fills into, a pointer to a struct with yaml tags, from the block. What the block leaves out keeps the value that it has in into,
// so that a factory sets its defaults first. Every fault (unknown or doubled key, missing key that is tagged `jsonschema:"required"`,
// wrong type, value outside of what the jsonschema tag allows) is in the error, a *Faults, with its line and path. Relative paths in
// keys that end with _file, and in fields tagged `config:"path"`, become relative to the folder of the configuration file.
func (b Block) Decode(into any) error {
	target := reflect.ValueOf(into)
	if target.Kind() != reflect.Pointer || target.IsNil() || target.Elem().Kind() != reflect.Struct {
		return fmt.Errorf("decoding %s: into %T, not a pointer to a struct", b.Path, into)
	}
	faults := newCollector(b.File)
	doc := b.node
	if doc == nil {
		shift := max(0, b.Line-1)
		doc = reader{shift: shift, report: func(f Fault) {
			f.Line += shift
			f.Path = joinPaths(b.Path, f.Path)
			faults.add(f)
		}}.read(b.Raw)
		if doc == nil {
			return faults.err()
		}
		doc.shift(shift)
	}
	schema, err := compileType(target.Elem().Type())
	if err != nil {
		return fmt.Errorf("decoding %s: %w", b.Path, err)
	}
	faults.structure(schema, doc, b.Path)
	faults.decoder(b.Abs).decode(doc, b.Path, target.Elem())
	return faults.err()
}

// Abs returns path relative to the folder of the configuration file; absolute paths, "" and "-" stay as they are.
func (b Block) Abs(path string) string { return resolve(b.File, path) }

// resolve returns path relative to the folder of file.
func resolve(file, path string) string {
	if path == "" || path == "-" || filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(filepath.Dir(file), path)
}

// joinPaths appends a path to another.
func joinPaths(base, path string) string {
	if base == "" || path == "" || strings.HasPrefix(path, "[") {
		return base + path
	}
	return base + "." + path
}

// shift moves a document down by lines.
func (n *node) shift(lines int) {
	n.at.line += lines
	for i := range n.fields {
		n.fields[i].at.line += lines
		n.fields[i].value.shift(lines)
	}
	for _, item := range n.items {
		item.shift(lines)
	}
}

// String returns the place of the block, never its content.
func (b Block) String() string {
	if len(b.Raw) == 0 {
		return b.Path
	}
	return b.Path + " " + secret.Redacted
}

// GoString is String, for %#v.
func (b Block) GoString() string { return b.String() }

// Format is String, for every verb of package fmt.
func (b Block) Format(state fmt.State, _ rune) { _, _ = io.WriteString(state, b.String()) }

// MarshalText is String; it never fails.
func (b Block) MarshalText() ([]byte, error) { return []byte(b.String()), nil }

// GobEncode refuses: a block may hold secrets.
func (b Block) GobEncode() ([]byte, error) {
	return nil, fmt.Errorf("%s: a block of a configuration cannot be encoded", b.Path)
}
