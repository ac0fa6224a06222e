package score

import "time"

const (
	// jumpTolerance is how much the wall clock may differ from elapsed time between two readings: slewing and a slow reader stay below it.
	jumpTolerance = 2 * time.Minute
	// holdJump is how long a jump is not believed. A clock that was set right stays as it is; one that was set wrong is usually set back by then.
	holdJump = 10 * time.Minute
)

// wallClock reads the wall clock without believing its jumps: a host that wakes up, or whose clock is set, must not let every clock run out at
// once. Its zero value is ready.
type wallClock struct {
	wall    time.Time
	elapsed time.Duration
	// ahead is how far the wall is before what is believed, since is when it jumped.
	ahead time.Duration
	since time.Duration
}

// read returns the time that is believed, from what the wall says and from the time elapsed since any fixed moment, and by how much the wall jumped
// since the last reading, zero mostly.
func (c *wallClock) read(wall time.Time, elapsed time.Duration) (now time.Time, jump time.Duration) {
	if c.wall.IsZero() {
		c.wall, c.elapsed = wall, elapsed
		return wall, 0
	}
	drift := wall.Sub(c.wall) - (elapsed - c.elapsed)
	c.wall, c.elapsed = wall, elapsed
	if drift > jumpTolerance || drift < -jumpTolerance {
		c.ahead += drift
		c.since = elapsed
		jump = drift
	}
	if c.ahead != 0 && elapsed-c.since >= holdJump {
		c.ahead = 0
	}
	return wall.Add(-c.ahead), jump
}
