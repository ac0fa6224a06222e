//go:build integration

package integration_test

import (
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestStream is the whole way once: the platform's stream, the daemon, the pager and the feed.
func TestStream(t *testing.T) {
	eachBroker(t, func(t *testing.T, b broker) {
		w := newWorld(t, b.addr())
		d := startDaemon(t, w.config)
		w.x.AwaitConnection(t)
		w.tell(8)
		require.Zero(t, w.settle(t), "a card was posted twice")
		require.Zero(t, d.terminate(t), "a daemon that is asked to stop exits with 0")
		// What was told stays told.
		again := startDaemon(t, w.config)
		w.x.AwaitConnection(t)
		w.tell(1)
		require.Zero(t, w.settle(t))
		require.Zero(t, again.terminate(t))
	})
}

// TestCrisis: many people ask the same thing at once. It is one page, also when the daemon is killed in the middle of it.
func TestCrisis(t *testing.T) {
	eachBroker(t, func(t *testing.T, b broker) {
		w := newWorldWith(t, b.addr(), "")
		d := startDaemon(t, w.config)
		w.x.AwaitConnection(t)
		crises := func() int {
			n := 0
			for _, a := range w.pagerduty.Alerts() {
				require.True(t, strings.HasPrefix(a.Key, "firebreak/c:"), "paged about %s", a.Key)
				n += a.Opened
			}
			return n
		}
		w.ask(20)
		require.Eventually(t, func() bool { return crises() == 1 }, time.Minute, 20*time.Millisecond, "the crisis did not page")
		d.kill()
		w.ask(1)
		d.start(t)
		// It listens to signals once it hears the platform again.
		w.x.AwaitConnection(t)
		w.ask(10)
		d.terminate(t)
		require.Equal(t, 1, crises(), "one crisis, one page")
	})
}

// kills is how often the daemon is killed; KILLS sets it for long runs.
func kills(t *testing.T) int {
	t.Helper()
	n := 20
	if text := os.Getenv("KILLS"); text != "" {
		var err error
		n, err = strconv.Atoi(text)
		require.NoError(t, err, "KILLS")
	}
	return n
}

// TestKill kills the daemon with kill -9 at random points while it works.
func TestKill(t *testing.T) {
	run := func(t *testing.T, addr string) {
		seed := uint64(time.Now().UnixNano())
		t.Logf("seed %d", seed)
		random := rand.New(rand.NewPCG(seed, 1))
		w := newWorld(t, addr)
		d := startDaemon(t, w.config)
		w.x.AwaitConnection(t)
		n := kills(t)
		for i := range n {
			w.tell(1)
			// At random after the start, so that starting, restoring, reading, deciding and telling are all hit.
			pause := time.NewTimer(time.Duration(random.IntN(1200)) * time.Millisecond)
			<-pause.C
			d.kill()
			d.start(t)
			if i%5 == 4 {
				// Let it come to work now and then.
				w.awaitPaged(t, time.Minute)
			}
		}
		w.tell(2)
		twice := w.settle(t)
		t.Logf("%d kills, %d threads, all paged once; %d cards posted twice", n, w.sent, twice)
		require.LessOrEqual(t, twice, n, "at most one card a kill can be posted twice: Slack has no key against it")
	}
	eachBroker(t, func(t *testing.T, b broker) { run(t, b.addr()) })
	t.Run("own embedded", func(t *testing.T) { run(t, "") })
}

// TestBrokerRestart takes the broker away while the daemon works.
func TestBrokerRestart(t *testing.T) {
	eachBroker(t, func(t *testing.T, b broker) {
		w := newWorld(t, b.addr())
		d := startDaemon(t, w.config)
		w.x.AwaitConnection(t)
		w.tell(3)
		w.awaitPaged(t, time.Minute)
		w.tell(1)
		b.restart(t)
		w.tell(3)
		require.Zero(t, w.settle(t), "a card was posted twice")
		require.Zero(t, d.terminate(t))
	})
}

// TestTakeOver kills one of two scorers and dispatchers.
func TestTakeOver(t *testing.T) {
	const limit = 10 * time.Second
	eachBroker(t, func(t *testing.T, b broker) {
		w := newWorld(t, b.addr())
		startDaemon(t, w.config, "--stages", "ingest")
		first := startDaemon(t, w.config, "--stages", "score,crisis,dispatch")
		w.x.AwaitConnection(t)
		w.tell(2)
		w.awaitPaged(t, time.Minute)
		second := startDaemon(t, w.config, "--stages", "score,crisis,dispatch")
		for _, pair := range [][2]*process{{first, second}, {second, first}} {
			awaitShared(t, pair[0], pair[1])
			w.tell(6)
			w.awaitPaged(t, time.Minute)
			pair[0].kill()
			w.tell(6)
			took := w.awaitPaged(t, time.Minute)
			t.Logf("taken over in %v", took.Round(time.Millisecond))
			require.Less(t, took, limit)
			pair[0].start(t)
		}
		require.LessOrEqual(t, w.settle(t), 2, "at most one card a kill can be posted twice")
	})
}

// awaitShared waits until both daemons hold partitions of the scorers' group.
func awaitShared(t *testing.T, ps ...*process) {
	t.Helper()
	for _, p := range ps {
		require.Eventually(t, func() bool { return p.partitions(t) == 3 }, time.Minute, 50*time.Millisecond, "the partitions are not shared")
	}
}

// partitions is how many partitions the scorers' group gave to the process last, as its log says.
func (p *process) partitions(t *testing.T) int {
	t.Helper()
	data, err := os.ReadFile(p.log.Name())
	require.NoError(t, err)
	n := -1
	for line := range strings.SplitSeq(string(data[p.from:]), "\n") {
		if !strings.Contains(line, `"partitions assigned"`) || !strings.Contains(line, `"group":"score"`) {
			continue
		}
		_, list, _ := strings.Cut(line, `"partitions":[`)
		list, _, _ = strings.Cut(list, "]")
		n = 0
		if list != "" {
			n = strings.Count(list, ",") + 1
		}
	}
	return n
}
