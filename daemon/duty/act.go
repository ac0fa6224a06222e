package duty

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"firebreak/daemon/escalation"
	"firebreak/daemon/score"
	"firebreak/daemon/stream"
)

// Actor is what Act needs of Kafka; *stream.Client is one.
type Actor interface {
	stream.Producer
	// Tail calls fn for every record from an offset on and waits for more, until ctx is done or fn returns stream.ErrStop, which are no errors.
	Tail(ctx context.Context, topic string, partition int, from int64, fn func(stream.Record) error) error
}

// ActionRecord is the record of an action on an incident, for the partition whose owner applies it: that of its thread, or the first for
// crises and accounts.
func ActionRecord(e *Entry, a *escalation.Action) (stream.Record, error) {
	data, err := json.Marshal(a)
	if err != nil {
		return stream.Record{}, fmt.Errorf("encoding an action: %w", err)
	}
	r := stream.Record{
		Topic: stream.TopicActions, Key: []byte(a.Incident), Value: data, Headers: stream.CloudEvent{
			ID: a.ID, Source: "firebreak/" + a.Via, Type: "firebreak." + stream.TopicActions + ".v1", Time: a.At, ContentType: "application/json",
		}.Headers(),
	}
	thread, ok := score.ThreadKey(a.Incident)
	r.Thread = thread
	switch {
	case !ok:
		first := 0
		r.ToPartition = &first
	case e.Partition >= 0:
		// The owner's own word. A conversation of two brands has a key of its own for the second, but stays in the thread's partition.
		owner := e.Partition
		r.ToPartition = &owner
	}
	return r, nil
}

// Act writes an action and waits until its incident shows it, for at most the given time. from is an offset of the topic "incidents" that was its end
// before the action, as in List.End. It returns the incident that shows the action, or nil where none did in time: the action is
// durable then, and is applied as soon as the incident's owner gets to it.
func Act(ctx context.Context, b Actor, e *Entry, a escalation.Action, from int64, patience time.Duration) (*escalation.Incident, error) {
	if err := Write(ctx, b, e, &a); err != nil {
		return nil, err
	}
	wait, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	var shown *escalation.Incident
	err := b.Tail(wait, stream.TopicIncidents, 0, from, func(r stream.Record) error {
		if string(r.Key) != a.Incident || r.Value == nil {
			return nil
		}
		next, err := entryOf(&r)
		if err != nil || !Shows(&next.Incident, &a) {
			// A record that cannot be read is the list's business.
			return nil //nolint:nilerr // As said above.
		}
		shown = &next.Incident
		return stream.ErrStop
	})
	if err != nil && wait.Err() == nil {
		return nil, fmt.Errorf("the action was written; waiting for it to be applied: %w", err)
	}
	return shown, nil
}

// Shows reports whether an incident's history has an action.
func Shows(inc *escalation.Incident, a *escalation.Action) bool {
	return slices.ContainsFunc(inc.History, func(d escalation.Done) bool {
		return d.Kind == a.Kind && d.By == a.By && d.Via == a.Via && d.At.Equal(a.At) && d.Text == a.Text
	})
}
