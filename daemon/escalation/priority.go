package escalation

import (
	"cmp"
	"math"
	"slices"
	"time"

	"firebreak/daemon/thread"
	"firebreak/detectors"
)

// weights are what one unit of a signal adds to the score z behind the priority 1 - e^-z. They order what people see and decide nothing:
// the rules decide. All but those of good replies are positive, so that the priority grows with every bad sign.
func weights() map[string]float64 {
	return map[string]float64{
		detectors.KindSecurityComplaint:      1.0,
		detectors.KindTechnicalComplaint:     0.4,
		detectors.KindPersonalDataExposed:    0.6,
		detectors.KindRumour:                 0.5,
		detectors.KindFriction:               0.1,
		detectors.KindImpersonation:          1.5,
		detectors.KindSocialEngineering:      1.0,
		detectors.KindAbsoluteSecurityClaim:  1.5,
		detectors.KindTechnicalJustification: 0.9,
		detectors.KindCredentialRequest:      1.5,
		detectors.KindPersonalDataRequest:    0.5,
		detectors.KindDismissiveReply:        0.7,
		detectors.KindDeflectToPhone:         0.1,
		detectors.KindMovedPrivate:           -0.4,
		string(thread.FactFollowUp):          0.5,
		string(thread.FactUnresolved):        0.5,
		string(thread.FactSupport):           0.25,
		string(thread.FactExpert):            1.0,
		string(thread.FactPassedAround):      0.4,
		string(thread.FactInsistence):        0.5,
		string(thread.FactInconsistent):      0.9,
		string(thread.FactAmplification):     0.3,
		string(thread.FactForecast):          0.8,
		string(thread.FactTakenUp):           -0.5,
		KindCrisis:                           1.5,
		signalAuthors:                        0.3,
		signalLargeAccount:                   0.3,
		signalReposts:                        0.15,
		signalUnanswered:                     0.1,
	}
}

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
func Priority(t *thread.Thread, now time.Time) float64 {
	p, _ := priority(t, now)
	return p
}

// priority is the additive score of a thread at a time, and the signals that made it, the heaviest first.
func priority(t *thread.Thread, now time.Time) (float64, []Reason) {
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
	w := weights()
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
