// Command simulate measures the crisis detector on simulated chatter: after how long it sees a burst, and how often it is wrong. The same
// flags print the same numbers.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"strconv"
	"text/tabwriter"

	"golang.org/x/sync/errgroup"

	"firebreak/daemon/escalation/crisis"
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// options are the command's flags.
type options struct {
	seed   uint64
	bursts int
	weeks  int
}

// run is the command; it returns the exit code: 2 for wrong use, 3 where the figures could not be written.
func run(args []string, out, errs io.Writer) int {
	var o options
	flags := flag.NewFlagSet("simulate", flag.ContinueOnError)
	flags.SetOutput(errs)
	flags.Uint64Var(&o.seed, "seed", 1, "what the random numbers begin with")
	flags.IntVar(&o.bursts, "bursts", 100, "bursts of each kind")
	flags.IntVar(&o.weeks, "weeks", 40, "weeks of one series without bursts, for each row of false alarms; many series share them")
	flags.Usage = func() {
		_, _ = fmt.Fprintln(errs, `Measures the crisis detector on simulated chatter with a daily cycle and quiet weekends: the delay until it sees a burst of
three and of six times the usual, and its false alarms, for one series and for many. Takes about a minute.

Usage: go run ./daemon/escalation/crisis/simulate [--seed N] [--bursts N] [--weeks N]

Columns: "detector" is the burst detector by itself, with a budget of one false alarm a week; "told" and "paged" are the rules of
docs/crisis.md with their defaults. "Poisson" chatter has independent posts; "restless" chatter wanders from hour to hour, and posts draw others.

Flags:`)
		flags.PrintDefaults()
	}
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil:
		return 2
	case flags.NArg() > 0 || o.bursts < 1 || o.weeks < 1:
		flags.Usage()
		return 2
	}
	if err := errors.Join(o.delays(out), o.alarms(out)); err != nil {
		_, _ = fmt.Fprintln(errs, "writing the figures:", err)
		return 3
	}
	return 0
}

// alone are settings under which the burst detector decides by itself, without the rule of four times the expected authors.
func alone() crisis.Settings {
	return crisis.Settings{Authors: 1 << 30, SmallAuthors: 1, Factor: 1}
}

// row is one line of a table: what is simulated, and what came of it.
type row struct {
	restless bool
	rate     float64
	times    float64
	series   int

	detector, rules *probe
	weeks           int
}

func (r *row) name() string {
	if r.restless {
		return "restless"
	}
	return "Poisson"
}

// each simulates all rows, as many at a time as there are processors.
func each(rows []*row, simulate func(*row)) {
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for _, r := range rows {
		group.Go(func() error {
			simulate(r)
			return nil
		})
	}
	_ = group.Wait()
}

// delays prints after how many minutes a burst is seen.
func (o options) delays(out io.Writer) error {
	var rows []*row
	for _, restless := range []bool{false, true} {
		for _, rate := range []float64{.2, 2, 10} {
			for _, times := range []float64{3, 6} {
				rows = append(rows, &row{restless: restless, rate: rate, times: times, series: 1})
			}
		}
	}
	each(rows, o.burst)
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	_, _ = fmt.Fprintln(table, "chatter\ta minute\tburst\tdetector, min: median\t90 %\tseen\treference, min\ttold, min: median\ttold\tpaged\t")
	for _, r := range rows {
		_, _ = fmt.Fprintf(table, "%s\t%g\t%g×\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t\n", r.name(), r.rate, r.times, quantile(r.detector.delays, .5),
			quantile(r.detector.delays, .9), o.share(len(r.detector.delays)), reference(r.rate, r.times), quantile(r.rules.delays, .5),
			o.share(len(r.rules.delays)), o.share(r.rules.caught))
	}
	if err := table.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintln(out)
	return err
}

// alarms prints how often a daemon of so many series is wrong.
func (o options) alarms(out io.Writer) error {
	var rows []*row
	for _, restless := range []bool{false, true} {
		for _, rate := range []float64{.02, .2, 2} {
			for _, series := range []int{1, 10, 50} {
				rows = append(rows, &row{restless: restless, rate: rate, series: series})
			}
		}
	}
	each(rows, o.quiet)
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	_, _ = fmt.Fprintln(table, "chatter\ta minute\tseries\tweeks\tthreshold\tdetector, a week\ttold, a week\tbudget\tpaged, a quarter\tbudget\t")
	for _, r := range rows {
		weeks := float64(r.weeks)
		_, _ = fmt.Fprintf(table, "%s\t%g\t%d\t%d\t%.1f\t%.2f\t%.2f\t1\t%.2f\t1\t\n", r.name(), r.rate, r.series, r.weeks,
			crisis.Threshold(r.rate, float64(r.series)*minutesAWeek), float64(r.detector.wrong)/weeks, float64(r.rules.wrong)/weeks,
			13*float64(r.rules.pages)/weeks)
	}
	return table.Flush()
}

// reference is the median delay, in minutes, that was measured for the same method before this code was written.
func reference(rate, times float64) string {
	switch {
	case rate == 2 && times == 3:
		return "13"
	case rate == 2 && times == 6:
		return "7"
	default:
		return "-"
	}
}

// share of the bursts.
func (o options) share(n int) string { return strconv.Itoa(100*n/o.bursts) + " %" }

// quantile of the delays of those bursts that were seen; "-" without any.
func quantile(minutes []int, q float64) string {
	if len(minutes) == 0 {
		return "-"
	}
	sorted := slices.Sorted(slices.Values(minutes))
	return strconv.Itoa(sorted[int(q*float64(len(sorted)-1))])
}
