// Package email sends notifications by SMTP, as plain text and HTML, in one thread an incident.
package email

import (
	"context"
	"crypto/sha256"
	"crypto/tls"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"net"
	"net/mail"
	"net/textproto"
	"strconv"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"

	"firebreak/config/secret"
	"firebreak/sinks"
	"firebreak/sinks/internal/httpx"
	"firebreak/sinks/internal/text"
)

const (
	what = "e-mail"
	// defaultTimeout leaves a server that greets slowly, against spam, its time.
	defaultTimeout = 20 * time.Second
)

// How a connection is encrypted, and the ports that go with it.
const (
	tlsStart = "starttls"
	tlsAll   = "tls"
	tlsNone  = "none"

	portStart = 587
	portAll   = 465
	portNone  = 25
)

// Config holds the keys of this sink.
type Config struct {
	// Host and Port are the server's; the port that belongs to TLS when 0.
	Host string `yaml:"host" jsonschema:"required,minLength=1"`
	Port int    `yaml:"port,omitempty" jsonschema:"minimum=0,maximum=65535"`
	// TLS is starttls, which is wanted and not only tried, tls from the first byte, or none, on loopback only; starttls when empty.
	TLS string `yaml:"tls,omitempty" jsonschema:"enum=starttls,enum=tls,enum=none"`
	// CAFile names certificates to trust instead of the system's.
	CAFile string `yaml:"ca_file,omitempty"`
	// Username and Password, or PasswordFile, log in; none does not.
	Username     string        `yaml:"username,omitempty"`
	Password     secret.String `yaml:"password,omitempty"`
	PasswordFile string        `yaml:"password_file,omitempty"`
	// From and To are one address each, with or without a name.
	From string `yaml:"from" jsonschema:"required,minLength=1"`
	To   string `yaml:"to" jsonschema:"required,minLength=1"`
	// Updates sends a mail for every update, too.
	Updates bool `yaml:"updates,omitempty"`
	// Timeout bounds one call; 20 s when 0.
	Timeout time.Duration `yaml:"timeout,omitempty"`
}

// Sink sends mails. It is safe for concurrent use.
type Sink struct {
	host, tls string
	port      int
	settings  *tls.Config
	username  string
	// password is zero where nobody logs in.
	password secret.Source
	from, to *mail.Address
	domain   string
	updates  bool
	timeout  time.Duration
	now      func() time.Time
}

var _ sinks.Notifier = (*Sink)(nil)

// New makes a sink. It reads the password and the certificates once, to find a fault before it matters; a call reads the password anew. now is
// the wall clock, for the date of a mail.
func New(cfg Config, now func() time.Time) (*Sink, error) {
	s := &Sink{host: cfg.Host, port: cfg.Port, tls: cfg.TLS, username: cfg.Username, updates: cfg.Updates, timeout: cfg.Timeout, now: now}
	switch {
	case cfg.Host == "" || strings.ContainsAny(cfg.Host, " \t\r\n/@") || strings.Contains(cfg.Host, ":") && net.ParseIP(cfg.Host) == nil:
		return nil, errors.New("host: the name of a mail server is wanted, such as smtp.example; its port is a key of its own")
	case cfg.Port < 0 || cfg.Port > 65535:
		return nil, fmt.Errorf("port is %d: 1 to 65535 are allowed", cfg.Port)
	case cfg.Timeout < 0:
		return nil, fmt.Errorf("timeout is %v: it cannot be negative", cfg.Timeout)
	case cfg.Timeout == 0:
		s.timeout = defaultTimeout
	}
	var port int
	switch cfg.TLS {
	case "", tlsStart:
		s.tls, port = tlsStart, portStart
	case tlsAll:
		port = portAll
	case tlsNone:
		if ip := net.ParseIP(cfg.Host); cfg.Host != "localhost" && (ip == nil || !ip.IsLoopback()) {
			return nil, errors.New("tls is none: that is for loopback only; use starttls or tls")
		}
		port = portNone
	default:
		return nil, fmt.Errorf("tls is %q: use starttls, tls or none", cfg.TLS)
	}
	if s.port == 0 {
		s.port = port
	}
	var err error
	if s.settings, err = httpx.TLS(cfg.CAFile); err != nil {
		return nil, fmt.Errorf("ca_file: %w", err)
	}
	if s.settings == nil {
		s.settings = &tls.Config{MinVersion: tls.VersionTLS12}
	}
	s.settings.ServerName = cfg.Host
	if s.from, err = address(cfg.From); err != nil {
		return nil, fmt.Errorf("from: %w", err)
	}
	if s.to, err = address(cfg.To); err != nil {
		return nil, fmt.Errorf("to: %w", err)
	}
	s.domain = s.from.Address[strings.LastIndexByte(s.from.Address, '@')+1:]
	return s, s.login(&cfg)
}

// address parses one address.
func address(raw string) (*mail.Address, error) {
	a, err := mail.ParseAddress(raw)
	if err != nil || strings.ContainsFunc(a.Address, func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune("<>()[]\\,;:\"", r) }) {
		return nil, errors.New("it must be one address, such as oncall@acme.example or 'On call <oncall@acme.example>'; for several people, take the address of a list or a receiver each")
	}
	return a, nil
}

func (s *Sink) login(cfg *Config) error {
	given := !cfg.Password.IsZero() || cfg.PasswordFile != ""
	switch {
	case given && cfg.Username == "":
		return errors.New("username is required beside a password")
	case cfg.Username != "" && !given:
		return errors.New("username is set without password_file")
	case !given:
		return nil
	}
	var err error
	if s.password, err = secret.NewSource(cfg.Password, cfg.PasswordFile); err != nil {
		return fmt.Errorf("password or password_file: %w", err)
	}
	if _, err := s.password.Read(); err != nil {
		return fmt.Errorf("password_file: %w", err)
	}
	return nil
}

// Notify sends one mail, whose id is the same whenever the same is sent again. An update is sent only where the configuration asks for it: a mail
// cannot be changed in place, and every one makes a noise.
func (s *Sink) Notify(ctx context.Context, n sinks.Notification) (sinks.Receipt, error) {
	if n.Event == sinks.EventUpdate && !s.updates {
		return sinks.Receipt{Ref: n.Prior.Ref, Note: "ignored: a mail cannot be updated"}, nil
	}
	id := s.messageID(&n)
	msg, err := s.message(&n, id)
	if err != nil {
		return sinks.Receipt{}, sinks.Permanent(fmt.Errorf("writing the mail: %w", err))
	}
	password := ""
	if !s.password.IsZero() {
		read, err := s.password.Read()
		if err != nil {
			// A file may be in the middle of a rotation: worth a retry.
			return sinks.Receipt{}, fmt.Errorf("%s: %w", what, err)
		}
		password = read.Reveal()
	}
	ctx, cancel := context.WithTimeout(ctx, s.timeout)
	defer cancel()
	err = s.send(ctx, msg, password)
	// The server has it once it took the content, whatever became of the connection then.
	if err == nil || msg.IsDelivered() {
		return sinks.Receipt{Ref: id}, nil
	}
	return sinks.Receipt{}, s.failed(ctx, err, password)
}

// send makes one connection for one mail. The library watches the context only until it is connected, and leaves connections open that fail before
// they are of use: so it is given one that ends with the context, and with the call.
func (s *Sink) send(ctx context.Context, msg *gomail.Msg, password string) error {
	end := func() {}
	defer func() { end() }()
	dial := func(dialCtx context.Context, network, addr string) (net.Conn, error) {
		conn, err := (&net.Dialer{}).DialContext(dialCtx, network, addr)
		if err != nil {
			return nil, err
		}
		stop := context.AfterFunc(ctx, func() { _ = conn.Close() })
		end = func() {
			stop()
			_ = conn.Close() // It is closed already after a good ending.
		}
		if s.tls != tlsAll {
			return conn, nil
		}
		encrypted := tls.Client(conn, s.settings)
		return encrypted, encrypted.HandshakeContext(dialCtx)
	}
	// On a connection that is encrypted already no STARTTLS is offered, so that the opportunity does not come.
	policy := map[string]gomail.TLSPolicy{tlsStart: gomail.TLSMandatory, tlsAll: gomail.TLSOpportunistic, tlsNone: gomail.NoTLS}[s.tls]
	opts := []gomail.Option{
		gomail.WithPort(s.port), gomail.WithTLSPolicy(policy), gomail.WithTLSConfig(s.settings), gomail.WithTimeout(s.timeout), gomail.WithDialContextFunc(dial),
		gomail.WithHELO(s.domain), gomail.WithoutNoop(),
	}
	switch {
	case password != "" && s.tls == tlsNone:
		opts = append(opts, gomail.WithSMTPAuth(gomail.SMTPAuthPlainNoEnc), gomail.WithUsername(s.username), gomail.WithPassword(password))
	case password != "":
		opts = append(opts, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(s.username), gomail.WithPassword(password))
	}
	client, err := gomail.NewClient(s.host, opts...)
	if err != nil {
		return fmt.Errorf("making a client: %w", err)
	}
	smtp, err := client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return err
	}
	return errors.Join(client.SendWithSMTPClient(smtp, msg), client.CloseWithSMTPClient(smtp))
}

// failed classifies an error: 5yz is for good (RFC 5321, section 4.2.1), everything else is worth a retry. SMTP has no way to ask for a pause.
func (s *Sink) failed(ctx context.Context, err error, password string) error {
	name := what + " by " + net.JoinHostPort(s.host, strconv.Itoa(s.port))
	if ctx.Err() != nil {
		return httpx.Failed(name, ctx.Err())
	}
	code := 0
	var sent *gomail.SendError
	var reply *textproto.Error
	switch {
	case errors.As(err, &sent):
		code = sent.ErrorCode()
	case errors.As(err, &reply):
		code = reply.Code
	}
	// A server may say again what it was told.
	encoded := func(v string) string { return base64.StdEncoding.EncodeToString([]byte(v)) }
	const most = 500
	said := httpx.Failed(name, err, password, encoded(password), encoded("\x00"+s.username+"\x00"+password))
	said = errors.New(text.Line(said.Error(), most))
	if code >= 500 {
		return sinks.Permanent(said)
	}
	return said
}

// messageID names a mail: what is sent again has the id that it had, so that a mailbox can drop it. The thread's first mail, if it was ours to
// send, has the id that all others refer to.
func (s *Sink) messageID(n *sinks.Notification) string {
	if n.Event == sinks.EventTell && n.Tell == 1 {
		return s.rootID(n)
	}
	parts := []string{n.Incident, n.Key, string(n.Event), strconv.Itoa(n.Tell)}
	switch n.Event {
	case sinks.EventAcknowledge:
		parts = append(parts, n.AcknowledgedBy)
	case sinks.EventUpdate:
		parts = append(parts, n.At.UTC().Format(time.RFC3339Nano))
	case sinks.EventTell, sinks.EventResolve:
	}
	return s.id(parts...)
}

// rootID is what every mail of an incident refers to.
func (s *Sink) rootID(n *sinks.Notification) string { return s.id(n.Incident) }

// id hashes its parts and the two addresses: another receiver's mail is another mail, which may show more or less.
func (s *Sink) id(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(append(parts, s.from.Address, s.to.Address), "\n")))
	return hex.EncodeToString(sum[:16]) + "@" + s.domain
}
