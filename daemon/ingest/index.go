package ingest

import (
	"slices"
	"time"

	"github.com/cespare/xxhash/v2"

	"firebreak/detectors"
)

// entry is what the index knows of a mention: everything that the headers of the topic "mentions" carry.
type entry struct {
	id, source, author, brand string
	kind                      detectors.MentionKind
	tier                      detectors.Tier
	// thread is the conversation: as stated by the record before it is placed, as decided afterwards.
	thread string
	// target and quote are the posts that it answers or is about, and quotes.
	target, quote string
	at            time.Time
	// byBrand reports that an account of the brand wrote it.
	byBrand bool
	// link is the permalink of the post, links are the watched conversations that it links to.
	link  string
	links []link
	// inside reports that it answers a post of a watched conversation.
	inside bool
}

// Index knows which conversation every post belongs to, and which mentions were there before. It lives in memory and is rebuilt from the
// topic. It is not safe for concurrent use. Ids are kept as 64-bit hashes: among ten million posts the chance of any mix-up is about
// three in a million.
type Index struct {
	// nodes maps post and thread ids to the conversation they belong to, also of posts that were only heard of, and permalinks of posts.
	nodes   map[uint64]uint32
	seen    map[uint64]uint32
	threads []conversation
	// free are places in threads that may be used again.
	free []uint32
	// authors maps brand, source and author to their latest public conversation.
	authors map[uint64]uint32
}

type conversation struct {
	id string
	// brands are those concerned, by name.
	brands []string
	last   time.Time
	live   bool
}

// NewIndex returns an empty index.
func NewIndex() *Index {
	return &Index{nodes: map[uint64]uint32{}, seen: map[uint64]uint32{}, authors: map[uint64]uint32{}}
}

// Len is the number of conversations known.
func (x *Index) Len() int { return len(x.threads) - len(x.free) }

// find returns the conversation of a mention, or false. A post whose reply came first belongs where its reply is; else the post it answers
// decides, then what it quotes or links to, then the thread that its source states.
func (x *Index) find(e *entry) (uint32, bool) {
	about := e.kind != detectors.KindPost
	for _, id := range [...]string{e.id, e.target, e.quote} {
		if id == "" || about && id == e.id {
			continue
		}
		if t, ok := x.nodes[xxhash.Sum64String(id)]; ok {
			return t, true
		}
	}
	if len(e.links) > 0 {
		return e.links[0].thread, true
	}
	if e.thread == "" {
		return 0, false
	}
	t, ok := x.nodes[xxhash.Sum64String(e.thread)]
	return t, ok
}

// watched returns the brands of the conversation that a mention belongs to. The caller must not change it.
func (x *Index) watched(e *entry) []string {
	t, ok := x.find(e)
	if !ok {
		return nil
	}
	return x.threads[t].brands
}

// knows reports whether the index has heard of a post or thread.
func (x *Index) knows(id string) bool {
	_, ok := x.nodes[xxhash.Sum64String(id)]
	return ok
}

// place decides the conversation of a mention and returns its id. A conversation begins under the thread that the source states, else under
// the mention's own id.
func (x *Index) place(e *entry) string {
	t, ok := x.find(e)
	if !ok {
		id := e.thread
		if id == "" {
			id = e.id
		}
		t = x.begin(id)
	}
	x.join(t, e)
	return x.threads[t].id
}

// restore takes a mention that was written before, by this process or another: its thread is decided.
func (x *Index) restore(e *entry) {
	t, ok := x.nodes[xxhash.Sum64String(e.thread)]
	if !ok || x.threads[t].id != e.thread {
		t = x.begin(e.thread)
	}
	x.join(t, e)
	x.seen[hashOf(e.brand, e.id)] = t
	if e.kind == detectors.KindEdit || e.kind == detectors.KindDelete {
		// Compaction leaves only the latest word on a post.
		x.seen[hashOf(e.brand, e.target)] = t
	}
}

// join adds a mention to a conversation, with the posts that it names, so that a late ancestor finds its replies.
func (x *Index) join(t uint32, e *entry) {
	c := &x.threads[t]
	if e.at.After(c.last) {
		c.last = e.at
	}
	if e.brand != "" && !slices.Contains(c.brands, e.brand) {
		c.brands = append(slices.Clip(c.brands), e.brand)
		slices.Sort(c.brands)
	}
	for _, id := range [...]string{e.id, e.target, e.quote, e.thread} {
		if id == "" {
			continue
		}
		h := xxhash.Sum64String(id)
		if _, known := x.nodes[h]; !known {
			x.nodes[h] = t
		}
	}
	if e.link != "" {
		h := linkKey(e.link)
		if _, known := x.nodes[h]; !known {
			x.nodes[h] = t
		}
	}
	if e.kind == detectors.KindPost && !e.byBrand && e.tier != detectors.TierPrivate && e.tier != detectors.TierSecure {
		x.authors[authorKey(e)] = t
	}
}

func (x *Index) begin(id string) uint32 {
	c := conversation{id: id, live: true}
	var t uint32
	if n := len(x.free); n > 0 {
		t = x.free[n-1]
		x.free = x.free[:n-1]
		x.threads[t] = c
	} else {
		t = uint32(len(x.threads)) //nolint:gosec // There is no memory for four thousand million conversations.
		x.threads = append(x.threads, c)
	}
	x.nodes[xxhash.Sum64String(id)] = t
	return t
}

// repeat reports whether a brand has had a mention before, and remembers it.
func (x *Index) repeat(e *entry) bool {
	h := hashOf(e.brand, e.id)
	if _, ok := x.seen[h]; ok {
		return true
	}
	x.seen[h] = x.nodes[xxhash.Sum64String(e.id)]
	return false
}

// related returns the latest public conversation of the author of a private message with a brand, or "".
func (x *Index) related(e *entry) string {
	t, ok := x.authors[authorKey(e)]
	if !ok || !x.threads[t].live {
		return ""
	}
	return x.threads[t].id
}

// Forget drops conversations in which nothing happened since a time.
func (x *Index) Forget(before time.Time) {
	gone := map[uint32]bool{}
	for t := range x.threads {
		c := &x.threads[t]
		if c.live && c.last.Before(before) {
			*c = conversation{}
			gone[uint32(t)] = true
		}
	}
	if len(gone) == 0 {
		return
	}
	for _, m := range []map[uint64]uint32{x.nodes, x.seen, x.authors} {
		for h, t := range m {
			if gone[t] {
				delete(m, h)
			}
		}
	}
	for t := range gone {
		x.free = append(x.free, t)
	}
	slices.Sort(x.free)
}

func authorKey(e *entry) uint64 { return hashOf(e.brand, e.source, e.author) }

func hashOf(parts ...string) uint64 {
	var d xxhash.Digest
	d.Reset()
	for _, p := range parts {
		// The digest's writes cannot fail.
		_, _ = d.WriteString(p)
		_, _ = d.Write([]byte{0})
	}
	return d.Sum64()
}
