package score

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/cespare/xxhash/v2"
	jsonv2 "github.com/go-json-experiment/json"

	"firebreak/daemon/escalation"
	"firebreak/daemon/stream"
)

// Record is a value on the compacted topic "threads": a thread's state and what it was made from.
type Record struct {
	State
	// Applied is the highest offset applied of each input topic.
	Applied map[string]int64 `json:"applied,omitempty"`
	// Generation is the group generation that wrote it.
	Generation int32 `json:"generation"`
	// Quiet reports that nothing runs but the time after which the thread is forgotten.
	Quiet bool `json:"quiet,omitempty"`
	// Due is when the earliest clock of a thread that is not quiet runs out, by the settings that Clocks is the hash of: a restart with the same
	// settings reads no more of the record before then.
	Due    time.Time `json:"due,omitzero"`
	Clocks string    `json:"clocks,omitempty"`
}

// offsets are the highest offsets applied of the input topics, each plus one, so that zero is none.
type offsets struct{ mentions, actions int64 }

// of is the place of a topic's offset, nil for one that the stage does not read.
func (o *offsets) of(topic string) *int64 {
	switch topic {
	case stream.TopicMentions:
		return &o.mentions
	case stream.TopicActions:
		return &o.actions
	}
	return nil
}

func (o *offsets) note(topic string, offset int64) {
	if at := o.of(topic); at != nil {
		*at = offset + 1
	}
}

func (o *offsets) has(topic string, offset int64) bool {
	at := o.of(topic)
	return at != nil && offset < *at
}

func (o *offsets) record() map[string]int64 {
	var out map[string]int64
	for _, topic := range []string{stream.TopicMentions, stream.TopicActions} {
		if at := o.of(topic); *at > 0 {
			if out == nil {
				out = map[string]int64{}
			}
			out[topic] = *at - 1
		}
	}
	return out
}

// Record encodes the state of a key for the changelog. It returns nil where there is none.
func (e *Engine) Record(key string, generation int32) ([]byte, error) {
	sl := e.slots[key]
	if sl == nil {
		return nil, nil
	}
	s := e.load(sl)
	if s == nil {
		return nil, e.err
	}
	return e.encodeRecord(sl, s, generation)
}

// encodeRecord encodes a state as it stands in the changelog.
func (e *Engine) encodeRecord(sl *slot, s *State, generation int32) ([]byte, error) {
	rec := Record{State: *s, Applied: s.applied.record(), Generation: generation, Quiet: quiet(s)}
	if !rec.Quiet {
		rec.Due, rec.Clocks = sl.due.time(), e.clocks
	}
	data, err := json.Marshal(rec)
	if err != nil {
		return nil, fmt.Errorf("encoding thread %q: %w", sl.key, err)
	}
	return data, nil
}

// errNoThread is what a record without a thread gives.
var errNoThread = errors.New("it holds no thread")

// decodeRecord decodes all of a record.
func decodeRecord(data []byte) (*State, error) {
	var rec Record
	if err := jsonv2.Unmarshal(data, &rec); err != nil {
		return nil, fmt.Errorf("decoding a thread: %w", err)
	}
	if rec.Thread == nil {
		return nil, errNoThread
	}
	s := &rec.State
	for topic, offset := range rec.Applied {
		s.applied.note(topic, offset)
	}
	return s, nil
}

// head is what of a record must be known while its thread is cold.
type head struct {
	Thread *struct {
		LastAt     time.Time `json:"last_at"`
		LastPostAt time.Time `json:"last_post_at"`
	} `json:"thread"`
	Incident *struct {
		Event  int32  `json:"event"`
		Crisis string `json:"crisis"`
	} `json:"incident"`
	Quiet  bool      `json:"quiet"`
	Due    time.Time `json:"due"`
	Clocks string    `json:"clocks"`
}

// RestoreRecord takes a value of the changelog. What is not needed yet is not decoded, but all of it is checked to be JSON.
func (e *Engine) RestoreRecord(key string, data []byte) error {
	var h head
	if err := jsonv2.Unmarshal(data, &h); err != nil {
		return fmt.Errorf("decoding a thread: %w", err)
	}
	if h.Thread == nil {
		return errNoThread
	}
	sum := summary{posted: secondsOf(h.Thread.LastPostAt.Unix()), quiet: h.Quiet && h.Incident == nil}
	if h.Incident != nil {
		sum.event, sum.attached = h.Incident.Event, h.Incident.Crisis != ""
	}
	due := h.Due
	switch {
	case sum.quiet:
		due = h.Thread.LastAt.Add(e.cfg.Escalation.ForgetAfter)
	case due.IsZero() || h.Clocks != e.clocks:
		s, err := decodeRecord(data)
		if err != nil {
			return err
		}
		sum = summarize(s)
		due = e.cfg.Escalation.NextDeadline(s.Thread, s.Incident).Due
	}
	e.restoreCold(key, data, sum, instantOf(due))
	return nil
}

// restoreCold keeps a record, whatever was there of its key.
func (e *Engine) restoreCold(key string, data []byte, sum summary, due instant) {
	sl := e.slot(key)
	e.leaveHot(sl)
	e.store(sl, data, sum)
	e.due.wind(sl, due)
}

// clocksRevision is part of the hash of settings: raise it when escalation's NextDeadline comes to give other times.
const clocksRevision = 2

// clocksOf identifies what escalation's NextDeadline makes times from.
func clocksOf(c *escalation.Config) string {
	text := fmt.Sprint(clocksRevision, c.FirstReply, c.NextReply, c.PrivateHandoff, c.Crisis, c.LowerAfter, c.ResolveAfter, c.ForgetAfter, c.Hours.String())
	return strconv.FormatUint(xxhash.Sum64String(text), 16)
}
