package daemon

import (
	"slices"
	"strings"

	"firebreak/config"
	"firebreak/daemon/ingest/query"
	"firebreak/daemon/source"
	"firebreak/daemon/source/x"
)

// newX makes a source of X. Without phrases of its own it asks for what the brands' queries and accounts need.
func newX(env environment, cfg *config.Config, s *config.Source, name string) (source.Source, error) {
	c, err := x.Decode(s.Block)
	if err != nil {
		return nil, err
	}
	made, err := x.New(name, c, x.Options{Track: trackTerms(cfg), Now: env.now, Log: env.log})
	if err != nil {
		return nil, err
	}
	return made, nil
}

// trackTerms are the phrases that the queries of the brands need, and the brands' accounts on X: sorted, each once, as far as X takes
// them. X matches a phrase where all of its words are in a post.
func trackTerms(cfg *config.Config) []string {
	var terms []string
	add := func(term string) {
		if term != "" && len(term) <= x.MaxPhrase {
			terms = append(terms, term)
		}
	}
	for i := range cfg.Brands {
		b := &cfg.Brands[i]
		if q, err := query.Parse(b.Query); b.Query != "" && err == nil {
			for _, w := range q.Phrases() {
				add(w)
			}
		}
		for _, a := range b.Accounts {
			if a.Source == "" || a.Source == x.Type {
				add("@" + strings.ToLower(strings.TrimPrefix(a.Handle, "@")))
			}
		}
	}
	slices.Sort(terms)
	terms = slices.DeleteFunc(slices.Compact(terms), func(t string) bool { return t == "@" })
	return terms[:min(len(terms), x.MaxTrack)]
}
