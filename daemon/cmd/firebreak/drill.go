package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"firebreak/config"
	"firebreak/daemon"
	"firebreak/daemon/escalation"
	"firebreak/detectors"
	"firebreak/sinks"
)

// maxHold bounds how long a test alert may stay open.
const maxHold = time.Hour

func newDrill() *cobra.Command {
	var (
		file, level string
		opts        daemon.DrillOptions
	)
	cmd := &cobra.Command{
		Use:   "drill",
		Short: "Send a page marked TEST, end to end",
		Long: `Tells the receivers of an incident that did not happen, marked TEST, through the same sinks as the daemon: all that the route gives for it, or the
one that is named. Each is told once and without retries; then the alert is resolved. Prints what each service answered.
An error is permanent (mend the configuration), temporary, or asks for a pause.

Neither Kafka nor a running daemon is needed. Pagers are told even in shadow. Exit code 1 when any call failed.`,
		Example: `  firebreak drill --config firebreak.yaml
  firebreak drill --config firebreak.yaml --receiver oncall --hold 1m     long enough for phones to ring
  firebreak drill --config firebreak.yaml --level notify --kind dismissive_reply`,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			opts.Level = escalation.Level(level)
			cfg, err := drillConfig(file, &opts)
			if err != nil {
				return err
			}
			opts.Config, opts.Stdout = cfg, cmd.OutOrStdout()
			return drill(cmd, opts)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&file, "config", "", "configuration `FILE`; without it, the console is told")
	flags.StringVar(&opts.Receiver, "receiver", "", "tell this `RECEIVER`; all that the route gives by default")
	flags.StringVar(&level, "level", string(escalation.LevelPage), "page, notify or watch")
	flags.StringVar(&opts.Brand, "brand", "", "the `BRAND` that it is about, for the route; the first by default")
	flags.StringVar(&opts.Kind, "kind", "", "the `KIND` that it is about, for the route; security_complaint by default")
	flags.DurationVar(&opts.Hold, "hold", 0, "leave the alert open for this long before it is resolved, such as 1m")
	return cmd
}

// drillConfig checks the flags and reads the configuration.
func drillConfig(file string, opts *daemon.DrillOptions) (*config.Config, error) {
	switch opts.Level {
	case escalation.LevelPage, escalation.LevelNotify, escalation.LevelWatch:
	case escalation.LevelNone:
		fallthrough
	default:
		return nil, usage(fmt.Errorf("--level %q is unknown: use page, notify or watch", opts.Level))
	}
	if opts.Hold < 0 || opts.Hold > maxHold {
		return nil, usage(fmt.Errorf("--hold %v is not between 0 and %v", opts.Hold, maxHold))
	}
	kinds := append([]string{"crisis"}, detectors.Kinds()...)
	if opts.Kind != "" && !slices.Contains(kinds, opts.Kind) {
		return nil, usage(fmt.Errorf("--kind %q is unknown: use one of %s", opts.Kind, strings.Join(kinds, ", ")))
	}
	cfg := daemon.TrialConfig()
	if file != "" {
		var err error
		if cfg, err = loadConfig(file); err != nil {
			return nil, err
		}
	}
	known := func(b config.Brand) bool { return b.Name == opts.Brand }
	if opts.Brand != "" && !slices.ContainsFunc(cfg.Brands, known) {
		return nil, usage(fmt.Errorf("--brand %q is not in the configuration", opts.Brand))
	}
	return cfg, nil
}

func drill(cmd *cobra.Command, opts daemon.DrillOptions) error {
	out := cmd.OutOrStdout()
	failed, pager := 0, false
	var broken error
	opts.Report = func(r daemon.DrillResult) {
		pager = pager || r.Pager && r.Err == nil
		said := "accepted"
		if r.Receipt.Ref != "" {
			said += ", ref " + r.Receipt.Ref
		}
		if r.Receipt.Note != "" {
			said += " (" + r.Receipt.Note + ")"
		}
		if r.Err != nil {
			failed++
			said = fmt.Sprintf("FAILED, %s: %v", daemon.ErrorClass(r.Err), r.Err)
			if r.Event == sinks.EventResolve {
				said += "; the test alert may still be open there: close it by hand"
			}
		}
		_, err := fmt.Fprintf(out, "%s (%s, %s)  %s  %s  %s\n", plain(r.Receiver), r.Sink, r.Route, r.Event, r.Took.Round(time.Millisecond), plain(said))
		broken = errors.Join(broken, err)
	}
	results, err := daemon.Drill(cmd.Context(), opts)
	switch {
	case err != nil:
		// Whatever keeps a drill from beginning is in the configuration or on the command line.
		return usage(err)
	case broken != nil:
		return fmt.Errorf("writing the results: %w", broken)
	case failed > 0:
		if _, err := fmt.Fprintf(out, "%d of %d calls failed\n", failed, len(results)); err != nil {
			return err
		}
		return findingError{}
	}
	if pager && opts.Hold == 0 {
		_, err = fmt.Fprintln(out, "the alert was resolved at once: with --hold 1m it stays open long enough for phones to ring")
	}
	return err
}
