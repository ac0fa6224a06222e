package detectors_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"firebreak/detectors"
)

// full is a record with every field.
const full = `{"id":"s:2","source":"s","kind":"edit","tier":"private","brand":"Acme","thread_id":"s:0","in_reply_to":"s:1","quote_of":"s:9",
"created_at":"2026-03-02T10:30:00.123456789+01:30","author":{"id":"u","handle":"@jane","name":"Jané","followers":310,"verified":true},
"text":"Hi [email] \ud83d\ude00","truncated":true,"lang":"en","url":"https://s.example/2","links":["https://a.example"],
"mentions":["@acmecare","other"],"metrics":{"reposts":1,"replies":2,"quotes":3,"likes":4e2,"views":5},
"masked":[{"class":"email","start":3,"end":10}],"related_thread":"s:7"}`

func fullMention() detectors.Mention {
	return detectors.Mention{
		ID: "s:2", Source: "s", Kind: detectors.KindEdit, Tier: detectors.TierPrivate, Brand: "Acme", ThreadID: "s:0", InReplyTo: "s:1",
		QuoteOf: "s:9", CreatedAt: time.Date(2026, 3, 2, 9, 0, 0, 123456789, time.UTC),
		Author: detectors.Author{ID: "u", Handle: "jane", Name: "Jané", Followers: 310, Verified: true},
		Text:   "Hi [email] 😀", Truncated: true, Lang: "en", URL: "https://s.example/2", Links: []string{"https://a.example"},
		Mentions: []string{"acmecare", "other"}, Metrics: &detectors.Metrics{Reposts: 1, Replies: 2, Quotes: 3, Likes: 400, Views: 5},
		Masked: []detectors.Mask{{Class: "email", Start: 3, End: 10}}, RelatedThread: "s:7",
	}
}

func fullLine() string { return strings.ReplaceAll(full, "\n", "") }

// least is the smallest post; %s stands for further fields, each with a comma before it.
func least(fields string) string {
	return `{"id":"s:1","source":"s","kind":"post","created_at":"2026-03-02T09:00:00Z","author":{"id":"u"},"text":"hello"` + fields + `}`
}

func decode(t *testing.T, line string) (m detectors.Mention, dropped int) {
	t.Helper()
	m, dropped, err := detectors.DecodeMention([]byte(line))
	require.NoError(t, err)
	return m, dropped
}

func TestDecodeMention(t *testing.T) {
	m, dropped := decode(t, fullLine())
	require.Equal(t, fullMention(), m)
	require.Zero(t, dropped)

	m, dropped = decode(t, least(""))
	require.Equal(t, detectors.Mention{
		ID: "s:1", Source: "s", Kind: detectors.KindPost, Tier: detectors.TierPublic, CreatedAt: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC),
		Author: detectors.Author{ID: "u"}, Text: "hello",
	}, m)
	require.Zero(t, dropped)
}

func TestDecodeMentionKeepsNothingOfTheLine(t *testing.T) {
	line := []byte(fullLine())
	m, _, err := detectors.DecodeMention(line)
	require.NoError(t, err)
	for i := range line {
		line[i] = 'x'
	}
	_, _ = decode(t, least(""))
	require.Equal(t, fullMention(), m)
}

func TestDecodeMentionRequired(t *testing.T) {
	kinds := []detectors.MentionKind{
		detectors.KindPost, detectors.KindRepost, detectors.KindEngagement, detectors.KindEdit, detectors.KindDelete,
	}
	needed := func(field string, kind detectors.MentionKind) bool {
		switch field {
		case "text":
			return kind == detectors.KindPost || kind == detectors.KindEdit
		case "in_reply_to":
			return kind != detectors.KindPost
		}
		return true
	}
	for _, kind := range kinds {
		for _, field := range []string{"id", "source", "kind", "created_at", "author", "author.id", "text", "in_reply_to"} {
			t.Run(string(kind)+" "+field, func(t *testing.T) {
				record := map[string]any{
					"id": "s:2", "source": "s", "kind": kind, "created_at": "2026-03-02T09:00:00Z",
					"author": map[string]any{"id": "u"}, "text": "hello", "in_reply_to": "s:1",
				}
				values := map[string]any{
					"absent": nil, "null": nil, "number": 7, "boolean": true, "array": []any{"s:2"}, "object": map[string]any{"a": 1}, "empty": "",
					"long": strings.Repeat("a", 1025),
				}
				if field == "author" {
					delete(values, "empty")
				}
				for name, value := range values {
					set(record, field, value, name == "absent")
					line, err := json.Marshal(record)
					require.NoError(t, err)
					m, dropped, err := detectors.DecodeMention(line)
					asText := field == "text" && (name == "empty" || name == "long")
					switch {
					case !needed(field, kind) || asText:
						require.NoError(t, err, name)
						harmless := asText || name == "absent" || name == "null" || name == "empty"
						require.Equal(t, !harmless, dropped == 1, "%s: %d dropped", name, dropped)
						require.Equal(t, kind, m.Kind)
					default:
						require.ErrorContains(t, err, strings.TrimSuffix(field, ".id"), name)
						require.Empty(t, m, name)
						if name == "absent" || name == "null" {
							require.ErrorContains(t, err, "is required", name)
						}
					}
				}
			})
		}
	}
}

// set sets a field of a record, or takes it out.
func set(record map[string]any, field string, value any, absent bool) {
	if field == "author.id" {
		record["author"] = map[string]any{"id": value}
		if absent {
			record["author"] = map[string]any{}
		}
		return
	}
	record[field] = value
	if absent {
		delete(record, field)
	}
}

func TestDecodeMentionTimes(t *testing.T) {
	for value, want := range map[string]string{
		"2026-03-02T09:00:00Z":             "2026-03-02T09:00:00Z",
		"2026-03-02T09:00:00.5Z":           "2026-03-02T09:00:00.5Z",
		"2026-03-02T09:00:00+14:00":        "2026-03-01T19:00:00Z",
		"1970-01-01T00:00:00Z":             "1970-01-01T00:00:00Z",
		"9999-12-31T23:59:59.999999999Z":   "9999-12-31T23:59:59.999999999Z",
		"1970-01-01T00:00:00+01:00":        "",
		"9999-12-31T23:59:59-01:00":        "",
		"0001-01-01T00:00:00Z":             "",
		"2026-02-30T09:00:00Z":             "",
		"2026-03-02T09:00:00":              "",
		"2026-03-02 09:00:00Z":             "",
		"2026-03-02":                       "",
		"1772442000":                       "",
		"":                                 "",
		"yesterday":                        "",
		strings.Repeat("2", 100):           "",
		"2026-03-02T09:00:00Z\\u0000":      "",
		"2026-03-02T09:00:00.00000000001Z": "2026-03-02T09:00:00Z",
	} {
		line := strings.Replace(least(""), "2026-03-02T09:00:00Z", value, 1)
		m, _, err := detectors.DecodeMention([]byte(line))
		if want == "" {
			require.ErrorContains(t, err, "created_at", value)
			continue
		}
		require.NoError(t, err, value)
		require.Equal(t, want, m.CreatedAt.Format(time.RFC3339Nano), value)
		require.Equal(t, time.UTC, m.CreatedAt.Location())
	}
}

func TestDecodeMentionOptional(t *testing.T) {
	long := strings.Repeat("a", 1025)
	tests := []struct {
		name, fields string
		dropped      int
		// want changes the smallest mention into the one that is expected; nil for none.
		want func(m *detectors.Mention)
	}{
		{"unknown fields", `,"a":1,"b":{"id":"other","text":[[{}]]},"":null`, 0, nil},
		{"nulls are absent", `,"tier":null,"brand":null,"thread_id":null,"in_reply_to":null,"quote_of":null,"lang":null,"url":null,"links":null,"mentions":null,"metrics":null,"masked":null,"related_thread":null,"truncated":null`, 0, nil},
		{"wrong types", `,"tier":1,"brand":[],"thread_id":{},"in_reply_to":7,"quote_of":true,"lang":7,"url":[""],"links":"a","mentions":{},"metrics":[],"masked":"no","related_thread":1,"truncated":"yes"`, 13, nil},
		{"too long", `,"brand":"` + long + `","thread_id":"` + long + `","lang":"` + long + `"`, 3, nil},
		{"an address may be longer", `,"url":"` + long + `"`, 0, func(m *detectors.Mention) { m.URL = long }},
		{"unknown tier", `,"tier":"lunar"`, 1, nil},
		{"empty tier", `,"tier":""`, 0, nil},
		{"secure tier", `,"tier":"secure"`, 0, func(m *detectors.Mention) { m.Tier = detectors.TierSecure }},
		{"names are case sensitive", `,"Text":"no","ID":"no","Author":{"id":"no"},"LANG":"no"`, 0, nil},
		{"escaped names count", `,"l\u0061ng":"en"`, 0, func(m *detectors.Mention) { m.Lang = "en" }},
		{"list elements", `,"links":["a",1,null,"",{},["b"],"c"]`, 5, func(m *detectors.Mention) { m.Links = []string{"a", "c"} }},
		{"handles", `,"mentions":["@a","b","@","@@c",""]`, 2, func(m *detectors.Mention) { m.Mentions = []string{"a", "b", "@c"} }},
		{"nothing but a mark", `,"mentions":["@"]`, 1, nil},
		{"too many", `,"links":[` + strings.TrimSuffix(strings.Repeat(`"a",`, 103), ",") + `]`, 3, func(m *detectors.Mention) {
			m.Links = strings.Fields(strings.Repeat("a ", 100))
		}},
		{"metrics", `,"metrics":{"likes":-1,"views":1.5,"reposts":1e999,"replies":"7","quotes":99999999999999999999,"x":[]}`, 5, func(m *detectors.Mention) {
			m.Metrics = &detectors.Metrics{}
		}},
		{"whole numbers in other clothes", `,"metrics":{"likes":1.0,"views":12e1,"reposts":-0,"replies":null}`, 0, func(m *detectors.Mention) {
			m.Metrics = &detectors.Metrics{Likes: 1, Views: 120}
		}},
		{"masks", `,"masked":[{"class":"email","start":0,"end":2},{"class":"card","start":1,"end":3},{"class":"","start":3,"end":4},` +
			`{"class":"iban","start":4,"end":6},{"class":"iban","start":4,"end":4},7,null,{"start":2,"end":3},{"class":"phone","start":-2,"end":3},` +
			`{"class":"secret","start":3,"end":5,"more":1},{"class":"email","end":9}]`, 8, func(m *detectors.Mention) {
			m.Masked = []detectors.Mask{{Class: "email", Start: 0, End: 2}, {Class: "secret", Start: 3, End: 5}}
		}},
		{"huge masks", `,"masked":[{"class":"email","start":0,"end":9223372036854775807},{"class":"email","start":4611686018427387903,"end":1}]`, 2, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			want, _ := decode(t, least(""))
			if tt.want != nil {
				tt.want(&want)
			}
			m, dropped := decode(t, least(tt.fields))
			require.Equal(t, want, m)
			require.Equal(t, tt.dropped, dropped)
		})
	}
}

func TestDecodeMentionMasksCutNoRune(t *testing.T) {
	line := strings.Replace(least(`,"masked":[{"class":"email","start":1,"end":4},{"class":"email","start":0,"end":3},{"class":"card","start":4,"end":8}]`), "hello", "😀😀", 1)
	m, dropped := decode(t, line)
	require.Equal(t, []detectors.Mask{{Class: "card", Start: 4, End: 8}}, m.Masked)
	require.Equal(t, 2, dropped)
}

func TestDecodeMentionRepeatedNames(t *testing.T) {
	long := strings.Repeat("a", detectors.MaxText+1)
	tests := []struct {
		name, fields string
		check        func(t *testing.T, m detectors.Mention)
	}{
		{"the last counts", `,"text":"two","id":"s:3"`, func(t *testing.T, m detectors.Mention) {
			t.Helper()
			require.Equal(t, "two", m.Text)
			require.Equal(t, "s:3", m.ID)
		}},
		{"an author is not mixed of two", `,"author":{"name":"Jane","followers":5},"author":{"id":"v"}`, func(t *testing.T, m detectors.Mention) {
			t.Helper()
			require.Equal(t, detectors.Author{ID: "v"}, m.Author)
		}},
		{"wrong, then right", `,"id":7,"id":"s:4","text":[],"text":"x","created_at":1,"created_at":"2026-03-02T09:00:00Z","author":3,"author":{"id":1,"id":"w"}`, func(t *testing.T, m detectors.Mention) {
			t.Helper()
			require.Equal(t, "s:4", m.ID)
			require.Equal(t, "w", m.Author.ID)
		}},
		{"a list is not joined", `,"links":["a"],"links":["b"]`, func(t *testing.T, m detectors.Mention) {
			t.Helper()
			require.Equal(t, []string{"b"}, m.Links)
		}},
		{"right, then null", `,"lang":"en","lang":null,"metrics":{"likes":1},"metrics":null`, func(t *testing.T, m detectors.Mention) {
			t.Helper()
			require.Empty(t, m.Lang)
			require.Nil(t, m.Metrics)
		}},
		{"a long text, then a short one", `,"text":"` + long + `","text":"short"`, func(t *testing.T, m detectors.Mention) {
			t.Helper()
			require.Equal(t, "short", m.Text)
			require.False(t, m.Truncated)
		}},
		{"a long text that says it is whole", `,"text":"` + long + `","truncated":false`, func(t *testing.T, m detectors.Mention) {
			t.Helper()
			require.Len(t, m.Text, detectors.MaxText)
			require.True(t, m.Truncated)
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m, _ := decode(t, least(tt.fields))
			tt.check(t, m)
		})
	}
	for _, fields := range []string{`,"id":7`, `,"id":null`, `,"text":null`, `,"author":null`, `,"author":{"name":"x"}`, `,"created_at":{}`, `,"kind":"Post"`} {
		_, _, err := detectors.DecodeMention([]byte(least(fields)))
		require.Error(t, err, "a last one that is wrong is not forgiven for a right one before: %s", fields)
	}
}

func TestDecodeMentionText(t *testing.T) {
	tests := []struct {
		name, text, want string
		cut              bool
	}{
		{"empty", "", "", false},
		{"broken bytes", "a\xffb", "a\ufffdb", false},
		{"overlong", "\xc0\xaf", "\ufffd\ufffd", false},
		{"half a surrogate pair", `\ud800x`, "\ufffdx", false},
		{"two first halves", `\ud800\ud800`, "\ufffd\ufffd", false},
		{"a pair", `\ud83d\ude00`, "😀", false},
		{"NUL", `a\u0000b`, "a\x00b", false},
		{"escapes", `\"\\\/\b\f\n\r\t\u00e9`, "\"\\/\b\f\n\r\té", false},
		{"at the limit", strings.Repeat("a", detectors.MaxText), strings.Repeat("a", detectors.MaxText), false},
		{"one more", strings.Repeat("a", detectors.MaxText+1), strings.Repeat("a", detectors.MaxText), true},
		{"a rune over the limit", strings.Repeat("a", detectors.MaxText-1) + "é", strings.Repeat("a", detectors.MaxText-1), true},
		{"a rune up to the limit", strings.Repeat("a", detectors.MaxText-2) + "éb", strings.Repeat("a", detectors.MaxText-2) + "é", true},
		{"runes of four bytes", "abc" + strings.Repeat("😀", detectors.MaxText), "abc" + strings.Repeat("😀", (detectors.MaxText-3)/4), true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m, dropped := decode(t, strings.Replace(least(""), `"hello"`, `"`+tt.text+`"`, 1))
			if m.Text != tt.want {
				t.Fatalf("the text is %.100q (%d bytes), not %.100q (%d bytes)", m.Text, len(m.Text), tt.want, len(tt.want))
			}
			require.Equal(t, tt.cut, m.Truncated)
			require.Zero(t, dropped)
		})
	}
}

func TestDecodeMentionLimits(t *testing.T) {
	nested := func(n int) string { return strings.Repeat("[", n) + strings.Repeat("]", n) }
	pad := func(n int) string { return least(`,"pad":"` + strings.Repeat("a", n-len(least(`,"pad":""`))) + `"`) }
	require.Len(t, pad(detectors.MaxLine), detectors.MaxLine)
	_, _ = decode(t, pad(detectors.MaxLine))
	_, _, err := detectors.DecodeMention([]byte(pad(detectors.MaxLine + 1)))
	require.ErrorIs(t, err, detectors.ErrLineTooLong)

	_, _ = decode(t, least(`,"a":`+nested(detectors.MaxDepth-1)))
	for _, field := range []string{"a", "text", "links", "metrics", "masked", "lang", "author"} {
		_, _, err = detectors.DecodeMention([]byte(least(`,"` + field + `":` + nested(detectors.MaxDepth))))
		require.ErrorContains(t, err, "nests deeper than 64", field)
	}
	for _, deep := range []string{strings.Repeat("[", 1<<20), strings.Repeat(`{"a":`, 1<<18), `{"a":` + strings.Repeat("[{\"\":", 1<<18)} {
		_, _, err = detectors.DecodeMention([]byte(deep))
		require.ErrorContains(t, err, "nests deeper than 64")
	}
}

func TestDecodeMentionInvalid(t *testing.T) {
	tests := []struct{ name, line, want string }{
		{"nothing", "", "invalid JSON"},
		{"white space", " \t", "invalid JSON"},
		{"words", "hello", "invalid JSON"},
		{"cut", `{"id":"s:1","so`, "the line ends within the object"},
		{"cut after a name", `{"id"`, "the line ends within the object"},
		{"cut after a comma", `{"id":"a",`, "the line ends within the object"},
		{"trailing comma", `{"id":"a",}`, "invalid JSON"},
		{"two", least("") + least(""), "behind the JSON object"},
		{"garbage behind", least("") + "x", "behind the JSON object"},
		{"NUL behind", least("") + "\x00", "behind the JSON object"},
		{"control character", "{\"id\":\"a\nb\"}", "invalid JSON"},
		{"bad escape", `{"id":"\x"}`, "invalid JSON"},
		{"NaN", `{"id":NaN}`, "invalid JSON"},
		{"leading zero", `{"metrics":{"likes":01}}`, "invalid JSON"},
		{"byte order mark", "\ufeff" + least(""), "invalid JSON"},
		{"array", "[" + least("") + "]", "not a JSON object"},
		{"string", `"` + "hello" + `"`, "not a JSON object"},
		{"null", "null", "not a JSON object"},
		{"number", "-1.5e3", "not a JSON object"},
		{"unknown kind", strings.Replace(least(""), "post", "jane@example.com", 1), "kind is unknown"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m, dropped, err := detectors.DecodeMention([]byte(tt.line))
			require.ErrorContains(t, err, tt.want)
			require.Empty(t, m)
			require.Zero(t, dropped)
		})
	}
	t.Run("white space around is allowed", func(t *testing.T) { _, _ = decode(t, " \t"+least("")+" \r\n") })
	t.Run("errors quote no names and values", func(t *testing.T) {
		for _, line := range []string{
			`{"jane@example.com":{"4111111111111111":x`, `{"id":"jane@example.com`, strings.Replace(least(""), `"post"`, `"jane@example.com"`, 1),
			`{"id":["jane@example.com"]}`, strings.Replace(least(""), "2026", "jane@example.com", 1), `{"jane@example.com":1,"jane@example.com"}`,
		} {
			_, _, err := detectors.DecodeMention([]byte(line))
			require.Error(t, err)
			require.NotContains(t, err.Error(), "jane")
			require.NotContains(t, err.Error(), "4111")
		}
	})
}

func TestEncodeMention(t *testing.T) {
	m := fullMention()
	line, err := detectors.EncodeMention(&m)
	require.NoError(t, err)
	require.NotContains(t, string(line), "\n")
	back, dropped := decode(t, string(line))
	require.Equal(t, m, back)
	require.Zero(t, dropped)

	m = detectors.Mention{ID: "a", Text: "<b>&\n\u2028\"", CreatedAt: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
	line, err = detectors.EncodeMention(&m)
	require.NoError(t, err)
	require.Equal(t, `{"id":"a","source":"","kind":"","created_at":"2026-03-02T09:00:00Z","author":{"id":""},"text":"<b>&\n\u2028\""}`, string(line)) //nolint:testifylint // The bytes count.

	m.CreatedAt = time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)
	_, err = detectors.EncodeMention(&m)
	require.ErrorContains(t, err, `encoding mention "a"`)
}

func FuzzDecodeMention(f *testing.F) {
	f.Add([]byte(fullLine()))
	for _, fields := range []string{
		"", `,"text":null`, `,"links":[1,"a"]`, `,"masked":[{"class":"a","start":0,"end":1}]`, `,"metrics":{"likes":1e2}`, `,"a":[[[{}]]]`,
		`,"text":"\ud800 ` + "\xff" + `"`, `,"mentions":["@"]`, `,"author":{"id":"b","handle":"@@x"}`, `,"created_at":"2026-03-02T09:00:00.1+01:00"`,
	} {
		f.Add([]byte(least(fields)))
	}
	f.Add([]byte(`[` + strings.Repeat("[", 100)))
	f.Add([]byte("{\"id\":\"\x00\"}"))
	f.Fuzz(func(t *testing.T, line []byte) {
		kept := bytes.Clone(line)
		m, dropped, err := detectors.DecodeMention(line)
		require.Equal(t, kept, line, "the line is only read")
		require.GreaterOrEqual(t, dropped, 0)
		if err != nil {
			require.Empty(t, m)
			return
		}
		require.True(t, json.Valid(line))
		checkMention(t, &m)
		checkOracle(t, line, &m)
		encoded, err := detectors.EncodeMention(&m)
		require.NoError(t, err)
		again, lost, err := detectors.DecodeMention(encoded)
		require.NoError(t, err)
		require.Zero(t, lost)
		again.Author.Handle, again.Mentions = m.Author.Handle, m.Mentions
		require.Equal(t, m, again)
	})
}

// checkMention checks what holds for every mention that was decoded.
func checkMention(t *testing.T, m *detectors.Mention) {
	t.Helper()
	for _, s := range append(append([]string{m.ID, m.Source, m.Text, m.Author.ID, m.Author.Name, m.ThreadID, m.URL, m.Lang}, m.Links...), m.Mentions...) {
		require.True(t, utf8.ValidString(s))
	}
	require.NotEmpty(t, m.ID)
	require.NotEmpty(t, m.Source)
	require.NotEmpty(t, m.Author.ID)
	require.NotEmpty(t, m.Tier)
	require.NotContains(t, m.Mentions, "")
	require.LessOrEqual(t, len(m.Text), detectors.MaxText)
	require.LessOrEqual(t, len(m.Links), 100)
	if m.Kind != detectors.KindPost {
		require.NotEmpty(t, m.InReplyTo)
	}
	at := 0
	for _, mask := range m.Masked {
		require.True(t, at <= mask.Start && mask.Start < mask.End && mask.End <= len(m.Text))
		require.True(t, utf8.ValidString(m.Text[mask.Start:mask.End]))
		at = mask.End
	}
}

// checkOracle compares with what the standard library reads.
func checkOracle(t *testing.T, line []byte, m *detectors.Mention) {
	t.Helper()
	if !utf8.Valid(line) {
		// The two replace broken bytes in ways of their own.
		return
	}
	var fields map[string]json.RawMessage
	require.NoError(t, json.Unmarshal(line, &fields))
	for name, got := range map[string]string{"id": m.ID, "source": m.Source, "kind": string(m.Kind), "text": m.Text} {
		if fields[name] == nil && name == "text" {
			continue
		}
		var want string
		if err := json.Unmarshal(fields[name], &want); err != nil {
			require.Equal(t, "text", name, "only a text may be wrong, where none is needed")
			continue
		}
		if name == "text" && len(want) > detectors.MaxText {
			require.True(t, strings.HasPrefix(want, got))
			continue
		}
		require.Equal(t, want, got, name)
	}
}

func BenchmarkDecodeMention(b *testing.B) {
	// About the size of an average post: 620 bytes.
	line := strings.Replace(fullLine(), "Hi [email]", strings.Repeat("Hello. ", 8), 1)
	for name, line := range map[string]string{"typical": line, "least": least(""), "long text": least(`,"text":"` + strings.Repeat("hello ", 8000) + `"`)} {
		b.Run(fmt.Sprintf("%s %d bytes", name, len(line)), func(b *testing.B) {
			data := []byte(line)
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				if _, _, err := detectors.DecodeMention(data); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "mentions/s")
		})
	}
}
