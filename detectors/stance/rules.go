package stance

import "firebreak/detectors/internal/cue"

func classes() map[string]string {
	return map[string]string{
		"bad": "wrong bad broken fault problem lying scam hacked unsafe insecure",
		"fix": "fixed solved resolved patched changed sorted mended repaired corrected updated rectified addressed stopped removed",
	}
}

func rules() []cue.Rule {
	return []cue.Rule{
		{
			Head: Dissent, Name: "takes the brand's side", Weight: decides, EvenNegated: true,
			Patterns: `
				works|work|working|worked ?just|perfectly|absolutely ?fine ~1 for|here|on ~1 me|us|my
				works|working|loads|fine ?perfectly ?just fine|here|ok|perfectly !until|but|now|again
				no|not|never ~3 problem|problems|issue|issues|trouble|complaints ~2 here|me|my|with|them|@brand|for|at|personally
				fine|ok|okay|good ~1 for|with|by|on me|my|us
				never|not|havent ~2 had ~3 problem|problems|issue|issues|trouble|bad
				leave|give|cut|get ~1 them|off|@brand|the|alone ~2 alone|slack|break|rest|poor|back|backs|chance
				stop|quit|enough ~2 whining|moaning|complaining|crying|whinging|bashing|attacking|spreading|scaremongering|ranting|lying|trolling|the
				overreact|overreacting|exaggerating|exaggeration|paranoid|drama|dramatic|hysterical|fud|scaremongering|overblown
				not|isnt|hardly|no ~3 their|@brand's|@brand|them ~2 fault|problem|responsibility|blame|doing
				isnt|not|wasnt|never|no ~2 that|big|a|really ~2 bad|big|deal|serious|drama
				you're|you|ur|your|he's|she's|op|this|that's|thats|that|it's ~3 wrong|mistaken|misinformed|nonsense|rubbish|fake|false|untrue|lying|clueless|bs|bullshit|user|pebkac|misunderstanding ~2 about|here|it|on|error|there|news|claim|and
				you ~1 are|re ~1 wrong|mistaken|misinformed
				you're|ur|thats|that's|this is ~2 wrong|mistaken|nonsense|rubbish|untrue|false|misleading|bullshit </s>
				your|ur|user own|error|fault|mistake|problem
				use|choose|get ~2 better|stronger|different|another password|browser|phone
				to be fair
				in fairness|defence|defense
				in their|@brand's defence|defense
				defend|defending ~2 them|@brand
				they|@brand|@brand's|their ~3 great|amazing|excellent|brilliant|best|helpful|lovely|fantastic|good|wonderful|trustworthy|reliable ~4 always|me|service|support|bank|company|team|people|experience|with
				love|trust ~2 @brand|them
				i|i've|i'm|happy ~3 trust|happy|satisfied|like ~2 @brand|them|with
				always|been ~2 helped|great|good|helpful|fine|happy ~2 me|with|for|customer|to
				dont|do ~1 not|dont ~1 store|save|keep|have ~3 password|passwords ~4 plain|clear|plaintext
				actually ~3 hash|encrypt|encrypted|hashed|secure|fine|use|normal|standard
				every|most|all|other|nothing ~2 site|sites|company|companies|bank|banks|wrong|new|unusual ~3 does|do|this|that|with|it|same
				its|it's|that's|thats|this ~1 is|perfectly|totally|quite ~1 normal|standard|common|expected|usual|fine|legit|genuine
				get|find ~1 a life|hobby|grip|job
				nothing ~2 to ~1 worry|see|fear
				calm|chill|relax ?down|out </s>
				calm down
				first|rich|white world problem|problems
			`,
		},
		{
			Head: Dissent, Name: "takes the complainant's side", Weight: -4, EvenNegated: true,
			Patterns: `
				doesnt|dont|didnt|isnt|not ~2 work|working|works|loads|load
				same|me|happened|also|too ~2 here|too|me|problem|issue|happened
				agree|agreed|exactly|unbelievable|shocking|appalling|disgrace|disgraceful|awful|terrible|horrible|outrageous|unacceptable|wow|omg|yikes|wtf|lol
				not|isnt ~2 acceptable|good|ok|okay|fine|safe|secure|cool|enough
				why ~2 do|does|did|is|are|would
				have you seen
				look|check ~2 at|this|out
			`,
		},
		{
			Head: Remediation, Name: "it was mended", Weight: decides,
			Patterns: `
				they|they've|@brand|@brand's|it|its|it's|site|page|app|this|that|bug|issue|problem|you|you've|hole|leak|form|now|just ~4 $fix !me|my|by
				$fix ~2 it|this|that|the|now|issue|problem|everything ~1 now|finally|already|issue|bug|hole|problem|at|today|yesterday|by
				finally|now|already|just|has|have|been|all|was ~1 $fix !by
				send|sends|sent|get|got|use|uses|email|mail|emails|offer|offers ~3 reset|recovery|magic|one|temporary ~1 link|links|time|password|code ~2 now|instead|these|from|today|finally|again
				now ~2 send|sends|use|uses|hash|hashes|encrypt|encrypts|offer|offers|have|has|support|supports|get|got|force|forces|require ~4 link|links|https|ssl|2fa|passwords|password|encryption|reset|hashed|tls|code
				has|have|uses|use|on|got|using|added|enabled|switched|moved|served ~3 https|ssl|tls|2fa|encryption|certificate|hsts ~2 now|finally|today|at|already|everywhere
				https|ssl|2fa|encryption|certificate|cert ~2 is|are|now|has ~2 working|enabled|live|valid|fixed|renewed|there|back|on|available
				works|working|back|up ~2 now|again|online ~1 for|thanks|too|great|fine|</s>
				works|working|up|online|back ~1 again|now|running|normal|online </s>
				no ~1 longer ~3 send|sends|emailed|email|plain|happens|store|stores|stored|emails|shows|possible|mail|mails
				stopped|quit ~1 sending|emailing|storing|showing|mailing
				looks|seems ~2 $fix|sorted
				reset|login|new ~1 page|link|form|flow ~2 works|working|is|now ~2 great|fine|now|live|better|up|again|good
				problem|issue|bug|everything|all|it ~2 gone|solved|sorted|good|ok|okay ~1 now|again|finally
			`,
		},
		{
			Head: Remediation, Name: "not yet", Weight: -5, EvenNegated: true,
			Patterns: `
				have|has|is|are|did you|they|it|this
				still|yet|not|hasnt|havent|isnt|never|when|until|should|must|please|need|needs|if|why|nothing|wont|asap|want|hope|hopefully|dont|didnt|cant
			`,
		},
		{
			Head: Mockery, Name: "makes fun of a claim", Weight: hint + 0.7, EvenNegated: true, EvenQuoted: true,
			Patterns: `
				lol|lmao|rofl|haha|hahaha|lmfao|yeah|sure|ha|hah|hilarious|comedy|joke|laughable|laughing|priceless|genius|classic|bless|facepalm|sarcasm|slow
				oh|yeah|aye right|sure|really
				slow clap
				says|said|claims|claimed|claim|reckon|reckons|insists|think|thinks|apparently|according|tells|told|promised
				so|totally|very|super "|secure
				nothing to see
			`,
		},
		{
			Head: Mockery, Name: "names the claim", Weight: hint, EvenNegated: true, EvenQuoted: true,
			Patterns: `
				totally|completely|perfectly|100|absolutely|100%|fully|very|so|super|most ~1 secure|safe|secured|protected|encrypted
				nothing|not|no ~3 fear|worry
				security|privacy|data ~2 seriously
				secure|safe ~1 way
				military|bank|world|industry grade|class|standard
			`,
		},
		{
			Head: Refusal, Name: "will not give it", Weight: decides, EvenNegated: true,
			Patterns: `
				wont|not|never|refuse|dont|wouldnt|cant|shouldnt ~3 give|send|share|tell|post|hand|provide|type|say|giving|sending|sharing|telling|posting|handing|disclose|disclosing ~3 you|it|that|this|my|out|over|anyone|any|here|them|those|such
				not|isnt|never|dont ~3 comfortable|happy|okay|ok|keen|willing|safe|feel ~3 giving|sharing|sending|posting|telling|with|about|to
				no|absolutely|hell|certainly way|not|chance
				why ~2 would|should|do|must ~2 i|you|we ~2 give|send|share|need|want|tell|have|ask|require
				rather ~1 not
				no|nope|nah </s>
				no ?thanks|thank ?you </s>
				that's|thats|it's|its|this ~2 private|personal|confidential|secret|none
				none ~2 your business
				sounds|looks|smells|feels ~3 scam|phishing|fishy|dodgy|suspicious
				another|other|different|safer|better ~1 way|option|method|channel
				without ~2 giving|sharing|sending|posting
			`,
		},
		{
			Head: Insistence, Name: "insists", Weight: decides, EvenNegated: true,
			Patterns: `
				only|sole|one ~2 way|option|method|possibility|means|solution|choice|alternative ~4 we|to|is|for|that|i|forward|help|can|possible|of
				that's|thats|it's|its|is|this|there|it ~2 only|no ~2 way|option|method|possibility|other|alternative
				no ~2 other|another|alternative|different|option|choice ~2 way|option|method|possibility|means|choice|but|than|to|</s>
				cant|cannot|unable|wont|not|couldnt|impossible|nothing ~4 help|proceed|continue|do|assist|go|access|verify|further|look|fix|log ~6 without|unless|until|otherwise
				without ~6 cant|cannot|unable|wont|not|impossible|nothing
				unless|until you ~3 give|send|provide|tell|share|confirm|dm|supply
				have|must|need ~1 to ~3 insist|have|ask ~1 again|it|you|on|anyway|once|nevertheless
				insist|insisting
				as|like ~2 i|we ~2 said|explained|told|mentioned ~6 need|must|have|require|only
				still|really|do|absolutely|definitely ~1 need|require|must ~2 it|your|that|the|this|have|you
				required|mandatory|compulsory|obligatory|requirement|procedure|policy ~3 to|by|for|so|and|all|from|no|we
				no ~2 exceptions|exception
				otherwise ~2 we|i|it|nothing
				afraid ~3 need|must|have|only|required|no
			`,
		},
	}
}
