package complaint

import (
	"math"

	"firebreak/detectors"
)

// raised is the probability of a head with the trained model's word. A security complaint that no rule saw must be about something, too: a rant
// has much in common with one.
func (v *verdict) raised(head string, rules float64) float64 {
	p := v.t.Doc.Probability(head, rules)
	if head == headSecurity && rules < threshold && p >= threshold {
		topic, odds := likeliestOdds(v.t.Doc, head)
		if topic == topicPrivacy {
			// What a firm does with data is spoken of in the words of any rant.
			odds -= rant
		}
		if odds < plain {
			return max(rules, undecided)
		}
	}
	return p
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
		if v.news && !v.person || v.technical.best != nil || v.howTo.sum+bias > 0 || v.friction.sum+bias > 0 {
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
