package forecast

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"time"
)

// maxSeconds bounds the distance of an event from its root: a century.
const maxSeconds = 100 * 366 * 24 * 3600

// Cascade is one recorded cascade.
type Cascade struct {
	ID string
	// Dataset is where it comes from, where the record says so.
	Dataset string
	// Times are the seconds of every event, the root first, in order of arrival.
	Times []float64
}

// cascadeLine is a Cascade as it lies in a file. Other fields are ignored, the type of the events among them: replies and quotes count like
// reshares.
type cascadeLine struct {
	ID      *string   `json:"id"`
	Dataset any       `json:"dataset"`
	Times   []float64 `json:"t"`
}

// DecodeCascade reads one line: a JSON object with "id", a text, and "t", the seconds of every event, of which the first is the root.
// Unknown fields are ignored. The error says what is wrong in words for a person.
func DecodeCascade(line []byte) (Cascade, error) {
	var l cascadeLine
	if err := json.Unmarshal(line, &l); err != nil {
		var wrong *json.UnmarshalTypeError
		if errors.As(err, &wrong) && wrong.Field != "" {
			return Cascade{}, fmt.Errorf("%q is a %s, want %s", wrong.Field, wrong.Value, wanted(wrong.Field))
		}
		if errors.As(err, &wrong) {
			return Cascade{}, errors.New("this is no JSON object")
		}
		return Cascade{}, fmt.Errorf("this is no JSON: %w", err)
	}
	switch {
	case l.ID == nil || *l.ID == "":
		return Cascade{}, errors.New(`"id" is missing`)
	case len(l.Times) == 0:
		return Cascade{}, errors.New(`"t" is missing: the seconds of every event, the root first`)
	case len(l.Times) > math.MaxUint32:
		return Cascade{}, errors.New(`"t" has too many events`)
	}
	for i, t := range l.Times {
		if math.Abs(t) > maxSeconds || math.Abs(t-l.Times[0]) > maxSeconds {
			return Cascade{}, fmt.Errorf(`"t" has %v s at event %d, more than a century`, t, i)
		}
	}
	c := Cascade{ID: *l.ID, Times: l.Times}
	c.Dataset, _ = l.Dataset.(string)
	return c, nil
}

func wanted(field string) string {
	if field == "t" {
		return "a list of seconds"
	}
	return "a text"
}

// N returns the number of events after the root.
func (c *Cascade) N() int { return len(c.Times) - 1 }

// Time returns the moment of an event on a made-up calendar on which the root is posted in 2001, whatever its seconds.
func (c *Cascade) Time(event int) time.Time {
	const root = 1_000_000_000_000
	return time.UnixMilli(root + int64(math.Round((c.Times[event]-c.Times[0])*1000)))
}
