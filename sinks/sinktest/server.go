// Package sinktest is what tests of sinks share: the suite that every sink passes, samples of notifications, and honest fakes of the
// services, which check what they get against what the service publishes.
package sinktest

import (
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync"
	"testing"
	"time"
)

// Hook is the part of a fake that misbehaves when it is asked to. Embed it, and begin a handler with Strike.
type Hook struct {
	mu     sync.Mutex
	status int
	header http.Header
	times  int
	// cut closes connections without an answer, junk answers with bytes that are no answer, hang waits until the caller gives up.
	cut, junk, hang bool
	calls           int
}

// Fail makes the next calls answer with a status; a header may be nil. times below 0 is for ever, 0 ends it.
func (f *Hook) Fail(times, status int, header http.Header) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.status, f.times, f.header = status, times, header
}

// Cut makes the service close connections without an answer.
func (f *Hook) Cut(on bool) { f.mu.Lock(); defer f.mu.Unlock(); f.cut = on }

// Junk makes the service answer 200 with bytes that are no answer of it.
func (f *Hook) Junk(on bool) { f.mu.Lock(); defer f.mu.Unlock(); f.junk = on }

// Hang makes the service never answer.
func (f *Hook) Hang(on bool) { f.mu.Lock(); defer f.mu.Unlock(); f.hang = on }

// Calls is how many calls were made in all.
func (f *Hook) Calls() int { f.mu.Lock(); defer f.mu.Unlock(); return f.calls }

// trouble counts a call and returns what is to go wrong with it; all zero is nothing.
func (f *Hook) trouble() (status int, header http.Header, cut, junk, hang bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.calls++
	if f.times != 0 {
		status = f.status
		if f.times > 0 {
			f.times--
		}
	}
	return status, f.header, f.cut, f.junk, f.hang
}

// Strike plays the trouble, and reports whether there was any: the answer is then given.
func (f *Hook) Strike(w http.ResponseWriter, r *http.Request) bool {
	status, header, cut, junk, hang := f.trouble()
	switch {
	case hang:
		// Read what was sent, so that the caller's going away is seen.
		_, _ = io.Copy(io.Discard, r.Body)
		<-r.Context().Done()
	case cut:
		panic(http.ErrAbortHandler)
	case junk:
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte("{\"ok\": tru\x00\xff"))
	case status != 0:
		maps.Copy(w.Header(), header)
		w.WriteHeader(status)
		_, _ = w.Write([]byte(`{"status":"refused","message":"as asked","errors":["as asked"],"ok":false,"error":"internal_error"}`))
	default:
		return false
	}
	return true
}

// serve runs a handler until the end of the test.
func serve(t testing.TB, handler http.HandlerFunc) string {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(func() {
		server.CloseClientConnections()
		server.Close()
	})
	return server.URL
}

// RetryAfter is a header that asks for a pause.
func RetryAfter(pause time.Duration) http.Header {
	return http.Header{"Retry-After": []string{strconv.Itoa(int(pause.Seconds()))}}
}
