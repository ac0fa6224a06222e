// Command train makes the weights of the classifier from the texts in corpus/, and measures what the detectors are worth.
//
//	go run ./detectors/train fit        # writes detectors/internal/model/weights.bin, the same bytes each time
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"golang.org/x/sync/errgroup"

	"firebreak/detectors/internal/model"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) == 0 {
		return fmt.Errorf("want a command: fit, evaluate")
	}
	switch args[0] {
	case "fit":
		o := defaults()
		flags := flag.NewFlagSet("fit", flag.ContinueOnError)
		flags.Float64Var(&o.rate, "rate", o.rate, "step of the weights")
		flags.Float64Var(&o.damping, "damping", o.damping, "")
		flags.Float64Var(&o.decay, "decay", o.decay, "")
		flags.Float64Var(&o.directionRate, "drate", o.directionRate, "")
		flags.Float64Var(&o.directionDecay, "ddecay", o.directionDecay, "")
		flags.IntVar(&o.epochs, "epochs", o.epochs, "")
		flags.IntVar(&o.warm, "warm", o.warm, "")
		if err := flags.Parse(args[1:]); err != nil {
			return err
		}
		return fitAll(o)
	case "licensed":
		flags := flag.NewFlagSet("licensed", flag.ContinueOnError)
		data := flags.String("data", filepath.Join("..", "shared", "data"), "folder of the licensed sets")
		if err := flags.Parse(args[1:]); err != nil {
			return err
		}
		return writeLicensed(*data)
	case "evaluate":
		flags := flag.NewFlagSet("evaluate", flag.ContinueOnError)
		data := flags.String("data", filepath.Join("..", "shared", "data"), "folder of the evaluation data")
		worst := flags.Int("worst", 0, "how many of the worst mistakes to print of each task")
		by := flags.String("by", "all", "what judges: all, model (the trained classifier alone)")
		only := flags.String("only", "", "only tasks whose name contains this")
		if err := flags.Parse(args[1:]); err != nil {
			return err
		}
		if *by == "corpus" {
			return onCorpus(os.Stdout, *worst)
		}
		return evaluate(os.Stdout, *data, *worst, *only, *by)
	default:
		return fmt.Errorf("unknown command %q: want fit or evaluate", args[0])
	}
}

func fitAll(o options) error {
	var layers []model.Layer
	words, err := readVectors()
	if err != nil {
		return err
	}
	for side, folder := range []string{"public", "brand"} {
		names := heads(model.Side(side))
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
		calibration := make([][2]float64, len(names))
		for h, name := range names {
			var z []float64
			var truths []bool
			for i := range examples {
				if examples[i].labels[h] != unknown {
					z = append(z, out[i][h])
					truths = append(truths, examples[i].labels[h] == yes)
				}
			}
			a, b := platt(z, truths)
			calibration[h] = [2]float64{a, b}
			var tp, fp, fn int
			for i := range z {
				switch got := a*z[i]+b >= 0; {
				case got && truths[i]:
					tp++
				case got:
					fp++
				case truths[i]:
					fn++
				}
			}
			fmt.Printf("%-40s n=%5d yes=%4d  P %.3f R %.3f  a %.2f b %.2f\n", name, len(z), tp+fn, float64(tp)/float64(max(tp+fp, 1)), float64(tp)/float64(max(tp+fn, 1)), a, b)
		}
		n := fit(examples, len(names), -1, o)
		words.fold(n)
		layers = append(layers, quantise(n, names, calibration))
	}
	data := model.New(layers[0], layers[1]).Encode()
	return os.WriteFile(filepath.Join("detectors", "internal", "model", "weights.bin"), data, 0o644)
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
