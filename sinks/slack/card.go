package slack

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	api "github.com/slack-go/slack"

	"firebreak/sinks"
)

// Slack's limits, in characters (https://docs.slack.dev/reference/block-kit/blocks), and what we show.
const (
	maxHeader   = 150
	maxSection  = 3000
	maxMessage  = 12_000
	maxFallback = 300
	maxLine     = 500
	maxTimeline = 6
	maxWhy      = 5
	maxFindings = 4
	maxLinks    = 8
	maxEarlier  = 3
	maxLabel    = 75

	linkGap = " · "
)

// blocks lays the card out. All text that comes from outside is in plain_text, where Slack reads neither mark-up nor mentions.
func blocks(n *sinks.Notification) []api.Block {
	out := []api.Block{api.NewHeaderBlock(text(badge(n)+" "+n.Title, maxHeader)), api.NewContextBlock("", text(about(n), maxLine))}
	left := maxMessage
	add := func(title, body string) {
		body = strings.TrimSpace(body)
		if body == "" || left <= len(title)+16 {
			return
		}
		b := section(cut(title+body, min(maxSection, left)))
		left -= utf8.RuneCountInString(b.Text.Text)
		out = append(out, b)
	}
	add("", n.Summary)
	add("WHY\n", why(n))
	add("IT MATTERS\n", n.Precedent)
	add("SAID\n", said(n))
	add("THREAD\n", timeline(n))
	add("EARLIER, OF THE SAME KIND\n", earlier(n))
	add("CLOCKS\n", clocks(n))
	add("STATEMENT IN FORCE\n", statement(n.Statement))
	add("DRAFT, PUBLIC\n", n.PublicDraft)
	add("DRAFT, PRIVATE\n", n.PrivateDraft)
	add("DO\n", bullets(n.Do))
	add("DO NOT\n", bullets(n.DoNot))
	add("POLICY\n", n.Policy)
	if links := links(n); links != "" {
		out = append(out, api.NewContextBlock("", api.NewTextBlockObject(api.MarkdownType, links, false, true)))
	}
	return out
}

// section is a block of plain text.
func section(body string) *api.SectionBlock {
	return api.NewSectionBlock(text(body, maxSection), nil, nil)
}

// text makes outside text a plain_text object within a limit; Slack refuses an empty one.
func text(s string, limit int) *api.TextBlockObject {
	s = cut(clean(s), limit)
	if s == "" {
		s = "–"
	}
	return api.NewTextBlockObject(api.PlainTextType, s, false, false)
}

func badge(n *sinks.Notification) string {
	mark := "👀"
	switch {
	case n.Status == "resolved":
		mark = "✅"
	case n.Status == "acknowledged":
		mark = "🙋"
	case n.Level == "page":
		mark = "🔥"
	case n.Level == "notify":
		mark = "⚠"
	}
	if n.Test {
		mark += " TEST"
	}
	return mark
}

func about(n *sinks.Notification) string {
	parts := []string{n.Brand, n.Level, n.Severity, n.Status}
	if n.AcknowledgedBy != "" {
		parts = append(parts, "with "+n.AcknowledgedBy)
	}
	return strings.Join(append(parts, fmt.Sprintf("priority %.2f", n.Priority), "since "+when(n.StartedAt), "now "+when(n.At)), " · ")
}

func why(n *sinks.Notification) string {
	var b strings.Builder
	for i, r := range n.Why {
		if i == maxWhy {
			fmt.Fprintf(&b, "… and %d more\n", len(n.Why)-i)
			break
		}
		line := r.Text
		if line == "" {
			line = fmt.Sprintf("%s = %.4g", r.Signal, r.Value)
		}
		b.WriteString("• " + line + "\n")
	}
	return b.String()
}

func said(n *sinks.Notification) string {
	var b strings.Builder
	for i, f := range n.Findings {
		if i == maxFindings {
			fmt.Fprintf(&b, "… and %d more\n", len(n.Findings)-i)
			break
		}
		name := f.Kind
		if f.Topic != "" {
			name += "/" + f.Topic
		}
		line := fmt.Sprintf("• %s (%s)", name, f.Severity)
		if f.Evidence != "" {
			line += ": “" + f.Evidence + "”"
		}
		b.WriteString(cut(line, maxLine) + "\n")
	}
	return b.String()
}

func timeline(n *sinks.Notification) string {
	posts := n.Timeline
	var b strings.Builder
	if extra := len(posts) - maxTimeline; extra > 0 {
		fmt.Fprintf(&b, "… %d earlier\n", extra)
		posts = posts[extra:]
	}
	for i := range posts {
		p := &posts[i]
		body := strings.Join(strings.Fields(p.Text[:min(len(p.Text), 4*maxLine)]), " ")
		if p.Deleted {
			body = "(deleted)"
		}
		who := p.Handle
		if who == "" {
			who = p.Name
		}
		line := fmt.Sprintf("%s  %s (%s): %s", when(p.At), who, p.Role, body)
		if p.Note != "" {
			line += "  ← " + p.Note
		}
		b.WriteString(cut(line, maxLine) + "\n")
	}
	return b.String()
}

// earlier are the incidents of the same kind before this one; their addresses stand among the links.
func earlier(n *sinks.Notification) string {
	var b strings.Builder
	for i := range n.Earlier[:min(len(n.Earlier), maxEarlier)] {
		e := &n.Earlier[i]
		b.WriteString(cut(fmt.Sprintf("• %s, %s, %s: %s (%s)", day(e.At), e.Level, cut(e.Ending(), maxLabel), cut(e.Title, maxHeader), e.Incident), maxLine) + "\n")
	}
	return b.String()
}

func clocks(n *sinks.Notification) string {
	var b strings.Builder
	for _, c := range n.Clocks {
		fmt.Fprintf(&b, "• %s: %s, due %s\n", strings.ReplaceAll(c.Name, "_", " "), c.State, when(c.Due))
	}
	return b.String()
}

// statement is the one in force, with who answers for it.
func statement(s *sinks.Statement) string {
	if s == nil {
		return ""
	}
	return fmt.Sprintf("%s\n(version %s, approved by %s, until %s)", s.Text, s.Version, s.ApprovedBy, when(s.Expires))
}

func bullets(list []string) string {
	var b strings.Builder
	for _, l := range list {
		b.WriteString("• " + l + "\n")
	}
	return b.String()
}

// links are the only mark-up: addresses that are addresses, with everything escaped.
func links(n *sinks.Notification) string {
	var parts []string
	left := maxSection
	all := slices.Clone(n.Links)
	for i := range n.Earlier[:min(len(n.Earlier), maxEarlier)] {
		all = append(all, sinks.Link{Text: "earlier, " + day(n.Earlier[i].At), URL: n.Earlier[i].URL})
	}
	for _, l := range all {
		u, err := url.Parse(l.URL)
		if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" || len(l.URL) > maxLine || len(parts) == maxLinks {
			continue
		}
		link := "<" + strings.ReplaceAll(escape(u.String()), "|", "%7C") + "|" + escape(cut(clean(l.Text), maxLabel)) + ">"
		if left -= utf8.RuneCountInString(link) + utf8.RuneCountInString(linkGap); left < 0 {
			break
		}
		parts = append(parts, link)
	}
	return strings.Join(parts, linkGap)
}

// fallback is what a lock screen shows. It is read as mark-up, so that it is escaped, last and once.
func fallback(n *sinks.Notification) string {
	return escape(cut(clean(badge(n)+" "+n.Title), maxFallback))
}

// escape is for text that Slack reads as mark-up (https://docs.slack.dev/messaging/formatting-message-text#escaping).
func escape(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(s)
}

// clean takes control and formatting characters out, which can hide or turn around what people read; line breaks stay.
func clean(s string) string {
	// The rest could not be shown anyway, and cleaning a huge text takes its time.
	s = s[:min(len(s), 4*maxMessage)]
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t' || r == '\r':
			return ' '
		case unicode.IsControl(r) || unicode.Is(unicode.Cf, r) && r != '\u200d':
			return '\uFFFD'
		default:
			return r
		}
	}, strings.ToValidUTF8(s, "\uFFFD")))
}

// cut shortens a text to a number of characters.
func cut(s string, limit int) string {
	if utf8.RuneCountInString(s) <= limit {
		return s
	}
	n := 0
	for i := range s {
		if n == limit-1 {
			return s[:i] + "…"
		}
		n++
	}
	return s
}

// day is a time that may be long ago.
func day(t time.Time) string { return t.UTC().Format("02 Jan 2006 15:04") + " UTC" }

func when(t time.Time) string { return t.UTC().Format("02 Jan 15:04") + " UTC" }
