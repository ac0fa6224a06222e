package crises_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"firebreak/daemon/crises"
	"firebreak/daemon/escalation"
	"firebreak/daemon/stream"
)

// says is a claim, written "account thread claim@hour" or "brand/account thread claim@hour".
func says(t require.TestingT, n int, line string) *escalation.Pulse {
	var who, in, what string
	var hour int
	_, err := fmt.Sscanf(strings.Replace(line, "@", " ", 1), "%s %s %s %d", &who, &in, &what, &hour)
	require.NoError(t, err)
	brand, account, ok := strings.Cut(who, "/")
	if !ok {
		brand, account = "Acme", who
	}
	at := start.Add(time.Duration(hour) * time.Hour)
	return &escalation.Pulse{
		Brand: brand, Family: escalation.FamilySecurity, MentionID: fmt.Sprintf("x:%d", n), Author: account, Minute: at.Truncate(time.Minute), At: at,
		Kind: escalation.KindClaim, Claim: what, Thread: in,
	}
}

func TestAccountsThatContradictEachOther(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		lines []string
		want  []string
	}{
		"in two threads":                         {[]string{"care T1 denies@0", "news T2 affirms@3"}, []string{"x:1 in t:T2 against x:0"}},
		"the other way round":                    {[]string{"news T2 affirms@0", "care T1 denies@3"}, []string{"x:1 in t:T1 against x:0"}},
		"they agree":                             {[]string{"care T1 denies@0", "news T2 denies@3"}, nil},
		"in one thread, which sees it itself":    {[]string{"care T1 denies@0", "news T1 affirms@3"}, nil},
		"one that corrects itself":               {[]string{"care T1 denies@0", "care T2 affirms@3", "news T3 affirms@4"}, nil},
		"days between":                           {[]string{"care T1 denies@0", "news T2 affirms@25"}, nil},
		"of two brands":                          {[]string{"care T1 denies@0", "Globex/news T2 affirms@3"}, nil},
		"told once, whoever else does it":        {[]string{"care T1 denies@0", "news T2 affirms@3", "care T3 denies@4", "boss T4 affirms@5"}, []string{"x:1 in t:T2 against x:0"}},
		"again a day later":                      {[]string{"care T1 denies@0", "news T2 affirms@3", "care T3 denies@28"}, []string{"x:1 in t:T2 against x:0"}},
		"again a day later, both":                {[]string{"care T1 denies@0", "news T2 affirms@3", "news T5 affirms@20", "care T3 denies@28"}, []string{"x:1 in t:T2 against x:0", "x:3 in t:T3 against x:2"}},
		"late, and overtaken by its own account": {[]string{"care T1 affirms@5", "news T2 affirms@6", "care T3 denies@4"}, nil},
		"against the latest":                     {[]string{"care T1 denies@0", "boss T2 denies@1", "news T3 affirms@3"}, []string{"x:2 in t:T3 against x:1"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := crises.NewEngine(config())
			var got []string
			for n, line := range c.lines {
				p := says(t, n, line)
				e.Advance(p.Minute)
				for _, eff := range e.Apply(p) {
					require.Nil(t, eff.Decision, "a claim is no crisis")
					require.Equal(t, escalation.ActionContradicted, eff.Action.Kind)
					require.Equal(t, p.Brand, eff.Action.Brand)
					got = append(got, fmt.Sprintf("%s in %s against %s", strings.TrimPrefix(eff.Action.ID, "contradicted:"), eff.Action.Incident, eff.Action.Text))
				}
				// What is known is taken up by the next engine.
				data, err := json.Marshal(e.Claims())
				require.NoError(t, err)
				var said crises.Claims
				require.NoError(t, json.Unmarshal(data, &said))
				next := crises.NewEngine(config())
				require.NoError(t, next.Restore(e.State(), said))
				e = next
			}
			require.Equal(t, c.want, got)
		})
	}
}

// The action goes to the partition of its conversation, and a restart remembers what was said.
func TestStageRemembersClaims(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.add(t, stream.TopicPulse, says(t, 0, "care T1 denies@0"))
	committed, err := w.work(t, stream.TopicPulse, 0, 1)
	require.NoError(t, err)
	w.add(t, stream.TopicPulse, says(t, 1, "news T2 affirms@3"))
	_, err = w.work(t, stream.TopicPulse, committed, 1)
	require.NoError(t, err)
	require.Len(t, w.logs[stream.TopicActions], 1)
	r := w.logs[stream.TopicActions][0]
	require.Equal(t, "T2", r.Thread)
	require.Nil(t, r.ToPartition)
	var a escalation.Action
	require.NoError(t, json.Unmarshal(r.Value, &a))
	require.Equal(t, "x:0", a.Text)
}
