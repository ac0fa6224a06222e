package personaldata

import (
	"strings"

	"github.com/nyaruka/phonenumbers"
)

// Lengths of a telephone number, in digits.
const (
	shortestPhone = 7
	// longestPhone is 15 digits (E.164) and "00".
	longestPhone = 17
	// mostGroups is how many groups of digits are left out at the end of a row in search of a number.
	mostGroups = 6
)

// phones finds telephone numbers: international ones that are valid in their country; national ones in the usual writing of a few
// countries; and any number that words such as "phone" or "call me on" introduce. Numbers that cost the owner nothing to publish
// (toll-free, premium and shared cost) are not personal.
func (m *Masker) phones(s *scan) {
	for _, at := range m.re.phone.FindAllStringIndex(s.text, -1) {
		start, end := at[0], at[1]
		named := false
		for start < end {
			if named && s.text[start] >= '1' && s.text[start] <= '9' {
				// The number of something else goes on.
				start = nextGroup(s.text, start, end, false)
				continue
			}
			stop, v := s.phoneEnd(start, end)
			named = named || v == reference
			if stop > 0 {
				if v == personal {
					s.add(ClassPhone, start, stop)
				}
				start = stop
			}
			start = nextGroup(s.text, start, end, stop > 0)
		}
	}
}

// nextGroup returns where the next group of digits in text[start:end] begins, or end.
func nextGroup(text string, start, end int, fresh bool) int {
	i := start
	if !fresh {
		for i < end && !isDigit(text[i]) {
			i++
		}
		for i < end && isDigit(text[i]) {
			i++
		}
	}
	for i < end && !isDigit(text[i]) && text[i] != '+' && text[i] != '(' {
		i++
	}
	return i
}

// verdict says what a row of digits is.
type verdict int

const (
	noPhone verdict = iota
	// reference is the number of something else, by the words before it.
	reference
	// business is a telephone number that is no person's: the brand's own, or one that only businesses have.
	business
	personal
)

// phoneEnd returns the end of the longest telephone number at text[start:end], with its extension, or 0.
func (s *scan) phoneEnd(start, end int) (stop int, v verdict) {
	if s.inURL(start) || len(digitsOf(s.text[start:end])) < shortestPhone {
		return 0, noPhone
	}
	intro := s.introduce(start)
	named := (intro.means == meansReference || intro.means == meansIdentity) && !strings.Contains(s.text[start:min(end, start+2)], "+")
	tried := 0
	for stop = end; stop > start; {
		number := s.text[start:stop]
		d := digitsOf(number)
		if len(d) < shortestPhone {
			break
		}
		if s.brandPhone(d) {
			return stop, business
		}
		whole, said := s.extension(stop)
		if whole > stop && !s.standsAlone(start, whole) {
			whole, said = stop, false
		}
		if !named && len(d) <= longestPhone && s.standsAlone(start, whole) {
			if v := s.judgePhone(number, start, stop, intro, said); v != noPhone {
				return whole, v
			}
		}
		if tried++; tried > mostGroups {
			break
		}
		// Leave the last group out.
		for stop > start && isDigit(s.text[stop-1]) {
			stop--
		}
		for stop > start && !isDigit(s.text[stop-1]) {
			stop--
		}
	}
	if named {
		return 0, reference
	}
	return 0, noPhone
}

// extension returns the end of the extension that follows a number's end at i, or i: "x204", ", ext. 22". said reports a word for it.
func (s *scan) extension(i int) (end int, said bool) {
	rest := s.lower[i:]
	trimmed := strings.TrimLeft(rest, " ,")
	apart := len(rest) - len(trimmed)
	if trimmed == "" || trimmed[0] != 'e' && trimmed[0] != 'x' || apart > 2 {
		return i, false
	}
	word, shortest := "", 1
	for _, w := range []string{"extension", "extn", "ext", "x"} {
		if strings.HasPrefix(trimmed, w) {
			word = w
			break
		}
	}
	if word == "" {
		return i, false
	}
	if said = word != "x"; !said && apart > 0 {
		shortest = 2 // "Called 415-555-2671 x2" is twice.
	}
	digits := strings.TrimLeft(trimmed[len(word):], ".:# ")
	n := 0
	for n < len(digits) && isDigit(digits[n]) {
		n++
	}
	const longest = 6
	if n < shortest || n > longest {
		return i, false
	}
	return len(s.lower) - len(digits) + n, said
}

// judgePhone judges the digits v, which are text[start:stop], by their writing, by what introduces them, and by what follows. extended
// says that the word "extension" does.
func (s *scan) judgePhone(v string, start, stop int, intro introduction, extended bool) verdict {
	d := digitsOf(v)
	if looksLikeDate(v) || isCompactDate(v) || strings.Trim(d, "0") == "" || strings.Contains(v, "  ") || strings.Count(v, "(") > 2 {
		return noPhone
	}
	near, next := s.before(start, nearBy), s.after(stop, nearBy)
	if parcel(near) || isAmount(near, next) {
		return noPhone
	}
	cued := intro.means == meansPhone || extended || phoneCue(v, near, next) && !isReference(near)
	if looksLikeTimes(v) && (intro.means != meansPhone || strings.Contains(v, "-")) {
		return noPhone
	}
	cued = cued && !looksLikeVersion(v)
	if strings.HasPrefix(v, "+") || strings.HasPrefix(v, "(+") || strings.HasPrefix(v, "00") {
		d = digitsOf(strings.Replace(v, "(0)", "", 1))
		if !strings.Contains(v, "+") {
			d = strings.TrimPrefix(d, "00")
		}
		number, err := phonenumbers.Parse("+"+d, "ZZ")
		if err == nil && phonenumbers.IsValidNumber(number) {
			if !strings.Contains(v, "+") && !cued && len(digitsOf(v)) == len(v) {
				return noPhone // Two zeros alone begin many numbers.
			}
			return owner(number)
		}
		if len(d) >= 8 && len(d) <= 15 && (cued || strings.HasPrefix(v, "+") && err == nil && phonenumbers.IsPossibleNumber(number) &&
			strings.ContainsAny(v, " -.(")) {
			return personal
		}
		return noPhone
	}
	if v := bracketed(v, d); v != noPhone {
		return v
	}
	for _, region := range nationalForms(v) {
		number, err := phonenumbers.Parse(d, region)
		// Parts of the British mobile range are not given out; nobody writes anything else like that.
		if err == nil && (phonenumbers.IsValidNumberForRegion(number, region) || region == "GB" && strings.HasPrefix(d, "07")) {
			if v := owner(number); v == personal || !intro.own || isFree(number) {
				return v
			}
		}
	}
	const longest = 13
	switch {
	case len(d) > longest:
		return noPhone
	case cued && businessOnly(d, intro.own):
		return business
	case cued:
		return personal
	case (intro.means == meansLikelyPhone || saidAfter(next)) && !looksLikeVersion(v):
		return somewhere(d, intro.own)
	default:
		return noPhone
	}
}

// phoneCue reports words beside a number that make it a telephone's.
func phoneCue(v, near, next string) bool {
	const tight = 24
	// "My number is" may be the number of anything, unless it is written like a telephone's.
	if containsAny(near, "number is", "number: ", "my number", "his number", "her number") && !strings.Contains(near, "club") &&
		(len(v) >= 10 || strings.ContainsAny(v, " -")) {
		return true
	}
	near = strings.ReplaceAll(near, "iphone", "")
	for _, cue := range []string{
		"phone", "tel ", "tel:", "tel.", "telephone", "mobile", "cell", "call me", "call us", "text me", "ring me", "whatsapp",
		"reach me", "reached at", "reached on", "answering at", "answering on", "fax", "handy", "teléfono", "téléphone", "móvil", "telefon",
		"me on ", "me at ", "contact number", "contact no", "portable", "numéro", "número", "dial ",
		"landline", "sms to", "signal:", "rufnummer", "call back",
	} {
		if strings.Contains(near[max(0, len(near)-tight):], cue) {
			return true
		}
	}
	next = strings.TrimLeft(next, " (,-")
	for _, cue := range []string{"office", "fax", "mobile", "cell", "home", "(m)", "whatsapp", "work"} {
		if strings.HasPrefix(next, cue) {
			return true
		}
	}
	return false
}

// saidAfter reports words behind a number that make it somebody's telephone's.
func saidAfter(next string) bool {
	next = strings.TrimLeft(next, " ),-")
	for _, is := range []string{"is my ", "is his ", "is her ", "is our ", "is the best "} {
		if rest, ok := strings.CutPrefix(next, is); ok {
			first, _, _ := strings.Cut(strings.TrimPrefix(rest, "new "), " ")
			first = strings.TrimRight(first, ".,!?")
			return isNumberWord(first) || isTelephone(first)
		}
	}
	return false
}

// isReference reports words that make a number the name of something else.
func isReference(near string) bool {
	return containsAny(near[max(0, len(near)-20):], "case", "order", "ticket", "flight", "version", "build", "error", "ref", "confirmation", "conf",
		"booking", "model", "invoice", "article", "item", "asin", "sku", "vote", "since", "iban", "account", "card")
}

// brandPhone reports whether digits are one of the brand's numbers, with or without the country code.
func (s *scan) brandPhone(digits string) bool {
	if s.brand == nil {
		return false
	}
	local := strings.TrimLeft(digits, "0")
	for _, p := range s.brand.Phones {
		own := digitsOf(p)
		if len(local) >= shortestPhone && (strings.HasSuffix(own, local) || strings.HasSuffix(strings.Replace(local, "440", "44", 1), own)) {
			return true
		}
	}
	return false
}
