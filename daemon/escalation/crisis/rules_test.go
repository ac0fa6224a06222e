package crisis_test

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"firebreak/daemon/escalation/crisis"
)

// TestLevelsOfRules: either rule can be lowered or turned off, and the other still does what it does.
func TestLevelsOfRules(t *testing.T) {
	for name, c := range map[string]struct {
		cfg     crisis.Settings
		perHour float64
		days, n int
		want    []string
	}{
		"as they are":                          {crisis.Settings{}, 0, 0, 15, []string{"begin notify", "rise page"}},
		"many authors notify":                  {crisis.Settings{ManyAuthorsMost: crisis.LevelNotify}, 0, 0, 15, []string{"begin notify"}},
		"many authors are off":                 {crisis.Settings{ManyAuthorsMost: crisis.LevelOff}, 0, 0, 15, []string{"begin notify"}},
		"bursts are off":                       {crisis.Settings{BurstMost: crisis.LevelOff}, 0, 0, 15, []string{"begin page"}},
		"both notify":                          {crisis.Settings{ManyAuthorsMost: crisis.LevelNotify, BurstMost: crisis.LevelNotify}, .1, 15, 15, []string{"begin notify"}},
		"both are off":                         {crisis.Settings{ManyAuthorsMost: crisis.LevelOff, BurstMost: crisis.LevelOff}, 0, 0, 15, nil},
		"a burst pages though the many do not": {crisis.Settings{ManyAuthorsMost: crisis.LevelNotify}, .1, 15, 15, []string{"begin page"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := tell(t, c.cfg)
			s.usual(c.perHour, c.days)
			s.burst(c.n, 20*time.Minute)
			require.Equal(t, c.want, s.told())
		})
	}
}

func TestRules(t *testing.T) {
	// On its way to fifteen a burst is a smaller one: one crisis, one page.
	many := []string{"begin notify", "rise page"}
	once := []string{"begin page"}
	small := []string{"begin notify"}
	for name, c := range map[string]struct {
		// perHour and days are what is usual, then n posts come within some time.
		perHour float64
		days    int
		n       int
		within  time.Duration
		want    []string
	}{
		"fifteen authors page, whatever is known":             {0, 0, 15, 25 * time.Minute, many},
		"so they do on a day of which little is known":        {4, 1, 15, 20 * time.Minute, many},
		"and when much is known":                              {4, 15, 15, 20 * time.Minute, many},
		"fourteen are a smaller burst":                        {0, 0, 14, 25 * time.Minute, small},
		"more than half an hour is too long":                  {0, 0, 15, 3 * time.Hour, nil},
		"four times what is usual is not more than that":      {24, 6, 30, 25 * time.Minute, nil},
		"nor is less, however many":                           {24, 6, 46, 25 * time.Minute, nil},
		"more is":                                             {24, 6, 80, 25 * time.Minute, once},
		"five authors notify before fourteen days are known":  {.5, 10, 5, 5 * time.Minute, small},
		"and page afterwards, when the burst is beyond doubt": {.1, 15, 5, 5 * time.Minute, once},
		"four do nothing":                                     {.1, 15, 4, 4 * time.Minute, nil},
	} {
		t.Run(name, func(t *testing.T) {
			s := tell(t, crisis.Settings{})
			s.usual(c.perHour, c.days)
			s.burst(c.n, c.within)
			require.Equal(t, c.want, s.told())
		})
	}
}

func TestSmallerBurstRises(t *testing.T) {
	s := tell(t, crisis.Settings{PageEvery: 200 * 365 * 24 * time.Hour})
	s.usual(.5, 15)
	s.burst(5, 10*time.Minute)
	require.Equal(t, []string{"begin notify"}, s.told(), "the detector is sure enough to notify, not to page")
	begin := s.last(crisis.KindBegin)
	require.Equal(t, crisis.RuleBurst, begin.Reasons[0].Rule)
	require.GreaterOrEqual(t, reason(t, begin, "burst"), reason(t, begin, "burst_threshold"))
	require.GreaterOrEqual(t, reason(t, begin, "days_known"), 14.)

	s.burst(20, 10*time.Minute)
	require.Equal(t, []string{"begin notify", "rise page"}, s.told(), "it rises once")
	require.Equal(t, begin.Crisis.ID, s.last(crisis.KindRise).Crisis.ID)
}

// Case 25: twenty authors within ten minutes where two are usual are one incident and one page.
func TestOneCrisisOnePage(t *testing.T) {
	s := tell(t, crisis.Settings{})
	s.usual(4, 2)
	s.burst(20, 10*time.Minute, topic("rumour", "breach"))
	require.Equal(t, []string{"begin notify", "rise page"}, s.told())
	c := s.last(crisis.KindRise)
	require.Equal(t, crisis.RuleManyAuthors, c.Reasons[0].Rule)
	require.GreaterOrEqual(t, reason(t, c, "distinct_authors"), 15.)
	require.Greater(t, reason(t, c, "distinct_authors"), 4*reason(t, c, "expected_authors"))
	require.Equal(t, "rumour", c.Crisis.Nature)
	require.Equal(t, crisis.StatusOpen, c.Crisis.Status)

	s.burst(200, 3*time.Hour, topic("rumour", "breach"))
	require.Equal(t, []string{"begin notify", "rise page"}, s.told(), "however long it goes on")
	require.Len(t, s.watch.Open(), 1)
}

// TestSilenceEndsABurst: what was said before half an hour of silence is not held against what is said after it.
func TestSilenceEndsABurst(t *testing.T) {
	s := tell(t, crisis.Settings{})
	for range 4 {
		s.post()
	}
	s.wait(30 * time.Minute)
	s.post()
	state := s.watch.State()
	require.Less(t, state.Series[0].Slots[state.Now%30].Sum, math.Log(3))
}

// Case 28: cash machines that are down are an outage.
func TestOutage(t *testing.T) {
	s := tell(t, crisis.Settings{})
	s.burst(20, 10*time.Minute, family("outage"), topic("technical_complaint", "payments"))
	c := s.last(crisis.KindRise).Crisis
	require.Equal(t, []string{"begin notify", "rise page"}, s.told())
	require.Equal(t, crisis.NatureOutage, c.Nature)
	require.Equal(t, "payments", c.Topic)
	require.Equal(t, "acme-outage-"+c.BeganAt.Format("20060102T1504Z"), c.ID)
}

func TestOnePerBrandAndFamily(t *testing.T) {
	s := tell(t, crisis.Settings{})
	for range 20 {
		s.post()
		s.post(family("outage"))
		s.post(brand("Other"))
		s.wait(30 * time.Second)
	}
	require.Len(t, s.told(), 6)
	var ids []string
	for _, c := range s.watch.Open() {
		ids = append(ids, c.Brand+" "+c.Family)
	}
	require.Equal(t, []string{"Acme outage", "Acme security", "Other security"}, ids)
}

func TestWhoCounts(t *testing.T) {
	for name, c := range map[string]struct {
		change func(i int, s *crisis.Signal)
		want   int
	}{
		"people":                          {func(int, *crisis.Signal) {}, 1},
		"one person, a hundred posts":     {func(_ int, s *crisis.Signal) { s.Author = "u" }, 0},
		"the same post a hundred times":   {func(_ int, s *crisis.Signal) { s.MentionID = "m" }, 0},
		"a hundred copies of one text":    {func(_ int, s *crisis.Signal) { s.Text = 9 }, 0},
		"posts of another day":            {func(_ int, s *crisis.Signal) { s.At = s.At.Add(-24 * time.Hour) }, 0},
		"posts half an hour late":         {func(_ int, s *crisis.Signal) { s.At = s.At.Add(-30 * time.Minute) }, 0},
		"posts a little late":             {func(_ int, s *crisis.Signal) { s.At = s.At.Add(-19 * time.Minute) }, 1},
		"posts of tomorrow count as now":  {func(_ int, s *crisis.Signal) { s.At = s.At.Add(24 * time.Hour) }, 1},
		"posts without a brand":           {func(_ int, s *crisis.Signal) { s.Brand = "" }, 0},
		"posts without a family":          {func(_ int, s *crisis.Signal) { s.Family = "" }, 0},
		"posts without an id":             {func(_ int, s *crisis.Signal) { s.MentionID = "" }, 0},
		"posts without a time":            {func(_ int, s *crisis.Signal) { s.At = time.Time{} }, 0},
		"own words, though they repeat":   {func(i int, s *crisis.Signal) { s.Text = uint64(i + 1) }, 1},
		"posts of the far future, a year": {func(_ int, s *crisis.Signal) { s.At = time.Unix(math.MaxInt64/2, 0) }, 0},
	} {
		t.Run(name, func(t *testing.T) {
			s := tell(t, crisis.Settings{})
			for i := range 100 {
				s.post(func(sig *crisis.Signal) { c.change(i, sig) })
				s.wait(5 * time.Second)
			}
			var pages int
			for _, told := range s.told() {
				if told == "rise page" {
					pages++
				}
			}
			require.Equal(t, c.want, pages)
		})
	}
}

// TestCopies: each doubling of the copies of one text counts one author more.
func TestCopies(t *testing.T) {
	for n, want := range map[int]float64{1: 1, 2: 2, 3: 2, 4: 3, 15: 4, 16: 5, 1000: 10} {
		s := tell(t, crisis.Settings{})
		for range n {
			s.post(text(7))
		}
		// Others complete the fifteen, so that the reasons show the sum.
		for range 15 - int(want) {
			require.Empty(t, kindsOf(s, crisis.LevelPage))
			s.post()
		}
		require.NotEmpty(t, kindsOf(s, crisis.LevelPage), "%d copies count %g", n, want)
	}
}

func kindsOf(s *story, level string) []crisis.Kind {
	var out []crisis.Kind
	for _, c := range s.changes {
		if c.Crisis.Level == level {
			out = append(out, c.Kind)
		}
	}
	return out
}

// TestOwnWords: who adds words of their own to a copied text is a person.
func TestOwnWords(t *testing.T) {
	s := tell(t, crisis.Settings{})
	for i := range 15 {
		s.post(text(7), by(string(rune('a'+i))))
	}
	require.Empty(t, s.changes)
	for i := range 15 {
		s.post(by(string(rune('a' + i))))
	}
	require.Contains(t, kindsOf(s, crisis.LevelPage), crisis.KindRise)
	require.Equal(t, 15, s.last(crisis.KindRise).Crisis.Authors)
	require.Equal(t, 15+13, s.last(crisis.KindRise).Crisis.Mentions, "thirteen people, and two copies that count two")
}

func TestBudgetIsShared(t *testing.T) {
	limit := func(others int) float64 {
		s := tell(t, crisis.Settings{})
		s.post()
		for i := range others {
			s.post(brand("Other " + string(rune('a'+i))))
		}
		s.wait(24 * time.Hour)
		s.burst(10, 5*time.Minute)
		return reason(t, s.last(crisis.KindBegin), "burst_threshold")
	}
	require.InDelta(t, math.Log(10), limit(9)-limit(0), 1e-9, "ten series share the budget of one")
	require.InDelta(t, math.Log(20), limit(19)-limit(0), 1e-9)
}

func TestThreshold(t *testing.T) {
	// The exact time between false alarms is what was asked for, and for busy series up to ten times that.
	for _, rate := range []float64{.1, .3, 1, 2, 5} {
		for _, minutes := range []float64{1440, 10080, 131040} {
			got := minutesToAlarm(rate, crisis.Threshold(rate, minutes))
			require.Greater(t, got, .9*minutes, "rate %g", rate)
			require.Less(t, got, 10*minutes, "rate %g", rate)
		}
	}
	require.Zero(t, crisis.Threshold(1e-9, 10080), "one author is more than such a series has in a year")
}
