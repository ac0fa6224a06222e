package impersonation

import (
	"slices"
	"strings"

	"firebreak/detectors"
	"firebreak/detectors/internal/cue"
)

// Heads of the rules.
const (
	headOffer    = "offer"
	headAsk      = "ask"
	headCustomer = "customer"
)

// speech is what a post does to those who read it.
type speech struct {
	// addressed reports that it answers, or names, somebody who is not the brand; toBrand that it begins with a handle of the brand.
	addressed, toBrand bool
	// offers, asks, link and hiddenLink report an offer of help, a request, and links.
	offers, asks, link, hiddenLink bool
	// customer reports the voice of a customer.
	customer bool
	evidence []detectors.Span
}

// toCustomers reports whether the post speaks to customers at all.
func (s speech) toCustomers() bool {
	return s.addressed || s.offers || s.asks || s.link
}

func (s speech) weight() float64 {
	z := 0.0
	for _, sign := range []struct {
		there  bool
		weight float64
	}{
		{s.addressed, weightAddressed},
		{s.toBrand, weightToBrand},
		{s.offers, weightOffer},
		{s.asks, weightAsk},
		{s.link, weightLink},
		{s.hiddenLink && !s.link, weightHiddenLink},
		{s.customer, weightCustomer},
	} {
		if sign.there {
			z += sign.weight
		}
	}
	return z
}

// listen reads a post.
func (d *Detector) listen(doc *detectors.Document) speech {
	t := cue.Read(doc)
	var s speech
	var hits []cue.Hit
	for _, h := range d.rules.Scan(t) {
		switch h.Rule.Head {
		case headOffer:
			s.offers = true
			hits = append(hits, h)
		case headAsk:
			s.asks = true
			hits = append(hits, h)
		case headCustomer:
			s.customer = true
		}
	}
	s.evidence = t.Evidence(hits...)
	s.readHandles(doc)
	s.readLinks(doc)
	return s
}

func (s *speech) readHandles(doc *detectors.Document) {
	own, others, begun := false, false, false
	for i := range doc.Words {
		w := doc.Words[i].Lower
		if len(w) < 2 || w[0] != '@' {
			begun = true
			continue
		}
		if slices.Contains(doc.Brand.Handles, w[1:]) {
			own = true
			s.toBrand = s.toBrand || !begun && !others
			continue
		}
		others = others || !strings.EqualFold(w[1:], strings.TrimPrefix(doc.Mention.Author.Handle, "@"))
	}
	// An answer that names nobody but the brand speaks to the brand.
	s.addressed = others || doc.Mention.InReplyTo != "" && !own
}

func (s *speech) readLinks(doc *detectors.Document) {
	for i := range doc.Words {
		w := &doc.Words[i]
		if !strings.HasPrefix(w.Lower, "http://") && !strings.HasPrefix(w.Lower, "https://") && !strings.HasPrefix(w.Lower, "www.") && !bareHost(w.Lower) {
			continue
		}
		if s.readLink(w.Lower, doc.Brand) {
			s.evidence = insert(s.evidence, detectors.Span{Start: w.Start, End: w.End, Text: doc.Text[w.Start:w.End]})
		}
	}
	for _, link := range doc.Mention.Links {
		s.readLink(link, doc.Brand)
	}
}

// bareHost recognises a host name without a scheme, such as "acme-help.example/verify".
func bareHost(w string) bool {
	first, rest, ok := strings.Cut(w, ".")
	return ok && len(first) > 1 && len(rest) > 1 && !strings.ContainsAny(w, "@'_") && strings.ContainsAny(rest, "abcdefghijklmnopqrstuvwxyz") &&
		strings.ContainsAny(first, "abcdefghijklmnopqrstuvwxyz")
}

// readLink reports whether a link leads to others than the brand.
func (s *speech) readLink(link string, b *detectors.Brand) bool {
	h := host(link)
	if h == "" || ownHost(h, b.Domains) {
		return false
	}
	switch h {
	case "t.co", "pic.twitter.com", "twitter.com", "x.com", "bsky.app", "facebook.com", "instagram.com", "youtube.com", "youtu.be":
		s.hiddenLink = true
	default:
		s.link = true
	}
	return true
}

// insert puts a span in its place, or leaves it out where another one covers its beginning.
func insert(spans []detectors.Span, s detectors.Span) []detectors.Span {
	at := 0
	for at < len(spans) && spans[at].Start <= s.Start {
		if spans[at].End > s.Start {
			return spans
		}
		at++
	}
	if at < len(spans) && s.End > spans[at].Start {
		return spans
	}
	return slices.Insert(spans, at, s)
}

func classes() map[string]string {
	return map[string]string{
		"dm":     "dm dms pm pms inbox",
		"thing":  "order orders account parcel package flight bag bags luggage money card bill bills phone internet broadband refund booking ticket tickets subscription delivery app payment router signal phone laptop item seat train contract data wifi",
		"detail": "number numbers email mail details account order name postcode address password pin code booking reference id passport card",
	}
}

func rules() []cue.Rule {
	return []cue.Rule{
		{
			Head: headOffer, Name: "an offer of help in the voice of customer care", Weight: weightOffer,
			Patterns: `
				we|we'd|we'll|i'll|i'd|i|us|me|team|agent|agents ~4 help|assist|resolve|sort|fix|investigate|rectify|look|check|process|restore|recover ~1 you|your|this|that|it|into|with|out
				happy|here|glad|able|like|love|want|ready|pleased to|here ~1 help|assist|resolve|support|look|sort|fix
				need|want|require|looking|get ?for ?some ?any help|assistance|support ?from ?our a|with|now|here|today|dm|contact|message|is|please|team|agent|fast|quick
				for ~2 help|assistance|support|refunds|refund|details ~2 dm|contact|message|write|click|visit|use|go|call|follow|fill
				need|require ?some ?any help|assistance|support </s>
				sorry|apologies|apologise|apologize|regret ~4 hear|inconvenience|trouble|experience|delay|issue|this|that|about|frustration
				our ~2 team|agents|agent|experts|department|specialists|specialist|desk|colleagues ~3 will|can|is|are|would|to|help|here|has|have
				thanks|thank ~2 for ~1 reaching|contacting|writing|getting|bringing|patience|message
				your ?full refund|compensation|claim|voucher|reimbursement ~2 is|has|was|will|ready|approved|waiting|pending|here|at
				get|claim|receive|request|collect|start your ~2 refund|compensation|money|voucher|claim|reimbursement|account|access
				look|looking|check|checking into this|that|it|your for|right|with
				we ~2 noticed|see|saw|understand|received ~3 issue|problem|complaint|trouble|message|your|concern
				this|hello|hi ~2 is|from ~2 @brand|official ~1 support|care|help|team|customer|service
				how|what can|may we|i help|assist|do
				we're|i'm|we are|am|here here|online|available ?24 ?7 to|for ~2 help|assist|you|support
			`,
		},
		{
			Head: headAsk, Name: "a request to write in private, to verify or to click", Weight: weightAsk,
			Patterns: `
				please|kindly|just|can|could|to|and|or|then|so|simply|also|you ~2 dm|pm|inbox|message|whatsapp|text|contact ?us|me|our|here|now|the|at|on|via|a|your|with|directly us|me|our|now|your|agent|with|details|team|number|support|desk|directly|here|at|on|through
				<s> dm|pm|inbox|message|whatsapp|contact|text us|me|our|now|here|the|this
				send|drop|shoot|write ~4 $dm|message|messages
				send|drop|share|provide|give|submit|tell|forward|text|dm|confirm|supply|reply|enter ~5 your|ur|you|us|me ~4 $detail
				check|open|see|look|reply|accept|respond|read your|our|the|in|to ~1 $dm|message|request|messages
				our|the|my|your $dm ~1 are|is|to|for open|chat|continue
				verify|confirm|validate|authenticate|reactivate|unlock|secure|restore|update|recover|register|log|sign ~3 your|you|ur|account|identity|here|below|at|in
				verify|verification|confirm ?it ?yourself ?process ?form ?now ?is here|at|now|via|through|below|http|using
				click|tap|follow|visit|use|open|fill|complete|go|try|see|hit|press|submit ~5 link|form|page|site|website|portal|http|here|below
				follow ~3 us|back|me ~4 $dm|message
				call|ring|whatsapp|text|phone|contact ~4 [phone]
				email|mail|write|contact ~3 [email]
				link|form|chat|page ~2 below|here|bio|profile|this|is
				talk|speak|chat|connect ~2 to|with ~2 agent|us|team|specialist|representative|advisor
			`,
		},
		{
			Head: headCustomer, Name: "the voice of a customer", Weight: weightCustomer, EvenNegated: true, EvenQuoted: true,
			Patterns: `
				my|our ?own ?last ?first ?whole ~1 $thing
				i|i've|i'm|we've|we|we're|been ?been ?still ?just ?was ?have ?am waiting|waited|paying|paid|ordered|bought|switched|cancelled|canceled|leaving|charged|ignored|promised|stuck|overcharged|lost
				they|they've|they're|theyre ~2 did|do|are|is|have|has|never|dont|wont|said|told|keep|owe|ignored|ignore|charged|lost|cant|took|stole|refuse|sent|still|always|just|blocked|make|made
				same|happened ~1 here|me|us|problem|issue|thing|boat
				me too
				i|we ?really ?absolutely hate|despise|left|quit|agree|gave
				avoid|boycott|ditch|leave|quit them|@brand
				worst|awful|useless|shocking|disgrace|disgraceful|joke|shambles|rubbish|pathetic|scammers|thieves|crooks|clowns|idiots
				still no|nothing|waiting|not|havent|broken|down
				where|why|when is|are|do|does|did|have ~1 my|you|our|they|i
				how long|do|does|did ~1 my|you|our|they|i|until
				refund|compensate|pay|give|call|answer me|us
				lol|lmao|haha|hahaha|rofl|wtf|omg|smh
				good luck
			`,
		},
	}
}
