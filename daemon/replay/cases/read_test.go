package cases_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"firebreak/config"
)

// TestFaults names every fault of a file in one pass, each with its line and its path.
func TestFaults(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, yaml, want string }{
		{"no test", "tests: []\n", "cases.yaml:2:1: tests: needs at least 1"},
		{"an unknown key", "tests: [{name: a, events: [{pass: 1h}]}]\ntest: x\n", `cases.yaml:3:1: test: unknown key (did you mean "tests"?)`},
		{"no YAML", "tests: [\n", "cases.yaml:2:8: "},
		{"a doubled key", "tests:\n  - name: a\n    name: b\n    events: [{pass: 1h}]\n", `cases.yaml:4:5: tests[0].name: the key "name" is there twice`},
		{
			"everything at once",
			`tests:
  - name: a
    brand: Globex
    start: 2h
    events:
      - {at: 5, by: jane, text: x}
      - {text: y}
      - {pass: 2h, by: x}
      - {by: x, reply_to: zz, text: q, id: e1}
      - {action: snoze, by: a}
      - {action: snooze, by: a}
      - {action: resolve, by: a, until: 2h, thread: nope}
      - {at: 2h}
      - {by: x, reply_to: e1}
      - {metrics_of: e1}
      - {at: -5m, by: x, text: y}
    expect:
      - {by: 30m}
      - {level: pages}
      - {receivers: [nobody], thread: nope, pages: -1}
      - {}
  - name: a
    events: [{pass: 1h}]
`,
			`cases.yaml:4:5: tests[0].brand: the configuration has no brand "Globex" (one of Acme)
cases.yaml:5:5: tests[0].start: wants a time (such as 2026-03-02T09:00:00Z)
cases.yaml:7:14: tests[0].events[0].at: wants text, got a number (put it in quotes)
cases.yaml:8:9: tests[0].events[1].by: is required with text
cases.yaml:9:20: tests[0].events[2].by: does not go with pass (make it an event of its own, or leave it out)
cases.yaml:10:17: tests[0].events[3].reply_to: no post of the test has the id "zz"
cases.yaml:10:40: tests[0].events[3].id: "e1" is the id of events[0] already (every event needs an id of its own)
cases.yaml:11:18: tests[0].events[4].action: "snoze" is not known here (did you mean "snooze"?)
cases.yaml:12:9: tests[0].events[5].until: is required with snooze (such as 4h)
cases.yaml:13:34: tests[0].events[6].until: does not go with resolve (leave it out)
cases.yaml:13:45: tests[0].events[6].thread: no post of the test has the id "nope" (a post of the conversation, or an incident's id such as c:…)
cases.yaml:14:9: tests[0].events[7]: does nothing (let time pass with pass)
cases.yaml:15:9: tests[0].events[8]: does nothing: by and reply_to says too little (give text, repost_of, edit_of, delete, metrics_of, pass or action)
cases.yaml:16:9: tests[0].events[9].metrics: is required with metrics_of
cases.yaml:17:14: tests[0].events[10].at: "-5m" is before the start
cases.yaml:19:9: tests[0].expect[0]: says by when, but not what (give level, action, severity, kinds, not_kinds, topic, reasons, receivers, pages, notifies or none)
cases.yaml:20:17: tests[0].expect[1].level: "pages" is not known here (did you mean "page"?)
cases.yaml:21:22: tests[0].expect[2].receivers[0]: the configuration has no receiver "nobody"
cases.yaml:21:31: tests[0].expect[2].thread: no post of the test has the id "nope" (a post of the conversation, or an incident's id such as c:…)
cases.yaml:21:52: tests[0].expect[2].pages: must be at least 0
cases.yaml:22:9: tests[0].expect[3]: expects nothing (give level, action, severity, kinds, not_kinds, topic, reasons, receivers, pages, notifies or none)
cases.yaml:23:5: tests[1].name: "a" is the name of tests[0] already (every test needs a name of its own)`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := read(t, tt.yaml)
			require.Error(t, err)
			require.Contains(t, faults(t, err), tt.want)
		})
	}
}

// TestInlineConfiguration keeps the lines and columns of a configuration that is part of the file.
func TestInlineConfiguration(t *testing.T) {
	t.Parallel()
	const tests = "tests:\n  - name: a\n    events: [{pass: 1h}]\n"
	const below = "# a comment\nconfig: # here\n  brands:\n    - {name: Acme, query: acme}\n"
	for name, text := range map[string]string{
		"first":     below + tests,
		"last":      tests + below,
		"in braces": "config: {brands: [{name: Acme, query: acme}]}\n" + tests,
		"with CRLF": strings.ReplaceAll(below+tests, "\n", "\r\n"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, err := reader().Read("cases.yaml", []byte(text))
			require.NoError(t, err)
			require.Equal(t, "Acme", f.Config.Brands[0].Name)
		})
	}
	for _, tt := range []struct{ name, text, want string }{
		{"a fault", tests + "config:\n  brands:\n    - {name: Acme, qery: acme}\n", `cases.yaml:6:20: config.brands[0].qery: unknown key (did you mean "query"?)`},
		{"a doubled key", "config:\n  brands: [{name: Acme, query: acme}]\n  brands: []\n" + tests, "cases.yaml:3:3: config.brands: the key \"brands\" is there twice (first on line 2)"},
		{"all in braces", "{config: {brands: [{name: Acme, query: acme}]}, tests: [{name: a, events: [{pass: 1h}]}]}", "config: a configuration is written below its key"},
		{"none", tests, "config: is required"},
		{"a list", "config: [a]\n" + tests, "config: wants the path of a configuration"},
		{"no file", "config: nowhere.yaml\n" + tests, "nowhere.yaml"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := reader().Read("cases.yaml", []byte(tt.text))
			require.Contains(t, faults(t, err), tt.want)
		})
	}
}

// TestConfigurationCannotBeRead is no fault of the file.
func TestConfigurationCannotBeRead(t *testing.T) {
	t.Parallel()
	r := reader()
	r.Load = func(string) (*config.Config, error) { return nil, errBroken }
	_, err := r.Read("cases.yaml", []byte("config: a.yaml\ntests: [{name: a, events: [{pass: 1h}]}]\n"))
	require.ErrorIs(t, err, errBroken)
}

// FuzzRead reads arbitrary files of cases, and runs those that are good.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		"config: {brands: [{name: Acme, query: acme}]}\ntests:\n  - name: a\n    events:\n      - {by: jane, text: acme leak}\n      - pass: 2h\n    expect:\n      - {level: page}\n",
		"config:\n  brands:\n    - {name: Acme, query: acme}\ntests:\n- name: a\n  events:\n  - {at: 9999-01-01T00:00:00Z, by: a, text: acme}\n",
		"tests: [{name: a, events: [{at: 0m, by: a, text: acme slow}, {action: resolve, by: b}, {edit_of: e1, by: a, text: leak}, {delete: e1}]}]\nconfig: {brands: [{name: A, query: acme}]}\n",
		"config: {brands: [{name: A, accounts: [{handle: b, role: care}]}]}\ntests: [{name: x, brand: A, events: [{by: b, text: unhack, metrics: {reposts: 3}}, {repost_of: e1, by: c, followers: 200000}, {metrics_of: e1, metrics: {likes: 1}}]}]\n",
		"config: ?", "\xff", "- - -", "tests: &a [*a]", "{config: {}, tests: [{}]}", "config:",
	} {
		f.Add([]byte(seed))
	}
	dir := f.TempDir()
	name := filepath.Join(dir, "cases.yaml")
	require.NoError(f, os.WriteFile(filepath.Join(dir, "firebreak.yaml"), []byte(routed), 0o600))
	r := reader()
	r.Load = func(string) (*config.Config, error) { return nil, &config.Faults{{Message: "not read here"}} }
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := r.Read(name, data)
		if err != nil {
			require.NotEmpty(t, faults(t, err), "only faults are possible, and each says something")
			return
		}
		s, err := setup(file)
		if err != nil {
			return
		}
		for i := range file.Tests {
			first, err := file.Run(&file.Tests[i], s)
			require.NoError(t, err)
			second, err := file.Run(&file.Tests[i], s)
			require.NoError(t, err)
			require.Equal(t, first, second, "the same test gives the same result")
		}
	})
}
