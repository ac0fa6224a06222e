// Package api is what other programs may ask the daemon over HTTP: a bearer token opens it, requests and answers are JSON.
package api

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"firebreak/daemon/reply"
)

// maxBody bounds a request's body, in bytes.
const maxBody = 256 << 10

// PathReplyCheck is where an agent's draft is checked.
const PathReplyCheck = "/v1/reply-check"

// Replies checks drafts.
type Replies interface {
	Check(d reply.Draft) (reply.Report, error)
}

// Problem is an error's body (RFC 9457).
type Problem struct {
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail,omitempty"`
}

// Handler serves the API. token and replies are asked anew for each request, so that a new secret and a reload take effect. With a nil token
// nobody is asked for one: that is for loopback only.
func Handler(token func() (string, error), replies func() Replies) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST "+PathReplyCheck, func(w http.ResponseWriter, r *http.Request) {
		var d reply.Draft
		if !read(w, r, &d) {
			return
		}
		report, err := replies().Check(d)
		if err != nil {
			problem(w, http.StatusUnprocessableEntity, err.Error())
			return
		}
		write(w, http.StatusOK, "application/json", report)
	})
	return authorised(token, mux)
}

// authorised lets through who knows the token. The comparison takes the same time whatever is wrong.
func authorised(token func() (string, error), next http.Handler) http.Handler {
	if token == nil {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		secret, err := token()
		if err != nil || secret == "" {
			problem(w, http.StatusServiceUnavailable, "the token of the API cannot be read: see api.token_file")
			return
		}
		given, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		want, got := sha256.Sum256([]byte(secret)), sha256.Sum256([]byte(given))
		if subtle.ConstantTimeCompare(got[:], want[:]) != 1 || !ok {
			w.Header().Set("WWW-Authenticate", `Bearer realm="firebreak"`)
			problem(w, http.StatusUnauthorized, "a bearer token is needed: Authorization: Bearer …")
			return
		}
		next.ServeHTTP(w, r)
	})
}

// read decodes a request's body, or answers what is wrong with it.
func read(w http.ResponseWriter, r *http.Request, into any) bool {
	body := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBody))
	body.DisallowUnknownFields()
	err := body.Decode(into)
	if err == nil {
		_, err = body.Token()
		if errors.Is(err, io.EOF) {
			return true
		}
		err = errors.New("there is more than one JSON object")
	}
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		problem(w, http.StatusRequestEntityTooLarge, fmt.Sprintf("at most %d bytes", maxBody))
		return false
	}
	problem(w, http.StatusBadRequest, strings.TrimPrefix(err.Error(), "json: "))
	return false
}

func problem(w http.ResponseWriter, status int, detail string) {
	write(w, status, "application/problem+json", Problem{Title: http.StatusText(status), Status: status, Detail: detail})
}

func write(w http.ResponseWriter, status int, contentType string, body any) {
	w.Header().Set("Content-Type", contentType)
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	// The status line is out; a client that left needs no answer.
	_ = encoder.Encode(body)
}
