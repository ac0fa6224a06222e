package main

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"firebreak/daemon/duty"
	"firebreak/daemon/escalation"
)

// showIncident writes an incident for people. All outside text is made safe for a terminal.
func showIncident(w *bytes.Buffer, inc *escalation.Incident, now time.Time) {
	row := func(name, format string, args ...any) {
		if text := plain(fmt.Sprintf(format, args...)); text != "" {
			fmt.Fprintf(w, "%-16s %s\n", name, text)
		}
	}
	row("incident", "%s", inc.ID)
	row("level", "%s, %s, priority %.2f", inc.Level, inc.Severity, inc.Priority)
	row("status", "%s", statusText(inc, now))
	row("acknowledged by", "%s", inc.AcknowledgedBy)
	row("assignee", "%s", inc.Assignee)
	row("brand", "%s", inc.Brand)
	row("kinds", "%s", strings.Join(inc.Kinds, " "))
	row("topic", "%s", inc.Topic)
	row("opened", "%s (%s ago)", timeText(inc.OpenedAt), ageText(now.Sub(inc.OpenedAt)))
	row("updated", "%s, event %d", timeText(inc.UpdatedAt), inc.Event)
	if !inc.LoweredAt.IsZero() {
		row("lowered", "%s", timeText(inc.LoweredAt))
	}
	row("crisis", "%s", inc.Crisis)
	row("overdue", "%s", strings.Join(duty.Overdue(inc, now), " "))
	if s := inc.Spread; s != (escalation.Spread{}) {
		row("spread", "%d reposts, %d quotes, %d replies, %d likes", s.Reposts, s.Quotes, s.Replies, s.Likes)
	}
	if b := inc.Burst; b != nil {
		row("burst", "%d authors, %d posts; %d authors at the peak where %.1f are usual; %s", b.Authors, b.Mentions, b.Peak, b.Expected, b.Family)
	}
	row("configuration", "%s", inc.Config)

	section(w, "why", len(inc.Reasons))
	writeReasons(w, "  ", inc.Reasons)
	section(w, "findings", len(inc.Findings))
	for i := range inc.Findings {
		f := &inc.Findings[i]
		fmt.Fprintf(w, "  %-8s %s %.2f  %s\n", f.Severity, plain(strings.Trim(f.Kind+"/"+f.Topic, "/")), f.Score, plain(f.Why))
	}
	section(w, "told", len(inc.Tells))
	for i := range inc.Tells {
		t := &inc.Tells[i]
		fmt.Fprintf(w, "  %d  %s  %s %s  %s\n", t.Number, timeText(t.At), t.Level, t.Severity, plain(t.MentionID))
	}
	section(w, "clocks", len(inc.Clocks))
	for i := range inc.Clocks {
		k := &inc.Clocks[i]
		fmt.Fprintf(w, "  %-16s due %s  %s  %s\n", plain(k.Name), timeText(k.Due), plain(k.State), plain(k.Post))
	}
	section(w, "done", len(inc.History))
	for i := range inc.History {
		h := &inc.History[i]
		fmt.Fprintf(w, "  %s  %s by %s (%s)  %s\n", timeText(h.At), h.Kind, plain(h.By), plain(h.Via), plain(h.Text))
	}
	showPosts(w, inc)
}

// showPosts writes the conversation, and who takes part in it.
func showPosts(w *bytes.Buffer, inc *escalation.Incident) {
	section(w, "posts", len(inc.Posts))
	for i := range inc.Posts {
		p := &inc.Posts[i]
		text := p.Text
		if p.Deleted {
			text = "(deleted)"
		}
		who := cmp.Or(inc.People[p.Author].Handle, inc.People[p.Author].Name, p.Author)
		fmt.Fprintf(w, "  %s  %s (%s, %s)  %s\n", timeText(p.CreatedAt), plain(who), p.Role, cmp.Or(string(p.Tier), "public"), plain(p.ID))
		if len(p.Findings) > 0 {
			fmt.Fprintf(w, "    [%s]\n", plain(strings.Join(p.Findings, " ")))
		}
		if text != "" {
			fmt.Fprintf(w, "    %s\n", plain(strings.Join(strings.Fields(text), " ")))
		}
		if p.URL != "" {
			fmt.Fprintf(w, "    %s\n", plain(p.URL))
		}
	}
	section(w, "people", len(inc.People))
	for _, id := range slices.Sorted(maps.Keys(inc.People)) {
		who := inc.People[id]
		fmt.Fprintf(w, "  %s  %s  %d followers  %s\n", plain(id), plain(cmp.Or(who.Handle, who.Name, "-")), who.Followers, cmp.Or(plain(who.Part), string(who.Role)))
	}
	section(w, "threads", len(inc.Threads))
	for _, id := range inc.Threads {
		fmt.Fprintf(w, "  %s\n", plain(id))
	}
}

// section writes a heading, unless there is nothing below it.
func section(w *bytes.Buffer, name string, n int) {
	if n > 0 {
		fmt.Fprintf(w, "\n%s\n", name)
	}
}

// writeReasons writes signals with what was measured, their weight and the rule that used them.
func writeReasons(w *bytes.Buffer, indent string, reasons []escalation.Reason) {
	for _, r := range reasons {
		fmt.Fprintf(w, "%s%-28s value %-8.4g weight %-6.4g", indent, plain(r.Signal), r.Value, r.Weight)
		if r.Rule != "" {
			fmt.Fprintf(w, " rule %s", plain(r.Rule))
		}
		w.WriteByte('\n')
	}
}
