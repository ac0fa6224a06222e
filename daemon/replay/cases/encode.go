package cases

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// Encode writes tests as a file that Read takes, one event a line. config is the path of their configuration, relative to the file; without one a
// configuration has to be named when they are run. The same tests give the same bytes.
func Encode(config string, tests []Test) []byte {
	var b strings.Builder
	if config != "" {
		fmt.Fprintf(&b, "config: %s\n", quoted(config))
	}
	b.WriteString("tests:\n")
	for i := range tests {
		tests[i].encode(&b)
	}
	return []byte(b.String())
}

func (t *Test) encode(b *strings.Builder) {
	fmt.Fprintf(b, "  - name: %s\n", quoted(t.Name))
	line := func(key, value string) {
		if value != "" {
			fmt.Fprintf(b, "    %s: %s\n", key, value)
		}
	}
	text := func(key, value string) {
		if value != "" {
			line(key, quoted(value))
		}
	}
	text("brand", t.Brand)
	text("source", t.Source)
	text("thread", t.Thread)
	line("start", whenText(t.Start))
	if j := t.Judged; j != nil {
		b.WriteString("    judged:\n")
		line("  as", string(j.As))
		text("  incident", j.Incident)
		text("  brand", j.Brand)
		text("  by", j.By)
		text("  via", j.Via)
		line("  at", whenText(j.At))
		text("  text", j.Text)
		line("  told", string(j.Told))
		if len(j.Gone) > 0 {
			line("  gone", quotedList(j.Gone))
		}
	}
	b.WriteString("    events:\n")
	for i := range t.Events {
		fmt.Fprintf(b, "      - %s\n", t.Events[i].flow(fmt.Sprintf("e%d", i+1)))
	}
	if len(t.Expect) > 0 {
		b.WriteString("    expect:\n")
	}
	for i := range t.Expect {
		fmt.Fprintf(b, "      - %s\n", t.Expect[i].flow())
	}
}

// flow is a mapping in braces.
type flow struct{ parts []string }

func (f *flow) add(key, value string) {
	if value != "" {
		f.parts = append(f.parts, key+": "+value)
	}
}

func (f *flow) text(key, value string) {
	if value != "" {
		f.add(key, quoted(value))
	}
}

func (f *flow) texts(key string, list []string) {
	if len(list) > 0 {
		f.add(key, quotedList(list))
	}
}

func (f *flow) number(key string, n int64) {
	if n != 0 {
		f.add(key, strconv.FormatInt(n, 10))
	}
}

func (f *flow) String() string { return "{" + strings.Join(f.parts, ", ") + "}" }

// flow writes an event. usual is the id that it has without saying so.
func (e *Event) flow(usual string) string {
	var f flow
	if e.ID != usual {
		f.text("id", e.ID)
	}
	f.add("at", whenText(e.At))
	f.text(doesRepost, e.RepostOf)
	f.text(doesEdit, e.EditOf)
	f.text(doesDelete, e.Delete)
	f.text(doesMetrics, e.MetricsOf)
	f.add(doesAct, string(e.Action))
	f.text("by", e.By)
	f.text("author", e.Author)
	f.text("name", e.Name)
	f.number("followers", e.Followers)
	if e.Verified {
		f.add("verified", "true")
	}
	f.text("reply_to", e.ReplyTo)
	f.text("quote_of", e.QuoteOf)
	f.add("tier", string(e.Tier))
	f.text(doesPost, e.Text)
	f.text("url", e.URL)
	f.texts("links", e.Links)
	f.texts("mentions", e.Mentions)
	if m := e.Metrics; m != nil {
		var totals flow
		totals.number("reposts", m.Reposts)
		totals.number("replies", m.Replies)
		totals.number("quotes", m.Quotes)
		totals.number("likes", m.Likes)
		totals.number("views", m.Views)
		f.add("metrics", totals.String())
	}
	if e.Pass > 0 {
		f.add(doesPass, short(e.Pass))
	}
	f.text("thread", e.Thread)
	f.add("until", whenText(e.Until))
	if len(e.Expect) > 0 {
		list := make([]string, len(e.Expect))
		for i := range e.Expect {
			list[i] = e.Expect[i].flow()
		}
		f.add("expect", "["+strings.Join(list, ", ")+"]")
	}
	return f.String()
}

// flow writes an expectation.
func (e *Expectation) flow() string {
	var f flow
	f.text("thread", e.Thread)
	f.add("action", string(e.Action))
	f.add("level", string(e.Level))
	f.add("severity", string(e.Severity))
	f.texts("kinds", e.Kinds)
	f.texts("not_kinds", e.NotKinds)
	f.text("topic", e.Topic)
	f.texts("reasons", e.Reasons)
	f.texts("receivers", e.Receivers)
	f.add("by", whenText(e.By))
	count := func(key string, n *int) {
		if n != nil {
			f.add(key, strconv.Itoa(*n))
		}
	}
	count("pages", e.Pages)
	count("notifies", e.Notifies)
	if e.None {
		f.add("none", "true")
	}
	return f.String()
}

// whenText is a time as a file says it. It is quoted where it is a date, which YAML would take for something else than text.
func whenText(w When) string {
	switch {
	case !w.set:
		return ""
	case w.at.IsZero():
		return short(w.offset)
	}
	return quoted(w.at.Format(time.RFC3339Nano))
}

func quotedList(list []string) string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = quoted(s)
	}
	return "[" + strings.Join(out, ", ") + "]"
}

// quoted is a text in YAML's double quotes, with everything escaped that cannot be seen.
func quoted(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case unicode.IsPrint(r):
			b.WriteRune(r)
		case r < 0x100:
			fmt.Fprintf(&b, `\x%02x`, r)
		case r < 0x10000:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			fmt.Fprintf(&b, `\U%08x`, r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
