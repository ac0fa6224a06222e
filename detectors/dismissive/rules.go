package dismissive

import "firebreak/detectors/internal/cue"

// Heads: what a reply says, and what makes up for it.
const (
	// headBrush is brushing off: it decides unless something makes up for it.
	headBrush = "brush"
	// headHard is patronising, blaming or denying: a contact does not make up for it.
	headHard = "hard"
	// headEmpty is a phrase that is empty alone.
	headEmpty = "empty"
	// headSubstance is an answer to the point, a question about it, or an act.
	headSubstance = "substance"
	// headContact is a contact offered.
	headContact = "contact"
	// headGlad is an answer to praise.
	headGlad = "glad"
	// headHollow is what a reply says that says nothing, where it has no words but general ones: alone it is half of many good answers.
	headHollow = "hollow"
	// headAct is an act, a question or a way on in general words.
	headAct = "act"
	// headFarewell is what ends a friendly reply, an empty one too.
	headFarewell = "farewell"
)

// Rules that decide beside an answer: namePlaysDown always, nameDenies where nothing is asked and no contact given.
const (
	namePlaysDown = "plays it down"
	nameDenies    = "denies the trouble"
	// nameWorry decides only where little else is said.
	nameWorry = "tells not to worry"
)

func rules() []cue.Rule {
	return []cue.Rule{
		{
			Head: headBrush, Name: "takes it seriously, in general",
			Patterns: `
				take|takes|taking|treat ~1 our|your|customers'|customer|the|all|all|data|cyber|online|these|such|every|account|information|it ~3 security|privacy|safety|protection|feedback|concerns|matters|data|complaints|information|confidentiality|issues ~3 seriously|serious
				take|takes|taking|treat ~1 security|privacy|safety|protection|feedback|concerns|data|confidentiality ~4 seriously|serious
				security|privacy|confidentiality|data|protecting ~7 is|are|remains ~5 important|priority|priorities|paramount|utmost|importance|heart|concern|critical|key
				seriously ~3 take|takes security|privacy|data
				committed|dedicated|commitment ~2 to ~3 security|privacy|protecting|safety|keeping|protection
			`,
		},
		{
			Head: headHard, Name: namePlaysDown, EvenNegated: true,
			Patterns: `
				nothing|no|not|never|zero ~3 fear|alarmed
				nothing|no|not|never|zero ?a ?thing ?to ?be afraid
				no ~1 need|reason|cause ~2 to|for ~2 panic|alarm|alarmed|fear|afraid|frightened|scared|upset|dramatic
				not|isnt|hardly|no|never|wasnt|doesnt ~3 big|huge|real|major|an|a|actual ~2 deal|issue|problem|concern|risk|breach|vulnerability|flaw|bug|hack !with|for|to|at|that|of
				overreact|overreacting|exaggerate|exaggerating|exaggerated|exaggeration|dramatic|scaremongering|paranoid|paranoia|overthinking|hysterical
				<s> relax|chill !and|with|on|while|in
				please ?just relax|chill !and|with|on|while|in
				calm down
				only|first|one|few ~2 customer|person|people|user|one ~3 complained|complain|complains|issue|problem|reported|report|reporting
				only|first|one|few ~1 complaint|report|complaints|reports ~3 so|ever|this
				nobody|noone|else ~2 has|have ~3 complained|reported|mentioned|issue|problem
				other|others|everyone|most|rest ?of ?our customers|users|people|else|everybody ~3 happy|fine|no|manage|dont|have|seem|works|love|like ~3 it|problem|problems|issue|issues|this|that|complain|with|complained|problem
				just|merely|only|simply a ~2 precaution|formality|misunderstanding
				dont|not ~2 understand|get ~2 how ~4 work|works|security|technology
				leave ~1 it|this|that|security ~3 experts|us|professionals
				trust us
				nothing ~2 wrong ~1 with|here|about|on !that
			`,
		},
		{
			Head: headHard, Name: nameDenies, EvenNegated: true,
			Patterns: `
				everything ~3 fine|normal|ok|correctly|perfectly ~2 our|us|side|end
				everything's|all|works|working ~2 fine ~2 our|us|my ~1 end|side
			`,
		},
		{
			Head: headBrush, Name: nameWorry, EvenNegated: true,
			Patterns: `
				nothing ~2 worry|concerned|worried ~2 about|here|at
				no ~1 need|reason|cause ~2 to|for ~2 worry|concern|concerned
			`,
		},
		{
			Head: headHard, Name: "blames the customer", EvenNegated: true,
			Patterns: `
				you|your ~2 should|must|ought|could ~2 have|of|not|'ve ~2 read|used|checked|chosen|known|called|careful|kept|looked|noticed|written|set|misread|misunderstood|mistyped|entered|shared|clicked|done|forgotten|lost
				your ~2 own|fault|responsibility|mistake|error|negligence ~1 fault|responsibility|mistake|error|risk|to|not
				your|user|customer fault|error|mistake|responsibility
				if you ~1 had|bothered|listened ~3 read|listened|looked|followed|paid|checked|to|bothered
				as ~1 we|i|already|previously|i've|we've ~2 said|told|explained|stated|mentioned|advised
				as ~1 already|previously|stated|explained
				like|as we|i|mentioned|said|told|already ~1 said|told|mentioned|explained|before
				agreed|accepted|accept|agree|signed ~3 to|the|our|up|these ~5 terms|conditions|t&cs|policy|contract|booking
				something you ~2 agreed|accepted|signed
				you ~2 are|were|must|may ~1 be|have|have ~1 mistaken|wrong|confused|misread|misunderstood|confusing|imagining|misinformed
				you've ~1 misunderstood|misread|confused
				you dont|didnt|clearly|obviously ~2 know|understand|read|realise
				if ~1 you|it|you're|that ~2 dont|not|unhappy|isnt|bothers ~2 like|happy|unhappy|worried|you ~5 leave|elsewhere|cancel|close|free|switch|another|else|choice|can
			`,
		},
		{
			Head: headHard, Name: "sorry for the feeling, not for the cause", EvenNegated: true,
			Patterns: `
				sorry|regret|unfortunate|apologies|pity|shame ~4 you|your ?may ?might feel|feeling|felt|think|see|thought ~2 that|this|like|so|way|it|upset|the|disappointed !is|was|isnt|has
				sorry if ~2 you|you're|this|anyone|it|that ~3 feel|offended|upset|unhappy|disappointed|inconvenienced|think|caused|felt
				sorry|apologies if you ~1 arent|werent|not|didnt ~2 aware|happy|know
				sorry ~3 you ~2 are|remain|still|you're|were|see|took ~2 unhappy|dissatisfied|displeased|feel|it|offended ~2 with|about|the|at|that
			`,
		},
		{
			Head: headHard, Name: "refuses without a way", EvenNegated: true,
			Patterns: `
				nothing|not ~2 we|i|much|more|further|anything ~2 can|could ~2 do|help|offer|say
				nothing ~1 can be done
				not ~2 our ~1 problem|fault|responsibility|department|policy|concern|job|decision
				not ~2 responsible|liable|obliged
				no ~1 control ~1 over
				not ~2 control ~1 over
				thats|that's|this|it's|it|that ~1 how|just|simply|the ~3 it|things|system ~1 works|is|work
				thats|that's|this|it's ~2 our|the|company policy|policies|rules|procedure|rule
				that's|thats just|simply ~3 way|policy|it|system|rules
				the|our|airline|company|store|current policy|policies|terms|rules|conditions ~3 state|states|clear|clearly|apply|says|final|same|require|changed|are|is|dictate|always|do ~4 not|that|clear|final|for|on|years|the|to|apply|same|allow|so
				terms ~1 conditions ~4 apply|same|clear|agreed|state
				per|according|as|under|within ~2 our|to|the|per ~2 policy|policies|terms|contract|rules|conditions|guidelines ~6 not|no|unable|cant|only|non|wont|nontransferable|cannot
				have|must|need ~1 to|remain|stay|be|stick ~3 fair|consistent|policy ~2 and|to|with|all|every|for|our
				fair|consistent ~3 to|with|for|all ~2 all|other|every|our|everyone ~2 customers|guests|passengers|everyone|customer|users
				we|i|i'm|we're !would ~1 wont|cant|cannot|not|unable|wouldnt|never %3 discuss|comment|respond|elaborate|engage|discussing|commenting ~4 further|that|this|any|it|prices|individual|specific|matter|more !here|in|by|via|on|publicly|public|your|account
				no ~1 further ~1 comment|information|comments|action|discussion
				case|complaint|matter|issue|ticket|claim|request ~3 closed|resolved|rejected|denied ~2 as|now|from|because|and|due|already|by
				working|works|work ~1 as|exactly|how ~2 designed|intended|expected|should
				by design
				always ~2 been|done ~2 this|like|way|that
				standard|normal|common|usual|industry|accepted ~1 practice|procedure|process
				is|are|it's|what|was it|what ~1 is|it
				take|leave it or leave|take it
			`,
		},
		{
			Head: headEmpty, Name: "thanks for the feedback", EvenNegated: true,
			Patterns: `
				feedback|custom|business|opinion|comments ~1 is|are ~1 valued|important|appreciated
				thanks|thank|appreciate|value|grateful|welcome|cheers|ty ~3 your|for|the|you|all|any|customer|customers' ~3 feedback|comment|comments|opinion|opinions|input|thoughts|suggestion|suggestions|views|concerns|concern|remarks|view
				feedback ~2 is|has|was|will|have|noted|been|always|are ~4 noted|valued|appreciated|passed|welcome|shared|forwarded|taken|important|recorded|logged|board|used|help
				your|this|the ~2 comments|feedback|concerns|opinion|thoughts|suggestion|views|complaint|input|concern ~3 noted|passed|forwarded|shared|relayed|logged|valued|registered|recorded|taken
				noted </s>
				noted thanks|thank|and
				pass|passed|forward|forwarded|share|relay|relayed|passing|shared|feed|fed ~2 your|this|it|that|these|feedback|comments ~4 right|relevant|team|department|colleagues|management|folks|people|developers|appropriate|concerned|everyone|along|on|back
				pass|passed|forward|forwarded|relay|relayed|passing|feed|fed ~1 on|along|back ~2 your|this|it|that|feedback|comments|thoughts
				taken|take|takes|taking ~2 on|into board|account|consideration !the
				bear|keep ~3 in mind
			`,
		},
		{
			Head: headEmpty, Name: "sorry for any inconvenience", EvenNegated: true,
			Patterns: `
				sorry|apologise|apologize|apologies|regret|apology ~2 any ~2 inconvenience|disappointment|confusion|frustration|trouble|distress|upset
				hope ~2 this|that|you ~3 clears|clarifies|understand|understands|clarified
				always ~3 improve|improving|looking|working|striving ~4 improve|better|service|improvements|our|services
				strive|aim|endeavour|try ~2 to ~3 provide|improve|offer|give|do|deliver|make ~4 best|service|experience|better|highest|excellent|great
			`,
		},
		{
			Head: headHollow, Name: "noted, passed on, valued", EvenNegated: true,
			Patterns: `
				$thank ~3 $word
				$word ~2 is|are|was|were|be|been|has|have|always|really|truly ~2 important|welcome|welcomed|appreciated|valued|valuable|noted|logged|recorded|heard
				$word|it|this|that|message|we've|i've|we|have|has|is|been ~2 $kept
				<s> $kept
				$kept ~1 with thanks
				$kept </s>
				point|points ~1 taken
				message|tweet|feedback ~2 received|read
				received and understood|noted
				we've|i've|we|have|has ~1 got|received ~1 your message|feedback|tweet|comments|complaint
				<s> got it
				made|make|making|take|taken|taking ~2 note|notes|record
				put|on ~2 file|record|list
				mention|mentioned|mentioning ~2 to|at|with
				inform|informed|escalated ~2 team|teams|department|management|internally|manager|managers
				lesson|lessons ~3 learned|learnt
				learn|learned ~1 from
				pride ~1 ourselves
				heart of ~3 do
				best to ~2 sure|ensure|avoid|prevent ~6 again
				make|making ~2 things|it ~1 better
				training purposes
				thanks|thank|thx|cheers|appreciate|appreciated ~3 heads|interest|honesty|honest|candour|criticism
				flagging|raising|highlighting|mentioning </s>
				hope|hoping ~5 chance
				look|looking|work|working|aim|try ~1 to ~2 improve|better
				$on ~2 $word|this|that|it|these|those ~4 on|along|back|to|with|over|up|onto|internally
				$on on|along|back ~3 $word|this|that|it|these
				$word|this|that|it|been|be ~2 $on ~1 on|along|back|to|with|over|onto|up|internally
				$on|discuss|mention ~2 with|to ~2 team|teams|colleagues|department|management|staff
				let|letting ~3 team|teams|management|colleagues|people|folks|department ~2 know
				right|relevant|appropriate people|team|folks|department|person ~2 hear|hears|know|knows|see|sees|aware
				use|uses|using ~3 $word|this|it|that ~3 improve|better|learn|grow
				$word|this|it ~3 help|helps|helping ~2 improve|better|learn|grow|get
				always|constantly|continually|continuously|keen|hard ~6 improve|improving|improvement|better|best
				strive|strives|striving|aim|aims|endeavour|endeavouring ~6 improve|improving|improvement|better|best|great|excellent|highest
				$word ~3 matter|matters|count|counts
				value|values ~2 $word|you|customer|customers|every
				seriously
				take|taken|taking|takes ~4 on|into board|account|consideration
				in mind
				satisfaction|happiness ~4 important|priority|paramount|everything
				hope|hoping|hopes ~4 serve|do ~3 better
				we hear you
				thanks|thank|thankyou|appreciate|grateful|cheers ~3 bring|bringing|raising|flagging|highlighting ~2 this|that|it|these|to|your
			`,
		},
		{
			Head: headAct, Name: "an act", EvenNegated: true,
			Patterns: `
				look|looking|looks ~1 into|at|for
				work|working on|with
				for ?further ?their ?your review
				back ~1 to|with ~1 you|us
				get|be|keep ~1 in touch
				see|serve you ~1 again|soon
				on your way
				not ~1 sure
				let|keep|help|tell|give|send|contact|reach|speak|call|write|read ~2 you
				let|tell|give|send|keep|contact|reach|message us|me
				please|can|could|may|should ~2 contact|message|write|reach|speak|get|send|share|tell|let|keep|use|go|look|see|read|try
				will|we'll|i'll|going|can ~1 help
				happy|here ~1 to help
				now ~1 working|back|safe|secure
				is|are ~1 now|back|working
				dont|not|no ~3 any|more|further ~1 info|information|news|details|plans
				experience|relations|support|service|services|data|security|safety|privacy|quality|it team|teams|department|office|desk|manager|managers|staff|people
			`,
		},
		{
			Head: headSubstance, Name: "an act, a cause or a question", EvenNegated: true,
			Patterns: `
				looking|look|investigating|investigate|checking|check|working|fixing|fix|fixed|escalated|escalate|escalating|reviewing|resolved|resolve|solved|contacted|raised|arranged|arrange|refunded|refund|replaced|replace|disabled|removed|rebooked|credited|reset|sent|update|updating|raise ~3 into|this|it|on|the|your|with|now|for|that|been|you|this|a|here|urgently
				we'll|i'll|will ~1 give ~2 you ~2 call|ring|bell|shout|update|refund
				will|we'll|i'll|i|going|let|can|are|we're|i'm|have|have|would|we|to ~3 look|investigate|check|fix|resolve|sort|escalate|contact|get|call|arrange|refund|replace|raise|review|find|follow|help|assist|reply|help|see ~2 into|you|this|it|back|out|touch|what|why|your|the|on|that|further|to|with
				which|what|when|where|how|who|why ~1 is|are|was|were|did|do|does|happened|seems|exactly|version|device|error|store|can|flight|browser|would|should|time|date|country|product|address|model|phone
				could|can|would|will|may|please|do|did|have|are|is|were|was|does ~1 you|we|i|it|there|this|your ~2 tell|let|send|share|give|confirm|provide|try|have|check|explain|describe|clarify|still|able|been|see|using|know|get|happening|working|please|speak|elaborate|seen|tried|received
				please|kindly|try|just|do ~2 try|tell|send|share|check|let|reply|follow|visit|see|use|go|click|contact|choose|open|log|reset|restart|update|allow|give|fill|provide|advise|refer|speak|approach|reach|install|call|email|dm
				let us|me ~1 know
				happy|glad to help
				keep us posted
				you|it ~1 can|could|may|might|need|should|will|simply|find|is|need|have ~2 reinstall|restart|find|check|use|change|reset|go|see|book|get|request|download|contact|visit|claim|choose|to|update|available|open|start|apply|take|call|log|report
				here's|heres|here ~2 how|what|the|a|is|are
				our|the|a ~3 team|engineers|technicians|crew|developers|colleagues|experts|department ~1 is|are|will|has|have ~3 looking|working|investigating|on|fix|aware|contact|be|reach|been|found
				aware ~2 of|that
				because|due
				caused|causing by|this|it|the
				expected|should|will ~2 back|be|arrive|depart|ready|fixed|updated|receive|available|board|reach
				deliver|delivered|delivery|shipped|tracking|dispatched|departing|arriving|boarding
				is|are ~1 now ~2 fixed|available|working|live|back|resolved|open|closed
				in stock
			`,
		},
		{
			Head: headContact, Name: "a contact", EvenNegated: false,
			Patterns: `
				dm|dms|pm|pms|dm'd|inbox|privately|http|[email]|[phone]|dming
				private|direct message|messages|msg|chat
				secure chat|form|message|link|mailbox
				contact|email|call|phone|write|message|reach|speak|ring|chat|ask|visit ~4 us|our|team|on|at|to|me|helpline|desk|with|them|directly|in
				give|drop|shoot|send us|me a|an|your|the|some|details|us
				follow us|me|so
				get ~1 in touch
				reach out
				here ~1 to help
				here if|whenever
			`,
		},
		{
			Head: headGlad, Name: "an answer to praise", EvenNegated: true,
			Patterns: `
				glad|great|wonderful|lovely|delighted|happy|pleased|love|loved|thrilled|awesome|amazing|fantastic|brilliant|excellent|nice|cool|welcome|enjoy|enjoyed|cheers|yay|woohoo|congratulations|congrats|kind|compliment|compliments|kudos|smile|recognising|recognizing|shout|shoutout|made our|your|us|day ~4 hear|see|that|you|it|day|time|words|know|flight|your|our|to|was|is|job|news|work|feedback|experience|choosing|flying|working|staff|trip|sorted|resolved|crew|out|liked|enjoyed|this|so
				good|great|positive|kind|lovely|nice|sweet|honest feedback|to|words|news|comments
				glad|delighted|pleased|happy|thrilled ~2 you|you've|to|it|that|we|your
				praise|praises|compliment|compliments|kudos
				suggestion|suggestions|idea|ideas|request|requests
				something|feature|thing|what ~1 you'd|you|you're would|like|want|after
				you're ~2 welcome
				you are ~2 welcome
				very|most welcome
				appreciate|value|love you </s>
				appreciate|value|love you and
			`,
		},
		{
			Head: headFarewell, Name: "a farewell", EvenNegated: true,
			Patterns: `
				thanks|thank ~3 for ~3 choosing|flying|loyalty|shopping|compliment|kind|sharing|support|recognizing|love|joining|confirming|confirmation|answer|update|info|information
				hope ~2 to|you ~2 see|enjoy|have|fly|welcome|enjoyed|had ~4 soon|again|great|flight|trip|day|nice|back|you
				have|enjoy ~2 a|your|the ~2 great|good|lovely|nice|wonderful|safe|day|flight|trip|weekend
				see you ~2 soon|onboard|there|again
			`,
		},
	}
}

func classes() map[string]string {
	return map[string]string{
		"thank": "thanks thank thankyou thx ty cheers appreciate appreciates grateful value welcome",
		// What customers say, in the words of those who note it.
		"word": "feedback report comment comments opinion opinions view views input thought thoughts concern concerns remark remarks complaint criticism",
		"kept": "noted logged recorded registered",
		"on":   "pass passed passing forward forwarded forwarding share shared sharing relay relayed relaying feed fed feeding raise raised raising flag flagged added submitted",
	}
}
