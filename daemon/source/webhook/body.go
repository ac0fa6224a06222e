package webhook

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"firebreak/daemon/source/jsonl"
)

const (
	// maxRecords bounds the records of a request.
	maxRecords = 10_000
	// shownRaw bounds the bytes of a bad record that go to the dead letters.
	shownRaw = 64 << 10
)

// form is the way that a body is written.
type form int

const (
	// formJSON is one mention or an array of mentions.
	formJSON form = iota + 1
	// formLines is one mention a line.
	formLines
	// formEvent is a CloudEvent whose data is a mention.
	formEvent
	// formEvents is an array of such.
	formEvents
)

// record is one record of a body. It is bad already where reason says why.
type record struct {
	raw    []byte
	reason string
}

// errTooMany says that there are more than maxRecords.
var errTooMany = errors.New("too many records")

// split cuts a body into records. A body that is broken as a whole is an *httpError, a bad record in it is not.
func split(f form, body []byte) ([]record, error) {
	var records []record
	var err error
	body = bytes.TrimPrefix(body, []byte("\ufeff"))
	switch f {
	case formLines:
		records, err = splitLines(body)
	case formJSON:
		records, err = splitJSON(body, true)
	case formEvent:
		records, err = splitJSON(body, false)
		unwrap(records)
	case formEvents:
		records, err = splitJSON(body, true)
		unwrap(records)
	}
	switch {
	case errors.Is(err, errTooMany):
		return nil, &httpError{
			status: http.StatusRequestEntityTooLarge, text: fmt.Sprintf("more than %d records: send fewer at once", maxRecords),
		}
	case err != nil:
		return nil, &httpError{status: http.StatusBadRequest, text: "the body is not valid JSON: " + err.Error()}
	}
	return records, nil
}

// splitLines cuts a body into lines.
func splitLines(body []byte) ([]record, error) {
	var records []record
	add := func(r record) error {
		if len(records) >= maxRecords {
			return errTooMany
		}
		records = append(records, r)
		return nil
	}
	var badErr error
	err := jsonl.Lines(bytes.NewReader(body), func(line []byte, _ int) error {
		return add(record{raw: bytes.Clone(line)})
	}, func(_ int, reason string) {
		badErr = errors.Join(badErr, add(record{reason: reason}))
	})
	return records, errors.Join(err, badErr)
}

// splitJSON returns the elements of an array, where one is allowed, or the one value. Their bytes are those of body.
func splitJSON(body []byte, array bool) ([]record, error) {
	dec := jsontext.NewDecoder(bytes.NewReader(body), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	var records []record
	if array && dec.PeekKind() == '[' {
		if _, err := dec.ReadToken(); err != nil {
			return nil, plainError(err)
		}
		for dec.PeekKind() != ']' {
			raw, err := dec.ReadValue()
			if err != nil {
				return nil, plainError(err)
			}
			if len(records) >= maxRecords {
				return nil, errTooMany
			}
			records = append(records, record{raw: bytes.Clone(raw)})
		}
		if _, err := dec.ReadToken(); err != nil {
			return nil, plainError(err)
		}
	} else {
		raw, err := dec.ReadValue()
		if err != nil {
			return nil, plainError(err)
		}
		records = []record{{raw: bytes.Clone(raw)}}
	}
	if _, err := dec.ReadToken(); !errors.Is(err, io.EOF) {
		return nil, errors.New("there is something behind the JSON value; for one record a line use application/x-ndjson")
	}
	return records, nil
}

// plainError words an error of the tokenizer without quoting the body, which may hold anything.
func plainError(err error) error {
	var syntax *jsontext.SyntacticError
	switch {
	case errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF):
		return errors.New("it ends too early")
	case errors.As(err, &syntax):
		return fmt.Errorf("there is a fault at byte %d", syntax.ByteOffset)
	}
	return errors.New("it cannot be read")
}

// unwrap puts the data of CloudEvents into the place of the events.
func unwrap(records []record) {
	for i := range records {
		var event struct {
			SpecVersion string          `json:"specversion"`
			Data        json.RawMessage `json:"data"`
		}
		err := json.Unmarshal(records[i].raw, &event)
		switch {
		case err != nil:
			records[i].reason = "it is not a CloudEvent"
		case !strings.HasPrefix(event.SpecVersion, "1."):
			records[i].reason = "it is not a CloudEvent of version 1: specversion must be 1.0"
		case len(event.Data) == 0:
			records[i].reason = "the CloudEvent has no data; data_base64 is not supported"
		default:
			records[i].raw = event.Data
		}
	}
}
