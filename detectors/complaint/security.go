package complaint

import "firebreak/detectors/internal/cue"

// Topics of a security complaint.
const (
	topicPlaintext  = "plaintext_password"
	topicHTTPS      = "missing_https"
	topicBreach     = "breach"
	topicTakeover   = "account_takeover"
	topicPhishing   = "phishing"
	topicAsked      = "credential_request_reported"
	topicPrivacy    = "privacy_overcollection"
	topicThirdParty = "third_party_breach"
	topicOther      = "other"
)

// Weights in log-odds. The bias of the security head is -4, so certain decides alone with 0.88, likely with 0.65, and two hints together.
const (
	certain = 6.0
	likely  = 4.6
	hint    = 2.2
)

func securityRules() []cue.Rule {
	return []cue.Rule{
		{
			Head: headSecurity, Topic: topicHTTPS, Name: "no encryption on the way", Weight: certain - 0.3, EvenNegated: true,
			Patterns: `
				no|not|without|missing|lacks|lacking|lack|isnt|doesnt|dont|arent|wheres|nor|never ?even|have|using|use|on|of|support|any|proper|valid|working|a|over|served|an|got|do https|ssl|tls|hsts
				https|ssl|tls ~3 missing|broken|expired|disabled|invalid|misconfigured|lapsed|outdated|self
				https|ssl|tls %2 not|isnt|doesnt|wont %3 working|enabled|used|supported|valid|work|configured
				no|without|lacks|missing|zero|lacking ~1 encryption|encrypted|encrypting !key
				only|still|just|over|uses|using|via|through|on plain|bare|just|plain-|unencrypted http !connection
				plain|unencrypted|insecure|over|just http !link
				login|log|checkout|payment|card|form|page|site|website|password|passwords|details ~6 over|via|on|uses|using|is|still ?plain|only|just|unencrypted|still http !http
				http|unencrypted|insecure only|login|log|page|form|connection|checkout|payment|website|site|wifi
				ssl|security|tls|https|site's|sites|website's|your|expired|invalid|untrusted|self ?security|signed|site ?ssl certificate|certificates|cert %4 expired|invalid|warning|error|errors|untrusted|wrong|mismatch|trusted|out|ran|lapsed|warnings|broken|revoked|problem
				expired|invalid|untrusted|bad|outdated|broken|wrong ?or|ssl|security|tls|https|site|website ?ssl|security certificate|cert|certs|certificates
				self signed certificate|cert
				certificate|cert warning|error|warnings|errors|mismatch|expired
				certificate|cert ~3 self signed
				certificate|cert %3 has|is|have ?been|an expired|invalid|untrusted
				no|missing|wheres|without ?the|a|green|little padlock
				no|missing|wheres|without ?the|a|green|little lock icon
				padlock ~3 missing|gone|broken|crossed|red
				connection|site|website|page|checkout|form|login|portal|app ?is|are %1 not|isnt|arent|wasnt ?even|fully|very|at|all secure|encrypted|private !seats|a|my|our|the
				login|log|checkout|payment|card|form|page|site|website|connection|wifi|app|password|portal is|are|seems|looks|sent unencrypted|insecure
				marked|flagged|says|shows|showing|warns|warning|says|saying|marks|labels|shown|labelled|gives|get|getting|see ?me|it|us|your|the|this|site|as|is|it's|a|page|with not secure !a|my|our|the
				your|the|connection connection|is is|not not|private private|secure
			`,
		},
		{
			Head: headSecurity, Topic: topicThirdParty, Name: "a breach at a supplier", Weight: certain, EvenQuoted: true,
			Patterns: `
				$vendor|partner|partners ~6 breach|breached|leak|leaked|hacked|hack|exposed|exposing|compromised|stolen
				third|3rd|outside party|parties|company|firm|partner ~6 breach|breached|leak|leaked|hacked|hack|exposed|exposing|compromised|stolen
				call|mailing|payment|email|marketing|ticketing|delivery|cloud|payroll|billing center|centre|house|provider|processor|company|partner|firm|agency|vendor ~6 breach|breached|leak|leaked|hacked|exposed|compromised|stolen
				breach|breached|leak|leaked|hack|hacked|exposed|compromised|stolen ~3 at|by|of|from|through|via ~3 $vendor
				breach|breached|leak|leaked|hack|hacked|exposed|compromised|stolen ~3 at|by|of|from|through|via ~2 third|3rd party|parties
				breach|breached|leak|leaked|hacked|exposed|compromised|stolen ~3 at|by|of|from|through|via ~2 partner|partners
				breach|breached|leak|leaked|hacked|exposed|compromised|stolen ~3 at|by|of|from|through|via ~2 call|mailing|payment|marketing|cloud|delivery center|centre|house|provider|company|processor|firm
			`,
		},
		{
			Head: headSecurity, Topic: topicBreach, Name: "customer data got out", Weight: certain - 0.2,
			Patterns: `
				leaked|exposed|exposing|leaking|dumped|leak|published|expose|spilled ~2 my|our|customer|customers|everyone's|all|people's|users|customers'|users' ~3 $data|ssn|passport|card|cards|passwords|password|pii !button
				you|they|@brand|who|staff|bank ?have|has|just|went|managed ~2 lost|lose|losing|mislaid ~2 my|our|customer|customers'|all ~2 data|details|info|information|records|laptop|pii|medical
				my|our|her|his|customer|customers|users|everyone's|all|your|patient|people's ?customers'|personal|private|own|bank|card|credit|payment|account|contact|medical|login ?personal|account $data|ssn|passport|password|passwords|cards|card|pii ~2 was|were|is|are|has|have|been|got|getting|ended|being ~2 $steal
				my|our|her|his ~2 $data|password|card|ssn ~4 on|for the|sale dark|darkweb|on web|the
				$data|password|passwords|card|cards|database|databases|dump ~5 dark web
				you|@brand|they|company|bank ?have|just|been|got|were|had|clearly|obviously|must|have|guys|lot|'ve ?been|got|lost|have|just breached|pwned
				you|you've|@brand|they|they've ?guys|have|just|were|had|clearly|obviously|must|got|have|lot|been|systems|has|has ?been|got|have|just hacked ~8 my|our|me|i'm|i|us
				your|@brand's ?entire|customer|own|user database|databases|db|bucket|server|servers|systems|system|site|website|backup ~3 breached|hacked|exposed|leaked|compromised|public|unprotected|open|dumped !my
				your|this|the|another|latest|huge|massive|recent|security|@brand|@brand's data breach|leak|breaches|leaks ~12 my|our|me|i|us|i'm|i've
				my|our|me|i|us|i've|affected|victim|impacted|caught|part|worried|concerned|angry|furious|about|after|since|why|when|what ~8 data breach|leak|breaches|leaks
				your|the|this|@brand|a|another security|data|privacy|cyber breach|leak|incident
				your|this breach|leak ~6 my|our|me|i
				my|our|his|her ~2 email|address|details|data|password|info ~3 in|part|from|of|showed|appeared|found|turned ~2 ?the|your|@brand|this|of|a|that|up breach|leak|dump|leaks|@brand leak|breach|dump|database|data
				my|our|his|her ~2 email|address|details|data|password|info ~3 in|part|from|of|showed|appeared|found|turned ~2 your|the|this|that|@brand|@brand's|a|data ?data breach|leak|dump|leaks
				haveibeenpwned|hibp|havebeenpwned ~6 you|your|@brand|my|me
				have i been pwned
				serious|massive|major|huge|big|clear data|security|privacy breach|breaches|leak
				that's|this|is|it's|what|isnt|such ?this|is|not ?a|clearly ?serious|clear|huge|major|massive data|privacy|gdpr|security breach|leak
				breach|violation|breached|violating ?of gdpr|dpa|hipaa|privacy|confidentiality
				gdpr|dpa|hipaa|privacy breach|violation|breached|violated|violations
			`,
		},
		{
			Head: headSecurity, Topic: topicBreach, Name: "somebody else's data shown", Weight: certain - 0.6,
			Patterns: `
				see|seeing|view|access|show|shows|showing|showed|send|sends|sending|sent|emailed|texted|mailed|given|gave|displaying|displayed|received|got|getting|get|open|giving|opened|received|sending|saw|emailing|into ?me|in|up|us|a|to ~2 someone|someone's|another|other|stranger's|strangers|strangers'|somebody's|else's|person's|others' ?else's|else|customer's|customers|person's|users|user's|people's|customers'|passenger's|patient's|member's|passengers'|guest's|random ~2 $data|account|accounts|order|orders|booking|bookings|reservation|boarding|statement|statements|bill|invoice|bills|profile|passport|balance|transactions|itinerary|letters|letter|card|policy|prescription|chats|chat|confirmation|dashboard|payslip|records
				my|our ?personal|private|own|account|order|contact|bank ?personal $data|account|order|orders|booking|statement|statements ~3 on|visible|shown|to|in|under|with|by|sent|emailed|given|shared|public ?to|someone|by|on|under ~1 someone|anyone|everyone|another|others|other|strangers|stranger|random|else's|google|wrong
				logged|signed|log|sign ?me|in|into ~3 someone|another|somebody|stranger's|else's|wrong ?else's|else|person's|customer's|user's account|accounts|profile
				someone|anyone|anybody|everyone|strangers|stranger|others|customers ?else|can ~2 can|could|able ~2 see|access|view|download|read|open ~2 my|our|all|other|anyone's|everyone's|customer|private ~3 $data|account|orders|bookings|invoices|statements|files|bills|ids
				found|see ~3 my|our ~2 $data|info ~3 on|in ~2 other|another|someone|wrong
				everyone|everyone's|all|customers|hundreds|thousands|recipients ~4 cc'd|cc|cced|bcc ~5 email|mail|mails|emails|address|addresses|list|everyone|customers|visible
				cc'd|cced|cc'ing ~3 everyone|all|customers|hundreds|whole|entire|list
				made|makes|put|posted|making my|our|everyone's ~2 password|address|number|email|details|data|info|card ~3 public|online|publicly|username|web|visible
				changing|change|changed ~4 url|id|number|address|link ~6 see|shows|get|access|view|opens|download ~4 other|another|someone|anyone's|else's|everyone's
			`,
		},
		{
			Head: headSecurity, Topic: topicPhishing, Name: "a fake in the brand's name", Weight: likely + 0.6,
			Patterns: `
				phishing|smishing|vishing|phished ~6 email|emails|text|texts|sms|message|messages|call|calls|scam|site|website|link|attempt|attempts|attack|page|campaign|thing|me|my|customers|you|your|@brand|from
				got|received|get|getting|another|some|kind|it's|is|this|a|looks|sure|be|not|obvious|possible|these|seen|had|sent|be ~3 phishing|smishing|vishing|phished !trip|concert
				spam|scam|fake|bogus|fraudulent|dodgy|spoof|spoofed|suspicious|scammy|sketchy|hoax|fishy|shady email|emails|text|texts|sms|message|messages|call|calls|caller|callers|account|accounts|site|website|websites|page|profile|app|apps|link|links|post|ad|ads|number|posts|adverts|dm|dms|letter|agent|agents|rep|invoice|support|handle|whatsapp|voicemail|phone !address ~10 you|your|@brand|from|pretending|claiming|me|legit|known|asking|my|using|be
				you|your|@brand|from|pretending|claiming|got|received|get|getting|another|is|this|know ~5 spam|scam|fake|bogus|fraudulent|dodgy|spoof|spoofed|suspicious|scammy|sketchy|hoax|fishy email|emails|text|texts|sms|message|messages|call|calls|caller|website|page|app|link|links|post|ad|ads|profile|support|dm|account|number|invoice|letter !address
				pretending|claiming|purporting|pretend|claims|pretends|claimed|posing|masquerading|purports|imitating|alleging ~4 be|from|as|are|is|calling ?from|the|an|a|your you|@brand|your|bank|support|staff|employee
				impersonating|impersonates ~2 you|your|@brand|staff|support
				impersonat* ~2 you|your|@brand|employees|staff|support|me|brand
				free|gift|prize|voucher|facebook|fb|whatsapp|text|email|lottery ~3 scam|hoax !price|fare
				scam|hoax|fraud ~4 in|using|with|by ~2 your|@brand|@brand's name|logo|branding
				using|use|uses|stolen|misusing your|@brand's ?company|bank name|logo|branding ~3 scam|con|trick|phish|steal|fake|text|email|send|get
				asking|asked|asks|wants|told|tells ~3 click|verify|confirm|log|enter ~5 link|details|account|password|bank ~6 scam|legit|genuine|you|real|phishing|fake|suspicious
				caller|scammer|scammers|someone|fraudster|fraudsters|man|woman|guy ?just|called|has|phoned|rang|is ?me|calling|called|rang ~2 saying|claiming|pretending|from|says ~3 from|be|with|are your|@brand|fraud|you|security
				scammers|fraudsters|criminals|crooks ~4 your|@brand|@brand's customers|name|logo
				fake|look|lookalike|clone|copycat|bogus ?alike|@brand|support|customer $account|accounts|site|website|app|handle|page|shop|store
				clicked ~3 link ~6 scam|fake|password|details|phishing|virus|malware
				acts|like|got|contains|installed|has|full|infected|with|distributing|is ?like|a|some|me|with malware|spyware|ransomware|trojan|keylogger
			`,
		},
		{
			Head: headSecurity, Topic: topicPhishing, Name: "asks whether it is a scam", Weight: likely - 0.2,
			Patterns: `
				know|tell|tells|confirm|check|advise|wondering|sure ~3 if|whether|is ~6 scam|legit|genuine|phishing|fraudulent|spoof|fake !artist
				know|tell|tells|confirm|check|advise|wondering|sure ~3 if|whether|is ~2 real|authentic
				email|emails|text|texts|sms|message|call|link ~3 is|are ?a|real ?and|or not phishing|scam|genuine|legit|real
			`,
		},
		{
			Head: headSecurity, Topic: topicPhishing, Name: "asks whether a message is a scam", Weight: likely - 0.1, Asked: true, EvenNegated: true,
			Patterns: `
				is|are|was this|that|it|these|they ~3 scam|phishing|hoax|legit|spoof|spam|fraudulent !price|fee|fees
				is|are|was ~7 scam|phishing|hoax|spoof|legit !price|fee|fees|or
				email|emails|text|texts|sms|message|messages|call|calls|link|letter|offer|competition|page|post|giveaway|voucher|vouchers|website|site|webs|tickets|number|handle|dm|survey|refund|invoice|ad|contest ~6 legit|legitimate|genuine|scam|phishing|fraudulent|hoax|spoof|authentic|real
				real|genuine|legit or ~2 scam|fake|phishing|spam|hoax
				is|are|was this|that|it|these|the ~4 real|really|genuine|genuinely|actually ~3 from|you|your|@brand
				is|was|are this|that|the|it|these ~1 email|emails|text|sms|message|call|link|letter|number|account|dm|offer|caller ~3 from|by you|@brand|your
				is|was this|it|that ~1 from you|@brand
			`,
		},
		{
			Head: headSecurity, Topic: topicOther, Name: "worry about how safe data or accounts are", Weight: likely,
			Patterns: `
				security flaw|hole|holes|flaws|vulnerability|vulnerabilities|bug|loophole|nightmare|disaster|weakness
				data|online|account|website|app|it|cyber|site|digital|information|password|login|web security ~1 lapse|lapses|fail|failure|failings|risk|hazard|incident|issue|issues|concern|concerns|problem|problems
				securityfail|infosecfail|badsecurity|poorsecurity|opsecfail
				vulnerability|vulnerable|exploit|exploitable|xss|sqli|backdoor ~5 your|@brand|site|app|website|account|accounts|system|data|api|attack|attackers|reported|customers|portal
				sql injection
				your|@brand|site|app|website|account|system|portal|login ~4 vulnerability|exploitable|xss|insecure|backdoor|unsecured|unsafe
				your|@brand|site|app|website|account|data|online|it|poor|terrible|awful|bad|shocking|lax|weak|appalling|zero|pathetic|worst|shoddy|abysmal|laughable|sloppy|careless|crap|horrible ?online|account|data|password|login|web|your|it|cyber|card|information security|infosec|cybersecurity ~2 ?is|practices|at|are|policy|policies|seriously|so|standards ~2 joke|terrible|awful|appalling|shocking|lax|poor|weak|pathetic|rubbish|laughable|nonexistent|horrible|disgrace|bad|abysmal|sucks|atrocious|inadequate|ridiculous|crap|outdated|worrying|concerning
				terrible|awful|shocking|lax|appalling|zero|pathetic|worst|shoddy|abysmal|laughable|sloppy|weak|poor online|account|data|password|it|web|cyber|login|website|information|infosec|card security|protection|practices
				is|are|how|keep|keeping|kept ?safe|secure|is|are my|our|customer|customers|customers' ?personal|card|account|bank|private|financial|payment|medical ?card|account $sens|details|money ~2 safe|secure|protected|encrypted|secured !place|in|seat
				how|is|are safe|secure|well ~2 is|are|my|our|do|protected ?my|our|you ?personal|card|account|bank|protect|keep ?card|account|my $sens|details|money|data
				data|details|information|card|account|info|password|passwords ~2 isnt|not|arent|wont|never ~1 safe|secure|protected|secured|encrypted !place|seat|seats
				worried|worry|worrying|concerned|concerning|concerns|concern|scared|nervous|afraid|scary|anxious|uneasy ~4 security|safety|safe|hacked ~2 of|about|my|our|around ~4 $sens|password|money|details|card|online|system|passwords
				worried|concerned|scared|nervous|uneasy|afraid|alarming|alarmed|alarmed ~3 my|our|customer|customers ?personal|card|account|bank|financial ?card|account $sens|details|password !is|number
				no|not|dont|doesnt|without|lack|lacks|missing|need|needs|why|add|offer|support|enable|introduce|want|get|implement|wheres|still|lacking|have|having ~4 2fa|mfa|totp|passkeys|passkey
				no|not|dont|doesnt|without|lack|lacks|missing|need|needs|why|add|offer|support|enable|introduce|want|implement|lacking|wheres|have ~4 two|2|multi factor|step|fa auth*|verif*|login
				sms|text ~2 2fa|only ~6 insecure|joke|outdated|swap
				password|passwords ~4 policy|rules|requirements|limit|limited|max|maximum|restricted|truncated|case|characters|length|restrictions %6 rubbish|joke|stupid|weak|insecure|ridiculous|terrible|awful|16|12|8|10|20|four|six|eight|ten|twelve|4|letters|digits|chars|insensitive|characters|wtf|sensitive|truncate|bad|security|short|idiotic|dumb|6
				max|maximum|limit|limits|limited|only|cap|caps|capped|truncates|truncate ~4 password|passwords ~5 16|12|8|10|20|6|characters|chars|digits|character
				password|passwords %2 not|isnt|arent case sensitive
				paste|pasting ~3 password|passwords
				password|pin ~3 maximum|max|limited|only|capped ~3 characters|digits|chars|6|8|10|12|16
				security|secret question|questions ~4 joke|insecure|guessable|useless|weak|easy|anyone|google|laughable
				verify|verifying|verified|verification|authenticate|check|checking|confirm ~3 email|emails|address|identity|caller|callers ~5 before|security|privacy|insecure|never
				anyone|anybody|someone ~2 can|could ~3 log|login|get|access|reset|change|take|sign|book|into ~2 my|your|an|any|into|account|someone's ~2 account|accounts|password|profile|details
				didnt|never|doesnt|dont|without|not|no ~1 verify|verified|check|checked|verifying|checking|ask|asked|asking|security|confirm|confirming ~1 my|who|any|for|their|who|identity|questions|me ~1 identity|i|security|id|was|am|account ~8 account|details|password|changed|reset|gave|booking|info|address|number
				default|same|weak|shared|hardcoded|guessable password|passwords|pin ~4 everyone|all|every|accounts|customers|account|for
				protect|protecting|safeguard|secure my|our|customer|customers|customers' ?personal|private data|details|information|privacy|info|accounts
				let|lets|letting|accept|accepts|accepted|allow|allows|allowed|took|takes|choose|chose|chosen ~4 1234|12345|123456|0000|1111|qwerty|abc123|password|letmein as ?a ?my ?new password|passcode|pin
				$secret ~8 not|isnt|hardly|seriously|very|so ~1 safe|secure|unsafe|insecure|worrying|protected
				$secret ~8 unsafe|insecure|worrying|guessable|bruteforce|guessed
				reset|resets|change|changed|set|get|got|recover|enter|log ~4 $secret|account|login ~4 without ~3 check|checks|checking|verification|proof|asking|confirming|confirmation|question|questions|id
				anyone|anybody|everybody|everyone|stranger|strangers|who ~2 can|could|able|knows ~4 set|choose|pick ~3 password|pin ~2 for|of|on|to my|our|any|every ~1 account|profile|login
				anyone|anybody|everybody|everyone|stranger|strangers ~2 can|could|able ~5 with|using|knowing ~2 just|only|my ~2 birthday|birth|dob|name|postcode|email
				bike|padlock|diary|luggage|fridge|cat's|gym ~1 lock|safe ~4 secure|safer|stronger|better
				taking|take|takes|took|care|caring|cares|serious|seriousness ~3 security|privacy ~2 seriously|at|all|serious
			`,
		},
		{
			Head: headSecurity, Name: "named reproach of security", Weight: hint,
			Patterns: `
				security|privacy|infosec|gdpr|hacked|hacker|hackers|malware|cybersecurity|encryption|unsafe|securityfail|encrypt|2fa|phishing|smishing|breach|fraud|fraudulent|fraudsters|hacking|leaked
			`,
		},
		{
			Head: headSecurity, Name: "reproach beside it", Weight: 1.0,
			Patterns: `
				unacceptable|appalling|appalled|disgraceful|shocking|shocked|worrying|worried|scary|alarming|alarmed|concerning|concerned|seriously|wtf|outrageous|ridiculous|terrible|incompetent|negligent|irresponsible|why|help|asap|urgent|urgently|still|really|furious|joke|omg|horrified
			`,
		},
		{
			Head: headAirport, Name: "airport and other security", Weight: -3.0, EvenNegated: true, EvenQuoted: true,
			Patterns: `
				tsa|airport|heathrow|terminal|checkpoint|gate|boarding|lounge|luggage|bag|bags|baggage|precheck|suitcase|seatbelt|crew|guards|guard|homeland|border|cabin|queue|queues
				security line|lines|queue|check|checks|checkpoint|guard|guards|staff|gate|lane|screening|deposit|officer|personnel|camera|cameras|clearance|delay|delays|reasons|lines|closing
				through|clear|cleared|past|after|post|pre|priority|premium|at|fast security !certificate
				social|job|national|food|homeland|financial security
				secure|secured|securing a|my|our|the|seats|seat|their|area|place|your
				breach ?of contract|trust|promise|warranty|carriage|agreement
			`,
		},
		{
			Head: headSecurity, Name: "a condition", Weight: -4.5, EvenNegated: true, EvenQuoted: true,
			Patterns: `
				if|imagine|suppose|unless my|your|our|someone|you|an|the|i|we|you're|i'm|somebody|an ~3 account|accounts|data|card|password|hacked|hack|get|hacks|gets|got|phone|were|was|is|details ~3 hacked|compromised|stolen|leaked|hack|hacks|lost|breached|exposed
				what happens|if|should if|i|my|i ~6 hacked|compromised|stolen|breached
				in case ~5 hacked|compromised|stolen|leaked|breached
				avoid|prevent|stop|protect|from|against|before|prevents|preventing|avoiding ~2 getting|being|be|from|becoming|account|your|phishing ~2 hacked|phished|scammed|compromised|phishing|hackers|hijacked
			`,
		},
		{
			Head: headSecurity, Name: "advice or advertising", Weight: -5, EvenNegated: true, EvenQuoted: true,
			Patterns: `
				learn how|more|about
				tips|webinar|whitepaper|ebook|podcast|keynote|hiring|infographic|workshop|conference|recruiting|subscribe|#ad|sponsored|giveaway|sweepstakes|course|tutorial
				how to protect|avoid|spot|prevent|secure|stay|recognise|recognize|keep
				protect|secure|safeguard your|yourself|yourselves
				stay|keep|keeps|helps|ensures safe|secure|vigilant|alert|protected online|out|from|against|by|with
				our ?new|latest|free blog|guide|report|product|webinar|platform|solution|article|post|service|podcast|tool|ebook|video
				read ?our|the|more|full|about ~2 blog|article|here|report|story|post|guide
				sign|get|try|buy|order|download|register ?up|your ?now|free|today|yours|for now|today|free|here|trial
				beware of|if|when
				blog post
				my|this|great|new|useful|good|best|neat|cool|life|travel|growth|marketing|productivity|easy|simple|little|small ?life|travel|little|simple hack|hacks !of|on
				don't|dont|never ~2 share|click|give|reply|respond|open ~6 anyone|strangers|links|password|pin|emails
			`,
		},
		{
			Head: headSecurity, Name: "the writer did it, or it is the password of a network", Weight: -5, EvenNegated: true, EvenQuoted: true,
			Patterns: `
				wifi|wlan|guest|network|router ~1 password|passcode|code !and
				yes|yep|that|it|this ~1 was me|myself|mine !who|being
				my own|stupid ~1 fault|mistake|doing|stupidity
				i|i've|we wrote|write|keep|store|kept|stored|put|saved ~2 my|our|all|the ?own $secret ~2 on|in|down|inside
				done|changed|reset|set|replaced|updated ~2 by me </s>
			`,
		},
		{
			Head: headSecurity, Name: "another firm's affair", Weight: -4, EvenNegated: true, Patterns: `
				my|his|her|our ~1 facebook|fb|instagram|insta|gmail|google|aol|yahoo|hotmail|outlook|linkedin|twitter|snapchat|netflix|paypal|steam|psn|xbox|whatsapp|tiktok|icloud|apple|ebay|amazon|uber|spotify|reddit|discord|@other account|acc|page|profile|email|was|got|is|has|been ~4 hacked|compromised|hijacked|stolen
				@other ?has|have|just|got|was|were|been leaked|lost|exposed|breached|hacked|sold|leaks|loses
			`,
		},
		{
			Head: headSecurity, Name: "thanked for a mend", Weight: -3.5,
			Patterns: `
				thanks|thank|grateful|cheers|kudos|appreciate|ty ~3 for|to|you ~3 securing|fixing|sorting|protecting|keeping|blocking|catching|stopping|alerting|flagging|spotting|noticing|freezing|cancelling|refunding|blocked|caught|stopped|fixed|sorted
				well done|spotted|caught
			`,
		},
		{
			Head: headSecurity, Name: "praise or a mend", Weight: -2.6,
			Patterns: `
				works|working|worked great|fine|perfectly|perfect|again|now|well|good|like|flawlessly
				all sorted|fixed|resolved|good|working|settled
				now|been|is|it's|got|already ?now fixed|sorted|resolved|secured|patched|recovered|restored
				love|loving|impressed|brilliant|excellent|awesome|fantastic|amazing ~3 your|the|how|that|security|you|with|service|support|job|@brand
				good|glad|great|nice|lovely|pleased|relieved ~1 that|to|see|know ~2 you|they|@brand|it|my|our ~2 hash|hashes|hashed|encrypt|encrypts|encrypted|salt|store|stores|protect|never|dont|keep|keeps|ask|asks
				great|good|excellent|nice|amazing|brilliant|superb|fast|quick|impressive job|work|service|support|stuff|response|help|security|customer|to|catch
				glad|happy|relieved|pleased|delighted|reassuring|reassured|appreciate|thankful|kudos|props|respect|cheers|grateful
				thanks|thank ~2 for|you|to ~3 securing|fixing|sorting|protecting|helping|resolving|keeping|blocking|catching|stopping|alerting|flagging
				got|have|recovered|regained|gotten my|it|access|the ?account back|again
			`,
		},
	}
}
