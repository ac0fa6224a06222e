package nlp

import "strings"

// markNegation sets Negated by this rule:
//
//   - A negator (not, n't, never, no, nobody, nothing, none, neither, without, cannot, refuse, decline, avoid, unable, hardly) opens a
//     scope at the next word. The negator itself is not in its own scope.
//   - The scope ends with the clause: at the end of the sentence, at ; : ( ) and a dash, at a word that opens another clause (but,
//     because, so, …), at "and" before a subject, and at a comma; not at the commas of a list that ends in "or", nor at those around
//     an insertion right after the negator ("never, ever, share").
//   - A second denial inside the scope (not, n't, without, refuse) turns it off, a third on again; never, no and nothing do not, since
//     people say "don't tell nobody" and mean one denial.
//   - Not negators: "not only", "not just", "no doubt", "no problem", "why not", "why don't you", "don't forget" and "don't hesitate",
//     "can't wait" and "can't believe", "order no 123", and the questions "can't you …", "isn't it …".
//   - "don't worry", "don't know" and their like deny their verb alone, not what follows it.
func markNegation(words []Word) {
	inside, denied := false, false
	commas := 0 // commas still to be stepped over
	for i := range words {
		w := &words[i]
		if i > 0 && w.Sentence != words[i-1].Sentence {
			inside = false
		}
		if inside && endsScope(words, i, &commas) {
			inside = false
		}
		if inside {
			w.Negated = denied
		}
		kind := negatorAt(words, i)
		if kind == notNegator {
			continue
		}
		switch span := deniedVerb(words, i); {
		case span == 0:
			// A fixed phrase that denies nothing.
		case span > 0:
			for j := i + 1; j <= i+span; j++ {
				words[j].Negated = true
			}
			inside = false
		case inside && kind == strongNegator:
			denied = !denied
		case !inside:
			inside, denied, commas = true, true, 0
			if i+1 < len(words) && words[i+1].Text == "," && w.Lower != "no" {
				commas = 2
			}
		}
	}
}

type negator int

const (
	notNegator negator = iota
	// weakNegator opens a scope and strengthens one that is open.
	weakNegator
	// strongNegator opens a scope and turns an open one round.
	strongNegator
)

func negatorAt(words []Word, i int) negator {
	lower := words[i].Lower
	switch lower {
	case "never", "nobody", "nothing", "none", "neither", "nor", "nowhere", "hardly", "nope":
		return weakNegator
	case "no":
		if i+1 < len(words) && (isNumber(words[i+1].Lower) || words[i+1].Text == "." && i+2 < len(words) && isNumber(words[i+2].Lower)) {
			return notNegator
		}
		return weakNegator
	case "not", "without", "cannot", "refuse", "refuses", "refused", "refusing", "decline", "declines", "declined", "avoid", "unable":
		return strongNegator
	case "dont", "doesnt", "didnt", "cant", "wont", "wouldnt", "shouldnt", "couldnt", "isnt", "arent", "wasnt", "werent", "havent", "hasnt",
		"hadnt", "aint", "mustnt":
		return strongNegator
	}
	if strings.HasSuffix(lower, "n't") {
		return strongNegator
	}
	return notNegator
}

// deniedVerb returns how many words after the negator at i it denies: -1 for the rest of the clause, 0 for none.
func deniedVerb(words []Word, i int) int {
	this, prev, next, next2 := words[i].Lower, lowerAt(words, i-1), lowerAt(words, i+1), lowerAt(words, i+2)
	auxiliary := this == "not" || this == "cannot" || strings.HasSuffix(strings.ReplaceAll(this, "'", ""), "nt")
	switch {
	case this == "not" && (next == "only" || next == "just" || next == "merely" || next == "simply"):
		return 0
	case this == "no":
		switch next {
		case "doubt", "problem", "problems", "worries", "thanks", "joke", "kidding", "idea", "matter", "wonder", "question", "prob", "probs":
			return 0
		}
	case prev == "why" && (this == "not" || isSubject(next)):
		return 0
	case auxiliary && isSubject(next) && startsClause(words, i) && next2 != "dare":
		return 0
	}
	if !auxiliary {
		return -1
	}
	switch next {
	case "forget", "hesitate", "wait", "help", "believe":
		return 0
	case "worry", "panic", "fret", "know", "understand", "care", "mind", "sure", "surprised", "remember":
		return 1
	}
	if (next == "be" || next == "get") && (next2 == "afraid" || next2 == "worried" || next2 == "shy" || next2 == "surprised") {
		return 2
	}
	return -1
}

// endsScope reports whether the open scope ends before word i.
func endsScope(words []Word, i int, commas *int) bool {
	if isStop(words[i].Text) {
		return true
	}
	switch words[i].Lower {
	case ";", ":", "(", ")", "—", "–", "-", "--", "but", "however", "though", "although", "because", "cause", "cuz", "since", "so", "then",
		"unless", "until", "yet", "instead", "while", "whereas", "except":
		return true
	case ",":
		if *commas > 0 {
			*commas--
			return false
		}
		return !listGoesOn(words, i)
	case "and", "&":
		switch lowerAt(words, i+1) {
		case "i", "we", "you", "he", "she", "they", "it", "our", "my", "this", "that", "please", "is", "are", "i'm", "we're", "you're",
			"it's", "they're", "we'll", "you'll", "i'll", "we've", "everything", "all":
			return true
		}
	}
	return false
}

// listGoesOn reports whether the comma at i stands in a list that ends in "or" or "nor", as in "your password, PIN or code".
func listGoesOn(words []Word, i int) bool {
	const longest = 5
	for j := i + 1; j < len(words) && j <= i+longest && words[j].Sentence == words[i].Sentence; j++ {
		switch words[j].Lower {
		case "or", "nor":
			return true
		case "but", "and", ";", ":", "because", "so", "i", "we", "you", "they", "it":
			return false
		}
	}
	return false
}

func startsClause(words []Word, i int) bool {
	if i == 0 || words[i-1].Sentence != words[i].Sentence {
		return true
	}
	p := words[i-1]
	switch p.Lower {
	case ",", ";", ":", "-", "—", "–", "and", "but", "so", "or", `"`, "(":
		return true
	default:
		return p.Text[0] == '@' || p.Text[0] == '#'
	}
}

func isSubject(lower string) bool {
	switch lower {
	case "i", "we", "you", "u", "ya", "he", "she", "they", "it", "this", "that", "these", "those", "there", "your", "our", "my", "the":
		return true
	default:
		return false
	}
}

func isNumber(lower string) bool { return lower != "" && lower[0] >= '0' && lower[0] <= '9' }

func lowerAt(words []Word, i int) string {
	if i < 0 || i >= len(words) {
		return ""
	}
	return words[i].Lower
}
