package simulation_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/cespare/xxhash/v2"

	"firebreak/daemon/dispatch"
	"firebreak/daemon/escalation"
	"firebreak/daemon/score"
	"firebreak/daemon/stream"
	"firebreak/daemon/thread"
	"firebreak/detectors"
	"firebreak/sinks"
)

// checks hold the invariants against everything that happens. They know the whole history, also what was compacted away.
type checks struct {
	w      *world
	inputs map[place]map[int64]*input
	// threads are, by key, the records that count: of the newest owner, the last.
	threads map[string]*threadRecord
	// incidents are all records ever, by id, and what the owners told of it so far; order are the ids.
	incidents map[string][]*incidentRecord
	decoded   map[int64]*escalation.Incident
	published map[string][]escalation.Tell
	order     []string
	// deletions are, by brand and thread, those that arrived; banned the words that no record may hold any more.
	deletions map[string][]*input
	banned    map[string][]string
	// deliveries are the latest entries of the sent log.
	deliveries map[string]delivered
	// deeds are, by incident, the ids of the actions on it.
	deeds map[string]map[string]bool
	acts  int
	// overdue are the posts, by key and id, whose clock ran out.
	overdue map[string]bool
	// keys are, by receiver, incident and tell, the key under which it was told.
	keys map[string]string
}

type delivered struct {
	dispatch.Delivery
	entry *entry
}

// behind reports that an entry was written by a dispatcher that had lost its place, behind the back of r, who has it.
func (d *delivered) behind(r *run) bool { return d.entry.by != r && d.entry.Offset >= r.restored }

type threadRecord struct {
	entry *entry
	value score.Record
}

type incidentRecord struct {
	entry *entry
	value *escalation.Incident
	owner bool
}

// newer reports whether r counts, where o is known.
func (r *incidentRecord) newer(o *incidentRecord) bool {
	if a, b := r.entry.by.generation, o.entry.by.generation; a != b {
		return a > b
	}
	return r.value.Event >= o.value.Event
}

func newChecks(w *world) *checks {
	return &checks{
		w: w, inputs: map[place]map[int64]*input{}, threads: map[string]*threadRecord{}, incidents: map[string][]*incidentRecord{},
		decoded: map[int64]*escalation.Incident{}, published: map[string][]escalation.Tell{}, deletions: map[string][]*input{},
		banned: map[string][]string{}, deliveries: map[string]delivered{}, deeds: map[string]map[string]bool{}, keys: map[string]string{}, overdue: map[string]bool{},
	}
}

// step looks at what can be looked at any time.
func (c *checks) step() {
	if len(c.w.dead) > 0 {
		c.w.fail("11, nothing goes to the dead letters", "%s: %s", c.w.dead[0].Place, c.w.dead[0].Reason)
	}
}

// written looks at a record that was just written.
func (c *checks) written(e *entry) {
	switch e.Topic {
	case stream.TopicMentions, stream.TopicActions:
		c.input(e)
	case stream.TopicThreads:
		c.thread(e)
	case stream.TopicIncidents:
		c.incidentWritten(e)
	case stream.TopicFindings:
		brand, _, _ := strings.Cut(string(e.Key), "|")
		c.erased(e, brand+"|"+e.Thread)
	case stream.TopicNotifications:
		c.delivery(e)
	case stream.TopicPulse:
	default:
		c.w.fail("every topic has its writer", "a record on %s", e.Topic)
	}
}

func (c *checks) input(e *entry) {
	in := &input{topic: e.Topic, offset: e.Offset}
	if e.Topic == stream.TopicMentions {
		m, _, err := detectors.DecodeMention(e.Value)
		if err != nil {
			c.w.fail("the story can be read", "%v", err)
			return
		}
		in.mention = &m
		if m.Kind == detectors.KindDelete {
			key := m.Brand + "|" + m.ThreadID
			c.deletions[key] = append(c.deletions[key], in)
		}
	} else {
		in.action = &escalation.Action{}
		if err := json.Unmarshal(e.Value, in.action); err != nil {
			c.w.fail("the story can be read", "%v", err)
			return
		}
		if id := in.action.Incident; c.deeds[id] == nil {
			c.deeds[id] = map[string]bool{}
		}
		c.deeds[in.action.Incident][in.action.ID] = true
	}
	p := place{e.Topic, e.Partition}
	if c.inputs[p] == nil {
		c.inputs[p] = map[int64]*input{}
	}
	c.inputs[p][e.Offset] = in
}

// owner reports whether a record was written by the present generation.
func (c *checks) owner(e *entry) bool { return e.by.generation == c.w.scorers.generation }

func (c *checks) thread(e *entry) {
	key := string(e.Key)
	if last := c.threads[key]; last != nil && last.entry.by.generation > e.by.generation {
		return
	}
	rec := &threadRecord{entry: e}
	c.threads[key] = rec
	if e.Value == nil {
		return
	}
	if err := json.Unmarshal(e.Value, &rec.value); err != nil || rec.value.Thread == nil {
		c.w.fail("a thread's record can be read", "%s@%d: %v", key, e.Offset, err)
		return
	}
	if inc := rec.value.Incident; inc != nil {
		e.from.event = inc.Event
		// Not by the number of the event: who takes an incident over from an owner that counted on from less gives it a higher one.
		if !slices.ContainsFunc(c.incidents[inc.ID], func(r *incidentRecord) bool { return len(r.value.Tells) >= len(inc.Tells) }) {
			c.w.fail("3, incidents are written before their threads", "%s@%d has %d tells", key, e.Offset, len(inc.Tells))
		}
	}
	c.clocks(e, rec.value.Thread)
	place := rec.value.Thread.Brand + "|" + conversationOf(key)
	if c.owner(e) {
		c.ban(place, rec.value.Applied[stream.TopicMentions])
	}
	c.erased(e, place)
}

// clocks holds that no clock ran out that was not due by the owner's time: while a partition lags, that of its records.
func (c *checks) clocks(e *entry, t *thread.Thread) {
	for i := range t.Posts {
		p := &t.Posts[i]
		id := string(e.Key) + "|" + p.ID
		if p.Overdue.IsZero() || c.overdue[id] {
			continue
		}
		c.overdue[id] = true
		if clock := e.by.session.clock; p.Overdue.After(clock) {
			c.w.fail("12, clocks wait for the backlog", "that of %s ran out at %s, it is %s", id, p.Overdue, clock)
		}
	}
}

// ban notes the words of posts whose deletion is applied.
func (c *checks) ban(place string, applied int64) {
	brand, _, _ := strings.Cut(place, "|")
	for _, d := range c.deletions[place] {
		if d.offset > applied {
			break
		}
		for _, token := range c.w.story.tokens[brand+"|"+d.mention.InReplyTo] {
			if !slices.Contains(c.banned[place], token) {
				c.banned[place] = append(c.banned[place], token)
				c.w.note("%s is deleted: %s may not be said any more", d.mention.InReplyTo, token)
			}
		}
	}
}

// erased holds that no word of a deleted post is in a record written after the deletion was applied. What an earlier owner writes is written over.
func (c *checks) erased(e *entry, place string) {
	if !c.owner(e) {
		return
	}
	for _, token := range c.banned[place] {
		if bytes.Contains(e.Value, []byte(token)) {
			c.w.fail("a deleted post's text is in no record", "%s@%d of %s says %s", e.Topic, e.Offset, e.Key, token)
		}
	}
}

// incident is a record's value.
func (c *checks) incident(e *entry) *escalation.Incident {
	if c.decoded[e.Offset] == nil {
		inc := &escalation.Incident{}
		if err := json.Unmarshal(e.Value, inc); err != nil {
			c.w.fail("an incident can be read", "@%d: %v", e.Offset, err)
		}
		c.decoded[e.Offset] = inc
	}
	return c.decoded[e.Offset]
}

func (c *checks) incidentWritten(e *entry) {
	id := string(e.Key)
	inc := c.incident(e)
	rec := &incidentRecord{entry: e, value: inc, owner: c.owner(e)}
	if len(c.incidents[id]) == 0 {
		c.order = append(c.order, id)
	}
	c.incidents[id] = append(c.incidents[id], rec)
	if inc.ID != id || id != escalation.ThreadIncident(inc.ThreadID) {
		c.w.fail("one incident a thread", "incident %s of thread %s under key %s", inc.ID, inc.ThreadID, id)
	}
	if len(inc.Reasons) == 0 {
		c.w.fail("7, no decision without a reason", "%s event %d", id, inc.Event)
	}
	for i := range inc.Tells {
		t := &inc.Tells[i]
		if t.Number != i+1 {
			c.w.fail("4, tells are numbered without gaps", "%s has tell %d in place %d", id, t.Number, i+1)
		}
		if !slices.ContainsFunc(t.Reasons, func(r escalation.Reason) bool { return r.Rule != "" }) {
			c.w.fail("7, no tell without a rule", "%s tell %d", id, t.Number)
		}
		if i > 0 && inc.LoweredAt.IsZero() && len(inc.Legal) == 0 && !c.haunted(id) {
			c.rise(inc, &inc.Tells[i-1], t)
		}
	}
	c.once(inc)
	c.erased(e, inc.Brand+"|"+conversationOf(inc.ThreadID))
	if !rec.owner {
		return
	}
	before := c.published[id]
	for i := range before {
		if i >= len(inc.Tells) {
			c.w.fail("4, a tell is never lost", "%s event %d lists %d tells, there were %d", id, inc.Event, len(inc.Tells), len(before))
			return
		}
		if tellLine(&before[i]) != tellLine(&inc.Tells[i]) {
			c.w.fail("4, a tell never changes", "%s tell %d was %s, is %s", id, i+1, tellLine(&before[i]), tellLine(&inc.Tells[i]))
		}
	}
	c.published[id] = inc.Tells
}

// once holds that nothing that was said is told twice, and nothing that was done is listed twice, where no two owners disagreed.
func (c *checks) once(inc *escalation.Incident) {
	if c.haunted(inc.ID) {
		return
	}
	for i := range inc.Tells {
		t := &inc.Tells[i]
		if t.MentionID != "" && slices.ContainsFunc(inc.Tells[:i], func(o escalation.Tell) bool { return o.MentionID == t.MentionID }) {
			c.w.fail("4, a tell is never doubled", "%s: %s was told before", inc.ID, tellLine(t))
		}
	}
	if n := len(c.deeds[inc.ID]); len(inc.History) > n {
		c.w.fail("an action is applied once", "%s lists %d, there were %d", inc.ID, len(inc.History), n)
	}
}

// gist is what the trace says of a record.
func (c *checks) gist(e *entry) string {
	switch e.Topic {
	case stream.TopicIncidents:
		inc := c.incident(e)
		return fmt.Sprintf(": event %d, %s, %s, %d tells", inc.Event, inc.Level, inc.Status, len(inc.Tells))
	case stream.TopicNotifications:
		if d, err := dispatch.DecodeDelivery(e.Value); err == nil {
			return fmt.Sprintf(": %s %s, attempt %d", d.Event, d.Status, d.Attempts)
		}
	}
	return ""
}

func tellLine(t *escalation.Tell) string {
	return fmt.Sprintf("%d %s %s at %s by %q", t.Number, t.Level, t.Severity, t.At.UTC().Format("02 15:04:05.000"), t.MentionID)
}

// rise holds that only a rise tells people again, where nothing was ever lowered.
func (c *checks) rise(inc *escalation.Incident, before, t *escalation.Tell) {
	if t.Level.Rank() > before.Level.Rank() || t.Severity == detectors.SeverityCritical && before.Severity != detectors.SeverityCritical {
		return
	}
	c.w.fail("8, only a rise tells people again", "%s: %s, then %s", inc.ID, tellLine(before), tellLine(t))
}

// compaction holds that the log still tells every tell.
func (c *checks) compaction() {
	last := map[string]*entry{}
	for _, e := range c.w.kafka.log(place{topic: stream.TopicIncidents}).entries {
		// A dispatcher reads all that is there, in order.
		if l := last[string(e.Key)]; l == nil || len(c.incident(e).Tells) >= len(c.incident(l).Tells) {
			last[string(e.Key)] = e
		}
	}
	for id, tells := range c.published {
		if l := last[id]; l == nil || len(c.incident(l).Tells) < len(tells) {
			c.w.fail("4, compaction hides no tell", "%s has %d tells, the log does not say so any more", id, len(tells))
		}
	}
}

func deliveryKey(incident, receiver string, tell int) string {
	return fmt.Sprintf("%s|%s|%d", incident, receiver, tell)
}

func (c *checks) delivery(e *entry) {
	d, err := dispatch.DecodeDelivery(e.Value)
	if err != nil {
		c.w.fail("the sent log can be read", "@%d: %v", e.Offset, err)
		return
	}
	key := deliveryKey(d.Incident, d.Receiver, d.Tell)
	if last, ok := c.deliveries[key]; ok && last.entry.by.generation > e.by.generation {
		return
	}
	c.deliveries[key] = delivered{Delivery: d, entry: e}
}

// commit holds that what is committed is durable.
func (c *checks) commit(r *run, offsets map[string]int64) {
	g := r.group
	for topic, next := range offsets {
		p := place{topic, r.partition}
		for offset := g.offsets[p]; offset < next; offset++ {
			switch topic {
			case stream.TopicMentions:
				c.durable(c.inputs[p][offset].mention, offset)
			case stream.TopicIncidents:
				c.admitted(offset)
			}
		}
		g.offsets[p] = max(g.offsets[p], next)
	}
}

// durable holds that a post is in the record of its thread.
func (c *checks) durable(m *detectors.Mention, offset int64) {
	if m.Kind != detectors.KindPost {
		return
	}
	for _, key := range []string{m.ThreadID, m.ThreadID + "#" + m.Brand} {
		rec := c.threads[key]
		if rec == nil || rec.value.Thread == nil || rec.value.Thread.Brand != m.Brand {
			continue
		}
		seen := rec.value.Thread.Seen
		if slices.Contains(seen, xxhash.Sum64String(m.ID)) || len(seen) > 300 {
			return
		}
	}
	c.w.fail("2, no mention is lost once it is committed", "%s of %s at offset %d is in no thread's record", m.ID, m.Brand, offset)
}

// admitted holds that every tell of an incident that was read is in the sent log, for everybody who is to hear of it. What an owner says that
// has lost the incident is the newer one's to repeat.
func (c *checks) admitted(offset int64) {
	left := c.w.kafka.log(place{topic: stream.TopicIncidents}).from(offset)
	if len(left) == 0 || left[0].Offset != offset {
		// It was compacted away before anybody read it; a later record lists its tells.
		return
	}
	inc := c.decoded[offset]
	if c.haunted(inc.ID) {
		return
	}
	for i := range inc.Tells {
		t := &inc.Tells[i]
		for _, receiver := range receiversOf(t.Level) {
			if _, ok := c.deliveries[deliveryKey(inc.ID, receiver, t.Number)]; !ok && !c.moreOf(inc.ID, offset) {
				c.w.fail("4, a tell is in the sent log before it is committed", "%s tell %d for %s", inc.ID, t.Number, receiver)
			}
		}
	}
}

// moreOf reports whether there is a later record of an incident. What this one tells, it tells too, unless two owners disagreed.
func (c *checks) moreOf(id string, offset int64) bool {
	all := c.incidents[id]
	return all[len(all)-1].entry.Offset > offset
}

func receiversOf(level escalation.Level) []string {
	switch level {
	case escalation.LevelPage:
		return []string{pagerName, cardName}
	case escalation.LevelNotify:
		return []string{cardName}
	case escalation.LevelNone, escalation.LevelWatch:
	}
	return nil
}

// notified looks at a call to a sink.
func (c *checks) notified(o *op) {
	n := &o.note
	if o.to != pagerName || n.Event != sinks.EventTell || !c.w.sender.current(o.by) || c.haunted(n.Incident) {
		// Where two owners disagreed for a moment, a page too many is better than one too few.
		return
	}
	if c.w.pager.rang[deliveryKey(n.Incident, n.Key, n.Tell)] > 0 && c.w.pager.state[n.Key] == alertResolved && !c.w.pager.ghosts[n.Key] {
		c.w.fail("4, no tell twice at a sink with a key", "tell %d of %s rings again", n.Tell, n.Key)
	}
	id := deliveryKey(n.Incident, o.to, n.Tell)
	if last, ok := c.deliveries[id]; !ok || last.Status == dispatch.StatusPending && !last.behind(o.by) {
		c.w.fail("4, what is told is written before it is sent", "%s is %q in the sent log", id, last.Status)
	}
	if key := c.keys[id]; key != "" && key != n.Key {
		c.w.fail("4, a tell has one key for ever", "%s had %s, has %s", id, key, n.Key)
	}
	c.keys[id] = n.Key
	// What the dispatcher had read when it made up its mind.
	var known *incidentRecord
	for _, rec := range c.incidents[n.Incident] {
		if rec.entry.Offset < o.seen && (known == nil || rec.newer(known)) {
			known = rec
		}
	}
	if known != nil && known.value.Status == escalation.StatusAcknowledged && len(known.value.Tells) >= n.Tell {
		c.w.fail("an acknowledged incident pages nobody", "%s tell %d, acknowledged at event %d", n.Incident, n.Tell, known.value.Event)
	}
}
