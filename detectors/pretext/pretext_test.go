package pretext_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"firebreak/detectors"
	"firebreak/detectors/detecttest"
	"firebreak/detectors/pretext"
)

func public(want string, texts ...string) []detecttest.Case {
	cases := make([]detecttest.Case, 0, len(texts))
	for _, text := range texts {
		c := detecttest.Case{Text: text}
		if want != "" {
			c.Want = []string{"social_engineering/" + want + "/error"}
		}
		cases = append(cases, c)
	}
	return cases
}

func TestPretexts(t *testing.T) {
	t.Parallel()
	cases := map[string][]string{
		"takeover_reset": {
			"lost my phone, change my email now",
			"Hi, I lost my phone and my old number is gone. Please change the email on my account to [email]",
			"pls update my phone number to [phone], i have no access to the old one and no id with me",
			"I need you to change my password right now, my flight leaves in one hour",
			"Can you reset my password? I don't have my ID and can't answer the security questions but it's really me",
			"Change the number on my account to [phone] asap, the old sim was stolen",
			"Please turn off two factor on my account, I dropped my phone in the sea",
			"just disable the 2FA for me, I have no time for the usual checks",
			"send the reset link to this email instead: [email]",
			"Could you send the code to another number? [phone]",
			"@acmecare my phone was stolen, remove my old number from the account and add [phone] please",
			"skip the verification please and reset my pin, I forgot all the answers",
			"My mobile broke. Kindly update my account email to [email] immediately",
			"I don't have access to that email any more, please switch my account to [email]",
			"Need my email changed today, I can't verify because I lost my papers and passport",
			"please put [phone] on my account and text me the code there now",
			"Forward the password to my friend's email, mine is hacked",
			"I'm in hospital without my phone. Unlock my account please, I can't prove who I am but trust me",
			"Transfer my number to this new sim right away, the old phone is dead",
			"You must change my login email to [email] urgently, no time for questions",
		},
		"detail_harvest": {
			"give me my wife's address, she has an account with you",
			"Can you tell me my ex's phone number? She moved and I need to send her things",
			"What's the email on my account? I can't log in",
			"Please tell me which address is registered for this order's customer, I mean send me her address",
			"send me the phone number of the lady who ordered yesterday",
			"which hotel is my husband staying in?",
			"who does this number belong to? [phone]",
			"Read me the last four digits of the card on file, I don't have the app",
			"I forgot my login, just tell me the phone number on my account",
			"Could you confirm his address please, I want to surprise him",
			"I need my neighbour's phone number, you delivered her parcel to me",
			"share the order details of my girlfriend with me",
			"Can you DM me my boss's account balance",
			"What address does my sister have on her account, tell me her address",
			"look up who owns this account and tell me the name",
		},
		"malicious_link": {
			"my complaint is in the attachment",
			"Food poisoning at your place! My complaint with photos is in the attached file",
			"Full complaint here: http://files.example/complaint.docm",
			"Please open the attachment, it has the evidence of what your waiter did",
			"Here is the invoice you asked for, open it: https://bit.ly/3abcde",
			"see the screenshots at https://tinyurl.com/x1 and open the file",
			"evidence is in this zip: https://dropbox.com/s/1/evidence.zip",
			"You have to enable macros to read my complaint",
			"download my proof of payment from https://mega.nz/file/1",
			"I've uploaded the photos of the damage here https://wetransfer.com/d/1, please download and open them",
			"our formal complaint is attached, password for the zip is 1234",
			"Unpaid invoice in the attachment, please view the document today",
			"the video of your driver: https://cdn.example/video.mp4.exe",
			"See my claim in the file below and run it",
			"The error report is at https://drive.google.com/u/1, open the document please",
			"open invoice_4432.exe and tell me what you think of it",
			"install AnyDesk and give me the session code so I can show you the fault",
		},
		"identity_claim": {
			"I am the CEO, give me access to the account now",
			"This is the police. Send us the address of this customer immediately",
			"I'm his wife, tell me the password of his account",
			"I'm from your IT department, send me your login details",
			"Detective Miller here, I am a detective and need the records of this account today, do not tell anyone",
			"This is head office. Reset the admin password and send it to me, it's confidential",
			"I am her lawyer, release her account details to me or face the consequences",
			"we are your security team, we need your password to run an audit",
			"I'm the account holder's son, give me her account number",
			"Hi, I'm calling from Microsoft, your account is at risk, provide us access to the login",
			"I am the owner of this company, unlock the account and stop asking questions",
			"As the director I demand access to the customer list now",
		},
	}
	d := pretext.New()
	n := 0
	for topic, texts := range cases {
		n += len(texts)
		detecttest.Run(t, d, public(topic, texts...))
	}
	require.Greater(t, n, 40)
}

func TestHonestPosts(t *testing.T) {
	t.Parallel()
	texts := []string{
		// Questions.
		"how do I change my email?",
		"I lost my phone what can I do?",
		"where is my order",
		"How can I update the phone number on my account? Lost my old phone",
		"Is it possible to change my email address? I no longer use the old one",
		"Can I change my password in the app?",
		"what's your phone number for complaints?",
		"Can you give me an email address for your complaints team please",
		"I've lost my phone, how do I turn off two factor now?",
		"can I add my wife to my account?",
		"My wife's order hasn't arrived, any news?",
		"Where can I see the last invoice?",
		"What should I do if I forgot my password?",
		"How long until my order ships? I need it today",
		"Do I need ID to pick up the parcel? I lost my passport",
		"what is the address of your store in Leeds?",
		"I can't log in, please help",
		"please reset my password",
		"Locked out of my account again, can you help me?",
		"I tried to change my email but the page doesn't work",
		// Pictures.
		"My screen is broken out of the box https://t.co/abc123",
		"Look at the state of this parcel pic.twitter.com/xyz",
		"screenshot attached https://t.co/abc123 the app just crashes",
		"Here's a screenshot of the error https://t.co/9",
		"see the picture of the damage https://t.co/2",
		"I've attached a photo of the receipt",
		"Article about your outage: https://news.example/acme-outage",
		"this is what I see when I open the app https://t.co/3",
		"Is this link legit? https://bit.ly/3xyz it says it's from you",
		"I got an email asking me to open an attachment, is that you?",
		"the download link on your page https://acme.example/app.zip is broken",
		// What others did.
		"somebody changed my email and I lost access to my account",
		"They changed the phone number on my account, it wasn't me! I need help now",
		"A hacker reset my password and my phone number was changed",
		"your agent gave my address to my ex!",
		"Why did you send my details to another customer?",
		"a caller said he is from your fraud team and wanted access to my laptop",
		"someone claiming to be the police asked for my account number",
		// The rest.
		"How do I file a formal complaint?",
		"He is going to file a formal complaint about this",
		"why did the crew skip the security line",
		"Locked out of my account, trying to recover the password for 30 minutes, I need help now!",
		"please add an option to change the background in your mobile app",
		"I need to change my PIN right now. Can I do this abroad?",
		"Can I transfer funds from another bank?",
		"what is the name of the person who founded you",
		"please share my location with my husband and my lawyer",
		"how can I download all the photos from my account",
		"Don't forget to check out the cattle drive at 4",
		"how do I contact you without the online form or the phone?",
		"I need to transfer money into this account from my other bank account",
		"I can't open setup.exe, it says access denied",
		"outlook.exe crashes since your update",
		"password changed, email changed, none of it was me, freeze it",
		"DM sent",
		"I've sent you a DM with my order number and email",
		"I'm a police officer and my parcel is late again",
		"I am a lawyer, and your terms are a joke",
		"my husband is waiting for his order since Monday",
		"I'm from Germany, do you deliver?",
		"thanks for changing my number so quickly",
		"please change my flight to tomorrow",
		"Can you change the delivery date of my order?",
		"I updated my email yesterday, all good now",
		"give me my money back now",
		"I need my refund today!",
		"The CEO should be ashamed",
		"my phone was stolen on your train",
		"love the new app",
		"I want to speak to the manager now",
		"I'm her son and we are still waiting for the wheelchair at gate 4",
	}
	require.Greater(t, len(texts), 40)
	d := pretext.New()
	detecttest.Run(t, d, public("", texts...))
}

func TestWhereItLooks(t *testing.T) {
	t.Parallel()
	d := pretext.New()
	const text = "lost my phone, change my email now"
	for _, tier := range []detectors.Tier{detectors.TierPublic, detectors.TierPrivate, detectors.TierSecure} {
		require.Len(t, d.Detect(detecttest.Case{Text: text, Tier: tier}.Document(), map[string]float64{}), 1, tier)
	}
	require.Empty(t, d.Detect(detecttest.Case{Text: text, By: detectors.RoleBrand}.Document(), map[string]float64{}))
}

func TestEvidence(t *testing.T) {
	t.Parallel()
	found := pretext.New().Detect(detecttest.Case{Text: "Hello. Open this file: https://x.example/bill.exe please"}.Document(), map[string]float64{})
	require.Len(t, found, 1)
	require.Equal(t, "Somebody wants the support to open a file or a link in place of saying what is wrong: do not open it.", found[0].Why)
	require.Equal(t, "Open this file", found[0].Evidence[0].Text)
	require.Equal(t, "https://x.example/bill.exe", found[0].Evidence[1].Text)
}

func TestConform(t *testing.T) {
	t.Parallel()
	var examples []*detectors.Document
	for _, text := range []string{
		"lost my phone, change my email now", "my complaint is in the attachment", "I’m the CEO – give me access to the account now", "give me my wife’s address",
	} {
		examples = append(examples, detecttest.Case{Text: text}.Document())
	}
	detecttest.Conform(t, pretext.New(), examples...)
}

func FuzzDetect(f *testing.F) {
	for _, s := range append(detecttest.Hostile(), "open https://bit.ly/1.zip", "a.exe b.zip", "http://[::1.exe") {
		f.Add(s[:min(len(s), 300)])
	}
	d := pretext.New()
	build := detectors.NewDocuments()
	f.Fuzz(func(t *testing.T, text string) {
		m := &detectors.Mention{Kind: detectors.KindPost, Text: text}
		scores := map[string]float64{}
		for _, found := range d.Detect(build(m, detectors.Speaker{Role: detectors.RolePublic}, detecttest.Brand()), scores) {
			for _, e := range found.Evidence {
				require.Equal(t, e.Text, text[e.Start:e.End])
			}
		}
		require.True(t, scores["social_engineering"] >= 0 && scores["social_engineering"] <= 1)
	})
}
