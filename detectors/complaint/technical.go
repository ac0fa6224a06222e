package complaint

import "firebreak/detectors/internal/cue"

// Topics of a technical complaint; topicOther is shared.
const (
	topicLogin       = "login"
	topicPayments    = "payments"
	topicOutage      = "outage"
	topicPerformance = "performance"
	topicBrowser     = "browser"
	topicCrash       = "app_crash"
	topicMessages    = "delivery_of_messages"
)

func technicalRules() []cue.Rule {
	return []cue.Rule{
		{
			Head: headTechnical, Topic: topicOutage, Name: "a service is down", Weight: certain + 0.4,
			Patterns: `
				app|site|website|webpage|portal|system|systems|server|servers|service|services|network|atm|atms|platform|internet|wifi|banking|checkout|everything|api|cashpoints|cashpoint|login|site's|app's|website's|system's|server's|wifi's|network's|cloud|broadband|lines|@brand|@brand's|payments|machines|tills|signal ?is|are|was|has|have|gone|been|went|just|completely|totally|all|still|goes|keeps|being|currently ?been|gone|completely|totally|all|still|just|currently|now|going ?gone|completely|totally|still down !to|in|from|the|with|side|at|at|on|by|for|payment|here|my|load|your|a|20|10|50
				is|are|are|why's|why|anyone|s the|your|@brand|entire|whole|all|else|@brand|everything ?whole|site|website|app|system|service|online|banking|having|else's|systems|servers|@brand|entire ?banking|site|service|app|website down !to|in|from|the|with|on|by|here|my|there|payment
				cash|ticket|card|payment|self ?service|vending|checkout machine|machines|terminal|terminals|readers|reader ?are|is|all|been|still|everywhere ?all|still down|offline|dead|out|broken
				atms|atm|cashpoint|cashpoints|card ?machine|machines ?machines|nationwide|everywhere|in|all ?are|is|still|arent|isnt|not|all|town ?all|still down|working|offline|dead|broken
				outage|outages !of|planned
				whole|entire|all ?of ?your|@brand|the|your ?online|it|mobile ?banking system|systems|network|site|service|services|website|platform|app|banking|backend|servers ?is|are|has|have|s ?been|gone|just|all|completely offline|down|dead|crashed|collapsed|failing|broken|out|unreachable|unavailable
				site|website|app|servers|server|system|systems|portal|service|network|banking|platform|services ~1 offline|unreachable|inaccessible !mode|music|songs|playlist|listening|playlists
				nothing|none ~2 works|working ~4 anywhere|nationwide|everywhere
				nationwide|national|global|worldwide|massive|major|total|complete|huge ?system|service|network|it|power|tech|computer outage|blackout|breakdown|crash|meltdown
				system|systems|servers|server|network ?wide|have|has|is|all|just ?failure|all|just|completely failure|meltdown|crashed|outage|failed|collapsed
				computer|computers|systems|system are|is|has|have|went|went ?all|gone|been|still|just down
				cards|card ~2 declined|rejected|refused|failing ~2 everywhere|nationwide|all|everyone|shops
			`,
		},
		{
			Head: headTechnical, Topic: topicLogin, Name: "cannot get in", Weight: certain,
			Patterns: `
				cant|unable|couldnt|wont|not|impossible|havent|hasnt|doesnt|trouble|struggling|problem|problems|issue|issues|difficulty|fails|failing|stopped|error|wouldnt|never|cant|didnt ?even|able|been|let|letting|allow|allowing|to|me|with|when|get|still|seem|keep|i|trying|we ?to|me|us|anyone|trying|logged|even|able|allow|be|get ?to|back log|login|logon|logging|sign|signing|logged !up|for|off|out|petition|luggage
				cant|unable|couldnt|not|impossible|trouble|havent|hasnt|struggling|still|wont ?even|able|been|still|me|let ?to|me|able|let|let's|even ?to|even ~1 access|get|getting|enter|unlock|open|reach|use|authenticate|reauthenticate|verify ?back ?into|in|to ~1 my|our|the|an ~3 account|accounts|profile|dashboard|login
				login|log|logon|sign|logging|signing|authentication ?in|on|page|screen|form|button|is|was|has|process|problem|with|attempt|system|function %3 broken|fails|failing|failed|error|errors|bug|issue|issues|loop|looping|crashes|not|wont|doesnt|isnt|down|stuck|invalid|problem|problems|hangs|nightmare|unable|unavailable|refuses
				log|login|logon|sign ?in ?page|button|screen %2 doesnt|isnt|not|wont|never working|work|load|loading|let|respond|open|accept
				locked|kicked|booted|shut|frozen ?me|us out ~2 of|my|account
				locked|blocked|suspended|disabled|deactivated|frozen ?out ?of my|our|me account|accounts|login|out|profile !manager
				account ~2 locked|suspended|disabled|blocked|deactivated|frozen
				keeps|keep|constantly|randomly|always|continually|repeatedly|gets|got|get|getting|just|being|been|suddenly ~3 logged|logging|signed|signing|logs|kicked|kicking|kicks|signs|booted ?me|us|you out|off
				logs|logging|signs|kicks|logged|signed|kicked ?me|us out|off ~5 every|again|constantly|randomly|time|keeps|all|times
				password ~3 ?is|says|reset|resets|page|link|email|change|recovery|cant %3 not|doesnt|isnt|wont|never|fails|failed|broken|error|loop|wrong|invalid|expired|nothing|no|didnt|hasnt|arrived|rejected|work|unable|havent
				forgot|forgotten|forget|reset|resetting|recover|change|changing|need|lost|update ?my|your|the|a ?account|of password|passwords|login|credentials %3 cant|unable|not|doesnt|isnt|wont|never|fails|failed|broken|error|loop|no|nothing|trouble|havent|didnt|still|impossible
				cant|unable|couldnt|trouble|not|wont|cannot|problem|still|doesnt|trying|tried|never ~4 reset|change|recover|resetting|retrieve|remember|changing ~2 password|passwords|login|username|pin|passcode
				tried|trying ~3 reset|resetting|log|login|sign|logging ~10 still|nothing|error|no|not|doesnt|dont|wont|cant|never|says|fails|failed|trouble|but|luck|havent
				password|passwords|username|credentials|login|pin|passcode|fingerprint|face|biometrics|account|details ?id %2 isnt|not|doesnt|wont|arent|never|stopped|cant ?being|be recognised|recognized|accepted|working|work|recognise|correct|valid
				no|havent|didnt|never|not|without|waiting|cant|hasnt|isnt|nothing|doesnt|dont|wont|any ~5 otp|verification|2fa|authentication|login|activation|security|reset|passcode|password ?password|time|verification|otp|pin|reset sms|text|email|code|codes|link|message|passcode|mail|emails
				no|havent|didnt|never|not|waiting|cant|hasnt|isnt|doesnt|dont|wont ~4 otp|otps
				otp|verification|2fa|authentication|activation|reset|login|security ?time|password|verification sms|text|email|code|codes|link|message|pin %4 not|never|havent|hasnt|isnt|doesnt|wont|didnt|nowhere|missing|failed|invalid|expired|wrong|nothing|delayed|late|dont
				otp %3 not|never|hasnt|isnt|doesnt|wont|didnt|nowhere|missing|invalid|expired|wrong|delayed
				account|username|email|profile|user ?address ?is doesnt|not|isnt ~1 exist|exists|recognised|recognized|found|registered
				says|say|saying|claims ~4 account|email|username ~1 doesnt|dosent|not|isnt exist|exists|recognised|recognized|found|registered
				cant|unable|wont|couldnt ~3 register|signup
				cant|unable|wont|couldnt ~3 sign up
				cant|unable|wont|couldnt ~3 create|make|open ~2 account|profile|login
				something went wrong ~6 login|log|sign|account|signing
				csrf|invalid|incorrect|wrong ?grant|login|user|csrf|auth|authentication token|grant|credentials|password|username
				invalid_grant|unauthenticated
				authentication|auth|login|session ?has|problem|keeps|token ?been|is|problem|error|failed|failure|issue|issues|broken|expired|expires|bug broken|failed|failing|problem|error|failure|expired|invalid|down
			`,
		},
		{
			Head: headTechnical, Topic: topicPayments, Name: "a payment fails", Weight: certain - 0.4,
			Patterns: `
				payment|payments|transaction|transactions|checkout|purchase|paypal|applepay|direct|transfer|transfers|basket ?pay|page|method|methods|screen|debit|process|is|are|was|has|details|system|keeps|my|your|info %4 failed|fails|failing|declined|rejected|error|errors|stuck|broken|bounced|doesnt|isnt|wont|not|declines|crashes|crashed|hangs|freezes|pending|refused|down|frozen|invalid|unable|bug|hanging|refuses
				cant|unable|couldnt|wont|not|impossible|doesnt|trouble|problem|problems|havent|trying|tried|still|error|refuses|been ?even|able|let|to|me|us|been|trying|with|your|when|it ?me|us|to|able|even|been|the|it|app|anyone ?to|complete|make|take|process|use|submit|enter|add|update|change|accept|pay|finish|check|checkout|paying|making|updating|adding|entering ?my|a|the|our|for|with|out|new|any|this|credit|debit|your|for ?new|card|payment|credit|debit|bank ?payment|card|method|pay|details|info|information payment|payments|card|cards|pay|checkout|purchase|method|transaction|order|details|information|info|wallet ~8 not|error|wont|doesnt|fails|failed|stuck|loading|declined|wrong|oops|luck|keeps|unable|loads|rejects|rejected|crashes|hangs
				cant|unable|couldnt|wont|impossible|not|doesnt ~3 make|complete|process|take|accept|use|add|update|enter|submit|save|finish|finalise|finalize ~3 payment|payments|card|cards|purchase|transaction|checkout|paypal !payment
				cant|unable|couldnt|impossible ~2 pay|checkout !for|attention|my|you|them
				card|cards|visa|mastercard|amex ?details|number|is|was|keeps|payments|payment|has|got|being|gets|info ?is|being|are|been|getting|was|be declined|rejected|refused|failing
				won't|wont|not|doesnt|didnt ~1 accept|take|accepting|recognise|recognize|process ~2 card|cards|payment|visa|amex|mastercard|paypal
				charged|billed|debited|paid|deducted|charging|took|taken|charges|money|payment ~3 twice|double|2x|thrice|times !i|we|as
				double|duplicate ?card charged|charge|charges|billed|payment|payments|debited|billing|booking
				charged|took|taken|deducted|debited|paid|money ~6 no|never|without|not|didnt|havent|but ~2 order|confirmation|booking|ticket|receipt|processed|upgraded|premium|went|subscription ~3 confirmed|failed|error|through|processed|received|show|showing
				checkout ~3 broken|error|fails|not|doesnt|isnt|wont|stuck|down|crashes|loop|frozen|impossible|freezes|bug|hangs
				online|mobile|internet banking %3 not|isnt|doesnt|wont|broken|error|cant|fails|keeps|unavailable
				payment|transaction|refund|transfer ?has|is|still|been|still ?been|still stuck|pending ~3 days|hours|weeks|processing
			`,
		},
		{
			Head: headTechnical, Topic: topicPerformance, Name: "slow", Weight: certain - 0.4,
			Patterns: `
				$obj|banking|loading|servers|everything ?is|are|was|has|runs|running|been|so|page|s|getting|being|still|incredibly|keeps ?so|very|too|super|really|incredibly|painfully|unbelievably|extremely|been|ridiculously|insanely|getting|still|terribly|such|just|a|being|running|absurdly|awfully ?so|very|bit|slow|incredibly slow|slower|laggy|lagging|lags|sluggish|crawling|unresponsive|snail|lag|buffering !service|boarding|down
				slow|laggy|sluggish|slowest|lagging|unresponsive ?and|loading|as|running|clunky|mobile|buggy|online $obj|loading|banking|load|hell
				takes|taking|took|takes|waiting|wait|waited ~3 40|seconds|secs|minutes|mins|minute|forever|ages|s|hours|min|sec|eternity|long ~1 to|for|just ~4 load|open|loads|loading|respond|refresh|start|login|log|page|app|site|website|boot|connect|render|sync
				site|website|app|page|pages|checkout|login|portal|search|system|banking|payment ?page|in takes|taking|took|needs ~3 seconds|secs|minutes|mins|minute|forever|ages|s|eternity|sec|40s|30s|20s|60s|10s !off|to|flight|for|boarding|board
				site|website|app|page|pages|checkout|login|portal|search|banking|it|payment ?page|in takes|taking|took|needs ~3 seconds|secs|minutes|mins|minute|forever|ages|s|eternity|sec|40s|30s|20s|60s|10s|long|min ~1 to|for|per|each|a ~1 load|open|respond|page|refresh|loading|start|click|log|login|search|connect|appear
				times|timing|timed|timeout|timeouts ?me out|on|every|when ~5 site|app|page|login|checkout|website|loading|online|time|booking
				site|app|page|login|checkout|website|system|portal|it|keeps|booking ~3 times|timing|timed ?me out
				site|app|page|login|checkout|website|system|portal|keeps ~3 timeout|timeouts
				gateway|request|connection|session|server|page timeout|timeouts
				gateway|request|connection|session|server|page ~1 timed|times|timing out
				keeps|constantly|always|constant|non|just|endless|nonstop ?on|stop|stops ?on buffering|lagging|freezing|loading|hanging|timing|spinning|stuttering|skipping|pausing|stopping !crew|flights|up
				stuck|hangs|hanging ?on|at|in|there ?the|a ?on ?loading|infinite|white|endless|spinning|black|blank|splash loading|screen|wheel|spinner|circle|loop
				spinning|loading|infinite|endless|buffering wheel|circle|icon|forever|screen|loop|spinner|keeps|loading|for
				$web|pages|basket|cart|search|results|menu|servers|server|loading|desktop|mobile ?just|only|barely|really|literally|is|are|still|keeps|keep crawl|crawls|crawling|crawled|creeps|creeping|dawdles|snails|limps !with|the|web|to
				$slowobj ~6 $slowlike
				$slowlike ~6 faster|quicker|speed|than|as|like ~4 $slowobj
				slow|slower|laggy|laggin|lagging|sluggish ?as|like|as|in|to ?a|the hell|fuck|shit|af|hell|balls|treacle|molasses|snail|tortoise|death|glacier !service|delivery
				laggin|slooo*
				load|loads|loading|feels|works|moves|runs|responds|looks|opens|behaves ~1 like ~2 1990|1991|1992|1993|1994|1995|1996|1997|1998|1999|2000|2001|2002|1980s|1990s|90s|nineties|eighties|dial|dialup|56k|modem|slideshow|stone
				dial up ~1 vibes|speed|speeds|feeling|days|era|modem|connection|again
				dialup|56k|modem ~2 vibes|speed|speeds|feeling|days|era|again
				$count ~1 ?and ?a ?half seconds|secs|sec|second|minutes|mins|minute|min|20|30|40 ~3 for|per|until|till|before|between ~4 page|pages|click|clicks|basket|cart|search|login|screen|tab|menu|app|site|homepage|website|refresh|checkout|map|dashboard
				$count ~1 ?and ?a ?half seconds|secs|sec|second|minutes|mins|minute|min|20|30|40 ~1 to load|open|show|display|bring|render|respond|refresh|start|fetch|add|switch|scroll ~5 page|pages|basket|cart|screen|tab|menu|app|site|homepage|website|checkout|map|dashboard|click !great|love|brilliant
				takes|took|taking|needs|needing ~1 age|ages|eternity|eternities|forever|century|decade|hours|years|lifetime ~1 to|for|before|until ~1 bring|show|load|open|appear|respond|react|get|see|find|display|search|render|come|reach|refresh|update ~4 page|up|orders|app|site|screen|results|basket|account|list|menu|anything|balance
				$slowobj|screen|results ~2 needs|takes|took|taking|needed ~2 $count ~1 minute|minutes|seconds|secs|hour|mins|min ~3 appear|show|come|react|respond|open|load|up
				every|each ~1 tap|click|page|keystroke|swipe|step|scroll|screen|key|letter ~5 delay|delayed|takes|seconds|lag|lags|forever|ages|minute|minutes|half|hangs|eternity|slow
				delay|lag|latency|pause ~1 of ~1 $count ~1 seconds|secs|ms|milliseconds !between
				$count ~1 second|seconds|minute|secs delay|lag|latency|pause|wait ~4 tap|click|page|app|site|key|screen|every
				loading loading
				<s> still ~1 thinking|loading|spinning|buffering|opening </s>
				$slowobj ~1 is|thinks|just|still|keeps ~1 thinks|thinking|contemplating|pondering|dreaming|sleeping|asleep
				$slowobj ~1 thinks|ponders|contemplates|dozes|sleeps|dreams ~2 ages|forever|long|minutes|before|hours
				could|can|can't|cant|managed ~1 knit|bake|write|read|walk|drive|fly|cook|learn|build|watch|run|raise|boil|paint|mow|sleep|eat|make ~6 while|before|until|by|in ~5 $slowobj
				glacially slow
				glacia* ~4 $slowobj
				$slowobj ~5 glacia*
				click|tap|press|click|type|scroll and wait
				slower than ~6 $slowobj
				$slowobj ~3 slower than
				aged|age|ageing|aging|old|older|beard|grey|gray|died|dying ~6 waiting|while|before|until ~5 $slowobj
				how slow can|is|are|must ~4 $slowobj
				$slowobj ~2 take|takes|took|taking ~2 so|too|much|that|longer|very|ridiculously ~1 long|longer|than
				faster|quicker to ~6 than ~2 load|open|use|wait ~4 $slowobj|page|home
				response|loading|load|page|rendering|reaction|waiting times|time|speeds|speed ~4 awful|terrible|bad|slow|poor|long|forever|horrible|horrendous|shocking|ridiculous|atrocious|abysmal|seconds|unbearable
				time to first byte
				ttfb
				$slowobj ~1 hang|hangs|hanging|stall|stalls|stalled|freezes|pauses ~1 for ~2 minute|minutes|seconds|ages|hours|secs
				$slowobj ~3 drag|drags|dragging|drag ~1 its|the|their feet|heels
				$slowobj ~4 stutter|stutters|stuttering|jerky|judders|jerks|choppy
				laaa*
				so|such|insane|crazy|terrible|horrible|huge|constant|bad ~1 much ~1 lag
				so ~1 much|bad lag
				$count|ages|forever|hours ~1 an ~1 hour|hours|minutes ~1 to upload|download|load|sync|save|send ~3 photo|photos|file|picture|pictures|video|song|document
				$slowobj ~3 needs|need|moves|runs|works|is ~2 zombie|coffee|wakeup|asleep|drunk|sedated|slideshow|powerpoint
				$slowobj ~8 paint|grass dry|drying|grow|growing|dries|grows
				paint|grass dry|drying|grow|growing|dries|grows ~6 $slowobj
				grew|grow|growing|grown ~1 beard ~6 waiting|while|before|until|loading|load|page|site|app
				hamster|hamsters|potato|potatoes|toaster|abacus|hamsters' ~4 server|servers|wheel|site|website|backend|hosting|app
				server|servers|site|website|app|backend|hosted ~5 hamster|hamsters|potato|potatoes|toaster|abacus
				made|make|making|boil|boiled|brew|brewed|brewing|drank|cook|cooked|baked|fetched|finished|read|shower|showered|nap|born|aged|retire ~3 tea|coffee|cuppa|kettle|dinner|meal|cake|sandwich|novel|book|brew|lunch|while|before|waiting ~5 $slowobj ~4 opening|opened|opens|load|loading|loads|loaded|open|ready|respond|appear|appeared|finishes
				by|in the time ~5 $slowobj|it ~3 load|loads|loaded|opens|opened|open|responds|takes|needs|took|appears|finished|finish
				$slowobj ~3 on|in ~1 go|slow slow|motion
				faster|quicker ~2 than ?your|this|the|@brand|@brand's ?online|mobile|new $slowobj !was|used
				types|walks|crawls|walk|type|moves|writes|reads faster|quicker than
				slowness|slowest|sluggishness ~4 $slowobj
				$slowobj ~4 slowness|slowest|sluggishness
				need|needs|lacks|any|zero|no ~1 speed|performance ~1 boost|improvement|improvements ~4 $slowobj
			`,
		},
		{
			Head: headTechnical, Topic: topicBrowser, Name: "broken in a browser", Weight: certain + 0.5,
			Patterns: `
				$failed|not|doesnt|wont|cant|isnt|unusable|bug|issue|issues|problem|problems|work|works|working|blank|nothing|load|loads|doesnt|loading|display|displays|wrong|garbled|unable|fail ~6 in|on|with|using|under ~2 $browser|chrome|firefox|safari|edge
				$browser %6 $failed|not|doesnt|wont|cant|isnt|blank|bug|issue|issues|problem|problems|nothing|unsupported|broken|loads|wrong|garbled|unable|freezing|hangs|supported|tried|luck|refuses|fail
				tried|tried|different|several|multiple|other|various|another|every|all|4|3|2|both ~6 browser|browsers
				dont|doesnt|not|no ?longer support|supports|supported ?in|on|by $browser
			`,
		},
		{
			Head: headTechnical, Topic: topicCrash, Name: "the app crashes", Weight: certain + 0.2,
			Patterns: `
				app|apps|application|android|ios|iphone|ipad|player|desktop|game|website|software|update|@brand|phone|update ~5 crash|crashes|crashed|crashing|freezes|freezing|froze|bombed|quits !landing|into|course
				crash|crashes|crashed|crashing|freezes|freezing|froze|bombs|bombed|quitting|quits ~5 app|application|every|whenever|on|ios|android|iphone|when|upon|launch|startup|ipad|opening|phone|device|constantly|again|time !plane|flight|the
				keeps|kept|constantly|always|continuously|repeatedly|just ?on crashing|freezing|quitting|closing|stopping|restarting
				force|forced|unexpectedly|suddenly|itself ?to closes|close|closing|quits|quit|stopped|shuts|stops
				app|application|it ~2 wont|doesnt|not|cant|refuses|wont|never|fails ?even|to open|launch|start|load|respond|opening|loading|startup|work|update|install|sync|responding !door|flight|for
				cant|unable|wont|doesnt ~2 open|launch|start|use|load|update|install|download|uninstall ~2 app|application|apps
				app|application ?is|has|just|been|been|are ?so|completely|totally|absolutely|just|very|still|always|really|constantly|been|a|being broken|buggy|bugged|glitchy|unusable|useless|glitching|rubbish|trash|garbage|crap|shit|horrible|terrible|awful|mess|nightmare|glitches|worst|joke
				broke|broken|buggy|glitchy|bugged|worst|terrible|useless|horrible|crappy|shitty ?mobile|android|ios|your|the|iphone ?app app|application
			`,
		},
		{
			Head: headTechnical, Topic: topicMessages, Name: "messages do not arrive", Weight: certain - 0.5, EvenNegated: true,
			Patterns: `
				never|havent|hasnt|didnt|not|no|dont|doesnt|isnt|still|wont|arent|waiting|nothing ~4 get|got|received|receive|receiving|sent|arrive|arrived|come|came|show|getting|send|delivered|deliver|sending|gotten|coming|through|arriving|for|seen ~3 confirmation|verification|reset|otp|notification|notifications|activation|itinerary|receipt !number
				confirmation|verification|reset|activation|itinerary|receipt|email|emails|code|codes|link|text|texts|sms|message|messages|otp %3 never|havent|hasnt|didnt|not|doesnt|isnt|wont|arent ~2 come|came|arrive|arrived|received|sent|show|showed|coming|delivered|arriving|through
				no confirmation|verification|reset|activation|otp|notification ?code email|code|mail|link|text|emails|sms|message
				notification|notifications|push|alerts|messages|emails|texts|dms|sms %2 not|arent|never|stopped|dont|wont|isnt|doesnt|delayed
				messages|message|emails|texts|sms ~2 failing|fail|failed|bounce|bounced|bouncing|bounces|undelivered|stuck
				wont|cant|doesnt|not|unable|fails ?even|to|let|able ?me|to ?to send|deliver|receive ?a|my|any|the ?single|email messages|message|emails|texts|dms|sms|notifications
				emails|email|mail|messages|them|it|mails ~4 spam|junk ?filter|filters|folder ~3 dns|spf|dkim|fix|admin|every|all
				app|texts|email|messages is|are|am|have|been ?taking|not|been|not ?getting|receiving messages|notifications ~3 hours|late|delayed
				push|email|text|sms ?alert|notification notifications|alerts|notification %3 broken|late|delayed|stopped|not|dont|wont|never|arent
			`,
		},
		{
			Head: headTechnical, Topic: topicOther, Name: "something is broken", Weight: certain - 0.7,
			Patterns: `
				$obj %3 not|isnt|arent|wasnt|doesnt|dont|wont|didnt|never|stopped ~2 working|work|works|functioning|loading|load|responding|connect|connecting|respond|function|syncing|sync|updating|refresh|recognise|recognize|play|playing|accept|worked|save|submit !for|out|like|well|with|hard|until
				$web|update|feature|link|wifi|button|form ?is|are|has|just|keeps|been|was|still|completely|totally ?so|been|just|completely|totally|still|now|all|a|getting|so $fails|broke|tripping|wonky|erroring|mess|bad !promise|trust
				$obj|update|song|songs|music|page|account|chromecast|sonos|alexa|device|bluetooth ~6 glitch|glitches|bug|bugs|bugged|glitching|malfunction|malfunctioning|malfunctioned|glitched
				$fails|broken|dead|faulty|bugged ?online|mobile|the|your|download|checkout|app|web|seat|check|screen ?in website|site|app|page|link|links|system|portal|form|button|wifi|website|screens|kiosk|checkout|feature|search|software|player|shuffle|tv|entertainment
				error|err message|messages|code|page|pages|screen|msg|msgs|404|403|500|503|502|everytime|when|every|trying|on|while|whenever|again|says|saying
				getting|get|got|gets|gives|giving|keeps|keep|shows|throws|says|saying|says|with|keep|an|same|this|constant|unknown|random|server|through|throwing|returns|showing|see|seeing|had ?me|us|an|the|same|this|only|out|getting|a|is|just|internal ?an|same|internal|server|unknown|this|the|error|weird|500|strange|random|login|database ?same error|errors !fare|fares|on|in|of
				errors|error|404|403|500|502|503 ~3 on|from|when|at|in|out|every|trying ~2 site|app|website|page|time|checkout|try|login|log|your|everytime|open|link|book|trying|play|load
				something|smth went wrong
				oops|404 something|error|page|not
				http|error|server|gateway|code ?error|code|http|status 404|403|500|502|503|504
				page|site|song|songs|playlist|playlists|music|video|videos|website|app|link|map|content|screen|wifi|tv|ads|it|library|podcast|podcasts|stream|album|show|episode|nothing|feed|images|photos|file %2 wont|doesnt|not|cant|isnt|never|refuses|arent|stopped|fails|dont|wouldnt ?even|to|properly|let|showing ?to|me load|loading|play|playing|open|sync|syncing|connect|download|downloading|refresh|stream|streaming|update|upload|buffer|updating|shuffle|connecting|respond|display|appear|showing
				cant|unable|wont|couldnt|doesnt|not|dont|wouldnt ?even|able|let|to|seem|allow|me ?to|me|even|us|able ?to ?even load|loading|stream|download|upload|sync|refresh|buffer|play|connect|streaming|syncing|update|downloading ?my|the|any|a|to|anything|your|it|from|on ~2 app|song|songs|music|playlist|playlists|page|site|website|video|videos|spotify|bluetooth|wifi|device|devices|internet|album|file|library|chromecast|offline|podcast|anything|account|card|passport|computer|desktop|phone|information|sonos|info|data|photo|photos
				technical|system|it|tech|technology|computer|computers|server|login|connection|connectivity|loading|playback|sync|website|app|software|wifi|audio|sound|streaming|online|check difficulties|issue|issues|error|errors|problem|problems|failure|fault|glitch|glitches|bug|bugs|fail|failures|trouble|troubles
				issue|issues|problem|problems|trouble|bug|glitch|error|errors|fault|wrong ~2 with|on|in|using|accessing|at|loading|opening|connecting|playing ~2 app|site|website|app's|system|page|portal|checkout|server|servers|wifi|login|link|android|iphone|ios|version|software|player|api|update|booking|desktop|mac|windows|web|pc|playlist|playlists
				fix ~2 your|the|this|that|ur ?damn|fucking|stupid|god|freaking|broken|bloody|crappy|shitty|mobile|ios|android|damn ?app|broken|damn|mobile app|site|website|system|bug|glitch|wifi|page|software|player|servers|server|search|shuffle|update|login
				wifi|internet|entertainment|movies|tv|tvs|ife|screens|screen|outlet|usb ?system|connection|on|is|was|are ?is|are|was|board|flight ~3 not|isnt|doesnt|broken|wont|arent|doesnt|crap|sucks|down|terrible|awful|wasnt|dead|horrible|useless|didnt
				no|broken ?working|inflight|in ?flight wifi|internet|entertainment|ife|tv
				cant|unable|trying|couldnt|wont|wont ~3 check|checkin|book|select|add|print|change|upgrade|view|find|access|manage|complete|finish ~6 website|site|app|online|page|system|portal ~5 error|not|wont|down|broken|says|crashes|doesnt|keeps|fails|isnt
				website|site|app|online|page|system|portal ~3 wont|not|doesnt|keeps|refuses|cant|isnt ~2 let|allow|allowing|letting
				after|since|latest|new|recent|last|with ~2 update ~6 broken|broke|crash|crashes|cant|wont|not|doesnt|error|stopped|slow|freezes|bug|buggy|lost|gone|worse|disappeared|keeps
				update|upgrade|patch|ios11|version ?has|just|completely|really broke|ruined|killed|messed|bricked|wrecked|deleted|wiped
				reinstalled|reinstalling|rebooted|restarted|reinstall|uninstalled|rebooting|restarting|logged|cleared ~8 still|nothing|same|not|no|doesnt|didnt|wont|but|again|cant|issue|problem
				same ?exact|damn problem|issue|error|thing
				disappeared|vanished|deleted|gone|missing|wiped|lost ~4 app|playlist|playlists|songs|library|account|app's|downloads|music|data|history|contacts|chats
				playlist|playlists|songs|library|downloads|music|contacts|chats|messages ~3 disappeared|vanished|deleted|gone|missing|wiped|disappearing|deleting
			`,
		},
		{
			Head: headTechnical, Name: "a mend or praise", Weight: -3.2,
			Patterns: `
				works|working|worked ?fine|great|perfectly|again|now|just ?again|fine now|again|great|perfectly|fine|perfect|thanks|thank|beautifully !not|until|but
				now|all|everything|it|that|site|app|is|is|it's working|works|fixed|sorted|resolved|worked|good|fine ?now|again !until|for|with|on
				now|been|it's|got|all|already|finally fixed|sorted|resolved|solved
				fixed|sorted|resolved|solved itself|now|thanks
				thanks|thank|cheers|ty ~4 fixing|sorting|fixed|resolving|quick|works|working|help|helping|sorted
				love|loving|great|awesome|amazing|excellent|brilliant|perfect|fantastic ~2 app|website|site|update|feature|job|work
				glad|happy|pleased
				back to normal
				back up|online|working
			`,
		},
		{
			Head: headTechnical, Name: "people and places that are slow", Weight: -5, EvenNegated: true, EvenQuoted: true,
			Patterns: `
				staff|service|waiter|waitress|queue|queues|line|till|tills|cashier|lift|lifts|elevator|kitchen|driver|courier|traffic|delivery|deliveries|shipping|post|boarding|escalator|barista|crew|trolley|bus|train|desk|desks|lane|lanes|baggage|luggage|bags|carousel|gate|security|lounge|counter ~4 slow|slower|crawling|slowly|snail|snails|ages|forever
				slow cooker|cookers|roast|roasted|motion|dance|burn|food|release|pour
				slow ~1 down|clap|start
				snail|snails ~1 mail|soup|garlic|butter
			`,
		},
		{
			Head: headTechnical, Name: "not about a product that runs", Weight: -3.0, EvenNegated: true, EvenQuoted: true,
			Patterns: `
				plane|car|train|truck|bus|stock|market|bike|helicopter|jet|motorcycle|vehicle|van ?has|just|was|had|is|in ?been|a|crash crash|crashed|crashes|crashing
				sit|sat|slow|calm|lay|let|letting|turn|turned|back|shut|break|stand|cut|come|came|go|going|track|put|step|look|wind|bring|cool|settle|hold|nail|pin|write|note|climb|take|scroll|narrow|boil|let|let's ?me|us|you|it|the|that down
				error fare|fares
				human|pilot|clerical|user|typing|agent|agent's|their|your|my|own error|mistake
				how|where ?do|can|to|would ?i|we|you|one ?i|to reset|change|update|install|download|cancel|enable|delete|remove|add|turn|find|get|use|set|link|connect|contact
			`,
		},
		{
			Head: headTechnical, Name: "advice, news or advertising", Weight: -4.5, EvenNegated: true, EvenQuoted: true,
			Patterns: `
				webinar|whitepaper|ebook|podcast|hiring|newsletter|infographic|sponsored|giveaway|changelog|tutorial|recruiting
				learn how|more|about
				how to fix|solve|speed|avoid|troubleshoot
				our ?new|latest|free blog|guide|report|webinar|article|post|ebook|tool
				tired|sick|fed ?up of|with ~4 try|switch|get|check|meet
				release notes|note
			`,
		},
	}
}
