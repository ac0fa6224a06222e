// Package complaint judges what the public says: complaints about security, about things that do not work, and of any kind; rumours of
// a breach or an outage; questions that may be answered in public; and security steps that are a burden.
//
// Every head is a sum of weights, in log-odds, of rules that matched; one pass over the words finds them all. A head's probability is in
// the scores whether or not it fired, so that a model's probability can be added to the sum as one more weight.
package complaint

import (
	"math"
	"slices"

	"firebreak/detectors"
	"firebreak/detectors/internal/cue"
)

// Name is the name of the detector.
const Name = "complaint"

// Heads of the detector, as they stand in the scores.
const (
	headComplaint = "complaint"
	headSecurity  = detectors.KindSecurityComplaint
	headTechnical = detectors.KindTechnicalComplaint
	headRumour    = detectors.KindRumour
	headHowTo     = detectors.KindHowTo
	headFriction  = detectors.KindFriction
	// headAirport is no head of the scores: it collects what speaks of security of another kind.
	headAirport = "airport"
	// headHearsay is none either: it collects the words by which somebody passes a thing on, or asks whether it is so.
	headHearsay = "hearsay"
	// headGrounds is none either: it collects the things that a complaint about a topic of security is about.
	headGrounds = "grounds"
	// headActor is none either: it collects who else has a part in it than the writer.
	headActor = "actor"
)

const (
	// threshold is where a head decides.
	threshold = 0.5
	// unasked is the probability of a head that does not apply to a speaker.
	unasked = 0.01
	// bias is the log-odds of the finding heads where no rule matched: they are rare.
	bias = -4.0
	// complaintBias is that of a complaint of any kind, which is common.
	complaintBias = -1.3
	// plain is the log-odds that a topic must have; undecided is the probability of a security complaint about nothing in particular.
	plain     = 0.0
	undecided = 0.45
	// barely is the probability of a security complaint that the trained model only leans to, but which names what it is about.
	barely = 0.55
	// rant is what is taken from the log-odds of the topic privacy.
	rant = 1.0
	// breaches is what is added to those of the topic breach, which is told in few texts of the corpus, and of which the daemon counts many
	// voices.
	breaches = 1.0
	// praised is the weight of the rules of a complaint of any kind below which a post praises.
	praised = -1.0
	// against is the sum of the security rules at which they deny: the model does not raise what a rule has explained otherwise.
	against = -3.0
	// handedOver is what the trained model must give a security complaint, in log-odds, where somebody only hands over data; overTechnical is
	// what it must give a topic where rules see something that does not work.
	handedOver    = 3.0
	overTechnical = 3.0
	// lean is how far the rules of a complaint of any kind count, in log-odds: beyond it more of the same words say nothing new.
	lean = 4.6
	// ceiling keeps rules from claiming more than they can know.
	ceiling = 0.97
)

var _ detectors.Detector = (*Detector)(nil)

// Detector finds complaints. It is safe for concurrent use.
type Detector struct {
	rules *cue.Rules
}

// New makes the detector.
func New() *Detector {
	return &Detector{rules: cue.MustCompile(classes(), slices.Concat(
		secretsRules(), securityRules(), takeoverRules(), privacyRules(), groundsRules(), technicalRules(), generalRules(), otherRules(),
	)...)}
}

// Name returns the name of the detector.
func (d *Detector) Name() string { return Name }

// Detect judges a post of the public, in any tier. Posts of the brand get low scores and no finding.
func (d *Detector) Detect(doc *detectors.Document, scores map[string]float64) []detectors.Finding {
	if doc.Speaker.Role == detectors.RoleBrand {
		for _, h := range []string{headComplaint, headSecurity, headTechnical, headRumour, headHowTo, headFriction} {
			scores[h] = unasked
		}
		return nil
	}
	t := cue.Read(doc)
	v := d.weigh(t)
	v.settle()

	var findings []detectors.Finding
	for _, h := range []string{headSecurity, headTechnical, headRumour, headHowTo, headFriction} {
		s := v.head(h)
		p := squash(bias + s.sum)
		if h == headHowTo && !t.Asks() && !v.opensAsking {
			p = min(p, 0.3)
		}
		scores[h] = p
		if p >= threshold || v.open(h) {
			scores[h] = v.raised(h, p)
		}
		if scores[h] >= threshold {
			findings = append(findings, v.finding(h, scores[h]))
		}
	}
	scores[headComplaint] = v.anyComplaint(doc, scores)
	return findings
}

// state is what the rules of one head have found.
type state struct {
	sum  float64
	best *cue.Rule
	hits []cue.Hit
}

// verdict holds the states of all heads while a document is judged.
type verdict struct {
	t                                                                                       *cue.Text
	security, technical, general, rumour, howTo, friction, airport, hearsay, grounds, actor state
	person, second, brand, news, opensAsking, shouting, atHead                              bool
}

func (v *verdict) head(h string) *state {
	switch h {
	case headSecurity:
		return &v.security
	case headTechnical:
		return &v.technical
	case headRumour:
		return &v.rumour
	case headHowTo:
		return &v.howTo
	case headFriction:
		return &v.friction
	case headAirport:
		return &v.airport
	case headHearsay:
		return &v.hearsay
	case headGrounds:
		return &v.grounds
	case headActor:
		return &v.actor
	default:
		return &v.general
	}
}

func (d *Detector) weigh(t *cue.Text) *verdict {
	v := &verdict{t: t}
	for _, h := range d.rules.Scan(t) {
		s := v.head(h.Rule.Head)
		s.sum += h.Rule.Weight
		if h.Rule.Weight <= 0 {
			continue
		}
		if h.Rule.Head == headSecurity {
			if v.askedByMachine(h) || v.offeredByWriter(h) {
				s.sum += against - h.Rule.Weight
				continue
			}
			if v.othersBreach(h) || v.askedByWriter(h) || v.seenByWriter(h) || v.sentByBrand(h) {
				s.sum -= h.Rule.Weight
				continue
			}
		}
		s.hits = append(s.hits, h)
		if s.best == nil || h.Rule.Weight > s.best.Weight {
			s.best = h.Rule
		}
	}
	v.read()
	v.passOn()
	return v
}

// passOn joins what is told of a breach with the words by which it is passed on, where they stand close together: long posts hold both by chance.
func (v *verdict) passOn() {
	const reach = 25
	for _, told := range v.rumour.hits {
		for _, h := range v.hearsay.hits {
			if told.First-h.Last <= reach && h.First-told.Last <= reach {
				v.rumour.sum += v.hearsay.sum
				v.rumour.hits = append(v.rumour.hits, v.hearsay.hits...)
				return
			}
		}
	}
}

// read looks at who speaks of whom.
func (v *verdict) read() {
	tokens := v.t.Tokens
	upper := 0
	for i := range tokens {
		switch tokens[i].S {
		case "i", "my", "me", "i'm", "i've", "mine", "i'd", "i'll", "myself", "we", "our", "us", "we've", "we're":
			v.person = true
		case "you", "your", "you're", "you've", "y'all", "yall":
			v.second = true
		case "@brand":
			v.brand = true
		case "breaking", "reportedly", "according", "police", "headline", "headlines", "arrested", "suspects", "robbery", "researchers", "exclusive", "newsletter":
			v.news = true
		}
		w := v.t.Doc.Words[tokens[i].Word].Text
		if len(w) > 2 && w[0] >= 'A' && w[0] <= 'Z' && w[1] >= 'A' && w[1] <= 'Z' {
			upper++
		}
	}
	v.shouting = len(tokens) > 4 && upper*3 > len(tokens)
	v.atHead = len(tokens) > 0 && (tokens[0].S == "@brand" || tokens[0].S == "@other")
	for i := 0; i < len(tokens) && i < 4; i++ {
		switch tokens[i].S {
		case "@brand", "@other", "hi", "hey", "hello", "please":
			continue
		case "how", "where", "what", "can", "is", "which", "when", "anyone", "does", "do", "could", "would", "may", "should", "are", "i'd", "what's", "whats":
			v.opensAsking = true
		}
		break
	}
}

// settle lets heads that exclude each other decide who speaks.
func (v *verdict) settle() {
	if v.news && !v.person {
		v.security.sum -= 5
		v.technical.sum -= 3
		if !v.brand && !v.second {
			v.rumour.sum -= 5
		}
	}
	if !v.brand && !v.second && v.t.Doc.Brand.Name != "" && v.t.Doc.Mention.InReplyTo == "" && !v.t.Near(len(v.t.Tokens), len(v.t.Tokens), "they", "them") {
		v.rumour.sum -= 2.5
	}
	topic := ""
	if v.security.best != nil {
		topic = v.security.best.Topic
	}
	if topic == topicOther || topic == "" {
		v.security.sum += v.airport.sum
	}
	if v.ownHarm() {
		v.rumour.sum -= 5
	}
	if squash(bias+v.rumour.sum) >= threshold && (topic == topicBreach || topic == topicOther || topic == "") {
		v.security.sum -= 4.5
	}
	secure := squash(bias+v.security.sum) >= threshold
	if secure {
		v.rumour.sum -= 4
		v.howTo.sum -= 4
		v.friction.sum -= 3
		if v.technical.best != nil && v.technical.best.Topic != topicOutage {
			if v.technical.sum -= 2.2; topic == topicPlaintext || topic == topicAsked || topic == topicTakeover {
				// Passwords and accounts are what both speak of: security is told.
				v.technical.sum -= 2.5
			}
		}
	}
	if squash(bias+v.technical.sum) >= threshold {
		v.howTo.sum -= 4
	}
	if v.howTo.sum > 0 && v.howTo.sum+bias > 0 && v.technical.best != nil && v.technical.best.Topic == topicOther {
		v.technical.sum -= 1
	}
}

// anyComplaint is the probability of a complaint of any kind: at least that of the likeliest kind.
func (v *verdict) anyComplaint(doc *detectors.Document, scores map[string]float64) float64 {
	z := complaintBias + v.general.sum
	z += 3.5*scores[headSecurity] + 3*scores[headTechnical] + scores[headFriction]
	if v.atHead {
		z += 0.3
	}
	if v.shouting {
		z += 0.4
	}
	for _, s := range v.t.Symbols {
		switch {
		case s == "??" || s == "???" || s == "?!" || s == "!?":
			z += 0.5
		default:
			z += mood(s)
		}
	}
	if n := len(v.t.Tokens); n < 6 {
		z -= 0.6
	}
	if v.news && !v.person {
		z -= 1
	}
	if !doc.Foreign() {
		z = doc.Both(headComplaint, min(max(z, -lean), lean))
	}
	return max(squash(z), scores[headSecurity], scores[headTechnical])
}

// mood is the weight of a picture.
func mood(symbol string) float64 {
	for _, r := range symbol {
		switch r {
		case '😡', '🤬', '😠', '😤', '👎', '🖕', '😒', '🙄', '😞', '😑':
			return 1.4
		case '😢', '😭', '😩', '😫', '💔', '🤦', '☹', '🤔':
			return 0.5
		case '❤', '😍', '😊', '👍', '🎉', '😘', '💕', '🙌', '😁', '💙', '😀', '💖', '💜', '😎', '✈', '☺', '👏', '🙏':
			return -0.9
		}
	}
	return 0
}

func (v *verdict) finding(head string, p float64) detectors.Finding {
	s := v.head(head)
	f := detectors.Finding{Kind: head, Score: p, Detector: Name}
	if s.best != nil {
		f.Topic = s.best.Topic
	}
	if f.Topic == "" && (head == headSecurity || head == headTechnical) {
		f.Topic = likeliest(v.t.Doc, head)
	}
	if f.Severity = severity(head, f.Topic); head == headTechnical && s.best == nil {
		// That it is down for everybody takes a rule to say.
		f.Severity = detectors.SeverityWarning
	}
	f.Why = why(head, f.Topic)
	if hits := v.deciding(s); head == headTechnical && f.Topic == topicOutage && len(hits) > 0 && !slices.ContainsFunc(hits, v.says) {
		f.Severity, f.Why = detectors.SeverityWarning, "A customer asks whether the service is down."
	}
	if f.Evidence = v.t.Evidence(v.deciding(s)...); len(f.Evidence) == 0 {
		f.Evidence = v.t.Doc.Telling(head)
	}
	return f
}

// says reports that a hit states something. "Is your site down?" asks; "why is your site down?" and "your site is down again?" state.
func (v *verdict) says(h cue.Hit) bool {
	if !v.t.Question(v.t.Tokens[h.First].Sentence) {
		return true
	}
	switch v.t.At(h.First) {
	case "is", "are", "has", "have":
	default:
		return true
	}
	if h.First == 0 || !v.t.Same(h.First-1, h.First) {
		return false
	}
	switch v.t.At(h.First - 1) {
	case "why", "how", "when", "what", "where", "which", "long", "still", "again":
		return true
	}
	return false
}

// deciding returns the hits that show why: those of the topic, or all where none has a topic.
func (v *verdict) deciding(s *state) []cue.Hit {
	var hits []cue.Hit
	for _, h := range s.hits {
		if s.best == nil || h.Rule.Topic == s.best.Topic {
			hits = append(hits, h)
		}
	}
	slices.SortStableFunc(hits, func(a, b cue.Hit) int { return a.First - b.First })
	return hits
}

func severity(head, topic string) detectors.Severity {
	switch {
	case head == headSecurity, head == headTechnical && topic == topicOutage:
		return detectors.SeverityError
	case head == headTechnical, head == headRumour:
		return detectors.SeverityWarning
	default:
		return detectors.SeverityInfo
	}
}

func why(head, topic string) string {
	switch head {
	case headRumour:
		return "Somebody passes on, or asks about, a breach or an outage that is not confirmed: have a holding statement ready."
	case headHowTo:
		return "A plain question: a public answer is fine."
	case headFriction:
		return "A security step makes life hard for the customer."
	case headTechnical:
		switch topic {
		case topicOutage:
			return "A customer says that the service is down."
		case topicLogin:
			return "A customer cannot get into the account."
		case topicPayments:
			return "A customer's payment fails or was taken wrongly."
		case topicPerformance:
			return "A customer says that it is too slow to use."
		case topicBrowser:
			return "A customer says that it is broken in a browser."
		case topicCrash:
			return "A customer says that the app crashes or does not start."
		case topicMessages:
			return "A customer does not get messages or codes that were to come."
		default:
			return "A customer says that something is broken."
		}
	}
	switch topic {
	case topicPlaintext:
		return "A customer says that a password is stored, sent or shown readable: the kind of post that went viral for Tesco."
	case topicHTTPS:
		return "A customer says that a page or its certificate does not protect what is sent."
	case topicBreach:
		return "A customer says that personal data got out or is shown to others."
	case topicTakeover:
		return "A customer says that somebody else got into, or uses, the account or card."
	case topicPhishing:
		return "A customer reports a message or an account that may be a fake in the brand's name."
	case topicAsked:
		return "A customer says that somebody in the brand's name asked for a secret."
	case topicPrivacy:
		return "A customer says that the brand takes or passes on more data than it may."
	case topicThirdParty:
		return "A customer says that data got out at one of the brand's suppliers."
	default:
		return "A customer worries about how safe data or accounts are with the brand."
	}
}

// squash turns log-odds into a probability that stays within what rules can know.
func squash(z float64) float64 {
	return min(max(1/(1+math.Exp(-z)), unasked), ceiling)
}
