// Package backtest compares what a configuration pages with what people say it should have paged: precision, recall, lead time and pages a
// day, each with its 95 % interval.
package backtest

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"firebreak/daemon/source/jsonl"
)

// Label is what somebody says about one thread.
type Label struct {
	ThreadID string
	// Page says that it deserved a page.
	Page bool
	// At is when it went wrong or viral; zero where nobody knows.
	At time.Time
}

// record is a label as it is written.
type record struct {
	ThreadID *string `json:"thread_id"`
	Page     *bool   `json:"page"`
	At       *string `json:"at"`
}

// ReadLabels reads labels, one JSON object a line; other fields are ignored. bad takes each line that is no label, or is the second of a
// thread. The error is that of the reader.
func ReadLabels(in io.Reader, bad func(line int, reason string)) ([]Label, error) {
	var labels []Label
	first := map[string]int{}
	err := jsonl.Lines(in, func(line []byte, number int) error {
		l, err := readLabel(line)
		if err != nil {
			bad(number, err.Error())
			return nil
		}
		if at, ok := first[l.ThreadID]; ok {
			bad(number, fmt.Sprintf("the thread has a label on line %d already", at))
			return nil
		}
		first[l.ThreadID] = number
		labels = append(labels, l)
		return nil
	}, bad)
	if err != nil {
		return nil, fmt.Errorf("reading the labels: %w", err)
	}
	return labels, nil
}

func readLabel(line []byte) (Label, error) {
	var r record
	if err := json.Unmarshal(line, &r); err != nil {
		var kind *json.UnmarshalTypeError
		if errors.As(err, &kind) && kind.Field != "" {
			return Label{}, fmt.Errorf("%s must not be a %s", kind.Field, kind.Value)
		}
		return Label{}, fmt.Errorf("this is no JSON object: %w", err)
	}
	switch {
	case r.ThreadID == nil || *r.ThreadID == "":
		return Label{}, errors.New("thread_id is required")
	case r.Page == nil:
		return Label{}, errors.New("page is required: true or false")
	}
	l := Label{ThreadID: *r.ThreadID, Page: *r.Page}
	if r.At != nil {
		at, err := time.Parse(time.RFC3339, *r.At)
		if err != nil {
			return Label{}, fmt.Errorf("at is not an RFC 3339 time, such as 2026-03-02T09:00:00Z: %q", *r.At)
		}
		l.At = at.UTC()
	}
	return l, nil
}
