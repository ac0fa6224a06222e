package daemon

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"os"

	"github.com/prometheus/client_golang/prometheus"
	"go.uber.org/zap"

	"firebreak/config"
	"firebreak/daemon/stream"
)

// Connect opens a client to the configured Kafka, or to the embedded broker that a running daemon has in the configured folder. The caller
// closes it.
func Connect(ctx context.Context, cfg *config.Config, log *zap.Logger) (*stream.Client, error) {
	brokers := cfg.Kafka.Brokers
	if len(brokers) == 0 {
		addr, err := stream.EmbeddedAddr(cfg.Kafka.Dir)
		if errors.Is(err, stream.ErrNotRunning) {
			return nil, fmt.Errorf("%w: start 'firebreak run' here, or name a configuration with --config", err)
		}
		if err != nil {
			return nil, err
		}
		brokers = []string{addr}
	}
	return openStream(ctx, cfg, brokers, nil, log)
}

// openStream opens a client to brokers with the configured security.
func openStream(ctx context.Context, cfg *config.Config, brokers []string, reg prometheus.Registerer, log *zap.Logger) (*stream.Client, error) {
	k := cfg.Kafka
	sc := stream.Config{
		Brokers: brokers, Prefix: k.Prefix, Partitions: k.Partitions, Replication: k.Replication, Retention: k.Retention, Registerer: reg,
	}
	if k.TLS != nil {
		var err error
		if sc.TLS, err = tlsConfig(k.TLS); err != nil {
			return nil, err
		}
	}
	if k.SASL != nil {
		password, file := k.SASL.Password, k.SASL.PasswordFile
		sc.SASL = &stream.SASL{Mechanism: k.SASL.Mechanism, Username: k.SASL.Username, Password: secretOf(password, file)}
	}
	return stream.Open(ctx, sc, log)
}

// tlsConfig reads the files of a TLS block.
func tlsConfig(t *config.TLS) (*tls.Config, error) {
	out := &tls.Config{
		MinVersion: tls.VersionTLS12, ServerName: t.ServerName,
		InsecureSkipVerify: t.InsecureSkipVerify, //nolint:gosec // The operator asks for it, and the key's name says what it is.
	}
	if t.CAFile != "" {
		pem, err := os.ReadFile(t.CAFile)
		if err != nil {
			return nil, fmt.Errorf("reading kafka.tls.ca_file: %w", err)
		}
		out.RootCAs = x509.NewCertPool()
		if !out.RootCAs.AppendCertsFromPEM(pem) {
			return nil, fmt.Errorf("kafka.tls.ca_file: %s holds no certificate in PEM form", t.CAFile)
		}
	}
	if t.CertFile != "" {
		pair, err := tls.LoadX509KeyPair(t.CertFile, t.KeyFile)
		if err != nil {
			return nil, fmt.Errorf("reading kafka.tls.cert_file and key_file: %w", err)
		}
		out.Certificates = []tls.Certificate{pair}
	}
	return out, nil
}
