package complaint

import (
	"slices"

	"firebreak/detectors/internal/cue"
)

// othersBreach reports whether a breach is told of a firm that is not the brand: "Globex lost my data" in a post about Acme.
func (v *verdict) othersBreach(h cue.Hit) bool {
	if h.Rule.Topic != topicBreach || h.First == 0 || v.t.Doc.Brand == nil || v.t.Doc.Brand.Name == "" {
		return false
	}
	before := v.t.Tokens[h.First-1]
	if before.Sentence != v.t.Tokens[h.First].Sentence {
		return false
	}
	switch before.S {
	case "you", "they", "she", "he", "it", "who", "i", "we", "just", "have", "has", "your", "that", "this", "the", "and", "so", "now", "also", "@brand", "when", "why":
		return false
	case "@other":
		return true
	}
	text := v.t.Doc.Words[before.Word].Text
	// A capital in a text that is not all capitals is a name.
	return text[0] >= 'A' && text[0] <= 'Z' && len(text) > 2 && (text[1] < 'A' || text[1] > 'Z')
}

// askedByWriter reports whether it is the writer who wants the secret: "I asked for my password".
func (v *verdict) askedByWriter(h cue.Hit) bool {
	if h.Rule.Topic != topicAsked || h.First == 0 || v.t.Tokens[h.First].S == "for" {
		return false
	}
	switch v.t.Tokens[h.First-1].S {
	case "i", "we", "i've", "i'd", "i'll", "just", "dont", "didnt":
		return true
	default:
		return false
	}
}

// seenByWriter reports whether it is the writer who sees the secret, as its owner may: "I can see my password when I tap the eye".
func (v *verdict) seenByWriter(h cue.Hit) bool {
	if h.Rule.Topic != topicPlaintext || h.First == 0 {
		return false
	}
	switch v.t.Tokens[h.First].S {
	case "can", "could", "see", "saw", "know", "read", "view":
	default:
		return false
	}
	switch v.t.Tokens[h.First-1].S {
	case "i", "we", "i'll", "ill":
		return true
	default:
		return false
	}
}

// askedByMachine reports whether it is a page or a device that wants the secret, as pages do: "the app asks for my password every time". What no
// page needs, such as the password of a bank, stays.
func (v *verdict) askedByMachine(h cue.Hit) bool {
	if h.Rule.Topic != topicAsked {
		return false
	}
	machine := false
	for i := max(0, h.First-2); i <= h.Last; i++ {
		if v.t.Tokens[i].Sentence != v.t.Tokens[h.First].Sentence {
			continue
		}
		switch v.t.Tokens[i].S {
		case "app", "apps", "site", "website", "page", "screen", "portal", "form", "box", "device", "browser", "terminal", "checkout", "popup", "player", "laptop", "tablet", "computer":
			machine = true
		case "bank", "bank's", "banking", "full", "maiden", "social", "ssn", "email's", "agent", "support", "staff", "someone", "he", "she", "they", "guy", "man", "woman", "lady", "chat":
			return false
		}
	}
	return machine
}

// offeredByWriter reports whether the secret is only the writer's to offer: "do you need my password for that?", "should I send you my PIN?". A question
// that wonders at the wish, speaks of somebody who had it, or asks what the firm does as a rule, is none.
func (v *verdict) offeredByWriter(h cue.Hit) bool {
	if h.Rule.Topic != topicAsked && h.Rule.Topic != topicPlaintext || !v.t.Question(v.t.Tokens[h.First].Sentence) {
		return false
	}
	offers := false
	for i := range v.t.Tokens {
		switch v.t.Tokens[i].S {
		case "someone", "somebody", "caller", "called", "calls", "call", "rang", "ring", "phoned", "said", "says", "claims", "claiming", "asked", "asks", "asking", "ask", "he", "she", "they",
			"wants", "wanted", "man", "woman", "guy", "lady", "stranger", "scam", "scammer", "fake", "real", "genuine", "legit", "normal":
			return false
		}
		if !v.t.Same(i, h.First) {
			continue
		}
		switch v.t.Tokens[i].S {
		case "why", "really", "seriously", "actually", "full", "whole", "entire", "ever", "usually", "always", "often", "every", "agent", "agents", "staff", "not", "dont", "never",
			"mother's", "maiden", "ssn", "social":
			return false
		case "do", "would", "will", "did", "should", "shall", "can", "could", "may", "must":
			offers = offers || v.offers(i)
		}
	}
	return offers
}

// offers reports a modal verb at i that opens an offer: "would you need", "should I also dm you".
func (v *verdict) offers(i int) bool {
	k, by := i+2, v.t.At(i+1)
	for v.t.Same(i, k) && slices.Contains([]string{"guys", "also", "still", "then", "maybe", "just", "perhaps", "now", "only", "@brand"}, v.t.At(k)) {
		k++
	}
	if !v.t.Same(i, k) {
		return false
	}
	switch by {
	case "you", "u", "@brand":
		switch v.t.At(k) {
		case "need", "want", "require", "like":
			return true
		}
	case "i", "we":
		if s := v.t.At(k); v.t.At(i) == "do" && (s == "need" || s == "have") && v.t.At(k+1) == "to" {
			// "Do I have to tell your agent" wonders.
			return s == "need"
		}
		switch v.t.At(k) {
		case "send", "give", "dm", "pm", "tell", "share", "text", "email", "mail", "message", "post", "put", "include", "write", "type":
			switch v.t.At(k + 1) {
			case "him", "her", "them", "it":
				return false
			}
			return true
		}
	}
	return false
}

// sentByBrand reports whether it is the brand that hands the secret out: "why do you send my password by email".
func (v *verdict) sentByBrand(h cue.Hit) bool {
	if h.Rule.Topic != topicAsked || h.First == 0 {
		return false
	}
	switch v.t.Tokens[h.First].S {
	case "send", "give", "share", "tell", "read", "reveal":
	default:
		return false
	}
	switch v.t.Tokens[h.First-1].S {
	case "you", "they", "@brand", "we", "always", "still", "just":
		return true
	default:
		return false
	}
}

// ownHarm reports whether what the security head found happened to the writer.
func (v *verdict) ownHarm() bool {
	for _, h := range v.security.hits {
		if h.Rule.Topic == "" {
			continue
		}
		for i := max(0, h.First-1); i <= h.Last; i++ {
			switch v.t.Tokens[i].S {
			case "my", "our", "me", "mine", "us", "i'm", "i've":
				return true
			}
		}
	}
	return false
}
