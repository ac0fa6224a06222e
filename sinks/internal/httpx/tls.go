package httpx

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"os"
)

// maxCA bounds a file of certificates, in bytes: a larger one is surely the wrong file.
const maxCA = 1 << 20

// TLS returns the settings of a client that trusts the certificates in a PEM file, and no others; nil, which is the system's, without a file.
func TLS(caFile string) (*tls.Config, error) {
	if caFile == "" {
		return nil, nil //nolint:nilnil // Go's own settings are nil.
	}
	file, err := os.Open(caFile)
	if err != nil {
		return nil, fmt.Errorf("reading certificates: %w", err)
	}
	data, err := io.ReadAll(io.LimitReader(file, maxCA))
	if err := errors.Join(err, file.Close()); err != nil {
		return nil, fmt.Errorf("reading certificates: %w", err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(data) {
		return nil, fmt.Errorf("%s holds no certificate in PEM form", caFile)
	}
	return &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}, nil
}
