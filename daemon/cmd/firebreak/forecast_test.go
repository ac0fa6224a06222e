package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// cascade is a line with so many reshares, the first soon and each further one a little later.
func cascade(id string, events int, gap float64) string {
	t := make([]float64, events+1)
	for i := range t {
		t[i] = float64(i) * gap
	}
	data, err := json.Marshal(map[string]any{"id": id, "t": t})
	if err != nil {
		panic(err)
	}
	return string(data) + "\n"
}

func TestForecastCommand(t *testing.T) {
	t.Parallel()
	input := cascade("fast", 2500, 2) + "{\"id\":1}\n" + cascade("slow", 12, 4000) + cascade("none", 0, 1)
	code, stdout, stderr := command(t, input, "forecast", "--size", "1000,300")
	require.Equal(t, exitOK, code, stderr)
	require.Contains(t, stderr, "stdin:2: ", "a line that is no cascade is named")
	lines := strings.Split(strings.TrimSpace(stdout), "\n")
	require.Len(t, lines, 3)
	var fast, slow foretold
	require.NoError(t, json.Unmarshal([]byte(lines[0]), &fast))
	require.NoError(t, json.Unmarshal([]byte(lines[1]), &slow))
	levels := map[string]alarm{}
	last := 0.0
	for _, a := range fast.Alarms {
		require.GreaterOrEqual(t, a.T, last, "in order of time")
		last = a.T
		require.Less(t, a.N, a.Size, "never once the size is reached")
		require.InDelta(t, float64(a.N)*2, a.T, 1e-9)
		levels[fmt.Sprintf("%d %s", a.Size, a.Level)] = a
	}
	require.Contains(t, levels, "300 page")
	require.Contains(t, levels, "1000 page")
	require.Contains(t, levels, "1000 notify", "a page has told the social team too")
	require.LessOrEqual(t, levels["1000 notify"].N, levels["1000 page"].N)
	require.Empty(t, slow.Alarms)
	require.JSONEq(t, `{"id":"none","alarms":[]}`, lines[2])
}

func TestForecastTrace(t *testing.T) {
	t.Parallel()
	code, stdout, stderr := command(t, cascade("a", 3, 10), "forecast", "--trace", "--size", "300")
	require.Equal(t, exitOK, code, stderr)
	lines := strings.Split(strings.TrimSpace(stdout), "\n")
	require.Len(t, lines, 3, "one for each reshare")
	var m moment
	require.NoError(t, json.Unmarshal([]byte(lines[2]), &m))
	require.Equal(t, 3, m.N)
	require.LessOrEqual(t, m.Low, m.Median)
	require.LessOrEqual(t, m.Median, m.High)
	require.Len(t, m.Chance, 1)
	require.Positive(t, m.Chance[0].Reach)
}

func TestForecastRefusesSizes(t *testing.T) {
	t.Parallel()
	code, _, stderr := command(t, "", "forecast", "--size", "0")
	require.Equal(t, exitUsage, code)
	require.Contains(t, stderr, "a size is 1 or more")
}
