package sinktest

import (
	"bytes"
	"crypto/tls"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net"
	"net/http"
	"net/http/httptest"
	"net/mail"
	"net/textproto"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// MailUser and MailPassword log in to the fake mail server.
const (
	MailUser     = "oncall"
	MailPassword = "pa55word-of-the-mailbox"
)

// Letter is a mail that arrived.
type Letter struct {
	From, To string
	Header   mail.Header
	// Subject is decoded, as are the two bodies.
	Subject, Plain, HTML string
	// Encrypted reports that the connection was, and LoggedIn that somebody had logged in.
	Encrypted, LoggedIn bool
}

// Mail is a fake mail server, which checks the form of what it gets. Of the troubles, a status is answered to RCPT: those that HTTP means
// for now with 451, others with 550. It is safe for concurrent use.
type Mail struct {
	Hook
	// Port is where it listens on 127.0.0.1, CA its certificate in PEM form.
	Port int
	CA   []byte

	listener net.Listener
	settings *tls.Config
	implicit bool
	wg       sync.WaitGroup

	mu      sync.Mutex
	conns   []net.Conn
	letters []Letter
	refused []string
	vanish  bool
}

// NewMail starts a fake. implicit is TLS from the first byte; else STARTTLS is offered, without which nobody can log in.
func NewMail(t testing.TB, implicit bool) *Mail {
	t.Helper()
	certified := httptest.NewTLSServer(http.NotFoundHandler())
	t.Cleanup(certified.Close)
	var config net.ListenConfig
	listener, err := config.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	m := &Mail{
		listener: listener, implicit: implicit, settings: &tls.Config{Certificates: certified.TLS.Certificates, MinVersion: tls.VersionTLS12},
		CA: pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certified.Certificate().Raw}),
	}
	_, port, err := net.SplitHostPort(listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	if m.Port, err = strconv.Atoi(port); err != nil {
		t.Fatal(err)
	}
	m.wg.Go(m.accept)
	t.Cleanup(func() {
		_ = listener.Close()
		m.mu.Lock()
		for _, c := range m.conns {
			_ = c.Close() // Most are closed already.
		}
		m.mu.Unlock()
		m.wg.Wait()
	})
	return m
}

// Vanish makes the server close the connection as soon as it has taken a mail.
func (m *Mail) Vanish(on bool) { m.mu.Lock(); defer m.mu.Unlock(); m.vanish = on }

// Letters returns what arrived, in order.
func (m *Mail) Letters() []Letter { m.mu.Lock(); defer m.mu.Unlock(); return slices.Clone(m.letters) }

// Told counts the mails that tell people anew.
func (m *Mail) Told() int {
	n := 0
	for _, l := range m.Letters() {
		if !strings.HasPrefix(l.Subject, "Re: ") {
			n++
		}
	}
	return n
}

// Refused returns what is wrong with the form of mails.
func (m *Mail) Refused() []string { m.mu.Lock(); defer m.mu.Unlock(); return slices.Clone(m.refused) }

func (m *Mail) accept() {
	for {
		conn, err := m.listener.Accept()
		if err != nil {
			return
		}
		m.mu.Lock()
		m.conns = append(m.conns, conn)
		m.mu.Unlock()
		m.wg.Go(func() {
			m.serve(conn)
			_ = conn.Close() // The other side may have closed it.
		})
	}
}

// session is one connection.
type session struct {
	text   *textproto.Conn
	status int
	letter Letter
}

func (s *session) say(format string, args ...any) { _ = s.text.PrintfLine(format, args...) } // Who does not listen has gone.

func (m *Mail) serve(conn net.Conn) {
	status, _, cut, junk, hang := m.trouble()
	switch {
	case hang:
		_, _ = io.Copy(io.Discard, conn)
		return
	case cut:
		return
	case junk:
		_, _ = conn.Write([]byte("{\"ok\": tru\x00\xff"))
		return
	}
	s := &session{status: status}
	if m.implicit {
		conn = tls.Server(conn, m.settings)
		s.letter.Encrypted = true
	}
	s.text = textproto.NewConn(conn)
	s.say("220 fake ready")
	for {
		line, err := s.text.ReadLine()
		if err != nil {
			return
		}
		verb, rest, _ := strings.Cut(line, " ")
		switch verb = strings.ToUpper(verb); verb {
		case "STARTTLS":
			s.say("220 go on")
			conn = tls.Server(conn, m.settings)
			s.text, s.letter.Encrypted = textproto.NewConn(conn), true
		case "QUIT":
			s.say("221 bye")
			return
		case "DATA":
			if err := m.data(s); err != nil {
				return
			}
		default:
			s.say("%s", m.answer(s, verb, rest))
		}
	}
}

// answer returns the answer to a command that changes little.
func (m *Mail) answer(s *session, verb, rest string) string {
	switch verb {
	case "EHLO":
		offers := "250-fake\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250-ENHANCEDSTATUSCODES\r\n"
		if !s.letter.Encrypted {
			return offers + "250 STARTTLS"
		}
		return offers + "250 AUTH PLAIN LOGIN"
	case "AUTH":
		want := base64.StdEncoding.EncodeToString([]byte("\x00" + MailUser + "\x00" + MailPassword))
		if !s.letter.Encrypted || rest != "PLAIN "+want {
			// Some servers say again what they were told.
			return "535 5.7.8 refused: " + rest
		}
		s.letter.LoggedIn = true
		return "235 welcome"
	case "MAIL":
		s.letter.From = between(rest)
		return "250 ok"
	case "RCPT":
		s.letter.To = between(rest)
		switch {
		case s.status == 0:
			return "250 ok"
		case s.status == http.StatusFound || s.status == http.StatusTooManyRequests || s.status >= 500:
			return "451 4.3.0 as asked, not now: " + MailPassword
		default:
			return "550 5.7.1 as asked, never: " + MailPassword
		}
	case "RSET", "NOOP":
		return "250 ok"
	default:
		return "502 5.5.1 no such command"
	}
}

func between(s string) string {
	_, s, _ = strings.Cut(s, "<")
	s, _, _ = strings.Cut(s, ">")
	return s
}

// data takes a mail.
func (m *Mail) data(s *session) error {
	s.say("354 go on")
	raw, err := io.ReadAll(s.text.DotReader())
	if err != nil {
		return err
	}
	letter := s.letter
	fault := letter.read(raw)
	m.mu.Lock()
	defer m.mu.Unlock()
	if fault != "" {
		m.refused = append(m.refused, fault)
		s.say("554 5.6.0 %s", fault)
		return nil
	}
	m.letters = append(m.letters, letter)
	s.say("250 taken")
	if m.vanish {
		return io.EOF
	}
	return nil
}

// read fills a letter, and returns what is wrong with its form.
func (l *Letter) read(raw []byte) string {
	for line := range bytes.SplitSeq(raw, []byte("\n")) {
		if len(line) > 998 || bytes.ContainsAny(line, "\x00\x1b") {
			return fmt.Sprintf("a line of %d bytes, or with control characters", len(line))
		}
	}
	msg, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return err.Error()
	}
	l.Header = msg.Header
	known := []string{
		"Auto-Submitted", "Content-Transfer-Encoding", "Content-Type", "Date", "From", "Importance", "In-Reply-To", "Message-Id", "Mime-Version", "Priority",
		"References", "Subject", "To", "X-Auto-Response-Suppress", "X-Msmail-Priority", "X-Priority",
	}
	for name, values := range msg.Header {
		if !slices.Contains(known, name) || len(values) != 1 {
			return fmt.Sprintf("%d headers %q", len(values), name)
		}
	}
	if l.Subject, err = new(mime.WordDecoder).DecodeHeader(msg.Header.Get("Subject")); err != nil || l.Subject == "" {
		return "no subject"
	}
	if !regexp.MustCompile(`^<[!-;=?-~]+@[!-;=?-~]+>$`).MatchString(msg.Header.Get("Message-Id")) {
		return "no Message-ID"
	}
	if _, err := msg.Header.Date(); err != nil {
		return "no date"
	}
	kind, params, err := mime.ParseMediaType(msg.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/alternative" {
		return "no alternatives"
	}
	if fault := l.parts(multipart.NewReader(msg.Body, params["boundary"])); fault != "" {
		return fault
	}
	switch lower := strings.ToLower(l.HTML); {
	case l.Plain == "" || l.HTML == "":
		return "a body is missing"
	case strings.Contains(lower, "<script") || strings.Contains(lower, "<img") || strings.Contains(lower, "javascript:"):
		return "the HTML holds what a stranger wrote as mark-up"
	case strings.ContainsAny(l.Plain+l.HTML, "\x00\x01\x1b\u202e\u2066"):
		return "control characters"
	}
	return ""
}

// parts reads the alternatives: plain text first.
func (l *Letter) parts(reader *multipart.Reader) string {
	for _, want := range []string{"text/plain", "text/html"} {
		part, err := reader.NextRawPart()
		if err != nil {
			return err.Error()
		}
		if kind, _, err := mime.ParseMediaType(part.Header.Get("Content-Type")); err != nil || kind != want {
			return "no " + want
		}
		if part.Header.Get("Content-Transfer-Encoding") != "quoted-printable" {
			return "not quoted-printable"
		}
		body, err := io.ReadAll(quotedprintable.NewReader(part))
		if err != nil {
			return err.Error()
		}
		if want == "text/plain" {
			l.Plain = string(body)
		} else {
			l.HTML = string(body)
		}
	}
	return ""
}
