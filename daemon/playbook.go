package daemon

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"firebreak/config"
	"firebreak/daemon/playbook"
	"firebreak/daemon/reply"
	"firebreak/detectors"
	"firebreak/detectors/personaldata"
	"firebreak/detectors/standard"
)

// playbookFaults are pages that nothing leads to, and public drafts that an agent would be told to improve.
func playbookFaults(cfg *config.Config) []config.Fault {
	var faults []config.Fault
	var checker *reply.Checker
	for i := range cfg.Playbook {
		p, at := &cfg.Playbook[i], fmt.Sprintf("playbook[%d]", i)
		if p.Kind != "" && !slices.Contains(playbook.Kinds(), p.Kind) {
			faults = append(faults, cfg.Fault(at+".kind", fmt.Sprintf("there is no kind %q", p.Kind), "one of "+strings.Join(playbook.Kinds(), ", ")))
		} else if topics := playbook.Topics(p.Kind); p.Topic != "" && !slices.Contains(topics, p.Topic) {
			faults = append(faults, cfg.Fault(at+".topic", fmt.Sprintf("%s has no topic %q", p.Kind, p.Topic), topicHint(topics)))
		}
		if p.Public == "" {
			continue
		}
		if checker == nil {
			set, err := detectors.NewSet(standard.New()...)
			if err != nil {
				return append(faults, cfg.Fault("playbook", err.Error(), ""))
			}
			checker = reply.NewChecker(set, personaldata.NewMasker(), noBrands{})
		}
		// What is wrong with its size is told already.
		if r, err := checker.Check(reply.Draft{Text: p.Public}); err == nil && r.Verdict != reply.VerdictSend {
			faults = append(faults, cfg.Fault(at+".public", draftFault(r), strings.Join(r.Fixes, " ")))
		}
	}
	return faults
}

// draftFault says which points of a good first reply a draft lacks, and what is found in it.
func draftFault(r reply.Report) string {
	var lacks []string
	for _, p := range r.Points {
		if !p.Met {
			lacks = append(lacks, p.Point)
		}
	}
	message := []string{fmt.Sprintf("meets %d of the 4 points of a good first reply", r.Met)}
	if len(lacks) > 0 {
		message[0] += ", not: " + strings.Join(lacks, "; ")
	}
	for _, f := range r.Findings {
		if f.Severity.Rank() >= detectors.SeverityWarning.Rank() {
			message = append(message, "it is "+f.Kind)
		}
	}
	return strings.Join(message, "; ")
}

func topicHint(topics []string) string {
	if len(topics) == 0 {
		return "leave topic out"
	}
	return "one of " + strings.Join(topics, ", ")
}

// noBrands is for drafts of the playbook, which are for every brand.
type noBrands struct{}

func (noBrands) Brand(string) *detectors.Brand { return nil }
func (noBrands) Only() string                  { return "" }

// StatementNotes names the statements that are no longer in force at a time: allowed, but likely not meant.
func StatementNotes(cfg *config.Config, at time.Time) []string {
	var notes []string
	for i := range cfg.Statements {
		if s := &cfg.Statements[i]; !at.Before(s.Expires) {
			notes = append(notes, fmt.Sprintf("statements[%d] (%s, version %s) has expired on %s: it is in force no more", i, s.Family, s.Version, s.Expires.UTC().Format(time.RFC3339)))
		}
	}
	return notes
}
