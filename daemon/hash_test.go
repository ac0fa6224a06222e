package daemon_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"firebreak/config"
	"firebreak/daemon"
)

// TestTheHashSaysWhatWasChanged: the part before the dash is that of the brands, the one behind it of everything else that decides.
func TestTheHashSaysWhatWasChanged(t *testing.T) {
	t.Parallel()
	hash := func(yaml string) (brands, rest string) {
		cfg, err := config.Parse("test.yaml", []byte(yaml))
		require.NoError(t, err)
		core, err := daemon.NewCore(cfg)
		require.NoError(t, err)
		brands, rest, ok := strings.Cut(core.Engine.Escalation.Hash, "-")
		require.True(t, ok)
		return brands, rest
	}
	const base = "brands: [{name: Acme, query: acme}]\n"
	brands, rest := hash(base)
	tests := []struct {
		name, yaml   string
		brands, rest bool
	}{
		{"nothing", "# a comment\n" + base, false, false},
		{"brands", "brands: [{name: Acme, query: acme OR acmecorp}]\n", true, false},
		{"experts", base + "experts: [{handle: ann}]\n", false, true},
		{"clocks", base + "clocks: {first_reply: 30m}\n", false, true},
		{"rules", base + "rules: {follow_up_after: 30m}\n", false, true},
		{"levels of rules", base + "rules: {levels: {reshared: notify}}\n", false, true},
		{"crisis", base + "crisis: {authors: 20}\n", false, true},
		{"findings", base + "findings: [{kind: rumour, off: true}]\n", false, true},
		{"legal clocks", base + "legal_clocks: [{jurisdiction: eu, name: x, within: 1h}]\n", false, true},
		{"personal data", base + "personal_data: [{email: public}]\n", false, true},
		{"statements", base + "statements: [{family: outage, text: We are down., approved_by: ann, version: '1', expires: 2030-01-01T00:00:00Z}]\n", false, true},
		{"receivers", base + "receivers: [{name: desk, console: {}}]\nroute: {receiver: desk}\n", false, false},
		{"kafka", base + "kafka: {brokers: ['localhost:9092']}\n", false, false},
		{"log", base + "log: {level: debug}\n", false, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b, r := hash(tt.yaml)
			require.Equal(t, []bool{tt.brands, tt.rest}, []bool{b != brands, r != rest})
		})
	}
}
