package main

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"firebreak/config"
	"firebreak/daemon"
	"firebreak/daemon/obs"
	"firebreak/daemon/replay"
	"firebreak/daemon/replay/recorded"
	"firebreak/daemon/stream"
)

// Clocks of a replay from Kafka.
const (
	clockEvent   = "event"
	clockArrival = "arrival"
)

// dayLength is what "d" stands for in a duration.
const dayLength = 24 * time.Hour

// rangeHelp is what replay, diff and backtest say about ranges.
const rangeHelp = `
From Kafka: --from and --to bound the range by time of arrival (RFC 3339, a date, or how long ago, such as 36h or 7d) or by an offset of every
partition (a whole number); --offsets bounds single partitions (0:1200-1500,2:900-). From belongs to the range, to does not; without --to it
ends where the topics end now, also while they grow. What people did (acknowledged, resolved, …) is taken from the topic actions. Partitions are
merged by time of arrival. Before --from a warm-up is read, whose decisions are not reported: --warm-up, by default as long as threads are kept
(rules.forget_after). Partitions are read directly: no group, no commits, and nothing is written.`

// rangeFlags bound a range of Kafka.
type rangeFlags struct {
	from, to, warmUp, clock string
	offsets                 []string
}

func (r *rangeFlags) add(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&r.from, "from", "", "begin of a range of Kafka: a `TIME`, a date, a duration ago, or an offset")
	flags.StringVar(&r.to, "to", "", "end of the range: a `TIME`, a date, a duration ago, or an offset; the present end by default")
	flags.StringSliceVar(&r.offsets, "offsets", nil, "`RANGES` of offsets by partition, such as 0:1200-1500,2:900-")
	flags.StringVar(&r.warmUp, "warm-up", "", "how much is read before the range, such as 24h; 0 for nothing (default rules.forget_after)")
	flags.StringVar(&r.clock, "clock", clockEvent, "with Kafka: event (the times of mentions) or arrival (decide as a daemon that kept up)")
}

// asked reports whether a range of Kafka is asked for.
func (r *rangeFlags) asked() bool { return r.from != "" || r.to != "" || len(r.offsets) > 0 }

// check refuses flags that do not go together; files reports whether files are named, too.
func (r *rangeFlags) check(cmd *cobra.Command, files, all bool) error {
	switch {
	case !files && !r.asked():
		return usage(errors.New("name what to replay: --input FILE (- is stdin), or a range of Kafka: --from, --to or --offsets"))
	case files && r.asked():
		return usage(errors.New("--input and --from, --to or --offsets exclude each other"))
	case r.clock != clockEvent && r.clock != clockArrival:
		return usage(fmt.Errorf("--clock %q is unknown: use event or arrival", r.clock))
	case files && (cmd.Flags().Changed("clock") || cmd.Flags().Changed("warm-up")):
		return usage(errors.New("--clock and --warm-up are for a range of Kafka: files do not say when their lines arrived"))
	case len(r.offsets) > 0 && (r.from != "" || r.to != ""):
		return usage(errors.New("--offsets and --from or --to exclude each other"))
	case r.asked() && all:
		return usage(errors.New("--all is for files: a topic holds only what concerns a brand"))
	}
	return nil
}

// request is the range that the flags ask for.
func (r *rangeFlags) request(cfg *config.Config, now time.Time) (*recorded.Request, error) {
	out := &recorded.Request{Now: now, WarmUp: cfg.Rules.ForgetAfter}
	var err error
	if r.warmUp != "" {
		if out.WarmUp, err = parseAge(r.warmUp); err != nil {
			return nil, usage(fmt.Errorf("--warm-up: %w", err))
		}
	}
	if out.From, err = parseBound(r.from, now); err != nil {
		return nil, usage(fmt.Errorf("--from: %w", err))
	}
	if out.To, err = parseBound(r.to, now); err != nil {
		return nil, usage(fmt.Errorf("--to: %w", err))
	}
	for _, text := range r.offsets {
		part, err := parsePart(text)
		if err != nil {
			return nil, usage(fmt.Errorf("--offsets: %w", err))
		}
		out.Parts = append(out.Parts, part)
	}
	return out, nil
}

// parseAge reads a duration that is not negative; "d" is 24 hours.
func parseAge(text string) (time.Duration, error) {
	days, rest := time.Duration(0), text
	if before, after, ok := strings.Cut(text, "d"); ok {
		n, err := strconv.ParseUint(before, 10, 16)
		if err != nil {
			return 0, fmt.Errorf("%q is no duration, such as 36h or 7d", text)
		}
		days, rest = time.Duration(n)*dayLength, after
		if rest == "" {
			return days, nil
		}
	}
	d, err := time.ParseDuration(rest)
	if err != nil || d < 0 {
		return 0, fmt.Errorf("%q is no duration, such as 36h or 7d", text)
	}
	return days + d, nil
}

// parseBound reads a time, a date, a duration before now, or an offset; an empty text is no bound.
func parseBound(text string, now time.Time) (recorded.Bound, error) {
	if text == "" {
		return recorded.Bound{}, nil
	}
	if n, err := strconv.ParseInt(text, 10, 64); err == nil && n >= 0 {
		return recorded.Offset(n), nil
	}
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05", "2006-01-02T15:04", time.DateOnly} {
		if at, err := time.Parse(layout, text); err == nil {
			return recorded.At(at), nil
		}
	}
	ago, err := parseAge(text)
	if err != nil {
		return recorded.Bound{}, fmt.Errorf("%q is no time (2026-03-02T09:00:00Z), no date (2026-03-02), no duration (36h, 7d: that long ago) and no offset", text)
	}
	return recorded.At(now.Add(-ago)), nil
}

// parsePart reads PARTITION:FROM-TO, of which both ends may be missing.
func parsePart(text string) (recorded.Part, error) {
	wrong := fmt.Errorf("%q is not PARTITION:FROM-TO, such as 0:1200-1500, 2:900- or 3:-100", text)
	number, ends, ok := strings.Cut(strings.TrimSpace(text), ":")
	from, to, both := strings.Cut(ends, "-")
	partition, err := strconv.ParseInt(number, 10, 32)
	if !ok || !both || err != nil || partition < 0 {
		return recorded.Part{}, wrong
	}
	out := recorded.Part{Partition: int(partition)}
	for _, end := range []struct {
		text string
		to   *recorded.Bound
	}{{from, &out.From}, {to, &out.To}} {
		if end.text == "" {
			continue
		}
		n, err := strconv.ParseInt(end.text, 10, 64)
		if err != nil || n < 0 {
			return recorded.Part{}, wrong
		}
		*end.to = recorded.Offset(n)
	}
	return out, nil
}

// replayRange feeds a range of Kafka to replayers, one for each of the options, all in one reading.
func replayRange(cmd *cobra.Command, setups []*setup, flags *rangeFlags, tail time.Duration, opts []replay.Options) (out *outcome, err error) {
	now := time.Now()
	request, err := flags.request(setups[0].cfg, now)
	if err != nil {
		return nil, err
	}
	log, err := (&logFlags{}).logger(cmd, obs.FormatConsole, "error")
	if err != nil {
		return nil, err
	}
	client, err := daemon.Connect(cmd.Context(), setups[0].cfg, log)
	if err != nil {
		return nil, fmt.Errorf("reaching Kafka: %w", err)
	}
	defer func() { err = errors.Join(err, client.Close()) }()
	plan, err := makePlan(cmd, client, request)
	if err != nil {
		return nil, err
	}
	out = &outcome{recorded: true}
	for i := range opts {
		opts[i].Begin, opts[i].Arrival, opts[i].Tail = plan.Begin, flags.clock == clockArrival, tail
		out.replayers = append(out.replayers, replay.New(setups[i].core.Pipeline(false), setups[i].core.Judge, setups[i].core.Engine, opts[i]))
	}
	progress := newProgress(cmd.ErrOrStderr(), "offsets read")
	out.tally, err = plan.Read(cmd.Context(), client, recorded.Options{
		Bad:      func(place, reason string) { fmt.Fprintf(cmd.ErrOrStderr(), "%s: %s\n", place, plain(reason)) },
		Progress: func(done int64, at time.Time) { progress.of(done, plan.Offsets, at) },
	}, out.take)
	until := time.Time{}
	if flags.clock == clockArrival {
		until = plan.End
	}
	return out, errors.Join(err, out.finish(err == nil, until))
}

// makePlan plans a range and says what of it cannot be had.
func makePlan(cmd *cobra.Command, client *stream.Client, request *recorded.Request) (*recorded.Plan, error) {
	plan, err := recorded.Make(cmd.Context(), client, request)
	switch {
	case errors.Is(err, recorded.ErrRequest):
		return nil, usage(err)
	case errors.Is(err, recorded.ErrNoTopic):
		return nil, errNothingRecorded
	case err != nil:
		return nil, err
	}
	for _, note := range plan.Notes {
		fmt.Fprintf(cmd.ErrOrStderr(), "firebreak: note: %s\n", note)
	}
	return plan, nil
}

// warnings say what of a range was not made under the configurations that it was replayed under.
func (o *outcome) warnings(w io.Writer, setups []*setup, flags *rangeFlags) {
	if !o.recorded {
		return
	}
	all := 0
	for _, n := range o.tally.Hashes {
		all += n
	}
	for _, s := range setups {
		hash := s.core.Directory.Hash()
		if n := o.tally.Foreign(hash); n > 0 {
			fmt.Fprintf(w, "firebreak: warning: %d of %d mentions were let in and masked under other brands than those of %s (query_hash %s, here %s): "+
				"what its query would have let in besides is not in the range\n", n, all, s.name(), plain(o.tally.Others(hash)), hash)
		}
	}
	if o.tally.Gone > 0 {
		fmt.Fprintf(w, "firebreak: note: %d offsets of the range hold no record any more: posts that were edited, deleted or erased since (the markers "+
			"behind deletions count, too)\n", o.tally.Gone)
	}
	if o.tally.Late > 0 && flags.clock == clockEvent {
		fmt.Fprintf(w, "firebreak: note: %d of %d mentions arrived more than ten minutes after they were written; --clock arrival decides as a daemon "+
			"that ran meanwhile\n", o.tally.Late, all)
	}
}
