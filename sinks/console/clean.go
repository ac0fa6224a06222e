package console

import (
	"strings"
	"unicode"
)

// maxText bounds one text on a card, in characters.
const maxText = 600

// clean makes outside text safe for a terminal: no escape sequences, no control characters, no characters that change the direction of
// what stands around them, one line, and no more than fits a card.
func clean(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	var b strings.Builder
	n, marks := 0, 0
	space := false
	for _, r := range s {
		if n == maxText {
			b.WriteString("…")
			break
		}
		// Scripts put up to four marks upon a letter; hundreds smear over the lines around.
		if marks++; !unicode.In(r, unicode.Mn, unicode.Me) {
			marks = 0
		} else if marks > 4 {
			continue
		}
		switch {
		case unicode.IsSpace(r):
			if space || n == 0 {
				continue
			}
			r, space = ' ', true
		case unicode.IsControl(r) || unicode.Is(unicode.Cf, r) && r != '\u200d' || unicode.Is(unicode.Co, r) || unicode.Is(unicode.Cs, r):
			r, space = '\uFFFD', false
		default:
			space = false
		}
		b.WriteRune(r)
		n++
	}
	return strings.TrimRight(b.String(), " ")
}
