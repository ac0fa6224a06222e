package score_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"firebreak/daemon/escalation"
	"firebreak/daemon/score"
	"firebreak/detectors"
)

// engineWith is an engine with one thread, T.
func engineWith(t testing.TB, steps ...step) *score.Engine {
	t.Helper()
	e := score.NewEngine(config())
	for n, s := range steps {
		e.Apply(s.scored(n))
	}
	require.NoError(t, e.Err())
	return e
}

func TestSummaries(t *testing.T) {
	t.Parallel()
	quiet := engineWith(t, step{by: "jane"})
	complaint := engineWith(t, step{by: "jane", says: plaintext, at: 1500 * time.Millisecond})
	held := engineWith(t, step{by: "jane", says: plaintext})
	held.Crisis("c1", "Acme", escalation.FamilySecurity, start, time.Time{})
	require.Equal(t, "1 1772442000 0 quiet 1772442000.0", quiet.Summary("T"))
	require.Regexp(t, `^1 1772442001 1 clock 1772445601\.500000000 [0-9a-f]+$`, complaint.Summary("T"))
	require.Regexp(t, `^1 1772442000 1 crisis 1772445600\.0 [0-9a-f]+$`, held.Summary("T"))
	require.Empty(t, quiet.Summary("U"))

	longer := config()
	longer.Escalation.ForgetAfter *= 2
	sooner := config()
	sooner.Escalation.FirstReply = time.Minute
	tests := []struct {
		name   string
		from   *score.Engine
		sum    func(string) string
		cfg    score.Config
		want   time.Time
		looked bool
	}{
		{"quiet", quiet, nil, config(), start.Add(30 * 24 * time.Hour), false},
		{"quiet, to be kept longer", quiet, nil, longer, start.Add(60 * 24 * time.Hour), false},
		{"a clock", complaint, nil, config(), start.Add(time.Hour + 1500*time.Millisecond), false},
		{"in a crisis", held, nil, config(), start.Add(time.Hour), false},
		{"a clock of other settings", complaint, nil, sooner, start.Add(time.Minute + 1500*time.Millisecond), true},
		{"none", complaint, func(string) string { return "" }, config(), start.Add(time.Hour + 1500*time.Millisecond), true},
		{"of another version", complaint, func(s string) string { return "2" + s[1:] }, config(), start.Add(time.Hour + 1500*time.Millisecond), true},
		{"a word too many", complaint, func(s string) string { return s + " x" }, config(), start.Add(time.Hour + 1500*time.Millisecond), true},
		{"cut", complaint, func(s string) string { return s[:strings.LastIndexByte(s, ' ')] }, config(), start.Add(time.Hour + 1500*time.Millisecond), true},
		{"no number", quiet, func(s string) string { return strings.Replace(s, "1772442000 0", "x 0", 1) }, config(), start.Add(30 * 24 * time.Hour), true},
		{"quiet with an incident", quiet, func(s string) string { return strings.Replace(s, "0 quiet", "3 quiet", 1) }, config(), start.Add(30 * 24 * time.Hour), true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			sum := tt.from.Summary("T")
			if tt.sum != nil {
				sum = tt.sum(sum)
			}
			data := record(t, tt.from, "T")
			e := score.NewEngine(tt.cfg)
			require.NoError(t, e.RestoreSummarized("T", sum, []byte(data)))
			require.True(t, tt.want.Equal(e.Next()), "%v, not %v", e.Next(), tt.want)
			// What is not looked at may be anything; it comes to light when it is needed.
			broken := score.NewEngine(tt.cfg)
			err := broken.RestoreSummarized("T", sum, []byte("{"))
			if tt.looked {
				require.Error(t, err)
				return
			}
			require.NoError(t, err)
			broken.Apply(step{by: "jane", says: plaintext}.scored(1))
			require.ErrorContains(t, broken.Err(), `thread "T"`)
		})
	}
}

func FuzzRestoreSummarized(f *testing.F) {
	e := engineWith(f, step{by: "jane", says: plaintext}, step{by: "acme", says: claim})
	data := []byte(record(f, e, "T"))
	f.Add(e.Summary("T"))
	f.Add("1 1772442000 0 quiet 1772442000.0")
	f.Add("1 -9223372036854775808 2147483647 crisis 9223372036854775807.999999999 " + e.Summary("T")[strings.LastIndexByte(e.Summary("T"), ' ')+1:])
	f.Fuzz(func(t *testing.T, sum string) {
		e := score.NewEngine(config())
		require.NoError(t, e.RestoreSummarized("T", sum, data))
		e.Crisis("c1", "Acme", escalation.FamilySecurity, start, time.Time{})
		e.Adopt("T", &escalation.Incident{Event: 1, Brand: "Acme", Severity: detectors.SeverityError})
		e.Apply(step{by: "jane", says: plaintext}.scored(7))
		e.Chill()
		require.NoError(t, e.Err())
	})
}
