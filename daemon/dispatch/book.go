package dispatch

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"firebreak/daemon/escalation"
	"firebreak/daemon/stream"
	"firebreak/sinks"
)

// traits are what the book knows of a receiver.
type traits struct{ pager, private bool }

// book is what the dispatcher knows: of every incident the deliveries in the sent log, and the latest state where something is still to be
// sent. It is pure: it does no I/O and reads no clock. It is not safe for concurrent use.
//
// A tell goes to the receivers that the tree picked when it was first seen. A tell that the tree gave to nobody leaves no trace, and is
// routed again with the incident's next record: once there is a receiver, it hears of what is still going on.
type book struct {
	tree      *Tree
	receivers map[string]traits
	shadow    bool
	// gatherAfter is how long a clock may have run out when it is to be told by itself; 0 is for ever.
	gatherAfter time.Duration
	entries     map[string]*entry
	// waiting are, by receiver, the incidents with something to send.
	waiting map[string]map[string]struct{}
	// past are the incidents that people were told of, for those that come after them.
	past shelf
}

// entry is one incident.
type entry struct {
	// incident is the latest state, nil while nobody waits for it.
	incident *escalation.Incident
	// opened and event are the latest life and its latest event seen; reborn says that there was an earlier life.
	opened time.Time
	event  int
	reborn bool
	// epoch is that of the owner whose word the state is.
	epoch stream.Epoch
	// told are the deliveries of this life by receiver, in order of their tells.
	told map[string][]Delivery
}

func newBook() *book {
	return &book{receivers: map[string]traits{}, entries: map[string]*entry{}, waiting: map[string]map[string]struct{}{}, past: newShelf()}
}

// configure swaps the configuration and looks at everything again.
func (b *book) configure(tree *Tree, receivers map[string]traits, shadow bool, gatherAfter time.Duration) {
	b.tree, b.receivers, b.shadow, b.gatherAfter = tree, receivers, shadow, gatherAfter
	b.waiting = make(map[string]map[string]struct{}, len(receivers))
	for id, e := range b.entries {
		if e.incident != nil {
			b.refresh(id, e)
		}
	}
}

// live returns the entry of an incident in the life that began at opened, or nil when a later life is known.
func (b *book) live(id string, opened time.Time) *entry {
	e := b.entries[id]
	switch {
	case e == nil:
		e = &entry{opened: opened, told: map[string][]Delivery{}}
		b.entries[id] = e
	case opened.After(e.opened):
		// Nobody waits for the earlier life any more, whoever is told of this one.
		for _, ids := range b.waiting {
			delete(ids, id)
		}
		*e = entry{opened: opened, reborn: true, told: map[string][]Delivery{}}
	case opened.Before(e.opened):
		e.reborn = true
		return nil
	}
	return e
}

// restore takes a delivery from the sent log.
func (b *book) restore(d Delivery) {
	e := b.live(d.Incident, d.OpenedAt)
	if e == nil {
		return
	}
	e.put(d)
	e.event = max(e.event, d.Shown)
}

// known reports whether anybody was told of an incident.
func (b *book) known(id string) bool { return b.entries[id] != nil }

// put takes a delivery's new state, which is in the sent log by now.
func (b *book) put(d Delivery) {
	e := b.entries[d.Incident]
	if e == nil || !e.opened.Equal(d.OpenedAt) {
		return
	}
	e.put(d)
	b.refresh(d.Incident, e)
}

func (e *entry) put(d Delivery) {
	ds := e.told[d.Receiver]
	i, found := slices.BinarySearchFunc(ds, d.Tell, func(d Delivery, tell int) int { return cmp.Compare(d.Tell, tell) })
	if found {
		ds[i] = d
		return
	}
	e.told[d.Receiver] = slices.Insert(ds, i, d)
}

// admit returns the deliveries of an incident's tells that are not in the book yet. They belong into the sent log before take.
func (b *book) admit(inc *escalation.Incident, now time.Time) []Delivery {
	e := b.entries[inc.ID]
	if e != nil && inc.OpenedAt.Before(e.opened) {
		return nil
	}
	life := inc.ID
	if e != nil && (e.reborn || inc.OpenedAt.After(e.opened)) {
		// A pager may still hold an alert of the earlier life under the plain key.
		life += "@" + strconv.FormatInt(inc.OpenedAt.Unix(), 36)
	}
	if e != nil && inc.OpenedAt.After(e.opened) {
		e = nil
	}
	var out []Delivery
	// keys are those of the tells so far, in this life.
	keys := make(map[int]string, len(inc.Tells))
	for i := range inc.Tells {
		tell := &inc.Tells[i]
		first := e.any(tell.Number)
		var targets []Target
		if first != nil {
			keys[tell.Number] = first.Key
		}
		switch {
		case first != nil && first.Level != string(tell.Level):
			// Another owner, who had lost the incident, told something else under the number.
			targets = b.tree.Match(LabelsOf(inc, tell.Level, tell.Severity))
		case first != nil:
			for _, name := range first.Routed {
				targets = append(targets, Target{Receiver: name, Path: first.Route})
			}
		default:
			keys[tell.Number] = nextKey(inc, i, keys, life)
			targets = b.tree.Match(LabelsOf(inc, tell.Level, tell.Severity))
		}
		routed := make([]string, len(targets))
		for t := range targets {
			routed[t] = targets[t].Receiver
		}
		for _, t := range targets {
			if e.find(t.Receiver, tell.Number) != nil {
				continue
			}
			out = append(out, Delivery{
				Incident: inc.ID, Receiver: t.Receiver, Tell: tell.Number, Key: keys[tell.Number], Level: string(tell.Level),
				Event: sinks.EventTell, Status: StatusPending, QueuedAt: now, Routed: routed, Route: t.Path, OpenedAt: inc.OpenedAt,
				Late: b.late(tell, now),
			})
		}
	}
	return out
}

// late reports whether a tell comes so long after its clock ran out that it is told with others like it.
func (b *book) late(tell *escalation.Tell, now time.Time) bool {
	return b.gatherAfter > 0 && now.Sub(tell.At) > b.gatherAfter && len(tell.Overdue()) > 0
}

// nextKey is the key of a tell that is new: that of the alert that it continues, or one of its own.
func nextKey(inc *escalation.Incident, i int, keys map[int]string, life string) string {
	if i > 0 && !answered(inc, i) {
		if key := keys[inc.Tells[i-1].Number]; key != "" {
			return key
		}
	}
	return Key(life, inc.Tells[i].Number)
}

// stale reports that a newer owner's word on an incident is known: who had lost it already when it wrote the record may say what is over, or what
// never was, and the newer owner takes what is left of it into its own.
func (b *book) stale(id string, epoch stream.Epoch) bool {
	e := b.entries[id]
	return e != nil && epoch.Before(e.epoch)
}

// take takes an incident's record once what admit returned for it is in the sent log. It must not be stale.
func (b *book) take(inc *escalation.Incident, admitted []Delivery, epoch stream.Epoch) {
	if len(admitted) == 0 && b.entries[inc.ID] == nil {
		return
	}
	e := b.live(inc.ID, inc.OpenedAt)
	if e == nil {
		return
	}
	for _, d := range admitted {
		e.put(d)
	}
	// A record may come again after a later one, when a commit was lost.
	if e.epoch.Before(epoch) || inc.Event >= e.event {
		e.incident, e.event, e.epoch = inc, inc.Event, epoch
		if len(e.told) > 0 {
			b.past.put(inc)
		} else {
			b.past.drop(inc.ID)
		}
	}
	b.refresh(inc.ID, e)
}

// forget drops an incident and returns the keys of its deliveries in the sent log.
func (b *book) forget(id string) []string {
	e := b.entries[id]
	if e == nil {
		return nil
	}
	delete(b.entries, id)
	b.past.drop(id)
	var keys []string
	for receiver, ds := range e.told {
		delete(b.waiting[receiver], id)
		for i := range ds {
			keys = append(keys, ds[i].logKey())
		}
	}
	slices.Sort(keys)
	return keys
}

// refresh notes who waits for an incident, and lets go of its state when nobody does.
func (b *book) refresh(id string, e *entry) {
	wanted := false
	for receiver, ds := range e.told {
		t, configured := b.receivers[receiver]
		waits := !plan(e.incident, ds, t.pager, b.shadow).idle()
		wanted = wanted || waits
		switch {
		case !waits || !configured:
			delete(b.waiting[receiver], id)
		case b.waiting[receiver] == nil:
			b.waiting[receiver] = map[string]struct{}{id: {}}
		default:
			b.waiting[receiver][id] = struct{}{}
		}
	}
	if !wanted {
		e.incident = nil
	}
}

// release lets go of the states that nobody waits for, and of incidents that nobody was told of.
func (b *book) release() {
	for id, e := range b.entries {
		if len(e.told) == 0 && !e.reborn {
			delete(b.entries, id)
			continue
		}
		b.refresh(id, e)
	}
}

// next is the most urgent thing to do at a receiver among those that ready allows, or nil: by class, then the oldest. ready is told
// whether a step is a page that was never tried.
func (b *book) next(receiver string, ready func(incident string, s step, fresh bool) bool) *job {
	t := b.receivers[receiver]
	var best *job
	var bestClass int
	var bestSince time.Time
	for id := range b.waiting[receiver] {
		e := b.entries[id]
		ds := e.told[receiver]
		s := plan(e.incident, ds, t.pager, b.shadow)
		if s.waits() {
			continue
		}
		class, since := urgency(s, e.incident, ds)
		if !ready(id, s, class == classPage && find(ds, s.tell).Status == StatusPending) {
			continue
		}
		if best != nil && cmp.Or(cmp.Compare(class, bestClass), since.Compare(bestSince), cmp.Compare(id, best.incident.ID)) > 0 {
			continue
		}
		best, bestClass, bestSince = &job{incident: e.incident, deliveries: ds, step: s, traits: t}, class, since
	}
	if best != nil {
		// The book's own slice changes with the next put.
		best.deliveries = slices.Clone(best.deliveries)
		best.earlier = b.past.before(best.incident)
	}
	return best
}

// pending counts what waits at a receiver, and gives the time since when the oldest open tell does; zero when none is open.
func (b *book) pending(receiver string) (n int, since time.Time) {
	for id := range b.waiting[receiver] {
		n++
		for _, d := range b.entries[id].told[receiver] {
			if open(&d) && (since.IsZero() || d.QueuedAt.Before(since)) {
				since = d.QueuedAt
			}
		}
	}
	return n, since
}

// homeless counts, by receiver, the open tells to receivers that are not configured.
func (b *book) homeless() map[string]int {
	out := map[string]int{}
	for _, e := range b.entries {
		for receiver, ds := range e.told {
			if _, ok := b.receivers[receiver]; ok {
				continue
			}
			for i := range ds {
				if open(&ds[i]) {
					out[receiver]++
				}
			}
		}
	}
	return out
}

// any is a delivery of a tell to anybody, the same one every time, or nil.
func (e *entry) any(tell int) *Delivery {
	var out *Delivery
	if e == nil {
		return nil
	}
	for _, ds := range e.told {
		if d := find(ds, tell); d != nil && (out == nil || d.Receiver < out.Receiver) {
			out = d
		}
	}
	return out
}

func (e *entry) find(receiver string, tell int) *Delivery {
	if e == nil {
		return nil
	}
	return find(e.told[receiver], tell)
}

// job is one step at one receiver.
type job struct {
	incident   *escalation.Incident
	deliveries []Delivery
	step       step
	// earlier are the incidents of the same kind before this one.
	earlier []sinks.Earlier
	traits
}

// begin counts the attempt, and returns the deliveries to write before it: tells given up or kept quiet, and a tell that is sent for the
// first time, which is in doubt from then on. Everything else may be sent twice without harm, and is written afterwards only.
func (j *job) begin() []Delivery {
	var out []Delivery
	set := func(tells []int, status Status) {
		for _, n := range tells {
			d := find(j.deliveries, n)
			d.Status = status
			out = append(out, *d)
		}
	}
	set(j.step.superseded, StatusSuperseded)
	set(j.step.shadowed, StatusShadow)
	if j.step.event == "" {
		return out
	}
	d := find(j.deliveries, j.step.tell)
	first := j.step.event == sinks.EventTell && d.Status != StatusSending
	if d.Event != j.step.event {
		d.Event, d.Attempts = j.step.event, 0
	}
	d.Status = StatusSending
	d.Attempts++
	if first {
		out = append(out, *d)
	}
	return out
}

// accepted is the delivery after the service has taken it.
func (j *job) accepted(r sinks.Receipt, now time.Time) Delivery {
	d := *find(j.deliveries, j.step.tell)
	d.Status, d.SentAt, d.Error = StatusSent, now, ""
	if r != (sinks.Receipt{}) {
		d.Receipt = r
	}
	j.show(&d)
	return d
}

// refused is the delivery after an error. A permanent one ends it: the receiver counts as having seen the state, so that only a later one
// is tried.
func (j *job) refused(err error, permanent bool) Delivery {
	d := *find(j.deliveries, j.step.tell)
	d.Error = cut(strings.ToValidUTF8(err.Error(), "\uFFFD"), maxError)
	if permanent {
		d.Status = StatusFailed
		j.show(&d)
	}
	return d
}

func (j *job) show(d *Delivery) {
	d.Shown, d.State = j.incident.Event, string(j.incident.Status)
}

// view is how the receiver gets to see the incident.
func (j *job) view() View {
	d := find(j.deliveries, j.step.tell)
	return View{Event: j.step.event, Key: d.Key, Route: d.Route, Private: j.private, Prior: prior(j.deliveries, d.Key, j.pager), Earlier: j.earlier}
}

// tellAt is the time of the step's tell.
func (j *job) tellAt() time.Time {
	if t := tellOf(j.incident, j.step.tell); t != nil {
		return t.At
	}
	return time.Time{}
}
