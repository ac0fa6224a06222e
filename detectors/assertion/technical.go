package assertion

import "firebreak/detectors/internal/cue"

const (
	headTechnical = "technical"
	// headSecrets marks an explanation about how secrets are kept or who can read them.
	headSecrets = "secrets"
)

// Weights in log-odds over a bias of -4: certain decides alone.
const (
	bias    = -4.0
	certain = 6.0
	likely  = 4.6
	hint    = 2.2
)

// explanations are the ways in which a brand explains storage, cryptography or design.
func explanations() []cue.Rule {
	return []cue.Rule{
		{
			Head: headSecrets, Name: "how secrets are kept", Weight: certain, EvenNegated: true,
			Patterns: `
				$secret !reset %5 stored|kept|saved|held|hashed|encrypted|copied|salted|decrypted|masked|scrambled|obfuscated|logged|retained|cached|unencrypted|unhashed|plaintext|cleartext !until|safe|secret|private
				$secret !reset %4 sent|emailed|mailed|transmitted|displayed|shown ?only ?back in|over|as|with|encrypted|securely|only|for|when !a|the|email|mail
				store|stores|keep|keeps|save|saves|hold|holds|hash|hashes|encrypt|encrypts|salt|decrypt|decrypts|retain|mask|masks|cache|scramble|storing|encrypting|hashing ~3 $secret !safe|secure|private|secret|reset|and|to|us|me|link|in|via
				store|stores|keep|keeps|save|saves|hold|holds|hash|hashes|encrypt|encrypts|salt|decrypt|decrypts|log|retain|mask|masks|cache|copy|scramble|send|email|mail|emails|sends|storing|encrypting|hashing|keeping ~3 $secret in|via ~2 plain|plaintext|clear|text|encrypted|hashed|secure|form|format|database|email|mail|system
				$secret %6 plain|clear text
				plain|clear text %8 $secret|reminder|reset|email|mail
				plaintext|cleartext|unencrypted %8 $secret|reminder|reset|email|mail
				$secret %4 plaintext|cleartext|unencrypted|unhashed
				$secret %4 in|from our|the|a ~2 database|system|systems|servers|server|vault|backend
				$secret %4 need|needs|has|have|must %3 readable|decrypted|plain|reversible|retrievable|sent|emailed|available
				only ~2 copied|decrypted|converted|revealed|turned|stored ~4 $secret|plain|text|when|for
				hash|hashed|encrypted|decrypted|decrypt|encrypt|copied|plaintext|unencrypted ~9 $secret
				salt|salted|salting ~4 $secret|hashed|hashes
				$secret|hashed|hashes ~4 salt|salted|salts
				two|one|reversible|2|1 ?way encryption|hash|hashing
			`,
		},
		{
			Head: headSecrets, Name: "who can read secrets", Weight: certain, EvenNegated: true,
			Patterns: `
				$staff %5 see|sees|view|views|read|reads|access|accesses|know|knows|retrieve|look|seeing|viewing ~1 only|just|at|up|to|the ~5 characters|character|digits|digit|letters|letter|numbers ~4 $secret
				first|last|1st|one|two|three|four|few|some|few ~2 characters|character|digits|letters|numbers|letter|digit ~2 of|from|in ~3 $secret
				first|last ~1 characters|digits|letters ~5 visible|shown|displayed|see
				$staff %4 see|sees|view|views|read|reads|know|knows|retrieve|retrieves|seeing ~3 $secret !reset|expired|was|is|policy|isnt|has|wont
				$staff %4 no|have|has|not|without|never|dont|doesnt ~2 access|way|means ~4 $secret !reset
				$staff %3 access|accesses ?to|your|the|any ~2 $secret !reset
				$secret %5 visible|readable|accessible|shown|displayed|known|viewable|available|revealed ~2 to|by ~3 $staff|anyone|any|our|only|customer|authorised|authorized
				$secret %4 seen|read|viewed|accessed|known|retrieved ~1 by
				only ~2 you|customers|customer|authorised|authorized|owner|our|a|the|senior|certain|few ~4 see|view|read|access|know|knows|sees ~3 $secret|it|them
			`,
		},
		{
			Head: headSecrets, Name: "what is on whose screen", Weight: certain, EvenNegated: true,
			Patterns: `
				$secret ~6 pop|pops|popping|come|comes|coming|appear|appears|flash|flashes|show|shows|showing|turn|turns|bring ~1 up|on|as|in ~4 $screen|us|me
				$secret ~4 $veiled
				$secret ~8 dots|stars|asterisks|bullets|blanks
				dots|stars|asterisks|blanks ~8 $secret !field
				$veiled ~1 version|form|copy|view ~2 of ~2 $secret
				half|part|bit|rest|beginning|start|end|remainder|ending|portion ~1 of ~2 $secret
				rest|remainder|others|whole|full|most ~3 is|are|stays|remains|being ~1 $veiled|out ~4 us|me|$screen|$people|$staff
				half|part|bit|rest|some|little ~1 of it|them|that|those ~2 in front of ~1 me|us
				only|just|but ~2 half|part|bit|some|beginning|start|end|ending ~2 of|from it|them|that|$secret ~2 on|in|here|visible|shown|displayed
				dont|not|only|just|never ~3 have|got|hold|see|sees|get|gets|given|shown ~3 whole|full|entire|complete|lot|half|part|beginning|start|end|bit ~3 $secret
				i|we|agents|handlers|staff|advisors|they ~2 see|sees|get|gets|have|given|shown|got|view ~2 only|just|but ~2 first|last|few|two|three|four|half|couple|random|some|start ~3 letters|characters|digits|numbers|letter|character|digit
				only|just|all ~4 see|sees|get|gets|given|shown|have|got ~4 first|last|few|two|three|four|couple|random|some ~2 letters|characters|digits|letter|character|digit
				letters|characters|digits ~2 of|from ~2 memorable|secret|security word|answer|phrase|code
				$screen|tool|machine|printer|computer ~2 spits|spit|prints|shows|gives|returns|displays|reveals|brings|churns ~6 $secret
				$staff|$people|i|only|just|nobody|noone ~6 bring|brings|pull|pulls|call|calls|look|looks|get|gets|dig|fetch|open|opens|reveal|unlock|peek ~2 up|at|out|into|open|to|in ~3 $secret
				$people|i|we|only|nobody|noone|staff|agents ~4 open|opens|reveal|unlock|unmask|uncover ~3 $secret
				sight|view|glimpse of ~3 $secret
				only|just ~2 system|computer|machine|software|database ~2 knows|know|sees|has|reads ~3 $secret
				$secret ~3 sit|sits|live|lives|lie|lies ~1 in|on|behind|inside
				$secret ~6 locked|restricted|limited|open|available|off ~1 to|for|away ~3 $people|$staff|few|anyone|everybody
				few|handful|couple|two|three ~2 of ~2 us|people|staff ~4 open|see|read|look|view ~2 $secret|it|them|that
				page|folder|file|list|screen|drawer ~2 where|with|that|which|of ~3 $secret ~3 listed|kept|stored|shown|sit|are|is|in
			`,
		},
		{
			Head: headSecrets, Name: "who may open it", Weight: likely, EvenNegated: true,
			Patterns: `
				only|just|unless|except ~3 $people ~3 can|may|could|get|gets|able|are|is|has|have ~3 open|see|sees|view|read|look|access|unlock|unmask ~2 it|them|that|those !until|from|on
				only|just|see|nothing ~2 dots|asterisks
				only|just ~1 last|first ~2 come|comes|show|shows|pop|pops|appear ~2 for|to|on ~1 me|us|$screen
				$people ~1 only ~2 can|may|open|see|view|read ~2 it|them|that|those
			`,
		},
		{
			Head: headTechnical, Name: "cryptography and design", Weight: certain, EvenNegated: true,
			Patterns: `
				we|our|@brand|@brand's|i|all|the|your|it|it's|they|everything|this|these|customer|we've|that's|they're|data|information|details|us ?all ~5 $crypto
				$crypto ~6 is|are|uses|use|protects|protect|ensures|keeps|means|applies|prevents|has|takes|works|requires|secures|used
				uses|use|using|used|with|via|through|by|employ|employs|behind|have|has|rely|comply|complies|compliant|apply|applies ~4 $crypto
				256|128|512|2048|4096 bit
				encryption|encrypting|decryption|decrypting|hashing ~2 is|are|and|takes|applies|means|uses
				complex|strong|secure|cryptographic|standard|our algorithm|algorithms ~6 encrypt|encrypted|secure|password|passwords|data|security|protect
				iso 27001|27002
				pci ?dss compliant|compliance|certified|dss|standards
				industry|best|banking|international standard|standards|practice|practices ~4 security|encryption|protect|secure|passwords|data|procedures|protocols|store|storage|protection
				use|uses|follow|follows|using|following|employ|adhere|meet ~2 ?to industry|best|banking|international|current standard|standards|practice|practices
				data|details|information|info|records %3 stored|held|kept|saved|hosted|encrypted|backed|processed|anonymised|anonymized ~1 in|on|at|within|by|with|up|behind ~3 database|server|servers|data|cloud|centre|centres|center|datacentre|vault|system|systems|uk|eu|firewall|form
				stored|held|kept|hosted|saved|run|runs|sits|backed ~2 on|in|behind|by ~3 server|servers|database|databases|cloud|firewall|firewalls|datacentre|datacenter|mainframe
				access ~3 restricted|limited|controlled|monitored|logged
				our ~2 database|databases|servers|backend|architecture|infrastructure ~3 is|are|uses|use|has|have|cannot|cant|were|was ~4 designed|separate|protected|built|isolated|monitored|tested|encrypted|behind|old|legacy|accessible|connected|able|support
				penetration|pen|security|vulnerability tests|testing|test|audits|audit|scans|scan|assessments ~3 regularly|annually|every|by|independent|externally|daily|our|third
				system|systems|site|servers|network|website|app ~4 audited|pentested|scanned
				system|systems|site|servers|network|website|app ~4 pen|penetration tested
				regularly|annually|independently|externally|constantly|routinely|continuously ~2 tested|audited|tests|test|audit|scanned|monitored|monitor|pen ~6 security|system|systems|site|servers|network|penetration|vulnerabilities
				security|encryption|design|architecture|system|process|feature ~4 designed|built|works|work ~2 to|so|that|this|in|like|such|way
				limitation|restriction|feature|behaviour|design|decision|choice|reason ~4 of|by|in|for|is ~2 our ?legacy ?current ~2 system|systems|database|platform|backend|software|mainframe
				legacy|older|old|third ?party system|systems|database|platform|software ~5 support|supports|allow|allows|accept|handle|cant|cannot|does|only|limited
				by design
				our|the|site|website|page|pages|login|checkout|form|connection|emails|email ~4 ssl|tls|https|padlock ~4 secure|certificate|encrypted|connection|enabled|in|on|protected
				secure|encrypted|private ~1 connection|channel|socket|server|servers|protocol|layer ~4 so|means|which|when|used|between|to|is
				password|passwords|limit|length|characters|policy ~6 because|due|limitation|legacy|database|mainframe|standards|compatib*
			`,
		},
		{
			Head: headTechnical, Name: "argues that it must be so", Weight: likely, EvenNegated: true,
			Patterns: `
				standard|normal|common ?industry practice|procedure|across|for ~8 password|passwords|security|email|emails|websites|companies|retailers|site|industry
				like|same|as ~2 every|most|many|all|other ~2 retailer|retailers|bank|banks|company|companies|website|websites|site|sites ~6 do|does|use|uses|store|stores|send|email
				for ~2 security|safety|your ?own ~1 reasons|purposes|protection|purpose|convenience ~6 password|passwords|store|stored|limit|characters|email|emailed|encrypt
				need|needs|have|has|must ~2 to|be|able ~3 decrypt|retrieve|read|send|email|recover|store|keep ~3 password|passwords|pin|them|it !reset|link|dm|message|us
			`,
		},
		{
			Head: headTechnical, Name: "asks, instructs or reports", Weight: -4.5, EvenNegated: true, EvenQuoted: true,
			Patterns: `
				make|be|making sure|certain
				check|ensure|verify|see|confirm ~3 url|address|link|website|site|browser|page|padlock|connection|http|https|https:
				are|do|does|is|did|have|can|could you|it|your|this|there ~5 $crypto
				which|what ~3 version|browser|error|page|message|device|url|cookies
				clear|clearing|delete|deleting|accept|enable|allow|disable|clean|remove ~4 cookies|cookie|cache|vpn
				try|trying|turn|turning|switch|disconnect|disable|using|restart|reinstall ~6 vpn|cookies|firewall|cache|incognito|browser
				look|looking ~1 into
				looking|reviewing|review|investigating|investigate|checking|working|fixing|passed|raised|escalated|escalate|forwarded|reported ~5 into|on|this|with|to|it|how|team|our
				#?ad|webinar|hiring|blog|podcast|careers
				fake|phishing|scam|fraudulent|suspicious|smishing|hoax
				change|choose|pick|reset|update|create|set|use|protect|forgot|forgotten|remember|keep ~2 your|a ~2 password|passwords|pin
				never|dont|not ~2 share|give|send|tell|post|disclose|ask|dm|reveal|click
				tips|advice|read|article|guide|info|details|more|learn ~5 http|here|how|below
				sorry|apologies|apologise|apologize ~8 breach|leak|exposed|happened
			`,
		},
		{
			Head: headTechnical, Name: "another kind of card, page or key", Weight: -2.5, EvenNegated: true, EvenQuoted: true,
			Patterns: `
				gift|boarding|loyalty|sim|business|sd|graphics|membership|rewards|birthday|credit|debit card|cards
				hash brown|browns|tag|tags
				boarding pass|passes
			`,
		},
	}
}
