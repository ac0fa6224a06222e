package personaldata_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"firebreak/detectors/personaldata"
)

// A value that only a password looks like, beside somebody's word of their own password.
func TestPasswordsNearby(t *testing.T) {
	t.Parallel()
	m := personaldata.NewMasker()
	for text, want := range map[string]string{
		"I always put Winter!Sun9 in, that is my password, and it says no":         "I always put [secret] in, that is my password, and it says no",
		"changed my password to Hamster2019! yesterday and cannot get in":          "changed my password to [secret] yesterday and cannot get in",
		`the password that I chose was "blue-canary-7", is it with you?`:           `the password that I chose was "[secret]", is it with you?`,
		"user: lena_k pass: Tulip?44rt please try it":                              "user: lena_k pass: [secret] please try it",
		"here you are then, my password, enjoy: Ros3garden":                        "here you are then, my password, enjoy: [secret]",
		"it wont take Gr33nT3a even though I've had that password for years":       "it wont take [secret] even though I've had that password for years",
		"my password stopped working after the update to Windows11 on my Note20":   "my password stopped working after the update to Windows11 on my Note20",
		"I need a password with 8-20 characters and it took me 20mins":             "I need a password with 8-20 characters and it took me 20mins",
		"never use Password123 as your password, we see it every day":              "never use Password123 as your password, we see it every day",
		"Flight BA2490 to LHR, my password does not work in the app v2.3.1 at all": "Flight BA2490 to LHR, my password does not work in the app v2.3.1 at all",
		"my password got reset on the 4th-floor terminal, see http://t.co/Ab3dEf9": "my password got reset on the 4th-floor terminal, see http://t.co/Ab3dEf9",
		"their team is on 03444 811920, my password is fine":                       "their team is on 03444 811920, my password is fine",
		"a good password looks like Maple-River-92, experts say":                   "a good password looks like Maple-River-92, experts say",
	} {
		masked, _ := m.Mask(text, nil)
		require.Equal(t, want, masked)
	}
}
