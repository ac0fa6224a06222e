package duty_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"firebreak/daemon/duty"
	"firebreak/daemon/escalation"
	"firebreak/daemon/stream"
	"firebreak/daemon/stream/streamtest"
)

// noon is when the tests begin.
func noon() time.Time { return time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC) }

// memory is a Kafka of records, by topic; everything stands in partition 0.
type memory map[string][]stream.Record

func (m memory) add(r stream.Record) {
	r.Offset = int64(len(m[r.Topic]))
	m[r.Topic] = append(m[r.Topic], r)
}

func (m memory) ReadPartition(_ context.Context, topic string, _ int, _, _ int64, fn func(stream.Record) error) error {
	for _, r := range m[topic] {
		if err := fn(r); errors.Is(err, stream.ErrStop) {
			return nil
		} else if err != nil {
			return err
		}
	}
	return nil
}

func (memory) PartitionFor(string) int { return 0 }

// incidentRecord is a record of the topic "incidents".
func incidentRecord(t testing.TB, inc *escalation.Incident, headers ...stream.Header) stream.Record {
	t.Helper()
	data, err := json.Marshal(inc)
	require.NoError(t, err)
	return stream.Record{Topic: stream.TopicIncidents, Key: []byte(inc.ID), Value: data, Headers: headers}
}

func TestReadKeepsTheLatestMostUrgentFirst(t *testing.T) {
	t.Parallel()
	m := memory{}
	put := func(id string, level escalation.Level, priority float64, status escalation.Status) {
		m.add(incidentRecord(t, &escalation.Incident{ID: id, Level: level, Priority: priority, Status: status, OpenedAt: noon()}))
	}
	put("t:low", escalation.LevelWatch, .9, escalation.StatusOpen)
	put("t:page", escalation.LevelNotify, .1, escalation.StatusOpen)
	put("t:gone", escalation.LevelPage, 1, escalation.StatusOpen)
	put("t:done", escalation.LevelPage, 1, escalation.StatusResolved)
	put("c:b", escalation.LevelNotify, .5, escalation.StatusOpen)
	put("c:a", escalation.LevelNotify, .5, escalation.StatusOpen)
	put("t:page", escalation.LevelPage, .2, escalation.StatusAcknowledged)
	m.add(stream.Record{Topic: stream.TopicIncidents, Key: []byte("t:gone")})
	m.add(stream.Record{Topic: stream.TopicIncidents, Key: []byte("t:x"), Value: []byte(`{"id":"t:y"}`)})
	m.add(stream.Record{Topic: stream.TopicIncidents, Key: []byte("t:z"), Value: []byte(`{`)})
	list, err := duty.Read(t.Context(), m)
	require.NoError(t, err)
	var ids []string
	for i := range list.Entries {
		ids = append(ids, list.Entries[i].Incident.ID)
	}
	require.Equal(t, []string{"t:page", "c:a", "c:b", "t:low", "t:done"}, ids)
	require.Equal(t, escalation.StatusAcknowledged, list.Find("t:page").Incident.Status)
	require.Nil(t, list.Find("t:gone"))
	require.Len(t, list.Bad, 2)
	require.EqualValues(t, 10, list.End)
	require.Equal(t, []string{"c:a", "c:b"}, list.Like("c:", 2))
	require.Empty(t, list.Like("", 2))
}

func TestOverdue(t *testing.T) {
	t.Parallel()
	past, future := noon().Add(-time.Minute), noon().Add(time.Minute)
	inc := &escalation.Incident{Clocks: []escalation.Clock{
		{Name: "first_reply", Due: past, State: "overdue"},
		{Name: "first_reply", Due: past, State: "overdue"},
		{Name: "next_reply", Due: past, State: "running"},
		{Name: "private_handoff", Due: future, State: "running"},
		{Name: "gdpr_authority", Due: past, State: "warned"},
		{Name: "nis2", Due: past, State: "met"},
	}}
	require.Equal(t, []string{"first_reply", "next_reply", "gdpr_authority"}, duty.Overdue(inc, noon()))
}

func TestActionsGoToTheirOwner(t *testing.T) {
	t.Parallel()
	client := streamtest.Start(t)
	tests := []struct {
		name, incident string
		owner          int
		want           int
		thread         string
	}{
		{"a thread's", "t:x:1", -1, client.PartitionFor("x:1"), "x:1"},
		{"a thread's whose record names the owner", "t:x:1#Acme", 3, 3, "x:1#Acme"},
		{"a crisis's", "c:Acme/outage/1", -1, 0, ""},
		{"an account's", "a:Acme/u1", 2, 0, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			a := escalation.Action{ID: "cli:" + tt.name, Incident: tt.incident, Kind: escalation.ActionNote, By: "jo", Via: "cli", At: noon(), Text: "x"}
			e := &duty.Entry{Incident: escalation.Incident{ID: tt.incident}, Partition: tt.owner}
			shown, err := duty.Act(t.Context(), client, e, a, 0, time.Millisecond)
			require.NoError(t, err)
			require.Nil(t, shown, "nobody applies it")
			found := -1
			for p := range client.Partitions() {
				require.NoError(t, client.ReadPartition(t.Context(), stream.TopicActions, p, -1, -1, func(r stream.Record) error {
					var got escalation.Action
					require.NoError(t, json.Unmarshal(r.Value, &got))
					if got.ID != a.ID {
						return nil
					}
					found = p
					require.Equal(t, a, got)
					require.Equal(t, tt.incident, string(r.Key))
					require.Equal(t, tt.thread, r.Thread)
					event, ok := stream.ReadCloudEvent(r.Headers)
					require.True(t, ok)
					require.Equal(t, a.ID, event.ID)
					return nil
				}))
			}
			require.Equal(t, tt.want, found)
		})
	}
}

// TestActWaitsForItsOwnAction is not taken in by somebody else's action of the same kind.
func TestActWaitsForItsOwnAction(t *testing.T) {
	t.Parallel()
	client := streamtest.Start(t)
	inc := escalation.Incident{ID: "t:x:1", Status: escalation.StatusOpen}
	require.NoError(t, client.Produce(t.Context(), incidentRecord(t, &inc)))
	list, err := duty.Read(t.Context(), client)
	require.NoError(t, err)
	a := escalation.Action{ID: "cli:1", Incident: inc.ID, Kind: escalation.ActionAcknowledge, By: "jo", Via: "cli", At: noon()}
	answer := func(by string, event int) {
		inc.Event, inc.Status = event, escalation.StatusAcknowledged
		inc.History = append(inc.History, escalation.Done{Kind: a.Kind, By: by, Via: "cli", At: noon()})
		require.NoError(t, client.Produce(t.Context(), incidentRecord(t, &inc)))
	}
	answer("sam", 2)
	shown, err := duty.Act(t.Context(), client, list.Find(inc.ID), a, list.End, 200*time.Millisecond)
	require.NoError(t, err)
	require.Nil(t, shown)
	answer("jo", 3)
	shown, err = duty.Act(t.Context(), client, list.Find(inc.ID), a, list.End, time.Minute)
	require.NoError(t, err)
	require.NotNil(t, shown)
	require.Equal(t, 3, shown.Event)
}

func FuzzRead(f *testing.F) {
	f.Add("t:1", `{"id":"t:1","level":"page","priority":1}`, "3")
	f.Add("t:1", `{"id":"t:1","history":[{}],"clocks":null,"tells":[]}`, "-1")
	f.Add("", `null`, "")
	f.Fuzz(func(t *testing.T, key, value, partition string) {
		m := memory{}
		m.add(stream.Record{Topic: stream.TopicIncidents, Key: []byte(key), Value: []byte(value), Headers: []stream.Header{{Key: "partition", Value: []byte(partition)}}})
		list, err := duty.Read(t.Context(), m)
		require.NoError(t, err)
		require.Equal(t, 1, len(list.Entries)+len(list.Bad))
		for i := range list.Entries {
			require.Equal(t, key, list.Entries[i].Incident.ID)
			require.GreaterOrEqual(t, list.Entries[i].Partition, -1)
			require.False(t, strings.HasPrefix(partition, "-") && list.Entries[i].Partition >= 0 && partition != "-0")
		}
	})
}
