package thread_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"firebreak/daemon/thread"
	"firebreak/detectors"
)

// TestCarried counts the reshares of a post that others quote or link to.
func TestCarried(t *testing.T) {
	t.Parallel()
	start := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	const root, permalink = "x:1", "x.com/status/1"
	repost := func(m *detectors.Mention) { m.Kind, m.InReplyTo = detectors.KindRepost, root }
	for name, c := range map[string]struct {
		by     string
		other  string
		change func(m *detectors.Mention)
		want   int64
	}{
		"a post that links to it":                {by: "ann", change: func(m *detectors.Mention) { m.LinksTo = permalink }, want: 1},
		"a quote":                                {by: "ann", change: func(m *detectors.Mention) { m.QuoteOf = root }, want: 1},
		"a quote that links to it as well":       {by: "ann", change: func(m *detectors.Mention) { m.QuoteOf, m.LinksTo = root, permalink }, want: 1},
		"a quote of a stranger that links to it": {by: "ann", change: func(m *detectors.Mention) { m.QuoteOf, m.LinksTo = "x:7", permalink }, want: 1},
		"a light record":                         {by: "ann", change: func(m *detectors.Mention) { repost(m); m.LinksTo = permalink }, want: 1},
		"a repost":                               {by: "ann", change: repost, want: 1},
		"a link of its author":                   {by: "jane", change: func(m *detectors.Mention) { m.LinksTo = permalink }},
		"a light record of its author":           {by: "jane", change: func(m *detectors.Mention) { repost(m); m.LinksTo = permalink }},
		"a link to what is not there":            {by: "ann", change: func(m *detectors.Mention) { m.LinksTo = "x.com/status/9" }},
		"a light record of what is not there":    {by: "ann", change: func(m *detectors.Mention) { repost(m); m.LinksTo = "x.com/status/9" }},
		"a link of another brand's account":      {by: "globex", other: "Globex", change: func(m *detectors.Mention) { m.LinksTo = permalink }},
		"a quote of another brand's account":     {by: "globex", other: "Globex", change: func(m *detectors.Mention) { m.QuoteOf = root }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			th := thread.New(root, "Acme")
			apply := func(id, by, other string, after time.Duration, change func(m *detectors.Mention)) {
				m := &detectors.Mention{
					ID: id, Source: "x", Kind: detectors.KindPost, Tier: detectors.TierPublic, Brand: "Acme", ThreadID: root, CreatedAt: start.Add(after),
					Author: detectors.Author{ID: by}, Text: "words",
				}
				change(m)
				e := thread.Event{Mention: m, Speaker: detectors.Speaker{Role: detectors.RolePublic, OtherBrand: other}, Analysis: &detectors.Analysis{}}
				th.Apply(e, thread.Limits{FollowUpAfter: time.Hour, ReshareCount: 25, ReshareWindow: time.Hour})
			}
			apply(root, "jane", "", 0, func(*detectors.Mention) {})
			apply("x:2", c.by, c.other, time.Minute, c.change)
			require.Equal(t, c.want, th.Posts[0].Reposts)
			require.Equal(t, c.want, th.Reposts)
			require.Len(t, th.Posts[0].Reshares, int(c.want))
		})
	}
}
