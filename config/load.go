package config

import (
	"fmt"
	"io"
	"os"
	"reflect"
)

// Option changes how a configuration is loaded.
type Option func(*options)

type options struct {
	kinds  Kinds
	checks []func(*Config) []Fault
}

// WithKinds checks the blocks of sources and receivers too, in the same pass. Without it they are accepted as they are.
func WithKinds(kinds Kinds) Option { return func(o *options) { o.kinds = kinds } }

// WithCheck adds a check of what this package does not know, such as the language of queries, so that its faults come in the same pass. It may
// get a configuration that has other faults; it makes its own with Config.Fault.
func WithCheck(check func(*Config) []Fault) Option {
	return func(o *options) { o.checks = append(o.checks, check) }
}

// Load reads and checks a configuration file. It sets defaults, resolves relative paths against the file's folder, and expands no
// variables of the environment: secrets come from files. Its error is a *Faults with every fault of the file.
func Load(path string, opts ...Option) (*Config, error) {
	data, err := readFile(path)
	if err != nil {
		return nil, &Faults{{File: path, Message: err.Error()}}
	}
	return Parse(path, data, opts...)
}

// readFile reads at most one byte more than Parse accepts.
func readFile(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("reading the configuration: %w", err)
	}
	defer func() { _ = file.Close() }()
	data, err := io.ReadAll(io.LimitReader(file, maxSize+1))
	if err != nil {
		return nil, fmt.Errorf("reading the configuration: %w", err)
	}
	return data, nil
}

// Parse is Load for data that was read already; name stands for the file in faults, and its folder is what relative paths start from.
func Parse(name string, data []byte, opts ...Option) (*Config, error) {
	var o options
	for _, opt := range opts {
		opt(&o)
	}
	faults := newCollector(name)
	doc := reader{report: faults.add}.read(data)
	if doc == nil {
		return nil, faults.err()
	}
	emptySinks(doc)
	raw, err := rawSchema(o.kinds)
	if err != nil {
		return nil, &Faults{{File: name, Message: err.Error()}}
	}
	schema, err := compile(raw)
	if err != nil {
		return nil, &Faults{{File: name, Message: err.Error()}}
	}
	faults.structure(schema, doc, "")

	c := Default()
	c.file, c.doc, c.kinds = name, doc, o.kinds
	abs := func(path string) string { return resolve(name, path) }
	faults.decoder(abs).decode(doc, "", reflect.ValueOf(c).Elem())
	if doc.get("kafka").get("dir") == nil {
		c.Kafka.Dir = abs(c.Kafka.Dir)
	}
	c.cutBlocks()
	c.tryBlocks(faults)
	c.normalize()
	c.validate(faults)
	for _, check := range o.checks {
		for _, f := range check(c) {
			faults.consider(f)
		}
	}
	if err := faults.err(); err != nil {
		return nil, err
	}
	return c, nil
}

// emptySinks makes `console:` without a value an empty block: in a receiver the key alone says something.
func emptySinks(doc *node) {
	receivers := doc.get("receivers")
	if receivers == nil {
		return
	}
	for _, receiver := range receivers.items {
		for _, f := range receiver.fields {
			if f.key != "name" && f.key != "private" && f.value.isNull() {
				f.value.kind = mappingKind
			}
		}
	}
}

// cutBlocks takes the blocks of sources and receivers out of the document.
func (c *Config) cutBlocks() {
	if sources := c.doc.get("sources"); sources != nil {
		for i, n := range sources.items {
			if i < len(c.Sources) {
				c.Sources[i].Block = c.block(joinIndex("sources", i), n.without("type", "name"))
			}
		}
	}
	receivers := c.doc.get("receivers")
	if receivers == nil {
		return
	}
	for i, n := range receivers.items {
		rest := n.without("name", "private")
		if i >= len(c.Receivers) || len(rest.fields) != 1 {
			continue
		}
		c.Receivers[i].Sink = rest.fields[0].key
		c.Receivers[i].Block = c.block(joinKey(joinIndex("receivers", i), rest.fields[0].key), rest.fields[0].value)
	}
}

// block makes a block of a mapping.
func (c *Config) block(path string, n *node) Block {
	return Block{Path: path, Raw: n.yaml(), Line: n.at.line, File: c.file, node: n}
}

// tryBlocks decodes the blocks whose kind is known, for the faults that a schema cannot see.
func (c *Config) tryBlocks(faults *collector) {
	try := func(b Block, kind any) {
		if kind == nil || b.node == nil || b.node.kind != mappingKind {
			return
		}
		t := reflect.TypeOf(kind)
		faults.decoder(b.Abs).decode(b.node, b.Path, reflect.New(t.Elem()).Elem())
	}
	for _, s := range c.Sources {
		try(s.Block, c.kinds.Sources[s.Type])
	}
	for _, r := range c.Receivers {
		try(r.Block, c.kinds.Sinks[r.Sink])
	}
}

// Fault returns a fault of this configuration in the form of Load's, with the line and the column of a path such as "brands[0].query"; of
// the nearest place around it when the path itself was not written.
func (c *Config) Fault(path, message, hint string) Fault {
	f := Fault{File: c.file, Path: path, Message: message, Hint: hint}
	if c.doc != nil {
		at, _ := c.doc.find(path)
		f.Line, f.Column = at.line, at.column
	}
	return f
}
