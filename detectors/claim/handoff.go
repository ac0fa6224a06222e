package claim

import (
	"firebreak/detectors"
	"firebreak/detectors/internal/cue"
)

// What voids a hand-off, wherever in the post it stands.
const (
	// headHere is an invitation to a private message of this account, or a colleague who comes to the customer.
	headHere = "here"
	// headSolved is what the brand has done itself.
	headSolved = "solved"
)

// nameStranger is the rule for addresses of another account or site.
const nameStranger = "sends to an address"

func handOffRules() []cue.Rule {
	return []cue.Rule{
		{
			Head: detectors.HeadHandOff, Name: "sends to another team", Weight: 1,
			Patterns: `
				please|could|can|you|to|and|then|just|would|best|better|you'll|you'd|need|must|should|try ?please ?just $contact ~1 our|your|the|their|a|with|local|nearest|any|customer|us|them|in ~4 $team
				<s> contact|call|ring|phone|telephone|email|ask|visit|try ~1 our|your|the|their|any|customer|local|nearest ~3 $team
				please|could|can|you|to|and|then|just|would|best|better|you'll|you'd|need|must|should|try ?please ?just speak|talk|write|go|reach|turn|head|pop|get|check|follow|liaise|enquire|inquire|apply|report|take|raise|bring|refer|return|direct ~3 to|with|into|out|in|touch|up|at|back|from|through ~4 $team
				<s> speak|talk|write|go|reach|turn|head|pop|check|liaise|enquire|raise|take ~3 to|with|into|out|at|up|through ~4 $team
				you'll|you'd|you|customers $should|will|would ~2 to ~1 $contact|contacting|speak|talk|go|write|reach|check|visit|raise|take|liaise ~5 $team
				you'll|you'd|you ~1 $should ~2 contact|call|phone|ring|email|ask|visit|speak|talk|go|write ~4 $team
				that's|thats|that|this|it|it's|these|those ~4 question|matter|one|issue|query|thing|something ~1 for ~3 $team
				$team|they|who ~3 best|better|right placed|person|people|suited|able
				$team ~1 will|can|would|should ~2 be|is ?best ?better able ~2 to ~2 help|assist|advise|look|sort|answer|explain|tell|check
				only ~3 $team ~2 can|could
				get hold ~1 of ~4 $team
				try|suggest|recommend asking|calling|contacting ~2 at|in|our|the|your ~2 $team
				$team deals|handles|manages with|that|this|those|these
				sits|lies|rests with ~4 $team
				point|port of contact|call ~2 is|are|would ~4 $team
				right people|team|person ~3 at|is|are @other|@brand
				have|having ~1 a word|chat ~1 with ~5 $team
				recommend|suggest|advise|suggesting ~2 contacting|speaking|calling|emailing|asking|visiting|getting|talking|checking ~5 $team
				that's|thats|it's|this ~2 something ~4 $team ~2 have|has|need|needs|must|can|could|would|should|will
				handled|dealt|managed|looked|run|processed|sorted ~2 by|with|after ?by ~3 a|our|the|another|different|separate|your ~3 $team ~6 contact|call|ask|email|reach|speak|http|so|please
				not ~2 something ~2 we|i ~2 can|could|are|deal|handle|help ~8 contact|call|ask|email|speak|reach|through|try ~3 $team
			`,
		},
		{
			Head: detectors.HeadHandOff, Name: "sends to e-mail or the phone", Weight: 1,
			Patterns: `
				please|could|can|you|to|and|then|just|would|best|should|must|need ?please ?just email|mail|call|ring|phone|telephone|write us|our|[email]|[phone]|customer|on|0800|0345|0330|head
				<s> email|mail|call|ring|phone|write ?to us|our|[email]|[phone]
				email|mail|write ?to us ~1 at|on|via|to|with|directly
				call|ring|phone|telephone us ~1 on|at|directly|between|free|today
				give|drop|send ~1 us|our ~3 a|an ~1 call|ring|email|buzz|mail|letter
				give|drop|send us a|an ~1 call|ring|email|buzz|letter
				drop|send|shoot|write ~1 an|a ?quick email|letter ~1 to
				reach|contact|get|find|speak ~4 us|them|team ~2 on|by|over|at|via|through ~2 phone|telephone|[phone]|email|[email]|post|livechat|webchat
				reach|contact|get|find|speak ~4 us|them|team ~2 on|by|over|at|via|through ~3 live|web chat
				reach|contact|get|find|speak ~4 us|them|team ~2 on|by|over|at|via|through ~3 website|site|app|portal|helpline|hotline
				use|try|via|through|start|open ~2 our|the ~1 live|web chat
				contact|email|call|reach|ring|phone ~1 [email]|[phone]
				contact|email|call|reach|ring|phone ~5 on|at $number
				please|just|can|could|to|best call|ring|phone|dial|telephone $number
			`,
		},
		{
			Head: detectors.HeadHandOff, Name: "sends to a form", Weight: 1,
			Patterns: `
				please|could|can|you|to|and|then|just|would|should|must|need|by|best ?please ?just fill|complete|submit|use|send|return ~1 in|out|up ~4 form|ticket|claim|complaint|questionnaire
				please|could|can|you|to|and|then|just|would|should|must|need|by|best ?please ?just complete|submit|use|return ~3 form|ticket
				<s> fill|complete|submit|use ~5 form
				please|could|can|you|to|then|just|should|must|need|by|best ?please ?just raise|log|lodge|open|submit|make|file|register|report ~4 ticket|complaint|claim|request|case|report|it|this ~3 on|at|via|through|here|with|in|using|by ~4 website|site|form|http|portal|app|page|team|helpdesk|online|there|centre|center
				<s> raise|log|lodge|open|submit|file|register ~4 ticket|complaint|claim|request|case ~3 on|at|via|through|here|with|in|using|by ~4 website|site|form|http|portal|app|page|team|helpdesk|online|there
				form|forms ~4 on|at ~2 our|the ~1 website|site|page|portal
			`,
		},
		{
			Head: detectors.HeadHandOff, Name: nameStranger, Weight: 1,
			Patterns: `
				please|could|can|you|to|and|then|just|would|best|should|must|need|try|over|ask ?please ?just contact|tweet|message|ask|reach|follow|try|speak|talk|report|over|check ~3 @other|@brand
				<s> contact|tweet|ask|try|over ?to ~2 @other|@brand
				$contact|tweet|speak|talk|ask ~3 @other|@brand ~3 help|assist|able|deal|look|handle|advise|sort
				@other|@brand will|can|would|should|are|is ~2 help|assist|able|advise|handle
				contact|try|ask ~2 them|him|her ~2 directly|instead|at|on|via
				redirect|direct|address ~1 your ~2 to ~2 $team|@other|@brand
				redirect|direct|point|refer ~1 you ~2 to ~4 $team|@other|@brand
			`,
		},
		{
			Head: headHere, Name: "an invitation to a private message", Weight: 1,
			Patterns: `
				dm|dms|pm|inbox|dm'd|messenger
				private|direct|secure ?web message|messages|messaging|chat|channel
				message|msg us|me
				reply|write ~2 here
			`,
		},
		{
			Head: headHere, Name: "somebody comes to the customer", Weight: 1,
			Patterns: `
				they|they'll|team|colleague|colleagues|someone|specialist|specialists|manager|she|he|we|we'll|i'll|i|engineer|branch ~3 will|to|shall|going ~2 contact|call|ring|email|reach|phone ~2 you
				they'll|we'll|i'll ~2 contact|call|ring|email|reach|phone ~2 you
				they|they'll|team|colleague|colleagues|someone|specialist|specialists|manager|she|he|we|we'll|i'll|i|engineer|branch ~3 be|get ~1 in ~1 touch
				receive|get|expect ~2 email|call|message|reply|letter ~1 from
				i've|we've|i|we|been|have ?have ?just ?now ?already passed|forwarded|escalated|raised|logged|asked|sent|referred|flagged ~4 to|with|it|this|your|our|them
			`,
		},
		{
			Head: headSolved, Name: "it is done", Weight: 1,
			Patterns: `
				i've|we've|i|we|have ?have ?just ?now ?already refunded|fixed|sorted|cancelled|canceled|reset|credited|corrected|resent|reissued|resolved|updated|unlocked|reinstated|rebooked|replaced|removed
			`,
		},
	}
}
