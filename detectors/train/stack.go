package main

import (
	"fmt"
	"io"
	"path/filepath"

	"firebreak/detectors"
	"firebreak/detectors/internal/model"
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
