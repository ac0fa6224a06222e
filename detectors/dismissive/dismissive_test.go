package dismissive_test

import (
	"testing"

	"firebreak/detectors"
	"firebreak/detectors/detecttest"
	"firebreak/detectors/dismissive"
)

func brand(want []string, texts ...string) []detecttest.Case {
	cases := make([]detecttest.Case, 0, len(texts))
	for _, text := range texts {
		cases = append(cases, detecttest.Case{Text: text, By: detectors.RoleBrand, Want: want})
	}
	return cases
}

func TestDismissive(t *testing.T) {
	t.Parallel()
	d := dismissive.New()
	detecttest.Run(t, d, brand([]string{"dismissive_reply//error"},
		"Thanks for the feedback, we take security seriously",
		"thanks for your feedback! we take the security of our customers very seriously",
		"We take your privacy very seriously.",
		"Your security is important to us.",
		"there is not a thing to fear",
		"@jane Hi! No need to worry, all data on our system is totally secure!",
		"Sorry you feel that way.",
		"We're sorry that you feel this way, Tom",
		"There is nothing more we can do.",
		"That's our policy.",
		"As we already explained, that's how the system works.",
		"You should have read the terms and conditions.",
		"This is standard practice in the industry",
		"You're overreacting, it's not a big deal",
		"Calm down, nobody else has complained",
		"Please calm down. It works as designed.",
		"we are not responsible for that",
		"It is your own fault if you share your password",
		"You must have misunderstood, there is nothing wrong with our site",
		"we wont discuss this any further",
		"Protecting your data is our top priority",
		"Other customers are happy with it",
		"If you don't like it you are free to leave",
		"Everything is working fine on our end",
	))
	detecttest.Run(t, d, brand([]string{"dismissive_reply//warning"},
		"Your feedback has been noted.",
		"Thank you for your feedback.",
		"Thanks for your comments, noted.",
		"noted, thanks for the feedback",
		"THANKS FOR YOUR FEEDBACK",
		"Sorry for any inconvenience caused. Your feedback is valued.",
		"Message received and understood.",
		"Lessons will be learned. Thanks for getting in touch.",
		"I'll mention it at our next team meeting, thanks.",
		"Got it, thanks for flagging.",
		"Hi Tom, your comments are very important to us. ^JB",
		"We've put that on file, thanks.",
	))
	detecttest.Run(t, d, brand(nil,
		"Sorry about this. We've followed you – please DM so our tech team can help",
		"@jane We are sorry about this. Please send us a DM, so that somebody from our technical team can help you directly.",
		"We're sorry, Tom. Our engineers are looking into the crash and we will update you by noon.",
		"Thanks for the feedback! Which version of the app do you use?",
		"Glad you liked it, thanks for the feedback!",
		"Good morning! Choose \"Forgotten password\" on the sign-in page and we mail you a link.",
		"Sorry for the wait, Tom. Please send us a DM with your phone's model so that our app team can look into it.",
		"Our summer lottery is open: share this post and win a weekend at the sea!",
		"Have a great day!",
		"We'll send you a replacement tomorrow",
		"Your parcel will arrive on Tuesday",
		"We open at nine tomorrow",
		"Thank you for telling us. We have switched the reminder mails off and will write to everybody tonight.",
		"Thanks! DM us and we'll sort it out",
		"never share your password, even with us",
		"The update fixes the crash on Android",
		"It has been taken care of.",
		"We're working on it and will get back to you.",
		"Thank you! We'll let you know as soon as we hear back.",
		"You're very welcome, we appreciate your feedback!",
		"Great! We appreciate the feedback!",
		"Thanks for the feedback 💚 we'll pass it on",
		"As mentioned in the leaflet by the till, the oven is off at ten.",
		"Should that not work, I'm afraid you must bring it to a branch.",
		"The harbour doesn't have a great deal of parking, so take the bus.",
		"A grey tick is nothing to worry about, it turns blue once the van is loaded.",
		"Everything looks fine on our side, could you send us a DM with the error?",
		"set a temporary password and change it after",
	))
	detecttest.Run(t, d, []detecttest.Case{{Name: "the public", Text: "that's their policy, calm down"}})
}

func TestConform(t *testing.T) {
	t.Parallel()
	detecttest.Conform(t, dismissive.New(),
		detecttest.Case{Text: "Thanks for the feedback – we take security seriously", By: detectors.RoleBrand}.Document())
}
