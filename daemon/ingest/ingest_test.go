package ingest_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"firebreak/config"
	"firebreak/daemon/ingest"
	"firebreak/detectors"
	"firebreak/detectors/personaldata"
)

const twoBrands = `
brands:
  - name: Acme
    query: 'acme NOT "acme thunder"'
    accounts: [{handle: AcmeCare, role: care}, {id: "77", source: x, role: technical}]
    domains: [acme.example]
  - name: Globex
    query: globex
    accounts: [{handle: globexhelp, role: care}]
experts: [{handle: ines}]
`

var morning = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

func directory(t testing.TB, text string) *ingest.Directory {
	t.Helper()
	cfg, err := config.Parse("test.yaml", []byte(text))
	require.NoError(t, err)
	dir, err := ingest.NewDirectory(cfg)
	require.NoError(t, err)
	return dir
}

func pipeline(t *testing.T, all bool) *ingest.Pipeline {
	t.Helper()
	return ingest.NewPipeline(directory(t, twoBrands), personaldata.NewMasker(), ingest.NewIndex(), all)
}

// post makes a public post; changes are applied in order.
func post(id, text string, changes ...func(*detectors.Mention)) detectors.Mention {
	m := detectors.Mention{
		ID: id, Source: "x", Kind: detectors.KindPost, Tier: detectors.TierPublic, CreatedAt: morning, Text: text,
		Author: detectors.Author{ID: "u-jane", Handle: "jane"},
	}
	for _, c := range changes {
		c(&m)
	}
	return m
}

func to(id string) func(*detectors.Mention)     { return func(m *detectors.Mention) { m.InReplyTo = id } }
func quotes(id string) func(*detectors.Mention) { return func(m *detectors.Mention) { m.QuoteOf = id } }
func in(id string) func(*detectors.Mention)     { return func(m *detectors.Mention) { m.ThreadID = id } }
func kind(k detectors.MentionKind, target string) func(*detectors.Mention) {
	return func(m *detectors.Mention) { m.Kind, m.InReplyTo, m.Text = k, target, "" }
}

func by(id, handle string) func(*detectors.Mention) {
	return func(m *detectors.Mention) { m.Author = detectors.Author{ID: id, Handle: handle} }
}

func TestPipelineJoinsConversations(t *testing.T) {
	t.Parallel()
	type want struct{ id, brand, thread string }
	tests := []struct {
		name  string
		posts []detectors.Mention
		want  []want
	}{
		{"a post that names a brand", []detectors.Mention{post("1", "acme is down")}, []want{{"1", "Acme", "1"}}},
		{"a post that names nobody", []detectors.Mention{post("1", "nice weather")}, nil},
		{"a post that the query excludes", []detectors.Mention{post("1", "acme thunder won")}, nil},
		{"a post that names two brands", []detectors.Mention{post("1", "acme or globex?")}, []want{{"1", "Acme", "1"}, {"1", "Globex", "1"}}},
		{"a post to an account", []detectors.Mention{post("1", "@ACMECARE hi")}, []want{{"1", "Acme", "1"}}},
		{"a post that names an account beside its text", []detectors.Mention{post("1", "hi", func(m *detectors.Mention) { m.Mentions = []string{"acmecare"} })}, []want{{"1", "Acme", "1"}}},
		{"a post by an account", []detectors.Mention{post("1", "we are hiring", by("c", "acmecare"))}, []want{{"1", "Acme", "1"}}},
		{"a post by an account known by id", []detectors.Mention{post("1", "hello", by("77", "any"))}, []want{{"1", "Acme", "1"}}},
		{"the id counts on its own source only", []detectors.Mention{post("1", "hello", by("77", "any"), func(m *detectors.Mention) { m.Source = "mastodon" })}, nil},
		{"a repeat", []detectors.Mention{post("1", "acme"), post("1", "acme")}, []want{{"1", "Acme", "1"}}},
		{"a reply without the name", []detectors.Mention{post("1", "acme"), post("2", "same here", to("1"))}, []want{{"1", "Acme", "1"}, {"2", "Acme", "1"}}},
		{"a reply that stands before its post", []detectors.Mention{post("2", "acme, same here", to("1")), post("1", "it is down")}, []want{{"2", "Acme", "2"}, {"1", "Acme", "2"}}},
		{"two replies to an unknown post", []detectors.Mention{post("2", "acme!", to("1")), post("3", "yes", to("1"))}, []want{{"2", "Acme", "2"}, {"3", "Acme", "2"}}},
		{"a quote", []detectors.Mention{post("1", "acme"), post("2", "look", quotes("1"))}, []want{{"1", "Acme", "1"}, {"2", "Acme", "1"}}},
		{"a stated thread", []detectors.Mention{post("1", "acme", in("root")), post("root", "hm", in("root")), post("3", "me too", in("root"))}, []want{{"1", "Acme", "root"}, {"root", "Acme", "root"}, {"3", "Acme", "root"}}},
		{"the first thread wins over a stated one", []detectors.Mention{post("1", "acme"), post("2", "acme", to("1"), in("elsewhere")), post("3", "x", in("elsewhere"))}, []want{{"1", "Acme", "1"}, {"2", "Acme", "1"}, {"3", "Acme", "1"}}},
		{"a reply that names another brand", []detectors.Mention{post("1", "acme"), post("2", "try globex", to("1")), post("3", "ok", to("2"))}, []want{{"1", "Acme", "1"}, {"2", "Acme", "1"}, {"2", "Globex", "1"}, {"3", "Acme", "1"}, {"3", "Globex", "1"}}},
		{"a stated brand rules", []detectors.Mention{post("1", "globex", func(m *detectors.Mention) { m.Brand = "Acme" })}, []want{{"1", "Acme", "1"}}},
		{"events go to their thread", []detectors.Mention{post("1", "acme"), post("r", "", kind(detectors.KindRepost, "1")), post("e", "", kind(detectors.KindEngagement, "1")), post("d", "", kind(detectors.KindDelete, "1"))}, []want{{"1", "Acme", "1"}, {"r", "Acme", "1"}, {"e", "Acme", "1"}, {"d", "Acme", "1"}}},
		{"events about strangers are dropped", []detectors.Mention{post("r", "", kind(detectors.KindRepost, "9")), post("d", "", kind(detectors.KindDelete, "9")), post("r2", "", kind(detectors.KindRepost, "9"), by("c", "acmecare"))}, nil},
		{"an edit that names the brand first", []detectors.Mention{post("e", "", kind(detectors.KindEdit, "1"), func(m *detectors.Mention) { m.Text = "acme lost my data" })}, []want{{"1", "Acme", "1"}}},
		{"an edit of a known post", []detectors.Mention{post("1", "acme"), post("e", "", kind(detectors.KindEdit, "1"), func(m *detectors.Mention) { m.Text = "other" })}, []want{{"1", "Acme", "1"}, {"e", "Acme", "1"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := pipeline(t, false)
			var got []want
			for _, m := range tt.posts {
				for _, r := range p.Process(m) {
					got = append(got, want{r.ID, r.Brand, r.ThreadID})
				}
			}
			require.Equal(t, tt.want, got)
		})
	}
}

func TestPipelineTakesEverythingWithAll(t *testing.T) {
	t.Parallel()
	p := ingest.NewPipeline(directory(t, "brands: [{name: Acme, query: acme}]"), personaldata.NewMasker(), ingest.NewIndex(), true)
	got := p.Process(post("1", "nice weather"))
	require.Len(t, got, 1)
	require.Equal(t, "Acme", got[0].Brand)
}

func TestPipelineMasksBeforeAnythingLeaves(t *testing.T) {
	t.Parallel()
	p := pipeline(t, false)
	m := post("1", "acme, I am jane.doe@mail.example, you are help@acme.example")
	m.Author.Name = "jane.doe@mail.example"
	m.Links = []string{"https://shop.example/?mail=jane.doe@mail.example"}
	got := p.Process(m)
	require.Len(t, got, 1)
	require.Equal(t, "acme, I am [email], you are help@acme.example", got[0].Text)
	require.Equal(t, []detectors.Mask{{Class: "email", Start: 11, End: 18}}, got[0].Masked)
	require.NotContains(t, got[0].Author.Name, "@")
	require.NotContains(t, got[0].Links[0], "jane.doe")
	require.Contains(t, m.Links[0], "jane.doe", "the source's own record is not changed")
}

func TestPipelineRelatesPrivateMessages(t *testing.T) {
	t.Parallel()
	private := func(m *detectors.Mention) { m.Tier = detectors.TierPrivate }
	p := pipeline(t, false)
	require.Len(t, p.Process(post("1", "acme lost my parcel")), 1)
	require.Len(t, p.Process(post("0", "acme?", by("c", "acmecare"))), 1)

	got := p.Process(post("dm1", "@acmecare here I am", private))
	require.Len(t, got, 1)
	require.Equal(t, "1", got[0].RelatedThread)
	require.Equal(t, "dm1", got[0].ThreadID, "a private message is a conversation of its own")

	got = p.Process(post("dm2", "@acmecare hello", private, by("u-bob", "bob")))
	require.Len(t, got, 1)
	require.Empty(t, got[0].RelatedThread, "bob has no public thread")

	got = p.Process(post("dm3", "@globexhelp hello", private))
	require.Len(t, got, 1)
	require.Empty(t, got[0].RelatedThread, "jane has no public thread with this brand")
}

func TestIndexForgets(t *testing.T) {
	t.Parallel()
	index := ingest.NewIndex()
	p := ingest.NewPipeline(directory(t, twoBrands), personaldata.NewMasker(), index, false)
	late := func(m *detectors.Mention) { m.CreatedAt = morning.Add(48 * time.Hour) }
	require.Len(t, p.Process(post("old", "acme")), 1)
	require.Len(t, p.Process(post("new", "acme", late)), 1)
	require.Equal(t, 2, index.Len())

	index.Forget(morning.Add(24 * time.Hour))
	require.Equal(t, 1, index.Len())
	require.Empty(t, p.Process(post("r", "me too", to("old"))), "the thread is over")
	require.Len(t, p.Process(post("r2", "me too", to("new"))), 1)
	require.Len(t, p.Process(post("old", "acme", late)), 1, "it may begin anew")
	require.Equal(t, 2, index.Len())
}

func TestDirectoryKnowsWhoSpeaks(t *testing.T) {
	t.Parallel()
	dir := directory(t, twoBrands)
	m := post("1", "x", by("9", "@AcmeCare"))
	require.Equal(t, detectors.Speaker{Role: detectors.RoleBrand, Account: "care"}, dir.Speaker("Acme", &m))
	require.Equal(t, detectors.Speaker{Role: detectors.RolePublic, OtherBrand: "Acme"}, dir.Speaker("Globex", &m))
	require.Equal(t, detectors.RoleBrand, dir.Speaker("", &m).Role)
	m = post("1", "ask @Ines, or @ines. Not ines", by("1", "INES"))
	author, tagged := dir.Experts(&m)
	require.True(t, author)
	require.Equal(t, []string{"ines"}, tagged)
}

// An account that a company's brands share speaks for each of them, and for no other.
func TestDirectoryKnowsSharedAccounts(t *testing.T) {
	t.Parallel()
	dir := directory(t, `
brands:
  - {name: Air, query: heronair, accounts: [{handle: heroncare, role: care}, {handle: heronair, role: comms}]}
  - {name: Holidays, query: heronholidays, accounts: [{handle: heroncare, role: technical}]}
  - {name: Port, query: portaster}
`)
	m := post("1", "x", by("9", "heroncare"))
	require.Equal(t, detectors.Speaker{Role: detectors.RoleBrand, Account: "care"}, dir.Speaker("Air", &m))
	require.Equal(t, detectors.Speaker{Role: detectors.RoleBrand, Account: "technical"}, dir.Speaker("Holidays", &m))
	require.Equal(t, detectors.Speaker{Role: detectors.RolePublic, OtherBrand: "Air"}, dir.Speaker("Port", &m))
	m = post("1", "x", by("9", "heronair"))
	require.Equal(t, detectors.Speaker{Role: detectors.RolePublic, OtherBrand: "Air"}, dir.Speaker("Holidays", &m))
	m = post("1", "x", by("9", "jane"))
	require.Equal(t, detectors.Speaker{Role: detectors.RolePublic}, dir.Speaker("Air", &m))
}

func TestDirectoryNamesEveryBadQuery(t *testing.T) {
	t.Parallel()
	cfg, err := config.Parse("bad.yaml", []byte("brands:\n  - name: A\n    query: 'a AND'\n  - name: B\n    query: '(b'\n"))
	require.NoError(t, err)
	_, err = ingest.NewDirectory(cfg)
	var faults *config.Faults
	require.ErrorAs(t, err, &faults)
	require.Len(t, *faults, 2)
	require.Equal(t, 3, (*faults)[0].Line)
	require.Equal(t, "brands[1].query", (*faults)[1].Path)
	require.NotEmpty(t, (*faults)[0].Hint)
}
