package dispatch

import (
	"slices"

	"firebreak/daemon/escalation"
	"firebreak/daemon/playbook"
	"firebreak/daemon/thread"
	"firebreak/detectors"
	"firebreak/sinks"
)

// adviceFor finds the playbook's page by the gravest finding, and adds what else is on the incident.
func adviceFor(book *playbook.Book, inc *escalation.Incident) playbook.Advice {
	kind, topic := gravest(inc)
	a := book.Page(kind, topic)
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
		detectors.KindPersonalDataRequest, detectors.KindDeflectToPhone, playbook.KindPassedAround, playbook.KindInconsistent, playbook.KindInsistence:
		return true
	default:
		return false
	}
}

func badReply(inc *escalation.Incident) bool { return slices.ContainsFunc(inc.Kinds, brandConduct) }

// statement is the one in force for what the incident is about, at its last event.
func statement(book *playbook.Book, inc *escalation.Incident) *sinks.Statement {
	for _, family := range families(inc) {
		if s, ok := book.Statement(inc.Brand, family, inc.UpdatedAt); ok {
			return &sinks.Statement{Text: cutRunes(clean(s.Text), maxText), ApprovedBy: oneLine(s.ApprovedBy), Version: oneLine(s.Version), Expires: s.Expires}
		}
	}
	return nil
}

// families are what the incident is about, the gravest first. The topic of a crisis is its family.
func families(inc *escalation.Incident) []string {
	kind, topic := gravest(inc)
	out := []string{escalation.Family(kind, topic)}
	if kind == playbook.KindCrisis {
		out[0] = topic
	}
	for i := range inc.Findings {
		out = append(out, escalation.Family(inc.Findings[i].Kind, inc.Findings[i].Topic))
	}
	// Kinds of thread incidents that carry no findings of the public.
	for _, k := range inc.Kinds {
		out = append(out, escalation.Family(k, inc.Topic))
	}
	return out
}
