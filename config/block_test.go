package config_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"firebreak/config"
)

type sampleBlock struct {
	Name    string        `yaml:"name" jsonschema:"required,minLength=1"`
	Count   int           `yaml:"count" jsonschema:"minimum=1,maximum=9"`
	Wait    time.Duration `yaml:"wait"`
	KeyFile string        `yaml:"key_file"`
	Key     string        `yaml:"key"`
	Inner   struct {
		On   bool     `yaml:"on"`
		List []string `yaml:"list"`
	} `yaml:"inner"`
}

// byHand is a block as the trial configuration makes it, without a file around.
func byHand(raw string) config.Block {
	return config.Block{Path: "sources[0]", Raw: []byte(raw), Line: 7, File: "/etc/firebreak/c.yaml"}
}

func TestBlockDecode(t *testing.T) {
	into := sampleBlock{Count: 3, Wait: time.Minute}
	require.NoError(t, byHand("name: n\nkey_file: k/f\ninner: {on: true, list: [a, b]}\n").Decode(&into))
	want := sampleBlock{Name: "n", Count: 3, Wait: time.Minute, KeyFile: "/etc/firebreak/k/f"}
	want.Inner.On, want.Inner.List = true, []string{"a", "b"}
	require.Equal(t, want, into, "what is left out keeps its value")
}

func TestBlockDecodeNamesEveryFault(t *testing.T) {
	for name, tt := range map[string]struct{ raw, want string }{
		"several": {"count: 12\nwiat: 3s\nwait: 3 s\n", `/etc/firebreak/c.yaml:7:1: sources[0].name: is required
/etc/firebreak/c.yaml:7:8: sources[0].count: must be at most 9
/etc/firebreak/c.yaml:8:1: sources[0].wiat: unknown key (did you mean "wait"?)
/etc/firebreak/c.yaml:9:7: sources[0].wait: "3 s" is not a duration (such as 90s, 15m or 24h)`},
		"twins":  {"name: n\nkey: a\nkey_file: b\n", "/etc/firebreak/c.yaml:7:1: sources[0]: set only one of key and key_file"},
		"nested": {"name: n\ninner:\n  on: 1\n", "/etc/firebreak/c.yaml:9:7: sources[0].inner.on: wants true or false, got a number"},
		"twice":  {"name: n\nname: m\n", `/etc/firebreak/c.yaml:8:1: sources[0].name: the key "name" is there twice (first on line 7)`},
		"syntax": {"name: [\n", "/etc/firebreak/c.yaml:7:7: sources[0]: sequence end token ']' not found (not valid YAML)"},
		"a list": {"[a]\n", "/etc/firebreak/c.yaml:7:1: sources[0]: wants keys and values, got a list"},
	} {
		t.Run(name, func(t *testing.T) {
			var into sampleBlock
			require.EqualError(t, byHand(tt.raw).Decode(&into), tt.want)
		})
	}
}

func TestBlockDecodeWantsAPointerToAStruct(t *testing.T) {
	var text string
	for _, into := range []any{nil, sampleBlock{}, &text, (*sampleBlock)(nil)} {
		require.ErrorContains(t, byHand("name: n\n").Decode(into), "not a pointer to a struct")
	}
}

func TestBlockAbs(t *testing.T) {
	b := byHand("")
	for path, want := range map[string]string{"a": "/etc/firebreak/a", "../a": "/etc/a", "/a": "/a", "-": "-", "": ""} {
		require.Equal(t, want, b.Abs(path))
	}
	require.Equal(t, "sources[0]", fmt.Sprint(b))
}

// FuzzBlock decodes what a factory may be given.
func FuzzBlock(f *testing.F) {
	f.Add([]byte("name: n\ncount: 3\nwait: 3s\n"))
	f.Add([]byte("name: [1, {a: b}]\n"))
	f.Add([]byte("inner: {list: [a], on: true}\n? x\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		var into sampleBlock
		if err := byHand(string(raw)).Decode(&into); err != nil {
			var faults *config.Faults
			require.ErrorAs(t, err, &faults)
			require.NotEmpty(t, *faults)
			return
		}
		require.NotEmpty(t, into.Name)
		require.LessOrEqual(t, into.Count, 9)
	})
}
