package personaldata

import (
	"strings"
	"unicode"
)

// How far from a noun such as "password" a value may stand that looks like one by itself, in bytes.
const (
	nearbyBefore = 60
	nearbyAfter  = 90
	// likePassword is the least length of such a value.
	likePassword = 7
)

// nearby finds values beside a noun from start to end that only a password looks like, where somebody speaks of their own: "I typed Summer#Rain4 like
// always, that is my password".
func (s *scan) nearby(start, end int) {
	from, to := max(start-nearbyBefore, 0), min(end+nearbyAfter, len(s.lower))
	around := " " + s.lower[from:to] + " "
	if !containsAny(around, " my ", " i ", " i've ", " i'd ", " we ", " our ", " mine ", " ive ") {
		return
	}
	for at := from; at < to; {
		if s.text[at] == ' ' || s.text[at] == '\n' {
			at++
			continue
		}
		stop := at
		for stop < len(s.text) && s.text[stop] != ' ' && s.text[stop] != '\n' {
			stop++
		}
		// Half a word at the edge of the window is none.
		if at > from || from == 0 {
			word := strings.TrimRight(strings.TrimLeft(s.text[at:stop], `"'(*<`), `"'),.:;>*…`)
			if looksLikePassword(word) {
				begin := at + strings.Index(s.text[at:stop], word)
				s.add(ClassSecret, begin, begin+len(word))
			}
		}
		at = stop
	}
}

// looksLikePassword reports what is hardly anything else: long enough, of small letters, digits, and capitals or signs, and no address, handle, product
// or word about passwords.
func looksLikePassword(word string) bool {
	if len(word) < likePassword || len(word) > longestSecret || strings.ContainsAny(word, "@/[]\\:") || word[0] == '#' || word[0] == '$' || word[0] == '£' {
		return false
	}
	var small, capital, digit, sign bool
	for i, r := range word {
		switch {
		case unicode.IsLower(r):
			small = true
		case unicode.IsUpper(r):
			// A capital at the beginning is that of a name.
			capital = capital || i > 0 || strings.ContainsFunc(word, unicode.IsDigit)
		case unicode.IsDigit(r):
			digit = true
		case strings.ContainsRune("!#$%^&*+=?~_-.", r):
			sign = sign || i < len(word)-1
		default:
			return false
		}
	}
	lower := strings.ToLower(word)
	if !small || !digit || !capital && !sign || strings.Count(word, "*") > 1 || containsAny(lower, "password", "passwort", "passcode", "iphone", "ipad", "windows",
		"galaxy", "android", "pixel", "xbox", "playstation", "version", "sha", "1password", "-digit", "-char", "-factor", "-step", ".com", ".co", "th-", "st-", "nd-", "-day", "-hour", "-year", "-month", "-min") {
		return false
	}
	// A date, a time or an ordinal: digits at the front and a word behind, or a model such as "Note20".
	trimmed := strings.TrimRight(word, "!?")
	return !onlySuffix(trimmed)
}

// onlySuffix reports digits with a short word behind, such as "20mins" or "10-year".
func onlySuffix(word string) bool {
	rest := strings.TrimLeft(word, "0123456789.-")
	return rest != word && !strings.ContainsFunc(rest, unicode.IsDigit) && !strings.ContainsAny(rest, "!#$%^&*+=~_")
}
