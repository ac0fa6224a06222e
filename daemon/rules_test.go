package daemon_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"firebreak/config"
	"firebreak/daemon"
	"firebreak/daemon/escalation"
)

func TestLevelsOfRulesAreChecked(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ levels, want string }{
		"an unknown rule":         {"folowed_up: notify", `c.yaml:2:30: rules.levels.folowed_up: no rule is named "folowed_up" (did you mean "followed_up"?)`},
		"a rule of nowhere":       {"zzz: notify", "(one of critical_finding, "},
		"an unknown level":        {"reshared: notfy", `rules.levels.reshared: "notfy" is not known here (did you mean "notify"?)`},
		"off without quotes":      {"reshared: false", "put it in quotes"},
		"a level above its own":   {"complaint: page", "this rule asks for watch at most"},
		"a rule that only says":   {"crisis_quiet: watch", "this rule asks for no level"},
		"a crisis that is silent": {"crisis_burst: watch", "(notify, page or off)"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := daemon.ParseConfig("c.yaml", []byte("brands: [{name: Acme, query: acme}]\nrules: {levels: {"+c.levels+"}}\n"))
			require.ErrorContains(t, err, c.want)
		})
	}
}

// TestNotesSayWhenNobodyIsWoken lowers every rule that pages, then all but one.
func TestNotesSayWhenNobodyIsWoken(t *testing.T) {
	t.Parallel()
	table, err := escalation.LoadTable()
	require.NoError(t, err)
	notes := func(but string) string {
		var b strings.Builder
		b.WriteString("brands: [{name: Acme, query: acme}]\nrules:\n  levels:\n    complaint: off\n")
		for _, r := range table.Rules() {
			if r.Most() == escalation.LevelPage && r.Name != but {
				fmt.Fprintf(&b, "    %s: notify\n", r.Name)
			}
		}
		cfg, err := config.Parse("c.yaml", []byte(b.String()))
		require.NoError(t, err)
		return strings.Join(daemon.Notes(cfg), "\n")
	}
	require.Contains(t, notes(""), "no rule may page any more")
	require.NotContains(t, notes("crisis_burst"), "no rule may page any more")
}
