package webhook

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"math"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"firebreak/daemon/source"
	"firebreak/detectors"
)

const (
	// tolerance is how far the time of a signature may be from ours, as the standard has it.
	tolerance = 5 * time.Minute
	// readWithin bounds the time that a body takes to come, so that nobody keeps a place for long without a signature.
	readWithin = 20 * time.Second
	// acceptWithin bounds the wait for what was offered to be taken; most senders give up after 30 s.
	acceptWithin = 25 * time.Second
	// maxID bounds the id of a request.
	maxID = 256
	// retryBusy and retryStopped are what Retry-After says, in seconds.
	retryBusy    = 1
	retryStopped = 5
)

// httpError is an answer other than 202.
type httpError struct {
	status int
	text   string
	// retry is what Retry-After says, in seconds; 0 for none.
	retry int
}

func (p *httpError) Error() string { return p.text }

// answer is the body of a 202.
type answer struct {
	Accepted int        `json:"accepted"`
	Rejected []rejected `json:"rejected"`
	// DroppedFields counts the optional fields that were left out of accepted records because they were of the wrong type.
	DroppedFields int `json:"dropped_fields,omitempty"`
}

// rejected is one record that was not taken.
type rejected struct {
	// Index counts the records of the request from 0.
	Index  int    `json:"index"`
	Reason string `json:"reason"`
}

// Handler returns the handler of the source. It takes POST on any path, answers 202 once everything is durable, and 503 while Run does
// not run.
func (s *Source) Handler() http.Handler { return http.HandlerFunc(s.serve) }

func (s *Source) serve(w http.ResponseWriter, r *http.Request) {
	s.count(func(p *Progress) { p.Requests++ })
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	done, err := s.take(w, r)
	if err == nil {
		w.WriteHeader(http.StatusAccepted)
		write(w, done)
		return
	}
	p := &httpError{status: http.StatusInternalServerError, text: "internal error"}
	_ = errors.As(err, &p)
	if p.retry > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(p.retry))
	}
	s.count(func(c *Progress) {
		switch p.status {
		case http.StatusUnauthorized:
			c.Unsigned++
		case http.StatusTooManyRequests:
			c.Busy++
		}
	})
	w.WriteHeader(p.status)
	write(w, map[string]string{"error": p.text})
}

// write writes the body of an answer. That the client is gone is nothing that anybody here could mend.
func write(w io.Writer, body any) {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(body)
}

// take takes one request. Its errors are of type *httpError.
func (s *Source) take(w http.ResponseWriter, r *http.Request) (answer, error) {
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		return answer{}, &httpError{status: http.StatusMethodNotAllowed, text: "use POST"}
	}
	if !s.running() {
		return answer{}, stopping()
	}
	form, err := formOf(r.Header)
	if err != nil {
		return answer{}, err
	}
	if err := s.checkHeaders(r.Header); err != nil {
		return answer{}, err
	}
	if r.ContentLength > s.maxBody {
		return answer{}, s.tooLarge()
	}
	select {
	case s.slots <- struct{}{}:
		defer func() { <-s.slots }()
	default:
		return answer{}, &httpError{status: http.StatusTooManyRequests, text: "too many requests at once: send again later", retry: retryBusy}
	}
	body, err := s.readBody(w, r)
	if err != nil {
		return answer{}, err
	}
	if err := s.verify(r.Context(), r.Header, body); err != nil {
		return answer{}, err
	}
	records, err := split(form, body)
	if err != nil {
		return answer{}, err
	}
	return s.offer(r.Context(), records, s.name+"/"+r.Header.Get(standardwebhooks.HeaderWebhookID))
}

func stopping() *httpError {
	return &httpError{status: http.StatusServiceUnavailable, text: "not taking requests now: send again later", retry: retryStopped}
}

func (s *Source) tooLarge() *httpError {
	return &httpError{
		status: http.StatusRequestEntityTooLarge,
		text:   "the body is larger than " + strconv.FormatInt(s.maxBody, 10) + " bytes: send fewer records at once",
	}
}

// formOf tells how the body is written.
func formOf(h http.Header) (form, error) {
	unsupported := &httpError{
		status: http.StatusUnsupportedMediaType,
		text: "the Content-Type must be application/json, application/x-ndjson, application/cloudevents+json or " +
			"application/cloudevents-batch+json, in UTF-8 and without a Content-Encoding",
	}
	if e := h.Get("Content-Encoding"); e != "" && !strings.EqualFold(e, "identity") {
		return 0, unsupported
	}
	media, params, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err != nil {
		return 0, unsupported
	}
	if c := params["charset"]; c != "" && !strings.EqualFold(c, "utf-8") && !strings.EqualFold(c, "us-ascii") {
		return 0, unsupported
	}
	switch media {
	case "application/json":
		return formJSON, nil
	case "application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines", "application/json-lines":
		return formLines, nil
	case "application/cloudevents+json":
		return formEvent, nil
	case "application/cloudevents-batch+json":
		return formEvents, nil
	}
	return 0, unsupported
}

func unsigned(why string) *httpError {
	return &httpError{status: http.StatusUnauthorized, text: why}
}

// checkHeaders checks of a signature what can be checked without the body.
func (s *Source) checkHeaders(h http.Header) error {
	id, stamp := h.Get(standardwebhooks.HeaderWebhookID), h.Get(standardwebhooks.HeaderWebhookTimestamp)
	if id == "" || stamp == "" || h.Get(standardwebhooks.HeaderWebhookSignature) == "" {
		return unsigned("the headers webhook-id, webhook-timestamp and webhook-signature are required")
	}
	if !plain(id) {
		return unsigned("the webhook-id must be at most 256 letters, digits and any of -_.:/@+=")
	}
	at, err := strconv.ParseInt(stamp, 10, 64)
	if err != nil || at < 0 || at > math.MaxInt32*1000 || strconv.FormatInt(at, 10) != stamp {
		return unsigned("the webhook-timestamp must be seconds since 1970")
	}
	if off := s.now().Sub(time.Unix(at, 0)); off > tolerance || off < -tolerance {
		return unsigned("the webhook-timestamp is more than 5 minutes off: check both clocks, and sign anew at each attempt")
	}
	return nil
}

// plain reports whether an id is one that cannot be mistaken for a part of the body. What is signed is the id, the time and the body with
// dots between them: with any id, the start of a body could be passed off as its end.
func plain(id string) bool {
	if len(id) > maxID {
		return false
	}
	for _, c := range []byte(id) {
		letter := 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
		if !letter && !strings.ContainsRune("-_.:/@+=", rune(c)) {
			return false
		}
	}
	return true
}

// readBody reads the body, in bounded time and size.
func (s *Source) readBody(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	// A server that has no deadlines, as in tests, has no slow clients either.
	control := http.NewResponseController(w)
	_ = control.SetReadDeadline(time.Now().Add(readWithin))
	// Later on, the deadline would pass for a client that went away.
	defer func() { _ = control.SetReadDeadline(time.Time{}) }()
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, s.maxBody))
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return nil, s.tooLarge()
	case err != nil:
		return nil, &httpError{status: http.StatusBadRequest, text: "the body could not be read to its end"}
	}
	return body, nil
}

// verify checks the signature against each key, in constant time for each.
func (s *Source) verify(request context.Context, h http.Header, body []byte) error {
	keys, err := readKeys(s.secret)
	if err != nil {
		s.stalled(request, "requests are refused: "+err.Error())
		return &httpError{status: http.StatusServiceUnavailable, text: "the secret cannot be read: tell the operator", retry: retryStopped}
	}
	for _, key := range keys {
		// The time was compared with our own clock before.
		if key.VerifyIgnoringTimestamp(body, h) == nil {
			return nil
		}
	}
	return unsigned("no signature fits: sign webhook-id.webhook-timestamp.body with the secret, as Standard Webhooks has it")
}

// stalled tells that requests are refused, while the source runs.
func (s *Source) stalled(request context.Context, detail string) {
	_, out, done := s.use(request)
	defer done()
	if out != nil {
		out.State(source.StateStalled, detail)
	}
}

// offer gives the records to the sink and returns when they are durable.
func (s *Source) offer(request context.Context, records []record, name string) (answer, error) {
	ctx, out, done := s.use(request)
	defer done()
	if out == nil {
		return answer{}, stopping()
	}
	a := answer{Rejected: []rejected{}}
	var mentions []detectors.Mention
	var bad []int
	for i := range records {
		r := &records[i]
		if r.reason == "" {
			m, dropped, err := detectors.DecodeMention(r.raw)
			if err == nil {
				mentions = append(mentions, m)
				a.DroppedFields += dropped
				continue
			}
			r.reason = err.Error()
		}
		bad = append(bad, i)
		a.Rejected = append(a.Rejected, rejected{Index: i, Reason: r.reason})
	}
	later := &httpError{status: http.StatusServiceUnavailable, text: "not everything could be taken: send again later", retry: retryStopped}
	if len(mentions) > 0 {
		if err := out.Accept(ctx, mentions); err != nil {
			return answer{}, later
		}
	}
	for _, i := range bad {
		where := name + "[" + strconv.Itoa(i) + "]"
		if err := out.Reject(ctx, records[i].raw[:min(len(records[i].raw), shownRaw)], where, records[i].reason); err != nil {
			return answer{}, later
		}
	}
	a.Accepted = len(mentions)
	s.count(func(p *Progress) {
		p.Accepted += int64(a.Accepted)
		p.Rejected += int64(len(bad))
		p.Dropped += int64(a.DroppedFields)
	})
	return a, nil
}
