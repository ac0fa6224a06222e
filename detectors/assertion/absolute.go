package assertion

import (
	"slices"
	"strings"

	"firebreak/detectors/internal/cue"
)

// claim is a sentence that promises security without limits.
type claim struct {
	first, last int
	// p is the probability that it is one.
	p float64
}

// absolute finds the gravest promise of the text. Where there is none, spoilt reports that words of one stand there that mean something else.
func (d *Detector) absolute(t *cue.Text) (best claim, found, spoilt bool) {
	for i := range t.Tokens {
		if !isAdjective(t.At(i)) {
			continue
		}
		if c, ok := adjective(t, i); ok && c.p > best.p {
			best = c
		}
	}
	for _, h := range d.promises.All(t) {
		if !promised(t, h) {
			spoilt = spoilt || h.Rule.Name == nameSoft && (elsewhere(t, h.Last) || isOther(t, t.Tokens[h.First].Sentence, h.First, h.Last))
			continue
		}
		if best.p < sure {
			best = claim{first: h.First, last: h.Last, p: sure}
		}
	}
	return best, best.p >= threshold, spoilt
}

// promised reports that what a rule found is a promise, and about what a brand keeps for its customers.
func promised(t *cue.Text, h cue.Hit) bool {
	sentence := t.Tokens[h.First].Sentence
	if uncertain(t, h.First) || t.Question(sentence) || elsewhere(t, h.Last) {
		return false
	}
	other := isOther(t, sentence, h.First, h.Last)
	if namesAsset(t, sentence) {
		return !(h.Rule.Name == nameKept && other || h.Rule.Name == needsAsset && parted(t, h))
	}
	// "I'm afraid nobody can get in" regrets.
	regrets := t.At(h.First-1) == "afraid" || t.At(h.First-1) == "sorry"
	switch h.Rule.Name {
	case needsAsset, nameKept:
		return false
	case nameSoft:
		return !regrets && !other
	default:
		return !regrets
	}
}

// parted reports that a comma stands where a rule passed from "about" to what it is about: "nothing to worry about, our system is slow".
func parted(t *cue.Text, h cue.Hit) bool {
	for k := h.First + 1; k <= h.Last; k++ {
		switch t.At(k - 1) {
		case "about", "for", "regarding", "over", "with":
			if t.Tokens[k].Break {
				return true
			}
		}
	}
	return false
}

// elsewhere reports that the words after token i say of what, from what or where there is nothing to fear, and that it is no matter of data:
// "nothing to fear from the dentist", "nobody can get into the museum".
func elsewhere(t *cue.Text, i int) bool {
	switch t.At(i) {
	case "in", "into", "of", "about", "out", "through", "past", "at":
		i--
	}
	switch t.At(i + 1) {
	case "of", "from", "about", "in", "into", "out", "through", "past", "at", "on", "by", "without", "with", "after", "before":
	default:
		return false
	}
	const reach = 5
	noun := false
	for j := i + 2; j <= i+1+reach && t.Same(i, j) && !t.Tokens[j].Break; j++ {
		s := t.At(j)
		if assetWord(s) || isThreat(s) {
			return false
		}
		switch s {
		case "us", "here", "side", "end", "me", "ours", "watch", "hands":
			return false
		case "it", "that", "this", "them", "there", "you", "they", "as", "ever", "again", "and", "so", "anything", "all", "worry", "fear", "our", "your", "the", "a", "of", "from", "with", "about", "to", "in":
		default:
			noun = true
		}
	}
	return noun
}

// isThreat reports what people fear for their data.
func isThreat(s string) bool {
	switch s {
	case "hackers", "hacker", "hacking", "hack", "breach", "breaches", "theft", "thieves", "fraud", "fraudsters", "scam", "scams", "scammers", "criminals", "leak", "leaks",
		"phishing", "attack", "attacks", "attackers", "cyber", "identity", "outsiders", "strangers", "security", "privacy":
		return true
	default:
		return false
	}
}

func isAdjective(s string) bool {
	switch s {
	case "secure", "safe", "secured", "protected", "encrypted", "securely", "safely", "safest", "confidential", "safeguarded", "guarded", "unhackable", "impenetrable",
		"unbreakable", "bulletproof", "watertight", "airtight", "foolproof", "ironclad", "hackproof", "uncrackable", "invulnerable":
		return true
	default:
		return false
	}
}

// isSuperlative reports adjectives that leave no room by themselves.
func isSuperlative(s string) bool {
	switch s {
	case "unhackable", "impenetrable", "unbreakable", "bulletproof", "watertight", "airtight", "foolproof", "ironclad", "hackproof", "uncrackable", "invulnerable":
		return true
	default:
		return false
	}
}

// isAbsolute reports words that take every limit from what follows.
func isAbsolute(s string) bool {
	switch s {
	case "totally", "completely", "fully", "entirely", "perfectly", "absolutely", "utterly", "wholly", "100", "100%", "1000", "hundred", "percent", "always",
		"definitely", "certainly", "thoroughly", "constantly", "permanently", "totaly", "completly", "guaranteed", "forever", "200", "110", "undoubtedly":
		return true
	default:
		return false
	}
}

// isAdverb reports words that may stand between the verb and its adjective.
func isAdverb(s string) bool {
	switch s {
	case "very", "really", "extremely", "highly", "quite", "also", "still", "just", "all", "so", "both", "and", "incredibly", "super", "well", "%", "as", "now",
		"safe", "secure", "protected", "encrypted", "private", "kept", "stored", "held", "handled", "processed", "transmitted", "saved", "managed", "already",
		"treated", "of", "course", "indeed", "in", "a", "the", "sent", "one", "per", "cent", "most", "sound", "confidential", "properly", "heavily", "strongly", "maintained", "hosted":
		return true
	default:
		return isAbsolute(s)
	}
}

func isCopula(s string) bool {
	switch s {
	case "is", "are", "be", "remain", "remains", "stay", "stays", "it's", "that's", "they're", "you're", "we're", "everything's", "been", "being", "keep", "keeps", "sits", "sit",
		"its", "theyre", "your're", "data's", "site's", "system's":
		return true
	default:
		return false
	}
}

// assetWord reports what a brand keeps for its customers, or keeps it in.
func assetWord(s string) bool {
	switch strings.TrimSuffix(s, "'s") {
	case "data", "information", "info", "details", "detail", "password", "passwords", "account", "accounts", "system", "systems", "site", "website", "webpage", "server",
		"servers", "database", "databases", "payment", "payments", "card", "cards", "security", "login", "logins", "app", "transaction", "transactions",
		"checkout", "connection", "credentials", "pin", "pins", "privacy", "network", "platform", "infrastructure", "records", "money", "funds", "savings",
		"identity", "storage", "messages", "page", "encryption", "emails", "communications", "portal", "ssn", "cloud", "datacentre", "datacenter", "wallet", "pages", "form",
		"process", "processes", "backups", "backup":
		return true
	default:
		return false
	}
}

// otherSubject reports what can be safe in another sense.
func otherSubject(s string) bool {
	switch s {
	case "flight", "plane", "aircraft", "bag", "bags", "luggage", "baggage", "food", "eat", "drive", "driver", "weather", "storm", "landing", "travel", "journey", "trip",
		"seat", "seats", "booking", "reservation", "spot", "place", "children", "kids", "baby", "dog", "cat", "pet", "toy", "toys", "product", "products",
		"fly", "flying", "passengers", "passenger", "crew", "home", "water", "skin", "drink", "pregnant", "parcel", "package", "delivery", "order", "vaccine",
		"area", "neighbourhood", "everyone", "family", "songs", "playlists", "downloads", "music", "tunes", "item", "ticket", "tickets", "battery", "road", "wear":
		return true
	default:
		return false
	}
}

// adjective judges the adjective at i.
func adjective(t *cue.Text, i int) (claim, bool) {
	tok := t.Tokens[i]
	if tok.Quoted || t.Denied(i) || t.Question(tok.Sentence) || uncertain(t, i) {
		return claim{}, false
	}
	strong := isSuperlative(tok.S)
	j := i - 1
	for ; t.Same(j, i) && isAdverb(t.At(j)) && !t.Tokens[j+1].Break; j-- {
		strong = strong || isAbsolute(t.At(j))
	}
	next := t.At(i + 1)
	if t.Same(i, i+1) && !t.Tokens[i+1].Break {
		switch next {
		case "and":
			// "safe and always secure".
		case "way", "manner", "environment", "place", "fashion", "format", "form", "location", "server", "servers", "database", "system", "vault":
			return stored(t, i, j, strong)
		case "link", "links", "page", "channel", "chat", "line", "form:", "site", "website", "message", "inbox", "connection", "portal", "travels", "journey", "flight", "trip", "side",
			"landing", "seat", "password", "area", "method", "mode", "checkout", "login", "network", "hands":
			if next != "hands" {
				return claim{}, false
			}
		case "enough", "to", "by", "from", "against", "until", "if":
			if next == "if" || next == "until" || next == "enough" {
				return claim{}, false
			}
		}
	}
	first := t.First(i)
	switch {
	case j < first || !t.Same(j, i):
		// "Totally secure!" has no verb and no subject at all.
		short := i-first <= 4
		return claim{first: first, last: i, p: sure}, strong && short && t.Ends(lastOf(t, i)) && !isOther(t, tok.Sentence, first, i)
	case isCopula(t.At(j)):
		return copula(t, i, j, strong)
	default:
		return kept(t, i, j, strong)
	}
}

// lastOf skips a second adjective after the first: "safe and sound", "safe & secure".
func lastOf(t *cue.Text, i int) int {
	for t.Same(i, i+1) && (t.At(i+1) == "and" || isAdjective(t.At(i+1)) || t.At(i+1) == "sound" || t.At(i+1) == "with" || t.At(i+1) == "us" || t.At(i+1) == "here") {
		i++
	}
	return i
}

// copula: "all data on our system is totally secure".
func copula(t *cue.Text, i, j int, strong bool) (claim, bool) {
	first := clauseStart(t, j)
	asset, other := false, false
	ours := false
	pronoun := strings.Contains(t.At(j), "'") || t.At(j) == "its" || t.At(j) == "theyre"
	for k := first; k < j; k++ {
		s := t.At(k)
		asset = asset || assetWord(s)
		other = other || otherSubject(s)
		switch s {
		case "our", "your", "all", "every", "customers'", "customer", "everything", "we", "the", "@brand", "@brand's", "everyone's", "these", "those", "this", "any":
			ours = true
		case "it", "they", "you", "that":
			pronoun = true
		}
	}
	if other && !asset {
		return claim{}, false
	}
	last := lastOf(t, i)
	c := claim{first: first, last: i, p: sure}
	switch t.At(j) {
	case "be", "been", "being":
		// "will be totally safe", "has always been secure"; "can be", "to be" and the like promise nothing.
		if !promisesBe(t, first, j) {
			return claim{}, false
		}
	case "keep", "keeps":
		return claim{}, false
	}
	if !asset && isOther(t, t.Tokens[i].Sentence, first, last) {
		return claim{}, false
	}
	if asset && (ours || j-first <= 2) {
		if !strong && tamed(t, i, j) {
			return claim{}, false
		}
		return c, true
	}
	return c, strong && (pronoun || ours || asset)
}

// tamed reports what takes a plain "is safe" back: now, again, after an act, or with a way to go.
func tamed(t *cue.Text, i, j int) bool {
	for k := j; t.Same(k, i) && k <= i+4; k++ {
		switch t.At(k) {
		case "now", "again", "once", "if", "unless", "until", "as", "when", "provided", "after":
			return true
		}
	}
	return false
}

func promisesBe(t *cue.Text, first, j int) bool {
	for k := first; k < j; k++ {
		switch t.At(k) {
		case "will", "has", "have", "shall", "always", "it'll", "they'll", "we've", "you'll", "must", "it's", "cannot":
			return t.At(k) != "must"
		}
	}
	return false
}

// kept: "we keep your data completely safe", "your data safe with us", "rest assured, data securely stored".
func kept(t *cue.Text, i, j int, strong bool) (claim, bool) {
	first := clauseStart(t, j)
	asset, brand, keeps := false, false, false
	at := -1
	for k := first; k <= j; k++ {
		switch s := t.At(k); s {
		case "we", "our", "@brand", "we'll", "i", "we've":
			brand = true
		case "keep", "keeps", "store", "stores", "hold", "holds", "handle", "handles", "process", "transmit", "make", "makes", "guard", "guards", "treat", "hash", "save", "saves", "host", "kept":
			keeps = k > first || t.Tag(k) != "VB"
			if at < 0 {
				at = k
			}
		default:
			asset = asset || assetWord(s)
		}
	}
	if t.At(j) == "to" || !brand || !keeps || !asset {
		// A fragment: "your data: completely safe".
		return claim{first: first, last: i, p: sure}, strong && asset && !keeps && t.Tokens[i].Break
	}
	for k := first; k < at; k++ {
		switch t.At(k) {
		case "to", "can", "could", "help", "should", "would", "cant":
			return claim{}, false
		}
	}
	return claim{first: first, last: i, p: sure}, true
}

// stored: "passwords are stored in a secure way".
func stored(t *cue.Text, i, j int, _ bool) (claim, bool) {
	first := clauseStart(t, j)
	for k := first; k <= i; k++ {
		switch t.At(k) {
		case "stored", "kept", "held", "handled", "processed", "saved", "transmitted", "store", "keep", "hold", "handle", "hosted", "managed", "process", "treated", "sent", "save", "storing":
			for m := first; m < k; m++ {
				if t.At(m) == "to" || t.At(m) == "please" {
					return claim{}, false
				}
			}
			for m := first; m <= i; m++ {
				if assetWord(t.At(m)) || t.At(m) == "it" || t.At(m) == "they" || t.At(m) == "everything" || t.At(m) == "them" {
					return claim{first: first, last: i + 1, p: sure}, k > first
				}
			}
		}
	}
	return claim{}, false
}

// clauseStart finds where the clause of token i begins, inside its sentence.
func clauseStart(t *cue.Text, i int) int {
	first := t.First(i)
	for k := i; k > first; k-- {
		if t.Tokens[k].Break {
			return k
		}
		switch t.At(k - 1) {
		case "that", "but", "because", "as", "since", "so", "assured", "assure", "sure", "guarantee", "promise", "confirm", "worry":
			return k
		case "and", "you":
			if k < i && (t.At(k) == "we" || t.At(k) == "your" || t.At(k) == "our" || t.At(k) == "all" || t.At(k) == "it" || t.At(k) == "it's") {
				return k
			}
		}
	}
	return first
}

// isOther reports whether the clause, or the sentence, is about what is safe in another sense.
func isOther(t *cue.Text, sentence, first, last int) bool {
	for k := range t.Tokens {
		if t.Tokens[k].Sentence == sentence && k >= first-8 && k <= last+6 && otherSubject(t.At(k)) {
			return true
		}
	}
	return false
}

// uncertain reports that what stands at i is a wish, an aim, a condition or a task, not a claim.
func uncertain(t *cue.Text, i int) bool {
	first := t.First(i)
	for k := i - 1; k >= first && k >= i-14; k-- {
		switch t.At(k) {
		case "if", "whether", "unless", "until", "once", "hope", "hopefully", "hoping", "want", "wanted", "working", "work", "trying", "aim", "aims", "goal", "should", "might", "may",
			"would", "how", "why", "could", "ensure", "ensuring", "ensures", "improve", "improving", "helps", "when", "making", "strive", "committed", "try", "checking", "check",
			"investigating", "review", "reviewing", "helping", "love", "nearly", "almost", "wish", "priority", "important", "looking":
			return true
		case "like":
			switch t.At(k - 1) {
			case "would", "we'd", "i'd", "you'd":
				return true
			}
		case "please":
			switch t.At(k + 1) {
			case "dont", "do", "rest", "be":
				// "Please don't be afraid, …" asks for nothing.
			default:
				return true
			}
		case "make":
			if t.At(k+1) == "sure" || t.At(k+1) == "certain" {
				return true
			}
		case "to":
			if prior := t.At(k - 1); (prior == "have" || prior == "need") && t.Denied(k-1) {
				continue // "You don't have to be scared, …"
			}
			switch t.At(k + 1) {
			case "keep", "make", "be", "stay", "help", "have", "protect", "get", "remain", "secure":
				return true
			}
		case "for":
			if t.At(k+1) == "a" || t.At(k+1) == "safe" || t.At(k+1) == "security" {
				return t.At(k+1) != "security"
			}
		}
	}
	return false
}

// namesAsset reports whether a sentence names what is to be secure.
func namesAsset(t *cue.Text, sentence int) bool {
	return slices.ContainsFunc(t.Tokens, func(tok cue.Token) bool { return tok.Sentence == sentence && assetWord(tok.S) })
}
