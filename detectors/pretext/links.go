package pretext

import "firebreak/detectors/internal/cue"

// linkRules are the rules for files and links that an agent is to open.
func linkRules() []cue.Rule {
	return []cue.Rule{
		{
			Head: headComplaintFile, Topic: topicLink, Name: "the complaint stands in a file", Weight: weightComplaintFile,
			Patterns: `
				my|our|the|full|this|formal|official|written|customer|a ~1 complaint|complaints|grievance|claim|feedback|allegation|allegations|legal|summons|subpoena|lawsuit ~4 in|is|are|at|inside|via|under|on|within ~3 attachment|attached|file|zip|http|folder|doc
				complaint|complaints|grievance|claim|summons|subpoena|lawsuit ~2 attached|enclosed|attachment
				complaint|complaints|grievance|claim|summons|subpoena|lawsuit http
				attached|enclosed|attachment|zip ~4 my|our|the|full|formal ~1 complaint|grievance|claim|summons|subpoena|lawsuit
				see|read|open|find|check|download|view ~2 my|our|the|full ~2 complaint|grievance|claim|summons|subpoena|lawsuit ~2 here|in|at|http|attached
				my|our|full|whole|entire|complete|all|formal|rest ~2 $matter ~6 in|inside|via|within|on ~1 ?attached|enclosed ?word|excel|pdf|zip $docs !you|that
				my|our|full|whole|entire|complete|all|formal|rest ~2 $matter ~6 in|inside|via|within|on ~1 ?attached|enclosed ?word|excel|pdf|zip $docs ~1 i|we|below|with|attached
				$matter|list|report|wedding|party|guests|order ~8 in|inside|via|within ~1 attached|enclosed ?word|excel|pdf|zip $docs
				$matter ~2 is|are|stands|stand|described|written|explained|listed|set|put|wrote|typed ~2 in|inside|as !your ?the|this|my|an|a ?word|excel|pdf|zip ~1 $docs
				happened|want|wrote|story|say|problem|issue|complaint|everything|all ~4 in|inside ?the|this|my|an|a ?word|excel|pdf|zip $docs
				happened|want|story|say|problem|issue|complaint|everything|all ~3 described|written|explained|listed|stands|wrote|typed|put ~3 in|inside ?the|this|my|an|a ?word|excel|pdf|zip $docs
				complaint|grievance|order|request|report|claim|story ~2 as|in ~1 ?word|excel|pdf|zip $docs !you
				$matter ~6 attached|enclosed ?word|excel|pdf|zip $docs
				$matter|list|party|lunch|dinner|wedding|catering ~8 in ~1 attachment|attachments
				complaint|grievance ~12 in ~1 $docs !you
				attached|enclosed ?word|excel|pdf|zip $docs ~4 for|with|about|regarding|concerning|re ~2 my|our|the|full ~2 $matter
				attached|attach|attaching|enclosed|enclosing|uploaded|uploading ~1 my|our|the|a ~2 complaint|grievance|claim|demands ?as|in ?a ?word|excel|pdf $docs
				wrote|written|typed|put|described|explained ~4 $matter|it|everything|all|down ~2 in|into|as ?the|this|my|an|a ~1 ?word|excel|pdf|zip $docs
			`,
		},
		{
			Head: headFile, Topic: topicLink, Name: "a paper in a file or behind a link", Weight: weightFile,
			Patterns: `
				my|our|the|all|full|some|your|here|here's|this|unpaid|overdue|see|of|more|with ~2 $paper ~5 in|at|here|via|is|are|under|inside|on|attached|there|within ~3 $file
				$paper ~2 attached|enclosed|http
				<s> $paper ~2 in|at|here|via|under|inside ~3 $file
				attached|enclosed|attachment|zip|file|document ~4 my|our|the|all|full|with|your|unpaid|contains ~2 $paper
				attached|enclosed|attaching|enclosing|attach ~1 is|are|our|my|a|the|you|find|your|this|for ~4 $busy !confirmation|number|receipt|screenshot|status
				attached|enclosed ~1 $busy !confirmation|number|receipt|screenshot
				$matter ~2 in|inside|at|behind|under ~1 link|http
				attached|enclosed ~1 $docs
				it's|its|all|everything|rest|details|it ~3 in|inside ~1 $docs|there
				i've|i|we|have|we've|just uploaded|put|placed|saved|stored|hosted ~5 $paper|http|everything|it
			`,
		},
		{
			Head: headOpen, Topic: topicLink, Name: "it is to be opened", Weight: weightOpen,
			Patterns: `
				open|download|run|execute|install|launch|unzip|extract ~5 $file|$paper|it|them|this
				click ~4 link|http|file|attachment|here
				http ~1 click|open|download
				please|pls|and|then|just|kindly ~1 open|read|review|check|study|view ~3 it|this|them|before|and ~1 confirm|answering|answer|reply|replying|tell|call|revert|respond
				open|read|review|view ~2 word|excel|pdf|zip doc|document|file|sheet
				open and|then confirm|reply|tell|call|answer|advise|revert|sign|respond
				kindly|please open
				review|study|check|view|process ~1 attached|enclosed
				password ~1 to|for ~1 open|unzip
				please|must|should|need|to|and|can|could|you|kindly ~1 view|review|see|check|look|read ~4 attached|attachment|file|document|zip|archive|enclosed
				password ~2 for|to|of ~1 the ~1 zip|file|archive|document|attachment
				have|take ~2 look ~2 at|in|inside ~5 file|attachment|document|zip|archive|spreadsheet
				log|sign in|into ~3 http|link|page|portal ~3 to see|view|read|open
			`,
		},
		{
			Head: headLure, Topic: topicLink, Name: "a lure for the agent", Weight: weightLure,
			Patterns: `
				agent|employee|staff|admin|colleague|console|internal ~5 opens|open|link|login|log|http|account|sheet|viewer
				log|sign in ~2 here|with|below|there|http
				fill|enter|type|put ~2 your|in|out|their ~3 login|password|credentials|network|staff|sheet
				open|opens|click|clicks|install ~1 this|that|the|my ~1 file|link|viewer|tool|app|page|sheet|attachment|program
				photos|pictures|video|evidence|proof|screenshots|logs|file|files|everything ~4 download|http
				pay|settle|process ~2 attached|enclosed|invoice
				more|details|described|explained|everything ~2 here|at http
			`,
		},
		{
			Head: headMacros, Topic: topicLink, Name: "what makes a file run", Weight: weightMacros,
			Patterns: `
				enable|allow|activate|permit|enabling|turn|needs|need|requires ~2 macros|macro|content|editing
				disable|turn|switch|ignore|deactivate ~3 antivirus|defender|firewall|virus|smartscreen
				anydesk|teamviewer|rustdesk|ultraviewer ~6 connect|install|session|id|code|access
				install|download|open|run ~2 anydesk|teamviewer|rustdesk|ultraviewer
			`,
		},
	}
}
