package personaldata

import (
	"strings"
)

// parcel are words near a long number that is neither a card nor a telephone.
func parcel(before string) bool {
	return containsAny(before, "tracking", "parcel", "consignment", "shipment", "imei", "serial", "waybill", "isbn", "guid", "uuid")
}

func containsAny(s string, words ...string) bool {
	for _, w := range words {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

// How far before a number a word counts as its context, in bytes.
const nearBy = 32

// cards finds payment card numbers: 13 to 19 digits (12 beside a word such as "card") with the prefix of a card scheme and a right Luhn
// check digit, in one piece, in single digits, or in the groups that are printed on cards.
func (m *Masker) cards(s *scan) {
	for i := 0; i < len(s.text); i++ {
		if !isDigit(s.text[i]) || i > 0 && isDigit(s.text[i-1]) {
			continue
		}
		if end := s.cardEnd(i); end > 0 {
			s.add(ClassCard, i, end)
			i = end - 1
		}
	}
}

// cardEnd returns the end of the longest card number that begins with the digit at start, or 0.
func (s *scan) cardEnd(start int) int {
	const shortest, longest = 12, 19
	var digits, groups [longest + 1]byte
	n, group, count, best := 0, 0, 0, 0
	near := s.before(start, nearBy)
	inContext := containsAny(near, "card", "cc ", "cc:", "debit", "visa", "mastercard", "amex", "karte", "tarjeta", "carte", "maestro")
	for i := start; i < len(s.text) && n < longest; i++ {
		c := s.text[i]
		if !isDigit(c) {
			if c != ' ' && c != '-' && c != '.' || i+1 >= len(s.text) || !isDigit(s.text[i+1]) {
				break
			}
			groups[count] = byte(group)
			count++
			group = 0
			continue
		}
		digits[n] = c
		n++
		group++
		if n < shortest || i+1 < len(s.text) && isDigit(s.text[i+1]) {
			continue
		}
		shape := append(groups[:count:count], byte(group))
		if !cardGroups(shape, inContext) || !s.cardAlone(start, i+1) {
			continue
		}
		number := string(digits[:n])
		if luhn(number) && (cardPrefix(number) || inContext) && (n > shortest || inContext) && !parcel(near) {
			best = i + 1
		} else if inContext && n >= 13 && n == 16 && cardPrefix(number) && !parcel(near) {
			best = i + 1 // A slip of the finger does not make it public property.
		}
	}
	return best
}

// cardAlone reports whether a candidate is not part of a longer run of digits, a word or a version; a URL parameter may hold it.
func (s *scan) cardAlone(start, end int) bool {
	if start > 0 {
		p := s.text[start-1]
		if p == '@' || p == '_' || isLower(p|0x20) || p >= 0x80 && isWord(lastRune(s.text[:start])) {
			return false
		}
		if start > 1 && isDigit(s.text[start-2]) && (p == '.' || p == ',') || start > 1 && p == '-' && isLower(s.text[start-2]|0x20) {
			return false
		}
	}
	return end == len(s.text) || s.text[end] != '_' && !isLower(s.text[end]|0x20) && !isWord(firstRune(s.text[end:]))
}

// cardGroups reports whether the digits stand in groups that cards are written in.
func cardGroups(groups []byte, inContext bool) bool {
	if len(groups) == 1 {
		return true
	}
	single := true
	for _, g := range groups {
		single = single && g == 1
	}
	if single || inContext {
		return true
	}
	for i, g := range groups {
		last := i == len(groups)-1
		if g != 4 && (!last || g > 4) {
			return len(groups) == 3 && groups[0] == 4 && groups[1] == 6 && (groups[2] == 5 || groups[2] == 4)
		}
	}
	return true
}

func cardPrefix(n string) bool {
	two, four := n[:2], n[:4]
	switch {
	case n[0] == '4':
		return len(n) == 13 || len(n) == 16 || len(n) == 19
	case two >= "51" && two <= "55", four >= "2221" && four <= "2720":
		return len(n) == 16
	case two == "34" || two == "37":
		return len(n) == 15
	case two == "36" || two == "38" || two == "39" || two == "30":
		return len(n) >= 14
	case two == "35" || two == "65" || four == "6011" || n[:3] >= "644" && n[:3] <= "649" || two == "62":
		return len(n) >= 16
	case two == "50" || two >= "56" && two <= "58" || two == "63" || two == "67":
		return len(n) >= 13
	case four == "1800" || four == "2131":
		return len(n) == 15
	default:
		return false
	}
}

func luhn(n string) bool {
	sum := 0
	for i := range len(n) {
		d := int(n[len(n)-1-i] - '0')
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0 && strings.Trim(n, "0") != ""
}

// ibans finds account numbers in the international form with the length of their country and right check digits; beside the word
// "IBAN" wrong ones too.
func (m *Masker) ibans(s *scan) {
	for _, at := range m.re.iban.FindAllStringIndex(s.text, -1) {
		start := at[0]
		want := ibanLength(strings.ToUpper(s.text[start : start+2]))
		if want == 0 || start > 0 && isWord(lastRune(s.text[:start])) {
			continue
		}
		end, n := start, 0
		for end < at[1] && n < want {
			if s.text[end] != ' ' && s.text[end] != '-' {
				n++
			}
			end++
		}
		if n < want || end < len(s.text) && isWord(firstRune(s.text[end:])) {
			continue
		}
		if mod97(s.text[start:end]) || strings.Contains(s.before(start, nearBy), "iban") {
			s.add(ClassIBAN, start, end)
		}
	}
}

func mod97(iban string) bool {
	clean := strings.ToUpper(strings.NewReplacer(" ", "", "-", "").Replace(iban))
	clean = clean[4:] + clean[:4]
	rest := 0
	for i := range len(clean) {
		if c := clean[i]; isDigit(c) {
			rest = (rest*10 + int(c-'0')) % 97
		} else {
			rest = (rest*100 + int(c-'A') + 10) % 97
		}
	}
	return rest == 1
}

// ibanLength is the length of a country's IBANs by the SWIFT registry, 0 for countries without.
func ibanLength(country string) int {
	switch country {
	case "NO":
		return 15
	case "BE":
		return 16
	case "DK", "FI", "FO", "GL", "NL", "SD":
		return 18
	case "MK", "SI":
		return 19
	case "AT", "BA", "EE", "KZ", "LT", "LU", "XK", "MN":
		return 20
	case "CH", "CR", "HR", "LI", "LV":
		return 21
	case "BG", "BH", "DE", "GB", "GE", "IE", "ME", "RS", "VA":
		return 22
	case "AE", "GI", "IL", "IQ", "TL", "OM", "SO":
		return 23
	case "AD", "CZ", "ES", "MD", "PK", "RO", "SA", "SE", "SK", "TN", "VG":
		return 24
	case "PT", "ST", "LY":
		return 25
	case "IS", "TR":
		return 26
	case "FR", "GR", "IT", "MC", "MR", "SM", "BI", "DJ":
		return 27
	case "AL", "AZ", "BY", "CY", "DO", "GT", "HU", "LB", "NI", "PL", "SV":
		return 28
	case "BR", "EG", "PS", "QA", "UA":
		return 29
	case "JO", "KW", "MU", "YE":
		return 30
	case "MT", "SC":
		return 31
	case "LC":
		return 32
	case "RU":
		return 33
	default:
		return 0
	}
}

// nationalIDs finds US, British, German, French and Spanish identity numbers by their rules and check digits.
func (m *Masker) nationalIDs(s *scan) {
	for _, at := range m.re.ssn.FindAllStringIndex(s.text, -1) {
		v := s.text[at[0]:at[1]]
		if !s.standsAlone(at[0], at[1]) {
			continue
		}
		named := containsAny(s.before(at[0], nearBy), "ssn", "social security", "social sec", "tax id", "itin") ||
			s.introduce(at[0]).means == meansIdentity
		if validSSN(digitsOf(v), named) && (named || len(v) == 11 && v[3] == '-' && v[6] == '-') {
			s.add(ClassNationalID, at[0], at[1])
		}
	}
	for _, at := range m.re.nino.FindAllStringIndex(s.text, -1) {
		v := s.text[at[0]:at[1]]
		named := containsAny(s.before(at[0], nearBy), "national insurance", "nino", "ni number", "ni no")
		if s.standsAlone(at[0], at[1]) && validNINO(strings.ToUpper(v)) && (named || strings.ToUpper(v) == v && !s.isPart(v, at[0])) {
			s.add(ClassNationalID, at[0], at[1])
		}
	}
	for _, at := range m.re.spanish.FindAllStringIndex(s.text, -1) {
		if s.standsAlone(at[0], at[1]) && validSpanish(s.text[at[0]:at[1]]) {
			s.add(ClassNationalID, at[0], at[1])
		}
	}
	for _, at := range m.re.french.FindAllStringIndex(s.text, -1) {
		if s.standsAlone(at[0], at[1]) && validNIR(digitsOf(s.text[at[0]:at[1]])) {
			s.add(ClassNationalID, at[0], at[1])
		}
	}
	for _, at := range m.re.steuer.FindAllStringIndex(s.text, -1) {
		if containsAny(s.before(at[0], nearBy), "steuer", "idnr", "tax id", "tin") && s.standsAlone(at[0], at[1]) &&
			validSteuerID(digitsOf(s.text[at[0]:at[1]])) {
			s.add(ClassNationalID, at[0], at[1])
		}
	}
}

// isPart reports what has the form of an insurance number and is a thing's: "part number AB123456C", "PN 123456A".
func (s *scan) isPart(v string, start int) bool {
	code, rest, spaced := strings.Cut(v, " ")
	if spaced && !strings.Contains(rest, " ") && (code == "PN" || code == "SN") {
		return true
	}
	switch s.introduce(start).thing {
	case "part", "pn", "serial", "model", "sku", "batch", "lot", "item", "article", "tag", "tracking", "voucher", "version", "build":
		return true
	default:
		return false
	}
}

// validSSN checks the parts that are never issued; a named one may begin with 9, as tax numbers do.
func validSSN(d string, named bool) bool {
	return len(d) == 9 && d[:3] != "000" && d[:3] != "666" && (d[0] != '9' || named) && d[3:5] != "00" && d[5:] != "0000"
}

func validNINO(v string) bool {
	v = strings.ReplaceAll(v, " ", "")
	if len(v) != 9 || strings.ContainsRune("DFIQUV", rune(v[0])) || strings.ContainsRune("DFIQUVO", rune(v[1])) {
		return false
	}
	switch v[:2] {
	case "BG", "GB", "NK", "KN", "TN", "NT", "ZZ":
		return false
	default:
		return true
	}
}

// validSpanish checks the letter of a DNI or NIE: the number modulo 23.
func validSpanish(v string) bool {
	v = strings.NewReplacer("-", "", " ", "").Replace(v)
	n := 0
	for i := range len(v) - 1 {
		switch c := v[i]; c {
		case 'X', 'Y', 'Z':
			n = int(c - 'X')
		default:
			n = n*10 + int(c-'0')
		}
	}
	return "TRWAGMYFPDXBNJZSQVHLCKE"[n%23] == v[len(v)-1]
}

// validNIR checks the key of a French number: 97 less the number modulo 97.
func validNIR(d string) bool {
	if len(d) != 15 {
		return false
	}
	rest := 0
	for i := range 13 {
		rest = (rest*10 + int(d[i]-'0')) % 97
	}
	return 97-rest == int(d[13]-'0')*10+int(d[14]-'0')
}

// validSteuerID checks the last digit of a German tax number (ISO 7064, MOD 11,10).
func validSteuerID(d string) bool {
	if len(d) != 11 || d[0] == '0' {
		return false
	}
	product := 10
	for i := range 10 {
		sum := (int(d[i]-'0') + product) % 10
		if sum == 0 {
			sum = 10
		}
		product = sum * 2 % 11
	}
	return (11-product)%10 == int(d[10]-'0')
}
