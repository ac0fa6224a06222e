package personaldata

import (
	"strconv"
	"strings"

	"github.com/nyaruka/phonenumbers"
)

// owner reports whose a valid number may be: a person's, or a business's when callers pay nothing, or extra, to reach it.
func owner(number *phonenumbers.PhoneNumber) verdict {
	switch phonenumbers.GetNumberType(number) { //nolint:exhaustive // All other kinds are people's.
	case phonenumbers.TOLL_FREE, phonenumbers.PREMIUM_RATE, phonenumbers.SHARED_COST, phonenumbers.UAN, phonenumbers.VOICEMAIL:
		return business
	default:
		return personal
	}
}

func isFree(number *phonenumbers.PhoneNumber) bool {
	return phonenumbers.GetNumberType(number) == phonenumbers.TOLL_FREE
}

// businessOnly recognises the numbers of Britain, North America and Australia that only businesses have, also where the rest of the number is
// not valid. A number that is the writer's own is a business's only where it is free to call.
func businessOnly(d string, own bool) bool {
	if britishBusiness(d) && (!own || strings.HasPrefix(d, "0800") || strings.HasPrefix(d, "0808")) || len(d) == 10 && (strings.HasPrefix(d, "1300") || strings.HasPrefix(d, "1800")) {
		return true
	}
	d = strings.TrimPrefix(strings.TrimPrefix(d, "0"), "1") // "01" in Mexico.
	return len(d) == 10 && d[0] == '8' && (d[1] == d[2]) && d[1] != '1' && d[1] != '2' && d[1] != '9'
}

// britishBusiness recognises the ranges of Ofcom's numbering plan for organisations, freephone, and shared or premium rate. 091 and 098,
// hardly in use, are left to the mobile telephones of India and the Philippines, which have as many digits.
func britishBusiness(d string) bool {
	if len(d) != 11 {
		return false
	}
	switch d[:3] {
	case "030", "033", "034", "037", "080", "084", "087", "090":
		return true
	default:
		return false
	}
}

// germanCity recognises the area codes of German cities that are also the beginning of British business numbers.
func germanCity(first string) bool {
	switch first {
	case "0331", "0335", "0340", "0341", "0345", "0371", "0375", "0871", "0906":
		return true
	default:
		return false
	}
}

// bracketed judges a number that has the code of its country in brackets: "(351) 912 345 678".
func bracketed(v, d string) verdict {
	end := strings.IndexByte(v, ')')
	const longestCode = 3
	if v[0] != '(' || end < 2 || end > longestCode+1 || v[1] == '0' {
		return noPhone
	}
	number, err := phonenumbers.Parse("+"+d, "ZZ")
	if err != nil || strconv.Itoa(int(number.GetCountryCode())) != v[1:end] || !phonenumbers.IsValidNumber(number) {
		return noPhone
	}
	return owner(number)
}

// somewhere judges digits by the countries that have such numbers. The first may say that they are a business's, unless they are the
// writer's own; of the others a person's weighs more.
func somewhere(d string, own bool) verdict {
	best := noPhone
	for i, region := range homes(d) {
		digits := d
		if region == "ZZ" {
			digits = "+" + d
		}
		number, err := phonenumbers.Parse(digits, region)
		if err != nil || !phonenumbers.IsValidNumber(number) || region != "ZZ" && !phonenumbers.IsValidNumberForRegion(number, region) {
			continue
		}
		v := owner(number)
		if v == personal || isFree(number) || i == 0 && !own {
			return v
		}
		best = v
	}
	return best
}

// homes returns the countries whose national numbers are so long and begin, or do not begin, with a zero; "ZZ" last stands for all
// where the country's code comes first.
func homes(d string) []string {
	zero := d[0] == '0'
	switch n := len(d); {
	case zero && n == 9:
		return []string{"SE", "BE", "FI", "NZ", "AT", "DE"}
	case zero && n == 10:
		return []string{"FR", "NL", "BE", "CH", "IT", "SE", "IE", "AU", "NZ", "ZA", "AE", "FI", "DE", "AT"}
	case zero && n == 11:
		return []string{"GB", "DE", "IN", "PH", "NG", "AT"}
	case zero:
		return []string{"DE", "AT"}
	case n == 8:
		return []string{"DK", "NO", "SG", "HK"}
	case n == 9:
		return []string{"PL", "ES", "PT", "CZ"}
	case n == 10:
		return []string{"US", "IN", "IT", "MX", "BR", "GR"}
	case n == 11:
		return []string{"US", "BR", "ZZ"}
	case n > 11:
		return []string{"ZZ"}
	default:
		return nil
	}
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
	case shape == "433" && (first == "1300" || first == "1800"):
		return []string{"AU"}
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
	// German cities share some beginnings with British businesses, but write what follows in one piece, or in pairs.
	if british := shape == "434" || shape == "443" || shape == "533" || (shape == "47" || shape == "56") && !germanCity(first[:4]) && v[0] != '('; british &&
		britishBusiness(digitsOf(v)) && !strings.ContainsAny(v, "./") {
		regions = append(regions, "GB")
	}
	if len(groups) >= 2 && len(groups) <= 4 && len(first) >= 3 && strings.ContainsAny(v, " /-") {
		regions = append(regions, "DE")
	}
	return regions
}
