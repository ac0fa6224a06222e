package secret

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// maxFile bounds a secret file, in bytes: a larger one is surely the wrong file.
const maxFile = 64 << 10

// Source is where a secret comes from: a value, or a file that is read anew at each Read, so that a rotated secret is seen without a
// restart. In YAML it is two keys, of which exactly one is set: `token`, the value, or `token_file`, the path. Its zero value has
// nothing to give. It is immutable and safe for concurrent use; no encoder shows the value.
type Source struct {
	value String
	file  string
}

// NewSource returns the source of value or of file, and an error unless exactly one of them is set.
func NewSource(value String, file string) (Source, error) {
	switch {
	case value.IsZero() && file == "":
		return Source{}, errors.New("no secret: set its value or its file")
	case !value.IsZero() && file != "":
		return Source{}, errors.New("two secrets: set its value or its file, not both")
	}
	return Source{value: value, file: file}, nil
}

// File returns the source of a file.
func File(path string) Source { return Source{file: path} }

// Value returns the source of a value.
func Value(value String) Source { return Source{value: value} }

// IsZero reports whether the source has nothing to give.
func (s Source) IsZero() bool { return s.value.IsZero() && s.file == "" }

// Read returns the secret. A file is read now, and one newline at its end is cut off; the error of a file names its path.
func (s Source) Read() (String, error) {
	if s.file == "" {
		if s.value.IsZero() {
			return String{}, errors.New("no secret is set")
		}
		return s.value, nil
	}
	file, err := os.Open(s.file)
	if err != nil {
		return String{}, fmt.Errorf("reading a secret: %w", err)
	}
	defer func() { _ = file.Close() }()
	data, err := io.ReadAll(io.LimitReader(file, maxFile+1))
	if err != nil {
		return String{}, fmt.Errorf("reading a secret: %w", err)
	}
	if len(data) > maxFile {
		return String{}, fmt.Errorf("reading a secret: %s holds more than %d bytes", s.file, maxFile)
	}
	value, cut := strings.CutSuffix(string(data), "\r\n")
	if !cut {
		value = strings.TrimSuffix(value, "\n")
	}
	if value == "" {
		return String{}, fmt.Errorf("reading a secret: %s is empty", s.file)
	}
	return New(value), nil
}

// Warning returns what is unwise about the source but no error, such as a file that everybody on the machine can read; "" when nothing
// is. It looks at the file but does not read it.
func (s Source) Warning() string {
	if s.file == "" {
		return ""
	}
	info, err := os.Stat(s.file)
	if err != nil || !info.Mode().IsRegular() || info.Mode().Perm()&0o004 == 0 {
		return ""
	}
	return fmt.Sprintf("%s can be read by everybody on this machine (mode %#o): chmod o-r it", s.file, info.Mode().Perm())
}

// String says where the secret comes from, never what it is.
func (s Source) String() string {
	if s.file != "" {
		return "file " + s.file
	}
	return s.value.String()
}

// GoString is String, for %#v.
func (s Source) GoString() string { return s.String() }

// Format is String, for every verb of package fmt.
func (s Source) Format(state fmt.State, _ rune) { _, _ = io.WriteString(state, s.String()) }

// MarshalText is String; it never fails.
func (s Source) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// MarshalYAML is String as YAML.
func (s Source) MarshalYAML() (any, error) { return s.String(), nil }

// GobEncode refuses.
func (s Source) GobEncode() ([]byte, error) { return nil, errEncoded }
