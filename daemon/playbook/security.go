package playbook

// securityPage is for worries and complaints about how data and accounts are kept.
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
		a.Public = "Sorry, seeing a password like that would worry us too. Please DM us: a technical colleague would like to hear exactly what you saw."
	case "missing_https":
		a.Do = append(a.Do, "Open the page yourself, and look at its certificate and the addresses that it loads.")
		a.Public = "Thank you for pointing at this page. Please DM us what you saw and where, and a technical colleague will look at it with you."
	case "third_party_breach":
		a.Do = append(a.Do, "Tell the security lead and ask the supplier: what is reported, and does it touch our customers?", "Have a holding statement ready.")
		a.DoNot = append(a.DoNot, "Do not put the blame on the supplier: the customer trusted us.", "Do not deny or confirm a leak before the security lead has.")
		a.Public = "We understand how worrying this is. Please send us a DM with what you noticed, so that our security colleagues can look at it."
		a.Private = "Hello, thank you for coming here. I understand the worry, whoever the leak is said to be at. What we know so far: (facts, checked with the supplier). What it would " +
			"mean for you: (step). When you hear from me again: (time)."
	case "breach":
		a.Do = append(a.Do, "Tell the security lead now: if it is confirmed, legal clocks start.", "Have a holding statement ready.")
		a.DoNot = append(a.DoNot, "Do not deny or confirm a leak before the security lead has.")
		a.Public = "We understand how worrying this is. Please send us a DM with what you noticed, so that our security colleagues can look at it."
		a.Private = "Hello, thank you for coming here. I am (name) from the security team, and I understand the worry. What did you notice, and when? What we know so far: (facts, " +
			"checked, or the statement as agreed). What you can do to be on the safe side: (step). When you hear from me again: (time)."
	case "account_takeover":
		a.Do = append(a.Do, "Help the customer to lock the account first, and to find the cause second.")
		a.Public = "That must be alarming, and we want to help you quickly. Please send us a DM now, and a colleague will go through it with you."
		a.Private = "Hello, I am (name) and I would like to help you to get this stopped. First: (how to lock the account). Then we check together what happened, after the usual " +
			"proof that it is you: " + PolicySlot + ". What I do not need, now or ever: your password or a code that was sent to you."
	case "phishing":
		a.Do = append(a.Do, "Have the fake reported and taken down.", "Ask in private whether anything was entered there.")
		a.DoNot = append(a.DoNot, "Do not repost the link.")
		a.Public = "Thank you for the warning. Please do not follow it or answer it, and send us a DM so that we can look at where it comes from."
		a.Private = "Hello, thank you for the warning. Did you enter anything there, or answer? If so, what kind of thing was it (not the thing itself)? Then please: (step). How to tell " +
			"that a message is from us: " + PolicySlot + ". What happens to the fake: (step, time)."
	case "credential_request_reported":
		a.Do = append(a.Do, "Find out whether it was one of ours, and stop it if so.")
		a.Public = "Nobody should ask you for that in our name, and you were right not to like it. Please DM us how it happened, without any secret."
		a.Private = "Hello, thank you for telling us, and you did well to ask. Who asked you, where and when? Please leave the secret out; if you gave it, change it now. What we never " +
			"ask for is written down here: " + PolicySlot + ". What happens next, and by when: (step, time)."
	case "privacy_overcollection":
		a.Do = append(a.Do, "Bring in the privacy officer: the answer must match what the product does.")
		a.Public = "We understand the worry: your data is your business. Please DM us what you noticed, and a colleague who knows it will answer."
		a.Private = "Hello, thank you for coming here. You wrote: (the point, in your own words). What is taken, why, and for how long: (facts, checked with the privacy officer). How to " +
			"turn it off or have it deleted: (step). What is written down about it: " + PolicySlot + "."
	}
	return a
}
