package secret

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
)

// URL is an absolute URL whose user, path, query or fragment may carry a token. It is shown as scheme://host/<redacted>. Its zero value
// is an absent URL. It is immutable and safe for concurrent use.
//
// It holds a pointer to a text, which package fmt never follows, even where it cannot call methods: in unexported fields.
type URL struct {
	value               *string
	scheme, host, shown string
}

// NewURL parses raw, which must be absolute and name a host. The error does not quote it.
func NewURL(raw string) (URL, error) {
	parsed, err := url.Parse(raw)
	// The error of url.Parse quotes the URL, so it cannot be passed on.
	if err != nil || parsed.Scheme == "" || parsed.Hostname() == "" {
		return URL{}, errors.New("not an absolute URL such as https://host.example/path")
	}
	shown := parsed.Scheme + "://" + parsed.Host
	if parsed.User != nil || (parsed.Path != "" && parsed.Path != "/") || parsed.RawQuery != "" || parsed.Fragment != "" {
		shown += "/" + Redacted
	}
	return URL{value: &raw, scheme: parsed.Scheme, host: parsed.Host, shown: shown}, nil
}

// Reveal returns the URL as written, and "" when there is none.
func (u URL) Reveal() string {
	if u.value == nil {
		return ""
	}
	return *u.value
}

// Scheme returns the scheme in lower case, such as "https", which is no secret.
func (u URL) Scheme() string { return u.scheme }

// Host returns the host with its port, which is no secret.
func (u URL) Host() string { return u.host }

// IsZero reports whether there is no URL.
func (u URL) IsZero() bool { return u.value == nil }

// String returns scheme://host, followed by /<redacted> when there is more.
func (u URL) String() string { return u.shown }

// GoString is String, for %#v.
func (u URL) GoString() string { return u.String() }

// Format is String, for every verb of package fmt.
func (u URL) Format(state fmt.State, _ rune) { _, _ = io.WriteString(state, u.String()) }

// MarshalText is String; it never fails.
func (u URL) MarshalText() ([]byte, error) { return []byte(u.String()), nil }

// MarshalJSON is String as JSON.
func (u URL) MarshalJSON() ([]byte, error) { return json.Marshal(u.String()) }

// MarshalYAML is String as YAML.
func (u URL) MarshalYAML() (any, error) { return u.String(), nil }

// GobEncode refuses.
func (u URL) GobEncode() ([]byte, error) { return nil, errEncoded }

// UnmarshalYAML takes the URL from a YAML string.
func (u *URL) UnmarshalYAML(decode func(any) error) error {
	var raw string
	if err := decode(&raw); err != nil {
		return err
	}
	if parsed, err := url.Parse(raw); err == nil && parsed.Path == "/"+Redacted {
		return errRedacted
	}
	parsed, err := NewURL(raw)
	if err != nil {
		return err
	}
	*u = parsed
	return nil
}
