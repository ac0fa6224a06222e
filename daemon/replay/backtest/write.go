package backtest

import (
	"encoding/json"
	"fmt"
	"io"
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

// WriteText writes the report for people. plain makes text that comes from outside harmless.
func (r *Report) WriteText(w io.Writer, plain func(string) string) error {
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
	for i := range r.Cases {
		c := &r.Cases[i]
		fmt.Fprintf(&b, "%-6s  %s", c.Verdict, plain(c.ThreadID))
		if !c.At.IsZero() {
			fmt.Fprintf(&b, "  %s", c.At.UTC().Format(time.RFC3339))
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
