package model

import (
	"math/bits"
	"unicode"
	"unicode/utf8"
)

// The features of a text are hashed into buckets: those of words and of looks come first, then those of pairs of words, then those of runs of 3 to 5 bytes
// inside words. Words and pairs are one group, runs the other: each group counts by the root of its number of features.
const (
	// SingleBuckets, PairBuckets and RunBuckets are powers of two.
	SingleBuckets = 1 << 15
	PairBuckets   = 1 << 14
	RunBuckets    = 1 << 14
	// WordBuckets is the size of the first group, Buckets that of both.
	WordBuckets = SingleBuckets + PairBuckets
	Buckets     = WordBuckets + RunBuckets
)

const (
	// maxTokens bounds the work on one text: a post of ten thousand words says in its first five hundred what it is about.
	maxTokens = 512
	// maxWord bounds the bytes of a word whose runs are taken.
	maxWord = 32

	fnvOffset = 14695981039346656037
	fnvPrime  = 1099511628211
)

// Scratch is room for one text's features, to be used again. It is not safe for concurrent use; its zero value is ready.
type Scratch struct {
	seen     [Buckets / 64]uint64
	features []uint32
	words    int
	padded   [maxWord + 2]byte
	acc      [2][maxHeads]int32
	scores   [maxHeads]float32
}

// Features returns the buckets of a text that nlp.Fold has folded, each once: those of words first, and how many they are. The slice is
// valid until the next call. It allocates nothing once the scratch has grown.
func (s *Scratch) Features(folded string) (features []uint32, words int) {
	for _, f := range s.features {
		s.seen[f/64] &^= 1 << (f % 64)
	}
	s.features = s.features[:0]
	t := tokens{text: folded}
	previous := uint64(fnvOffset)
	var seen looks
	for range maxTokens {
		tok, ok := t.next()
		if !ok {
			break
		}
		seen.count(&t, tok)
		h := hash(tok)
		s.add(uint32(mix(h)&(SingleBuckets-1)), 0)
		s.add(uint32(mix(previous*fnvPrime^h)&(PairBuckets-1)), SingleBuckets)
		previous = h
	}
	s.add(uint32(mix(previous*fnvPrime)&(PairBuckets-1)), SingleBuckets)
	for kind, n := range seen {
		for _, least := range [...]int{1, 3, 6} {
			if n >= least {
				s.add(look(kind, least), 0)
			}
		}
	}
	s.words = len(s.features)
	t = tokens{text: folded}
	for range maxTokens {
		tok, ok := t.next()
		if !ok {
			break
		}
		if t.word {
			s.runs(tok)
		}
	}
	return s.features, s.words
}

// WordBucket is the bucket of a single folded word.
func WordBucket(word string) uint32 { return uint32(mix(hash(word)) & (SingleBuckets - 1)) }

func (s *Scratch) add(bucket, group uint32) {
	f := group + bucket
	if s.seen[f/64]&(1<<(f%64)) == 0 {
		s.seen[f/64] |= 1 << (f % 64)
		s.features = append(s.features, f)
	}
}

// runs adds the runs of 3 to 5 bytes of a word between two blanks.
func (s *Scratch) runs(word string) {
	n := copy(s.padded[1:maxWord+1], word) + 2
	s.padded[0], s.padded[n-1] = ' ', ' '
	for i := 0; i+3 <= n; i++ {
		h := uint64(fnvOffset)
		for j := i; j < min(i+5, n); j++ {
			h = (h ^ uint64(s.padded[j])) * fnvPrime
			if j >= i+2 {
				s.add(uint32(mix(h)&(RunBuckets-1)), WordBuckets)
			}
		}
	}
}

func hash(s string) uint64 {
	h := uint64(fnvOffset)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * fnvPrime
	}
	return h
}

// mix spreads a hash over its low bits, which choose the bucket.
func mix(h uint64) uint64 {
	h ^= bits.RotateLeft64(h, 29)
	h *= 0x9e3779b97f4a7c15
	return h ^ h>>32
}

// tokens cuts a folded text into what features are made of: words, numbers by their length, one token for any handle and any link, the
// marks of masked data, one token for any long key, and each other sign by itself.
type tokens struct {
	text string
	at   int
	// word reports whether the last token is a word.
	word bool
}

func (t *tokens) next() (string, bool) {
	t.word = false
	for t.at < len(t.text) {
		c := t.text[t.at]
		switch {
		case c == ' ' || c == '\n' || c == '\t' || c == '\r' || c < ' ':
			t.at++
		case c == '@' && t.at+1 < len(t.text) && isWordByte(t.text[t.at+1]):
			t.skip(isHandleByte)
			return "@", true
		case c == 'h' && hasScheme(t.text[t.at:]):
			t.skip(func(c byte) bool { return c > ' ' })
			return "://", true
		case c == '[':
			if end := mark(t.text[t.at:]); end > 0 {
				tok := t.text[t.at : t.at+end]
				t.at += end
				return tok, true
			}
			t.at++
			return "[", true
		case '0' <= c && c <= '9':
			from := t.at
			t.skip(func(c byte) bool { return '0' <= c && c <= '9' || c == '.' || c == ',' || c == ':' })
			return "0000000"[:min(t.at-from, 7)], true
		case isWordByte(c):
			if tok, ok := t.wordFrom(); ok {
				return tok, true
			}
		default:
			t.at++
			return t.text[t.at-1 : t.at], true
		}
	}
	return "", false
}

func (t *tokens) skip(in func(byte) bool) {
	t.at++
	for t.at < len(t.text) && in(t.text[t.at]) {
		t.at++
	}
}

// wordFrom takes a word, or one sign that is not ASCII. It reports false for blanks.
func (t *tokens) wordFrom() (string, bool) {
	from := t.at
	for t.at < len(t.text) {
		c := t.text[t.at]
		if c < utf8.RuneSelf {
			if 'a' <= c && c <= 'z' || '0' <= c && c <= '9' || c == '_' {
				t.at++
				continue
			}
			if c == '\'' && t.at > from && t.at+1 < len(t.text) && 'a' <= t.text[t.at+1] && t.text[t.at+1] <= 'z' {
				t.at++
				continue
			}
			break
		}
		r, size := utf8.DecodeRuneInString(t.text[t.at:])
		if !unicode.IsLetter(r) && !unicode.IsMark(r) {
			if t.at == from {
				t.at += size
				return t.text[from:t.at], !unicode.IsSpace(r)
			}
			break
		}
		t.at += size
	}
	if isKey(t.text[from:t.at]) {
		return "0x", true
	}
	t.word = true
	return t.text[from:t.at], true
}

// keySize is the length from which letters and digits mixed are a key or the address of a wallet.
const keySize = 24

func isKey(word string) bool {
	if len(word) < keySize {
		return false
	}
	for i := range len(word) {
		if '0' <= word[i] && word[i] <= '9' {
			return true
		}
	}
	return false
}

func isWordByte(c byte) bool {
	return 'a' <= c && c <= 'z' || '0' <= c && c <= '9' || c == '_' || c >= utf8.RuneSelf
}

func isHandleByte(c byte) bool { return isWordByte(c) || c == '.' || c == '-' }

func hasScheme(s string) bool {
	return len(s) > 7 && (s[:7] == "http://" || len(s) > 8 && s[:8] == "https://")
}

// mark returns the length of the mark of masked data that s begins with, such as "[email]", or 0.
func mark(s string) int {
	for i := 1; i < len(s) && i < 24; i++ {
		switch c := s[i]; {
		case c == ']':
			return i + 1
		case 'a' <= c && c <= 'z' || c == '_' || c == ' ':
		default:
			return 0
		}
	}
	return 0
}
