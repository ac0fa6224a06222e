package stance_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"firebreak/detectors"
	"firebreak/detectors/detecttest"
	"firebreak/detectors/stance"
)

func scores(t *testing.T, text string, by detectors.Role) map[string]float64 {
	t.Helper()
	s := map[string]float64{}
	require.Empty(t, stance.New().Detect(detecttest.Case{Text: text, By: by}.Document(), s))
	return s
}

func TestStance(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		head     string
		by       detectors.Role
		yes, not []string
	}{
		{
			stance.Dissent, detectors.RolePublic, []string{
				"works fine for me", "leave them alone, they are doing their best", "stop whining", "@jane that's not @acmecare's fault", "you're overreacting",
				"I've never had a problem with Acme", "to be fair they answered within an hour", "it's perfectly normal, every shop does that",
				"@jane you are wrong, they hash passwords", "no issues here", "Calm down. It's not that bad", "give them a break", "works on my phone",
			}, []string{
				"@jane @wishgenie that is really bad. @infosec_ines have you seen this?", "same here!", "me too, what a joke", "oh no. @infosec_ines look at this answer",
				"they mailed me my password as well", "this is not ok", "@acmecare why do you do that?", "wow. just wow", "doesn't work for me either",
				"unbelievable", "I agree, that's wrong", "The site is down for me too",
			},
		},
		{
			stance.Remediation, detectors.RolePublic, []string{
				"they send a reset link now", "they fixed it", "site has https now", "looks like it's been patched", "it's working again", "Acme no longer emails passwords",
				"they now hash passwords", "the certificate is valid now", "issue resolved, thanks", "reset page works great now, thanks @brand",
			}, []string{
				"still not fixed", "please fix it", "when will it be fixed?", "they should send a reset link", "my password was changed by someone", "have you fixed it yet? no",
			},
		},
		{
			stance.Mockery, detectors.RolePublic, []string{
				"lol @brand says 'totally secure'", "\"Totally secure\". They mail passwords in plain text, and this is the answer?", "haha, totally secure, sure",
				"yeah right, 100% safe", "@acmecare claims their site is completely secure lol", "“nothing to fear” 😂", "they take security seriously, oh really",
			}, []string{"how do I reset my password?", "my account was hacked", "lol great advert", "is it safe to pay here?"},
		},
		{
			stance.Insistence, detectors.RoleBrand, []string{
				"it's the only way", "That is the only way we can help", "there's no other option", "We cannot help you without it", "Unless you give us the code we can't continue",
				"I must insist", "we still need your password", "I'm afraid there is no other way",
			}, []string{"Please DM us", "Here is another way", "We can help you without it", "Only today: 20 % off"},
		},
	} {
		t.Run(c.head, func(t *testing.T) {
			t.Parallel()
			for _, text := range c.yes {
				require.GreaterOrEqual(t, scores(t, text, c.by)[c.head], 0.5, text)
			}
			for _, text := range c.not {
				require.Less(t, scores(t, text, c.by)[c.head], 0.5, text)
			}
		})
	}
	require.Less(t, scores(t, "works fine for me", detectors.RoleBrand)[stance.Dissent], 0.5, "a brand is no bystander")
}
