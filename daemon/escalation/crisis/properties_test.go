package crisis_test

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"firebreak/daemon/escalation/crisis"
)

// draw makes the signals of some hours, in the order of minutes: quiet stretches and bursts, few authors and many, copies, repeats, late ones.
func draw(t *rapid.T) []crisis.Signal {
	var (
		out    []crisis.Signal
		at     = monday()
		random = rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
	)
	for range rapid.IntRange(1, 12).Draw(t, "stretches") {
		apart := rapid.IntRange(1, 300).Draw(t, "seconds")
		who := rapid.IntRange(1, 60).Draw(t, "authors")
		for range rapid.IntRange(0, 40).Draw(t, "posts") {
			s := crisis.Signal{
				Brand: "Acme", Family: []string{"security", "outage"}[random.IntN(2)], MentionID: strconv.Itoa(len(out)),
				Author: strconv.Itoa(random.IntN(who)), At: at, Kind: []string{"rumour", "security_complaint"}[random.IntN(2)],
				Topic: []string{"breach", "missing_https", ""}[random.IntN(3)], Text: []uint64{0, 0, 1, 2}[random.IntN(4)],
				Thread: strconv.Itoa(random.IntN(9)),
			}
			out = append(out, s)
			if random.IntN(8) == 0 {
				out = append(out, out[random.IntN(len(out))])
			}
			at = at.Add(time.Duration(apart) * time.Second)
		}
		at = at.Add(time.Duration(rapid.IntRange(0, 200).Draw(t, "pause")) * time.Minute)
	}
	return out
}

// play gives signals to a watch, with time.
func play(w *crisis.Watch, signals []crisis.Signal) []crisis.Change {
	var out []crisis.Change
	for _, s := range signals {
		out = append(out, w.Advance(s.At)...)
		out = append(out, w.Apply(s)...)
	}
	return out
}

// encoded is a state as JSON.
func encoded(t require.TestingT, w *crisis.Watch) string {
	raw, err := json.Marshal(w.State())
	require.NoError(t, err)
	return string(raw)
}

func TestRepeatsChangeNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		signals := draw(t)
		w := crisis.New(crisis.Settings{})
		at := rapid.IntRange(0, len(signals)).Draw(t, "stop")
		play(w, signals[:at])
		before := encoded(t, w)
		from := rapid.IntRange(0, at).Draw(t, "from")
		require.Empty(t, play(w, signals[from:at]))
		require.Equal(t, before, encoded(t, w))
	})
}

func TestOrderWithinAMinute(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		signals := draw(t)
		// Time moves with the signals here, and a late one does not move it.
		slices.SortStableFunc(signals, func(a, b crisis.Signal) int { return a.At.Compare(b.At) })
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		shuffled := slices.Clone(signals)
		random.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		slices.SortStableFunc(shuffled, func(a, b crisis.Signal) int {
			return a.At.Truncate(time.Minute).Compare(b.At.Truncate(time.Minute))
		})
		one, other := crisis.New(crisis.Settings{}), crisis.New(crisis.Settings{})
		a, b := play(one, signals), play(other, shuffled)
		if len(signals) > 0 {
			end := signals[len(signals)-1].At.Add(time.Minute)
			a, b = append(a, one.Advance(end)...), append(b, other.Advance(end)...)
		}
		require.Equal(t, encoded(t, one), encoded(t, other))
		require.Equal(t, steps(a), steps(b))
	})
}

// steps are the changes that tell somebody, in the order of brand, family and time.
func steps(changes []crisis.Change) []string {
	var out []string
	for _, c := range changes {
		if c.Kind != crisis.KindUpdate {
			out = append(out, c.Crisis.ID+" "+string(c.Kind)+" "+c.Crisis.Level+" "+c.At.Format(time.RFC3339))
		}
	}
	slices.Sort(out)
	return out
}

func TestRestoreGoesOn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		signals := draw(t)
		at := rapid.IntRange(0, len(signals)).Draw(t, "stop")
		w := crisis.New(crisis.Settings{})
		play(w, signals[:at])

		var state crisis.State
		require.NoError(t, json.Unmarshal([]byte(encoded(t, w)), &state))
		restored, err := crisis.Restore(crisis.Settings{}, state)
		require.NoError(t, err)
		require.Equal(t, w.State(), restored.State())
		require.Equal(t, w.Open(), restored.Open())
		require.Equal(t, w.Next(), restored.Next())

		require.Equal(t, play(w, signals[at:]), play(restored, signals[at:]))
		later := monday().Add(72 * time.Hour)
		require.Equal(t, w.Advance(later), restored.Advance(later))
		require.Equal(t, encoded(t, w), encoded(t, restored))
	})
}

// TestTicksChangeNothing: whether time is moved every few seconds or only when something is said, the outcome is the same.
func TestTicksChangeNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		signals := draw(t)
		ticking, idle := crisis.New(crisis.Settings{}), crisis.New(crisis.Settings{})
		want := play(idle, signals)
		var got []crisis.Change
		for i, s := range signals {
			if i > 0 {
				for at := signals[i-1].At; at.Before(s.At); at = at.Add(41 * time.Second) {
					got = append(got, ticking.Advance(at)...)
				}
			}
			got = append(got, ticking.Advance(s.At)...)
			got = append(got, ticking.Apply(s)...)
		}
		require.Equal(t, want, got)
		require.Equal(t, encoded(t, idle), encoded(t, ticking))
	})
}

// TestOneAtATime: what begins ends before another of the same series begins, ids are never used twice, and levels only rise.
func TestOneAtATime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		changes := play(crisis.New(crisis.Settings{}), draw(t))
		open, used := map[string]crisis.Crisis{}, map[string]bool{}
		for _, c := range changes {
			before, known := open[c.Crisis.Family]
			switch c.Kind {
			case crisis.KindBegin:
				require.False(t, known, "one at a time")
				require.False(t, used[c.Crisis.ID], "a new id")
				used[c.Crisis.ID] = true
			case crisis.KindRise:
				require.Equal(t, []string{crisis.LevelNotify, crisis.LevelPage}, []string{before.Level, c.Crisis.Level})
			case crisis.KindUpdate, crisis.KindEnd:
				require.Equal(t, before.Level, c.Crisis.Level)
			}
			require.NotEmpty(t, c.Reasons)
			open[c.Crisis.Family] = c.Crisis
			if c.Kind == crisis.KindEnd {
				delete(open, c.Crisis.Family)
			}
		}
	})
}
