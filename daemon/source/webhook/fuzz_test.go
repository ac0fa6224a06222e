package webhook_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"firebreak/config/secret"
	"firebreak/daemon/source/sourcetest"
	"firebreak/daemon/source/webhook"
	"firebreak/detectors"
)

func FuzzHandler(f *testing.F) {
	for _, input := range sourcetest.Hostile() {
		if len(input.Raw) < 4096 {
			f.Add(input.Raw, uint8(0))
			f.Add(append(append([]byte("["), input.Raw...), ']'), uint8(0))
			f.Add([]byte(event(string(input.Raw))), uint8(2))
		}
	}
	types := []string{typeJSON, typeLines, typeEvent, typeEvents}
	sink := sourcetest.NewSink(nil)
	src, err := webhook.New("push", webhook.Config{Secret: secret.New(keyOf("k")), MaxBody: 1 << 20}, webhook.Options{Now: clock})
	require.NoError(f, err)
	ctx, cancel := context.WithCancel(f.Context())
	done, ready := make(chan error, 1), make(chan struct{})
	go func() { done <- src.Run(ctx, announcing{Sink: sink, ready: ready}) }()
	<-ready
	f.Cleanup(func() {
		cancel()
		<-done
	})
	f.Fuzz(func(t *testing.T, body []byte, kind uint8) {
		before := len(sink.IDs()) + len(sink.Rejected())
		w := answerOf(src, signed(t.Context(), "/", "msg_1", types[int(kind)%len(types)], body, keyOf("k")))
		require.Contains(t, []int{202, 400, 413}, w.Code)
		require.True(t, json.Valid(w.Body.Bytes()))
		var got struct {
			Accepted int   `json:"accepted"`
			Rejected []any `json:"rejected"`
		}
		require.NoError(t, json.Unmarshal(w.Body.Bytes(), &got))
		require.Equal(t, before+got.Accepted+len(got.Rejected), len(sink.IDs())+len(sink.Rejected()))
		forged := signed(t.Context(), "/", "msg_1", types[int(kind)%len(types)], body, keyOf("x"))
		require.Equal(t, http.StatusUnauthorized, answerOf(src, forged).Code)
	})
}

func BenchmarkPush(b *testing.B) {
	var body bytes.Buffer
	for n := range 1000 {
		m := sourcetest.Post(n)
		raw, err := detectors.EncodeMention(&m)
		require.NoError(b, err)
		body.Write(append(raw, '\n'))
	}
	src, err := webhook.New("push", webhook.Config{Secret: secret.New(keyOf("k"))}, webhook.Options{Now: clock})
	require.NoError(b, err)
	ctx, cancel := context.WithCancel(b.Context())
	done, ready := make(chan error, 1), make(chan struct{})
	go func() { done <- src.Run(ctx, announcing{Sink: discard{sourcetest.NewSink(nil)}, ready: ready}) }()
	<-ready
	b.ReportAllocs()
	for b.Loop() {
		w := answerOf(src, signed(ctx, "/", "msg_1", typeLines, body.Bytes(), keyOf("k")))
		require.Equal(b, http.StatusAccepted, w.Code)
	}
	b.ReportMetric(float64(b.N)*1000/b.Elapsed().Seconds(), "mentions/s")
	cancel()
	require.NoError(b, <-done)
}

// discard takes everything and keeps nothing.
type discard struct{ *sourcetest.Sink }

func (discard) Accept(context.Context, []detectors.Mention) error { return nil }
