package pretext

import "firebreak/detectors/internal/cue"

// Heads of the rules: the parts that a pretext is made of.
const (
	headRequest       = "request"
	headWish          = "wish"
	headMove          = "move"
	headReset         = "reset"
	headRedirect      = "redirect"
	headBypass        = "bypass"
	headLost          = "lost"
	headNoProof       = "no_proof"
	headUrgent        = "urgent"
	headTheirs        = "theirs"
	headAbout         = "about"
	headMine          = "mine"
	headUnlogged      = "unlogged"
	headFile          = "file"
	headComplaintFile = "complaint_file"
	headOpen          = "open"
	headLure          = "lure"
	headMacros        = "macros"
	headClaim         = "claim"
	headDemand        = "demand"
	headSecrecy       = "secrecy"
	headHonest        = "honest"
	headReport        = "report"
)

// Weights, in log-odds.
const (
	// weightTogether is for parts that mean little alone and much together.
	weightTogether = 3.0

	// weightRequest is for the wish to have contact details changed by the support: many have it.
	weightRequest = 2.4
	// weightWish is for other changes that give control: the rest of the post, or the model, must say the same.
	weightWish = 2.4
	// weightMove is for an address, a card or a device that is to be another: nearly everybody asks so once, with nothing to hide.
	weightMove = 1.4
	// weightReset is for the wish for a new password, which nearly everybody has once.
	weightReset = 1.0
	// weightRedirect is for a code, a link or a password that is to go elsewhere.
	weightRedirect = 6.0
	// weightBypass is for the wish to go without the second factor or the check.
	weightBypass = 4.0
	// weightLost is for a lost phone or access.
	weightLost = 1.5
	// weightNoProof is for the word that there is nothing to prove it with.
	weightNoProof = 2.0
	// weightUrgent is for pressure of time.
	weightUrgent = 1.2

	// weightTheirs is for the question for details of another person.
	weightTheirs = 6.0
	// weightAbout is for other questions about people and accounts, which many ask about their families.
	weightAbout = 2.4
	// weightMine is for the question for what the account itself says, without logging in.
	weightMine = 3.2
	// weightUnlogged is for the word that the writer cannot log in.
	weightUnlogged = 2.6

	// weightComplaintFile is for a complaint that stands only in a file.
	weightComplaintFile = 6.2
	// weightFile is for a file or a link with an invoice, a proof and the like: customers have such files too.
	weightFile = 2.0
	// weightOpen is for the wish that it be opened.
	weightOpen = 2.6
	// weightLure is for other words that lead an agent to a link.
	weightLure = 2.2
	// weightMacros is for what makes a file run.
	weightMacros = 5.5
	// weightRuns, weightArchive and weightHidden are for what the link leads to.
	weightRuns    = 6.0
	weightArchive = 4.0
	weightHidden  = 3.4
	// weightPicture is for a picture on the platform itself, where complaints have their photographs.
	weightPicture = -4.0

	// weightClaim is for a position or a relation.
	weightClaim = 1.6
	// weightDemand is for access or details demanded.
	weightDemand = 2.0
	// weightSecrecy is for the wish that nobody else be asked.
	weightSecrecy = 1.5

	// weightHonest is for a question how or whether something can be done.
	weightHonest = -7.0
	// weightReport is for the report of what somebody else did or asked.
	weightReport = -7.0
)

func classes() map[string]string {
	return map[string]string{
		"change":  "change update switch replace swap amend alter set",
		"contact": "email emails mail phone mobile cell number password passcode pin login username",
		"device":  "phone mobile cell handset iphone android sim simcard esim laptop device authenticator tablet",
		"kin":     "wife's husband's ex's girlfriend's boyfriend's partner's friend's neighbour's neighbor's daughter's son's mother's mum's mom's father's dad's sister's brother's colleague's boss's employee's tenant's landlord's wifes husbands girlfriends boyfriends partners friends neighbours mothers mums moms fathers dads sisters brothers colleagues bosses roommate's flatmate's customer's",
		"person":  "wife husband ex girlfriend boyfriend partner friend neighbour neighbor daughter son mother mum mom father dad sister brother colleague boss employee tenant landlord roommate flatmate customer lady woman man guy person girl him her them",
		"detail":  "address addresses number numbers phone email mail emails details detail birthday dob birth balance transactions statement statements location whereabouts postcode card account orders order bookings booking itinerary password records history",
		"private": "address addresses number numbers phone email mail emails birthday dob birth balance transactions statement statements location whereabouts postcode account password records history",
		"tell":    "give tell send dm share provide confirm read show email text forward get reveal disclose check look",
		"file":    "attachment attachments attached file files document documents pdf zip archive folder link link's doc docx spreadsheet spreadsheets excel xlsx rar http form",
		"docs":    "attachment attachments file files document documents pdf pdfs zip archive doc docx docs spreadsheet spreadsheets excel xlsx xls rar powerpoint",
		"matter":  "complaint complaints grievance grievances claim order orders menu request requests enquiry inquiry quotation quote requirements reservation booking feedback allergies demands story experience problem issue issues statement proposal catering wishes questions everything details accusation",
		"busy":    "complaint complaints grievance claim purchase quotation quote request enquiry inquiry requirements demands proposal order tender rfq contract",
		"role":    "ceo cfo cto coo chairman chairwoman director president owner founder police officer detective inspector sergeant constable fbi interpol lawyer solicitor attorney prosecutor judge court government ministry regulator ombudsman auditor auditors manager supervisor hq administrator secretary journalist bailiff executor",
		"paper":   "invoice evidence proof receipt statement photos pictures images screenshot screenshots details document documents contract report order list video recording scan letter information info damage",
	}
}

func rules() []cue.Rule {
	return append(append(takeoverRules(), harvestRules()...), append(linkRules(), append(identityRules(), againstRules()...)...)...)
}

func takeoverRules() []cue.Rule {
	return []cue.Rule{
		{
			Head: headRequest, Topic: topicTakeover, Name: "change my contact details", Weight: weightRequest,
			Patterns: `
				please|you|and|just|must|now|so|immediately|urgently|quickly ~2 $change ~2 my|the|our|this|registered|account's|recovery|contact ~2 $contact !app|banking|site|website
				<s> $change ~2 my|the|our|this|registered|account's|recovery|contact ~2 $contact !app|banking|site|website
				i|we need|have|must|want ~1 to ~1 $change ~2 my|our|the ~2 email|mail|number ~3 on|to|now|asap|today|immediately
				$change it|this|that|them to [email]|[phone]
				$change ~1 my|the ~3 $contact ~3 now|asap|immediately|urgently|to|today
				remove|delete|replace my|the ~1 old|lost|stolen ~2 $contact
				put|add|register|link|use|attach|set ~2 this|new|my|another|a|[email]|[phone] ~2 email|number|phone|mail|[email]|[phone] ~3 on|to|as|for|with|instead ~2 my|the|account|primary|contact|login|main
				put|add|register|use|set [email]|[phone] ~1 on|to|as|for|instead
				need|want ~1 my|the|our ~1 $contact changed|updated|switched|replaced|swapped
				move|transfer|port|switch ~2 my|the|this ~1 number|sim|account ~1 to|onto|over ~2 new|another|different|this|[phone]|[email]|sim
				remove|delete|take ~2 my|the|old|that|registered ~3 email|phone|number|mail ~3 and|from|off|account
				my|our|the ?account|contact|registered|login ~1 $contact ~2 must|has|needs|need|should|to ?to be changed|updated|switched|replaced|swapped|corrected
				need|want|must|needed ~2 $contact|sim ~4 changed|updated|switched|replaced|swapped ~2 to|now|immediately|asap|today|right|at|urgently|before|straight|this
				$change ~3 email|mail|number|phone|mobile|contact|login ~6 to|by|with|for|into|is [email]|[phone]
				make|use [phone]|[email] ~2 my|the|as|our ~2 contact|number|email|login|main|mail|phone
				need|want|please|get ~6 swapped|switched|changed|moved|updated|replaced ~1 to|for|by|with [phone]|[email]
				set|use|take|enter|save [email]|[phone] ~1 as|for ~1 my|the|our ~1 login|username|email|contact|number|account
			`,
		},
		{
			Head: headWish, Topic: topicTakeover, Name: "a change that gives control of an account", Weight: weightWish,
			Patterns: `
				$change ~3 number|email|mail|phone|account|payout|iban|payee ~3 to|over|with|for ~2 mine|another|new|different|[email]|[phone]|one|below
				$change|move|transfer|port it|them|that ~1 to|over ~1 mine|me|[email]|[phone]
				put|move|get|set ~1 my|the|this ~1 number ~1 on|onto|to ~2 new|this|another|other ~1 one|sim|phone|card
				put|add|register|make ~1 me|him|her|[email]|[phone]|mine ~3 as|on|onto|to ~3 holder|admin|owner|user|contact|account|acct|manager
				make me admin|administrator|owner
				port|move|transfer ~1 my|the|this|his|her ~1 number|account|sim|line ~2 out|to|over
				unlock|unblock|reactivate|cancel|close|remove|lift|raise ~3 his|her|their|son's|daughter's|dad's|mum's|mom's|wife's|husband's|neighbour's|neighbor's|roommate's|block|limit|lock|pin
				send|resend|forward|mail|text ~4 code|codes|link|mail|pac|token|otp|pin|password|vouchers ~3 to|here|elsewhere
				tell|read|give|text|send ~1 me|us ~3 code|codes|cvv|pin|otp|pac|token
				waive|skip|bypass ~3 password|pin|sms|signature|code|codes
				without ~1 sms|signature|pin|password ~1 thing|step|because|please
				turn|switch|take it|that|this off
				let me in ~3 account|profile|anyway|now|please|pls|already|today|again|without
				unlock it|them|this ~3 now|please|pls|today|immediately|asap|quickly|without|right
			`,
		},
		{
			Head: headMove, Topic: topicTakeover, Name: "an address, a card or a device is to be another", Weight: weightMove,
			Patterns: `
				$change|put|enter|register|save ~4 address|addresses ~3 to|with|now|today|at|immediately|in|for
				put|enter|register|save|store ~2 my|this|the|a ~1 new|different|other|another ~2 address|mobile|number|phone|email
				new ~1 address|mobile|number|phone|email ~4 [address]|[phone]|[email]
				$change|activate|send|issue|reissue|order|ship|replace|deliver|post ~3 sim|esim|simcard
				sim|esim|simcard ~2 replaced|swapped|activated|sent|issued|reissued|moved
				register|enrol|enroll|trust|approve|add|authorise|authorize|activate|pair|accept|confirm ~2 this|new|another|my|different|following ~2 device|phone|sim|esim|handset|laptop|tablet|mobile|authenticator|key
				send|ship|post|courier|deliver ~3 replacement|new|duplicate|second|another ~2 card|sim|pin|token|phone|device|key ~3 to
				$change ~3 them|it|everything|all ~1 for ~1 me
				change|switch|swap ~2 contact|registered|phone|mobile ~1 number|details ~2 to
			`,
		},
		{
			Head: headReset, Topic: topicTakeover, Name: "a new password", Weight: weightReset,
			Patterns: `
				reset|unlock|recover|reactivate|reopen ~2 my|the|our|this|password|account|access|login|pin
				let|get ~1 me in|into|back|access
				give|send ~1 me|us ~2 new|temporary|another|access|fresh ?password|pin|code|login ?to ?the ?my account|password|pin|login|access
			`,
		},
		{
			Head: headRedirect, Topic: topicTakeover, Name: "a code or link is to go elsewhere", Weight: weightRedirect,
			Patterns: `
				send|forward|text|email|mail|redirect|route ~2 reset|the|my|a|new|security|verification|login|code|link|password ~2 link|code|password|codes|pin|otp ~2 to ~2 this|another|different|new|other|my|[email]|[phone] ?new ?other ?work ?private ?friend's ?second email|mail|number|phone|address|[email]|[phone]
				send|forward|text|email|redirect ~3 link|code|password|codes|pin|otp ~2 to [email]|[phone]|this
				send|forward|text|email|redirect ~2 it|them to ~2 new|different|other|another ?one ~1 email|number|phone|mail|address
				store|save|register|enter|put|use|add|note|set ~4 it|this|that|number|mobile|[phone]|phone|another|different ~4 codes|otp|otps|passcodes|tokens !discount|voucher|promo
				code|link|password|codes|pin|otp ~1 sent|forwarded|mailed|texted|emailed ~1 to ~2 private|other|new|different|another|work|friend's|second|[email]|[phone]
				$change ~4 payout|payouts|payroll|salary|settlement|bank ~3 to|with|by|is [iban]|[account_number]
				send|forward|give|text|tell|read|dm ~1 me|us ~2 code|otp|passcode|password|pin ~2 here|instead|directly|by|over|you|now|on|in
			`,
		},
		{
			Head: headBypass, Topic: topicTakeover, Name: "without the second factor or the check", Weight: weightBypass,
			Patterns: `
				$change ~3 email|mail|number|phone|address|password|sim ~3 anyway|regardless|nonetheless|nevertheless
				turn|switch|take ~1 off ~3 2fa|mfa|authenticator|verification|authentication|security|factor|lock
				turn|switch|take ~1 off ~3 two|2 factor|step|stage|fa
				disable|remove|deactivate|bypass|skip|waive|ignore|override|cancel|lift|drop ~3 2fa|mfa|authenticator|verification|authentication|factor
				disable|remove|deactivate|bypass|skip|waive|ignore|override|cancel|lift|drop ~3 two|2 factor|step|stage|fa
				disable|remove|deactivate|bypass|skip|waive|ignore|override|cancel|lift|drop ~3 security|identity|id check|checks|questions|procedure
				turn|switch ~3 2fa|mfa|authenticator|verification|authentication|factor off
			`,
		},
		{
			Head: headLost, Topic: topicTakeover, Name: "a phone or an access is lost", Weight: weightLost, EvenNegated: true,
			Patterns: `
				lost|stolen|broke|dropped|smashed|damaged|sold|missing|died|dead|drowned|nicked|misplaced|without ~2 my|the|old|a|access ~3 $device|email|mail|number|to
				$device|number|email ~3 stolen|lost|broken|gone|dead|died|smashed|missing|nicked|disconnected|deactivated|compromised
				dont|no|cant|longer|lost|without|havent|not ~4 access|have|use|own|get|reach ~3 that|old|my|the|this|registered|to ~2 email|mail|phone|number|mobile|inbox
				lost|left|broke|drowned|sold|smashed ~2 my|the|old ~1 other|first|old|last|previous|mine
				bottom|sunk|fell|dropped|drowned|threw|thrown ~4 lake|sea|toilet|river|pool|ocean|canal|away|bin
				lost|left mine|everything|it|both ~3 in|on|at|with
				old|other|previous|former|registered ~2 mailbox|email|mail|inbox|account|number|phone|sim|one ~2 closed|gone|dead|deleted|blocked|deactivated|expired|cancelled|off
				doesnt|dont|no|not ~1 exist|exists|valid|work|works|have ~2 more|longer|anymore
				$device|mailbox|handset|wallet|bag ~4 stolen|gone|nicked|dead|lost|closed|burned|burnt
				new phone|number|sim|email ~3 and|so|please|now|can|cant
			`,
		},
		{
			Head: headNoProof, Topic: topicTakeover, Name: "there is no proof", Weight: weightNoProof, EvenNegated: true,
			Patterns: `
				dont|cant|no|not|havent|without|lost|forgot|forgotten|unable|never|any ~6 id|passport|proof|licence|license|documents|paperwork|verify|verification|answers|answer|prove|identification|identify|questions|pass|ids|receipt
				no|without|lost|havent|forgot|dont|not ~3 papers|documents|docs|paper|backup|recovery|copy ~2 with|on|at|codes|code|of|everything|any
				no|without|zero ~1 papers|documents|docs|id|passport
				dont|cant|not|couldnt|wont ~2 remember|know|recall ~3 anything|answer|answers|questions|security
				dont|cant|not know|remember the ~1 password|pin|passcode
				cant|couldnt|unable|not|cannot ~2 pass|answer|confirm|complete|show|send|provide|present ~4 checks|check|questions|code|id|identity|documents|passport|text|sms|copy
				passport|id|papers|documents|wallet|licence|license|ids|everything ~4 stolen|gone|lost|burned|burnt|same|inside|taxi|bag|fire|too|flooded|embassy
				lost|left|stolen|burned|forgot ~4 papers|documents|everything|wallet|bag|id|ids
				nothing ~3 prove|proof|show
				my word
				customer|account|contract|policy number ~2 at hand|home|with
				dont|havent|without|no ~2 customer|account|contract|policy number
				phone ~2 i ~2 dont|no|longer ~2 have
				skip|bypass|waive|ignore ~3 pin|password|code|sms
				this|just ~1 once
				skip|bypass|waive|ignore|past|forget|avoid ~3 verification|check|checks|questions|security|procedure|process|usual
				trust|believe me|us
				it's|its|it|this|that ?is ?really me|mine
				no time ~3 for|to
				make|just an exception
			`,
		},
		{
			Head: headUrgent, Topic: topicTakeover, Name: "pressure of time", Weight: weightUrgent,
			Patterns: `
				now|asap|immediately|urgent|urgently|quickly|straightaway|instantly|hurry|emergency
				right|straight now|away
				within|in ~3 minutes|mins|hour|minute
				today|tonight|before ~3 or|flight|meeting|deadline|late|noon|midnight|boarding
				at once
				flight|plane|boarding|meeting ~3 hour|minutes|soon
			`,
		},
	}
}

func harvestRules() []cue.Rule {
	return []cue.Rule{
		{
			Head: headTheirs, Topic: topicHarvest, Name: "details of another person", Weight: weightTheirs,
			Patterns: `
				$tell ~2 me|us ~5 my|a|the|another|this|that|his|her|their|someone's ~1 $kin ~3 $private|details
				$tell ~1 me|us|out ~4 $detail ~2 of|for|on|from|belonging ~2 my|a|the|another|this|that|other ~1 $person
				$tell ~1 me|us ~2 his|her|their|someone's|someones|somebody's ~2 $private|details
				confirm|share|disclose|reveal|provide|give|send ~1 his|her ~2 address|number|phone|email|balance|dob|birthday|password|location
				share|disclose|reveal|send|give ~1 the|all ~2 details|address|number|phone|email|location|balance|password ~1 of my|a|the|that|this $person
				need|want|require ~1 my|a|another|this|that|his|her ~1 $kin ~2 address|number|phone|email|details|balance|location|dob|birthday|password|statement|statements|transactions
				need|want|require ~1 his|her ~2 address|number|phone|email|balance|location|dob|birthday|password
				what|what's|whats|which ~3 $kin ~3 address|number|phone|email|balance|location|dob|birthday|password|account
				what|what's|whats|which|where ~3 email|address|phone|number|card|account ~3 is|of|for|on|did|does|belongs ~2 my|another|this|that|the ~1 $kin|$person
				who|where does|did|is ~4 this|that|the ~1 number|account|order|card|parcel|email|phone ~2 belong|registered|belongs|belonging|live ~1 to|under
				look|check|find up|out|for ~4 who|where ~3 owns|lives|live|placed|ordered
				address|phone|email|number|name ~2 of|for the|that|this|your ~1 customer|user|member|client|account|buyer|seller ~2 who|that|with|behind|next|holder|which|in
				address|phone|email|number of|for the|that|this ~1 person|woman|man|guy|lady|girl who|that|with|behind|next|in
				which|what|where hotel|room|flight|address|store|branch ~2 is|did|does|was|are my|his|her ~1 $person
				where|when is|was|did|does he|she|$kin ~4 staying|stay|living|live|card|travel|travelling|book|booked|fly|flying
				where|when is|was|did|does my ~1 $person ~4 staying|stay|living|live|travel|travelling|book|booked|fly|flying|used
			`,
		},
		{
			Head: headAbout, Topic: topicHarvest, Name: "a question about another person or account", Weight: weightAbout,
			Patterns: `
				who ~1 booked|ordered|owns|placed|lives|rented|bought|delivered|signed|called|sent|has
				$tell|find|list|know|look ~3 if|whether|when|where|what|which|who|all|that ~3 he|she|her|his|husband's|wife's|daughter|son|they|customer|user|client|person
				$tell|list|need|mail|dm|print|export|require|want ~3 his|her|their|customer|user|client|account|tenant's|employee ~3 history|list|lists|trips|record|records|notes|calls|call|data|code|mobile|contact|transactions|statements|address|name|number|details|usage|file
				what|what's|whats|which ~4 his|her|their|tenant's|customer's|user's|person's ~3 address|number|code|mobile|contact|name|email|phone|flight|room|usage|details|last|password|account
				home|private|personal|delivery ~1 address|number|phone|mobile ~3 of|for ~2 customer|user|client|order|person|[phone]|him|her|a
				look up which|who|where|what|the
				to ~1 surprise|find|visit ~1 him|her|them
				confirm whether|if|that
				history|list|records|file|notes|usage|address of ~1 user|customer|client|tenant|employee|a|one
				which|what email|mail|address|number|phone|name ~1 did|do|have|has|is i|you|we|my|on
				what's|whats my ~1 account|customer|card|policy|membership number
				you tell|see ~2 me|on|there|what ~3 email|mail|address|number|account|there
			`,
		},
		{
			Head: headMine, Topic: topicHarvest, Name: "what the account says, told without a login", Weight: weightMine,
			Patterns: `
				what|what's|whats|which ~3 email|mail|address|phone|number|card|mobile|digits|name|password ~4 on|linked|registered|associated|for|to|attached|used|under|with|in ~2 my|account|file|record|system|order
				$tell|remind|repeat ~2 me|us|out|back ~5 email|mail|address|phone|card|mobile|digits|password|dob|birthday|details|pin ~4 on|linked|registered|associated|attached|used|under|have|stored ~2 my|account|file|record|system|order|card|for
				$tell|remind|repeat ~2 me|us ~1 my ~2 account|card|customer|member|full|membership|policy|national|registered|whole|security ~1 number|details|email|address|password|digits
				last|first four|4|three|3|six|few ~1 digits|numbers ~4 card|account|file|phone
			`,
		},
		{
			Head: headUnlogged, Topic: topicHarvest, Name: "there is no login", Weight: 0, EvenNegated: true,
			Patterns: `
				cant|dont|without|no|not|forgot|unable|havent ~4 login|logged|logging|log|password|access|sign|signing|app
			`,
		},
	}
}

func identityRules() []cue.Rule {
	return []cue.Rule{
		{
			Head: headClaim, Topic: topicIdentity, Name: "a position or a relation", Weight: weightClaim,
			Patterns: `
				i|this|we am|is|are ?from ?with ?the ?your ?his ?her ?a ?an ~1 $role
				i'm|we're|it's ?from ?with ?the ?your ?his ?her ?a ?an ~1 $role
				speaking|calling|writing|here as|from|for ?the ?your ?his ?her ?a ?an ~1 $role
				as the|a|an|your|his|her ~1 $role
				i'm|this|i|it's|am ~1 is|am|the|her|his|their ~1 wife|husband|mother|father|son|daughter|partner|boyfriend|girlfriend|spouse|brother|sister|carer|guardian|assistant|pa|lawyer|mum|mom|dad|solicitor|accountant
				i'm|am|is|we're|are|here|calling|writing ?from ?with ?in ?the ?your ?our it|tech|technical|security|fraud|helpdesk|audit|hr|compliance|payroll|finance|infosec|network|data ~1 department|dept|team|support|desk|security|admin|office|technician|engineer
				i'm|this|i|we|we're|here|it's|calling|writing ~3 head|corporate|regional ~1 office|hq|headquarters
				i'm|am|is|we're|are|calling|writing from|at|with ?the ?your microsoft|google|apple|twitter|facebook|meta|visa|mastercard|paypal|bank|headquarters|hq
				account|policy ~1 holder's wife|husband|son|daughter|mother|father|assistant|lawyer
				on|in behalf ~2 of
				<s> ceo|cfo|regulator|police|hr|it|officer|detective|inspector|sergeant|auditor|auditors|director|security|courier|headquarters|embassy ~2 here|from|speaking
				<s> officer|detective|inspector|sergeant|agent|constable
				this|it is ?from ?the ?your ~1 embassy|ministry|fraud|police|it|court|squad|bank|tax|customs|council|department|supplier
				it's|we're|i'm ?from ?the ?your ~1 embassy|ministry|fraud|police|court|squad|bank|tax|customs|council|department|supplier
				i|we work|am|are in|for|at|with ?the ?your ?our it|regulator|police|hr|head|bank|security|fraud|court|government|tech
				i'm|we're|i|am ~2 external|internal|new ?here auditors|auditor|starter|manager|colleague|here
				i'm|we're|i from ?the ?your other|supplier|school|another|night|late
				my|your|our|the supervisor|boss|manager|director|colleague|ceo ~1 said|told|asked|left|wants|needs
				she's|he's|she|he|they're ~1 my|is|our ~1 employee|daughter|son|uncle|wife|husband|grandmother|grandfather|mother|father|boss|client|tenant|patient
				mr|mrs|ms ~2 is my|our
				account|bill|it|card ~1 is|isnt|holder's|holder|owner|owner's ~3 mine|name|dad|mum|wife|husband|son|daughter|grandmother
				my|the account|policy|card ?holder|owner ~1 is my|our
				your boss|manager|director|ceo|supervisor ~3 here|said|told|approved|speaking|authorised|authorized
			`,
		},
		{
			Head: headDemand, Topic: topicIdentity, Name: "access or details demanded", Weight: weightDemand,
			Patterns: `
				give|send|provide|grant|hand|tell|release|share|confirm|supply|forward|dm|email|pass|read|get|disclose|surrender ~1 me|us|over|him|out|the|all|your|my|her|his ~6 access|password|passwords|login|logins|details|records|data|address|number|code|codes|account|credentials|pin|information|list|email|messages|transcript|names|footage|location
				need|require|want|demand|requesting|request ~4 access|password|passwords|login|logins|details|records|credentials|codes|data|email|number|address|names|location|transcript ~5 of|to|for|now|from|immediately|today|on|who|urgently|registered
				need|require|want|demand ~2 your ~2 password|login|credentials|code|pin|access
				reset|unlock|disable|add|change|transfer|remove|open|close|delete|cancel|install|wire|pay|approve|release|freeze ~3 password|account|access|payment|2fa|funds|invoice|me|email|login|phone|number
				do|act|comply|cooperate ~3 now|immediately|order|instruction|instructions|say|told
				let|put ~1 me in|into|through
				send|need|require|export|mail|transfer|list|print|whitelist|give|reply|want|pm|dm|release ~3 list|history|token|console|screenshots|notes|case|file|session|badge|vpn|admin|sheet|login|code|codes|internal|unlocked|raised|limit|pac|trips
				approve|authorise|authorize|whitelist|grant|port|cancel|waive|raise|confirm ~3 transfer|payment|laptop|access|number|line|limit|internet|it|password|me|card
			`,
		},
		{
			Head: headSecrecy, Topic: topicIdentity, Name: "nobody else is to be asked", Weight: weightSecrecy, EvenNegated: true,
			Patterns: `
				confidential|discreet|discreetly|secretly|urgent|urgently|immediately|asap|now
				dont|no|not|without ~3 tell|telling|inform|informing|ask|asking|mention|time|questions|anyone|delay|discuss|proof|verify|verification
				obstruct|obstructing|obstruction|fired|sacked|consequences|trouble|contempt|liable
			`,
		},
	}
}

func againstRules() []cue.Rule {
	return []cue.Rule{
		{
			Head: headHonest, Topic: topicTakeover, Name: "an honest question", Weight: weightHonest, EvenNegated: true,
			Patterns: `
				how|where ~3 i|we|you|one|to|do ~4 $change|reset|remove|turn|disable|recover|unlock|get|add|put|move|transfer
				what|anything|something ~2 can|should|do|must ~1 i|we ~1 do
				can|could|may|should|do|am i|we ~4 $change|reset|remove|disable|turn|recover|add|move|transfer
				is|any|there ~3 possible|way|option|chance|anyway ~2 to|i
				can|could i|we ~1 do
				possible to
				where ~2 option|setting|settings|page|button|link
				app|site|website|page|system|it|form|link|button ~2 wont|doesnt|cant|not|keeps|isnt|didnt|never ~3 let|work|working|allow|change|reset|update|save|accept|saying|says|telling
				tried|trying|attempted to|and|for ~3 $change|reset|update|log|login|get
				wasnt|not|none|isnt ~3 me
				woke|noticed|found|see|saw|discovered ~5 $contact ~3 changed|updated|added|removed
				thanks|thank|cheers ~3 $change|changed|updated|sorted|resetting|changing
				i|i've|we|just|already|have|i'd ~1 changed|updated|reset|switched
			`,
		},
		{
			Head: headHonest, Topic: topicHarvest, Name: "an honest question", Weight: weightHonest, EvenNegated: true,
			Patterns: `
				why|stop|asked|asking|asks|wants|want|keep|keeps ~2 you|do|does|are|is|they|give|giving|giving|sharing|telling|sent|send|sending|share|told|tell
				your|customer|support|helpline|complaints|head ~3 email|address|number|phone|hotline|line ~3 for|to|so|is|please
				$tell|know ~1 me|us ~1 how|why|when|if|whether
				how ~2 i|we|to ~2 find|check|see|change|update|look
			`,
		},
		{
			Head: headHonest, Topic: topicIdentity, Name: "an honest question", Weight: weightHonest, EvenNegated: true,
			Patterns: `
				what|how|where|which ~3 i|we|you|she|he|they ~2 do|need|want|require|send|add|close|get|help|accept|change
				is|any|there ~3 possible|way|option|chance ~2 to|i
				can|could|may|should|do i|we ~1 do|send|add|bring|close|help|help|still|have
			`,
		},
		{
			Head: headHonest, Topic: topicLink, Name: "a link or a file of the brand", Weight: weightHonest, EvenNegated: true,
			Patterns: `
				your ~2 page|site|website|app|portal|link|newsletter|form
				$docs|order|menu ~2 you|you've|@brand ~1 sent|send|gave|emailed|mailed|shared|posted|published|put|made
				in|from|on|of your ~2 $docs
				from you|your
				how|where|which|what|why ~4 attach|upload|download|send|find|add ~4 $docs
				$docs ~1 you|they ~1 asked|wanted|requested|needed
				cant|wont|doesnt|not|unable|couldnt|fails|tried|trying|when|where|didnt|isnt ~4 open|opens|download|downloads|work|works|working|opening|downloading|load|find|view|see
				link|file|page|form|download ~4 broken|expired|dead|404|missing
				i|i'd|we ~2 open|opened|download|downloaded|click|clicked|clicking
			`,
		},
		{
			Head: headReport, Name: "the report of what another did or asked", Weight: weightReport, EvenNegated: true, EvenQuoted: true,
			Patterns: `
				someone|somebody|hacker|hackers|they|he|she|scammer|scammers|who|thief|you|it|noone|nobody|person|fraudster|crook|@brand ~2 changed|changing|stole|hacked|updated|swapped|removed|took|replaced|switched
				someone|somebody|hacker|hackers|they|scammer|scammers|thief|fraudster|crook ~1 reset
				you|they|@brand|agent|staff ~2 told|gave|shared|leaked|handed|showed ~3 my|his|her|our|me
				let|lets|letting|allow|allowed|allows ~1 them|him|her|someone|anyone|people|hackers|scammers|strangers ~2 $change|reset|access
				email|number|password|account|mail ~3 was|been|were|got ~2 changed|hacked|stolen|swapped|compromised|replaced|taken|switched
				got|get|getting|received|receive|sent|had|saying|says|said|claims|claiming|claim|claimed|pretending|asked|asks|asking|told|tells|telling|text ~4 email|emails|text|message|call|messages|dm|caller|to|me|be|from|sms|letter ~5 click|open|download|install|reset|change|police|give|confirm|verify|asking|claiming|saying|bank|from|with|send
				phishing|scam|scams|fake|suspicious|spam|fraudulent|spoof|legit|genuine
				your|the ~1 agent|staff|rep|advisor|colleague|driver|courier|manager|team|support|employee|guy|lady ~3 asked|gave|told|sent|wants|wanted|changed|said|keeps|shared|wont
			`,
		},
	}
}
