// Package text makes outside text fit to be shown, for sinks.
package text

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Line makes outside text one line of at most limit bytes: valid UTF-8, without control and formatting characters. limit is 3 or more.
func Line(s string, limit int) string {
	// The rest could not be shown anyway, and cleaning a huge text takes its time.
	s = s[:min(len(s), 4*limit)]
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return ' '
		case unicode.IsControl(r) || unicode.Is(unicode.Cf, r) && r != '\u200d' || r == '\u2028' || r == '\u2029':
			return '\uFFFD'
		default:
			return r
		}
	}, strings.ToValidUTF8(s, "\uFFFD"))
	return Cut(s, limit)
}

// Cut returns at most limit bytes of valid UTF-8, cut at a character, with an ellipsis where something is missing. limit is 3 or more.
func Cut(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	cut := limit - len("…")
	for cut > 0 && !utf8.RuneStart(s[cut]) {
		cut--
	}
	return s[:cut] + "…"
}

// WebAddress returns s as an absolute http or https address without a user, in which whatever is not allowed in one is escaped; "" when it is
// none, or has more than limit bytes.
func WebAddress(s string, limit int) string {
	if len(s) > limit {
		return ""
	}
	u, err := url.ParseRequestURI(s)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "" || u.User != nil {
		return ""
	}
	for _, r := range u.Host {
		if r <= ' ' || r > '~' || strings.ContainsRune("<>\"'`", r) {
			return ""
		}
	}
	// A query is kept as it is by package url, so that it has to be looked at.
	out := u.String()
	if len(out) > limit || strings.ContainsFunc(out, func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune("<>\"`", r) }) {
		return ""
	}
	return out
}
