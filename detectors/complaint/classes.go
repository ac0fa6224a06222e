package complaint

// classes are the sets of words that the patterns of this package name with "$".
func classes() map[string]string {
	return map[string]string{
		"secret":  "password passwords passcode passcodes passphrase pin pins credentials logins",
		"my":      "my our her his wife's husband's mum's mom's dad's son's daughter's mother's father's daughters sons grandmother's grandmothers father’s customer's customers client's people's everyone's users user's",
		"own":     "my our her his",
		"you":     "you your you've you're @brand they their they've company bank website site app somebody",
		"brand":   "you @brand your",
		"account": "account accounts acc login profile",
		"data":    "data details info information records email emails address addresses number numbers contacts location photos messages history identity files documents",
		"sens":    "data details info information card cards ssn passport account identity records privacy",
		"staff":   "agent agents support rep reps representative staff employee employees advisor adviser operator someone caller guy lady person team service care desk helpdesk assistant",
		"steal":   "stolen leaked exposed breached compromised hacked dumped pwned leaking",
		"took":    "hacked hijacked compromised stolen hack hijack",
		"vendor":  "supplier suppliers vendor vendors contractor contractors subcontractor processor courier outsourcer outsourced provider subsidiary affiliate",
		"obj":     "app apps site website webpage page pages portal login checkout form system systems server servers button wifi internet platform website's site's app's webchat chatbot chat player link links update software tv kiosk kiosks feature tool dashboard screen basket cart api atm atms machine machines bot entertainment",
		"web":     "app site website page portal checkout system wifi player",
		"fails":   "broken failing fails failed bugged buggy glitching glitchy unusable unresponsive borked busted glitch",
		"notgo":   "not isnt arent wont cant doesnt dont never stopped keeps wasnt didnt",
		"browser": "firefox chrome safari edge opera ie ie11 explorer browser browsers chromium brave",
		"msg":     "email emails text texts sms code codes otp confirmation notification notifications message messages link receipt itinerary",
		"failed":  "broken fails failing failed error errors crash crashes blank freezes stuck broke unusable",
	}
}
