package complaint

import "firebreak/detectors/internal/cue"

// secretsRules are the rules for passwords and codes: stored, sent or shown readable, or asked for by somebody in the brand's name.
func secretsRules() []cue.Rule {
	return []cue.Rule{
		{
			Head: headSecurity, Topic: topicPlaintext, Name: "a password in plain text", Weight: certain + 0.3, EvenQuoted: true,
			Patterns: `
				plain|clear text|txt %8 $secret
				plaintext|cleartext|unencrypted|unhashed|plaintexted %8 $secret
				$secret ~8 plain|clear text|txt
				$secret ~8 plaintext|cleartext|unencrypted|unhashed
				$secret ~4 in the clear
				$secret %4 not|arent|isnt|wasnt ?even|being|properly hashed|encrypted|salted
				$secret stored|kept|saved %3 readable|unprotected|excel|spreadsheet
				unencrypted|unhashed|readable ~3 $secret
			`,
		},
		{
			Head: headSecurity, Topic: topicPlaintext, Name: "a password sent readable", Weight: certain,
			Patterns: `
				emailed|mailed|texted|sms'd|posted|emails|mails|texts|messaged|emailing|mailing|texting|dm'd ?me|us|customers|users|people|back|out ~3 my|our|their|the|customers'|your actual|full|current|existing|old|whole|entire|real|own password|passwords|pin|passcode
				emailed|mailed|texted|posted|emails|mails|texts|messaged|emailing|mailing|texting|dm'd|sent|send|sends|sending ?me|us|customers|users|people|back ~2 my|our|their own|actual|full|current|existing|old|whole|entire|real|chosen password|passwords|pin|passcode !reset|hint|manager
				emailed|mailed|texted|emails|mails|texts|messaged|emailing|mailing|texting|sent|sends|sending|posted ?me|us|them|it ~1 my|our|their password|passwords|passcode !reset|resets|change|hint|again|recovery|link|update|manager|back|to|expired|expiry
				emailed|mailed|sent|texted|emails|sends ?me|us|customers|users my|our|their|the password|passwords back|over by|in|via|over|to
				emailed|mailed|sent|texted|emails|sends ?me|us|customers|users my|our|their|the password|passwords back
				email|mail|letter|text|sms|message %5 with|containing|contains|contained|including|showing ?in|my|our|the|a ~2 my|our|actual|full password|passwords !reset|has|was|expired|changed|needs
				my|our|her|his ?full|actual|current|own|whole password|passwords|passcode ?was|is|were|being ?right|just|still|also|even ?there|sitting|written|printed|included|shown|displayed in|inside|on ?an|a|the|your|that|this|my email|mail|letter|envelope|text|sms|inbox|message
				send|sends|sending|email|emails|mail|mails|text|texts ?me|us|customers|users my|our|their|the ?full|own|actual|current password|passwords by|via|over|in|through ?an|a|the email|emails|mail|text|sms|letter|post|plain !reset|link
				password reminder|reminders|recovery %5 contains|contained|included|shows|showed|has|had|with|gave ~2 my|the|actual password
			`,
		},
		{
			Head: headSecurity, Topic: topicPlaintext, Name: "somebody can read the password", Weight: certain - 0.4,
			Patterns: `
				can|could|able|agent|agents|staff|rep|reps|support|guy|lady|employee|employees|person|you|they|@brand ?to|actually|just|literally see|sees|saw|seen|read|reads|view|know|knows|knew|tell ?me|out|us ?back ~1 my|our|customers'|customer|users'|everyone's|people's ?full|whole|actual|own|entire|exact password|passwords|passcode !reset|is|was|has|wrong|hint|expired
				read|reads|reading|spelled|told|telling|quoted|recited ?me|out|back ?to|me my ?full|whole|actual|own|exact|current password|pin|passcode !is|was|wrong|has|had|reset|isnt|wasnt|expired|needs|didnt|doesnt|must|should
				read|reads|spelled|told|quoted|recited my ?full|whole|actual|own|exact|current password|pin|passcode ?back|out to|over|aloud|back
				my ?full|whole|actual|own|current password|pin|passcode ~2 read|spelled|quoted ?back|out to|aloud me|loud
				password|passwords ~3 visible|readable|viewable to ~2 staff|agents|support|anyone|everyone|employees|everybody
				how|why do|does|did|can|would|could|is ~3 know|knows|see|have|knew|knowing|seeing my ?actual|full|own password|passwords !reset|has|is
				shows|showed|showing|displays|displayed|displaying|prints|printed|reveals ~1 my ?full|actual|whole|current password|passwords|passcode ?in|on !reset|field|has|is|was
			`,
		},
		{
			Head: headSecurity, Topic: topicPlaintext, Name: "what only a readable password allows", Weight: certain - 0.2, EvenQuoted: true,
			Patterns: `
				staff|agents|employees|people|clerks|rep|reps|clerk|support|you|they|everyone|anyone|helpdesk ~2 see|sees|read|view|look ~2 $secret ~3 on|in|at ~2 screen|screens|system|database|page|table
				$secret ~4 sit|sits|sitting|lie|lies|lying|kept|stored|saved|live|sits ~3 in ~2 table|database|spreadsheet|excel|file|text|list|folder|sheet
				$secret ~8 noone|nobody|not|never|dont|didnt|doesnt ~2 encrypted|encrypt|encrypts|hashed|hash|salted|scrambled
				email|mail|letter|postcard|invoice|note|slip|log|url|sms|receipt|bill ~3 with|contains|shows|reads|says|spelled|spelt|reveals ~2 my|our|username|login|user|full ~2 password|passcode|passwords|pin !reset|link|hint|field|protected|hasnt|havent|has|never|is|didnt|doesnt|wont|not|isnt
				username|user|login|name ~1 and ~1 my|our|the ~1 password ~2 in|on|together|side|right|printed|there
				storing|keeping|saving|holding ~1 $secret ~8 negligent|looked|readable|visible|crime|madness|reckless|irresponsible|recovered
				$secret ~3 you|they|staff|support ~1 can|could|are|were ~2 send|mail|email|read|tell|look|see|recite|show|able
				$secret ~12 lands|landed|arrives|arrived|shows|came|comes|appears|appeared|pops|turned ~2 in|up|by|on|with ~3 my|our|the|an|a ~1 inbox|mailbox|mail|email|sms|letter|screen|url|invoice|profile
				know|knows|knew|tells|told|recite|recites|guess ~2 what|which ~1 my|our ~1 $secret ~1 is|was
				know|knows|knew ~1 which|what $secret ~1 i|we
				hotline|support|staff|agent|agents|you|they|rep|someone|helpdesk|anyone|clerk ~3 see|sees|know|knows|read|reads|view|tell ~1 what ~1 my|our|the ~1 $secret ~1 is|was|are
				decrypt|decrypts|decrypted|unhash|descramble|unscramble ~2 your|my|our|the|people's|customers'|every ~1 $secret
				$secret ~4 as ~2 normal|plain|readable|visible|clear|ordinary ~1 text|letters|words
				your|my $secret is ~2 the|your|my ~2 name|dog|cat|birthday|street
				got|get|had|have ~1 my|our ~1 own|old|same|very|actual|current|real ~1 $secret ~2 read|mailed|sent|texted|emailed|told|printed|spelled|shown
				same|old|own|actual|real|current|forgotten ~1 $secret ~1 mailed|sent|emailed|texted|posted|read|printed|back
				sent|mailed|emailed|texted|send|sends|mails ~1 me|us|out|back ~1 the|my ~1 forgotten|old|current|actual|existing ~1 $secret
				confirmed|checked|compared|repeated|went ~1 my|our ~1 $secret ~2 by|over|on|with|digit|letter ~2 phone|digit|letter|line|me
				mail|mails|mailing|emailing|email|send|sending ~1 $secret ~1 around|about|out|in|by|as
				oh|that's|nice|funny|good ~3 nice|funny|good|password ~1 password|that's ~6 how|he|she|they|know
				look|looks|looked|looking|pulled|pull ~1 up ~1 my|our|the ~2 word|password|passwords|secret|pin
				know|knows|see|sees|saw|compare|compares|check|checks|confirm|confirms|have|has ~3 third|fourth|first|second|last|3rd|2nd|4th|5th|fifth ~1 ?four|three|few|two letter|letters|character|characters|chars|digit|digits ~2 of|from|in ~1 my|our|the|your ~1 password|pin|passcode
				$secret ~10 hash|hashing|hashed|salt|reversible|reversibly|bcrypt|decrypt|decrypted|decryptable|rot13|base64|md5|sha1 !browns|tag
				hash|hashing|hashes|salt|bcrypt|reversible|argon2|md5 ~8 $secret
				no|without|never|not|learn|heard|try|understand|understood|of|is ~2 hashing|salting|bcrypt
				no salt|hash ~1 no salt|hash
				<s> hash|encrypt|salt it|them|your|those !out
				can|could ~1 mail|email|send|tell|read|show|recover|retrieve ~1 it|them|me|that ~4 you|they|it's|it|then ~1 store|stores|keep|keeps|stored|kept|isnt|not|arent
				can|could ~1 mail|email|send|tell|read|show ~1 me|us ~1 my password ~4 you|they|it's|it|then ~1 store|stores|keep|keeps|stored|kept|isnt|not|arent
				send|sends|sent|mails|mailed|emails|emailed ~3 what|exactly ~2 you|i|we ~1 typed|chose|entered|picked|set ~3 signup|registration|sign|registering|first
				<s> why|how is|are|was|come ~1 my|our ?full|own|actual|real password|passwords|pin|passcode ~2 in|inside|on|part ~4 mail|email|emails|letter|sms|text|inbox|invoice|receipt|envelope|parcel|url|link|message|screen|page
				my|our ~1 password|passwords|pin|passcode ~2 in|inside ~1 welcome|confirmation|registration|activation|reminder|order|first|plain|signup ~1 mail|email|letter|sms|text|message
				confirmation|welcome|registration|reminder|recovery|activation|signup|order|forgot ~1 mail|email|letter|message|mails|emails|text ~2 list|lists|contain|contains|contained|include|includes|included|show|shows|showed|has|had|states|with|repeats|spells|quotes|gives ~3 my|our|full|own|actual|original|chosen|username|user|login|the|everyone's ~2 password|passwords|pin !reset|link|hint
				show|shows|showing|display|displays|list|lists|print|prints|reveal|reveals|expose|exposes|view|see|sees|read|reads ~2 every|all|each|everyone's|everybody's|customers'|customer's|people's|users'|user's|members' ~2 password|passwords|pins|passcodes !manager
				keep|keeps|kept|store|stores|stored|storing|save|saves|saved|hold|holds|holding ~3 $secret ~3 readable|reversible|reversibly|recoverable|decryptable|open|plainly|excel|spreadsheet|notepad|written|unprotected
				keep|keeps|kept|store|stores|stored|storing|save|saves|saved ~1 them|it|those|these ~1 readable|reversible|reversibly|recoverable|plainly|unprotected
				$secret ~2 is|are|was|were|being|get|gets ~1 kept|stored|saved ~2 readable|reversible|reversibly|recoverable|plainly|visible|where|so
				password|passwords|pin|passcode ?was|is ~1 right|sitting|just|printed|written|there ~2 in|on|inside ~2 mail|email|letter|inbox|message|sms|invoice|envelope|receipt
				<s> password|passwords in ?the|a|an|your|every mail|email|emails|letter|sms|message|invoice
				print|prints|printed|printing|write|writes|stamp|put|puts ~1 my|our|the|customers'|people's ~1 password|passwords|pin ~1 on|in|into ~3 invoice|letter|receipt|label|envelope|parcel|card|mail|email|bill|slip|form
				told|tell|tells|knew|knows|know|read|reads|spelled|said|gave ?me|us|out|back ~1 what|which my|our|her password|passwords|pin|passcode was|is|were
				spelled|spelt|dictated|repeated|recited|read|reads|spells|quoted|whispered|shouted ?out my|our|her ?full|whole|own password|passwords|pin|passcode ~1 to|letter|over|aloud|loud|out|back|in|on
				support|helpdesk|agent|agents|staff|you|they|rep|lady|guy|who|anyone|everyone|someone ~2 look|looks|looked|looking|pull|pulls|pulled up|at ~1 my|our|customers'|the|people's ~1 password|passwords|pin !reset|page|field
				cant|couldnt|hardly|never ~1 be ~1 encrypted|hashed ~2 if|when|as
				reset|forgot|forgotten|reminder|recovery|recover|remind ~8 got|get|sent|mailed|emailed|gave|received|sends|mails|emails|there|texted ~3 my|the ~1 old|existing|original|current|actual|real|own|same one|password|pin|passcode !doesnt|isnt|wont
				got|get|received ~1 my|the ~1 old|existing|original|current|actual|real|own|very|same password|passcode|pin ~3 in|by|via|back|sent|from|as ~3 mail|email|sms|text|post|letter|you|@brand|me
				my|the|original|actual|old password|one ~2 instead|rather of|than ~4 reset|resetting|new
			`,
		},
		{
			Head: headSecurity, Topic: topicAsked, Name: "was asked for a secret", Weight: certain + 0.5, EvenQuoted: true,
			Patterns: `
				care|support|service|agent|rep|staff|bank ~1 wants|wanted|asks|asked|asking|demands|demanded ?me ?for my|our|the ~2 otp|pin|password|passcode|code|cvv|2fa
				asked|asks|asking|ask|wanted|wants|want|demanded|demanding|demands|requested|requesting|requests|insisted|insists|need|needed|needs|require|requires|required|requiring|pressured ~1 me|us|customers|people|to|my|for|on|mum|dad|mother|wife|husband|grandma ?to|for|customers ?for|on|over|of|give|get|confirm|provide|say|share|tell|send|enter|type|read|dm|hand|verify|disclose|know|reveal ~3 my|our|their|the|her|his|a|for ?entire|full|whole|account|card|debit|credit|online|bank|banking|own|login|security|one|actual|2fa|atm|mother's|4|four|six|6|verification ?digit|banking|bank|time|maiden|card|security|login|code password|passwords|pin|passcode|otp|cvv|cvc|ssn|code|codes|maiden|2fa|passphrase|credentials !reset|did|didnt|to|has|again|every|change|but|because|promo|discount|voucher|booking|reference|zip|post|postal|dress|qr|more|was|is|each|when|for|before|and
				asked|asks|asking|wanted|wants|want|needs|need|demands|demand|demanded|demanding|requested|requires|insisted ?me|us|to|on ?for|give|know|confirm|have my|our|her|his ?full|whole|account|card|online|bank|banking|login|security|own|one|actual|time ?time|banking password|passwords|pin|passcode|otp|cvv|cvc|ssn
				asked|asks|asking|wanted|wants|demanded|demanding|requested|insisted ~4 maiden name
				asked|asks|asking|wanted|wants|demanded|demanding|requested|insisted ~4 social security
				asked|asks|asking|wanted|wants|demanded|demanding|requested|insisted ~4 security code
				asked|asks|asking|wanted|wants|demanded|demanding|requested|insisted ~4 3|three|4|four|6|six digit|digits ~1 code|pin
				asked|asks|asking|wanted|wants|demanded|demanding|requested|insisted ~4 code|codes ~1 texted|sent|they
				$staff|you|they|@brand|someone ~5 asked|asks|asking|ask|wanted|wants|demanded|demanding|requested ~3 for|give|confirm ~1 my|our|the ?mother's|social|full|security|one|verification|sms|login ?maiden|security|time|code|login ?time password|pin|code|codes|passcode|otp|cvv|ssn
				$staff|you|they|@brand|someone ~5 asked|asks|asking|ask|wanted|wants|demanded|demanding|requested ~3 for|give|confirm ~1 my|our|the ~1 maiden name
				$staff|you|they|@brand|someone ~5 asked|asks|asking|ask|wanted|wants|demanded|demanding|requested ~3 for|give|confirm ~1 my|our|the ~1 ?security|card social|security|card|insurance number
				why ~2 you|they|@brand|staff|agents|support|app|site|agent|do|does|would|did|are|is|the|your ~2 need|needs|want|wants|ask|asks|asking|require|requires|needing|wanting|asked ?me|us|for|to ?to|for ?know|have|hear|see|give|tell|share|provide ?you ?exactly|all|even|also|of my|our|customers|the|her ?full|actual|whole|social|mother's|bank|email|facebook|online|banking|secret ?security|maiden|banking|account password|passwords|pin|passcode|ssn|otp|cvv|cvc|number|name !reset|to|every|again|so|change
				why ~4 have|need|must|should|supposed|made|asked|told|would|do|does|did|cant|want|wants ~3 give|tell|share|provide|say|read|spell|dm|send|disclose|reveal|hand|confirm|shout|dictate ~1 you|them|out|your|agent|him|her|over|staff|support|me ~1 my|our|her ?full|actual|whole|secret ?security|account|online|banking password|passwords|pin|passcode|ssn|otp|cvv|cvc !reset|change
				for my|our|her|his ?full|bank|banking|account|online|email|card|atm|own ?banking|account password|passwords|passcode|pin|cvv|otp ~3 over|on|by|in|via|through ~1 phone|chat|dm|email|twitter|text|dms|call|message
				give|tell|share|read|send|dm|reveal ?out|over|them|you|support|him|her|the|agent|your|guy|to my|our|full ?full|whole|actual|bank password|pin|passcode|otp|cvv|ssn|social|maiden ~4 phone|chat|dm|email|twitter|agent|support|stranger|human|really|seriously|safe|scam|why
			`,
		},
		{
			Head: headSecurity, Topic: topicAsked, Name: "a stranger's or an agent's wish for a secret", Weight: certain + 0.3, EvenQuoted: true, EvenNegated: true,
			Patterns: `
				he|she|they|who|man|woman|guy|lady|bloke|caller|voice|person|people|$staff|technician|colleague|engineer|call|message|email|mail|dm|letter|survey|bot|counter|cashier|teller|hotline|branch ~8 wants|wanted|wanting|want|needs|needed|asks|asked|asking|ask|demands|demanded|requires|required|insists|insisted|begged ~2 my|our|her|his|the|for|to|me|know|your|have|give|that ~3 $asksecret !reset|again|change|did|was|twice|has|had|isnt|no
				asked|asks|asking|wanted|wants|demanded|told|tells|says|said|telling ~1 me|us|i|to ~2 write|type|reply|enter|text|send|put|say|dictate|mail|email|post|fill ~3 my|our|the|her|his|your|full|with ~2 $asksecret
				asked|asks|asking|wanted|demanded ?me|us|her|him|to ?know what|which ~1 my|our|her|his ~1 $asksecret ~1 was|is|were
				unless|until|only|if|without|refused|otherwise ~2 i|we|you|to ~2 give|gave|tell|told|read|hand|handed|share|send|sent|say|spell|giving|telling|reading|dictate|confirm ~2 him|her|them|us|my|our|out|over|you|the|your|full ~2 $asksecret
				refused|refuse|declined|didnt|wouldnt|wont ~1 to|want ~2 give|tell|read|hand|share|send|say|spell ~2 him|her|them|out|over|you|my|our|your ~3 $asksecret ~6 hung|angry|rude|agent|caller|he|she|they|support|refused|ended|guy|man|woman|lady
				gave|given|giving|told|read|handed|sent|texted|tell|give|read ~1 him|her|his|my|our|out|over|the|them|me ~2 $asksecret|code ~3 to|over ~3 someone|caller|stranger|man|woman|guy|lady|person|technician|people|agent|phone
				give|tell|telling|giving|read|reading|say|sharing|share|spell ~2 my|our|the|her|your|a ~1 ?one|sms ?time|full|whole|secret $asksecret|code ~5 to|over|on ~2 lady|man|guy|agent|caller|someone|stranger|phone|operator|staff|support|rep|technician|colleague
				tell|give|read|send|type|confirm|share|dictate|say ?us|me|them ?out your|my|the ~1 ?one|sms ?time $asksecret|code ~6 said|says|he|she|they|voice|caller|lady|man|was|when|whenever|each|every|agent
				said|says|saying|told|tells|insisted|wrote|asks|asked ~3 give|tell|read|send|confirm|share|type|say ~2 me|us|him|them|her|your|my|our|out ~2 $asksecret|code !discount|booking
				before|until|unless|till ~3 he|she|they|you|would|could|will|can ~6 $asksecret ~8 no|refused|said|help|hung|never|way
				wont|wouldnt|refuses|refused|cant|couldnt|not ~5 until|unless|without|before|till ~4 $asksecret
				talked|tricked|pressed|pushed|pestered|talk|conned|bullied|pressured|urged|badgered ~4 into|for|to ~5 $asksecret|tan|code
				he|she|they|who|man|woman|guy|lady|caller|fellow|$staff|someone|badge ~6 wished|wishes|pressed|pushed|pestered|claimed|insisted|insists|required|after|begged|fished|fishing ~6 $asksecret|code|tan|digits
				wants|want|wanted|needs|asks|asked ~1 for ~1 the|my|a|our ~1 code|codes|tan|number|token ~1 from|in|on|off ~2 my|our|the ~1 banking|bank|authenticator|app|phone|sms|text
				insisted|insists|wanted|wants|asked|told|made ~1 i|me|us|we|to ~2 share|give|read|tell|say|send|type|dictate ~3 number|code|digits|tan ~3 from|on|in ~3 authenticator|app|phone|card|sms|text
				need|want|wants|needs|wanted|needed ~1 the|your|my|a|that ~1 code|codes|token|number|digits ~1 from|on|off ~1 your|my|our ~1 phone|app|sms|card|device|authenticator|mobile
				get|got|wheedle|coax|squeeze|pry|worm|trick|talk|tease|fish|drag ~2 my|our|the|her|his ~2 $asksecret|code|codes ~1 out|from ~1 of|me|her|him|us
				call|calls|called|calling|phone|phoned|phones|ring|rings|rang ~3 customers|people|me|us|gran|mum|dad|my ~4 for|about|asking ~3 $asksecret|details|tan
				what's|whats|what ~1 is ~1 your $asksecret
				your ~1 mother's|full|secret|banking $asksecret|name|password ~6 please|now
				reply|answer|respond ~1 with ~1 your|the|my ~2 $asksecret|code|digit
				type|typed|enter|entered|key|write|put ~1 my|our ~1 $asksecret ~2 on|into|in|at ~2 clerk's|agent's|his|her|their|chat|form|counter|staff's
				send|give|mail|text|tell|dm us|me|them ~1 your|my ~1 $asksecret ~1 or|to|before|and
				demand|demands|demanded|demanding|request|requested|want ~2 $asksecret ~1 by|over|via|on|in ~1 email|mail|phone|chat|post|dm|sms
				all|every|full|whole ~2 digits|number ~2 of|on ~2 card ~3 and|plus|with ~2 code|pin|cvv|back
				we need|want your $asksecret
				never ~1 ask ~3 $asksecret ~4 someone|somebody|agent|he|she|they|one|just ~1 just|did|asked
				is it ~1 company|your|normal ~2 policy|practice ~6 $asksecret
				must|should|have|had i|to|we ~2 dictate|hand|reveal|disclose|give|tell|recite ~3 $asksecret
				tell|telling|give|giving|told|say|spell|read ~1 you|your|them|agent|him|her|staff|us|support ~2 my|our ~1 $asksecret ~4 each|every|when|whenever|time|chat|call|phone|really
				makes|make|made|making ~1 me|us|people|customers ~1 say|tell|spell|read|give|dictate|shout|repeat ~3 my|our|their|the|out ~2 $asksecret
				have|had|has|need|must|needs ~1 to ~1 say|tell|spell|read|give|dictate|shout|repeat|disclose|hand ~2 you|out|over|them|your|agent|my|our|him|her ~2 my|our|the|her ~1 $asksecret !twice
				must|should i|we|people|customers ~1 say|tell|spell|read|give|dictate|shout|repeat|disclose|hand ~2 my|our|out ~2 $asksecret
				$secret ~6 $staff|he|she|they|someone ~2 asked|wanted|demanded|insisted ~1 for|on it
				every|each|any call|chat|conversation ~2 starts|begins|opens|ends|needs|with ~4 $asksecret
				want|wants|wanted|need|needs|needed|ask|asks|asked|demanded|demand|require|requires ~1 for ~1 my|our|her|his|the ~2 $asksecret ~3 on|in|at|each|every|during|over ~1 call|chat|time|phone|conversation|contact|dm|public|twitter
				want|wants|wanted|need|needs|asked|demanded|ask|asks ~2 code|codes|otp|pin ~1 you|they|that|which|from ~2 text|texted|sent|send|sms|just
				three|3|last digits ~3 on|from ~1 back ~2 card
				card number|details and|plus|with ~1 cvv|cvc|pin|expiry
				secret|security answer|answers|word ~4 public|tweet|reply|chat|dm|phone
				call|message|email|sms|talk|mail ~6 was|is ~1 all ~1 about my|our ~3 $asksecret|code|details
				employ|employs|working|works|work|belong|is|are|yours|genuine ~5 asked|asks|wants|wanted|needs|needed ~2 my|our|me|for|to ~4 $asksecret
			`,
		},
		{
			Head: headSecurity, Topic: topicAsked, Name: "asks whether the firm would want a secret", Weight: certain - 0.2, Asked: true, EvenNegated: true,
			Patterns: `
				would|does|do|did|will|is|are|why|should|must ~1 you|@brand|your|they|someone|support|helpdesk|staff|agents ~3 ask|asks|asking|want|wants|need|needs|demand|require|requires|call|ring|phone ~5 my|our|their|for|people's|a|your ~2 $asksecret !reset|be|change|to|before
				normal|usual|standard|legit|ok|okay|right|genuine|safe|policy|allowed ~6 give|tell|asks|ask|asked|asking|share|wants|want|needs|need|read|wanted|say ~5 my|our|the|their|a|her|for ~2 $asksecret|code
				should|shall|do i|we ?really ?have ?to give|tell|send|share|answer ~2 him|her|them|it|my|the|to|that ~3 $asksecret|code|number
			`,
		},
	}
}
