// Package private finds the good move, an invitation to a private or secure channel, and its poor relative, a phone number in public. It
// also judges a reply by the four points of the St. George example.
package private

import (
	"firebreak/detectors"
	"firebreak/detectors/internal/cue"
)

// Name is the name of the detector.
const Name = "private"

const (
	sure   = 0.95
	absent = 0.01
	// threshold is where a head decides.
	threshold = 0.5
)

const (
	headPrivate  = detectors.KindMovedPrivate
	headPhone    = detectors.KindDeflectToPhone
	headRefused  = "refused"
	headConcern  = "concern"
	headContact  = "contact"
	headFriendly = "friendly"
	headExcuse   = "excuse"
)

var _ detectors.Detector = (*Detector)(nil)

// Detector finds moved_private and deflect_to_phone. It is safe for concurrent use.
type Detector struct {
	rules *cue.Rules
}

// New makes the detector.
func New() *Detector { return &Detector{rules: cue.MustCompile(classes(), rules()...)} }

// Name returns the name of the detector.
func (d *Detector) Name() string { return Name }

// Detect judges a public post of the brand. Both findings are of severity info: an invitation lowers the risk, a phone number offered
// instead of one is merely second best.
func (d *Detector) Detect(doc *detectors.Document, scores map[string]float64) []detectors.Finding {
	scores[headPrivate], scores[headPhone] = absent, absent
	if doc.Speaker.Role != detectors.RoleBrand || doc.Mention.Tier != detectors.TierPublic && doc.Mention.Tier != "" {
		return nil
	}
	t := cue.Read(doc)
	var invited, phoned []cue.Hit
	refused := false
	for _, h := range d.rules.Scan(t) {
		switch h.Rule.Head {
		case headPrivate:
			invited = append(invited, h)
		case headPhone:
			phoned = append(phoned, h)
		case headRefused:
			refused = true
		}
	}
	if len(invited) > 0 && !refused || len(invited) == 0 && len(phoned) == 0 && !denied(t) {
		scores[headPrivate] = doc.Probability(headPrivate, probability(invited))
	}
	if scores[headPrivate] >= threshold {
		return []detectors.Finding{finding(t, headPrivate, scores[headPrivate], invited, "The brand invites to a private or secure channel.")}
	}
	if len(phoned) > 0 || !denied(t) {
		scores[headPhone] = doc.Probability(headPhone, probability(phoned))
	}
	if scores[headPhone] >= threshold {
		return []detectors.Finding{finding(t, headPhone, scores[headPhone], phoned,
			"The brand sends the customer to the phone and offers no private channel: the phone is the last resort.")}
	}
	return nil
}

// denied reports that a channel is named to be refused or because something came by it, or that it is the brand who will call: the trained model does
// not see that.
func denied(t *cue.Text) bool {
	for i := range t.Tokens {
		switch t.At(i) {
		case "dm", "dms", "pm", "inbox", "message", "messages", "call", "phone", "ring", "calls":
			if t.Denied(i) || t.At(i+1) == "it" || t.Near(i, 4, "thanks", "thank", "got", "received", "seen", "read") {
				return true
			}
		case "we'll", "i'll":
			for k := i + 1; k <= i+4 && t.Same(i, k); k++ {
				if s := t.At(k); s == "call" || s == "ring" || s == "phone" {
					return true
				}
			}
		}
	}
	return false
}

// probability is what rules that matched are worth.
func probability(hits []cue.Hit) float64 {
	if len(hits) == 0 {
		return absent
	}
	return sure
}

func finding(t *cue.Text, kind string, p float64, hits []cue.Hit, why string) detectors.Finding {
	f := detectors.Finding{Kind: kind, Score: p, Severity: detectors.SeverityInfo, Detector: Name, Evidence: t.Evidence(hits...), Why: why}
	if len(hits) == 0 {
		f.Evidence = t.Doc.Telling(kind)
	}
	return f
}

func classes() map[string]string {
	return map[string]string{
		"tollfree": "0800 0808 0845 0844 0870 0871 0330 0333 0345 0344 0300 0303 0203 0207 020 1800 1300 1 800 888 877 866 855 844 833 44 111",
		"dm":       "dm dms pm pms inbox dm'd",
		"send":     "send drop shoot message pop fire fling ping give write leave follow click tap use hit slide chat come continue move check see open start reach get hop join",
	}
}

func rules() []cue.Rule {
	return []cue.Rule{
		{
			Head: headPrivate, Name: "an invitation to a private channel", Weight: 1,
			Patterns: `
				please|can|could|would|to|just|then|so|you|and|us|or|will|also|kindly|i'll|we'll ~2 dm|pm|inbox ?over ?us|me|your|the|with|our|at|a|so|you|if|and|here|through|via|for|directly|any !yet
				<s> dm|pm|inbox ?over us|me|your|the|with|here|any|details|now
				$send ~5 a|an|the|your|our|us|me|via|by|in|to|through|over|me|another|this|it|into ~1 $dm
				$send ~6 private|direct|secure message|messages|msg|chat|messaging|channel|mail|inbox|line
				$send ~6 a|an message|note|line ~1 privately|directly|securely|here
				via|through|over|in|into ~2 $dm|messenger
				by $dm|messenger
				via|by|through|over|in|to|using ~2 private|direct|secure message|messages|messaging|msg|chat|channel|mail
				messenger|whatsapp|dm|privately so|and|where|for|here
				message|contact|write|msg|text|reach|talk|speak|reply ~4 privately|securely|offline
				privately|securely|offline message|dm|contact|talk|speak|chat
				following|followed|follow you|back|us|@brand|me ~5 $dm|privately|message|private|direct
				we've|i've|we|just|have|i ?have ?just ?also|already|now sent|dm'd|messaged|dropped|pinged|inboxed ~3 $dm|private|direct|privately
				we've|i've|we|just|have|i|will|we'll|i'll ?have ?just ?also ?now dm'd|dm you|your
				take|move|continue|discuss|carry|handle|sort|bring|chat|talk|help|assist|pick ~4 private|dm|dms|privately|offline|pm|inbox
				take|move|continue|discuss|carry|sort ~3 in|to|over|by|via ~1 private|dm|secure
				secure|encrypted|private ?web|online message|messaging|chat|form|channel|inbox|mailbox|link|line|portal ~6 http|here|in|on|below|at|to|so|your|through
				use|through|via|open|click|fill|log ~4 secure|encrypted|private message|messaging|chat|form|channel|inbox|mailbox|link|portal
				meet|see|chat|talk|join|be you|us|there|waiting ~2 in|via|there ~2 $dm
				$dm|direct|private ?message ~3 button|link|below
				our|your|the|my $dm ?is|are open
				$dm us|me|the|your
			`,
		},
		{
			Head: headRefused, Name: "no private channel", Weight: 1, EvenNegated: true,
			Patterns: `
				cannot|cant|unable|dont|wont|not ~3 reply|answer|help|offer|support|respond|talk ~2 by|via|through|over|in|on $dm
			`,
		},
		{
			Head: headPhone, Name: "a phone is offered", Weight: 1,
			Patterns: `
				give|gives ?us|me|our|them|@brand ~2 a|an ?quick call|ring|buzz|bell|shout|tinkle on|at|to|so|and|and|number|free|when|or|for|[phone]|0800|1
				give|gives ?us|me ?a|our ~2 call|ring|buzz|bell </s>
				please|can|could|to|must|should|need|just|by|via|kindly|will|also|then|do|best ~2 call|phone|ring|telephone|dial ?us|our|the|on|me|this|at|through|customer|toll|[phone] ~4 on|at|[phone]|number|line|helpline|hotline|team|centre|center|desk|department|free|directly|$tollfree|tomorrow|between|back|today
				please|can|could|to|must|should|need|just|kindly ~2 call|phone|ring|telephone|dial us|$tollfree|[phone]
				<s> call|phone|ring|dial ~1 us|our|$tollfree|[phone]|the|customer
				call|phone|ring|dial|telephone ~4 [phone]
				reach|contact|speak|talk|get ~5 on|by|over|at|via ~2 phone|telephone|[phone]|$tollfree
				by|over|via phone|telephone
				helpline|hotline|freephone ~3 [phone]|$tollfree|on|is|at
			`,
		},
		{
			Head: headConcern, Name: "concern", Weight: 1, EvenNegated: true,
			Patterns: `
				sorry|apologies|apologise|apologize|apology|regret|apologising|sry
				concerned|concerning|worrying|alarming|upsetting|frustrating|distressing ~2 to|for|about|you|this|that|is|we
				understand|appreciate|see|get|realise|realize|imagine|know ~3 worry|worries|worrying|concern|concerns|concerned|frustrating|frustration|frustrated|upset|upsetting|annoying|important|serious|how|why|your
				thanks|thank|grateful|cheers ~3 for|to ~3 telling|flagging|raising|reporting|alerting|letting|bringing|pointing|reaching|highlighting|spotting|heads|taking|sharing|getting|contacting|message|tweet|patience|tagging
				thats|that's|this|it|which|doesnt|not|shouldnt|sounds|isnt ~3 good|right|sound|like|happen|okay|ok|want|expect|acceptable|worrying|awful|terrible|us|serious
				oh|uh no|dear
				want|love|like|keen|here|glad|happy|eager ~2 to ~1 help|assist|sort|fix|put|look|resolve|understand
				take|taking this|that|your|these ~2 seriously
			`,
		},
		{
			Head: headContact, Name: "a direct contact", Weight: 1,
			Patterns: `
				contact|email|mail|reach|write|message|call|ring|speak|talk|ask ~3 me|us|our|directly|[email]|[phone]|http|him|her
				our|a|the|my|some|someone|colleague|somebody ?technical ?security ?support ?tech|it|privacy|technical team|colleague|specialist|engineer|lead|manager|expert|experts|specialists|head|from|dpo ~4 will|can|to|is|would|so|are|contact|help|call|reach|look|in
				[email]|[phone]|http
				i'll|we'll|i|we ?will|can|would ~2 call|contact|reach|ring|phone|get|speak|email|follow|help ~2 you|touch|directly|in
				help|assist|sort ~3 directly|personally|you|further
				hear|speak|talk ~2 from|to|with you|us|me
			`,
		},
		{
			Head: headExcuse, Name: "an excuse, a defence or blame", Weight: 1, EvenNegated: true,
			Patterns: `
				however
				but|because|since|as ~2 this|it|we|our|that|all|the|your ~4 policy|standard|normal|always|only|never|secure|safe|industry|required|necessary|system|encrypted|fault
				not ~2 our fault|responsibility|problem|issue
				policy|policies|terms ~3 state|states|require|requires|is|are|apply|says|clearly|and|of|dictates
				working as|like designed|intended|expected
				by|industry|common|standard|normal design|standard|practice|procedure|standards
				nothing ~3 wrong|worry|fear|concerned|do|afraid
				rest|be|can assured|reassured|assure
				we ?do|always|all|really|absolutely|take ~2 security|privacy|safety|protection|this ~3 seriously
				we|our ~1 would|do|have|has|are|is never|always
				unfortunately|sadly|regrettably ~2 this|we|our|it|that|there ~2 is|cant|are|cannot|do|not|unable|has|have|no
				you|your ~2 should|must|could|need|failed|forgot|didnt ~1 have|not|never|wrong|mistake|error|fault|read
				no|isnt|not|dont|doesnt|wasnt ~3 breach|vulnerability|risk|problem|issue|flaw|danger|hack
				misunderstanding|misunderstood|misread|overreacting|exaggerating|exaggeration|incorrect|untrue|mistaken
				calm|relax|chill
				convenience|convenient|to ~1 make ~1 easier|simpler
				third|3rd party|parties
				due to|our|the
			`,
		},
	}
}
