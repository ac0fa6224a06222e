package complaint

import "firebreak/detectors/internal/cue"

// generalRules are the features of a complaint of any kind. Their weights are small: none decides alone, except the plainest.
func generalRules() []cue.Rule {
	return []cue.Rule{
		{Head: headComplaint, Name: "strong blame", Weight: 2.6, Patterns: `
			worst|terrible|awful|horrible|horrific|atrocious|appalling|disgusting|disgraceful|disgrace|pathetic|unacceptable|ridiculous|outrageous|shameful|abysmal|shocking|horrendous|dreadful|useless|incompetent|incompetence|ripoff|scam|scammed|scammers|liars|lied|lying|crooks|thieves|robbery|bullshit|shit|shitty|crap|crappy|garbage|trash|joke|fuck|fucking|fuckin|sucks|suck|hate|hated|disappointed|disappointing|disappointment|furious|livid|fuming|pissed|infuriating|frustrating|frustrated|frustration|annoyed|annoying|unprofessional|rude|rip|nightmare|fiasco|shambles|ludicrous|absurd|insane|unbelievable|unbelievably|inexcusable|embarrassing|clueless|poor|poorly|unhelpful|hopeless|fraud|disaster|failed|neveragain|fail|epicfail|wtf|ffs|smh|damn|rubbish|disrespectful|nonsense|mess|sham|shame|stupid|idiots|angry|unhappy|dissatisfied|customerservicefail|badservice|misleading|deceptive|cheated|ruined|horribly|terribly|ashamed|disgusted|unsatisfied|unsatisfiedcustomer|pathetic|hideous|inept|awfully|lousy|appalled
			bad|zero|no|lack|terrible ?of|customer ?customer service|experience|communication|support|sense|response
			bad ~2 service|experience|customer|job|day|attitude
			never|not|nor|wont|last|dont|avoid ~3 again|fly|flying|use|using|buy|buying|shop|book|recommend|business|booking ~3 again|you|@brand|with|airline|anyone|them|company
			waste|wasted|wasting
			fed up
			sick|tired of
			thanks|thank|cheers ~4 for ~1 nothing|ruining|losing|leaving|wasting|cancelling|canceling|delaying|breaking|messing|delay|delays|not|lost|another|making
			not|isnt|arent|wasnt|aint|hardly ~2 happy|impressed|acceptable|good|cool|helpful|ok|okay|pleased|amused|satisfied|fair|enough|right|funny
			how ?can|could is|can|do|does|are|you|hard|dare ~3 this|it|that|not|possible|hard|acceptable|charge|treat
			get your|it shit|act|together|sorted
			so much for
			what|why the hell|fuck|heck|actual
			joke|disgrace
		`},
		{Head: headComplaint, Name: "a thing that went wrong", Weight: 1.9, Patterns: `
			lost|losing|lose|missing|missed|broken|broke|damaged|delayed|delay|delays|late|cancelled|canceled|cancel|stuck|stranded|wrong|mistake|error|errors|faulty|defective|overcharged|charged|refused|ignored|ignoring|refund|refunded|compensation|reimburse|complaint|complaints|complain|complaining|problem|problems|issue|issues|trouble|fault|torn|dead|leaking|ripped|cracked|stopped|fails|failing|crash|crashes|crashing|down|unable|overbooked|bumped|rebooked|misleading|stolen|missing|incorrect|cheap|overpriced|dirty|filthy|cold|smelly|uncomfortable|cramped|slow|hacked|unresolved|apology|apologize|apologise|sort|hung|unanswered|inconvenience|inconvenient|mishandled|blame|excuse|excuses|chaos|screwed|messed|expired|malfunctioning|disconnected
			doesnt|didnt|wont|isnt|not|cant|never|hasnt|havent|wasnt|arent|dont|couldnt|wouldnt|werent ~3 work|working|arrived|arrive|received|receive|help|helping|respond|responded|responding|reply|replied|answer|answered|answering|come|came|delivered|load|open|show|showed|let|care|cares|get|got|shipped|available|fit|log|login|connect|sent|turn|accept|refund|honor|honour|call|called|fixed|resolved|access|find|use|reach|through
			cant|couldnt|unable|wont
			no|without|still|any|zero ?no|any|a response|reply|answer|update|explanation|apology|luck|help|sign|info|information|wifi|announcement|food|refund|email|confirmation|communication|notification|word|show|solution|news|idea|one|signal
			nobody|no|none|noone ?one|of ~2 knows|answers|helps|responds|cares|answer|help|able|answering|could|can|available|picks|seems|will
			been|on|waiting|waited|sat|sitting|hold|took|takes|spent|after|for|over ~4 hour|hours|hrs|hr|days|weeks|months|mins|minutes|week|month|ages|forever|years|year|phone|tarmac|runway|hold
			2nd|second|third|3rd|4th|fifth|5th|fourth|twice|10th|nth time|times|day|week|attempt|call|email|complaint
			again|twice|yet
			hung up
			still ~1 waiting|havent|no|hasnt|not|cant|dont|nothing|getting|having|isnt|delayed|stuck|broken|on|missing|wont|doesnt|down|never|sitting
			my|our|the ~3 lost|missing|broken|damaged|cancelled|delayed|late|stolen|gone|canceled
			need|needs|want|demand|expect|where|where's|wheres|owe|please|must|can ~3 refund|money|compensation|explanation|fix|fixed|help|resolved|manager|answer|answers|luggage|bag|bags|order|package|delivery|parcel|improve|sort
		`},
		{Head: headComplaint, Name: "a reproachful question", Weight: 1.3, EvenNegated: true, Patterns: `
			why|how|when|where|what ~1 is|are|do|does|did|cant|dont|isnt|wont|havent|has|have|come|didnt|hasnt|would|am|was|long|many|doesnt|will|arent|the|should|took ~2 you|your|my|it|this|there|i|the|they|we|no|hell|not|come|@brand|every|on|hours|times|people|more
			wheres|where's|where ?is|are|the my|our
			seriously|really|come
			anyone|somebody|someone|can|could|will|please|would ~2 help|explain|fix|sort|respond|answer|reply|tell
			any ~1 help|idea|chance|reason|update|updates|news|explanation
			is|are|do|does|did there|you|anyone|this ~2 problem|issue|care|even|ever|joke|plan|going|reason|actually|any|answer|kidding
			kidding|serious me
		`},
		{Head: headComplaint, Name: "addressed to a firm", Weight: 0.7, EvenNegated: true, EvenQuoted: true, Patterns: `
			you|your|you're|you've|y'all|yall|guys|yourselves|you'll
			customer|customers|service|support|company|staff|manager|airline|store|order|account|phone|app|website|flight|booking|bill|contract|product|delivery|luggage|bag|bags|package|refund|agent|agents|crew|gate|tickets|seat|seats
		`},
		{Head: headComplaint, Name: "bought or paid", Weight: 0.5, EvenNegated: true, EvenQuoted: true, Patterns: `
			paid|bought|ordered|pay|paying|purchased|charged|charge|money|booked|cost|costs|price
		`},
		{Head: headComplaint, Name: "and yet", Weight: 0.7, EvenNegated: true, Patterns: `
			but|yet|even|still|instead|supposed|promised|told|apparently|only|despite|although|now
		`},
		{Head: headComplaint, Name: "praise", Weight: -2.4, Patterns: `
			love|loved|loving|loves|great|awesome|amazing|excellent|fantastic|brilliant|wonderful|fabulous|superb|outstanding|perfect|best|beautiful|impressed|kudos|congrats|congratulations|grateful|delighted|yay|woohoo|excited|favorite|favourite|delicious|gorgeous|stoked|cool|lovely|incredible|smooth|smoothest|beautifully|stellar|shoutout|winning|yum|cute|sweet|adorable|friendly|happy|helpful|impressive|enjoy|enjoyed|enjoying|fab|ace|nice|beauty|proud|appreciated|appreciate|awesomeness|bravo|epic|blessed|sexy|sunset|welcome|recommend|flawless
			good|well|great job|work|service|luck|morning|stuff|one|done|deal|deals|news|times|time|day|experience|flight|people|customer|guy|lady
			thank|thanks|thx|ty|tks|cheers|thnx|thankyou ~2 you|so|for|@brand|guys|much|again|i|help|i'll|that
			thanks|thank|thx|ty|cheers|thankyou|thnx
			looking|look|cant forward|wait
			feel|feels|made|makes|making good|better|my|special|great|happy
			haha|lol|lmao|hahaha|hehe|xx|xo|xoxo|hahah
		`},
		{Head: headComplaint, Name: "a wish or a plain question", Weight: -1.0, EvenNegated: true, Patterns: `
			do|does|is|are|can|could|will|would|what|when|which|how|any|anyone you|there|i|it|we|is|are|do|to|idea|plans|time|know|chance|much|this|the|that|possible|one|would ~3 have|sell|possible|available|open|carry|accept|release|plan|offer|come|get|planning|coming|ship|recommend|tell|know|allow|any|still|ever|add|best|fly|find|join|follow|be|buy|bring|advise|able|transfer
			suggestion|suggest|wondering|curious|feature|wish|interested|hoping|planning|question|recommendation|would love|like|looking
			how do|can|to|much|about i|we|you|is|find|get|apply|are
		`},
		{Head: headComplaint, Name: "news, adverts, greetings", Weight: -2.2, EvenNegated: true, EvenQuoted: true, Patterns: `
			rt|via|win|giveaway|retweet|retweeted|contest|sale|discount|breaking|check out|#ad|hiring|listen|podcast|blog|video|photo|photos|giveaways|followers|following|dj|album|song|movie|game|team|fans|birthday|christmas|weekend|tonight|concert|match|goal|season|nfl|nba|playlist|prayers|holiday
			happy birthday|anniversary|friday|monday|holidays|new|thanksgiving|mother's|father's
			check ?this ?it out
			just posted
			i liked|added|posted|earned|unlocked
			new|latest ~1 collection|post|video|blog|episode|single|line|arrivals|song
		`},
	}
}

func otherRules() []cue.Rule {
	return []cue.Rule{
		{Head: headRumour, Name: "hearsay of a breach or an outage", Weight: certain - 0.2, EvenNegated: true, Patterns: `
			heard|hearing|hear|rumor|rumour|rumors|rumours|rumored|rumoured|apparently|supposedly|allegedly|reportedly|alleged|unconfirmed|word|reports|report|gossip|sources|saw|seeing|seen|reading|told|read|saying|say|claims|claim|claiming|says|whisper|chatter|tweets|people|source ~8 hacked|breached|breach|leaked|hack|compromised|ransomware|dumped|cyberattack|pwned|ddos|ransomwared !by|my
			heard|hearing|hear|rumor|rumour|rumors|rumours|apparently|supposedly|allegedly|reportedly|alleged|unconfirmed|word|reports|gossip|sources|saw|seeing|reading|told|read|saying|say|claims|claim|claiming|says|whisper|chatter ~6 lost|leaked|stolen|exposed|lose|losing|leaking|sold|stole|leaks|loses|leak ~6 card|cards|records|data|details|accounts|passwords|users|million|millions|5m|emails|database
			heard|hearing|apparently|supposedly|allegedly|reportedly|unconfirmed|rumor|rumour|rumors|rumours ~8 outage|offline|ddos
			heard|hearing|apparently|supposedly|allegedly|reportedly|rumor|rumour|rumors|rumours ~3 @brand|@brand's ~3 down !to
			hacked|breached|breach|leaked|hack|leak|compromised|ransomware|outage ~8 rumor|rumour|rumors|rumours|unconfirmed|allegedly|supposedly|reportedly
			true|real|confirmed ~4 hacked|breached|breach|leaked|compromised|hack|ransomware|cyberattack|lost|stolen
			is|are|was|were|has|have|did|any|anyone|anybody|whether|wait|omg|so|did ~1 you|@brand|your|it|they|there|@brand's|truth|know|else|heard|hear|the|confirm ~4 hacked|breached|breach|leaked|compromised|pwned|hack|ransomware|cyberattack|ddosed|ddos !my|our|me|by
			is|are|was|were|has|did|any|anyone ~2 @brand|you ~3 lost|leak|lose|leaked|leaking ~5 card|cards|records|data|details|accounts|passwords|users|million|millions|emails
			anyone|anybody|someone ~4 confirm|know|heard|knows|hear ~6 hacked|breached|breach|leaked|compromised|hack|ransomware
			@brand|@brand's ?has|just|was|is|have|got|been|servers|database|systems|customer|data|were|have ~2 hacked|breached|hack|breach|leaked|ransomware|compromised|pwned|ransomwared !my|me|our
			@brand|@brand's ~1 lost|leaked|loses|leaks|exposed|exposes|losing|leaking ~5 card|cards|records|data|details|accounts|passwords|users|5m|2m|1m|10m|emails
			hackers|hacker|cyberattack|ransomware|hack|breach ~3 at|hit|hits|of|stole|on|in|attack|behind|attacked|from|target ~3 @brand|@brand's
			data|massive|huge|security leak ~2 at|of|from|by @brand|@brand's
		`},
		{Head: headRumour, Name: "a breach or an attack told of", Weight: 2.4, EvenNegated: true, Patterns: `
			@brand|you|you've|they|they've|@brand's|systems|it ~4 hacked|breached|popped|pwned|compromised|ransomed|ransomwared|infiltrated|raided !my|me|our
			stolen|leaked|lost|missing|exposed|dumped|stole ~2 customer|customers'|customers|bank|card|user|users'|client|clients|personal|patient|member ~2 data|details|records|numbers|files|accounts|info|information|addresses
			customer|customers'|customers|bank|card|user|users|users'|client|clients|personal|member|patient|password|passwords|employee ~1 ?card|bank|user data|details|records|numbers|files|addresses|accounts|info|information|list|lists|database ~3 stolen|leaked|taken|lost|exposed|out|dumped|sale|stole|copied|stealing|sold
			lost|lose|losing|leaked|spilled|leak ~3 customer|customers'|customers|card|user|users'|client|clients|patient|people's|everyone's ~2 data|details|records|numbers|files|accounts|info|information|addresses|passwords
			passwords|accounts|database|records|addresses|emails|cards|source ~3 out|stolen|leaked|dumped|circulating|sale|sold|taken|online|exposed !of|check
			have|has|got|hold|holding ~2 your|@brand's|their ~1 source|user|customer|whole|entire|internal ~1 code|list|database|data|records|emails|files
			break in|ins
			broke|broken|breaking|breaks into ~2 your|@brand's|@brand|their|the ~1 computers|systems|network|servers|database|it|system
			intruders|hackers|attackers|intruder|hacker|attacker|criminals ~4 network|systems|computers|servers|database|data|inside
			attack|hack|breach|leak|intrusion|theft|raid ~2 on|at|of|by|in|against ~2 your|@brand|@brand's|systems|servers|network|customer
			data breach|leak|theft|spill|scandal
			data|records|details|files|laptop|backups ~3 went|gone|go missing|astray
			selling|sold|sells|trading|offering|offers ~4 dump|database|accounts|logins|records|details|passwords
			@brand|@brand's|your dump|leak|breach|hack
			@brand|@brand's|your|customer ~1 dump|accounts|logins|records|database ~4 sale|sold|dark|circulating|online|round
			because|after|since|about ~2 hack|breach|leak|hacking !of|in|my|our|life
			is|was ~1 that|this|the hack|breach|leak|hacking
			systems|servers|files|network|@brand ~2 encrypted|locked|hijacked|attacked ~3 gang|by|hackers
			burglary|burglars|thieves ~4 computers|systems|servers|data
			hackers|hacker|hacking
			logins|accounts|passwords|records|cards|details ~5 dark web|net
			massive|huge|big|giant|major breach|leak|hack
			cyber attack|incident|attacks
			cyberattack|ransomware|cyberattacks
			alleged|supposed|reported|apparent|rumoured|rumored hack|breach|leak|attack|theft
		`},
		{Head: headHearsay, Name: "passed on, or asked whether it is so", Weight: 2.4, EvenNegated: true, Patterns: `
			hear|heard|hearing|tells|told|say|says|saying|claim|claims|claiming|rumour|rumours|rumor|rumors|talk|gossip|story|stories|reports|radio|news|paper|papers|telegram|reddit|forum|forums|discord|posted|posting|mentioned|mentions|apparently|allegedly|alleged|supposedly|reportedly|grapevine|tweets|gossiping|whispers|whispering|headlines|neighbour|neighbor|colleague|hairdresser
			word is|on|has|that
			read|reading|saw|seen|seeing|see ~2 that|about|on|in|online|of|somewhere|tweets|posts|you
			any ~1 truth|substance
			anything ~2 to|in|on|about these|those|that|the|this
			swears|swear|insists|reckons|thinks|believes|suspects
			everyone|everybody|people|folks ~3 talking|saying|talks|telling|tell|claim
			going|doing|making round|around|the|rounds|viral
			source|proof|evidence for|of|that
			mastodon|tiktok|instagram|facebook|whatsapp|internet|hairdresser's|bus|pub
			lying|lie|deny|denies|unconfirmed|whisper
			might|may|must|could ~1 have ~1 been
			have it from
			apparently|seemingly|evidently|presumably
			is|are|was ?it|that|this|there|any|the ~2 right|true|correct|accurate|real|so|truth ~1 that|what|about|or
			true|correct|right|accurate|real|fake|so </s>
			confirm|deny|comment|clarify|reassure|statement|official|rumour|debunk
			or ~3 gossip|rumour|rumor|fake|hoax|nonsense|talk
			really|actually ~2 taken|stolen|hacked|lost|leaked|breached
			not sure ~1 if|whether ~2 true|real|right
			forgive|sorry ~3 asking|bother|ask
			kindly|please|could|would ~3 confirm|say|tell ~2 whether|if|that
		`},
		{Head: headRumour, Name: "it happened to the writer", Weight: -3, Patterns: `
			my|our account|card|data|details|money|email|password|info|statement|balance|order
			i|i'm|i've|we've was|been|got|have|am ~1 hacked|charged|email|letter|notified|affected|caught
		`},
		{Head: headHowTo, Name: "asks how", Weight: certain - 0.6, EvenNegated: true, Patterns: `
			how do|can|to|would|does|should|could ?i|we|you|one|i|someone|my|a|do ?i|customer ~1 reset|change|update|cancel|find|get|add|remove|delete|set|use|contact|enable|disable|download|install|connect|link|register|sign|upgrade|check|book|apply|claim|print|turn|transfer|redeem|activate|unsubscribe|request|return|track|make|access|create|view|close|share|import|export|switch|order|pay|recover|log|submit|reach|renew|unlock|setup|edit|verify|report|block|replace|buy|join|merge|see|upload|start|send|move|go
			how ?do|can|does one|i|we|you|people go|find|get|reset|change|about
			where do|can|is|are|would|should|could ?i|we|you|the|my ~1 find|change|reset|update|see|get|check|download|setting|settings|option|button|form|link|enter|buy|report|go|send|cancel|view|manage|upload|contact
			what is|are|do|what's|steps|s ~1 best|steps|i|process|way|easiest|procedure|number|opening|hours|password|right|correct ~3 to|for|need|do|of|hours
			can|could|would|may you|someone|anyone|somebody|i tell|explain|advise|show|help ?me|us|with ~1 how|where|the|what
			is it|there|it ?a|any|possible possible|way|option|setting|place ~1 to|for|where
			can|may i|we change|use|add|transfer|bring|get|reset|book|pay|cancel|upgrade|update|download|switch|have|still|delete|return|share|check|set|move|link|remove|redeem
			what|which|when ~3 opening|hours|open|close|cost|price|number|versions|devices
			do|does you|@brand|it|the ~1 have|offer|support|accept|sell|ship|provide|allow|deliver|work
			i|anyone|please|want|like|love|need|would|trying ~3 know|help|like|figure|wondering|want|to ~2 how|where to|can|do|i|out
			wondering|wonder how|if|whether|where
			how|which|what|whats|what's ~2 many|long|short|shortest|longest|characters|letters|signs|rules|symbols|makes|good|strong ~6 $secret ~6 have|need|be|allowed|accept|accepts|contain|use|account|you|is
			what|which ~1 characters|letters|signs|symbols|rules|makes ~6 $secret </s>
			what|which $secret ~1 rules|requirements|length|symbols|characters
			how|where|when|what|which ~1 do|can|should|may|must|does|often ~3 i|we|you|one|people ~3 choose|set|pick|change|create|make|reuse|renew|enter ~5 $secret|question|pin
			should|must|can|may|could|shall|do i|we|one ~2 choose|set|pick|change|create|make|reuse|need|keep|use ~4 $secret ~6 after|for|or|again|with|every|the
			should|must|can|may|could|shall|do i|we|one ~2 choose|set|pick|change|create|make|reuse|need|keep|use ~4 $secret </s>
			does|is|can|must|should|may the|my|a|an|your|new ~3 $secret ~2 need|have|contain|be|allowed|include|start|use|different|case
			is|are ~2 space|spaces|symbols|umlauts|digits|numbers|signs|characters|emoji|dash|accents ~2 allowed|accepted|possible|ok|okay|fine|permitted ~3 $secret
			want|like|need|wish|love|would ~1 to ~2 choose|set|pick|change|create|make|know ~6 $secret ~6 where|how|what|which
			tell|show|explain|know|advise ~2 how|where|when ~4 choose|set|pick|change|changes|create|make|renew ~5 $secret
		`},
		{Head: headHowTo, Name: "something is wrong", Weight: -4, EvenNegated: true, Patterns: `
			not|never|doesnt|isnt|wont|didnt|havent|hasnt|broken|error|errors|fails|failed|failing|stuck|still|wrong|issue|issues|problem|problems|trouble|hacked|stolen|fraud|fraudulent|leaked|scam|unauthorised|unauthorized|worst|terrible|ridiculous|unacceptable|joke|wtf|delayed|lost|missing|damaged|refund|complaint|angry|disappointed|useless|again|late|unable|horrible|awful|hell|dare|charged|crash|crashes|fuck|shit|cancelled|canceled|waiting|suck|sucks|ignored|compensation|poor|bad|frustrating|hate|disgusting|pathetic
			how come|is|are|long|many|hard|can ~2 this|it|that|you|there|your|times|people
			cant|couldnt|unable
		`},
		{Head: headFriction, Name: "a security step is a burden", Weight: certain - 0.7, EvenNegated: true, Patterns: `
			change|reset|changing|resetting|enter|update|re|confirm|changed|verify|type|retype|answer|solve|forced|force|remember|new|prove|create ?to|enter|me|us ?change|reset ?my|our|a|the|new|your ~2 password|passwords|passcode|pin|identity|captcha|captchas|security|myself|credentials ~1 ?question|questions ~1 every|each|again|constantly|everytime|twice|monthly|weekly
			every|each|everytime ?single|other|few|time|three|30|90|60|month|months|day ~6 change|reset|new|enter|answer|solve|verify|different|another|confirm|prove ~3 password|passwords|pin|passcode|captcha|captchas|code|identity|security|myself
			why|so|too|sick|tired|annoying|stop|hate|fed|painful|ridiculous|nightmare|endless|hassle|faff|another|enough|how ~5 many|of|have|to|making|with|up|all|the|your|annoying|forcing|asking|answering|changing|resetting ~3 security|captcha|captchas|2fa|verification|password|passwords|two|codes|otp|authentication|passcodes|login ~1 questions|question|steps|checks|hoops|rules|requirements|changes|factor|codes|code|captchas|captcha|every|again|times|everytime|step
			$renew ~1 up ~1 with ~2 $secret ~6 $contacting
			made|make|makes|making|force|forces|forced|forcing|have|has|must|need|expected|told|asked ~4 $renew ~3 $secret ~6 $contacting
			i|me|we|us|you|why|keep|always|how|tired|sick|fed|not|cant ~6 $renew ~4 $secret ~4 whenever|when|after|because|every|each|just|time|afterwards ~4 $contacting
			cant|not|without ~6 $contacting ~4 without ~3 $renew ~3 $secret
			each|every|after|whenever|another|end|ends|time ~4 $contacting ~8 $renew|new|another ~4 $secret
			$contacting ~6 ends|end|means|mean|comes|another ~4 $renew|new|another ~3 $secret
			$contacting ~6 $renew|up ~3 new|my|another ~1 $secret ~1 again
			$secret ~1 gets|is|was ~1 reset|changed ~4 $contacting
			third|fourth|fifth|another|3rd|4th|yet ~3 $secret ~2 reset|change|changes ~6 $contacting|again|week|month
			$contacting ~4 make|made|makes|force|forces|forced ~2 $renew ~2 $secret
			password ~1 dance|circus|ritual|game|merry|rigmarole|carousel
			$contacting ~2 you ~2 you|they ~1 $renew ~2 my $secret
			$contacting ~6 times ~4 $renew|changed ~2 $secret
			how often|many ~3 still|again|times ~4 $renew ~2 $secret
			thanks to ~1 your ~2 resets
			$secret reset|change|changes ~3 each|every|any|with|after ~4 $contacting
			captcha|captchas|recaptcha ~5 impossible|annoying|hell|hate|ridiculous|every|unreadable|again|stupid|times|endless|nightmare|10|five|many
			hate|annoying|impossible|stupid|endless|ridiculous|pointless|infuriating ~3 captcha|captchas|2fa|password
			jump|jumping|so|through|many ~3 hoops ~4 log|login|account|verify|sign|access|password|in
			more|so|too|how|ridiculous security|many questions|security|steps|passwords|checks|verification ?questions ?and|than|to|just ~4 bank|pain|suffering|log|login|get|access|into|pay|sign|account|simple
			security|verification|password|login|2fa|captcha|otp ~3 questions|process|checks|step|steps|rules|requirements|hoops|system|policy ~4 annoying|pain|hassle|ridiculous|nightmare|tedious|painful|joke|overkill|excessive|frustrating|drives|crazy|faff|endless|insane|burdensome|infuriating|driving|cumbersome
			getting|logging|log|sign|signing ~2 into|in ~3 my|account|app ~5 pain|hassle|security ~2 questions|pain|suffering
			takes|took|need ~3 codes|passwords|steps|emails|texts|questions|verifications ~3 to|before|just ~2 log|login|get|access|sign|pay
			expire|expires|expired|expiring|expiry ~4 password|passwords
			password|passwords expire|expires|expired|expiring ~3 every|again|days|so|too|month
			remember ~4 12|15|20|10|different|another|so|many ~2 passwords|pins|characters|password
			locked ?me out ~6 wrong|attempts|tries|mistyped|typo|one|three|3
		`},
		{Head: headFriction, Name: "content with it", Weight: -4, Patterns: `
			love|great|glad|thanks|thank|happy|appreciate|good|nice|easy|safe|reassuring|secure|like
		`},
	}
}
