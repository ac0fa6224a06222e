package daemon

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"firebreak/config"
	"firebreak/daemon/dispatch"
	"firebreak/daemon/escalation"
	"firebreak/daemon/playbook"
	"firebreak/detectors"
	"firebreak/sinks"
)

// ErrNoReceiver is returned by Drill where nobody would be told: there is no such receiver, or no route leads to one.
var ErrNoReceiver = errors.New("there is no receiver to drill")

// drillTimeout bounds one call of a sink, whatever its own bound is.
const drillTimeout = 30 * time.Second

// DrillOptions say what a drill tells, and whom.
type DrillOptions struct {
	// Config is the configuration; required. Its sources and its Kafka are not touched.
	Config *config.Config
	// Receiver is the one to tell; all that the route gives when empty.
	Receiver string
	// Level is that of the incident that is played; LevelPage when empty.
	Level escalation.Level
	// Brand and Kind are of the incident that is played, for the route; the first brand and a security complaint when empty.
	Brand, Kind string
	// Hold is how long the alert stays open before it is resolved, so that phones can ring.
	Hold time.Duration
	// Stdout serves the console sink; nothing is shown when nil.
	Stdout io.Writer
	// Now is the wall clock; time.Now when nil.
	Now func() time.Time
	// Report, where set, takes each result as it comes.
	Report func(DrillResult)
}

// DrillResult is what one receiver's sink answered to one event.
type DrillResult struct {
	Receiver string
	// Sink is the sink's kind, such as pagerduty; Route is the path of the route that led to the receiver, or "named".
	Sink, Route string
	// Pager marks a receiver that makes a noise.
	Pager bool
	Event sinks.Event
	// Receipt is the answer; Err why there is none.
	Receipt sinks.Receipt
	Err     error
	Took    time.Duration
}

// ErrorClass names what an error of a sink asks for, as the dispatcher sees it: "permanent" no retry can mend it, "retry after" with the pause, else
// "temporary".
func ErrorClass(err error) string {
	if after, ok := sinks.After(err); ok {
		return fmt.Sprintf("retry after %v", after)
	}
	if sinks.IsPermanent(err) {
		return "permanent"
	}
	return "temporary"
}

// Drill tells receivers of an incident that did not happen, marked as a test, through the same sinks as the daemon, once each and without
// retries; then it resolves the alert at all that took it, and at pagers that may have, even if ctx is done meanwhile. Receivers are told one after the other, in the
// order of the route. A receiver that fails, or cannot be made, is a result and no error. Kafka is not needed.
func Drill(ctx context.Context, opts DrillOptions) ([]DrillResult, error) {
	if opts.Now == nil {
		opts.Now = time.Now
	}
	core, err := NewCore(opts.Config)
	if err != nil {
		return nil, err
	}
	d := &drill{opts: opts, env: environment{stdout: opts.Stdout, now: opts.Now}.filled(), inc: drillIncident(&opts), book: core.Book}
	targets, err := d.targets()
	if err != nil {
		return nil, err
	}
	d.run(ctx, targets)
	return d.results, nil
}

type drill struct {
	opts    DrillOptions
	env     environment
	inc     *escalation.Incident
	book    *playbook.Book
	results []DrillResult
}

// told is a receiver that took the test alert, or may have.
type told struct {
	made    dispatch.Receiver
	result  DrillResult
	receipt sinks.Receipt
}

// drillIncident is what did not happen. Its id is new each time, so that no sink takes it for one that it knows.
func drillIncident(opts *DrillOptions) *escalation.Incident {
	now := opts.Now().UTC()
	brand, kind, topic := opts.Brand, opts.Kind, ""
	if brand == "" {
		brand = "firebreak"
		if len(opts.Config.Brands) > 0 {
			brand = opts.Config.Brands[0].Name
		}
	}
	if kind == "" {
		kind, topic = detectors.KindSecurityComplaint, "plaintext_password"
	}
	level, severity := opts.Level, detectors.SeverityCritical
	switch level {
	case escalation.LevelNone:
		level = escalation.LevelPage
	case escalation.LevelNotify:
		severity = detectors.SeverityError
	case escalation.LevelWatch:
		severity = detectors.SeverityWarning
	case escalation.LevelPage:
	}
	reasons := []escalation.Reason{{Signal: kind, Value: 1, Weight: 1, Rule: "drill"}}
	id := escalation.ThreadIncident("drill:" + strconv.FormatInt(now.UnixNano(), 36))
	return &escalation.Incident{
		ID: id, Brand: brand, Level: level, Severity: severity, Status: escalation.StatusOpen, Priority: 1, Kinds: []string{kind}, Topic: topic,
		Finding:  &detectors.Finding{Kind: kind, Topic: topic, Score: 1, Severity: severity, Evidence: []detectors.Span{}, Why: "A drill: nobody wrote this."},
		OpenedAt: now, UpdatedAt: now, Event: 1, Reasons: reasons, Tells: []escalation.Tell{{Number: 1, Level: level, Severity: severity, At: now, Reasons: reasons}},
		Config: opts.Config.Hash(),
	}
}

// targets are the receivers to tell.
func (d *drill) targets() ([]dispatch.Target, error) {
	names := receiverNames(d.opts.Config)
	hint := "there are " + strings.Join(names, ", ")
	if len(names) == 0 {
		hint = "the configuration has none"
	}
	if name := d.opts.Receiver; name != "" {
		if !slices.Contains(names, name) {
			return nil, fmt.Errorf("%w: no receiver is called %q: %s", ErrNoReceiver, name, hint)
		}
		return []dispatch.Target{{Receiver: name, Path: "named"}}, nil
	}
	tree, err := dispatch.NewTree(d.opts.Config.Route, names)
	if err != nil {
		return nil, err
	}
	targets := tree.Match(dispatch.LabelsOf(d.inc, d.inc.Level, d.inc.Severity))
	if len(targets) == 0 {
		return nil, fmt.Errorf("%w: no route takes a %s about %s of %s: %s", ErrNoReceiver, d.inc.Level, d.inc.Kinds[0], d.inc.Brand, hint)
	}
	return targets, nil
}

// run tells everybody, holds, and resolves.
func (d *drill) run(ctx context.Context, targets []dispatch.Target) {
	var open []told
	for _, t := range targets {
		if alert, ok := d.tell(ctx, t); ok {
			open = append(open, alert)
		}
	}
	if len(open) > 0 && d.opts.Hold > 0 {
		timer := time.NewTimer(d.opts.Hold)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-ctx.Done():
		}
	}
	// Whoever is cut short must not leave a pager ringing.
	ctx = context.WithoutCancel(ctx)
	d.inc.Status, d.inc.UpdatedAt = escalation.StatusResolved, d.opts.Now().UTC()
	for i := range open {
		d.send(ctx, &open[i].made, open[i].result, sinks.EventResolve, open[i].receipt)
	}
}

// tell makes a receiver and tells it.
func (d *drill) tell(ctx context.Context, t dispatch.Target) (told, bool) {
	i := slices.IndexFunc(d.opts.Config.Receivers, func(r config.Receiver) bool { return r.Name == t.Receiver })
	r := &d.opts.Config.Receivers[i]
	result := DrillResult{Receiver: r.Name, Sink: r.Sink, Route: t.Path}
	made, err := newReceiver(d.env, r)
	if err != nil {
		result.Event, result.Err = sinks.EventTell, sinks.Permanent(fmt.Errorf("making the receiver: %w", err))
		d.report(result)
		return told{}, false
	}
	result.Pager = made.Pager
	done := d.send(ctx, &made, result, sinks.EventTell, sinks.Receipt{})
	// A pager may have taken what it did not answer.
	doubt := done.Err != nil && made.Pager && !sinks.IsPermanent(done.Err)
	return told{made: made, result: result, receipt: done.Receipt}, done.Err == nil || doubt
}

// send sends one event to one receiver.
func (d *drill) send(ctx context.Context, r *dispatch.Receiver, result DrillResult, event sinks.Event, prior sinks.Receipt) DrillResult {
	ctx, cancel := context.WithTimeout(ctx, drillTimeout)
	defer cancel()
	n := dispatch.Builder{Book: d.book}.Build(d.inc, 1, dispatch.View{
		Event: event, Key: dispatch.Key(d.inc.ID, 1), Route: result.Route, Private: r.Private, Prior: prior, Test: true,
	})
	n.Summary = "This is a drill. Nothing happened, nobody wrote anything. Nothing is asked of you but to see that it came."
	n.Do, n.DoNot = []string{"Say that you got it, as your team has agreed. The alert is resolved by itself."}, nil
	n.PublicDraft, n.PrivateDraft, n.Precedent, n.Statement = "", "", "", nil
	began := d.opts.Now()
	result.Event = event
	result.Receipt, result.Err = r.Notifier.Notify(ctx, n)
	result.Took = d.opts.Now().Sub(began)
	d.report(result)
	return result
}

func (d *drill) report(r DrillResult) {
	d.results = append(d.results, r)
	if d.opts.Report != nil {
		d.opts.Report(r)
	}
}
