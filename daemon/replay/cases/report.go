package cases

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"

	"firebreak/daemon/escalation"
	"firebreak/daemon/replay"
)

// Report is how all tests went.
type Report struct {
	Tests  []Result `json:"tests"`
	Passed int      `json:"passed"`
	Failed int      `json:"failed"`
	// Examples are how many of the conversations that people judged come out right; nil where there are none.
	Examples *Examples `json:"examples,omitempty"`
	Rules    Coverage  `json:"rules"`
}

// Examples counts conversations by what people said of them.
type Examples struct {
	Noise  Right `json:"noise"`
	Missed Right `json:"missed"`
}

// Right counts what comes out right of all.
type Right struct {
	Right int `json:"right"`
	All   int `json:"all"`
}

// add counts one example.
func (e *Examples) add(as escalation.ActionKind, passed bool) {
	r := &e.Noise
	if as == escalation.ActionMissed {
		r = &e.Missed
	}
	r.All++
	if passed {
		r.Right++
	}
}

// Coverage says which rules of escalation had a part in a line of any test.
type Coverage struct {
	Fired []string `json:"fired"`
	Never []string `json:"never"`
}

// NewReport sums results up.
func NewReport(results []Result) Report {
	r := Report{Tests: results}
	fired := map[string]bool{}
	for i := range results {
		if results[i].Passed() {
			r.Passed++
		} else {
			r.Failed++
		}
		if j := results[i].Judged; j != nil {
			if r.Examples == nil {
				r.Examples = &Examples{}
			}
			r.Examples.add(j.As, results[i].Passed())
		}
		for _, l := range results[i].Lines {
			for _, reason := range l.Reasons {
				fired[reason.Rule] = true
			}
		}
	}
	r.Rules = Coverage{Fired: []string{}, Never: []string{}}
	for _, rule := range escalation.Rules() {
		if fired[rule] {
			r.Rules.Fired = append(r.Rules.Fired, rule)
		} else {
			r.Rules.Never = append(r.Rules.Never, rule)
		}
	}
	return r
}

// WriteJSON writes the report as one JSON object.
func (r *Report) WriteJSON(w io.Writer) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(r); err != nil {
		return fmt.Errorf("writing the report: %w", err)
	}
	return nil
}

// WriteJSONL writes the results, one test a line as a JSON object.
func (r *Report) WriteJSONL(w io.Writer) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	for i := range r.Tests {
		if err := encoder.Encode(&r.Tests[i]); err != nil {
			return fmt.Errorf("writing the results: %w", err)
		}
	}
	return nil
}

// WriteCSV writes the results as a table with a row of headings: one row for a test that passed, else one for each part of an expectation that did
// not hold.
func (r *Report) WriteCSV(w io.Writer) error {
	table, err := replay.NewTable(w, "file", "line", "test", "result", "at", "expected", "part", "want", "got")
	if err != nil {
		return err
	}
	for i := range r.Tests {
		t := &r.Tests[i]
		if t.Passed() {
			if err := table.Row(t.File, strconv.Itoa(t.Line), t.Test, "pass", "", "", "", "", ""); err != nil {
				return err
			}
		}
		for f := range t.Failures {
			failure := &t.Failures[f]
			for _, m := range failure.Misses {
				err := table.Row(t.File, strconv.Itoa(failure.Line), t.Test, "fail", failure.At, failure.Expected, m.Part, m.Want, m.Got)
				if err != nil {
					return err
				}
			}
		}
	}
	return table.Flush()
}

// WriteSummary writes how many tests passed, and which rules fired in none.
func (r *Report) WriteSummary(w io.Writer) error {
	if _, err := io.WriteString(w, r.summary()); err != nil {
		return fmt.Errorf("writing the report: %w", err)
	}
	return nil
}

func (r *Report) summary() string {
	out := fmt.Sprintf("%d of %d tests passed\n", r.Passed, len(r.Tests))
	if e := r.Examples; e != nil {
		out += fmt.Sprintf("examples: %d of %d called noise stay quiet, %d of %d called missed are told\n", e.Noise.Right, e.Noise.All, e.Missed.Right, e.Missed.All)
	}
	out += fmt.Sprintf("%d of %d rules fired", len(r.Rules.Fired), len(r.Rules.Fired)+len(r.Rules.Never))
	if len(r.Rules.Never) > 0 {
		out += "; in no test: " + strings.Join(r.Rules.Never, ", ")
	}
	return out + "\n"
}

// shownLines bounds the lines that a failure shows, the latest.
const shownLines = 12

// WriteText writes the report for people: what was expected, what happened and why. plain makes text that comes from outside harmless.
func (r *Report) WriteText(w io.Writer, plain func(string) string) error {
	var b strings.Builder
	for i := range r.Tests {
		t := &r.Tests[i]
		if t.Passed() {
			fmt.Fprintf(&b, "ok    %s: %s\n", t.File, t.Test)
			continue
		}
		fmt.Fprintf(&b, "FAIL  %s:%d: %s\n", t.File, t.Line, t.Test)
		for f := range t.Failures {
			t.failure(&b, &t.Failures[f])
		}
		t.happened(&b)
		for _, note := range t.Notes {
			fmt.Fprintf(&b, "      note: %s\n", note)
		}
	}
	b.WriteString(r.summary())
	lines := strings.Split(b.String(), "\n")
	for i := range lines {
		lines[i] = plain(lines[i])
	}
	if _, err := io.WriteString(w, strings.Join(lines, "\n")); err != nil {
		return fmt.Errorf("writing the report: %w", err)
	}
	return nil
}

func (t *Result) failure(b *strings.Builder, f *Failure) {
	fmt.Fprintf(b, "      %s:%d: at %s expected %s\n", t.File, f.Line, f.At, f.Expected)
	for _, m := range f.Misses {
		fmt.Fprintf(b, "        %s: want %s, got %s\n", m.Part, m.Want, m.Got)
	}
}

// happened lists what was decided in a test.
func (t *Result) happened(b *strings.Builder) {
	if len(t.Lines) == 0 {
		b.WriteString("      nothing happened\n")
		return
	}
	b.WriteString("      what happened:\n")
	from := max(0, len(t.Lines)-shownLines)
	if from > 0 {
		fmt.Fprintf(b, "        (%d lines before)\n", from)
	}
	for i := range t.Lines[from:] {
		l := &t.Lines[from+i]
		fmt.Fprintf(b, "        %s %s: level %s, severity %s, %s", short(l.Time.Sub(t.Start)), l.Action, l.Level, l.Severity, l.Incident)
		if l.Topic != "" {
			fmt.Fprintf(b, ", topic %s", l.Topic)
		}
		fmt.Fprintf(b, ", kinds %s", strings.Join(l.Kinds, " "))
		if l.told() {
			fmt.Fprintf(b, ", told %s", told(l.Receivers))
		}
		fmt.Fprintf(b, "\n          because %s\n", replay.ReasonText(l.Reasons))
	}
}

func told(receivers []string) string {
	if len(receivers) == 0 {
		return "no receiver"
	}
	return strings.Join(receivers, " and ")
}
