package duty

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"firebreak/daemon/escalation"
)

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
		switch a, b := c.Decided, c.Recomputed; {
		case b == nil:
			differs("tell %d (%s at %s) is not recomputed: %s", a.Number, a.Level, stamp(a.At), because(a.Reasons))
		case a == nil:
			differs("tell %d (%s at %s) is recomputed, and was not decided: %s", b.Number, b.Level, stamp(b.At), because(b.Reasons))
		default:
			before := len(v.Differences)
			v.tell(a, b)
			c.Same = len(v.Differences) == before
		}
		v.Tells = append(v.Tells, c)
	}
	if v.Incident == nil {
		differs("nothing is recomputed: the inputs make no incident")
		return
	}
	value := func(what, then, now string) {
		if then != now {
			differs("the %s is %s, recomputed it is %s", what, cmp.Or(then, "none"), cmp.Or(now, "none"))
		}
	}
	value("level", string(decided.Level), string(recomputed.Level))
	value("severity", string(decided.Severity), string(recomputed.Severity))
	value("status", string(decided.Status), string(recomputed.Status))
	value("topic", decided.Topic, recomputed.Topic)
	for _, k := range decided.Kinds {
		if !slices.Contains(recomputed.Kinds, k) {
			differs("the kind %s is not recomputed", k)
		}
	}
	for _, k := range recomputed.Kinds {
		if !slices.Contains(decided.Kinds, k) {
			differs("the kind %s is recomputed, and was not decided", k)
		}
	}
	if decided.Event != recomputed.Event || !decided.UpdatedAt.Equal(recomputed.UpdatedAt) {
		differs("the last event is number %d at %s, recomputed it is number %d at %s", decided.Event, stamp(decided.UpdatedAt), recomputed.Event,
			stamp(recomputed.UpdatedAt))
	} else if reasons := reasonsDiffer(decided.Reasons, recomputed.Reasons); reasons != "" && len(v.Differences) == 0 {
		differs("the reasons of the last event differ: %s", reasons)
	}
}

// tell says what differs between two tells of one number.
func (v *Verdict) tell(a, b *escalation.Tell) {
	differs := func(format string, args ...any) {
		v.Differences = append(v.Differences, fmt.Sprintf("tell %d: ", a.Number)+fmt.Sprintf(format, args...))
	}
	if a.Level != b.Level {
		differs("the level was %s, recomputed it is %s", a.Level, b.Level)
	}
	if a.Severity != b.Severity {
		differs("the severity was %s, recomputed it is %s", a.Severity, b.Severity)
	}
	switch by := b.At.Sub(a.At); {
	case by > 0:
		differs("the time was %s, recomputed it is %s, %s later", stamp(a.At), stamp(b.At), by.Round(time.Millisecond))
	case by < 0:
		differs("the time was %s, recomputed it is %s, %s earlier", stamp(a.At), stamp(b.At), (-by).Round(time.Millisecond))
	}
	if a.MentionID != b.MentionID {
		differs("the post was %s, recomputed it is %s", cmp.Or(a.MentionID, "none (a clock)"), cmp.Or(b.MentionID, "none (a clock)"))
	}
	if reasons := reasonsDiffer(a.Reasons, b.Reasons); reasons != "" {
		differs("the reasons differ: %s", reasons)
	}
}

// reasonsDiffer names the reasons that are missing, new, or have another value; "" where all are the same.
func reasonsDiffer(then, now []escalation.Reason) string {
	var parts []string
	find := func(list []escalation.Reason, r escalation.Reason) int {
		return slices.IndexFunc(list, func(o escalation.Reason) bool { return o.Signal == r.Signal && o.Rule == r.Rule })
	}
	for _, r := range then {
		i := find(now, r)
		switch {
		case i < 0:
			parts = append(parts, "without "+nameOf(r))
		case now[i].Value != r.Value:
			parts = append(parts, fmt.Sprintf("%s was %.4g, is %.4g", nameOf(r), r.Value, now[i].Value))
		case now[i].Weight != r.Weight:
			parts = append(parts, fmt.Sprintf("the weight of %s was %.4g, is %.4g", nameOf(r), r.Weight, now[i].Weight))
		}
	}
	for _, r := range now {
		if find(then, r) < 0 {
			parts = append(parts, "with "+nameOf(r))
		}
	}
	return strings.Join(parts, "; ")
}

// because names reasons in a line.
func because(reasons []escalation.Reason) string {
	names := make([]string, len(reasons))
	for i, r := range reasons {
		names[i] = nameOf(r)
	}
	return strings.Join(names, ", ")
}

// nameOf is a reason's signal, with the rule that used it.
func nameOf(r escalation.Reason) string {
	if r.Rule == "" {
		return r.Signal
	}
	return fmt.Sprintf("%s (%s)", r.Signal, r.Rule)
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }
