package simulation_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"firebreak/daemon/dispatch"
	"firebreak/daemon/escalation"
	"firebreak/daemon/score"
	"firebreak/daemon/stream"
	"firebreak/daemon/thread"
	"firebreak/sinks"
)

// final looks at what is left in the end.
func (c *checks) final() {
	for _, topic := range []string{stream.TopicThreads, stream.TopicIncidents, stream.TopicFindings, stream.TopicNotifications} {
		for _, p := range c.w.kafka.places(topic) {
			c.w.kafka.log(p).clean(time.Now(), 0, nil)
		}
	}
	c.compaction()
	c.tidy()
	for _, key := range slices.Sorted(maps.Keys(c.threads)) {
		c.undisturbed(key)
	}
}

// lastWord holds that the newest owner's record of every thread and incident is the last one.
func (c *checks) lastWord() {
	for _, topic := range []string{stream.TopicThreads, stream.TopicIncidents} {
		for _, p := range c.w.kafka.places(topic) {
			for key, haunted := range c.w.kafka.log(p).haunted() {
				if haunted {
					c.w.fail("5, what an earlier owner writes is written over", "%s of %s", topic, key)
				}
			}
		}
	}
}

// tidy holds that no log says a word any more that was deleted.
func (c *checks) tidy() {
	for _, topic := range []string{stream.TopicThreads, stream.TopicIncidents, stream.TopicNotifications} {
		for _, p := range c.w.kafka.places(topic) {
			for _, e := range c.w.kafka.log(p).entries {
				for _, banned := range c.banned {
					for _, token := range banned {
						if bytes.Contains(e.Value, []byte(token)) {
							c.w.fail("a deletion erases", "%s@%d of %s still says %s", topic, e.Offset, e.Key, token)
						}
					}
				}
			}
		}
	}
}

// outcome is what must be as in an undisturbed run.
type outcome struct {
	Thread    *thread.Thread     `json:"thread"`
	Level     escalation.Level   `json:"level"`
	Status    escalation.Status  `json:"status"`
	Severity  string             `json:"severity"`
	Topic     string             `json:"topic"`
	Kinds     []string           `json:"kinds"`
	LoweredAt time.Time          `json:"lowered_at"`
	By        string             `json:"by"`
	For       string             `json:"for"`
	Tells     []string           `json:"tells"`
	History   []escalation.Done  `json:"history"`
	Legal     []escalation.Clock `json:"legal"`
}

func outcomeOf(s *score.State) outcome {
	o := outcome{Thread: s.Thread}
	if inc := s.Incident; inc != nil {
		o.Level, o.Status, o.Severity, o.Topic, o.Kinds = inc.Level, inc.Status, string(inc.Severity), inc.Topic, inc.Kinds
		o.LoweredAt, o.By, o.For, o.History, o.Legal = inc.LoweredAt.UTC(), inc.AcknowledgedBy, inc.Assignee, inc.History, inc.Legal
		for i := range inc.Tells {
			o.Tells = append(o.Tells, tellLine(&inc.Tells[i]))
		}
	}
	return o
}

// undisturbed holds a thread and its incident against those of one engine that was fed the same records in the same order and never disturbed.
func (c *checks) undisturbed(key string) {
	rec := c.threads[key]
	if rec.entry.Value == nil {
		return
	}
	owner := c.w.scorers.owners[rec.entry.Partition].session
	from := owner.ref(key)
	if rec.entry.by == owner.r && rec.entry.from.session == owner {
		from.adopted = rec.entry.from.adopted
	}
	e := replay(from, key)
	s := e.State(key)
	if s == nil {
		c.w.fail("the same as an undisturbed run", "%s has a record, an undisturbed run has none", key)
		return
	}
	got, want := outcomeOf(&rec.value.State), outcomeOf(s)
	for _, o := range []*outcome{&got, &want} {
		// Ids of what changed nothing need not be remembered.
		t := *o.Thread
		t.Seen = nil
		o.Thread = &t
	}
	// Between an owner that died and the next, clocks may differ: what ran out for one has not for the other. So may the order of what people wrote
	// and what was done about it, which came by two ways.
	strict := !from.adopted || c.w.frozen && !c.acted(key)
	if !strict {
		for _, o := range []*outcome{&got, &want} {
			o.excuseClocks()
		}
		if !c.acted(key) {
			c.toldAsMuch(key, rec.value.Incident, s.Incident)
		}
		got.Tells, want.Tells = nil, nil
		got.Level, got.Status, got.LoweredAt, got.By, got.For = want.Level, want.Status, want.LoweredAt, want.By, want.For
		got.Kinds, got.Severity, got.Topic = want.Kinds, want.Severity, want.Topic
		got.History, got.Legal = want.History, want.Legal
	}
	if a, b := asText(got), asText(want); a != b {
		c.w.fail("the same as an undisturbed run", "%s (adopted: %t) differs:\n%s", key, from.adopted, differ(a, b))
	}
}

// excuseClocks forgets what depends on when a clock ran out, and on when the customer's coming to the private channel was heard of.
func (o *outcome) excuseClocks() {
	t := *o.Thread
	t.HandoffOverdue, t.TakenUp = false, time.Time{}
	t.Facts = slices.DeleteFunc(slices.Clone(t.Facts), func(f thread.Fact) bool { return f.Kind == thread.FactTakenUp })
	t.Posts = slices.Clone(t.Posts)
	for i := range t.Posts {
		t.Posts[i].Overdue = time.Time{}
	}
	o.Thread = &t
}

// acted reports whether anybody did anything about an incident.
func (c *checks) acted(key string) bool {
	for _, p := range c.w.kafka.places(stream.TopicActions) {
		for _, in := range c.inputs[p] {
			if in.action.Incident == escalation.ThreadIncident(key) {
				return true
			}
		}
	}
	return false
}

// toldAsMuch holds that people were told of everything that an undisturbed run tells them.
func (c *checks) toldAsMuch(key string, got, want *escalation.Incident) {
	if want == nil {
		return
	}
	for i := range want.Tells {
		t := &want.Tells[i]
		told := got != nil && slices.ContainsFunc(got.Tells, func(o escalation.Tell) bool { return o.Level.Rank() >= t.Level.Rank() })
		if !told {
			c.w.fail("everything is told that an undisturbed run tells", "%s: nobody was told %s", key, tellLine(t))
		}
	}
}

// replay feeds a new engine what led to a state.
func replay(from *ref, key string) *score.Engine {
	var segments []*ref
	for r := from; r != nil; r = r.base {
		segments = append(segments, r)
	}
	slices.Reverse(segments)
	e := score.NewEngine(engineConfig())
	fed := map[string]int64{}
	conversation := conversationOf(key)
	for _, s := range segments {
		for _, l := range s.session.chain[:s.n] {
			if l.in == nil || l.in.mention != nil {
				e.Advance(l.clock)
			}
			if l.in == nil || l.in.conversation() != conversation {
				continue
			}
			if last, ok := fed[l.in.topic]; ok && l.in.offset <= last {
				continue
			}
			fed[l.in.topic] = l.in.offset
			if l.in.mention != nil {
				in := judge{}.Score(*l.in.mention)
				e.Apply(&in)
			} else {
				e.Act(*l.in.action)
			}
		}
	}
	return e
}

func asText(o outcome) string {
	out, err := json.MarshalIndent(o, "", " ")
	if err != nil {
		return err.Error()
	}
	return string(out)
}

// differ shows the lines in which two texts differ, the first few.
func differ(a, b string) string {
	as, bs := strings.Split(a, "\n"), strings.Split(b, "\n")
	var out []string
	for len(as) > 0 && len(bs) > 0 && as[len(as)-1] == bs[len(bs)-1] {
		as, bs = as[:len(as)-1], bs[:len(bs)-1]
	}
	i := 0
	for i < len(as) && i < len(bs) && as[i] == bs[i] {
		i++
	}
	for _, l := range as[i:min(i+12, len(as))] {
		out = append(out, "got  "+l)
	}
	for _, l := range bs[i:min(i+12, len(bs))] {
		out = append(out, "want "+l)
	}
	return strings.Join(out, "\n")
}

// services looks at what the sinks' services show, once everything is sent.
func (c *checks) services() {
	for _, d := range slices.Sorted(maps.Keys(c.deliveries)) {
		last := c.deliveries[d]
		if last.behind(c.w.sender.owners[0]) {
			continue
		}
		if s := last.Status; last.Event == sinks.EventTell && (s == dispatch.StatusPending || s == dispatch.StatusSending) {
			c.w.fail("4, everything is sent in the end", "%s is %s", d, s)
		}
	}
	for _, id := range c.order {
		var inc *escalation.Incident
		generation := int32(0)
		for _, rec := range c.incidents[id] {
			if g := rec.entry.by.generation; g >= generation {
				inc, generation = rec.value, g
			}
		}
		if inc != nil {
			c.alerts(inc)
			c.card(inc)
		}
	}
}

func (c *checks) alerts(inc *escalation.Incident) {
	newest := ""
	for i := range inc.Tells {
		t := &inc.Tells[i]
		d, routed := c.deliveries[deliveryKey(inc.ID, pagerName, t.Number)]
		if routed != (t.Level == escalation.LevelPage) && !(routed && c.haunted(inc.ID)) {
			c.w.fail("everything is told", "%s tell %d at level %s, on its way to the pager: %t", inc.ID, t.Number, t.Level, routed)
		}
		if !routed {
			continue
		}
		newest = d.Key
		if s := c.w.pager.state[d.Key]; inc.Level != escalation.LevelPage && (s == alertOpen || s == alertAcked) && !c.w.pager.ghosts[d.Key] {
			c.w.fail("an alert ends with its incident", "alert %s is %s, %s is at level %s", d.Key, s, inc.ID, inc.Level)
		}
	}
	if inc.Level != escalation.LevelPage || newest == "" || c.w.pager.ghosts[newest] {
		return
	}
	s := c.w.pager.state[newest]
	switch {
	case inc.Status == escalation.StatusOpen && s != alertOpen:
		c.w.fail("everything is told", "nobody was paged for %s: alert %s is %q", inc.ID, newest, s)
	case inc.Status == escalation.StatusAcknowledged && s == alertOpen:
		c.w.fail("an acknowledgement is shown everywhere", "%s was acknowledged, its alert %s is open", inc.ID, newest)
	}
}

// haunted reports whether an owner wrote an incident that had lost it already.
func (c *checks) haunted(id string) bool {
	return slices.ContainsFunc(c.incidents[id], func(r *incidentRecord) bool { return !r.owner })
}

func (c *checks) card(inc *escalation.Incident) {
	if len(inc.Tells) == 0 || c.w.cards.ghosts[inc.ID] {
		return
	}
	shown, ok := c.w.cards.shown[inc.ID]
	switch {
	case !ok:
		// Only what was over before anybody saw it is not worth a card.
		if inc.Status != escalation.StatusResolved || inc.Tells[len(inc.Tells)-1].Level == escalation.LevelPage {
			c.w.fail("everything is told", "there is no card of %s", inc.ID)
		}
	case !shown.At.Equal(inc.UpdatedAt) || shown.Status != string(inc.Status):
		c.w.fail("the card shows how it stands", "%s is %s at %s, the card shows %s at %s", inc.ID, inc.Status, inc.UpdatedAt, shown.Status, shown.At)
	default:
		text := fmt.Sprint(shown)
		for _, token := range c.banned[inc.Brand+"|"+conversationOf(inc.ThreadID)] {
			if strings.Contains(text, token) {
				c.w.fail("a deletion erases", "the card of %s still says %s", inc.ID, token)
			}
		}
	}
}
