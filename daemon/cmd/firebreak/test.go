package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"

	"github.com/spf13/cobra"

	"firebreak/config"
	"firebreak/daemon"
	"firebreak/daemon/ingest"
	"firebreak/daemon/replay/cases"
)

// maxCases is the longest file of cases that is read, in bytes, and one more than the reader of configurations takes.
const maxCases = 1<<20 + 1

func newTest() *cobra.Command {
	var file, format, only string
	cmd := &cobra.Command{
		Use:   "test CASES.yaml|FOLDER…",
		Short: "Test a configuration with conversations",
		Long: `Plays short conversations on a virtual clock and compares who is told, when and why with what a file expects: unit tests of a
configuration, as promtool has for rules. docs/testing.md describes the files. Of a folder every *.yaml is taken. A file names its configuration, or holds one; --config
tests another one with the same conversations. What failed is shown with everything that happened and its reasons. At the end stand the
rules that fired in no test. Exit code 1 when an expectation fails, 2 when a file is at fault: every fault is named.`,
		Example: `  firebreak test cases.yaml
  firebreak test --config tomorrow.yaml --run 'plain text' cases/*.yaml
  firebreak test --format json cases.yaml | jq .rules.never
  firebreak test --format csv cases/*.yaml > results.csv
  firebreak test --config tomorrow.yaml cases/              what would it make of the examples that people judged?

  # cases.yaml
  config: firebreak.yaml
  tests:
    - name: a customer who asks twice
      events:
        - {at: 0m, by: jane, text: '@acmecare you mailed me my password in plain text'}
        - {at: 40m, by: jane, reply_to: e1, text: 'Is anybody there?'}
      expect:
        - {level: page, action: page, reasons: [followed_up], by: 40m}`,
		Args: usageArgs(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if !slices.Contains([]string{formatText, formatJSON, formatJSONL, formatCSV}, format) {
				return usage(fmt.Errorf("--format %q is unknown: use text, json, jsonl or csv", format))
			}
			chosen, err := regexp.Compile(only)
			if err != nil {
				return usage(fmt.Errorf("--run is no regular expression: %w", err))
			}
			names, err := caseFiles(args)
			if err != nil {
				return usage(err)
			}
			files, err := readCases(names, file)
			if err != nil {
				return err
			}
			var results []cases.Result
			for _, f := range files {
				found, err := runCases(f, chosen)
				if err != nil {
					return err
				}
				results = append(results, found...)
			}
			if len(results) == 0 {
				return usage(fmt.Errorf("--run %q chooses no test", only))
			}
			report := cases.NewReport(results)
			if err := writeResults(cmd, &report, format); err != nil {
				return err
			}
			if report.Failed > 0 {
				return findingError{}
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&file, "config", "", "configuration `FILE` to test instead of what the files name")
	cmd.Flags().StringVar(&format, "format", formatText, "text, json, jsonl (a test a line) or csv (a miss a line)")
	cmd.Flags().StringVar(&only, "run", "", "run only tests whose name matches the regular `EXPRESSION`")
	return cmd
}

func writeResults(cmd *cobra.Command, report *cases.Report, format string) error {
	var err error
	switch format {
	case formatJSON:
		return report.WriteJSON(cmd.OutOrStdout())
	case formatJSONL:
		err = report.WriteJSONL(cmd.OutOrStdout())
	case formatCSV:
		err = report.WriteCSV(cmd.OutOrStdout())
	default:
		return report.WriteText(cmd.OutOrStdout(), plain)
	}
	if err != nil {
		return err
	}
	return report.WriteSummary(cmd.ErrOrStderr())
}

// caseFiles puts in place of each folder its files of cases, by name.
func caseFiles(args []string) ([]string, error) {
	var out []string
	for _, name := range args {
		if info, err := os.Stat(name); err != nil || !info.IsDir() {
			out = append(out, name)
			continue
		}
		entries, err := os.ReadDir(name)
		if err != nil {
			return nil, fmt.Errorf("looking for cases: %w", err)
		}
		before := len(out)
		for _, entry := range entries {
			if !entry.IsDir() && filepath.Ext(entry.Name()) == ".yaml" {
				out = append(out, filepath.Join(name, entry.Name()))
			}
		}
		if len(out) == before {
			return nil, fmt.Errorf("%s holds no *.yaml", name)
		}
	}
	return out, nil
}

// readCases reads files of cases. Every fault of every file is wrong use.
func readCases(names []string, override string) ([]*cases.File, error) {
	reader := cases.Reader{Load: daemon.LoadConfig, Parse: daemon.ParseConfig}
	if override != "" {
		cfg, err := loadConfig(override)
		if err != nil {
			return nil, err
		}
		reader.Config = cfg
	}
	var files []*cases.File
	var faults config.Faults
	for _, name := range names {
		data, err := readUpTo(name, maxCases)
		if err != nil {
			return nil, usage(err)
		}
		f, err := reader.Read(name, data)
		var found *config.Faults
		switch {
		case errors.As(err, &found):
			faults = append(faults, *found...)
		case err != nil:
			return nil, err
		default:
			files = append(files, f)
		}
	}
	if err := faults.Err(); err != nil {
		return nil, usage(fmt.Errorf("the cases are at fault:\n%w", err))
	}
	return files, nil
}

// readUpTo reads a file, at most limit bytes of it.
func readUpTo(name string, limit int64) ([]byte, error) {
	f, err := openFile(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	data, err := io.ReadAll(io.LimitReader(f, limit))
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	return data, nil
}

// runCases runs the tests of a file that are chosen.
func runCases(f *cases.File, chosen *regexp.Regexp) ([]cases.Result, error) {
	core, err := daemon.NewCore(f.Config)
	if err != nil {
		return nil, usage(err)
	}
	tree, err := f.NewTree()
	if err != nil {
		return nil, usage(err)
	}
	setup := cases.Setup{Pipeline: func() *ingest.Pipeline { return core.Pipeline(false) }, Judge: core.Judge, Engine: core.Engine, Tree: tree}
	var results []cases.Result
	for i := range f.Tests {
		if !chosen.MatchString(f.Tests[i].Name) {
			continue
		}
		result, err := f.Run(&f.Tests[i], setup)
		if err != nil {
			return nil, err
		}
		results = append(results, result)
	}
	return results, nil
}
