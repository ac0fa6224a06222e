package detectors

import (
	"maps"
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
	const decimals = 1e4
	w.raw("{")
	for i, head := range slices.Sorted(maps.Keys(s)) {
		if i > 0 {
			w.raw(",")
		}
		w.text("", head)
		w.number(":", math.Floor(s[head]*decimals)/decimals)
	}
	w.raw("}")
}
