package personaldata

import "strings"

// meaning is what the words before a number say that it is.
type meaning int

const (
	_ meaning = iota
	// meansReference is a number that names a thing or a dealing: "my bag tag number is".
	meansReference
	// meansIdentity is a person's number with a state: "my social is".
	meansIdentity
	// meansLikelyPhone is a telephone's if there are such telephone numbers anywhere: "ring", "my no. is".
	meansLikelyPhone
	// meansPhone is a telephone's, however it is written: "call me on", "mob".
	meansPhone
)

// introduction is what is said of a number before it.
type introduction struct {
	means meaning
	// own says that the number is the writer's, which a hotline never is.
	own bool
	// thing is what a reference names.
	thing string
}

// mostWords is how many words before a number are read.
const mostWords = 8

// introduce reads the words before the number at text[at] from the nearest on: what links them to it ("is", "on"), then the first
// noun or verb.
func (s *scan) introduce(at int) introduction {
	words, n := s.wordsBefore(at)
	w := words[:n]
	to := false
	for len(w) > 0 && isLink(w[0]) {
		to = to || w[0] == "to"
		w = w[1:]
	}
	if len(w) > 0 && isPreposition(w[0]) {
		return reachedBy(w[1:])
	}
	// "The number on file", "the best number for me".
	kept := len(w) > 1 && (w[0] == "file" && w[1] == "on" || w[0] == "me" && w[1] == "for")
	if kept || len(w) > 1 && w[0] == "details" && w[1] == "contact" {
		w = w[1:]
	}
	if kept {
		w = w[1:]
	}
	lead := strings.TrimRight(s.before(at, 4), " (")
	linked := len(w) < n || strings.HasSuffix(lead, ":") || strings.HasSuffix(lead, "=")
	numbered := strings.HasSuffix(strings.TrimRight(lead, " :"), "#")
	for len(w) > 0 && isNumberWord(w[0]) {
		numbered = true
		w = w[1:]
	}
	if len(w) == 0 {
		return introduction{}
	}
	next := ""
	if len(w) > 1 {
		next = w[1]
	}
	own := isOwn(next)
	switch noun := w[0]; {
	case isIdentity(noun, next, numbered, linked):
		return introduction{means: meansIdentity}
	case !to && (isReferenceNoun(noun, next) || (numbered || linked) && isDealing(noun, next)):
		return introduction{means: meansReference, thing: noun}
	case isTelephone(noun):
		return introduction{means: meansPhone, own: own}
	case isRinging(noun) && isOne(next):
		return introduction{means: meansPhone, own: len(w) > 2 && isOwn(w[2])}
	case isPerson(noun) && (isContact(next) || isPerson(next) && len(w) > 2 && isContact(w[2])):
		return introduction{means: meansPhone, own: isOwn(noun) || isOwn(next)}
	case isContact(noun):
		return introduction{means: meansLikelyPhone, own: own}
	case numbered && (kept || isWhose(noun)):
		return introduction{means: meansLikelyPhone, own: isOwn(noun) || own}
	}
	return introduction{}
}

// reachedBy judges the words before "on" and the like: "you can reach my wife on".
func reachedBy(w []string) introduction {
	if len(w) == 0 {
		return introduction{}
	}
	switch w[0] {
	case "i'm", "im", "am", "we're", "available":
		return introduction{means: meansLikelyPhone, own: w[0][0] == 'i'}
	}
	const far = 6
	own, about := false, false
	for i, verb := range w[:min(len(w), far)] {
		own = own || verb == "me" || verb == "mich" || verb == "mir" // "My bank" may have a hotline.
		switch {
		case isContact(verb), i == 0 && isRinging(verb) && len(w) > 1 && isOne(w[1]),
			i > 0 && isPerson(w[i-1]) && (verb == "get" || verb == "catch" || verb == "try"):
			if about {
				return introduction{means: meansLikelyPhone, own: own}
			}
			return introduction{means: meansPhone, own: own}
		case verb == "called" || verb == "rang" || verb == "phoned" || verb == "texted":
			return introduction{means: meansLikelyPhone, own: own}
		}
		about = about || isReferenceNoun(verb, "") || isDealing(verb, "")
	}
	return introduction{}
}

// wordsBefore returns up to mostWords words in lower case that stand before text[at] in its sentence, the nearest first. A line of its
// own for the number belongs to the line before.
func (s *scan) wordsBefore(at int) (words [mostWords]string, n int) {
	linked := false
	for i := at; n < mostWords; {
		end, dot := i, false
		for ; end > 0 && !isWordByte(s.lower[end-1]); end-- {
			switch s.lower[end-1] {
			case '!', '?', ';', '[', ']', '@':
				return words, n
			case '\n':
				if n > 0 {
					return words, n
				}
			case ',':
				// "My social, it's …", but not "my order is late, …".
				if !linked {
					return words, n
				}
			case '.':
				dot = true
			}
		}
		start := end
		for start > 0 && isWordByte(s.lower[start-1]) {
			start--
		}
		word := s.lower[start:end]
		if word == "" || isDigit(word[0]) || dot && !isNumberWord(word) && !isTelephone(word) && word != "ref" && word != "acc" {
			return words, n
		}
		words[n], linked = word, isLink(word)
		n++
		i = start
	}
	return words, n
}

func isWordByte(c byte) bool { return isLower(c) || isDigit(c) || c == '\'' || c >= 0x80 }

func isLink(word string) bool {
	switch word {
	case "is", "was", "are", "it's", "its", "it", "that's", "this", "be", "now", "still", "currently", "to", "ist", "lautet", "est", "es", "è":
		return true
	}
	return false
}

func isPreposition(word string) bool {
	switch word {
	case "on", "at", "via", "under", "unter", "au", "al", "en", "em", "op":
		return true
	}
	return false
}

func isNumberWord(word string) bool {
	switch word {
	case "number", "numbers", "number's", "no", "num", "nr", "nummer", "numero", "número", "numéro":
		return true
	}
	return false
}

// isOwn reports words for the writer.
func isOwn(word string) bool {
	switch word {
	case "me", "my", "myself", "mine", "mich", "mir", "mein", "meine", "mi", "mio", "mon", "ma":
		return true
	}
	return false
}

// isPerson reports words for whoever is to be called, and what may stand behind them.
func isPerson(word string) bool {
	switch word {
	case "me", "us", "him", "her", "them", "someone", "somebody", "anyone", "back", "directly", "mich":
		return true
	}
	return false
}

// isWhose reports words before "number" that make it a way to reach somebody.
func isWhose(word string) bool {
	switch word {
	case "my", "our", "his", "her", "their", "new", "old", "best", "current", "correct", "right", "daytime", "evening", "home", "work", "other", "contact",
		"personal", "private", "direct", "mein", "meine", "mi", "mio", "mon":
		return true
	}
	return strings.HasSuffix(word, "'s")
}

// isContact reports the verbs of telephoning.
func isContact(word string) bool {
	switch word {
	case "call", "calling", "ring", "ringing", "phone", "phoning", "text", "texting", "message", "msg", "whatsapp", "sms", "dial", "dialling", "dialing",
		"reach", "reached", "reachable", "contact", "contacting", "contacted", "answering", "answers", "answer", "anrufen", "erreichbar", "erreichen", "ruf", "rufen", "llama",
		"llamar", "llámame", "appelez", "appeler", "joindre", "joignable", "chiama", "chiamami", "bel", "bellen":
		return true
	}
	return word == "mich" // "Du kannst mich unter … erreichen": the verb comes last.
}

// isRinging reports what people give each other: "a bell".
func isRinging(word string) bool {
	switch word {
	case "bell", "ring", "call", "buzz", "shout", "tinkle", "text", "ping", "line":
		return true
	}
	return false
}

func isOne(word string) bool { return word == "a" || word == "another" || word == "quick" }

func isTelephone(word string) bool {
	switch word {
	case "phone", "phone's", "telephone", "tel", "mobile", "mobile's", "mob", "cell", "cell's", "cellphone", "ph", "landline", "fax", "whatsapp", "viber", "sms", "handy", "handynummer", "telefon",
		"telefonnummer", "rufnummer", "móvil", "teléfono", "téléphone", "portable":
		return true
	}
	return false
}

// isIdentity reports the names of numbers with the state; linked says that "is" stands between.
func isIdentity(noun, before string, numbered, linked bool) bool {
	switch noun {
	case "ssn", "itin":
		return true
	case "social":
		return numbered || linked || isWhose(before)
	case "security":
		return before == "social"
	case "check", "verification":
		return before == "identity"
	case "identity", "tax":
		return numbered
	case "id":
		return before == "tax"
	}
	return false
}

// isReferenceNoun reports what has numbers that are no telephone's; before is the word before it.
func isReferenceNoun(noun, before string) bool {
	switch noun {
	case "code":
		return before != "area" && before != "country" && before != "dialling" && before != "dialing"
	case "tag", "reading", "pn", "tracking", "serial", "model", "pnr", "reference", "ref", "id", "invoice", "transaction", "asin", "sku", "isbn", "ean", "upc",
		"imei", "version", "build", "batch", "lot", "postcode", "zip", "timestamp", "barcode", "vat", "waybill":
		return true
	}
	return false
}

// isDealing reports what has numbers too, but may also just end a sentence before a telephone number: "re my claim 07700 900123".
func isDealing(noun, before string) bool {
	switch noun {
	case "case":
		return before != "in" && before != "any" && before != "either"
	case "bag", "ticket", "eticket", "credit", "meter", "claim", "part", "voucher", "flight", "train", "order", "booking", "reservation", "confirmation", "policy",
		"receipt", "item", "article", "account", "customer", "member", "membership", "flyer", "parcel", "consignment", "shipment", "error", "registration", "reg",
		"card", "complaint", "request", "query", "incident", "job", "contract", "note", "docket", "sr", "pir":
		return true
	}
	return false
}
