package config

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/hbollon/go-edlib"
)

// Fault is one thing that is wrong with a configuration, and where.
type Fault struct { //nolint:errname // It is a thing of its own, which happens to be an error.
	// File is the name of the file as it was given.
	File string
	// Path is the place in the document, such as "brands[0].query"; empty for the file as a whole.
	Path string
	// Line and Column count from 1, the column in characters; 0 when the fault has no place, such as a file that cannot be read.
	Line, Column int
	// Message says what is wrong, without a full stop.
	Message string
	// Hint says how to mend it; may be empty.
	Hint string
}

// Error returns `file:line:col: path: message (hint)`, without the parts that are empty.
func (f Fault) Error() string {
	var b strings.Builder
	if f.File != "" {
		b.WriteString(f.File + ":")
	}
	if f.Line > 0 {
		fmt.Fprintf(&b, "%d:%d:", f.Line, f.Column)
	}
	if b.Len() > 0 {
		b.WriteByte(' ')
	}
	if f.Path != "" {
		b.WriteString(f.Path + ": ")
	}
	b.WriteString(f.Message)
	if f.Hint != "" {
		b.WriteString(" (" + f.Hint + ")")
	}
	return b.String()
}

// Faults are all the faults of a configuration, in the order of their lines. Load and Parse return it, as a pointer, as their error.
type Faults []Fault //nolint:errname // A list of them.

// Error prints one fault per line.
func (f *Faults) Error() string {
	lines := make([]string, len(*f))
	for i, fault := range *f {
		lines[i] = fault.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap returns the single faults.
func (f *Faults) Unwrap() []error {
	all := make([]error, len(*f))
	for i, fault := range *f {
		all[i] = fault
	}
	return all
}

// Add appends faults and keeps the order.
func (f *Faults) Add(more ...Fault) {
	*f = append(*f, more...)
	slices.SortStableFunc(*f, func(a, b Fault) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
}

// Err returns f as an error, and nil when there is no fault.
func (f *Faults) Err() error {
	if len(*f) == 0 {
		return nil
	}
	return f
}

// Nearest returns a hint that names the known word nearest to word, or lists them all.
func Nearest(word string, known []string) string {
	return cmp.Or(didYouMean(word, known), "one of "+strings.Join(known, ", "))
}

// didYouMean returns a hint that names the known word nearest to word, or lists the known words when few, or is empty.
func didYouMean(word string, known []string) string {
	best, distance := "", 1+len(word)/3
	for _, k := range known {
		if d := editDistance(strings.ToLower(word), k); d <= distance && (best == "" || d < distance) {
			best, distance = k, d
		}
	}
	if best != "" {
		return fmt.Sprintf("did you mean %q?", best)
	}
	if len(known) == 0 || len(known) > 16 {
		return ""
	}
	return "one of " + strings.Join(known, ", ")
}

// editDistance is the number of insertions, deletions, replacements and swaps of neighbours that turn a into b. Long words count as far.
func editDistance(a, b string) int {
	const long = 64
	if len(a) > long || len(b) > long {
		return 2 * long
	}
	return edlib.OSADamerauLevenshteinDistance(a, b)
}
