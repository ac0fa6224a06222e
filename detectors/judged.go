package detectors

import (
	"math"
	"sync"

	"firebreak/detectors/internal/model"
	"firebreak/detectors/internal/nlp"
)

// judged is what the trained model says of a document. Each layer is worked out at the first question.
type judged struct {
	trained *model.Model
	side    model.Side
	lower   string
	layers  [model.Topics + 1]layer
}

type layer struct {
	once sync.Once
	z    []float32
}

// begin makes it ready for a document.
func (j *judged) begin(trained *model.Model, role Role, lower string) {
	j.trained, j.side, j.lower = trained, model.Public, lower
	if role == RoleBrand {
		j.side = model.Brand
	}
}

// layer returns the log-odds of all heads of a side.
func (j *judged) layer(side model.Side) []float32 {
	l := &j.layers[side]
	l.once.Do(func() { l.z = j.trained.Score(side, j.lower, nil) })
	return l.z
}

// head is the place of a head of the speaker's side.
func (j *judged) head(name string) (int, bool) {
	at, ok := j.trained.Index(j.side)[name]
	return at, ok
}

// odds are the log-odds of a head of one side.
func (j *judged) odds(side model.Side, name string) (float64, bool) {
	at, ok := j.trained.Index(side)[name]
	if !ok {
		return 0, false
	}
	return float64(j.layer(side)[at]), true
}

// Odds returns the log-odds that the trained model gives a head, such as "security_complaint" or "security/breach"; false where the model
// has no such head for posts of this speaker's role. The first call pays for all heads of a side (a few microseconds a post), and the first
// one for a topic for all topics.
func (d *Document) Odds(head string) (float64, bool) {
	if z, ok := d.judged.odds(d.judged.side, head); ok {
		return z, true
	}
	switch {
	case d.judged.side == model.Public:
		return d.judged.odds(model.Topics, head)
	case head == headForeign:
		// A language is one whoever writes it.
		return d.judged.odds(model.Public, head)
	default:
		return 0, false
	}
}

// Both returns the log-odds of a head from the log-odds of rules for it and from what the trained model says; rules alone where the model
// has no such head. The weights of both were fitted on texts that neither was made from.
func (d *Document) Both(head string, rules float64) float64 {
	at, ok := d.judged.head(head)
	if !ok {
		return rules
	}
	own := float64(d.judged.layer(d.judged.side)[at])
	return -caution(head) + d.judged.trained.Heads(d.judged.side)[at].Both(own, rules)
}

// Rules and model are never surer than this.
const (
	floor   = 0.01
	ceiling = 0.97
)

// headForeign is the model's head for texts that are not English.
const headForeign = "not_english"

// headComplaint is the head of a complaint of any kind.
const headComplaint = "complaint"

// Foreign reports that the text is in another language than English. The model's other heads and most rules know nothing of it then.
func (d *Document) Foreign() bool {
	z, ok := d.Odds(headForeign)
	return ok && z > 0
}

// caution is what is taken from the log-odds of a head where the model speaks: in the corpus a finding is some ten times as frequent as in a
// natural stream of customer care, and one of the brand's own posts is told to people. Chosen so that such a stream stays quiet
// (train evaluate --by natural). What does not work is the other way round: the corpus has more near misses of it than a stream has, and a
// warning tells few people, so that some is given.
func caution(head string) float64 {
	switch head {
	case KindDismissiveReply:
		return 5.5
	case KindSocialEngineering:
		return 2.5
	case KindSecurityComplaint:
		return 1.4
	case KindAbsoluteSecurityClaim, KindCredentialRequest:
		return 0.8
	case KindRumour, KindTechnicalJustification:
		return 1
	case KindPersonalDataRequest, KindMovedPrivate, KindDeflectToPhone:
		return 0.4
	case headComplaint:
		return 0.5
	case KindTechnicalComplaint:
		return -0.3
	default:
		return 0
	}
}

// Probability returns the probability of a head: at least what rules give it, more where rules and the trained model together say more.
// The model raises what the rules did not see; it lowers nothing that a rule found.
func (d *Document) Probability(head string, rules float64) float64 {
	if d.Foreign() {
		return rules
	}
	r := min(max(rules, floor), ceiling)
	both := 1 / (1 + math.Exp(-d.Both(head, math.Log(r/(1-r)))))
	return max(rules, min(max(both, floor), ceiling))
}

// telling is the longest evidence that the model gives, in words.
const telling = 7

// Telling returns the words that speak most for a head in the model's eyes, as one span; nil where none does.
func (d *Document) Telling(head string) []Span {
	at, ok := d.judged.head(head)
	if !ok {
		return nil
	}
	// The span of consecutive words with the greatest sum, at most so many words long.
	best, from, to := 0.0, -1, -1
	weights := make([]float64, len(d.Words))
	for i := range d.Words {
		weights[i] = d.judged.trained.Word(d.judged.side, at, nlp.Fold(d.Words[i].Text))
	}
	for i := range weights {
		sum := 0.0
		for k := i; k < min(i+telling, len(weights)); k++ {
			if d.Words[k].Sentence != d.Words[i].Sentence {
				break
			}
			if sum += weights[k]; sum > best {
				best, from, to = sum, i, k
			}
		}
	}
	if from < 0 {
		return nil
	}
	start, end := d.Words[from].Start, d.Words[to].End
	return []Span{{Start: start, End: end, Text: d.Text[start:end]}}
}
