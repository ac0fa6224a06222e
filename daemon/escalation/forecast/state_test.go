package forecast_test

import (
	"encoding/json"
	"math"
	"testing"
	"time"
	"unsafe"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"firebreak/daemon/escalation/forecast"
)

func root() time.Time { return time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC) }

func after(minutes float64) time.Time {
	return root().Add(time.Duration(minutes * float64(time.Minute)))
}

// seen returns the state after reshares at some minutes.
func seen(minutes ...float64) forecast.State {
	s := forecast.Start(root())
	for _, m := range minutes {
		s.Observe(after(m))
	}
	return s
}

func TestStateIsSmall(t *testing.T) {
	t.Parallel()
	require.LessOrEqual(t, unsafe.Sizeof(forecast.State{}), uintptr(64))
}

func TestObserve(t *testing.T) {
	t.Parallel()
	s := seen(1, 2, 61, 61, 90)
	require.Equal(t, uint32(5), s.N)
	require.Equal(t, int64(90*60_000), s.Last)
	// The 2nd reshare came at minute 2, the 4th at 61.
	require.Equal(t, int64(2*60_000), s.Half)
	require.Equal(t, int64(61*60_000), s.Mark)
	want := math.Exp(-89.0/60) + math.Exp(-88.0/60) + 2*math.Exp(-29.0/60) + 1
	require.InDelta(t, want, float64(s.Rate), 1e-5)
}

func TestObserveClampsTime(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name      string
		at, clamp time.Time
	}{
		{"before the newest", after(3), after(10)},
		{"before the root", after(-500), after(10)},
		{"the zero time", time.Time{}, after(10)},
		{"far before everything", time.Unix(math.MinInt64/4, 0), after(10)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, want := seen(5, 10), seen(5, 10)
			got.Observe(tt.at)
			want.Observe(tt.clamp)
			require.Equal(t, want, got)
		})
	}
}

func TestZeroState(t *testing.T) {
	t.Parallel()
	var s forecast.State
	require.True(t, s.IsZero())
	s.Observe(after(7))
	require.False(t, s.IsZero())
	require.Equal(t, forecast.State{Start: after(7).UnixMilli(), Rate: 1, N: 1}, s)
	line, err := json.Marshal(struct {
		S forecast.State `json:"s,omitzero"`
	}{})
	require.NoError(t, err)
	require.Equal(t, `{}`, string(line))
}

func TestCountStopsAtItsLargest(t *testing.T) {
	t.Parallel()
	s := forecast.State{Start: 1, N: math.MaxUint32}
	s.Observe(root())
	s.Add(math.MaxInt, root(), after(1))
	require.Equal(t, uint32(math.MaxUint32), s.N)
	model := load(t)
	moment := model.At(s, after(2))
	low, median, high := moment.Size()
	require.GreaterOrEqual(t, low, math.MaxUint32)
	require.LessOrEqual(t, low, median)
	require.LessOrEqual(t, median, high)
}

// TestAddEqualsObserve: a total that is spread evenly is the same as as many reshares at even distances.
func TestAddEqualsObserve(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 300).Draw(t, "n")
		begun := rapid.SliceOfN(rapid.Float64Range(0, 300), 0, 40).Draw(t, "before")
		length := rapid.Float64Range(0, 3000).Draw(t, "minutes")
		one, many := seen(begun...), seen(begun...)
		from := time.UnixMilli(one.Start + one.Last)
		to := from.Add(time.Duration(length * float64(time.Minute)))
		one.Add(n, from, to)
		for i := 1; i <= n; i++ {
			many.Observe(from.Add(time.Duration(float64(to.Sub(from)) * float64(i) / float64(n))))
		}
		require.Equal(t, many.N, one.N)
		require.InDelta(t, many.Last, one.Last, 1)
		require.InDelta(t, many.Half, one.Half, 2)
		require.InDelta(t, many.Mark, one.Mark, 2)
		require.InEpsilon(t, float64(many.Rate), float64(one.Rate), 1e-3)
	})
}

func TestTotal(t *testing.T) {
	t.Parallel()
	s := seen(1, 2, 3)
	want := s
	s.Total(3, after(3), after(9))
	s.Total(-7, after(3), after(9))
	require.Equal(t, want, s)
	s.Total(10, after(3), after(9))
	want.Add(7, after(3), after(9))
	require.Equal(t, want, s)
	require.Equal(t, uint32(10), s.N)
}

// TestLateOnesCountAsTheNewest: the order of arrival matters only through the clamp.
func TestLateOnesCountAsTheNewest(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		minutes := rapid.SliceOfN(rapid.Float64Range(-100, 10_000), 1, 60).Draw(t, "minutes")
		got := seen(minutes...)
		running, clamped := 0.0, make([]float64, len(minutes))
		for i, m := range minutes {
			running = max(running, m)
			clamped[i] = running
		}
		require.Equal(t, seen(clamped...), got)
	})
}

func TestStateSurvivesJSON(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := seen(rapid.SliceOfN(rapid.Float64Range(0, 10_000), 0, 60).Draw(t, "minutes")...)
		line, err := json.Marshal(s)
		require.NoError(t, err)
		require.LessOrEqual(t, len(line), 110)
		var back forecast.State
		require.NoError(t, json.Unmarshal(line, &back))
		require.Equal(t, s, back)
	})
}

func TestNothingIsAllocated(t *testing.T) {
	model := load(t)
	s := seen(1, 2, 3)
	minute := 4.0
	require.Zero(t, testing.AllocsPerRun(100, func() {
		minute++
		s.Observe(after(minute))
		moment := model.At(s, after(minute+1))
		moment.Alarm(1000)
		moment.Size()
		moment.Reach(1000)
	}))
}
