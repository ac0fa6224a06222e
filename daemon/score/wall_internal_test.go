package score

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestWallClock(t *testing.T) {
	t.Parallel()
	base := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	type reading struct {
		wall, elapsed  time.Duration
		believed, jump time.Duration
	}
	for name, readings := range map[string][]reading{
		"steady":      {{0, 0, 0, 0}, {time.Second, time.Second, time.Second, 0}, {time.Hour, time.Hour, time.Hour, 0}},
		"slews":       {{0, 0, 0, 0}, {time.Hour + time.Minute, time.Hour, time.Hour + time.Minute, 0}},
		"leaps":       {{0, 0, 0, 0}, {5 * time.Hour, time.Second, time.Second, 5*time.Hour - time.Second}, {5*time.Hour + time.Minute, time.Minute + time.Second, time.Minute + time.Second, 0}},
		"is set back": {{0, 0, 0, 0}, {5*time.Hour + time.Second, time.Second, time.Second, 5 * time.Hour}, {time.Minute, time.Minute, time.Minute, -5 * time.Hour}},
		"is believed in the end": {
			{0, 0, 0, 0},
			{5*time.Hour + time.Second, time.Second, time.Second, 5 * time.Hour},
			{5*time.Hour + 11*time.Minute, 11 * time.Minute, 5*time.Hour + 11*time.Minute, 0},
		},
		"falls back": {{0, 0, 0, 0}, {-time.Hour, time.Second, time.Second, -time.Hour - time.Second}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var c wallClock
			for i, r := range readings {
				now, jump := c.read(base.Add(r.wall), r.elapsed)
				require.Equal(t, base.Add(r.believed), now, "reading %d", i)
				require.Equal(t, r.jump, jump, "reading %d", i)
			}
		})
	}
}
