// Package plain makes what strangers wrote fit to be shown: valid UTF-8 without control characters, without characters that nobody sees or
// that turn the direction of the text, bounded in length. It leaves no markup to a terminal; the markup of a medium is its sink's matter.
package plain

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	// maxURL bounds an address, in bytes; a longer one is no use to a person.
	maxURL = 2000
	// maxMarks bounds the marks upon one letter: scripts need up to four, attacks pile up hundreds.
	maxMarks = 4
)

// Line returns s as one line with single spaces, of at most most characters. What is cut off leaves an ellipsis.
func Line(s string, most int) string { return clean(s, most, false) }

// Text is Line, but keeps line breaks, of which two at most follow each other.
func Text(s string, most int) string { return clean(s, most, true) }

// clean reads no more of s than it needs to, so that a huge text costs little.
func clean(s string, most int, breaks bool) string {
	if most <= 0 {
		return ""
	}
	var (
		b            strings.Builder
		count, last  int // count characters are written; the last began at byte last.
		marks        int
		spaces, ends int // What waits until the next visible character.
		broken       bool
	)
	write := func(r rune) bool {
		if count == most {
			return false
		}
		last = b.Len()
		b.WriteRune(r)
		count++
		return true
	}
	for len(s) > 0 {
		r, size := utf8.DecodeRuneInString(s)
		invalid := r == utf8.RuneError && size == 1
		crlf := r == '\r' && strings.HasPrefix(s[size:], "\n")
		s = s[size:]
		switch {
		case invalid && broken, crlf:
			continue
		case breaks && isBreak(r):
			ends, marks = ends+1, 0
			continue
		case unicode.IsSpace(r), unicode.IsControl(r):
			spaces, marks = spaces+1, 0
			continue
		case hidden(r):
			continue
		case joins(r):
			if marks++; marks > maxMarks {
				continue
			}
		default:
			marks = 0
		}
		broken = invalid
		room := true
		switch {
		case count == 0:
		case ends > 0:
			for range min(ends, 2) {
				room = room && write('\n')
			}
		case spaces > 0:
			room = write(' ')
		}
		spaces, ends = 0, 0
		if !room || !write(r) {
			return strings.TrimRightFunc(b.String()[:last], unicode.IsSpace) + "…"
		}
	}
	return b.String()
}

// isBreak reports the characters that some reader takes for the end of a line.
func isBreak(r rune) bool {
	switch r {
	case '\n', '\r', '\v', '\f', '\u0085', '\u2028', '\u2029':
		return true
	}
	return false
}

// joins reports characters that take no room of their own: marks, and the joiners that emoji and some scripts need.
func joins(r rune) bool {
	return unicode.In(r, unicode.Mn, unicode.Me) || r == '\u200c' || r == '\u200d'
}

// hidden reports characters that nobody sees, or that turn the direction of what follows: they serve to disguise.
func hidden(r rune) bool {
	switch r {
	case '\u200c', '\u200d':
		return false
	case '\u034f', '\u115f', '\u1160', '\u17b4', '\u17b5', '\u3164', '\uffa0':
		return true
	}
	if r&0xfffe == 0xfffe || r >= 0xfdd0 && r <= 0xfdef {
		// Not characters, and never will be.
		return true
	}
	return unicode.Is(unicode.Cf, r) && !unicode.Is(unicode.Prepended_Concatenation_Mark, r)
}

// notOfHost reports characters that no name or address of a machine has.
func notOfHost(r rune) bool {
	return r < utf8.RuneSelf && r != '.' && r != '-' && r != '_' && r != ':' && r != '[' && r != ']' &&
		(r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
}

// URL returns s when it is an address of the web that a person may follow, and "" otherwise. A user name in it, which serves to disguise
// the host, is taken out; nothing is left in it that is not printable ASCII or that could end it in some markup.
func URL(s string) string {
	if len(s) > maxURL || strings.ContainsFunc(s, func(r rune) bool { return hidden(r) || joins(r) || unicode.IsControl(r) }) {
		return ""
	}
	u, err := url.Parse(s)
	if err != nil || u.Hostname() == "" || strings.ContainsFunc(u.Host, notOfHost) || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	u.User = nil
	out := strings.NewReplacer("<", "%3C", ">", "%3E", `"`, "%22", "'", "%27", "|", "%7C", "`", "%60", `\`, "%5C").Replace(u.String())
	for i := range len(out) {
		if out[i] <= ' ' || out[i] > '~' {
			return ""
		}
	}
	if len(out) > maxURL {
		return ""
	}
	return out
}
