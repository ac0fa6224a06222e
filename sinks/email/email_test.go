package email_test

import (
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"firebreak/config/secret"
	"firebreak/sinks"
	"firebreak/sinks/email"
	"firebreak/sinks/sinktest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func moment() time.Time { return sinktest.Sample().At.Add(time.Minute) }

// config is that of a sink for a fake.
func config(t *testing.T, m *sinktest.Mail, tls string) email.Config {
	t.Helper()
	ca := filepath.Join(t.TempDir(), "ca.pem")
	require.NoError(t, os.WriteFile(ca, m.CA, 0o600))
	return email.Config{
		Host: "127.0.0.1", Port: m.Port, TLS: tls, CAFile: ca, Username: sinktest.MailUser, Password: secret.New(sinktest.MailPassword),
		From: "Firebreak <firebreak@acme.example>", To: "On call <oncall@acme.example>",
	}
}

func newSink(t *testing.T, cfg email.Config) *email.Sink {
	t.Helper()
	s, err := email.New(cfg, moment)
	require.NoError(t, err)
	return s
}

func TestConformance(t *testing.T) {
	t.Parallel()
	for _, tls := range []string{"starttls", "tls"} {
		t.Run(tls, func(t *testing.T) {
			t.Parallel()
			sinktest.Run(t, func(t *testing.T) sinktest.Harness {
				m := sinktest.NewMail(t, tls == "tls")
				return sinktest.Harness{
					Sink: newSink(t, config(t, m, tls)), Service: m, Told: m.Told, Refused: m.Refused, Pauseless: true, Secrets: []string{sinktest.MailPassword},
				}
			})
		})
	}
}

func TestAMailHoldsWhatAResponderNeeds(t *testing.T) {
	t.Parallel()
	m := sinktest.NewMail(t, false)
	n := sinktest.Sample()
	n.Test = true
	_, err := newSink(t, config(t, m, "")).Notify(t.Context(), n)
	require.NoError(t, err)
	require.Len(t, m.Letters(), 1)
	l := m.Letters()[0]
	require.True(t, l.Encrypted && l.LoggedIn)
	require.Equal(t, [2]string{"firebreak@acme.example", "oncall@acme.example"}, [2]string{l.From, l.To})
	require.Equal(t, "TEST "+n.Title, l.Subject)
	require.Equal(t, "auto-generated", l.Header.Get("Auto-Submitted"))
	require.Equal(t, "high", l.Header.Get("Importance"))
	require.Equal(t, moment().Format(time.RFC1123Z), l.Header.Get("Date"))
	for _, body := range []string{l.Plain, l.HTML} {
		for _, part := range []string{
			n.Summary, "the brand says that everything is secure", "absolute_security_claim", "first reply: overdue", n.Do[0], n.DoNot[0], n.PublicDraft, n.PrivateDraft,
			"2026-01-24 10:34 UTC, page, resolved by sam: Wishgenie", n.Earlier[1].Incident,
			n.Precedent, n.Statement.Text, "2026-03-05 10:34 UTC", n.Incident, "(deleted)",
		} {
			require.Contains(t, body, part)
		}
	}
	require.Contains(t, l.Plain, "the post: https://social.example/jane/w1?a=1&b=2\n")
	require.Contains(t, l.HTML, `<a href="https://social.example/jane/w1?a=1&amp;b=2"`)
}

// A digest lists twenty, the oldest first.
func TestAMailShowsAllPosts(t *testing.T) {
	t.Parallel()
	m := sinktest.NewMail(t, false)
	n := sinktest.Sample()
	n.Timeline = nil
	for i := range 20 {
		n.Timeline = append(n.Timeline, sinks.Post{Handle: fmt.Sprintf("customer%d", i), Role: "public", Tier: "public", Text: "Where is it?"})
	}
	_, err := newSink(t, config(t, m, "")).Notify(t.Context(), n)
	require.NoError(t, err)
	for i := range 20 {
		require.Contains(t, m.Letters()[0].Plain, fmt.Sprintf("@customer%d ", i))
	}
}

func TestMailsOfAnIncidentAreOneThread(t *testing.T) {
	t.Parallel()
	m := sinktest.NewMail(t, false)
	cfg := config(t, m, "")
	cfg.Updates = true
	s := newSink(t, cfg)
	n := sinktest.Sample()
	send := func(event sinks.Event, tell int) string {
		n.Event, n.Tell, n.At = event, tell, n.At.Add(time.Minute)
		if event == sinks.EventAcknowledge {
			n.AcknowledgedBy = "sam"
		}
		_, err := s.Notify(t.Context(), n)
		require.NoError(t, err)
		return m.Letters()[len(m.Letters())-1].Header.Get("Message-Id")
	}
	root := send(sinks.EventTell, 1)
	require.Equal(t, root, send(sinks.EventTell, 1), "sent again, made of the incident as it is by then")
	seen := map[string]bool{root: true}
	for _, step := range []struct {
		event sinks.Event
		tell  int
	}{{sinks.EventUpdate, 1}, {sinks.EventUpdate, 1}, {sinks.EventTell, 2}, {sinks.EventAcknowledge, 2}, {sinks.EventResolve, 2}} {
		id := send(step.event, step.tell)
		require.False(t, seen[id], "%v is a mail of its own", step)
		seen[id] = true
		l := m.Letters()[len(m.Letters())-1]
		require.Equal(t, [2]string{root, root}, [2]string{l.Header.Get("In-Reply-To"), l.Header.Get("References")})
		require.Equal(t, step.event != sinks.EventTell, strings.HasPrefix(l.Subject, "Re: "))
	}
	for _, event := range []sinks.Event{sinks.EventAcknowledge, sinks.EventResolve} {
		first := send(event, 2)
		require.Equal(t, first, send(event, 2), "sent again, the clock has moved on")
	}
	require.True(t, strings.HasPrefix(m.Letters()[len(m.Letters())-1].Plain, "Resolved."))

	// Another receiver's mails are others.
	cfg.To = "care@acme.example"
	s = newSink(t, cfg)
	require.NotEqual(t, root, send(sinks.EventTell, 1))
}

func TestNobodyAddsAHeader(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"a\r\nBcc: evil@evil.example", "a\nBcc: evil@evil.example\n\nbody", "a\r\n.\r\nMAIL FROM:<x@y.example>", "=?utf-8?q?a=0D=0ABcc:_evil?=", "ä\r\n Bcc: x"} {
		m := sinktest.NewMail(t, false)
		n := sinktest.WithText(sinktest.Sample(), text)
		n.Incident, n.Route, n.Level, n.Severity = text, text, text, text
		_, err := newSink(t, config(t, m, "")).Notify(t.Context(), n)
		require.NoError(t, err)
		require.Empty(t, m.Refused(), text)
		require.Len(t, m.Letters(), 1)
		require.NotContains(t, m.Letters()[0].Header, "Bcc")
	}
}

// TestASubjectIsNoCode: what looks like an encoded word arrives as it was written, not as what it encodes.
func TestASubjectIsNoCode(t *testing.T) {
	t.Parallel()
	m := sinktest.NewMail(t, false)
	n := sinktest.Sample()
	n.Title = "=?utf-8?q?=1B[2Jgone?= =?nonsense?q?a?="
	_, err := newSink(t, config(t, m, "")).Notify(t.Context(), n)
	require.NoError(t, err)
	require.Empty(t, m.Refused())
	require.Contains(t, m.Letters()[0].Subject, "= ?utf-8?q?=1B[2Jgone?=")
}

func FuzzMail(f *testing.F) {
	m := sinktest.NewMail(f, false)
	ca := filepath.Join(f.TempDir(), "ca.pem")
	require.NoError(f, os.WriteFile(ca, m.CA, 0o600))
	s, err := email.New(email.Config{Host: "127.0.0.1", Port: m.Port, CAFile: ca, From: "a@acme.example", To: "b@acme.example"}, moment)
	require.NoError(f, err)
	f.Add("a\r\nBcc: x@y.example")
	f.Add("<script>\x00\u202e</script>")
	f.Add(" \n\u00a0")
	f.Add("=?x?q?a?= =?utf-8?q?=1B?=")
	f.Fuzz(func(t *testing.T, text string) {
		n := sinktest.WithText(sinktest.Sample(), text)
		n.Incident = text
		before := len(m.Refused())
		_, err := s.Notify(t.Context(), n)
		require.NoError(t, err)
		require.Empty(t, m.Refused()[before:])
	})
}

func TestAWrongPasswordIsRefusedForGood(t *testing.T) {
	t.Parallel()
	m := sinktest.NewMail(t, false)
	cfg := config(t, m, "")
	cfg.Password = secret.New("wr0ng-password")
	_, err := newSink(t, cfg).Notify(t.Context(), sinktest.Sample())
	require.True(t, sinks.IsPermanent(err), err)
	require.ErrorContains(t, err, "535")
	for _, form := range []string{"wr0ng", "d3IwbmctcGFzc3dvcmQ", "AG9uY2FsbAB3cjBuZy1wYXNzd29yZA"} {
		require.NotContains(t, err.Error(), form)
	}
}

func TestWhatWasTakenIsNotSentAgain(t *testing.T) {
	t.Parallel()
	m := sinktest.NewMail(t, false)
	m.Vanish(true)
	_, err := newSink(t, config(t, m, "")).Notify(t.Context(), sinktest.Sample())
	require.NoError(t, err)
	require.Len(t, m.Letters(), 1)
}

func TestNothingIsSaidInTheClear(t *testing.T) {
	t.Parallel()
	var listen net.ListenConfig
	listener, err := listen.Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	heard := make(chan string, 1)
	go func() {
		conn, err := listener.Accept()
		if err != nil {
			heard <- ""
			return
		}
		// A server, or somebody in between, that offers no encryption.
		_, _ = conn.Write([]byte("220 hello\r\n"))
		buffer := make([]byte, 4096)
		n, _ := conn.Read(buffer)
		_, _ = conn.Write([]byte("250-fake\r\n250 AUTH PLAIN LOGIN\r\n"))
		more, _ := conn.Read(buffer[n:])
		_ = conn.Close()
		heard <- string(buffer[:n+more])
	}()
	m := sinktest.NewMail(t, false)
	cfg := config(t, m, "starttls")
	address, ok := listener.Addr().(*net.TCPAddr)
	require.True(t, ok)
	cfg.Port = address.Port
	_, err = newSink(t, cfg).Notify(t.Context(), sinktest.Sample())
	require.ErrorContains(t, err, "STARTTLS")
	require.Equal(t, "EHLO acme.example\r\n", <-heard)
	require.NoError(t, listener.Close())
}

func TestACertificateIsChecked(t *testing.T) {
	t.Parallel()
	for _, tls := range []string{"starttls", "tls"} {
		m := sinktest.NewMail(t, tls == "tls")
		cfg := config(t, m, tls)
		cfg.CAFile = ""
		_, err := newSink(t, cfg).Notify(t.Context(), sinktest.Sample())
		require.ErrorContains(t, err, "certificate")
		require.False(t, sinks.IsPermanent(err), "a certificate is renewed")
		require.Empty(t, m.Letters())
	}
}

func TestACallEndsWithItsContext(t *testing.T) {
	t.Parallel()
	m := sinktest.NewMail(t, false)
	m.Hang(true)
	s := newSink(t, config(t, m, ""))
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		_, err := s.Notify(ctx, sinktest.Sample())
		done <- err
	}()
	require.Eventually(t, func() bool { return m.Calls() == 1 }, 5*time.Second, time.Millisecond)
	cancel()
	select {
	case err := <-done:
		require.ErrorIs(t, err, context.Canceled)
	case <-time.After(5 * time.Second):
		t.Fatal("it waits for a server that says nothing")
	}
}

func TestNewNamesEveryFault(t *testing.T) {
	t.Parallel()
	good := email.Config{Host: "smtp.acme.example", From: "firebreak@acme.example", To: "oncall@acme.example"}
	password := secret.New("pa55word")
	tests := []struct {
		name string
		harm func(*email.Config)
		want string
	}{
		{"no host", func(c *email.Config) { c.Host = "" }, "host:"},
		{"a port in the host", func(c *email.Config) { c.Host = "smtp.acme.example:25" }, "host:"},
		{"no such port", func(c *email.Config) { c.Port = 70000 }, "port is 70000"},
		{"no such encryption", func(c *email.Config) { c.TLS = "ssl" }, "starttls, tls or none"},
		{"no encryption", func(c *email.Config) { c.TLS = "none" }, "loopback only"},
		{"no sender", func(c *email.Config) { c.From = "" }, "from:"},
		{"a header in the sender", func(c *email.Config) { c.From = "a@b.example\r\nBcc: c@d.example" }, "from:"},
		{"two recipients", func(c *email.Config) { c.To = "a@b.example, c@d.example" }, "to: it must be one address"},
		{"no user", func(c *email.Config) { c.Password = password }, "username is required"},
		{"no password", func(c *email.Config) { c.Username = "u" }, "without password_file"},
		{"two passwords", func(c *email.Config) { c.Username, c.Password, c.PasswordFile = "u", password, "x" }, "not both"},
		{"no file", func(c *email.Config) { c.Username, c.PasswordFile = "u", "/nowhere/password" }, "/nowhere/password"},
		{"no certificates", func(c *email.Config) { c.CAFile = "/nowhere/ca" }, "ca_file"},
		{"a negative limit", func(c *email.Config) { c.Timeout = -1 }, "timeout"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			cfg := good
			tt.harm(&cfg)
			_, err := email.New(cfg, moment)
			require.ErrorContains(t, err, tt.want)
			require.NotContains(t, err.Error(), "pa55word")
		})
	}
	_, err := email.New(good, moment)
	require.NoError(t, err)
}
