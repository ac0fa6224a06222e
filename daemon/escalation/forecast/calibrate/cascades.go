package main

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"os"
	"slices"
	"sort"

	"firebreak/daemon/escalation/forecast"
	"firebreak/daemon/source/jsonl"
)

// cascade is a recorded cascade and the fold it is in.
type cascade struct {
	forecast.Cascade
	fold int
}

// minutes returns when an event came, in minutes since the root.
func (c *cascade) minutes(event int) float64 { return (c.Times[event] - c.Times[0]) / 60 }

// load reads cascades and deals them into folds. A line that is none is an error: what is fitted must be what was meant.
func load(path string) ([]cascade, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("opening the cascades: %w", err)
	}
	defer f.Close()
	var out []cascade
	err = jsonl.Lines(f, func(line []byte, number int) error {
		c, err := forecast.DecodeCascade(line)
		if err != nil {
			return fmt.Errorf("%s:%d: %w", path, number, err)
		}
		if !slices.IsSorted(c.Times) {
			return fmt.Errorf("%s:%d: the events are not in order of time", path, number)
		}
		out = append(out, cascade{Cascade: c})
		return nil
	}, func(number int, reason string) { err = fmt.Errorf("%s:%d: %s", path, number, reason) })
	if err != nil {
		return nil, err
	}
	deal(out)
	return out, nil
}

// deal puts cascades into folds: those of one data set and about one size go round, in an order that depends on their ids only.
func deal(cascades []cascade) {
	type group struct {
		dataset string
		size    int
	}
	next := map[group]int{}
	order := where(cascades, func(*cascade) bool { return true })
	sort.Slice(order, func(a, b int) bool {
		x, y := cascades[order[a]].ID, cascades[order[b]].ID
		return cmp.Or(cmp.Compare(hash(x), hash(y)), cmp.Compare(x, y)) < 0
	})
	for _, i := range order {
		g := group{cascades[i].Dataset, sort.SearchInts([]int{100, 300, 1000, 2000}, cascades[i].N()+1)}
		cascades[i].fold = next[g] % folds
		next[g]++
	}
}

func hash(s string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(s))
	return h.Sum64()
}

// where returns the indexes of the cascades for which keep holds.
func where(cascades []cascade, keep func(*cascade) bool) []int {
	var out []int
	for i := range cascades {
		if keep(&cascades[i]) {
			out = append(out, i)
		}
	}
	return out
}

// datasets returns the names of the data sets, sorted.
func datasets(cascades []cascade) []string {
	var out []string
	for i := range cascades {
		if !slices.Contains(out, cascades[i].Dataset) {
			out = append(out, cascades[i].Dataset)
		}
	}
	slices.Sort(out)
	return out
}
