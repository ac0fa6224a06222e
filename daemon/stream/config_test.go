package stream_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"math/big"
	"net"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/twmb/franz-go/pkg/kfake"

	"firebreak/daemon/stream"
	"firebreak/daemon/stream/streamtest"
)

func secret(s string) func() (string, error) { return func() (string, error) { return s, nil } }

func TestConfigFaultsAreAllNamed(t *testing.T) {
	_, err := stream.Open(t.Context(), stream.Config{
		Brokers: []string{"kafka"}, Prefix: "a b", Partitions: -1, Replication: -1, Retention: time.Second,
		SASL: &stream.SASL{Mechanism: "GSSAPI"},
	}, nil)
	require.ErrorIs(t, err, stream.ErrConfig)
	for _, part := range []string{"brokers", "prefix", "partitions", "replication", "retention", "mechanism", "username and password"} {
		require.ErrorContains(t, err, part)
	}
	_, err = stream.Open(t.Context(), stream.Config{}, nil)
	require.ErrorContains(t, err, "at least one")
	_, err = stream.Open(t.Context(), stream.Config{
		Brokers: []string{"127.0.0.1:1"}, SASL: &stream.SASL{Mechanism: stream.MechanismPlain, Username: "u", Password: secret("p")},
	}, nil)
	require.ErrorIs(t, err, stream.ErrConfig)
	require.ErrorContains(t, err, "PLAIN needs TLS")
}

func TestOpenWithoutABroker(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	_, err := stream.Open(ctx, stream.Config{Brokers: []string{"127.0.0.1:1"}}, nil)
	require.ErrorContains(t, err, "connecting to kafka at 127.0.0.1:1")
	require.ErrorContains(t, err, "refused")
}

// certificate is a self-signed one for loopback, as a server and as its client see it.
func certificate(t *testing.T) (server, client *tls.Config) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "broker"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	require.NoError(t, err)
	leaf, err := x509.ParseCertificate(der)
	require.NoError(t, err)
	pool := x509.NewCertPool()
	pool.AddCert(leaf)
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}, MinVersion: tls.VersionTLS12},
		&tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}
}

// TestTLSAndSASL goes through everything that opens connections: admin, produce, fetch and a group.
func TestTLSAndSASL(t *testing.T) {
	server, client := certificate(t)
	for _, mechanism := range []string{stream.MechanismPlain, stream.MechanismScramSHA256, stream.MechanismScramSHA512} {
		t.Run(mechanism, func(t *testing.T) {
			cluster, err := kfake.NewCluster(kfake.NumBrokers(1), kfake.TLS(server), kfake.EnableSASL(), kfake.Superuser(mechanism, "user", "right"))
			require.NoError(t, err)
			t.Cleanup(cluster.Close)
			cfg := streamtest.Config(t, cluster.ListenAddrs()[0])
			cfg.TLS = client
			asked := atomic.Int64{}
			cfg.SASL = &stream.SASL{Mechanism: mechanism, Username: "user", Password: func() (string, error) {
				asked.Add(1)
				return "right", nil
			}}
			c := streamtest.Open(t, cfg)
			require.NoError(t, ensureOnPlainKfake(t, c))
			require.NoError(t, c.Produce(t.Context(), numbered(stream.TopicIncidents, "", 0, 3)...))
			b := newBoard()
			join(t, c, b.config("a", stream.TopicIncidents))
			b.until(t, patience, "the records", func() bool { return len(b.got) == 3 })
			require.Greater(t, asked.Load(), int64(2), "the password is asked for at every authentication")

			cfg.SASL = &stream.SASL{Mechanism: mechanism, Username: "user", Password: secret("wrong")}
			start := time.Now()
			_, err = stream.Open(t.Context(), cfg, nil)
			require.Error(t, err)
			require.NotContains(t, err.Error(), "wrong")
			t.Logf("refused after %s: %v", time.Since(start).Round(time.Millisecond), err)
			cfg.SASL.Password = func() (string, error) { return "", errors.New("no such file") }
			ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
			defer cancel()
			_, err = stream.Open(ctx, cfg, nil)
			require.ErrorContains(t, err, "no such file")
		})
	}
	t.Run("plain text to a TLS broker", func(t *testing.T) {
		cluster, err := kfake.NewCluster(kfake.NumBrokers(1), kfake.TLS(server))
		require.NoError(t, err)
		t.Cleanup(cluster.Close)
		ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
		defer cancel()
		_, err = stream.Open(ctx, stream.Config{Brokers: cluster.ListenAddrs()}, nil)
		require.Error(t, err)
	})
}

// ensureOnPlainKfake makes the topics with the settings that kfake knows, though it does not carry the embedded broker's cluster id.
func ensureOnPlainKfake(t *testing.T, c *stream.Client) error {
	t.Helper()
	c.PretendEmbeddedForTest()
	return c.EnsureTopics(t.Context())
}
