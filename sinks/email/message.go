package email

import (
	"bytes"
	_ "embed"
	html "html/template"
	"strings"

	gomail "github.com/wneessen/go-mail"

	"firebreak/sinks"
	"firebreak/sinks/internal/card"
	"firebreak/sinks/internal/text"
)

// maxSubject bounds a subject, in bytes.
const maxSubject = 200

// noSubject stands where a title has nothing to show.
const noSubject = "Firebreak: an incident"

//go:embed mail.html
var page string

// message makes the one mail of a notification.
func (s *Sink) message(n *sinks.Notification, id string) (*gomail.Msg, error) {
	c := card.Of(n)
	msg := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	msg.FromMailAddress(s.from)
	msg.ToMailAddress(s.to)
	msg.SetMessageIDWithValue(id)
	msg.SetDateWithValue(s.now())
	// An encoded word (RFC 2047) in it would be read as what it encodes, which nobody has cleaned.
	subject := strings.TrimSpace(strings.ReplaceAll(text.Line(c.Title, maxSubject), "=?", "= ?"))
	if subject == "" {
		// A mail without one looks like junk, and says nothing on a lock screen.
		subject = noSubject
	}
	if root := s.rootID(n); root != id {
		msg.SetGenHeader(gomail.HeaderInReplyTo, "<"+root+">")
		msg.SetGenHeader(gomail.HeaderReferences, "<"+root+">")
	}
	if n.Event != sinks.EventTell {
		// Some mailboxes thread by the subject as well, whatever it answers to left out.
		subject = "Re: " + subject
	}
	msg.Subject(subject)
	if n.Event == sinks.EventTell && n.Level == "page" {
		msg.SetImportance(gomail.ImportanceHigh)
	}
	// No machine shall answer (RFC 3834).
	msg.SetGenHeader("Auto-Submitted", "auto-generated")
	msg.SetGenHeader(gomail.HeaderXAutoResponseSuppress, "All")
	msg.SetBodyString(gomail.TypeTextPlain, plain(&c))
	// The template escapes what it is given for the place where it stands.
	shown, err := html.New("mail").Parse(page)
	if err != nil {
		return nil, err
	}
	var body bytes.Buffer
	if err := shown.Execute(&body, c); err != nil {
		return nil, err
	}
	msg.AddAlternativeString(gomail.TypeTextHTML, body.String())
	return msg, nil
}

// plain is the mail for those who read no HTML.
func plain(c *card.Card) string {
	var b strings.Builder
	for _, l := range []string{c.Status, c.Title, c.Facts} {
		if l != "" {
			b.WriteString(l + "\n")
		}
	}
	if c.Summary != "" {
		b.WriteString("\n" + c.Summary + "\n")
	}
	for _, section := range c.Sections {
		b.WriteString("\n" + section.Name + "\n")
		for _, l := range section.Lines {
			b.WriteString("  - " + l + "\n")
		}
	}
	if len(c.Links) > 0 {
		b.WriteString("\nLinks\n")
	}
	for _, l := range c.Links {
		b.WriteString("  - " + l.Text + ": " + l.URL + "\n")
	}
	// "-- " begins a signature (RFC 3676, section 4.3).
	b.WriteString("\n-- \nfirebreak, " + c.Foot + "\n")
	return b.String()
}
