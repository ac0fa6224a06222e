package ingest_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"firebreak/daemon/ingest"
	"firebreak/daemon/stream/streamtest"
	"firebreak/detectors"
	"firebreak/detectors/personaldata"
)

func at(address string) func(*detectors.Mention) {
	return func(m *detectors.Mention) { m.URL = address }
}

func linking(addresses ...string) func(*detectors.Mention) {
	return func(m *detectors.Mention) { m.Links = addresses }
}

// heardOf is how a mention is written in the tables below: id@brand in thread, what it links to or is about.
func heardOf(m *detectors.Mention) string {
	id, carried, _ := strings.Cut(m.ID, "#in:")
	if carried != "" {
		id += "#"
	}
	out := fmt.Sprintf("%s@%s in %s", id, m.Brand, m.ThreadID)
	if m.Kind == detectors.KindRepost {
		out += " to " + m.InReplyTo
	}
	if m.LinksTo != "" {
		out += " links " + m.LinksTo
	}
	return out
}

func TestPipelineFollowsLinks(t *testing.T) {
	t.Parallel()
	jane := by("u-jane", "jane")
	watched := []detectors.Mention{
		post("x:1", "acme mailed me my password", jane), post("m:2", "globex lost my data", jane, at("https://social.example/@jane/2")),
	}
	ann := by("u-ann", "ann")
	for _, tt := range []struct {
		name  string
		posts []detectors.Mention
		want  []string
	}{
		{"in the text", []detectors.Mention{post("x:9", "wow (https://twitter.com/jane/status/1?s=20).", ann)}, []string{"x:9@Acme in x:1 links x.com/status/1"}},
		{"among the links", []detectors.Mention{post("x:9", "wow", ann, linking("https://news.example/1", "https://x.com/i/status/1"))}, []string{"x:9@Acme in x:1 links x.com/status/1"}},
		{"on another platform", []detectors.Mention{post("b:9", "look: http://www.social.example/@jane/2/", ann, func(m *detectors.Mention) { m.Source = "bluesky" })}, []string{"b:9@Globex in m:2 links social.example/@jane/2"}},
		{"nothing that is watched", []detectors.Mention{post("x:9", "https://x.com/jane/status/77 https:// :// https://x.com", ann)}, nil},
		{"only in a private message", []detectors.Mention{post("x:9", "https://x.com/jane/status/1", ann, func(m *detectors.Mention) { m.Tier = detectors.TierPrivate })}, nil},
		{"in a repost of somebody else", []detectors.Mention{post("x:9", "", kind(detectors.KindRepost, "x:8"), linking("https://x.com/jane/status/1"))}, nil},
		{"to itself", []detectors.Mention{post("x:9", "acme https://x.com/ann/status/9", ann)}, []string{"x:9@Acme in x:9"}},
		{"within the conversation", []detectors.Mention{post("x:9", "see https://x.com/jane/status/1", ann, to("x:1"))}, []string{"x:9@Acme in x:1"}},
		{"in an answer to a stranger", []detectors.Mention{post("x:9", "see https://x.com/jane/status/1", ann, to("x:8"))}, []string{"x:9@Acme in x:1 links x.com/status/1"}},
		{"in another conversation", []detectors.Mention{post("x:9", "see https://x.com/jane/status/1", ann, to("m:2"))}, []string{"x:9@Globex in m:2", "x:9#@Acme in x:1 to x:1 links x.com/status/1"}},
		{"to two conversations", []detectors.Mention{post("x:9", "https://x.com/jane/status/1 https://social.example/@jane/2 https://x.com/a/status/1", ann)}, []string{"x:9@Acme in x:1 links x.com/status/1", "x:9#@Globex in m:2 to m:2 links social.example/@jane/2"}},
		{"of a post that names another brand", []detectors.Mention{post("x:9", "globex is no better than https://x.com/jane/status/1", ann)}, []string{"x:9@Acme in x:1 links x.com/status/1", "x:9@Globex in x:1 links x.com/status/1"}},
		{"a quote of another conversation in an answer", []detectors.Mention{post("x:9", "see", ann, to("m:2"), quotes("x:1"), linking("https://x.com/jane/status/1"))}, []string{"x:9@Globex in m:2", "x:9#@Acme in x:1 to x:1"}},
		{"by the brand", []detectors.Mention{post("x:9", "see https://x.com/jane/status/1", by("c", "acmecare"), to("m:2"))}, []string{"x:9@Globex in m:2", "x:9@Acme in m:2"}},
		{"twice", []detectors.Mention{post("x:9", "https://x.com/jane/status/1", ann, to("m:2")), post("x:9", "https://x.com/jane/status/1", ann, to("m:2"))}, []string{"x:9@Globex in m:2", "x:9#@Acme in x:1 to x:1 links x.com/status/1"}},
		{"claimed by the record", []detectors.Mention{post("x:9", "acme", ann, func(m *detectors.Mention) { m.LinksTo = "x.com/status/1" })}, []string{"x:9@Acme in x:9"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := pipeline(t, false)
			for _, m := range watched {
				require.Len(t, p.Process(m), 1)
			}
			var got []string
			for _, m := range tt.posts {
				made := p.Process(m)
				for i := range made {
					got = append(got, heardOf(&made[i]))
					line, err := detectors.EncodeMention(&made[i])
					require.NoError(t, err)
					_, dropped, err := detectors.DecodeMention(line)
					require.NoError(t, err)
					require.Zero(t, dropped)
				}
			}
			require.Equal(t, tt.want, got)
		})
	}
}

// A post full of links makes a few records at most, and no link begins a conversation.
func TestPipelineBoundsLinks(t *testing.T) {
	t.Parallel()
	index := ingest.NewIndex()
	p := ingest.NewPipeline(directory(t, twoBrands), personaldata.NewMasker(), index, false)
	var text strings.Builder
	for i := range 5000 {
		if i < 500 {
			require.Len(t, p.Process(post(fmt.Sprintf("x:%d", i), "acme is down")), 1)
		}
		fmt.Fprintf(&text, "https://x.com/a/status/%d ", i)
	}
	require.Equal(t, 500, index.Len())
	made := p.Process(post("x:9999", text.String(), by("u-ann", "ann")))
	require.Len(t, made, 8)
	strangers := strings.ReplaceAll(text.String(), "status/", "status/77")
	require.Empty(t, p.Process(post("x:9998", strangers, by("u-ann", "ann"))))
	made = p.Process(post("x:9997", "acme "+strangers, by("u-ann", "ann")))
	require.Len(t, made, 1)
	require.Equal(t, "x:9997", made[0].ThreadID)
	require.Equal(t, 501, index.Len())
	long := post("x:1"+strings.Repeat("0", 1010), "https://x.com/a/status/1", to("x:2"), by("u-ann", "ann"))
	require.Len(t, p.Process(long), 1, "no id of a light record is longer than a mention may have")
}

// Links lead to what was heard before a restart, too.
func TestStageRemembersPermalinks(t *testing.T) {
	client := streamtest.Start(t)
	first := start(t, client)
	first.post(t, post("x:1", "acme is down"), post("m:2", "globex is down", at("https://social.example/@jane/2")))
	first.stop()
	second := start(t, client)
	second.post(t, post("x:9", "https://x.com/jane/status/1", by("u-ann", "ann")), post("x:10", "https://social.example/@jane/2", by("u-bob", "bob")))
	got := mentions(t, client)
	require.Equal(t, "x:1", got["x:9@Acme"].ThreadID)
	require.Equal(t, "m:2", got["x:10@Globex"].ThreadID)
	require.Equal(t, "social.example/@jane/2", got["x:10@Globex"].LinksTo)
}
