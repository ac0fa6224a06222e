package playbook

func impersonationPage() Advice {
	return Advice{
		Ask: "Please report the account to the platform and warn whom it wrote to.",
		Do: []string{
			"Report the account to the platform as an impersonation.",
			"Answer below its replies, so that customers see the warning where they were addressed.",
			"Look for others that it wrote to.",
		},
		DoNot:  []string{"Do not repost its link, not even to warn of it.", "Do not argue with the account."},
		Public: "Sorry, careful please: the account above is not ours. Do not follow its link or tell it anything. You can reach us by DM here.",
		Private: "Hello, an account that looks like ours wrote to you. It is not ours, and I am sorry for the fright. If you followed its link or told it anything, please tell us " +
			"here what kind of thing it was (no passwords or codes, ever), and we go through the next steps with you: (steps). How to tell that it is us: " + PolicySlot + ".",
	}
}

// pretextPage is for somebody who tries to talk the agents into something.
func pretextPage(topic string) Advice {
	a := Advice{
		Ask: "Please make sure that nobody acts on this request before the person has proved who they are.",
		Do: []string{
			"Tell the agents on duty: verify first, on a channel that you opened yourselves.",
			"Point to the published policy on account ownership.",
			"Open no attachment and no link from the message.",
		},
		DoNot:  []string{"Do not change contact details or reset access on the strength of a message.", "Do not explain which detail was missing."},
		Public: "Sorry for the trouble, we would like to help. To keep accounts safe this needs a check that you begin in our app. Please DM us.",
		Private: "Hello, I understand that this is urgent, and I would like to help. So that nobody else can ask for it in your name, we do it only after the check described in our " +
			"policy: " + PolicySlot + ". It protects your account, also from a mistake of ours.",
	}
	switch topic {
	case "takeover_reset":
		a.Do = append(a.Do, "Look whether the account's mail, phone or password was changed lately, and by whom.")
	case "detail_harvest":
		a.Ask = "Please make sure that nobody hands out details of a customer's account."
		a.DoNot = []string{"Do not confirm or correct details of an account, not even that it exists.", "Do not explain which detail was missing."}
		a.Private = "Hello, I understand that you need this. Details of an account go only to its holder, after the check described in our policy: " + PolicySlot +
			". Once that is done, you find them there, and I help you with the rest."
	case "malicious_link":
		a.Ask = "Please make sure that nobody opens the link or the attachment."
		a.Do = []string{"Warn the agents on duty now, with the look of the message.", "Give it to the security team as it is.", "Ask whether somebody has opened it already."}
		a.DoNot = []string{"Do not open it to see what it is.", "Do not forward it to colleagues."}
		a.Public = "Sorry to hear that something went wrong. We cannot open files or links here; please tell us in words by DM, and a colleague helps."
		a.Private = "Hello, thank you for writing, and sorry that something went wrong. We open no attachments and links here. Please write in a few words what happened and about " +
			"when, and we go on from there: " + PolicySlot + "."
	case "identity_claim":
		a.Do = append(a.Do, "Call back on a number that you know from elsewhere if somebody claims to be a colleague, a partner or the police.")
	}
	return a
}

// exposedPage is for personal data that stands where strangers can read it.
func exposedPage(topic string) Advice {
	a := Advice{
		Ask: "Please ask the author to take the post down, and move the talk to a private channel.",
		Do: []string{
			"Ask the author, kindly, to delete the post.",
			"Offer the secure channel for what they need.",
		},
		DoNot:  []string{"Do not quote the data or reply with more of it.", "Do not ask for further details in public."},
		Public: "Thank you for telling us. Please delete your post: it shows details meant for nobody else. Send us a DM, and we help you there.",
		Private: "Hello, thank you for coming here. Your public post showed details that strangers could misuse, so please delete it if it still stands. Then tell us what you need, " +
			"and we go on over our secure channel: (link).",
	}
	switch topic {
	case "secret":
		a.Ask = "Please tell the author at once to change the secret and to take the post down."
		a.Do = []string{"Tell the author to change it now, and to delete the post after that.", "If it was our mail or page that showed it, bring in the security team."}
		a.Public = "Sorry to be so direct: please change what you posted here and delete the post. Then send us a DM, and we help you from there."
		a.Private = "Hello, thank you for coming here. Your public post showed a secret, so please change it now, everywhere you use it, and delete the post. I do not need it, and " +
			"please do not send it again. Then tell me what you needed, and we go on: (step)."
	case "card", "iban", "account_number":
		a.Do = append(a.Do, "Name the way to block the card or to watch the account.")
		a.Private = "Hello, thank you for coming here. Your public post showed numbers that strangers could misuse, so please delete it if it still stands. To be on the safe side: " +
			"(how to block the card or watch the account). Then tell us what you need, and we go on over our secure channel: (link)."
	}
	return a
}

func rumourPage() Advice {
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
}

// crisisPage is for many who say the same, by family.
func crisisPage(family string) Advice {
	a := Advice{
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
	switch family {
	case "security", "privacy":
		a.Do = append(a.Do, "Call the security lead and the privacy officer: once a breach is confirmed, legal clocks run.")
		a.DoNot = append(a.DoNot, "Do not say what was or was not reached before somebody has looked.")
		a.Public = "We have seen your posts and understand the worry. What we know will be posted here first. If it touches you, please send us a DM."
	case "fraud":
		a.Do = append(a.Do, "Have the fake pages and accounts taken down, and show customers how to tell them from yours.")
		a.DoNot = append(a.DoNot, "Do not repost the links, not even to warn of them.")
		a.Public = "We understand the worry. Please do not answer those messages. If you did, send us a DM without any secret, and we go on from there."
	case "outage":
		a.Do = append(a.Do, "Name a way around, if there is one: another branch, another page, cash.")
		a.DoNot = append(a.DoNot, "Do not promise a time that nobody has named.")
		a.Public = "Sorry, we understand how annoying this is for so many of you. News will be posted here first. For your own case please DM us."
	}
	return a
}

func frictionPage() Advice {
	return Advice{
		Ask:    "Please answer and pass the point on to the product team.",
		Do:     []string{"Acknowledge the burden.", "Say what the step protects from, in one sentence, and name an easier way if there is one."},
		DoNot:  []string{"Do not lecture about security."},
		Public: "That sounds tiresome, sorry. Please send us a DM: there may be an easier way, and we would like to pass your point on.",
		Private: "Hello, thank you for telling us. The step is there so that (reason in one sentence). An easier way may be: (way). I will pass your point to the people who design " +
			"it: (name). What is written down about it: " + PolicySlot + ".",
	}
}

func howToPage() Advice {
	return Advice{
		Ask:    "Please answer in public: others have the same question.",
		Do:     []string{"Give the steps, or the page that has them.", "Put it on the page of frequent questions if it comes often."},
		DoNot:  []string{"Do not ask for account details to answer a general question."},
		Public: "Happy to help. Here are the steps: (link). If you get stuck, please send us a DM, and a colleague will go through it with you.",
		Private: "Hello, thank you for asking. The steps are: (steps). If one of them does not look as described, tell me what you see, and we go through it together. I never need " +
			"your password or a code for this.",
	}
}

func movedPage() Advice {
	return Advice{
		Ask:    "Please make sure that somebody waits for the customer in private.",
		Do:     []string{"Name who takes it up, and let them say hello first.", "Close the circle in public once it is settled, if the customer likes that."},
		DoNot:  []string{"Do not count it as settled before the customer was answered in private."},
		Public: "Thank you for telling us. Please send us a DM, and one colleague will stay with you until this is settled.",
		Private: "Hello, I am (name), and I stay with you until this is settled. You wrote: (the point, in your own words). What we know so far: (facts, checked). What happens next, " +
			"and by when: (step, time).",
	}
}
