package crisis_test

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"firebreak/daemon/escalation/crisis"
)

// monday is a Monday noon.
func monday() time.Time { return time.Date(2026, time.March, 2, 12, 0, 0, 0, time.UTC) }

// story plays signals to a watch and remembers what changed.
type story struct {
	t       *testing.T
	watch   *crisis.Watch
	now     time.Time
	changes []crisis.Change
	posts   int
}

func tell(t *testing.T, cfg crisis.Settings) *story {
	t.Helper()
	return &story{t: t, watch: crisis.New(cfg), now: monday()}
}

// wait lets time pass.
func (s *story) wait(d time.Duration) {
	s.now = s.now.Add(d)
	s.changes = append(s.changes, s.watch.Advance(s.now)...)
}

// post is one post by somebody new; change amends it.
func (s *story) post(change ...func(*crisis.Signal)) {
	s.posts++
	n := strconv.Itoa(s.posts)
	sig := crisis.Signal{
		Brand: "Acme", Family: "security", MentionID: "m" + n, Author: "u" + n, At: s.now, Kind: "security_complaint", Topic: "breach", Thread: "t" + n,
	}
	for _, c := range change {
		c(&sig)
	}
	s.changes = append(s.changes, s.watch.Advance(s.now)...)
	s.changes = append(s.changes, s.watch.Apply(sig)...)
}

// burst is so many posts, evenly within some time.
func (s *story) burst(n int, within time.Duration, change ...func(*crisis.Signal)) {
	for range n {
		s.post(change...)
		s.wait(within / time.Duration(n))
	}
}

// usual is chatter of so many posts an hour for some days, evenly but for chance. What it leads to on the first day, when nothing is known,
// is left out; later it is no crisis.
func (s *story) usual(perHour float64, days int) {
	random := rand.New(rand.NewPCG(7, 7))
	for i := range days * 24 * 60 {
		if i == 24*60 {
			s.changes = nil
		}
		if random.Float64() < perHour/60 {
			s.post()
		}
		s.wait(time.Minute)
	}
	for _, c := range s.changes {
		require.Equal(s.t, crisis.LevelNotify, c.Crisis.Level, "what is usual is no crisis")
	}
	require.LessOrEqual(s.t, len(s.told()), 2, "and hardly ever a smaller burst")
	require.Empty(s.t, s.watch.Open())
	s.changes = nil
}

// told are the changes so far but for updates.
func (s *story) told() []string {
	var out []string
	for _, c := range s.changes {
		if c.Kind != crisis.KindUpdate {
			out = append(out, string(c.Kind)+" "+c.Crisis.Level)
		}
	}
	return out
}

// last is the latest change of a kind.
func (s *story) last(kind crisis.Kind) crisis.Change {
	s.t.Helper()
	for _, c := range slices.Backward(s.changes) {
		if c.Kind == kind {
			return c
		}
	}
	require.Fail(s.t, "no change of kind "+string(kind))
	return crisis.Change{}
}

// reason is a reason's value.
func reason(t *testing.T, c crisis.Change, signal string) float64 {
	t.Helper()
	for _, r := range c.Reasons {
		if r.Signal == signal {
			return r.Value
		}
	}
	require.Fail(t, "no reason "+signal)
	return 0
}

func topic(kind, name string) func(*crisis.Signal) {
	return func(s *crisis.Signal) { s.Kind, s.Topic = kind, name }
}

func family(name string) func(*crisis.Signal) { return func(s *crisis.Signal) { s.Family = name } }

func brand(name string) func(*crisis.Signal) { return func(s *crisis.Signal) { s.Brand = name } }

func text(hash uint64) func(*crisis.Signal) { return func(s *crisis.Signal) { s.Text = hash } }

func by(name string) func(*crisis.Signal) { return func(s *crisis.Signal) { s.Author = name } }
