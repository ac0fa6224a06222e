//go:build integration

package integration_test

import (
	"fmt"
	"net"
	"net/http"
	"net/mail"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"firebreak/config/secret"
	"firebreak/sinks"
	"firebreak/sinks/email"
	"firebreak/sinks/sinktest"
)

// mailbox is a real mail server with one user, oncall@acme.example.
type mailbox struct {
	port int
	ca   string
	api  string
}

const mailPassword = "pa55word"

func startGreenMail(t *testing.T) *mailbox {
	t.Helper()
	jar := fetched(t, "greenmail", "java", "keytool", "mvn")
	dir := t.TempDir()
	store, ca := filepath.Join(dir, "keys.p12"), filepath.Join(dir, "ca.pem")
	keytool := func(args ...string) {
		t.Helper()
		args = append(args, "-keystore", store, "-storepass", mailPassword, "-storetype", "PKCS12", "-alias", "mail")
		out, err := exec.CommandContext(t.Context(), "keytool", args...).CombinedOutput()
		require.NoError(t, err, string(out))
	}
	keytool("-genkeypair", "-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=localhost", "-ext", "san=ip:127.0.0.1", "-validity", "2")
	keytool("-exportcert", "-rfc", "-file", ca)
	port := freePorts(t)
	m := &mailbox{port: port, ca: ca, api: "http://" + net.JoinHostPort("127.0.0.1", strconv.Itoa(port+1))}
	set := func(key string, value any) string { return fmt.Sprintf("-Dgreenmail.%s=%v", key, value) }
	serveReal(t, func() bool { return get(t, m.api+"/api/service/readiness", nil) == http.StatusOK },
		"java", "-Xmx96m", set("smtps.hostname", "127.0.0.1"), set("smtps.port", m.port), set("api.hostname", "127.0.0.1"), set("api.port", port+1),
		set("users", "oncall:"+mailPassword+"@acme.example"), set("startup.timeout", startLimit.Milliseconds()), set("tls.keystore.file", store),
		set("tls.keystore.password", mailPassword), "-jar", jar)
	return m
}

// letters are what the mailbox holds, oldest first.
func (m *mailbox) letters(t *testing.T) []*mail.Message {
	t.Helper()
	var held []struct {
		Raw string `json:"mimeMessage"`
	}
	require.Equal(t, http.StatusOK, get(t, m.api+"/api/user/oncall@acme.example/messages/", &held))
	out := make([]*mail.Message, 0, len(held))
	for _, h := range held {
		msg, err := mail.ReadMessage(strings.NewReader(h.Raw))
		require.NoError(t, err)
		out = append(out, msg)
	}
	return out
}

func TestMailsArriveAtARealServer(t *testing.T) {
	m := startGreenMail(t)
	cfg := email.Config{
		Host: "127.0.0.1", Port: m.port, TLS: "tls", CAFile: m.ca, Username: "oncall", Password: secret.New(mailPassword),
		From: "Firebreak <firebreak@acme.example>", To: "On call <oncall@acme.example>", Timeout: startLimit,
	}
	sink, err := email.New(cfg, time.Now)
	require.NoError(t, err)
	n := sinktest.Sample()
	n.Tell = 1
	// The second tell is a repeat, as after a crash.
	for _, event := range []sinks.Event{sinks.EventTell, sinks.EventTell, sinks.EventUpdate, sinks.EventAcknowledge, sinks.EventResolve} {
		n.Event, n.At = event, n.At.Add(time.Minute)
		_, err := sink.Notify(t.Context(), n)
		require.NoError(t, err, event)
	}
	letters := m.letters(t)
	require.Len(t, letters, 4, "an update is no mail")
	root := letters[0].Header.Get("Message-Id")
	require.NotEmpty(t, root)
	require.Equal(t, root, letters[1].Header.Get("Message-Id"), "a repeat can be told")
	for _, l := range letters[2:] {
		require.Equal(t, root, l.Header.Get("References"))
		require.NotEqual(t, root, l.Header.Get("Message-Id"))
	}

	for name, text := range sinktest.Hostile() {
		n := sinktest.WithText(sinktest.Sample(), text)
		_, err := sink.Notify(t.Context(), n)
		require.NoError(t, err, name)
	}
	require.Len(t, m.letters(t), 4+len(sinktest.Hostile()))

	cfg.Password = secret.New("wr0ng")
	sink, err = email.New(cfg, time.Now)
	require.NoError(t, err)
	_, err = sink.Notify(t.Context(), n)
	require.True(t, sinks.IsPermanent(err), err)

	cfg.CAFile = ""
	sink, err = email.New(cfg, time.Now)
	require.NoError(t, err)
	_, err = sink.Notify(t.Context(), n)
	require.ErrorContains(t, err, "certificate")
}
