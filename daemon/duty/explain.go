package duty

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"firebreak/daemon/escalation"
	"firebreak/daemon/ingest"
	"firebreak/daemon/replay"
	"firebreak/daemon/score"
)

// lateness is how much later than its own time a post may arrive before that counts as a likely reason of a difference.
const lateness = time.Minute

// Setup is the configuration to recompute under.
type Setup struct {
	Directory *ingest.Directory
	Judge     score.Judge
	Engine    score.Config
}

// Comparison is one tell as it was decided and as it was recomputed; one of the two may be missing.
type Comparison struct {
	Decided, Recomputed *escalation.Tell
	// Same reports that both are there, with the same level, severity, time and reasons.
	Same bool
}

// Verdict is why an incident was decided, recomputed.
type Verdict struct {
	// Decisions are those of the incident, in order, with their reasons.
	Decisions []escalation.Decision
	// Incident is the incident after the last one, nil where nothing was decided.
	Incident *escalation.Incident
	Tells    []Comparison
	// Differences are in words what differs, none where all is the same: of each tell the level, severity, time and reasons, of the incident
	// its level, severity, status, topic, kinds and the last event.
	Differences []string
	// Likely are in words the likely reasons of the differences, the likeliest first.
	Likely []string
	// Then and Now are the hashes of the configurations that decided and that recomputed; Then is empty where nobody knows.
	Then, Now string
	// CatchingUp reports that what was decided comes out where clocks follow the times of posts, as those of a daemon do that catches up;
	// where it is false they follow the arrival.
	CatchingUp bool
}

// Recompute replays the inputs of an incident through the code that decides live, on a virtual clock that runs until the incident's last event,
// and compares. The clock follows the arrival of the inputs, as that of a daemon does which keeps up; where that gives something else than was
// decided, the times of the posts are tried, which a daemon follows while it catches up. Equal arguments give equal verdicts.
func Recompute(s Setup, m *Material) (*Verdict, error) {
	v, err := recompute(s, m, true)
	if err != nil {
		return nil, fmt.Errorf("recomputing %s: %w", m.Entry.Incident.ID, err)
	}
	if len(v.Differences) == 0 {
		return v, nil
	}
	late, err := recompute(s, m, false)
	if err != nil {
		return nil, fmt.Errorf("recomputing %s: %w", m.Entry.Incident.ID, err)
	}
	if len(late.Differences) == 0 {
		late.CatchingUp = true
		return late, nil
	}
	v.Likely = likely(s, m)
	return v, nil
}

func recompute(s Setup, m *Material, arrival bool) (*Verdict, error) {
	inc := &m.Entry.Incident
	v := &Verdict{Then: inc.Config, Now: s.Engine.Escalation.Hash}
	var failed error
	// The inputs are placed and masked already: the replayer needs no pipeline.
	r := replay.New(nil, s.Judge, s.Engine, replay.Options{
		Arrival: arrival,
		Decide: func(d escalation.Decision) error {
			if d.Incident == inc.ID {
				v.Decisions = append(v.Decisions, d)
			}
			return nil
		},
		Incident: func(next *escalation.Incident) {
			if next.ID != inc.ID || failed != nil {
				return
			}
			v.Incident, failed = copyOf(next)
		},
	})
	for i := range m.Inputs {
		in := &m.Inputs[i]
		if err := r.Take(replay.Event{Arrived: in.Arrived, Mention: in.Mention, Action: in.Action}); err != nil {
			return nil, err
		}
	}
	if err := r.Finish(inc.UpdatedAt); err != nil {
		return nil, err
	}
	if now := r.Now(); inc.UpdatedAt.Before(now) {
		// The last event may be a clock that ran out before the last input and was seen after it: who deletes an answer asks the question anew.
		if err := r.Pass(now.Add(1)); err != nil {
			return nil, err
		}
	}
	if failed != nil {
		return nil, failed
	}
	v.compare(inc)
	return v, nil
}

// copyOf is a deep copy, as a record would be.
func copyOf(inc *escalation.Incident) (*escalation.Incident, error) {
	data, err := json.Marshal(inc)
	if err != nil {
		return nil, fmt.Errorf("copying an incident: %w", err)
	}
	out := &escalation.Incident{}
	if err := json.Unmarshal(data, out); err != nil {
		return nil, fmt.Errorf("copying an incident: %w", err)
	}
	return out, nil
}

// likely are the likely reasons of a difference.
func likely(s Setup, m *Material) []string {
	var out []string
	because := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	inc := &m.Entry.Incident
	if part := changed(inc.Config, s.Engine.Escalation.Hash); part != "" {
		because("another configuration: %s", part)
	}
	foreign := 0
	for i := range m.Inputs {
		if h := m.Inputs[i].QueryHash; h != "" && h != s.Directory.Hash() {
			foreign++
		}
	}
	if foreign > 0 {
		because("%d of %d posts were let in and masked under other brands", foreign, m.Mentions())
	}
	if n := len(m.Erased); n > 0 {
		because("input erased: %d of the posts that it was decided from", n)
	}
	if len(m.Bad) > 0 {
		because("%d records could not be read", len(m.Bad))
	}
	switch {
	case inc.Crisis != "":
		because("the thread belonged to the crisis %s: its own tells were held meanwhile", inc.Crisis)
	case slices.Contains(inc.Kinds, escalation.KindCrisis):
		because("the thread belonged to a crisis that is over: its own tells were held meanwhile")
	}
	var late time.Duration
	for i := range m.Inputs {
		if p := m.Inputs[i].Mention; p != nil {
			late = max(late, m.Inputs[i].Arrived.Sub(p.CreatedAt))
		}
	}
	if late > lateness {
		because("a post arrived %s after it was written: whether clocks had run out by then depends on how far behind the daemon was", late.Round(time.Second))
	}
	if m.Thread == nil {
		because("the thread was forgotten since")
	}
	if slices.ContainsFunc(m.Inputs, func(in Input) bool { return in.Action != nil && strings.HasPrefix(in.Action.ID, "history/") }) {
		because("actions on it are not on the topic any more, and were taken from its history")
	}
	because("another version of firebreak decided, or its configuration was changed while the incident ran")
	return out
}

// changed says in words which part of the configuration is another, by the two hashes that a record carries; "" where none is.
func changed(then, now string) string {
	if then == now {
		return ""
	}
	brands, judging, ok := strings.Cut(then, "-")
	brandsNow, judgingNow, _ := strings.Cut(now, "-")
	switch {
	case then == "":
		return "the record does not say under which it was decided"
	case !ok && brands == brandsNow:
		return "the record names only its brands, which are the same: rules, clocks or tuned findings may have been changed"
	case brands == brandsNow:
		return "the brands are the same, but not the experts, clocks, rules, crises, tuned findings, personal data or statements"
	case judging == judgingNow:
		return "the brands (queries, accounts, domains) are others"
	}
	return "the brands are others, and so are experts, clocks, rules, crises, tuned findings, personal data or statements"
}
