package personaldata_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"firebreak/detectors/detecttest"
	"firebreak/detectors/personaldata"
)

// told are texts in which words or writing say what a number is, and what must be left of them.
var told = []struct{ name, text, want string }{
	// Numbers that only businesses have, written in groups.
	{"business of Britain", "ring the claims desk on 0345 600 7411 before noon", "ring the claims desk on 0345 600 7411 before noon"},
	{"business, dashes", "call 0333-202-5519", "call 0333-202-5519"},
	{"business, two groups", "our sales line: 0844 5712290", "our sales line: 0844 5712290"},
	{"business, five first", "or dial 03301 044 122", "or dial 03301 044 122"},
	{"premium of Britain", "they told me to phone 0909 884 1203", "they told me to phone 0909 884 1203"},
	{"freephone of Britain", "tried 0808 196 5540 twice", "tried 0808 196 5540 twice"},
	{"business of Australia", "call us on 1300 724 118", "call us on 1300 724 118"},
	{"business in one piece", "call us on 03456007411", "call us on 03456007411"},
	{"business that is somebody's", "I had to call my bank on 0345 600 7411", "I had to call my bank on 0345 600 7411"},
	{"business that speaks", "we're on 0330 600 7411 till six", "we're on 0330 600 7411 till six"},
	{"business of Mexico", "reservations at 01-800-266-7741", "reservations at 01-800-266-7741"},
	{"own, though like a business's", "you can text me at 0906 555 4021", "you can text me at [phone]"},
	{"business that is rung", "ring 08449877411", "ring 08449877411"},
	{"city of Germany", "erreichbar unter 0345 5702218", "erreichbar unter [phone]"},
	{"capital of Germany", "ruf an: 030 5557 1204", "ruf an: [phone]"},
	// Extensions.
	{"extension glued", "ring me on 415-555-2671x204", "ring me on [phone]"},
	{"extension glued to dots", "Phone:\n415.555.2671x0204\n\nbye", "Phone:\n[phone]\n\nbye"},
	{"extension ext", "it's (415) 555-2671ext204.", "it's [phone]."},
	{"extension apart", "at 415-555-2671 x 22, ask for Jo", "at [phone], ask for Jo"},
	{"extension ext apart", "at 415-555-2671, ext. 22 please", "at [phone] please"},
	{"extension abroad", "my desk: +1-415-555-2671x123", "my desk: [phone]"},
	{"extension of Britain", "020 7946 0018 extension 4410 is mine", "[phone] is mine"},
	{"extension makes a number", "I sit at 555 0123 ext 88", "I sit at [phone]"},
	{"no extension but an order", "415-555-2671 x22nd time", "[phone] x22nd time"},
	{"no extension", "415-555-2671 x-ray dept", "[phone] x-ray dept"},
	{"no extension but a word", "415-555-2671 extra cost", "[phone] extra cost"},
	{"size", "a poster of 1234567x1234567 pixels", "a poster of 1234567x1234567 pixels"},
	// Identity numbers in words.
	{"social", "my social is 219 09 4417 ok", "my social is [national_id] ok"},
	{"social undashed", "you have my social, it's 219094417", "you have my social, it's [national_id]"},
	{"social number", "her social # 219094417", "her social # [national_id]"},
	{"ssn undashed", "SSN 219094417 is on the form", "SSN [national_id] is on the form"},
	{"identity check", "identity check: 019 44 7310", "identity check: [national_id]"},
	{"tax number", "tax number 219094417", "tax number [national_id]"},
	{"tax id", "my tax ID is 219-09-4417", "my tax ID is [national_id]"},
	// Telephones of many countries in words of people.
	{"of Poland", "could somebody ring 512 604 118 tonight", "could somebody ring [phone] tonight"},
	{"of India", "my no. is 9820144317", "my no. is [phone]"},
	{"of India with a zero", "nobody answering at 09820144317", "nobody answering at [phone]"},
	{"of India after a code", "my no is 919820144317", "my no is [phone]"},
	{"of the Emirates", "change the number on file to 050-7318842 please", "change the number on file to [phone] please"},
	{"of Sweden", "give us a bell: 08-517 22 41", "give us a bell: [phone]"},
	{"of Denmark", "text me on 31 22 45 90", "text me on [phone]"},
	{"of Norway", "whatsapp me at 91 48 22 05", "whatsapp me at [phone]"},
	{"of Australia", "reach me at 0412 733 098", "reach me at [phone]"},
	{"of America", "my cell: 4155552671", "my cell: [phone]"},
	{"of Ireland", "mob 0873114402", "mob [phone]"},
	{"of Switzerland", "ph. 0791223344", "ph. [phone]"},
	{"of Italy", "write or call my wife on 347 118 2093", "write or call my wife on [phone]"},
	{"of Portugal", "my contact is 912 443 807, thanks", "my contact is [phone], thanks"},
	{"of Portugal with its code", "it's (351) 912 443 807", "it's [phone]"},
	{"of Britain in one piece", "my contact is 01632960417", "my contact is [phone]"},
	{"of Brazil", "text 11 97341-2208 when you are near", "text [phone] when you are near"},
	{"of the Netherlands", "I'm on 0612345078 all day", "I'm on [phone] all day"},
	{"of the Philippines", "text me at 0917 555 4021", "text me at [phone]"},
	{"of France", "give me a buzz at 0612345078", "give me a buzz at [phone]"},
	{"of Germany", "du kannst mich unter 01711234567 erreichen", "du kannst mich unter [phone] erreichen"},
	{"of a contraction", "my number's 4155552671, ring any time", "my number's [phone], ring any time"},
	{"said after", "9820144317 is my mobile", "[phone] is my mobile"},
	{"about an order", "it's about my order, ring me on 555 0123", "it's about my order, ring me on [phone]"},
	{"after an order", "the order is late, 07700 900123 is my number", "the order is late, [phone] is my number"},
	{"after an order's number", "order 448812 07700 900123", "order [phone]"},
	{"in case", "in case 07700 900123", "in case [phone]"},
	{"after a reference's name", "about my model, 07700 900123", "about my model, [phone]"},
	{"where a reference goes", "send the voucher code to 07700 900123", "send the voucher code to [phone]"},
	{"after a dealing's name", "re my claim 07700 900123", "re my claim [phone]"},
	{"kept for somebody", "best number for me: 4155552671", "best number for me: [phone]"},
	{"contact details", "contact details: 4155552671", "contact details: [phone]"},
	{"of Italy in its language", "il mio numero è 3471182093", "il mio numero è [phone]"},
	{"dealing", "claim number 078-45-112233 is pending", "claim number [account_number] is pending"},
	{"dealing of a ticket", "Ticket credit number: 0065952425968", "Ticket credit number: [account_number]"},
	{"insurance number as an id", "my id is AB320008C", "my id is [national_id]"},
	{"insurance number beside a part", "NI number PN 32 00 08 A", "NI number [national_id]"},
}

func TestMaskTold(t *testing.T) {
	t.Parallel()
	m := personaldata.NewMasker()
	for _, c := range told {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, masks := m.Mask(c.text, detecttest.Brand())
			require.Equal(t, c.want, got)
			checkMasks(t, got, masks)
			again, masksAgain := m.Mask(got, detecttest.Brand())
			require.Equal(t, got, again)
			require.Equal(t, masks, masksAgain)
		})
	}
}

// TestMaskLeavesNumbers: numbers that look like telephones or identity numbers and are none.
func TestMaskLeavesNumbers(t *testing.T) {
	t.Parallel()
	m := personaldata.NewMasker()
	for _, text := range []string{
		// References, and a handle that is no noun.
		"@account 12345678 is what they tweeted",
		"my bag tag number is 8422105573", "bag tag: 006 842 210 5573", "meter reading 007315 448120", "the meter is 0731 5448120", "case no. 0415 5552671",
		"case number 415-555-2671", "voucher number is 0171 2345678", "tracking: 0441 7788210", "serial no 0441-7788210", "model 0441-7788210", "part number 018 4471203",
		"flight number is 0203 884 1177", "credit number: 0065952425",
		// Parts are no insurance numbers.
		"our PN 320008A deflator", "SN 114477B on the back", "part number AB320008C", "serial: JK114477B",
		// Identity numbers need a word.
		"219094417 came out", "ref 219094417", "follow us on social 219094417", "tax 219094417",
		// Times, dates.
		"EK 512 CPT DXB <0915 1955>", "trains 0615 1325 2140", "open 0900-1800", "we close 0730 2200", "ring 24112026", "ring 20261124", "I called on 24112026", "text by 2026-11-24 1830", "call me at 0930-1130", "call me between 1400 1600",
		"call me at 10.30 - 11.45", "your iphone 8 64 128 256",
		// Amounts, places, addresses of machines.
		"text me if it costs $1 299 000", "this phone costs 1 299 000 kr", "the phone of 1000000 people", "reach me at 192.168.104.210", "I am at 51.507351, -0.127758", "ring road 51.507351", "they call 10 000 000 people",
		"I'm on 12 of 1234567", "text 60300", "reach me at 6ba7b810-9dad-11d1-80b4-00c04fd430c8", "call me about flight BA0286 2026-11-24",
		"call me about order of 12 or invoice 2026-11-0004512", "my order no. is late", "my contact is useless, 3 weeks", "ring 1 2 3 4 5 6 7 8 bells",
	} {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			got, masks := m.Mask(text, detecttest.Brand())
			require.Equal(t, text, got)
			require.Empty(t, masks)
		})
	}
}

// BenchmarkMask measures masking alone over posts with and without anything to mask.
func BenchmarkMask(b *testing.B) {
	m, brand := personaldata.NewMasker(), detecttest.Brand()
	texts := []string{
		"@acmecare still waiting for my refund after three weeks, nobody answers the phone", "What a sunset over the wing tonight, thank you for a smooth flight",
		"order 448812 is late again, flight DL4047 on 12/05/2017 at 10:35 was cancelled too", "please call me on 415-555-2671 or mail jane@mail.example",
		"my bag tag number is 8422105573 and the meter says 004521 998812", "it's +44 7700 900123, card 4111 1111 1111 1111 exp 09/28",
		"your site is down, error code 0x80070005-1234567 again", "Does the Leeds store open on bank holidays, 0900-1800 daily?",
	}
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		m.Mask(texts[i%len(texts)], brand)
		i++
	}
}
