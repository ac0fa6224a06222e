package ingest

import (
	"strconv"
	"strings"

	"github.com/cespare/xxhash/v2"

	"firebreak/daemon/thread"
	"firebreak/detectors"
)

const (
	// maxLinks is how many addresses of one post are looked at, maxCarried how many conversations it can carry on.
	maxLinks   = 32
	maxCarried = 8
	// maxLightID is the longest id of a post, in bytes, from which that of a light record can be made.
	maxLightID = 1000
)

// link is an address in a post that leads to a post of a watched conversation.
type link struct {
	permalink string
	thread    uint32
}

// linkKey is the key of a permalink among the nodes of an index, where it stands beside ids.
func linkKey(permalink string) uint64 { return xxhash.Sum64String("link " + permalink) }

// permalinkOf is the permalink of the post that a mention is or edits, "" for what is neither.
func permalinkOf(kind detectors.MentionKind, id, target, address string) string {
	switch kind {
	case detectors.KindPost:
		return thread.PermalinkOf(id, address)
	case detectors.KindEdit:
		return thread.PermalinkOf(target, address)
	case detectors.KindRepost, detectors.KindEngagement, detectors.KindDelete:
	}
	return ""
}

// links are the watched conversations that a public post links to, each once, in the order of its addresses. What leads to itself or to a post that is
// not known is none: a link begins no conversation.
func (x *Index) links(m *detectors.Mention) []link {
	if m.Kind != detectors.KindPost || m.Tier == detectors.TierPrivate || m.Tier == detectors.TierSecure || len(m.Links) == 0 && !strings.Contains(m.Text, "://") {
		return nil
	}
	var out []link
	own, seen := thread.PermalinkOf(m.ID, m.URL), 0
	look := func(address string) bool {
		if seen++; seen > maxLinks || len(out) >= maxCarried {
			return false
		}
		permalink := thread.Permalink(address)
		if permalink == "" || permalink == own {
			return true
		}
		t, ok := x.nodes[linkKey(permalink)]
		for i := range out {
			ok = ok && out[i].thread != t
		}
		if ok {
			out = append(out, link{permalink: permalink, thread: t})
		}
		return true
	}
	for _, address := range m.Links {
		if !look(address) {
			return out
		}
	}
	addresses(m.Text, look)
	return out
}

// addresses calls fn for the addresses of the web in a text, until it returns false.
func addresses(text string, fn func(string) bool) {
	for {
		at := strings.Index(text, "://")
		if at < 0 {
			return
		}
		from := at
		for from > 0 && from > at-len("https") && text[from-1]|0x20 >= 'a' && text[from-1]|0x20 <= 'z' {
			from--
		}
		end := strings.IndexAny(text[at:], " \t\r\n<>\"'`|")
		if end < 0 {
			end = len(text) - at
		}
		if !fn(strings.TrimRight(text[from:at+end], ".,;:!?)]}*_…")) {
			return
		}
		text = text[at+end:]
	}
}

// carry notes on the mentions made of a post, which was placed, which post of their own conversation it links to from outside. It appends to out a light
// record for each other conversation that the post links to or quotes: a repost of what is linked to, so that its spread is seen where it is watched.
func (p *Pipeline) carry(out, made []detectors.Mention, m *detectors.Mention, e *entry) []detectors.Mention {
	links := e.links
	if m.Kind != detectors.KindPost || len(links) == 0 && m.QuoteOf == "" {
		return out
	}
	at, placed := p.index.nodes[xxhash.Sum64String(m.ID)]
	if !placed {
		return out
	}
	if !e.inside {
		for _, l := range links {
			if l.thread == at {
				for i := range made {
					made[i].LinksTo = l.permalink
				}
			}
		}
	}
	if quoted, ok := p.index.nodes[xxhash.Sum64String(m.QuoteOf)]; ok && m.QuoteOf != "" && quoted != at {
		out = p.light(out, m, quoted, m.QuoteOf, "")
		links = without(links, quoted)
	}
	for _, l := range without(links, at) {
		out = p.light(out, m, l.thread, "", l.permalink)
	}
	return out
}

func without(links []link, t uint32) []link {
	var out []link
	for _, l := range links {
		if l.thread != t {
			out = append(out, l)
		}
	}
	return out
}

// light appends the records that tell a conversation of a post elsewhere that carries it on, one for each of its brands.
func (p *Pipeline) light(out []detectors.Mention, m *detectors.Mention, t uint32, target, permalink string) []detectors.Mention {
	c := p.index.threads[t]
	if len(m.ID) > maxLightID {
		return out
	}
	for _, brand := range c.brands {
		if who := p.dir.Speaker(brand, m); who.Role == detectors.RoleBrand || who.OtherBrand != "" {
			// What brands link to is no spread.
			continue
		}
		r := detectors.Mention{
			ID: m.ID + "#in:" + strconv.FormatUint(xxhash.Sum64String(c.id), 36), Source: m.Source, Kind: detectors.KindRepost, Tier: detectors.TierPublic,
			Brand: brand, ThreadID: c.id, InReplyTo: target, LinksTo: permalink, CreatedAt: m.CreatedAt, Author: m.Author,
		}
		if r.InReplyTo == "" {
			r.InReplyTo = c.id
		}
		e := entryOf(&r)
		p.index.join(t, e)
		if p.index.repeat(e) {
			continue
		}
		p.Mask(&r)
		p.counts.Mentions++
		out = append(out, r)
	}
	return out
}
