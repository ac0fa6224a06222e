package dismissive

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"firebreak/detectors/internal/cue"
)

// points counts the words of a reply with which it comes to the point: all but courtesy, general words, handles, and the names of who is
// addressed and who signs. A reply without any could answer every complaint there is.
func points(t *cue.Text) int {
	n := 0
	for i := range t.Tokens {
		if !isGeneral(t.At(i)) && !isName(t, i) {
			n++
		}
	}
	return n
}

// isName reports the name in "Hi Sam", "Thanks, Sam" and "We're sorry, Sam.", and the "^JE" of who signs.
func isName(t *cue.Text, i int) bool {
	s := t.Doc.Text[t.Tokens[i].Start:t.Tokens[i].End]
	last := i == len(t.Tokens)-1
	if last && i > 0 && len(s) <= 3 && (t.Tokens[i].Break || !slices.ContainsFunc([]rune(s), unicode.IsLower)) {
		return true
	}
	greeted := false
	switch t.At(i - 1) {
	case "hi", "hey", "hello", "dear", "thanks", "thank", "sorry", "morning", "afternoon", "evening":
		greeted = t.Same(i-1, i)
	}
	ends := !t.Same(i, i+1)
	apart := ends || t.Tokens[i+1].Break
	if greeted && apart {
		return true
	}
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r) && t.Same(i-1, i) && (t.Tokens[i].Break && apart || ends && last)
}

// cheerful reports the tone in which a brand talks with those who like it: hearts, music and laughter, or "Thanks!" and "Great!" to begin with.
func cheerful(t *cue.Text) bool {
	if slices.ContainsFunc(t.Symbols, func(s string) bool {
		return strings.ContainsAny(s, "❤♥💙💚💛🧡💜💕💖💗🥰😍😄😃😁😂🤣😎🎉🎧🎶🎵🤘🙌👏🥳")
	}) {
		return true
	}
	for i := range t.Tokens {
		switch t.At(i) {
		case "@brand", "@other", "hi", "hey", "hello", "thanks", "thank", "you", "so", "very", "much", "great", "oh", "a", "lot", "there":
		default:
			if !isName(t, i) {
				return false
			}
		}
		if i > 0 && !t.Same(i, i+1) || i+1 < len(t.Tokens) && t.Tokens[i+1].Break {
			return strings.HasPrefix(strings.TrimLeft(t.Doc.Text[t.Tokens[i].End:], " "), "!") && t.At(i) != "there"
		}
	}
	return false
}

// isGeneral reports words that name no trouble, no act and no way: courtesy, and what every brand says of itself.
func isGeneral(s string) bool {
	switch s {
	case "", "@brand", "@brand's", "@other":
		return true
	// Small words.
	case "a", "an", "the", "and", "or", "but", "so", "to", "of", "for", "with", "in", "on", "by", "at", "from", "as", "that", "this", "these", "those", "it", "its",
		"it's", "is", "are", "was", "were", "be", "been", "being", "am", "i", "i'm", "i've", "i'll", "i'd", "we", "we're", "we've", "we'll", "we'd", "you", "you're",
		"you've", "you'll", "you'd", "your", "yours", "our", "ours", "us", "me", "my", "they", "their", "them", "all", "any", "every", "each", "both", "have", "has",
		"had", "having", "do", "does", "did", "will", "would", "can", "could", "may", "might", "should", "if", "when", "how", "what", "who", "which", "where", "not",
		"no", "dont", "cant", "didnt", "doesnt", "there", "there's", "that's", "thats", "here", "too", "also", "again", "just", "only", "even", "still", "then", "than", "over",
		"about", "up", "down", "onto", "along", "onwards", "through", "while", "because", "since", "where's", "such", "some", "one", "own", "another":
		return true
	// Thanks, greetings and regrets.
	case "hi", "hiya", "hey", "hello", "dear", "good", "morning", "afternoon", "evening", "day", "weekend", "nice", "pleasant", "thanks", "thank", "thx", "ty", "cheers",
		"many", "much", "lot", "lots", "ok", "okay", "ah", "oh", "sir", "madam", "appreciate", "appreciated", "appreciates", "grateful", "gratefully", "welcome",
		"welcomed", "value", "valued", "values", "valuable", "sorry", "apologise", "apologize", "apologies", "apology", "apologising", "apologizing", "regret", "regrets",
		"unfortunate", "unfortunately", "shame", "pity", "regards", "wishes", "sincerely", "sincere", "sincerest", "please", "accept", "duly":
		return true
	// How much, and when.
	case "very", "really", "truly", "greatly", "highly", "extremely", "deeply", "absolutely", "certainly", "definitely", "always", "never", "ever", "constantly",
		"continually", "continuously", "continue", "continues", "continued", "continuing", "forever", "indeed", "now", "today", "once", "soon", "shortly", "future",
		"next", "time", "moment", "course", "due", "further", "more", "most", "utmost", "well", "though", "however", "like", "assured", "rest", "sure", "surely", "already":
		return true
	// What was said, and what becomes of it.
	case "feedback", "comment", "comments", "opinion", "opinions", "view", "views", "input", "thought", "thoughts", "concern", "concerns", "concerned", "remark", "remarks",
		"message", "messages", "msg", "tweet", "tweeting", "point", "points", "matter", "matters", "complaint", "complaints", "experience", "experiences", "issue", "issues", "situation",
		"note", "noted", "notes", "noting", "log", "logged", "logging", "record", "recorded", "registered", "received", "receive", "read", "reading", "take", "taken", "taking",
		"takes", "serious", "seriously", "heart", "board", "mind", "bear", "keep", "account", "consideration", "pass", "passed", "passing", "forward", "forwarded",
		"forwarding", "share", "shared", "sharing", "feed", "feeding", "fed", "relay", "relayed", "raise", "raised", "raising", "flag", "flagged", "flagging", "report",
		"reported", "reporting", "add", "added", "put", "submitted", "let", "letting", "know", "knows", "tell", "telling", "told", "bring", "bringing", "brought",
		"attention", "reach", "reaching", "out", "get", "gets", "getting", "touch", "contact", "contacting", "write", "writing", "send", "sending", "sent",
		"give", "giving", "given", "provide", "provided", "providing", "back", "file", "list", "system", "reference", "internally", "internal", "hear", "heard",
		"hearing", "see", "seeing", "understand", "understands", "understood", "understanding", "patience", "support", "tip", "heads", "say", "saying", "speak", "got", "mention",
		"mentioned", "mentioning", "inform", "informed", "escalated", "accordingly", "words", "honest", "honesty", "candid", "criticism", "interest",
		"training", "purposes", "meeting", "response":
		return true
	// To whom it goes.
	case "team", "teams", "colleague", "colleagues", "department", "departments", "dept", "management", "manager", "managers", "relevant", "right",
		"appropriate", "correct", "proper", "responsible", "folks", "folk", "people", "person", "staff", "everyone", "everybody", "office", "powers", "desk", "higher", "ups":
		return true
	// What every brand says of itself.
	case "improve", "improves", "improved", "improving", "improvement", "improvements", "better", "best", "great", "excellent", "highest", "high", "strive", "strives",
		"striving", "aim", "aims", "aiming", "try", "trying", "hard", "work", "works", "working", "look", "looks", "looking", "listen", "listening", "learn", "learning", "learned", "learnt", "lesson", "lessons", "grow", "review",
		"reviewing", "process", "processes", "procedures", "service", "services", "serve", "serving", "standard", "standards", "quality",
		"offer", "offering", "help", "helps", "helping", "use", "used", "using", "way", "ways", "thing", "things", "something", "everything", "anything", "nothing", "make",
		"makes", "making", "made", "go", "going", "goes", "want", "hope", "hopes", "hoping", "expect", "expected", "customer", "customers", "customer's", "customers'",
		"guest", "guests", "client", "clients", "user", "users", "member", "members", "business", "custom", "choosing", "important", "importance", "priority",
		"priorities", "number", "top", "paramount", "key", "core", "commitment", "committed", "dedicated", "satisfaction", "happiness", "security", "safety", "privacy",
		"confidentiality", "data", "protect", "protecting", "protection", "keeping", "safe", "secure", "online",
		"pride", "ourselves", "happen", "happens", "happening", "ensure", "ensuring", "behind", "scenes", "become", "becoming", "remain", "remains", "chance",
		"culture", "promise", "care", "caring":
		return true
	// How the customer must feel.
	case "feel", "feeling", "feels", "felt", "frustrated", "frustrating", "frustration", "frustrations", "disappointed", "disappointing", "disappointment", "disappoint",
		"unhappy", "upset", "upsetting", "annoyed", "annoying", "annoyance", "inconvenience", "inconvenienced", "inconveniences", "bother", "bothered", "hassle",
		"trouble", "confusion", "distress", "discomfort", "cause", "caused", "causes", "fell", "fallen", "short", "letdown", "dissatisfied", "less", "bad", "poor", "negative":
		return true
	default:
		return false
	}
}
