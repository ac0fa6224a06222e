package claim

import (
	"firebreak/detectors"
	"firebreak/detectors/internal/cue"
)

// headIncident is an incident of which nobody says that it reached data: it affirms a breach unless the same post denies that.
const headIncident = "incident"

// nameFalse is the rule that denies what others claim, whose words of reporting are no hedge.
const nameFalse = "calls reports of a breach false"

func breachRules() []cue.Rule {
	return []cue.Rule{
		{
			Head: detectors.HeadAffirmsBreach, Name: "data was lost or reached", Weight: 1,
			Patterns: `
				$few ~5 $data ~3 was|were|been ~2 $gone
				$whose ~2 $data ~4 was|were|been ~2 $gone
				some|several|few|thousands|hundreds|millions ~3 $data lost|stolen|leaked|exposed|compromised </s>
				someone|attackers|hackers|criminals ~4 into ~5 took|stole|copied|downloaded ~3 $data
				laptop|device|drive|server|file|files|letter|letters|list|spreadsheet|document ~2 with|containing|of|holding ~3 $data ~3 was|were ~2 stolen|lost|leaked|exposed|published
				$whose ~1 $data ~3 was|were|been ~2 visible|open|available|accessible|public ~1 to ~2 others|anyone|anybody|everyone|public|strangers|people|online
				left|made ~4 $data ~2 open|visible|public|accessible|available to|online|on
				yes|indeed|unfortunately|confirm|regret ~4 data|records|emails|information|details ~2 was|were|been ~2 lost|stolen|leaked|exposed|breached|compromised|exfiltrated
				incident|breach|leak|attack|hack|bug|error|fault|glitch|misconfiguration|supplier|contractor|employee|provider|attacker|attackers|hackers|hacker|criminals|intruder|intruders|party|cyberattack ~4 affecting|affected|affects|exposed|exposing|impacting|impacted|involving|involved|accessed|stole|copied|took|obtained|compromised|revealed|leaked|disclosed|published|hit|viewed|downloaded ~5 $data
				we|we've|@brand ~3 lost|leaked|exposed|disclosed|published|compromised ~3 $whose ~2 $data
				we|we've|@brand ~3 lost|leaked|exposed|disclosed ~2 some|several|thousands ~4 $data
				aware|confirm|confirmed|discovered|identified|detected|suffered|experienced|had|regret|responding|sorry|apologise|apologize|following|investigating|after ~5 breach|leak|loss|theft|exposure|disclosure of ~4 $data
				had|have ~2 $data ~1 exposed|stolen|leaked|compromised|accessed
				attacker|attackers|hacker|hackers|criminals|intruder|intruders|someone|party ~1 was|were ~1 able ~1 to ~1 read|see|view|steal|access|copy|download ~4 $data
				$data ~2 from|of|belonging ~3 $whose|people|accounts ~3 was|were|been ~2 $gone
			`,
		},
		{
			Head: headIncident, Name: "an incident", Weight: 1,
			Patterns: `
				aware|confirm|confirmed|discovered|identified|detected|suffered|experienced|hit|responding|victim|subject|targeted|had|regret|investigating|dealing ~5 $attack !of
				aware|confirm|confirmed|discovered|identified|detected|suffered|experienced|hit|responding|victim|subject|target|had|regret|investigating|dealing|after|following ~4 data|cyber|security|cybersecurity|ransomware|privacy breach|incident|attack|leak|intrusion
				aware|confirm|confirmed|discovered|identified|detected|suffered|experienced|had|investigating|after|following ~3 unauthorised|unauthorized|unlawful access
				we|we've|@brand|systems|website|site|servers|network|database|system|server ~2 was|were|been|got ~2 hacked|breached|compromised|attacked|infiltrated
				there ~1 was|is|been ~2 $attack !of
				hackers|attackers|criminals|hacker|attacker|intruders|intruder|party ~2 gained|got|had|obtained|broke|accessed|entered|stole ~4 access|into|systems|network|servers|data|database|records|system|server
			`,
		},
		{
			Head: detectors.HeadDeniesBreach, Name: "no data was lost or reached", Weight: 1, EvenNegated: true,
			Patterns: `
				no|none|zero ~5 $data|data's|customers|customer ~5 $gone
				no|none|zero ~5 $data ~4 at risk
				no|none|zero ~3 $data ~3 left our|the|@brand|@brand's
				not|never|havent|hasnt|didnt ~1 lose|lost|leak|leaked|expose|exposed|disclosed|disclose ~1 any|customer|personal ~3 $data
				nothing ~2 was|has|is|been ~2 stolen|leaked|exposed|compromised|accessed|hacked|breached
				$data ~5 not|didnt ~1 come|originate|leak ~2 from our|@brand|@brand's|us
				no|zero data loss|losses|leak|leaks|leakage|theft
				not|no|never|nothing|havent|hasnt|didnt|dont ~5 evidence|indication|indications|sign|signs|suggestion ~7 $gone|breach|hack|leak|intrusion|cyberattack
				not|no|never|nothing|havent|hasnt|didnt|dont ~5 evidence|indication|indications|sign|signs|suggestion ~7 at risk
				not|no|never|nothing|havent|hasnt|didnt|dont ~5 evidence|indication|indications|sign|signs|suggestion ~5 unauthorised|unauthorized access
				dont|not ~1 believe|think ~3 any|your|customer|personal|that ~3 $data ~4 $gone
				we|we've|@brand|systems|site|website|servers|network|database|system|app|server ~3 $not ~3 hacked|breached|compromised|attacked|infiltrated
				your|all|customer|customers|customers'|personal|our|client|member|members|members'|user|passenger|patient|guest ~2 $data|account|detail ~4 $not ~3 $gone
				your|all|customer|customers|customers'|personal|our|client|member|members|members'|user|passenger|patient|guest ~2 $data|account|detail ~4 $not ~3 at risk
				your|all|customer|customers|customers'|personal|our|client|member|members|members'|user ~2 $data|account ~4 remains|remain|still|stays|stay|was|were|is|are ~1 unaffected|intact|untouched
				your|all|customer|customers|customers'|personal|client|member|members|members'|user ~2 data|information|info|details|accounts ~4 is|are|remains|remain|stays|stay ~2 safe|secure !with|because|by|on|in|when|if|here|thanks
				incident|breach|attack|hack|this|it|issue|bug|outage ~2 not|didnt|doesnt|never ~1 involve|affect|impact|expose|reach|include|compromise|touch ~4 $data
				involve|involved|involves|involving|affected|affects|affecting|affect|exposed|exposes|compromised no ~3 $data
				nobody|noone ~3 accessed|stole|obtained|viewed|saw|copied|took ~4 $data
				nobody|noone ~2 had|gained|got|has ~2 access ~2 to ~3 $data
			`,
		},
		{
			Head: detectors.HeadDeniesBreach, Name: "no breach", Weight: 1, EvenNegated: true,
			Patterns: `
				no ~2 data|security|cyber|customer|privacy breach|leak|incident|attack|hack|intrusion
				no $attack !of
				no $attack of ~4 $data|systems|security|network
				no ~2 unauthorised|unauthorized access
				$not ~4 a|any|another ~2 $attack !of
				$not ~4 a|any|another ~2 $attack of ~4 $data|systems|security|network
				$not ~4 a|any|another ~1 data|security|cyber leak|incident|attack
				$not ~3 victim|subject|target ~3 $attack|attack
			`,
		},
		{
			Head: detectors.HeadDeniesBreach, Name: nameFalse, Weight: 1, EvenNegated: true,
			Patterns: `
				$talk ~2 of|that|about|saying|claiming|suggesting ~8 $attack|hacked|leak|leaked|breached|stolen|lost|compromised|attack|exposed ~4 $untrue
				$talk ~2 of|that|about|saying|claiming|suggesting ~8 $attack|hacked|leak|leaked|breached|stolen|lost|compromised|attack|exposed ~4 not|arent|isnt ~1 true|correct|accurate|right
				$attack|leak|hacking ~1 $talk ~3 $untrue
				no truth ~4 to|in|behind ~8 $attack|hacked|leak|leaked|breached|stolen|lost|compromised|attack|exposed
				not|isnt ~1 true ~2 that ~6 $attack|hacked|leak|leaked|breached|stolen|lost|compromised|exposed
			`,
		},
	}
}
