package playbook

import "firebreak/detectors"

// conductPage is for what the brand itself did.
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
	case detectors.KindAbsoluteSecurityClaim:
		a.DoNot = append(a.DoNot, "Do not repeat or defend the promise.")
		a.Private = "Hello, I am (name) from the technical team. Our answer promised more than anybody can keep, and I am sorry. What you asked: (the point). What we know: (facts, " +
			"checked). What we are doing, and when you hear from me again: (step, time)."
	case KindInsistence:
		a.Ask = "Please take the customer over from the agent: they refused, and were asked again."
		a.Do = []string{
			"Tell the customer that they were right to refuse.",
			"Name a way that needs nothing of the kind.",
			"Tell the agents on duty that a refusal ends the question.",
		}
		a.DoNot = []string{"Do not ask a third time, in whatever words.", "Do not call it a policy."}
		a.Public = "You were right to refuse, sorry that we asked again. Please send us a DM without any secret in it: there is another way."
		a.Private = "Hello, I am (name). You were right to refuse, and I am sorry that we asked again. We can go on without it: (way that needs no secret). What we ask for and what we " +
			"never do is written down here: " + PolicySlot + "."
	case detectors.KindCredentialRequest:
		a.Ask = "Please tell the customer at once not to send the secret, and stop the agent's request."
		a.Do = []string{
			"Tell the customer not to send it, and if it was sent, to change it.",
			"Name a way that needs no secret: administrator access, screen sharing, a one-time code of the service.",
			"Tell the agents on duty that nobody asks for secrets.",
		}
		a.Public = "Sorry, please do not send that: we should not have asked. Send us a DM without any secret, and we find another way together."
		a.Private = "Hello, I am (name). Please do not send any password, code or security answer: we should not have asked. If one was sent, please change it now. We can go on " +
			"without it: (way that needs no secret). What we never ask for is written down here: " + PolicySlot + "."
	case detectors.KindPersonalDataRequest:
		a.Ask = "Please move the talk to a private channel before the customer answers in public."
		a.Do = []string{"Ask the customer not to answer in public, and to delete it if they did.", "Offer the secure channel."}
		a.DoNot = []string{"Do not repeat the question in public.", "Do not quote the data if it was posted already."}
		a.Public = "Please do not post that here, sorry for asking in public. Send us a DM instead, and we go on over a safer channel."
		a.Private = "Hello, I am (name). We should not have asked for that in public, and I am sorry. If you posted it already, please delete it. We go on here: (link to the secure " +
			"channel). What we ask for and why: " + PolicySlot + "."
	case detectors.KindDismissiveReply:
		a.Ask = "Please send a better reply: name the point, offer a contact, move it to a private channel."
		a.Do = []string{"Answer the point that the customer made.", "Offer a direct contact with a person.", "Let a second pair of eyes read it."}
	case detectors.KindDeflectToPhone, KindPassedAround:
		a.Ask = "Please take the customer over where they are: no further hand-off."
		a.Do = []string{"Offer a private message instead.", "Name one person who stays with it."}
		a.DoNot = []string{"Do not send the customer to another channel again."}
		a.Public = "Sorry for sending you around. Please send us a DM: one colleague will stay with you until this is sorted out."
		a.Private = "Hello, I am (name), and I stay with you until this is settled: I am sorry that you were sent around. What you asked: (the point). What I have found out: (facts, " +
			"checked). What happens next, and by when: (step, time)."
	case KindInconsistent:
		a.Ask = "Please find out which answer is right, and put it right on every channel."
		a.Do = []string{"Agree on one statement with communications.", "Correct the other reply openly, with the statement."}
		a.DoNot = append(a.DoNot[:1:1], "Do not delete the wrong reply in silence: correct it.", "Do not let a third account answer in its own words.")
		a.Public = "Our replies differ, and that is confusing, sorry. We will post one answer here. If it touches you, please send us a DM."
		a.Private = "Hello, I am (name). You got two answers from us that do not fit together, and I am sorry. The one that holds is: (statement, as agreed). What it means for you: " +
			"(step). When you hear from me again: (time)."
	}
	return a
}
