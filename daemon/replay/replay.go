// Package replay runs recorded mentions through the same code as the daemon does, on a virtual clock: no sinks, no consumer groups, nothing
// written. The same input and configuration give the same decisions, to the byte.
package replay

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"time"

	"golang.org/x/sync/errgroup"

	"firebreak/daemon/crises"
	"firebreak/daemon/escalation"
	"firebreak/daemon/ingest"
	"firebreak/daemon/score"
	"firebreak/daemon/source/jsonl"
	"firebreak/detectors"
)

// Input is one file of mentions, a JSON object a line.
type Input struct {
	// Name stands in messages.
	Name   string
	Reader io.Reader
}

// Options say how to replay.
type Options struct {
	// Tail lets the clock run on after the last record.
	Tail time.Duration
	// Decide takes each decision, in order.
	Decide func(escalation.Decision) error
	// Incident, where set, takes after each decision its incident as receivers may see it. It must neither change nor keep it.
	Incident func(*escalation.Incident)
	// Bad takes each line that is no mention.
	Bad func(name string, line int, reason string)
	// Progress, where set, is called now and then with the number of lines read.
	Progress func(lines int)
	// Begin is when the range of events begins, which a warm-up may precede; zero where the first event of the range says so.
	Begin time.Time
	// Arrival lets the clock follow the arrival of events instead of the times of mentions: it decides as a daemon that kept up has, whose
	// clocks had run out when a late post came.
	Arrival bool
}

// Totals sum a replay up.
type Totals struct {
	// Lines were read, Bad of them refused.
	Lines, Bad int
	// Mentions concerned a brand; Threads are the conversations that they made.
	Mentions, Threads int
	// Incidents were opened; Notifies and Pages are tells of people.
	Incidents, Notifies, Pages int
	// Actions were done by people in the range; WarmUp mentions came before it, and are in no other figure.
	Actions, WarmUp int
	// First and Last are the earliest and latest times of mentions.
	First, Last time.Time
}

// Days is the time that the mentions span, in days, at least one.
func (t Totals) Days() float64 { return max(t.Last.Sub(t.First).Hours()/24, 1) }

// chunk is how many mentions are analysed together, on all cores.
const chunk = 512

// Replayer runs one replay. It is not safe for concurrent use.
type Replayer struct {
	pipeline *ingest.Pipeline
	judge    score.Judge
	engine   *score.Engine
	crises   *crises.Engine
	opts     Options
	totals   Totals
	clock    time.Time
	waiting  []waiting
	// threads had a mention; the value reports that one of them is counted, and does not belong to the warm-up.
	threads map[string]bool
	seen    map[string]bool
	// begun reports that the range began, warming that a warm-up goes on, silent that what is decided now is not reported.
	begun, warming, silent bool
}

// New makes a replayer with empty state.
func New(pipeline *ingest.Pipeline, judge score.Judge, engine score.Config, opts Options) *Replayer {
	return &Replayer{
		pipeline: pipeline, judge: judge, engine: score.NewEngine(engine), opts: opts,
		crises:  crises.NewEngine(crises.Config{Escalation: engine.Escalation, Crisis: engine.Crisis}),
		threads: map[string]bool{}, seen: map[string]bool{},
	}
}

// Run reads the inputs one after the other, in file order, which is the order of arrival.
func (r *Replayer) Run(ctx context.Context, inputs ...Input) (Totals, error) {
	for _, in := range inputs {
		if err := r.file(ctx, in); err != nil {
			return r.Totals(), fmt.Errorf("replaying %s: %w", in.Name, err)
		}
	}
	err := r.Finish(time.Time{})
	return r.Totals(), err
}

func (r *Replayer) file(ctx context.Context, in Input) error {
	bad := func(line int, reason string) {
		r.totals.Lines++
		r.totals.Bad++
		if r.opts.Bad != nil {
			r.opts.Bad(in.Name, line, reason)
		}
	}
	return jsonl.Lines(in.Reader, func(line []byte, number int) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		m, _, err := detectors.DecodeMention(line)
		if err != nil {
			bad(number, err.Error())
			return nil
		}
		r.totals.Lines++
		if r.opts.Progress != nil && r.totals.Lines%10_000 == 0 {
			r.opts.Progress(r.totals.Lines)
		}
		for _, made := range r.pipeline.Process(m) {
			if err := r.wait(waiting{mention: made}); err != nil {
				return err
			}
		}
		return nil
	}, bad)
}

// flush analyses what waits on all cores, then applies it in order.
func (r *Replayer) flush() error {
	var g errgroup.Group
	workers := runtime.GOMAXPROCS(0)
	for w := range workers {
		g.Go(func() error {
			for i := w; i < len(r.waiting); i += workers {
				if r.waiting[i].Action == nil {
					r.waiting[i].scored = r.judge.Score(r.waiting[i].mention)
				}
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return err
	}
	for i := range r.waiting {
		if err := r.apply(&r.waiting[i]); err != nil {
			return err
		}
	}
	clear(r.waiting)
	r.waiting = r.waiting[:0]
	return nil
}

func (r *Replayer) apply(w *waiting) error {
	if err := r.begin(w); err != nil {
		return err
	}
	if err := r.Pass(r.timeOf(w)); err != nil {
		return err
	}
	r.silent = w.WarmUp
	defer func() { r.silent = false }()
	if w.Action != nil {
		if !w.WarmUp {
			r.totals.Actions++
		}
		return r.act(*w.Action)
	}
	r.mention(w)
	return r.effects([]score.Effect{r.engine.Apply(&w.scored)})
}

// mention counts a mention.
func (r *Replayer) mention(w *waiting) {
	m := &w.scored.Mention
	r.threads[m.ThreadID] = r.threads[m.ThreadID] || !w.WarmUp
	if w.WarmUp {
		r.totals.WarmUp++
		return
	}
	r.totals.Mentions++
	if r.totals.First.IsZero() || m.CreatedAt.Before(r.totals.First) {
		r.totals.First = m.CreatedAt
	}
	if m.CreatedAt.After(r.totals.Last) {
		r.totals.Last = m.CreatedAt
	}
}

func (r *Replayer) effects(effects []score.Effect) error {
	for _, eff := range effects {
		if eff.Decision != nil {
			if err := r.decided(eff.Decision, eff.Incident); err != nil {
				return err
			}
		}
		for _, a := range eff.Actions {
			if err := r.act(a); err != nil {
				return err
			}
		}
		for i := range eff.Pulses {
			if err := r.crisisEffects(r.crises.Apply(&eff.Pulses[i])); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r *Replayer) count(d *escalation.Decision) {
	if !r.seen[d.Incident] {
		r.seen[d.Incident] = true
		r.totals.Incidents++
	}
	switch d.Action {
	case escalation.DecisionNotify:
		r.totals.Notifies++
	case escalation.DecisionPage:
		r.totals.Pages++
	case escalation.DecisionOpen, escalation.DecisionUpdate, escalation.DecisionLower, escalation.DecisionResolve:
	}
}
