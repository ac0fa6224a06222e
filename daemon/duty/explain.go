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
	"firebreak/detectors"
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
	// Same reports that both are there, with the same level, severity and time.
	Same bool
}

// Verdict is why an incident was decided, recomputed.
type Verdict struct {
	// Decisions are those of the incident, in order, with their reasons.
	Decisions []escalation.Decision
	// Incident is the incident after the last one, nil where nothing was decided.
	Incident *escalation.Incident
	Tells    []Comparison
	// Differences are in words what differs, none where all is the same: the tells, the level and the status.
	Differences []string
	// Likely are in words the likely reasons of the differences, the likeliest first.
	Likely []string
}

// Recompute replays the inputs of an incident through the code that decides live, on a virtual clock that runs until the incident's last event,
// and compares. Equal arguments give equal verdicts.
func Recompute(s Setup, m *Material) (*Verdict, error) {
	v := &Verdict{}
	inc := &m.Entry.Incident
	masks := &standing{}
	var failed error
	r := replay.New(ingest.NewPipeline(s.Directory, masks, ingest.NewIndex(), true), s.Judge, s.Engine, replay.Options{
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
		if err := feed(r, masks, &m.Inputs[i]); err != nil {
			return nil, fmt.Errorf("recomputing %s: %w", inc.ID, err)
		}
	}
	if err := r.Pass(inc.UpdatedAt); err != nil {
		return nil, fmt.Errorf("recomputing %s: %w", inc.ID, err)
	}
	if failed != nil {
		return nil, fmt.Errorf("recomputing %s: %w", inc.ID, failed)
	}
	v.compare(inc)
	if len(v.Differences) > 0 {
		v.Likely = likely(s, m)
	}
	return v, nil
}

func feed(r *replay.Replayer, masks *standing, in *Input) error {
	if in.Action != nil {
		// A person acts by the wall clock, so what was due by then had run out.
		if err := r.Pass(in.Action.At); err != nil {
			return err
		}
		return r.Act(*in.Action)
	}
	masks.masks = in.Mention.Masked
	_, err := r.Post(*in.Mention)
	return err
}

// standing is the masker of what was masked before it came to the topic: text and masks stay. A second masking would lose the masks of the
// first, and with them what they tell.
type standing struct{ masks []detectors.Mask }

var _ ingest.Masker = (*standing)(nil)

// Mask returns the text and the masks that it has.
func (s *standing) Mask(text string, _ *detectors.Brand) (string, []detectors.Mask) {
	return text, s.masks
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

// compare says what differs from what was decided.
func (v *Verdict) compare(decided *escalation.Incident) {
	differs := func(format string, args ...any) { v.Differences = append(v.Differences, fmt.Sprintf(format, args...)) }
	recomputed := v.Incident
	if recomputed == nil {
		recomputed = &escalation.Incident{}
	}
	for i := range max(len(decided.Tells), len(recomputed.Tells)) {
		var c Comparison
		if i < len(decided.Tells) {
			c.Decided = &decided.Tells[i]
		}
		if i < len(recomputed.Tells) {
			c.Recomputed = &recomputed.Tells[i]
		}
		a, b := c.Decided, c.Recomputed
		switch {
		case b == nil:
			differs("tell %d (%s at %s) is not recomputed", a.Number, a.Level, stamp(a.At))
		case a == nil:
			differs("tell %d (%s at %s) is recomputed, and was not decided", b.Number, b.Level, stamp(b.At))
		case a.Level != b.Level || a.Severity != b.Severity || !a.At.Equal(b.At):
			differs("tell %d was %s %s at %s, recomputed it is %s %s at %s", a.Number, a.Level, a.Severity, stamp(a.At), b.Level, b.Severity, stamp(b.At))
		default:
			c.Same = true
		}
		v.Tells = append(v.Tells, c)
	}
	if v.Incident == nil {
		differs("nothing is recomputed: the inputs make no incident")
		return
	}
	if decided.Level != recomputed.Level {
		differs("the level is %s, recomputed it is %s", decided.Level, recomputed.Level)
	}
	if decided.Status != recomputed.Status {
		differs("the status is %s, recomputed it is %s", decided.Status, recomputed.Status)
	}
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// likely are the likely reasons of a difference.
func likely(s Setup, m *Material) []string {
	var out []string
	because := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	inc := &m.Entry.Incident
	if here := s.Engine.Escalation.Hash; inc.Config != here {
		because("another configuration: the incident was decided under %s, this one is %s", hashOr(inc.Config), hashOr(here))
	}
	if n := len(m.Erased); n > 0 {
		because("input erased: %d of the posts that it was decided from", n)
	}
	if len(m.Bad) > 0 {
		because("%d records could not be read", len(m.Bad))
	}
	if inc.Crisis != "" {
		because("the thread belonged to the crisis %s: its own tells were held meanwhile", inc.Crisis)
	}
	var late time.Duration
	for i := range m.Inputs {
		if p := m.Inputs[i].Mention; p != nil {
			late = max(late, m.Inputs[i].Arrived.Sub(p.CreatedAt))
		}
	}
	if late > lateness {
		because("a post arrived %s after it was written: live, clocks may have run out meanwhile", late.Round(time.Second))
	}
	if m.Thread == nil {
		because("the thread was forgotten since")
	}
	if slices.ContainsFunc(m.Inputs, func(in Input) bool { return in.Action != nil && strings.HasPrefix(in.Action.ID, "history/") }) {
		because("actions on it are not on the topic any more, and were taken from its history")
	}
	because("rules, clocks or tuned findings of the configuration were changed since (the hash covers brands only), or another version of firebreak decided")
	return out
}

func hashOr(hash string) string {
	if hash == "" {
		return "an unknown one"
	}
	return hash
}
