// Package ingest turns what sources hear into mentions on Kafka: which brand a post concerns, which conversation it belongs to, whether it
// was there before, and what must be masked before anything is written.
package ingest

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"firebreak/config"
	"firebreak/daemon/ingest/query"
	"firebreak/daemon/score"
	"firebreak/detectors"
)

// Directory knows the brands: their queries, their accounts, who speaks for them, and the listed experts. It is immutable and safe for
// concurrent use.
type Directory struct {
	brands  []brand
	byName  map[string]int
	matcher *query.Matcher
	// accounts and experts are by handle and by id, in lower case.
	accounts map[string][]account
	experts  map[string][]config.Expert
	hash     string
}

var _ score.Directory = (*Directory)(nil)

type brand struct {
	info detectors.Brand
	// index is the brand's place in the configuration.
	index int
}

type account struct {
	brand  int
	source string
	role   string
}

// NewDirectory reads the brands and experts of a configuration. The error joins a *config.Fault for every query that does not parse or is
// no use.
func NewDirectory(cfg *config.Config) (*Directory, error) {
	d := &Directory{byName: map[string]int{}, accounts: map[string][]account{}, experts: map[string][]config.Expert{}}
	var faults config.Faults
	queries := make([]*query.Query, len(cfg.Brands))
	for i := range cfg.Brands {
		b := &cfg.Brands[i]
		if b.Query != "" {
			q, err := query.Parse(b.Query)
			if bad := (*query.Error)(nil); errors.As(err, &bad) {
				faults.Add(cfg.Fault(fmt.Sprintf("brands[%d].query", i), fmt.Sprintf("at character %d: %s", bad.Offset+1, bad.Message), bad.Hint))
			} else if err != nil {
				return nil, fmt.Errorf("reading the query of %s: %w", b.Name, err)
			}
			queries[i] = q
		}
		info := detectors.Brand{Name: b.Name, Domains: lower(b.Domains), Phones: b.Phones, Regulated: b.Regulated, Exchange: map[string]detectors.Tier{}}
		row := cfg.ExchangeFor(b)
		for class, tier := range row.Tiers() {
			info.Exchange[class] = detectors.Tier(tier)
		}
		for _, a := range b.Accounts {
			at := account{brand: i, source: a.Source, role: a.Role}
			if handle := strings.ToLower(strings.TrimPrefix(a.Handle, "@")); handle != "" {
				info.Handles = append(info.Handles, handle)
				d.accounts["@"+handle] = append(d.accounts["@"+handle], at)
			}
			if a.ID != "" {
				d.accounts[a.ID] = append(d.accounts[a.ID], at)
			}
		}
		d.brands = append(d.brands, brand{info: info, index: i})
		d.byName[b.Name] = i
	}
	for _, e := range cfg.Experts {
		if handle := strings.ToLower(strings.TrimPrefix(e.Handle, "@")); handle != "" {
			d.experts["@"+handle] = append(d.experts["@"+handle], e)
		}
		if e.ID != "" {
			d.experts[e.ID] = append(d.experts[e.ID], e)
		}
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	d.matcher = query.Compile(queries)
	d.hash = hashBrands(cfg.Brands)
	return d, nil
}

// hashBrands names the configuration that decides what is let in and what is masked.
func hashBrands(brands []config.Brand) string {
	h := sha256.New()
	for i := range brands {
		b := &brands[i]
		// A hash takes every write.
		fmt.Fprintf(h, "%q %q %q %q %q %t\n", b.Name, b.Query, b.Accounts, b.Domains, b.Phones, b.Regulated)
	}
	return hex.EncodeToString(h.Sum(nil)[:6])
}

// Hash names the part of the configuration that decides which posts are mentions and what is masked in them. Records on the topic
// "mentions" carry it, so that a replay under another configuration can warn.
func (d *Directory) Hash() string { return d.hash }

// Brand is what detectors may know of a brand, or nil. The caller must not change it.
func (d *Directory) Brand(name string) *detectors.Brand {
	i, ok := d.byName[name]
	if !ok {
		return nil
	}
	return &d.brands[i].info
}

// Only is the name of the one brand that is configured, or "" where there are several.
func (d *Directory) Only() string {
	if len(d.brands) != 1 {
		return ""
	}
	return d.brands[0].info.Name
}

// Speaker says for whom the author of m speaks towards a brand. With brand "" any brand's account speaks for its brand. An account that is listed
// under several brands speaks for each of them, one that is listed under others only for those. A record cannot claim it: only the
// configuration's accounts count.
func (d *Directory) Speaker(brandName string, m *detectors.Mention) detectors.Speaker {
	sp := detectors.Speaker{Role: detectors.RolePublic}
	d.authors(m, func(a account) bool {
		if name := d.brands[a.brand].info.Name; brandName != "" && name != brandName {
			sp.OtherBrand = cmp.Or(sp.OtherBrand, name)
			return true
		}
		sp = detectors.Speaker{Role: detectors.RoleBrand, Account: a.role}
		return false
	})
	return sp
}

// authors calls fn for the brand accounts that the author of m is, until it returns false.
func (d *Directory) authors(m *detectors.Mention, fn func(account) bool) {
	try := func(key string) bool {
		for _, a := range d.accounts[key] {
			if (a.source == "" || a.source == m.Source) && !fn(a) {
				return false
			}
		}
		return true
	}
	if m.Author.ID != "" && !try(m.Author.ID) {
		return
	}
	if m.Author.Handle != "" {
		try(handleKey(m.Author.Handle))
	}
}

func handleKey(handle string) string {
	handle = strings.TrimPrefix(handle, "@")
	return "@" + strings.ToLower(handle)
}

// Experts reports whether the author is a listed expert, and the listed experts that the post names: sorted handles, each once.
func (d *Directory) Experts(m *detectors.Mention) (author bool, tagged []string) {
	if len(d.experts) == 0 {
		return false, nil
	}
	lists := func(key string) bool {
		for _, e := range d.experts[key] {
			if e.Source == "" || e.Source == m.Source {
				return true
			}
		}
		return false
	}
	author = lists(m.Author.ID) || m.Author.Handle != "" && lists(handleKey(m.Author.Handle))
	named(m, func(handle string) {
		if lists("@" + handle) {
			tagged = append(tagged, handle)
		}
	})
	slices.Sort(tagged)
	return author, slices.Compact(tagged)
}

// named calls fn for every handle that a post names, in lower case; it may repeat.
func named(m *detectors.Mention, fn func(handle string)) {
	for _, h := range m.Mentions {
		fn(strings.ToLower(strings.TrimPrefix(h, "@")))
	}
	if !strings.Contains(m.Text, "@") {
		return
	}
	for _, w := range query.Words(nil, m.Text) {
		if w.Handle {
			fn(w.Text)
		}
	}
}

// Concerns returns the brands that a post concerns by itself, as places in the configuration, ascending: those it names, is by, or is to.
// It is the part of ingest that costs and needs no state; buf is appended to.
func (d *Directory) Concerns(buf []int, m *detectors.Mention) []int {
	if m.Kind.HasText() {
		buf = d.matcher.Match(buf, m.Text)
	}
	add := func(i int) {
		if !slices.Contains(buf, i) {
			buf = append(buf, i)
		}
	}
	d.authors(m, func(a account) bool { add(a.brand); return true })
	if m.Kind.HasText() && len(d.accounts) > 0 && (len(m.Mentions) > 0 || strings.Contains(m.Text, "@")) {
		named(m, func(handle string) {
			for _, a := range d.accounts["@"+handle] {
				if a.source == "" || a.source == m.Source {
					add(a.brand)
				}
			}
		})
	}
	slices.Sort(buf)
	return buf
}

func lower(list []string) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = strings.ToLower(s)
	}
	return out
}
