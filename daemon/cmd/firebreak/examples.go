package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"firebreak/daemon/replay/examples"
	"firebreak/daemon/stream"
)

func newExamples() *cobra.Command {
	var (
		kafka     kafkaFlags
		out       string
		since     = age(30 * 24 * time.Hour)
		private   bool
		overwrite bool
	)
	cmd := &cobra.Command{
		Use:   "examples [--since 30d] [--out FOLDER]",
		Short: "Keep what people called noise or missed, as cases for 'firebreak test'",
		Long: `Reads from Kafka what people said about single conversations, 'noise' or 'missed', wherever they said it, and keeps each conversation in a file
of its own: its posts up to then, masked as they are, on a virtual clock, and what is expected. Noise must not be told again as loud as it was; what
was missed must page. 'firebreak test FOLDER' says which of them a configuration gets right.

A file that was changed by hand is left as it is. Others follow what people say and what authors delete: run it again, and the text of a post that
was deleted or changed since is gone. Twice in a row changes nothing. Only Kafka is read, nothing is written there. Exit code 1 when a file that
was changed by hand holds a post that was deleted since, or cannot be read.`,
		Example: `  firebreak examples --config firebreak.yaml --out cases
  firebreak examples --config firebreak.yaml --since 7d --out cases && firebreak test cases
  firebreak incidents missed https://social.example/post/17 --config firebreak.yaml     then it is one, too`,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			cfg, err := explainConfig(kafka.config)
			if err != nil {
				return err
			}
			folder := examples.Folder{Dir: out, Check: cfg, Private: private, Overwrite: overwrite}
			if kafka.config != "" {
				if folder.Config, err = relative(out, kafka.config); err != nil {
					return usage(err)
				}
			}
			return withClient(cmd, &kafka, func(client *stream.Client) error {
				return keepExamples(cmd, client, folder, time.Now().Add(-time.Duration(since)))
			})
		},
	}
	kafka.add(cmd)
	flags := cmd.Flags()
	flags.StringVar(&out, "out", "cases", "`FOLDER` to keep them in; it is made where need be")
	flags.Var(&since, "since", "how long ago people may have said it, such as 30d or 12h")
	flags.BoolVar(&private, "private", false, "keep private messages, too")
	flags.BoolVar(&overwrite, "overwrite", false, "write over files that were changed by hand, too")
	return cmd
}

// relative is the path of a file as seen from a folder.
func relative(folder, file string) (string, error) {
	from, err := filepath.Abs(folder)
	if err != nil {
		return "", fmt.Errorf("finding %s: %w", folder, err)
	}
	to, err := filepath.Abs(file)
	if err != nil {
		return "", fmt.Errorf("finding %s: %w", file, err)
	}
	path, err := filepath.Rel(from, to)
	if err != nil {
		return "", fmt.Errorf("finding %s from %s: %w", file, folder, err)
	}
	return filepath.ToSlash(path), nil
}

func keepExamples(cmd *cobra.Command, client *stream.Client, folder examples.Folder, since time.Time) error {
	known, bad, err := folder.Known()
	if err != nil {
		return err
	}
	found, err := examples.Read(cmd.Context(), client, examples.Options{Since: since, Private: folder.Private, Known: known})
	if err != nil {
		return err
	}
	say := func(format string, args ...any) {
		fmt.Fprintf(cmd.ErrOrStderr(), "firebreak: %s\n", plain(fmt.Sprintf(format, args...)))
	}
	for _, line := range append(found.Bad, found.Skipped...) {
		say("%s", line)
	}
	for _, line := range bad {
		say("%s", line)
	}
	trouble := len(bad) > 0
	counts := map[examples.Change]int{}
	for i := range found.Examples {
		x := &found.Examples[i]
		saved, err := folder.Save(*x)
		if err != nil {
			say("%v", err)
			trouble = true
			continue
		}
		counts[saved.Change]++
		switch saved.Change {
		case examples.ChangeNone:
			say("%s: nothing is left of the conversation%s", x.Judged.Incident, leftOut(x))
		case examples.ChangeEdited:
			say("%s was changed by hand and is left as it is (--overwrite writes over it)", saved.Path)
			if len(saved.Stale) > 0 {
				say("%s holds posts that were deleted or changed since: take out %s", saved.Path, strings.Join(saved.Stale, ", "))
				trouble = true
			}
		case examples.ChangeNew, examples.ChangeUpdated, examples.ChangeRemoved, examples.ChangeOverwritten:
			fmt.Fprintf(cmd.OutOrStdout(), "%-11s %s  %s %s by %s (%s)%s\n", saved.Change, plain(saved.Path), x.Judged.As, plain(x.Judged.Incident), plain(x.Judged.By),
				plain(x.Judged.Via), leftOut(x))
		case examples.ChangeSame:
		}
	}
	kept := len(found.Examples) - counts[examples.ChangeNone] - counts[examples.ChangeRemoved]
	_, err = fmt.Fprintf(cmd.OutOrStdout(), "%d examples in %s: %d new, %d updated, %d changed by hand\n", kept, plain(folder.Dir), counts[examples.ChangeNew],
		counts[examples.ChangeUpdated]+counts[examples.ChangeOverwritten], counts[examples.ChangeEdited])
	if err == nil && trouble {
		err = findingError{}
	}
	return err
}

// leftOut says what an example does not hold.
func leftOut(x *examples.Example) string {
	var parts []string
	if n := len(x.Gone); n > 0 {
		parts = append(parts, fmt.Sprintf("%d posts were deleted or changed since", n))
	}
	if x.Private > 0 {
		parts = append(parts, fmt.Sprintf("%d are private", x.Private))
	}
	if len(parts) == 0 {
		return ""
	}
	return "; " + strings.Join(parts, ", ")
}

// age is a flag for a length of time, which may be in days.
type age time.Duration

// Set reads it.
func (a *age) Set(text string) error {
	if days, ok := strings.CutSuffix(text, "d"); ok {
		n, err := strconv.Atoi(days)
		if err != nil || n <= 0 || n > 36_500 {
			return errors.New("wants a length of time, such as 30d or 12h")
		}
		*a = age(time.Duration(n) * 24 * time.Hour)
		return nil
	}
	d, err := time.ParseDuration(text)
	if err != nil || d <= 0 {
		return errors.New("wants a length of time, such as 30d or 12h")
	}
	*a = age(d)
	return nil
}

// String writes it as it is read.
func (a *age) String() string {
	d := time.Duration(*a)
	if d > 0 && d%(24*time.Hour) == 0 {
		return strconv.Itoa(int(d/(24*time.Hour))) + "d"
	}
	return d.String()
}

// Type names it in the help.
func (a *age) Type() string { return "age" }
