package complaint

import "firebreak/detectors/internal/cue"

// takeoverRules are the rules for accounts that somebody else got into, of people and of businesses.
func takeoverRules() []cue.Rule {
	return []cue.Rule{
		{
			Head: headSecurity, Topic: topicTakeover, Name: "an account was taken over", Weight: certain,
			Patterns: `
				$own|wife's|husband's|mum's|mom's|dad's|son's|daughter's|mother's|father's|grandmother's|sister's|brother's|friend's ~4 $account|email|card|profile|miles|points|stuff|shit|subscription|phone|page|channel|wallet|cards|sim|identity ~3 $took|breached !me|to
				$own|wife's|husband's ~3 $account|subscription|profile|wallet|page ~4 taken over
				$own ~3 $account|profile ~4 broken into
				$own ~3 $account|profile ~4 got|been|being|was|is|were|having|getting|gets|keeps|keep ?been|being|just hacked|hijacked|compromised|stolen
				i've|i|we|we've|me|am|got|getting|i'm ?just|have|was|were|been|got|getting|think|think|being ?been|i've|i|got|just|being been|got|was|getting|being|am|were|be ?just|being hacked|hijacked !off|by
				i|we ?just got|was|were|been|am ?just hacked|pwned
				being|been|got|getting|was|were|someone|somebody|who|they|he|hacker|people|scammers|crooks|fraudster|fraudsters|thief|thieves|criminals|whoever ?has|have|had|just|just ~1 hacked|hijacked|breached|hacking ?into my|our|me|his|her|wife's|husband's|the $account|email|me|card|phone|profile|wallet|i|page|stuff
				hacked|hacking|hack|hijacked|broke ~1 in|into|my|our|of|on|her|his ~2 $account|accounts|profile|email !you|life
				account|accounts|profile ?has|have|had|was|were|is|got|may|might ~2 been|being|got|hacked|was|is|have|has ?just|be|been hacked|hijacked|compromised|taken|stolen|breached !off|out|down|from|care|away|a
				hacked account|accounts
				account is|was|got|being|getting|gets hacked|hijacked|compromised
				hacker|hackers|fraudster|fraudsters|hacker's|scammer|scammers|thief|hackers'|intruder ~6 my|our|account|accounts|password|email|me|logged|changed|i|access|accessed
				my|our|account|accounts|password|email|changed|by|the|to|from|person ~5 hacker|hackers|hacker's|fraudster|fraudsters|scammer|hacked|intruder|hackers'
				hack of my account|profile
				someone|somebody|person|people|who|stranger|strangers|he|she|whoever|thief|he's|she's|guy|criminals|scammer|scammers|they ?else|has|is|in|from|just|ha|keeps|in|is ~3 hacked|accessed|accessing|using|used|uses|changed|logged|logging|logs|took|takes|stole|stolen|cracked|entered|hijacked|gained|gotten|got|get|cancelled|canceled|linked|controls|emptied|drained|bought|ordered|booked|spent|transferred|withdrew|redeemed|opened|knew|knows ?in|access|to|into|over|all|total|full|something|stuff|things|a|from|with|out|on|an|hotel|flight|off|up|control|into ?into|to|on|with|of|over|hotel|flight|out|using|an|impossible ~3 my|our|grandmothers|wife's|husband's|mother's|father's|mum's|mom's|dad's ~3 $account|email|password|card|cards|points|miles|avios|phone|subscription|wallet|balance|details|credit|debit|info|name|identity|system|loyalty|money
				gained|gotten|got|have|has ~2 access to|into my|our account|accounts|profile|email
				identity theft
				stole|stolen|stealing my|our identity|password|passwords|points|miles|account|accounts|login|card|data|credentials|personal
				my|our identity ~2 stolen
				sim swap|swapped|swapping|jacking
			`,
		},
		{
			Head: headSecurity, Topic: topicTakeover, Name: "use that the owner did not make", Weight: likely + 0.5,
			Patterns: `
				unauthori* ~2 access|login|logins|purchase|purchases|transaction|transactions|charge|charges|payment|payments|order|orders|activity|withdrawal|withdrawals|transfer|transfers|use|debit|sign|device|devices|attempt|attempts|person
				fraudulent|fraudulently|fraud ~2 charge|charges|charged|transaction|transactions|purchase|purchases|activity|order|orders|payment|payments|booking|bookings|login|use|used|account|debit|withdrawal
				charges|charge|transactions|transaction|purchases|purchase|payments|payment|orders|order|logins|login|devices|device|withdrawal|withdrawals|transfers|transfer|bookings|booking|subscription|changes ~4 i|we didnt|never|havent|dont|did|do ~1 make|made|authorise|authorize|authorised|authorized|place|placed|recognise|recognize|recognised|approve|approved|know
				charges|charge|transactions|transaction|purchases|purchase|payments|orders|logins|devices|withdrawals|withdrawal|transfers|transfer ?that|which arent|werent|isnt|wasnt|not mine|me|ours
				i|we didnt|never|havent|dont|did|do ?not make|made|authorise|authorize|authorised|authorized|placed|place|approve|recognise|recognize|order ~3 purchase|purchases|charge|charges|transaction|transactions|order|orders|payment|payments|login|logins|booking|bookings|transfer|transfers|withdrawal|device|devices
				$stranger ?keeps|else|has|just|also ?just reset|resets|resetting|set|sets|changes|changing|changed|chose|picked|added|removed|swapped ~3 password|passwords|pin|login|email|number|address|username|payee ~4 for|on|of|in|to|every|each|again|back|and
				$stranger ?keeps|else|has|just|also ?just reset|resets|resetting|set|sets|changes|changing|changed|chose|picked|swapped ~1 my|our ~2 password|passwords|pin|login|email|number|address|username
				password|email|address|number|pin|details|username|login|it ~2 changed|reset|replaced|updated|swapped ~6 not|wasnt|isnt|werent ~1 by me|us
				reset|verification|login|security|otp|password ~1 mails|mail|messages|message|notifications ~2 that|which|i ?i ?did|have didnt|never|not|dont|havent ~1 request|ask|requested|asked|want|start|trigger
				changed|reset|set ~1 it|that ~2 back|again ~4 someone|stranger|he|she|they
				set|changed|reset|choose|change ~1 my|a|the|our ~2 password|pin ~6 someone|stranger|they|thief|he ~2 changed|changes|reset|resets|got|set|gets|undid
				i|we never|didnt asked|ask|requested|request|wanted ~3 reset|set|change|choose|new|link ~4 password|passwords|pin|email|number
				didnt|never|not|wasnt|isnt me|i who|that log|logged|login|made|change|changed|ordered|bought
				unknown|strange|unrecognised|unrecognized|unfamiliar|suspicious|random|weird ~1 device|devices|login|logins|activity|transaction|transactions|sign|charge|charges|purchases|email|access|emails ~3 account|my|on|address|from|in|logged|accessed
				suspicious|unusual|weird|strange activity|login|logins|access|transaction|transactions
				logged|logging|login|logins|log|signed|sign|accessed|access|logons ~4 from ~1 russia|china|nigeria|brazil|vietnam|india|ukraine|turkey|indonesia|abroad|elsewhere|overseas
				logged|logging|login|logins|log|signed|sign|accessed|access|logons ~4 from ~2 another|different|other|foreign|strange|unknown|new|unfamiliar country|device|location|city|place|continent|ip|phone|computer|state
				password|passwords|email|emails|address|number|phone|details|pin ~4 changed|updated|replaced|reset by ~2 someone|hacker|hackers|somebody|stranger|scammer
				password|passwords|email|emails|address|number|phone|details|pin ~4 changed|updated|replaced|reset without ~2 knowing|knowledge|consent|permission|me|asking|authorisation|authorization|request
				changed|replaced|changing ~1 my|our ?account ?registered|login email|password|phone|number|address|details|pin ~4 someone|hacker|locked
				changed|replaced|changing ~1 my|our ?account ?registered|login email|password|phone|number|address|details|pin %2 without|not ~2 me|my|knowing|asking|permission|consent
				someone|somebody ~3 gotten|got|broken|broke|hacked|getting|hacking into|in your|@brand system|systems|site|database|servers
				for|about|are|from|is|me being hacked
				he|they|someone|she|hacker has|have|'s ?also changed|deleted|replaced my|our email|password|number|account|phone|username
				someone|somebody ?else|who ?has|is|keeps|was|been|else ?been|else|is trying|tried|attempting|attempted|attempts ~2 log|login|access|get|hack|reset|into|sign|change ~4 my|our|account|password|into
				reset|verification|login|security|2fa|otp|time|password ~3 emails|code|codes|texts|email|links|requests|sms ~3 i|that|which ?i didnt|never|not|dont|havent request|ask|requested|asked|make|start|trigger
				didnt|never|not ~1 request|requested|ask|asked|ordered|order ~3 password|code|codes|reset|2fa|otp|sim
				card|account|cards ~3 was|been|got|being|is ?just|been fraudulently|used|charged|cloned|skimmed|drained|emptied|cleaned ?fraudulently|by|without|out|charged ~3 someone|fraud|fraudulently|charged|fraudster|without|cloned|authorisation|me|my|stranger|strangers
				just|was|been|got|card|were fraudulently charged|used|opened|booked|debited
				money|savings|balance|funds|points|miles|avios|cash ~3 stolen|vanished|gone|drained|emptied|hacked ~3 from|out|by|off my|our|account|someone|hacker|hackers
				opened|open|created|registered|taken|signed ~2 account|accounts|loan|card|contract|credit|me ~2 in|with|using|under|up my|our name|details|identity|email|address|ssn
				unknown|strange|different|wrong|else's|unrecognised|unfamiliar ?email email|address|number|device|phone ?address|number is|on|linked|attached|added|registered|in ?to|on|with ?my account
			`,
		},
		{
			Head: headSecurity, Topic: topicTakeover, Name: "a business account in strange hands", Weight: certain, EvenQuoted: true,
			Patterns: `
				$own ~4 $biz ~2 was|were|is|has|have|been|got|being|just ~1 hijacked|compromised|hacked|breached|infiltrated|pwned|overtaken|cracked
				$own ~4 page|channel|profile|group|domain|workspace|blog|newsletter|handle|listing|tenant ~2 was|were|is|has|have|been|got|being|just ~1 stolen|seized|grabbed|taken !down|offline|off|care
				page|channel|profile|group|domain|workspace|blog|newsletter|handle|listing|tenant|account|console of our|my ~3 was|were|is|has|have|been|got|being ~1 stolen|seized|hijacked|hacked|taken|compromised
				hijacked|hijacking|hijack|seized|usurped|commandeered ~1 our|my|the ~3 $biz|account
				attacker|attackers|intruder|intruders|hijacker|hijackers|impostor|imposter ~6 our|my|us|we|admin|owner|root|everything|deleting|inside
				our|my|admin|owner|root|everything|us ~6 attacker|attackers|intruder|intruders|hijacker|hijackers|impostor|imposter
				$stranger ~2 have|has|had|took|taken|runs|running|controls|control|run|owns|holds|hold|hijacked|seized|stole|got|gained|grabbed|gaining|getting ~1 ?over|hold|control|access|rights|keys ?of|to our|my ~3 $biz|account !number|manager|details|name|on
				$stranger ~2 have|has|had|got|gained|gaining|holds ~1 admin|owner|root|editor ~1 rights|access|role|permissions|privileges ~3 in|on|to|over ~1 our|my|the
				lost|losing|loose control ~1 of|over ~1 our|my ~2 $biz|account|accounts
				stranger|strangers|hacker|hackers|criminals|crook|crooks|thief ~2 runs|controls|running|controlling|owns|run|own ~1 it|them|everything|now|my|our
				shop|payout|payouts|store|settlement|sales|revenue|pays|paid ~4 to|into ~2 iban|account|card|wallet|bank ~3 not|isnt|arent|never|noone|wasnt|doesnt ~1 ours|mine|belong|us|know|recognise|recognize
				iban|wallet|user|users|admin|admins|login|logins|member|members|editor ~1 that|which|who|we|i ~1 arent|isnt|not|wasnt|dont|doesnt|werent|never|didnt ~1 ours|mine|us|know|me|belong|from|recognise|recognize|added|add|created|create|invited|invite
				$made ~4 we|i|noone|he|she|they ~2 never|didnt|havent|not|dont|didnt ~1 created|create|made|make|wrote|write|posted|post|sent|send|launched|launch|started|start|approved|approve|add|added|authorised|authorized|set|opened|open|listed|scheduled
				$made ~8 noone|none ~1 here|us|team|staff|company ~2 created|made|wrote|posted|sent|launched|started|approved|added|authorised|authorized|opened|knows
				our|my ~4 $biz|account|login|mailbox ~2 is|are|was|ended|fell|being ~2 in|into|under ~2 hands|control|possession of|by
				unknown|strange|rogue|fake|foreign|unauthorised|unauthorized|former ~1 admin|user|owner|administrator|moderator|member|employee ~2 removed|deleted|banned|added|kicked|changed|took|invited|locked|removes|deletes
				$own ~4 $biz ~2 was|were|got|been|is ~1 broken into
				servers|instances|machines|vms|campaigns|ads ~3 running|up|started|live ~2 that|which ~1 arent|isnt|werent|wasnt ~1 ours|mine
				$stranger ~4 is|are|was|were ~1 logged|signed ~1 in|on as|with
				our|my ~6 sent|posted|ordered|spent|bought|published|mailed|deleted|invited|transferred|tweeted ~10 wasnt|not ~1 us|me </s>
				in the hands of ~4 kids|criminals|strangers|crooks|hackers|someone|thieves|others|scammers|people
				everything|everyone|all|files|projects|posts|pages|data|things ~4 gets|is|being|are|getting|was|were|got ~1 being ~1 deleted|wiped|removed|erased|banned|kicked ~6 not|none|isnt ~2 us|me|ours|my
				whoever|person|people|someone|crook ~1 who|that|has|have ~1 holds|controls|has|runs|hold|control|took|have|owns|runs ~1 our|my ~3 $biz|account|accounts|login !number
				whoever holds|controls|has|runs|took|owns our|my ~2 $biz|account|accounts|login
				made|makes|declared|appointed|promoted ~1 himself|herself|themselves|itself ~2 super|global|main|new|sole|our ~1 admin|owner|administrator|boss
				account|page|profile|channel|feed|mailbox|site|blog ~3 is|was|has|keeps|been|started|begins ~2 sending|posting|streaming|spamming|publishing|blasting|used|selling|advertising ~4 obscene|spam|porn|rubbish|junk|crypto|fake|scam|filth|nudes|ads|sunglasses|phishing
				changed ~2 owner|owners|ownership of ~1 our|my ~8 noone|unknown|not|never|stranger|gmail|isnt|none
				crook|impostor|imposter|stranger|someone|hacker|scammer|fraud|criminal ~2 is|are|keeps|was ~1 answering|writing|messaging|replying|talking|mailing|emailing|contacting|posting ~4 from|as|in|with|through ~3 $biz|account|mailbox
				answering|writing|messaging|replying|talking|mailing|emailing ~2 our|my ~1 customers|clients|guests|followers|friends|contacts ~3 from|as|in|with|through ~1 our|my
				logins|login|sessions|session|activity|access ~1 at|from ~6 asleep|holiday|lagos|night|lunch|died|sick|retired
				sessions|session|logins|devices ~1 from ~2 lagos|russia|china|abroad|nigeria|moscow|overseas|countries|continent
				mailbox|account|server|page|newsletter|bot|shop ~3 has|was|is|been|being|were ~1 been|being ~1 used|abused|misused ~1 to|for|by ~2 blast|send|spam|mail|spread|host|mine|phish|scam|attack
				extra|second|new|unknown|strange|another ~1 owner|admin|user|administrator|member|payee|device ~2 on|in|at ~2 our|my ~6 not|isnt|none|noone|wasnt|arent ~3 ours|us|mine|know|one
				thrown|kicked|locked|removed|booted|pushed ~1 out|off ~1 of ~1 our|my ~1 own ~2 $biz|account ~3 by
				two|2|mfa|2fa ~1 factor|fa ~2 was|got|is|been|were ~1 switched|turned|disabled ~1 off ~8 none|noone|not|didnt|never|without
				2fa|mfa|factor ~2 was|got|is|been|were ~1 disabled|switched|turned|removed ~8 none|noone|not|didnt|never|without
				root|admin|owner|user|dns|records|domain ~4 changed|altered|repointed|redirected|switched|disabled|modified ~6 not|none|noone|didnt ~2 by|of|us|our ~2 us|our|me|people|did
				ransom|extortion note|letter|demand|message ~6 our|my|dashboard|desktop|files|server|servers|console|screen
				pay or ~2 data|files|account
				ordered|ordering|buys|bought|spent|burned|burnt|drained ~4 on|with|from|overnight ~2 our|company|my ~2 credit|card|account|budget|money ~4 who|whoever|not|broke|someone|people|strangers
				budget|money|credit|credits ~2 burned|burnt|spent|drained|gone|blown ~4 people|someone|strangers|hackers|who|by|broke
				$stranger ~2 renamed|rename|renames|sold|closed|hijacked|repointed|blocked|banned ~2 our|my ~2 $biz|account
				hacked|hack|cracked|phished|owned ~1 the|our|my ~1 admin|root|owner|cms|backend|dashboard|console|workspace
				hostile|unfriendly takeover|takeovers
				account|shop|page|store ~2 changed|changes hands ~2 without
				malware|virus|code|updates|packages ~2 pushed|published|released ~2 in|under ~1 our|my name
				pushed|published|released ~1 malware|virus|backdoor ~4 in|under|from|with ~1 our|my
				user|admin|account|key|device|login|rule|owner|member|app|administrator|forwarding|users|admins|accounts ~3 appeared|popped|showed|sprang|turned|popping|appearing ~2 in|up|on ~2 our|my|the ~2 console|dashboard|team|workspace|account|organisation|organization|tenant|list|settings|panel
				added|made|promoted|set|appointed|declared|invited himself|herself|themselves|itself ~2 as|to|the|an|into ~3 owner|admin|administrator|member|user|editor|manager|team|workspace|account|page
				employee|colleague|contractor|admin|partner|developer|someone|he|she|stranger|freelancer|agency|intern|ex|manager ~2 kicked|locked|threw|removed|booted|deleted|kicks ~1 everyone|everybody|us|all ~2 out|off|from
				api|access|secret|signing|ssh|private key|keys|token|tokens|credentials ~2 is|are|was|were|being|been|got ~1 used|abused|stolen|leaked|misused ~4 by|from|in|and|to|elsewhere
				$stranger ~1 got|broke|hacked|logged|broken|gotten|sneaked|breaks|gets|getting ~1 in|into ~1 our|the|my|editor's|admin's|owner's|colleague's ~2 login|account|cms|admin|backend|console|mailbox|workspace|dashboard|page|shop|server|servers|network|system|systems
				$stranger ~1 logged|signed|signing|logging|posing|posting|acting|logs in|on|as ~1 as ~1 me|our|my|us|one|admin|owner|root
				$stranger ~1 posting|posts|posted|acting|acts|spending|writing|writes|sending|sends|tweeting ~4 as|from|in|on|with ~2 our|my ~2 $biz|account|name|email|card|money|budget
				not|wasnt|isnt|arent|werent us|me ~1 sending|posting|writing|ordering|spending|streaming|tweeting|publishing
				$stranger ~2 inside|in our|my ~2 account|system|systems|network|mailbox|workspace|console|servers|cms
				our|my ~2 $biz|account|feed|handle|number ~5 streams|streaming|posts|posting|shows|showing|tweets|tweeting|spams|spamming|sends|sending|spreading|advertising|publishes|pushing|promotes|promoting|mails|mailing|serving|serves ~5 crypto|bitcoin|fake|scam|scams|porn|spam|casino|viagra|giveaway|malware|nft|phishing|propaganda|filth
				transferred|ported|moved|signed|changed|redirected ~1 away|out|over ~8 we|i|noone ~2 didnt|never|not|dont ~1 approve|request|authorise|authorize|ask|agree|order|start|sign|initiate|want|approved|requested|authorised|authorized|asked|agreed
				transferred|ported|moved|signed away|out ~1 from ~1 our|my|us
				replaced|changed|swapped|wiped|deleted|removed|exported|downloaded|emptied|encrypted|vandalised|vandalized|defaced|altered ~3 by ~1 stranger|strangers|unknown|attacker|attackers|hacker|hackers|intruder|criminals|outsiders|outsider|persons
				wiped|deleted|exported|downloaded|emptied|encrypted|vandalised|vandalized|defaced|altered|replaced ~2 by someone !at|from|in|on|working
				someone|hacker|attacker|stranger|intruder|$stranger ~3 wiped|deleted|exported|downloaded|emptied|encrypted|vandalised|vandalized|defaced|deletes|deleting|wiping ~2 our|all|every ~3 projects|project|repos|repo|files|posts|pages|data|customers|contacts|servers|backups|products|listings|site|website|database|campaigns
				run|runs|running|mining|mine ~3 miners|miner|crypto|bitcoin|botnet ~3 on ~1 our|my
				bruteforced|phished|keylogged ~4 our|my ~3 $biz|account|password|staff
				$biz|account ~3 in ~1 wrong|strange|criminal|foreign|other|someone|someone's ~1 hands
			`,
		},
	}
}
