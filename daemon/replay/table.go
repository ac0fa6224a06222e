package replay

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"firebreak/daemon/escalation"
)

// Table writes rows as CSV (RFC 4180, lines end with LF) that a spreadsheet shows and never runs: a cell that it would take for a formula
// gets an apostrophe before it. It is not safe for concurrent use.
type Table struct{ w *csv.Writer }

// NewTable writes the row of headings.
func NewTable(w io.Writer, headings ...string) (*Table, error) {
	t := &Table{w: csv.NewWriter(w)}
	return t, t.Row(headings...)
}

// Row writes one row. It may stay in a buffer until Flush.
func (t *Table) Row(cells ...string) error {
	safe := make([]string, len(cells))
	for i, c := range cells {
		safe[i] = harmless(c)
	}
	if err := t.w.Write(safe); err != nil {
		return fmt.Errorf("writing a row: %w", err)
	}
	return nil
}

// Flush writes what is left in the buffer.
func (t *Table) Flush() error {
	t.w.Flush()
	if err := t.w.Error(); err != nil {
		return fmt.Errorf("writing the table: %w", err)
	}
	return nil
}

// harmless keeps a cell from being a formula, also where the sign comes after quotes, spaces or what nobody sees: programs that read the table may
// strip them. The signs are those of the OWASP page on CSV injection, in both widths: https://owasp.org/www-community/attacks/CSV_Injection
func harmless(cell string) string {
	if strings.ContainsAny(cell[:min(len(cell), 1)], "\t\r\n") {
		return "'" + cell
	}
	bare := strings.TrimLeftFunc(cell, func(r rune) bool {
		return unicode.IsSpace(r) || !unicode.IsGraphic(r) || strings.ContainsRune("\"'`‘’“”", r)
	})
	if first, _ := utf8.DecodeRuneInString(bare); bare != "" && strings.ContainsRune("=+-@＝＋－＠", first) {
		return "'" + cell
	}
	return cell
}

// DecisionHeadings are the columns of DecisionCells.
func DecisionHeadings() []string {
	return []string{"time", "action", "level", "severity", "priority", "incident", "thread_id", "mention_id", "topic", "kinds", "reasons"}
}

// DecisionCells is a decision as a row. Lists are parted by spaces.
func DecisionCells(d *escalation.Decision) []string {
	return []string{
		d.Time.UTC().Format(time.RFC3339), string(d.Action), string(d.Level), string(d.Severity), strconv.FormatFloat(d.Priority, 'f', -1, 64),
		d.Incident, d.ThreadID, d.MentionID, d.Topic, strings.Join(d.Kinds, " "), ReasonText(d.Reasons),
	}
}

// ReasonText is reasons in a line: signal=value, and in parentheses the rule that used it.
func ReasonText(reasons []escalation.Reason) string {
	parts := make([]string, len(reasons))
	for i, r := range reasons {
		parts[i] = fmt.Sprintf("%s=%.4g", r.Signal, r.Value)
		if r.Rule != "" {
			parts[i] += "(" + r.Rule + ")"
		}
	}
	return strings.Join(parts, " ")
}
