package detectors

import (
	"math"
	"slices"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"
)

// Sizes of a line and of one head with its probability, about.
const (
	analysisSize = 1536
	scoreSize    = 32
)

// MarshalJSON writes what AppendJSON appends.
func (a Analysis) MarshalJSON() ([]byte, error) {
	return a.AppendJSON(make([]byte, 0, analysisSize)), nil
}

// AppendJSON appends the analysis as one JSON object without a line break and returns the longer slice. It is written by hand because every
// mention has one: the general way is a fifth of the whole work on a post. Bytes that are no UTF-8 become U+FFFD.
func (a *Analysis) AppendJSON(dst []byte) []byte {
	w := appender{dst: dst}
	w.text(`{"id":`, a.ID)
	w.text(`,"thread_id":`, a.ThreadID)
	w.text(`,"role":`, string(a.Role))
	w.raw(`,"findings":`)
	if a.Findings == nil {
		w.raw("null")
	} else {
		w.raw("[")
		for i := range a.Findings {
			if i > 0 {
				w.raw(",")
			}
			w.finding(&a.Findings[i])
		}
		w.raw("]")
	}
	w.raw(`,"scores":`)
	w.scores(a.Scores)
	w.text(`,"redacted":`, a.Redacted)
	w.raw("}")
	return w.dst
}

// MarshalJSON writes the heads in order, with four decimals. It cuts rather than rounds, so that what is below 0.5 stays below it.
func (s Scores) MarshalJSON() ([]byte, error) {
	w := appender{dst: make([]byte, 0, 2+len(s)*scoreSize)}
	w.scores(s)
	return w.dst, nil
}

// appender appends JSON.
type appender struct{ dst []byte }

func (w *appender) raw(s string) { w.dst = append(w.dst, s...) }

func (w *appender) text(name, value string) {
	w.raw(name)
	// The error is about bytes that were replaced.
	w.dst, _ = jsontext.AppendQuote(w.dst, value)
}

func (w *appender) number(name string, value float64) {
	w.raw(name)
	if math.IsNaN(value) || math.IsInf(value, 0) {
		w.raw("null")
		return
	}
	w.dst = strconv.AppendFloat(w.dst, value, 'f', -1, 64)
}

func (w *appender) finding(f *Finding) {
	w.text(`{"kind":`, f.Kind)
	w.text(`,"topic":`, f.Topic)
	w.number(`,"score":`, f.Score)
	w.text(`,"severity":`, string(f.Severity))
	w.raw(`,"evidence":`)
	if f.Evidence == nil {
		w.raw("null")
	} else {
		w.raw("[")
		for i, e := range f.Evidence {
			if i > 0 {
				w.raw(",")
			}
			w.raw(`{"start":`)
			w.dst = strconv.AppendInt(w.dst, int64(e.Start), 10)
			w.raw(`,"end":`)
			w.dst = strconv.AppendInt(w.dst, int64(e.End), 10)
			w.text(`,"text":`, e.Text)
			w.raw("}")
		}
		w.raw("]")
	}
	w.text(`,"why":`, f.Why)
	w.text(`,"detector":`, f.Detector)
	w.raw("}")
}

func (w *appender) scores(s Scores) {
	heads := make([]string, 0, mostHeads)
	for head := range s {
		heads = append(heads, head)
	}
	slices.Sort(heads)
	w.raw("{")
	for i, head := range heads {
		if i > 0 {
			w.raw(",")
		}
		w.text("", head)
		w.raw(":")
		w.probability(s[head])
	}
	w.raw("}")
}

// mostHeads is more than the detectors that ship have.
const mostHeads = 64

// decimals are those of a probability, and steps how many steps of them make 1.
const (
	decimals = 4
	steps    = 10_000
)

// probability appends what strconv would of a number cut to four decimals, in a tenth of the time.
func (w *appender) probability(p float64) {
	if !(p >= 0 && p <= 1) {
		w.number("", math.Floor(p*steps)/steps)
		return
	}
	n := int(p * steps)
	w.dst = append(w.dst, '0'+byte(n/steps)) //nolint:gosec // 0 or 1.
	if n %= steps; n == 0 {
		return
	}
	digits := [decimals]byte{'0' + byte(n/1000), '0' + byte(n/100%10), '0' + byte(n/10%10), '0' + byte(n%10)} //nolint:gosec // One digit each.
	last := decimals
	for digits[last-1] == '0' {
		last--
	}
	w.dst = append(append(w.dst, '.'), digits[:last]...)
}
