package config_test

import (
	"bytes"
	"encoding/gob"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"os"
	"strings"
	"testing"
	"text/template"

	"github.com/goccy/go-yaml"
	"github.com/stretchr/testify/require"
	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"

	"firebreak/config"
	"firebreak/config/secret"
)

// leak stands wherever a secret may stand.
const leak = "hunter2"

const secretive = `brands: [{name: A, query: a}]
kafka:
  brokers: ["k:1"]
  tls: {}
  sasl: {mechanism: PLAIN, username: u, password: hunter2}
sources:
  - {type: jsonl, path: in.jsonl}
  - {type: webhook, name: push, secret: hunter2, max_body: 77}
  - {type: other, name: o, deep: {list: [hunter2], token: hunter2}, key_file: keys/k}
receivers:
  - {name: r, webhook: {url: "https://user:hunter2@h.example/hunter2?t=hunter2", token: hunter2, labels: {team: blue, api_key: hunter2}}}
route: {receiver: r}
`

type (
	secretPush struct {
		Secret  secret.String `yaml:"secret"`
		MaxBody int           `yaml:"max_body"`
	}
	secretHook struct {
		URL secret.URL `yaml:"url"`
		// Token should be a secret.String, and the author forgot.
		Token  string            `yaml:"token"`
		Labels map[string]string `yaml:"labels"`
	}
	otherBlock struct {
		Deep    map[string]any `yaml:"deep"`
		KeyFile string         `yaml:"key_file"`
	}
)

func secretConfig(t *testing.T, opts ...config.Option) *config.Config {
	t.Helper()
	c, err := config.Parse("/etc/c.yaml", []byte(secretive), opts...)
	require.NoError(t, err)
	return c
}

func withSecretKinds() config.Option {
	return config.WithKinds(config.Kinds{
		Sources: map[string]any{"jsonl": &jsonlBlock{}, "webhook": &secretPush{}, "other": &otherBlock{}},
		Sinks:   map[string]any{"webhook": &secretHook{}},
	})
}

// TestNoEncoderShowsASecret goes through the ways in which a configuration, or a part of it, gets into a log or a file.
func TestNoEncoderShowsASecret(t *testing.T) {
	c := secretConfig(t, withSecretKinds())
	var push secretPush
	require.NoError(t, c.Sources[1].Block.Decode(&push))
	require.Equal(t, leak, push.Secret.Reveal(), "the secret is there")
	var hook secretHook
	require.NoError(t, c.Receivers[0].Block.Decode(&hook))
	hook.Token, hook.Labels = "", nil

	values := map[string]any{
		"config": *c, "pointer": c, "kafka": c.Kafka, "sasl": c.Kafka.SASL, "password": c.Kafka.SASL.Password, "sources": c.Sources, "source": c.Sources[1],
		"receivers": c.Receivers, "block": c.Receivers[0].Block, "decoded": push, "decoded pointer": &push, "url": hook,
		"in a map": map[string]any{"a": push.Secret, "b": c.Receivers[0].Block}, "in an error": fmt.Errorf("x: %v", c.Kafka.SASL),
	}
	encoders := map[string]func(v any) (string, error){
		"json": func(v any) (string, error) { b, err := json.Marshal(v); return string(b), err },
		"yaml": func(v any) (string, error) { b, err := yaml.Marshal(v); return string(b), err },
		"xml":  func(v any) (string, error) { b, err := xml.Marshal(v); return string(b), err },
		"gob": func(v any) (string, error) {
			var out bytes.Buffer
			err := gob.NewEncoder(&out).Encode(v)
			return out.String(), err
		},
		"template": func(v any) (string, error) {
			var out bytes.Buffer
			err := template.Must(template.New("t").Parse(`{{.}} {{printf "%q" .}} {{print .}} {{html .}}`)).Execute(&out, v)
			return out.String(), err
		},
		"zap json": func(v any) (string, error) {
			return logged(zapcore.NewJSONEncoder(zap.NewProductionEncoderConfig()), v), nil
		},
		"zap console": func(v any) (string, error) {
			return logged(zapcore.NewConsoleEncoder(zap.NewDevelopmentEncoderConfig()), v), nil
		},
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%t", "%10v", "%T"} {
		encoders["fmt "+verb] = func(v any) (string, error) { return fmt.Sprintf(verb, v), nil }
	}
	hidden := []string{leak, fmt.Sprintf("%x", leak), fmt.Sprintf("%X", leak), "104 117 110 116 101 114"}
	for name, value := range values {
		for how, encode := range encoders {
			t.Run(name+"/"+how, func(t *testing.T) {
				out, err := encode(value)
				if err != nil {
					out += err.Error()
				}
				for _, h := range hidden {
					require.NotContains(t, out, h)
				}
			})
		}
	}
}

// logged writes a value in the ways that zap has.
func logged(encoder zapcore.Encoder, v any) string {
	var out bytes.Buffer
	log := zap.New(zapcore.NewCore(encoder, zapcore.AddSync(&out), zap.DebugLevel))
	log.Info("m", zap.Any("any", v), zap.Reflect("reflect", v), zap.String("text", fmt.Sprint(v)), zap.Any("list", []any{v}))
	if s, ok := v.(fmt.Stringer); ok {
		log.Info("m", zap.Stringer("stringer", s))
	}
	return out.String()
}

func TestRedacted(t *testing.T) {
	shown, err := secretConfig(t, withSecretKinds()).Redacted()
	require.NoError(t, err)
	text := string(shown)
	require.NotContains(t, text, leak)
	for _, part := range []string{
		"password: <redacted>", "username: u", "max_body: 77", "secret: <redacted>", "https://h.example/<redacted>", "token: <redacted>", "team: blue",
		"api_key: <redacted>", "first_reply: 1h0m0s", "keys/k",
	} {
		require.Contains(t, text, part)
	}
	var generic map[string]any
	require.NoError(t, yaml.Unmarshal(shown, &generic))
	require.Len(t, generic["sources"], 3)

	_, err = config.Parse("c.yaml", shown)
	require.ErrorContains(t, err, "is the mark of a secret that was left out", "it is not taken for a configuration")

	unknown, err := secretConfig(t).Redacted()
	require.NoError(t, err)
	require.NotContains(t, string(unknown), leak)
	require.NotContains(t, string(unknown), "77", "nobody knows what is secret in a block of no known kind")
	require.Contains(t, string(unknown), "keys/k", "the path of a file is none")
}

func TestFaultsQuoteNoSecrets(t *testing.T) {
	for _, body := range []string{
		strings.Replace(secretive, "https://user", "user", 1),
		strings.Replace(secretive, "secret: hunter2", "secret: [hunter2]", 1),
		strings.Replace(secretive, "secret: hunter2", "sekret: hunter2", 1),
		strings.Replace(secretive, "mechanism: PLAIN", "mechanism: 5", 1),
		strings.Replace(secretive, "password: hunter2", "password: {hunter2: 1}", 1),
	} {
		_, err := config.Parse("c.yaml", []byte(body), withSecretKinds())
		require.Error(t, err)
		if !strings.Contains(body, "{hunter2: 1}") {
			require.NotContains(t, err.Error(), leak)
		}
	}
}

func TestHash(t *testing.T) {
	hash := func(text string) string {
		c, err := config.Parse("c.yaml", []byte(text))
		require.NoError(t, err)
		return c.Hash()
	}
	base := hash("brands: [{name: A, query: a, domains: [a.example]}]\n")
	require.Regexp(t, `^[0-9a-f]{16}$`, base)
	require.Equal(t, "d13bcdb0f3480f30", base, "records carry it: another hash would make every record look like one of another configuration")
	require.Equal(t, base, hash("# A remark.\nbrands:\n  - name: A\n    domains: [A.example.]\n    query: 'a'\nlog: {level: debug}\npaging: shadow\n"))
	for _, other := range []string{
		"brands: [{name: B, query: a, domains: [a.example]}]\n", "brands: [{name: A, query: b, domains: [a.example]}]\n", "brands: [{name: A, query: a}]\n",
		"brands: [{name: A, query: a, domains: [a.example], regulated: true}]\n",
		"brands: [{name: A, query: a, domains: [a.example], accounts: [{handle: h, role: care}]}]\n",
	} {
		require.NotEqual(t, base, hash(other), other)
	}
}

func TestNoColor(t *testing.T) {
	t.Setenv("NO_COLOR", "")
	require.NoError(t, os.Unsetenv("NO_COLOR"))
	require.False(t, config.NoColor())
	t.Setenv("NO_COLOR", "1")
	require.True(t, config.NoColor())
}
