package stream

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// maxDeadLetter bounds an encoded dead letter, whose payload grows by a third in base64: what is larger keeps its beginning.
const maxDeadLetter = MaxMessageBytes - 64<<10

const (
	// maxDeadLetterText bounds the texts of a dead letter that was cut, in bytes; JSON may write six for one.
	maxDeadLetterText = 2 << 10
	maxDeadLetterRest = 64 << 10
)

// ErrNotResendable is returned by Resend for a dead letter that can only be shown.
var ErrNotResendable = errors.New("dead letter cannot be sent again")

// ErrNoDeadLetter is returned by Resend when there is none at the offset.
var ErrNoDeadLetter = errors.New("no dead letter at this offset")

// DeadLetter writes what could not be processed. The payload must have been masked: nothing is looked at here. What is too large
// for the topic loses the end of its payload, and can then only be shown.
func (c *Client) DeadLetter(ctx context.Context, d DeadLetter) error {
	value, err := encodeDeadLetter(d)
	if err != nil {
		return fmt.Errorf("writing a dead letter: %w", err)
	}
	r := Record{Topic: TopicDeadletter, Key: []byte(d.Stage), Value: value, Time: d.At}
	if err := c.Produce(ctx, r); err != nil {
		return fmt.Errorf("writing a dead letter: %w", err)
	}
	return nil
}

func encodeDeadLetter(d DeadLetter) ([]byte, error) {
	value, err := json.Marshal(d)
	if err != nil {
		return nil, err
	}
	if len(value) <= maxDeadLetter {
		return value, nil
	}
	// Only what shows it is kept; the place says where the rest is.
	d.Topic, d.Key, d.Thread, d.Headers = "", nil, "", nil
	d.Stage, d.Place, d.Reason = cut(d.Stage), cut(d.Place), cut(d.Reason)+" (payload cut)"
	d.Payload = d.Payload[:min(len(d.Payload), (maxDeadLetter-maxDeadLetterRest)/4*3)]
	return json.Marshal(d)
}

// cut keeps the beginning of a text, whole characters of it.
func cut(text string) string {
	if len(text) <= maxDeadLetterText {
		return text
	}
	return strings.ToValidUTF8(text[:maxDeadLetterText], "") + "…"
}

// decodeDeadLetter reads a value of the topic.
func decodeDeadLetter(value []byte) (DeadLetter, error) {
	var d DeadLetter
	if err := json.Unmarshal(value, &d); err != nil {
		return DeadLetter{}, fmt.Errorf("decoding a dead letter: %w", err)
	}
	return d, nil
}

// ListDeadLetters calls fn for every dead letter that is kept, oldest first, with the offset that Resend takes. One that cannot be read is
// given with the reason why and its bytes as payload. fn's error ends it, ErrStop without an error.
func (c *Client) ListDeadLetters(ctx context.Context, fn func(offset int64, d DeadLetter) error) error {
	err := c.ReadPartition(ctx, TopicDeadletter, 0, -1, -1, func(r Record) error { return fn(r.Offset, readDeadLetter(r)) })
	if err != nil {
		return fmt.Errorf("listing dead letters: %w", err)
	}
	return nil
}

func readDeadLetter(r Record) DeadLetter {
	d, err := decodeDeadLetter(r.Value)
	if err != nil {
		return DeadLetter{Stage: string(r.Key), Place: fmt.Sprintf("%s/0@%d", TopicDeadletter, r.Offset), Reason: err.Error(), Payload: r.Value, At: r.Time}
	}
	return d
}

// Resend writes the dead letter at an offset to where it came from, with its key, thread and headers, and with the marks that masking left
// in it. The dead letter stays. It may be sent more than once: consumers drop what they know.
func (c *Client) Resend(ctx context.Context, offset int64) error {
	if offset < 0 {
		return fmt.Errorf("%w: %d", ErrNoDeadLetter, offset)
	}
	var found *DeadLetter
	err := c.ReadPartition(ctx, TopicDeadletter, 0, offset, offset+1, func(r Record) error {
		d := readDeadLetter(r)
		found = &d
		return nil
	})
	switch {
	case err != nil:
		return fmt.Errorf("sending a dead letter again: %w", err)
	case found == nil:
		return fmt.Errorf("%w: %d", ErrNoDeadLetter, offset)
	case found.Topic == "" || found.Topic == TopicDeadletter:
		return fmt.Errorf("%w: offset %d, from %s: it has no topic", ErrNotResendable, offset, found.Place)
	}
	if err := c.Produce(ctx, found.record()); err != nil {
		return fmt.Errorf("sending a dead letter again: %w", err)
	}
	return nil
}

// record is what Resend writes.
func (d DeadLetter) record() Record {
	r := Record{Topic: d.Topic, Key: d.Key, Thread: d.Thread, Value: d.Payload}
	names := make([]string, 0, len(d.Headers))
	for name := range d.Headers {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		r.Headers = append(r.Headers, Header{Key: name, Value: []byte(d.Headers[name])})
	}
	return r
}
