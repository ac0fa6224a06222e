package assertion

import "firebreak/detectors/internal/cue"

// needsAsset is the name of the rules that speak of security only where the text names what is to be secure.
const needsAsset = "needs an asset"

// nameSoft is the name of the rules that may speak of anything that is safe, shut or watertight.
const nameSoft = "soft words"

// nameKept is the name of the rules that speak of security only where the text names data and nothing else that could be safe.
const nameKept = "soft words of data"

// promises are claims without an adjective: that there is nothing to fear, that nobody can get in, that it never happened.
func promises() []cue.Rule {
	return []cue.Rule{
		{
			Name: "nothing to fear", EvenNegated: true,
			Patterns: `
				nothing|no|not|never|zero|nowt|nuthin ~3 fear
				nothing|not ~4 afraid|alarmed|frightened|scared of|about|by|here|at
				no|not|zero|never ~3 afraid|alarmed|frightened|scared
				no|zero|without|any|not|never ~2 reason|need|cause|grounds ~2 fear|afraid|alarm|alarmed|scared
				fear not
				have no|zero fear|fears
				you|your|customers|nobody|everything|everyone|you're ~3 nothing|nought to fear
				dont|never|neednt ~3 be afraid|scared|alarmed|frightened|nervous
			`,
		},
		{
			Name: needsAsset, EvenNegated: true,
			Patterns: `
				nothing|no|not|never|zero|dont ~4 worry|worried|concerned|worries|panic|concern ~1 about|for|regarding|over|with ~3 $asset|security|privacy|hackers|hacking|breach|breaches|hacked|leak|leaks !email|booking|number|upgrade
				no|zero|without ~2 risk|danger|threat|risks
				not|never|isnt|arent|wasnt|werent ~2 at|in|any ?any risk|danger
				no|zero ~1 chance|possibility|way ~6 hack|hacked|breach|breached|read|steal|stolen|leak|leaked|crack|intercept|compromised|break|see
				you're|you|your|it's|they're|everything ~3 in safe|good|secure hands
				put your mind|minds at rest|ease
				sleep easy|soundly|well
			`,
		},
		{
			Name: nameSoft, EvenNegated: true,
			Patterns: `
				nothing|nowt|naught ~2 can|could|will|would|ever ~2 happen|leak|leaks|escape|slip|slips|wrong|out|through|past
				nothing ~1 leaks|escapes|slips|happens|gets ~1 out|through|past|here
				not|no|zero|isnt|without ~2 chance|way|danger|possibility|risk|hope ~3 $anyone ~3 get|gets|getting|break|breaks|breaking|see|sees|steal|steals|read|reads|reach|touch|find|access|come|comes|crack|hack
				no|zero|not|isnt|without ~3 chance|danger|risk|threat|possibility ~1 of ~3 leak|leaks|breach|breaches|hack|hacks|theft|fraud|intrusion|hackers|thieves
				$nobody|no|not|soul ~3 get|gets|getting|break|breaks|breaking|come|comes|coming|slip|slips|hack|hacking ~1 in|into|past|through|at|near|hold
				$thief ~3 dont|doesnt|wont|cant|never|no|not ~2 stand|have|stands|get|get ~2 chance|hope|look|prayer|anywhere
				$thief ~2 stand|have|stands|has ~1 no ~1 chance|hope
				never|not|cant|cannot|couldnt|wont|wouldnt happen ~1 to|with|at us|our
				never|not|cant|cannot|couldnt|wont|wouldnt happen here
				everything|anything|whatever|all ~2 you|we ~2 give|share|send|store|hold|keep|tell|enter|type|have|upload|know ~4 is|stays|remains|are|be ~2 safe|secure|secured|protected
				no stranger|outsider|thief|hacker|criminal|crook|intruder ~2 can|could|will|gets|would ~4 log|get|see|read|reach|touch|access|break|find
				you ~3 in safe|good|secure|best|capable hands with us
			`,
		},
		{
			Name: nameKept, EvenNegated: true,
			Patterns: `
				no|not|isnt|zero|never|havent|aint|without ~3 slightest|tiniest|least|smallest|faintest|any|absolutely|whatsoever ~1 danger|risk|threat|chance|risks|dangers
				no|zero|isnt|not ~2 danger|risk|threat|chance ~1 whatsoever|at|here|in|to
				couldnt|cant|cannot ~1 be ~1 safer|securer|tighter
				could|can not ~1 be ~1 safer|securer|tighter
				could|couldnt|cant|cannot|can ?not ~1 be ~1 in ~1 better|safer hands
				in ~1 better|safer|safest|best|good|capable hands
				safer ~1 than ~4 bank|vault|fort|knox|houses|anywhere|ever|bunker|safe|safes
				safe ~1 as houses|can|anything|fort|a|in
				as safe as
				isnt|not|aint|never|wont ~1 going|goes|go anywhere
				going|goes nowhere
				lock and key
				locked ~2 up|away|down|tight
				under lock
				never|not|neednt|dont|nothing|no ~3 worry|fret|panic|worries|stress|sweat ~4 about ~1 it|that|them|this|a|anything
				neednt ~1 worry ~4 $asset
				nothing ~2 $anyone ~2 can|could ~2 do
				no ~1 harm|danger|evil ~2 come|comes|befall|befalls|happen
				$asset ~2 will|always|forever ~3 private|confidential
				nothing|no|not|dont|never|neednt ~3 lose|losing ~1 sleep
				sleep tight
				never|not|cant|wont|cannot ~4 wrong hands
				out of ~2 reach|bounds ~1 for|of|to ~2 $thief|anyone|anybody|everybody|others
				safest ~1 place|home|spot|hands|haven
				never ~1 let|lets ~1 anyone|anybody|someone|people|hackers ~2 in|near|through
				soul|nobody|noone|none|one|no ~3 get|gets|lay|lays|put|puts ~2 at|hold|hands|to|finger
				dont|no|never|neednt|not ~1 fret|panic|fear|scared|frightened|afraid|nervous
				in safe|secure|trusted keeping
			`,
		},
		{
			Name: "nobody can get in", EvenNegated: true,
			Patterns: `
				$nobody ~3 can|could|will|is|has|would|ever|gets|are ~4 hack|breach|crack|access|steal|read|see|intercept|decrypt|hacked|view|break|accessed|reach|stole|stolen|get ~4 data|information|info|details|password|passwords|account|accounts|system|systems|site|server|servers|database|it|them|in|messages|cards|card|into|money|network
				hackers|hacker|criminals|thieves|attackers|fraudsters|outsiders|strangers|intruders ~1 cant|cannot|couldnt|wont|never|not
				cant|cannot|never|not|wont|couldnt|impossible ~3 be|to|get|getting ~1 hacked|breached|cracked|stolen|leaked|intercepted|decrypted|hijacked|hack|breach|crack
				impossible|unable ~2 to|for ~3 hack|breach|crack|steal|leak|intercept|decrypt|hacked|stolen
				never|not ~2 been|had|suffered|experienced|had ?a|any|one|single|been ?single|security|data|a|one ?data|security hacked|breached|compromised|breach|leak|hack|incident|breaches|leaks
				hack|tamper|idiot|fool|bullet|water|air|fail|theft|hacker|break proof|tight|safe ~3 $asset
				$asset ~4 hack|tamper|fool|bullet|water|air|fail|theft|hacker proof|tight|safe
				our|all|the|your ~1 $asset ~3 never ~2 leave|leaves|shared|leak|leaks|leaked|lost|exposed|fail|fails|compromised|breached|stolen
			`,
		},
		{
			Name: "a guarantee",
			Patterns: `
				guarantee|guarantees|guaranteeing|promise|promises|assure|assured|guaranteed|vouch|assuring ~3 security|safety|privacy|confidentiality|protection ~2 of|for ~3 $asset
				guarantee|guarantees|promise|guaranteed|guaranteeing ~4 $asset ~4 safe|secure|protected|private|confidential
				complete|total|full|absolute|maximum|ultimate|guaranteed|perfect|100|unbeatable|highest|utmost|hundred ~2 security|privacy|confidentiality|protection|safety !team|department|check|number|at|is
				bank|military|enterprise|government|banking grade|level|strength security|encryption|protection
				highest|best|strictest|toughest|strongest|greatest|top|maximum|industry ~3 security|encryption|data|protection ?protection ~1 standards|standard|measures|levels|level|protocols|available|possible|technology|around|industry|world|there
				security|encryption|protection|infosec ~2 is|are ~3 second|best|state|world|top|industry|rock|excellent|perfect|flawless|unmatched|unbeatable|superb ~2 none|class|art|notch|leading|solid|excellent|perfect|flawless|unmatched|world|business|industry|leader
				state|world|best|top|industry|second|cutting of|in|class|notch|leading|to|edge ~2 security|encryption|protection|art|none
				nothing|none ~2 can|could|will|ever ~3 happen|go|get ~3 $asset
				take|takes|have every|all possible|necessary|conceivable|imaginable ~2 security|precaution|precautions|measure|measures
				trust|rely|count ~2 us|our ~2 completely|fully|100|totally|absolutely|security|blindly
				can|will|could do|does nothing with ~3 $asset
				fort knox
				rock solid ~2 $asset
				$asset ~3 rock solid
			`,
		},
	}
}

func classes() map[string]string {
	return map[string]string{
		"nobody": "nobody noone none neither",
		"anyone": "anyone anybody someone somebody hackers hacker thieves thief criminals strangers outsiders crooks fraudsters scammers they others",
		"thief":  "hackers hacker thieves thief criminals strangers outsiders crooks fraudsters scammers intruders attackers burglars snoopers",
		"asset": "data information info details password passwords account accounts system systems site website server servers database databases payment payments " +
			"card cards security login app transactions checkout connection credentials privacy network platform infrastructure records customers encryption customer",
		"secret":  "password passwords passcode passcodes pin pins credentials passphrase cvv card cards logins",
		"staff":   "agent agents staff team teams employee employees advisor advisors representative representatives rep reps colleague colleagues we they support operator operators nobody noone you",
		"screen":  "screen screens display displays system side end pc monitor computer computers console dashboard",
		"people":  "manager managers supervisor supervisors admin admins administrators leader leaders handlers office guys engineers seniors specialists superiors boss bosses humans colleagues staff team leads management",
		"veiled":  "greyed grayed blurred blanked starred masked hidden dotted covered obscured redacted truncated asterisked scrambled blacked concealed shortened",
		"crypto":  "encrypted encrypt encrypts encryption encrypting decrypt decrypts decrypted decryption hash hashed hashes hashing sha sha1 sha256 sha512 md5 bcrypt scrypt argon2 pbkdf2 aes aes256 aes128 rsa ssl tls https hsts firewall firewalls tokenised tokenized tokenisation tokenization cipher ciphers cryptographic cryptography pci pcidss iso27001 soc2 vpn oauth 256bit 128bit hsm keystore",
		"store":   "stored store stores storing kept keep keeps keeping saved save saves held hold holds hashed hash encrypted encrypt encrypts decrypted decrypt copied copy salted salt masked hidden written logged log recorded retained cached persisted scrambled obfuscated",
		"see":     "see sees view views read reads access accesses know knows look seen retrieve retrieves visible shown show shows display displayed displays",
		"product": "reminder emails email mail system database systems server servers site website app platform backend process checkout page login",
	}
}
