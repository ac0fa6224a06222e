package complaint_test

import (
	"strings"
	"testing"

	"firebreak/detectors/complaint"
	"firebreak/detectors/detecttest"
)

// The floors leave one line of each half to the next weights of the trained model.
func TestVoices(t *testing.T) {
	t.Parallel()
	const none = "!security_complaint"
	detecttest.Voices(t, complaint.New(), "testdata/voices.tsv", []detecttest.Floor{
		{Group: "privacy", Expect: "security_complaint/privacy_overcollection", Written: 26, Held: 23},
		{Group: "privacy", Expect: none, Written: 20, Held: 18},
		{Group: "plaintext", Expect: "security_complaint/plaintext_password", Written: 26, Held: 20},
		{Group: "plaintext", Expect: none, Written: 20, Held: 19},
		{Group: "takeover", Expect: "security_complaint/account_takeover", Written: 27, Held: 27},
		{Group: "takeover", Expect: none, Written: 20, Held: 20},
		{Group: "asked", Expect: "security_complaint/credential_request_reported", Written: 26, Held: 27},
		{Group: "asked", Expect: none, Written: 20, Held: 20},
		{Group: "rumour", Expect: "rumour", Written: 27, Held: 27},
		{Group: "rumour", Expect: "!rumour", Written: 20, Held: 19},
		{Group: "performance", Expect: "technical_complaint/performance", Written: 28, Held: 26},
		{Group: "performance", Expect: "!technical_complaint", Written: 20, Held: 19},
		{Group: "new password", Expect: "how_to,!security_complaint", Written: 28, Held: 28},
		{Group: "new password", Expect: "security_complaint", Written: 9, Held: 7},
		{Group: "each call", Expect: "friction,!security_complaint", Written: 19, Held: 15},
		{Group: "each call", Expect: "security_complaint", Written: 9, Held: 9},
		{Group: "data for a case", Expect: none, Written: 19, Held: 19},
		{Group: "data for a case", Expect: "security_complaint", Written: 9, Held: 5},
		{Group: "offer", Expect: none, Written: 12, Held: 10},
		{Group: "offer", Expect: "security_complaint", Written: 9, Held: 8},
	}...)
}

func TestWhoAsksAndWhoSees(t *testing.T) {
	t.Parallel()
	d := complaint.New()
	detecttest.Run(t, d, each([]string{"security_complaint/credential_request_reported"}, nil,
		"the man on the phone asked for my password",
		"your website chat asked for my full password",
		"why do you need to know my password?",
		"why must I tell your agent my PIN?",
	))
	detecttest.Run(t, d, each([]string{"security_complaint/plaintext_password"}, nil,
		"your agent can see my password",
		"Acme can decrypt our passwords",
	))
	detecttest.Run(t, d, each(nil, []string{"security_complaint"},
		"the app asks for my password every time I open it",
		"your website wants my password again and again",
		"why do I have to reset my password each time I call you?",
		"why do I need to change my PIN whenever I phone?",
		"I can see my password when I tap the eye",
		"we saw our password in the settings",
		"the guest wifi password is printed on the receipt",
	))
}

func TestHearsayStandsCloseToWhatIsTold(t *testing.T) {
	t.Parallel()
	const told, passed = "Acme had customer records stolen.", "People say it."
	filler := strings.Repeat("It rained on the roof and the cat slept by the fire. ", 4)
	detecttest.Run(t, complaint.New(), []detecttest.Case{
		{Name: "close", Text: passed + " " + told, Want: []string{"rumour"}},
		{Name: "far", Text: passed + " " + filler + told, Not: []string{"rumour"}},
	})
}
