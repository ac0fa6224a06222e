package main

import (
	"fmt"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/plotutil"
	"gonum.org/v1/plot/vg"
)

// curve is an alarm's share of viral cascades told of in time, at every share of false alarms.
type curve struct {
	name   string
	size   int
	points plotter.XYs
}

// curvesOf walks the budget for the sizes that page.
func curvesOf(cascades []cascade, tracks []track) []curve {
	all := where(cascades, func(*cascade) bool { return true })
	var out []curve
	for k, size := range sizes() {
		if size != 300 && size != 1000 {
			continue
		}
		for by := range alarms {
			c := curve{name: fmt.Sprintf("%s, %d", by, size), size: size}
			for step := 1; step <= 40; step++ {
				r := crossedLight(cascades, all, tracks, by, k, float64(step)*0.0005)
				c.points = append(c.points, plotter.XY{X: r.FalseAlarms * 100, Y: r.Ahead})
			}
			out = append(out, c)
		}
	}
	return out
}

// crossedLight judges all folds by one level of scores out of fold.
func crossedLight(cascades []cascade, on []int, tracks []track, by alarm, size int, budget float64) row {
	level := levelFor(cascades, on, tracks, by, size, budget)
	return judge(cascades, on, tracks, by, size, func(int) float64 { return level })
}

// draw writes the curves as a picture.
func draw(path string, curves []curve) error {
	p := plot.New()
	p.Title.Text = "Reshare alarms, out of fold"
	p.X.Label.Text, p.Y.Label.Text = "false alarms, % of the cascades that stay below the size", "viral cascades alarmed 15 min ahead"
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = 0, 2, 0, 1
	p.Add(plotter.NewGrid())
	for i, c := range curves {
		line, err := plotter.NewLine(c.points)
		if err != nil {
			return fmt.Errorf("drawing %s: %w", c.name, err)
		}
		line.Color, line.Width = plotutil.Color(i%int(alarms)), vg.Points(1.5)
		if c.size < 1000 {
			line.Dashes = plotutil.Dashes(2)
		}
		p.Add(line)
		p.Legend.Add(c.name, line)
	}
	p.Legend.XOffs = -vg.Points(6)
	if err := p.Save(6*vg.Inch, 4.5*vg.Inch, path); err != nil {
		return fmt.Errorf("drawing %s: %w", path, err)
	}
	return nil
}
