package main

import (
	"bufio"
	"compress/gzip"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"

	"firebreak/detectors/internal/model"
)

// vectors gives words the places that a sentence model gives them (teacher/words.py), by the bucket of each word. Words that the teacher holds
// for alike are alike here; training learns one direction of them for each head, and folds it into the weights of the words.
type vectors struct {
	dimensions int
	// at holds, for each bucket of words, the vector of the most frequent of its words; nil where there is none.
	at [][]float32
}

func readVectors() (*vectors, error) {
	path := filepath.Join("detectors", "train", "teacher", "words.gz")
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("reading the words' vectors: %w", err)
	}
	defer func() { _ = file.Close() }()
	zip, err := gzip.NewReader(file)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", path, err)
	}
	r := bufio.NewReader(zip)
	var head struct {
		Words, Dimensions uint32
		Step              float32
	}
	if err := binary.Read(r, binary.LittleEndian, &head); err != nil {
		return nil, fmt.Errorf("reading %s: %w", path, err)
	}
	words := make([]string, head.Words)
	for i := range words {
		line, err := r.ReadString('\n')
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", path, err)
		}
		words[i] = strings.TrimSuffix(line, "\n")
	}
	v := &vectors{dimensions: int(head.Dimensions), at: make([][]float32, model.SingleBuckets)}
	row := make([]byte, head.Dimensions)
	for _, w := range words {
		if _, err := io.ReadFull(r, row); err != nil {
			return nil, fmt.Errorf("reading %s: %w", path, err)
		}
		b := model.WordBucket(w)
		if v.at[b] != nil {
			continue
		}
		v.at[b] = make([]float32, head.Dimensions)
		for d, x := range row {
			v.at[b][d] = float32(int8(x)) * head.Step //nolint:gosec // Two's complement is meant.
		}
	}
	return v, nil
}

// dense is the sum of the vectors of an example's words.
func (v *vectors) dense(e *example) []float64 {
	out := make([]float64, v.dimensions)
	for _, f := range e.features[:e.words] {
		if f >= model.SingleBuckets {
			continue
		}
		for d, x := range v.at[f] {
			out[d] += float64(x)
		}
	}
	by := 1 / math.Sqrt(float64(max(e.words, 1)))
	for d := range out {
		out[d] *= by
	}
	return out
}

// fold adds what a net learned of the vectors to the weights of the words.
func (v *vectors) fold(n *net) {
	for b, vector := range v.at {
		row := n.weights[b*n.heads:][:n.heads]
		for d, x := range vector {
			for h := range row {
				row[h] += float64(x) * n.direction[d*n.heads+h]
			}
		}
	}
}
