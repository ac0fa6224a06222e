package escalation

import (
	_ "embed"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/goccy/go-yaml"
)

//go:embed rules.yaml
var shippedRules []byte

//go:embed weights.yaml
var shippedWeights []byte

// levelNone is how a table writes LevelNone, for rules that only explain.
const levelNone = "none"

// Rule is what rules.yaml says of one rule.
type Rule struct {
	// Name is the rule's, as reasons carry it.
	Name string `yaml:"rule"`
	// Level is the most that it asks for: page, notify, watch, or none.
	Level string `yaml:"level"`
	// When says in a sentence when it applies.
	When string `yaml:"when"`
	// Named is how many decisions named it where it was measured, Read how many of them were read, Right how many of these a person would have wanted.
	Named int `yaml:"named"`
	Read  int `yaml:"read"`
	Right int `yaml:"right"`
	// On says on what it was measured, or that it was not seen there; Note what must be known to read the figures.
	On   string `yaml:"on"`
	Note string `yaml:"note"`
}

// Most is the level that the rule asks for at most; LevelNone for a rule that only explains.
func (r *Rule) Most() Level {
	if r.Level == levelNone {
		return LevelNone
	}
	return Level(r.Level)
}

// weight is an entry of weights.yaml.
type weight struct {
	Signal string  `yaml:"signal"`
	Weight float64 `yaml:"weight"`
	Note   string  `yaml:"note"`
}

// Table holds the levels of the rules and the weights of the priority. Its zero value asks for nothing. It is immutable and safe for concurrent use.
type Table struct {
	rules   []Rule
	most    map[string]Level
	weights map[string]float64
}

// LoadTable returns the table that ships: rules.yaml and weights.yaml.
func LoadTable() (Table, error) { return ParseTable(shippedRules, shippedWeights) }

// ParseTable reads the rules and the weights, as YAML. Unknown keys, rules that are missing or unknown, and entries that say something twice or nothing are
// errors.
func ParseTable(rules, weights []byte) (Table, error) {
	t := Table{most: map[string]Level{}, weights: map[string]float64{}}
	if err := yaml.UnmarshalWithOptions(rules, &t.rules, yaml.Strict()); err != nil {
		return Table{}, fmt.Errorf("reading the rules: %w", err)
	}
	for i := range t.rules {
		r := &t.rules[i]
		if err := r.check(); err != nil {
			return Table{}, fmt.Errorf("reading the rules: %q: %w", r.Name, err)
		}
		if _, twice := t.most[r.Name]; twice {
			return Table{}, fmt.Errorf("reading the rules: %q is there twice", r.Name)
		}
		t.most[r.Name] = r.Most()
	}
	for _, name := range Rules() {
		if _, ok := t.most[name]; !ok {
			return Table{}, fmt.Errorf("reading the rules: %q is missing", name)
		}
	}
	var list []weight
	if err := yaml.UnmarshalWithOptions(weights, &list, yaml.Strict()); err != nil {
		return Table{}, fmt.Errorf("reading the weights: %w", err)
	}
	for _, w := range list {
		_, twice := t.weights[w.Signal]
		switch {
		case w.Signal == "" || w.Note == "":
			return Table{}, fmt.Errorf("reading the weights: %q: a signal and a note are required", w.Signal)
		case twice:
			return Table{}, fmt.Errorf("reading the weights: %q is there twice", w.Signal)
		case w.Weight == 0 || math.IsNaN(w.Weight) || math.IsInf(w.Weight, 0):
			return Table{}, fmt.Errorf("reading the weights: %q: %v is no weight", w.Signal, w.Weight)
		}
		t.weights[w.Signal] = w.Weight
	}
	return t, nil
}

// check finds what is wrong with an entry.
func (r *Rule) check() error {
	switch {
	case !slices.Contains(Rules(), r.Name):
		return errors.New("there is no such rule")
	case r.Level != levelNone && Level(r.Level).Rank() == 0:
		return fmt.Errorf("the level %q is none of page, notify, watch and none", r.Level)
	case r.When == "" || r.On == "":
		return errors.New("when and on are required")
	case r.Right < 0 || r.Right > r.Read || r.Read > r.Named:
		return fmt.Errorf("%d right, %d read and %d named cannot be", r.Right, r.Read, r.Named)
	}
	return nil
}

// Rules are the rules, in their order in the file, as they ship.
func (t Table) Rules() []Rule { return slices.Clone(t.rules) }

// Most is the level that a rule asks for at most; LevelNone for one that is off, that only explains, or that is unknown.
func (t Table) Most(rule string) Level { return t.most[rule] }

// Weights are the weights by signal. The caller owns the map.
func (t Table) Weights() map[string]float64 { return maps.Clone(t.weights) }

// Capped returns a table whose rules ask for no more than levels says; LevelNone turns a rule off. What is higher than what ships changes nothing.
func (t Table) Capped(levels map[string]Level) Table {
	t.most = maps.Clone(t.most)
	for rule, level := range levels {
		if level.Rank() < t.most[rule].Rank() {
			t.most[rule] = level
		}
	}
	return t
}

// asks reports that a rule may ask for something.
func (t Table) asks(rule string) bool { return t.most[rule] != LevelNone }

// clock is how people hear of a clock that ran out: they are told if its rule may tell them, else the record changes and names no rule that is off.
func (t Table) clock(r *Reason) DecisionAction {
	if t.most[r.Rule].Rank() >= LevelNotify.Rank() {
		return DecisionNotify
	}
	if !t.asks(r.Rule) {
		r.Rule = ""
	}
	return DecisionUpdate
}
