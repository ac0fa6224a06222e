package crisis_test

import (
	"encoding/json"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"firebreak/daemon/escalation/crisis"
)

// lively is a watch with a crisis and some chatter.
func lively(t testing.TB) *crisis.Watch {
	t.Helper()
	w := crisis.New(crisis.Settings{})
	at := monday()
	for i := range 60 {
		n := strconv.Itoa(i)
		w.Advance(at)
		w.Apply(crisis.Signal{Brand: "Acme", Family: "security", MentionID: n, Author: n, At: at, Kind: "rumour", Topic: "breach", Text: uint64(i % 3)})
		if i%20 == 0 {
			w.Apply(crisis.Signal{Brand: "Acme", Family: "outage", MentionID: n, Author: n, At: at, Kind: "technical_complaint", Topic: "login"})
		}
		at = at.Add(20 * time.Second)
	}
	require.Len(t, w.Open(), 1)
	return w
}

func TestRestoreRefuses(t *testing.T) {
	for name, spoil := range map[string]func(*crisis.State){
		"a time that is none":          func(s *crisis.State) { s.Now = 1 << 60 },
		"a series without a name":      func(s *crisis.State) { s.Series[0].Brand = "" },
		"the same series twice":        func(s *crisis.State) { s.Series[0] = s.Series[1] },
		"too few minutes":              func(s *crisis.State) { s.Series[0].Slots = s.Series[0].Slots[:3] },
		"minutes out of order":         func(s *crisis.State) { s.Series[0].First = s.Series[0].Now + 1 },
		"a minute that is left behind": func(s *crisis.State) { s.Now += 40 },
		"a negative count":             func(s *crisis.State) { s.Series[0].Slots[0].N = -1 },
		"a negative rate":              func(s *crisis.State) { s.Series[0].Profile.Sum[3] = -1 },
		"an author without a post":     func(s *crisis.State) { s.Series[0].Authors[0].Last-- },
		"a post without an author":     func(s *crisis.State) { s.Series[0].Authors = s.Series[0].Authors[1:] },
		"a crisis of another":          func(s *crisis.State) { s.Series[1].Crisis.Record.Brand = "Other" },
		"a crisis that is over":        func(s *crisis.State) { s.Series[1].Crisis.Record.Status = crisis.StatusEnded },
	} {
		t.Run(name, func(t *testing.T) {
			state := lively(t).State()
			spoil(&state)
			_, err := crisis.Restore(crisis.Settings{}, state)
			require.ErrorIs(t, err, crisis.ErrState)
		})
	}
}

func TestStateIsSmall(t *testing.T) {
	raw, err := json.Marshal(lively(t).State())
	require.NoError(t, err)
	require.Less(t, len(raw), 24<<10)
}

func FuzzRestore(f *testing.F) {
	raw, err := json.Marshal(lively(f).State())
	require.NoError(f, err)
	f.Add(raw)
	f.Add([]byte(`{"now":0,"series":[]}`))
	f.Add([]byte(`{"now":29000000,"series":[{"brand":"a","family":"b"}]}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		var state crisis.State
		if json.Unmarshal(raw, &state) != nil {
			return
		}
		w, err := crisis.Restore(crisis.Settings{}, state)
		if err != nil {
			require.ErrorIs(t, err, crisis.ErrState)
			return
		}
		again, err := crisis.Restore(crisis.Settings{}, w.State())
		require.NoError(t, err, "what was restored can be stored")
		at := time.Unix(state.Now*60, 0)
		for i := range 50 {
			at = at.Add(30 * time.Second)
			n := strconv.Itoa(i)
			s := crisis.Signal{Brand: "Acme", Family: "security", MentionID: n, Author: n, At: at, Kind: "rumour"}
			require.Equal(t, w.Advance(at), again.Advance(at))
			require.Equal(t, w.Apply(s), again.Apply(s))
		}
		w.Advance(at.Add(3 * time.Hour))
	})
}

func BenchmarkApply(b *testing.B) {
	// Twenty posts a second for ever, a tenth of them copies, in one series.
	w := crisis.New(crisis.Settings{})
	at := monday()
	ids := make([]string, 1<<16)
	for i := range ids {
		ids[i] = strconv.Itoa(i)
	}
	s := crisis.Signal{Brand: "Acme", Family: "security", Kind: "rumour", Topic: "breach", Thread: "t"}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		at = at.Add(time.Second / 5)
		s.At, s.MentionID, s.Author, s.Text = at, ids[i&0xffff], ids[i&0xffff], uint64(i%10/9)
		w.Advance(at)
		w.Apply(s)
	}
}

func BenchmarkAdvance(b *testing.B) {
	// A minute of fifty series that are talked about, with a post in each.
	w := crisis.New(crisis.Settings{})
	at := monday()
	brands, ids := make([]string, 50), make([]string, 1<<10)
	for i := range brands {
		brands[i] = strconv.Itoa(i)
	}
	for i := range ids {
		ids[i] = strconv.Itoa(i)
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		at = at.Add(time.Minute)
		w.Advance(at)
		for _, brand := range brands {
			id := ids[i%len(ids)]
			w.Apply(crisis.Signal{Brand: brand, Family: "security", MentionID: id, Author: id, At: at})
		}
	}
}
