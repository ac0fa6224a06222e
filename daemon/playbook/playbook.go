// Package playbook holds the pages that say what to do about a kind of finding: what is asked, what to do, what not, and two drafts. It is
// pure: the same page for a pager, a feed, and an agent whose draft is checked.
package playbook

import "firebreak/detectors"

// Kinds that are no detector's: they are decided over a thread or over many.
const (
	KindCrisis       = "crisis"
	KindPassedAround = "passed_around"
	KindInconsistent = "inconsistent_answer"
)

// MaxPublicDraft is the longest public draft, in characters.
const MaxPublicDraft = 140

// Advice is a page of the playbook. Drafts are a beginning for a person, who checks and sends them: they show concern, offer a
// direct contact, assert nothing, and claim no act that was not done. Parts in round brackets are for that person to fill in.
type Advice struct {
	// Ask is one sentence: what is asked of the reader.
	Ask string
	// Do and DoNot are short instructions, the most important first.
	Do, DoNot []string
	// Public is a reply of at most 140 characters, Private a longer one for a direct message.
	Public, Private string
}

// Page returns the page for a kind of finding and its topic; the page for anything else where there is none of its own.
func Page(kind, topic string) Advice {
	switch kind {
	case detectors.KindSecurityComplaint:
		return securityPage(topic)
	case detectors.KindTechnicalComplaint:
		return technicalPage(topic)
	case detectors.KindAbsoluteSecurityClaim, detectors.KindTechnicalJustification, detectors.KindDismissiveReply, detectors.KindCredentialRequest,
		detectors.KindPersonalDataRequest, detectors.KindDeflectToPhone, KindPassedAround, KindInconsistent:
		return conductPage(kind)
	case detectors.KindImpersonation:
		return Advice{
			Ask: "Please report the account to the platform and warn whom it wrote to.",
			Do: []string{
				"Report the account to the platform as an impersonation.",
				"Answer below its replies, so that customers see the warning where they were addressed.",
				"Look for others that it wrote to.",
			},
			DoNot:   []string{"Do not repost its link, not even to warn of it.", "Do not argue with the account."},
			Public:  "Careful please: the account above is not ours. Do not follow its link or tell it anything. You can reach us by DM here.",
			Private: "Hello, an account that looks like ours wrote to you. It is not ours. If you followed its link or told it anything, please tell us here what kind of thing it was (no passwords or codes, ever), and we go through the next steps with you: (steps).",
		}
	case detectors.KindSocialEngineering:
		return Advice{
			Ask: "Please make sure that nobody acts on this request before the person has proved who they are.",
			Do: []string{
				"Tell the agents on duty: verify first, on a channel that you opened yourselves.",
				"Point to the published policy on account ownership.",
				"Open no attachment and no link from the message.",
			},
			DoNot:   []string{"Do not change contact details or reset access on the strength of a message.", "Do not explain which detail was missing."},
			Public:  "We would like to help. To keep accounts safe we do this only after a check on our own pages: please see our policy, or DM us.",
			Private: "Hello, we would like to help you with this. So that nobody else can ask for it in your name, we do it only after the check described in our policy: (link). It protects your account, also from us making a mistake.",
		}
	case detectors.KindPersonalDataExposed:
		return Advice{
			Ask: "Please ask the author to take the post down, and move the talk to a private channel.",
			Do: []string{
				"Ask the author, kindly, to delete the post.",
				"Offer the secure channel for what they need.",
				"If a secret stands there, advise to change it at once.",
			},
			DoNot:   []string{"Do not quote the data or reply with more of it.", "Do not ask for further details in public."},
			Public:  "Please delete your post: there are details in it that strangers should not see. Send us a DM and we help you from there.",
			Private: "Hello, thank you for coming here. Your public post showed details that strangers could misuse, so please delete it if it still stands. If a password or a code was in it, please change it now. Then tell us what you need, and we go on over our secure channel: (link).",
		}
	case detectors.KindRumour:
		return Advice{
			Ask: "Please find out what is true, and agree on a holding statement.",
			Do: []string{
				"Ask the technical team whether there is anything to it.",
				"Agree with communications on one holding statement, and use it on every channel.",
				"Say when there will be news, and keep to it.",
			},
			DoNot:   []string{"Do not deny anything that was not checked.", "Do not speculate about causes or numbers."},
			Public:  "We have seen posts about this and understand the worry. We will post what we know here. If it touches you, please DM us.",
			Private: "Hello, thank you for asking. This is what we know at the moment: (statement, as agreed). The next news come at (time), here and on our page. If you see anything odd in your account, please tell us.",
		}
	case KindCrisis:
		return Advice{
			Ask: "Please start the crisis plan: one statement, one place for news, named people.",
			Do: []string{
				"Bring customer care, the technical team and communications together now.",
				"Publish an interim statement within minutes, and say when the next one comes.",
				"Put the same answer on every channel, and the most asked questions on one page.",
			},
			DoNot:   []string{"Do not let every agent write an answer of their own.", "Do not wait for the whole truth before the first word."},
			Public:  "Many of you write to us about this, and we understand why. News will be posted here first. If it touches you, please DM us.",
			Private: "Hello, thank you for writing. You are one of many who noticed this, and we are sorry for the trouble. What we know now: (statement, as agreed). The next news come at (time). For your own case: (step).",
		}
	case detectors.KindFriction:
		return Advice{
			Ask:     "Please answer and pass the point on to the product team.",
			Do:      []string{"Acknowledge the burden.", "Say what the step protects from, in one sentence, and name an easier way if there is one."},
			DoNot:   []string{"Do not lecture about security."},
			Public:  "That sounds tiresome, sorry. Please send us a DM: there may be an easier way, and we would like to pass your point on.",
			Private: "Hello, thank you for telling us. The step is there so that (reason in one sentence). An easier way may be: (way). I will pass your point to the people who design it: (name).",
		}
	default:
		return Advice{
			Ask:     "Please read the conversation and decide who answers.",
			Do:      []string{"Read the whole thread first.", "Answer the point that was made, and offer a direct contact."},
			DoNot:   []string{"Do not assert what was not checked."},
			Public:  "Thank you for telling us, and sorry for the trouble. Please send us a DM, so that the right colleague can look at it with you.",
			Private: "Hello, thank you for coming here. You wrote: (the point, in your own words). What we know so far: (facts, checked). What happens next, and by when: (step, time).",
		}
	}
}

func securityPage(topic string) Advice {
	a := Advice{
		Ask: "Please take it over in private: somebody technical writes to the customer.",
		Do: []string{
			"Reply once, soon: concern, a direct contact, nothing else.",
			"Let a technical person take the talk over in a private message.",
			"Check the claim before anybody answers it.",
		},
		DoNot: []string{
			"Do not say that anything is secure or safe.",
			"Do not explain or defend technology in public.",
			"Do not ask for account details in public.",
		},
		Public: "Thank you for telling us, we understand the worry. Please send us a DM, and a technical colleague will talk it over with you.",
		Private: "Hello, thank you for coming here. I am (name) from the technical team. I understand why this worries you. What we know so far: (facts, " +
			"checked). What we are doing, and when you hear from me again: (step, time). I do not need your password or any code for this.",
	}
	switch topic {
	case "plaintext_password":
		a.Do = append(a.Do, "Find out whether the mail or the page really shows a password, and who can turn that off today.")
		a.Public = "Seeing a password like that would worry us too. Please send us a DM: a technical colleague would like to hear exactly what you saw."
	case "missing_https":
		a.Do = append(a.Do, "Open the page yourself, and look at its certificate and the addresses that it loads.")
		a.Public = "Thank you for pointing at this page. Please DM us what you saw and where, and a technical colleague will look at it with you."
	case "breach", "third_party_breach":
		a.Do = append(a.Do, "Tell the security lead now: if it is confirmed, legal clocks start.", "Have a holding statement ready.")
		a.DoNot = append(a.DoNot, "Do not deny or confirm a leak before the security lead has.")
		a.Public = "We understand how worrying this is. Please send us a DM with what you noticed, so that our security colleagues can look at it."
	case "account_takeover":
		a.Do = append(a.Do, "Help the customer to lock the account first, and to find the cause second.")
		a.Public = "That must be alarming, and we want to help you quickly. Please send us a DM now, and a colleague will go through it with you."
		a.Private = "Hello, I am (name) and I would like to help you to get this stopped. First: (how to lock the account). Then we check together what happened, after the usual " +
			"proof that it is you: (link to the check). What I do not need, now or ever: your password or a code that was sent to you."
	case "phishing":
		a.Do = append(a.Do, "Have the fake reported and taken down.", "Ask in private whether anything was entered there.")
		a.DoNot = append(a.DoNot, "Do not repost the link.")
		a.Public = "Thank you for the warning. Please do not follow it or answer it, and send us a DM so that we can look at where it comes from."
	case "credential_request_reported":
		a.Do = append(a.Do, "Find out whether it was one of ours, and stop it if so.")
		a.Public = "Nobody should ask you for that in our name, and you were right not to like it. Please DM us how it happened, without any secret."
	case "privacy_overcollection":
		a.Do = append(a.Do, "Bring in the privacy officer: the answer must match what the product does.")
		a.Public = "Your data is your business, and we take the question to those who know. Please DM us what you noticed, so that we can answer it."
	}
	return a
}

func technicalPage(topic string) Advice {
	a := Advice{
		Ask:   "Please answer, and bring in the team that runs it.",
		Do:    []string{"Say sorry for the trouble, and ask in private for what is needed to find it.", "Check whether others report the same."},
		DoNot: []string{"Do not put the blame on the customer's device or browser.", "Do not promise a time that nobody has named."},
		Public: "Sorry that this does not work for you. Please send us a DM with what you see and when it happens, and a colleague will go through it " +
			"with you.",
		Private: "Hello, thank you for coming here, and sorry for the trouble. So that we can find it: what did you do last, what did you see, and about when? What we know so " +
			"far: (facts, checked). What happens next, and by when: (step, time).",
	}
	switch topic {
	case "outage":
		a.Ask = "Please check the service, and say in public that you know of it once you do."
		a.Do = []string{
			"Look at monitoring: is it down, and for whom?", "Post one statement with the time of the next news, and link it in every reply.",
		}
		a.Public = "Sorry, we understand how annoying this is. News will be posted here as soon as there are any. For your own case please DM us."
	case "payments":
		a.DoNot = append(a.DoNot, "Do not ask for card or account details, neither in public nor in a message.")
		a.Public = "Trouble with money is the last thing you need, sorry. Please send us a DM, and a colleague will go through it with you."
	case "login":
		a.DoNot = append(a.DoNot, "Do not ask for the password or a code.")
		a.Public = "Sorry that you cannot get in. Please send us a DM and tell us what you see, and a colleague will go through it with you."
	}
	if len([]rune(a.Public)) > MaxPublicDraft {
		a.Public = "Sorry that this does not work for you. Please DM us what you see and when it happens, and a colleague will look at it with you."
	}
	return a
}

func conductPage(kind string) Advice {
	a := Advice{
		Ask: "Please stop further public replies, and let somebody technical take it over in private.",
		Do: []string{
			"Agree who speaks from now on, and tell the agents on duty.",
			"Write to the customer in private; a technical person does.",
			"Save the thread as it is, for the talk afterwards.",
		},
		DoNot: []string{
			"Do not reply again in public before it is agreed.",
			"Do not delete the reply in silence: that would become the story.",
			"Do not explain technology in public.",
		},
		Public: "That answer did not help, sorry. Please send us a DM, and a technical colleague will talk your question over with you properly.",
		Private: "Hello, I am (name) from the technical team. The answer that you got did not do your question justice, and I am sorry. What you asked: (the point). What " +
			"we know: (facts, checked). What we are doing, and when you hear from me again: (step, time).",
	}
	switch kind {
	case detectors.KindCredentialRequest:
		a.Ask = "Please tell the customer at once not to send the secret, and stop the agent's request."
		a.Do = []string{
			"Tell the customer not to send it, and if it was sent, to change it.",
			"Name a way that needs no secret: administrator access, screen sharing, a one-time code of the service.",
			"Tell the agents on duty that nobody asks for secrets.",
		}
		a.Public = "Please do not send that, we should not have asked. Send us a DM without any secret in it, and we find another way together."
		a.Private = "Hello, I am (name). Please do not send any password, code or security answer: we should not have asked. If one was sent, please change it now. We can go on " +
			"without it: (way that needs no secret)."
	case detectors.KindPersonalDataRequest:
		a.Ask = "Please move the talk to a private channel before the customer answers in public."
		a.Do = []string{"Ask the customer not to answer in public, and to delete it if they did.", "Offer the secure channel."}
		a.Public = "Please do not post that here, we should not have asked in public. Send us a DM instead, and we go on over a safe channel."
	case detectors.KindDismissiveReply:
		a.Ask = "Please send a better reply: name the point, offer a contact, move it to a private channel."
		a.Do = []string{"Answer the point that the customer made.", "Offer a direct contact with a person.", "Let a second pair of eyes read it."}
	case detectors.KindDeflectToPhone, KindPassedAround:
		a.Ask = "Please take the customer over where they are: no further hand-off."
		a.Do = []string{"Offer a private message instead.", "Name one person who stays with it."}
		a.DoNot = []string{"Do not send the customer to another channel again."}
		a.Public = "Sorry for sending you around. Please send us a DM: one colleague will stay with you until this is sorted out."
	case KindInconsistent:
		a.Ask = "Please find out which answer is right, and put it right on every channel."
		a.Do = []string{"Agree on one statement with communications.", "Correct the other reply openly, with the statement."}
		a.Public = "Our replies differ, and that is confusing, sorry. We will post one answer here. If it touches you, please send us a DM."
	}
	return a
}
