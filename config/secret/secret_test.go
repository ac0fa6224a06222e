package secret_test

import (
	"bytes"
	"encoding/gob"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/stretchr/testify/require"
	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"

	"firebreak/config/secret"
)

const leak = "hunter2"

func mustURL(t *testing.T, raw string) secret.URL {
	t.Helper()
	u, err := secret.NewURL(raw)
	require.NoError(t, err)
	return u
}

// nested holds secrets where methods cannot be called on them.
type nested struct {
	Open   secret.String
	hidden secret.String
	source secret.Source
	url    secret.URL
}

func TestNothingShowsASecret(t *testing.T) {
	s, u := secret.New(leak), mustURL(t, "https://user:hunter2@h.example/hunter2?t=hunter2#hunter2")
	values := map[string]any{
		"string": s, "pointer": &s, "source": secret.Value(s), "url": u, "url pointer": &u, "list": []secret.String{s}, "map": map[string]secret.URL{"a": u},
		"nested": nested{s, s, secret.Value(s), u}, "nested pointer": &nested{s, s, secret.Value(s), u},
	}
	encoders := map[string]func(any) (string, error){
		"json": func(v any) (string, error) { b, err := json.Marshal(v); return string(b), err },
		"yaml": func(v any) (string, error) { b, err := yaml.Marshal(v); return string(b), err },
		"xml":  func(v any) (string, error) { b, err := xml.Marshal(v); return string(b), err },
		"gob": func(v any) (string, error) {
			var out bytes.Buffer
			err := gob.NewEncoder(&out).Encode(v)
			return out.String(), err
		},
		"zap": func(v any) (string, error) {
			var out bytes.Buffer
			core := zapcore.NewCore(zapcore.NewJSONEncoder(zap.NewProductionEncoderConfig()), zapcore.AddSync(&out), zap.DebugLevel)
			zap.New(core).Info("m", zap.Any("any", v), zap.Reflect("reflect", v), zap.String("text", fmt.Sprint(v)))
			return out.String(), nil
		},
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%t", "%c", "%U", "%e", "%b", "%o", "%p", "%T", "%w", "%!", "%12.3v"} {
		encoders[verb] = func(v any) (string, error) { return fmt.Sprintf(verb, v), nil }
	}
	hidden := []string{leak, fmt.Sprintf("%x", leak), fmt.Sprintf("%X", leak), "104 117 110 116 101 114", "68756e"}
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
	require.Equal(t, `"\u003credacted\u003e"`, string(mustJSON(t, s)))
	require.Equal(t, "<redacted>", fmt.Sprintf("%+v", s))
	require.Equal(t, "https://h.example/<redacted>", fmt.Sprintf("%#v", u))
	require.Equal(t, leak, s.Reveal())
	require.Equal(t, "https://user:hunter2@h.example/hunter2?t=hunter2#hunter2", u.Reveal())
}

func mustJSON(t *testing.T, v any) []byte {
	t.Helper()
	b, err := json.Marshal(v)
	require.NoError(t, err)
	return b
}

func TestZeroValuesAreAbsent(t *testing.T) {
	var s secret.String
	var u secret.URL
	var src secret.Source
	require.True(t, s.IsZero() && u.IsZero() && src.IsZero())
	require.True(t, secret.New("").IsZero())
	require.Empty(t, s.Reveal()+u.Reveal()+u.Scheme()+u.Host())
	require.Empty(t, fmt.Sprint(s, u, src)[2:], "what is not there is not shown as a secret either")
	_, err := src.Read()
	require.ErrorContains(t, err, "no secret")
}

func TestEqual(t *testing.T) {
	s := secret.New("a")
	require.True(t, s.Equal(secret.New("a")))
	require.False(t, s.Equal(secret.New("b")))
	require.False(t, s.Equal(secret.String{}))
	require.True(t, secret.New("").Equal(secret.String{}))
}

func TestFromYAML(t *testing.T) {
	var into struct {
		S secret.String `yaml:"s"`
		U secret.URL    `yaml:"u"`
	}
	require.NoError(t, yaml.Unmarshal([]byte("s: hunter2\nu: https://h.example/x\n"), &into))
	require.Equal(t, leak, into.S.Reveal())
	require.Equal(t, "https://h.example/x", into.U.Reveal())
	require.Equal(t, "h.example", into.U.Host())
	require.Equal(t, "https", into.U.Scheme())
	for _, bad := range []string{"s: <redacted>\n", "u: https://h.example/<redacted>\n", "u: hunter2\n", "u: 'https:hunter2'\n", "u: \"https://h/\\x7fhunter2\"\n"} {
		err := yaml.Unmarshal([]byte(bad), &into)
		require.Error(t, err, bad)
	}
	// What was written out is not read in again as if it were the secret.
	out, err := yaml.Marshal(into)
	require.NoError(t, err)
	require.ErrorContains(t, yaml.Unmarshal(out, &into), "is the mark of a secret that was left out")
}

func TestURL(t *testing.T) {
	for raw, shown := range map[string]string{
		"https://h.example":         "https://h.example",
		"https://h.example/":        "https://h.example",
		"https://h.example:8443/a":  "https://h.example:8443/<redacted>",
		"http://u@h.example":        "http://h.example/<redacted>",
		"https://h.example?x":       "https://h.example/<redacted>",
		"https://[::1]:80/hunter2/": "https://[::1]:80/<redacted>",
	} {
		require.Equal(t, shown, mustURL(t, raw).String(), raw)
	}
	for _, bad := range []string{"", "hunter2", "/hunter2", "https://", "https:///hunter2", "mailto:hunter2@h.example", "https://h.example/%zz", ":hunter2", "https://:80/hunter2"} {
		_, err := secret.NewURL(bad)
		require.Error(t, err, bad)
		require.NotContains(t, err.Error(), leak)
	}
}

func FuzzURL(f *testing.F) {
	f.Add("https://user:pw@h.example/token?t=token")
	f.Add("//h")
	f.Add("http://[::1%25eth0]/x")
	f.Fuzz(func(t *testing.T, raw string) {
		u, err := secret.NewURL(raw)
		if err != nil {
			require.EqualError(t, err, "not an absolute URL such as https://host.example/path", "it quotes nothing")
			return
		}
		require.Equal(t, u.Scheme()+"://"+u.Host(), strings.TrimSuffix(u.String(), "/"+secret.Redacted))
		again, err := secret.NewURL(u.Reveal())
		require.NoError(t, err)
		require.Equal(t, u.Reveal(), again.Reveal())
	})
}

func TestSource(t *testing.T) {
	_, err := secret.NewSource(secret.String{}, "")
	require.ErrorContains(t, err, "set its value or its file")
	_, err = secret.NewSource(secret.New(leak), "file")
	require.ErrorContains(t, err, "not both")
	src, err := secret.NewSource(secret.New(leak), "")
	require.NoError(t, err)
	got, err := src.Read()
	require.NoError(t, err)
	require.Equal(t, leak, got.Reveal())
	require.Empty(t, src.Warning())

	file := filepath.Join(t.TempDir(), "pw")
	src = secret.File(file)
	_, err = src.Read()
	require.ErrorIs(t, err, os.ErrNotExist)
	require.ErrorContains(t, err, file)
	for content, want := range map[string]string{
		"a\n": "a", "a\r\n": "a", "a\n\n": "a\n", " a ": " a ", "a\nb\n": "a\nb",
	} {
		require.NoError(t, os.WriteFile(file, []byte(content), 0o600))
		got, err := src.Read()
		require.NoError(t, err)
		require.Equal(t, want, got.Reveal(), "the file is read anew, and one line's end is cut off")
	}
	for _, content := range []string{"", "\n", "\r\n", strings.Repeat("x", 64<<10+1)} {
		require.NoError(t, os.WriteFile(file, []byte(content), 0o600))
		_, err := src.Read()
		require.ErrorContains(t, err, file)
	}
	require.Empty(t, src.Warning())
	require.NoError(t, os.Chmod(file, 0o644))
	require.Contains(t, src.Warning(), "chmod o-r")
	require.Equal(t, "file "+file, src.String())
	require.Empty(t, secret.File(file+"x").Warning(), "what is missing is for Read")
}
