// Package xtest is a server of the v1.1 filter stream, for tests: it sends what it is told to, and misbehaves when asked to.
package xtest

import (
	"encoding/json"
	"fmt"
	"hash/crc32"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"time"
)

// Server is a stream server. It is safe for concurrent use.
type Server struct {
	// URL is its address.
	URL string

	mu     sync.Mutex
	http   *httptest.Server
	conns  map[*conn]bool
	fails  []int
	asked  []url.Values
	auth   []string
	log    []string
	replay bool
	silent bool
	// change is closed and replaced whenever a connection comes.
	change chan struct{}
	end    string
}

type conn struct {
	lines chan string
	cut   chan struct{}
	once  sync.Once
}

func (c *conn) close() { c.once.Do(func() { close(c.cut) }) }

// New starts a server until the end of the test. With replay every connection gets everything that was ever sent, first: as a gateway does
// that keeps what it heard.
func New(t testing.TB, replay bool) *Server {
	t.Helper()
	s := &Server{conns: map[*conn]bool{}, change: make(chan struct{}), replay: replay, end: "\r\n"}
	s.http = httptest.NewServer(http.HandlerFunc(s.serve))
	s.URL = s.http.URL
	t.Cleanup(func() {
		s.Cut()
		s.http.CloseClientConnections()
		s.http.Close()
	})
	return s
}

// FailNext answers the next connections with these statuses; 0 closes the connection without an answer.
func (s *Server) FailNext(statuses ...int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fails = append(s.fails, statuses...)
}

// LineEnd sets what stands between messages: CRLF, or LF alone as some gateways have it.
func (s *Server) LineEnd(end string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.end = end
}

// Silent makes the server take connections and never answer.
func (s *Server) Silent() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.silent = true
}

// Send sends messages, as they are, to every connection.
func (s *Server) Send(messages ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, m := range messages {
		s.log = append(s.log, m)
		for c := range s.conns {
			select {
			case c.lines <- m + s.end:
			case <-c.cut:
			}
		}
	}
}

// Cut closes every connection.
func (s *Server) Cut() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for c := range s.conns {
		c.close()
		delete(s.conns, c)
	}
}

// Requests returns the parameters of every connection that was asked for.
func (s *Server) Requests() []url.Values {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]url.Values(nil), s.asked...)
}

// Authorizations returns the authorization of every connection that was asked for.
func (s *Server) Authorizations() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.auth...)
}

// AwaitConnection waits until a client is connected, and fails the test if none comes.
func (s *Server) AwaitConnection(t testing.TB) {
	t.Helper()
	deadline := time.NewTimer(30 * time.Second)
	defer deadline.Stop()
	for {
		s.mu.Lock()
		n, change := len(s.conns), s.change
		s.mu.Unlock()
		if n > 0 {
			return
		}
		select {
		case <-change:
		case <-deadline.C:
			t.Fatal("nobody connected")
		}
	}
}

func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		return
	}
	s.mu.Lock()
	s.asked = append(s.asked, r.Form)
	s.auth = append(s.auth, r.Header.Get("Authorization"))
	if s.silent {
		s.mu.Unlock()
		<-r.Context().Done()
		return
	}
	if len(s.fails) > 0 {
		status := s.fails[0]
		s.fails = s.fails[1:]
		s.mu.Unlock()
		if status == 0 {
			panic(http.ErrAbortHandler)
		}
		w.WriteHeader(status)
		return
	}
	if r.Method != http.MethodPost || r.URL.Path != "/1.1/statuses/filter.json" {
		s.mu.Unlock()
		http.NotFound(w, r)
		return
	}
	c := &conn{lines: make(chan string, 1<<14), cut: make(chan struct{})}
	if s.replay {
		for _, m := range s.log {
			c.lines <- m + s.end
		}
	}
	s.conns[c] = true
	close(s.change)
	s.change = make(chan struct{})
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		c.close()
		delete(s.conns, c)
	}()
	stream(w, r, c)
}

func stream(w http.ResponseWriter, r *http.Request, c *conn) {
	flusher, ok := w.(http.Flusher)
	if !ok {
		return
	}
	w.WriteHeader(http.StatusOK)
	flusher.Flush()
	for {
		select {
		case line := <-c.lines:
			if _, err := w.Write([]byte(line)); err != nil {
				return
			}
			flusher.Flush()
		case <-c.cut:
			// What was sent before the cut still goes out.
			for {
				select {
				case line := <-c.lines:
					_, _ = w.Write([]byte(line))
				default:
					return
				}
			}
		case <-r.Context().Done():
			return
		}
	}
}

// Status is the JSON of a status: who says what in answer to which status (0 for none).
func Status(id int, handle, text string, inReplyTo int, at time.Time) string {
	reply := "null"
	if inReplyTo != 0 {
		reply = fmt.Sprintf(`"%d"`, inReplyTo)
	}
	user := crc32.ChecksumIEEE([]byte(handle))
	return fmt.Sprintf(`{"created_at":%s,"id":%d,"id_str":"%d","text":%s,"in_reply_to_status_id_str":%s,"retweet_count":0,"lang":"en",`+
		`"user":{"id":%d,"id_str":"%d","screen_name":%s,"name":%s,"followers_count":120}}`,
		quote(at.UTC().Format(time.RubyDate)), id, id, quote(text), reply, user, user, quote(handle), quote(handle))
}

// quote makes a JSON string; it cannot fail on one.
func quote(s string) string {
	data, err := json.Marshal(s)
	if err != nil {
		return `""`
	}
	return string(data)
}
