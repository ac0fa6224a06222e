package thread_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"firebreak/daemon/thread"
)

func TestPermalink(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"https://x.com/jane/status/17":                        "x.com/status/17",
		"http://www.twitter.com/JANE/status/17?s=20#r":        "x.com/status/17",
		"https://mobile.twitter.com/jane/statuses/17/photo/1": "x.com/status/17",
		"https://x.com/i/web/status/17":                       "x.com/status/17",
		"https://x.com/jane":                                  "x.com/jane",
		"https://x.com/jane/status/17b":                       "x.com/jane/status/17b",
		"https://bsky.app/profile/jane.example/post/3kabc":    "bsky.app/post/3kabc",
		"https://bsky.app/profile/did:plc:x/post/3kabc?ref=1": "bsky.app/post/3kabc",
		"HTTPS://WWW.Social.example/@jane/110/":               "social.example/@jane/110",
		"https://forum.example/t?p=12&utm_source=share":       "forum.example/t?p=12",
		"https://forum.example/t?p=12#c5":                     "forum.example/t?p=12#c5",
		"https://forum.example/t?fbclid=1":                    "forum.example/t",
		"https://forum.example/t?":                            "forum.example/t",
		"https://acme.example":                                "",
		"https://acme.example/":                               "",
		"https:///x":                                          "",
		"ftp://acme.example/x":                                "",
		"acme.example/x":                                      "",
		"":                                                    "",
		"https://acme.example/" + strings.Repeat("a", 600):    "",
	} {
		require.Equal(t, want, thread.Permalink(address), address)
	}
}

func TestPermalinkOfAPost(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ id, address, want string }{
		{"x:17", "", "x.com/status/17"},
		{"x:17", "https://elsewhere.example/a", "x.com/status/17"},
		{"bluesky:at://did:plc:x/app.bsky.feed.post/3kabc", "", "bsky.app/post/3kabc"},
		{"mastodon:110", "https://social.example/@jane/110", "social.example/@jane/110"},
		{"demo:t1", "", ""},
	} {
		require.Equal(t, c.want, thread.PermalinkOf(c.id, c.address), c.id)
	}
}

// FuzzPermalink: whatever stands there is read, and a permalink leads to itself.
func FuzzPermalink(f *testing.F) {
	for _, seed := range []string{"https://x.com/jane/status/17", "http://a.b/c?utm_x=1&d=2#e", "://", "https://?#", "https://m.m.x.com/status/status/1"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, address string) {
		got := thread.Permalink(address)
		if got == "" {
			return
		}
		// A byte that is no UTF-8 takes three once it is U+FFFD.
		require.LessOrEqual(t, len(got), 3*len(address)+len("bsky.app/post/"))
	})
}
