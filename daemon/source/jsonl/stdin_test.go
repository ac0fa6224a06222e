package jsonl_test

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"firebreak/daemon/source"
	"firebreak/daemon/source/jsonl"
	"firebreak/daemon/source/sourcetest"
	"firebreak/detectors"
)

// lineOf returns a post as a line, without its end.
func lineOf(t *testing.T, n int) string {
	t.Helper()
	post := sourcetest.Post(n)
	raw, err := detectors.EncodeMention(&post)
	require.NoError(t, err)
	return string(raw)
}

func idsOf(numbers ...int) []string {
	ids := make([]string, 0, len(numbers))
	for _, n := range numbers {
		ids = append(ids, sourcetest.Post(n).ID)
	}
	return ids
}

// launch runs a source; end stops it and returns its error.
func launch(t *testing.T, cfg jsonl.Config, opts jsonl.Options, sink source.Sink) (src *jsonl.Source, end func() error) {
	t.Helper()
	src, err := jsonl.New("test", cfg, opts)
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- src.Run(ctx, sink) }()
	ended := false
	var result error
	end = func() error {
		if !ended {
			cancel()
			result, ended = <-done, true
		}
		return result
	}
	t.Cleanup(func() { _ = end() })
	return src, end
}

// wait waits until the sink has these posts, and nothing else, in this order.
func wait(t *testing.T, sink *sourcetest.Sink, numbers ...int) {
	t.Helper()
	waitFor(t, sink, func(s *sourcetest.Sink) bool { return len(s.IDs()) >= len(numbers) })
	require.Equal(t, idsOf(numbers...), sink.IDs())
}

func waitFor(t *testing.T, sink *sourcetest.Sink, cond func(s *sourcetest.Sink) bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	require.NoError(t, sink.Wait(ctx, cond))
}

func TestStdin(t *testing.T) {
	t.Run("a reader", func(t *testing.T) {
		sink := sourcetest.NewSink(nil)
		in := strings.NewReader("\ufeff" + lineOf(t, 0) + "\r\n\n{\n" + lineOf(t, 1))
		src, err := jsonl.New("stdin", jsonl.Config{Path: "-"}, jsonl.Options{Stdin: in})
		require.NoError(t, err)
		require.NoError(t, src.Run(t.Context(), sink))
		require.Equal(t, idsOf(0, 1), sink.IDs())
		require.Len(t, sink.Rejected(), 1)
		require.Equal(t, "stdin:3", sink.Rejected()[0].Place)
		require.Empty(t, sink.Saved(), "nobody can read standard input again")
		require.Equal(t, jsonl.Progress{File: "stdin", Line: 4, Offset: src.Progress().Offset, Accepted: 2, Rejected: 1}, src.Progress())
	})
	t.Run("a pipe that is silent does not hold up what came", func(t *testing.T) {
		r, w, err := os.Pipe()
		require.NoError(t, err)
		defer func() { require.NoError(t, r.Close()) }()
		sink := sourcetest.NewSink(nil)
		_, end := launch(t, jsonl.Config{Path: "-"}, jsonl.Options{Stdin: r}, sink)
		for n := range 3 {
			_, err = fmt.Fprintln(w, lineOf(t, n))
			require.NoError(t, err)
			waitFor(t, sink, func(s *sourcetest.Sink) bool { return len(s.IDs()) == n+1 })
		}
		_, err = io.WriteString(w, lineOf(t, 3))
		require.NoError(t, err)
		require.NoError(t, w.Close())
		wait(t, sink, 0, 1, 2, 3)
		require.NoError(t, end())
	})
	t.Run("a pipe that is silent does not keep it from stopping", func(t *testing.T) {
		r, w, err := os.Pipe()
		require.NoError(t, err)
		defer func() { require.NoError(t, r.Close()) }()
		defer func() { require.NoError(t, w.Close()) }()
		sink := sourcetest.NewSink(nil)
		_, end := launch(t, jsonl.Config{Path: "-"}, jsonl.Options{Stdin: r}, sink)
		waitFor(t, sink, func(s *sourcetest.Sink) bool { return len(s.States()) > 0 })
		began := time.Now()
		require.NoError(t, end())
		require.Less(t, time.Since(began), 5*time.Second)
	})
	t.Run("a reader that fails", func(t *testing.T) {
		r, w, err := os.Pipe()
		require.NoError(t, err)
		require.NoError(t, w.Close())
		require.NoError(t, r.Close())
		src, err := jsonl.New("stdin", jsonl.Config{Path: "-"}, jsonl.Options{Stdin: r})
		require.NoError(t, err)
		require.ErrorContains(t, src.Run(t.Context(), sourcetest.NewSink(nil)), "standard input: reading line 1")
	})
}
