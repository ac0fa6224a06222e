package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"firebreak/daemon/stream"
)

func newTopics() *cobra.Command {
	var (
		kafka  kafkaFlags
		format string
		create bool
	)
	cmd := &cobra.Command{
		Use:   "topics",
		Short: "Show the topics, how far their readers are, and what is wrong with them",
		Example: `  firebreak topics --config firebreak.yaml
  firebreak topics --config firebreak.yaml --create
  firebreak topics --format json | jq '.[] | {name, lag}'`,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			if format != formatText && format != formatJSON {
				return usage(fmt.Errorf("--format %q is unknown: use text or json", format))
			}
			client, err := kafka.connect(cmd.Context(), cmd)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, client.Close()) }()
			if create {
				if err := client.EnsureTopics(cmd.Context()); err != nil {
					return err
				}
			}
			topics, err := client.Topics(cmd.Context())
			if err != nil {
				return err
			}
			if format == formatJSON {
				return topicsJSON(cmd.OutOrStdout(), topics)
			}
			return topicsText(cmd.OutOrStdout(), topics)
		},
	}
	kafka.add(cmd)
	cmd.Flags().StringVar(&format, "format", formatText, "text or json")
	cmd.Flags().BoolVar(&create, "create", false, "make the topics that are missing")
	return cmd
}

func records(t *stream.TopicInfo) int64 {
	n := int64(0)
	for _, o := range t.Offsets {
		n += o.Last - o.First
	}
	return n
}

func topicsText(w io.Writer, topics []stream.TopicInfo) error {
	tab := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(tab, "TOPIC\tPARTITIONS\tPOLICY\tRECORDS\tLAG")
	var faults []string
	for i := range topics {
		t := &topics[i]
		var lags []string
		for group, lag := range t.Lag {
			lags = append(lags, fmt.Sprintf("%s %d", group, lag))
		}
		slices.Sort(lags)
		fmt.Fprintf(tab, "%s\t%d\t%s\t%d\t%s\n", t.FullName, t.Partitions, t.Policy, records(t), strings.Join(lags, ", "))
		for _, f := range t.Faults {
			faults = append(faults, fmt.Sprintf("%s: %s: %s", t.FullName, f.What, f.Fix))
		}
	}
	if err := tab.Flush(); err != nil {
		return fmt.Errorf("writing the table: %w", err)
	}
	for _, f := range faults {
		if _, err := fmt.Fprintln(w, f); err != nil {
			return fmt.Errorf("writing the faults: %w", err)
		}
	}
	return nil
}

func topicsJSON(w io.Writer, topics []stream.TopicInfo) error {
	type fault struct {
		What string `json:"what"`
		Fix  string `json:"fix"`
	}
	type topic struct {
		Name       string           `json:"name"`
		FullName   string           `json:"full_name"`
		Exists     bool             `json:"exists"`
		Partitions int              `json:"partitions"`
		Policy     string           `json:"policy,omitempty"`
		Records    int64            `json:"records"`
		Lag        map[string]int64 `json:"lag,omitempty"`
		Faults     []fault          `json:"faults"`
	}
	out := make([]topic, len(topics))
	for i := range topics {
		t := &topics[i]
		out[i] = topic{
			Name: t.Name, FullName: t.FullName, Exists: t.Exists, Partitions: t.Partitions, Policy: t.Policy, Records: records(t), Lag: t.Lag,
			Faults: []fault{},
		}
		for _, f := range t.Faults {
			out[i].Faults = append(out[i].Faults, fault(f))
		}
	}
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	return encoder.Encode(out)
}
