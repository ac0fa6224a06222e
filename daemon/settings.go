package daemon

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"firebreak/config"
	"firebreak/daemon/dispatch"
	"firebreak/daemon/escalation"
	"firebreak/daemon/escalation/hours"
	"firebreak/daemon/ingest"
	"firebreak/detectors"
)

// LoadConfig reads a configuration file and checks all of it that needs no other file: structure, queries, routes, the keys of sources and
// receivers. Its error is a *config.Faults with every fault. Secrets are not read: see Check.
func LoadConfig(path string) (*config.Config, error) {
	return config.Load(path, configChecks()...)
}

// ParseConfig is LoadConfig for data that was read already; name stands for the file in faults, and its folder is what relative paths start from.
func ParseConfig(name string, data []byte) (*config.Config, error) {
	return config.Parse(name, data, configChecks()...)
}

// configChecks are everything that is checked of a configuration without reading another file.
func configChecks() []config.Option {
	return []config.Option{
		config.WithKinds(Kinds()), config.WithCheck(queryFaults), config.WithCheck(routeFaults), config.WithCheck(hoursFaults), config.WithCheck(findingFaults),
		config.WithCheck(playbookFaults), config.WithCheck(ruleFaults),
	}
}

// findingFaults are tuned findings of a kind that no detector has.
func findingFaults(cfg *config.Config) []config.Fault {
	var faults []config.Fault
	for i, f := range cfg.Findings {
		if !slices.Contains(detectors.Kinds(), f.Kind) {
			faults = append(faults, cfg.Fault(fmt.Sprintf("findings[%d].kind", i), fmt.Sprintf("no detector finds %q", f.Kind),
				"one of "+strings.Join(detectors.Kinds(), ", ")))
		}
	}
	return faults
}

// hoursFaults are the faults of the business hours.
func hoursFaults(cfg *config.Config) []config.Fault {
	if _, err := hours.New(cfg.Clocks.TimeZone, cfg.Clocks.BusinessHours, cfg.Clocks.Holidays); err != nil {
		return []config.Fault{calendarFault(cfg, err)}
	}
	return nil
}

// queryFaults are the faults of the brands' queries.
func queryFaults(cfg *config.Config) []config.Fault {
	_, err := ingest.NewDirectory(cfg)
	var faults *config.Faults
	if errors.As(err, &faults) {
		return *faults
	}
	return nil
}

// routeFaults are the faults of the routing tree.
func routeFaults(cfg *config.Config) []config.Fault {
	var faults []config.Fault
	for _, f := range dispatch.Validate(cfg.Route, receiverNames(cfg)) {
		faults = append(faults, cfg.Fault(f.Path, f.Message, f.Hint))
	}
	if len(cfg.Receivers) > 0 && cfg.Route.Receiver == "" && len(cfg.Route.Routes) == 0 {
		faults = append(faults, cfg.Fault("route", "there are receivers, but no route leads to any",
			fmt.Sprintf("add 'route: {receiver: %s}'", cfg.Receivers[0].Name)))
	}
	return faults
}

// Check makes everything of a configuration that the daemon would run, without starting it: files of secrets are read, sources and
// receivers are built. Its error is a *config.Faults.
func Check(cfg *config.Config) error {
	core, err := NewCore(cfg)
	if err != nil {
		return err
	}
	_, err = newParts(cfg, core, environment{}.filled(), nil)
	return err
}

func receiverNames(cfg *config.Config) []string {
	names := make([]string, len(cfg.Receivers))
	for i := range cfg.Receivers {
		names[i] = cfg.Receivers[i].Name
	}
	return names
}

// Notes names what is allowed, but likely not meant: rules that nothing can feed.
func Notes(cfg *config.Config) []string {
	var notes []string
	note := func(format string, args ...any) { notes = append(notes, fmt.Sprintf(format, args...)) }
	if len(cfg.Sources) == 0 {
		note("sources: there are none: 'run' hears nothing; 'score' and 'replay' need none")
	}
	if len(cfg.Receivers) == 0 {
		note("receivers: there are none: incidents are written to Kafka, and nobody is told")
	}
	for _, b := range cfg.Brands {
		if len(b.Accounts) == 0 {
			note("brand %s has no accounts: no answer can be recognised, so every clock runs out, and the rules about brand replies never fire", b.Name)
		}
	}
	if len(cfg.Experts) == 0 {
		note("experts: there are none: the rule expert_joined never fires")
	}
	if onlyX := len(cfg.Sources) > 0 && !slices.ContainsFunc(cfg.Sources, func(s config.Source) bool { return s.Type != sourceX }); onlyX {
		note("the sources hear no private messages: a private hand-off is never seen to be taken up, so private_handoff always runs out")
	}
	if len(cfg.Receivers) > 0 && !slices.ContainsFunc(cfg.Receivers, isPager) {
		note("no receiver is a pager: pages go where the route sends them, and make no noise there")
	}
	if cfg.Paging == config.PagingShadow {
		note("paging is in shadow: pagers stay silent, what would have been paged is in the log and on the topic notifications")
	}
	if table, err := ruleTable(cfg); err == nil && !slices.ContainsFunc(escalation.Rules(), func(r string) bool { return table.Most(r) == escalation.LevelPage }) {
		note("rules.levels: no rule may page any more, so nobody is woken")
	}
	return notes
}

// isPager reports a receiver that makes a noise, as newReceiver has it.
func isPager(r config.Receiver) bool { return r.Sink == sinkPagerDuty || r.Sink == sinkAlertmanager }
