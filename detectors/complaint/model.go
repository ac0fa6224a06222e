package complaint

import (
	"math"
	"slices"

	"firebreak/detectors"
	"firebreak/detectors/internal/cue"
)

// raised is the probability of a head with the trained model's word. A security complaint that no rule saw must be about something, too: a rant
// has much in common with one.
func (v *verdict) raised(head string, rules float64) float64 {
	p := v.t.Doc.Probability(head, rules)
	if head == headSecurity && rules < threshold && p < threshold && v.grounded() {
		return barely
	}
	if head == headSecurity && rules < threshold && p >= threshold {
		topic, odds := likeliestOdds(v.t.Doc, head)
		if topic == topicBreach {
			odds += breaches
		}
		if topic == topicPrivacy {
			// What a firm does with data is spoken of in the words of any rant.
			if odds -= rant; !v.names(topic) {
				return max(rules, undecided)
			}
		}
		if (topic == topicAsked || topic == topicPlaintext || topic == topicTakeover) && !v.names(topic) {
			// A form or a site that wants any field filled is spoken of in the words of a person who wants a code, a mail of any kind in those
			// of one with a password, and what is missing on an account in those of what somebody took.
			odds -= rant
		}
		if odds < plain {
			return max(rules, undecided)
		}
	}
	return p
}

// leans is the log-odds of a security complaint from which on the model leans to one.
const leans = -0.5

// grounded reports whether the post names a thing that a complaint about the model's topic is about, and somebody else who has a part in it, and
// the model leans to both: then less of the caution is needed that posts about anything ask for.
func (v *verdict) grounded() bool {
	if v.technical.best != nil || len(v.actor.hits) == 0 || len(v.grounds.hits) == 0 {
		return false
	}
	z, ok := v.t.Doc.Odds(headSecurity)
	if !ok || z < leans {
		return false
	}
	// The topics cost as much as all heads: only who leans that far pays for them.
	topic, odds := likeliestOdds(v.t.Doc, headSecurity)
	if !v.names(topic) {
		return false
	}
	for i := range v.t.Tokens {
		switch v.t.Tokens[i].S {
		case "forgot", "forgotten", "reset", "change", "changed", "new":
			// Who gets a new one says little of how the old one was kept.
			return false
		}
	}
	switch topic {
	case topicPlaintext:
		return z >= 0 && odds >= 1
	case topicAsked:
		return odds >= 2
	default:
		return false
	}
}

// names reports that the post names a thing that a complaint about the topic is about.
func (v *verdict) names(topic string) bool {
	return slices.ContainsFunc(v.grounds.hits, func(h cue.Hit) bool { return h.Rule.Topic == topic })
}

// open reports that nothing which the trained model cannot see speaks against a head that no rule has decided: a denial, another explanation by
// a rule, the news.
func (v *verdict) open(head string) bool {
	switch head {
	case headSecurity:
		// Praise, and what the model holds for no complaint of any kind.
		if z, ok := v.t.Doc.Odds(headComplaint); ok && z < 0 || v.general.sum < praised {
			return false
		}
		if v.security.sum <= against {
			return false
		}
		if z, ok := v.t.Doc.Odds(head); v.handsOver() && ok && z < handedOver {
			return false
		}
		if v.technical.best != nil && !v.aboutSecrets() {
			return false
		}
		if v.news && !v.person || v.howTo.sum+bias > 0 || v.friction.sum+bias > 0 {
			return false
		}
		for i := range v.t.Tokens {
			switch v.t.At(i) {
			case "hacked", "hack", "leaked", "breached", "breach", "stolen", "scam", "phishing", "compromised", "store", "stores", "plain", "plaintext", "mailed":
				if v.t.Denied(i) {
					return false
				}
			}
		}
	case headRumour:
		return v.person || v.brand || v.second
	case headTechnical:
		return v.security.best == nil || v.technical.best != nil
	}
	return true
}

// handsOver reports a private message in which somebody hands over the data that a case needs, as the support asked.
func (v *verdict) handsOver() bool {
	m := v.t.Doc.Mention
	return m.Tier != detectors.TierPublic && len(m.Masked) > 0 && v.security.best == nil
}

// aboutSecrets reports that what the technical rules saw is about logging in or about messages, and that the trained model is sure of a topic
// of security: complaints about passwords that can be read are made in the words of those about logging in.
func (v *verdict) aboutSecrets() bool {
	if t := v.technical.best.Topic; t != topicLogin && t != topicMessages {
		return false
	}
	_, odds := likeliestOdds(v.t.Doc, headSecurity)
	return odds >= overTechnical
}

// likeliest is the topic that the trained model holds for the likeliest where no rule names one.
func likeliest(doc *detectors.Document, head string) string {
	topic, _ := likeliestOdds(doc, head)
	return topic
}

func likeliestOdds(doc *detectors.Document, head string) (topic string, odds float64) {
	prefix, topics := "security/", []string{
		topicPlaintext, topicHTTPS, topicBreach, topicTakeover, topicPhishing, topicAsked, topicPrivacy, topicThirdParty,
	}
	if head == headTechnical {
		prefix, topics = "technical/", []string{topicLogin, topicPayments, topicOutage, topicPerformance, topicBrowser, topicCrash, topicMessages}
	}
	topic, odds = topicOther, math.Inf(-1)
	if z, ok := doc.Odds(prefix + topicOther); ok {
		odds = z
	}
	for _, t := range topics {
		if z, ok := doc.Odds(prefix + t); ok && z > odds {
			topic, odds = t, z
		}
	}
	return topic, odds
}
