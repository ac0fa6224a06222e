package main

import (
	"io"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"firebreak/detectors/detecttest"
	"firebreak/detectors/internal/model"
	"firebreak/detectors/internal/nlp"
	"firebreak/detectors/personaldata"
)

// TestMain runs where the commands do: at the root of the repository.
func TestMain(m *testing.M) {
	if err := os.Chdir(filepath.Join("..", "..")); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}

// TestCorpusIsWellFormed reads every line of the corpus: its labels are known, and there is enough of each head.
func TestCorpusIsWellFormed(t *testing.T) {
	for side, folder := range map[model.Side]string{model.Public: "public", model.Brand: "brand"} {
		examples, err := read(filepath.Join("detectors", "train", "corpus", folder), side)
		require.NoError(t, err)
		require.Greater(t, len(examples), 1500)
		for h, name := range heads(side) {
			count := map[truth]int{}
			for i := range examples {
				count[examples[i].labels[h]]++
			}
			require.GreaterOrEqual(t, count[yes], 40, name)
			require.GreaterOrEqual(t, count[no], 5*count[yes]/10, name)
		}
	}
}

// some are a few examples with the words' vectors.
func some(t *testing.T) []example {
	t.Helper()
	words, err := readVectors()
	require.NoError(t, err)
	examples, err := read(filepath.Join("detectors", "train", "corpus", "brand"), model.Brand)
	require.NoError(t, err)
	examples = examples[:300]
	for i := range examples {
		examples[i].dense = words.dense(&examples[i])
	}
	return examples
}

// TestTrainingIsReproducible trains twice: the same examples give the same weights, to the bit.
func TestTrainingIsReproducible(t *testing.T) {
	examples := some(t)
	o := defaults(model.Brand)
	o.epochs = 4
	first, second := fit(examples, 8, -1, o), fit(examples, 8, -1, o)
	require.Equal(t, first.weights, second.weights)
	require.Equal(t, first.direction, second.direction)
}

// TestModelScoresAsTheTrainerDoes is the golden test between the two: what the trainer computes in floats, with words' vectors apart, the shipped
// form computes in eight-bit integers, with them folded in.
func TestModelScoresAsTheTrainerDoes(t *testing.T) {
	examples := some(t)
	words, err := readVectors()
	require.NoError(t, err)
	o := defaults(model.Brand)
	o.epochs = 8
	names := heads(model.Brand)
	n := fit(examples, len(names), -1, o)
	want := make([][]float64, len(examples))
	for i := range examples {
		want[i] = make([]float64, len(names))
		n.score(&examples[i], want[i])
	}
	words.fold(n)
	same := make([]calibration, len(names))
	for h := range same {
		same[h].a = 1
	}
	m := model.New(model.Layer{}, quantise(n, names, same), model.Layer{})
	masker := personaldata.NewMasker()
	for i := range examples {
		masked, _ := masker.Mask(examples[i].text, acme())
		got := m.Score(model.Brand, nlp.Fold(masked), nil)
		for h := range names {
			require.InDelta(t, want[i][h], got[h], .15, "%s: %s", names[h], examples[i].text)
		}
	}
}

func TestPlatt(t *testing.T) {
	var z []float64
	var truths []bool
	for i := range 2000 {
		x := float64(i)/200 - 5
		z = append(z, x)
		// The truth is sigmoid(2x - 1), dealt out evenly.
		truths = append(truths, float64(i*7919%1000)/1000 < sigmoid(2*x-1))
	}
	a, b := platt(z, truths)
	require.InDelta(t, 2, a, .25)
	require.InDelta(t, -1, b, .25)
	a, b = platt(z[:20], make([]bool, 20))
	require.Equal(t, []float64{1, 0}, []float64{a, b}, "too few to fit")
}

func TestMeasure(t *testing.T) {
	q := measure([]float64{.9, .8, .3, .6, .1}, []bool{true, true, true, false, false})
	require.InDelta(t, 2.0/3, q.Precision, 1e-9)
	require.InDelta(t, 2.0/3, q.Recall, 1e-9)
	require.InDelta(t, 2.0/3, q.F1, 1e-9)
	require.InDelta(t, 5.0/6, q.AUC, 1e-9)
	require.InDelta(t, .5, auc([]float64{1, 1, 1, 1}, []bool{true, false, true, false}), 1e-9, "ties count half")
}

func TestLicensedIsOfTheseFeatures(t *testing.T) {
	examples, err := readLicensed()
	require.NoError(t, err)
	require.Greater(t, len(examples), 4000)
	for i := range examples {
		require.Empty(t, examples[i].text, "no text of others")
		require.LessOrEqual(t, examples[i].words, len(examples[i].features))
		for _, f := range examples[i].features[:examples[i].words] {
			require.Less(t, f, uint32(model.WordBuckets))
		}
	}
}

func TestBlendFindsTheBetter(t *testing.T) {
	var x [][2]float64
	var truths []bool
	for i := range 400 {
		truth := i%2 == 0
		sign := 1.0
		if !truth {
			sign = -1
		}
		x = append(x, [2]float64{math.Sin(float64(i)), sign * (1 + math.Cos(float64(i))/2)})
		truths = append(truths, truth)
	}
	a, b, _ := blend(x, truths)
	require.Less(t, math.Abs(a), .5, "noise")
	require.Greater(t, b, 1.0, "the signal")
}

// TestGate holds the detectors to the committed figures, on the shared data.
func TestGate(t *testing.T) {
	if testing.Short() {
		t.Skip("not run: -short leaves the figures to the plain run")
	}
	data := detecttest.Shared(t, "data")
	committed, err := readFigures()
	require.NoError(t, err)
	now, err := evaluate(io.Discard, data, 0, "", "all", false)
	require.NoError(t, err)
	now.Stream, err = natural(io.Discard, data, 0, "")
	require.NoError(t, err)
	require.Empty(t, gate(committed, now))
}

func TestGateCloses(t *testing.T) {
	committed := &figures{Tasks: []figure{{Task: "a", Low: .7, High: .8}, {Task: "b", Low: .5, High: .6}}}
	now := &figures{Tasks: []figure{{Task: "a", quality: quality{F1: .69}}}, Stream: stream{Public: .02, Brand: .001}}
	require.Len(t, gate(committed, now), 3)
	now = &figures{Tasks: []figure{{Task: "a", quality: quality{F1: .7}}, {Task: "b", quality: quality{F1: .9}}}}
	require.Empty(t, gate(committed, now))
}
