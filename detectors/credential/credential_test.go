package credential_test

import (
	"testing"

	"firebreak/detectors"
	"firebreak/detectors/credential"
	"firebreak/detectors/detecttest"
)

func brand(tier detectors.Tier, want, not []string, texts ...string) []detecttest.Case {
	cases := make([]detecttest.Case, 0, len(texts))
	for _, text := range texts {
		cases = append(cases, detecttest.Case{Text: text, By: detectors.RoleBrand, Tier: tier, Want: want, Not: not})
	}
	return cases
}

func TestCredentialRequest(t *testing.T) {
	t.Parallel()
	for _, tier := range []detectors.Tier{detectors.TierPublic, detectors.TierPrivate, detectors.TierSecure} {
		t.Run(string(tier), func(t *testing.T) {
			t.Parallel()
			detecttest.Run(t, credential.New(), brand(tier, []string{"credential_request"}, nil,
				"May I have your password?",
				"DM your password so I can log in",
				"mother's maiden name?",
				"social security number?",
				"may i have ur pw pls",
				"Could you please tell me your PIN?",
				"Hi Jane, please DM us your full name and the PIN so that we can help.",
				"can you confirm your mother's maiden name",
				"We'll need your online banking password to log in",
				"pls send ur pw",
				"what's your memorable word?",
				"Could you tell me the code we've just texted you?",
				"To verify you, please reply with the 6-digit code you received by text",
				"What is the password on the account?",
				"I need you to send us your PIN, it's the only way",
				"Please share your login details and we'll take a look 🙂",
				"Just pop your password in a DM and we'll sort it",
				"In order to proceed we require your password and date of birth.",
				"Your password please",
				"And the PIN?",
				"For verification: name, address, mother's maiden name?",
				"We can't help you without your password, sorry",
				"please provide the CVV on the back of your card",
				"Let me have your passcode and I'll log in for you",
				"would you mind sending us your password?",
				"Can I get the last four of your social?",
				"we just need ur password to check the account",
				"I'd like to have your password so I can look into it",
				"You'll have to give us your PIN first",
				"you can DM me your password, it's safe",
				"Type your password here in the chat and I will check",
				"SEND US YOUR PASSWORD AND WE WILL FIX IT",
				"Could we please get your username and password?",
				"Our technician will need your password",
				"Please have your PIN ready when we call",
				"I will have to ask you for your password",
				"Which password do you use? What is your password?",
				"No problem Tom. Tell us your password and we'll log in for you. /JE",
				"what was the name of your first pet?",
				"Please read me the OTP you just got",
				"which code did we text you?",
				"We've just sent a code to your mobile. Can you read it out to me?",
				"I've texted you a code, what is it please?",
				"what password are you using? send it over",
				"All I need is your password and I'll do the rest",
				"we're gonna need that pin",
				"can i get your nat ins number",
				"Which primary school did you go to?",
				"For ID purposes: NI number and date of birth",
			))
		})
	}
	detecttest.Run(t, credential.New(), brand(detectors.TierPublic, nil, []string{"credential_request"},
		"never share your password, even with us",
		"I can't take your password, here is a safe way",
		"set a temporary password and change it after",
		"Please don't send us your password. DM us and we'll find another way",
		"We will never ask for your PIN or password",
		"Choose \"Forgotten password\" on the sign-in page and we mail you a link.",
		"You can reset your password here: https://acme.example/reset",
		"Please enter your password on our login page",
		"Have you tried resetting your password?",
		"Someone asked for your password? Please tell us more in a DM",
		"Sorry to hear that one of our agents asked for your password. Which one was it?",
		"Forgotten your password? Reset it at https://acme.example",
		"If anybody asks you for your PIN, hang up.",
		"We've sent you a new password by post",
		"Can you confirm whether you changed your password?",
		"could you tell us if the password reset worked?",
		"Scammers want your password. Don't give it to anyone",
		"Your password was changed yesterday",
		"Please change your password as soon as you can",
		"what error do you see when you enter your password?",
		"We don't need your password, just the model of your phone",
		"So sorry your renewal email contained your password, please send us a DM.", "Sorry, that mail showed your PIN to others.",
		"What I do not need, now or ever: your password or a code that was sent to you.", "I never ask for these: your PIN, your password.",
		"No one from Acme will ever ask for your one-time code",
		"We'd never ask you to share your password",
		"Thanks for confirming, please keep your PIN safe",
		"Use promo code SUMMER, share the code with friends!",
		"What error code do you get?",
		"Please DM us and we'll send you a link; no password needed",
		"You'll need your password to sign in to the app",
		"The wifi password is on your receipt",
		"To log in, type your username and password in the app and press Enter",
		"Did the password reset email arrive?",
		"Our staff cannot see your password",
		"Please enter the code in the app. What does it say?",
		"Got a scam text that asks for your PIN? Send it to us",
		"All you need is your password and the app",
		"Please shred the letter with your PIN",
		"Your social posts made us laugh",
		"Your National Insurance letter comes from the tax office, not from us",
		"We've sent a text with a code to your number, use it within ten minutes",
		"Please pick a strong password and turn on two-factor authentication",
	))
}

func TestPersonalDataRequest(t *testing.T) {
	t.Parallel()
	d := credential.New()
	detecttest.Run(t, d, brand(detectors.TierPublic, []string{"personal_data_request"}, []string{"credential_request"},
		"tell us your date of birth and email",
		"What's your phone number?",
		"Could you give us your email address please?",
		"Please reply with your date of birth so we can find your account",
		"name, address and telephone number please",
		"Can you provide an alternative telephone number so we can speak with you?",
		"What was the phone number associated with the voucher?",
		"Just provide us your email ID and home address",
		"We need your customer number and DOB",
		"Which email address did you use? What is your email?",
		"Let us know your contact number",
		"May we have your passport number?",
	))
	for want, c := range map[string]detecttest.Case{
		"personal_data_request/email/info":       {Text: "DM us your email"},
		"personal_data_request/email/warning":    {Text: "DM us your email address", Brand: &detectors.Brand{Name: "Acme", Regulated: true}},
		"personal_data_request/birth_date/error": {Text: "tell us your date of birth and email"},
		"personal_data_request/birth_date/info":  {Text: "what is your date of birth?", Tier: detectors.TierPrivate},
		"personal_data_request/email/error":      {Text: "What's your email address?"},
		"personal_data_request/phone/info":       {Text: "Could you send us a DM with your phone number?"},
	} {
		c.By, c.Want = detectors.RoleBrand, []string{want}
		detecttest.Run(t, d, []detecttest.Case{c})
	}
	detecttest.Run(t, d, brand(detectors.TierPublic, nil, nil,
		"We've sent it to your email address",
		"Please don't post your email address here",
		"You can change your email address in the settings",
		"Our phone number is on the website",
		"Happy birthday Tom!",
		"Did you get our email?",
		"We have your email address, thank you",
		"Please check your email for the confirmation",
		"You can update your date of birth at https://acme.example/me",
		"what's the model of your phone?",
		"Sorry, which store was it?",
	))
	detecttest.Run(t, d, brand(detectors.TierSecure, nil, nil, "what is your date of birth?", "please confirm your address"))
}

func TestConform(t *testing.T) {
	t.Parallel()
	detecttest.Conform(t, credential.New(),
		detecttest.Case{Text: "May I have your password?", By: detectors.RoleBrand}.Document(),
		detecttest.Case{Text: "Please tell us your date of birth and the e-mail address", By: detectors.RoleBrand}.Document(),
	)
}
