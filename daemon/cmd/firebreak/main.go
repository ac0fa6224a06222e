// Command firebreak listens to what people say about a brand and pages a technical responder before a thread goes viral.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"
)

// Exit codes, the same for every command.
const (
	exitOK      = 0
	exitFinding = 1
	exitUsage   = 2
	exitFailed  = 3
)

func main() {
	os.Exit(run(os.Args[1:], stdio{in: os.Stdin, out: os.Stdout, err: os.Stderr}))
}

// stdio are the streams of a command.
type stdio struct {
	in       io.Reader
	out, err io.Writer
}

// findingError says that a command did its work and found something: exit code 1. Its text was printed already.
type findingError struct{}

func (findingError) Error() string { return "there are findings" }

// usageError says that the command line or the configuration is wrong: exit code 2.
type usageError struct{ err error }

func (e *usageError) Error() string { return e.err.Error() }
func (e *usageError) Unwrap() error { return e.err }

func usage(err error) error {
	if err == nil {
		return nil
	}
	return &usageError{err: err}
}

// run executes one command line and returns its exit code.
func run(args []string, std stdio) int {
	// The first signal asks to drain; the second, which the run command watches for itself, cuts short.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	root := newRoot(std)
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return exitOK
	}
	var use *usageError
	switch {
	case errors.As(err, &findingError{}):
		return exitFinding
	case errors.Is(err, syscall.EPIPE):
		// Whoever read our output has had enough.
		return exitOK
	case errors.As(err, &use):
		fmt.Fprintf(std.err, "firebreak: %v\n", err)
		return exitUsage
	}
	fmt.Fprintf(std.err, "firebreak: %v\n", err)
	return exitFailed
}

func newRoot(std stdio) *cobra.Command {
	root := &cobra.Command{
		Use:   "firebreak",
		Short: "Pages a technical responder before a complaint goes viral",
		Long: `firebreak streams what people say about a brand into Kafka, scores it for security and technical complaints and for the
risk that the thread escalates, and pages a technical responder before the thread goes viral.

Exit codes: 0 done, 1 a finding (check, test, examples, diff, reply-check, drill), 2 wrong use, 3 could not run.`,
		Example: `  firebreak demo                                see it work, without any set-up
  firebreak init > firebreak.yaml               begin a configuration
  firebreak run --config firebreak.yaml         run the daemon
  firebreak score posts.jsonl                   what do the detectors say?`,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return cmd.Help()
		},
	}
	root.SetIn(std.in)
	root.SetOut(std.out)
	root.SetErr(std.err)
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return usage(fmt.Errorf("%w (see '%s --help')", err, cmd.CommandPath()))
	})
	root.AddCommand(newDemo(), newInit(), newRun(), newCheck(), newScore(), newReplyCheck(), newReplay(), newForecast(), newDiff(), newTest(), newExamples(), newBacktest(),
		newIncidents(), newExplain(), newDrill(), newTopics(), newDeadletter(), newVersion())
	return root
}

// usageArgs makes what an argument check refuses a usage error.
func usageArgs(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if err := check(cmd, args); err != nil {
			return usage(fmt.Errorf("%w (see '%s --help')", err, cmd.CommandPath()))
		}
		return nil
	}
}
