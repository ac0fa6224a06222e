package cases

import (
	"bytes"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"firebreak/config"
)

// Reader reads files of cases.
type Reader struct {
	// Load and Parse read a configuration from a file and from bytes; name is for faults and relative paths. Their errors are *config.Faults
	// where the configuration is at fault.
	Load  func(path string) (*config.Config, error)
	Parse func(name string, data []byte) (*config.Config, error)
	// Config, where set, is tested instead of what the file names.
	Config *config.Config
}

// Read checks a file of cases and reads its configuration. Its error is a *config.Faults with every fault, also those of the
// configuration, or what kept the configuration from being read.
func (r Reader) Read(name string, data []byte) (*File, error) {
	// The parser counts a CR at the end of a comment as a line of its own.
	data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
	var doc document
	var faults config.Faults
	if err := (config.Block{Raw: data, File: name, Line: 1}).Decode(&doc); err != nil {
		var found *config.Faults
		if !errors.As(err, &found) {
			return nil, fmt.Errorf("reading %s: %w", name, err)
		}
		faults = *found
		if slices.ContainsFunc(faults, func(f config.Fault) bool { return f.Path == "" }) {
			// It is no document that one could look into.
			return nil, faults.Err()
		}
	}
	tree, ok := parse(data)
	if !ok {
		faults.Add(config.Fault{File: name, Line: 1, Column: 1, Message: "the YAML cannot be parsed"})
		return nil, faults.Err()
	}
	c := checker{name: name, tree: tree, known: slices.Clone(faults)}
	cfg, err := r.config(name, data, &doc, &c)
	if err != nil {
		return nil, err
	}
	c.document(&doc, cfg)
	faults.Add(c.faults...)
	if err := faults.Err(); err != nil {
		return nil, err
	}
	return &File{Name: name, Config: cfg, Tests: doc.Tests}, nil
}

// parse returns the tree of a document that was read before, for the places in it.
func parse(data []byte) (root ast.Node, ok bool) {
	defer func() {
		if p := recover(); p != nil {
			root, ok = nil, false
		}
	}()
	file, err := parser.ParseBytes(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), 0, parser.AllowDuplicateMapKey())
	if err != nil {
		return nil, false
	}
	for _, d := range file.Docs {
		if d.Body != nil && d.Body.Type() != ast.CommentType {
			return d.Body, true
		}
	}
	return nil, true
}

// config reads the configuration that the document names or holds. Its faults go to c; it is then nil.
func (r Reader) config(name string, data []byte, doc *document, c *checker) (*config.Config, error) {
	if r.Config != nil {
		return r.Config, nil
	}
	var cfg *config.Config
	var err error
	inline := false
	switch v := doc.Config.(type) {
	case nil:
		c.fault("config", "is required", "the path of a configuration, or a configuration itself; or name one with --config")
		return nil, nil
	case string:
		if !filepath.IsAbs(v) {
			v = filepath.Join(filepath.Dir(name), v)
		}
		cfg, err = r.Load(v)
	case map[string]any:
		part, ok := c.part(data, "config")
		if !ok {
			c.fault("config", "a configuration is written below its key, on lines of its own", "")
			return nil, nil
		}
		inline = true
		cfg, err = r.Parse(name, part)
	default:
		c.fault("config", "wants the path of a configuration, or a configuration itself", "")
		return nil, nil
	}
	var found *config.Faults
	if err != nil && !errors.As(err, &found) {
		return nil, fmt.Errorf("reading the configuration of %s: %w", name, err)
	}
	if found == nil {
		return cfg, nil
	}
	for _, f := range *found {
		if inline {
			f.Path = strings.TrimSuffix("config."+f.Path, ".")
		}
		c.add(f)
	}
	return nil, nil
}

// part returns the bytes of a top-level key's value, with everything else blank, so that lines and columns stay what they are. It fails
// where the document is written in braces.
func (c *checker) part(data []byte, key string) ([]byte, bool) {
	from, to := 0, 0
	for _, v := range valuesOf(c.tree) {
		line := placeOf(v).line
		switch {
		case from == 0 && keyOf(v) == key:
			from = line
		case from > 0 && to == 0:
			to = line
		}
	}
	root, _ := c.tree.(*ast.MappingNode)
	braces := root != nil && root.IsFlowStyle
	lines := bytes.SplitAfter(data, []byte("\n"))
	if to == 0 {
		to = len(lines) + 1
	}
	if braces || from == 0 || to <= from || from > len(lines) {
		return nil, false
	}
	var out bytes.Buffer
	for i, line := range lines[:to-1] {
		switch {
		case i < from-1:
			out.WriteByte('\n')
		case i == from-1:
			colon := bytes.IndexByte(line, ':')
			out.WriteString(strings.Repeat(" ", colon+1))
			out.Write(line[colon+1:])
		default:
			out.Write(line)
		}
	}
	return out.Bytes(), true
}
