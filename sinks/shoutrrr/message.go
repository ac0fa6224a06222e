package shoutrrr

import (
	"strings"

	"firebreak/sinks"
	"firebreak/sinks/internal/card"
	"firebreak/sinks/internal/text"
)

// The bounds of a text, in bytes: Pushover, the tightest, takes 1,024 characters.
const (
	maxMessage = 1000
	maxAddress = 300
	maxPart    = 250
	maxWhy     = 3
)

// message is a notification as a short plain text.
func message(n *sinks.Notification) string {
	c := card.Of(n)
	parts := []string{text.Cut(join(c.Status, c.Title), maxPart), text.Cut(c.Facts, maxPart), text.Cut(c.Summary, maxPart)}
	for _, section := range c.Sections {
		if section.Name == "Why" && n.Event == sinks.EventTell {
			for _, l := range section.Lines[:min(len(section.Lines), maxWhy)] {
				parts = append(parts, text.Cut("- "+l, maxPart))
			}
		}
	}
	// The address stands at the end, and is never cut.
	address := ""
	for _, l := range c.Links {
		if len(l.URL) <= maxAddress {
			address = "\n" + l.URL
			break
		}
	}
	var b strings.Builder
	for _, part := range parts {
		if part == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(part)
	}
	return text.Cut(inert(b.String()), maxMessage-len(address)) + address
}

func join(status, title string) string {
	if status == "" {
		return title
	}
	return status + " " + title
}

// inert replaces what services read as mark-up, mentions or links with a hidden aim: shoutrrr escapes nothing, and which of them is at the
// other end is a secret.
func inert(s string) string {
	return strings.NewReplacer("<", "‹", ">", "›", "@", "＠", "[", "(", "]", ")", "&", "＆", "`", "'", "*", "∗", "|", "¦").Replace(s)
}
