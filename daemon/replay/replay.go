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
}

// Totals sum a replay up.
type Totals struct {
	// Lines were read, Bad of them refused.
	Lines, Bad int
	// Mentions concerned a brand; Threads are the conversations that they made.
	Mentions, Threads int
	// Incidents were opened; Notifies and Pages are tells of people.
	Incidents, Notifies, Pages int
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
	waiting  []detectors.Mention
	threads  map[string]bool
	seen     map[string]bool
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
			return r.totals, fmt.Errorf("replaying %s: %w", in.Name, err)
		}
	}
	if err := r.flush(); err != nil {
		return r.totals, err
	}
	if r.opts.Tail > 0 && !r.clock.IsZero() {
		if err := r.advance(r.clock.Add(r.opts.Tail)); err != nil {
			return r.totals, err
		}
	}
	r.totals.Threads = len(r.threads)
	return r.totals, nil
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
		r.waiting = append(r.waiting, r.pipeline.Process(m)...)
		if len(r.waiting) >= chunk {
			return r.flush()
		}
		return nil
	}, bad)
}

// flush analyses what waits on all cores, then applies it in order.
func (r *Replayer) flush() error {
	scored := make([]score.Scored, len(r.waiting))
	var g errgroup.Group
	workers := runtime.GOMAXPROCS(0)
	for w := range workers {
		g.Go(func() error {
			for i := w; i < len(scored); i += workers {
				scored[i] = r.judge.Score(r.waiting[i])
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return err
	}
	r.waiting = r.waiting[:0]
	for i := range scored {
		if err := r.apply(&scored[i]); err != nil {
			return err
		}
	}
	return nil
}

func (r *Replayer) apply(in *score.Scored) error {
	m := &in.Mention
	r.totals.Mentions++
	r.threads[m.ThreadID] = true
	if r.totals.First.IsZero() || m.CreatedAt.Before(r.totals.First) {
		r.totals.First = m.CreatedAt
	}
	if m.CreatedAt.After(r.totals.Last) {
		r.totals.Last = m.CreatedAt
	}
	if m.CreatedAt.After(r.clock) {
		r.clock = m.CreatedAt
		if err := r.advance(r.clock); err != nil {
			return err
		}
	}
	return r.effects([]score.Effect{r.engine.Apply(in)})
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
