package main

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/plotutil"
	"gonum.org/v1/plot/vg"
)

// curve is a task's precision at every recall.
type curve struct {
	name   string
	points plotter.XYs
}

// curveOf walks the threshold from the surest post down.
func curveOf(name string, scores []float64, truths []bool) curve {
	order := make([]int, len(scores))
	yes := 0
	for i := range order {
		order[i] = i
		if truths[i] {
			yes++
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(scores[b], scores[a]) })
	c := curve{name: name}
	found := 0
	for n, i := range order {
		if truths[i] {
			found++
		}
		if n+1 < len(order) && scores[order[n+1]] == scores[i] {
			continue
		}
		c.points = append(c.points, plotter.XY{X: float64(found) / float64(max(yes, 1)), Y: float64(found) / float64(n+1)})
	}
	return c
}

// draw writes curves into one picture.
func draw(file, title string, curves []curve) error {
	p := plot.New()
	p.Title.Text, p.X.Label.Text, p.Y.Label.Text = title, "recall", "precision"
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = 0, 1, 0, 1
	p.Add(plotter.NewGrid())
	for i, c := range curves {
		line, err := plotter.NewLine(c.points)
		if err != nil {
			return fmt.Errorf("drawing %s: %w", c.name, err)
		}
		line.Color, line.Width = plotutil.Color(i), vg.Points(1.5)
		p.Add(line)
		p.Legend.Add(c.name, line)
	}
	p.Legend.Left, p.Legend.YOffs = true, vg.Points(14)
	path := filepath.Join("docs", "evaluation", file)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil { //nolint:gosec // A folder of the repository.
		return fmt.Errorf("drawing: %w", err)
	}
	if err := p.Save(6*vg.Inch, 4.5*vg.Inch, path); err != nil {
		return fmt.Errorf("drawing %s: %w", path, err)
	}
	return nil
}
