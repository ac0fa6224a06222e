package claim

import (
	"firebreak/detectors"
	"firebreak/detectors/internal/cue"
)

const (
	// nameNoOutage is the rule that denies what others claim of an outage.
	nameNoOutage = "calls reports of an outage false"
	// nameWell is the rule for services that work, which news of a repair void.
	nameWell = "everything works"
)

func outageRules() []cue.Rule {
	return []cue.Rule{
		{
			Head: detectors.HeadAffirmsOutage, Name: "something is down", Weight: 1,
			Patterns: `
				we|we're|we've ~3 $beset ~3 technical|system|systems|network|server|connection|connectivity|it|website|app|payment|login ?service $trouble|outage|outages|delays
				we|we're|we've ~3 $beset ~3 $trouble|outage|outages|downtime|disruption ~2 with|on|in|at|affecting|across|to|accessing|processing|impacting|loading ~5 $service
				we|we're|we've ~3 $beset ~4 outage|outages|downtime
				we|we've ~2 had|have|got ~3 $trouble|outage|downtime ~2 with|on|in|affecting|across|at ~5 $service
				we|we've ~2 had|have|got ~3 technical|system|network|server|it $trouble
				we|we've ~2 had|have ~3 outage|outages|downtime
				$service ~2 is|are|was|were|went|been|has|have|still ~3 down|offline
				app|apps|site|website|websites|portal|platform|system|systems|servers|server|banking|network|api|checkout|webchat ~2 is|are|was|were|been|has|have|just ~3 unavailable|inaccessible|unreachable|crashed
				currently|temporarily unavailable ~2 due|because|while|as ~5 technical|system|outage|$trouble
				$service ~2 is|are|was|were|just ~1 broken
				network|site|server|servers|system|systems|app|website fell over
				$service ~2 stopped working|responding|loading
				some|many|all|our customers|users|people|members ~2 cant|unable ~1 log|sign|pay|access|use|connect|load|book|transfer
				we|we're|we've ~2 struggling ~1 with our|the ~3 $service
				app's|site's|website's|system's|server's|network's|portal's ~3 down|offline|unavailable|crashed
				$service ~2 is|are|was|were ~1 temporarily|currently unavailable|inaccessible
				$service ~2 is|are|was|were ~1 out of service|action
				$trouble|outage ~2 is|are|that|which|currently|that's ~1 affecting|impacting|hitting|affects|affected ~4 $service
				our ~2 $service ~2 is|are|was|were|still|currently ?currently isnt|arent|not|wasnt|werent ~2 working|loading|available|responding|accessible|functioning
				our ~2 $service ~2 isnt|arent|wasnt|werent ~2 working|loading|available|responding|accessible|functioning
				our|the ~3 $service ~2 is|are|was|were|still ~2 $beset ~4 $trouble|outage|outages|delays|downtime|slowness|technical
				cash points|point ~1 arent|isnt|down
				cash points|point ~1 are|is ~1 down|offline|out
				aware|know|confirm|acknowledge|realise|realize ~4 $service ~3 isnt|arent|not|wasnt|werent ~2 working|loading|available|responding|accessible|functioning
			`,
		},
		{
			Head: detectors.HeadAffirmsOutage, Name: "knows of trouble", Weight: 1,
			Patterns: `
				aware|know|investigating|acknowledge|identified|fixing|resolving|fix|resolve|confirm|found ~4 $trouble|outage|outages ~3 with|on|in|affecting|impacting|across|at|preventing|causing|stopping|to ~6 $service
				aware|know|acknowledge|realise|confirm ~3 some|customers|many|users|people|members|you|passengers ~4 having|experiencing|facing|seeing|unable|struggling|cant|getting ~4 $trouble|log|login|logging|access|pay|connect|sign|use|load|book|transfer|make
				aware|know|confirm ~4 issue|issues|problem|problems|fault|outage|glitch ~6 fix|resolve|restore|working|engineers|resolution|resolved
				there|there's ~3 outage|outages
				there|there's ~2 known|current|ongoing $trouble|outage
				there|there's ~3 $trouble ~2 with ~3 sign|log ~1 in|on|ins
				aware|experiencing|experienced|suffered|confirm|confirmed|following|due|during|caused|apologise|apologize|sorry|apologies|by|after|of|about ~4 our|this|the|an|a|today's|yesterday's|major|earlier|current|nationwide|widespread ~2 outage|outages|downtime
				engineers|team|teams|technicians|developers|we|we're ~4 working ~5 restore|bring|get ~5 $service ~5 online|up|back|restored
				engineers|team|teams|technicians|developers|we|we're ~4 working ~5 restore ~4 $service|access|connection|connectivity
				there|there's ~2 is|are|was|were|a|an|some|currently|problems|issues|intermittent ~2 $trouble ~2 with|on|in|affecting|across ~5 our|the|all|some ~3 $service
			`,
		},
		{
			Head: detectors.HeadDeniesOutage, Name: "no outage", Weight: 1, EvenNegated: true,
			Patterns: `
				no !longer|more ~3 outage|outages|downtime
				$not ~4 an|any|another|known ~2 outage|outages|downtime
				$not ~1 aware|seeing|seen|experiencing|having|showing|had|getting|detecting|detected ~3 any|known|reported|wider|current|technical|such ~3 issues|problems|issue|problem|faults|fault|outages !with|regarding
				$not ~1 aware|seeing|seen|experiencing|having|showing|had|getting|detecting|detected ~3 any|known|reported|wider|current|technical|such ~3 issues|problems|issue|problem|faults|fault|outages ~1 with|on|affecting|in|regarding ~4 $service
				no ~1 known|reported|current|ongoing|wider|technical|system|network|service|live|open ~1 issues|problems|issue|problem|faults|fault|outages|incidents !with|regarding
				no ~1 known|reported|current|ongoing|wider|technical|system|network|service|live|open ~1 issues|problems|issue|problem|faults|fault|outages|incidents ~1 with|regarding ~4 $service
				no issues|problems|issue|problem|faults|fault|errors ~2 with|on|affecting|in|across ~3 $service
				no issues|problems|issue|problem|faults|fault|errors ~3 on|at|from our|this ~1 end|side
				nothing ~2 wrong|broken|down ~2 with|on|at ~2 our|the ~3 $service|end|side
				$service|we|we're|nothing ~2 $not|nothing ~1 down|offline
				nothing is down|offline
				no issues|problems|outages|faults here
				cant|dont|not|couldnt ~1 see|find|detect ~1 any|a ~2 issues|problems|issue|problem|faults|fault|outages|outage ~2 with|on|affecting|in ~4 $service
				cant|dont|not|couldnt ~1 see|find|detect ~1 any ~2 issues|problems|issue|problem|faults|fault|outages|outage ~1 on|at|from our|this ~1 end|side
				problem|issue|fault|outage|this|it|trouble ~3 not|isnt|wasnt|doesnt ~4 our ~1 end|side
			`,
		},
		{
			Head: detectors.HeadDeniesOutage, Name: nameNoOutage, Weight: 1, EvenNegated: true,
			Patterns: `
				$talk ~2 of|that|about|saying|claiming|suggesting ~6 outage|outages|down|offline ~4 $untrue
				$talk ~2 of|that|about|saying|claiming|suggesting ~6 outage|outages|down|offline ~4 not|arent|isnt ~1 true|correct|accurate|right
				no reports ~2 of ~3 issues|problems|outages|faults|outage
				no truth ~4 to|in|behind ~6 outage|outages|down|offline
				not|isnt ~1 true ~2 that ~6 outage|down|offline
			`,
		},
		{
			Head: detectors.HeadDeniesOutage, Name: nameWell, Weight: 1,
			Patterns: `
				our|the servers|systems|site|app|network|website ~1 is|are|looks|look fine|ok|okay|good </s>
				our|the servers|systems|site|app|network|website ~1 is|are|looks|look fine|ok|okay|good on|at|here
				all ~2 systems|services operational|normal|green|online|go
				<s> our|the ~2 $service ~1 is|are up </s>
				<s> $service ~2 is|are|remains|remain ~1 up|working|running|operating|functioning ~2 running|normally|fine|ok|okay|normal|usual|expected|correctly|smoothly
				everything|all|everything's ~4 up ?and running
				everything|everything's ~2 is|looks|seems|appears|working|running|operating|operational|fine|normal ~3 on|at|from our|this ~1 end|side
				everything|everything's ~3 working|running|operating ~2 normally|fine|ok|okay|normal|usual|expected|correctly|smoothly|should
				everything|everything's ~2 fully|completely operational|online
				all|our ~3 systems|services|sites|servers|platforms|apps|networks|lines|machines ~2 are|is|remain|look|show|showing ~3 operational|online|up|running|working|normal|normally|fine|green|available|functioning
				our|the ~3 $service ~2 is|are|remains|remain|looks|look|seems|seem|appears|appear ~2 up|working|running|operating|functioning|operational|loading ~2 running|normally|fine|ok|okay|normal|usual|expected|correctly|smoothly|properly|perfectly
				our|the ~3 $service ~2 is|are|remains|remain ~2 fully|completely operational|available|functional|online
				our|the ~3 $service ~2 is|are ~1 operational|online </s>
				works|working fine|normally|ok|okay|correctly|perfectly ~2 here|on|at ~2 us|end|side|here
				everything|$service ~4 running|working|operating as normal|usual|expected
			`,
		},
	}
}
