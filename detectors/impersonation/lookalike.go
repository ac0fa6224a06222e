package impersonation

import (
	"net/url"
	"slices"
	"strings"
	"unicode"

	"github.com/hbollon/go-edlib"

	"firebreak/detectors"
)

// likeness says in what an account looks like the brand.
type likeness struct {
	topic string
	// target is what it looks like: a handle of the brand where ofHandle, else the brand's name.
	target   string
	ofHandle bool
	weight   float64
}

// vocabulary are the words that people put before or behind a brand's name.
type vocabulary struct {
	// words are they and their folded forms.
	words   map[string]class
	longest int
	// others are words that tell that an account does not claim to be the brand.
	others []string
}

func newVocabulary() vocabulary {
	v := vocabulary{words: map[string]class{}}
	add := func(c class, words string) {
		for w := range strings.FieldsSeq(words) {
			v.words[w] |= c
			v.words[disguise(w)] |= c
			v.longest = max(v.longest, len(w))
		}
	}
	add(classSupport, `help helps helping helper support supports care cares customer customers client clients user users service services team desk
		helpdesk helpline hotline center centre assist assistance assistant agent agents contact ask chat live cs csr crew respond responds reply
		resolve resolved resolution recovery recover refund refunds claims complaint complaints security secure billing accounts account alert
		alerts info online tech dm admin fix for the of at here to hello numbers number and`)
	add(classPlace, `uk us usa eu ie ca au nz in india gb global intl international world app hq inc ltd`)
	add(classOfficial, `official real verify verified verification original true genuine authentic`)
	v.others = strings.Fields(`parody parodies satire spoof unofficial fan fans fake joke jokes humor humour meme memes not hate hater haters hates sucks sux suck
		fail fails failing worst scam scams fraud victim victims boycott ex former exposed watch news`)
	return v
}

// lookAlike compares the author with the accounts and the name of the brand. It is false for the brand's own accounts, for names that
// are only loosely alike, and for those that say themselves that they are not the brand.
func (v *vocabulary) lookAlike(a *detectors.Author, b *detectors.Brand) (likeness, bool) {
	if b == nil || b.Name == "" && len(b.Handles) == 0 {
		return likeness{}, false
	}
	handle := strings.ToLower(strings.TrimPrefix(a.Handle, "@"))
	if handle != "" && (slices.Contains(b.Handles, handle) || ownHost(handle, b.Domains)) {
		return likeness{}, false
	}
	byHandle := v.compare(local(handle), b, true)
	byName := v.compare(a.Name, b, false)
	best := byHandle
	if byName.weight > best.weight {
		best = byName
	}
	if best.weight <= 0 || v.disowns(a.Name) {
		return likeness{}, false
	}
	if byHandle.weight > 0 && byName.weight > 0 {
		best.weight += weightBoth
	}
	return best, true
}

// local is the part of a handle that a person reads: "acmehelp" of "acmehelp.bsky.social", of "acmehelp@mastodon.example" and of
// "acmehelp.example", but all of "acme.help", where the dot is a separator.
func local(handle string) string {
	handle, _, _ = strings.Cut(handle, "@")
	first, rest, ok := strings.Cut(handle, ".")
	if !ok {
		return handle
	}
	switch rest[strings.LastIndexByte(rest, '.')+1:] {
	case "com", "net", "org", "social", "co", "uk", "de", "fr", "eu", "io", "info", "biz", "app", "dev", "online", "site", "shop", "xyz", "example", "test":
		return first
	default:
		return handle
	}
}

// ownHost reports whether a handle is a host name of the brand, which only the brand can have.
func ownHost(handle string, domains []string) bool {
	for _, d := range domains {
		if handle == d || strings.HasSuffix(handle, "."+d) || strings.HasSuffix(handle, "@"+d) {
			return true
		}
	}
	return false
}

// disowns reports whether a display name says that it is not the brand's.
func (v *vocabulary) disowns(name string) bool {
	for _, w := range words(name) {
		if slices.Contains(v.others, w) {
			return true
		}
	}
	return false
}

// compare finds what of the brand a handle or a display name is most like.
func (v *vocabulary) compare(name string, b *detectors.Brand, isHandle bool) likeness {
	if name == "" || len(name) > longestName {
		return likeness{}
	}
	letters, secret := plain(name), hidden(name)
	if letters == "" || len(letters) > longestPlain {
		return likeness{}
	}
	best := likeness{topic: topicName}
	if isHandle {
		best.topic = topicHandle
	}
	short := plain(b.Name)
	if len(short) >= shortest {
		short = ""
	}
	try := func(target string, ofHandle bool) {
		if w := v.alike(letters, plain(target), short, secret, ofHandle); w > best.weight {
			best.weight, best.target, best.ofHandle = w, target, ofHandle
		}
	}
	for _, h := range b.Handles {
		try(local(h), true)
	}
	try(b.Name, false)
	return best
}

// alike is the weight of a name's likeness to one name of the brand, 0 where it is only loosely alike. Short is the brand's name where it
// is too short for slips: a handle that holds it must keep it ("acme_hlep", not "acne_help").
func (v *vocabulary) alike(name, want, short string, hidden, ofHandle bool) float64 {
	if len(want) < 2 {
		return 0
	}
	weight := v.weigh(name, want, hidden, ofHandle)
	if weight == 0 && (!strings.Contains(want, short) || strings.Contains(name, short)) {
		weight = v.slip(strings.Trim(name, "0123456789"), want)
	}
	if weight > 0 && len(want) <= tiny {
		weight += weightTiny
	}
	return max(weight, 0)
}

// weigh compares letter by letter, and letters that only look alike.
func (v *vocabulary) weigh(name, want string, hidden, ofHandle bool) float64 {
	if name == want {
		switch {
		case hidden:
			return disguised(want)
		case ofHandle:
			return weightSame
		default:
			return weightBare
		}
	}
	if w := v.around(name, want); w > 0 {
		if hidden {
			w = max(w, disguised(want))
		}
		return w
	}
	target := disguise(want)
	for _, s := range []string{name, strings.Trim(name, "0123456789")} {
		folded := disguise(s)
		if folded == target {
			return disguised(want)
		}
		if w := v.around(folded, target); w > 0 {
			return max(w, disguised(want))
		}
	}
	return 0
}

func disguised(want string) float64 {
	if len(want) < disguisable {
		return weightDisguisedShort
	}
	return weightDisguised
}

// around is the weight of a name that is the brand's with nothing but known words before and behind it.
func (v *vocabulary) around(name, want string) float64 {
	best := 0.0
	for from := 0; ; {
		at := strings.Index(name[from:], want)
		if at < 0 {
			return best
		}
		at += from
		before, ok := v.cut(name[:at])
		behind, ok2 := v.cut(name[at+len(want):])
		if ok && ok2 && len(name) > len(want) {
			best = max(best, weightOf(before|behind))
		}
		from = at + 1
	}
}

// class is a set of kinds of words.
type class uint8

const (
	classSupport class = 1 << iota
	classPlace
	classOfficial
)

func weightOf(c class) float64 {
	w := weightPlace
	if c&classSupport != 0 {
		w = weightSupport
	}
	if c&classOfficial != 0 {
		w += weightOfficial
		// "acme_official" claims as much as "acme_help" does.
		w = max(w, weightSupport)
	}
	return w
}

// cut reports whether s is a row of known words and numbers, and of which kinds.
func (v *vocabulary) cut(s string) (class, bool) {
	// reached[i] is set where s[:i] is such a row. Trying one division after the other would take for ever with some names.
	var kinds [longestPlain + 1]class
	var reached [longestPlain + 1]bool
	if len(s) > longestPlain {
		return 0, false
	}
	reached[0] = true
	for i := range len(s) {
		if !reached[i] {
			continue
		}
		if s[i] >= '0' && s[i] <= '9' {
			reached[i+1] = true
			kinds[i+1] |= kinds[i] | classPlace
		}
		for n := 1; n <= min(len(s)-i, v.longest); n++ {
			if c := v.words[s[i:i+n]]; c != 0 {
				reached[i+n] = true
				kinds[i+n] |= kinds[i] | c
			}
		}
	}
	return kinds[len(s)], reached[len(s)]
}

// slip is the weight of a name that is a slip of the keyboard away from the brand's, with or without known words around it.
func (v *vocabulary) slip(name, want string) float64 {
	if len(want) < shortest {
		return 0
	}
	for _, w := range v.others {
		if len(w) > 3 && strings.Contains(name, w) && !strings.Contains(want, w) {
			return 0
		}
	}
	best := slipWeight(name, want)
	for core := max(len(want)-slips, shortest-1); core <= min(len(want)+slips, len(name)-1); core++ {
		cut := len(name) - core
		if c, ok := v.cut(name[core:]); ok && (c&^classPlace != 0 || len(want) >= long) {
			best = max(best, slipWeight(name[:core], want))
		}
		if c, ok := v.cut(name[:cut]); ok && (c&^classPlace != 0 || len(want) >= long) {
			best = max(best, slipWeight(name[cut:], want))
		}
	}
	return best
}

func slipWeight(name, want string) float64 {
	allowed := 1
	if len(want) >= long {
		allowed = slips
	}
	// Letters added in front or behind are no slips: "my", "ex", "me".
	if extra := len(name) - len(want); extra > 1 && strings.Contains(name, want) {
		return 0
	}
	// People keep the first letter when they imitate and when they slip.
	if name == "" || name == want || name[0] != want[0] {
		return 0
	}
	d := distance(name, want, allowed)
	switch {
	case d > allowed:
		return 0
	case 1-float64(d)/float64(len(want)) >= near:
		return weightNear
	default:
		return weightFar
	}
}

// distance counts insertions, deletions, replacements and swaps of neighbours that make b of a; more than limit where it is clear that
// they are.
func distance(a, b string, limit int) int {
	if len(a)-len(b) > limit || len(b)-len(a) > limit {
		return limit + 1
	}
	return edlib.OSADamerauLevenshteinDistance(a, b)
}

// words cuts a display name at everything that is no letter and no digit.
func words(name string) []string {
	if len(name) > longestName {
		return nil
	}
	return strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// host is the host of an address, in lower case, without "www.".
func host(address string) string {
	address = strings.ToLower(address)
	if !strings.Contains(address, "://") {
		address = "https://" + address
	}
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(u.Hostname(), "www.")
}
