package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

// figuresFile holds the figures that the gate compares with.
var figuresFile = filepath.Join("docs", "evaluation", "figures.json") //nolint:gochecknoglobals // A path; filepath.Join is no constant.

// figure is what one task measured, with the interval of its F1.
type figure struct {
	Task  string  `json:"task"`
	Posts int     `json:"posts"`
	Yes   int     `json:"yes"`
	Low   float64 `json:"f1_low"`
	High  float64 `json:"f1_high"`
	quality
}

// stream is how rarely a natural stream led to findings of weight, in parts of its posts.
type stream struct {
	Public float64 `json:"public"`
	Brand  float64 `json:"brand"`
}

// Limits of a natural stream: more than this no operator bears.
const (
	mostPublic = 0.015
	mostBrand  = 0.015
)

// figures are what evaluate measured.
type figures struct {
	Tasks  []figure `json:"tasks"`
	Stream stream   `json:"natural_stream"`
}

func (f *figures) write() error {
	data, err := json.MarshalIndent(f, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(figuresFile, append(data, '\n'), 0o644) //nolint:gosec // A file of the repository.
}

func readFigures() (*figures, error) {
	data, err := os.ReadFile(figuresFile)
	if err != nil {
		return nil, err
	}
	var f figures
	return &f, json.Unmarshal(data, &f)
}

// gate names what got worse than the committed figures allow: a task below the interval of its F1, a stream above its limit.
func gate(committed, now *figures) []string {
	var out []string
	before := map[string]figure{}
	for _, f := range committed.Tasks {
		before[f.Task] = f
	}
	for _, f := range now.Tasks {
		if b, ok := before[f.Task]; ok && f.F1 < b.Low {
			out = append(out, fmt.Sprintf("%s: F1 %.3f is below the interval of the committed figure, %.3f to %.3f", f.Task, f.F1, b.Low, b.High))
		}
		delete(before, f.Task)
	}
	for name := range before {
		out = append(out, name+": not measured any more")
	}
	if now.Stream.Public > mostPublic {
		out = append(out, fmt.Sprintf("natural stream: %.2f %% of public posts lead to findings of weight, at most %.1f %%", 100*now.Stream.Public, 100*mostPublic))
	}
	if now.Stream.Brand > mostBrand {
		out = append(out, fmt.Sprintf("natural stream: %.2f %% of the brand's posts lead to findings of weight, at most %.1f %%", 100*now.Stream.Brand, 100*mostBrand))
	}
	return out
}
