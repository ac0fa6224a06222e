package complaint

import "firebreak/detectors/internal/cue"

// privacyRules are the rules for data that is taken, watched or passed on, or asked for without need.
func privacyRules() []cue.Rule {
	return []cue.Rule{
		{
			Head: headSecurity, Topic: topicPrivacy, Name: "data taken or passed on without leave", Weight: certain - 0.4, EvenNegated: true,
			Patterns: `
				why ~2 you|they|@brand ~2 want|need|ask|require|demand ?for my|our ~2 date|dob|passport|ssn|birth|salary|id|location|contacts
				uploaded|uploads|uploading|upload|accessed|accesses|accessing|read|reads|reading|scraped|scrapes|scraping|copied|copies|copying|synced|syncs|syncing|harvested|harvests|harvesting|grabbed|grabs|took|takes|collected|collects|collecting|pulled|imported|imports|scanned|scans|scanning|stole|recorded|records|recording|shared|shares|sharing|share|sold|sells|selling|gave|give|giving|passed|passes|used|using|uses|tracked|tracks|tracking|leaked|sent|sends|sending|disclosed|handed|published|posted|stored|stores|storing|saved|saving|keeps|kept|downloaded|sucked|slurped|slurps ~2 my|our|users|customers|user|customer|people's|all|users'|customers'|everyone's ~2 $data|microphone|camera|card|browsing|usage|activity|ssn|calls|voice|conversations|pictures|name|messages|photo|face|diary|calendar %4 without|w/o|didnt|never ~3 asking|permission|consent|knowledge|telling|authorisation|authorization|knowing|agreement|approval|asked|notice|ask|agree|consented|allowed|allow
				recorded|recording|tracked|tracking|spied|monitored|monitoring|filmed|listened ~2 me|us|my|our|customers %3 without ~3 asking|permission|consent|knowledge|telling|knowing|notice
				without ?even|ever|my|our|any ?asking|permission|consent|knowledge|telling|me ~6 uploaded|uploads|accessed|accessing|shared|sharing|sold|selling|tracking|collected|collecting|harvested|gave|passed|uploading|scraping ~3 my|our|contacts|data|details
				never|didnt|not|did ~2 gave|give|consented|consent|agreed|agree|allowed|allow|permission ~6 contacts|location|data|details|number|photos|microphone|address|tracking|tracked|info
				sold|selling|sell|sells|sharing|shared|share|gave|giving|give|passed|passing|leaking|handed|shares|disclosed|disclosing ~1 my|our|customer|customers|people's|everyone's|users'|user|customers' ~1 ?personal|private|own|contact|phone|email|home $data|phone ?address|number ~2 to|with|onto|out ~2 third|3rd|advertisers|spammers|marketers|other|facebook|google|partners|scammers|random|companies|strangers|stranger|anyone|someone|my|another|everyone|marketing|data|some
				violating|violated|violates|violation|invading|invasion|invaded|breaching|infringing|invades|infringement ~1 of|my|our|the|on|user|customer|customers'|people's|everyone's ?of|my privacy
				privacy|#privacy issue|violation|concern|concerns|nightmare|invasion|issues|invading|problem|problems|intrusion|disaster|scandal|breach
				privacyissue|privacyfail|privacymatters
				concerned|worried|worry|concern|furious|angry|uncomfortable|complaint|complain|creepy ~3 my|our|about|the|customers ?our|my|customer|data privacy|data
				spying|snooping|spies|snoops|eavesdropping ~1 on|my
				listening|listens to my|our|me|private conversations|microphone|conversation|mic|calls|chats
				track|tracks|tracking|tracked|following ~1 my|our|me|customers|users|where ~2 location|movements|everywhere|i|24|web|across|without|websites|all
				why ~2 do|does|would|did|the|is|are ~4 need|want|wants|needs|asking|require|requires|request|collect|have|asks|ask|provide|give|requiring|requesting|read|see ~3 to|for|access|my|our|permission|a|all|the ~4 contacts|location|photos|microphone|camera|mic|passport|birthday|birthdate|dob|birth|gender|calendar|messages|gps|sms|religion|nationality|calls
				wants|needs|requires|demands|asks|request|requests|requesting|permission|permissions|access|needing ~2 access|permission|permissions|to ~3 contacts|location|photos|microphone|camera|messages|gps|mic|sms ~4 why|creepy|no|ridiculous|privacy|unnecessary|wtf|thanks|way|seriously|invasive|work|excessive|not
				collecting|collects|collect|hoarding|gathering|asking|asks|demanding|storing|retaining|keeping|keep|want|wants|need ~1 way|far|for|so ?far|too|much|so|all too|much|unnecessary|excessive|more|irrelevant ?much|unnecessary|many|personal|private ~1 personal|data|info|information|details|permissions|than
				delete|erase|removed|remove|deleting my|our ?personal|account ?personal data|details|information|records ~8 ignored|still|refuse|weeks|gdpr|months|no
				still|kept|keep|keeping|retaining|holding|storing|have|retain ~1 my|our ~1 data|details|card|information|records ~3 years|after|since|despite|even ~5 deleted|closed|cancelled|left|gdpr|deletion|erase|erased
			`,
		},
		{
			Head: headSecurity, Topic: topicPrivacy, Name: "the firm takes or watches what is private", Weight: certain - 0.4,
			Patterns: `
				$taker ?has|have|had|just|also|even|is|are|was ?been|just|secretly|silently|quietly|also|busy ~4 $takes ~2 my|our|her|his|their|everyone's|everybody's|all|whole|entire|every|people's|users'|friends'|half ~2 $intimate
				$taker ?has|have|had|just|also|even|is|are|was ?been|just|secretly|silently|quietly|also|busy ~4 $takes ~2 my|our|her|his|their|everyone's|everybody's|all|whole|entire|every|people's|users'|friends'|half ~1 $intimate1 $intimate2
				$snatches ~1 ?up ~2 my|our|her|his|their|everyone's|everybody's|all|whole|entire|every|people's|users'|friends|friends'|your|customers'|half ~2 $intimate|data|numbers|addresses
				$snatches ~1 ?up ~2 my|our|her|his|their|everyone's|everybody's|all|whole|entire|every|people's|users'|friends'|half ~1 $intimate1 $intimate2
				$taker ~4 $snatches|copy|copies|copied|copying|upload|uploads|uploaded|uploading|pulls|pulled|export|exports ~1 the|each|every|of ~2 gallery|contacts|phonebook|location|calendar|whereabouts|friends !to
				$taker ~4 $snatches|copy|copies|copied|copying|upload|uploads|uploaded|uploading|pulls|pulled|export|exports|wants|demands ~1 the|each|every|of ~1 $intimate1 $intimate2
				turned|switched|turns|switches ~1 the|my|our ~1 mic|microphone|camera|webcam|gps|location ~1 on
				my|our|her|his|everyone's|everybody's|whole|entire|all ~1 $intimate ~3 to|onto|on ~1 your|their|@brand's|foreign ~1 server|servers|cloud|systems|headquarters|database
				my|our|her|his|everyone's|everybody's|whole|entire|all ~1 $intimate1 $intimate2 ~3 to|onto|on ~1 your|their|@brand's|foreign ~1 server|servers|cloud|systems|headquarters|database
				you|they|@brand|app|game ~2 took|got|had|pulled|lifted|grabbed ~1 their|her|his|those|the ~1 addresses|address|numbers|number|emails|names ~1 from|off|out ~1 my|our ~1 phone|contacts|address|phonebook|mobile|inbox
				$taker ~2 read|reads|reading|scan|scans|scanned|scanning|open|opens|listen|listens|listening|log|logs|logging ?to|in|through|all ?of|all my|our|her|his|their|everyone's|private|people's|every ?private|text|direct|own|single messages|chats|texts|sms|mails|emails|calls|conversations|diary|clipboard|notes|keystrokes
				you|they|@brand|app|game|tv|car|watch|speaker|it|toy|doorbell|software|vacuum|thermostat ~2 record|records|recorded|recording|track|tracks|tracked|tracking|log|logs|logged|logging|follow|follows|followed|store|stores|monitor|monitors|monitoring|watches|film|films|map|maps|mapped|notes|saves ~1 where|wherever|everywhere|when|whenever ~1 i|we|you|she|he|people|they|customers|everyone ~2 am|are|go|goes|went|was|were|drive|sleep|walk|live|do|travel|been|is
				$taker ?also|just|secretly|even|then|still|apparently ~1 send|sends|sending|sent|report|reports|reporting|transmit|transmits|upload|uploads|uploading|phones|beams|share|shares|sharing|record|records|recording|log|logs|store|stores|monitors|sell|sells|selling ~2 what|everything|whatever|anything ~1 we|i|you|people|customers|my|kids|children|family ~2 watch|say|said|type|typed|do|search|read|buy|bought|listen|eat|watching|watched|talk|write|wrote|saying|typing|look
				sends|transmits|uploads|beams|phones|reports|leaks ~2 what|everything|whatever|anything ~1 we|i|you|people|customers ~2 watch|say|said|type|do|search|read|buy|listen|eat|watching|watched|talk|write
				sell|sells|selling|sold|trade|trades|trading|monetise|monetising|monetize|monetizing ~2 my|our|her|customers'|customers|people's|users'|their|everyone's|customer|user|shopping|browsing|driving|viewing|patient ~2 habits|history|data|profile|profiles|behaviour|behavior|details|addresses|numbers|information|info|records|email|emails|phone !plan|package|usage|sim|allowance|card
				friends|contacts|family|everyone|everybody|person|people|colleagues|half ~2 in|from|of|on ~1 my|our|her ~1 contacts|phonebook|list|address|phone|contact ~3 got|get|gets|getting|received|receives|receive|was|were|now|has|have|being ~3 mail|mails|email|emails|invite|invites|invited|invitation|texts|text|texted|adverts|ads|spam|spammed|message|messages|messaged|mailed|emailed
				messaged|texted|emailed|mailed|invited|spammed|spamming|texting|mailing|contacted|messaging|inviting ~1 all|everyone|everybody|every|half ~3 in|of|on|from ~1 my|our|her ~1 contacts|friends|phonebook|address|phone|contact|family|list
				$taker ~4 messaged|texted|emailed|mailed|invited|spammed|spamming|spams|texts|mails|invites ~1 my|all|them|everyone|our ~1 ?of ?my contacts|friends|family|all|colleagues
				friends|people|colleagues|relatives|family|contacts ~2 who ~1 never|havent|hadnt ~1 signed|registered|joined|installed|heard ~6 you|@brand
				turned|switched|turns|switches|enabled|enables|reactivated|activated|ticked|opted|set ~2 location|tracking|microphone|camera|sharing|personalised|personalized|analytics|history|gps|consent|me ~2 on|back|in ~3 itself|again|without|own|asking|secretly|quietly
				location|tracking|microphone|camera|mic|gps|sharing ~1 turned|switched|turns|switches ~1 itself|on|back ~3 on|itself|again|own
				$taker ~3 went|goes|going|looks|looked|looking|sifted|rummages|rummaged|browsed|snoops|snooping|peeks|peeked ~1 through|around|into|inside ~3 photos|pictures|contacts|messages|gallery|files|chats|inbox
				$taker ~1 see|sees|saw|track|tracks|follow|follows|log|logs|record|records|watch|watches|know|knows ~1 every ~1 page|site|step|move|word|click|keystroke|search|website|visit
				$taker ~2 scan|scans|scanned|scanning|read|reads|reading|search|searches|searching|comb|combs|mine|mines ~1 my|our|her|everyone's|people's ~1 mailbox|inbox|mails|mail|emails|receipts
				want|wants|wanted|asks|asked|asking|try|tried|tries ~1 to ~1 see|know|read|access|log|record ~1 who|where ~1 i|we|my|you ~1 call|phone|write|text|am|go|live|sleep|ring|message|talk
				who ~1 gave|allowed|permitted|lets|let|told|asked ~1 you|them|@brand|app ~8 contacts|numbers|names|movements|photos|messages|location|microphone|camera|whereabouts|data
				map|record|log|profile|diary|list|track|file|trail of|on my|our|where|every|what ~1 movements|moves|steps|life|journeys|trips|whereabouts|i|we|step|move
				doorbell|speaker|tv|band|toy|app|vacuum|car|robot|scale|thermostat|monitor ~2 upload|uploads|uploaded|send|sends|sending|hand|hands|handed|pass|passes|passed|give|gives|share|shares|leak|leaks|transmits|transmit|streams|sell|sells ~2 footage|video|videos|audio|recordings|heart|sleep|pictures|photos|location|contacts|voices|images|weight !me|to
				$taker ~3 got|gets|getting|get|gotten hold of ~3 numbers|contacts|photos|names|addresses
				pull|pulled|pulls|suck|copy|took|take|lift|lifted|extract|extracted|grab|get|got|fished ~1 the|all|my|our|her|every ~4 numbers|names|contacts|addresses|photos ~1 out|from|off ~2 my|our|her|his|the ~1 phone|mobile|tablet
				have|has|know|knows|got|had ~1 her|his|their|my|our ~1 number|address|email|details|birthday ~1 from ~1 my|our|her|his ~1 phone|contacts|mobile|address
				listen|listening|listens|eavesdrop|eavesdropping|record|recording|records in|through|via|us|everything|with ~3 speaker|microphone|kitchen|bedroom|living|home|tv
				camera|microphone|mic|light|webcam ~2 came|comes|went|goes|switched|turned|turns|flashed|is|was on ~4 app|while|open|itself|not|without
				contacts|contact|phonebook|photos|messages ~2 visible|stored|sitting|found|ended|end ~2 on|up ~2 your|their|@brand's server|servers|systems|cloud
				snoop|snooping|snoops|rummage|rummaging|poke|poking|nosing|spy|spying|peek|peeking ~3 in|through|around|on ~3 my|our|her|everyone's
				knows|keeps|keep|know|profile|record ~4 what i|we ~1 buy|eat|do|read|watch ~4 where|when
				opened|opens|used|uses|using|accessed|accesses|activated|activates|turned|listened|listening|checked|checks ~1 to|on|the|my|our|at ~2 microphone|mic|camera|webcam|gps|location|clipboard|contacts ~3 times|night|closed|off|asleep|idle|constantly|secretly|seconds|unused|hourly
			`,
		},
		{
			Head: headSecurity, Topic: topicPrivacy, Name: "asks for more than the purpose needs", Weight: certain - 0.4, EvenNegated: true,
			Patterns: `
				why ~6 insist|insists|insisting|want|wants|wanted|demand|demands|demanding|need|needs|require|requires|ask|asks ~4 contacts|phonebook|microphone|camera|photos|messages|sms|calendar|location|gps|fingerprint|religion|income|salary|whereabouts !without
				why ~6 insist|insists|want|wants|demand|demands|need|needs|require|requires|ask|asks ~2 $intimate1 $intimate2
				why ~6 want|wants|need|needs|wanted|have|has ~1 know ~1 where|who|when|how ~1 i|we|my|she|he ~2 am|are|live|go|was|were|sleep|work|earn|vote|pray|friends|weigh
				$app ?that|which|who ?now|also|suddenly|really ?that needs|wants|demands|requires|requests|needing|wanting|demanding|requesting|insists|insisting|asks|asking|forces|expects ~4 contacts|microphone|mic|calendar|phonebook|messages|gallery|fingerprint|sms|photos|bluetooth ~5 why|explain|creepy|seriously|what|no|uninstalled|wtf|just|for|to|really|ridiculous|contacts|microphone|camera|location|calendar|mic|photos|everything
				$app ?that|which|who ?now|also|suddenly|really ?that needs|wants|demands|requires|requests|needing|wanting|demanding|requesting|insists|insisting|expects ~2 ?access|permission ?to|for ?my|the|all|our ~1 contacts|microphone|mic|phonebook
				$app ?that|which|who ?now|also|suddenly|really ?that needs|wants|demands|requires|requests|asks|needing|wanting|demanding|insists|insisting|expects ~3 $intimate1 $intimate2
				$trivial ~3 needs|wants|demands|requires|requests|asks|need|want|demand|require|ask|needing|wanting|insists|access|knows|expects ~4 contacts|microphone|mic|camera|location|calendar|gps|photos|phonebook|passport|birth|birthday|dob|income|religion|salary|ssn|nationality|gender|fingerprint|where|whereabouts|messages|sms|mobile|id
				needs|wants|demands|requires|requests|asks|insists ~4 contacts|microphone|mic|camera|location|gps|photos|passport|birth|birthday|dob|income|religion|salary|ssn|nationality|gender|fingerprint ~3 to|for|just|only|simply|before ~3 $trivial|sell|book|order|return|show|browse|read|play|refund
				had|made|forced|forces|makes|asked|told|expected ~2 to ~1 hand|give|provide|show|upload|enter|scan|photograph|send|submit ~1 over ~2 passport|birth|birthday|dob|income|religion|salary|ssn|nationality|fingerprint|license|licence|selfie|face ~3 to|for|just|only|simply|before ~3 $trivial|buy|book|order|return|show|browse|read|play|refund|get|use|see
				you|they|app|@brand ?really dont|hardly need ~2 my|our|for|with ~2 contacts|location|microphone|camera|photos|birthday|passport|birth|calendar|fingerprint|religion|income|number !to
				for|asks|asking|wants|demanding ~4 my|the|our|your ~1 $intimate1 $intimate2 ~8 come|why|seriously|for|wtf|really|what
				$app ~4 asking|asks|wants|demands|demanding|needs ~3 for|access|my|the ~2 $intimate1 $intimate2
				demands|demand|demanding|insists|requires|forces ~3 location|camera|microphone|contacts|photos|gps|calendar
				without ~1 my|a|your ~1 mobile|number|birth|dob|date|passport|id|phone ~8 for ~2 $trivial|brochure|leaflet|sample|catalog|quote|flyer
				must|need|have|require|requires|required|want|demand ~2 ?i|we|you|to ~2 hand|give|provide|show|upload|scan|send|selfie ~1 ?in|over|my|and|our|a ~4 id|passport|selfie|fingerprint|birth|ssn|licence|face|number ~5 to|for|just|only|before ~3 $trivial|reset|voucher|toaster|refund|return|browse|read|play|coupon
				require|requires|demand|demands|wants|want ~1 a|my|our ~1 selfie|fingerprint
				since when ~4 need|needs|require|requires|want|wants|take|takes ~4 contacts|microphone|camera|location|passport|birth|birthday|dob|income|religion|salary|ssn|id|gender|fingerprint|number|mobile|address
				unless|without|insists|insist|force|forces|forced|forcing|refuses|until ~3 let|give|allow|grant|share|hand|accept|letting|giving|allowing|granting|sharing|access ~2 it|you|them|access|my|permission|to|me|on|all ~4 contacts|messages|sms|microphone|camera|photos|calls|calendar|mic|phonebook|location
				if i|we|you dont|wont|refuse|didnt ~1 let|give|allow|grant|share|accept ~2 it|you|them|access|my|permission ~4 contacts|messages|sms|microphone|camera|photos|calls|calendar|mic|phonebook|location
				what for|business ~6 contacts|microphone|camera|location|passport|birth|birthday|dob|income|religion|salary|ssn|gender|fingerprint|photos|messages
				income|religion|salary|passport|fingerprint|birthday|birth|contacts|microphone|gender ~6 what for
			`,
		},
		{
			Head: headSecurity, Topic: topicPrivacy, Name: "a feature that somebody wants", Weight: -5.5, EvenNegated: true, EvenQuoted: true,
			Patterns: `
				can|could|would|please|how|wish|like|want|need|let|may|option|possible|help|allow|able ~6 sync|import|copy|upload|pull|read|share|use|export|transfer|move|save|send ~3 contacts|calendar|location|photos|phonebook|messages|gallery|sms|numbers !why
				how ~4 i|we|you ~3 stop|start|turn|disable|enable|limit ~2 sharing|tracking|location
				thanks|thank|love|great|good|brilliant|handy|lovely ~6 contacts|calendar|location|photos|phonebook|messages|microphone|camera
			`,
		},
	}
}
