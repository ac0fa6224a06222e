// Package credential finds what a brand must not ask for: secrets in any channel, and personal data where others can read the answer.
//
// It looks for the thing (a password, a one-time code, a date of birth) and then for the word that governs it in the sentence, so that
// it is the grammar that decides who is to hand over what: "may I have your PIN" asks, "we will never ask for your PIN" and "enter your
// PIN on the page" do not.
package credential

import (
	"fmt"

	"firebreak/detectors"
	"firebreak/detectors/internal/cue"
)

// Name is the name of the detector.
const Name = "credential"

const (
	// sure is the probability of a request that grammar shows.
	sure = 0.95
	// likely is that of one without a verb, which only its form as a question shows.
	likely = 0.85
	// unlikely is that of a text that names the thing without asking for it.
	unlikely = 0.1
	// absent is that of a text that does not name it.
	absent = 0.01
	// threshold is where a head decides.
	threshold = 0.5
)

var _ detectors.Detector = (*Detector)(nil)

// Detector finds credential_request and personal_data_request. It is safe for concurrent use.
type Detector struct {
	objects *cue.Rules
}

// New makes the detector.
func New() *Detector { return &Detector{objects: cue.MustCompile(classes(), objects()...)} }

// Name returns the name of the detector.
func (d *Detector) Name() string { return Name }

// Detect judges a post of the brand in any tier. Posts of the public get low scores and no finding: what they report is the complaint
// detector's.
func (d *Detector) Detect(doc *detectors.Document, scores map[string]float64) []detectors.Finding {
	scores[detectors.KindCredentialRequest], scores[detectors.KindPersonalDataRequest] = absent, absent
	if doc.Speaker.Role != detectors.RoleBrand {
		return nil
	}
	t := cue.Read(doc)
	var findings []detectors.Finding
	at := map[string]int{}
	named := map[string]cue.Hit{}
	for _, o := range d.objects.All(t) {
		kind := detectors.KindPersonalDataRequest
		if o.Rule.Head == secret {
			kind = detectors.KindCredentialRequest
		}
		a, ok := asked(t, o)
		if !ok {
			a, ok = pointed(t, o)
		}
		if !ok {
			scores[kind] = max(scores[kind], unlikely)
			if _, seen := named[kind]; !seen && open(t, o) {
				named[kind] = o
			}
			continue
		}
		severity, why := judge(doc, kind, o.Rule.Topic, a)
		if severity == "" {
			continue
		}
		topic := o.Rule.Topic
		if topic == topicReference {
			topic = topicAccount
		}
		p := sure
		if a.first == o.First {
			p = likely
		}
		scores[kind] = max(scores[kind], p)
		f := detectors.Finding{
			Kind: kind, Topic: topic, Score: p, Severity: severity, Why: why, Detector: Name,
			Evidence: []detectors.Span{t.Span(a.first, a.last)},
		}
		i, seen := at[kind]
		switch {
		case !seen:
			at[kind] = len(findings)
			findings = append(findings, f)
		case f.Severity.Rank() > findings[i].Severity.Rank():
			findings[i] = f
		}
	}
	for _, kind := range []string{detectors.KindCredentialRequest, detectors.KindPersonalDataRequest} {
		o, ok := named[kind]
		if _, found := at[kind]; found || !ok {
			continue
		}
		if f, ok := wanted(doc, t, kind, o, scores); ok {
			findings = append(findings, f)
		}
	}
	return findings
}

// wanted asks the trained model whether an object that is named, though no grammar that is known asks for it, is asked for all the same.
func wanted(doc *detectors.Document, t *cue.Text, kind string, o cue.Hit, scores map[string]float64) (detectors.Finding, bool) {
	p := doc.Probability(kind, unlikely)
	scores[kind] = max(scores[kind], p)
	if p < threshold {
		return detectors.Finding{}, false
	}
	topic := o.Rule.Topic
	severity, why := judge(doc, kind, topic, ask{how: "seems to ask for", inPrivate: private(t, o.First, o.Last)})
	if topic == topicReference {
		topic = topicAccount
	}
	return detectors.Finding{
		Kind: kind, Topic: topic, Score: p, Severity: severity, Why: why, Detector: Name, Evidence: []detectors.Span{t.Span(o.First, o.Last)},
	}, severity != ""
}

// open reports that nothing in the sentence forbids to read a named object as asked for. A verb that has the object already, or has the
// customer do something else with it, does.
func open(t *cue.Text, o cue.Hit) bool {
	if s := t.At(o.First); s == "sent" || s == "texted" {
		return false
	}
	if j, stop := governor(t, o.First); stop == stopVerb {
		switch t.At(j) {
		case "sent", "send", "change", "changed", "changing", "update", "updated", "have", "has", "check", "checked", "enter", "entered", "reset", "resetting", "use", "using", "used", "keep",
			"find", "found", "see", "is", "are", "was", "were", "linked", "log", "type", "protect", "forgot", "forget", "choose", "create", "set", "asked", "asks", "need", "contained", "contains", "showed", "shows", "included", "includes", "mailed", "emailed", "printed", "exposed", "did", "does",
			"turned", "switched", "disabled", "removed", "blocked", "locked", "deleted", "cancelled", "shred", "destroy",
			"hide", "cover", "burn", "remember", "memorise", "memorize", "delete", "remove", "note", "store", "save", "guard", "guess":
			return false
		}
	} else if stop == stopClause {
		return false
	}
	k := o.Last + 1
	for told := false; !told && t.Same(o.Last, k); {
		switch t.At(k) {
		case "you", "just", "earlier", "now", "today", "by", "text", "sms", "to", "your", "phone":
			k++
		default:
			told = true
		}
	}
	switch t.At(k) {
	case "was", "is", "has", "were", "are", "will", "can", "cannot", "cant", "could", "may", "might", "works", "expired", "expires", "lasts", "stays", "changed", "reset", "arrive", "arrived", "come", "came", "work", "reach", "reached":
		if t.Same(o.Last, k) {
			return false
		}
	}
	return !t.Tokens[o.First].Quoted && !t.Denied(o.First) && !spoiled(t, o) && !refused(t, o.First) &&
		(!t.Same(o.Last, o.Last+1) || t.Tokens[o.Last+1].Break || !isCompoundHead(t.At(o.Last+1)))
}

// judge says how grave a request is where it was made, and why; "" where it is allowed.
func judge(doc *detectors.Document, kind, topic string, a ask) (detectors.Severity, string) {
	if kind == detectors.KindCredentialRequest {
		return detectors.SeverityCritical, fmt.Sprintf(
			"The brand %s %s: nobody may, in any channel. Offer admin access, screen sharing or a temporary password.", a.how, noun(topic))
	}
	low := detectors.SeverityInfo
	if doc.Brand.Regulated {
		low = detectors.SeverityWarning
	}
	class := topic
	if topic == topicReference {
		class = topicAccount
	}
	tier := doc.Mention.Tier
	if a.inPrivate && tier == detectors.TierPublic {
		tier = detectors.TierPrivate
	}
	switch {
	case doc.Mention.Tier == detectors.TierSecure, tier != detectors.TierPrivate && doc.Brand.Allows(class, tier):
		return "", ""
	case tier == detectors.TierPrivate && doc.Brand.Allows(class, tier):
		low = detectors.SeverityInfo
	}
	switch {
	case doc.Mention.Tier == detectors.TierPrivate:
		return low, fmt.Sprintf("The brand %s %s in a private message: a secure channel is the place for it.", a.how, noun(topic))
	case a.inPrivate:
		return low, fmt.Sprintf("The brand %s %s by private message: a secure channel is the place for it.", a.how, noun(topic))
	case topic == topicReference:
		return detectors.SeverityWarning, fmt.Sprintf("The brand %s %s in public: others could act with it.", a.how, noun(topic))
	default:
		return detectors.SeverityError, fmt.Sprintf("The brand %s %s in public, where everybody can read the answer.", a.how, noun(topic))
	}
}

func noun(topic string) string {
	switch topic {
	case topicPassword:
		return "a password"
	case topicPIN:
		return "a PIN"
	case topicCode:
		return "a one-time code"
	case topicCardCode:
		return "a card's security code"
	case topicKnowledge:
		return "a secret that proves who somebody is"
	case topicEmail:
		return "an e-mail address"
	case topicPhone:
		return "a phone number"
	case topicBirthDate:
		return "a date of birth"
	case topicCard:
		return "card data"
	case topicIBAN:
		return "bank data"
	case topicID:
		return "an identity document or number"
	case topicAccount:
		return "an account number"
	case topicReference:
		return "a booking or order number"
	case topicAddress:
		return "an address"
	default:
		return "personal data"
	}
}
