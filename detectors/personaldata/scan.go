package personaldata

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"firebreak/detectors"
)

// scan is one pass over one text.
type scan struct {
	// text is what is searched: the original, or plain, where full-width digits, fancy dashes and spaces and invisible characters are made
	// ordinary.
	text string
	// lower is text with ASCII letters in lower case, at the same offsets.
	lower string
	// origin maps offsets of text to offsets of the original; nil when they are equal.
	origin []int
	brand  *detectors.Brand
	// marks are the marks that stand in the original.
	marks []span
	// urls are the addresses in text.
	urls  [][2]int
	cue   cues
	found []span
}

func newScan(text string, b *detectors.Brand, cue cues, marks []span) *scan {
	s := &scan{text: text, brand: b, cue: cue, marks: marks}
	if cue&cueForeign != 0 {
		s.text, s.origin = plain(text)
	}
	s.lower = asciiLower(s.text)
	s.urls = urls(s.lower)
	return s
}

// add takes text[start:end] for an instance of class.
func (s *scan) add(class string, start, end int) {
	if s.origin != nil {
		start, end = s.origin[start], s.origin[end]
	}
	if start < end {
		s.found = append(s.found, span{class: class, start: start, end: end})
	}
}

func (s *scan) inURL(i int) bool {
	for _, u := range s.urls {
		if i < u[0] {
			return false
		}
		if i < u[1] {
			return true
		}
	}
	return false
}

// before returns up to n bytes in lower case that stand before i on the same line.
func (s *scan) before(i, n int) string {
	part := s.lower[max(0, i-n):i]
	if cut := strings.LastIndexByte(part, '\n'); cut >= 0 && strings.TrimSpace(part[cut:]) != "" {
		part = part[cut+1:]
	}
	return part
}

// after returns up to n bytes in lower case that stand after i on the same line.
func (s *scan) after(i, n int) string {
	part := s.lower[i:min(len(s.lower), i+n)]
	if cut := strings.IndexByte(part, '\n'); cut >= 0 {
		part = part[:cut]
	}
	return part
}

// standsAlone reports whether text[start:end] is not part of a longer word, number, version, handle or path.
func (s *scan) standsAlone(start, end int) bool {
	if r, n := utf8.DecodeLastRuneInString(s.text[:start]); n > 0 {
		if isWord(r) || r == '@' || r == '\\' {
			return false
		}
		if strings.ContainsRune("-./:=,", r) && start-n > 0 && isWord(rune(s.text[start-n-1])) && (r != ':' && r != '=' && r != ',' || isDigit(s.text[start-n-1])) {
			return false
		}
	}
	if r, n := utf8.DecodeRuneInString(s.text[end:]); n > 0 {
		if isWord(r) {
			return false
		}
		if strings.ContainsRune("-./:@,", r) && end+n < len(s.text) {
			next := s.text[end+n]
			if isDigit(next) || r != ':' && r != ',' && r != '.' && isWord(rune(next)) {
				return false
			}
		}
	}
	return true
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isLower(c byte) bool { return c >= 'a' && c <= 'z' }

func isWord(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) }

// digitsOf returns the ASCII digits of s.
func digitsOf(s string) string {
	var b strings.Builder
	for i := range len(s) {
		if isDigit(s[i]) {
			b.WriteByte(s[i])
		}
	}
	return b.String()
}

func asciiLower(s string) string {
	b := []byte(s)
	for i, c := range b {
		if c >= 'A' && c <= 'Z' {
			b[i] = c | 0x20
		}
	}
	return string(b)
}

func urls(lower string) [][2]int {
	var list [][2]int
	for i := 0; i < len(lower); {
		n := strings.Index(lower[i:], "://")
		if n < 0 {
			break
		}
		start := i + n
		for start > 0 && isLower(lower[start-1]) {
			start--
		}
		end := i + n
		for end < len(lower) && lower[end] > ' ' && lower[end] != '<' && lower[end] != '>' && lower[end] != '"' {
			end++
		}
		list = append(list, [2]int{start, end})
		i = end
	}
	return list
}

// plain makes the characters ordinary that hide data from patterns, and returns where each byte of the result came from.
func plain(text string) (string, []int) {
	var b strings.Builder
	b.Grow(len(text))
	origin := make([]int, 0, len(text)+1)
	write := func(r rune, at int) {
		n := b.Len()
		b.WriteRune(r)
		for range b.Len() - n {
			origin = append(origin, at)
		}
	}
	for i, r := range text {
		switch {
		case r < utf8.RuneSelf:
			write(r, i)
		case isInvisible(r):
		case unicode.IsSpace(r):
			write(' ', i)
		case unicode.Is(unicode.Pd, r) || r == '−':
			write('-', i)
		case r == '’' || r == '‘':
			write('\'', i)
		case r == '“' || r == '”' || r == '„' || r == '«' || r == '»':
			write('"', i)
		case unicode.IsDigit(r):
			write('0'+rune(digitValue(r)), i) //nolint:gosec // One digit.
		default:
			// Full-width and mathematical letters fold to one ASCII character.
			if f := norm.NFKC.String(string(r)); len(f) == 1 {
				write(rune(f[0]), i)
			} else {
				write(r, i)
			}
		}
	}
	return b.String(), append(origin, len(text))
}

// digitValue returns the value of a decimal digit: Unicode keeps the ten digits of a script together, in order.
func digitValue(r rune) int {
	if f := norm.NFKC.String(string(r)); len(f) == 1 && isDigit(f[0]) {
		return int(f[0] - '0')
	}
	v := 0
	for v < 9 && unicode.IsDigit(r-rune(v)-1) {
		v++
	}
	return v
}

func isInvisible(r rune) bool {
	return r == 0xAD || r == 0x34F || r == 0x61C || r == 0x180E || r == 0xFEFF || r >= 0x200B && r <= 0x200F || r >= 0x202A && r <= 0x202E ||
		r >= 0x2060 && r <= 0x2069
}
