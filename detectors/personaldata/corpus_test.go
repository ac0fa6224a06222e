package personaldata_test

import (
	"bufio"
	"encoding/json"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"firebreak/detectors/detecttest"
	"firebreak/detectors/personaldata"
)

// open opens a file of the evaluation data, which is not part of the repository.
func open(t *testing.T, name string) *os.File {
	t.Helper()
	f, err := os.Open(detecttest.Shared(t, "data", name))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, f.Close()) })
	return f
}

// TestSpansOnSyntheticData measures which characters are masked against the marked spans of a synthetic set. A span counts as found
// when a mask of its class overlaps it, and a mask as right when it overlaps a span of its class; a span of a class that is not
// measured (an address, say) makes its mask neither right nor wrong.
func TestSpansOnSyntheticData(t *testing.T) {
	t.Parallel()
	type labelled struct {
		Text  string `json:"text"`
		Spans []struct {
			Type       string `json:"type"`
			Start, End int
		} `json:"spans"`
	}
	classOf := map[string]string{
		"EMAIL_ADDRESS": personaldata.ClassEmail, "CREDIT_CARD": personaldata.ClassCard, "IBAN_CODE": personaldata.ClassIBAN,
		"PHONE_NUMBER": personaldata.ClassPhone, "US_SSN": personaldata.ClassNationalID,
		"US_DRIVER_LICENSE": personaldata.ClassNationalID,
	}
	floor := map[string]float64{
		personaldata.ClassEmail: 0.97, personaldata.ClassCard: 0.97, personaldata.ClassIBAN: 0.97, personaldata.ClassPhone: 0.93,
		personaldata.ClassNationalID: 0.97,
	}
	type count struct{ found, missed, wrong int }
	counts := map[string]*count{}
	for class := range floor {
		counts[class] = &count{}
	}
	m := personaldata.NewMasker()
	lines := bufio.NewScanner(open(t, "pii_synth.jsonl"))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var l labelled
		require.NoError(t, json.Unmarshal(lines.Bytes(), &l)) //nolint:musttag // Names match whatever their case.
		hits := personaldata.Spans(m, l.Text)
		runes := offsets(l.Text)
		right := map[int]bool{}
		for _, s := range l.Spans {
			class, ok := classOf[s.Type]
			if !ok {
				continue
			}
			hit := false
			for i, h := range hits {
				if h.Start < runes[s.End] && h.End > runes[s.Start] {
					if h.Class == class {
						hit, right[i] = true, true
					}
				}
			}
			if hit {
				counts[class].found++
			} else {
				counts[class].missed++
				t.Logf("missed %s %q in %q", class, l.Text[runes[s.Start]:runes[s.End]], l.Text)
			}
		}
		for i, h := range hits {
			if c := counts[h.Class]; c != nil && !right[i] {
				c.wrong++
				t.Logf("wrong %s %q in %q", h.Class, l.Text[h.Start:h.End], l.Text)
			}
		}
	}
	require.NoError(t, lines.Err())
	for class, c := range counts {
		f1 := 2 * float64(c.found) / float64(2*c.found+c.missed+c.wrong)
		t.Logf("%-12s F1 %.3f (found %d, missed %d, wrong %d)", class, f1, c.found, c.missed, c.wrong)
		assertFloor(t, class, f1, floor[class])
	}
}

// offsets maps rune offsets, which the set counts in, to byte offsets.
func offsets(text string) []int {
	var at []int
	for i := range text {
		at = append(at, i)
	}
	return append(at, len(text))
}

func assertFloor(t *testing.T, class string, f1, floor float64) {
	t.Helper()
	if f1 < floor {
		t.Errorf("%s: F1 %.3f is below its floor %.2f", class, f1, floor)
	}
}
