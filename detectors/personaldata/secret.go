package personaldata

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// secretKind says what sort of secret a noun announces.
type secretKind int

const (
	passwordKind secretKind = iota
	pinKind
	codeKind
	cvvKind
	answerKind
)

// Lengths of secrets, in bytes.
const (
	longestSecret = 128
	shortestWord  = 5
)

// secrets finds passwords, PINs and codes that are said in words, and keys by their shape.
func (m *Masker) secrets(s *scan) {
	if s.cue&cueKey != 0 || s.cue&cueSecret != 0 {
		for _, at := range m.re.key.FindAllStringIndex(s.text, -1) {
			s.add(ClassSecret, at[0], at[1])
		}
		for _, at := range m.re.pem.FindAllStringIndex(s.text, -1) {
			s.add(ClassSecret, at[0], at[1])
		}
	}
	if s.cue&cueSecret == 0 {
		return
	}
	for _, at := range m.re.keyAssigned.FindAllStringSubmatchIndex(s.text, -1) {
		v := strings.TrimRight(s.text[at[2]:at[3]], ".")
		if strings.ContainsFunc(v, unicode.IsDigit) && strings.ContainsFunc(v, unicode.IsLetter) {
			s.add(ClassSecret, at[2], at[2]+len(v))
		}
	}
	if len(s.urls) > 0 {
		for _, at := range m.re.urlSecret.FindAllStringSubmatchIndex(s.text, -1) {
			if !strings.HasPrefix(s.text[at[2]:], "[") {
				s.add(ClassSecret, at[2], at[3])
			}
		}
	}
	for _, at := range m.re.secretAs.FindAllStringSubmatchIndex(s.text, -1) {
		v := strings.Trim(s.text[at[2]:at[3]], `"'`)
		if strings.ContainsFunc(v, unicode.IsDigit) && strings.ContainsFunc(v, unicode.IsLetter) && !strings.ContainsAny(v, "@[]/") && !ordinary(strings.ToLower(v)) {
			start := at[2] + strings.Index(s.text[at[2]:at[3]], v)
			s.add(ClassSecret, start, start+len(v))
		}
	}
	for _, at := range m.re.secretNounLower.FindAllStringSubmatchIndex(s.lower, -1) {
		m.said(s, at)
	}
}

// said looks for the value that follows a noun such as "password", which the pattern found at the given offsets.
func (m *Masker) said(s *scan, at []int) {
	kind := passwordKind
	for k, group := range []int{2, 4, 6, 8} {
		if at[group] >= 0 {
			kind = secretKind(k + 1)
		}
	}
	noun := s.lower[at[0]:at[1]]
	if s.inURL(at[0]) || !s.isNoun(kind, noun, at[0], at[1]) {
		return
	}
	if kind == passwordKind {
		s.nearby(at[0], at[1])
	}
	link := m.re.connectorLower.FindStringIndex(s.lower[at[1]:min(len(s.lower), at[1]+longestSecret)])
	start := at[1]
	linked, colon := link != nil, false
	if linked {
		start += link[1]
		colon = strings.ContainsAny(s.lower[at[1]:start], ":=>")
	} else {
		for start < len(s.text) && (s.text[start] == ' ' || s.text[start] == ',') {
			start++
		}
		if start == at[1] {
			return
		}
	}
	start, end, quoted := s.value(start)
	v := s.text[start:end]
	if v == "" || strings.HasPrefix(v, "[") || strings.HasPrefix(v, "@") || strings.HasPrefix(v, "#") && len(v) < shortestWord || strings.Contains(s.lower[start:end], "://") {
		return
	}
	c := claim{
		kind: kind, value: v, linked: linked, colon: colon, quoted: quoted,
		mine:    containsAny(" "+s.before(at[0], 16), " my ", " our ", " his ", " her ", "'s ", " mein ", " mi ", " mon "),
		last:    s.endsClause(end),
		follows: strings.TrimLeft(s.after(end, 16), " "),
	}
	if length := c.secret(); length > 0 {
		s.add(ClassSecret, start, start+length)
	}
}

// isNoun leaves out the codes, passes and pins that are no secrets.
func (s *scan) isNoun(kind secretKind, noun string, start, end int) bool {
	before := strings.TrimRight(s.before(start, 24), " ")
	prev := before[strings.LastIndexAny(before, " \n")+1:]
	switch {
	case noun == "pass":
		if next := strings.TrimLeft(s.after(end, 3), " "); strings.HasPrefix(next, ":") || strings.HasPrefix(next, "=") {
			return true
		}
		return containsAny(" "+prev+" ", " my ", " user ", " the ", " login ", "/ ") || prev == "" || containsAny(before, "username", "user name", "login ")
	case kind == codeKind && strings.HasSuffix(noun, " code"):
		return !ordinaryCode(strings.TrimSuffix(noun, " code"))
	default:
		return true
	}
}

func ordinaryCode(word string) bool {
	switch word {
	case "error", "promo", "zip", "area", "country", "discount", "qr", "post", "postal", "dress", "voucher", "coupon", "share", "product", "offer",
		"source", "status", "bar", "referral", "gift", "airport", "booking", "confirmation", "reservation", "tracking", "sort", "swift",
		"bank", "language", "fault", "reason", "html", "booking-", "exit", "colour", "color", "school", "tax", "city", "stock", "station",
		"http", "response", "morse", "genetic", "branch", "iata", "dialling", "dialing":
		return true
	default:
		return false
	}
}

// value returns where the value that begins at or after start stands, without quotes and the punctuation of the sentence.
func (s *scan) value(start int) (from, to int, quoted bool) {
	for start < len(s.text) && (s.text[start] == '(' || s.text[start] == '*' || s.text[start] == '<') && start+1 < len(s.text) && s.text[start+1] > ' ' {
		start++
	}
	if start >= len(s.text) {
		return start, start, false
	}
	if q := s.text[start]; q == '"' || q == '\'' || q == '`' {
		inner := s.text[start+1 : min(len(s.text), start+1+longestSecret)]
		if n := strings.IndexByte(inner, q); n > 0 && !strings.Contains(inner[:n], "\n") {
			return start + 1, start + 1 + n, true
		}
		start++
	}
	end := start
	for end < len(s.text) && end < start+longestSecret {
		r, n := utf8.DecodeRuneInString(s.text[end:])
		if unicode.IsSpace(r) || r == '"' || r == '[' && end > start {
			break
		}
		end += n
	}
	// One-time codes are often written in two groups of three.
	const group = 3
	if end == start+group && len(digitsOf(s.text[start:end])) == group && end+1+group <= len(s.text) && s.text[end] == ' ' &&
		len(digitsOf(s.text[end+1:end+1+group])) == group && s.dateAlone(start, end+1+group) {
		return start, end + 1 + group, false
	}
	v := strings.TrimRight(s.text[start:end], ".,;:)'`<>…")
	if rest := strings.TrimRight(v, "!?"); !strings.ContainsFunc(rest, unicode.IsLetter) || !strings.ContainsAny(rest, "0123456789@#$%^&*") {
		v = strings.TrimRight(rest, ".,;:)'`")
	}
	return start, start + len(v), false
}

// endsClause reports whether nothing of the same clause follows.
func (s *scan) endsClause(end int) bool {
	rest := strings.TrimLeft(s.after(end, 24), `"'`+"`*")
	trimmed := strings.TrimLeft(rest, " ")
	if trimmed == "" || strings.IndexByte(".,;!?)(-/|@#:[", trimmed[0]) >= 0 || trimmed[0] >= utf8.RuneSelf {
		return true
	}
	for _, w := range []string{"and ", "but ", "so ", "please", "can ", "pls", "plz", "thanks", "lol", "i ", "why ", "help", "what ", "how ", "user", "email"} {
		if strings.HasPrefix(trimmed, w) {
			return true
		}
	}
	return false
}

// claim is a value that somebody may have given away, with what stands around it.
type claim struct {
	kind  secretKind
	value string
	// linked reports a word or sign between noun and value ("is", ":"), colon that it was a sign.
	linked, colon, quoted bool
	// mine reports that the noun is somebody's ("my password").
	mine bool
	// last reports that the clause ends behind the value.
	last bool
	// follows is what comes after the value.
	follows string
}

// secret returns how many bytes of the value are a secret, 0 for none.
func (c claim) secret() int {
	digits, letters := len(digitsOf(c.value)), 0
	for _, r := range c.value {
		if unicode.IsLetter(r) {
			letters++
		}
	}
	onlyDigits := digits > 0 && strings.Trim(c.value, "0123456789- ") == ""
	if onlyDigits {
		return c.number(digits)
	}
	lower := strings.ToLower(c.value)
	if strings.Count(c.value, "*") > 1 || strings.Trim(lower, "xX.*•_-#?!") == "" || ordinary(lower) {
		return 0
	}
	switch c.kind {
	case pinKind, cvvKind:
		return 0
	case codeKind:
		if c.linked && digits >= 2 && letters > 0 && letters+digits >= 5 && (c.mine || strings.Contains(c.value, "-")) {
			return len(c.value)
		}
		return 0
	case answerKind:
		if c.linked && letters >= 3 {
			return len(c.value)
		}
		return 0
	case passwordKind:
	}
	strong := letters > 0 && digits > 0 || letters > 0 && strings.ContainsAny(strings.TrimRight(c.value, "!?"), "!@#$%^&+=?~") ||
		innerCapital(c.value)
	switch {
	case strong && c.linked:
		if len(c.value) >= 4 {
			return len(c.value)
		}
	case strong && digits > 0:
		if len(c.value) >= 6 && !strings.Contains(lower, "digit") {
			return len(c.value)
		}
	case c.quoted:
		if c.linked && len(c.value) >= 4 && !strings.Contains(c.value, " ") && (c.mine || c.colon) {
			return len(c.value)
		}
	case c.colon:
		if c.last && letters >= 4 && !sentenceLike(lower) {
			return len(c.value)
		}
	case c.linked:
		if c.mine && c.last && letters >= shortestWord && !sentenceLike(lower) {
			return len(c.value)
		}
	}
	return 0
}

// number judges a value of digits.
func (c claim) number(digits int) int {
	for _, unit := range []string{"char", "time", "day", "year", "month", "digit", "letter", "minute", "hour", "attempt", "different", "word", "people", "user", "week", "of ", "%"} {
		if strings.HasPrefix(c.follows, unit) {
			return 0
		}
	}
	low, high := 4, 8
	switch c.kind {
	case cvvKind:
		low, high = 3, 6
	case passwordKind:
		if !c.linked {
			low = 6
		}
		high = 24
	case codeKind:
		if !c.linked {
			low = 5
		}
	case pinKind, answerKind:
	}
	if digits < low || digits > high || len(c.value) > digits+2 {
		return 0
	}
	return len(c.value)
}

// innerCapital reports a capital after a small letter, as in "MyDogRex".
func innerCapital(v string) bool {
	small := false
	for _, r := range v {
		if small && unicode.IsUpper(r) {
			return true
		}
		small = unicode.IsLower(r)
	}
	return false
}

// sentenceLike reports words that are formed like those that people say about a password rather than like one.
func sentenceLike(lower string) bool {
	for _, end := range []string{"ed", "ing", "ly", "able", "ible", "less", "ful", "ous", "ent", "n't", "est", "ive", "ish", "ic", "ure"} {
		if strings.HasSuffix(lower, end) {
			return true
		}
	}
	return strings.Contains(lower, "'")
}

// ordinary reports words that follow "my password is" without being one.
func ordinary(lower string) bool {
	switch strings.TrimRight(lower, "!?.,") {
	case "wrong", "right", "correct", "incorrect", "invalid", "valid", "secure", "insecure", "safe", "unsafe", "weak", "strong", "stronger", "long",
		"short", "shorter", "longer", "old", "new", "visible", "plain", "plaintext", "plain-text", "cleartext", "public", "private", "unique", "different",
		"same", "gone", "lost", "broken", "good", "great", "bad", "easy", "hard", "simple", "complex", "mine", "yours", "theirs", "back", "there",
		"here", "down", "never", "unknown", "case", "sensitive", "case-sensitive", "being", "still", "this", "that", "what", "which",
		"about", "also", "only", "just", "because", "hashed", "shown", "known", "sent", "kept", "given", "seen", "stolen", "written", "forgotten",
		"hidden", "taken", "overwritten", "rubbish", "garbage", "crap", "shit", "trash", "toast", "history", "nonsense", "bollocks", "useless",
		"dead", "stuck", "working", "needed", "required", "blank", "empty", "null", "none", "nothing", "something", "anything", "everything", "somewhere",
		"fine", "okay", "enough", "too", "very", "always", "often", "again", "already", "maybe", "probably", "definitely", "literally", "obviously",
		"reset", "recovery", "change", "changes", "help", "manager", "policy", "please", "screen", "page", "field", "button", "link", "email", "e-mail",
		"mail", "expiry", "expires", "storage", "issue", "issues", "problem", "problems", "rules", "strength", "hash", "hashes", "update", "updates",
		"fail", "failed", "fails", "error", "errors", "security", "protection", "requirements", "support", "sha1", "sha256", "sha-256", "sha512", "md5",
		"bcrypt", "scrypt", "argon2", "1password", "base64", "2fa", "mfa", "utf8", "utf-8", "aes256", "aes-256", "aes128", "lastpass", "keepass",
		"falsch", "richtig", "ungültig", "sicher", "unsicher", "weg", "vergessen", "nicht", "incorrecta", "correcta", "segura", "incorrect.",
		"in", "into", "not", "no", "the", "a", "an", "my", "your", "our", "to", "so", "on", "at", "of", "off", "out", "up", "yes", "ok", "n/a", "now",
		"when", "where", "why", "how", "who", "and", "or", "but", "if", "for", "from", "with", "wie", "was", "impossible", "crazy", "stupid", "awful",
		"terrible", "horrible", "annoying", "ridiculous", "dumb", "silly", "fake", "real", "true", "false", "later", "first", "above", "below",
		"inside", "everywhere", "readable", "online", "offline", "public!", "common", "obvious", "personal", "confidential", "secret", "sacred",
		"locked", "out-of-date", "outdated", "up-to-date", "over", "under", "less", "more", "fun", "clear", "ready", "perfect", "awesome", "alright":
		return true
	default:
		return false
	}
}
