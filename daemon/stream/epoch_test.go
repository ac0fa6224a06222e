package stream_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"firebreak/daemon/stream"
)

func enter(t *testing.T, id int32, highest stream.Epoch) stream.Epoch {
	t.Helper()
	e, err := stream.EnterEpoch(t.Context(), stream.Generation{ID: id}, highest)
	require.NoError(t, err)
	return e
}

func TestEpochsFollowTheGenerations(t *testing.T) {
	t.Parallel()
	first := enter(t, 3, stream.Epoch{})
	second := enter(t, 4, first)
	require.True(t, first.Before(second))
	require.False(t, second.Before(first))
	require.Equal(t, second, enter(t, 4, second), "the same owner again")
	require.True(t, stream.EpochOf(nil).Before(first), "records of before there were epochs are the oldest")
	require.Equal(t, second, stream.EpochOf(second.Headers()))
	require.Equal(t, stream.Epoch{}, stream.EpochOf([]stream.Header{{Key: "generation", Value: []byte("many")}}))
}

// A group that was made anew counts from 1: its owners are newer all the same, and wait to be sure that they are not older.
func TestEpochsGoOnInANewGroup(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		old := enter(t, 7, stream.Epoch{})
		began := time.Now()
		anew := enter(t, 1, old)
		require.Equal(t, 10*time.Second, time.Since(began))
		require.True(t, old.Before(anew))
		require.Equal(t, anew, stream.EpochOf(anew.Headers()))

		began = time.Now()
		next := enter(t, 2, anew)
		require.Zero(t, time.Since(began), "its next owner waits no more")
		require.True(t, anew.Before(next))
	})
}

func TestWhoHasLostThePartitionEntersNoEpoch(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, lost := context.WithTimeout(t.Context(), 2500*time.Millisecond)
		defer lost()
		_, err := stream.EnterEpoch(ctx, stream.Generation{ID: 3}, enter(t, 4, stream.Epoch{}))
		require.ErrorIs(t, err, context.DeadlineExceeded)
	})
}
