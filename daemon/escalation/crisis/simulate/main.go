// Command simulate measures the crisis detector on simulated chatter: after how long it sees a burst, and how often it is wrong. The same
// seed prints the same numbers.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"text/tabwriter"
	"time"

	"firebreak/daemon/escalation/crisis"
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// options are the command's flags.
type options struct {
	seed   uint64
	bursts int
	weeks  int
}

func run(args []string, out, errs io.Writer) int {
	var o options
	flags := flag.NewFlagSet("simulate", flag.ContinueOnError)
	flags.SetOutput(errs)
	flags.Uint64Var(&o.seed, "seed", 1, "what the random numbers begin with")
	flags.IntVar(&o.bursts, "bursts", 100, "bursts of each kind")
	flags.IntVar(&o.weeks, "weeks", 50, "weeks of chatter without bursts, for each row of false alarms")
	flags.Usage = func() {
		_, _ = fmt.Fprintln(errs, `Measures the crisis detector on simulated chatter with a daily cycle and quiet weekends: the delay until it sees a burst of
three and of six times the usual, and its false alarms, for one series and for many.

Usage: go run ./daemon/escalation/crisis/simulate [--seed N] [--bursts N] [--weeks N]

Flags:`)
		flags.PrintDefaults()
	}
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return 0
		}
		return 2
	}
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	o.delays(table)
	_ = table.Flush()
	_, _ = fmt.Fprintln(out)
	o.alarms(table)
	if err := table.Flush(); err != nil {
		_, _ = fmt.Fprintln(errs, "printing the figures:", err)
		return 3
	}
	return 0
}

// start is a Monday.
func start() time.Time { return time.Date(2026, time.January, 5, 0, 0, 0, 0, time.UTC) }

const (
	minutesAWeek = 7 * 24 * 60
	// learning is how many weeks go by before anything is measured.
	learning = 4
	// length is how long a burst lasts, apart how many minutes there are from one to the next, at least.
	length = 120
	apart  = 3 * 24 * 60
)

// alone are settings under which the burst detector decides by itself, without the rule of at least four times the expected authors.
func alone() crisis.Settings {
	return crisis.Settings{Authors: 1 << 30, SmallAuthors: 1, Factor: 1}
}

// delays prints after how many minutes a burst is seen.
func (o options) delays(out io.Writer) {
	_, _ = fmt.Fprintln(out, "chatter\ta minute\tburst\tdetector: median\t90 %\tseen\ttold: median\tpaged\tfalse a week\treference\t")
	for _, restless := range []bool{false, true} {
		for _, rate := range []float64{.2, 2, 10} {
			for _, times := range []float64{3, 6} {
				detector := o.measure(alone(), rate, times, restless)
				rules := o.measure(crisis.Settings{}, rate, times, restless)
				_, _ = fmt.Fprintf(out, "%s\t%g\t%g×\t%s\t%s\t%d %%\t%s\t%d %%\t%.2f\t%s\t\n", name(restless), rate, times,
					quantile(detector.delays, .5), quantile(detector.delays, .9), 100*len(detector.delays)/o.bursts,
					quantile(rules.delays, .5), 100*rules.paged/o.bursts, float64(detector.wrong)/float64(detector.weeks), reference(rate, times))
			}
		}
	}
}

func name(restless bool) string {
	if restless {
		return "restless"
	}
	return "Poisson"
}

// reference is the median delay, in minutes, that the same method had in an earlier measurement.
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

// measured is what a stream with bursts led to.
type measured struct {
	// delays are minutes from a burst's beginning to the crisis's.
	delays []int
	paged  int
	// wrong is how many crises began outside bursts.
	wrong, weeks int
}

// measure lets one series chatter and burst now and then.
func (o options) measure(cfg crisis.Settings, rate, times float64, restless bool) measured {
	c := newChatter(o.seed, 0, rate, restless)
	w := crisis.New(cfg)
	at := start()
	var (
		m      measured
		began  = -1
		paged  bool
		minute = 0
		next   = learning*minutesAWeek + c.random.IntN(apart)
		bursts = 0
	)
	for ; bursts < o.bursts; minute++ {
		factor := 1.
		inside := minute >= next && minute < next+length
		if inside {
			factor = times
		}
		w.Advance(at)
		for range c.minute(at, factor) {
			for _, change := range w.Apply(c.signal(at)) {
				paged = paged || inside && change.Crisis.Level == crisis.LevelPage
				switch {
				case change.Kind != crisis.KindBegin:
				case inside && began < 0:
					began = minute - next + 1
				case !inside && minute >= learning*minutesAWeek:
					m.wrong++
				}
			}
		}
		if minute == next+length {
			if began >= 0 {
				m.delays = append(m.delays, began)
			}
			if paged {
				m.paged++
			}
			bursts++
			began, paged = -1, false
			next = minute + apart + c.random.IntN(apart)
		}
		at = at.Add(time.Minute)
	}
	m.weeks = max(minute/minutesAWeek-learning, 1)
	return m
}

// alarms prints how often a daemon of so many series is wrong.
func (o options) alarms(out io.Writer) {
	_, _ = fmt.Fprintln(out, "chatter\ta minute\tseries\tthreshold\tdetector: false a week\ttold a week\tpages a quarter\tbudget: a week\ta quarter\t")
	for _, restless := range []bool{false, true} {
		for _, rate := range []float64{.02, .2, 2} {
			for _, n := range []int{1, 10, 50} {
				weeks := max(o.weeks/n, 1)
				detector := o.quiet(alone(), rate, restless, n, weeks)
				rules := o.quiet(crisis.Settings{}, rate, restless, n, weeks)
				_, _ = fmt.Fprintf(out, "%s\t%g\t%d\t%.1f\t%.2f\t%.2f\t%.2f\t1\t1\t\n", name(restless), rate, n,
					crisis.Threshold(rate, float64(n)*minutesAWeek),
					float64(detector.told)/float64(weeks), float64(rules.told)/float64(weeks), 13*float64(rules.paged)/float64(weeks))
			}
		}
	}
}

// counted is what a stream without bursts led to.
type counted struct{ told, paged int }

// quiet lets n series chatter for some weeks.
func (o options) quiet(cfg crisis.Settings, rate float64, restless bool, n, weeks int) counted {
	all := make([]*chatter, n)
	for i := range all {
		all[i] = newChatter(o.seed, i, rate, restless)
	}
	w := crisis.New(cfg)
	at := start()
	var out counted
	for minute := range (learning + weeks) * minutesAWeek {
		w.Advance(at)
		for _, c := range all {
			for range c.minute(at, 1) {
				for _, change := range w.Apply(c.signal(at)) {
					if minute < learning*minutesAWeek {
						continue
					}
					if change.Kind == crisis.KindBegin {
						out.told++
					}
					if change.Kind == crisis.KindRise || change.Kind == crisis.KindBegin && change.Crisis.Level == crisis.LevelPage {
						out.paged++
					}
				}
			}
		}
		at = at.Add(time.Minute)
	}
	return out
}

// quantile of some minutes, "-" without any.
func quantile(minutes []int, q float64) string {
	if len(minutes) == 0 {
		return "-"
	}
	sorted := slices.Sorted(slices.Values(minutes))
	return fmt.Sprint(sorted[int(q*float64(len(sorted)-1))])
}
