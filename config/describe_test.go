package config_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"

	"firebreak/config"
)

// fullSchema is the schema of the daemon's configuration, with its sources and sinks. A test of the daemon holds the file up to date.
const fullSchema = "schema/config.json"

func definitions(t *testing.T, data []byte) map[string]any {
	t.Helper()
	var raw map[string]any
	require.NoError(t, json.Unmarshal(data, &raw))
	defs, ok := raw["$defs"].(map[string]any)
	require.True(t, ok)
	return defs
}

func properties(t *testing.T, definition any) map[string]any {
	t.Helper()
	d, ok := definition.(map[string]any)
	require.True(t, ok)
	all, _ := d["properties"].(map[string]any)
	return all
}

func description(property any) string {
	p, _ := property.(map[string]any)
	text, _ := p["description"].(string)
	return text
}

func validator(t *testing.T) *jsonschema.Schema {
	t.Helper()
	schema, err := jsonschema.NewCompiler().Compile(fullSchema)
	require.NoError(t, err)
	return schema
}

func TestExampleLoads(t *testing.T) {
	c, err := config.Parse("example.yaml", config.Example())
	require.NoError(t, err)
	require.Equal(t, "Acme", c.Brands[0].Name)
	var generic any
	require.NoError(t, yaml.Unmarshal(config.Example(), &generic))
	require.NoError(t, validator(t).Validate(generic))

	data, err := os.ReadFile("example.yaml")
	require.NoError(t, err)
	require.Equal(t, string(data), string(config.Example()))
	config.Example()[0] = 'x'
	require.Equal(t, string(data), string(config.Example()), "the caller's change is the caller's")
}

// TestExampleDocumentsEveryKey relies on descriptions coming from nowhere but the example's comments.
func TestExampleDocumentsEveryKey(t *testing.T) {
	data, err := os.ReadFile(fullSchema)
	require.NoError(t, err)
	keys := 0
	for name, definition := range definitions(t, data) {
		for key, property := range properties(t, definition) {
			keys++
			require.NotEmpty(t, description(property), "%s.%s is not in example.yaml, or has no comment above it", name, key)
		}
	}
	require.Greater(t, keys, 80)
}

// TestExampleKeysThatAreOff switches each of them on: what is wrong then is that it excludes its neighbour, and nothing else.
func TestExampleKeysThatAreOff(t *testing.T) {
	off := regexp.MustCompile(`^( *)#([a-z_]+: .*)$`)
	lines := strings.Split(string(config.Example()), "\n")
	schema := validator(t)
	found := 0
	for i, line := range lines {
		m := off.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		found++
		lines[i] = m[1] + m[2]
		var generic any
		require.NoError(t, yaml.Unmarshal([]byte(strings.Join(lines, "\n")), &generic), line)
		lines[i] = line
		var invalid *jsonschema.ValidationError
		err := schema.Validate(generic)
		if err == nil {
			continue
		}
		require.ErrorAs(t, err, &invalid)
		require.Contains(t, err.Error(), "'not' failed", line)
		require.NotContains(t, err.Error(), "additional properties", line)
	}
	require.GreaterOrEqual(t, found, 5)
}

var saysDefault = regexp.MustCompile(`Default: (\S+?)[.,;]?( |$)`)

// TestExampleSaysTheDefaults compares the comments with Default.
func TestExampleSaysTheDefaults(t *testing.T) {
	data, err := config.Schema(config.Kinds{})
	require.NoError(t, err)
	defs := definitions(t, data)
	compared := 0
	for name, section := range map[string]any{
		"Kafka": config.Default().Kafka, "Clocks": config.Default().Clocks, "Rules": config.Default().Rules, "HTTP": config.Default().HTTP,
		"Log": config.Default().Log,
	} {
		v := reflect.ValueOf(section)
		for i := range v.NumField() {
			key, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("yaml"), ",")
			if v.Field(i).IsZero() {
				continue
			}
			says := saysDefault.FindStringSubmatch(description(properties(t, defs["config."+name])[key]))
			require.NotNil(t, says, "%s.%s does not say its default", name, key)
			want := fmt.Sprint(v.Field(i).Interface())
			if d, ok := v.Field(i).Interface().(time.Duration); ok {
				said, err := time.ParseDuration(says[1])
				require.NoError(t, err, "%s.%s", name, key)
				require.Equal(t, d, said, "%s.%s", name, key)
			} else {
				require.Equal(t, want, says[1], "%s.%s", name, key)
			}
			compared++
		}
	}
	require.GreaterOrEqual(t, compared, 17)
	require.Contains(t, description(properties(t, defs["config.Config"])["paging"]), "Default: live.")
}

// TestDocumentationLoads loads every configuration that the pages show.
func TestDocumentationLoads(t *testing.T) {
	pages, err := filepath.Glob("../docs/*.md")
	require.NoError(t, err)
	fence := regexp.MustCompile("(?ms)^```yaml\n(.*?)^```")
	found := map[string]int{}
	for _, page := range pages {
		text, err := os.ReadFile(page)
		require.NoError(t, err)
		for _, m := range fence.FindAllStringSubmatch(string(text), -1) {
			body := m[1]
			switch {
			case strings.HasPrefix(body, "brands:"):
			case strings.HasPrefix(body, "kafka:"):
				body = "brands: [{name: A, query: a}]\n" + body
			default:
				continue
			}
			found[filepath.Base(page)]++
			_, err := config.Parse(page, []byte(body))
			require.NoError(t, err)
		}
	}
	require.Equal(t, 2, found["configuration.md"])
	require.Equal(t, 1, found["kafka.md"])
}
