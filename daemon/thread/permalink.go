package thread

import "strings"

// maxPermalink is the longest address, in bytes, that is looked at.
const maxPermalink = 512

// Permalink is what all addresses of one post have in common, "" for what is no address of a page below a site's first. The scheme, "www." and the like, and
// what only tells where somebody clicked do not count. Posts of X and of Bluesky are told by the post's own id, since the account's name before it
// may change and is not checked there.
func Permalink(address string) string {
	rest, ok := cutScheme(address)
	if !ok || len(rest) > maxPermalink {
		return ""
	}
	host, path, _ := strings.Cut(rest, "/")
	host = strings.ToLower(host)
	for _, sub := range []string{"www.", "m.", "mobile."} {
		host = strings.TrimPrefix(host, sub)
	}
	plain, _, _ := strings.Cut(path, "?")
	plain, _, _ = strings.Cut(plain, "#")
	switch host {
	case "x.com", "twitter.com":
		if id := after(plain, "status", "statuses"); digits(id) {
			return "x.com/status/" + id
		}
	case "bsky.app":
		if id := after(plain, "post"); id != "" {
			return "bsky.app/post/" + id
		}
	}
	path = strings.TrimRight(withoutTracking(path), "/")
	if host == "" || path == "" {
		return ""
	}
	return host + "/" + path
}

// PermalinkOf is the permalink of a post, from its id where that tells it, else from its address.
func PermalinkOf(id, address string) string {
	if native, ok := strings.CutPrefix(id, "x:"); ok && digits(native) {
		return "x.com/status/" + native
	}
	if uri, ok := strings.CutPrefix(id, "bluesky:at://"); ok {
		if key := after(uri, "app.bsky.feed.post"); key != "" {
			return "bsky.app/post/" + key
		}
	}
	return Permalink(address)
}

// linked is the index in Posts of the post that a permalink leads to, or -1.
func (t *Thread) linked(permalink string) int {
	for i := range t.Posts {
		if p := &t.Posts[i]; !p.Deleted && PermalinkOf(p.ID, p.URL) == permalink {
			return i
		}
	}
	return -1
}

func cutScheme(address string) (string, bool) {
	scheme, rest, ok := strings.Cut(address, "://")
	return rest, ok && (strings.EqualFold(scheme, "https") || strings.EqualFold(scheme, "http"))
}

// after is the part of a path that follows one of the names, "" where none stands in it.
func after(path string, names ...string) string {
	found := false
	for part := range strings.SplitSeq(path, "/") {
		if found {
			return part
		}
		for _, name := range names {
			found = found || part == name
		}
	}
	return ""
}

func digits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// withoutTracking drops the parameters of an address that tell where it was shared.
func withoutTracking(path string) string {
	plain, query, ok := strings.Cut(path, "?")
	if !ok {
		return path
	}
	query, fragment, marked := strings.Cut(query, "#")
	var kept []string
	for part := range strings.SplitSeq(query, "&") {
		name, _, _ := strings.Cut(part, "=")
		switch {
		case part == "", strings.HasPrefix(name, "utm_"), name == "fbclid", name == "igsh", name == "igshid", name == "ref", name == "ref_src", name == "share_id":
		default:
			kept = append(kept, part)
		}
	}
	if len(kept) > 0 {
		plain += "?" + strings.Join(kept, "&")
	}
	if marked {
		plain += "#" + fragment
	}
	return plain
}
