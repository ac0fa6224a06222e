// Package daemon wires the parts of firebreak together: it is the only package that knows every other. Command line and tests build a
// Daemon, run it, and stop it.
package daemon

import (
	"errors"
	"fmt"

	"firebreak/config"
	"firebreak/daemon/escalation"
	"firebreak/daemon/escalation/crisis"
	"firebreak/daemon/escalation/forecast"
	"firebreak/daemon/escalation/hours"
	"firebreak/daemon/ingest"
	"firebreak/daemon/playbook"
	"firebreak/daemon/reply"
	"firebreak/daemon/score"
	"firebreak/daemon/thread"
	"firebreak/detectors"
	"firebreak/detectors/personaldata"
	"firebreak/detectors/standard"
)

// Core is the part of firebreak that does no I/O, made from a configuration: the same in the daemon, in score and in replay. It is
// immutable and safe for concurrent use.
type Core struct {
	Directory *ingest.Directory
	Masker    *personaldata.Masker
	Set       *detectors.Set
	Judge     score.Judge
	Engine    score.Config
	// Book is the playbook.
	Book *playbook.Book
}

// NewCore makes the core. The error is a *config.Faults where the configuration is at fault.
func NewCore(cfg *config.Config) (*Core, error) {
	set, err := detectors.NewSet(standard.New()...)
	if err != nil {
		return nil, fmt.Errorf("making the detectors: %w", err)
	}
	return newCore(cfg, set, personaldata.NewMasker())
}

// newCore makes a core around detectors that are loaded already.
func newCore(cfg *config.Config, set *detectors.Set, masker *personaldata.Masker) (*Core, error) {
	dir, err := ingest.NewDirectory(cfg)
	if err != nil {
		return nil, err
	}
	engine, err := engineConfig(cfg)
	if err != nil {
		return nil, err
	}
	book := playbook.New(cfg, set)
	return &Core{Directory: dir, Masker: masker, Set: set, Judge: score.NewDetectors(set, dir, tuning(cfg), book), Engine: engine, Book: book}, nil
}

// Pipeline returns a new pipeline with an empty index. With all, posts that concern no brand are taken too.
func (c *Core) Pipeline(all bool) *ingest.Pipeline {
	return ingest.NewPipeline(c.Directory, c.Masker, ingest.NewIndex(), all)
}

// Replies checks agents' drafts.
func (c *Core) Replies() *reply.Checker {
	return reply.NewChecker(c.Set, c.Masker, c.Directory).WithBook(c.Book)
}

// tuning is what a configuration changes about findings.
func tuning(cfg *config.Config) detectors.Tuning {
	var out detectors.Tuning
	for _, f := range cfg.Findings {
		out = append(out, detectors.TuningRule{
			Kind: f.Kind, Topic: f.Topic, Off: f.Off, AtLeast: f.AtLeast, Severity: detectors.Severity(f.Severity),
		})
	}
	return out
}

// legalDuties are the notices that laws ask of each brand.
func legalDuties(cfg *config.Config) map[string][]escalation.Duty {
	duties := map[string][]escalation.Duty{}
	for i := range cfg.Brands {
		b := &cfg.Brands[i]
		for _, d := range cfg.LegalClocks {
			if d.Jurisdiction == b.Jurisdiction && (b.Regulated || !d.Regulated) {
				duties[b.Name] = append(duties[b.Name], escalation.Duty{Name: d.Name, Within: d.Within})
			}
		}
		if len(cfg.LegalClocks) == 0 {
			duties[b.Name] = escalation.Duties(b.Jurisdiction, b.Regulated)
		}
	}
	return duties
}

// calendarFault is the fault of the business hours.
func calendarFault(cfg *config.Config, err error) config.Fault {
	path, hint := "clocks.business_hours", "such as [\"mon-fri 09:00-17:00\"]"
	switch {
	case errors.Is(err, hours.ErrZone):
		path, hint = "clocks.time_zone", "an IANA name, such as Europe/London"
	case errors.Is(err, hours.ErrHoliday):
		path, hint = "clocks.holidays", "such as 2026-12-25"
	}
	return cfg.Fault(path, err.Error(), hint)
}

// engineConfig is the engine's part of a configuration. The error is a *config.Faults.
func engineConfig(cfg *config.Config) (score.Config, error) {
	foresight, err := forecast.Load()
	if err != nil {
		return score.Config{}, fmt.Errorf("loading the forecast: %w", err)
	}
	calendar, err := hours.New(cfg.Clocks.TimeZone, cfg.Clocks.BusinessHours, cfg.Clocks.Holidays)
	if err != nil {
		return score.Config{}, &config.Faults{calendarFault(cfg, err)}
	}
	table, err := ruleTable(cfg)
	if err != nil {
		return score.Config{}, err
	}
	return score.Config{
		Escalation: escalation.Config{
			Table:      table,
			FirstReply: cfg.Clocks.FirstReply, NextReply: cfg.Clocks.NextReply, PrivateHandoff: cfg.Clocks.PrivateHandoff,
			Crisis: cfg.Clocks.Crisis, Hours: calendar, Legal: legalDuties(cfg), Forecast: foresight,
			LargeAccount: cfg.Rules.LargeAccount, NotableAccount: cfg.Rules.NotableAccount, NotableRatio: cfg.Rules.NotableRatio,
			LowerAfter: cfg.Rules.LowerAfter, ResolveAfter: cfg.Rules.ResolveAfter, ForgetAfter: cfg.Rules.ForgetAfter,
			Hash: decisionHash(cfg),
		},
		Limits: thread.Limits{
			FollowUpAfter: cfg.Rules.FollowUpAfter, ReshareCount: cfg.Rules.ReshareCount, ReshareWindow: cfg.Rules.ReshareWindow,
			NotableAccount: cfg.Rules.NotableAccount,
		},
		Crisis: crisis.Settings{
			Authors: cfg.Crisis.Authors, SmallAuthors: cfg.Crisis.SmallAuthors, Factor: cfg.Crisis.Factor, EndFactor: cfg.Crisis.EndFactor,
			Quiet: cfg.Crisis.Quiet, Mature: cfg.Crisis.Mature, NotifyEvery: cfg.Crisis.NotifyEvery, PageEvery: cfg.Crisis.PageEvery,
			ManyAuthorsMost: crisisMost(table, crisis.RuleManyAuthors), BurstMost: crisisMost(table, crisis.RuleBurst),
		},
	}, nil
}
