package credential

import "firebreak/detectors/internal/cue"

// Heads of the detector, which are its kinds too, stand in the rules of the objects: what a brand may ask for wrongly.
const (
	topicPassword  = "password"
	topicPIN       = "pin"
	topicCode      = "one_time_code"
	topicCardCode  = "card_code"
	topicKnowledge = "knowledge_secret"

	topicEmail     = "email"
	topicPhone     = "phone"
	topicBirthDate = "birth_date"
	topicCard      = "card"
	topicIBAN      = "iban"
	topicID        = "national_id"
	topicAccount   = "account_number"
	topicAddress   = "address"
	// topicReference is a number of one order or case. It is told under topicAccount, but harms less.
	topicReference = "reference"
)

const (
	secret   = "secret"
	personal = "personal"
)

// objects are the things that can be asked for. Whether somebody asks is decided by what governs them in the sentence.
func objects() []cue.Rule {
	keep := func(head, topic, patterns string) cue.Rule {
		return cue.Rule{Head: head, Topic: topic, Name: topic, EvenNegated: true, Patterns: patterns}
	}
	return []cue.Rule{
		keep(secret, topicPassword, `
			password|passwords|passphrase|passphrases|passkey|passkeys
			pass word|phrase|key
			login|logon|log|signin|sign ?in|on details|credentials|info|information|data|creds
			credentials|creds|logins
			your|ur login|logon|signin !and|or|page|is|was|works|attempt|attempts|name|screen|to|at|on|with|again
			your|ur login and|plus|& password|pass|pin
			username and|plus|with pass
			account access details|credentials
			seed|recovery|backup|mnemonic phrase|words|codes|code|key
			private|secret|api key|keys
		`),
		keep(secret, topicPIN, `
			pin|pins
			passcode|passcodes
			pass code|codes
			four|4|six|6 digit|digits ?secret|security|card|account|atm|secret pin
		`),
		keep(secret, topicCode, `
			otp|otps|totp
			one time ?security|sms|verification|login code|codes|password|passcode|pin
			verification|authentication|authorisation|authorization|auth|2fa|mfa|login|access|sms|security|activation|authenticator|passcode|unlock|reset|otp code|codes
			two|2 factor|step ?authentication|verification|auth code|codes
			which|what ~1 four|five|six|seven|eight|4|5|6|7|8 digits|numbers|characters !on|of
			the|those|your four|five|six|seven|eight|4|5|6|7|8 digits !on|of|at
			which|what code|number|digits did we|i ~1 text|send|sms|message
			code|codes ?that|which ~1 came|arrived|popped ~1 by|through|in|up|on
			sent|texted ~3 code|codes|passcode ~1 to|on|by|via ~2 phone|mobile|number|text
			texted|sent|messaged|emailed you a code|passcode
			a code is|should|will|has ?just ?be on|come|coming|arrive|land|landed|reach|gone|arrived
			get|receive|see a ?six|6|four|4 ?digit code by|via|through|from|in|on|shortly|now|soon
			digits|numbers ~1 that|which ~3 came|come|arrived|arrive|popped|sent|texted|got|received
			digits|numbers from ~2 text|sms|message|app|phone
			text|sms with|containing ~2 code|pin|digits
			four|five|six|seven|eight|4|5|6|7|8 digit|digits number
			four|five|six|seven|eight|4|5|6|7|8 digit|digits|character ?verification|security|sms|access|number code|codes|number
			code|codes ?that|which ?we|we've|i|i've|they|you|you've|you'll|it ?have|has|was|will|just|is|should|are ?just|been|be|get|have|now|got sent|texted|emailed|sms'd|received|messaged|arrives|arrived|receive|get|sending|text|texting
			code|codes ?on|in|from|shown|displayed|via|by ?on|in|by ?your|the|an|a ?phone|mobile|text|sms|authenticator|email|token text|sms|message|authenticator|phone|mobile|device|token|app|email|screen|inbox
		`),
		keep(secret, topicCardCode, `
			cvv|cvc|cv2|cvv2|csc
			card ?security|verification|validation code|value
			three|3|last ~2 digits|numbers ?that|which|printed|shown ?are|is|found on|from|off ?the ~1 back|reverse
			security code|number ~1 on|of ~1 back|card|reverse
		`),
		keep(secret, topicKnowledge, `
			maiden name|names
			memorable|secret|security word|words|phrase|answer|answers|date|name|place|information|info|passphrase
			answer|answers ~1 to|for ~1 ?your|the|a|account security|secret question|questions|word
			security|secret question|questions ?and answer|answers
			ssn|ssns
			social ?security ?insurance number|no|num|digits|#
			social security
			social|socials </s>
			social ~2 please|pls
			your|ur social and|so|to|for|then|plus
			last ?four|4|5 ?digits ~1 of ~1 social|ssn
			national insurance !card|cards|contributions|contribution|credits|rate|rates|office|system|record
			ni number|numbers|no|num
			nat|natl|nat'l ins|insurance number|no
			nino|nric|cpf|curp|aadhaar|aadhar
			national id|identity|identification ?card number|no|num
			first|childhood|favourite|favorite|best ?primary pet|school|teacher|car|dog|cat|friend|boss|street ~1 called|named
			first|childhood pet|pet's|school|teacher|teacher's|car !insurance|food|payment|day|run|uniform|hire|rental|trip|of
			name ~1 of ~1 first|favourite|favorite|childhood|best ?ever ?primary pet|school|teacher|car|dog|cat|friend|street|boss
			street|road ~1 did you grow|live
			street|road ?that ?where you ~1 grew|raised
			town|city|village|hospital ~1 were|was you born
			town|city|village|hospital ?that ?where you ~1 were born
			$mother surname|maiden|birth
			where were you born
			school ~1 did you ~1 go|attend
			$mother ~2 name|surname|called|named|known ~2 before|prior ~5 married|marriage|marry|wed|wedding
			pet's|pets|pet|mum's|mother's|mom's maiden|name
			mother|mothers maiden name
		`),
		keep(personal, topicEmail, `
			email|mail|e-mail|emails ?id address|addresses|id|ids|add|addr|addy
			your|alternative|alternate|best|registered|preferred|correct|contact|current|account's|which|what ?registered|own|current|account|contact|full|best|personal|valid email|emails|e-mail !from|was|has|is|with|about|confirmation|to|in|yet|address|id|we|sent|dated|and|you|regarding|i|inbox|provider|folder|client|so|as|settings|preferences|newsletter|team|again|addresses|box|notification|notifications
		`),
		keep(personal, topicPhone, `
			phone|telephone|mobile|cell|cellphone|contact|tel|cellular|whatsapp|callback|landline|daytime ?phone|telephone|tel number|numbers|no|nr|num|#
			number|numbers ?that|where|on|at|which ?we|i|you|which|our|to ?can|could|should|may|are|team ?best reach|call|contact|ring|phone|reached|use
			best|good|contactable|reachable|your|a ?contact|day number|phone|mobile to|for ~3 reach|call|contact|ring
			your phone|mobile|cell|tel|telephone </s>
		`),
		keep(personal, topicBirthDate, `
			date|dates|day|year ?and ?place of birth
			birth|birthday date|dates|year
			dob|d.o.b|birthdate|birthdates|dobs
			your|their|customer's|passenger's|passengers|holder's birthday|birthdays !present|gift|cake|treat|party|offer|is|was
			when were|was you|they born
			how old are|is you
		`),
		keep(personal, topicCard, `
			card|cards|debit|credit|visa|mastercard|amex|pan ?card|cards number|numbers|no|details|info|information|num
			long|16|sixteen ?digit number|numbers|digits
			last|first ?four|4|six|6 ?digits|numbers|4 ~1 of|on|from ~2 card|cards
			photo|photos|picture|pictures|copy|image|scan|snap|pic|screenshot ~4 of ~6 card|cards !reader|board
			expiry|expiration date
		`),
		keep(personal, topicIBAN, `
			iban|ibans|swift|bic
			bank|banking ?account|card details|number|info|information
			sort code|codes
			routing number
		`),
		keep(personal, topicID, `
			passport|passports ?number|no|copy|copies|details|info|photo|scan number|no|copy|copies|details|info|information|photo|scan|page
			copy|copies|photo|photos|picture|scan|scans|pic|image ~2 of ~4 passport|passports|id|license|licence|identity|ic
			driver's|drivers|driving|driver license|licence
			national|government|identity|id|tax ?identity|id|card|issued number|no|card|id|document
			tin
			proof|copy of|your identity|id|identification
		`),
		keep(personal, topicAccount, `
			account|acct|customer|membership|member|client|policy|loyalty|cardholder|patient|subscriber|meter|contract|user ?account|id|mileage|rewards number|no|num|nr|id|numbers|ids
			frequent ?flyer|flier number|no|details|account
			frequent flyer|flier number|no
			account details|information
			aadvantage|avios|skymiles|mileageplus|executive ?club number|no|account
		`),
		keep(personal, topicReference, `
			booking|order|reservation|confirmation|ticket|reference|case|tracking|ref|record|pnr|trip|parcel|consignment|invoice|transaction|job|complaint ?confirmation|locator|ref|reference number|no|num|nr|code|reference|ref|id|numbers|locator|details
			pnr|locator
		`),
		keep(personal, topicAddress, `
			home|postal|billing|delivery|shipping|street|mailing|residential|house|full|current|physical|your|invoice ?postal|home|street|delivery|mailing address|addresses !at|change|book
			address|addresses !this|it|that|these|your|the|any|his|her|all|issues|our|concerns|them|those|both
			post|zip|postal code|codes
			postcode|zipcode|postcodes
			where ?do you live
		`),
	}
}

// compoundHeads are words that make another thing of the object before them: a "password reset" is no password.
func isCompoundHead(s string) bool {
	switch s {
	case "reset", "resets", "resetting", "link", "links", "page", "pages", "manager", "managers", "policy", "policies", "email", "emails",
		"mail", "box", "field", "fields", "hint", "hints", "change", "changes", "changing", "settings", "protection", "protected",
		"rules", "requirements", "requirement", "prompt", "screen", "option", "options", "form", "forms", "recovery", "expiry", "generator",
		"issue", "issues", "problem", "problems", "trouble", "error", "errors", "reminder", "reminders", "section", "button", "attempts",
		"attempt", "security", "safety", "sharing", "theft", "scam", "scams", "fraud", "phishing", "request", "requests", "update", "updates",
		"verification", "checker", "strength", "expired", "history", "format", "tab", "entry", "pad", "reader", "readers", "authentication",
		"app", "holder", "validation", "resetter", "feature", "process", "function", "tool", "menu":
		return true
	default:
		return false
	}
}

func classes() map[string]string {
	return map[string]string{"mother": "mother mothers mother's mum mums mum's mom moms mom's mam mams mam's mummy's mama's"}
}
