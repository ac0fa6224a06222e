package credential

import (
	"firebreak/detectors/internal/cue"
)

func readyAfter(t *cue.Text, i int) bool {
	for j := i + 1; j <= i+5 && t.Same(i, j); j++ {
		switch t.At(j) {
		case "ready", "handy", "hand", "available":
			return true
		}
	}
	return false
}

// toUs reports whether the receiver is the brand's agent.
func toUs(t *cue.Text, from, to int) bool {
	for j := from; j < to; j++ {
		switch t.At(j) {
		case "us", "me", "dm", "reply", "respond", "here":
			return true
		}
	}
	return false
}

// inConversation reports whether the place named after the verb is the conversation itself.
func inConversation(t *cue.Text, from, last int) bool {
	for j := from; j <= last+8 && t.Same(from, j); j++ {
		switch t.At(j) {
		case "here", "below", "chat", "dm", "dms", "reply", "message", "us", "me", "conversation", "thread", "comments", "comment", "tweet", "inbox", "pm":
			if t.At(j) == "here" && (t.At(j+1) == "http" || t.At(j-1) == "from") {
				continue
			}
			return true
		}
	}
	return false
}

// elsewhere reports whether the place is the brand's own page or app.
func elsewhere(t *cue.Text, from, last int) bool {
	for j := from; j <= last+8 && t.Same(from, j); j++ {
		switch t.At(j) {
		case "website", "site", "page", "app", "portal", "http", "screen", "form", "atm", "machine", "keypad", "branch", "settings", "browser", "checkout":
			return true
		}
	}
	return false
}

// private reports whether the answer is wanted in a private message: a word for one in the sentence of the request, or the next.
func private(t *cue.Text, first, last int) bool {
	sentence := t.Tokens[first].Sentence
	for j := range t.Tokens {
		if d := t.Tokens[j].Sentence - sentence; d < -1 || d > 1 && j > last {
			continue
		}
		switch t.At(j) {
		case "dm", "dms", "pm", "pms", "dming", "privately", "inbox", "messenger", "dm'd":
			return true
		case "link":
			if t.At(j+1) == "above" || t.At(j+1) == "below" {
				return true
			}
		case "private", "direct":
			switch t.At(j + 1) {
			case "message", "messages", "msg", "chat", "messaging", "note", "dm":
				return true
			}
		}
	}
	return false
}
