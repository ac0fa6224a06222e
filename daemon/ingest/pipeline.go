package ingest

import (
	"slices"

	"firebreak/detectors"
)

// Masker hides personal data and secrets in a text.
type Masker interface {
	Mask(text string, b *detectors.Brand) (string, []detectors.Mask)
}

// Counts sum up what a pipeline did.
type Counts struct {
	// Heard posts came in; Foreign concern no brand; Repeats were there before; Unknown are events about posts that nobody watches.
	Heard, Foreign, Repeats, Unknown int
	// Mentions came out, one for each brand concerned.
	Mentions int
}

// Pipeline makes mentions of what sources hear. It is not safe for concurrent use.
type Pipeline struct {
	dir    *Directory
	masker Masker
	index  *Index
	all    bool
	counts Counts
	buf    []int
}

// NewPipeline makes a pipeline on an index. With all, posts that concern no brand are taken too.
func NewPipeline(dir *Directory, masker Masker, index *Index, all bool) *Pipeline {
	return &Pipeline{dir: dir, masker: masker, index: index, all: all}
}

// Counts returns what was done so far.
func (p *Pipeline) Counts() Counts { return p.counts }

// Process takes a post and returns its mentions, one for each brand that it concerns: masked, with their brand and thread. A post that
// concerns nobody, or was there before, gives none. What it returns is the caller's.
func (p *Pipeline) Process(m detectors.Mention) []detectors.Mention {
	p.buf = p.dir.Concerns(p.buf[:0], &m)
	return p.join(nil, m, p.buf)
}

// join is the part that needs the index. concerned are the brands that the post concerns by itself. It appends to out.
func (p *Pipeline) join(out []detectors.Mention, m detectors.Mention, concerned []int) []detectors.Mention {
	p.counts.Heard++
	m.LinksTo = ""
	e := entryOf(&m)
	e.links = p.index.links(&m)
	brands := p.brands(&m, e, concerned)
	if len(brands) == 0 {
		p.counts.Foreign++
		return out
	}
	switch m.Kind {
	case detectors.KindPost:
	case detectors.KindEdit:
		if !p.index.knows(m.InReplyTo) {
			// Its first version concerned nobody: for us the post begins now.
			m.Kind, m.ID, m.InReplyTo = detectors.KindPost, m.InReplyTo, ""
			e = entryOf(&m)
			e.links = p.index.links(&m)
		}
	case detectors.KindRepost, detectors.KindEngagement, detectors.KindDelete:
		if _, ok := p.index.find(e); !ok && !p.all {
			p.counts.Unknown++
			return out
		}
	}
	e.link = permalinkOf(m.Kind, m.ID, m.InReplyTo, m.URL)
	e.inside = m.InReplyTo != "" && p.index.knows(m.InReplyTo)
	first := len(out)
	for _, name := range brands {
		ready := m
		ready.Brand = name
		e.brand = name
		e.byBrand = p.dir.Speaker(name, &m).Role == detectors.RoleBrand
		ready.ThreadID = p.index.place(e)
		if p.index.repeat(e) {
			p.counts.Repeats++
			continue
		}
		if m.Kind == detectors.KindPost && m.Tier == detectors.TierPrivate && !e.byBrand {
			ready.RelatedThread = p.index.related(e)
		}
		p.Mask(&ready)
		p.counts.Mentions++
		out = append(out, ready)
	}
	return p.carry(out, out[first:], &m, e)
}

// brands names the brands that a mention is for.
func (p *Pipeline) brands(m *detectors.Mention, e *entry, concerned []int) []string {
	if m.Brand != "" {
		return []string{m.Brand}
	}
	watched := p.index.watched(e)
	// The conversation's own brands first: the one that began it keeps its state under the thread's own id.
	names := append(make([]string, 0, len(concerned)+len(watched)), watched...)
	for _, i := range concerned {
		if name := p.dir.brands[i].info.Name; !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if len(names) == 0 && p.all {
		names = append(names, p.dir.Only())
	}
	return names
}

// Place fills in the brand and the thread of a mention, and takes every mention, repeats and strangers too: for a look at single posts, which are to
// be masked next. A post that concerns several brands is the first's.
func (p *Pipeline) Place(m *detectors.Mention) {
	p.buf = p.dir.Concerns(p.buf[:0], m)
	e := entryOf(m)
	if names := p.brands(m, e, p.buf); len(names) > 0 {
		m.Brand = names[0]
	}
	e.brand = m.Brand
	m.ThreadID = p.index.place(e)
}

// Mask hides personal data and secrets in everything of a mention that people wrote. Masks are of the text only. It may run on many goroutines
// at once.
func (p *Pipeline) Mask(m *detectors.Mention) {
	b := p.dir.Brand(m.Brand)
	m.Text, m.Masked = p.masker.Mask(m.Text, b)
	m.Author.Name, _ = p.masker.Mask(m.Author.Name, b)
	if len(m.Links) > 0 {
		links := make([]string, len(m.Links))
		for i, l := range m.Links {
			links[i], _ = p.masker.Mask(l, b)
		}
		m.Links = links
	}
}

func entryOf(m *detectors.Mention) *entry {
	return &entry{
		id: m.ID, source: m.Source, author: m.Author.ID, brand: m.Brand, kind: m.Kind, tier: m.Tier, thread: m.ThreadID,
		target: m.InReplyTo, quote: m.QuoteOf, at: m.CreatedAt,
	}
}
