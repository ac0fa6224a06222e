package api_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"firebreak/daemon/api"
	"firebreak/daemon/reply"
)

// echo answers a draft with its text.
type echo struct{}

func (echo) Check(d reply.Draft) (reply.Report, error) {
	if d.Text == "" {
		return reply.Report{}, errors.New("the draft is empty")
	}
	return reply.Report{Redacted: d.Text, Verdict: reply.VerdictSend}, nil
}

func handler(token func() (string, error)) http.Handler {
	return api.Handler(token, func() api.Replies { return echo{} })
}

func ask(t *testing.T, h http.Handler, method, path, body, authorization string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, path, strings.NewReader(body))
	if authorization != "" {
		r.Header.Set("Authorization", authorization)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestReplyCheck(t *testing.T) {
	t.Parallel()
	h := handler(func() (string, error) { return "s3cret", nil })
	for _, tt := range []struct {
		name, method, path, body, authorization string
		status                                  int
		says                                    string
	}{
		{"a draft", "POST", api.PathReplyCheck, `{"text":"hello <you>"}`, "Bearer s3cret", 200, `"redacted":"hello <you>"`},
		{"no token", "POST", api.PathReplyCheck, `{"text":"hello"}`, "", 401, "bearer token"},
		{"another token", "POST", api.PathReplyCheck, `{"text":"hello"}`, "Bearer s3cre", 401, "bearer token"},
		{"the token without its scheme", "POST", api.PathReplyCheck, `{"text":"hello"}`, "s3cret", 401, "bearer token"},
		{"no JSON", "POST", api.PathReplyCheck, `hello`, "Bearer s3cret", 400, "invalid character"},
		{"an unknown key", "POST", api.PathReplyCheck, `{"txt":"hello"}`, "Bearer s3cret", 400, `unknown field`},
		{"a wrong type", "POST", api.PathReplyCheck, `{"text":1}`, "Bearer s3cret", 400, "text"},
		{"two objects", "POST", api.PathReplyCheck, `{"text":"a"}{"text":"b"}`, "Bearer s3cret", 400, "more than one"},
		{"what the checker refuses", "POST", api.PathReplyCheck, `{}`, "Bearer s3cret", 422, "the draft is empty"},
		{"too large", "POST", api.PathReplyCheck, `{"text":"` + strings.Repeat("a", 300<<10) + `"}`, "Bearer s3cret", 413, "at most"},
		{"a wrong method", "GET", api.PathReplyCheck, ``, "Bearer s3cret", 405, ""},
		{"a wrong path", "POST", "/v1/else", ``, "Bearer s3cret", 404, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := ask(t, h, tt.method, tt.path, tt.body, tt.authorization)
			require.Equal(t, tt.status, w.Code)
			require.Contains(t, w.Body.String(), tt.says)
		})
	}
}

func TestTokens(t *testing.T) {
	t.Parallel()
	require.Equal(t, 200, ask(t, handler(nil), "POST", api.PathReplyCheck, `{"text":"a"}`, "").Code, "without a token, for loopback")
	for _, broken := range []func() (string, error){
		func() (string, error) { return "", errors.New("no such file") }, func() (string, error) { return "", nil },
	} {
		w := ask(t, handler(broken), "POST", api.PathReplyCheck, `{"text":"a"}`, "Bearer ")
		require.Equal(t, 503, w.Code, "a token that cannot be read lets nobody in")
		require.NotContains(t, w.Body.String(), "no such file")
	}
}

func FuzzBody(f *testing.F) {
	for _, seed := range []string{`{"text":"hello"}`, `{"text":"a","tier":"private","in_reply_to":"b"}`, `[`, `{"text":"\ud800"}`, `{"text":{}}`, "{\"text\":\"\xff\"}"} {
		f.Add(seed)
	}
	h := handler(nil)
	f.Fuzz(func(t *testing.T, body string) {
		w := ask(t, h, "POST", api.PathReplyCheck, body, "")
		require.Contains(t, []int{200, 400, 413, 422}, w.Code)
		require.True(t, json.Valid(w.Body.Bytes()), "%q", w.Body.String())
	})
}
