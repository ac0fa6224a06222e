package dispatch

import (
	"fmt"
	"strings"
	"time"

	"firebreak/daemon/escalation"
	"firebreak/daemon/playbook"
	"firebreak/daemon/thread"
	"firebreak/detectors"
)

// kindDebate is a kind that no detector of texts decides: the brand argues about technology in public.
const kindDebate = "public_technical_replies"

// twists are what a title adds to the gravest finding: the first of these that holds.
func twists() []string {
	return []string{
		string(thread.FactExpert), string(thread.FactReach), string(thread.FactLargeAccount), detectors.KindAbsoluteSecurityClaim,
		detectors.KindTechnicalJustification, detectors.KindCredentialRequest, detectors.KindDismissiveReply, string(thread.FactFollowUp),
		string(thread.FactUnresolved), string(thread.FactSupport),
	}
}

// dynamic reports a kind that is about the thread and not about what one post says.
func dynamic(kind string) bool {
	switch thread.FactKind(kind) {
	case thread.FactFollowUp, thread.FactUnresolved, thread.FactSupport, thread.FactExpert, thread.FactLargeAccount, thread.FactReach,
		thread.FactAnswered, thread.FactEdited, thread.FactDeleted, thread.FactTakenUp, thread.FactPassedAround, thread.FactInsistence,
		thread.FactInconsistent, thread.FactAmplification, thread.FactRemediation, thread.FactForecast:
		return true
	default:
		return false
	}
}

// phrase says what happened, for a title.
func phrase(kind, topic string) string {
	switch kind {
	case detectors.KindSecurityComplaint:
		return securityPhrase(topic)
	case detectors.KindTechnicalComplaint:
		return technicalPhrase(topic)
	case detectors.KindPersonalDataExposed:
		return "personal data stands in the open"
	case detectors.KindRumour:
		return "a rumour of a breach or an outage"
	case detectors.KindFriction:
		return "a security step annoys a customer"
	case detectors.KindHowTo:
		return "a customer asks how to do something"
	case detectors.KindAbsoluteSecurityClaim:
		return "a reply claims total security"
	case detectors.KindTechnicalJustification:
		return "a reply argues about technology in public"
	case detectors.KindDismissiveReply:
		return "a reply brushes the customer off"
	case detectors.KindCredentialRequest:
		return "a reply asks for a secret"
	case detectors.KindPersonalDataRequest:
		return "a reply asks for personal data"
	case detectors.KindDeflectToPhone:
		return "a reply sends the customer to the phone"
	case detectors.KindMovedPrivate:
		return "the brand invited to a private channel"
	case detectors.KindImpersonation:
		return "somebody poses as the brand"
	case detectors.KindSocialEngineering:
		return "somebody tries to trick the support"
	case playbook.KindCrisis:
		return crisisPhrase(topic)
	case playbook.KindPassedAround:
		return "the customer is passed around"
	case playbook.KindInconsistent:
		return "replies contradict each other"
	case string(thread.FactInsistence):
		return "the brand insists on what was refused"
	case string(thread.FactExpert):
		return "an expert is in the thread"
	case string(thread.FactReach):
		return "it is being reshared"
	case string(thread.FactLargeAccount):
		return "a large account joined"
	case string(thread.FactFollowUp):
		return "asked again without an answer"
	case string(thread.FactUnresolved):
		return "complained again after the answer"
	case string(thread.FactSupport):
		return "others take the customer's side"
	default:
		return "a conversation that needs a look"
	}
}

// crisisPhrase says what many people speak of at once.
func crisisPhrase(nature string) string {
	switch nature {
	case "rumour":
		return "many people ask whether there was a breach"
	case "outage":
		return "many people report an outage"
	case "breach":
		return "many people report a leak"
	case "third_party_breach":
		return "many people speak of a leak at a supplier"
	case "phishing":
		return "many people report fakes in the brand's name"
	case "privacy", "privacy_overcollection":
		return "many people complain that too much data is taken"
	default:
		return "many people complain about the same thing"
	}
}

func securityPhrase(topic string) string {
	switch topic {
	case "plaintext_password":
		return "a password in plain text is reported"
	case "missing_https":
		return "a page without encryption is reported"
	case "breach":
		return "a leak of customer data is reported"
	case "account_takeover":
		return "a taken-over account is reported"
	case "phishing":
		return "a fake in the brand's name is reported"
	case "credential_request_reported":
		return "a customer was asked for a secret"
	case "privacy_overcollection":
		return "taking too much data is complained about"
	case "third_party_breach":
		return "a leak at a supplier is reported"
	default:
		return "a customer worries about security"
	}
}

func technicalPhrase(topic string) string {
	switch topic {
	case "outage":
		return "the service is said to be down"
	case "login":
		return "a customer cannot log in"
	case "payments":
		return "a payment went wrong"
	case "performance":
		return "the service is said to be slow"
	case "browser":
		return "it is broken in a browser"
	case "app_crash":
		return "the app is said to crash"
	case "delivery_of_messages":
		return "messages or codes do not arrive"
	default:
		return "something is said to be broken"
	}
}

// label names a kind in a timeline; a kind without a label is its own.
func label(kind string) string {
	switch kind {
	case detectors.KindSecurityComplaint:
		return "security complaint"
	case detectors.KindTechnicalComplaint, detectors.KindFriction:
		return "complaint"
	case detectors.KindHowTo:
		return "question"
	case detectors.KindRumour:
		return "rumour"
	case detectors.KindPersonalDataExposed:
		return "personal data"
	case detectors.KindAbsoluteSecurityClaim:
		return "bad reply: claims total security"
	case detectors.KindTechnicalJustification:
		return "bad reply: argues about technology"
	case detectors.KindDismissiveReply:
		return "bad reply: dismissive"
	case detectors.KindCredentialRequest:
		return "bad reply: asks for a secret"
	case detectors.KindPersonalDataRequest:
		return "bad reply: asks for personal data"
	case detectors.KindDeflectToPhone:
		return "sent to the phone"
	case detectors.KindMovedPrivate:
		return "invited to a private channel"
	case detectors.KindImpersonation:
		return "impersonation"
	case detectors.KindSocialEngineering:
		return "trick on the support"
	case playbook.KindCrisis:
		return "crisis"
	case playbook.KindPassedAround:
		return "passed around"
	case playbook.KindInconsistent:
		return "contradicting reply"
	default:
		return kind
	}
}

// signalText is a reason in words, with what was measured.
func signalText(r escalation.Reason) string {
	switch r.Signal {
	case string(thread.FactFollowUp):
		return "the customer asked again before anybody answered"
	case string(thread.FactUnresolved):
		return "the customer complained again after the answer"
	case string(thread.FactSupport):
		return "a bystander took the customer's side while nobody answered"
	case string(thread.FactExpert):
		return "a listed expert was named or joined"
	case string(thread.FactTakenUp):
		return "the customer came to the private channel"
	case string(thread.FactLargeAccount):
		// Without a rule the value is a logarithm, which tells a reader nothing.
		if r.Rule != "" {
			return "an account with " + count(int64(r.Value), "follower") + " joined"
		}
		return "an account with many followers joined"
	case string(thread.FactReach):
		return fmt.Sprintf("reshared %d times in short order", int64(r.Value))
	case "reposts":
		return "the conversation is being reposted"
	case "unanswered_hours":
		return "a complaint waits for an answer"
	case "reply_overdue":
		return "no reply for " + span(minutes(r.Value)) + ": the clock ran out"
	case "private_handoff_overdue":
		return "the customer did not come to the private channel in time"
	case string(thread.FactForecast):
		return fmt.Sprintf("the reshares will reach what matters with %.0f %%", 100*r.Value)
	case "distinct_authors":
		return count(int64(r.Value), "author") + " within half an hour"
	case "expected_authors":
		return fmt.Sprintf("%.1f authors would be usual", r.Value)
	case "burst", "burst_threshold", "days_known":
		return fmt.Sprintf("%s %.1f", strings.ReplaceAll(r.Signal, "_", " "), r.Value)
	case "crisis_authors":
		return "many authors"
	case "crisis_reply_overdue":
		return "no answer to anybody for " + span(minutes(r.Value)) + ": the clock of the crisis ran out"
	case "legal_notice_due":
		return "a notice to an authority is due in " + span(minutes(60*r.Value))
	case "legal_notice_overdue":
		return "the time for a notice to an authority is over"
	case string(thread.FactPassedAround):
		return "the customer was sent on to another place " + count(int64(r.Value), "time")
	case string(thread.FactInsistence):
		return "the brand insists on what the customer would not give"
	case string(thread.FactInconsistent):
		return "two accounts of the brand say the contrary"
	case string(thread.FactAmplification):
		return "people make fun of the reply"
	case "quiet":
		return "quiet for " + span(minutes(60*r.Value))
	case "bad_replies":
		return fmt.Sprintf("%d bad replies in the thread", int64(r.Value))
	case kindDebate:
		return fmt.Sprintf("%d public replies argue about technology", int64(r.Value))
	}
	if deed, ok := strings.CutPrefix(r.Signal, "action_"); ok {
		return "somebody did this: " + strings.ReplaceAll(deed, "_", " ")
	}
	if l := label(r.Signal); l != r.Signal {
		return l
	}
	return strings.ReplaceAll(r.Signal, "_", " ")
}

func minutes(v float64) time.Duration { return time.Duration(v * float64(time.Minute)) }
