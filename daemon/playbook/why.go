package playbook

import "firebreak/detectors"

// The precedents that several pages share.
const (
	whyTesco     = "Tesco's one public reply on how it kept passwords was reshared more than 2,000 times, and an article about it was read 150,000 times."
	whyWishgenie = "At wishgenie a mention stayed unanswered; after the second one a follower brought a security expert in, before the brand had said a word."
	whyHosting   = "A hosting company's support said that the password was the only way; the customer told the world, and changes his password before every call since."
	whyStGeorge  = "The bank St. George ended such a talk with one short reply: concern, a direct contact, no excuse, and on in private."
)

// why is one line of why a kind matters, with what happened elsewhere.
func why(kind, topic string) string {
	switch kind {
	case detectors.KindSecurityComplaint:
		return whySecurity(topic)
	case detectors.KindTechnicalComplaint:
		if topic == "outage" {
			return "When HSBC's cash machines stopped, quick and plain answers on social media kept it an outage, and it is told as a good example since."
		}
		return "What one customer reports first, many see: an answer within the hour is what keeps them from telling each other instead."
	case detectors.KindAbsoluteSecurityClaim:
		return "\"Totally secure\" is what others quote: " + whyTesco
	case detectors.KindTechnicalJustification:
		return "Customer care cannot win a debate about technology in public: " + whyTesco
	case detectors.KindDismissiveReply:
		return whyStGeorge
	case detectors.KindCredentialRequest, KindInsistence:
		return whyHosting
	case detectors.KindPersonalDataRequest, detectors.KindPersonalDataExposed:
		return "Even a direct message lies with the network, under its terms: what identifies a person belongs into a channel of the brand's own."
	case detectors.KindDeflectToPhone, KindPassedAround:
		return "Sprint let people finish where they had begun, in a secure channel, and had 77 % fewer call-backs; every hand-off is a chance to lose them."
	case KindInconsistent:
		return "In a crisis two answers are a story of their own: all channels say the same, from one place, or customers believe neither."
	case detectors.KindImpersonation:
		return "A fake answers fast, where customers wait for help: the longer the brand is silent below it, the more follow its link."
	case detectors.KindSocialEngineering:
		if topic == "malicious_link" {
			return "Restaurants and hotels were broken into by a complaint with an attachment: support staff open what a customer sends."
		}
		return "Amazon's support was talked into giving a customer's data away: who asks in the right tone is not yet the customer."
	case detectors.KindRumour, KindCrisis:
		return whyCrisis(topic)
	case detectors.KindFriction:
		return "A step that nobody understands is worked around: after one bad call a customer changes his password before every call to support."
	case detectors.KindHowTo:
		return "An answer in public helps all who read it; what needs no personal data needs no private message."
	case detectors.KindMovedPrivate:
		return whyStGeorge
	default:
		return whyWishgenie
	}
}

func whySecurity(topic string) string {
	switch topic {
	case "plaintext_password", "missing_https":
		return whyTesco
	case "breach":
		return "Zappos and Sony had to apologise for stolen customer data; customers want word within minutes, even if it is an interim one."
	case "third_party_breach":
		return "Buffer was broken into through its database provider, told its customers all of it at once, and is praised for that."
	case "account_takeover":
		return "Through the support desks of Apple and Amazon strangers took over a journalist's whole digital life; locking first is what helps."
	case "phishing":
		return "A fake in the brand's name works as long as the brand does not speak: a warning in public protects more than the one who wrote."
	case "credential_request_reported":
		return whyHosting
	case "privacy_overcollection":
		return "Path and Hipster had to apologise in public when it came out that their apps uploaded address books without asking."
	default:
		return whyWishgenie
	}
}

func whyCrisis(family string) string {
	if family == "outage" {
		return why(detectors.KindTechnicalComplaint, family)
	}
	return "Rumours grow while nobody speaks: an interim statement within minutes, updated later and the same everywhere, keeps a crisis small."
}
