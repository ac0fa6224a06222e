package dispatch

import (
	"slices"
	"time"

	"firebreak/daemon/escalation"
	"firebreak/sinks"
)

// step is what is to be done next for one incident at one receiver.
type step struct {
	// superseded are the tells to give up, shadowed those that shadow mode keeps quiet.
	superseded, shadowed []int
	// event is what to send for tell; empty when there is nothing to send.
	event sinks.Event
	tell  int
	// late is the tell that a digest is to tell, 0 for none.
	late int
}

func (s step) idle() bool { return s.waits() && s.late == 0 }

// waits reports whether nothing is to be done but for a digest.
func (s step) waits() bool { return s.event == "" && len(s.superseded) == 0 && len(s.shadowed) == 0 }

// same reports whether both would send the same thing.
func (s step) same(o step) bool { return s.event == o.event && s.tell == o.tell }

// overdue reports whether a clock of the incident ran out that nobody has met since.
func overdue(inc *escalation.Incident) bool {
	return inc.Level.Rank() >= escalation.LevelNotify.Rank() &&
		slices.ContainsFunc(inc.Clocks, func(c escalation.Clock) bool { return c.State == "overdue" })
}

// open reports a tell that is still to be delivered.
func open(d *Delivery) bool {
	return d.Event == sinks.EventTell && (d.Status == StatusPending || d.Status == StatusSending)
}

// overtaken reports an update or an acknowledgement that failed for now; a later tell shows its news as well.
func overtaken(d *Delivery) bool {
	return d.Status == StatusSending && (d.Event == sinks.EventUpdate || d.Event == sinks.EventAcknowledge)
}

// dead reports a tell that never reached its receiver and will not.
func dead(d *Delivery) bool {
	return d.Event == sinks.EventTell &&
		(d.Status == StatusShadow || d.Status == StatusFailed || d.Status == StatusGathered || d.Status == StatusSuperseded && d.Attempts == 0)
}

// revived reports a tell that was given up unsent, or whose alert was acknowledged or closed at a pager, while its incident stands open at its
// level: the owner that said otherwise had lost it. What rises again by itself is told under a new number. A late answer leaves the incident open, and
// is no reason to tell.
func revived(inc *escalation.Incident, d *Delivery, pager bool) bool {
	if d.Late && !overdue(inc) {
		return false
	}
	unsaid := d.Event == sinks.EventTell && d.Status == StatusSuperseded && d.Attempts == 0 ||
		pager && (d.Event == sinks.EventAcknowledge || d.Event == sinks.EventResolve)
	return unsaid && inc.Status == escalation.StatusOpen && inc.Level.Rank() >= escalation.Level(d.Level).Rank()
}

// closed reports whether the alert at a receiver is to be closed: with the incident, and at a pager also once the incident is lowered.
func closed(inc *escalation.Incident, d *Delivery, pager bool) bool {
	return inc.Status == escalation.StatusResolved || pager && inc.Level.Rank() < escalation.Level(d.Level).Rank()
}

// owed reports a tell of a legal notice that nobody has sent yet: a law's clock runs on when the incident is closed. A pager's alert that is over
// stays so: it would be opened with nobody to close it.
func owed(inc *escalation.Incident, d *Delivery) bool {
	tell := tellOf(inc, d.Tell)
	return tell != nil && tell.Legal() && inc.Owes()
}

// plan compares an incident with what one receiver was told of it, ds, in order of their tells. It is pure, and asked again after each
// step, so that only the latest state is ever sent. A pager makes a noise and its alerts end; any other receiver keeps a record. In shadow
// mode a pager gets no tell; what may have reached it before is still followed to its end.
func plan(inc *escalation.Incident, ds []Delivery, pager, shadow bool) step {
	var s step
	if inc == nil {
		return s
	}
	for i := range ds {
		d := &ds[i]
		if !open(d) {
			switch {
			case overtaken(d) && laterAlive(ds, i):
				s.superseded = append(s.superseded, d.Tell)
			case i == len(ds)-1 && !(pager && shadow) && revived(inc, d, pager):
				s.event, s.tell = sinks.EventTell, d.Tell
			}
			continue
		}
		switch {
		case pager && shadow && d.Attempts == 0:
			s.shadowed = append(s.shadowed, d.Tell)
		case laterAlive(ds, i):
			// The later one shows this one's news as well.
			s.superseded = append(s.superseded, d.Tell)
		case d.Late && d.Attempts == 0 && (inc.Status != escalation.StatusOpen || !overdue(inc)):
			// Somebody saw to it while it was gathered.
			s.superseded = append(s.superseded, d.Tell)
		case d.Late && d.Attempts == 0:
			s.late = d.Tell
		case pager && shadow:
			// It may have arrived before the mode changed.
			s.event, s.tell = sinks.EventResolve, d.Tell
		case !pager && owed(inc, d):
			s.event, s.tell = sinks.EventTell, d.Tell
		case pager && (closed(inc, d, pager) || inc.Status == escalation.StatusAcknowledged):
			switch {
			case d.Attempts == 0:
				s.superseded = append(s.superseded, d.Tell)
			case closed(inc, d, pager):
				// It may have arrived.
				s.event, s.tell = sinks.EventResolve, d.Tell
			default:
				s.event, s.tell = sinks.EventAcknowledge, d.Tell
			}
		case inc.Status == escalation.StatusResolved && d.Level != string(escalation.LevelPage):
			s.superseded = append(s.superseded, d.Tell)
		default:
			s.event, s.tell = sinks.EventTell, d.Tell
		}
	}
	if s.event == "" && worse(inc, ds, pager) {
		s.event, s.tell = sinks.EventTell, ds[len(ds)-1].Tell
	}
	if s.event == "" {
		s.event, s.tell = follow(inc, ds, pager)
	}
	return s
}

// worse reports whether an incident that was told in a digest, and so has no card, is graver now than it was told.
func worse(inc *escalation.Incident, ds []Delivery, pager bool) bool {
	if len(ds) == 0 || pager || inc.Status != escalation.StatusOpen {
		return false
	}
	d := &ds[len(ds)-1]
	tell := tellOf(inc, d.Tell)
	return d.Status == StatusGathered && tell != nil && inc.Severity.Rank() > tell.Severity.Rank()
}

func laterAlive(ds []Delivery, i int) bool {
	for j := i + 1; j < len(ds); j++ {
		if !dead(&ds[j]) {
			return true
		}
	}
	return false
}

// follow returns what keeps the alerts that reached the receiver up to date. Older alerts, which a rise after an acknowledgement left
// behind, are only closed.
func follow(inc *escalation.Incident, ds []Delivery, pager bool) (sinks.Event, int) {
	newest := -1
	for i := range ds {
		if !open(&ds[i]) && !dead(&ds[i]) {
			newest = i
		}
	}
	for i := 0; i < newest; i++ {
		d := &ds[i]
		if open(d) || dead(d) || !lastOfKey(ds, i) || ended(d) || !closed(inc, d, pager) && !ending(d) {
			continue
		}
		return sinks.EventResolve, d.Tell
	}
	if newest < 0 {
		return "", 0
	}
	d := &ds[newest]
	switch {
	case pager && ended(d):
		return "", 0
	case pager && (closed(inc, d, pager) || ending(d)):
		return sinks.EventResolve, d.Tell
	case inc.Status == escalation.StatusResolved && d.State != string(escalation.StatusResolved):
		return sinks.EventResolve, d.Tell
	case inc.Status == escalation.StatusAcknowledged && d.State != string(escalation.StatusAcknowledged):
		return sinks.EventAcknowledge, d.Tell
	case d.Shown < inc.Event:
		return sinks.EventUpdate, d.Tell
	default:
		return "", 0
	}
}

// lastOfKey reports whether no later tell that reached the receiver continues the alert.
func lastOfKey(ds []Delivery, i int) bool {
	for j := i + 1; j < len(ds); j++ {
		if ds[j].Key == ds[i].Key && !open(&ds[j]) && !dead(&ds[j]) {
			return false
		}
	}
	return true
}

// ended reports that the receiver was asked to close the alert, and answered.
func ended(d *Delivery) bool {
	return d.Event == sinks.EventResolve && (d.Status == StatusSent || d.Status == StatusFailed)
}

// ending reports that closing the alert was begun; what was begun is finished.
func ending(d *Delivery) bool { return d.Event == sinks.EventResolve && d.Status == StatusSending }

// The classes of steps, the most urgent first.
const (
	classPage = iota
	// classEnd stops people from being disturbed: acknowledgements, resolves, and tells given up.
	classEnd
	classNotify
	classUpdate
)

// urgency orders steps of one receiver: by class, then the oldest first.
func urgency(s step, inc *escalation.Incident, ds []Delivery) (class int, since time.Time) {
	if len(s.superseded)+len(s.shadowed) > 0 && s.event != sinks.EventTell {
		return classEnd, inc.UpdatedAt
	}
	switch s.event {
	case sinks.EventTell:
		d := find(ds, s.tell)
		if d.Level == string(escalation.LevelPage) {
			return classPage, d.QueuedAt
		}
		return classNotify, d.QueuedAt
	case sinks.EventAcknowledge, sinks.EventResolve:
		return classEnd, inc.UpdatedAt
	case sinks.EventUpdate:
		return classUpdate, inc.UpdatedAt
	default:
		return classUpdate, inc.UpdatedAt
	}
}

// find returns the delivery of a tell, or nil.
func find(ds []Delivery, tell int) *Delivery {
	for i := range ds {
		if ds[i].Tell == tell {
			return &ds[i]
		}
	}
	return nil
}

// prior is what the receiver answered last for an alert. Away from a pager all alerts of an incident share one record, such as a card.
func prior(ds []Delivery, key string, pager bool) sinks.Receipt {
	for _, d := range slices.Backward(ds) {
		if (d.Key == key || !pager) && d.Receipt != (sinks.Receipt{}) {
			return d.Receipt
		}
	}
	return sinks.Receipt{}
}
