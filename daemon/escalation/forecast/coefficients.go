package forecast

import (
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
)

// Version is the version of the model file's layout and features that this package reads.
const Version = 1

//go:embed model.json
var modelFile embed.FS

// Coefficients are the model file.
type Coefficients struct {
	// Version is Version.
	Version int `json:"version"`
	// About says in a sentence what the numbers were fitted on.
	About string `json:"about"`
	// Heads give the probability that a size is reached, one head a size, sizes ascending.
	Heads []Head `json:"heads"`
	// Settle lists the sizes of all heads in the order in which they are believed: where a later one contradicts an earlier one (a larger
	// size would be likelier than a smaller one) it takes the earlier one's value.
	Settle []int `json:"settle"`
	// Near and Far are the slopes of the log-odds in ln(reshares missing) below the first and above the last head that applies.
	Near float64 `json:"near"`
	Far  float64 `json:"far"`
	// Reach gives the natural logarithm of the median number of minutes until a size is reached, where it is. Its Size is 0.
	Reach Head `json:"reach"`
	// Alarms are the levels of each size, sizes ascending.
	Alarms []Alarm `json:"alarms"`
}

// Head is a quadratic form in the standardised features: u = (clamp(x, low, high) - mean) / scale, value = Σ weight · term(u), and how it
// becomes log-odds.
type Head struct {
	Size int `json:"size,omitempty"`
	// Mean, Scale, Low and High are for each of the features.
	Mean  []float64 `json:"mean"`
	Scale []float64 `json:"scale"`
	Low   []float64 `json:"low"`
	High  []float64 `json:"high"`
	// Weights has one weight for each term, by its name in Terms.
	Weights map[string]float64 `json:"weights"`
	// Calibration are points, both coordinates rising, between which the value is interpolated to become log-odds, and beyond which it goes
	// on as between the last two. Without any the value stays as it is.
	Calibration []Point `json:"calibration,omitempty"`
}

// Point is one point of a calibration.
type Point struct {
	Value   float64 `json:"value"`
	LogOdds float64 `json:"log_odds"`
}

// Alarm is what a probability must reach to tell people that a cascade will reach a size.
type Alarm struct {
	Size   int     `json:"size"`
	Notify float64 `json:"notify"`
	Page   float64 `json:"page"`
}

// Features is how many features there are, terms how many terms of a quadratic form in them.
const (
	Features = 4
	terms    = 1 + Features + Features*(Features+1)/2
)

// FeatureNames returns the names of the features, in their order. With T the size, N the reshares so far, missing = max(T - N, 1):
// growth = ln(missing / (N+1)), time = ln(missing / (rate+0.2)) with the reshares' decayed number rate, age = ln(max(minutes since the
// root, 1)), half = ln(1 + minutes from
// the root to half the present size).
func FeatureNames() [Features]string { return [Features]string{"growth", "time", "age", "half"} }

// Terms returns the names of the terms of a quadratic form, in the order of Expand.
func Terms() []string {
	names := FeatureNames()
	out := append([]string{"1"}, names[:]...)
	for i := range names {
		for j := i; j < Features; j++ {
			out = append(out, names[i]+"*"+names[j])
		}
	}
	return out
}

// Expand returns the terms of a quadratic form in standardised features.
func Expand(u [Features]float64) [terms]float64 {
	var out [terms]float64
	out[0] = 1
	k := 1
	for i := range u {
		out[k] = u[i]
		k++
	}
	for i := range u {
		for j := i; j < Features; j++ {
			out[k] = u[i] * u[j]
			k++
		}
	}
	return out
}

// Load returns the model that is embedded in the program. It fails only when the file does not fit this package.
func Load() (*Model, error) {
	data, err := modelFile.ReadFile("model.json")
	if err != nil {
		return nil, fmt.Errorf("reading the forecast's model: %w", err)
	}
	c, err := DecodeCoefficients(data)
	if err != nil {
		return nil, err
	}
	return New(c)
}

// DecodeCoefficients reads a model file. What it returns is not yet checked: New does.
func DecodeCoefficients(data []byte) (Coefficients, error) {
	var c Coefficients
	in := json.NewDecoder(bytes.NewReader(data))
	in.DisallowUnknownFields()
	if err := in.Decode(&c); err != nil {
		return Coefficients{}, fmt.Errorf("reading the forecast's model: %w", err)
	}
	return c, nil
}

// New makes a model of coefficients, or says everything that is wrong with them.
func New(c Coefficients) (*Model, error) {
	m := &Model{near: c.Near, far: c.Far, alarms: slices.Clone(c.Alarms)}
	var faults []error
	fault := func(format string, args ...any) { faults = append(faults, fmt.Errorf(format, args...)) }
	if c.Version != Version {
		fault("version is %d, want %d", c.Version, Version)
	}
	if n := len(c.Heads); n == 0 || n > maxHeads {
		fault("there are %d heads, want 1 to %d", n, maxHeads)
	}
	for i, h := range c.Heads {
		if h.Size < 2 || i > 0 && h.Size <= c.Heads[i-1].Size {
			fault("heads[%d]: size %d, want at least 2 and more than the one before", i, h.Size)
		}
		f, err := newForm(h)
		if err != nil {
			fault("heads[%d]: %w", i, err)
		}
		m.heads = append(m.heads, head{size: h.Size, form: f})
	}
	for _, size := range c.Settle {
		if i := slices.IndexFunc(c.Heads, func(h Head) bool { return h.Size == size }); i >= 0 && !slices.Contains(m.settle, i) {
			m.settle = append(m.settle, i)
		}
	}
	if len(m.settle) != len(c.Heads) || len(c.Settle) != len(c.Heads) {
		fault("settle is %v, want the size of each head once", c.Settle)
	}
	var err error
	if m.reach, err = newForm(c.Reach); err != nil {
		fault("reach: %w", err)
	}
	for name, v := range map[string]float64{"near": c.Near, "far": c.Far} {
		if !(v > 0) || math.IsInf(v, 0) {
			fault("%s is %v, want more than 0", name, v)
		}
	}
	if len(c.Alarms) == 0 {
		fault("there are no alarms")
	}
	for i, a := range c.Alarms {
		if a.Size < 2 || i > 0 && a.Size <= c.Alarms[i-1].Size || !(a.Notify > 0) || !(a.Page >= a.Notify) || a.Page > 1 {
			fault("alarms[%d]: want ascending sizes and 0 < notify ≤ page ≤ 1", i)
		}
	}
	if err := errors.Join(faults...); err != nil {
		return nil, fmt.Errorf("the forecast's model: %w", err)
	}
	return m, nil
}

// form is a Head made ready: plain arrays.
type form struct {
	mean, inverse, low, high [Features]float64
	weights                  [terms]float64
	points                   []Point
}

func newForm(h Head) (form, error) {
	var f form
	for name, v := range map[string][]float64{"mean": h.Mean, "scale": h.Scale, "low": h.Low, "high": h.High} {
		if len(v) != Features {
			return form{}, fmt.Errorf("%s has %d numbers, want %d", name, len(v), Features)
		}
	}
	copy(f.mean[:], h.Mean)
	copy(f.low[:], h.Low)
	copy(f.high[:], h.High)
	for i, s := range h.Scale {
		if !(s > 0) || !(h.Low[i] <= h.High[i]) {
			return form{}, fmt.Errorf("feature %d: want a scale above 0 and low ≤ high", i)
		}
		f.inverse[i] = 1 / s
	}
	for i, p := range h.Calibration {
		if len(h.Calibration) == 1 || i > 0 && (!(p.Value > h.Calibration[i-1].Value) || !(p.LogOdds > h.Calibration[i-1].LogOdds)) {
			return form{}, fmt.Errorf("calibration[%d]: want two points or more, rising", i)
		}
	}
	f.points = slices.Clone(h.Calibration)
	names := Terms()
	if len(h.Weights) != len(names) {
		return form{}, fmt.Errorf("there are %d weights, want %d", len(h.Weights), len(names))
	}
	for i, name := range names {
		w, ok := h.Weights[name]
		if !ok {
			return form{}, fmt.Errorf("the weight of %q is missing", name)
		}
		f.weights[i] = w
	}
	return f, nil
}

// value of the form for raw features, calibrated.
func (f *form) value(x *[Features]float64) float64 {
	var u [Features]float64
	for i := range x {
		u[i] = (min(max(x[i], f.low[i]), f.high[i]) - f.mean[i]) * f.inverse[i]
	}
	w := &f.weights
	sum := w[0]
	k := 1 + Features
	for i := range u {
		inner := w[1+i]
		for j := i; j < Features; j++ {
			inner += w[k] * u[j]
			k++
		}
		sum += inner * u[i]
	}
	if len(f.points) == 0 {
		return sum
	}
	i := 1
	for i < len(f.points)-1 && sum > f.points[i].Value {
		i++
	}
	a, b := f.points[i-1], f.points[i]
	return a.LogOdds + (sum-a.Value)*(b.LogOdds-a.LogOdds)/(b.Value-a.Value)
}
