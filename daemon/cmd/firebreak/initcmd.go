package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"firebreak/config"
)

func newInit() *cobra.Command {
	var (
		a      config.Answers
		output string
		yes    bool
	)
	cmd := &cobra.Command{
		Use:   "init",
		Short: "Write a commented configuration",
		Long: `Asks a few questions and writes a configuration to start with. Answers given as flags are not asked for; with --yes nothing
is. Paging begins in shadow: cards are sent, and what would have been paged is logged.`,
		Example: `  firebreak init --output firebreak.yaml
  firebreak init --yes --brand Acme --account acmecare --domain acme.example > firebreak.yaml`,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if !yes {
				if err := ask(cmd, &a); err != nil {
					return err
				}
			}
			if strings.TrimSpace(a.Brand) == "" {
				return usage(errors.New("a brand is needed: --brand NAME"))
			}
			text := config.Init(a)
			if _, err := config.Parse("the answers", text); err != nil {
				return usage(fmt.Errorf("these answers do not make a configuration:\n%w", err))
			}
			if output == "" || output == "-" {
				_, err := cmd.OutOrStdout().Write(text)
				return err
			}
			return writeNew(cmd.ErrOrStderr(), output, text)
		},
	}
	flags := cmd.Flags()
	flags.StringVarP(&output, "output", "o", "", "`FILE` to write, which must not exist; stdout by default")
	flags.BoolVarP(&yes, "yes", "y", false, "ask nothing")
	flags.StringVar(&a.Brand, "brand", "", "`NAME` of the brand")
	flags.StringVar(&a.Query, "query", "", "`QUERY` that finds the brand; its name by default")
	flags.StringSliceVar(&a.Handles, "account", nil, "`HANDLE` of a care account; may be repeated")
	flags.StringSliceVar(&a.TechnicalHandles, "technical-account", nil, "`HANDLE` of an account that explains technology; may be repeated")
	flags.StringSliceVar(&a.Domains, "domain", nil, "`DOMAIN` of the brand; may be repeated")
	flags.StringSliceVar(&a.Experts, "expert", nil, "`HANDLE` of a security expert; may be repeated")
	flags.BoolVar(&a.Regulated, "regulated", false, "apply the stricter rules for personal data")
	flags.StringSliceVar(&a.Brokers, "broker", nil, "`HOST:PORT` of Kafka; the embedded broker by default")
	flags.StringVar(&a.SlackChannel, "slack-channel", "", "`CHANNEL` of the social team")
	flags.BoolVar(&a.PagerDuty, "pagerduty", false, "page through PagerDuty")
	flags.BoolVar(&a.Live, "live", false, "page from the start, instead of in shadow")
	return cmd
}

// ask asks for what no flag answered.
func ask(cmd *cobra.Command, a *config.Answers) error {
	in := bufio.NewScanner(cmd.InOrStdin())
	w := cmd.ErrOrStderr()
	text := func(flag, question string, into *string) {
		if !cmd.Flags().Changed(flag) {
			fmt.Fprintf(w, "%s: ", question)
			if in.Scan() {
				*into = strings.TrimSpace(in.Text())
			}
		}
	}
	list := func(flag, question string, into *[]string) {
		line := ""
		if !cmd.Flags().Changed(flag) {
			text(flag, question+" (commas between them, empty for none)", &line)
			*into = strings.FieldsFunc(line, func(r rune) bool { return r == ',' || r == ' ' })
		}
	}
	yes := func(flag, question string, into *bool) {
		line := ""
		if !cmd.Flags().Changed(flag) {
			text(flag, question+" [y/N]", &line)
			*into = strings.HasPrefix(strings.ToLower(line), "y")
		}
	}
	text("brand", "Name of the brand", &a.Brand)
	if strings.TrimSpace(a.Brand) == "" {
		return usage(errors.New("a brand is needed: answer the question, or give --brand NAME"))
	}
	text("query", "What finds it in a text (its name)", &a.Query)
	list("account", "Accounts that answer customers", &a.Handles)
	list("technical-account", "Accounts that explain technology", &a.TechnicalHandles)
	list("domain", "Domains of the brand", &a.Domains)
	list("expert", "Security experts to watch for", &a.Experts)
	yes("regulated", "Is it a bank, insurer or health service?", &a.Regulated)
	list("broker", "Kafka brokers, host:port; none for the embedded one", &a.Brokers)
	text("slack-channel", "Slack channel of the social team (empty for none)", &a.SlackChannel)
	yes("pagerduty", "Page through PagerDuty?", &a.PagerDuty)
	if err := in.Err(); err != nil {
		return fmt.Errorf("reading the answers: %w", err)
	}
	return nil
}

// writeNew writes a file that must not exist.
func writeNew(w io.Writer, name string, data []byte) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, os.ErrExist) {
		return usage(fmt.Errorf("%s exists already: name another file, or move it away", name))
	}
	if err != nil {
		return fmt.Errorf("writing the configuration: %w", err)
	}
	_, err = f.Write(data)
	if err := errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("writing the configuration: %w", err)
	}
	fmt.Fprintf(w, "wrote %s; next: firebreak check %s\n", name, name)
	return nil
}
