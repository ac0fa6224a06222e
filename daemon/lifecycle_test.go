package daemon

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/zap"
)

func TestCleanupsRunLastInFirstOut(t *testing.T) {
	t.Parallel()
	var c cleanups
	var order []string
	step := func(name string, err error) {
		c.push(name, func(context.Context) error {
			order = append(order, name)
			return err
		})
	}
	step("broker", nil)
	step("client", errors.New("no answer"))
	step("stage", nil)
	err := c.run(t.Context(), zap.NewNop())
	require.ErrorContains(t, err, "stopping client: no answer")
	require.Equal(t, []string{"stage", "client", "broker"}, order, "a step that fails does not keep the others from running")
	require.NoError(t, c.run(t.Context(), zap.NewNop()), "nothing is undone twice")
	require.Len(t, order, 3)
}

func TestCleanupsDoNotWaitBehindTheDeadline(t *testing.T) {
	t.Parallel()
	var c cleanups
	release, first := make(chan struct{}), make(chan struct{})
	defer close(release)
	c.push("first", func(context.Context) error { close(first); return nil })
	c.push("stuck", func(context.Context) error { <-release; return nil })
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err := c.run(ctx, zap.NewNop())
	require.ErrorIs(t, err, context.Canceled)
	require.ErrorContains(t, err, "stuck")
	<-first
}
