package personaldata

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// isAmount reports money and counts: a sign or a word for them on either side.
func isAmount(near, next string) bool {
	near = strings.TrimRight(near, " ")
	last, _ := utf8.DecodeLastRuneInString(near)
	if strings.ContainsRune("$€£¥₹", last) || isUnit(near[strings.LastIndexByte(near, ' ')+1:]) {
		return true
	}
	next = strings.TrimLeft(next, " ")
	first, _ := utf8.DecodeRuneInString(next)
	if strings.ContainsRune("$€£¥₹%", first) && first != utf8.RuneError {
		return true
	}
	end := 0
	for end < len(next) && isLower(next[end]) {
		end++
	}
	return isUnit(next[:end])
}

// isUnit reports words beside a number that make it an amount.
func isUnit(word string) bool {
	switch word {
	case "eur", "euro", "euros", "usd", "gbp", "inr", "rs", "rs.", "kr", "sek", "nok", "dkk", "chf", "aed", "dollars", "pounds", "rupees", "people", "points", "miles",
		"followers", "views", "km", "kwh", "pixels":
		return true
	}
	return false
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

// isCompactDate reports a whole date in one piece: "24112026", "20261124".
func isCompactDate(v string) bool {
	if len(v) != 8 || len(digitsOf(v)) != 8 {
		return false
	}
	date := func(year, month, day string) bool {
		return (year[:2] == "19" || year[:2] == "20") && month >= "01" && month <= "12" && day >= "01" && day <= "31"
	}
	return date(v[:4], v[4:6], v[6:]) || date(v[4:], v[2:4], v[:2]) || date(v[4:], v[:2], v[2:4])
}

// looksLikeTimes reports times of day, two or more: "0930 1940", "10.30 - 11.45".
func looksLikeTimes(v string) bool {
	times := strings.FieldsFunc(v, func(r rune) bool { return r == ' ' || r == '-' || r == '/' })
	return len(times) > 1 && !slices.ContainsFunc(times, func(t string) bool { return !isTime(t) })
}

func isTime(v string) bool {
	hour, minute, dotted := strings.Cut(v, ".")
	if !dotted {
		if len(v) != 4 {
			return false
		}
		hour, minute = v[:2], v[2:]
	}
	if len(hour) == 1 {
		hour = "0" + hour
	}
	return len(hour) == 2 && len(minute) == 2 && len(digitsOf(hour+minute)) == 4 && hour <= "23" && minute <= "59"
}

// looksLikeVersion reports digits with dots between that are no telephone's: with a group that is too short ("8.4.20.535"), an address
// of a machine, or one number with decimals, as of a place.
func looksLikeVersion(v string) bool {
	if strings.ContainsAny(v, " ()-/+") {
		return false
	}
	groups := strings.Split(v, ".")
	const octets, decimals = 4, 5
	if len(groups) == 2 {
		return len(groups[0]) <= 3 && len(groups[1]) >= decimals
	}
	small, short := len(groups) == octets, false
	for _, g := range groups {
		short = short || len(groups) > 2 && len(g) == 1
		small = small && len(g) <= 3
	}
	return short || small && v != "" && strings.Trim(v, ".") == v && len(v) > octets*2+3
}
