package simulation_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing/synctest"
	"time"

	"firebreak/daemon/dispatch"
	"firebreak/daemon/score"
	"firebreak/daemon/stream"
)

// options are what all worlds of a test share.
type options struct {
	metrics  metrics
	tree     *dispatch.Tree
	sabotage sabotage
	trace    bool
}

type metrics struct {
	score    *score.Metrics
	dispatch *dispatch.Metrics
}

// world is one simulation: a Kafka, instances, people and services, moved by one source of chance. Everything happens in the goroutine that
// plays it, or in one that it lets go on while it waits.
type world struct {
	opts options
	seed uint64
	rng  *rand.Rand
	// dice are the chances of each fault, drawn once, so that some worlds know only some faults.
	dice dice

	kafka     *kafka
	scorers   *group
	sender    *group
	groups    []*group
	instances []*instance
	born      int
	began     time.Time
	// frozen holds the clocks of the scorers at began until the end: then everything must be as in an undisturbed run. until is their time then.
	frozen bool
	until  time.Time
	calm   bool

	story  *story
	checks *checks
	pager  *pagerService
	cards  *cardService

	trace  []string
	broken error
	calls  int

	mu      sync.Mutex
	pending []*op
	dead    []stream.DeadLetter
}

// dice are chances out of a thousand, each step or each answer.
type dice struct {
	crash, pause, stop, shuffle, skew, clean int
	produceError, produceTwice, commitError  int
	notifyError                              int
	// idle is how likely a worker that could have a batch gets none; batch is the largest.
	idle, batch int
}

func newWorld(seed uint64, opts options) *world {
	w := &world{opts: opts, seed: seed, rng: rand.New(rand.NewPCG(seed, 1)), began: time.Now()}
	some := func(n int) int {
		if w.rng.IntN(2) == 0 {
			return 0
		}
		return w.rng.IntN(n + 1)
	}
	w.dice = dice{
		crash: some(30), pause: some(30), stop: some(10), shuffle: some(10), skew: some(20), clean: some(40),
		produceError: some(60), produceTwice: some(40), commitError: some(150), notifyError: some(300),
		idle: some(500), batch: []int{1, 2, 5, 20, 1000}[w.rng.IntN(5)],
	}
	w.frozen = w.rng.IntN(2) == 0
	w.kafka = newKafka(1 + w.rng.IntN(3))
	w.scorers = newGroup("score", w.kafka.partitions, stream.TopicMentions, stream.TopicActions)
	w.sender = newGroup("dispatch", 1, stream.TopicIncidents)
	w.groups = []*group{w.scorers, w.sender}
	w.checks = newChecks(w)
	w.pager, w.cards = newPagerService(), newCardService()
	w.story = newStory(w)
	for range 2 + w.rng.IntN(4) {
		w.birth()
	}
	return w
}

// wall is what a scorer's clock says.
func (w *world) wall(m *instance) time.Time {
	switch {
	case !w.until.IsZero():
		return w.until
	case w.frozen:
		return w.began.Round(0)
	default:
		// Without the monotonic part a jump of the wall is one of elapsed time too, and is believed at once.
		return time.Now().Round(0).Add(m.skew)
	}
}

func (w *world) birth() *instance {
	w.born++
	m := &instance{id: w.born}
	if w.rng.IntN(1000) < w.dice.skew*20 {
		m.skew = w.anySkew()
	}
	m.set = m.skew
	w.instances = append(w.instances, m)
	return m
}

func (w *world) anySkew() time.Duration { return time.Duration(w.rng.IntN(600)-300) * time.Second }

// rest waits until every goroutine stands still, and notes what dispatchers knew when they asked for what waits now.
func (w *world) rest() {
	synctest.Wait()
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, o := range w.pending {
		if !o.stamped {
			o.stamped, o.seen = true, o.by.known
			o.by.decided(o)
		}
	}
	for _, o := range w.pending {
		if o.by.group == w.sender && (o.kind == opTurn || o.kind == opCommit) {
			o.by.known = o.by.at[stream.TopicIncidents]
		}
	}
}

// note adds a line to the trace, if anybody wants one.
func (w *world) note(format string, args ...any) {
	if !w.opts.trace {
		return
	}
	w.trace = append(w.trace, fmt.Sprintf("%12s  ", time.Since(w.began).Round(time.Millisecond))+fmt.Sprintf(format, args...))
}

// fail notes the first violation.
func (w *world) fail(invariant, format string, args ...any) {
	if w.broken == nil {
		w.broken = fmt.Errorf("invariant broken: %s: %s", invariant, fmt.Sprintf(format, args...))
		w.note("%v", w.broken)
	}
}

// chance is true n times in a thousand, unless the world is calm.
func (w *world) chance(n int) bool { return !w.calm && n > 0 && w.rng.IntN(1000) < n }

// play runs the simulation to its end.
func (w *world) play() error {
	defer w.shutdown()
	w.note("%d instances, %d partitions, frozen clocks: %t, %+v", len(w.instances), w.kafka.partitions, w.frozen, w.dice)
	for range 4000 {
		if w.broken != nil || w.story.over() && w.rng.IntN(40) == 0 {
			break
		}
		w.step()
	}
	if w.broken == nil {
		w.calmDown()
	}
	if w.broken == nil {
		w.checks.final()
	}
	return w.broken
}

// shutdown ends all instances, so that no goroutine is left.
func (w *world) shutdown() {
	w.calm = true
	for _, m := range w.instances {
		w.kill(m)
	}
	w.rest()
	time.Sleep(time.Minute)
	w.rest()
}

// step lets one thing happen.
func (w *world) step() {
	w.coordinate()
	w.faults()
	switch n := w.rng.IntN(100); {
	case n < 62:
		w.work()
	case n < 78:
		w.pass()
	case n < 84:
		w.deliver()
	case n < 88:
		w.act()
	default:
		m := w.instances[w.rng.IntN(len(w.instances))]
		w.hear(m, w.groups[w.rng.IntN(len(w.groups))])
	}
	w.checks.step()
}

// pass lets time go by: mostly little, up to the next thing that somebody posts.
func (w *world) pass() {
	d := time.Duration(w.rng.IntN(2000)) * time.Millisecond
	switch next := w.story.next(); {
	case w.rng.IntN(5) < 2 && !next.IsZero():
		d = max(time.Until(next), 0)
	case w.rng.IntN(30) == 0:
		d = time.Duration(w.rng.IntN(90)) * time.Minute
	}
	w.sleep(d)
}

func (w *world) sleep(d time.Duration) {
	if d > time.Second {
		w.hearDoubters()
	}
	time.Sleep(d)
	w.rest()
	w.story.feed(time.Now())
}

// hearDoubters lets those hear that their generation is over who wait for just that: a member that runs hears within a second or two.
func (w *world) hearDoubters() {
	busy := map[*run]bool{}
	for _, o := range w.waiting() {
		busy[o.by] = true
	}
	for _, m := range w.instances {
		for _, r := range m.runs {
			if !r.ended.Load() && !busy[r] {
				w.hear(m, r.group)
			}
		}
	}
}

// deliver tells a processor of some of what was written to its changelog.
func (w *world) deliver() bool {
	var all []*tail
	w.mu.Lock()
	for _, m := range w.instances {
		if m.awake() {
			for _, r := range m.runs {
				all = append(all, r.tails...)
			}
		}
	}
	w.mu.Unlock()
	all = slices.DeleteFunc(all, func(t *tail) bool { return len(w.kafka.log(t.place).from(t.next)) == 0 })
	if len(all) == 0 {
		return false
	}
	t := all[w.rng.IntN(len(all))]
	records := w.kafka.log(t.place).from(t.next)
	for _, e := range records[:1+w.rng.IntN(len(records))] {
		t.next = e.Offset + 1
		t.by.session.told(e)
		if w.opts.sabotage == deafTail {
			continue
		}
		if err := t.fn(e.Record); err != nil {
			w.fail("a changelog can be followed", "%v", err)
		}
	}
	w.rest()
	return true
}
