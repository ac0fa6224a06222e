package personaldata

import (
	"strings"
	"unicode/utf8"

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
		for start < end {
			stop, v := s.phoneEnd(start, end)
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
	// business is a telephone number that is no person's: the brand's own, or one that only businesses have.
	business
	personal
)

// phoneEnd returns the end of the longest telephone number at text[start:end], or 0.
func (s *scan) phoneEnd(start, end int) (stop int, v verdict) {
	if s.inURL(start) {
		return 0, noPhone
	}
	tried := 0
	for stop = end; stop > start; {
		number := s.text[start:stop]
		d := digitsOf(number)
		if len(d) < shortestPhone {
			return 0, noPhone
		}
		if s.brandPhone(d) {
			return stop, business
		}
		if len(d) <= longestPhone && s.standsAlone(start, stop) {
			if v := s.judgePhone(number, start, stop); v != noPhone {
				return stop, v
			}
		}
		if tried++; tried > mostGroups {
			return 0, noPhone
		}
		// Leave the last group out.
		for stop > start && isDigit(s.text[stop-1]) {
			stop--
		}
		for stop > start && !isDigit(s.text[stop-1]) {
			stop--
		}
	}
	return 0, noPhone
}

// judgePhone judges the digits v, which are text[start:stop].
func (s *scan) judgePhone(v string, start, stop int) verdict {
	d := digitsOf(v)
	if looksLikeDate(v) || strings.Trim(d, "0") == "" || strings.Contains(v, "  ") || strings.Count(v, "(") > 2 {
		return noPhone
	}
	near, next := s.before(start, nearBy), s.after(stop, 12)
	if parcel(near) || isAmount(near, next) {
		return noPhone
	}
	cued := phoneCue(v, near, next) && !isReference(near) && !looksLikeVersion(v)
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
	for _, region := range nationalForms(v) {
		number, err := phonenumbers.Parse(d, region)
		// Parts of the British mobile range are not given out; nobody writes anything else like that.
		if err == nil && (phonenumbers.IsValidNumberForRegion(number, region) || region == "GB" && strings.HasPrefix(d, "07")) {
			return owner(number)
		}
	}
	switch {
	case !cued || len(d) > 13:
		return noPhone
	case businessOnly(d):
		return business
	default:
		return personal
	}
}

// owner reports whose a valid number may be: a person's, or a business's when callers pay nothing, or extra, to reach it.
func owner(number *phonenumbers.PhoneNumber) verdict {
	switch phonenumbers.GetNumberType(number) { //nolint:exhaustive // All other kinds are people's.
	case phonenumbers.TOLL_FREE, phonenumbers.PREMIUM_RATE, phonenumbers.SHARED_COST, phonenumbers.UAN, phonenumbers.VOICEMAIL:
		return business
	default:
		return personal
	}
}

// businessOnly recognises the British and American numbers that only businesses have, also where the rest of the number is not valid.
func businessOnly(d string) bool {
	if len(d) == 11 && (strings.HasPrefix(d, "03") || strings.HasPrefix(d, "08") || strings.HasPrefix(d, "09")) {
		return true
	}
	d = strings.TrimPrefix(d, "1")
	return len(d) == 10 && d[0] == '8' && (d[1] == d[2]) && d[1] != '1' && d[1] != '2' && d[1] != '9'
}

// looksLikeVersion reports digits with dots between and a group that is too short for a telephone number ("8.4.20.535").
func looksLikeVersion(v string) bool {
	groups := strings.Split(v, ".")
	for _, g := range groups {
		if len(groups) > 2 && len(g) == 1 {
			return true
		}
	}
	return false
}

// nationalForms guesses the countries from the way a number is written; none when it is not written as one.
func nationalForms(v string) []string {
	groups := strings.FieldsFunc(v, func(r rune) bool { return r < '0' || r > '9' })
	lens := make([]byte, 0, len(groups))
	total := 0
	for _, g := range groups {
		lens = append(lens, '0'+byte(min(len(g), 9))) //nolint:gosec // One digit.
		total += len(g)
	}
	shape, first := string(lens), groups[0]
	var regions []string
	switch {
	case shape == "334" || shape == "1334" && first == "1":
		return []string{"US"}
	case first[0] != '0':
		if shape == "333" && (first[0] == '6' || first[0] == '7') && groups[2] != "000" {
			return []string{"ES"}
		}
		return nil
	case shape == "22222" && first != "00":
		return []string{"FR"}
	}
	if total == 11 && !strings.Contains(v, ".") && (strings.HasPrefix(first, "07") || len(groups) > 1 && (strings.HasPrefix(first, "01") || strings.HasPrefix(first, "02"))) {
		regions = append(regions, "GB")
	}
	if len(groups) >= 2 && len(groups) <= 4 && len(first) >= 3 && strings.ContainsAny(v, " /-") {
		regions = append(regions, "DE")
	}
	return regions
}

// phoneCue reports words beside a number that make it a telephone's.
func phoneCue(v, near, next string) bool {
	const tight = 24
	// "My number is" may be the number of anything, unless it is written like a telephone's.
	if containsAny(near, "number is", "number: ", "my number", "his number", "her number") && !strings.Contains(near, "club") &&
		(len(v) >= 10 || strings.ContainsAny(v, " -")) {
		return true
	}
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

// isReference reports words that make a number the name of something else.
func isReference(near string) bool {
	return containsAny(near[max(0, len(near)-20):], "case", "order", "ticket", "flight", "version", "build", "error", "ref", "confirmation", "conf",
		"booking", "model", "invoice", "article", "item", "asin", "sku", "vote", "since", "iban", "account", "card")
}

func isAmount(near, next string) bool {
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(near, " "))
	if strings.ContainsRune("$€£¥₹", last) {
		return true
	}
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(next, " "))
	return strings.ContainsRune("$€£¥₹%", first) && first != utf8.RuneError
}

// looksLikeDate reports dates, spans of years and times that are written with the separators of telephone numbers.
func looksLikeDate(v string) bool {
	groups := strings.FieldsFunc(v, func(r rune) bool { return r < '0' || r > '9' })
	if len(groups) < 2 || len(groups) > 4 || strings.ContainsAny(v, "+(") {
		return false
	}
	year := func(g string) bool { return len(g) == 4 && (g[:2] == "19" || g[:2] == "20") }
	small := func(g string) bool { return len(g) <= 2 }
	switch {
	case year(groups[0]) && year(groups[1]):
		return true
	case len(groups) < 3:
		return false
	case year(groups[0]):
		return small(groups[1]) && small(groups[2])
	default:
		return small(groups[0]) && small(groups[1]) && (year(groups[2]) || len(groups) == 3 && small(groups[2]))
	}
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
