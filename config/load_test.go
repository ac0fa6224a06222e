package config_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"firebreak/config"
)

var update = flag.Bool("update", false, "rewrite the expected files")

// wantMark begins the lines of a fixture that say which faults it has.
const wantMark = "#! "

func TestLoadRefusesBadFiles(t *testing.T) {
	files, err := filepath.Glob("testdata/bad/*.yaml")
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(files), 30)
	for _, file := range files {
		name := filepath.Base(file)
		t.Run(strings.TrimSuffix(name, ".yaml"), func(t *testing.T) {
			data, err := os.ReadFile(file)
			require.NoError(t, err)
			body, want := splitWant(string(data))
			c, err := config.Parse(name, []byte(body), config.WithKinds(kinds()))
			require.Nil(t, c)
			var faults *config.Faults
			require.ErrorAs(t, err, &faults)
			if *update {
				marked := strings.ReplaceAll("\n"+err.Error(), "\n", "\n"+wantMark)[1:]
				require.NoError(t, os.WriteFile(file, []byte(body+marked+"\n"), 0o600))
				return
			}
			require.Equal(t, want, err.Error())
		})
	}
}

// splitWant cuts the expected faults off the end of a fixture.
func splitWant(data string) (body, want string) {
	lines := strings.SplitAfter(data, "\n")
	var faults []string
	var rest strings.Builder
	for _, line := range lines {
		if fault, ok := strings.CutPrefix(line, wantMark); ok {
			faults = append(faults, strings.TrimSuffix(fault, "\n"))
			continue
		}
		rest.WriteString(line)
	}
	return rest.String(), strings.Join(faults, "\n")
}

func TestLoadAcceptsGoodFiles(t *testing.T) {
	files, err := filepath.Glob("testdata/good/*.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".yaml"), func(t *testing.T) {
			for _, opts := range [][]config.Option{nil, {config.WithKinds(kinds())}} {
				c, err := config.Load(file, opts...)
				require.NoError(t, err)
				require.NotEmpty(t, c.Brands)
				require.Equal(t, config.Default().Clocks, c.Clocks, "what is absent or empty keeps its default")
			}
		})
	}
}

func TestLoadFillsEverything(t *testing.T) {
	c, err := config.Load("testdata/good/readme.yaml", config.WithKinds(kinds()))
	require.NoError(t, err)
	require.Equal(t, `acme OR @acmecare NOT "acme thunder"`, c.Brands[0].Query)
	require.Equal(t, []config.Account{{Handle: "acmecare", Role: "care"}, {Handle: "acmeeng", Role: "technical"}}, c.Brands[0].Accounts)
	require.Equal(t, []string{"kafka:9092"}, c.Kafka.Brokers)
	require.Equal(t, 6, c.Kafka.Partitions)
	require.Equal(t, "jsonl", c.Sources[0].Name, "the type names an unnamed source")
	require.Equal(t, "sources[0]", c.Sources[0].Block.Path)
	require.Equal(t, 10, c.Sources[0].Block.Line)
	require.Equal(t, "path: \"-\"\n", string(c.Sources[0].Block.Raw))
	require.Equal(t, "pagerduty", c.Receivers[0].Sink)
	require.Equal(t, "receivers[0].pagerduty", c.Receivers[0].Block.Path)
	require.Equal(t, config.Matches{"level = page"}, c.Route.Routes[0].Match)
	require.Equal(t, config.PagingLive, c.Paging)
}

func TestLoadOverlaysDefaults(t *testing.T) {
	c, err := config.Parse("c.yaml", []byte("brands: [{name: A, query: a}]\nclocks: {next_reply: 90s}\nrules: {notable_ratio: 2}\npaging: shadow\n"))
	require.NoError(t, err)
	require.Equal(t, config.Clocks{FirstReply: time.Hour, NextReply: 90 * time.Second, PrivateHandoff: 24 * time.Hour, Crisis: 15 * time.Minute, GatherAfter: 6 * time.Hour, TimeZone: "UTC"}, c.Clocks)
	require.InDelta(t, 2, c.Rules.NotableRatio, 0)
	require.Equal(t, 25, c.Rules.ReshareCount)
	require.Equal(t, config.PagingShadow, c.Paging)
}

func TestLoadResolvesPathsAgainstTheFile(t *testing.T) {
	body := `brands: [{name: A, query: a}]
kafka: {brokers: ["k:1"], tls: {ca_file: tls/ca.pem, key_file: /abs/key, cert_file: c}, sasl: {mechanism: PLAIN, username: u, password_file: pw}}
sources: [{type: jsonl, path: in.jsonl}, {type: jsonl, name: stdin, path: "-"}]
receivers: [{name: a, slack: {token_file: ../t, channel: c}}]
route: {receiver: a}
`
	c, err := config.Parse("/etc/firebreak/c.yaml", []byte(body), config.WithKinds(kinds()))
	require.NoError(t, err)
	require.Equal(t, "/etc/firebreak/tls/ca.pem", c.Kafka.TLS.CAFile)
	require.Equal(t, "/abs/key", c.Kafka.TLS.KeyFile)
	require.Equal(t, "/etc/firebreak/pw", c.Kafka.SASL.PasswordFile)
	require.Equal(t, "/etc/firebreak/data", c.Kafka.Dir)
	var in, stdin jsonlBlock
	require.NoError(t, c.Sources[0].Block.Decode(&in))
	require.NoError(t, c.Sources[1].Block.Decode(&stdin))
	require.Equal(t, "/etc/firebreak/in.jsonl", in.Path)
	require.Equal(t, "-", stdin.Path)
	var slack slackBlock
	require.NoError(t, c.Receivers[0].Block.Decode(&slack))
	require.Equal(t, "/etc/t", slack.TokenFile)
}

func TestLoadWithoutKindsTakesBlocksAsTheyAre(t *testing.T) {
	body := "brands: [{name: A, query: a}]\nsources: [{type: new, deep: {x: [1]}}]\nreceivers: [{name: a, other: {key: 2}}]\nroute: {receiver: a}\n"
	c, err := config.Parse("c.yaml", []byte(body))
	require.NoError(t, err)
	require.Equal(t, "other", c.Receivers[0].Sink)
	require.Equal(t, "key: 2\n", string(c.Receivers[0].Block.Raw))
	_, err = config.Parse("c.yaml", []byte(body), config.WithKinds(kinds()))
	require.ErrorContains(t, err, "sources[0].type")
}

func TestLoadOfNoFile(t *testing.T) {
	_, err := config.Load(filepath.Join(t.TempDir(), "absent.yaml"))
	var faults *config.Faults
	require.ErrorAs(t, err, &faults)
	require.Len(t, *faults, 1)
	require.Contains(t, err.Error(), "absent.yaml")
}

func TestLoadRefusesHugeFiles(t *testing.T) {
	file := filepath.Join(t.TempDir(), "huge.yaml")
	require.NoError(t, os.WriteFile(file, bytes.Repeat([]byte("#"), 1<<20+1), 0o600))
	_, err := config.Load(file)
	require.ErrorContains(t, err, "at most 1048576 are read")
}

func TestParseSurvivesHostileInput(t *testing.T) {
	var bomb strings.Builder
	bomb.WriteString("a: &a [x, x, x, x, x, x, x, x, x]\n")
	for i := 'b'; i < 'z'; i++ {
		fmt.Fprintf(&bomb, "%c: &%c [%s*%c]\n", i, i, strings.Repeat(fmt.Sprintf("*%c, ", i-1), 8), i-1)
	}
	keys := 13_000
	if testing.Short() {
		keys = 2_000
	}
	for name, body := range map[string]string{
		"alias bomb":      bomb.String(),
		"flow nesting":    strings.Repeat("[", 1<<20),
		"mapping nesting": strings.Repeat("{a: ", 1<<18),
		"dashes":          strings.Repeat("- ", 1<<19),
		"tags":            strings.Repeat("!a\n", 1<<18),
		"anchors":         strings.Repeat("&a\n", 1<<18),
		"complex keys":    strings.Repeat("?\n", 1<<19),
		"quotes":          strings.Repeat("'", 1<<20),
		"colons":          strings.Repeat("a: ", 1<<18),
		"many keys":       strings.Repeat("a: 1\n", keys),
		"too many keys":   differentKeys(1 << 16),
		"different keys":  differentKeys(keys),
		"many items":      "brands: [" + strings.Repeat("1,", 19_000) + "]",
		"long names":      "brands:\n" + strings.Repeat("- {name: "+strings.Repeat("n", 1000)+", query: }\n", 1000),
		"documents":       strings.Repeat("---\n", 1<<15),
		"nulls":           strings.Repeat("\x00", 1<<10),
		"not utf-8":       "brands: [{name: \"\xff\xfe\", query: a}]\npaging: \xff\n",
	} {
		t.Run(name, func(t *testing.T) {
			// A bomb that goes off does not end before the tests' own deadline.
			_, err := config.Parse("c.yaml", []byte(body))
			var faults *config.Faults
			require.ErrorAs(t, err, &faults)
		})
	}
}

func differentKeys(n int) string {
	var out strings.Builder
	for i := range n {
		fmt.Fprintf(&out, "k%d: 1\n", i)
	}
	return out.String()
}

func TestFaultsAreErrors(t *testing.T) {
	_, err := config.Parse("c.yaml", []byte("brands: [{name: A}]\npaging: x\n"))
	var fault config.Fault
	require.ErrorAs(t, err, &fault)
	require.Equal(t, "brands[0]", fault.Path)
	var faults config.Faults
	require.NoError(t, faults.Err())
	faults.Add(config.Fault{Line: 9, Message: "b"}, config.Fault{Line: 2, Column: 3, Path: "p", Message: "a", Hint: "h"})
	require.Equal(t, "2:3: p: a (h)\n9:0: b", faults.Error())
}

func TestConfigFaultFindsPlaces(t *testing.T) {
	c, err := config.Load("testdata/good/readme.yaml")
	require.NoError(t, err)
	for path, want := range map[string][2]int{
		"":                             {1, 1},
		"brands":                       {1, 1},
		"brands[0]":                    {2, 5},
		"brands[0].query":              {3, 12},
		"brands[0].accounts[1].handle": {6, 18},
		"brands[0].phones":             {2, 5},
		"brands[7].query":              {1, 1},
		"route.routes[0].match":        {12, 44},
		"receivers[0].pagerduty":       {11, 28},
		"nowhere[":                     {1, 1},
	} {
		f := c.Fault(path, "m", "h")
		require.Equal(t, want, [2]int{f.Line, f.Column}, path)
	}
}

func FuzzParse(f *testing.F) {
	for _, pattern := range []string{"testdata/bad/*.yaml", "testdata/good/*.yaml", "example.yaml"} {
		files, err := filepath.Glob(pattern)
		require.NoError(f, err)
		for _, file := range files {
			data, err := os.ReadFile(file)
			require.NoError(f, err)
			f.Add(data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := config.Parse("c.yaml", data, config.WithKinds(kinds()))
		if err != nil {
			var faults *config.Faults
			require.ErrorAs(t, err, &faults)
			require.NotEmpty(t, *faults)
			require.Nil(t, c)
			return
		}
		require.NotEmpty(t, c.Brands)
		shown, err := c.Redacted()
		require.NoError(t, err)
		require.NotEmpty(t, shown)
	})
}
