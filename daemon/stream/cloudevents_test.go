package stream_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"firebreak/daemon/stream"
)

func TestCloudEventRoundTrip(t *testing.T) {
	at := time.Date(2026, 11, 22, 9, 0, 0, 123, time.UTC)
	tests := map[string]stream.CloudEvent{
		"full":    {ID: "bluesky:1", Source: "firebreak/ingest", Type: "mention", Time: at, Subject: "Acme", ContentType: "application/json"},
		"minimal": {ID: "1", Source: "s", Type: "t"},
		"unicode": {ID: "ü\n\x00", Source: "s", Type: "t", Subject: "😀"},
	}
	for name, e := range tests {
		t.Run(name, func(t *testing.T) {
			got, ok := stream.ReadCloudEvent(e.Headers())
			require.True(t, ok)
			require.Equal(t, e, got)
		})
	}
}

func TestReadCloudEventRefuses(t *testing.T) {
	full := stream.CloudEvent{ID: "1", Source: "s", Type: "t"}.Headers()
	for i := range full {
		without := append(append([]stream.Header{}, full[:i]...), full[i+1:]...)
		_, ok := stream.ReadCloudEvent(without)
		require.False(t, ok, "without %s", full[i].Key)
	}
	_, ok := stream.ReadCloudEvent(append([]stream.Header{{Key: "ce_specversion", Value: []byte("2.0")}}, full...))
	require.False(t, ok)
	e, ok := stream.ReadCloudEvent(append(full, stream.Header{Key: "ce_time", Value: []byte("yesterday")}, stream.Header{Key: "ce_id", Value: []byte("2")}))
	require.True(t, ok)
	require.True(t, e.Time.IsZero())
	require.Equal(t, "1", e.ID, "the first counts")
}

func FuzzReadCloudEvent(f *testing.F) {
	f.Add("ce_id", []byte("1"), "ce_time", []byte("2026-11-22T09:00:00Z"))
	f.Add("ce_specversion", []byte("1.0"), "Content-Type", []byte("text/plain"))
	f.Add("ce_", []byte(nil), "", []byte{0xff})
	f.Fuzz(func(t *testing.T, k1 string, v1 []byte, k2 string, v2 []byte) {
		base := stream.CloudEvent{ID: "1", Source: "s", Type: "t"}.Headers()
		e, ok := stream.ReadCloudEvent(append([]stream.Header{{Key: k1, Value: v1}, {Key: k2, Value: v2}}, base...))
		if !ok {
			return
		}
		again, ok := stream.ReadCloudEvent(e.Headers())
		// A time outside RFC 3339's years cannot be written again.
		if e.Time.Year() >= 0 && e.Time.Year() <= 9999 {
			require.True(t, ok)
			require.Equal(t, e, again)
		}
	})
}
