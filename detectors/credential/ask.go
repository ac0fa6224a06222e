package credential

import (
	"strings"

	"firebreak/detectors/internal/cue"
)

// ask is a request for an object.
type ask struct {
	// first and last are the tokens from the word that asks to the object.
	first, last int
	// inPrivate reports that the answer is wanted in a private message.
	inPrivate bool
	// later reports that the customer shall only have it ready.
	how string
}

// reach is how many words may stand between the asking word and the object: people list several things in one request.
const reach = 22

// asked decides whether an object is asked for, by the word that governs it: the nearest verb before it that belongs to the same clause.
func asked(t *cue.Text, o cue.Hit) (ask, bool) {
	if t.Tokens[o.First].Quoted || t.Same(o.Last, o.Last+1) && !t.Tokens[o.Last+1].Break && isCompoundHead(t.At(o.Last+1)) {
		return ask{}, false
	}
	if spoiled(t, o) || refused(t, o.First) {
		return ask{}, false
	}
	a := ask{first: o.First, last: o.Last}
	if t.Denied(o.First) {
		// "We cannot help without your password" asks for it all the same.
		if j := without(t, o.First); j >= 0 {
			a.first, a.how = j, "says that it must have"
			return a, true
		}
		return ask{}, false
	}
	if o.Rule.Name == topicBirthDate && (t.At(o.First) == "when" || t.At(o.First) == "how") || t.At(o.First) == "where" {
		a.how = "asks for"
		return a, t.Question(t.Tokens[o.First].Sentence)
	}
	j, stop := governor(t, o.First)
	if stop == stopVerb && opens(t, j, o.First) && !follows(t, o.Last) {
		a.how = "asks for"
		a.inPrivate = private(t, j, o.Last)
		return a, true
	}
	switch stop {
	case stopVerb:
		if !a.governed(t, j, o) {
			return ask{}, false
		}
		a.first = j
	case stopStart:
		if !a.bare(t, o) {
			return ask{}, false
		}
	case stopClause:
		return ask{}, false
	}
	a.inPrivate = private(t, a.first, o.Last)
	return a, true
}

// opens reports that the verb at j only says what comes next, and that the object at i stands by itself after it: "To start: the six digits".
func opens(t *cue.Text, j, i int) bool {
	switch t.At(j) {
	case "start", "begin", "continue", "proceed", "verify", "finish":
	default:
		return false
	}
	if t.At(j-1) != "to" || t.First(j) != j-1 {
		return false
	}
	k := j + 1
	switch t.At(k) {
	case "with", "off", "then", "things":
		k++
	}
	if !t.Tokens[k].Break {
		return false
	}
	for ; k < i; k++ {
		switch t.At(k) {
		case "the", "your", "just", "please", "that", "those":
		default:
			return false
		}
	}
	return true
}

// spoiled reports objects that nobody asks for: a forgotten password, a new PIN.
func spoiled(t *cue.Text, o cue.Hit) bool {
	for j := o.First - 1; j >= o.First-2 && t.Same(j, o.First); j-- {
		switch t.At(j) {
		case "about", "regarding", "forgot", "forgotten", "lost", "wrong", "incorrect", "expired", "temporary", "temp", "stolen", "compromised", "strong", "stronger",
			"safe", "unique", "weak", "forget", "invalid", "different", "reset", "another", "any", "every", "wifi", "hotspot":
			return true
		case "new":
			return o.Rule.Head == secret
		case "kind", "type", "sort":
			return t.At(j+1) == "of"
		}
	}
	return o.Rule.Topic == topicPhone && t.At(o.First-1) == "of" && t.Same(o.First-1, o.First)
}

// refused reports that the sentence says before i that nobody needs it: "what I do not need, now or ever: your password".
func refused(t *cue.Text, i int) bool {
	for j := i - 1; j >= i-reach && t.Same(j, i); j-- {
		switch t.At(j) {
		case "need", "ask", "want", "require", "needed", "required":
		default:
			continue
		}
		for k := j - 1; k >= j-3 && t.Same(k, i); k-- {
			switch t.At(k) {
			case "not", "never", "dont", "wont", "nobody", "doesnt":
				return without(t, i) < 0
			}
		}
	}
	return false
}

// without finds "cannot … without X" and "unable to … unless".
func without(t *cue.Text, i int) int {
	for j := i - 1; j >= i-4 && t.Same(j, i); j-- {
		if t.At(j) != "without" {
			continue
		}
		for k := j - 1; k >= j-8 && t.Same(k, i); k-- {
			switch t.At(k) {
			case "cant", "unable", "wont", "not", "couldnt", "impossible", "nothing":
				return k
			}
		}
	}
	return -1
}

// governed decides for the verb at j whether it asks for o.
func (a *ask) governed(t *cue.Text, j int, o cue.Hit) bool {
	s := t.At(j)
	switch {
	case isBe(s):
		a.how = "asks for"
		return a.copula(t, j, o)
	case isTake(s):
		a.how = "asks for"
		return a.takes(t, j, o)
	case isGive(s):
		a.how = "asks for"
		return a.gives(t, j, o)
	default:
		return false
	}
}

func isBe(s string) bool {
	switch s {
	case "is", "are", "was", "were", "what's", "whats", "be", "what're":
		return true
	default:
		return false
	}
}

// copula: "what is your password", "which email address is it", not "is your password long enough".
func (a *ask) copula(t *cue.Text, j int, _ cue.Hit) bool {
	if strings.HasPrefix(t.At(j), "what") {
		return true
	}
	if n := t.At(j - 1); n == "need" || n == "require" || n == "missing" {
		// "All I need is your PIN".
		_, subject := subjectOf(t, j-1)
		return subject == subjectBrand
	}
	return t.Same(j-1, j) && (t.At(j-1) == "what" || t.At(j-1) == "which" || t.At(j-1) == "wht")
}

func isTake(s string) bool {
	switch s {
	case "need", "needs", "require", "requires", "want", "wants", "have", "get", "know", "ask", "asking", "take", "obtain", "see", "grab", "collect",
		"needing", "requiring", "request", "requesting", "requests", "asks", "having", "getting", "borrow", "use", "receive", "trouble", "bother", "got":
		return true
	default:
		return false
	}
}

func isGive(s string) bool {
	switch s {
	case "send", "dm", "give", "tell", "provide", "share", "supply", "post", "reply", "respond", "email", "text", "message", "forward", "submit", "read",
		"state", "confirm", "verify", "disclose", "reveal", "hand", "pass", "drop", "pop", "include", "quote", "repeat", "spell", "write", "put", "type",
		"enter", "list", "fill", "sending", "giving", "telling", "providing", "sharing", "confirming", "verifying", "dming", "pm", "inbox", "whatsapp",
		"remind", "advise", "input", "key", "say", "insert", "attach", "shoot", "fire", "reconfirm", "answer", "present", "furnish", "mail", "tweet",
		"show", "hit", "gimme", "chuck", "lob", "sling", "bung", "slide", "throw", "stick", "replying", "fling", "ping", "upload", "add", "leave", "specify", "mention", "authenticate", "validate", "dictate", "relay", "let", "follow":
		return true
	default:
		return false
	}
}

// ownUse reports verbs of what customers do with their secret by themselves, unless the place is the conversation.
func ownUse(s string) bool {
	switch s {
	case "enter", "type", "put", "stick", "input", "key", "insert", "submit", "fill", "upload", "add", "write", "use", "authenticate", "validate", "follow", "leave",
		"answer", "present", "show":
		return true
	default:
		return false
	}
}

// takes: the brand wants to have it: "may I have", "we need", "we'll have to ask for".
func (a *ask) takes(t *cue.Text, j int, o cue.Hit) bool {
	s := t.At(j)
	if tag := t.Tag(j + 1); s == "have" && (tag == "VBN" || tag == "VBD") && t.Same(j, j+1) {
		return false // "must have been" has nothing.
	}
	k, subject := subjectOf(t, j)
	switch subject {
	case subjectBrand:
	case subjectNone:
		// "Need your password", "have your PIN ready", "let me have it".
		if t.At(j-1) == "lemme" {
			return true
		}
		if s == "have" || s == "get" {
			return t.Near(o.Last+6, 6, "ready", "handy", "hand", "available") || readyAfter(t, o.Last)
		}
		return (s == "need" || s == "require" || s == "want") && afterJust(t, t.First(j)) == j
	case subjectYou, subjectOther:
		return false
	}
	switch s {
	case "need", "needs", "require", "requires", "want", "wants", "needing", "requiring", "ask", "asks", "asking", "request", "requesting", "requests", "trouble", "bother":
		return true
	case "got", "having", "getting":
		return false
	default:
		// "we have your e-mail" tells, "may we have" and "we'd like to have" ask.
		return inverted(t, k, j) || wishes(t, k, j)
	}
}

// gives: the customer shall hand it over: imperative, "could you send", "you need to tell us", "we need you to confirm".
func (a *ask) gives(t *cue.Text, j int, o cue.Hit) bool {
	s := t.At(j)
	if to := t.At(j + 1); (to == "you" || to == "him" || to == "her" || to == "them" || to == "yourself") && t.Same(j, j+1) {
		return false
	}
	if s == "let" {
		if t.At(j+1) != "us" && t.At(j+1) != "me" {
			return false
		}
	}
	if s == "follow" {
		return false
	}
	if ownUse(s) && !inConversation(t, j, o.Last) {
		return false
	}
	if elsewhere(t, j, o.Last) && o.Rule.Head == secret && !toUs(t, j, o.First) {
		return false
	}
	k, subject := subjectOf(t, j)
	switch subject {
	case subjectNone:
		return a.commands(t, j)
	case subjectYou:
		return obliges(t, k, j) || t.At(k-1) == "do" && t.At(j-1) == "mind"
	case subjectBrand:
		// "let us have" and "we ask you" are no gifts of the customer's; "help us verify", "allow me to confirm" are.
		if strings.HasSuffix(s, "ing") {
			return false
		}
		switch t.At(j) {
		case "confirm", "verify", "reconfirm", "read", "authenticate", "validate":
			return inverted(t, k, j) || wishes(t, k, j) || hasModal(t, k, j)
		}
		return false
	case subjectOther:
		return false
	default:
		return false
	}
}

// commands reports whether the verb at j is a command.
func (a *ask) commands(t *cue.Text, j int) bool {
	s := t.At(j)
	if strings.HasSuffix(s, "ing") {
		switch t.At(j - 1) {
		case "mind", "by", "about", "try", "consider", "with":
			return true
		}
		return false
	}
	if t.At(j-1) == "to" {
		for k := j - 2; k >= j-4 && t.Same(k, j); k-- {
			switch t.At(k) {
			case "sure", "need", "free", "remember", "best", "have", "go", "ahead", "kind", "please", "try", "required", "possible", "way", "asked", "able", "necessary":
				return true
			}
		}
		return false
	}
	switch s {
	case "read", "put", "let":
		// May be past tense; "please" and a beginning make it a command.
		return t.First(j) == j || t.At(j-1) == "please" || t.At(j-1) == "and" || t.At(j-1) == "just" || t.Tokens[j].Break || t.At(j-1) == "then"
	}
	switch tag := t.Tag(j); tag {
	case "VBD", "VBN", "VBZ":
		return false
	}
	switch t.At(j - 1) {
	case "can", "could", "would", "may", "will", "must", "should", "cant":
		// The subject is left out: "can send".
		return true
	}
	return true
}

// bare decides where no verb governs the object: "Mother's maiden name?", "Your PIN please", "name, address and telephone number. 2/2".
func (a *ask) bare(t *cue.Text, o cue.Hit) bool {
	a.how = "asks for"
	sentence := t.Tokens[o.First].Sentence
	for j := o.Last + 1; j <= o.Last+4 && t.Same(o.Last, j); j++ {
		switch t.At(j) {
		case "needed", "required", "necessary", "mandatory":
			switch t.At(j - 1) {
			case "if", "not", "when", "as":
				return false
			}
			return true
		}
	}
	if follows(t, o.Last) {
		return false
	}
	if t.At(o.Last+1) == "first" && t.Same(o.Last, o.Last+1) || t.Ends(o.Last) && announced(t, o.First) {
		return true // "The PIN first, then we carry on", "I only need one thing. Your PIN."
	}
	first := t.First(o.First)
	if k := afterJust(t, first); k > first && (k == o.First || k == o.First-1 && (t.At(k) == "your" || t.At(k) == "the")) {
		return true // "Just your PIN and we're done".
	}
	for j := first; j < o.First; j++ {
		switch t.At(j) {
		case "please", "plz":
			return true
		case "purposes", "verification", "security":
			if t.At(first) == "for" && t.Tokens[j+1].Break {
				return true // "For security: your PIN".
			}
		case "regarding", "about", "re", "because", "due", "despite", "without", "since", "how", "why", "who", "with", "from", "your:", "after", "on":
			return false
		}
	}
	for j := o.Last + 1; t.Same(o.Last, j); j++ {
		if t.At(j) == "please" {
			return true
		}
	}
	return t.Question(sentence)
}

// announced reports that the sentence before the one at i ends by saying that something is wanted still: "one last thing", "all I need is this".
func announced(t *cue.Text, i int) bool {
	for j := t.First(i) - 1; j >= 0 && t.Same(j, t.First(i)-1); j-- {
		switch t.At(j) {
		case "thing", "step", "detail", "question":
			switch t.At(j - 1) {
			case "one", "last", "final", "more":
				return t.Ends(j)
			}
		case "need":
			_, subject := subjectOf(t, j)
			return subject == subjectBrand && !t.Denied(j)
		}
	}
	return false
}

// afterJust returns the first token from i on that is not "just", "only" or the like.
func afterJust(t *cue.Text, i int) int {
	for t.Same(i, i+1) {
		switch t.At(i) {
		case "just", "only", "still", "also", "now", "lastly", "finally":
			i++
		default:
			return i
		}
	}
	return i
}

// follows reports whether a verb follows the object, so that it is the subject of a statement: "your password was changed".
func follows(t *cue.Text, i int) bool {
	for j := i + 1; j <= i+6 && t.Same(i, j); j++ {
		switch s := t.At(j); s {
		case "is", "was", "are", "were", "has", "have", "had", "will", "can", "cant", "does", "doesnt", "should", "must", "isnt", "wont", "wasnt", "hasnt", "expired", "works", "work":
			return true
		case "and", "or", "please":
			return false
		default:
			if tag := t.Tag(j); tag == "VBZ" || tag == "VBD" || tag == "MD" {
				return true
			}
		}
	}
	return false
}
