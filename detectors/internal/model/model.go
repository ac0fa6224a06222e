// Package model is the trained classifier: one linear layer over hashed words and runs of letters, with many heads that share the
// features. The weights are eight-bit integers and part of the binary; scoring a post allocates nothing.
//
// Package train (detectors/train) makes the weights, from texts that were written for it and from sets whose licence allows it, with the
// features of this package: there is one featuriser.
package model

import (
	_ "embed"
	"encoding/binary"
	"fmt"
	"math"
	"sync"
)

//go:embed weights.bin
var weights []byte

// magic begins a file of weights; it changes when the features or the layout do.
const magic = "FBW4"

// maxHeads bounds the heads of one side.
const maxHeads = 32

// Side says whose posts a head judges.
type Side uint8

// The sides of a conversation. Topics are what a post of the public is about, apart from Public because few posts need them.
const (
	Public Side = iota
	Brand
	Topics
	sides
)

// Head is one question that the model answers.
type Head struct {
	// Name of the head, such as "security_complaint" or "security/breach".
	Name string
	// Bias is the log-odds of a text without features. Words and Chars are the weight of one step of the integers in each group.
	Bias, Words, Chars float32
	// Blend weighs this head (Own) together with the log-odds of rules for the same question; Shift is added.
	Blend struct{ Rules, Own, Shift float32 }
}

// Both is the log-odds of a head and of rules for the same question together.
func (h *Head) Both(own, rules float64) float64 {
	return float64(h.Blend.Own)*own + float64(h.Blend.Rules)*rules + float64(h.Blend.Shift)
}

// Layer is the heads of one side with their weights.
type Layer struct {
	Heads []Head
	// Weights holds the weights of each bucket in turn, one for each head: int8 in two's complement.
	Weights []byte
}

// Model scores texts. It is immutable and safe for concurrent use.
type Model struct {
	layers  [sides]Layer
	index   [sides]map[string]int
	scratch sync.Pool
}

// Load returns the model that the binary carries.
func Load() (*Model, error) { return Decode(weights) }

// New makes a model of its layers.
func New(public, brand, topics Layer) *Model {
	m := &Model{layers: [sides]Layer{public, brand, topics}, scratch: sync.Pool{New: func() any { return new(Scratch) }}}
	for side := range m.layers {
		m.index[side] = map[string]int{}
		for at, h := range m.layers[side].Heads {
			m.index[side][h.Name] = at
		}
	}
	return m
}

// Heads names the heads of a side, in the order of scores.
func (m *Model) Heads(side Side) []Head { return m.layers[side].Heads }

// Index maps the names of a side's heads to their places in what Score returns. The map must not be changed.
func (m *Model) Index(side Side) map[string]int { return m.index[side] }

// Score appends the log-odds of every head of a side to dst: those of a text that nlp.Fold has folded.
func (m *Model) Score(side Side, folded string, dst []float32) []float32 {
	s, ok := m.scratch.Get().(*Scratch)
	if !ok {
		s = new(Scratch)
	}
	defer m.scratch.Put(s)
	return append(dst, m.layers[side].score(s, folded)...)
}

func (l *Layer) score(s *Scratch, folded string) []float32 {
	n := len(l.Heads)
	features, words := s.Features(folded)
	for group := range s.acc {
		clear(s.acc[group][:n])
	}
	l.add(s.acc[0][:n], features[:words])
	l.add(s.acc[1][:n], features[words:])
	byWords := 1 / float32(math.Sqrt(float64(max(words, 1))))
	byChars := 1 / float32(math.Sqrt(float64(max(len(features)-words, 1))))
	for h := range n {
		head := &l.Heads[h]
		s.scores[h] = head.Bias + float32(s.acc[0][h])*head.Words*byWords + float32(s.acc[1][h])*head.Chars*byChars
	}
	return s.scores[:n]
}

// Word is what one folded word, by itself and by its runs of letters, adds to a head's log-odds, up to a factor that is the same for all words
// of a text: for comparing words with each other.
func (m *Model) Word(side Side, head int, folded string) float64 {
	s, ok := m.scratch.Get().(*Scratch)
	if !ok {
		s = new(Scratch)
	}
	defer m.scratch.Put(s)
	l := &m.layers[side]
	features, words := s.Features(folded)
	var acc [2]float64
	for i, f := range features {
		if f >= SingleBuckets && f < WordBuckets {
			continue
		}
		group := 0
		if i >= words {
			group = 1
		}
		acc[group] += float64(int8(l.Weights[int(f)*len(l.Heads)+head])) //nolint:gosec // Two's complement is meant.
	}
	h := &l.Heads[head]
	return acc[0]*float64(h.Words) + acc[1]*float64(h.Chars)/3
}

// Encode writes the model as Load reads it.
func (m *Model) Encode() []byte {
	out := []byte(magic)
	for _, l := range m.layers {
		out = append(out, byte(len(l.Heads))) //nolint:gosec // At most maxHeads.
		for _, h := range l.Heads {
			out = append(append(out, byte(len(h.Name))), h.Name...) //nolint:gosec // Names are short.
			for _, f := range []float32{h.Bias, h.Words, h.Chars, h.Blend.Rules, h.Blend.Own, h.Blend.Shift} {
				out = binary.LittleEndian.AppendUint32(out, math.Float32bits(f))
			}
		}
		out = append(out, l.Weights...)
	}
	return out
}

// Decode reads what Encode wrote. The model keeps data.
func Decode(data []byte) (*Model, error) {
	r := reader{data: data}
	if string(r.take(len(magic))) != magic {
		return nil, fmt.Errorf("reading the weights: they are not of this version (%s)", magic)
	}
	var layers [sides]Layer
	for side := range layers {
		n := int(r.number())
		if n > maxHeads {
			return nil, fmt.Errorf("reading the weights: %d heads, at most %d", n, maxHeads)
		}
		for range n {
			h := Head{Name: string(r.take(int(r.number())))}
			h.Bias, h.Words, h.Chars = r.float(), r.float(), r.float()
			h.Blend.Rules, h.Blend.Own, h.Blend.Shift = r.float(), r.float(), r.float()
			layers[side].Heads = append(layers[side].Heads, h)
		}
		layers[side].Weights = r.take(n * Buckets)
	}
	if r.short || len(r.data) != 0 {
		return nil, fmt.Errorf("reading the weights: %d bytes are not the length of a model", len(data))
	}
	return New(layers[Public], layers[Brand], layers[Topics]), nil
}

// reader cuts pieces off data, and remembers when there was not enough.
type reader struct {
	data  []byte
	short bool
}

func (r *reader) take(n int) []byte {
	if n > len(r.data) {
		r.short, r.data = true, nil
		return nil
	}
	out := r.data[:n:n]
	r.data = r.data[n:]
	return out
}

func (r *reader) number() byte {
	if b := r.take(1); b != nil {
		return b[0]
	}
	return 0
}

func (r *reader) float() float32 {
	if b := r.take(4); b != nil {
		return math.Float32frombits(binary.LittleEndian.Uint32(b))
	}
	return 0
}
