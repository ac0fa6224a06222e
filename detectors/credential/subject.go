package credential

import (
	"firebreak/detectors/internal/cue"
)

// inverted reports a question: the modal verb stands before the subject at k.
func inverted(t *cue.Text, k, _ int) bool {
	switch t.At(k - 1) {
	case "may", "can", "could", "might", "would", "shall", "should":
		return t.Same(k-1, k)
	default:
		return false
	}
}

// wishes reports a wish between the subject and the verb: "we'd like to have", "I need to know", "I have to get".
func wishes(t *cue.Text, k, j int) bool {
	for i := k; i < j; i++ {
		switch t.At(i) {
		case "like", "love", "need", "want", "must", "require", "appreciate", "let", "have", "going", "trying", "wanted", "required":
			return true
		}
	}
	return t.At(k-1) == "let"
}

type subject int

const (
	subjectNone subject = iota
	subjectBrand
	subjectYou
	subjectOther
)

// subjectOf finds the subject of the verb at j: the nearest pronoun or noun for a person before it in its clause.
func subjectOf(t *cue.Text, j int) (int, subject) {
	first := t.First(j)
	for k := j - 1; k >= first && k >= j-9; k-- {
		switch s := t.At(k); s {
		case "i", "we", "i'll", "we'll", "i'd", "we'd", "i'm", "we're", "our", "i've", "we've":
			if s == "our" && !isTeam(t.At(k+1)) && !isTeam(t.At(k+2)) {
				return k, subjectOther
			}
			return k, subjectBrand
		case "me", "us":
			if t.At(k-1) == "let" || t.At(k-1) == "for" || t.At(k-1) == "allow" || t.At(k-1) == "helps" || t.At(k-1) == "help" || t.At(k-1) == "want" {
				return k, subjectBrand
			}
		case "team", "agent", "agents", "colleague", "colleagues", "technician", "technicians", "engineer", "engineers", "department", "system", "tech", "support":
			if t.At(k-1) == "dm" || t.At(k-1) == "via" {
				continue
			}
			return k, subjectBrand
		case "you", "you'll", "you'd", "ya", "yourself", "you're", "you've":
			return k, subjectYou
		case "they", "he", "she", "it", "anyone", "someone", "nobody", "scammers", "fraudsters", "who", "anybody", "criminals", "caller", "callers", "people",
			"customers", "customer", "scammer", "fraudster", "person", "email", "message", "text", "they'll", "link", "website", "site", "bank":
			if s == "email" || s == "message" || s == "text" || s == "customer" || s == "link" {
				if t.At(k-1) == "by" || t.At(k-1) == "via" || t.At(k-1) == "direct" || t.At(k-1) == "a" {
					continue
				}
			}
			return k, subjectOther
		}
		if t.Tokens[k].Break && k > first && t.Tokens[k].S != "please" {
			// A comma: what stands before it is another clause, unless this one has no beginning of its own.
			switch t.At(k) {
			case "and", "or", "then", "so":
				continue
			}
			return k, subjectNone
		}
	}
	return first, subjectNone
}

func isTeam(s string) bool {
	switch s {
	case "team", "agent", "agents", "colleague", "colleagues", "technician", "technicians", "engineer", "engineers", "department", "system", "tech",
		"support", "staff", "advisor", "advisors", "specialist", "specialists", "it", "technical", "security":
		return true
	default:
		return false
	}
}

func hasModal(t *cue.Text, k, j int) bool {
	for i := k; i < j; i++ {
		switch t.At(i) {
		case "must", "should", "can", "could", "may", "we'll", "i'll", "will":
			return true
		}
	}
	return false
}

// obliges reports whether "you" at k is asked or told to do the verb at j.
func obliges(t *cue.Text, k, j int) bool {
	switch t.At(k - 1) {
	case "can", "could", "would", "will", "should", "cant", "couldnt", "wouldnt", "wont", "must", "want", "need", "ask", "asking", "like", "like:", "if", "mind", "for", "require", "requires", "please", "have", "requesting", "may":
		return true
	case "did", "had", "when", "how", "what", "where", "before", "after", "once", "since", "as", "have:", "thank", "thanks", "until":
		return false
	}
	if t.At(k) == "you'll" {
		return true
	}
	for i := k + 1; i < j; i++ {
		switch t.At(i) {
		case "can", "could", "may", "must", "should", "need", "needs", "have", "please", "will", "just", "simply", "only", "required", "able":
			return true
		}
	}
	// "you send us your PIN and we will see": an instruction.
	return k+1 == j && t.At(j+1) == "us" || t.At(j+1) == "me"
}
