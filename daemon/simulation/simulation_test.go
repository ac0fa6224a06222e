// Package simulation_test plays several instances of firebreak against a Kafka in memory, on a virtual clock and with faults at every step, all
// from one seed. It ships no code. See docs/simulation.md.
package simulation_test

import (
	"flag"
	"fmt"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"

	"firebreak/daemon/dispatch"
	"firebreak/daemon/score"
)

var (
	oneSeed   = flag.Uint64("seed", 0, "play this seed only, and print everything that happens")
	seedCount = flag.Uint64("seeds", fewSeeds, "how many seeds to play")
	firstSeed = flag.Uint64("first", 1, "the first seed")
)

// shownTrace is how many of the last events are shown where something breaks.
const shownTrace = 30

func newOptions(t testing.TB, s sabotage) options {
	t.Helper()
	tree, err := routes()
	require.NoError(t, err)
	reg := prometheus.NewRegistry()
	return options{tree: tree, sabotage: s, metrics: metrics{score: score.NewMetrics(reg), dispatch: dispatch.NewMetrics(reg)}}
}

// simulate plays one seed. It returns everything that happened until something broke, if anything did, and what broke.
func simulate(t *testing.T, seed uint64, opts options) (trace []string, broken error) {
	t.Helper()
	play := func() {
		synctest.Test(t, func(*testing.T) {
			w := newWorld(seed, opts)
			broken, trace = w.play(), w.trace
		})
	}
	play()
	if broken != nil && !opts.trace {
		// The same again, with words.
		opts.trace = true
		play()
	}
	return trace, broken
}

func explain(seed uint64, trace []string, broken error) string {
	last := trace[max(0, len(trace)-shownTrace):]
	return fmt.Sprintf("seed %d: %v\nthe last %d events:\n%s\nplay it again, with all events: go test ./daemon/simulation -run 'Simulation$' -v -seed %d",
		seed, broken, len(last), strings.Join(last, "\n"), seed)
}

// TestSimulation plays many seeds, and stops at the first that breaks something.
func TestSimulation(t *testing.T) {
	t.Parallel()
	opts := newOptions(t, honest)
	if *oneSeed != 0 {
		opts.trace = true
		trace, broken := simulate(t, *oneSeed, opts)
		t.Log("everything that happened:\n" + strings.Join(trace, "\n"))
		if broken != nil {
			t.Fatal(explain(*oneSeed, trace, broken))
		}
		return
	}
	workers := uint64(runtime.GOMAXPROCS(0))
	var failed atomic.Bool
	for share := range workers {
		t.Run(fmt.Sprintf("share %d of %d", share+1, workers), func(t *testing.T) {
			t.Parallel()
			for n := share; n < *seedCount && !failed.Load(); n += workers {
				seed := *firstSeed + n
				if trace, broken := simulate(t, seed, opts); broken != nil {
					failed.Store(true)
					t.Fatal(explain(seed, trace, broken))
				}
			}
		})
	}
}
