package main

import (
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"firebreak/config"
	"firebreak/daemon"
)

func newCheck() *cobra.Command {
	var strict bool
	cmd := &cobra.Command{
		Use:   "check FILE…",
		Short: "Validate configurations",
		Long: `Checks each configuration and prints every fault with its file, line, path and fix; exit code 1 when there is any. What
could not run on this machine, such as a file of a secret that is not there, is a note, and a fault with --strict. What is allowed but likely not meant, such as a rule that no configured source can feed, is
printed as a note.`,
		Example: `  firebreak check firebreak.yaml
  firebreak check team-a.yaml team-b.yaml
  firebreak check --strict firebreak.yaml       on the machine where it is to run`,
		Args: usageArgs(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			out := cmd.OutOrStdout()
			bad := false
			for _, file := range args {
				cfg, err := daemon.LoadConfig(file)
				var missing error
				if err == nil {
					// A secret may be at home on another machine.
					if missing = daemon.Check(cfg); strict {
						err = missing
					}
				}
				if err != nil {
					bad = true
					fmt.Fprintln(out, err)
					var faults *config.Faults
					if errors.As(err, &faults) {
						fmt.Fprintf(out, "%s: %d %s\n", file, len(*faults), plural(len(*faults), "fault"))
					}
					continue
				}
				if missing != nil {
					fmt.Fprintf(out, "%s: note: this could not run here:\n%v\n", file, missing)
				}
				for _, note := range append(daemon.Notes(cfg), daemon.StatementNotes(cfg, time.Now())...) {
					fmt.Fprintf(out, "%s: note: %s\n", file, note)
				}
				fmt.Fprintf(out, "%s: ok\n", file)
			}
			if bad {
				return findingError{}
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&strict, "strict", false, "what could not run on this machine is a fault too")
	return cmd
}

func plural(n int, word string) string {
	if n == 1 {
		return word
	}
	return word + "s"
}
