package credential

import (
	"firebreak/detectors/internal/cue"
)

type stop int

const (
	// stopStart: the sentence begins before any verb.
	stopStart stop = iota
	// stopVerb: a verb governs the object.
	stopVerb
	// stopClause: the object belongs to a clause of its own, as in "confirm whether your password works".
	stopClause
)

// governor looks for the verb that governs what stands at i.
func governor(t *cue.Text, i int) (int, stop) {
	first := t.First(i)
	for j := i - 1; j >= first && j >= i-reach; j-- {
		s := t.At(j)
		switch {
		case opensClause(s, t, j, i):
			return j, stopClause
		case isHold(s):
			return j, stopVerb
		case isGive(s) && (isNoun(t, j) || s == "post" && t.At(j+1) == "code"):
			// "a DM with your password", "the booking number and email address".
		case isGive(s), isTake(s), isBe(s):
			return j, stopVerb
		case isFiller(s):
		default:
			if tag := t.Tag(j); tag == "VB" || tag == "VBP" || tag == "VBZ" || tag == "VBD" || tag == "VBN" && hasAuxiliary(t, j) || tag == "VBG" && !isNounBefore(t, j) {
				return j, stopVerb
			}
		}
	}
	return first, stopStart
}

// isHold reports verbs of what a mail or a page has in it: it is not the customer who is to do something. The tagger often takes their past
// for a participle.
func isHold(s string) bool {
	switch s {
	case "contained", "contains", "showed", "shows", "included", "includes", "exposed", "displayed", "displays", "printed", "prints", "revealed":
		return true
	default:
		return false
	}
}

// opensClause reports words behind which another statement stands.
func opensClause(s string, t *cue.Text, j, i int) bool {
	switch s {
	case "if", "whether", "because", "unless", "until", "who", "since", "while", "although", "though":
		return true
	case "that":
		// "the code that …" is part of the object; "confirm that your password works" is not.
		return j+1 < i && i-j <= 3 && t.At(j+1) != "we" && !isNoun(t, j-1)
	case "when", "where", "once", "after", "before":
		return true
	default:
		return false
	}
}

// isNoun reports that a word that could be a verb is a noun here: after an article, an adjective or a possessive.
func isNoun(t *cue.Text, j int) bool {
	switch t.At(j - 1) {
	case "a", "an", "the", "this", "that", "private", "direct", "your", "our", "via", "by", "any", "in", "through", "over", "of", "quick", "short", "new", "my", "from", "on":
		return t.Same(j-1, j)
	}
	switch t.At(j) {
	case "email", "mail", "phone", "text", "post", "reply", "message", "call", "list", "state", "post's", "pm", "pms", "dms", "inbox":
		switch t.At(j + 1) {
		case "was", "is", "had", "has", "showed", "shows", "that", "which":
			return t.Same(j, j+1)
		case "address", "addresses", "id", "number", "and", "or", "with", "code", "so":
			return t.Same(j, j+1) && t.Same(j-1, j) && !t.Tokens[j].Break && t.At(j-1) != "please" && t.At(j-1) != "to" && t.At(j-1) != "and"
		}
	}
	return false
}

func isNounBefore(t *cue.Text, j int) bool {
	switch t.At(j + 1) {
	case "number", "reference", "address", "code", "details", "id":
		return true
	default:
		return false
	}
}

// hasAuxiliary reports a participle that is a verb of its own: "I've also included".
func hasAuxiliary(t *cue.Text, j int) bool {
	for k := j - 1; k >= j-2 && t.Same(k, j); k-- {
		switch t.At(k) {
		case "i've", "we've", "you've", "have", "has", "had", "was", "were", "been", "is", "are", "be":
			return true
		}
	}
	return false
}

func isFiller(s string) bool {
	switch s {
	case "your", "the", "a", "an", "and", "or", "of", "for", "with", "in", "on", "by", "via", "us", "me", "full", "name", "names", "you", "also",
		"please", "plus", "as", "well", "following", "details", "number", "registered", "current", "our", "my", "his", "her", "their",
		"both", "account", "first", "last", "including", "such", "like", "information", "to", "through", "new", "old", "linked", "used", "login", "logon", "username", "user", "just", "only":
		return true
	default:
		return false
	}
}
