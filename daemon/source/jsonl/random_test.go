package jsonl_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"firebreak/daemon/source/jsonl"
	"firebreak/daemon/source/sourcetest"
)

// TestNothingIsLost writes, rotates and renames at random while sources start and stop at random, and counts.
func TestNothingIsLost(t *testing.T) {
	for seed := range uint64(10) {
		t.Run(fmt.Sprintf("file %d", seed), func(t *testing.T) { neverLoses(t, seed, false) })
		t.Run(fmt.Sprintf("folder %d", seed), func(t *testing.T) { neverLoses(t, seed, true) })
	}
}

func neverLoses(t *testing.T, seed uint64, folder bool) {
	t.Helper()
	random := rand.New(rand.NewPCG(seed, 7))
	dir := t.TempDir()
	path := filepath.Join(dir, "posts.jsonl")
	write(t, path, nil)
	cfg := jsonl.Config{Path: path, Follow: true, Poll: 10 * time.Millisecond}
	if folder {
		cfg.Path = dir
	}
	heard := map[string]bool{}
	var cursor []byte
	var sink *sourcetest.Sink
	var stop func() error
	start := func() {
		sink = sourcetest.NewSink(cursor)
		_, stop = launch(t, cfg, jsonl.Options{Now: hasty()}, sink)
	}
	halt := func() {
		require.NoError(t, stop())
		for _, id := range sink.IDs() {
			heard[id] = true
		}
		var err error
		cursor, err = sink.Cursor(t.Context())
		require.NoError(t, err)
		require.Empty(t, sink.Rejected(), "no line is cut in two")
	}
	start()
	// What was rotated away before a source first saw the file is none of its business.
	put(t, path, 0)
	waitFor(t, sink, func(s *sourcetest.Sink) bool { return len(s.Saved()) > 0 && len(s.IDs()) > 0 })
	posts, files := 1, 0
	for range 40 {
		switch random.IntN(8) {
		case 0:
			halt()
			if random.IntN(2) == 0 {
				// What happens meanwhile happens while nobody listens.
				put(t, path, posts)
				posts++
			}
			start()
		case 1:
			files++
			rotated := fmt.Sprintf("%s.%d", path, files)
			if folder {
				rotated = filepath.Join(dir, fmt.Sprintf("a%02d.jsonl", files))
			}
			require.NoError(t, os.Rename(path, rotated))
			write(t, path, nil)
		case 2:
			whole := lineOf(t, posts) + "\n"
			cut := random.IntN(len(whole))
			write(t, path, []byte(whole[:cut]))
			if random.IntN(2) == 0 {
				halt()
				start()
			}
			write(t, path, []byte(whole[cut:]))
			posts++
		default:
			for range random.IntN(20) {
				put(t, path, posts)
				posts++
			}
		}
	}
	put(t, path, posts)
	last := sourcetest.Post(posts).ID
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	all := func(s *sourcetest.Sink) int {
		n := 0
		got := map[string]bool{last: false}
		for _, id := range s.IDs() {
			got[id] = true
		}
		for n := range posts + 1 {
			if id := sourcetest.Post(n).ID; !got[id] && !heard[id] {
				return n
			}
		}
		return n - 1
	}
	err := sink.Wait(ctx, func(s *sourcetest.Sink) bool { return all(s) < 0 })
	require.NoError(t, err, "post %d of %d is missing", all(sink), posts+1)
	halt()
}
