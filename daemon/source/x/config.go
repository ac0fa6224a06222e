// Package x hears X (Twitter) through the v1.1 filter stream, as gateways and enterprise streams that are compatible with it offer it. X itself
// withdrew that stream from its public interface in 2023.
package x

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"go.uber.org/zap"

	"firebreak/config"
	"firebreak/config/secret"
	"firebreak/daemon/source"
)

// Type is the type of this source in the configuration, and the source of its mentions.
const Type = "x"

// X's limits of one filter (https://developer.x.com/en/docs/x-api/v1/tweets/filter-realtime/overview).
const (
	// MaxTrack is how many phrases a filter may have, MaxPhrase how long one may be, in bytes.
	MaxTrack  = 400
	MaxPhrase = 60
	maxFollow = 5000
	// defaultStall is the time without a byte after which a connection counts as dead: X sends a keep-alive every 20 s.
	defaultStall = 90 * time.Second
)

// Config holds the keys of a source of this type.
type Config struct {
	// BaseURL is the address of the service; the path /1.1/statuses/filter.json is appended.
	BaseURL string `yaml:"base_url" jsonschema:"required,minLength=1"`
	// BearerToken authorises the connection, or BearerTokenFile names a file that holds it; a gateway may need none.
	BearerToken     secret.String `yaml:"bearer_token,omitempty"`
	BearerTokenFile string        `yaml:"bearer_token_file,omitempty"`
	// Track are the phrases to ask for: what the brands' queries and accounts need, when empty.
	Track []string `yaml:"track,omitempty"`
	// Follow are the ids of accounts to ask for.
	Follow []string `yaml:"follow,omitempty"`
	// Languages restricts to posts in these languages.
	Languages []string `yaml:"languages,omitempty"`
	// StallTimeout is the time without a byte after which the connection is given up; 90 s when 0.
	StallTimeout time.Duration `yaml:"stall_timeout,omitempty"`
}

// Decode reads a source's block of the configuration. The error names every fault with its place.
func Decode(block config.Block) (Config, error) {
	cfg := Config{StallTimeout: defaultStall}
	if err := block.Decode(&cfg); err != nil {
		return Config{}, err
	}
	return cfg, nil
}

// Options are what a source gets from outside.
type Options struct {
	// Track is asked for where the configuration has no phrases.
	Track []string
	// Transport sends the requests; a transport of the source's own when nil.
	Transport http.RoundTripper
	// Now is the clock; time.Now when nil.
	Now func() time.Time
	// Wait pauses between connections until it has passed or ctx is done; a real timer when nil.
	Wait func(ctx context.Context, pause time.Duration) error
	// Log gets what no sink needs to know; none when nil.
	Log *zap.Logger
}

// Source is one filter stream under a supervisor. Run may be called once.
type Source struct {
	name  string
	cfg   Config
	track []string
	base  *url.URL
	token secret.Source
	opts  Options
}

var _ source.Source = (*Source)(nil)

// New makes a source; it opens nothing. The token is read to see that it can be.
func New(name string, cfg Config, opts Options) (*Source, error) {
	base, err := url.Parse(cfg.BaseURL)
	if err != nil || base.Host == "" || base.Scheme != "https" && base.Scheme != "http" {
		return nil, errors.New("base_url is no address such as https://gateway.example")
	}
	if base.User != nil || base.RawQuery != "" || base.Fragment != "" {
		return nil, errors.New("base_url has a user, a query or a fragment: give the address alone, and the token in bearer_token_file")
	}
	s := &Source{name: name, cfg: cfg, base: base, track: cfg.Track, opts: opts}
	if len(s.track) == 0 {
		s.track = cleaned(opts.Track)
	}
	switch {
	case len(s.track) == 0 && len(cfg.Follow) == 0:
		return nil, errors.New("there is nothing to ask for: set track or follow, or give a brand a query or an account")
	case len(s.track) > MaxTrack:
		return nil, fmt.Errorf("there are %d phrases to track, X takes %d: set track to fewer", len(s.track), MaxTrack)
	case len(cfg.Follow) > maxFollow:
		return nil, fmt.Errorf("follow has %d accounts, X takes %d", len(cfg.Follow), maxFollow)
	case cfg.StallTimeout < 0:
		return nil, errors.New("stall_timeout cannot be negative")
	}
	for _, phrase := range s.track {
		if phrase == "" || len(phrase) > MaxPhrase {
			return nil, fmt.Errorf("the phrase %q to track has %d bytes, X takes 1 to %d", phrase, len(phrase), MaxPhrase)
		}
		if strings.TrimSpace(phrase) == "" || strings.ContainsAny(phrase, ",\r\n") {
			return nil, fmt.Errorf("the phrase %q to track is blank or has a comma or a line end: X takes a comma as the end of a phrase", phrase)
		}
	}
	for _, id := range cfg.Follow {
		if id == "" || strings.Trim(id, "0123456789") != "" {
			return nil, fmt.Errorf("follow has %q, which is no id of an account: ids are numbers, handles are not taken", id)
		}
	}
	for _, lang := range cfg.Languages {
		if lang == "" || strings.ContainsAny(lang, ", ") {
			return nil, fmt.Errorf("languages has %q, which is no code such as en", lang)
		}
	}
	if !cfg.BearerToken.IsZero() || cfg.BearerTokenFile != "" {
		if s.token, err = secret.NewSource(cfg.BearerToken, cfg.BearerTokenFile); err != nil {
			return nil, fmt.Errorf("bearer_token or bearer_token_file: %w", err)
		}
		if _, err := s.token.Read(); err != nil {
			return nil, fmt.Errorf("bearer_token_file: %w", err)
		}
	}
	if s.cfg.StallTimeout == 0 {
		s.cfg.StallTimeout = defaultStall
	}
	s.opts = opts.filled()
	return s, nil
}

// cleaned makes phrases that X takes of those that queries need. To X a comma ends a phrase; else it knows no punctuation between words.
func cleaned(phrases []string) []string {
	var out []string
	for _, phrase := range phrases {
		phrase = strings.Join(strings.Fields(strings.ReplaceAll(phrase, ",", " ")), " ")
		if phrase != "" && !slices.Contains(out, phrase) {
			out = append(out, phrase)
		}
	}
	return out
}

func (o Options) filled() Options {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Wait == nil {
		o.Wait = sleep
	}
	if o.Log == nil {
		o.Log = zap.NewNop()
	}
	if o.Transport == nil {
		o.Transport = &http.Transport{Proxy: http.ProxyFromEnvironment, DisableCompression: true, IdleConnTimeout: time.Minute, ForceAttemptHTTP2: true}
	}
	return o
}

// sleep is a pause in real time.
func sleep(ctx context.Context, pause time.Duration) error {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
