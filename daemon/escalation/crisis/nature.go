package crisis

import (
	"slices"
	"strings"
)

// The natures that are not simply a topic.
const (
	NatureRumour     = "rumour"
	NatureThirdParty = "third_party_breach"
	NatureOutage     = "outage"
	NaturePrivacy    = "privacy"
)

const kindRumour = "rumour"

// natureOf tells from the mix of kinds and topics what people say happened. Most of what is said about security in the first hour is
// hearsay, and much of what is called a breach is another company's: a third of the posts saying so outweighs the rest, since few
// people know; else half of them being rumours or questions makes it a rumour; else it is what most complain about.
func natureOf(family string, topics []Topic) string {
	switch family {
	case "outage":
		return NatureOutage
	case "privacy":
		return NaturePrivacy
	default:
	}
	var all, rumours, thirdParty int
	complaints := make([]Topic, 0, len(topics))
	for _, t := range topics {
		all += t.Mentions
		switch {
		case t.Topic == NatureThirdParty:
			thirdParty += t.Mentions
		case t.Kind == kindRumour:
			rumours += t.Mentions
		default:
			complaints = append(complaints, t)
		}
	}
	switch {
	case 3*thirdParty >= all && thirdParty > 0:
		return NatureThirdParty
	case 2*rumours >= all && rumours > 0:
		return NatureRumour
	}
	for _, t := range complaints {
		if name := named(t); name != "" {
			return name
		}
	}
	return family
}

// leading is the topic of the first that says something.
func leading(topics []Topic) string {
	for _, t := range topics {
		if named(t) != "" {
			return t.Topic
		}
	}
	if len(topics) > 0 {
		return topics[0].Topic
	}
	return ""
}

// named is what a topic says: its name, or that of a kind that needs none; empty for a complaint about nothing in particular.
func named(t Topic) string {
	switch {
	case t.Topic != "" && t.Topic != "other":
		return t.Topic
	case t.Kind == kindRumour || strings.HasSuffix(t.Kind, "_complaint"):
		return ""
	default:
		return t.Kind
	}
}

// gravity orders topics that are as frequent as each other, the gravest first.
func gravity(topic string) int {
	order := []string{
		"breach", "account_takeover", "plaintext_password", NatureThirdParty, "phishing", "credential_request_reported", "privacy_overcollection",
		"missing_https", NatureOutage, "payments", "login",
	}
	if i := slices.Index(order, topic); i >= 0 {
		return i
	}
	return len(order)
}
