package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/spf13/cobra"
	"go.uber.org/zap"

	"firebreak/config"
	"firebreak/daemon"
	"firebreak/daemon/obs"
)

func newRun() *cobra.Command {
	var (
		file   string
		stages []string
		logs   logFlags
	)
	cmd := &cobra.Command{
		Use:   "run",
		Short: "Run the daemon",
		Long: `Runs the daemon until it is asked to stop. SIGTERM or Ctrl-C drains: what is in flight is finished and committed; a second one
cuts short, and the next start goes on from what is durable. SIGHUP reads the configuration anew: all of it is checked, then swapped; on
any fault the old one stays in force.

Without --config, an embedded broker is started on the folder "data", mentions that have a brand are read from stdin, and the console is
told: for a look, not for production.`,
		Example: `  firebreak run --config firebreak.yaml
  firebreak run --config firebreak.yaml --stages score,crisis,dispatch
  firebreak run < posts.jsonl`,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			load := func() (*config.Config, error) { return daemon.LoadConfig(file) }
			cfg := daemon.TrialConfig()
			if file != "" {
				var err error
				if cfg, err = loadConfig(file); err != nil {
					return err
				}
			} else {
				load = nil
			}
			log, err := logs.logger(cmd, cfg.Log.Format, cfg.Log.Level)
			if err != nil {
				return err
			}
			for i, s := range stages {
				stages[i] = strings.TrimSpace(s)
			}
			d, err := daemon.New(daemon.Options{
				Config: cfg, Load: load, Stages: stages, Stdin: cmd.InOrStdin(), Stdout: cmd.OutOrStdout(), Log: log,
			})
			if err != nil {
				return usage(err)
			}
			return runDaemon(cmd.Context(), d, log)
		},
	}
	cmd.Flags().StringVar(&file, "config", "", "configuration `FILE`")
	cmd.Flags().StringSliceVar(&stages, "stages", nil, "`STAGES` to run here, of "+strings.Join(daemon.Stages(), ", ")+"; all by default")
	logs.add(cmd)
	return cmd
}

// runDaemon runs a daemon under the process's signals. ctx ends with the first SIGINT or SIGTERM.
func runDaemon(ctx context.Context, d *daemon.Daemon, log *zap.Logger) error {
	signals := make(chan os.Signal, 4)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer signal.Stop(signals)
	ended := make(chan struct{})
	watched := make(chan struct{})
	go func() {
		defer close(watched)
		asked := 0
		for {
			select {
			case <-ended:
				return
			case s := <-signals:
				if s == syscall.SIGHUP {
					// What was refused is logged.
					_ = d.Reload(ctx)
					continue
				}
				if asked++; asked > 1 {
					log.Warn("asked twice: cutting short")
					d.Cut()
				}
			}
		}
	}()
	bounded := make(chan struct{})
	bounding, unbound := context.WithCancel(ctx)
	go func() {
		defer close(bounded)
		obs.BoundGarbage(bounding)
	}()
	err := d.Run(ctx)
	unbound()
	<-bounded
	close(ended)
	<-watched
	if err != nil {
		return fmt.Errorf("running: %w", err)
	}
	return nil
}
