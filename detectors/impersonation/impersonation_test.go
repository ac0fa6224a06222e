package impersonation_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"firebreak/detectors"
	"firebreak/detectors/detecttest"
	"firebreak/detectors/impersonation"
)

// post is one post by somebody.
type post struct {
	handle, name, text string
	// reply reports that it answers a post; the text need not say so.
	reply bool
}

func brand() *detectors.Brand {
	return &detectors.Brand{
		Name: "Acme", Handles: []string{"acmehelp", "acmecare", "acme_ie", "northwindsupport"}, Domains: []string{"acme.example"},
	}
}

func (p post) document(b *detectors.Brand, sp detectors.Speaker) *detectors.Document {
	m := &detectors.Mention{
		ID: "1", Kind: detectors.KindPost, Tier: detectors.TierPublic, Brand: b.Name, CreatedAt: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC),
		Author: detectors.Author{ID: "u", Handle: p.handle, Name: p.name}, Text: p.text,
	}
	if p.reply {
		m.InReplyTo = "0"
	}
	return detectors.NewDocument(m, sp, b)
}

func find(t *testing.T, p post) ([]detectors.Finding, float64) {
	t.Helper()
	scores := map[string]float64{}
	found := impersonation.New().Detect(p.document(brand(), detectors.Speaker{Role: detectors.RolePublic}), scores)
	return found, scores["impersonation"]
}

const (
	offer = "@jane Sorry to hear that Jane, we can help you with this."
	ask   = "@jane Please DM us your account number"
	link  = "@jane verify your account here: https://acme-verify.example/login"
)

func TestImpostors(t *testing.T) {
	t.Parallel()
	tests := []struct {
		topic string
		post
	}{
		// Words before and behind.
		{"handle", post{"acme_help_desk", "", link, true}},
		{"handle", post{"Acme_Help_", "", "@jane verify here: https://a.example/x", true}},
		{"handle", post{"acmesupport", "", ask, false}},
		{"handle", post{"AcmeSupportTeam", "", offer, false}},
		{"handle", post{"acme_customer_care", "", "Hi, please send us a DM so we can look into this for you", true}},
		{"handle", post{"acme.helpdesk", "", ask, false}},
		{"handle", post{"ask_acme_24", "", "@tom click the link below to get your refund www.refund.example", true}},
		{"handle", post{"helpacme", "", "@tom message us on WhatsApp now", true}},
		{"handle", post{"official_acme", "", ask, true}},
		{"handle", post{"realacmesupport", "", "@tom fill in this form https://forms.example/9", true}},
		{"handle", post{"acmeverify", "", "Verify your account: https://a.example", false}},
		{"handle", post{"acme_refunds_uk", "", "@bob your refund is ready, claim it at https://pay.example", true}},
		{"handle", post{"acmecare1", "", "@bob our team will contact you. Please share your phone number", true}},
		{"handle", post{"acmehelp_24", "", ask, true}},
		{"handle", post{"acmecareus", "", "We're sorry about the trouble. DM us", true}},
		{"handle", post{"acme_uk", "", link, true}},
		{"handle", post{"contactacmecare", "", "@ann Kindly message us directly", true}},
		{"handle", post{"acme_service_desk", "", "Need help? Contact our agents: https://wa.example/1", false}},
		{"handle", post{"acmenumbers", "", "@ann for assistance call [phone]", true}},
		{"handle", post{"northwind_support", "", "@ann we are here to help, DM us", true}},
		// Other separators, other networks.
		{"handle", post{"acme_care", "", ask, true}},
		{"handle", post{"_acmehelp_", "", offer, true}},
		{"handle", post{"acmehelp.social.example", "", ask, true}},
		{"handle", post{"acmehelp@toots.example", "", link, true}},
		{"handle", post{"acme-help.example", "", link, true}},
		// Letters that look alike.
		{"handle", post{"acmehe1p", "", ask, true}},
		{"handle", post{"acmeheIp", "", ask, true}},
		{"handle", post{"acrnehelp", "", offer, true}},
		{"handle", post{"acmec4re", "", link, true}},
		{"handle", post{"аcmehelp", "", "@jane hello", true}},
		{"handle", post{"асmесаrе", "", "hello jane, how are you", true}},
		{"handle", post{"acmеhelp", "", "hi", true}},
		{"handle", post{"acrne_support", "", ask, true}},
		{"handle", post{"acme_supp0rt", "", ask, true}},
		{"handle", post{"n0rthwindsupport", "", "@jane hello", true}},
		{"handle", post{"northvvindsupport", "", ask, true}},
		{"handle", post{"αcme_care", "", ask, true}},
		// Slips of the keyboard.
		{"handle", post{"acmehlep", "", ask, true}},
		{"handle", post{"acmecares", "", offer + " " + ask, true}},
		{"handle", post{"acmehelpp", "", link, true}},
		{"handle", post{"northwndsupport", "", ask, true}},
		{"handle", post{"northwinsdupport", "", ask, true}},
		{"handle", post{"nortwindsupport_uk", "", link, true}},
		// Display names.
		{"name", post{"user83920", "Acme Support", ask, true}},
		{"name", post{"user83920", "ACME Help", link, true}},
		{"name", post{"jk_2219", "Acme Customer Care 24/7", offer, true}},
		{"name", post{"jk_2219", "Acme Official", ask, true}},
		{"name", post{"jk_2219", "✅ Acme Support ✅", "Hello, kindly DM us", true}},
		{"name", post{"jk_2219", "Acme", "@jane please DM us", true}},
		{"name", post{"jk_2219", "Acme", link, true}},
		{"name", post{"jk_2219", "Аcme Support", "@jane hello, we can help you", true}},
		{"name", post{"jk_2219", "𝐀𝐜𝐦𝐞 𝐇𝐞𝐥𝐩", ask, true}},
		{"name", post{"jk_2219", "Acme - Help Desk", "Sorry for the inconvenience. Click the link below", true}},
		{"name", post{"jk_2219", "Acme | Support", "@jane we noticed your complaint, check your DM", true}},
		{"name", post{"", "Acme Help", ask, true}},
	}
	require.Greater(t, len(tests), 40)
	for _, tt := range tests {
		t.Run(tt.handle+" "+tt.name, func(t *testing.T) {
			t.Parallel()
			found, p := find(t, tt.post)
			require.Len(t, found, 1, "score %.2f", p)
			require.Equal(t, "impersonation", found[0].Kind)
			require.Equal(t, tt.topic, found[0].Topic)
			require.Equal(t, detectors.SeverityCritical, found[0].Severity)
			require.Equal(t, p, found[0].Score) //nolint:testifylint // It is the very number.
		})
	}
}

func TestOthers(t *testing.T) {
	t.Parallel()
	tests := []post{
		// Customers with irony.
		{"acme_sucks", "", "@jane they did the same to me, DM me", true},
		{"ihateacme", "", "@acmehelp still no refund", true},
		{"exacmeuser", "", "@jane look at this https://news.example/acme", true},
		{"acmefan", "", "@jane I can help you with that, DM me", true},
		{"acmehelpsucks", "", "@jane click here https://a.example", true},
		{"acmedoesnthelp", "", "@jane they never help", true},
		{"helpmeacme", "", "@acmehelp my order is late", false},
		{"acmevictims", "Acme Victims", "Join us: https://victims.example", false},
		{"acmehelpless", "", "@bob same here, message me", true},
		{"notacmehelp", "", ask, true},
		{"acme_hell", "", "@bob they keep my money", true},
		{"acmescam", "", "@bob report them here https://police.example", true},
		// Parody, fans, newspapers, that say so.
		{"acmehe1p", "Acme Help (parody)", ask, true},
		{"acmesupport_", "Not Acme Support", ask, true},
		{"acme_helpdesk", "Unofficial Acme help", ask, true},
		{"acme_support", "Acme fan club", offer, true},
		{"acmenews", "Acme News", "Acme shares fall 4 % https://acmenews.example/1", false},
		{"acmewatch", "Acme Watch", "Outage at Acme: https://watch.example", false},
		{"acmedeals", "Acme Deals", "50% off at Acme https://deals.example", false},
		// People who work there.
		{"jane_acme", "Jane at Acme", "@tom happy to help, DM me", true},
		{"janeatacme", "Jane", "@tom I work there, we can help you", true},
		{"jdoe", "Jane Doe (Acme)", "@tom please DM us", true},
		{"jdoe", "Jane | Acme Support", "@tom please DM us", true},
		{"jane.acme.example", "Jane", ask, true},
		{"jane@acme.example", "Acme Support", ask, true},
		// The brand's other accounts.
		{"acme_ie", "Acme Ireland", ask, true},
		{"ACMECARE", "Acme Care", ask, true},
		{"@acmehelp", "Acme Help", link, true},
		{"acme.example", "Acme", ask, true},
		// Only loosely alike.
		{"acmeans", "", ask, true},
		{"acne_help", "", ask, true},
		{"acmebankrecovery", "", link, true},
		{"acmesmith", "Smith Acme", offer, true},
		{"racmehelpers", "", offer, true},
		{"northwindow", "", ask, true},
		{"southwindsupport", "Southwind Support", ask, true},
		{"globexhelp", "Globex Help", ask, true},
		{"helpdesk", "Help Desk", link, true},
		{"myacmehelp", "", "@tom DM us", true},
		{"user1", "Acme Thunder", "@tom we won, see https://game.example", true},
		// Alike, and speaking to nobody, or as a customer.
		{"acme_uk", "", "What a lovely morning", false},
		{"acmesupport", "", "Happy Friday", false},
		{"acme", "Acme", "lol same", true},
		{"acme24", "", "@acmehelp where is my parcel?", true},
		{"acmehelp_1", "", "@acmecare my order never came, call me", true},
		{"acme_customer", "", "@acmecare I've been waiting three weeks for my refund", true},
		{"acme", "Acme", "@jane haha yes", true},
		{"acmehlep", "", "@jane same here, my flight is late too", true},
		{"user2", "acme", "I love this song https://t.co/1", true},
		// Nobody.
		{"", "", ask, true},
		{"🎈", "🎈", ask, true},
		{strings.Repeat("acmehelp", 1000), strings.Repeat("Acme Support ", 1000), ask, true},
	}
	require.Greater(t, len(tests), 40)
	for _, tt := range tests {
		name := tt.handle + " " + tt.name
		t.Run(name[:min(len(name), 60)], func(t *testing.T) {
			t.Parallel()
			found, p := find(t, tt)
			require.Empty(t, found, "score %.2f", p)
			require.Less(t, p, 0.5)
		})
	}
}

func TestWhereItLooks(t *testing.T) {
	t.Parallel()
	d := impersonation.New()
	impostor := post{"acme_help_desk", "", link, true}
	require.Empty(t, d.Detect(impostor.document(brand(), detectors.Speaker{Role: detectors.RoleBrand}), map[string]float64{}), "the brand's own posts")
	doc := impostor.document(brand(), detectors.Speaker{Role: detectors.RolePublic})
	doc.Mention.Tier = detectors.TierPrivate
	require.Empty(t, d.Detect(doc, map[string]float64{}), "a message to the brand")
	require.Empty(t, d.Detect(impostor.document(&detectors.Brand{}, detectors.Speaker{Role: detectors.RolePublic}), map[string]float64{}), "no brand")

	own := post{"acmehelpdesk", "", "@jane see https://help.acme.example/reset", true}
	found, _ := find(t, own)
	require.Len(t, found, 1, "a page of the brand is asked for")
	require.NotContains(t, found[0].Why, "another site")
}

// TestShortNames holds short brands to a stricter measure.
func TestShortNames(t *testing.T) {
	t.Parallel()
	d := impersonation.New()
	b := &detectors.Brand{Name: "O2", Handles: []string{"o2"}, Domains: []string{"o2.example"}}
	judge := func(p post) int {
		return len(d.Detect(p.document(b, detectors.Speaker{Role: detectors.RolePublic}), map[string]float64{}))
	}
	require.Equal(t, 1, judge(post{"o2_help", "", link, true}))
	require.Equal(t, 1, judge(post{"x", "O2 Support", link, true}))
	for _, handle := range []string{"oz", "o3", "a2", "co2", "o22x", "ooo2help2u"} {
		require.Zero(t, judge(post{handle, "", link, true}), handle)
	}
}

func TestWhy(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, want string
		post
		evidence []string
	}{
		{
			"a handle and a link", "@acmehe1p is not one of the brand's accounts, looks like @acmehelp, and answers a customer with a link to another site.",
			post{"acmehe1p", "", "@jane go to https://evil.example/1.", true},
			[]string{"go to https://evil.example/1"},
		},
		{
			"the brand's name", "@acmeservice is not one of the brand's accounts, looks like the brand's name, and answers a customer with an offer of help.",
			post{"acmeservice", "", "@jane We can help you", true},
			[]string{"We can help you"},
		},
		{
			"the account alone", "An account is not one of the brand's accounts, looks like @acmehelp, and answers a customer.",
			post{"аcmehelp", "", "@jane hello", true},
			nil,
		},
		{
			"a display name", "An account is not one of the brand's accounts, calls itself by the brand's name, and speaks to customers with the request to write or to confirm something.",
			post{"jane.doe.1984", "Acme Support", "Need help? DM us", false},
			[]string{"Need help", "DM us"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			found, p := find(t, tt.post)
			require.Len(t, found, 1, "score %.2f", p)
			require.Equal(t, tt.want, found[0].Why)
			var got []string
			for _, e := range found[0].Evidence {
				got = append(got, e.Text)
			}
			require.Equal(t, tt.evidence, got)
		})
	}
}

func TestConform(t *testing.T) {
	t.Parallel()
	var examples []*detectors.Document
	for _, p := range []post{
		{"acme_help_desk", "", link, true}, {"аcmehelp", "", "@jane hello", true}, {"x", "Acme Support", "@jane – we’d like to help you, DM us", true},
	} {
		examples = append(examples, p.document(brand(), detectors.Speaker{Role: detectors.RolePublic}))
	}
	detecttest.Conform(t, impersonation.New(), examples...)
}

// FuzzDetect names the account of an impostor in any way.
func FuzzDetect(f *testing.F) {
	for _, s := range append(detecttest.Hostile(), "acme_help", "асmе", "ACME🎈") {
		f.Add(s[:min(len(s), 300)], s[:min(len(s), 300)], link)
	}
	d := impersonation.New()
	build := detectors.NewDocuments()
	f.Fuzz(func(t *testing.T, handle, name, text string) {
		m := &detectors.Mention{Kind: detectors.KindPost, Text: text, InReplyTo: "0", Author: detectors.Author{Handle: handle, Name: name}, Links: []string{text}}
		scores := map[string]float64{}
		for _, found := range d.Detect(build(m, detectors.Speaker{Role: detectors.RolePublic}, brand()), scores) {
			require.NotContains(t, found.Why, "\n")
			require.LessOrEqual(t, len(found.Why), 300)
			for _, e := range found.Evidence {
				require.Equal(t, e.Text, text[e.Start:e.End])
			}
		}
		require.True(t, scores["impersonation"] >= 0 && scores["impersonation"] <= 1)
	})
}
