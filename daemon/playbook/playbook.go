// Package playbook holds the pages that say what to do about a kind of finding (what is asked, what to do, what not, two drafts, and why), the
// statements in force, and what it means that two answers contradict each other. It is pure: the same page for a pager, a feed, and an agent
// whose draft is checked.
package playbook

import "firebreak/detectors"

// Kinds that are no detector's: they are decided over a thread or over many.
const (
	KindCrisis       = "crisis"
	KindPassedAround = "passed_around"
	KindInconsistent = "inconsistent_answer"
	KindInsistence   = "insistence"
)

// MaxPublicDraft is the longest public draft, in characters.
const MaxPublicDraft = 140

// PolicySlot stands where a link to the brand's published policy belongs, as long as the configuration names none.
const PolicySlot = "(link to your policy)"

// Advice is a page of the playbook. Drafts are a beginning for a person, who checks and sends them: they show concern, offer a
// direct contact, assert nothing, and claim no act that was not done. Parts in round brackets are for that person to fill in.
type Advice struct {
	// Ask is one sentence: what is asked of the reader.
	Ask string
	// Do and DoNot are short instructions, the most important first.
	Do, DoNot []string
	// Public is a reply of at most 140 characters, Private a longer one for a direct message.
	Public, Private string
	// Policy is the address of the published policy to point to; empty where none is configured.
	Policy string
	// Why is one line: why it matters, with what happened elsewhere.
	Why string
}

// Kinds returns every kind that has a page of its own.
func Kinds() []string {
	return append(detectors.Kinds(), KindCrisis, KindPassedAround, KindInconsistent, KindInsistence)
}

// Topics returns the topics of a kind; those of a crisis are its families. Empty where the kind has none.
func Topics(kind string) []string {
	switch kind {
	case detectors.KindSecurityComplaint:
		return []string{
			"plaintext_password", "missing_https", "breach", "account_takeover", "phishing", "credential_request_reported", "privacy_overcollection",
			"third_party_breach", "other",
		}
	case detectors.KindTechnicalComplaint:
		return []string{"login", "payments", "outage", "performance", "browser", "app_crash", "delivery_of_messages", "other"}
	case detectors.KindPersonalDataExposed:
		return []string{"email", "phone", "birth_date", "card", "iban", "national_id", "account_number", "address", "secret"}
	case detectors.KindSocialEngineering:
		return []string{"takeover_reset", "detail_harvest", "malicious_link", "identity_claim"}
	case KindCrisis:
		return []string{"security", "fraud", "outage", "privacy"}
	default:
		return nil
	}
}

// shipped returns the page that ships for a kind of finding and its topic; the page for anything else where there is none of its own.
func shipped(kind, topic string) Advice {
	a := pageOf(kind, topic)
	a.Why = why(kind, topic)
	return a
}

func pageOf(kind, topic string) Advice {
	switch kind {
	case detectors.KindSecurityComplaint:
		return securityPage(topic)
	case detectors.KindTechnicalComplaint:
		return technicalPage(topic)
	case detectors.KindAbsoluteSecurityClaim, detectors.KindTechnicalJustification, detectors.KindDismissiveReply, detectors.KindCredentialRequest,
		detectors.KindPersonalDataRequest, detectors.KindDeflectToPhone, KindPassedAround, KindInconsistent, KindInsistence:
		return conductPage(kind)
	case detectors.KindImpersonation:
		return impersonationPage()
	case detectors.KindSocialEngineering:
		return pretextPage(topic)
	case detectors.KindPersonalDataExposed:
		return exposedPage(topic)
	case detectors.KindRumour:
		return rumourPage()
	case KindCrisis:
		return crisisPage(topic)
	case detectors.KindFriction:
		return frictionPage()
	case detectors.KindHowTo:
		return howToPage()
	case detectors.KindMovedPrivate:
		return movedPage()
	default:
		return Advice{
			Ask:     "Please read the conversation and decide who answers.",
			Do:      []string{"Read the whole thread first.", "Answer the point that was made, and offer a direct contact."},
			DoNot:   []string{"Do not assert what was not checked."},
			Public:  "Thank you for telling us, and sorry for the trouble. Please send us a DM, so that the right colleague can look at it with you.",
			Private: "Hello, thank you for coming here. You wrote: (the point, in your own words). What we know so far: (facts, checked). What happens next, and by when: (step, time).",
		}
	}
}
