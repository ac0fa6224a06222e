package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"
	"go.uber.org/zap"

	"firebreak/daemon"
	"firebreak/daemon/obs"
	"firebreak/daemon/stream"
)

// logFlags are the flags of commands that log.
type logFlags struct{ format, level string }

func (l *logFlags) add(cmd *cobra.Command) {
	cmd.Flags().StringVar(&l.format, "log-format", "", "json or console; the configuration's by default")
	cmd.Flags().StringVar(&l.level, "log-level", "", "debug, info, warn or error; the configuration's by default")
}

// logger makes the logger from the flags, else from the configuration's values.
func (l *logFlags) logger(cmd *cobra.Command, format, level string) (*zap.Logger, error) {
	if l.format != "" {
		format = l.format
	}
	if l.level != "" {
		level = l.level
	}
	log, _, err := obs.NewLogger(cmd.ErrOrStderr(), format, level)
	return log, usage(err)
}

// kafkaFlags say which Kafka a command looks at.
type kafkaFlags struct {
	config string
	logs   logFlags
}

func (k *kafkaFlags) add(cmd *cobra.Command) {
	cmd.Flags().StringVar(&k.config, "config", "", "configuration `FILE`; without it, the embedded broker of a daemon that runs here without one")
	k.logs.add(cmd)
}

// connect opens a client to the configured brokers, or to the embedded broker that a daemon runs.
func (k *kafkaFlags) connect(ctx context.Context, cmd *cobra.Command) (*stream.Client, error) {
	cfg, err := loadConfig(k.config)
	if err != nil {
		return nil, err
	}
	log, err := k.logs.logger(cmd, obs.FormatConsole, "error")
	if err != nil {
		return nil, err
	}
	client, err := daemon.Connect(ctx, cfg, log)
	if err != nil {
		return nil, fmt.Errorf("reaching Kafka: %w", err)
	}
	return client, nil
}
