package personaldata

import "unicode/utf8"

// cues are the reasons to search a text more closely.
type cues uint16

const (
	// cueAt is an '@' within a word, "%40" or a word such as "(at)".
	cueAt cues = 1 << iota
	// cueDigit is any digit.
	cueDigit
	// cueDigits are as many digits as the shortest number that is looked for without a word for it.
	cueDigits
	// cueForeign is a character outside ASCII.
	cueForeign
	// cueSecret is a word such as "password".
	cueSecret
	// cueKey is the beginning of an access key or token.
	cueKey
	// cueBirth is a word such as "born".
	cueBirth
	// cueAccount is a word such as "booking".
	cueAccount
	// cueAddress is a word such as "street" or "live".
	cueAddress
	// cueMark is a '['.
	cueMark
)

// enoughDigits are the digits of a British national insurance number; telephones have more.
const enoughDigits = 6

// look decides in one pass what a text must be searched for. It returns 0 when there is nothing to search.
func look(text string) cues {
	var c cues
	digits := 0
	for i := 0; i < len(text); {
		b := text[i]
		switch {
		case b|0x20 >= 'a' && b|0x20 <= 'z':
			start := i
			for i < len(text) && text[i]|0x20 >= 'a' && text[i]|0x20 <= 'z' {
				i++
			}
			c |= wordCue(text[start:i])
			// "name (at) host": the word alone is far too frequent.
			if i-start == 2 && start > 0 && (text[start-1] == '(' || text[start-1] == '[') && text[start]|0x20 == 'a' && text[start+1]|0x20 == 't' {
				c |= cueAt
			}
			continue
		case isDigit(b):
			digits++
		case b == '@':
			// A handle has a space before it, an address a letter.
			if i > 0 && text[i-1] > ' ' {
				c |= cueAt
			}
		case b == '%' && i+2 < len(text) && text[i+1] == '4' && text[i+2] == '0':
			c |= cueAt
		case b == '[':
			c |= cueMark
		case b >= utf8.RuneSelf:
			c |= cueForeign
		}
		i++
	}
	if digits > 0 {
		c |= cueDigit
	}
	if digits >= enoughDigits {
		c |= cueDigits
	}
	if c&cueForeign != 0 {
		c |= foreignCues(text)
	}
	if digits == 0 && c&cueDigit == 0 {
		c &^= cueBirth | cueAddress
	}
	if c&^(cueForeign|cueDigit) == 0 {
		return 0
	}
	return c
}

// foreignCues counts digits of other scripts and looks through characters that only stand for ASCII ones.
func foreignCues(text string) cues {
	changed := false
	for _, r := range text {
		if isInvisible(r) || r >= 0x660 && r <= 0xFF9 || r >= 0xFF01 && r <= 0xFF5E || r >= 0x1D400 && r <= 0x1D7FF || r >= 0x2070 && r <= 0x209C || r == 0xFE6B {
			changed = true
			break
		}
	}
	if !changed {
		return 0
	}
	p, _ := plain(text)
	var ascii []byte
	for i := range len(p) {
		if p[i] < utf8.RuneSelf {
			ascii = append(ascii, p[i])
		} else {
			ascii = append(ascii, '~')
		}
	}
	return look(string(ascii))
}

const longestCue = 14

// wordCue says what an ASCII word calls for.
func wordCue(word string) cues {
	if len(word) < 2 || len(word) > longestCue {
		if len(word) > longestCue && word[:3] == "eyJ" {
			return cueKey
		}
		return keyCue(word)
	}
	var buf [longestCue]byte
	for i := range len(word) {
		buf[i] = word[i] | 0x20
	}
	switch string(buf[:len(word)]) {
	case "password", "passwort", "passwd", "pwd", "pw", "pass", "passcode", "passphrase", "pin", "code", "otp", "cvv", "cvc", "contrase", "clave",
		"passe", "mdp", "kennwort", "senha", "wachtwoord", "maiden", "pasword", "passwrd", "pswd", "login", "pins", "passwords", "token",
		"secret", "key", "apikey", "bearer", "totp", "authorization", "kennung", "code's", "pincode", "codes":
		return cueSecret
	case "born", "dob", "birthday", "birthdate", "birth", "geb", "geboren", "geburtsdatum", "geburtstag", "nacido", "nacida", "nacimiento",
		"naissance", "bday", "nacimient", "ne", "nee":
		return cueBirth
	case "account", "acct", "acc", "ac", "order", "customer", "booking", "reservation", "confirmation", "conf", "pnr", "locator", "member",
		"membership", "client", "policy", "ref", "reference", "ticket", "loyalty", "skymiles", "club", "flyer", "rewards", "konto", "kontonummer",
		"kundennummer", "bestellnummer", "kunden", "compte", "cuenta", "pedido", "commande", "sort", "iban", "routing", "passport", "licence",
		"license", "bestellung", "buchung", "auftrag", "card", "subscriber", "patient", "nhs", "claim":
		return cueAccount
	case "street", "st", "road", "rd", "avenue", "ave", "lane", "ln", "drive", "dr", "boulevard", "blvd", "court", "ct", "place", "pl", "square",
		"sq", "terrace", "way", "close", "crescent", "gardens", "highway", "hwy", "parkway", "pkwy", "mews", "row", "grove", "live", "address",
		"lives", "rue", "calle", "avenida", "plaza", "hill", "park", "circle", "cir", "trail", "walk", "allee", "chemin", "impasse", "adresse",
		"wohne", "box", "apt":
		return cueAddress
	case "akia", "asia", "ghp", "gho", "ghu", "ghs", "ghr", "github", "xoxb", "xoxp", "xoxa", "xoxr", "xoxs", "sk", "rk", "pk", "aiza", "glpat",
		"npm", "begin", "hooks", "otpauth", "whsec", "sg":
		return cueKey
	case "eyj":
		return cueKey
	}
	return germanCue(buf[:len(word)]) | keyCue(word)
}

// keyCue recognises words that begin like a key.
func keyCue(word string) cues {
	if len(word) < 4 {
		return 0
	}
	switch word[:4] {
	case "AKIA", "ASIA", "AIza":
		return cueKey
	}
	if word[:3] == "eyJ" {
		return cueKey
	}
	n := len(word)
	if n > 6 && (word[n-6:] == "strass" || word[n-6:] == "trasse") {
		return cueAddress
	}
	return 0
}

// germanCue recognises the street names of German, which are one word.
func germanCue(lower []byte) cues {
	for _, end := range []string{"strasse", "stra", "str", "weg", "platz", "allee", "gasse", "straat"} {
		if len(lower) > len(end)+2 && string(lower[len(lower)-len(end):]) == end {
			return cueAddress
		}
	}
	return 0
}
