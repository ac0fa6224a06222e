package dispatch

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/prometheus/alertmanager/pkg/labels"

	"firebreak/config"
)

// maxRouteDepth bounds the nesting of routes.
const maxRouteDepth = 32

// Tree is a compiled routing tree. It is immutable and safe for concurrent use. The zero value routes to nobody.
type Tree struct{ root *node }

type node struct {
	path     string
	receiver string
	match    []*labels.Matcher
	goOn     bool
	routes   []*node
}

// Target is a receiver and the path of the route that picked it, such as "route.routes[0]".
type Target struct {
	Receiver string
	Path     string
}

// NewTree compiles a route. receivers are the names that exist. The error joins every fault that Validate finds.
func NewTree(route config.Route, receivers []string) (*Tree, error) {
	c := compiler{receivers: receivers}
	root := c.compile(route, "route", "", 1)
	if len(c.faults) > 0 {
		all := make([]error, len(c.faults))
		for i, f := range c.faults {
			all[i] = f
		}
		return nil, fmt.Errorf("compiling the routes: %w", errors.Join(all...))
	}
	if route.Receiver == "" && len(route.Routes) == 0 {
		return &Tree{}, nil
	}
	return &Tree{root: root}, nil
}

// Validate returns every fault of a route, with its path, in the order of the document. A route that is absent has none: it tells nobody.
func Validate(route config.Route, receivers []string) []config.Fault {
	c := compiler{receivers: receivers}
	c.compile(route, "route", "", 1)
	return c.faults
}

// Match returns the receivers of an incident, each once, in the order of the tree. The first child that matches takes the incident unless
// it says continue; a node of which no child matches takes it itself.
func (t *Tree) Match(l Labels) []Target {
	if t == nil || t.root == nil {
		return nil
	}
	var out []Target
	t.root.walk(l, &out)
	return out
}

func (n *node) walk(l Labels, out *[]Target) bool {
	for _, m := range n.match {
		if !holds(m, l[m.Name]) {
			return false
		}
	}
	taken := false
	for _, child := range n.routes {
		if child.walk(l, out) {
			taken = true
			if !child.goOn {
				break
			}
		}
	}
	known := slices.ContainsFunc(*out, func(t Target) bool { return t.Receiver == n.receiver })
	if !taken && n.receiver != "" && !known {
		*out = append(*out, Target{Receiver: n.receiver, Path: n.path})
	}
	return true
}

// holds reports whether a matcher holds for a label with many values: a positive one if it does for any, a negative one if for all.
func holds(m *labels.Matcher, values []string) bool {
	if len(values) == 0 {
		return m.Matches("")
	}
	if m.Type == labels.MatchNotEqual || m.Type == labels.MatchNotRegexp {
		return !slices.ContainsFunc(values, func(v string) bool { return !m.Matches(v) })
	}
	return slices.ContainsFunc(values, m.Matches)
}

// compiler compiles and collects faults.
type compiler struct {
	receivers []string
	faults    []config.Fault
}

func (c *compiler) fault(path, hint, format string, args ...any) {
	c.faults = append(c.faults, config.Fault{Path: path, Message: fmt.Sprintf(format, args...), Hint: hint})
}

func (c *compiler) compile(r config.Route, path, inherited string, depth int) *node {
	n := &node{path: path, receiver: r.Receiver, goOn: r.Continue}
	switch {
	case n.receiver == "":
		n.receiver = inherited
	case !slices.Contains(c.receivers, n.receiver):
		c.fault(path+".receiver", "name one of receivers", "there is no receiver %q", n.receiver)
	}
	if depth == 1 {
		if len(r.Match) > 0 {
			c.fault(path+".match", "put it on a child under routes", "the root takes every incident, it cannot have matchers")
		}
		if r.Continue {
			c.fault(path+".continue", "remove it", "the root has nothing to continue to")
		}
	} else {
		if len(r.Match) == 0 {
			c.fault(path+".match", "give at least one matcher, such as 'level = page'", "a child without matchers takes every incident")
		}
		if n.receiver == "" && len(r.Routes) == 0 {
			c.fault(path+".receiver", "name a receiver", "there is no receiver, and none to inherit")
		}
	}
	for i, text := range r.Match {
		at := path + ".match"
		if len(r.Match) > 1 {
			at = fmt.Sprintf("%s.match[%d]", path, i)
		}
		n.match = append(n.match, c.matchers(at, text)...)
	}
	if depth >= maxRouteDepth && len(r.Routes) > 0 {
		c.fault(path+".routes", "", "routes are nested deeper than %d levels", maxRouteDepth)
		return n
	}
	for i, child := range r.Routes {
		n.routes = append(n.routes, c.compile(child, fmt.Sprintf("%s.routes[%d]", path, i), n.receiver, depth+1))
	}
	return n
}

func (c *compiler) matchers(path, text string) []*labels.Matcher {
	const hint = "write it as in 'level = page' or 'kind =~ \"security.*\"'"
	all, err := labels.ParseMatchers(text)
	switch {
	case err != nil:
		c.fault(path, hint, "%v", err)
		return nil
	case len(all) == 0:
		c.fault(path, hint, "the matcher is empty")
		return nil
	}
	for _, m := range all {
		if !slices.Contains(labelNames(), m.Name) {
			c.fault(path, "the labels are "+strings.Join(labelNames(), ", "), "there is no label %q", m.Name)
			continue
		}
		plain := m.Type == labels.MatchEqual || m.Type == labels.MatchNotEqual
		if set := closedSet(m.Name); plain && set != nil && !slices.Contains(set, m.Value) {
			c.fault(path, "it is one of "+strings.Join(set, ", "), "%s is never %q", m.Name, m.Value)
		}
	}
	return all
}
