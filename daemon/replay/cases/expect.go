package cases

import (
	"fmt"
	"slices"
	"strings"

	"firebreak/daemon/escalation"
)

// expect checks a list of expectations now.
func (r *runner) expect(list []Expectation) {
	for i := range list {
		if misses := r.check(&list[i]); len(misses) > 0 {
			r.result.Failures = append(r.result.Failures, Failure{
				Line: list[i].line, At: r.offset(r.now), Expected: list[i].String(), Misses: misses, Lines: len(r.result.Lines),
			})
		}
	}
}

// check returns what does not hold: nothing where the expectation is met.
func (r *runner) check(e *Expectation) []Miss {
	var about []*Line
	latest := map[string]int{}
	pages, notifies := 0, 0
	for i := range r.result.Lines {
		l := &r.result.Lines[i]
		if !r.about(e.Thread, l) {
			continue
		}
		latest[l.Incident] = len(about)
		about = append(about, l)
		switch l.Action {
		case escalation.DecisionPage:
			pages++
		case escalation.DecisionNotify:
			notifies++
		case escalation.DecisionOpen, escalation.DecisionUpdate, escalation.DecisionLower, escalation.DecisionResolve:
		}
	}
	var misses []Miss
	var standing []*Line
	for i, l := range about {
		if latest[l.Incident] != i {
			continue
		}
		standing = append(standing, l)
		for _, kind := range e.NotKinds {
			if slices.Contains(l.Kinds, kind) {
				misses = append(misses, Miss{Part: "not_kinds", Want: "no " + kind, Got: "it is on " + l.Incident})
			}
		}
	}
	count := func(part string, want *int, got int) {
		if want != nil && *want != got {
			misses = append(misses, Miss{Part: part, Want: fmt.Sprint(*want), Got: fmt.Sprint(got)})
		}
	}
	count("pages", e.Pages, pages)
	count("notifies", e.Notifies, notifies)
	if e.None && pages+notifies > 0 {
		misses = append(misses, Miss{Part: "none", Want: "nobody told", Got: fmt.Sprintf("%d pages, %d notifies", pages, notifies)})
	}
	if !e.aboutLine() {
		return misses
	}
	candidates := standing
	if e.Action != "" || e.By.set {
		candidates = about
	}
	return append(misses, r.nearest(e, candidates)...)
}

// nearest returns what the best of the lines misses, of equal ones the latest; nothing where one fits.
func (r *runner) nearest(e *Expectation, lines []*Line) []Miss {
	if len(lines) == 0 {
		return []Miss{{Part: "incident", Want: "one that fits", Got: "there is none"}}
	}
	var best []Miss
	for i, l := range slices.Backward(lines) {
		misses := r.misses(e, l)
		if len(misses) == 0 {
			return nil
		}
		if i == len(lines)-1 || len(misses) < len(best) {
			best = misses
		}
	}
	return best
}

// misses compares an expectation with one line.
func (r *runner) misses(e *Expectation, l *Line) []Miss {
	var out []Miss
	miss := func(bad bool, part, want, got string) {
		if bad {
			if got == "" {
				got = "none"
			}
			out = append(out, Miss{Part: part, Want: want, Got: got})
		}
	}
	miss(e.Action != "" && e.Action != l.Action, "action", string(e.Action), string(l.Action))
	miss(e.Level != "" && e.Level != l.Level, "level", string(e.Level), string(l.Level))
	miss(e.Severity != "" && e.Severity != l.Severity, "severity", string(e.Severity), string(l.Severity))
	miss(e.Topic != "" && e.Topic != l.Topic, "topic", e.Topic, l.Topic)
	miss(!contains(l.Kinds, e.Kinds), "kinds", strings.Join(e.Kinds, ", "), strings.Join(l.Kinds, ", "))
	names := reasonNames(l.Reasons)
	miss(!contains(names, e.Reasons), "reasons", strings.Join(e.Reasons, ", "), strings.Join(names, ", "))
	if len(e.Receivers) > 0 {
		want, got := slices.Sorted(slices.Values(e.Receivers)), slices.Sorted(slices.Values(l.Receivers))
		miss(!slices.Equal(want, got), "receivers", strings.Join(want, ", "), strings.Join(got, ", "))
	}
	if e.By.set {
		miss(l.Time.After(e.By.time(r.start, r.now)), "by", e.By.String(), r.offset(l.Time))
	}
	return out
}

// contains reports whether all of want are there.
func contains(have, want []string) bool {
	return !slices.ContainsFunc(want, func(w string) bool { return !slices.Contains(have, w) })
}

// reasonNames are the signals and the rules of reasons, each once.
func reasonNames(reasons []escalation.Reason) []string {
	var names []string
	for _, r := range reasons {
		for _, name := range []string{r.Signal, r.Rule} {
			if name != "" && !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names
}

// String is the expectation in one line, in the form of the file.
func (e *Expectation) String() string {
	var parts []string
	add := func(key, value string) {
		if value != "" {
			parts = append(parts, key+": "+value)
		}
	}
	list := func(key string, values []string) {
		if len(values) > 0 {
			add(key, "["+strings.Join(values, ", ")+"]")
		}
	}
	number := func(key string, n *int) {
		if n != nil {
			add(key, fmt.Sprint(*n))
		}
	}
	add("thread", e.Thread)
	add("action", string(e.Action))
	add("level", string(e.Level))
	add("severity", string(e.Severity))
	list("kinds", e.Kinds)
	list("not_kinds", e.NotKinds)
	add("topic", e.Topic)
	list("reasons", e.Reasons)
	list("receivers", e.Receivers)
	if e.By.set {
		add("by", e.By.String())
	}
	number("pages", e.Pages)
	number("notifies", e.Notifies)
	if e.None {
		add("none", "true")
	}
	return "{" + strings.Join(parts, ", ") + "}"
}
