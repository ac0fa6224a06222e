package daemon_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"firebreak/daemon"
)

func TestPlaybookFaults(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ page, want string }{
		"a good one":         {`{kind: rumour, public: "We understand the worry. Please send us a DM, and a colleague will go through it with you."}`, ""},
		"without a draft":    {`{kind: crisis, family: outage, do: ["call"]}`, ""},
		"no such kind":       {`{kind: rumor}`, `playbook[0].kind: there is no kind "rumor"`},
		"no such topic":      {`{kind: security_complaint, topic: leak}`, `playbook[0].topic: security_complaint has no topic "leak" (one of plaintext_password, `},
		"no topics at all":   {`{kind: rumour, topic: leak}`, `playbook[0].topic: rumour has no topic "leak" (leave topic out)`},
		"not private":        {`{kind: rumour, public: "Thank you for telling us, we are sorry for the trouble."}`, "meets 2 of the 4 points of a good first reply, not: gives a direct contact; takes the talk private"},
		"a promise":          {`{kind: rumour, public: "Sorry! All data on our system is totally secure. Please DM us, a colleague will help."}`, "it is absolute_security_claim"},
		"a secret asked for": {`{kind: rumour, public: "Sorry about this. Please DM us your password, and a colleague will look at it."}`, "it is credential_request"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := daemon.ParseConfig("c.yaml", []byte("brands: [{name: Acme, query: acme}]\nplaybook:\n  - "+tt.page+"\n"))
			if tt.want == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, tt.want)
			require.ErrorContains(t, err, "c.yaml:3:")
		})
	}
}

func TestAStatementThatHasExpiredIsANote(t *testing.T) {
	t.Parallel()
	cfg, err := daemon.ParseConfig("c.yaml", []byte(`brands: [{name: Acme, query: acme}]
statements:
  - {family: outage, text: The app is down., approved_by: Jo, version: "2", expires: 2026-03-05T09:00:00Z}
  - {family: fraud, text: Beware., approved_by: Jo, version: "1", expires: 2026-03-05T11:00:00Z}
`))
	require.NoError(t, err)
	at := time.Date(2026, 3, 5, 10, 0, 0, 0, time.UTC)
	require.Equal(t, []string{"statements[0] (outage, version 2) has expired on 2026-03-05T09:00:00Z: it is in force no more"}, daemon.StatementNotes(cfg, at))
	require.Empty(t, daemon.StatementNotes(cfg, at.Add(-2*time.Hour)))
	core, err := daemon.NewCore(cfg)
	require.NoError(t, err)
	s, ok := core.Book.Statement("Acme", "outage", at.Add(-2*time.Hour))
	require.True(t, ok)
	require.True(t, s.Claims.AffirmsOutage)
}
