package escalation

import "firebreak/detectors"

// The families of findings that make a crisis together.
const (
	FamilySecurity = "security"
	FamilyFraud    = "fraud"
	FamilyOutage   = "outage"
	FamilyPrivacy  = "privacy"
)

// Family is the family of a finding, empty where it makes no crisis.
func Family(kind, topic string) string {
	switch kind {
	case detectors.KindSecurityComplaint:
		switch topic {
		case "phishing":
			return FamilyFraud
		case "privacy_overcollection":
			return FamilyPrivacy
		default:
			return FamilySecurity
		}
	case detectors.KindRumour:
		return FamilySecurity
	case detectors.KindImpersonation, detectors.KindSocialEngineering:
		return FamilyFraud
	case detectors.KindTechnicalComplaint:
		return FamilyOutage
	default:
		return ""
	}
}
