package jsonl_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"firebreak/daemon/source/jsonl"
	"firebreak/daemon/source/sourcetest"
	"firebreak/detectors"
)

// BenchmarkSource reads a file of posts of about 620 bytes each into a sink that does nothing. The reference is the bare Lines of the
// same size in BenchmarkLines: what is between them is decoding.
func BenchmarkSource(b *testing.B) {
	const posts = 20_000
	var data []byte
	for n := range posts {
		m := sourcetest.Post(n)
		m.ThreadID, m.URL, m.Lang = "suite:0", "https://social.example/posts/"+m.ID, "en"
		m.Author.Handle, m.Author.Name, m.Author.Followers = "author.example", "An Author", 310
		m.Metrics = &detectors.Metrics{Reposts: 1, Replies: 2, Likes: 3}
		m.Text += strings.Repeat(" and so on", 20)
		raw, err := detectors.EncodeMention(&m)
		require.NoError(b, err)
		data = append(append(data, raw...), '\n')
	}
	path := filepath.Join(b.TempDir(), "posts.jsonl")
	require.NoError(b, os.WriteFile(path, data, 0o600))
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		src, err := jsonl.New("bench", jsonl.Config{Path: path}, jsonl.Options{})
		require.NoError(b, err)
		sink := counting{Sink: sourcetest.NewSink(nil), n: new(int)}
		require.NoError(b, src.Run(b.Context(), sink))
		require.Equal(b, posts, *sink.n)
	}
	b.ReportMetric(float64(b.N)*posts/b.Elapsed().Seconds(), "posts/s")
	b.ReportMetric(float64(len(data))/posts, "B/post")
}

// counting counts what it takes and forgets it.
type counting struct {
	*sourcetest.Sink
	n *int
}

func (c counting) Accept(_ context.Context, mentions []detectors.Mention) error {
	*c.n += len(mentions)
	return nil
}
