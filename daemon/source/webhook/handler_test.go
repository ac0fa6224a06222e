package webhook_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"firebreak/config"
	"firebreak/config/secret"
	"firebreak/daemon/source"
	"firebreak/daemon/source/sourcetest"
	"firebreak/daemon/source/webhook"
	"firebreak/detectors"
)

const (
	typeJSON   = "application/json"
	typeLines  = "application/x-ndjson"
	typeEvent  = "application/cloudevents+json"
	typeEvents = "application/cloudevents-batch+json"
)

// launch runs a source that takes requests signed with the key "k"; end stops it.
func launch(t *testing.T, cfg webhook.Config, sink source.Sink) (src *webhook.Source, end func()) {
	t.Helper()
	if cfg.SecretFile == "" && cfg.Secret.IsZero() {
		cfg.Secret = secret.New(keyOf("k"))
	}
	src, err := webhook.New("push", cfg, webhook.Options{Now: clock})
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	ready := make(chan struct{})
	go func() { done <- src.Run(ctx, announcing{Sink: sink, ready: ready}) }()
	<-ready
	ended := false
	end = func() {
		if !ended {
			ended = true
			cancel()
			require.NoError(t, <-done)
		}
	}
	t.Cleanup(end)
	return src, end
}

// announcing tells when the source runs.
type announcing struct {
	source.Sink
	ready chan struct{}
}

func (a announcing) State(state source.State, detail string) {
	if state == source.StateStreaming {
		close(a.ready)
	}
	a.Sink.State(state, detail)
}

func answerOf(src *webhook.Source, req *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	src.Handler().ServeHTTP(w, req)
	return w
}

func post(t *testing.T, src *webhook.Source, contentType, body string) *httptest.ResponseRecorder {
	t.Helper()
	return answerOf(src, signed(t.Context(), "/v1/sources/push", "msg_1", contentType, []byte(body), keyOf("k")))
}

func mention(t *testing.T, n int) string {
	t.Helper()
	m := sourcetest.Post(n)
	raw, err := detectors.EncodeMention(&m)
	require.NoError(t, err)
	return string(raw)
}

func event(data string) string {
	return `{"specversion":"1.0","id":"e","source":"test","type":"mention","data":` + data + `}`
}

func TestBodies(t *testing.T) {
	one, two := mention(t, 0), mention(t, 1)
	ids := func(numbers ...int) []string {
		var out []string
		for _, n := range numbers {
			out = append(out, sourcetest.Post(n).ID)
		}
		return out
	}
	long := `{"id":"` + strings.Repeat("a", detectors.MaxLine) + `"}`
	tests := []struct {
		name, contentType, body string
		want                    []string
		// bad are the indices of rejected records.
		bad []int
	}{
		{"one", typeJSON, one, ids(0), nil},
		{"white space around", typeJSON, " \r\n" + one + "\n", ids(0), nil},
		{"byte order mark", typeJSON, "\ufeff" + one, ids(0), nil},
		{"charset", "application/json; charset=UTF-8", one, ids(0), nil},
		{"array", typeJSON, "[" + one + "," + two + "]", ids(0, 1), nil},
		{"empty array", typeJSON, "[]", nil, nil},
		{"array with bad ones", typeJSON, `[7,` + one + `,{},` + two + `,[[]]]`, ids(0, 1), []int{0, 2, 4}},
		{"one bad one", typeJSON, `{}`, nil, []int{0}},
		{"one that is no object", typeJSON, `"hello"`, nil, []int{0}},
		{"a doubled name", typeJSON, `[{"a":1,"a":2},` + one + `]`, ids(0), []int{0}},
		{"a record too long", typeJSON, `[` + long + `,` + one + `]`, ids(0), []int{0}},
		{"lines", typeLines, one + "\n" + two + "\n", ids(0, 1), nil},
		{"lines of windows, no last line end", typeLines, one + "\r\n\r\n" + two, ids(0, 1), nil},
		{"no lines", typeLines, "", nil, nil},
		{"lines with bad ones", typeLines, "{\n\n" + one + "\nhello\n" + two, ids(0, 1), []int{0, 2}},
		{"a line too long", typeLines, one + "\n" + long + "\n" + two, ids(0, 1), []int{1}},
		{"event", typeEvent, event(one), ids(0), nil},
		{"event with a bad mention", typeEvent, event("{}"), nil, []int{0}},
		{"event without data", typeEvent, `{"specversion":"1.0"}`, nil, []int{0}},
		{"event of another version", typeEvent, `{"specversion":"0.3","data":` + one + `}`, nil, []int{0}},
		{"no event", typeEvent, one, nil, []int{0}},
		{"events in an array where one is wanted", typeEvent, "[" + event(one) + "]", nil, []int{0}},
		{"events", typeEvents, "[" + event(one) + ",3," + event(two) + "]", ids(0, 1), []int{1}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			sink := sourcetest.NewSink(nil)
			src, _ := launch(t, webhook.Config{}, sink)
			w := post(t, src, tt.contentType, tt.body)
			require.Equal(t, http.StatusAccepted, w.Code, w.Body)
			require.Equal(t, "application/json", w.Header().Get("Content-Type"))
			var got struct {
				Accepted *int `json:"accepted"`
				Rejected []struct {
					Index  int    `json:"index"`
					Reason string `json:"reason"`
				} `json:"rejected"`
			}
			require.NoError(t, json.Unmarshal(w.Body.Bytes(), &got))
			require.NotNil(t, got.Accepted)
			require.Equal(t, len(tt.want), *got.Accepted)
			require.NotNil(t, got.Rejected, "it is a list even where it is empty")
			var bad []int
			for i, r := range got.Rejected {
				bad = append(bad, r.Index)
				require.NotEmpty(t, r.Reason)
				require.Equal(t, fmt.Sprintf("push/msg_1[%d]", r.Index), sink.Rejected()[i].Place)
				require.Equal(t, r.Reason, sink.Rejected()[i].Reason)
				require.LessOrEqual(t, len(sink.Rejected()[i].Raw), 64<<10)
			}
			require.Equal(t, tt.bad, bad)
			require.Len(t, sink.Rejected(), len(tt.bad))
			require.Equal(t, append([]string{}, tt.want...), sink.IDs())
			progress := src.Progress()
			require.Equal(t, webhook.Progress{Requests: 1, Accepted: int64(len(tt.want)), Rejected: int64(len(tt.bad))}, progress)
		})
	}
}

func TestDroppedFieldsAreTold(t *testing.T) {
	src, _ := launch(t, webhook.Config{}, sourcetest.NewSink(nil))
	body := strings.Replace(mention(t, 0), `"author":{`, `"lang":7,"author":{"followers":"many",`, 1)
	w := post(t, src, typeJSON, body)
	require.JSONEq(t, `{"accepted":1,"rejected":[],"dropped_fields":2}`, w.Body.String())
	require.Equal(t, int64(2), src.Progress().Dropped)
}

func TestRefused(t *testing.T) {
	one := mention(t, 0)
	tests := []struct {
		name   string
		cfg    webhook.Config
		change func(req *http.Request)
		body   string
		status int
		says   string
	}{
		{name: "GET", change: func(r *http.Request) { r.Method = http.MethodGet }, status: 405, says: "POST"},
		{name: "no content type", change: func(r *http.Request) { r.Header.Del("Content-Type") }, status: 415},
		{name: "another content type", change: func(r *http.Request) { r.Header.Set("Content-Type", "text/plain") }, status: 415, says: "application/x-ndjson"},
		{name: "another charset", change: func(r *http.Request) { r.Header.Set("Content-Type", "application/json; charset=utf-16") }, status: 415},
		{name: "packed", change: func(r *http.Request) { r.Header.Set("Content-Encoding", "gzip") }, status: 415},
		{name: "no id", change: func(r *http.Request) { r.Header.Del("Webhook-Id") }, status: 401},
		{name: "no time", change: func(r *http.Request) { r.Header.Del("Webhook-Timestamp") }, status: 401},
		{name: "no signature", change: func(r *http.Request) { r.Header.Del("Webhook-Signature") }, status: 401},
		{name: "another id", change: func(r *http.Request) { r.Header.Set("Webhook-Id", "msg_2") }, status: 401, says: "no signature fits"},
		{name: "another time", change: func(r *http.Request) { r.Header.Set("Webhook-Timestamp", strconv.FormatInt(at.Unix()+1, 10)) }, status: 401},
		{name: "another version", change: func(r *http.Request) {
			r.Header.Set("Webhook-Signature", strings.Replace(r.Header.Get("Webhook-Signature"), "v1,", "v2,", 1))
		}, status: 401},
		{name: "a signature cut short", change: func(r *http.Request) {
			s := r.Header.Get("Webhook-Signature")
			r.Header.Set("Webhook-Signature", s[:len(s)-1])
		}, status: 401},
		{name: "a signature of nothing", change: func(r *http.Request) { r.Header.Set("Webhook-Signature", "v1,") }, status: 401},
		{name: "nonsense for a signature", change: func(r *http.Request) { r.Header.Set("Webhook-Signature", ", ,, v1 \x00") }, status: 401},
		{name: "an id with a dot and a brace", change: func(r *http.Request) { r.Header.Set("Webhook-Id", `msg.1.{"id":`) }, status: 401, says: "letters"},
		{name: "a long id", change: func(r *http.Request) { r.Header.Set("Webhook-Id", strings.Repeat("a", 300)) }, status: 401},
		{name: "a time that is none", change: func(r *http.Request) { r.Header.Set("Webhook-Timestamp", "now") }, status: 401, says: "seconds"},
		{name: "a time with a sign", change: func(r *http.Request) {
			r.Header.Set("Webhook-Timestamp", "+"+r.Header.Get("Webhook-Timestamp"))
		}, status: 401},
		{name: "a time of the far past", change: func(r *http.Request) { r.Header.Set("Webhook-Timestamp", "-9223372036854775808") }, status: 401},
		{name: "a time of the far future", change: func(r *http.Request) { r.Header.Set("Webhook-Timestamp", "9223372036854775807") }, status: 401},
		{name: "a time of 2100", change: func(r *http.Request) { r.Header.Set("Webhook-Timestamp", "4102444800") }, status: 401, says: "5 minutes"},
		{name: "broken JSON", body: `{"id":"jane@example.com`, status: 400, says: "too early"},
		{name: "broken array", body: `[` + one + `,`, status: 400},
		{name: "two values", body: one + one, status: 400, says: "x-ndjson"},
		{name: "nothing", body: " ", status: 400},
		{name: "too many records", body: "[" + strings.Repeat("1,", 10_000) + "1]", status: 413, says: "10000 records"},
		{name: "too large", cfg: webhook.Config{MaxBody: 10}, status: 413, says: "larger than 10 bytes"},
		{name: "too large without a length", cfg: webhook.Config{MaxBody: 10}, change: func(r *http.Request) { r.ContentLength = -1 }, status: 413},
		{name: "a body that breaks off", change: func(r *http.Request) {
			r.Body = io.NopCloser(io.MultiReader(strings.NewReader("{"), iotest.ErrReader(errors.New("reset"))))
		}, status: 400, says: "to its end"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			sink := sourcetest.NewSink(nil)
			src, _ := launch(t, tt.cfg, sink)
			body := tt.body
			if body == "" {
				body = one
			}
			req := signed(t.Context(), "/v1/sources/push", "msg_1", typeJSON, []byte(body), keyOf("k"))
			if tt.change != nil {
				tt.change(req)
			}
			w := answerOf(src, req)
			require.Equal(t, tt.status, w.Code, w.Body)
			var got struct {
				Error string `json:"error"`
			}
			require.NoError(t, json.Unmarshal(w.Body.Bytes(), &got), w.Body)
			require.NotEmpty(t, got.Error)
			require.Contains(t, got.Error, tt.says)
			require.NotContains(t, got.Error, "jane@example.com", "an answer does not quote the body")
			require.Empty(t, sink.IDs())
			require.Empty(t, sink.Rejected())
			if tt.status == http.StatusMethodNotAllowed {
				require.Equal(t, http.MethodPost, w.Header().Get("Allow"))
			}
			if tt.status == http.StatusUnauthorized {
				require.Equal(t, int64(1), src.Progress().Unsigned)
			}
		})
	}
}

// TestTolerance moves the clock of the source around the time of a signature.
func TestTolerance(t *testing.T) {
	for off, want := range map[time.Duration]int{
		0: 202, 5 * time.Minute: 202, -5 * time.Minute: 202, 5*time.Minute + time.Second: 401, -5*time.Minute - time.Second: 401,
	} {
		t.Run(off.String(), func(t *testing.T) {
			src, err := webhook.New("push", webhook.Config{Secret: secret.New(keyOf("k"))},
				webhook.Options{Now: func() time.Time { return at.Add(off) }})
			require.NoError(t, err)
			ctx, cancel := context.WithCancel(t.Context())
			done, ready := make(chan error, 1), make(chan struct{})
			go func() { done <- src.Run(ctx, announcing{Sink: sourcetest.NewSink(nil), ready: ready}) }()
			<-ready
			require.Equal(t, want, post(t, src, typeJSON, mention(t, 0)).Code)
			cancel()
			require.NoError(t, <-done)
		})
	}
}

func TestKeys(t *testing.T) {
	file := filepath.Join(t.TempDir(), "secret")
	save := func(keys ...string) {
		require.NoError(t, os.WriteFile(file, []byte(strings.Join(keys, "\n")+"\n"), 0o600))
	}
	save(keyOf("k"))
	sink := sourcetest.NewSink(nil)
	src, _ := launch(t, webhook.Config{SecretFile: file}, sink)
	code := func(keys ...string) int {
		return answerOf(src, signed(t.Context(), "/", "msg_1", typeJSON, []byte(mention(t, 0)), keys...)).Code
	}
	require.Equal(t, 202, code(keyOf("k")))
	require.Equal(t, 401, code(keyOf("n")))
	save(keyOf("k"), strings.TrimPrefix(keyOf("n"), "whsec_"))
	require.Equal(t, 202, code(keyOf("k")), "the old key is good while both stand there")
	require.Equal(t, 202, code(keyOf("n")), "and the new one")
	require.Equal(t, 202, code(keyOf("x"), keyOf("n")), "a sender may sign with several")
	save(keyOf("n"))
	require.Equal(t, 401, code(keyOf("k")))
	require.NoError(t, os.Remove(file))
	require.Equal(t, 503, code(keyOf("n")), "without a secret nobody is let in")
	require.Equal(t, source.StateStalled, sink.States()[len(sink.States())-1].State)
}

func TestBusy(t *testing.T) {
	sink := sourcetest.NewSink(nil)
	release := sink.Block()
	defer release()
	src, _ := launch(t, webhook.Config{MaxInFlight: 2}, sink)
	body := []byte(mention(t, 0))
	codes := make(chan int, 2)
	for range 2 {
		go func() {
			req := signed(t.Context(), "/", "msg_1", typeJSON, body, keyOf("k"))
			codes <- answerOf(src, req).Code
		}()
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	require.NoError(t, sink.Wait(ctx, func(s *sourcetest.Sink) bool { _, calls := s.Offered(); return calls == 2 }))
	w := post(t, src, typeJSON, mention(t, 1))
	require.Equal(t, http.StatusTooManyRequests, w.Code)
	require.Equal(t, "1", w.Header().Get("Retry-After"))
	require.Equal(t, int64(1), src.Progress().Busy)
	require.Empty(t, codes, "nothing is answered before it is durable")
	release()
	require.Equal(t, []int{202, 202}, []int{<-codes, <-codes})
	require.Equal(t, http.StatusAccepted, post(t, src, typeJSON, mention(t, 1)).Code, "there is room again")
}

func TestNotRunning(t *testing.T) {
	sink := sourcetest.NewSink(nil)
	src, err := webhook.New("push", webhook.Config{Secret: secret.New(keyOf("k"))}, webhook.Options{Now: clock})
	require.NoError(t, err)
	w := post(t, src, typeJSON, mention(t, 0))
	require.Equal(t, http.StatusServiceUnavailable, w.Code, "it has not started")
	require.NotEmpty(t, w.Header().Get("Retry-After"))
	src, end := launch(t, webhook.Config{}, sink)
	end()
	require.Equal(t, http.StatusServiceUnavailable, post(t, src, typeJSON, mention(t, 0)).Code, "it has stopped")
	require.Error(t, src.Run(t.Context(), sink), "it runs once")
	require.Empty(t, sink.IDs())
}

// TestStopWhileBusy checks that Run cancels the requests that use its sink.
func TestStopWhileBusy(t *testing.T) {
	sink := sourcetest.NewSink(nil)
	defer sink.Block()()
	src, end := launch(t, webhook.Config{}, sink)
	body := []byte(mention(t, 0))
	code := make(chan int, 1)
	go func() {
		code <- answerOf(src, signed(t.Context(), "/", "msg_1", typeJSON, body, keyOf("k"))).Code
	}()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	require.NoError(t, sink.Wait(ctx, func(s *sourcetest.Sink) bool { _, calls := s.Offered(); return calls == 1 }))
	end()
	require.Equal(t, http.StatusServiceUnavailable, <-code)
}

// stubborn is a sink that does not stop before it is done.
type stubborn struct {
	*sourcetest.Sink
	entered, gate chan struct{}
}

func (s stubborn) Accept(context.Context, []detectors.Mention) error {
	close(s.entered)
	<-s.gate
	return nil
}

// TestStopWaits checks that nobody uses the sink once Run has returned.
func TestStopWaits(t *testing.T) {
	sink := stubborn{Sink: sourcetest.NewSink(nil), entered: make(chan struct{}), gate: make(chan struct{})}
	src, end := launch(t, webhook.Config{}, sink)
	body := []byte(mention(t, 0))
	code, ended := make(chan int, 1), make(chan struct{})
	go func() {
		code <- answerOf(src, signed(t.Context(), "/", "msg_1", typeJSON, body, keyOf("k"))).Code
	}()
	<-sink.entered
	go func() {
		defer close(ended)
		end()
	}()
	select {
	case <-ended:
		t.Fatal("Run returned while its sink was used")
	case <-time.After(100 * time.Millisecond):
	}
	close(sink.gate)
	<-ended
	require.Equal(t, http.StatusAccepted, <-code, "what was taken is answered as taken")
}

// TestSlowSink checks that a sender is told to come again before it gives up by itself.
func TestSlowSink(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sink := sourcetest.NewSink(nil)
		defer sink.Block()()
		src, end := launch(t, webhook.Config{}, sink)
		began := time.Now()
		w := post(t, src, typeJSON, mention(t, 0))
		require.Equal(t, http.StatusServiceUnavailable, w.Code)
		require.Equal(t, 25*time.Second, time.Since(began))
		end()
	})
}

func TestNew(t *testing.T) {
	dir := t.TempDir()
	empty := filepath.Join(dir, "empty")
	require.NoError(t, os.WriteFile(empty, []byte("\n"), 0o600))
	short := base64.StdEncoding.EncodeToString([]byte("hunter2-hunter2"))
	tests := []struct {
		name string
		cfg  webhook.Config
		want string
	}{
		{"no secret", webhook.Config{}, "openssl rand"},
		{"two", webhook.Config{Secret: secret.New(keyOf("k")), SecretFile: "x"}, "not both"},
		{"no file", webhook.Config{SecretFile: filepath.Join(dir, "absent")}, "absent"},
		{"an empty file", webhook.Config{SecretFile: empty}, "empty"},
		{"white space", webhook.Config{Secret: secret.New(" ")}, "empty"},
		{"not base64", webhook.Config{Secret: secret.New("hunter2-hunter2-hunter2-hunter2-hunter2")}, "key 1 of the secret is not base64"},
		{"a short key", webhook.Config{Secret: secret.New(keyOf("k") + " " + short)}, "key 2 of the secret has 15 bytes"},
		{"many keys", webhook.Config{Secret: secret.New(strings.Repeat(keyOf("k")+" ", 11))}, "more than 10"},
		{"negative", webhook.Config{Secret: secret.New(keyOf("k")), MaxBody: -1}, "positive"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := webhook.New("push", tt.cfg, webhook.Options{})
			require.ErrorContains(t, err, tt.want)
			require.NotContains(t, err.Error(), "hunter2")
			require.NotContains(t, err.Error(), short)
		})
	}
}

func TestDecode(t *testing.T) {
	block := func(raw string) config.Block {
		return config.Block{Path: "sources[0]", File: "/etc/firebreak/firebreak.yaml", Raw: []byte(raw)}
	}
	cfg, err := webhook.Decode(block("secret_file: secrets/push\n"))
	require.NoError(t, err)
	require.Equal(t, webhook.Config{SecretFile: "/etc/firebreak/secrets/push", MaxBody: 8 << 20, MaxInFlight: 16}, cfg)
	cfg, err = webhook.Decode(block("secret: abc\nmax_body: 1024\nmax_in_flight: 2\n"))
	require.NoError(t, err)
	require.Equal(t, "abc", cfg.Secret.Reveal())
	require.NotContains(t, fmt.Sprintf("%+v", cfg), "abc")
	for _, raw := range []string{"max_body: 0", "max_body: 8MiB", "max_in_flight: 0", "secrets: [a]"} {
		_, err = webhook.Decode(block(raw))
		require.ErrorContains(t, err, "sources[0]", raw)
	}
}
