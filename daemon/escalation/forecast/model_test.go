package forecast_test

import (
	"encoding/json"
	"math"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"firebreak/daemon/escalation/forecast"
)

func load(tb testing.TB) *forecast.Model {
	tb.Helper()
	m, err := forecast.Load()
	require.NoError(tb, err)
	return m
}

// anyState is a state as reshares make it, or as somebody wrote it.
func anyState() *rapid.Generator[forecast.State] {
	return rapid.OneOf(
		rapid.Custom(func(t *rapid.T) forecast.State {
			s := forecast.Start(root())
			at := 0.0
			for range rapid.IntRange(0, 12).Draw(t, "bursts") {
				length := rapid.SampledFrom([]float64{0, 1, 30, 300, 20_000}).Draw(t, "length")
				s.Add(rapid.IntRange(1, 900).Draw(t, "n"), after(at), after(at+length))
				at += length
			}
			return s
		}),
		rapid.Custom(func(t *rapid.T) forecast.State {
			return forecast.State{
				Start: rapid.Int64().Draw(t, "start"), Last: rapid.Int64().Draw(t, "last"), Half: rapid.Int64().Draw(t, "half"),
				Mark: rapid.Int64().Draw(t, "mark"), N: rapid.Uint32().Draw(t, "n"),
				Rate: rapid.Float32Range(-math.MaxFloat32, math.MaxFloat32).Draw(t, "rate"),
			}
		}),
	)
}

// rounding is what two ways to the same probability may differ by: the last digits of a double.
const rounding = 1e-12

// TestForecastIsSane whatever the state: probabilities fall with the size, the interval is in order, nothing is NaN.
func TestForecastIsSane(t *testing.T) {
	t.Parallel()
	model := load(t)
	rapid.Check(t, func(t *rapid.T) {
		s := anyState().Draw(t, "state")
		at := time.UnixMilli(s.Start).Add(time.Duration(rapid.Int64().Draw(t, "later")))
		moment := model.At(s, at)
		before := 1.0
		size := 1
		for size < math.MaxInt32/2 {
			p := moment.Probability(size)
			require.GreaterOrEqual(t, p, 0.0)
			require.LessOrEqual(t, p, before+rounding, "size %d", size)
			if uint64(size) <= uint64(s.N) {
				require.InDelta(t, 1, p, 0)
			}
			require.GreaterOrEqual(t, moment.Reach(size), time.Duration(0))
			require.LessOrEqual(t, moment.Reach(size), 90*24*time.Hour)
			before = p
			size += 1 + size*rapid.IntRange(0, 100).Draw(t, "step")/100
		}
		low, median, high := moment.Size()
		require.LessOrEqual(t, int(s.N), low)
		require.LessOrEqual(t, low, median)
		require.LessOrEqual(t, median, high)
		s.Observe(at)
		s.Add(5, at, at.Add(time.Hour))
		require.False(t, math.IsNaN(float64(s.Rate)))
	})
}

// TestIntervalIsWhereTheProbabilitiesAre: a final size within the interval is likelier than a tenth and no surer than nine.
func TestIntervalIsWhereTheProbabilitiesAre(t *testing.T) {
	t.Parallel()
	model := load(t)
	rapid.Check(t, func(t *rapid.T) {
		s := seen(rapid.SliceOfN(rapid.Float64Range(0, 500), 1, 200).Draw(t, "minutes")...)
		moment := model.At(s, after(500))
		low, median, high := moment.Size()
		for size, p := range map[int]float64{low: 0.9, median: 0.5, high: 0.1} {
			if size > int(s.N) && size < math.MaxInt32 {
				require.GreaterOrEqual(t, moment.Probability(size), p-1e-9)
			}
			if size < math.MaxInt32 {
				require.LessOrEqual(t, moment.Probability(size+1), p+1e-9)
			}
		}
	})
}

func TestSilenceRaisesNothing(t *testing.T) {
	t.Parallel()
	model := load(t)
	rapid.Check(t, func(t *rapid.T) {
		s := anyState().Draw(t, "state")
		// Nothing that was observed lies before the start.
		s.Last = max(s.Last, 0)
		newest := time.UnixMilli(s.Start).Add(time.Duration(min(s.Last, math.MaxInt64/1_000_000-s.Start%1000)) * time.Millisecond)
		then := model.At(s, newest)
		later := model.At(s, newest.Add(time.Duration(rapid.Int64Range(0, int64(1000*time.Hour)).Draw(t, "silence"))))
		for _, size := range []int{20, 100, 400, 1000, 5000} {
			require.LessOrEqual(t, later.Probability(size), then.Probability(size)+rounding)
		}
	})
}

// TestAlarmLevels follows one cascade that doubles every ten minutes: told at notify no later than at page, and no longer once it is there.
func TestAlarmLevels(t *testing.T) {
	t.Parallel()
	model := load(t)
	s := forecast.Start(root())
	first := map[forecast.Level]uint32{}
	for n := 1; n <= 1200; n++ {
		at := after(10 * math.Log2(1+float64(n)))
		s.Observe(at)
		moment := model.At(s, at)
		level, p := moment.Alarm(1000)
		a := model.Alarm(1000)
		switch {
		case n >= 1000:
			require.Equal(t, forecast.None, level)
			require.InDelta(t, 1, p, 0)
			continue
		case level == forecast.Page:
			require.GreaterOrEqual(t, p, a.Page)
		case level == forecast.Notify:
			require.GreaterOrEqual(t, p, a.Notify)
			require.Less(t, p, a.Page)
		default:
			require.Less(t, p, a.Notify)
		}
		for l := forecast.Notify; l <= level; l++ {
			if first[l] == 0 {
				first[l] = s.N
			}
		}
	}
	require.NotZero(t, first[forecast.Page])
	require.Less(t, first[forecast.Page], uint32(800), "a cascade as fast as this is told of in time")
	require.LessOrEqual(t, first[forecast.Notify], first[forecast.Page])
	require.Equal(t, []string{"", "notify", "page"}, []string{forecast.None.String(), forecast.Notify.String(), forecast.Page.String()})
}

func TestLevelsOfOtherSizes(t *testing.T) {
	t.Parallel()
	model := load(t)
	require.Equal(t, []int{100, 300, 1000, 2000}, model.Sizes())
	a, b := model.Alarm(300), model.Alarm(1000)
	between := model.Alarm(548)
	require.InDelta(t, (a.Page+b.Page)/2, between.Page, 0.001)
	require.InDelta(t, (a.Notify+b.Notify)/2, between.Notify, 0.001)
	require.InDelta(t, model.Alarm(100).Page, model.Alarm(3).Page, 0)
	require.InDelta(t, model.Alarm(2000).Notify, model.Alarm(90_000).Notify, 0)
}

// TestSlowAndFast: of two cascades of one size the one that came faster goes further, and sooner.
func TestSlowAndFast(t *testing.T) {
	t.Parallel()
	model := load(t)
	at := func(minutes float64) forecast.Moment {
		s := forecast.Start(root())
		s.Add(150, root(), after(minutes))
		return model.At(s, after(minutes))
	}
	fast, slow := at(20), at(3000)
	require.Greater(t, fast.Probability(1000), 2*slow.Probability(1000))
	require.Less(t, fast.Reach(300), slow.Reach(300)/10)
	_, far, _ := fast.Size()
	_, near, _ := slow.Size()
	require.Greater(t, far, near)
}

func TestNewNamesEveryFault(t *testing.T) {
	t.Parallel()
	file, err := os.ReadFile("model.json")
	require.NoError(t, err)
	good, err := forecast.DecodeCoefficients(file)
	require.NoError(t, err)
	tests := []struct {
		name   string
		break_ func(*forecast.Coefficients)
		want   []string
	}{
		{"nothing", func(*forecast.Coefficients) {}, nil},
		{"another version and a slope that rises", func(c *forecast.Coefficients) { c.Version, c.Near = 9, -1 }, []string{"version is 9", "near is -1"}},
		{"no heads", func(c *forecast.Coefficients) { c.Heads = nil }, []string{"0 heads"}},
		{"heads out of order", func(c *forecast.Coefficients) { c.Heads[1].Size = 5 }, []string{"heads[1]: size 5"}},
		{"a missing weight", func(c *forecast.Coefficients) { delete(c.Heads[0].Weights, "age") }, []string{"heads[0]: there are 14 weights"}},
		{"a scale of nothing", func(c *forecast.Coefficients) { c.Reach.Scale[2] = 0 }, []string{"reach: feature 2"}},
		{"a short mean", func(c *forecast.Coefficients) { c.Heads[2].Mean = nil }, []string{"heads[2]: mean has 0"}},
		{"a calibration that falls", func(c *forecast.Coefficients) { c.Heads[3].Calibration[1].LogOdds = -99 }, []string{"heads[3]: calibration[1]"}},
		{"a head that is not settled", func(c *forecast.Coefficients) { c.Settle = c.Settle[1:] }, []string{"settle is"}},
		{"no alarms", func(c *forecast.Coefficients) { c.Alarms = nil }, []string{"no alarms"}},
		{"a page below notify", func(c *forecast.Coefficients) { c.Alarms[0].Page = 0.01 }, []string{"alarms[0]"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var c forecast.Coefficients
			require.NoError(t, json.Unmarshal(file, &c))
			tt.break_(&c)
			_, err := forecast.New(c)
			if tt.want == nil {
				require.NoError(t, err)
				return
			}
			for _, w := range tt.want {
				require.ErrorContains(t, err, w)
			}
		})
	}
	require.Equal(t, forecast.Version, good.Version)
	_, err = forecast.DecodeCoefficients([]byte(`{"version":1,"colour":"red"}`))
	require.ErrorContains(t, err, "colour")
}

func BenchmarkEvent(b *testing.B) {
	model := load(b)
	s := forecast.Start(root())
	at := root()
	b.ReportAllocs()
	for b.Loop() {
		if s.N == 1900 {
			s, at = forecast.Start(root()), root()
		}
		at = at.Add(20 * time.Second)
		s.Observe(at)
		moment := model.At(s, at)
		moment.Alarm(300)
		moment.Alarm(1000)
	}
}

func BenchmarkObserve(b *testing.B) {
	s := forecast.Start(root())
	at := root()
	b.ReportAllocs()
	for b.Loop() {
		at = at.Add(20 * time.Second)
		s.Observe(at)
	}
}
