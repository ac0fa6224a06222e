package daemon_test

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/stretchr/testify/require"

	"firebreak/daemon/escalation"
	"firebreak/daemon/replay"
	"firebreak/detectors"
)

// story is what must be true of a scenario whatever its golden says: story.yaml beside the records. What is left out is not checked.
type story struct {
	// Tail is how long the clock runs on after the last record; by default two days.
	Tail time.Duration `yaml:"tail"`
	// Pages and Notifies are how often people are told; Incidents and Crises how many there are, the former with the latter.
	Pages     *span `yaml:"pages"`
	Notifies  *span `yaml:"notifies"`
	Incidents *span `yaml:"incidents"`
	Crises    *span `yaml:"crises"`
	// PagedBy and NotifiedBy are what brought each page and card about, in order: a record's id, or a clock's time.
	PagedBy    []string `yaml:"paged_by"`
	NotifiedBy []string `yaml:"notified_by"`
	// PagedBefore is a record that the first page must come before.
	PagedBefore string `yaml:"paged_before"`
	// ClockTold is a signal of a clock that tells people exactly once, with a card.
	ClockTold string `yaml:"clock_told"`
	// Kinds and Rules must occur somewhere, Never are kinds that must not.
	Kinds []string `yaml:"kinds"`
	Rules []string `yaml:"rules"`
	Never []string `yaml:"never"`
	// Topics and Ends are, by incident, the topic and the level at the end, or "resolved".
	Topics map[string]string `yaml:"topics"`
	Ends   map[string]string `yaml:"ends"`
	// Lowered is, by incident, what lowered it first: a record's id, or a time.
	Lowered map[string]string `yaml:"lowered"`
	// Hidden are words that no incident may ever show, Gone those that its last state may not.
	Hidden []string `yaml:"hidden"`
	Gone   []string `yaml:"gone"`
	// Bad are the lines that are no mentions.
	Bad []int `yaml:"bad"`
	// Acts are what people do, in order of their time.
	Acts []act `yaml:"acts"`
}

// act is what a person does to an incident at a time.
type act struct {
	At       time.Time             `yaml:"at"`
	Action   escalation.ActionKind `yaml:"action"`
	Incident string                `yaml:"incident"`
	Text     string                `yaml:"text"`
}

// span is a number, or a range such as 1..5.
type span struct{ least, most int }

// UnmarshalYAML reads a number or a range.
func (s *span) UnmarshalYAML(data []byte) error {
	low, high, ranged := strings.Cut(strings.TrimSpace(string(data)), "..")
	if !ranged {
		high = low
	}
	var errLow, errHigh error
	s.least, errLow = strconv.Atoi(low)
	s.most, errHigh = strconv.Atoi(high)
	return errors.Join(errLow, errHigh)
}

// readStory reads a scenario's story.yaml. Its config.yaml begins with the story in words: what happens, who must be told when, and what must not be told.
func readStory(t *testing.T, dir string) story {
	t.Helper()
	words, err := os.ReadFile(filepath.Join(dir, "config.yaml"))
	require.NoError(t, err)
	require.True(t, bytes.HasPrefix(words, []byte("# story\n# ")), "config.yaml begins with the story")
	data, err := os.ReadFile(filepath.Join(dir, "story.yaml"))
	require.NoError(t, err)
	s := story{Tail: 48 * time.Hour}
	require.NoError(t, yaml.UnmarshalWithOptions(data, &s, yaml.Strict()))
	return s
}

// play replays the records. Where people act too, it does so record by record, each after what was done before its time.
func (s *story) play(ctx context.Context, r *replay.Replayer, mentions []byte) error {
	if len(s.Acts) == 0 {
		_, err := r.Run(ctx, replay.Input{Name: "mentions.jsonl", Reader: bytes.NewReader(mentions)})
		return err
	}
	acts := s.Acts
	until := func(now time.Time) error {
		for ; len(acts) > 0 && !acts[0].At.After(now); acts = acts[1:] {
			a := &acts[0]
			done := escalation.Action{
				ID: a.At.String() + string(a.Action), Incident: a.Incident, Kind: a.Action, By: "kim", Via: "test", At: a.At, Text: a.Text,
			}
			if err := errors.Join(r.Pass(a.At), r.Act(done)); err != nil {
				return err
			}
		}
		return r.Pass(now)
	}
	var last time.Time
	for line := range bytes.Lines(mentions) {
		m, _, err := detectors.DecodeMention(line)
		if err != nil {
			return err
		}
		if m.CreatedAt.After(last) {
			last = m.CreatedAt
			if err := until(last.Add(-time.Nanosecond)); err != nil {
				return err
			}
		}
		if _, err := r.Post(m); err != nil {
			return err
		}
	}
	return until(last.Add(s.Tail))
}

// told is what a replay of a scenario led to.
type told struct {
	decisions []escalation.Decision
	// shown are all incidents as receivers saw them, last those that they saw last, by incident.
	shown []string
	last  map[string]string
	bad   []int
}

func (o *told) decide(d escalation.Decision) error {
	o.decisions = append(o.decisions, d)
	return nil
}

func (o *told) incident(inc *escalation.Incident) {
	data, err := json.Marshal(inc)
	if err != nil {
		data = []byte(err.Error())
	}
	o.shown = append(o.shown, string(data))
	if o.last == nil {
		o.last = map[string]string{}
	}
	o.last[inc.ID] = string(data)
}

// golden is the decisions as expected.jsonl holds them.
func (o *told) golden(t *testing.T) string {
	t.Helper()
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	for i := range o.decisions {
		require.NoError(t, encoder.Encode(o.decisions[i]))
	}
	return out.String()
}

// by is what brought a decision about.
func by(d *escalation.Decision) string {
	return cmp.Or(d.MentionID, d.Time.Format(time.RFC3339))
}

// misses are the expectations that do not hold, each in words.
func (s *story) misses(o *told, mentions []byte) []string {
	var out []string
	miss := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	c := countTold(o)
	for _, n := range []struct {
		name string
		want *span
		got  int
	}{
		{"pages", s.Pages, len(c.pages)},
		{"notifies", s.Notifies, len(c.notifies)},
		{"incidents", s.Incidents, len(c.ends)},
		{"crises", s.Crises, c.crises},
	} {
		if n.want != nil && (n.got < n.want.least || n.got > n.want.most) {
			miss("%s: want %d to %d, got %d", n.name, n.want.least, n.want.most, n.got)
		}
	}
	if s.PagedBy != nil && !slices.Equal(s.PagedBy, c.pages) {
		miss("paged_by: want %v, got %v", s.PagedBy, c.pages)
	}
	if s.NotifiedBy != nil && !slices.Equal(s.NotifiedBy, c.notifies) {
		miss("notified_by: want %v, got %v", s.NotifiedBy, c.notifies)
	}
	if s.PagedBefore != "" {
		limit := timeOf(mentions, s.PagedBefore)
		if c.firstPage.IsZero() || !c.firstPage.Before(limit) {
			miss("paged_before: %s is at %v, the page at %v", s.PagedBefore, limit, c.firstPage)
		}
	}
	if n := c.clocks[s.ClockTold]; s.ClockTold != "" && n != 1 {
		miss("clock_told: %s tells %d times", s.ClockTold, n)
	}
	for _, k := range s.Kinds {
		if !c.kinds[k] {
			miss("kinds: there is no %s", k)
		}
	}
	for _, r := range s.Rules {
		if !c.rules[r] {
			miss("rules: %s never fired", r)
		}
	}
	for _, k := range s.Never {
		if c.kinds[k] {
			miss("never: there is a %s", k)
		}
	}
	for _, id := range sortedKeys(s.Topics) {
		if c.topics[id] != s.Topics[id] {
			miss("topics: want %s of %s, got %q", s.Topics[id], id, c.topics[id])
		}
	}
	for _, id := range sortedKeys(s.Ends) {
		if c.ends[id] != s.Ends[id] {
			miss("ends: want %s at %s, got %q", id, s.Ends[id], c.ends[id])
		}
	}
	for _, id := range sortedKeys(s.Lowered) {
		if c.lowered[id] != s.Lowered[id] {
			miss("lowered: want %s by %s, got %q", id, s.Lowered[id], c.lowered[id])
		}
	}
	for _, word := range s.Hidden {
		if slices.ContainsFunc(o.shown, func(inc string) bool { return strings.Contains(inc, word) }) {
			miss("hidden: %q is shown", word)
		}
	}
	for _, word := range s.Gone {
		if !slices.ContainsFunc(o.shown, func(inc string) bool { return strings.Contains(inc, word) }) {
			miss("gone: %q was never shown", word)
		}
		for _, id := range sortedKeys(o.last) {
			if strings.Contains(o.last[id], word) {
				miss("gone: %q is shown by %s to the end", word, id)
			}
		}
	}
	if !slices.Equal(s.Bad, o.bad) {
		miss("bad: want lines %v, got %v", s.Bad, o.bad)
	}
	return out
}

// counts sum up what a replay led to.
type counts struct {
	pages, notifies []string
	firstPage       time.Time
	crises          int
	// clocks count the cards by the signals of clocks, which no record brought about.
	clocks       map[string]int
	kinds, rules map[string]bool
	// lowered is what lowered an incident first.
	lowered, topics, ends map[string]string
}

func countTold(o *told) counts {
	c := counts{
		clocks: map[string]int{}, kinds: map[string]bool{}, rules: map[string]bool{}, lowered: map[string]string{},
		topics: map[string]string{}, ends: map[string]string{},
	}
	for i := range o.decisions {
		d := &o.decisions[i]
		if _, known := c.ends[d.Incident]; !known && strings.HasPrefix(d.Incident, "c:") {
			c.crises++
		}
		c.ends[d.Incident], c.topics[d.Incident] = string(d.Level), d.Topic
		for _, k := range d.Kinds {
			c.kinds[k] = true
		}
		for _, r := range d.Reasons {
			c.rules[r.Rule] = true
			if d.Action == escalation.DecisionNotify && d.MentionID == "" {
				c.clocks[r.Signal]++
			}
		}
		switch d.Action {
		case escalation.DecisionPage:
			if len(c.pages) == 0 {
				c.firstPage = d.Time
			}
			c.pages = append(c.pages, by(d))
		case escalation.DecisionNotify:
			c.notifies = append(c.notifies, by(d))
		case escalation.DecisionLower:
			c.lowered[d.Incident] = cmp.Or(c.lowered[d.Incident], by(d))
		case escalation.DecisionResolve:
			c.ends[d.Incident] = "resolved"
		case escalation.DecisionOpen, escalation.DecisionUpdate:
		}
	}
	return c
}

// timeOf is when a record was made; zero for one that is not there.
func timeOf(mentions []byte, id string) time.Time {
	for line := range bytes.Lines(mentions) {
		if m, _, err := detectors.DecodeMention(line); err == nil && m.ID == id {
			return m.CreatedAt
		}
	}
	return time.Time{}
}

func sortedKeys(m map[string]string) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
