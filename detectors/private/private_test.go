package private_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"firebreak/detectors"
	"firebreak/detectors/detecttest"
	"firebreak/detectors/private"
)

func brand(want, not []string, texts ...string) []detecttest.Case {
	cases := make([]detecttest.Case, 0, len(texts))
	for _, text := range texts {
		cases = append(cases, detecttest.Case{Text: text, By: detectors.RoleBrand, Want: want, Not: not})
	}
	return cases
}

func TestMovedPrivate(t *testing.T) {
	t.Parallel()
	d := private.New()
	detecttest.Run(t, d, brand([]string{"moved_private//info"}, []string{"deflect_to_phone"},
		"Sorry about this. We've followed you – please DM so our tech team can help",
		"@jane We are sorry about this. Please send us a DM, so that somebody from our technical team can help you directly.",
		"DM us your email",
		"Can you drop us a private message with the details?",
		"pls dm us",
		"Could you shoot us a DM with your account's email address?",
		"We've sent you a DM, Tom.",
		"Let's take this to private messages",
		"Please message us privately and we'll sort it out",
		"Please use our secure chat: https://acme.example/chat",
		"Follow us and we can DM you",
		"send it via DM please",
		"Happy to help, can we continue in DM?",
		"Our DMs are open",
		"Please call us on 0800 123 or send a direct message",
		"Please write to us in the secure mailbox of your online banking",
	))
	detecttest.Run(t, d, brand(nil, []string{"moved_private"},
		"Please don't DM us, post it here",
		"Thanks for the feedback, we take security seriously",
		"all data on our system is totally secure",
		"We cannot reply by DM",
		"Have a great day!",
		"Thanks for your DM, all sorted",
		"Please call 0800 123 456",
		"The message in the app is wrong, sorry",
	))
	detecttest.Run(t, d, []detecttest.Case{
		{Name: "the public", Text: "please DM me"},
		{Name: "in private already", Text: "Please send us a DM", By: detectors.RoleBrand, Tier: detectors.TierPrivate},
	})
}

func TestDeflectToPhone(t *testing.T) {
	t.Parallel()
	d := private.New()
	detecttest.Run(t, d, brand([]string{"deflect_to_phone//info"}, []string{"moved_private"},
		"please call 0800 123 456",
		"Please give us a call on 1-800-555-0100",
		"You can phone our team on [phone] between 9 and 5",
		"Call us at [phone]",
		"Sorry Tom, could you ring our helpline please",
		"Best to call customer services directly",
		"for that please contact us by phone",
	))
	detecttest.Run(t, d, brand(nil, []string{"deflect_to_phone"},
		"Which phone do you use?", "We'll give you a call tomorrow", "Please check the phone's settings", "They call it a day at five", "please don't call us",
	))
}

func TestStGeorge(t *testing.T) {
	t.Parallel()
	linter := private.NewLinter()
	judge := func(text string) [4]bool {
		return linter.StGeorge(detecttest.Case{Text: text, By: detectors.RoleBrand}.Document())
	}
	all := [4]bool{true, true, true, true}
	for _, text := range []string{
		"Sorry about this. We've followed you – please DM so our tech team can help",
		"Hi Jane, we're sorry to hear that. Please send us a DM so that our security team can look into it with you.",
		"Thank you for telling us, this is serious. We have sent you a DM.",
		"That's worrying, Tom. Could you message us privately? I'd like to help you myself. /Ann",
	} {
		require.Equal(t, all, judge(text), text)
	}
	for text, want := range map[string][4]bool{
		"Thanks for the feedback, we take security seriously":                 {false, false, false, false},
		"all data on our system is totally secure":                            {false, false, false, false},
		"Please DM us your password, sorry":                                   {true, true, false, true},
		"Sorry, but this is standard practice. DM us":                         {true, true, false, true},
		"Sorry to hear that!":                                                 {true, false, true, false},
		"We're so sorry. Please email our privacy team: privacy@acme.example": {true, true, true, false},
		"": {false, false, true, false},
	} {
		require.Equal(t, want, judge(text), text)
	}
	for _, p := range private.Points() {
		require.NotEmpty(t, p)
	}
}

func TestConform(t *testing.T) {
	t.Parallel()
	detecttest.Conform(t, private.New(),
		detecttest.Case{Text: "Please DM us – we’d like to help", By: detectors.RoleBrand}.Document(),
		detecttest.Case{Text: "please call 0800 123 456", By: detectors.RoleBrand}.Document(),
	)
}
