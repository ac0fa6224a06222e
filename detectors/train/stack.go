package main

import (
	"fmt"
	"io"
	"math"
	"path/filepath"
	"runtime"

	"golang.org/x/sync/errgroup"

	"firebreak/detectors"
	"firebreak/detectors/internal/model"
	"firebreak/detectors/personaldata"
	"firebreak/detectors/standard"
)

// onCorpus measures the heads of the detectors on the corpus itself: an honest figure for rules, which were not written from it, and a flattering
// one for the model.
func onCorpus(out io.Writer, worst int) error {
	j, err := newJudge("all")
	if err != nil {
		return err
	}
	for side, folder := range []string{"public", "brand"} {
		names := heads(model.Side(side))
		examples, err := read(filepath.Join("detectors", "train", "corpus", folder), model.Side(side))
		if err != nil {
			return err
		}
		by := detectors.RolePublic
		if model.Side(side) == model.Brand {
			by = detectors.RoleBrand
		}
		list := make([]labelled, len(examples))
		for i := range examples {
			list[i].Text = examples[i].text
		}
		for h, name := range names {
			t := task{heads: []string{name}, by: by}
			scores := scoresOf(j, list, &t)
			truths := make([]bool, len(examples))
			for i := range examples {
				truths[i] = examples[i].labels[h] == yes
			}
			q := measure(scores, truths)
			fmt.Fprintf(out, "%-40s P %.3f R %.3f F1 %.3f AUC %.3f\n", name, q.Precision, q.Recall, q.F1, q.AUC)
			mistakes(out, list, scores, truths, worst)
		}
	}
	return nil
}

// rulesOf are the log-odds that the detectors give each head of each example without the model.
func rulesOf(side model.Side, examples []example) ([][]float64, error) {
	set, err := detectors.NewSetWith(model.New(model.Layer{}, model.Layer{}, model.Layer{}), standard.New()...)
	if err != nil {
		return nil, err
	}
	j := &judge{set: set, masker: personaldata.NewMasker(), brand: acme()}
	by := detectors.RolePublic
	if side == model.Brand {
		by = detectors.RoleBrand
	}
	names := heads(side)
	out := make([][]float64, len(examples))
	var g errgroup.Group
	workers := runtime.GOMAXPROCS(0)
	for w := range workers {
		g.Go(func() error {
			for i := w; i < len(examples); i += workers {
				out[i] = make([]float64, len(names))
				if examples[i].text == "" {
					continue
				}
				a := j.analyse(examples[i].text, by)
				for h, name := range names {
					// What no rule looks for is 0: no opinion.
					if p, ok := a.Scores[name]; ok {
						out[i][h] = logit(min(max(p, .01), .97))
					}
				}
			}
			return nil
		})
	}
	return out, g.Wait()
}

func logit(p float64) float64 { return math.Log(p / (1 - p)) }

// blend fits sigmoid(a·x0 + b·x1 + c) by gradient descent on the log loss.
func blend(x [][2]float64, truths []bool) (a, b, c float64) {
	a, b = .5, .5
	for range 4000 {
		var ga, gb, gc float64
		for i := range x {
			d := sigmoid(a*x[i][0] + b*x[i][1] + c)
			if truths[i] {
				d--
			}
			ga += d * x[i][0]
			gb += d * x[i][1]
			gc += d
		}
		n := float64(len(x))
		a, b, c = a-.5*(ga/n+.001*a), b-.5*(gb/n+.001*b), c-.5*gc/n
	}
	return a, b, c
}
