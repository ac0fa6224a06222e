package crisis

import (
	"strings"
	"unicode"

	"github.com/cespare/xxhash/v2"
)

// copyWords is the least number of words in which equality means copying. Many people write "is Acme down?" by themselves; nobody writes
// twelve equal words by chance. Where in doubt a person counts: a missed crisis costs more than a needless look.
const copyWords = 12

// Fingerprint is equal for texts that are copies of each other: reposts sent as posts, slogans of a campaign, a bot's template. Letter case,
// punctuation, handles, numbers, links and a leading "RT" do not count. It is zero for texts of fewer than twelve other words, which
// many people may write independently.
func Fingerprint(text string) uint64 {
	var (
		h     = xxhash.New()
		words int
	)
	for field := range strings.FieldsSeq(text) {
		if field[0] == '@' || strings.Contains(field, "://") || field == "RT" {
			continue
		}
		word := strings.Map(func(r rune) rune {
			if !unicode.IsLetter(r) {
				return -1
			}
			return unicode.ToLower(r)
		}, field)
		if word == "" {
			continue
		}
		words++
		_, _ = h.WriteString(word)
		_, _ = h.WriteString(" ")
	}
	if words < copyWords {
		return 0
	}
	return max(h.Sum64(), 1)
}
