package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"firebreak/config"
	"firebreak/daemon"
)

func newCheck() *cobra.Command {
	return &cobra.Command{
		Use:   "check FILE…",
		Short: "Validate configurations",
		Long: `Checks each configuration and prints every fault with its file, line, path and fix; exit code 1 when there is any. Files of
secrets must be there and readable. What is allowed but likely not meant, such as a rule that no configured source can feed, is
printed as a note.`,
		Example: `  firebreak check firebreak.yaml
  firebreak check team-a.yaml team-b.yaml`,
		Args: usageArgs(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			out := cmd.OutOrStdout()
			bad := false
			for _, file := range args {
				cfg, err := daemon.LoadConfig(file)
				if err != nil {
					bad = true
					fmt.Fprintln(out, err)
					var faults *config.Faults
					if errors.As(err, &faults) {
						fmt.Fprintf(out, "%s: %d faults\n", file, len(*faults))
					}
					continue
				}
				for _, note := range daemon.Notes(cfg) {
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
}
