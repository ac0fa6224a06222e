package main

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"firebreak/detectors"
)

// natural runs a natural stream of customer care through the detectors, and prints how rare findings of weight are. With list above 0 it prints
// so many of them, drawn at random, to be read.
func natural(out io.Writer, data string, list int, kind string) (stream, error) {
	var rate stream
	type post struct {
		Text    string `json:"text"`
		Inbound bool   `json:"inbound"`
		found   []detectors.Finding
	}
	var all []post
	err := lines(filepath.Join(data, "threads.jsonl"), func(line []byte) error {
		var t struct {
			Posts []post `json:"posts"`
		}
		err := json.Unmarshal(line, &t)
		all = append(all, t.Posts...)
		return err
	})
	if err != nil {
		return stream{}, err
	}
	j, err := newJudge("all")
	if err != nil {
		return stream{}, err
	}
	var g errgroup.Group
	workers := runtime.GOMAXPROCS(0)
	for w := range workers {
		g.Go(func() error {
			for i := w; i < len(all); i += workers {
				by := detectors.RoleBrand
				if all[i].Inbound {
					by = detectors.RolePublic
				}
				all[i].found = j.analyse(all[i].Text, by).Findings
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return stream{}, err
	}
	for _, side := range []string{"public", "brand"} {
		counts := map[string]int{}
		var lines []string
		posts, grave := 0, 0
		for i := range all {
			p := &all[i]
			if p.Inbound != (side == "public") {
				continue
			}
			posts++
			hit := false
			for _, f := range p.found {
				if weighty(&f, side) {
					hit = true
					counts[f.Kind+"/"+f.Topic+" "+string(f.Severity)]++
					if strings.Contains(f.Kind+"/"+f.Topic+" "+string(f.Severity), kind) {
						var said strings.Builder
						for _, e := range f.Evidence {
							fmt.Fprintf(&said, " %q", e.Text)
						}
						lines = append(lines, fmt.Sprintf("%s/%s %s %.2f%s\n      %s", f.Kind, f.Topic, f.Severity, f.Score, said.String(), strings.Join(strings.Fields(p.Text), " ")))
					}
				}
			}
			if hit {
				grave++
			}
		}
		part := float64(grave) / float64(max(posts, 1))
		if side == "public" {
			rate.Public = part
		} else {
			rate.Brand = part
		}
		fmt.Fprintf(out, "%s: %d posts, %d with findings of weight (%.2f %%)\n", side, posts, grave, 100*part)
		for _, k := range slices.Sorted(maps.Keys(counts)) {
			fmt.Fprintf(out, "  %5d %s\n", counts[k], k)
		}
		random := rand.New(rand.NewPCG(7, 7)) //nolint:gosec // Seeded so that the same posts are read again.
		random.Shuffle(len(lines), func(i, k int) { lines[i], lines[k] = lines[k], lines[i] })
		for _, l := range lines[:min(list, len(lines))] {
			fmt.Fprintln(out, "    "+l)
		}
	}
	return rate, nil
}

// weighty reports findings that somebody is told of: severe ones of the public, and all of the brand's but good moves and requests.
func weighty(f *detectors.Finding, side string) bool {
	if side == "public" {
		return f.Severity.Rank() >= detectors.SeverityError.Rank()
	}
	switch f.Kind {
	case detectors.KindMovedPrivate, detectors.KindPersonalDataRequest, detectors.KindDeflectToPhone:
		return false
	default:
		return true
	}
}
