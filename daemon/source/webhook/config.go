package webhook

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"firebreak/config"
	"firebreak/config/secret"
	"firebreak/daemon/source"
)

// Type is the type of this source in the configuration.
const Type = "webhook"

// Path stands before the name of a source in the path that the daemon serves it on.
const Path = "/v1/sources/"

const (
	defaultMaxBody     = 8 << 20
	defaultMaxInFlight = 16
	// minKey is the shortest key, in bytes, that the standard allows; maxKeys bounds what one request is compared with.
	minKey  = 24
	maxKeys = 10
	// keyPrefix may stand before a key.
	keyPrefix = "whsec_"
)

// Config holds the keys of a source of this type.
type Config struct {
	// Secret signs the requests: a key of at least 24 bytes in base64, with or without "whsec_" before it. Several, parted by white space,
	// are all accepted, so that a key can be changed without a gap.
	Secret secret.String `yaml:"secret,omitempty"`
	// SecretFile holds the secret; it is read anew at each request. One of the two is needed.
	SecretFile string `yaml:"secret_file,omitempty"`
	// MaxBody is the largest body taken, in bytes; 8 MiB when 0, at most 1 GiB.
	MaxBody int64 `yaml:"max_body,omitempty" jsonschema:"minimum=1,maximum=1073741824"`
	// MaxInFlight is how many requests are worked on at once; 16 when 0. Further ones are told to come again.
	MaxInFlight int `yaml:"max_in_flight,omitempty" jsonschema:"minimum=1,maximum=10000"`
}

// Decode reads a source's block of the configuration. The error names every fault with its place.
func Decode(block config.Block) (Config, error) {
	cfg := Config{MaxBody: defaultMaxBody, MaxInFlight: defaultMaxInFlight}
	if err := block.Decode(&cfg); err != nil {
		return Config{}, err
	}
	return cfg, nil
}

// Options are what a source gets from outside.
type Options struct {
	// Now is the clock; time.Now when nil.
	Now func() time.Time
}

// New makes a source; its Handler takes requests once Run runs. The secret is read to see that it can be.
func New(name string, cfg Config, opts Options) (*Source, error) {
	if cfg.MaxBody == 0 {
		cfg.MaxBody = defaultMaxBody
	}
	if cfg.MaxInFlight == 0 {
		cfg.MaxInFlight = defaultMaxInFlight
	}
	if cfg.MaxBody < 0 || cfg.MaxInFlight < 0 {
		return nil, errors.New("max_body and max_in_flight must be positive")
	}
	if opts.Now == nil {
		opts.Now = time.Now
	}
	from, err := secret.NewSource(cfg.Secret, cfg.SecretFile)
	if err != nil {
		return nil, fmt.Errorf("%w: secret or secret_file, made by: openssl rand -base64 32", err)
	}
	if _, err := readKeys(from); err != nil {
		return nil, err
	}
	return &Source{name: name, secret: from, maxBody: cfg.MaxBody, slots: make(chan struct{}, cfg.MaxInFlight), now: opts.Now}, nil
}

// readKeys returns the keys that requests may be signed with. The error says what is wrong, never what the secret is.
func readKeys(from secret.Source) ([]*standardwebhooks.Webhook, error) {
	value, err := from.Read()
	if err != nil {
		return nil, err
	}
	words := strings.Fields(value.Reveal())
	if len(words) == 0 {
		return nil, errors.New("the secret is empty")
	}
	if len(words) > maxKeys {
		return nil, fmt.Errorf("the secret has more than %d keys", maxKeys)
	}
	keys := make([]*standardwebhooks.Webhook, 0, len(words))
	for i, word := range words {
		// Not the error, which may show a part of the key.
		raw, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(word, keyPrefix))
		if err != nil {
			return nil, fmt.Errorf("key %d of the secret is not base64: make one by: openssl rand -base64 32", i+1)
		}
		if len(raw) < minKey {
			return nil, fmt.Errorf("key %d of the secret has %d bytes and needs %d: make one by: openssl rand -base64 32", i+1, len(raw), minKey)
		}
		key, err := standardwebhooks.NewWebhookRaw(raw)
		if err != nil {
			return nil, fmt.Errorf("key %d of the secret cannot be used", i+1)
		}
		keys = append(keys, key)
	}
	return keys, nil
}

var _ source.Source = (*Source)(nil)
