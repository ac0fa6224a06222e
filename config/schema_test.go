package config_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"

	"firebreak/config"
)

func compiled(t *testing.T, data []byte) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	require.NoError(t, err)
	compiler := jsonschema.NewCompiler()
	require.NoError(t, compiler.AddResource("schema.json", doc))
	schema, err := compiler.Compile("schema.json")
	require.NoError(t, err)
	return schema
}

func TestSchemaIsTheSameEachTime(t *testing.T) {
	first, err := config.Schema(kinds())
	require.NoError(t, err)
	for range 5 {
		again, err := config.Schema(kinds())
		require.NoError(t, err)
		require.Equal(t, string(first), string(again))
	}
	require.True(t, json.Valid(first))
}

// TestSchemaAgreesWithLoad holds what editors say against what Load says: what loads is valid, and what has a fault of structure is not.
func TestSchemaAgreesWithLoad(t *testing.T) {
	data, err := config.Schema(kinds())
	require.NoError(t, err)
	schema := compiled(t, data)
	good, err := filepath.Glob("testdata/good/*.yaml")
	require.NoError(t, err)
	for _, file := range good {
		// What these hold is YAML, and an empty section is allowed, which only Load knows.
		if name := filepath.Base(file); name == "bom.yaml" || name == "empty-sections.yaml" || name == "console-null.yaml" {
			continue
		}
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		var generic any
		require.NoError(t, yaml.Unmarshal(text, &generic), file)
		require.NoError(t, schema.Validate(generic), file)
	}
	for _, name := range []string{
		"unknown-key", "unknown-nested", "source-type", "source-block", "receiver-sink", "receiver-block", "receiver-two-sinks", "account-role",
		"log", "paging", "rules", "durations", "brands-empty", "brand-without-name", "sasl-both-passwords",
	} {
		text, err := os.ReadFile(filepath.Join("testdata", "bad", name+".yaml"))
		require.NoError(t, err)
		body, _ := splitWant(string(text))
		var generic any
		require.NoError(t, yaml.Unmarshal([]byte(body), &generic), name)
		require.Error(t, schema.Validate(generic), name)
	}
}

func TestSchemaRefusesKindsThatAreNone(t *testing.T) {
	for name, bad := range map[string]any{"a value": jsonlBlock{}, "nil": nil, "a text": "jsonl", "a function inside": &struct {
		F func() `yaml:"f"`
	}{}} {
		_, err := config.Schema(config.Kinds{Sources: map[string]any{"bad": bad}})
		require.ErrorContains(t, err, "source bad", name)
		_, err = config.Schema(config.Kinds{Sinks: map[string]any{"bad": bad}})
		require.ErrorContains(t, err, "sink bad", name)
		_, err = config.Parse("c.yaml", []byte("brands: [{name: A, query: a}]\n"), config.WithKinds(config.Kinds{Sources: map[string]any{"bad": bad}}))
		require.Error(t, err, name)
	}
}
