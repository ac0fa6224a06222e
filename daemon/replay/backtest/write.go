package backtest

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"firebreak/daemon/replay"
)

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

// WriteJSONL writes what became of every label, one JSON object a line.
func (r *Report) WriteJSONL(w io.Writer) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	for i := range r.Rows {
		if err := encoder.Encode(&r.Rows[i]); err != nil {
			return fmt.Errorf("writing the labels: %w", err)
		}
	}
	return nil
}

// WriteCSV writes what became of every label as a table with a row of headings. No number is negative, which a spreadsheet might take for the
// beginning of a formula: lead says whether lead_seconds are early or late.
func (r *Report) WriteCSV(w io.Writer) error {
	t, err := replay.NewTable(w, "thread_id", "page", "verdict", "at", "paged_at", "lead", "lead_seconds", "level", "topic", "heard", "reasons")
	if err != nil {
		return err
	}
	for i := range r.Rows {
		row := &r.Rows[i]
		lead, seconds := "", ""
		if l := row.LeadSeconds; l != nil {
			lead, seconds = "early", strconv.FormatInt(max(*l, -*l), 10)
			if *l < 0 {
				lead = "late"
			}
		}
		err := t.Row(row.ThreadID, strconv.FormatBool(row.Page), row.Verdict, stamp(row.At), stamp(row.PagedAt), lead, seconds, string(row.Level), row.Topic,
			strconv.FormatBool(!row.Unheard), replay.ReasonText(row.Reasons))
		if err != nil {
			return err
		}
	}
	return t.Flush()
}

// stamp is a time as text, empty for none.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// WriteSummary writes the figures for people.
func (r *Report) WriteSummary(w io.Writer) error {
	if _, err := io.WriteString(w, r.summary()); err != nil {
		return fmt.Errorf("writing the report: %w", err)
	}
	return nil
}

func (r *Report) summary() string {
	var b strings.Builder
	share := func(v float64) string { return fmt.Sprintf("%.3f", v) }
	lead := func(v float64) string { return (time.Duration(v) * time.Second).String() }
	perDay := func(v float64) string { return fmt.Sprintf("%.3g", v) }
	row := func(name string, e Estimate, show func(float64) string, of string) {
		if !e.Known {
			fmt.Fprintf(&b, "%-10s unknown: %s\n", name, of)
			return
		}
		fmt.Fprintf(&b, "%-10s %s (95 %%: %s to %s), %s\n", name, show(e.Value), show(e.Low), show(e.High), of)
	}
	fmt.Fprintf(&b, "labels     %d, of which %d want a page\n", r.Labels, r.Wanted)
	row("precision", r.Precision, share, fmt.Sprintf("%d of %d pages of labelled threads are right", r.Right, r.Right+r.False))
	row("recall", r.Recall, share, fmt.Sprintf("%d of %d wanted pages", r.Right, r.Wanted))
	row("lead", r.LeadSeconds, lead, fmt.Sprintf("the median of %d right pages whose label has a time", r.Leads))
	row("pages/day", r.PagesPerDay, perDay, fmt.Sprintf("%d pages in %.1f days, %d paged incidents without a label", r.Pages, r.Days, r.Unlabelled))
	return b.String()
}

// WriteText writes the report for people: the figures, and what was wrong. plain makes text that comes from outside harmless.
func (r *Report) WriteText(w io.Writer, plain func(string) string) error {
	var b strings.Builder
	b.WriteString(r.summary())
	for i := range r.Cases {
		c := &r.Cases[i]
		fmt.Fprintf(&b, "%-6s  %s", c.Verdict, plain(c.ThreadID))
		if !c.At.IsZero() {
			fmt.Fprintf(&b, "  %s", stamp(c.At))
		}
		switch {
		case c.Unheard:
			b.WriteString("  no mention was let in: it is not in the input, or no query and no account takes it")
		case c.Level == "":
			b.WriteString("  no incident")
		default:
			fmt.Fprintf(&b, "  %s  %s  %s", c.Level, plain(c.Topic), plain(replay.ReasonText(c.Reasons)))
		}
		b.WriteByte('\n')
	}
	if r.Hidden > 0 {
		fmt.Fprintf(&b, "and %d more: --list shows them\n", r.Hidden)
	}
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("writing the report: %w", err)
	}
	return nil
}
