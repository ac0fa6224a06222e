package jsonl_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"firebreak/config"
	"firebreak/daemon/source"
	"firebreak/daemon/source/jsonl"
	"firebreak/daemon/source/sourcetest"
)

// put appends posts to a file.
func put(t *testing.T, path string, numbers ...int) {
	t.Helper()
	for _, n := range numbers {
		write(t, path, []byte(lineOf(t, n)+"\n"))
	}
}

// once reads a path to its end, from a cursor, and returns the sink.
func once(t *testing.T, path string, cursor []byte) *sourcetest.Sink {
	t.Helper()
	sink := sourcetest.NewSink(cursor)
	src, err := jsonl.New("test", jsonl.Config{Path: path}, jsonl.Options{})
	require.NoError(t, err)
	require.NoError(t, src.Run(t.Context(), sink))
	return sink
}

func cursorOf(t *testing.T, sink *sourcetest.Sink) []byte {
	t.Helper()
	cursor, err := sink.Cursor(t.Context())
	require.NoError(t, err)
	require.NotEmpty(t, cursor)
	return cursor
}

// TestRestart changes files between two runs that are not followed.
func TestRestart(t *testing.T) {
	rename := func(t *testing.T, from, to string) {
		t.Helper()
		require.NoError(t, os.Rename(from, to))
	}
	tests := []struct {
		name string
		// change happens after posts 0 to 4 of dir/posts.jsonl were read.
		change func(t *testing.T, dir, path string)
		folder bool
		want   []int
		gaps   int
	}{
		{name: "nothing", change: func(*testing.T, string, string) {}},
		{name: "appended", change: func(t *testing.T, _, path string) { t.Helper(); put(t, path, 5, 6) }, want: []int{5, 6}},
		{
			name: "written anew, longer than before", gaps: 1, want: []int{10, 11, 12, 13, 14, 15, 16},
			change: func(t *testing.T, _, path string) {
				t.Helper()
				require.NoError(t, os.Remove(path))
				put(t, path, 10, 11, 12, 13, 14, 15, 16)
			},
		},
		{
			name: "emptied and begun again", gaps: 1, want: []int{10},
			change: func(t *testing.T, _, path string) {
				t.Helper()
				require.NoError(t, os.Truncate(path, 0))
				put(t, path, 10)
			},
		},
		{
			name: "written anew with the same start", want: []int{5, 6},
			change: func(t *testing.T, _, path string) {
				t.Helper()
				require.NoError(t, os.Remove(path))
				put(t, path, 0, 1, 2, 3, 4, 5, 6)
			},
		},
		{
			name: "rotated after more was written", want: []int{5, 6, 7},
			change: func(t *testing.T, _, path string) {
				t.Helper()
				put(t, path, 5)
				rename(t, path, path+".1")
				put(t, path, 6, 7)
			},
		},
		{
			name: "rotated twice", want: []int{5, 6, 7},
			change: func(t *testing.T, _, path string) {
				t.Helper()
				put(t, path, 5)
				rename(t, path, path+".2")
				require.NoError(t, os.Chtimes(path+".2", time.Now(), time.Now().Add(-time.Minute)))
				put(t, path, 6)
				rename(t, path, path+".1")
				put(t, path, 7)
			},
		},
		{
			name: "copied and emptied", want: []int{5, 6},
			change: func(t *testing.T, _, path string) {
				t.Helper()
				put(t, path, 5)
				data, err := os.ReadFile(path)
				require.NoError(t, err)
				write(t, path+"-20260302", data)
				require.NoError(t, os.Truncate(path, 0))
				put(t, path, 6)
			},
		},
		{
			name: "rotated and packed", gaps: 1, want: []int{6},
			change: func(t *testing.T, _, path string) {
				t.Helper()
				require.NoError(t, os.Remove(path))
				write(t, path+".1.gz", []byte("packed"))
				put(t, path, 6)
			},
		},
		{
			name: "folder: another file", folder: true, want: []int{5, 6},
			change: func(t *testing.T, dir, path string) {
				t.Helper()
				put(t, path, 6)
				put(t, filepath.Join(dir, "a.jsonl"), 5)
			},
		},
		{
			name: "folder: renamed", folder: true, want: []int{5},
			change: func(t *testing.T, dir, path string) {
				t.Helper()
				rename(t, path, filepath.Join(dir, "zzz.jsonl"))
				put(t, filepath.Join(dir, "zzz.jsonl"), 5)
			},
		},
		{
			name: "folder: moved away", folder: true, want: []int{5},
			change: func(t *testing.T, dir, path string) {
				t.Helper()
				rename(t, path, filepath.Join(dir, "posts.done"))
				put(t, filepath.Join(dir, "b.jsonl"), 5)
			},
		},
		{
			name: "folder: rotated to a name that is not read", folder: true, want: []int{5, 6},
			change: func(t *testing.T, _, path string) {
				t.Helper()
				put(t, path, 5)
				rename(t, path, path+".1")
				put(t, path, 6)
			},
		},
		{
			name: "folder: only what is meant", folder: true, want: []int{5},
			change: func(t *testing.T, dir, _ string) {
				t.Helper()
				put(t, filepath.Join(dir, ".hidden.jsonl"), 90)
				put(t, filepath.Join(dir, "notes.txt"), 91)
				require.NoError(t, os.Mkdir(filepath.Join(dir, "folder.jsonl"), 0o700))
				require.NoError(t, os.Mkdir(filepath.Join(dir, "below"), 0o700))
				put(t, filepath.Join(dir, "below", "c.jsonl"), 92)
				put(t, filepath.Join(dir, "c.jsonl"), 5)
			},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, "posts.jsonl")
			target := path
			if tt.folder {
				target = dir
			}
			put(t, path, 0, 1, 2, 3, 4)
			first := once(t, target, nil)
			require.Equal(t, idsOf(0, 1, 2, 3, 4), first.IDs())
			tt.change(t, dir, path)
			second := once(t, target, cursorOf(t, first))
			require.Equal(t, idsOf(tt.want...), second.IDs())
			require.Len(t, second.Gaps(), tt.gaps)
			if len(second.Saved()) > 0 {
				require.Empty(t, once(t, target, cursorOf(t, second)).IDs(), "everything was taken")
			}
		})
	}
}

func TestHalfALine(t *testing.T) {
	path := filepath.Join(t.TempDir(), "posts.jsonl")
	whole := lineOf(t, 1) + "\n"
	put(t, path, 0)
	write(t, path, []byte(whole[:40]))
	first := once(t, path, nil)
	require.Equal(t, idsOf(0), first.IDs())
	require.Len(t, first.Rejected(), 1, "it may be all there will ever be")
	write(t, path, []byte(whole[40:]))
	second := once(t, path, cursorOf(t, first))
	require.Equal(t, idsOf(1), second.IDs(), "but it is read again")
	require.Empty(t, second.Rejected())
	write(t, path, []byte(lineOf(t, 2)))
	third := once(t, path, cursorOf(t, second))
	require.Equal(t, idsOf(2), third.IDs(), "a whole record needs no line end")
	write(t, path, []byte("\n"+lineOf(t, 3)+"\n"))
	require.Equal(t, idsOf(3), once(t, path, cursorOf(t, third)).IDs())
}

func TestFollow(t *testing.T) {
	slow := jsonl.Config{Follow: true, Poll: time.Hour}
	quick := jsonl.Config{Follow: true, Poll: 20 * time.Millisecond}
	both := func(t *testing.T, fn func(t *testing.T, cfg jsonl.Config)) {
		t.Helper()
		t.Run("told by the system", func(t *testing.T) { fn(t, slow) })
		t.Run("by looking", func(t *testing.T) { fn(t, quick) })
	}
	t.Run("a half line is waited for", func(t *testing.T) {
		both(t, func(t *testing.T, cfg jsonl.Config) {
			t.Helper()
			cfg.Path = filepath.Join(t.TempDir(), "posts.jsonl")
			put(t, cfg.Path, 0)
			sink := sourcetest.NewSink(nil)
			src, end := launch(t, cfg, jsonl.Options{}, sink)
			wait(t, sink, 0)
			whole := lineOf(t, 1) + "\n"
			for _, part := range []string{whole[:10], whole[10:50], whole[50:]} {
				write(t, cfg.Path, []byte(part))
			}
			wait(t, sink, 0, 1)
			require.NoError(t, end())
			require.Empty(t, sink.Rejected())
			require.Equal(t, 2, src.Progress().Line)
		})
	})
	t.Run("the file comes later", func(t *testing.T) {
		both(t, func(t *testing.T, cfg jsonl.Config) {
			t.Helper()
			cfg.Path = filepath.Join(t.TempDir(), "posts.jsonl")
			sink := sourcetest.NewSink(nil)
			_, end := launch(t, cfg, jsonl.Options{}, sink)
			waitFor(t, sink, func(s *sourcetest.Sink) bool { return inState(s, source.StateStalled) })
			put(t, cfg.Path, 0)
			wait(t, sink, 0)
			require.NoError(t, end())
		})
	})
	t.Run("rotated while the sink blocks", func(t *testing.T) {
		both(t, func(t *testing.T, cfg jsonl.Config) {
			t.Helper()
			cfg.Path = filepath.Join(t.TempDir(), "posts.jsonl")
			put(t, cfg.Path, 0)
			sink := sourcetest.NewSink(nil)
			release := sink.Block()
			defer release()
			_, end := launch(t, cfg, jsonl.Options{}, sink)
			waitFor(t, sink, func(s *sourcetest.Sink) bool { n, _ := s.Offered(); return n > 0 })
			put(t, cfg.Path, 1)
			old := time.Now().Add(-time.Minute)
			require.NoError(t, os.Rename(cfg.Path, cfg.Path+".2"))
			require.NoError(t, os.Chtimes(cfg.Path+".2", old, old))
			put(t, cfg.Path, 2)
			require.NoError(t, os.Rename(cfg.Path, cfg.Path+".1"))
			put(t, cfg.Path, 3)
			release()
			wait(t, sink, 0, 1, 2, 3)
			put(t, cfg.Path, 4)
			wait(t, sink, 0, 1, 2, 3, 4)
			require.NoError(t, end())
			require.Empty(t, sink.Gaps())
		})
	})
	t.Run("the writer goes on with the old file for a while", func(t *testing.T) {
		cfg := slow
		cfg.Path = filepath.Join(t.TempDir(), "posts.jsonl")
		put(t, cfg.Path, 0)
		sink := sourcetest.NewSink(nil)
		_, end := launch(t, cfg, jsonl.Options{}, sink)
		wait(t, sink, 0)
		require.NoError(t, os.Rename(cfg.Path, cfg.Path+".1"))
		put(t, cfg.Path, 1)
		wait(t, sink, 0, 1)
		put(t, cfg.Path+".1", 2)
		put(t, cfg.Path, 3)
		wait(t, sink, 0, 1, 2, 3)
		require.NoError(t, end())
	})
	t.Run("emptied", func(t *testing.T) {
		both(t, func(t *testing.T, cfg jsonl.Config) {
			t.Helper()
			cfg.Path = filepath.Join(t.TempDir(), "posts.jsonl")
			put(t, cfg.Path, 0, 1, 2)
			sink := sourcetest.NewSink(nil)
			_, end := launch(t, cfg, jsonl.Options{}, sink)
			wait(t, sink, 0, 1, 2)
			require.NoError(t, os.Truncate(cfg.Path, 0))
			waitFor(t, sink, func(s *sourcetest.Sink) bool { return len(s.Gaps()) == 1 })
			put(t, cfg.Path, 3)
			wait(t, sink, 0, 1, 2, 3)
			require.NoError(t, end())
			require.False(t, sink.Gaps()[0].From.After(sink.Gaps()[0].To))
			require.Equal(t, int64(-1), sink.Gaps()[0].Posts)
		})
	})
	t.Run("new files in a folder", func(t *testing.T) {
		both(t, func(t *testing.T, cfg jsonl.Config) {
			t.Helper()
			cfg.Path = t.TempDir()
			sink := sourcetest.NewSink(nil)
			_, end := launch(t, cfg, jsonl.Options{}, sink)
			for n, name := range []string{"b.jsonl", "a.jsonl", "b.jsonl", "c.jsonl"} {
				put(t, filepath.Join(cfg.Path, name), n)
				waitFor(t, sink, func(s *sourcetest.Sink) bool { return len(s.IDs()) == n+1 })
			}
			require.NoError(t, end())
			require.Equal(t, idsOf(0, 1, 2, 3), sink.IDs())
		})
	})
	t.Run("a folder that goes and comes back", func(t *testing.T) {
		cfg := quick
		cfg.Path = filepath.Join(t.TempDir(), "drop")
		require.NoError(t, os.Mkdir(cfg.Path, 0o700))
		put(t, filepath.Join(cfg.Path, "a.jsonl"), 0)
		sink := sourcetest.NewSink(nil)
		_, end := launch(t, cfg, jsonl.Options{}, sink)
		wait(t, sink, 0)
		require.NoError(t, os.RemoveAll(cfg.Path))
		waitFor(t, sink, func(s *sourcetest.Sink) bool { return inState(s, source.StateStalled) })
		require.NoError(t, os.Mkdir(cfg.Path, 0o700))
		put(t, filepath.Join(cfg.Path, "a.jsonl"), 1)
		wait(t, sink, 0, 1)
		require.NoError(t, end())
	})
	t.Run("more files than may be open", func(t *testing.T) {
		cfg := slow
		cfg.Path = t.TempDir()
		for n := range 80 {
			put(t, filepath.Join(cfg.Path, sourcetest.Post(n + 100).ID[6:]+".jsonl"), n)
		}
		sink := sourcetest.NewSink(nil)
		_, end := launch(t, cfg, jsonl.Options{}, sink)
		waitFor(t, sink, func(s *sourcetest.Sink) bool { return len(s.IDs()) == 80 })
		put(t, filepath.Join(cfg.Path, "100.jsonl"), 80)
		waitFor(t, sink, func(s *sourcetest.Sink) bool { return len(s.IDs()) == 81 })
		require.NoError(t, end())
	})
}

func inState(s *sourcetest.Sink, state source.State) bool {
	for _, c := range s.States() {
		if c.State == state {
			return true
		}
	}
	return false
}

func TestRefusals(t *testing.T) {
	dir := t.TempDir()
	many := filepath.Join(dir, "many")
	require.NoError(t, os.Mkdir(many, 0o700))
	for n := range 5001 {
		require.NoError(t, os.WriteFile(filepath.Join(many, sourcetest.Post(n).ID+".jsonl"), nil, 0o600))
	}
	tests := []struct {
		name string
		cfg  jsonl.Config
		want []string
	}{
		{"no file", jsonl.Config{Path: filepath.Join(dir, "absent.jsonl")}, []string{"absent.jsonl", "no such file", "follow: true"}},
		{"no folder", jsonl.Config{Path: filepath.Join(dir, "absent", "a.jsonl")}, []string{"no such file"}},
		{"a device", jsonl.Config{Path: os.DevNull}, []string{os.DevNull, `path: "-"`}},
		{"too many files", jsonl.Config{Path: many}, []string{"5001 files", "move those away"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			src, err := jsonl.New("test", tt.cfg, jsonl.Options{})
			require.NoError(t, err)
			err = src.Run(t.Context(), sourcetest.NewSink(nil))
			for _, part := range tt.want {
				require.ErrorContains(t, err, part)
			}
		})
	}
	t.Run("an empty folder is no fault", func(t *testing.T) {
		require.Empty(t, once(t, t.TempDir(), nil).IDs())
	})
}

func TestNew(t *testing.T) {
	tests := []struct {
		name string
		cfg  jsonl.Config
		want string
	}{
		{"nothing", jsonl.Config{}, "path is required"},
		{"standard input cannot be followed", jsonl.Config{Path: "-", Follow: true}, "follow has no meaning"},
		{"too quick", jsonl.Config{Path: "x", Poll: time.Nanosecond}, "poll is 1ns"},
		{"negative", jsonl.Config{Path: "x", Poll: -time.Second}, "poll is -1s"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := jsonl.New("test", tt.cfg, jsonl.Options{})
			require.ErrorContains(t, err, tt.want)
		})
	}
}

func TestDecode(t *testing.T) {
	block := func(raw string) config.Block {
		return config.Block{Path: "sources[0]", File: "/etc/firebreak/firebreak.yaml", Raw: []byte(raw)}
	}
	cfg, err := jsonl.Decode(block("path: posts\nfollow: true\npoll: 2s\n"))
	require.NoError(t, err)
	require.Equal(t, jsonl.Config{Path: "/etc/firebreak/posts", Follow: true, Poll: 2 * time.Second}, cfg)
	cfg, err = jsonl.Decode(block(`path: "-"`))
	require.NoError(t, err)
	require.Equal(t, jsonl.Config{Path: "-", Poll: 10 * time.Second}, cfg)
	for _, raw := range []string{"follow: true", "path: ''", "path: x\nfolow: true", "path: x\nfollow: 7", "path: x\npoll: fast"} {
		_, err = jsonl.Decode(block(raw))
		require.ErrorContains(t, err, "sources[0]", raw)
	}
}
