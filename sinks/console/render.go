package console

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"

	"firebreak/sinks"
)

// The width of a card, and the bounds of what one shows.
const (
	cardWidth   = 96
	maxWhy      = 5
	maxFindings = 4
	maxTimeline = 8
	maxEarlier  = 3
)

// style paints, or does not.
type style struct{ on bool }

// The colours in use (ECMA-48 select graphic rendition).
const (
	bold   = "1"
	dim    = "2"
	red    = "1;37;41"
	yellow = "1;30;43"
	grey   = "1;37;100"
	green  = "32"
	cyan   = "36"
)

func (s style) paint(code, text string) string {
	if !s.on {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}

func (s style) badge(n *sinks.Notification) string {
	text := " " + strings.ToUpper(clean(n.Level)) + " "
	switch n.Level {
	case "page":
		return s.paint(red, text)
	case "notify":
		return s.paint(yellow, text)
	default:
		return s.paint(grey, text)
	}
}

// card writes everything that a person needs to act.
func (s style) card(b *bytes.Buffer, n *sinks.Notification) {
	rule := strings.Repeat("─", cardWidth)
	fmt.Fprintf(b, "%s\n", s.paint(dim, "┌"+rule))
	row := func(format string, args ...any) {
		for l := range strings.SplitSeq(strings.TrimRight(fmt.Sprintf(format, args...), "\n"), "\n") {
			fmt.Fprintf(b, "%s %s\n", s.paint(dim, "│"), l)
		}
	}
	test := ""
	if n.Test {
		test = s.paint(bold, "TEST ")
	}
	row("%s%s %s", test, s.badge(n), s.paint(bold, clean(n.Title)))
	row("%s", s.paint(dim, fmt.Sprintf("%s · %s · priority %.2f · tell %d · %s · %s", clean(n.Brand), clean(n.Severity), n.Priority, n.Tell,
		clockTime(n.At), clean(n.Incident))))
	row("%s", wrap(clean(n.Summary), "", ""))
	s.section(row, "why", why(n))
	if n.Precedent != "" {
		s.section(row, "it matters", []string{clean(n.Precedent)})
	}
	s.section(row, "said", said(n))
	s.section(row, "thread", s.timeline(n))
	s.section(row, "earlier", earlier(n))
	s.section(row, "clocks", clocks(n))
	s.section(row, "do", bullets(n.Do))
	s.section(row, "do not", bullets(n.DoNot))
	if n.PublicDraft != "" {
		s.section(row, "draft, public", []string{clean(n.PublicDraft)})
	}
	if n.PrivateDraft != "" {
		s.section(row, "draft, private", []string{clean(n.PrivateDraft)})
	}
	if n.Statement != nil {
		s.section(row, "statement", []string{clean(n.Statement.Text), "(" + signed(n.Statement) + ")"})
	}
	if n.Policy != "" {
		s.section(row, "policy", []string{clean(n.Policy)})
	}
	links := make([]string, 0, len(n.Links))
	for _, l := range n.Links {
		links = append(links, clean(l.Text)+": "+clean(l.URL))
	}
	s.section(row, "links", links)
	fmt.Fprintf(b, "%s\n", s.paint(dim, "└"+rule))
}

// signed says who answers for a statement, and until when it holds.
func signed(s *sinks.Statement) string {
	return fmt.Sprintf("version %s, approved by %s, until %s", clean(s.Version), clean(s.ApprovedBy), clockTime(s.Expires))
}

// section writes a heading with its lines, or nothing where there are none.
func (s style) section(row func(string, ...any), name string, lines []string) {
	const indent = 16
	for i, l := range lines {
		head := strings.Repeat(" ", indent)
		if i == 0 {
			head = s.paint(cyan, fmt.Sprintf("%-*s", indent, name))
		}
		row("%s%s", head, wrap(l, "", strings.Repeat(" ", indent)))
	}
}

func why(n *sinks.Notification) []string {
	var out []string
	for i, r := range n.Why {
		if i == maxWhy {
			out = append(out, fmt.Sprintf("and %d more", len(n.Why)-i))
			break
		}
		text := clean(r.Text)
		if text == "" {
			text = fmt.Sprintf("%s = %.4g", clean(r.Signal), r.Value)
		}
		out = append(out, text)
	}
	return out
}

func said(n *sinks.Notification) []string {
	var out []string
	for i, f := range n.Findings {
		if i == maxFindings {
			out = append(out, fmt.Sprintf("and %d more", len(n.Findings)-i))
			break
		}
		name := clean(f.Kind)
		if f.Topic != "" {
			name += "/" + clean(f.Topic)
		}
		line := fmt.Sprintf("%s (%s, %.2f)", name, clean(f.Severity), f.Score)
		if f.Evidence != "" {
			line += ": “" + clean(f.Evidence) + "”"
		}
		out = append(out, line)
	}
	return out
}

func (s style) timeline(n *sinks.Notification) []string {
	posts := n.Timeline
	var out []string
	if extra := len(posts) - maxTimeline; extra > 0 {
		out = append(out, fmt.Sprintf("(%d earlier posts)", extra))
		posts = posts[extra:]
	}
	for i := range posts {
		p := &posts[i]
		who := "@" + clean(p.Handle)
		if p.Handle == "" {
			who = clean(p.Name)
		}
		if p.Role == "brand" {
			who = s.paint(green, who)
		}
		text := clean(p.Text)
		switch {
		case p.Deleted:
			text = "(deleted)"
		case p.Tier != "" && p.Tier != "public":
			text = "[" + clean(p.Tier) + "] " + text
		}
		line := clockTime(p.At) + "  " + who + ": " + text
		if p.Note != "" {
			line += "  ← " + clean(p.Note)
		}
		out = append(out, line)
	}
	return out
}

// earlier are the incidents of the same kind before this one.
func earlier(n *sinks.Notification) []string {
	var out []string
	for i := range n.Earlier[:min(len(n.Earlier), maxEarlier)] {
		e := &n.Earlier[i]
		line := fmt.Sprintf("%s %s, %s: %s (%s)", e.At.UTC().Format("2006-01-02 15:04 UTC"), clean(e.Level), clean(e.Ending()), clean(e.Title), clean(e.Incident))
		if e.URL != "" {
			line += " " + clean(e.URL)
		}
		out = append(out, line)
	}
	return out
}

func clocks(n *sinks.Notification) []string {
	out := make([]string, 0, len(n.Clocks))
	for _, c := range n.Clocks {
		out = append(out, fmt.Sprintf("%s: %s, due %s", strings.ReplaceAll(clean(c.Name), "_", " "), clean(c.State), clockTime(c.Due)))
	}
	return out
}

func bullets(list []string) []string {
	out := make([]string, len(list))
	for i, l := range list {
		out[i] = "• " + clean(l)
	}
	return out
}

// line writes an update, an acknowledgement or a resolve.
func (s style) line(b *bytes.Buffer, n *sinks.Notification) {
	what := "updated"
	switch n.Event {
	case sinks.EventAcknowledge:
		what = "taken over"
		if n.AcknowledgedBy != "" {
			what += " by " + clean(n.AcknowledgedBy)
		}
	case sinks.EventResolve:
		what = "resolved"
	case sinks.EventTell, sinks.EventUpdate:
	}
	test := ""
	if n.Test {
		test = "TEST "
	}
	fmt.Fprintf(b, "%s %s%s %s %s\n", s.paint(dim, "·"), test, s.paint(dim, clockTime(n.At)), s.badge(n),
		s.paint(dim, fmt.Sprintf("%s: %s (%s)", clean(n.Title), what, clean(n.Incident))))
}

// wrap breaks a text at spaces so that it fits a card; rest stands before every line but the first, which first is before.
func wrap(text, first, rest string) string {
	limit := cardWidth - utf8.RuneCountInString(rest) - 2
	var b strings.Builder
	b.WriteString(first)
	used := 0
	for i, word := range strings.Fields(text) {
		n := visible(word)
		switch {
		case i == 0:
		case used+1+n > limit:
			b.WriteString("\n" + rest)
			used = 0
		default:
			b.WriteByte(' ')
			used++
		}
		for n > limit {
			end, cells := cutAt(word, limit)
			b.WriteString(word[:end] + "\n" + rest)
			word, n = word[end:], n-cells
		}
		b.WriteString(word)
		used += n
	}
	return b.String()
}

// visible counts the cells of a word, our own colour codes left out.
func visible(word string) int {
	n, escape := 0, false
	for _, r := range word {
		switch {
		case r == '\x1b':
			escape = true
		case escape:
			escape = r != 'm'
		default:
			n += cells(r)
		}
	}
	return n
}

// cells is how many cells of a terminal a character takes.
func cells(r rune) int {
	if unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf) {
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	case width.Neutral, width.EastAsianAmbiguous, width.EastAsianHalfwidth, width.EastAsianNarrow:
	}
	return 1
}

// cutAt returns where at most limit cells end, and how many they are. Colour codes count as nothing, and are not cut.
func cutAt(word string, limit int) (at, used int) {
	escape := false
	for i, r := range word {
		switch {
		case r == '\x1b':
			escape = true
		case escape:
			escape = r != 'm'
		case used+cells(r) > limit:
			return i, used
		default:
			used += cells(r)
		}
	}
	return len(word), used
}
