package x

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"time"

	"github.com/dghubble/go-twitter/twitter"

	"firebreak/detectors"
)

// Read makes mentions of one message, as a connection does.
func Read(message []byte, now time.Time) []detectors.Mention {
	c := &connection{ctx: noContext(), cancel: func(error) {}, stall: time.Hour, now: func() time.Time { return now }, rejected: func([]byte, string) {}}
	f := newFramer(c, io.NopCloser(bytes.NewReader(message)))
	defer func() { _ = f.Close() }()
	data, err := io.ReadAll(f)
	if err != nil {
		return nil
	}
	var out []detectors.Mention
	for line := range bytes.SplitSeq(data, []byte("\r\n")) {
		out = append(out, decoded(c, line)...)
	}
	return out
}

func noContext() context.Context { return context.Background() }

// decoded does what the library does with a whole message.
func decoded(c *connection, line []byte) []detectors.Mention {
	if len(line) == 0 {
		return nil
	}
	var top map[string]json.RawMessage
	if json.Unmarshal(line, &top) != nil {
		return nil
	}
	if top["retweet_count"] != nil {
		var t twitter.Tweet
		// As the library, which takes what a wrong type leaves.
		_ = json.Unmarshal(line, &t)
		return mentionsOf(&t)
	}
	if top["delete"] != nil {
		var d struct {
			Delete struct {
				Status *twitter.StatusDeletion `json:"status"`
			} `json:"delete"`
		}
		if json.Unmarshal(line, &d) == nil && d.Delete.Status != nil {
			return []detectors.Mention{deletionOf(d.Delete.Status, c.takeDeleted(statusID(d.Delete.Status.IDStr, d.Delete.Status.ID)))}
		}
	}
	return nil
}
