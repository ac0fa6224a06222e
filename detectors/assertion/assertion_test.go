package assertion_test

import (
	"testing"

	"firebreak/detectors"
	"firebreak/detectors/assertion"
	"firebreak/detectors/detecttest"
)

func brand(want, not []string, texts ...string) []detecttest.Case {
	cases := make([]detecttest.Case, 0, len(texts))
	for _, text := range texts {
		cases = append(cases, detecttest.Case{Text: text, By: detectors.RoleBrand, Want: want, Not: not})
	}
	return cases
}

func TestAbsoluteSecurityClaim(t *testing.T) {
	t.Parallel()
	d := assertion.New()
	detecttest.Run(t, d, brand([]string{"absolute_security_claim//critical"}, nil,
		"all data on our system is totally secure",
		"Totally secure!",
		"@jane Hi! No need to worry, all data on our system is totally secure!",
		"there is not a thing to fear",
		"There's nothing to fear, Jane",
		"passwords are stored in a secure way and only copied to plain text for the reminder mail",
		"@paul_dev Passwords are stored in a secure way. They are only copied to plain text for the reminder mail.",
		"Our agents can only see the first four characters of your password, so there is not a thing to fear.",
		"100% safe :)",
		"Your data is 100 % safe with us",
		"your details are completely safe, dont worry",
		"Rest assured your information is fully protected",
		"Our website is perfectly secure.",
		"we keep all your data completely secure",
		"All our customers' information is held securely",
		"It's absolutely safe!",
		"no need to worry about your data",
		"Our systems cannot be hacked",
		"nobody can access your account but you",
		"We've never been hacked",
		"there is zero risk to your data",
		"I can assure you that your password is safe with us",
		"we guarantee the security of your data",
		"your account is always secure",
		"OUR SITE IS TOTALLY SECURE",
		"Hackers can't get in, our servers are bulletproof",
		"We use bank-grade security, so you're totally safe",
		"Everything is completely encrypted and secure",
		"have no fear, your details are in safe hands",
		"You have nothing to be afraid of",
		"Passwords are kept safely on our servers",
		"Your data was never at risk",
		"I promise you our app is 100% secure",
		"our security is second to none",
		"Your card details are secure.",
		"nothing bad can happen",
		"you're in safe hands with us, nothing can get out",
		"not a chance anyone gets in",
		"No stranger could ever log in as you",
		"No harm can come to your data",
		"You don't have to be scared, your account is safe with us",
		"Your details will never get out, they are under lock and key",
	))
	detecttest.Run(t, d, brand(nil, []string{"absolute_security_claim"},
		"No system is 100% secure, but we are looking into it",
		"We can't promise that it is totally secure",
		"Is your account fully secure now?",
		"To keep your account safe, please change your password",
		"Please make sure your account is secure",
		"we want our site to be totally secure, so thank you for telling us",
		"Have a safe flight!",
		"Your bag is safe with our crew",
		"We're working to make sure all data is secure",
		"Don't worry, your refund is on its way",
		"No worries, have a great day",
		"We take security seriously",
		"You said it isn't \"totally secure\" and we hear you",
		"Please use our secure form: https://acme.example/secure",
		"Safety is our top priority",
		"If your account is not secure, reset the password",
		"Sorry about this. Please DM so our tech team can help",
		"Nothing to worry about, your flight is on time",
		"Your seat is secured",
		"The toy is perfectly safe for children",
		"You can pay in a secure way at https://acme.example",
		"Keep your password safe and secure",
		"We've locked your account, so it is safe now",
		"set a temporary password and change it after",
		"We hope you're safe and well",
		"Sorry, we're fully booked",
		"Log in at our secure website to see your statement",
		"Nothing can get past our goalkeeper",
		"Nothing can go wrong with this recipe",
		"No need to be frightened of the escape room, it's great fun",
		"I'm afraid nobody can get in before nine",
		"Not a chance anyone gets in after ten, the doors close then",
		"The odd total is nothing to worry about, our system only shows whole pounds",
		"The tickets in your account aren't going anywhere",
		"This can't happen again, we are changing how we send mails",
		"That can be better seen on the website",
	))
	detecttest.Run(t, d, []detecttest.Case{
		{Name: "mockery by the public", Text: "lol @brand says 'totally secure'"},
		{Name: "claim by the public", Text: "your site is totally secure"},
		{Name: "private", Text: "your data is totally secure", By: detectors.RoleBrand, Tier: detectors.TierPrivate, Want: []string{"absolute_security_claim//error"}},
		{Name: "technical account", Text: "Our passwords are totally secure", By: detectors.RoleBrand, Account: "technical", Want: []string{"absolute_security_claim//critical"}},
	})
}

func TestTechnicalJustification(t *testing.T) {
	t.Parallel()
	d := assertion.New()
	detecttest.Run(t, d, brand([]string{"technical_justification//critical"}, nil,
		"passwords are stored in a secure way and only copied to plain text for the reminder mail",
		"our agents only see the first four characters of your password",
		"Our staff can't see your password, only you can",
		"We store all passwords hashed and salted",
		"your password is encrypted in our database",
		"Passwords are hashed with bcrypt",
		"We only email the password in plain text, it's stored encrypted",
		"agents can view the last 4 digits of your PIN",
		"They are decrypted only when you ask for your password",
		"Only our senior agents can read your password",
		"PASSWORDS ARE ENCRYPTED USING AES",
		"we dont keep passwords in plain text",
		"The password isn't stored in plaintext, it's just emailed that way",
		"no one at Acme has access to your password",
		"I only have half of it in front of me",
		"we see just the first letters",
		"only managers can open it",
		"Staff never get to see the entire password.",
		"Your password shows up on my screen as a row of dots",
	))
	detecttest.Run(t, d, brand([]string{"technical_justification//error"}, nil,
		"We use 256-bit encryption on all our pages",
		"Our site uses SSL so your connection is protected",
		"All traffic goes through our firewall",
		"Our servers are PCI compliant",
		"We follow industry standard practices for security",
		"Our systems are regularly pen tested",
		"Encryption is a complex algorithm that simply takes time",
		"Your details are stored on servers in the EU",
		"the limit is a limitation of our legacy system",
	))
	detecttest.Run(t, d, brand(nil, []string{"technical_justification"},
		"Sorry about this. We've followed you – please DM so our tech team can help",
		"Are you using a VPN?",
		"Please clear your cookies and try again",
		"Check that the address begins with https",
		"Our technical team is looking into how passwords are stored",
		"Please change your password",
		"You can reset your password on our website",
		"Which browser do you use?",
		"We're experiencing technical difficulties, sorry",
		"Your order is stored at the depot",
		"Please send us a DM with your phone's model so that our app team can look into it.",
		"Never share your password with anyone",
		"Thank you for telling us, our security team will contact you",
		"Try our hash browns with salt and pepper",
		"Choose \"Forgotten password\" on the sign-in page and we mail you a link.",
		"We have sent you a link to reset your password",
		"Your card was sent yesterday",
		"The gate is shown on your boarding card",
		"Only managers can open tills",
		"Only the owner can open the parcel locker",
		"They can't see it all from that seat, row 5 is better",
		"Nobody can look it up before nine",
	))
	detecttest.Run(t, d, []detecttest.Case{
		{Name: "technical account may explain", Text: "Passwords are hashed with bcrypt", By: detectors.RoleBrand, Account: "technical", Not: []string{"technical_justification"}},
		{Name: "in private", Text: "Passwords are hashed with bcrypt", By: detectors.RoleBrand, Tier: detectors.TierPrivate, Not: []string{"technical_justification"}},
		{Name: "by the public", Text: "passwords should be hashed with bcrypt"},
	})
}

func TestConform(t *testing.T) {
	t.Parallel()
	detecttest.Conform(t, assertion.New(),
		detecttest.Case{Text: "all data on our system is totally secure", By: detectors.RoleBrand}.Document(),
		detecttest.Case{Text: "“Don’t worry”, passwords are hashed – with bcrypt", By: detectors.RoleBrand}.Document(),
	)
}
