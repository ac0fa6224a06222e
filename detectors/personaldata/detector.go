// Package personaldata finds personal data and secrets in what people write, replaces them with typed marks such as "[email]", and
// reports what stood where it must not be.
//
// Masking is the first step of the pipeline: Masker.Mask runs before a text reaches a topic, a log or another detector. The Detector
// sees the redacted text alone and judges the marks by who can read the post.
package personaldata

import (
	"fmt"
	"slices"

	"firebreak/detectors"
)

// Classes of personal data: the topics of the finding and, in brackets, the marks in a redacted text.
const (
	ClassEmail         = "email"
	ClassPhone         = "phone"
	ClassBirthDate     = "birth_date"
	ClassCard          = "card"
	ClassIBAN          = "iban"
	ClassNationalID    = "national_id"
	ClassAccountNumber = "account_number"
	ClassAddress       = "address"
	ClassSecret        = "secret"
)

const name = "personaldata"

// Detector reports the marks of a redacted text as personal_data_exposed, one finding a class. It is safe for concurrent use.
type Detector struct{}

var _ detectors.Detector = (*Detector)(nil)

// New makes the Detector.
func New() *Detector { return &Detector{} }

// Name returns "personaldata".
func (*Detector) Name() string { return name }

// Detect returns one finding for every class in Mention.Masked that must not be where the post is, in order of the first mark. Marks
// that the text does not hold are passed over. It sets the score "personal_data_exposed".
func (*Detector) Detect(doc *detectors.Document, scores map[string]float64) []detectors.Finding {
	scores[detectors.KindPersonalDataExposed] = 0
	var found []detectors.Finding
	index := map[string]int{}
	for _, m := range doc.Mention.Masked {
		if m.Start < 0 || m.End > len(doc.Text) || m.End <= m.Start || doc.Text[m.Start:m.End] != mark(m.Class) {
			continue
		}
		if m.Class != ClassSecret && doc.Brand.Allows(m.Class, doc.Mention.Tier) {
			continue
		}
		severity := severityOf(m.Class, doc.Mention.Tier, doc.Brand.Regulated)
		if m.Class == ClassPhone && doc.Speaker.Role == detectors.RoleBrand && hotline(doc, m.Start) {
			continue
		}
		i, seen := index[m.Class]
		if !seen {
			i = len(found)
			index[m.Class] = i
			found = append(found, detectors.Finding{
				Kind: detectors.KindPersonalDataExposed, Topic: m.Class, Score: 1, Severity: severity,
				Why: why(m.Class, doc.Mention.Tier, doc.Speaker.Role), Detector: name,
			})
		}
		spans := found[i].Evidence
		if len(spans) > 0 && m.Start < spans[len(spans)-1].End {
			continue // Marks out of order or told twice.
		}
		found[i].Evidence = append(spans, detectors.Span{Start: m.Start, End: m.End, Text: doc.Text[m.Start:m.End]})
	}
	if len(found) > 0 {
		scores[detectors.KindPersonalDataExposed] = 1
	}
	return found
}

// hotline reports that a brand gives a number to be called, which is nobody's own: "call our sales team on [phone]".
func hotline(doc *detectors.Document, at int) bool {
	const near = 14
	for i := range slices.Backward(doc.Words) {
		if doc.Words[i].Start >= at {
			continue
		}
		for k := i; k > max(i-near, -1); k-- {
			if doc.Words[k].Sentence != doc.Words[i].Sentence {
				return false
			}
			switch doc.Words[k].Lower {
			case "call", "calling", "telephone", "bell", "our", "contact", "contacting", "reach", "ring", "phone", "dial", "team", "office", "offices", "helpline", "hotline", "line", "property",
				"desk", "department", "centre", "center":
				return true
			case "your", "his", "her", "their":
				return false
			}
		}
		return false
	}
	return false
}

// severityOf says how grave it is that a class stands in a tier where it may not.
func severityOf(class string, tier detectors.Tier, regulated bool) detectors.Severity {
	switch tier {
	case detectors.TierSecure:
		return detectors.SeverityWarning
	case detectors.TierPrivate:
		switch class {
		case ClassSecret, ClassCard, ClassIBAN, ClassNationalID:
			return detectors.SeverityError
		}
		if regulated {
			return detectors.SeverityWarning
		}
		return detectors.SeverityInfo
	case detectors.TierPublic:
		return detectors.SeverityError
	default:
		// A tier that is not known might be read by anyone.
		return detectors.SeverityError
	}
}

func why(class string, tier detectors.Tier, role detectors.Role) string {
	who := "the customer wrote"
	if role == detectors.RoleBrand {
		who = "the brand wrote"
	}
	where, advice := "in public", "ask to delete the post and move to a secure channel"
	switch tier {
	case detectors.TierPrivate:
		where, advice = "in a private message", "continue in a secure channel"
	case detectors.TierSecure:
		where, advice = "in a secure channel", "have it changed: nobody should know it"
	case detectors.TierPublic:
	}
	if class == ClassSecret && tier != detectors.TierSecure {
		advice = "have it changed at once, then move to a secure channel"
	}
	return fmt.Sprintf("%s %s %s: %s", who, noun(class), where, advice)
}

func noun(class string) string {
	switch class {
	case ClassEmail:
		return "an e-mail address"
	case ClassPhone:
		return "a phone number"
	case ClassBirthDate:
		return "a date of birth"
	case ClassCard:
		return "a card number"
	case ClassIBAN:
		return "a bank account (IBAN)"
	case ClassNationalID:
		return "a national identity number"
	case ClassAccountNumber:
		return "an account or booking number"
	case ClassAddress:
		return "a postal address"
	case ClassSecret:
		return "a password, code or key"
	default:
		return "personal data"
	}
}

func mark(class string) string { return "[" + class + "]" }
