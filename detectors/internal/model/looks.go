package model

import "unicode/utf8"

// What can be told of a text in any language: how many of the signs it has that spam is full of.
const (
	lookHandle = iota
	lookHashtag
	lookCashtag
	lookLink
	lookKey
	lookSign
	lookKinds
)

// looks counts them.
type looks [lookKinds]int

// count looks at a token that was just taken.
func (l *looks) count(t *tokens, tok string) {
	next := byte(' ')
	if t.at < len(t.text) {
		next = t.text[t.at]
	}
	switch {
	case tok == "@":
		l[lookHandle]++
	case tok == "#" && isWordByte(next):
		l[lookHashtag]++
	case tok == "$" && 'a' <= next && next <= 'z':
		l[lookCashtag]++
	case tok == "://", tok == "." && t.at > 1 && isWordByte(t.text[t.at-2]) && 'a' <= next && next <= 'z':
		// With a scheme or without one.
		l[lookLink]++
	case tok == "0x":
		l[lookKey]++
	case tok[0] >= utf8.RuneSelf && !t.word:
		l[lookSign]++
	}
}

// look is the bucket of a text with so many of a kind, or more.
func look(kind, least int) uint32 {
	return uint32(mix((uint64(kind)<<8|uint64(least))*fnvPrime) & (SingleBuckets - 1)) //nolint:gosec // Both are small.
}
