package detectors_test

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"firebreak/detectors"
)

// TestAnalysisIsWrittenAsItIsRead holds the hand-written JSON against the general reader: every text and number comes back.
func TestAnalysisIsWrittenAsItIsRead(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.StringMatching("[\"\\\\\x00-\x1f\u2028</script>é😡]{0,12}"))
		span := rapid.Custom(func(t *rapid.T) detectors.Span {
			return detectors.Span{Start: rapid.IntRange(0, 99).Draw(t, "start"), End: rapid.IntRange(0, 99).Draw(t, "end"), Text: text.Draw(t, "text")}
		})
		a := detectors.Analysis{
			ID: text.Draw(t, "id"), ThreadID: text.Draw(t, "thread"), Role: detectors.RolePublic, Redacted: text.Draw(t, "redacted"),
			Findings: rapid.SliceOfN(rapid.Custom(func(t *rapid.T) detectors.Finding {
				return detectors.Finding{
					Kind: text.Draw(t, "kind"), Topic: text.Draw(t, "topic"), Score: rapid.Float64Range(0, 1).Draw(t, "score"),
					Severity: detectors.SeverityError, Evidence: rapid.SliceOfN(span, 0, 3).Draw(t, "evidence"), Why: text.Draw(t, "why"), Detector: text.Draw(t, "detector"),
				}
			}), 0, 3).Draw(t, "findings"),
			Scores: detectors.Scores{},
		}
		for _, head := range rapid.SliceOfN(text, 0, 5).Draw(t, "heads") {
			a.Scores[head] = float64(rapid.IntRange(0, 10_000).Draw(t, "p")) / 10_000
		}
		data, err := json.Marshal(a)
		require.NoError(t, err)
		require.Equal(t, string(data), string(compact(t, a.AppendJSON(nil))))
		var back detectors.Analysis
		require.NoError(t, json.Unmarshal(a.AppendJSON(nil), &back))
		for head, p := range a.Scores {
			require.InDelta(t, p, back.Scores[head], 1.1e-4, head)
		}
		require.Len(t, back.Scores, len(a.Scores))
		back.Scores = a.Scores
		require.Equal(t, a, back)
	})
}

// compact is what the general writer makes of JSON: nothing may be left for it to do but its own escapes.
func compact(t *rapid.T, data []byte) []byte {
	out, err := json.Marshal(json.RawMessage(data))
	require.NoError(t, err)
	return out
}

func TestAnalysisSurvivesWhatIsNoText(t *testing.T) {
	t.Parallel()
	a := detectors.Analysis{ID: "a\xffb"}
	require.JSONEq(t, `{"id":"a\ufffdb","thread_id":"","role":"","findings":null,"scores":{},"redacted":""}`, string(a.AppendJSON(nil)))
}

func TestProbabilitiesAreCutToFourDecimals(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.OneOf(rapid.Float64Range(0, 1), rapid.SampledFrom([]float64{0, 1, 0.5, 0.49999, 0.00009, 0.0001, 0.97, 0.999999, 1.5, -0.25})).Draw(t, "p")
		want, err := json.Marshal(math.Floor(p*1e4) / 1e4)
		require.NoError(t, err)
		got, err := detectors.Scores{"h": p}.MarshalJSON()
		require.NoError(t, err)
		require.JSONEq(t, `{"h":`+string(want)+`}`, string(got))
	})
}
