// Command train makes the weights of the classifier from the texts in corpus/, and measures what the detectors are worth.
//
//	go run ./detectors/train fit        # writes detectors/internal/model/weights.bin, the same bytes each time
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"

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
		return fitAll(defaults())
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
		only := flags.String("only", "", "only tasks whose name contains this")
		if err := flags.Parse(args[1:]); err != nil {
			return err
		}
		return evaluate(os.Stdout, *data, *worst, *only)
	default:
		return fmt.Errorf("unknown command %q: want fit or evaluate", args[0])
	}
}

func fitAll(o options) error {
	var layers []model.Layer
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
		out, err := outOfFold(examples, len(names), o)
		if err != nil {
			return err
		}
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
		layers = append(layers, quantise(fit(examples, len(names), -1, o), names, calibration))
	}
	data := model.New(layers[0], layers[1]).Encode()
	return os.WriteFile(filepath.Join("detectors", "internal", "model", "weights.bin"), data, 0o644)
}

// outOfFold scores every example by a net that has not seen it.
func outOfFold(examples []example, heads int, o options) ([][]float64, error) {
	out := make([][]float64, len(examples))
	for fold := range folds {
		n := fit(examples, heads, fold, o)
		for i := range examples {
			if examples[i].fold == fold {
				out[i] = make([]float64, heads)
				n.score(&examples[i], out[i])
			}
		}
	}
	return out, nil
}
