// Command train makes the weights of the classifier from the texts in corpus/, and measures what the detectors are worth.
//
//	go run ./detectors/train fit         # writes detectors/internal/model/weights.bin, the same bytes each time
//	go run ./detectors/train evaluate    # what the detectors are worth on labelled posts
//	go run ./detectors/train licensed    # reads the sets of others whose licence allows training, and writes their hashed features
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"golang.org/x/sync/errgroup"

	"firebreak/detectors/internal/model"
)

// errNoData says that a folder is missing.
var errNoData = errors.New("want --data FOLDER: the labelled sets are no part of the repository")

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) == 0 {
		return fmt.Errorf("want a command: fit, evaluate or licensed")
	}
	switch args[0] {
	case "fit":
		return fitAll()
	case "licensed":
		flags := flag.NewFlagSet("licensed", flag.ContinueOnError)
		data := flags.String("data", "", "`FOLDER` of the licensed sets")
		if err := flags.Parse(args[1:]); err != nil {
			return err
		}
		if *data == "" {
			return errNoData
		}
		return writeLicensed(*data)
	case "evaluate":
		flags := flag.NewFlagSet("evaluate", flag.ContinueOnError)
		data := flags.String("data", "", "`FOLDER` of the evaluation data")
		worst := flags.Int("worst", 0, "how many of the worst mistakes to print of each task")
		by := flags.String("by", "all", "what judges: all, model (the trained classifier alone), untagged (without parts of speech); or natural (a natural stream), corpus (the corpus itself)")
		commit := flags.Bool("commit", false, "write the figures and curves below docs/evaluation, which the gate compares with")
		only := flags.String("only", "", "only tasks whose name contains this")
		if err := flags.Parse(args[1:]); err != nil {
			return err
		}
		if *data == "" && *by != "corpus" {
			return errNoData
		}
		switch *by {
		case "natural":
			_, err := natural(os.Stdout, *data, *worst, *only)
			return err
		case "corpus":
			return onCorpus(os.Stdout, *worst)
		}
		all, err := evaluate(os.Stdout, *data, *worst, *only, *by, *commit)
		if err != nil || !*commit {
			return err
		}
		if all.Stream, err = natural(os.Stdout, *data, 0, ""); err != nil {
			return err
		}
		return all.write()
	default:
		return fmt.Errorf("unknown command %q: want fit, evaluate or licensed", args[0])
	}
}

func fitAll() error {
	var layers []model.Layer
	words, err := readVectors()
	if err != nil {
		return err
	}
	for side, folder := range []string{"public", "brand"} {
		names := heads(model.Side(side))
		o := defaults(model.Side(side))
		examples, err := read(filepath.Join("detectors", "train", "corpus", folder), model.Side(side))
		if err != nil {
			return err
		}
		if model.Side(side) == model.Public {
			licensed, err := readLicensed()
			if err != nil {
				return err
			}
			examples = append(examples, licensed...)
		}
		for i := range examples {
			examples[i].dense = words.dense(&examples[i])
		}
		out := outOfFold(examples, len(names), o)
		rules, err := rulesOf(model.Side(side), examples)
		if err != nil {
			return err
		}
		calibrated := make([]calibration, len(names))
		for h, name := range names {
			calibrated[h] = calibrate(os.Stdout, name, h, examples, out, rules)
		}
		n := fit(examples, len(names), -1, o)
		words.fold(n)
		layers = append(layers, quantise(n, names, calibrated))
	}
	public, topics := split(layers[0])
	data := model.New(public, layers[1], topics).Encode()
	return os.WriteFile(filepath.Join("detectors", "internal", "model", "weights.bin"), data, 0o644) //nolint:gosec // A file of the repository.
}

// split parts the heads of topics from the others.
func split(l model.Layer) (heads, topics model.Layer) {
	out := [2]model.Layer{}
	part := make([]int, len(l.Heads))
	for h := range l.Heads {
		if strings.Contains(l.Heads[h].Name, "/") {
			part[h] = 1
		}
		out[part[h]].Heads = append(out[part[h]].Heads, l.Heads[h])
	}
	for i, w := range l.Weights {
		to := &out[part[i%len(l.Heads)]]
		to.Weights = append(to.Weights, w)
	}
	return out[0], out[1]
}

// calibration turns the scores of a head into probabilities: a and b of the head alone, and its blend with rules.
type calibration struct {
	a, b              float64
	rules, own, shift float64
}

// calibrate fits the calibration of a head on texts of the corpus, which the model scored out of fold and the rules were not written from.
func calibrate(report io.Writer, name string, h int, examples []example, scores, rules [][]float64) calibration {
	var z []float64
	var x [][2]float64
	var truths, written []bool
	for i := range examples {
		if examples[i].labels[h] == unknown {
			continue
		}
		t := examples[i].labels[h] == yes
		z, truths = append(z, scores[i][h]), append(truths, t)
		if examples[i].text != "" {
			x, written = append(x, [2]float64{rules[i][h], scores[i][h]}), append(written, t)
		}
	}
	var c calibration
	c.a, c.b = platt(z, truths)
	for i := range x {
		x[i][1] = c.a*x[i][1] + c.b
	}
	c.rules, c.own, c.shift = blend(x, written)
	figures := func(p func(x [2]float64) float64) string {
		s := make([]float64, len(x))
		for i := range x {
			s[i] = sigmoid(p(x[i]))
		}
		q := measure(s, written)
		return fmt.Sprintf("%.3f %.3f %.3f %.3f", q.Precision, q.Recall, q.F1, q.AUC)
	}
	yesses := 0
	for _, t := range written {
		if t {
			yesses++
		}
	}
	fmt.Fprintf(report, "%-38s %5d %4d | model %s | rules %s | both %s\n", name, len(x), yesses, figures(func(x [2]float64) float64 { return x[1] }),
		figures(func(x [2]float64) float64 { return x[0] }), figures(func(x [2]float64) float64 { return c.rules*x[0] + c.own*x[1] + c.shift }))
	return c
}

// outOfFold scores every example by a net that has not seen it.
func outOfFold(examples []example, heads int, o options) [][]float64 {
	out := make([][]float64, len(examples))
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	for fold := range folds {
		g.Go(func() error {
			n := fit(examples, heads, fold, o)
			for i := range examples {
				if examples[i].fold == fold {
					out[i] = make([]float64, heads)
					n.score(&examples[i], out[i])
				}
			}
			return nil
		})
	}
	_ = g.Wait()
	return out
}
