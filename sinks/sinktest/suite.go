package sinktest

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"firebreak/sinks"
)

// Service is a fake that can be made to fail.
type Service interface {
	Fail(times, status int, header http.Header)
	Cut(on bool)
	Junk(on bool)
	Hang(on bool)
	Calls() int
}

// Harness is one sink with its fake.
type Harness struct {
	Sink sinks.Notifier
	// Service is the fake behind the sink; nil where there is none.
	Service Service
	// Told counts how often people were told by a new alert or card.
	Told func() int
	// Refused lists what the service refused as malformed.
	Refused func() []string
	// Dedups reports that the same alert sent twice tells once.
	Dedups bool
	// Pauseless reports a service that has no way to ask for a pause: its refusal for now is worth a retry.
	Pauseless bool
	// Secrets must not be in any error or receipt.
	Secrets []string
}

// patience bounds a call that has to return soon.
const patience = 10 * time.Second

// Run is the suite that every sink passes. fresh gives a fresh sink and a fresh fake.
func Run(t *testing.T, fresh func(t *testing.T) Harness) {
	t.Helper()
	t.Run("a tell is accepted", func(t *testing.T) {
		h := fresh(t)
		n := Sample()
		receipt, err := h.Sink.Notify(t.Context(), n)
		require.NoError(t, err)
		require.NotEmpty(t, receipt.Ref)
		require.Equal(t, 1, h.Told())
		require.Empty(t, h.Refused())
		require.Equal(t, mustJSON(t, Sample()), mustJSON(t, n), "the notification is not the sink's to change")
	})
	t.Run("the whole life of an alert", func(t *testing.T) { life(t, fresh(t)) })
	t.Run("the same tell twice", func(t *testing.T) {
		h := fresh(t)
		for range 2 {
			_, err := h.Sink.Notify(t.Context(), Sample())
			require.NoError(t, err)
		}
		want := 2
		if h.Dedups {
			want = 1
		}
		require.Equal(t, want, h.Told())
	})
	t.Run("hostile texts", func(t *testing.T) {
		for name, text := range Hostile() {
			t.Run(name, func(t *testing.T) {
				h := fresh(t)
				_, err := h.Sink.Notify(t.Context(), WithText(Sample(), text))
				require.NoError(t, err)
				require.Empty(t, h.Refused())
				require.Equal(t, 1, h.Told())
			})
		}
	})
	t.Run("an empty notification does no harm", func(t *testing.T) {
		h := fresh(t)
		n := sinks.Notification{Event: sinks.EventTell, Key: "firebreak/t:1/1", Incident: "t:1", Level: "page", Severity: "error", Status: "open"}
		_, err := h.Sink.Notify(t.Context(), n)
		require.NoError(t, err)
		require.Empty(t, h.Refused())
	})
	t.Run("many at once", func(t *testing.T) {
		h := fresh(t)
		var wg sync.WaitGroup
		errs := make([]error, 20)
		for i := range errs {
			wg.Go(func() {
				n := Sample()
				n.Key += strings.Repeat("x", i)
				_, errs[i] = h.Sink.Notify(t.Context(), n)
			})
		}
		wg.Wait()
		for _, err := range errs {
			require.NoError(t, err)
		}
		require.Equal(t, len(errs), h.Told())
	})
	t.Run("a context that is done", func(t *testing.T) {
		h := fresh(t)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, err := h.Sink.Notify(ctx, Sample())
		require.Error(t, err)
		require.False(t, sinks.IsPermanent(err))
		require.Zero(t, h.Told())
	})
	if h := fresh(t); h.Service != nil {
		failures(t, fresh)
	}
}

func life(t *testing.T, h Harness) {
	t.Helper()
	n := Sample()
	for _, event := range []sinks.Event{sinks.EventTell, sinks.EventUpdate, sinks.EventAcknowledge, sinks.EventUpdate, sinks.EventResolve} {
		n.Event = event
		switch event {
		case sinks.EventAcknowledge:
			n.Status, n.AcknowledgedBy = "acknowledged", "sam"
		case sinks.EventResolve:
			n.Status = "resolved"
		case sinks.EventTell, sinks.EventUpdate:
		}
		n.At = n.At.Add(time.Minute)
		receipt, err := h.Sink.Notify(t.Context(), n)
		require.NoError(t, err, event)
		n.Prior = receipt
	}
	require.Equal(t, 1, h.Told(), "only a tell tells")
	require.Empty(t, h.Refused())
}

func failures(t *testing.T, fresh func(t *testing.T) Harness) {
	t.Helper()
	const permanent, retry, after = "permanent", "retry", "after"
	tests := []struct {
		name string
		harm func(Service)
		want string
	}{
		{"400", func(s Service) { s.Fail(-1, http.StatusBadRequest, nil) }, permanent},
		{"401", func(s Service) { s.Fail(-1, http.StatusUnauthorized, nil) }, permanent},
		{"404", func(s Service) { s.Fail(-1, http.StatusNotFound, nil) }, permanent},
		{"413", func(s Service) { s.Fail(-1, http.StatusRequestEntityTooLarge, nil) }, permanent},
		{"429 with a pause", func(s Service) { s.Fail(-1, http.StatusTooManyRequests, RetryAfter(7*time.Second)) }, after},
		{"500", func(s Service) { s.Fail(-1, http.StatusInternalServerError, nil) }, retry},
		{"502", func(s Service) { s.Fail(-1, http.StatusBadGateway, nil) }, retry},
		{"503", func(s Service) { s.Fail(-1, http.StatusServiceUnavailable, nil) }, retry},
		{"a closed connection", func(s Service) { s.Cut(true) }, retry},
		{"a redirect", func(s Service) {
			s.Fail(-1, http.StatusFound, http.Header{"Location": []string{"https://evil.example/"}})
		}, retry},
		{"a redirect for good", func(s Service) {
			s.Fail(-1, http.StatusPermanentRedirect, http.Header{"Location": []string{"https://evil.example/"}})
		}, permanent},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			h := fresh(t)
			tt.harm(h.Service)
			receipt, err := h.Sink.Notify(t.Context(), Sample())
			require.Error(t, err)
			pause, asks := sinks.After(err)
			want := tt.want
			if want == after && h.Pauseless {
				want = retry
			}
			switch want {
			case permanent:
				require.True(t, sinks.IsPermanent(err), err)
			case after:
				require.True(t, asks, err)
				require.Equal(t, 7*time.Second, pause)
			default:
				require.False(t, sinks.IsPermanent(err), err)
			}
			for _, s := range h.Secrets {
				require.NotContains(t, err.Error(), s, "an error holds a secret")
				require.NotContains(t, receipt.Ref+receipt.Note, s)
			}
			// Once the service is well, the same goes through.
			h.Service.Fail(0, 0, nil)
			h.Service.Cut(false)
			_, err = h.Sink.Notify(t.Context(), Sample())
			require.NoError(t, err)
			require.Equal(t, 1, h.Told())
		})
	}
	t.Run("a service that does not answer", func(t *testing.T) {
		h := fresh(t)
		h.Service.Hang(true)
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer cancel()
		done := make(chan error, 1)
		go func() {
			_, err := h.Sink.Notify(ctx, Sample())
			done <- err
		}()
		select {
		case err := <-done:
			require.Error(t, err)
			require.False(t, sinks.IsPermanent(err), err)
			for _, s := range h.Secrets {
				require.NotContains(t, err.Error(), s)
			}
		case <-time.After(patience):
			t.Fatal("it did not return when its context was done")
		}
	})
}

func mustJSON(t *testing.T, v any) string {
	t.Helper()
	data, err := json.Marshal(v)
	require.NoError(t, err)
	return string(data)
}
