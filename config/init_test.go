package config_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"firebreak/config"
)

func TestInit(t *testing.T) {
	full := config.Answers{
		Brand: "Acme", Query: `acme NOT "acme thunder"`, Handles: []string{"@acmecare", " acmehelp ", ""}, TechnicalHandles: []string{"acmeeng"},
		Domains: []string{"acme.example"}, Experts: []string{"@researcher"}, Regulated: true, Brokers: []string{"kafka:9092"},
		SlackChannel: "C0123456789", PagerDuty: true, Live: true,
	}
	for name, tt := range map[string]struct {
		answers config.Answers
		check   func(*testing.T, *config.Config)
	}{
		"a name": {config.Answers{Brand: "Acme"}, func(t *testing.T, c *config.Config) {
			t.Helper()
			require.Equal(t, `"Acme"`, c.Brands[0].Query, "the name finds it")
			require.True(t, c.Kafka.Embedded)
			require.Equal(t, "console", c.Receivers[0].Sink)
			require.Equal(t, config.PagingShadow, c.Paging, "nobody begins by paging")
			require.Equal(t, "127.0.0.1:9317", c.HTTP.Listen)
		}},
		"everything": {full, func(t *testing.T, c *config.Config) {
			t.Helper()
			require.Equal(t, full.Query, c.Brands[0].Query)
			require.Equal(t, []config.Account{
				{Handle: "acmecare", Role: "care"}, {Handle: "acmehelp", Role: "care"}, {Handle: "acmeeng", Role: "technical"},
			}, c.Brands[0].Accounts)
			require.Equal(t, full.Domains, c.Brands[0].Domains)
			require.Equal(t, []config.Expert{{Handle: "researcher"}}, c.Experts)
			require.True(t, c.Brands[0].Regulated)
			require.Equal(t, full.Brokers, c.Kafka.Brokers)
			require.False(t, c.Kafka.Embedded)
			require.Equal(t, config.PagingLive, c.Paging)
			require.Equal(t, "social", c.Route.Receiver)
			require.Equal(t, "oncall", c.Route.Routes[0].Receiver)
			var slack slackBlock
			require.NoError(t, c.Receivers[1].Block.Decode(&slack))
			require.Equal(t, "C0123456789", slack.Channel)
		}},
		"an account is enough": {config.Answers{Brand: "Acme", Handles: []string{"acmecare"}}, func(t *testing.T, c *config.Config) {
			t.Helper()
			require.Empty(t, c.Brands[0].Query)
		}},
		"a pager alone": {config.Answers{Brand: "Acme", PagerDuty: true}, func(t *testing.T, c *config.Config) {
			t.Helper()
			require.Equal(t, "terminal", c.Route.Receiver, "what is no page is shown somewhere")
			require.Len(t, c.Receivers, 2)
		}},
		"answers that look like YAML": {config.Answers{
			Brand: "A: {b}\n- c # \"d\" 'e' \u2028\u0085\u007f\\ \U0001F600", Query: "*x &y !z | > %", SlackChannel: "#social: yes",
		}, func(t *testing.T, c *config.Config) {
			t.Helper()
			require.Equal(t, "A: {b}\n- c # \"d\" 'e' \u2028\u0085\u007f\\ \U0001F600", c.Brands[0].Name)
			require.Equal(t, "*x &y !z | > %", c.Brands[0].Query)
		}},
	} {
		t.Run(name, func(t *testing.T) {
			text := config.Init(tt.answers)
			c, err := config.Parse("new.yaml", text, config.WithKinds(kinds()))
			require.NoError(t, err, "%s", text)
			tt.check(t, c)
			sections := 0
			for section := range bytes.SplitSeq(text, []byte("\n\n")) {
				sections++
				require.True(t, bytes.HasPrefix(section, []byte("# ")) || bytes.Contains(section, []byte("\n    # ")) || bytes.Contains(section, []byte("\n  # ")),
					"a section without a comment:\n%s", section)
			}
			require.Greater(t, sections, 5)
			require.True(t, bytes.HasSuffix(text, []byte("\n")))
			require.NotContains(t, string(text), "\n\n\n")
		})
	}
}

func TestInitLeavesNonsenseToLoad(t *testing.T) {
	_, err := config.Parse("new.yaml", config.Init(config.Answers{Brand: " ", Domains: []string{"https://acme.example/"}, Brokers: []string{"kafka"}}))
	for _, path := range []string{"brands[0].name", "brands[0].domains[0]", "kafka.brokers[0]"} {
		require.ErrorContains(t, err, path)
	}
}

// FuzzInit checks that answers stay data, whatever they hold.
func FuzzInit(f *testing.F) {
	f.Add("Acme", "acme", "acmecare", "acme.example", true)
	f.Add("A\"\\\n", "\x00\x1b\u2028", "a, b", "x: [y", false)
	f.Add("\u0085\u00a0\ufeff", "\xff", "'", "{{.Brand}}", true)
	f.Fuzz(func(t *testing.T, brand, query, handle, domain string, on bool) {
		text := config.Init(config.Answers{
			Brand: brand, Query: query, Handles: []string{handle}, Domains: []string{domain}, Experts: []string{handle}, SlackChannel: query, PagerDuty: on,
			Regulated: on, Live: on,
		})
		c, err := config.Parse("new.yaml", text, config.WithKinds(kinds()))
		if err != nil {
			// The parts that the answers are in are the only ones with faults, and none of them is about the form.
			for line := range strings.SplitSeq(err.Error(), "\n") {
				if strings.HasPrefix(line, "new.yaml:") {
					require.Regexp(t, `^new\.yaml:\d+:\d+: (brands\[0\]|experts\[0\]|receivers\[\d\])`, line)
					require.NotContains(t, line, "unknown key")
				}
			}
			return
		}
		require.Equal(t, strings.ToValidUTF8(brand, "\uFFFD"), c.Brands[0].Name)
		require.Len(t, c.Brands, 1)
		require.Equal(t, on, c.Brands[0].Regulated)
		require.LessOrEqual(t, len(c.Receivers), 2)
	})
}
