package diff

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"time"

	"firebreak/daemon/replay"
)

// WriteText writes the changes for people, one a line. plain makes text that comes from outside harmless.
func (r *Report) WriteText(w io.Writer, plain func(string) string) error {
	for i := range r.Changes {
		c := &r.Changes[i]
		line := fmt.Sprintf("%-7s %-8s %s", c.Change, c.What, plain(c.Incident))
		switch c.Change {
		case Gained:
			line += "  " + c.B
		case Lost:
			line += "  " + c.A
		case Earlier, Later:
			line += fmt.Sprintf("  %s → %s  by %s", c.A, c.B, time.Duration(c.Seconds)*time.Second)
		case Raised, Lowered:
			line += fmt.Sprintf("  %s → %s", orNone(c.A), orNone(c.B))
		}
		if c.Topic != "" {
			line += "  " + plain(c.Topic)
		}
		if len(c.Reasons) > 0 {
			line += "  " + plain(replay.ReasonText(c.Reasons))
		}
		if _, err := fmt.Fprintln(w, line); err != nil {
			return fmt.Errorf("writing the differences: %w", err)
		}
	}
	return nil
}

// WriteJSONL writes the changes, one JSON object a line.
func (r *Report) WriteJSONL(w io.Writer) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	for i := range r.Changes {
		if err := encoder.Encode(&r.Changes[i]); err != nil {
			return fmt.Errorf("writing the differences: %w", err)
		}
	}
	return nil
}

// WriteCSV writes the changes as a table with a row of headings.
func (r *Report) WriteCSV(w io.Writer) error {
	t, err := replay.NewTable(w, "incident", "thread_id", "what", "change", "a", "b", "seconds", "topic", "mention_id", "reasons")
	if err != nil {
		return err
	}
	for i := range r.Changes {
		c := &r.Changes[i]
		seconds := ""
		if c.Change == Earlier || c.Change == Later {
			seconds = strconv.FormatInt(c.Seconds, 10)
		}
		if err := t.Row(c.Incident, c.ThreadID, c.What, c.Change, c.A, c.B, seconds, c.Topic, c.MentionID, replay.ReasonText(c.Reasons)); err != nil {
			return err
		}
	}
	return t.Flush()
}

// WriteSummary writes how much differs. totals are those of the run with configuration A.
func (r *Report) WriteSummary(w io.Writer, totals *replay.Totals) error {
	row := func(name string, c *Count) string {
		days := totals.Days()
		return fmt.Sprintf("%-9s A %d (%.2f a day), B %d (%.2f a day): %d the same, %d gained, %d lost, %d earlier, %d later\n", name,
			c.A, float64(c.A)/days, c.B, float64(c.B)/days, c.Same, c.Gained, c.Lost, c.Earlier, c.Later)
	}
	_, err := fmt.Fprintf(w, "%s%sincidents level: %d raised, %d lowered; severity: %d raised, %d lowered\n", row("pages", &r.Pages), row("notifies", &r.Notifies),
		r.Levels.Raised, r.Levels.Lowered, r.Severities.Raised, r.Severities.Lowered)
	if err != nil {
		return fmt.Errorf("writing the summary: %w", err)
	}
	return nil
}

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}
