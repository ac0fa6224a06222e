package main

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"firebreak/daemon/escalation/forecast"
	"firebreak/detectors/detecttest"
)

// tale makes cascades whose speed tells how far they go: n reshares within n^-0.3 hours.
func tale(n int) []cascade {
	random := rand.New(rand.NewPCG(1, 2))
	out := make([]cascade, n)
	for i := range out {
		size := int(math.Exp(2 + 6*random.Float64()))
		c := forecast.Cascade{ID: fmt.Sprint("c", i), Dataset: []string{"x", "y"}[i%2], Times: []float64{0}}
		at := 0.0
		for k := range size {
			at += random.ExpFloat64() * 600 / float64(size) * math.Sqrt(float64(k+1))
			c.Times = append(c.Times, at)
		}
		out[i] = cascade{Cascade: c}
	}
	deal(out)
	return out
}

func TestCalibrateIsDeterministicAndSane(t *testing.T) {
	t.Parallel()
	cascades := tale(40)
	c, r, curves, err := calibrate(cascades)
	require.NoError(t, err)
	again, _, _, err := calibrate(tale(40))
	require.NoError(t, err)
	one, err := json.Marshal(c)
	require.NoError(t, err)
	two, err := json.Marshal(again)
	require.NoError(t, err)
	require.JSONEq(t, string(one), string(two))
	_, err = forecast.New(c)
	require.NoError(t, err)
	require.Len(t, curves, 6)
	for _, row := range r.Table {
		if row.Size == 1000 && row.Alarm == "forecast" {
			require.Less(t, row.FalseAlarms, 0.1)
			require.Equal(t, len(cascades), row.Below+row.Viral)
		}
	}
}

func TestFoldsAreEven(t *testing.T) {
	t.Parallel()
	cascades := tale(300)
	count := map[string]int{}
	for i := range cascades {
		count[fmt.Sprint(cascades[i].Dataset, cascades[i].N() >= 1000, cascades[i].fold)]++
	}
	for _, name := range []string{"xtrue", "xfalse", "ytrue", "yfalse"} {
		for k := 1; k < folds; k++ {
			require.InDelta(t, count[fmt.Sprint(name, 0)], count[fmt.Sprint(name, k)], 4, name)
		}
	}
}

func TestLevelKeepsTheBudget(t *testing.T) {
	t.Parallel()
	cascades, tracks := make([]cascade, 100), make([]track, 100)
	for i := range tracks {
		cascades[i] = cascade{Cascade: forecast.Cascade{Times: make([]float64, 10)}}
		for by := range alarms {
			tracks[i].marks[by] = [][]mark{{{n: 1, score: float64(i)}}, nil, nil, nil}
		}
	}
	all := where(cascades, func(*cascade) bool { return true })
	for budget, alarmed := range map[float64]int{0: 0, 0.01: 1, 0.055: 5, 0.5: 50} {
		level := levelFor(cascades, all, tracks, byCount, 0, budget)
		r := judge(cascades, all, tracks, byCount, 0, func(int) float64 { return level })
		require.InDelta(t, float64(alarmed)/100, r.FalseAlarms, 1e-9, "budget %v", budget)
	}
}

func TestJudge(t *testing.T) {
	t.Parallel()
	times := make([]float64, 101)
	for i := range times {
		times[i] = float64(i) * 60
	}
	cascades := []cascade{{Cascade: forecast.Cascade{Times: times}}, {Cascade: forecast.Cascade{Times: times[:50]}}, {Cascade: forecast.Cascade{Times: times}}}
	marks := func(score float64) [][]mark {
		return [][]mark{{{n: 10, minutes: 10, score: 0.2}, {n: 90, minutes: 90, score: score}}}
	}
	tracks := make([]track, 3)
	for i, score := range []float64{0.9, 0.3, 0.5} {
		tracks[i].marks[byForecast] = marks(score)
	}
	r := judge(cascades, []int{0, 1, 2}, tracks, byForecast, 0, func(int) float64 { return 0.4 })
	require.Equal(t, row{Size: 100, Alarm: "forecast", Below: 1, Viral: 2, Alarmed: 1, MedianLead: 10, Said: 0.7, Came: 1}, r)
	r = judge(cascades, []int{0, 1, 2}, tracks, byForecast, 0, func(int) float64 { return 0.2 })
	require.Equal(t, row{Size: 100, Alarm: "forecast", Below: 1, FalseAlarms: 1, Viral: 2, Ahead: 1, Alarmed: 1, MedianLead: 90, Said: 0.2, Came: 0.667}, r)
}

// TestFigures holds the committed figures to the goals: a worse model does not slip in.
func TestFigures(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join("..", "..", "..", "..", "docs", "evaluation", "forecast.json"))
	require.NoError(t, err)
	var r report
	require.NoError(t, json.Unmarshal(text, &r))
	goal := func(rows []row, size int, budget float64) row {
		for _, row := range rows {
			if row.Size == size && row.Alarm == "forecast" && row.FalseAlarms <= budget && row.Budget >= budget/2 {
				return row
			}
		}
		require.Fail(t, "no level within the budget", "size %d, budget %v", size, budget)
		return row{}
	}
	require.GreaterOrEqual(t, goal(r.Shipped, 1000, 0.002).Ahead, 0.65)
	notify := goal(r.Shipped[5:6], 1000, 0.008)
	require.GreaterOrEqual(t, notify.Ahead, 0.76)
	require.GreaterOrEqual(t, notify.MedianLead, 75.0)
	require.GreaterOrEqual(t, goal(r.Shipped, 300, 0.01).Ahead, 0.8)
	require.GreaterOrEqual(t, goal(r.Shipped, 2000, 0.002).Ahead, 0.9)
	for _, c := range r.Calibration {
		require.LessOrEqual(t, c.Events, 0.03, "size %d", c.Size)
	}
	shipped, err := forecast.Load()
	require.NoError(t, err)
	for _, a := range r.Levels {
		require.Equal(t, a, shipped.Alarm(a.Size), "model and figures are of one run")
	}
}

// TestShippedModel runs the model as it ships over every tenth of the recorded cascades, which it was fitted to.
func TestShippedModel(t *testing.T) {
	t.Parallel()
	cascades, err := load(detecttest.Shared(t, "data", "cascades.jsonl"))
	require.NoError(t, err)
	model, err := forecast.Load()
	require.NoError(t, err)
	tracks := make([]track, len(cascades))
	var all []int
	for i := 0; i < len(cascades); i += 10 {
		tracks[i] = followOne(&cascades[i], model)
		all = append(all, i)
	}
	for k, g := range goals() {
		levels := model.Alarm(g.size)
		page := judge(cascades, all, tracks, byForecast, k, func(int) float64 { return levels.Page })
		notify := judge(cascades, all, tracks, byForecast, k, func(int) float64 { return levels.Notify })
		require.LessOrEqual(t, page.FalseAlarms, 3*g.pageBudget)
		require.LessOrEqual(t, notify.FalseAlarms, 3*g.notifyBudget)
		require.Greater(t, notify.Ahead, 0.5)
		t.Logf("size %d: page %.3f%% %.3f %.0f min, notify %.3f%% %.3f %.0f min", g.size, page.FalseAlarms*100, page.Ahead, page.MedianLead,
			notify.FalseAlarms*100, notify.Ahead, notify.MedianLead)
	}
}
