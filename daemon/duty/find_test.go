package duty_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"firebreak/daemon/duty"
	"firebreak/daemon/stream"
	"firebreak/detectors"
)

func (memory) Partitions() int { return 1 }

func TestFindThread(t *testing.T) {
	t.Parallel()
	m := memory{}
	add := func(x detectors.Mention) {
		x.CreatedAt, x.Author.ID, x.Source = noon(), "jane", "x"
		data, err := json.Marshal(x)
		require.NoError(t, err)
		m.add(stream.Record{Topic: stream.TopicMentions, Key: []byte(x.Brand + "|" + x.ID), Value: data, Thread: x.ThreadID})
	}
	add(detectors.Mention{ID: "x:1", ThreadID: "x:1", Kind: detectors.KindPost, Brand: "Acme", Text: "a", URL: "https://x.com/jane/status/1"})
	add(detectors.Mention{ID: "x:2", ThreadID: "x:1", Kind: detectors.KindPost, Brand: "Globex", Text: "b", URL: "https://social.example/@jane/2/"})
	add(detectors.Mention{ID: "e:3", ThreadID: "x:1", Kind: detectors.KindEdit, Brand: "Acme", Text: "c", InReplyTo: "x:3"})
	add(detectors.Mention{ID: "d:4", ThreadID: "x:1", Kind: detectors.KindDelete, Brand: "Acme", InReplyTo: "x:4"})
	m.add(stream.Record{Topic: stream.TopicMentions, Key: []byte("x"), Value: []byte("{"), Thread: "x:9"})
	m.add(stream.Record{Topic: stream.TopicMentions, Key: []byte("x")})
	tests := []struct{ name, id, brand string }{
		{"x:1", "t:x:1", "Acme"},
		{" t:x:1 ", "t:x:1", "Acme"},
		{"x:1#Globex", "t:x:1#Globex", "Globex"},
		{"x:2", "t:x:1", "Globex"},
		{"x:3", "t:x:1", "Acme"},
		{"https://mobile.x.com/jane/status/1?s=20", "t:x:1", "Acme"},
		{"https://social.example/@jane/2", "t:x:1", "Globex"},
		{"x:4", "", ""},
		{"x:9", "", ""},
		{"https://x.com/jane/status/7", "", ""},
		{"", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e, err := duty.FindThread(t.Context(), m, tt.name)
			require.NoError(t, err)
			if tt.id == "" {
				require.Nil(t, e)
				return
			}
			require.NotNil(t, e)
			require.Equal(t, tt.id, e.Incident.ID)
			require.Equal(t, tt.brand, e.Incident.Brand)
			require.Equal(t, 0, e.Partition)
		})
	}
}
