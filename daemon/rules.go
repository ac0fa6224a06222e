package daemon

import (
	"fmt"
	"maps"
	"slices"

	"firebreak/config"
	"firebreak/daemon/escalation"
	"firebreak/daemon/escalation/crisis"
)

// ruleTable is what the rules ask for under a configuration.
func ruleTable(cfg *config.Config) (escalation.Table, error) {
	table, err := escalation.LoadTable()
	if err != nil {
		return table, fmt.Errorf("loading what ships: %w", err)
	}
	levels := map[string]escalation.Level{}
	for rule, level := range cfg.Rules.Levels {
		levels[rule] = levelOf(level)
	}
	return table.Capped(levels), nil
}

func levelOf(l config.RuleLevel) escalation.Level {
	if l == config.RuleOff {
		return escalation.LevelNone
	}
	return escalation.Level(l)
}

// crisisMost is what a rule of crises may ask for at most, as the detector takes it.
func crisisMost(table escalation.Table, rule string) string {
	switch table.Most(rule) {
	case escalation.LevelPage:
		return crisis.LevelPage
	case escalation.LevelNotify:
		return crisis.LevelNotify
	case escalation.LevelNone, escalation.LevelWatch:
	}
	return crisis.LevelOff
}

// ruleFaults are levels of rules that there are not, or that a rule cannot have.
func ruleFaults(cfg *config.Config) []config.Fault {
	table, err := escalation.LoadTable()
	if err != nil {
		return []config.Fault{cfg.Fault("", err.Error(), "")}
	}
	var names []string
	for _, r := range table.Rules() {
		if r.Most() != escalation.LevelNone {
			names = append(names, r.Name)
		}
	}
	var faults []config.Fault
	for _, rule := range slices.Sorted(maps.Keys(cfg.Rules.Levels)) {
		level, most, path := cfg.Rules.Levels[rule], table.Most(rule), "rules.levels."+rule
		switch {
		case !slices.Contains(names, rule) && slices.Contains(escalation.Rules(), rule):
			faults = append(faults, cfg.Fault(path, "this rule asks for no level", "it only says why"))
		case !slices.Contains(names, rule):
			faults = append(faults, cfg.Fault(path, fmt.Sprintf("no rule is named %q", rule), config.Nearest(rule, names)))
		case levelOf(level).Rank() > most.Rank():
			faults = append(faults, cfg.Fault(path, fmt.Sprintf("this rule asks for %s at most", most), "a rule can be lowered, not raised; findings sets how grave a kind is"))
		case level == config.RuleLevel(escalation.LevelWatch) && (rule == crisis.RuleManyAuthors || rule == crisis.RuleBurst):
			faults = append(faults, cfg.Fault(path, "a crisis speaks for its threads, and cannot be kept silent", "notify, page or off"))
		}
	}
	return faults
}
