package daemon

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"go.uber.org/zap"

	"firebreak/daemon/obs"
)

// cleanups is a stack of named steps that undo what was started: the last one pushed runs first. It runs once.
type cleanups struct {
	mu    sync.Mutex
	steps []step
}

type step struct {
	name string
	undo func(ctx context.Context) error
}

func (c *cleanups) push(name string, undo func(ctx context.Context) error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.steps = append(c.steps, step{name: name, undo: undo})
}

// run undoes every step within the one deadline of ctx. A step that fails, or does not end in time, does not keep the others from running;
// one that does not end in time is left behind. A second call finds nothing left and returns nil.
func (c *cleanups) run(ctx context.Context, log *zap.Logger) error {
	c.mu.Lock()
	steps := c.steps
	c.steps = nil
	c.mu.Unlock()
	var errs []error
	for _, s := range slices.Backward(steps) {
		log.Debug("stopping", zap.String(obs.KeyStage, s.name))
		done := make(chan error, 1)
		go func() { done <- s.undo(ctx) }()
		var err error
		select {
		case err = <-done:
		case <-ctx.Done():
			err = ctx.Err()
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("stopping %s: %w", s.name, err))
		}
	}
	return errors.Join(errs...)
}
