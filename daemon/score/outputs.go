package score

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"go.uber.org/zap"

	"firebreak/daemon/escalation"
	"firebreak/daemon/obs"
	"firebreak/daemon/stream"
	"firebreak/detectors"
)

// outputs collects what a batch makes, to be written in the one order that loses nothing.
type outputs struct {
	p *processor
	// first are findings, pulse and actions.
	first []stream.Record
	// incidents holds the latest record of each incident, in order of their first appearance.
	incidents []string
	latest    map[string]*escalation.Incident
	decisions []*escalation.Decision
	err       error
}

func newOutputs(p *processor) *outputs {
	return &outputs{p: p, latest: map[string]*escalation.Incident{}}
}

// add takes effects in their order.
func (o *outputs) add(effects ...Effect) {
	for _, eff := range effects {
		if eff.Key == "" {
			continue
		}
		o.p.dirty[eff.Key] = true
		if eff.Forgotten {
			delete(o.p.published, eff.Key)
			delete(o.p.decided, eff.Key)
			continue
		}
		for i := range eff.Pulses {
			pulse := &eff.Pulses[i]
			o.record(stream.TopicPulse, pulse.Brand+"|"+pulse.Family, "", pulse.MentionID, pulse.Minute, pulse)
		}
		for i := range eff.Actions {
			a := &eff.Actions[i]
			thread, _ := ThreadKey(a.Incident)
			o.record(stream.TopicActions, a.Incident, thread, a.ID, a.At, a)
			if thread == "" && o.err == nil {
				// Actions on crises have one reader.
				first := 0
				o.first[len(o.first)-1].ToPartition = &first
			}
		}
		if eff.Incident != nil {
			if o.latest[eff.Incident.ID] == nil {
				o.incidents = append(o.incidents, eff.Incident.ID)
			}
			o.latest[eff.Incident.ID] = eff.Incident
			o.decisions = append(o.decisions, eff.Decision)
		}
	}
}

// findings writes an analysis that found something. An edit's replaces the post's, and a deletion erases it, also where it came first.
func (o *outputs) findings(it *item, erased bool) {
	m := &it.scored.Mention
	if erased || len(it.scored.Analysis.Findings) == 0 {
		if erased || m.Kind == detectors.KindEdit || m.Kind == detectors.KindDelete {
			o.first = append(o.first, stream.Record{Topic: stream.TopicFindings, Key: it.record.Key, Thread: m.ThreadID})
		}
		return
	}
	o.record(stream.TopicFindings, string(it.record.Key), m.ThreadID, m.ID, m.CreatedAt, it.scored.Analysis)
}

func (o *outputs) record(topic, key, thread, id string, at time.Time, value any) {
	data, err := json.Marshal(value)
	if err != nil {
		o.err = fmt.Errorf("encoding a record for %s: %w", topic, err)
		return
	}
	o.first = append(o.first, stream.Record{
		Topic: topic, Key: []byte(key), Value: data, Thread: thread, Headers: stream.CloudEvent{
			ID: id, Source: "firebreak/score", Type: "firebreak." + topic + ".v1", Time: at, ContentType: "application/json",
		}.Headers(),
	})
}

// write makes everything durable: findings, pulse, actions and incidents first, then the threads that they came from. A crash between the
// two applies the batch again, from the state before it.
func (o *outputs) write(ctx context.Context) error {
	if err := errors.Join(o.err, o.p.engine.Err()); err != nil {
		return err
	}
	for _, id := range o.incidents {
		inc := o.latest[id]
		o.record(stream.TopicIncidents, id, "", id+"/"+strconv.Itoa(inc.Event), inc.UpdatedAt, inc)
		last := &o.first[len(o.first)-1]
		last.Headers = append(last.Headers, o.provenance(inc)...)
	}
	if o.err != nil {
		return o.err
	}
	if len(o.first) > 0 {
		if err := o.p.stage.broker.Produce(ctx, o.first...); err != nil {
			return fmt.Errorf("writing findings and incidents: %w", err)
		}
	}
	threads, err := o.threads()
	if err != nil {
		return err
	}
	if len(threads) > 0 {
		if err := o.p.stage.broker.Produce(ctx, threads...); err != nil {
			return fmt.Errorf("writing threads: %w", err)
		}
	}
	clear(o.p.dirty)
	clear(o.p.overwritten)
	for id, inc := range o.latest {
		if key, ok := ThreadKey(id); ok {
			o.p.published[key] = inc.Event
		}
	}
	for _, d := range o.decisions {
		o.p.stage.metrics.decision(d)
		o.p.log.Info("decided", zap.String(obs.KeyIncident, d.Incident), zap.String(obs.KeyAction, string(d.Action)),
			zap.String(obs.KeyLevel, string(d.Level)), zap.String(obs.KeySeverity, string(d.Severity)), zap.Float64(obs.KeyPriority, d.Priority),
			zap.Strings(obs.KeyKinds, d.Kinds), zap.String(obs.KeyMention, d.MentionID), zap.Time(obs.KeyAt, d.Time))
	}
	return nil
}

// threads encodes the changelog records of all dirty states.
func (o *outputs) threads() ([]stream.Record, error) {
	records := make([]stream.Record, 0, len(o.p.dirty))
	headers := slices.Clip(o.p.epoch.Headers())
	for _, key := range slices.Sorted(maps.Keys(o.p.dirty)) {
		r := stream.Record{Topic: stream.TopicThreads, Key: []byte(key), Thread: key, ToPartition: &o.p.partition, Headers: headers}
		value, err := o.p.engine.Record(key, o.p.generation)
		if err != nil {
			return nil, err
		}
		r.Value = value
		if sum := o.p.engine.Summary(key); sum != "" {
			r.Headers = append(r.Headers, stream.Header{Key: headerSummary, Value: []byte(sum)})
		}
		records = append(records, r)
	}
	return records, nil
}
