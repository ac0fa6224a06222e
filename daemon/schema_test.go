package daemon_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/invopop/jsonschema"
	validator "github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"

	"firebreak/config"
	"firebreak/daemon"
	"firebreak/daemon/dispatch"
	"firebreak/daemon/escalation"
	"firebreak/daemon/escalation/crisis"
	"firebreak/daemon/score"
	"firebreak/daemon/source"
	"firebreak/daemon/stream"
	"firebreak/daemon/thread"
	"firebreak/detectors"
	"firebreak/sinks"
)

var update = flag.Bool("update", false, "write the generated files")

const schemaDir = "../config/schema"

// record is a type that other programs read or write.
type record struct {
	file, title string
	typ         reflect.Type
	// example has every field set; minimal is the least that is valid.
	example, minimal any
	// more amends the generated schema.
	more func(*jsonschema.Schema)
}

func records() []record {
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	finding := detectors.Finding{
		Kind: "security_complaint", Topic: "plaintext_password", Score: .97, Severity: detectors.SeverityError,
		Evidence: []detectors.Span{{Start: 0, End: 4, Text: "mail"}}, Why: "says that a password was mailed", Detector: "complaint",
	}
	mention := detectors.Mention{
		ID: "x:1", Source: "x", Kind: detectors.KindPost, Tier: detectors.TierPublic, Brand: "Acme", ThreadID: "x:1", InReplyTo: "x:0", QuoteOf: "x:2",
		CreatedAt: at, Author: detectors.Author{ID: "u", Handle: "jane", Name: "Jane", Followers: 3, Verified: true}, Text: "hi", Truncated: true, Lang: "en",
		URL: "https://x.example/1", Links: []string{"https://l.example"}, Mentions: []string{"acmecare"},
		Metrics: &detectors.Metrics{Reposts: 1, Replies: 1, Quotes: 1, Likes: 1, Views: 1}, Masked: []detectors.Mask{{Class: "email", Start: 0, End: 7}},
		RelatedThread: "x:9",
	}
	reason := escalation.Reason{Signal: "security_complaint", Value: .9, Weight: .5, Rule: "grave_complaint"}
	incident := filled[escalation.Incident]()
	incident.Level, incident.Severity, incident.Status, incident.Finding = escalation.LevelPage, detectors.SeverityCritical, escalation.StatusOpen, &finding
	incident.Tells = []escalation.Tell{{Number: 1, Level: escalation.LevelPage, Severity: detectors.SeverityCritical, At: at, Reasons: []escalation.Reason{reason}}}
	incident.History = []escalation.Done{{Kind: escalation.ActionNote, By: "sam", Via: "cli", At: at, Text: "looked"}}
	incident.Posts = []escalation.Post{{ID: "x:1", Author: "u", Role: detectors.RolePublic, Tier: detectors.TierPublic, CreatedAt: at}}
	incident.People = map[string]escalation.Person{"u": {Role: detectors.RolePublic}}
	burst := crisis.Crisis{
		ID: "acme-security-20260302T0900Z", Brand: "Acme", Family: "security", Level: crisis.LevelPage, Status: crisis.StatusOpen, BeganAt: at, LastAt: at, EndedAt: at,
		Authors: 20, Mentions: 22, Expected: .6, Peak: 20, Nature: "rumour", Topic: "breach", Topics: []crisis.Topic{{Kind: "rumour", Topic: "breach", Mentions: 22}},
		Threads: []string{"x:1"},
	}
	incident.Burst = &burst
	post := thread.Post{ID: "x:1", Author: "u", Role: detectors.RolePublic, Tier: detectors.TierPublic, CreatedAt: at, Findings: []detectors.Finding{finding}}
	state := score.Record{State: score.State{Thread: thread.New("x:1", "Acme"), Incident: &incident}, Applied: map[string]int64{"mentions": 3}, Generation: 2}
	state.Thread.Posts, state.Thread.LastAt = []thread.Post{post}, at
	delivery := dispatch.Delivery{
		Incident: "t:x:1", Receiver: "oncall", Tell: 1, Key: "firebreak/t:x:1/1", Level: "page", Event: sinks.EventTell, Status: dispatch.StatusSent,
		QueuedAt: at, SentAt: at,
	}
	return []record{
		{file: "mention", title: "Mention", typ: reflect.TypeFor[detectors.Mention](), example: mention, more: mentionRules, minimal: json.RawMessage(
			`{"id":"1","source":"x","kind":"post","created_at":"2026-03-02T09:00:00Z","author":{"id":"u"},"text":"hi","unknown":1}`)},
		{file: "finding", title: "Finding", typ: reflect.TypeFor[detectors.Finding](), example: finding, minimal: finding},
		{file: "analysis", title: "Analysis: a line of score, and a value on the topic findings", typ: reflect.TypeFor[detectors.Analysis](), example: detectors.Analysis{
			ID: "x:1", ThreadID: "x:1", Role: detectors.RolePublic, Findings: []detectors.Finding{finding}, Scores: map[string]float64{"complaint": .9}, Redacted: "hi",
		}, minimal: detectors.Analysis{ID: "x:1", Role: detectors.RoleBrand, Findings: []detectors.Finding{}, Scores: map[string]float64{}}},
		{file: "thread", title: "Thread: a value on the topic threads", typ: reflect.TypeFor[score.Record](), example: state, minimal: score.Record{State: score.State{Thread: thread.New("x:1", "Acme")}}},
		{file: "pulse", title: "Pulse: a value on the topic pulse", typ: reflect.TypeFor[escalation.Pulse](), example: escalation.Pulse{
			Brand: "Acme", Family: "security", MentionID: "x:1", Author: "1f", Minute: at, Kind: "security_complaint", Topic: "breach",
			At: at, Thread: "x:1", Text: "1f", Why: "poses as the brand", Account: &escalation.Account{ID: "u", Handle: "acme_help", Name: "Acme", Followers: 1, URL: "https://x.example/1"},
		}, minimal: escalation.Pulse{Brand: "Acme", Family: "security", MentionID: "x:1", Author: "1f", Minute: at, Kind: "security_complaint"}},
		{file: "crisis", title: "Crisis: a value on the topic crises", typ: reflect.TypeFor[crisis.Crisis](), example: burst, minimal: crisis.Crisis{
			ID: "a", Brand: "Acme", Family: "outage", Level: crisis.LevelNotify, Status: crisis.StatusEnded, Topics: []crisis.Topic{},
		}},
		{file: "incident", title: "Incident: a value on the topic incidents", typ: reflect.TypeFor[escalation.Incident](), example: incident, minimal: escalation.Incident{
			ID: "t:1", Level: escalation.LevelWatch, Severity: detectors.SeverityWarning, Status: escalation.StatusOpen, Kinds: []string{},
		}},
		{file: "action", title: "Action: a value on the topic actions", typ: reflect.TypeFor[escalation.Action](), example: escalation.Action{
			ID: "1", Incident: "t:1", Kind: escalation.ActionSnooze, By: "sam", Via: "cli", At: at, Text: "later", Until: at,
		}, minimal: escalation.Action{ID: "1", Incident: "t:1", Kind: escalation.ActionAcknowledge, By: "sam", Via: "cli", At: at}},
		{file: "decision", title: "Decision: a line of replay", typ: reflect.TypeFor[escalation.Decision](), example: escalation.Decision{
			Time: at, Incident: "t:1", ThreadID: "1", Level: escalation.LevelPage, Severity: detectors.SeverityCritical, Action: escalation.DecisionPage, Priority: .9,
			Kinds: []string{"security_complaint"}, Topic: "breach", Reasons: []escalation.Reason{reason}, MentionID: "1",
		}, minimal: escalation.Decision{
			Time: at, Incident: "t:1", Level: escalation.LevelWatch, Severity: detectors.SeverityWarning, Action: escalation.DecisionOpen, Kinds: []string{},
			Reasons: []escalation.Reason{},
		}},
		{file: "notification", title: "Notification: what a sink gets", typ: reflect.TypeFor[sinks.Notification](), example: filled[sinks.Notification](), minimal: sinks.Notification{
			Kinds: []string{}, Why: []sinks.Reason{},
		}},
		{file: "delivery", title: "Delivery: a value on the topic notifications", typ: reflect.TypeFor[dispatch.Delivery](), example: delivery, minimal: delivery},
		{file: "deadletter", title: "Dead letter: a value on the topic deadletter", typ: reflect.TypeFor[stream.DeadLetter](), example: filled[stream.DeadLetter](), minimal: stream.DeadLetter{Payload: []byte{}}},
		{file: "cursor", title: "Cursor: a value on the topic cursors", typ: reflect.TypeFor[source.Cursor](), example: source.Cursor{Source: "x", Cursor: []byte("1"), At: at}, minimal: source.Cursor{Cursor: []byte{}}},
	}
}

// filled returns a value with every field set to something.
func filled[T any]() T {
	var v T
	fill(reflect.ValueOf(&v).Elem(), 0)
	return v
}

func fill(v reflect.Value, depth int) {
	if depth > 6 {
		return
	}
	if v.Type() == reflect.TypeFor[time.Time]() {
		v.Set(reflect.ValueOf(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)))
		return
	}
	switch v.Kind() { //nolint:exhaustive // No record has fields of other kinds.
	case reflect.String:
		v.SetString("text")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int32, reflect.Int64:
		v.SetInt(1)
	case reflect.Float64:
		v.SetFloat(.5)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), depth+1)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		if v.Type().Elem().Kind() != reflect.Uint8 {
			fill(v.Index(0), depth+1)
		}
	case reflect.Map:
		value := reflect.New(v.Type().Elem()).Elem()
		fill(value, depth+1)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(reflect.ValueOf("key"), value)
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				fill(v.Field(i), depth+1)
			}
		}
	default:
	}
}

// mentionRules say what depends on the kind: who has text, and who has a target.
func mentionRules(s *jsonschema.Schema) {
	required := s.Required[:0]
	for _, name := range s.Required {
		if name != "text" {
			required = append(required, name)
		}
	}
	s.Required = required
	when := func(kinds []any, needs string) *jsonschema.Schema {
		properties := jsonschema.NewProperties()
		properties.Set("kind", &jsonschema.Schema{Enum: kinds})
		return &jsonschema.Schema{If: &jsonschema.Schema{Properties: properties}, Then: &jsonschema.Schema{Required: []string{needs}}}
	}
	s.AllOf = []*jsonschema.Schema{when([]any{"post", "edit"}, "text"), when([]any{"repost", "engagement", "edit", "delete"}, "in_reply_to")}
}

func schemaOf(t *testing.T, r record) []byte {
	t.Helper()
	reflector := &jsonschema.Reflector{Anonymous: true, AllowAdditionalProperties: true, ExpandedStruct: true, Namer: typeName}
	for _, dir := range []string{"../detectors", "../sinks", "."} {
		require.NoError(t, reflector.AddGoComments("firebreak/daemon", dir))
	}
	comments := map[string]string{}
	for key, text := range reflector.CommentMap {
		// The walk names packages relative to the folder it was started in.
		key = strings.Replace(key, "firebreak/daemon/../", "firebreak/", 1)
		comments[key] = strings.Join(strings.Fields(text), " ")
	}
	reflector.CommentMap = comments
	s := reflector.ReflectFromType(r.typ)
	s.Title = r.title
	optional(s, r.typ)
	for name, def := range s.Definitions {
		for _, typ := range typesOf(r.typ, nil) {
			if typeName(typ) == name {
				optional(def, typ)
			}
		}
	}
	if r.more != nil {
		r.more(s)
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	require.NoError(t, encoder.Encode(s))
	return out.Bytes()
}

// typeName tells types of one name apart by their package.
func typeName(t reflect.Type) string {
	if t.PkgPath() == "" {
		return t.Name()
	}
	return path.Base(t.PkgPath()) + "." + t.Name()
}

// optional takes fields that are left out when zero from those that are required.
func optional(s *jsonschema.Schema, typ reflect.Type) {
	var required []string
	for _, name := range s.Required {
		if !omitted(typ, name) {
			required = append(required, name)
		}
	}
	s.Required = required
}

func omitted(typ reflect.Type, name string) bool {
	for _, f := range reflect.VisibleFields(typ) {
		tag := strings.Split(f.Tag.Get("json"), ",")
		if tag[0] == name {
			return strings.Contains(f.Tag.Get("json"), "omit")
		}
	}
	return false
}

func typesOf(typ reflect.Type, seen []reflect.Type) []reflect.Type {
	switch typ.Kind() { //nolint:exhaustive // Only these hold other types.
	case reflect.Pointer, reflect.Slice, reflect.Map:
		return typesOf(typ.Elem(), seen)
	case reflect.Struct:
	default:
		return seen
	}
	if slices.Contains(seen, typ) {
		return seen
	}
	seen = append(seen, typ)
	for _, f := range reflect.VisibleFields(typ) {
		seen = typesOf(f.Type, seen)
	}
	return seen
}

func TestRecordSchemas(t *testing.T) {
	for _, r := range records() {
		t.Run(r.file, func(t *testing.T) {
			got := schemaOf(t, r)
			file := filepath.Join(schemaDir, r.file+".json")
			if *update {
				require.NoError(t, os.MkdirAll(schemaDir, 0o755))
				require.NoError(t, os.WriteFile(file, got, 0o644))
			}
			want, err := os.ReadFile(file)
			require.NoError(t, err, "run: make generate")
			require.Equal(t, string(want), string(got), "the type and its schema differ; run: make generate")

			compiler := validator.NewCompiler()
			doc, err := validator.UnmarshalJSON(bytes.NewReader(want))
			require.NoError(t, err)
			require.NoError(t, compiler.AddResource("schema.json", doc))
			schema, err := compiler.Compile("schema.json")
			require.NoError(t, err)
			for _, value := range []any{r.example, r.minimal} {
				data, err := json.Marshal(value)
				require.NoError(t, err)
				instance, err := validator.UnmarshalJSON(bytes.NewReader(data))
				require.NoError(t, err)
				require.NoError(t, schema.Validate(instance), string(data))
			}
			for _, broken := range []string{`{}`, `[]`, `"text"`} {
				instance, err := validator.UnmarshalJSON(strings.NewReader(broken))
				require.NoError(t, err)
				require.Error(t, schema.Validate(instance), broken)
			}
			if data, ok := mustJSON(t, r.example).(map[string]any); ok {
				properties := string(want)
				for name := range data {
					require.Contains(t, properties, `"`+name+`"`, "an encoded field is not in the schema")
				}
			}
		})
	}
}

func mustJSON(t *testing.T, v any) any {
	t.Helper()
	data, err := json.Marshal(v)
	require.NoError(t, err)
	var out any
	require.NoError(t, json.Unmarshal(data, &out))
	return out
}

func TestConfigSchema(t *testing.T) {
	got, err := config.Schema(daemon.Kinds())
	require.NoError(t, err)
	file := filepath.Join(schemaDir, "config.json")
	if *update {
		require.NoError(t, os.WriteFile(file, got, 0o644))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err, "run: make generate")
	require.Equal(t, string(want), string(got), "the configuration and its schema differ; run: make generate")
}

func TestExampleConfigurationIsOurs(t *testing.T) {
	_, err := config.Parse("example.yaml", config.Example(), config.WithKinds(daemon.Kinds()))
	require.NoError(t, err)
}
