package credential

import (
	"firebreak/detectors/internal/cue"
)

// pointed decides whether an object that is named without being asked for is asked for by a pronoun, in the rest of its sentence or in the
// next one: "We sent a code to your phone, tell us what it is", "What password do you use? Send it over".
func pointed(t *cue.Text, o cue.Hit) (ask, bool) {
	if o.Rule.Head != secret || o.Rule.Name == topicKnowledge || warns(t, o.First) {
		return ask{}, false
	}
	if j, stop := governor(t, o.First); stop == stopVerb && ownUse(t.At(j)) && t.At(j) != "use" {
		return ask{}, false // "Enter the code in the app. What does it say?"
	}
	sentence := t.Tokens[o.First].Sentence
	for j := o.Last + 1; j < len(t.Tokens) && t.Tokens[j].Sentence <= sentence+1; j++ {
		if t.Tokens[j].Quoted || t.Denied(j) {
			continue
		}
		if what(t, j) || hands(t, j) {
			return ask{first: o.First, last: j, how: "asks for", inPrivate: private(t, o.First, j)}, true
		}
	}
	return ask{}, false
}

// what reports "what is it?", "what does it say?" and "what it is" after a word that asks for it.
func what(t *cue.Text, j int) bool {
	s := t.At(j)
	if s != "what" && s != "whats" && s != "what's" {
		return false
	}
	k := j + 1
	switch t.At(k) {
	case "is", "was", "does", "did", "do":
		k++
	}
	if p := t.At(k); !t.Same(j, k) || p != "it" && p != "that" && p != "they" {
		return false
	}
	inverted := k > j+1 || s != "what"
	switch t.At(k + 1) {
	case "is", "says", "was", "say", "said", "are":
		if t.Same(k, k+1) {
			k++
		}
	}
	if t.At(k+1) == "please" && t.Same(k, k+1) {
		k++
	}
	if !t.Ends(k) {
		return false
	}
	if inverted {
		return t.Question(t.Tokens[j].Sentence)
	}
	for i := j - 1; i >= j-3 && t.Same(i, j); i-- {
		switch t.At(i) {
		case "tell", "give", "send", "read", "dm", "know", "message", "text":
			return true
		}
	}
	return false
}

// hands reports "send it over", "read it out", "just tell me it", "reply with it".
func hands(t *cue.Text, j int) bool {
	switch t.At(j) {
	case "send", "give", "read", "tell", "dm", "share", "pass", "pop", "ping", "type", "post", "put", "drop", "text", "forward":
	case "reply", "respond", "answer":
		if t.At(j+1) != "with" || t.At(j+2) != "it" && t.At(j+2) != "that" || !t.Same(j, j+2) || isNoun(t, j) {
			return false
		}
		_, subject := subjectOf(t, j)
		return t.Ends(j+2) && subject != subjectBrand && subject != subjectOther
	default:
		return false
	}
	if _, subject := subjectOf(t, j); !t.Tokens[j].Break && (subject == subjectBrand || subject == subjectOther) || elsewhere(t, j, j) {
		return false
	}
	switch t.At(j + 1) {
	case "it", "them":
		switch t.At(j + 2) {
		case "over", "across", "back", "here", "through":
			return t.Same(j, j+2)
		case "to":
			return t.Same(j, j+3) && (t.At(j+3) == "us" || t.At(j+3) == "me")
		case "on":
			return t.At(j) == "pass" && t.Same(j, j+2) && t.Ends(j+2)
		case "out":
			return t.Same(j, j+2)
		}
	case "us", "me":
		return t.Same(j, j+2) && t.At(j+2) == "it"
	}
	return false
}

// warns reports that the text around an object speaks of those who steal such things, or passes on what they wrote.
func warns(t *cue.Text, i int) bool {
	for j := range t.Tokens {
		if d := t.Tokens[j].Sentence - t.Tokens[i].Sentence; d < -1 || d > 1 {
			continue
		}
		switch t.At(j) {
		case "scam", "scams", "scammer", "scammers", "phishing", "fake", "fraud", "fraudster", "fraudsters", "suspicious", "someone", "anyone", "anybody", "nobody", "noone",
			"error", "promo", "voucher", "discount", "coupon", "off", "referral", "never":
			return true
		}
	}
	return false
}
