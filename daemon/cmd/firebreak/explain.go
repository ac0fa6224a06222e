package main

import (
	"bytes"
	"cmp"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"firebreak/config"
	"firebreak/daemon"
	"firebreak/daemon/duty"
	"firebreak/daemon/escalation"
	"firebreak/daemon/score"
	"firebreak/daemon/stream"
)

func newExplain() *cobra.Command {
	var kafka kafkaFlags
	cmd := &cobra.Command{
		Use:   "explain INCIDENT",
		Short: "Say why an incident was decided, recomputed from Kafka and compared",
		Long: `Reads what an incident of a thread was decided from (its mentions, and what people did) and runs it through the code that decides live, on
a virtual clock, under the configuration that is named. Prints each decision with its signals, their weights and rules, and
compares: level, severity, time and reasons of each telling, and the incident as it stands. Whatever differs is named, with the hashes of the
configurations then and now and the likely reasons. Posts that were erased since are named: what they led to cannot be recomputed.

Incidents of crises and accounts, which are decided from many threads, are shown as they were recorded. Nothing is written.`,
		Example: `  firebreak explain t:demo:w1 --config firebreak.yaml
  firebreak explain t:demo:w1 --config changed.yaml     what would this configuration have made of it?`,
		Args: usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			cfg, err := explainConfig(kafka.config)
			if err != nil {
				return err
			}
			return withClient(cmd, &kafka, func(client *stream.Client) error { return explain(cmd, client, cfg, args[0]) })
		},
	}
	kafka.add(cmd)
	return cmd
}

// explainConfig is the configuration to recompute under: without a file, that of a daemon that runs without one.
func explainConfig(file string) (*config.Config, error) {
	if file == "" {
		return daemon.TrialConfig(), nil
	}
	return loadConfig(file)
}

func explain(cmd *cobra.Command, client *stream.Client, cfg *config.Config, id string) error {
	list, err := readIncidents(cmd, client)
	if err != nil {
		return err
	}
	e, err := findIncident(list, id)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	explainHead(&out, &e.Incident)
	if _, ok := score.ThreadKey(id); !ok {
		explainRecorded(&out, &e.Incident)
	} else {
		core, err := daemon.NewCore(cfg)
		if err != nil {
			return usage(err)
		}
		m, err := duty.Gather(cmd.Context(), client, e)
		if err != nil {
			return err
		}
		v, err := duty.Recompute(duty.Setup{Directory: core.Directory, Judge: core.Judge, Engine: core.Engine}, m)
		if err != nil {
			return err
		}
		explainInputs(&out, m, v)
		explainVerdict(&out, v)
	}
	_, err = cmd.OutOrStdout().Write(out.Bytes())
	return err
}

func explainHead(w *bytes.Buffer, inc *escalation.Incident) {
	fmt.Fprintf(w, "%s  %s  %s  %s  priority %.2f  %s\n", plain(inc.ID), inc.Level, inc.Severity, inc.Status, inc.Priority, plain(inc.Brand))
	fmt.Fprintf(w, "opened %s, event %d at %s, decided under configuration %s\n", timeText(inc.OpenedAt), inc.Event, timeText(inc.UpdatedAt),
		hashText(inc.Config))
}

func hashText(hash string) string { return cmp.Or(plain(hash), "unknown") }

// explainRecorded writes what the record itself says.
func explainRecorded(w *bytes.Buffer, inc *escalation.Incident) {
	if b := inc.Burst; b != nil {
		fmt.Fprintf(w, "%d authors wrote %d posts; %d authors at the peak where %.1f are usual; %s\n", b.Authors, b.Mentions, b.Peak, b.Expected, plain(b.Family))
	}
	if n := len(inc.Threads); n > 0 {
		fmt.Fprintf(w, "the account posted in %d conversations\n", n)
	}
	fmt.Fprint(w, "\nas recorded (decided from many threads, and not recomputed)\n")
	for i := range inc.Tells {
		t := &inc.Tells[i]
		fmt.Fprintf(w, "%s  told at %s, %s  %s\n", timeText(t.At), t.Level, t.Severity, plain(t.MentionID))
		writeReasons(w, "    ", t.Reasons)
	}
	fmt.Fprintf(w, "%s  last event\n", timeText(inc.UpdatedAt))
	writeReasons(w, "    ", inc.Reasons)
}

func explainInputs(w *bytes.Buffer, m *duty.Material, v *duty.Verdict) {
	same := "another"
	if v.Then == v.Now {
		same = "the same"
	}
	fmt.Fprintf(w, "recomputed under configuration %s: %s\n", hashText(v.Now), same)
	posts := "it was forgotten since"
	if m.Thread != nil {
		posts = fmt.Sprintf("it keeps %d posts", len(m.Thread.Thread.Posts))
	}
	fmt.Fprintf(w, "from %d mentions and %d actions on partition %d; the thread's record: %s\n", m.Mentions(), m.Actions(), m.Partition, posts)
	if m.Waiting > 0 {
		fmt.Fprintf(w, "%d records wait to be applied by the daemon, and are left out\n", m.Waiting)
	}
	for _, e := range m.Erased {
		fmt.Fprintf(w, "input erased: %s (%s)\n", plain(e.ID), e.Why)
	}
	for _, bad := range m.Bad {
		fmt.Fprintf(w, "could not be read: %s\n", plain(bad))
	}
}

func explainVerdict(w *bytes.Buffer, v *duty.Verdict) {
	fmt.Fprint(w, "\nrecomputed\n")
	for i := range v.Decisions {
		d := &v.Decisions[i]
		what := cmp.Or(d.MentionID, "(a clock, or a person)")
		fmt.Fprintf(w, "%s  %-7s %-6s %-8s priority %.2f  %s  [%s]  %s\n", timeText(d.Time), d.Action, d.Level, d.Severity, d.Priority,
			orDash(plain(d.Topic)), plain(strings.Join(d.Kinds, " ")), plain(what))
		writeReasons(w, "    ", d.Reasons)
	}
	if len(v.Decisions) == 0 {
		fmt.Fprint(w, "nothing\n")
	}
	fmt.Fprint(w, "\ncompared with what was decided\n")
	for i := range v.Tells {
		t := &v.Tells[i]
		if t.Same {
			fmt.Fprintf(w, "tell %d  %s  %s %s  the same\n", t.Decided.Number, timeText(t.Decided.At), t.Decided.Level, t.Decided.Severity)
		}
	}
	if len(v.Tells) == 0 {
		fmt.Fprint(w, "nobody was told, and nobody would be\n")
	}
	if len(v.Differences) == 0 {
		if v.CatchingUp {
			fmt.Fprint(w, "(with clocks that follow the times of the posts: the daemon was catching up)\n")
		}
		fmt.Fprint(w, "the same\n")
		return
	}
	for _, d := range v.Differences {
		fmt.Fprintf(w, "differs: %s\n", plain(d))
	}
	for _, l := range v.Likely {
		fmt.Fprintf(w, "likely because: %s\n", plain(l))
	}
}
