package dispatch

import (
	"slices"

	"firebreak/daemon/escalation"
	"firebreak/daemon/playbook"
	"firebreak/daemon/thread"
	"firebreak/detectors"
)

// adviceFor finds the playbook's page by the gravest finding, and adds what else is on the incident.
func adviceFor(inc *escalation.Incident) playbook.Advice {
	kind, topic := gravest(inc)
	a := playbook.Page(kind, topic)
	has := func(k string) bool { return slices.Contains(inc.Kinds, k) }
	if has(string(thread.FactExpert)) || has(string(thread.FactLargeAccount)) {
		a.Do = append(a.Do, "Expect every further reply to be read by many: agree on who writes it before it is sent.")
	}
	if has(detectors.KindPersonalDataExposed) && kind != detectors.KindPersonalDataExposed {
		a.DoNot = append(a.DoNot, "Do not quote or repeat the personal data that stands in the thread.")
	}
	if badReply(inc) && !brandConduct(kind) {
		a.DoNot = append(a.DoNot, "Do not defend the brand's earlier reply in public.")
	}
	return a
}

func brandConduct(kind string) bool {
	switch kind {
	case detectors.KindAbsoluteSecurityClaim, detectors.KindTechnicalJustification, detectors.KindDismissiveReply, detectors.KindCredentialRequest,
		detectors.KindPersonalDataRequest, detectors.KindDeflectToPhone, playbook.KindPassedAround, playbook.KindInconsistent:
		return true
	default:
		return false
	}
}

func badReply(inc *escalation.Incident) bool { return slices.ContainsFunc(inc.Kinds, brandConduct) }
