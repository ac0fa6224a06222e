package crises

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"go.uber.org/zap"

	"firebreak/daemon/escalation"
	"firebreak/daemon/escalation/crisis"
	"firebreak/daemon/obs"
	"firebreak/daemon/score"
	"firebreak/daemon/stream"
)

// BaselineKey is the key of the record on the topic "crises" that holds what is usual; every other key is a crisis's id.
const BaselineKey = "baseline"

// baselineEvery is how often the baseline is written where nothing else happens: after a crash the pulses since then are counted again.
const baselineEvery = 10 * time.Minute

// Baseline is the value of the record BaselineKey.
type Baseline struct {
	// Applied is the offset of the last pulse that State counts, -1 for none.
	Applied int64        `json:"applied"`
	State   crisis.State `json:"state"`
	// Claims are what the brands' accounts said last.
	Claims Claims `json:"claims,omitzero"`
}

// Broker is what the stage needs of Kafka.
type Broker interface {
	stream.Producer
	ReadPartition(ctx context.Context, topic string, partition int, from, to int64, fn func(stream.Record) error) error
	DeadLetter(ctx context.Context, d stream.DeadLetter) error
}

// Stage makes the processors of the crisis stage. The configuration may be swapped at any time.
type Stage struct {
	broker  Broker
	log     *zap.Logger
	metrics *Metrics
	now     func() time.Time
	mask    func(string) string
	cfg     atomic.Pointer[Config]
}

// NewStage wires the stage. mask hides personal data in what goes to the dead letters.
func NewStage(broker Broker, cfg Config, mask func(string) string, now func() time.Time, metrics *Metrics, log *zap.Logger) *Stage {
	s := &Stage{broker: broker, log: log, metrics: metrics, now: now, mask: mask}
	s.cfg.Store(&cfg)
	return s
}

// Reload swaps the configuration.
func (s *Stage) Reload(cfg Config) { s.cfg.Store(&cfg) }

// Group describes the stage's consumer group. Pulse has one partition; what people do to crises comes on partition 0 of the actions.
func (s *Stage) Group() stream.GroupConfig {
	return stream.GroupConfig{ID: "crisis", Topics: []string{stream.TopicPulse, stream.TopicActions}, New: s.New}
}

// New makes the processor of a partition. That of partition 0 restores the baseline and the crises that run before it returns.
func (s *Stage) New(ctx context.Context, partition int, _ stream.Generation) (stream.Processor, error) {
	if partition != 0 {
		return bystander{}, nil
	}
	cfg := s.cfg.Load()
	p := &processor{stage: s, cfg: cfg, engine: NewEngine(*cfg), applied: -1, written: s.now()}
	if err := p.restore(ctx); err != nil {
		return nil, fmt.Errorf("restoring the crises: %w", err)
	}
	return p, nil
}

// bystander takes the partitions of actions that are of threads.
type bystander struct{}

func (bystander) Process(context.Context, []stream.Record) error { return nil }
func (bystander) Idle(context.Context, bool) error               { return nil }
func (bystander) Close() error                                   { return nil }

// processor owns all crises.
type processor struct {
	stage  *Stage
	cfg    *Config
	engine *Engine
	// applied is the offset of the last pulse that was counted.
	applied int64
	// clock is the latest time of a record, held to the wall: what is now while pulses wait.
	clock time.Time
	// written is when the baseline was last written, dirty whether it changed since.
	written time.Time
	dirty   bool
	// waiting are effects of the restoring, to be written first.
	waiting []Effect
}

// restore reads the baseline, and the incidents of crises that run.
func (p *processor) restore(ctx context.Context) error {
	err := p.stage.broker.ReadPartition(ctx, stream.TopicCrises, 0, -1, -1, func(r stream.Record) error {
		if string(r.Key) != BaselineKey || r.Value == nil {
			return nil
		}
		var b Baseline
		if err := json.Unmarshal(r.Value, &b); err != nil {
			return fmt.Errorf("%s offset %d: %w", stream.TopicCrises, r.Offset, err)
		}
		if err := p.engine.Restore(b.State, b.Claims); err != nil {
			return fmt.Errorf("%s offset %d: %w", stream.TopicCrises, r.Offset, err)
		}
		p.applied = b.Applied
		return nil
	})
	if err != nil {
		return err
	}
	return p.stage.broker.ReadPartition(ctx, stream.TopicIncidents, 0, -1, -1, func(r stream.Record) error {
		if _, thread := score.ThreadKey(string(r.Key)); thread || r.Value == nil {
			return nil
		}
		var inc escalation.Incident
		if err := json.Unmarshal(r.Value, &inc); err != nil {
			return fmt.Errorf("%s offset %d: %w", stream.TopicIncidents, r.Offset, err)
		}
		p.waiting = append(p.waiting, p.engine.Adopt(&inc)...)
		return nil
	})
}

// Process counts pulses and applies actions, and makes what follows durable.
func (p *processor) Process(ctx context.Context, batch []stream.Record) error {
	p.reload()
	var out []Effect
	wall := p.stage.now()
	for i := range batch {
		r := &batch[i]
		if r.Value == nil {
			continue
		}
		var bad error
		switch r.Topic {
		case stream.TopicPulse:
			bad = p.pulse(ctx, r, wall, &out)
		case stream.TopicActions:
			var a escalation.Action
			if bad = json.Unmarshal(r.Value, &a); bad == nil {
				out = append(out, p.engine.Act(a)...)
			}
		}
		if bad == nil {
			continue
		}
		if ctx.Err() != nil {
			return bad
		}
		if err := p.bury(ctx, r, bad); err != nil {
			return err
		}
	}
	return p.write(ctx, out)
}

// pulse counts one pulse, after those that were counted before a crash and not written down.
func (p *processor) pulse(ctx context.Context, r *stream.Record, wall time.Time, out *[]Effect) error {
	if r.Offset <= p.applied {
		return nil
	}
	var pulse escalation.Pulse
	if err := json.Unmarshal(r.Value, &pulse); err != nil {
		return fmt.Errorf("decoding a pulse: %w", err)
	}
	if r.Offset > p.applied+1 {
		if err := p.catchUp(ctx, p.applied+1, r.Offset); err != nil {
			return err
		}
	}
	at := pulse.Minute
	if at.After(wall) {
		// A post from the future must not move the minutes.
		at = wall
	}
	if at.After(p.clock) {
		p.clock = at
	}
	*out = append(*out, p.engine.Advance(p.clock)...)
	*out = append(*out, p.engine.Apply(&pulse)...)
	p.applied, p.dirty = r.Offset, true
	return nil
}

// catchUp counts the pulses between the last baseline and the committed offset. What they led to was made durable before they were committed.
func (p *processor) catchUp(ctx context.Context, from, to int64) error {
	err := p.stage.broker.ReadPartition(ctx, stream.TopicPulse, 0, from, to, func(r stream.Record) error {
		var pulse escalation.Pulse
		if r.Value != nil && json.Unmarshal(r.Value, &pulse) == nil {
			p.engine.Recount(&pulse)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("counting pulses %d to %d again: %w", from, to, err)
	}
	return nil
}

// Idle lets the minutes pass: by the wall once everything that waits has been counted.
func (p *processor) Idle(ctx context.Context, caughtUp bool) error {
	p.reload()
	if caughtUp {
		if now := p.stage.now(); now.After(p.clock) {
			p.clock = now
		}
	}
	if p.clock.IsZero() {
		return nil
	}
	return p.write(ctx, p.engine.Advance(p.clock))
}

// Close frees nothing: the processor has nothing but memory.
func (p *processor) Close() error { return nil }

func (p *processor) reload() {
	if cfg := p.stage.cfg.Load(); cfg != p.cfg {
		p.cfg = cfg
		p.engine.Reconfigure(*cfg)
	}
}

// write makes effects durable: incidents, then the crises that threads hear of, then the baseline.
func (p *processor) write(ctx context.Context, effects []Effect) error {
	effects = append(p.waiting, effects...)
	p.waiting = nil
	var records []stream.Record
	add := func(topic, key, id string, at time.Time, value any) error {
		data, err := json.Marshal(value)
		if err != nil {
			return fmt.Errorf("encoding a record for %s: %w", topic, err)
		}
		records = append(records, stream.Record{
			Topic: topic, Key: []byte(key), Value: data, Headers: stream.CloudEvent{
				ID: id, Source: "firebreak/crisis", Type: "firebreak." + topic + ".v1", Time: at, ContentType: "application/json",
			}.Headers(),
		})
		return nil
	}
	for _, eff := range effects {
		if a := eff.Action; a != nil {
			if err := add(stream.TopicActions, a.Incident, a.ID, a.At, a); err != nil {
				return err
			}
			// Its owner is the conversation's.
			records[len(records)-1].Thread, _ = score.ThreadKey(a.Incident)
		}
		if inc := eff.Incident; inc != nil {
			if err := add(stream.TopicIncidents, inc.ID, inc.ID+"/"+strconv.Itoa(inc.Event), inc.UpdatedAt, inc); err != nil {
				return err
			}
		}
		if c := eff.Crisis; c != nil {
			if err := add(stream.TopicCrises, c.ID, c.ID+"/"+c.LastAt.Format(time.RFC3339), c.LastAt, c); err != nil {
				return err
			}
		}
	}
	now := p.stage.now()
	if len(records) > 0 || p.dirty && now.Sub(p.written) >= baselineEvery {
		state := p.engine.State()
		if err := add(stream.TopicCrises, BaselineKey, BaselineKey+"/"+strconv.FormatInt(p.applied, 10), now, Baseline{Applied: p.applied, State: state, Claims: p.engine.Claims()}); err != nil {
			return err
		}
		p.written, p.dirty = now, false
	}
	if len(records) > 0 {
		if err := p.stage.broker.Produce(ctx, records...); err != nil {
			return fmt.Errorf("writing crises: %w", err)
		}
	}
	for _, eff := range effects {
		if d := eff.Decision; d != nil {
			p.stage.metrics.decision(d)
			p.stage.log.Info("decided", zap.String(obs.KeyIncident, d.Incident), zap.String(obs.KeyAction, string(d.Action)),
				zap.String(obs.KeyLevel, string(d.Level)), zap.String(obs.KeySeverity, string(d.Severity)), zap.Float64(obs.KeyPriority, d.Priority),
				zap.Strings(obs.KeyKinds, d.Kinds), zap.String(obs.KeyMention, d.MentionID), zap.Time(obs.KeyAt, d.Time))
		}
	}
	return nil
}

// bury puts a record that cannot be read among the dead letters.
func (p *processor) bury(ctx context.Context, r *stream.Record, bad error) error {
	payload := strings.ToValidUTF8(string(r.Value), "\uFFFD")
	masked := p.stage.mask(payload)
	p.stage.metrics.bad.Inc()
	err := p.stage.broker.DeadLetter(ctx, stream.DeadLetter{
		Stage: "crisis", Place: fmt.Sprintf("%s/%d@%d", r.Topic, r.Partition, r.Offset), Reason: bad.Error(),
		Topic: r.Topic, Key: r.Key, Thread: r.Thread, Payload: []byte(masked), Masked: masked != payload, At: p.stage.now(),
	})
	if err != nil {
		return fmt.Errorf("burying %s offset %d: %w", r.Topic, r.Offset, err)
	}
	return nil
}
