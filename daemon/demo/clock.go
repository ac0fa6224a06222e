package demo

import (
	"context"
	"sync"
	"time"

	"firebreak/detectors"
)

const (
	// hold is how long time stands still after a post, so that it is worked off at its own time.
	hold = 300 * time.Millisecond
	// The real time between two posts: the longer, the more time lies between them.
	shortGap, longGap = 15 * time.Millisecond, 1300 * time.Millisecond
	// wholeGap is the time between two posts from which they are longGap apart.
	wholeGap = time.Hour
	// after is how long the clock goes on behind the last post.
	after = 10 * time.Minute
)

// clock maps real time to the time of the stories. It stands still until begin.
type clock struct {
	mu     sync.Mutex
	began  time.Time
	points []point
}

// point says that after some real time has passed, the stories are at a time. Between two points time goes evenly.
type point struct {
	passed time.Duration
	at     time.Time
}

// newClock lays out the posts, which are in order. at(i) is when the post i is due.
func newClock(posts []detectors.Mention, speed float64) *clock {
	scaled := func(d time.Duration) time.Duration { return time.Duration(float64(d) / speed) }
	c := &clock{}
	passed := time.Duration(0)
	for i := range posts {
		at := posts[i].CreatedAt
		if i > 0 {
			gap := at.Sub(posts[i-1].CreatedAt)
			share := min(float64(gap)/float64(wholeGap), 1)
			wait := shortGap
			if posts[i].Kind.HasText() {
				passed += scaled(hold)
				c.points = append(c.points, point{passed: passed, at: posts[i-1].CreatedAt})
				wait = longGap/2 + time.Duration(share*float64(longGap/2))
			}
			passed += scaled(wait)
		}
		c.points = append(c.points, point{passed: passed, at: at})
	}
	if n := len(posts); n > 0 {
		c.points = append(c.points, point{passed: passed + scaled(hold), at: posts[n-1].CreatedAt},
			point{passed: passed + scaled(hold+longGap), at: posts[n-1].CreatedAt.Add(after)})
	}
	return c
}

// begin starts the clock.
func (c *clock) begin() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.began = time.Now()
}

// Now is the time of the stories.
func (c *clock) Now() time.Time {
	c.mu.Lock()
	began := c.began
	c.mu.Unlock()
	if len(c.points) == 0 {
		return time.Now()
	}
	if began.IsZero() {
		return c.points[0].at
	}
	passed := time.Since(began)
	for i := 1; i < len(c.points); i++ {
		a, b := c.points[i-1], c.points[i]
		if passed >= b.passed {
			continue
		}
		share := float64(passed-a.passed) / float64(b.passed-a.passed)
		return a.at.Add(time.Duration(share * float64(b.at.Sub(a.at))))
	}
	return c.points[len(c.points)-1].at
}

// until waits until the stories are at a time.
func (c *clock) until(ctx context.Context, at time.Time) error {
	passed := c.points[len(c.points)-1].passed
	for _, p := range c.points {
		if !p.at.Before(at) {
			passed = p.passed
			break
		}
	}
	return c.wait(ctx, passed)
}

// settle waits until the clock has reached its end.
func (c *clock) settle(ctx context.Context) error {
	return c.wait(ctx, c.points[len(c.points)-1].passed)
}

func (c *clock) wait(ctx context.Context, passed time.Duration) error {
	c.mu.Lock()
	left := passed - time.Since(c.began)
	c.mu.Unlock()
	if left <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(left)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
