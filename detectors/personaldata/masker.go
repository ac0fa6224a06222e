package personaldata

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"firebreak/detectors"
)

// maxRounds bounds how often a text is masked anew: a mark can lay bare what stood in the shadow of a longer match. Two rounds settle
// nearly every text.
const maxRounds = 8

// Masker finds personal data and secrets. It is safe for concurrent use; one is enough for a process.
type Masker struct {
	marks *regexp.Regexp
	re    patterns
}

// NewMasker makes a Masker.
func NewMasker() *Masker {
	return &Masker{
		marks: regexp.MustCompile(`\[(?:email|phone|birth_date|card|iban|national_id|account_number|address|secret)\]`),
		re:    compile(),
	}
}

// Mask replaces the personal data and secrets in text by marks and returns where the marks stand, in order. Marks that text holds
// already stay and are listed too, so masking twice is the same as masking once. The brand's own domains, addresses and telephone
// numbers stay; b may be nil. Invalid UTF-8 is replaced by U+FFFD. A text without a candidate is returned as it is, at the cost of one
// pass and no allocation.
func (m *Masker) Mask(text string, b *detectors.Brand) (redacted string, masks []detectors.Mask) {
	text = strings.ToValidUTF8(text, "\uFFFD")
	for range maxRounds {
		cue := look(text)
		if cue == 0 {
			return text, nil
		}
		spans := m.existing(text)
		kept := len(spans)
		spans = m.find(text, b, cue, spans)
		text, masks = replace(text, spans)
		if len(spans) == kept {
			break
		}
	}
	return text, masks
}

// span is a piece of the text that is to be masked.
type span struct {
	class      string
	start, end int
}

func (m *Masker) existing(text string) []span {
	var spans []span
	if !strings.Contains(text, "[") {
		return nil
	}
	for _, at := range m.marks.FindAllStringIndex(text, -1) {
		spans = append(spans, span{class: text[at[0]+1 : at[1]-1], start: at[0], end: at[1]})
	}
	return spans
}

// find returns the marks that stand in text and what else is to be masked, in order and without overlap.
func (m *Masker) find(text string, b *detectors.Brand, cue cues, marks []span) []span {
	s := newScan(text, b, cue, marks)
	if cue&cueAt != 0 {
		m.emails(s)
	}
	if cue&(cueSecret|cueKey) != 0 {
		m.secrets(s)
	}
	if cue&cueDigits != 0 {
		m.cards(s)
		m.ibans(s)
		m.nationalIDs(s)
		m.phones(s)
	}
	if cue&cueDigit != 0 {
		if cue&cueBirth != 0 {
			m.birthDates(s)
		}
		if cue&cueAccount != 0 {
			m.accounts(s)
		}
		if cue&cueAddress != 0 {
			m.addresses(s)
		}
	}
	if cue&cueAccount != 0 {
		m.locators(s)
	}
	return merge(marks, s.found)
}

// merge joins what overlaps into one span of the gravest class, and drops what touches a mark.
func merge(marks, found []span) []span {
	slices.SortFunc(found, func(a, b span) int { return cmp.Or(a.start-b.start, b.end-a.end) })
	out := slices.Clone(marks)
	next := 0
	var joined []span
	for _, f := range found {
		for next < len(marks) && marks[next].end <= f.start {
			next++
		}
		if next < len(marks) && marks[next].start < f.end {
			continue
		}
		if last := len(joined) - 1; last >= 0 && f.start < joined[last].end {
			joined[last].end = max(joined[last].end, f.end)
			if gravity(f.class) > gravity(joined[last].class) {
				joined[last].class = f.class
			}
			continue
		}
		joined = append(joined, f)
	}
	out = append(out, joined...)
	slices.SortFunc(out, func(a, b span) int { return a.start - b.start })
	return out
}

// gravity orders classes: the gravest names a span that several claim.
func gravity(class string) int {
	switch class {
	case ClassSecret:
		return 9
	case ClassCard:
		return 8
	case ClassIBAN:
		return 7
	case ClassNationalID:
		return 6
	case ClassEmail:
		return 5
	case ClassBirthDate:
		return 4
	case ClassPhone:
		return 3
	case ClassAccountNumber:
		return 2
	default:
		return 1
	}
}

func replace(text string, spans []span) (string, []detectors.Mask) {
	if len(spans) == 0 {
		return text, nil
	}
	var b strings.Builder
	b.Grow(len(text) + 8*len(spans))
	masks := make([]detectors.Mask, 0, len(spans))
	last := 0
	for _, s := range spans {
		b.WriteString(text[last:s.start])
		start := b.Len()
		b.WriteString(mark(s.class))
		masks = append(masks, detectors.Mask{Class: s.class, Start: start, End: b.Len()})
		last = s.end
	}
	b.WriteString(text[last:])
	return b.String(), masks
}
