// Package secret holds values that must not be shown: every encoder, log and format sees a mark in their place, and only Reveal hands
// the value out.
package secret

import (
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// Redacted stands in the place of a secret wherever one is shown.
const Redacted = "<redacted>"

// errEncoded says that a secret was to be written in a form that is meant to be read back, such as gob.
var errEncoded = errors.New("a secret cannot be encoded")

// errRedacted says that somebody fed the redacted form back in.
var errRedacted = errors.New(`"` + Redacted + `" is the mark of a secret that was left out, not a secret`)

// String is a secret. Its zero value is an absent secret. It is immutable, safe for concurrent use, and cheap to copy. Two copies of one
// secret are equal under ==, two secrets of the same value are not: use Equal.
type String struct{ value *string }

// New returns a secret that holds value.
func New(value string) String { return String{value: &value} }

// Reveal returns the value, and "" when there is none. Nothing else does: look for its callers to see where secrets go.
func (s String) Reveal() string {
	if s.value == nil {
		return ""
	}
	return *s.value
}

// IsZero reports whether there is no secret, or an empty one.
func (s String) IsZero() bool { return s.value == nil || *s.value == "" }

// Equal compares the values in constant time.
func (s String) Equal(other String) bool {
	return subtle.ConstantTimeCompare([]byte(s.Reveal()), []byte(other.Reveal())) == 1
}

// String returns Redacted, or "" when there is no secret.
func (s String) String() string {
	if s.IsZero() {
		return ""
	}
	return Redacted
}

// GoString is String, for %#v.
func (s String) GoString() string { return s.String() }

// Format is String, for every verb of package fmt.
func (s String) Format(state fmt.State, _ rune) { _, _ = io.WriteString(state, s.String()) }

// MarshalText is String; it never fails.
func (s String) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// MarshalJSON is String as JSON.
func (s String) MarshalJSON() ([]byte, error) { return json.Marshal(s.String()) }

// MarshalYAML is String as YAML.
func (s String) MarshalYAML() (any, error) { return s.String(), nil }

// GobEncode refuses.
func (s String) GobEncode() ([]byte, error) { return nil, errEncoded }

// UnmarshalYAML takes the value from a YAML string.
func (s *String) UnmarshalYAML(decode func(any) error) error {
	var value string
	if err := decode(&value); err != nil {
		return err
	}
	if value == Redacted {
		return errRedacted
	}
	*s = New(value)
	return nil
}
