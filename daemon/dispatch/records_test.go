package dispatch_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"firebreak/daemon/dispatch"
	"firebreak/sinks"
)

func delivery() dispatch.Delivery {
	return dispatch.Delivery{
		Incident: "t:x:1", Receiver: "oncall", Tell: 1, Key: "firebreak/t:x:1/1", Level: "page", Event: sinks.EventTell, Status: dispatch.StatusSent,
		QueuedAt: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC), Routed: []string{"oncall"},
	}
}

func TestDecodeDelivery(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(d *dispatch.Delivery)
		want   string
	}{
		{"whole", func(*dispatch.Delivery) {}, ""},
		{"no incident", func(d *dispatch.Delivery) { d.Incident = "" }, "incident or receiver is missing"},
		{"no receiver", func(d *dispatch.Delivery) { d.Receiver = "" }, "incident or receiver is missing"},
		{"no tell", func(d *dispatch.Delivery) { d.Tell = 0 }, "tell 0 is below 1"},
		{"no key", func(d *dispatch.Delivery) { d.Key = "" }, "a key of 0 bytes"},
		{"a key too long", func(d *dispatch.Delivery) { d.Key = strings.Repeat("k", dispatch.MaxKey+1) }, "a key of 256 bytes"},
		{"negative", func(d *dispatch.Delivery) { d.Attempts = -1 }, "negative"},
		{"unknown status", func(d *dispatch.Delivery) { d.Status = "gone" }, `unknown status "gone"`},
		{"unknown event", func(d *dispatch.Delivery) { d.Event = "shout" }, `unknown event "shout"`},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := delivery()
			test.change(&d)
			data, err := json.Marshal(d)
			require.NoError(t, err)
			got, err := dispatch.DecodeDelivery(data)
			if test.want != "" {
				require.ErrorContains(t, err, test.want)
				return
			}
			require.NoError(t, err)
			require.Equal(t, d, got)
		})
	}
	_, err := dispatch.DecodeDelivery([]byte("[]"))
	require.Error(t, err)
}

// FuzzDecodeDelivery holds that what is read can be written and read again, as the same.
func FuzzDecodeDelivery(f *testing.F) {
	data, err := json.Marshal(delivery())
	require.NoError(f, err)
	f.Add(data)
	f.Add([]byte(`{"incident":"a","receiver":"b","tell":1,"key":"k","event":"tell","status":"sent"}`))
	f.Add([]byte(`{"tell":-1}`))
	f.Add([]byte("null"))
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := dispatch.DecodeDelivery(data)
		if err != nil {
			return
		}
		again, err := json.Marshal(d)
		require.NoError(t, err)
		back, err := dispatch.DecodeDelivery(again)
		require.NoError(t, err)
		require.Equal(t, d.Key, back.Key)
		require.Equal(t, d.Status, back.Status)
	})
}

func TestKey(t *testing.T) {
	require.Equal(t, "firebreak/t:x:1/2", dispatch.Key("t:x:1", 2))
	long := strings.Repeat("é", 200)
	key := dispatch.Key(long, 3)
	require.LessOrEqual(t, len(key), dispatch.MaxKey)
	require.True(t, strings.HasPrefix(key, "firebreak/sha256:") && strings.HasSuffix(key, "/3"))
	require.Equal(t, key, dispatch.Key(long, 3))
	require.NotEqual(t, key, dispatch.Key(long+"é", 3))
	fits := strings.Repeat("x", dispatch.MaxKey-len("firebreak//1"))
	require.Equal(t, "firebreak/"+fits+"/1", dispatch.Key(fits, 1))
	require.NotContains(t, dispatch.Key(fits+"x", 1), fits)
}
