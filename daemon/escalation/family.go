package escalation

import (
	"slices"

	"firebreak/daemon/thread"
	"firebreak/detectors"
)

// The families of findings that make a crisis together.
const (
	FamilySecurity = "security"
	FamilyFraud    = "fraud"
	FamilyOutage   = "outage"
	FamilyPrivacy  = "privacy"
)

// KindCrisis is the kind of incidents of many authors, and of the threads that belong to one.
const KindCrisis = "crisis"

// Families are the families of what the public says in a thread, each once, in the order of the posts.
func Families(t *thread.Thread) []string {
	var out []string
	for i := range t.Posts {
		p := &t.Posts[i]
		if p.Role == detectors.RoleBrand || p.Deleted {
			continue
		}
		for _, f := range p.Findings {
			if family := Family(f.Kind, f.Topic); family != "" && !slices.Contains(out, family) {
				out = append(out, family)
			}
		}
	}
	return out
}

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
