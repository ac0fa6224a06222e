package hours_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"firebreak/daemon/escalation/hours"
)

func office(t *testing.T) *hours.Calendar {
	t.Helper()
	c, err := hours.New("Europe/London", []string{"mon-fri 09:00-17:00"}, []string{"2026-12-25", "2026-12-28"})
	require.NoError(t, err)
	return c
}

func at(t *testing.T, s string) time.Time {
	t.Helper()
	zone, err := time.LoadLocation("Europe/London")
	require.NoError(t, err)
	v, err := time.ParseInLocation("2006-01-02 15:04", s, zone)
	require.NoError(t, err)
	return v
}

func TestDue(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		start string
		d     time.Duration
		due   string
	}{
		"within the day":              {"2026-11-24 10:00", time.Hour, "2026-11-24 11:00"},
		"over the weekend":            {"2026-11-20 16:45", 30 * time.Minute, "2026-11-23 09:15"},
		"to the minute of closing":    {"2026-11-20 16:30", 30 * time.Minute, "2026-11-20 17:00"},
		"begins before opening":       {"2026-11-24 03:00", time.Hour, "2026-11-24 10:00"},
		"begins after closing":        {"2026-11-24 22:00", time.Hour, "2026-11-25 10:00"},
		"begins on a Saturday":        {"2026-11-21 12:00", time.Hour, "2026-11-23 10:00"},
		"over holidays":               {"2026-12-24 16:30", time.Hour, "2026-12-29 09:30"},
		"longer than a day":           {"2026-11-24 09:00", 20 * time.Hour, "2026-11-26 13:00"},
		"the clocks go back":          {"2026-10-23 16:30", time.Hour, "2026-10-26 09:30"},
		"nothing, at night, is early": {"2026-11-24 22:00", 0, "2026-11-25 09:00"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			due := office(t).Due(at(t, c.start), c.d)
			require.True(t, at(t, c.due).Equal(due), "due %s", due)
		})
	}
}

func TestDueOnTheDayWhenClocksChange(t *testing.T) {
	t.Parallel()
	c, err := hours.New("Europe/London", []string{"sun 00:00-24:00"}, nil)
	require.NoError(t, err)
	// The night from 1:59 to 1:00 again has an hour more.
	due := c.Due(at(t, "2026-10-25 00:30"), 3*time.Hour)
	require.True(t, at(t, "2026-10-25 02:30").Equal(due), "due %s", due)
}

func TestAroundTheClock(t *testing.T) {
	t.Parallel()
	c, err := hours.New("Europe/London", nil, nil)
	require.NoError(t, err)
	start := at(t, "2026-11-21 23:00")
	require.True(t, start.Add(2*time.Hour).Equal(c.Due(start, 2*time.Hour)))
	require.True(t, c.Open(start))
}

func TestOpen(t *testing.T) {
	t.Parallel()
	c := office(t)
	require.True(t, c.Open(at(t, "2026-11-24 09:00")))
	require.False(t, c.Open(at(t, "2026-11-24 17:00")))
	require.False(t, c.Open(at(t, "2026-11-21 12:00")))
	require.False(t, c.Open(at(t, "2026-12-25 12:00")))
}

func TestFaults(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		zone     string
		lines    []string
		holidays []string
		want     error
	}{
		"zone":          {"Mars/Base", []string{"mon 09:00-17:00"}, nil, hours.ErrZone},
		"machine's own": {"Local", []string{"mon 09:00-17:00"}, nil, hours.ErrZone},
		"day":           {"UTC", []string{"monday 09:00-17:00"}, nil, hours.ErrDays},
		"no hours":      {"UTC", []string{"mon"}, nil, hours.ErrDays},
		"no end":        {"UTC", []string{"mon 09:00"}, nil, hours.ErrDays},
		"no clock":      {"UTC", []string{"mon 9-17"}, nil, hours.ErrDays},
		"backwards":     {"UTC", []string{"mon 17:00-09:00"}, nil, hours.ErrDays},
		"overlap":       {"UTC", []string{"mon-fri 09:00-17:00", "wed 16:00-18:00"}, nil, hours.ErrDays},
		"holiday":       {"UTC", []string{"mon 09:00-17:00"}, []string{"25.12.2026"}, hours.ErrHoliday},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := hours.New(c.zone, c.lines, c.holidays)
			require.ErrorIs(t, err, c.want)
		})
	}
}

func TestLinesOfAWeek(t *testing.T) {
	t.Parallel()
	c, err := hours.New("UTC", []string{"fri-mon 10:00-12:00", "tue,thu 08:00-09:00", "tue 14:00-15:00"}, nil)
	require.NoError(t, err)
	for day, want := range map[int]bool{20: true, 21: true, 22: true, 23: true, 24: false, 25: false} {
		require.Equal(t, want, c.Open(time.Date(2026, 11, day, 11, 0, 0, 0, time.UTC)), "November %d", day)
	}
	require.True(t, c.Open(time.Date(2026, 11, 24, 14, 30, 0, 0, time.UTC)))
}

// Working time only ever adds up: what is due later begins later, and two pieces are the same as one.
func TestDueAddsUp(t *testing.T) {
	t.Parallel()
	c := office(t)
	rapid.Check(t, func(t *rapid.T) {
		start := time.Unix(rapid.Int64Range(1_700_000_000, 1_900_000_000).Draw(t, "start"), 0)
		a := time.Duration(rapid.IntRange(1, 3000).Draw(t, "a")) * time.Minute
		b := time.Duration(rapid.IntRange(1, 3000).Draw(t, "b")) * time.Minute
		whole := c.Due(start, a+b)
		require.True(t, whole.Equal(c.Due(c.Due(start, a), b)), "in one piece and in two")
		require.False(t, c.Due(start, a).Before(start.Add(a)), "never earlier than around the clock")
		require.False(t, c.Due(start.Add(a), b).Before(c.Due(start, b)), "who begins later is not done earlier")
	})
}
