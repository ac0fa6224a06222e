package claim

import (
	"slices"
	"strings"

	"firebreak/detectors"
	"firebreak/detectors/internal/cue"
)

// reach is how many words before a claim are looked at for what voids it.
const reach = 8

// stands reports whether a match means what its rule says, by what stands around it.
func stands(t *cue.Text, h cue.Hit) bool {
	switch h.Rule.Head {
	case headHere, headSolved:
		return true
	case detectors.HeadHandOff:
		return handsOff(t, h)
	}
	if asked(t, h) || supposed(t, h) || h.Rule.Name != nameFalse && h.Rule.Name != nameNoOutage && reported(t, h) {
		return false
	}
	inner := words(t, h.First, h.Last)
	switch h.Rule.Head {
	case detectors.HeadAffirmsBreach:
		return !addressed(t, h) && !elsewhere(t, h) && !slices.ContainsFunc(before(t, h.First, true), denies)
	case headIncident:
		return !addressed(t, h) && !onSite(t)
	case detectors.HeadDeniesBreach:
		return !slices.ContainsFunc(inner, partial) && !slices.ContainsFunc(inner, open) && !elsewhere(t, h) && !(h.First > 0 && t.Same(h.First-1, h.First) && t.At(h.First-1) == "not")
	case detectors.HeadAffirmsOutage:
		return !addressed(t, h) && !forYou(t, h.Last) && !mine(t, h.First)
	default:
		if slices.ContainsFunc(inner, yours) || slices.ContainsFunc(inner, open) || forYou(t, h.Last) || limited(t, h.Last) {
			return false
		}
		return h.Rule.Name != nameWell || !mended(t, h)
	}
}

// words returns the words of the tokens from first to last.
func words(t *cue.Text, first, last int) []string {
	out := make([]string, 0, last-first+1)
	for i := first; i <= last; i++ {
		out = append(out, t.At(i))
	}
	return out
}

// before returns the words before a match in its sentence, the nearest first, back to a break where clause ends it.
func before(t *cue.Text, i int, clause bool) []string {
	var out []string
	for j := i; len(out) < reach && t.Same(j-1, i) && (!clause || !t.Tokens[j].Break); j-- {
		out = append(out, t.At(j-1))
	}
	return out
}

// after returns the words after a match in its sentence.
func after(t *cue.Text, i, most int) []string {
	var out []string
	for j := i + 1; len(out) < most && t.Same(i, j); j++ {
		out = append(out, t.At(j))
	}
	return out
}

// asked: the match stands in a question, and no other question follows it in the same sentence: "We know of it, could you …?".
func asked(t *cue.Text, h cue.Hit) bool {
	if !t.Question(t.Tokens[h.First].Sentence) {
		return false
	}
	for j := h.Last + 1; t.Same(h.Last, j); j++ {
		if !t.Tokens[j].Break && t.At(j-1) != "and" && t.At(j-1) != "but" && t.At(j-1) != "so" {
			continue
		}
		switch t.At(j) {
		case "could", "can", "would", "will", "please", "have", "are", "do", "did", "what", "which", "where", "when":
			return false
		}
	}
	return true
}

// supposed: a condition, a possibility, a plan or a doubt, before or within the match.
func supposed(t *cue.Text, h cue.Hit) bool {
	for i := h.First - len(before(t, h.First, true)); i <= h.Last; i++ {
		if doubtful(t.At(i)) && !assures(t.At(i), t.At(i+1)) {
			return true
		}
	}
	return false
}

// assures: "we can confirm".
func assures(s, next string) bool {
	if s == "cant" || s == "couldnt" {
		switch next {
		case "see", "find", "detect", "log", "sign", "pay", "access", "use", "connect", "load", "book", "transfer":
			return true
		}
		return false
	}
	if s != "can" && s != "make" {
		return false
	}
	switch next {
	case "confirm", "assure", "reassure", "say", "tell", "see", "now", "also", "clear":
		return true
	default:
		return false
	}
}

func doubtful(s string) bool {
	switch s {
	case "if", "whether", "unless", "should", "would", "could", "might", "may", "possible", "possibly", "potential", "potentially", "suspected", "alleged", "allegedly", "case",
		"will", "won't", "wont", "we'll", "i'll", "won", "can", "cant", "ensure", "ensuring", "make", "making", "guarantee", "guaranteed", "promise", "prevent", "preventing", "avoid", "imagine",
		"until", "once", "before", "when", "whenever", "scheduled", "planned", "hope", "hopefully", "sure", "wouldnt", "rule", "ruling", "ruled", "unclear", "example":
		return true
	default:
		return false
	}
}

// reported: somebody else is said to claim it.
func reported(t *cue.Text, h cue.Hit) bool {
	for n, s := range before(t, h.First, false) {
		if !hearsay(s) {
			continue
		}
		// "As we said": the brand itself.
		switch t.At(h.First - n - 2) {
		case "we", "we've", "i", "i've", "as", "confirm", "can":
			continue
		}
		return true
	}
	return slices.ContainsFunc(words(t, h.First, h.Last), func(s string) bool {
		return hearsay(s) && s != "believe" && s != "think" && (s != "reported" || h.Rule.Head != detectors.HeadDeniesOutage)
	})
}

func hearsay(s string) bool {
	switch s {
	case "reports", "report", "reported", "rumour", "rumours", "rumor", "rumors", "claims", "claim", "claimed", "claiming", "allegation", "allegations", "says", "said", "saying", "say",
		"suggests", "suggesting", "suggested", "speculation", "hear", "heard", "story", "article", "posts", "tweet", "tweets", "headlines", "media", "press", "worried", "worry", "worrying",
		"concern", "concerned", "concerns", "fear", "fears", "afraid", "think", "asked", "asking", "ask", "wondering", "wonder", "mentioned", "believe":
		return true
	default:
		return false
	}
}

// addressed: it is the customer's own trouble: "you are having problems", "your account". "Some of you" are many.
func addressed(t *cue.Text, h cue.Hit) bool {
	for i := h.First; i <= h.Last; i++ {
		if yours(t.At(i)) && t.At(i-1) != "of" {
			return true
		}
	}
	return false
}

func yours(s string) bool {
	switch s {
	case "you", "your", "you're", "you've", "you'd":
		return true
	default:
		return false
	}
}

// forYou: the trouble is where the customer is.
func forYou(t *cue.Text, last int) bool {
	next := after(t, last, 4)
	for i, s := range next {
		if yours(s) && i > 0 && (next[i-1] == "for" || next[i-1] == "with" || next[i-1] == "on") {
			return true
		}
	}
	return false
}

// limited: what works is only a part.
func limited(t *cue.Text, last int) bool {
	next := after(t, last, 4)
	for i, s := range next {
		if s == "except" || s == "apart" || s == "other" && i+1 < len(next) && next[i+1] == "than" || s == "not" && i > 0 && next[i-1] == "but" {
			return true
		}
	}
	return false
}

// mended: it works again, so that it did not before; or it is new.
func mended(t *cue.Text, h cue.Hit) bool {
	first, last := h.First, h.Last
	for t.Same(first-1, h.First) {
		first--
	}
	for t.Same(last, last+1) {
		last++
	}
	for i := first; i <= last; i++ {
		switch t.At(i) {
		case "again", "back", "now", "restored", "resolved", "fixed", "sorted", "earlier", "since", "finally", "new", "soon", "working", "get", "getting":
			if t.At(i) != "working" || t.At(i+1) == "to" || t.At(i+1) == "on" && t.At(i+2) != "our" {
				return true
			}
		}
	}
	return false
}

// denies: a negation from afar: "no evidence that customer data was accessed".
func denies(s string) bool { return s == "zero" || cue.IsNegation(s) }

// partial: the denial is of one class of data only, so that another class may have been reached.
func partial(s string) bool {
	switch s {
	case "card", "cards", "payment", "payments", "financial", "bank", "banking", "password", "passwords", "credit", "debit", "sensitive", "further", "additional", "other", "else", "medical",
		"more", "longer", "passport":
		return true
	default:
		return false
	}
}

// open: the denial is of knowledge, not of the thing.
func open(s string) bool {
	switch s {
	case "comment", "confirm", "deny", "know", "discuss", "speculate", "yet", "only", "say":
		return true
	default:
		return false
	}
}

// elsewhere: accounts that are "affected" by something else than a breach, or data of a device.
func elsewhere(t *cue.Text, h cue.Hit) bool {
	vague := false
	switch t.At(h.Last) {
	case "affected", "impacted", "involved", "taken", "lost", "unaffected", "touched", "seen", "viewed", "obtained", "published", "downloaded":
		vague = true
	}
	if !vague {
		return false
	}
	other := false
	for i := range t.Tokens {
		switch t.At(i) {
		case "breach", "hack", "hacked", "hackers", "leak", "leaked", "attack", "cyberattack", "attackers", "incident", "stolen", "exposed", "unauthorised", "unauthorized", "criminals":
			return false
		case "app", "login", "log", "logging", "outage", "payments", "payment", "delay", "delays", "delayed", "maintenance", "disruption", "cancelled", "strike", "flight", "flights",
			"delivery", "deliveries", "price", "prices", "refund", "refunds", "recall", "phone", "device", "sim", "handset", "laptop", "backup", "migration", "upgrade", "parcel", "parcels",
			"change", "changes", "update", "survey", "photo", "photos", "marketing", "queue":
			other = true
		}
	}
	return other
}

// onSite: an incident at a place, not in a system.
func onSite(t *cue.Text) bool {
	for i := range t.Tokens {
		switch t.At(i) {
		case "station", "airport", "train", "trains", "terminal", "police", "road", "evacuated", "mall", "stadium", "gate", "platform", "bus", "pitch", "fans", "contract":
			return true
		}
	}
	return false
}

// handsOff: the customer is sent on now, not later, not instead of something else, and not to buy.
func handsOff(t *cue.Text, h cue.Hit) bool {
	if t.Question(t.Tokens[h.First].Sentence) && looksBack(t, h.First) {
		return false
	}
	if h.Rule.Name == nameStranger && t.At(h.Last) == "@brand" && privately(t) {
		return false
	}
	for i := h.First; i <= h.Last; i++ {
		if cue.IsNegation(t.At(i)) && t.At(i) != "not" || t.At(i) == "check" && t.At(i+1) == "in" {
			return false
		}
	}
	if t.At(h.First) == "@other" && leads(t, h.First) {
		return false
	}
	prior := before(t, h.First, false)
	for i, s := range prior {
		switch s {
		case "who", "they", "i", "we", "i'll", "we'll", "i've", "we've", "they'll", "let", "already", "did", "why":
			// "We can ask the team": it is the brand that goes, unless it says "we suggest you …".
			if i == 0 {
				return false
			}
		}
	}
	return !later(t, h.First)
}

// leads: the handle stands at the beginning of the post, where it is whom the post is addressed to.
func leads(t *cue.Text, i int) bool {
	for j := range i {
		if s := t.At(j); s != "@other" && s != "@brand" {
			return false
		}
	}
	return true
}

// later: what is said of is not now ("if it happens again", "for anything else"), or an offer.
func later(t *cue.Text, i int) bool {
	first := t.First(i)
	condition := false
	for j := first; t.Same(j, i); j++ {
		switch t.At(j) {
		case "if", "should", "for", "any", "with":
			condition = true
		case "again", "persists", "persist", "prefer", "rather", "future", "reoccurs", "returns":
			if condition {
				return true
			}
		case "further":
			switch t.At(j + 1) {
			case "questions", "help", "assistance", "issues", "problems", "queries", "trouble":
				return true
			}
		case "anything", "sale", "discount", "win", "launch", "weekend", "prize", "voucher", "offers":
			return true
		}
	}
	return false
}

// looksBack: "Did you call us?" asks what was, and sends nobody.
func looksBack(t *cue.Text, i int) bool {
	for j := t.First(i); j < i; j++ {
		switch t.At(j) {
		case "could", "can", "would", "please":
			return false
		case "did", "have", "has", "were", "was", "what", "who", "how", "when", "which", "are", "had", "do":
			return true
		}
	}
	return false
}

// privately reports whether the post speaks of a private message.
func privately(t *cue.Text) bool {
	for i := range t.Tokens {
		switch t.At(i) {
		case "dm", "dms", "pm", "message":
			return true
		}
	}
	return false
}

// mine: "your service is down".
func mine(t *cue.Text, first int) bool {
	near := before(t, first, true)
	return slices.Contains(near[:min(2, len(near))], "your")
}

// writesTo: an address of e-mail to write to, of the brand's own, which no mark stands for.
func writesTo(t *cue.Text) bool {
	for i := range t.Tokens {
		if !strings.ContainsRune(t.At(i), '@') || strings.HasPrefix(t.At(i), "@") || t.Denied(i) {
			continue
		}
		// "customer.care@…" is cut at its dot, so that the words before may stand in a sentence of their own.
		for j := max(0, i-4); j < i; j++ {
			switch t.At(j) {
			case "email", "mail", "write", "contact", "reach", "send", "us", "team":
				return true
			}
		}
	}
	return false
}
