package playbook

// technicalPage is for what does not work.
func technicalPage(topic string) Advice {
	a := Advice{
		Ask:    "Please answer, and bring in the team that runs it.",
		Do:     []string{"Say sorry for the trouble, and ask in private for what is needed to find it.", "Check whether others report the same."},
		DoNot:  []string{"Do not put the blame on the customer's device or browser.", "Do not promise a time that nobody has named."},
		Public: "Sorry that this does not work for you. Please DM us what you see and when it happens, and a colleague will look at it with you.",
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
		a.Private = "Hello, thank you for telling us, and sorry for the trouble. What we know now: (statement, as agreed). The next news come at (time), here and on our " +
			"status page. What you can do until then: (way around)."
	case "payments":
		a.Do = append(a.Do, "Find out whether money left the customer's account, and who can put it back.")
		a.DoNot = append(a.DoNot, "Do not ask for card or account details, neither in public nor in a message.")
		a.Public = "Trouble with money is the last thing you need, sorry. Please send us a DM, and a colleague will go through it with you."
		a.Private = "Hello, thank you for coming here, and sorry: money must not get lost between us. Please tell me when you paid and about how much, no card number. What we " +
			"know so far: (facts, checked). When you have it back, or hear from me again: (step, time)."
	case "login":
		a.Do = append(a.Do, "Make sure that it is no taken-over account: ask in private whether something was changed.")
		a.DoNot = append(a.DoNot, "Do not ask for the password or a code.")
		a.Public = "Sorry that you cannot get in. Please send us a DM and tell us what you see, and a colleague will go through it with you."
		a.Private = "Hello, thank you for coming here, and sorry that you cannot get in. What do you see after you try, and since when? I need neither your password nor a code. " +
			"What we know so far: (facts, checked). What happens next, and by when: (step, time)."
	case "app_crash":
		a.Do = append(a.Do, "Ask in private for the version of the app and of the phone's system, and pass the crash on to the developers.")
		a.DoNot = []string{"Do not answer with nothing but \"reinstall it\": say what you look at meanwhile.", "Do not promise a version or a date that nobody has named."}
		a.Public = "Sorry that the app lets you down. Please DM us which phone you have and what you did last, and a colleague looks at it with you."
	case "performance":
		a.Do = append(a.Do, "Look at the response times of the page that is named, from outside.")
		a.Public = "Sorry for the wait, that is no fun. Please DM us which page it is and about when, and a colleague will look at it with you."
	case "browser":
		a.Do = append(a.Do, "Open the page in that browser yourself before anybody answers.")
		a.DoNot = []string{"Do not tell the customer to use another browser as the answer: it is a way around, until it is mended.", "Do not promise a time that nobody has named."}
		a.Public = "Sorry that it does not work there. Please DM us what you see on the page, and a colleague will look at it in the same browser."
	case "delivery_of_messages":
		a.Do = append(a.Do, "Check whether mails or codes are late for others too: many reports are an outage.")
		a.DoNot = append(a.DoNot, "Do not send or read out codes by hand.")
		a.Public = "Sorry that the message does not reach you. Please DM us since when you wait (never a code), and a colleague looks at it with you."
	}
	return a
}
