package personaldata

import (
	"strings"
	"unicode/utf8"
)

// emails finds mail addresses, also "name (at) host (dot) com", but not those at the brand's own domains.
func (m *Masker) emails(s *scan) {
	for _, at := range m.re.email.FindAllStringIndex(s.text, -1) {
		start, end := at[0], at[1]
		// In an address of the web, the part before belongs to the parameter; a quote before a name is none of it.
		for start < end && (s.text[start] == '\'' || s.text[start] == '.' || s.text[start] == '%' && strings.HasPrefix(s.lower[start:], "%3d")) {
			start++
		}
		host := s.lower[max(strings.LastIndexByte(s.lower[start:end], '@')+start, strings.LastIndex(s.lower[start:end], "%40")+start+2)+1 : end]
		if !s.ownDomain(host) {
			s.add(ClassEmail, start, end)
		}
	}
	if !containsAny(s.lower, "at)", "at]", "at}", "at )", "at ]") {
		return
	}
	for _, at := range m.re.emailSpelt.FindAllStringIndex(s.text, -1) {
		v := strings.NewReplacer(" dot ", ".", "(dot)", ".", "[dot]", ".", "{dot}", ".", " ", "").Replace(s.lower[at[0]:at[1]])
		if i := strings.LastIndexAny(v, ")]}"); i >= 0 && !s.ownDomain(v[i+1:]) {
			s.add(ClassEmail, at[0], at[1])
		}
	}
}

// ownDomain reports whether host is one of the brand's domains or below one.
func (s *scan) ownDomain(host string) bool {
	if s.brand == nil {
		return false
	}
	for _, d := range s.brand.Domains {
		if host == d || strings.HasSuffix(host, "."+d) {
			return true
		}
	}
	return false
}

// birthDates finds dates beside words such as "born".
func (m *Masker) birthDates(s *scan) {
	for _, at := range m.re.birthLower.FindAllStringSubmatchIndex(s.lower, -1) {
		if s.dateAlone(at[2], at[3]) {
			s.add(ClassBirthDate, at[2], at[3])
		}
	}
	for _, at := range m.re.birthAfterLower.FindAllStringSubmatchIndex(s.lower, -1) {
		if s.dateAlone(at[2], at[3]) {
			s.add(ClassBirthDate, at[2], at[3])
		}
	}
}

func (s *scan) dateAlone(start, end int) bool {
	return (start == 0 || !isDigit(s.text[start-1])) && (end == len(s.text) || !isDigit(s.text[end]))
}

// accounts finds numbers that words introduce as an account's, an order's, a booking's or a customer's, and those of passports and licences.
func (m *Masker) accounts(s *scan) {
	for _, at := range m.re.sortCodeLower.FindAllStringSubmatchIndex(s.lower, -1) {
		if s.dateAlone(at[2], at[3]) {
			s.add(ClassAccountNumber, at[2], at[3])
		}
	}
	if !mayHoldAccount(s.text) {
		return
	}
	for pos := 0; ; {
		at := m.re.accountLower.FindStringSubmatchIndex(s.lower[pos:])
		if at == nil {
			return
		}
		noun, numbered := s.lower[pos+at[2]:pos+at[3]], at[5] > at[4] || strings.Contains(s.lower[pos+at[3]:pos+at[6]], "#") || strings.HasSuffix(s.lower[pos+at[2]:pos+at[3]], "nummer")
		start, end := pos+at[6], pos+at[7]
		for end < len(s.text) && isWord(firstRune(s.text[end:])) {
			_, n := utf8.DecodeRuneInString(s.text[end:])
			end += n
		}
		v := strings.TrimRight(s.text[start:end], "-")
		end = start + len(v)
		if isAccount(noun, numbered, v) && s.cardAlone(start, end) && !s.inURL(start) && !strings.HasPrefix(s.after(end, 8), " service") &&
			!strings.HasSuffix(s.before(pos+at[2], 1), "@") {
			class := ClassAccountNumber
			switch noun {
			case "passport", "license", "licence", "nhs":
				class = ClassNationalID
			}
			s.add(class, start, end)
			pos = end
			continue
		}
		// The next noun may stand inside what was taken for a value ("order customer 12345678").
		pos += at[3]
	}
}

// mayHoldAccount reports whether a text has what isAccount asks for at the least: four digits, or a digit in a run of five letters and digits. Most
// posts have a digit and neither.
func mayHoldAccount(text string) bool {
	const fewestDigits, shortest = 4, 5
	digits, run, mixed := 0, 0, false
	for i := range len(text) {
		c := text[i]
		digit := isDigit(c)
		if digit {
			digits++
		}
		if !digit && !(c|0x20 >= 'a' && c|0x20 <= 'z') && c != '-' && c < utf8.RuneSelf {
			run, mixed = 0, false
			continue
		}
		run++
		if mixed = mixed || digit; mixed && run >= shortest || digits >= fewestDigits {
			return true
		}
	}
	return false
}

// isAccount judges the value that follows a noun, and perhaps a word such as "number".
func isAccount(noun string, numbered bool, v string) bool {
	d := digitsOf(v)
	letters := strings.ContainsFunc(v, func(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' })
	upper := strings.ToUpper(v) == v
	switch noun {
	case "ticket", "ticket credit":
		return !letters && len(d) >= 10
	case "club":
		return numbered && !letters && len(d) >= 6
	case "passport", "license", "licence", "nhs", "claim":
		return numbered && len(d) >= 5 && (upper || !letters)
	}
	booking := noun == "booking" || noun == "reservation" || noun == "confirmation" || noun == "conf" || noun == "pnr" || noun == "locator" || noun == "order"
	switch {
	case looksLikeDate(v):
		return false
	case !letters && numbered:
		return len(d) >= 4
	case !letters:
		return len(d) >= 6
	case len(d) == 0 || len(v) < 5 || !upper:
		return numbered && len(d) >= 4
	case isFlight(v):
		return numbered && noun != "order"
	default:
		return numbered || booking && len(d) >= 2 || len(d) >= 5
	}
}

// isFlight recognises flight numbers, such as DL4047.
func isFlight(v string) bool {
	return len(v) >= 3 && len(v) <= 6 && len(digitsOf(v[2:])) == len(v)-2 && !(isDigit(v[0]) && isDigit(v[1]))
}

// locators finds booking codes of six capitals beside words such as "PNR".
func (m *Masker) locators(s *scan) {
	for _, at := range m.re.locator.FindAllStringSubmatchIndex(s.text, -1) {
		// In a text that is all capitals a word of six letters is just a word.
		if lead := s.text[at[0]:at[2]]; digitsOf(s.text[at[2]:at[3]]) == "" && strings.ToUpper(lead) == lead && !strings.HasPrefix(lead, "PNR") {
			continue
		}
		s.add(ClassAccountNumber, at[2], at[3])
	}
}

// addresses finds a house number with a street name, and the town and post code that follow; not those of shops and branches.
func (m *Masker) addresses(s *scan) {
	for _, at := range m.re.street.FindAllStringIndex(s.text, -1) {
		last := s.lower[at[0]:at[1]]
		last = strings.TrimRight(last[strings.LastIndexByte(last, ' ')+1:], ".")
		if isPlainWord(last) && !strings.ContainsAny(m.re.addressTail.FindString(s.text[at[1]:]), "0123456789") &&
			!containsAny(s.before(at[0], nearBy), "live", "address", "home", "deliver", "my house", " at ", "moved") {
			continue
		}
		m.addAddress(s, at[0], at[1])
	}
	for _, at := range m.re.streetAnyLower.FindAllStringSubmatchIndex(s.lower, -1) {
		m.addAddress(s, at[2], at[3])
	}
	if strings.ContainsAny(s.lower, "0123456789") {
		for _, at := range m.re.german.FindAllStringIndex(s.text, -1) {
			m.addAddress(s, at[0], at[1])
		}
		for _, at := range m.re.french2.FindAllStringIndex(s.text, -1) {
			m.addAddress(s, at[0], at[1])
		}
		for _, at := range m.re.spanishStreet.FindAllStringIndex(s.text, -1) {
			m.addAddress(s, at[0], at[1])
		}
	}
}

// isPlainWord reports the words for streets that are frequent with another meaning.
func isPlainWord(lower string) bool {
	switch lower {
	case "street", "st", "road", "rd", "avenue", "ave", "lane", "ln", "boulevard", "blvd", "terrace", "crescent", "highway", "hwy", "parkway", "pkwy",
		"mews", "grove":
		return false
	default:
		return true
	}
}

func (m *Masker) addAddress(s *scan, start, end int) {
	if s.inURL(start) || start > 0 && strings.IndexByte("$£#@.:/-", s.text[start-1]) >= 0 {
		return
	}
	const near = 24
	if containsAny(s.before(start, near), "store", "branch", "shop", "restaurant", "station", "airport", "hotel", "flight", "gate", "outlet") {
		return
	}
	if tail := m.re.addressTail.FindStringIndex(s.text[end:]); tail != nil {
		end += len(strings.TrimRight(s.text[end:end+tail[1]], " ,\n"))
	}
	s.add(ClassAddress, start, end)
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}

func lowerOf(pattern string) string { return strings.ToLower(pattern) }
