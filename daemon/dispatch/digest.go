package dispatch

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"go.uber.org/zap"

	"firebreak/daemon/escalation"
	"firebreak/daemon/obs"
	"firebreak/detectors"
	"firebreak/sinks"
)

const (
	// gatherQuiet is how long nothing may be added to a digest before it is sent, gatherLongest how long it waits at most: the partitions of a daemon
	// that comes back are through their backlog one after the other.
	gatherQuiet   = time.Minute
	gatherLongest = 10 * time.Minute
)

// digest is what is gathered for one receiver of one brand: tells of clocks that ran out long before anybody could be told.
type digest struct {
	brand string
	// members are the oldest first.
	members []member
	// since and latest are when the first and the last of them were written to the sent log.
	since, latest time.Time
	private       bool
}

// member is one tell of a digest.
type member struct {
	incident *escalation.Incident
	delivery Delivery
}

// ready is when the digest may go out.
func (d *digest) ready() time.Time {
	quiet, longest := d.latest.Add(gatherQuiet), d.since.Add(gatherLongest)
	if longest.Before(quiet) {
		return longest
	}
	return quiet
}

// digests are what is gathered for a receiver, by brand.
func (b *book) digests(receiver string) []*digest {
	t := b.receivers[receiver]
	byBrand := map[string]*digest{}
	for id := range b.waiting[receiver] {
		e := b.entries[id]
		ds := e.told[receiver]
		s := plan(e.incident, ds, t.pager, b.shadow)
		if s.late == 0 {
			continue
		}
		d := find(ds, s.late)
		g := byBrand[e.incident.Brand]
		if g == nil {
			g = &digest{brand: e.incident.Brand, since: d.QueuedAt, private: t.private}
			byBrand[g.brand] = g
		}
		if d.QueuedAt.Before(g.since) {
			g.since = d.QueuedAt
		}
		if d.QueuedAt.After(g.latest) {
			g.latest = d.QueuedAt
		}
		g.members = append(g.members, member{incident: e.incident, delivery: *d})
	}
	out := make([]*digest, 0, len(byBrand))
	for _, brand := range slices.Sorted(maps.Keys(byBrand)) {
		g := byBrand[brand]
		slices.SortFunc(g.members, func(a, b member) int {
			return cmp.Or(a.tell().At.Compare(b.tell().At), cmp.Compare(a.incident.ID, b.incident.ID))
		})
		out = append(out, g)
	}
	return out
}

func (m *member) tell() escalation.Tell {
	if t := tellOf(m.incident, m.delivery.Tell); t != nil {
		return *t
	}
	return escalation.Tell{At: m.incident.UpdatedAt, Level: escalation.Level(m.delivery.Level), Severity: m.incident.Severity}
}

// alone is the job of a digest of one, which is no digest: the card itself says more.
func (b *book) alone(receiver string, d *digest) *job {
	m := &d.members[0]
	return &job{
		incident: m.incident, deliveries: slices.Clone(b.entries[m.incident.ID].told[receiver]),
		step: step{event: sinks.EventTell, tell: m.delivery.Tell}, earlier: b.past.before(m.incident), traits: b.receivers[receiver],
	}
}

// gathered picks the digest that is due at a receiver, or says when the next one is; zero where there is none. The caller holds the mutex.
func (q *queue) gathered(now time.Time) (due *digest, next time.Time) {
	for _, d := range q.p.book.digests(q.name) {
		at := d.ready()
		for _, held := range []time.Time{q.paused, q.digestHeld} {
			if held.After(at) {
				at = held
			}
		}
		if !at.After(now) {
			return d, time.Time{}
		}
		if next.IsZero() || at.Before(next) {
			next = at
		}
	}
	return nil, next
}

// tellDigest sends a digest, and writes down for each of its tells that it was told. A crash between the two sends it again, under the same key.
func (q *queue) tellDigest(calls, writes context.Context, d *digest, setup Setup) (time.Duration, error) {
	now := q.p.stage.now()
	turn := q.limiter.ReserveN(now, 1)
	if delay := turn.DelayFrom(now); delay > 0 {
		turn.CancelAt(now)
		return delay, nil
	}
	receipt, err := q.call(calls, Builder{Links: setup.Links, Book: setup.Book}.buildDigest(d, now))
	if err != nil && calls.Err() != nil {
		return 0, err
	}
	now = q.p.stage.now()
	status, outcome, attempt := StatusGathered, outcomeGathered, outcomeSent
	log := q.p.log.With(zap.String(obs.KeyReceiver, q.name), zap.String(obs.KeyBrand, d.brand), zap.Int(obs.KeyCount, len(d.members)))
	switch {
	case err == nil:
		q.pauses.Reset()
		q.paused, q.digestHeld = time.Time{}, time.Time{}
		log.Info("a digest of overdue answers was delivered")
	case sinks.IsPermanent(err):
		status, outcome, attempt = StatusFailed, outcomeFailed, outcomePermanent
		log.Error("a digest of overdue answers was given up", zap.Error(err))
	default:
		q.p.stage.metrics.attempt(q.name, outcomeRetry)
		log.Warn("a digest of overdue answers is tried again", zap.Error(err))
		if after, ok := sinks.After(err); ok {
			q.resume = now.Add(min(max(after, retryMin), askedMax))
			return 0, nil
		}
		q.paused = now.Add(jitter(q.pauses.NextBackOff(), setup.Jitter))
		q.digestHeld = q.paused.Add(holdMax)
		return 0, nil
	}
	q.p.stage.metrics.attempt(q.name, attempt)
	told := make([]Delivery, len(d.members))
	for i := range d.members {
		m := &d.members[i]
		told[i] = m.delivery
		told[i].Status, told[i].SentAt, told[i].Receipt = status, now, receipt
		told[i].Attempts++
		told[i].Shown, told[i].State = m.incident.Event, string(m.incident.Status)
		if err != nil {
			told[i].Error = cut(err.Error(), maxError)
		}
		q.p.stage.metrics.delivery(q.name, sinks.EventTell, outcome)
	}
	return 0, q.write(writes, told...)
}

// buildDigest makes the notification of a digest: what is overdue, the oldest first.
func (b Builder) buildDigest(d *digest, now time.Time) sinks.Notification {
	id := "d:" + d.brand + "@" + strconv.FormatInt(d.since.Unix(), 36)
	oldest := d.members[0].tell().At
	n := sinks.Notification{
		Event: sinks.EventTell, Incident: id, Tell: 1, Key: Key(id, 1), Brand: d.brand, Status: string(escalation.StatusOpen), Kinds: []string{},
		Route: d.members[0].delivery.Route, StartedAt: oldest, At: now,
		Do:    []string{"Answer the oldest first.", "Look whether the daemon or its source was away, and for how long."},
		DoNot: []string{"Do not send the same text to everybody."},
	}
	var level escalation.Level
	var severity detectors.Severity
	signals := map[string]sinks.Reason{}
	for i := range d.members {
		m := &d.members[i]
		tell := m.tell()
		if tell.Level.Rank() > level.Rank() {
			level = tell.Level
		}
		if tell.Severity.Rank() > severity.Rank() {
			severity = tell.Severity
		}
		n.Priority = max(n.Priority, m.incident.Priority)
		for _, kind := range m.incident.Kinds {
			if at, found := slices.BinarySearch(n.Kinds, kind); !found {
				n.Kinds = slices.Insert(n.Kinds, at, kind)
			}
		}
		for _, r := range tell.Overdue() {
			signals[r.Signal] = sinks.Reason{Signal: r.Signal, Value: signals[r.Signal].Value + 1, Rule: r.Rule}
		}
		if len(n.Timeline) < maxTimeline {
			n.Timeline = append(n.Timeline, overdueLine(m, d.private, now))
			n.Clocks = append(n.Clocks, sinks.Clock{Name: "overdue", Due: tell.At, State: "overdue"})
		}
	}
	n.Level, n.Severity = string(level), string(severity)
	for _, signal := range slices.Sorted(maps.Keys(signals)) {
		r := signals[signal]
		r.Text = count(int64(r.Value), "time") + ": " + overdueText(signal)
		n.Why = append(n.Why, r)
	}
	n.Title = cutRunes(fmt.Sprintf("%s: digest of %s", cutRunes(oneLine(d.brand), maxBrand), count(int64(len(d.members)), "overdue answer")), maxTitle)
	n.Summary = fmt.Sprintf("Digest: %s ran out while nobody could be told, the oldest %s ago. None of them is told by itself. Begin with the oldest.",
		count(int64(len(d.members)), "clock"), span(now.Sub(oldest)))
	for _, l := range b.Links {
		n.Links = append(n.Links, sinks.Link{Text: l.Text, URL: l.URL})
	}
	return n
}

// overdueText says what was not done in time.
func overdueText(signal string) string {
	switch signal {
	case "private_handoff_overdue":
		return "the customer did not come to the private channel in time"
	case "crisis_reply_overdue":
		return "nobody answered a crisis in time"
	default:
		return "no reply in time"
	}
}

// overdueLine is the post of an incident that waits, or that it is about.
func overdueLine(m *member, private bool, now time.Time) sinks.Post {
	inc := *m.incident
	inc.Posts = nil
	at := -1
	for i := range m.incident.Posts {
		p := &m.incident.Posts[i]
		waits := slices.ContainsFunc(m.incident.Clocks, func(c escalation.Clock) bool { return c.Post == p.ID })
		if waits || at < 0 || len(p.Findings) > 0 && len(m.incident.Posts[at].Findings) == 0 {
			at = i
		}
		if waits {
			break
		}
	}
	note := "overdue for " + span(now.Sub(m.tell().At))
	if at < 0 {
		return sinks.Post{ID: m.incident.ThreadID, At: m.incident.OpenedAt, Role: string(detectors.RolePublic), Tier: string(detectors.TierPublic), Note: note}
	}
	inc.Posts = m.incident.Posts[at : at+1]
	line := timeline(&inc, private)[0]
	line.Note = note
	return line
}
