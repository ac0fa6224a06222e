// Command calibrate fits the reshare forecast to recorded cascades and measures it on cascades that it was not fitted to.
//
//	go run ./daemon/escalation/forecast/calibrate --data cascades.jsonl
//
// It writes the model file of package forecast and, below docs/evaluation, the figures and a plot: the same bytes each time. Every figure is
// out of fold, thresholds included.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"golang.org/x/sync/errgroup"

	"firebreak/daemon/escalation/forecast"
)

// folds is how many parts the cascades are dealt into.
const folds = 5

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "calibrate:", err)
		os.Exit(1)
	}
}

func run(args []string, out io.Writer) error {
	flags := flag.NewFlagSet("calibrate", flag.ContinueOnError)
	data := flags.String("data", "", "`FILE` of cascades, one JSON object a line")
	root := flags.String("root", ".", "`FOLDER` of the repository, below which files are written")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *data == "" {
		return fmt.Errorf("want --data FILE: the cascades are no part of the repository")
	}
	cascades, err := load(*data)
	if err != nil {
		return err
	}
	coefficients, report, curves, err := calibrate(cascades)
	if err != nil {
		return err
	}
	report.print(out)
	evaluation := filepath.Join(*root, "docs", "evaluation")
	if err := os.MkdirAll(evaluation, 0o755); err != nil { //nolint:gosec // A folder of the repository.
		return fmt.Errorf("making the folder of the figures: %w", err)
	}
	if err := writeJSON(filepath.Join(*root, "daemon", "escalation", "forecast", "model.json"), coefficients); err != nil {
		return err
	}
	if err := writeJSON(filepath.Join(evaluation, "forecast.json"), report); err != nil {
		return err
	}
	return draw(filepath.Join(evaluation, "forecast.png"), curves)
}

// calibrate fits and measures: a model for each fold, one for each data set left out, and the one that ships.
func calibrate(cascades []cascade) (forecast.Coefficients, *report, []curve, error) {
	all := where(cascades, func(*cascade) bool { return true })
	names := datasets(cascades)
	shipped, models := forecast.Coefficients{}, make([]forecast.Coefficients, folds)
	without := make([]forecast.Coefficients, len(names))
	var g errgroup.Group
	g.SetLimit(2)
	fitInto := func(to *forecast.Coefficients, on []int) {
		g.Go(func() (err error) {
			*to, err = fit(cascades, on)
			return err
		})
	}
	fitInto(&shipped, all)
	for k := range models {
		fitInto(&models[k], where(cascades, func(c *cascade) bool { return c.fold != k }))
	}
	for i, name := range names {
		fitInto(&without[i], where(cascades, func(c *cascade) bool { return c.Dataset != name }))
	}
	if err := g.Wait(); err != nil {
		return shipped, nil, nil, err
	}

	tracks := make([]track, len(cascades))
	for k, c := range models {
		if err := follow(cascades, where(cascades, func(c *cascade) bool { return c.fold == k }), c, tracks); err != nil {
			return shipped, nil, nil, err
		}
	}
	shipped.Alarms = levels(cascades, tracks)
	r := measure(cascades, tracks)
	for i, name := range names {
		left, err := leaveOut(cascades, name, without[i])
		if err != nil {
			return shipped, nil, nil, err
		}
		r.LeftOut = append(r.LeftOut, left...)
	}
	r.Levels = shipped.Alarms
	return shipped, r, curvesOf(cascades, tracks), nil
}

func writeJSON(path string, v any) error {
	text, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		return fmt.Errorf("encoding %s: %w", path, err)
	}
	if err := os.WriteFile(path, append(text, '\n'), 0o644); err != nil { //nolint:gosec // A file of the repository.
		return fmt.Errorf("writing the figures: %w", err)
	}
	return nil
}
