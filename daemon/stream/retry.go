package stream

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/segmentio/kafka-go"
	"go.uber.org/zap"
)

const (
	retryMin = 50 * time.Millisecond
	retryMax = 2 * time.Second
)

// backOff is a doubling wait with jitter.
type backOff struct {
	min, max time.Duration
	tries    int
}

// next is the wait before the next try: between half and all of the doubled time.
func (b *backOff) next() time.Duration {
	d := b.max
	if b.tries < 20 {
		d = min(b.max, b.min<<b.tries)
	}
	b.tries++
	return d/2 + rand.N(d/2+1) //nolint:gosec // jitter is no secret.
}

func (b *backOff) reset() { b.tries = 0 }

// wait waits for d, and reports whether ctx is still live.
func wait(ctx context.Context, d time.Duration) bool {
	if ctx.Err() != nil {
		return false
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}

// retry calls do until it succeeds, fails for good, or ctx or the client ends. The last error is part of the one returned.
func (c *Client) retry(ctx context.Context, what string, do func(context.Context) error) error {
	if c.isClosed() {
		return fmt.Errorf("%s: %w", what, ErrClosed)
	}
	b := backOff{min: retryMin, max: retryMax}
	var last error
	for {
		err := do(ctx)
		if err == nil {
			return nil
		}
		// The context's end hides why it took so long: keep the error before it.
		if last == nil || ctx.Err() == nil {
			last = err
		}
		if !transient(err) {
			return fmt.Errorf("%s: %w", what, err)
		}
		c.log.Debug("retrying", zap.String("what", what), zap.Error(err))
		if c.isClosed() {
			return fmt.Errorf("%s: %w", what, ErrClosed)
		}
		if !wait(ctx, b.next()) {
			if errors.Is(last, ctx.Err()) {
				return fmt.Errorf("%s: %w", what, last)
			}
			return fmt.Errorf("%s: %w: %w", what, ctx.Err(), last)
		}
	}
}

// transient reports whether trying again may help. Everything that is not known to be final may: brokers restart, leaders move, names
// resolve later.
func transient(err error) bool {
	if errors.Is(err, ErrTooLarge) || errors.Is(err, ErrUnknownTopic) || errors.Is(err, ErrClosed) || errors.Is(err, ErrConfig) {
		return false
	}
	var k kafka.Error
	if errors.As(err, &k) {
		return k == kafka.BrokerNotAvailable || k.Temporary() || k.Timeout()
	}
	return true
}
