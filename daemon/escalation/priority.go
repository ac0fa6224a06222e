package escalation

import (
	"cmp"
	"math"
	"slices"
	"time"

	"firebreak/daemon/thread"
)

// Signals that only the priority knows.
const (
	// signalLargeAccount is the decimal logarithm of the largest joiner's followers, less 3.
	signalLargeAccount = "large_account_joined"
	// signalReposts is the natural logarithm of 1 + the highest total of reposts.
	signalReposts = "reposts"
	// signalUnanswered is the natural logarithm of 1 + the hours that the oldest complaint waits.
	signalUnanswered = "unanswered_hours"
)

// Priority orders threads by their urgency, from 0 to 1, at a time: 1 - e^-z of the sum z of all signals by their weights. Every bad sign raises it.
func (t Table) Priority(of *thread.Thread, now time.Time) float64 {
	p, _ := t.score(signals(of, now))
	return p
}

// Score is the priority that signals of these values make: 1 - e^-z of the sum z of values times weights, where that is positive. It grows with every
// signal whose weight is positive, and falls with the others.
func (t Table) Score(values map[string]float64) float64 {
	p, _ := t.score(values)
	return p
}

// signals are the values of all that the priority looks at in a thread at a time.
func signals(t *thread.Thread, now time.Time) map[string]float64 {
	values := map[string]float64{}
	for i := range t.Posts {
		for _, f := range t.Posts[i].Findings {
			// A repeated claim counts less than the first, and still counts.
			values[f.Kind] = math.Hypot(values[f.Kind], f.Score)
		}
	}
	for _, f := range t.Facts {
		switch f.Kind {
		case thread.FactFollowUp, thread.FactUnresolved, thread.FactSupport, thread.FactExpert,
			thread.FactPassedAround, thread.FactInsistence, thread.FactInconsistent, thread.FactAmplification:
			values[string(f.Kind)] = math.Hypot(values[string(f.Kind)], 1)
		case thread.FactTakenUp:
			values[string(f.Kind)] = 1
		case thread.FactLargeAccount:
			values[signalLargeAccount] = max(values[signalLargeAccount], math.Log10(f.Value)-3)
		case thread.FactForecast:
			values[string(f.Kind)] = max(values[string(f.Kind)], f.Value)
		case thread.FactReach, thread.FactAnswered, thread.FactEdited, thread.FactDeleted, thread.FactRemediation:
		}
	}
	if t.Harmful() {
		if t.Reposts > 0 {
			values[signalReposts] = math.Log1p(float64(t.Reposts))
		}
		if i := t.Unanswered(); i >= 0 && now.After(t.Posts[i].CreatedAt) {
			values[signalUnanswered] = math.Log1p(now.Sub(t.Posts[i].CreatedAt).Hours())
		}
	}
	return values
}

// score is the additive score of signals, and those that made it, the heaviest first.
func (t Table) score(values map[string]float64) (float64, []Reason) {
	w := t.weights
	reasons := make([]Reason, 0, len(values))
	for signal, value := range values {
		if w[signal] != 0 && value != 0 {
			reasons = append(reasons, Reason{Signal: signal, Value: round(value), Weight: w[signal]})
		}
	}
	slices.SortFunc(reasons, func(a, b Reason) int {
		return cmp.Or(cmp.Compare(math.Abs(b.Value*b.Weight), math.Abs(a.Value*a.Weight)), cmp.Compare(a.Signal, b.Signal))
	})
	z := 0.0
	for _, r := range reasons {
		z += r.Value * r.Weight
	}
	return round(1 - math.Exp(-max(z, 0))), reasons
}

// round keeps six decimals: enough to order, short enough to read.
func round(v float64) float64 { return math.Round(v*1e6) / 1e6 }
