package personaldata_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"firebreak/detectors"
	"firebreak/detectors/detecttest"
	"firebreak/detectors/personaldata"
)

// masked are texts and what must be left of them.
var masked = []struct{ name, text, want string }{
	// Mail addresses.
	{"email", "write to jane.doe+x@mail.example.org please", "write to [email] please"},
	{"email at the end", "I'm jane@host.example.", "I'm [email]."},
	{"email spelt", "jane (at) host (dot) com is mine", "[email] is mine"},
	{"email half spelt", "jane[at]host.com", "[email]"},
	{"email in a query", "https://x.test/r?u=jane@host.com&v=1", "https://x.test/r?u=[email]&v=1"},
	{"email escaped", "https://x.test/r?u=jane%40host.com", "https://x.test/r?u=[email]"},
	{"email in full width", "jane＠host．com", "[email]"},
	{"email with hidden characters", "jane@ho\u200bst.com now", "[email] now"},
	{"brand's email", "mail help@acme.example or help@eu.acme.example", "mail help@acme.example or help@eu.acme.example"},
	{"look-alike of the brand's domain", "mail help@notacme.example", "mail [email]"},
	// Telephones.
	{"phone US", "it's (415) 555-2671 ok", "it's [phone] ok"},
	{"phone US dashes", "reach 415-555-2671", "reach [phone]"},
	{"phone international", "on +44 7700 900123.", "on [phone]."},
	{"phone UK", "ring 020 7946 0018", "ring [phone]"},
	{"phone UK mobile", "text 07700900123 now", "text [phone] now"},
	{"phone FR", "au 06 12 34 56 78", "au [phone]"},
	{"phone DE", "unter 0171/1234567 oder 030 901820", "unter [phone] oder [phone]"},
	{"phone ES", "llama al 612 345 678", "llama al [phone]"},
	{"phone with a cue", "call me on 555 0123 after six", "call me on [phone] after six"},
	{"two phones", "+1 415 555 2671 +1 415 555 2672", "[phone] [phone]"},
	{"phone in Arabic digits", "call me on ٠٧٧٠٠٩٠٠١٢٣", "call me on [phone]"},
	{"brand's phone", "please call 020 7946 0000 or +44 20 7946 0000", "please call 020 7946 0000 or +44 20 7946 0000"},
	{"toll-free", "call 0800 123 4567 or 1-800-221-1212", "call 0800 123 4567 or 1-800-221-1212"},
	// Cards.
	{"card", "card 4111 1111 1111 1111 exp", "card [card] exp"},
	{"card without spaces", "4111111111111111", "[card]"},
	{"card amex", "3782-822463-10005", "[card]"},
	{"card in a query", "https://x.test/?c=4111111111111111&x", "https://x.test/?c=[card]&x"},
	{"card in single digits", "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1", "[card]"},
	{"card after a number", "12 4111 1111 1111 1111", "12 [card]"},
	{"not a card", "id 4111111111111112", "id 4111111111111112"},
	// Bank accounts.
	{"iban", "DE89 3704 0044 0532 0130 00 thanks", "[iban] thanks"},
	{"iban lower case", "gb82west12345698765432", "[iban]"},
	{"not an iban", "ref DE89370400440532013001", "ref DE89370400440532013001"},
	// National numbers.
	{"ssn", "ssn 123-45-6789", "ssn [national_id]"},
	{"ssn bare", "my social security number is 123456789", "my social security number is [national_id]"},
	{"not an ssn", "part 000-45-6789", "part 000-45-6789"},
	{"nino", "QQ is none but AB 12 34 56 C is", "QQ is none but [national_id] is"},
	{"dni", "DNI 12345678Z", "DNI [national_id]"},
	{"not a dni", "DNI 12345678A", "DNI 12345678A"},
	{"steuer-id", "Steuer-ID 86 095 742 719", "Steuer-ID [national_id]"},
	{"nir", "n° 1 85 05 78 006 084 91", "n° [national_id]"},
	// Birth dates.
	{"birth date", "I was born on 12 May 1980", "I was born on [birth_date]"},
	{"birth date us", "DOB: 05/12/1980", "DOB: [birth_date]"},
	{"birth date german", "geb. 12.05.1980", "geb. [birth_date]"},
	{"birth date month first", "date of birth is May 12th, 1980 ok", "date of birth is [birth_date] ok"},
	{"date", "flown on 12/05/2017", "flown on 12/05/2017"},
	// Accounts, orders, bookings.
	{"account", "my account number is 1234567", "my account number is [account_number]"},
	{"account spaced", "acct # 1234 5678", "acct # [account_number]"},
	{"order", "order no. 448812 is late", "order no. [account_number] is late"},
	{"booking", "booking ref ABC123", "booking ref [account_number]"},
	{"booking of letters", "my PNR is QWERTZ", "my PNR is [account_number]"},
	{"no number", "my account number is wrong", "my account number is wrong"},
	{"sort code", "sort code 12-34-56", "sort code [account_number]"},
	{"passport", "passport number 533401234", "passport number [national_id]"},
	// Addresses.
	{"address", "I live at 12 Oak Street, Springfield, IL 62704", "I live at [address]"},
	{"address small", "i live at 12 oak street", "i live at [address]"},
	{"address uk", "send it to 7 Mill Lane, Leeds, LS1 4AB thanks", "send it to [address] thanks"},
	{"address german", "Hauptstraße 12, 10115 Berlin", "[address]"},
	{"branch", "your store at 12 Oak Street is dirty", "your store at 12 Oak Street is dirty"},
	// Secrets.
	{"password", "my pw is Hunter2!", "my pw is [secret]"},
	{"password colon", "password: tr0ub4dor", "password: [secret]"},
	{"password word", "my password is monkey", "my password is [secret]"},
	{"password quoted", `my password was "swordfish", you mailed it`, `my password was "[secret]", you mailed it`},
	{"password to", "the password for my account is Xy12zz", "the password for my account is [secret]"},
	{"password german", "mein Passwort ist Sonne99", "mein Passwort ist [secret]"},
	{"password digits", "my password is 12345678", "my password is [secret]"},
	{"code", "the code is 123456", "the code is [secret]"},
	{"code said", "verification code 482 910", "verification code [secret]"},
	{"password before", "why is Blaubeere77 as my password refused?", "why is [secret] as my password refused?"},
	{"password since", "my password's been hedgehog42 since 2010", "my password's been [secret] since 2010"},
	{"pass after a user", "username tom_b pass Gr8pizza! does not work", "username tom_b pass [secret] does not work"},
	{"code sent", "the code you texted me is 774120 but it expired", "the code you texted me is [secret] but it expired"},
	{"no password", "same password as my netflix1 account", "same password as my netflix1 account"},
	{"pin", "my pin 1234 and", "my pin [secret] and"},
	{"cvv", "cvv 123", "cvv [secret]"},
	{"maiden", "my mother's maiden name is Smith", "my mother's maiden name is [secret]"},
	{"aws", "AKIAIOSFODNN7EXAMPLE leaked", "[secret] leaked"},
	{"github", "ghp_abcdefghijklmnopqrstuvwxyz0123456789", "[secret]"},
	{"slack", "xoxb-123456789012-abcdefghij", "[secret]"},
	{"stripe", "sk_live_abcdefgh12345678", "[secret]"},
	{"jwt", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc-def", "[secret]"},
	{"bearer", "Authorization: Bearer abc123def456ghi789", "Authorization: Bearer [secret]"},
	{"pem", "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----", "[secret]"},
	{"token in a link", "https://x.test/reset?token=abcdef&x=1", "https://x.test/reset?token=[secret]&x=1"},
	// Marks.
	{"mark", "my pw is [secret], mail [email]", "my pw is [secret], mail [email]"},
	{"marks and data", "[email] and jane@host.com", "[email] and [email]"},
}

func TestMask(t *testing.T) {
	t.Parallel()
	m := personaldata.NewMasker()
	for _, c := range masked {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, masks := m.Mask(c.text, detecttest.Brand())
			require.Equal(t, c.want, got)
			checkMasks(t, got, masks)
			require.Len(t, masks, strings.Count(c.want, "[")-strings.Count(c.want, "[at]"))
			again, masksAgain := m.Mask(got, detecttest.Brand())
			require.Equal(t, got, again)
			require.Equal(t, masks, masksAgain)
		})
	}
}

func TestMaskLeaves(t *testing.T) {
	t.Parallel()
	m := personaldata.NewMasker()
	for _, text := range []string{
		"", "hello", "@acmecare just mailed me my password in plain text", "my password is wrong", "my password is not working", "my password is stored in plain text",
		"my password is expired!", "password is incorrect", "my password is always rejected", "my password is 8 characters long", "forgot my password, help!",
		"Password: must have 8 characters", "my password is SHA256 hashed", "password reset link", "my password was changed yesterday", "my password is ********",
		"error code is 404404", "error code: 17", "promo code SAVE20 is great", "use discount code 123456", "zip code 90210", "dress code is smart",
		"my pin is wrong", "PIN?", "boarding pass 123456", "the code is gone", "is it true that the password is in the mail?",
		"may I have your password?", "tell us your password: we never ask", "your code is not valid",
		"flight DL4047 to CLE", "Flight AA723 departs @1654 at 10:35", "GUID 6ba7b810-9dad-11d1-80b4-00c04fd430c8", "version 8.4.30.688 and 1.0.65.320.gac7a8e02",
		"I paid $1,299.99 for 2 tickets in 2017", "between 2017 and 2018, 10:30-11:45", "2017-10-12 at 14:00", "1 000 000 people", "tracking number 9400111899223197428490",
		"parcel 4111111111111111 is lost", "@118387 and @86724 @120943", "#1234567", "https://t.co/0i8GpimuDa and https://x.test/item/4155552671",
		"Case Number 25558132", "order of 12 pizzas", "my account is 10 years old", "customer since 2009", "I waited 30 minutes on hold, 3 times",
		"2 way street", "the 5 Star Place", "I was born in 1980", "we see the first four characters of your password",
		"I can take a photo at 12 MP", "look (at this) mess", "call 911", "iOS 11.0.3 15A432 on an iPhone 7", "call us on the number on your card",
	} {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			got, masks := m.Mask(text, detecttest.Brand())
			require.Equal(t, text, got)
			require.Empty(t, masks)
		})
	}
}

func TestMaskWithoutBrand(t *testing.T) {
	t.Parallel()
	got, _ := personaldata.NewMasker().Mask("help@acme.example 020 7946 0000", nil)
	require.Equal(t, "[email] [phone]", got)
}

func checkMasks(t *testing.T, text string, masks []detectors.Mask) {
	t.Helper()
	last := 0
	for _, m := range masks {
		require.GreaterOrEqual(t, m.Start, last)
		require.Equal(t, "["+m.Class+"]", text[m.Start:m.End])
		last = m.End
	}
}

// TestExchangeTable: what a brand's table allows in a tier is no finding there, though it is masked.
func TestExchangeTable(t *testing.T) {
	t.Parallel()
	const text = "jane@mail.example, 4111 1111 1111 1111, my pw is Hunter2!"
	for _, tt := range []struct {
		name     string
		exchange map[string]detectors.Tier
		tier     detectors.Tier
		want     string
	}{
		{"by default in public", nil, detectors.TierPublic, "card email secret"},
		{"by default in private", nil, detectors.TierPrivate, "card email secret"},
		{"by default over a secure channel", nil, detectors.TierSecure, "secret"},
		{"mail allowed in private", map[string]detectors.Tier{"email": detectors.TierPrivate}, detectors.TierPrivate, "card secret"},
		{"but not in public", map[string]detectors.Tier{"email": detectors.TierPrivate}, detectors.TierPublic, "card email secret"},
		{"cards nowhere", map[string]detectors.Tier{"card": "never"}, detectors.TierSecure, "card secret"},
		{"secrets never", map[string]detectors.Tier{"secret": detectors.TierPublic}, detectors.TierPublic, "card email secret"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := &detectors.Brand{Name: "Acme", Exchange: tt.exchange}
			m := &detectors.Mention{ID: "1", Kind: detectors.KindPost, Tier: tt.tier, Brand: "Acme"}
			m.Text, m.Masked = personaldata.NewMasker().Mask(text, b)
			require.NotContains(t, m.Text, "jane@", "masked all the same")
			var got []string
			for _, f := range personaldata.New().Detect(detectors.NewDocument(m, detectors.Speaker{Role: detectors.RolePublic}, b), map[string]float64{}) {
				got = append(got, f.Topic)
			}
			slices.Sort(got)
			require.Equal(t, tt.want, strings.Join(got, " "))
		})
	}
}
