package complaint

import "firebreak/detectors/internal/cue"

// groundsRules name the things that a complaint about a topic of security is about. They decide nothing; where one is there, the trained model's
// word for its topic is worth more (see grounded).
func groundsRules() []cue.Rule {
	return []cue.Rule{
		{Head: headGrounds, Topic: topicPlaintext, Name: "a secret", Weight: 1, EvenNegated: true, EvenQuoted: true, Patterns: `
			password|passwords|passcode|passcodes|passphrase|pin|pins|credentials
			secret word|question|answer
			forgotten|forgot ~4 login|word
			my|our login
		`},
		{Head: headGrounds, Topic: topicAsked, Name: "a secret or a code", Weight: 1, EvenNegated: true, EvenQuoted: true, Patterns: `
			password|passwords|passcode|passcodes|passphrase|pin|pins|credentials|otp|tan|cvv|cvc|ssn|authenticator|maiden
			my|our|the|your|a|digit|her|his|their code|codes|login|logins
			secret|security answer|answers|question|questions|word
			digits|back ~3 card
		`},
		{Head: headGrounds, Topic: topicPrivacy, Name: "data about a person", Weight: 1, EvenNegated: true, EvenQuoted: true, Patterns: `
			data|privacy|private|personal|gdpr|dpa|details|information|info|consent|track|tracks|tracking|tracked|spy|spying|spied|cookie|cookies|camera|cameras|microphone|mic|contacts|gps|record|recorded|recording|records|biometric|fingerprint|face|selfie|passport|ssn|id|birth|birthday|dob|profile|profiling|profiled|surveillance|permission|permissions|marketing|newsletter|newsletters|advertisers|thirdparty|mailing
			sell|sells|selling|sold|share|shares|sharing|shared|pass|passes|passed|passing ~3 my|our|your|customers'|people's
			third party|parties
			my|our|your ?home|full|real|bank phone|email|address|addresses|number|name|names|postcode|statement|statements|payslips|payslip
			opt|opted out
		`},
		{Head: headGrounds, Topic: topicTakeover, Name: "somebody else, or what the owner did not do", Weight: 1, EvenNegated: true, EvenQuoted: true, Patterns: `
			someone|somebody|someone's|somebody's|hacker|hackers|hacked|hack|stranger|strangers|thief|thieves|fraud|fraudster|fraudsters|fraudulent|stolen|stole|unauthorised|unauthorized|compromised|hijacked|intruder|crook|crooks
			without ~1 my|our|her|his ~1 permission|consent|knowledge|approval|knowing
			never|didnt|havent|hadnt|not|wasnt ~2 me|i|asked|ask|ordered|order|made|make|bought|buy|authorised|authorized|requested|request|changed|change|booked|book|mine|ours|signed
			email|mail|password|address|number|name|details|phone ~3 changed|switched|replaced|different
			changed|switched|replaced ~3 email|mail|password|address|number|name|details|phone
			logged|signed|locked|kicked ~3 out
			login|logins|logged|sign|signed|access ~5 from|in
			orders|order|charges|charge|transactions|transaction|payments|payment|rides|songs|playlists|bookings ~5 recognise|recognize|know|mine|didnt|never
		`},
		{Head: headActor, Name: "somebody else has a part in it", Weight: 1, EvenNegated: true, EvenQuoted: true, Patterns: `
			you|your|you've|you're|they|they've|he|she|@brand|@brand's|someone|stranger|who|whoever
			staff|support|agent|agents|rep|reps|clerk|helpdesk|colleague|employee|employees|service|technician|courier|caller|man|woman|guy|lady|bloke|fellow|person|robot|bot|chat
			email|mail|mails|emails|letter|postcard|invoice|sms|message|screen|url|log|profile
		`},
	}
}
