// Package daemon wires the parts of firebreak together: it is the only package that knows every other. Command line and tests build a
// Daemon, run it, and stop it.
package daemon

import (
	"fmt"

	"firebreak/config"
	"firebreak/daemon/escalation"
	"firebreak/daemon/ingest"
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
	return &Core{Directory: dir, Masker: masker, Set: set, Judge: score.NewDetectors(set, dir), Engine: engineConfig(cfg)}, nil
}

// Pipeline returns a new pipeline with an empty index. With all, posts that concern no brand are taken too.
func (c *Core) Pipeline(all bool) *ingest.Pipeline {
	return ingest.NewPipeline(c.Directory, c.Masker, ingest.NewIndex(), all)
}

// Replies checks agents' drafts.
func (c *Core) Replies() *reply.Checker { return reply.NewChecker(c.Set, c.Masker, c.Directory) }

func engineConfig(cfg *config.Config) score.Config {
	return score.Config{
		Escalation: escalation.Config{
			FirstReply: cfg.Clocks.FirstReply, NextReply: cfg.Clocks.NextReply, PrivateHandoff: cfg.Clocks.PrivateHandoff,
			LargeAccount: cfg.Rules.LargeAccount, NotableAccount: cfg.Rules.NotableAccount, NotableRatio: cfg.Rules.NotableRatio,
			LowerAfter: cfg.Rules.LowerAfter, ResolveAfter: cfg.Rules.ResolveAfter, ForgetAfter: cfg.Rules.ForgetAfter,
			Hash: cfg.Hash(),
		},
		Limits: thread.Limits{
			FollowUpAfter: cfg.Rules.FollowUpAfter, ReshareCount: cfg.Rules.ReshareCount, ReshareWindow: cfg.Rules.ReshareWindow,
			NotableAccount: cfg.Rules.NotableAccount,
		},
	}
}
