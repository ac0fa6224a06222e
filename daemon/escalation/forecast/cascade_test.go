package forecast_test

import (
	"encoding/json"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"firebreak/daemon/escalation/forecast"
)

func TestDecodeCascade(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, line, err string
		times           []float64
	}{
		{"a cascade", `{"id":"a","dataset":"x","t":[0,3,7.5],"type":"r","followers":[1,2,3]}`, "", []float64{0, 3, 7.5}},
		{"a letter for each event", `{"id":"a","t":[0,3,7],"type":"orq"}`, "", []float64{0, 3, 7}},
		{"a root alone", `{"id":"a","t":[0]}`, "", []float64{0}},
		{"a root that is not at 0", `{"id":"a","t":[1500000000,1500000060]}`, "", []float64{1.5e9, 1.5e9 + 60}},
		{"another kind of data set", `{"id":"a","dataset":7,"t":[0]}`, "", []float64{0}},
		{"no object", `[1]`, "no JSON object", nil},
		{"no JSON", `{"id":`, "no JSON", nil},
		{"no id", `{"t":[0]}`, `"id" is missing`, nil},
		{"an empty id", `{"id":"","t":[0]}`, `"id" is missing`, nil},
		{"an id that is a number", `{"id":7,"t":[0]}`, `"id" is a number, want a text`, nil},
		{"no events", `{"id":"a","t":[]}`, `"t" is missing`, nil},
		{"no list of events", `{"id":"a"}`, `"t" is missing`, nil},
		{"words for seconds", `{"id":"a","t":[0,"soon"]}`, "want a list of seconds", nil},
		{"an object for seconds", `{"id":"a","t":{}}`, "want a list of seconds", nil},
		{"the end of time", `{"id":"a","t":[0,1e300]}`, "century", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c, err := forecast.DecodeCascade([]byte(tt.line))
			if tt.err != "" {
				require.ErrorContains(t, err, tt.err)
				return
			}
			require.NoError(t, err)
			require.Equal(t, "a", c.ID)
			require.Equal(t, tt.times, c.Times)
			require.Equal(t, len(tt.times)-1, c.N())
		})
	}
}

func TestCascadeTime(t *testing.T) {
	t.Parallel()
	c := forecast.Cascade{ID: "a", Times: []float64{100, 160.25}}
	require.Equal(t, 60250*time.Millisecond, c.Time(1).Sub(c.Time(0)))
}

// FuzzCascade: whatever is read can be forecast, event by event, and says nothing absurd.
func FuzzCascade(f *testing.F) {
	f.Add([]byte(`{"id":"a","t":[0,3,7,7,9000],"type":"r"}`))
	f.Add([]byte(`{"id":"a","t":[5,-3,1e9,0.1]}`))
	f.Add([]byte(`{"id":"a","t":[null,1e308]}`))
	f.Add([]byte(`[]`))
	model := load(f)
	f.Fuzz(func(t *testing.T, line []byte) {
		c, err := forecast.DecodeCascade(line)
		if err != nil {
			require.NotEmpty(t, err.Error())
			return
		}
		require.True(t, json.Valid(line))
		s := forecast.Start(c.Time(0))
		for event := 1; event <= c.N(); event++ {
			s.Observe(c.Time(event))
			moment := model.At(s, c.Time(event))
			_, p := moment.Alarm(1000)
			require.False(t, math.IsNaN(p))
			low, median, high := moment.Size()
			require.True(t, event <= low && low <= median && median <= high)
		}
		require.Equal(t, c.N(), int(s.N))
	})
}
