package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"firebreak/config"
	"firebreak/daemon"
)

func newCheck() *cobra.Command {
	var structure bool
	cmd := &cobra.Command{
		Use:   "check FILE…",
		Short: "Validate configurations",
		Long: `Checks each configuration and prints every fault with its file, line, path and fix; exit code 1 when there is any. Files of
secrets must be there and readable, unless --structure asks for the structure alone, as where the secrets are not at hand. What is allowed but likely not meant, such as a rule that no configured source can feed, is
printed as a note.`,
		Example: `  firebreak check firebreak.yaml
  firebreak check team-a.yaml team-b.yaml
  firebreak check --structure firebreak.yaml    without the secrets' files`,
		Args: usageArgs(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			out := cmd.OutOrStdout()
			bad := false
			for _, file := range args {
				cfg, err := daemon.LoadConfig(file)
				if err == nil && !structure {
					err = daemon.Check(cfg)
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
	cmd.Flags().BoolVar(&structure, "structure", false, "check the structure alone: do not read secrets")
	return cmd
}

func plural(n int, word string) string {
	if n == 1 {
		return word
	}
	return word + "s"
}
