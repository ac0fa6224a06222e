package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"firebreak/config"
	"firebreak/daemon/demo"
	"firebreak/daemon/obs"
)

func newDemo() *cobra.Command {
	logs := &logFlags{}
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Tell three stories on the real daemon, in half a minute",
		Long: `Starts the daemon with an embedded broker in a temporary folder, feeds it three bundled stories at speed, and prints the posts
and the pages that they lead to: a brand that answers well, one that waits two days and then claims to be "totally secure", and one that
argues about how passwords are stored. It ends by itself and leaves nothing behind.`,
		Example: `  firebreak demo
  firebreak demo --log-format json --log-level info 2> demo.log`,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			log, err := logs.logger(cmd, obs.FormatConsole, "error")
			if err != nil {
				return err
			}
			out := cmd.OutOrStdout()
			fmt.Fprintln(out, "Five days of three brands, in half a minute. The broker is an embedded single node; the daemon is the real one.")
			fmt.Fprintln(out)
			result, err := demo.Run(cmd.Context(), demo.Options{Out: out, Colour: isTerminal(out) && !config.NoColor(), Log: log})
			if err != nil {
				return err
			}
			_, err = fmt.Fprint(out, result.Summary())
			return err
		},
	}
	logs.add(cmd)
	return cmd
}
