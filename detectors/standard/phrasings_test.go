package standard_test

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"firebreak/detectors"
)

// expectation is what one of the situations must lead to, and what it must not.
type expectation struct {
	name string
	// must lists alternatives of kind/topic: one of them has to be found. A topic is left out where any does.
	must []string
	// mustNot lists kinds that must not be found at severity error or above; "*" is any of them.
	mustNot []string
}

// expectations are by the numbers of the file of phrasings.
func expectations() map[string]expectation {
	return map[string]expectation{
		"01": {"a password readable", []string{"security_complaint"}, nil},
		"02": {"total security", []string{"absolute_security_claim"}, nil},
		"03": {"total security, short", []string{"absolute_security_claim"}, nil},
		"04": {"mockery of it", nil, []string{"absolute_security_claim", "dismissive_reply", "technical_justification"}},
		"05": {"how passwords are stored", []string{"technical_justification", "absolute_security_claim"}, nil},
		"06": {"who can read them", []string{"technical_justification"}, nil},
		"07": {"nothing to fear", []string{"absolute_security_claim", "dismissive_reply"}, nil},
		"08": {"the good reply", []string{"moved_private"}, []string{"*"}},
		"09": {"the empty reply", []string{"dismissive_reply"}, nil},
		"13": {"browser, speed", []string{"technical_complaint"}, []string{"security_complaint"}},
		"15": {"it was mended", nil, []string{"*"}},
		"17": {"data in public", []string{"personal_data_exposed"}, nil},
		"18": {"data in private", nil, []string{"security_complaint"}},
		"19": {"a product in private", nil, []string{"*"}},
		"20": {"a question", nil, []string{"*"}},
		"21": {"the phone first", []string{"deflect_to_phone"}, []string{"*"}},
		"23": {"data asked for in public", []string{"personal_data_request"}, nil},
		"27": {"data taken", []string{"security_complaint"}, nil},
		"31": {"a rumour", []string{"rumour", "security_complaint"}, nil},
		"32": {"a takeover in private", []string{"social_engineering"}, nil},
		"34": {"an attachment", []string{"social_engineering"}, nil},
		"35": {"a refusal", nil, []string{"*"}},
		"36": {"a password asked for", []string{"credential_request"}, nil},
		"37": {"a password by message", []string{"credential_request"}, nil},
		"38": {"a knowledge secret", []string{"credential_request"}, nil},
		"40": {"somebody asked for it", []string{"security_complaint"}, nil},
		"41": {"a secret in public", []string{"personal_data_exposed/secret"}, nil},
		"42": {"a temporary password", nil, []string{"*"}},
		"43": {"never share it", nil, []string{"*"}},
		"44": {"friction", nil, []string{"*"}},
		"45": {"news", nil, []string{"*"}},
		"46": {"praise", nil, []string{"*"}},
		"48": {"an instruction", []string{"security_complaint"}, nil},
	}
}

// TestPhrasings measures the situations in words that were written by people who had seen neither rules nor corpus. Nothing may be tuned on this
// file, so that it shows how many lines of each case were judged wrongly, and never which; the floors hold what was measured.
func TestPhrasings(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("testdata/phrasings.tsv")
	require.NoError(t, err)
	s := newSet(t)
	var must, found, mustNot, wrong int
	missedOf, wrongOf := map[string]int{}, map[string]int{}
	for line := range strings.SplitSeq(strings.TrimSpace(string(data)), "\n") {
		f := strings.SplitN(line, "\t", 4)
		require.Len(t, f, 4)
		want, ok := expectations()[f[0]]
		if !ok {
			continue
		}
		a := s.analyse(f[3], detectors.Role(f[1]), detectors.Tier(f[2]), false)
		var kinds []string
		for _, d := range a.Findings {
			kinds = append(kinds, d.Kind, d.Kind+"/"+d.Topic)
		}
		if len(want.must) > 0 {
			must++
			if slices.ContainsFunc(want.must, func(k string) bool { return slices.Contains(kinds, k) }) {
				found++
			} else {
				missedOf[f[0]]++
			}
		}
		if len(want.mustNot) > 0 {
			mustNot++
			for _, d := range a.Findings {
				if d.Severity.Rank() >= detectors.SeverityError.Rank() && (want.mustNot[0] == "*" || slices.Contains(want.mustNot, d.Kind)) {
					wrong++
					wrongOf[f[0]]++
					break
				}
			}
		}
	}
	for _, of := range slices.Sorted(maps.Keys(expectations())) {
		if missedOf[of]+wrongOf[of] > 0 {
			t.Logf("%s (%s): missed %d, wrong %d", of, expectations()[of].name, missedOf[of], wrongOf[of])
		}
	}
	t.Logf("found %d of %d (%.3f), kept quiet on %d of %d (%.3f)", found, must, float64(found)/float64(must), mustNot-wrong, mustNot, 1-float64(wrong)/float64(mustNot))
	require.GreaterOrEqual(t, float64(found)/float64(must), floorFound)
	require.LessOrEqual(t, float64(wrong)/float64(mustNot), 1-floorQuiet)
}

// The floors of TestPhrasings, a little below what was measured.
const (
	floorFound = 0.91
	floorQuiet = 0.98
)
