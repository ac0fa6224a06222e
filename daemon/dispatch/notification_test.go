package dispatch_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"firebreak/config"
	"firebreak/daemon/dispatch"
	"firebreak/daemon/escalation"
	"firebreak/daemon/playbook"
	"firebreak/detectors"
	"firebreak/sinks"
)

var update = flag.Bool("update", false, "rewrite the golden files")

var nine = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

// plaintext is the story of a password in plain text: a complaint, a follow-up that nobody answered, an expert, and a bad reply.
func plaintext() *escalation.Incident {
	const complaint = "@acmecare just mailed me my password in plain text"
	finding := &detectors.Finding{
		Kind: detectors.KindAbsoluteSecurityClaim, Score: .97, Severity: detectors.SeverityCritical, Why: "The brand claims\nthat everything is secure.",
		Evidence: []detectors.Span{{Start: 14, End: 28, Text: "totally secure"}},
	}
	return &escalation.Incident{
		ID: "t:x:1", Brand: "Acme", ThreadID: "x:1", Level: escalation.LevelPage, Severity: detectors.SeverityCritical, Status: escalation.StatusOpen,
		Priority: .91, Kinds: []string{detectors.KindAbsoluteSecurityClaim, "expert_joined", "follow_up_unanswered", detectors.KindSecurityComplaint},
		Topic: "plaintext_password", Finding: finding, OpenedAt: nine, UpdatedAt: nine.Add(3 * time.Hour), Event: 5,
		Tells: []escalation.Tell{
			{Number: 1, Level: escalation.LevelNotify, Severity: detectors.SeverityError, At: nine, Reasons: []escalation.Reason{
				{Signal: detectors.KindSecurityComplaint, Value: .98, Weight: 1, Rule: "grave_complaint"},
			}},
			{Number: 2, Level: escalation.LevelPage, Severity: detectors.SeverityCritical, At: nine.Add(3 * time.Hour), Reasons: []escalation.Reason{
				{Signal: "reply_overdue", Value: 60, Rule: "clock_ran_out"},
				{Signal: "follow_up_unanswered", Value: 1, Weight: .5, Rule: "followed_up"},
				{Signal: detectors.KindAbsoluteSecurityClaim, Value: .97, Weight: 1.5, Rule: "critical_finding"},
				{Signal: "large_account_joined", Value: 120000, Weight: .3, Rule: "large_account"},
				{Signal: "moved_private", Value: 1, Weight: -.4},
			}},
		},
		Reasons: []escalation.Reason{{Signal: "quiet", Value: 26}},
		Clocks: []escalation.Clock{
			{Name: escalation.ClockPrivateHandoff, Start: nine, Due: nine.Add(24 * time.Hour), State: "running"},
			{Name: escalation.ClockFirstReply, Post: "x:1", Start: nine, Due: nine.Add(time.Hour), State: "overdue"},
		},
		Posts: []escalation.Post{
			{
				ID: "x:1", Author: "jane", Role: detectors.RolePublic, CreatedAt: nine, Text: complaint, URL: "https://x.example/1",
				Findings: []string{detectors.KindSecurityComplaint},
			},
			{ID: "x:2", Author: "bob", Role: detectors.RolePublic, Tier: detectors.TierPublic, CreatedAt: nine.Add(time.Hour), Deleted: true, URL: "https://x.example/2"},
			{
				ID: "x:3", Author: "care", Role: detectors.RoleBrand, Tier: detectors.TierPublic, CreatedAt: nine.Add(3 * time.Hour),
				Text: "Our system is totally secure", URL: "javascript:alert(1)", Findings: []string{detectors.KindAbsoluteSecurityClaim},
			},
		},
		People: map[string]escalation.Person{
			"jane": {Handle: "jane.example", Name: "Jane\nDoe", Followers: 310, Role: detectors.RolePublic},
			"care": {Handle: "acmecare", Name: "Acme Care", Followers: 9000, Role: detectors.RoleBrand},
		},
		Spread: escalation.Spread{Reposts: 12, Quotes: 1},
	}
}

// private adds a direct message to the story.
func private() *escalation.Incident {
	inc := plaintext()
	inc.Private = true
	inc.Posts = append(inc.Posts, escalation.Post{
		ID: "x:4", Author: "jane", Role: detectors.RolePublic, Tier: detectors.TierPrivate, CreatedAt: nine.Add(4 * time.Hour),
		Text: "and the old one was sent to my boss", URL: "https://x.example/dm", Findings: []string{detectors.KindSecurityComplaint},
	})
	inc.Finding = &detectors.Finding{
		Kind: detectors.KindSecurityComplaint, Topic: "plaintext_password", Score: .9, Severity: detectors.SeverityError, Why: "A password was sent.",
		Evidence: []detectors.Span{{Start: 8, End: 24, Text: "old one was sent"}},
	}
	return inc
}

func with(inc *escalation.Incident, change func(*escalation.Incident)) *escalation.Incident {
	change(inc)
	return inc
}

func TestBuild(t *testing.T) {
	links := []sinks.Link{{Text: "policy", URL: "https://acme.example/policy"}}
	for _, test := range []struct {
		name string
		inc  *escalation.Incident
		tell int
		view dispatch.View
	}{
		{"page", plaintext(), 2, dispatch.View{Event: sinks.EventTell, Key: "firebreak/t:x:1/1", Route: "route.routes[0]", Prior: sinks.Receipt{Ref: "C1:1"}}},
		{"notify", with(plaintext(), func(i *escalation.Incident) { i.Finding, i.Level = nil, escalation.LevelNotify }), 1, dispatch.View{Event: sinks.EventTell}},
		{"private_withheld", private(), 2, dispatch.View{Event: sinks.EventUpdate}},
		{"private_shown", private(), 2, dispatch.View{Event: sinks.EventUpdate, Private: true}},
		{"acknowledged", with(plaintext(), func(i *escalation.Incident) {
			i.Status, i.AcknowledgedBy = escalation.StatusAcknowledged, "Jo\nMeyer"
		}), 2, dispatch.View{Event: sinks.EventAcknowledge}},
		{"lowered", with(plaintext(), func(i *escalation.Incident) { i.Level, i.LoweredAt = escalation.LevelWatch, i.UpdatedAt }), 2, dispatch.View{Event: sinks.EventUpdate}},
		{"resolved", with(plaintext(), func(i *escalation.Incident) { i.Status, i.Level = escalation.StatusResolved, escalation.LevelWatch }), 2, dispatch.View{Event: sinks.EventResolve}},
		{"bare", &escalation.Incident{ID: "t:x:2", Brand: "Acme", OpenedAt: nine, UpdatedAt: nine}, 1, dispatch.View{Event: sinks.EventTell, Test: true}},
	} {
		t.Run(test.name, func(t *testing.T) {
			b := dispatch.Builder{Links: links}
			n := b.Build(test.inc, test.tell, test.view)
			require.Equal(t, n, b.Build(test.inc, test.tell, test.view), "equal arguments, equal notification")
			got, err := json.MarshalIndent(n, "", "  ")
			require.NoError(t, err)
			file := filepath.Join("testdata", "notifications", test.name+".json")
			if *update {
				require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
				require.NoError(t, os.WriteFile(file, append(got, '\n'), 0o644))
			}
			want, err := os.ReadFile(file)
			require.NoError(t, err)
			require.Equal(t, strings.TrimSpace(string(want)), string(got))
		})
	}
}

func TestBuildWithholdsPrivateText(t *testing.T) {
	inc := private()
	data, err := json.Marshal(dispatch.Builder{}.Build(inc, 2, dispatch.View{Event: sinks.EventTell}))
	require.NoError(t, err)
	for _, secret := range []string{"my boss", "old one was sent", "x.example/dm"} {
		require.NotContains(t, string(data), secret)
		shown, err := json.Marshal(dispatch.Builder{}.Build(inc, 2, dispatch.View{Event: sinks.EventTell, Private: true}))
		require.NoError(t, err)
		require.Contains(t, string(shown), secret)
	}
	inc.Posts[3].Tier = detectors.TierSecure
	data, err = json.Marshal(dispatch.Builder{}.Build(inc, 2, dispatch.View{Event: sinks.EventTell}))
	require.NoError(t, err)
	require.NotContains(t, string(data), "my boss")
}

func TestBuildBounds(t *testing.T) {
	inc := plaintext()
	inc.Brand = strings.Repeat("Brandname ", 30)
	inc.Posts = nil
	for i := range 50 {
		inc.Posts = append(inc.Posts, escalation.Post{
			ID: fmt.Sprint(i), Author: "jane", CreatedAt: nine.Add(time.Duration(50-i) * time.Minute), Text: strings.Repeat("ü", 5000), Findings: []string{"rumour"},
		})
	}
	inc.People["jane"] = escalation.Person{Handle: strings.Repeat("h", 500)}
	n := dispatch.Builder{}.Build(inc, 2, dispatch.View{})
	require.LessOrEqual(t, utf8.RuneCountInString(n.Title), 120)
	require.Len(t, n.Timeline, 20)
	require.Equal(t, "0", n.Timeline[19].ID, "oldest first, the latest 20")
	require.LessOrEqual(t, utf8.RuneCountInString(n.Timeline[0].Text), 1000)
	require.LessOrEqual(t, utf8.RuneCountInString(n.Summary), 500)
}

func TestBuildSharesNothing(t *testing.T) {
	inc := plaintext()
	n := dispatch.Builder{}.Build(inc, 2, dispatch.View{})
	n.Kinds[0], n.Timeline[0].Text, n.Why[0].Text = "x", "x", "x"
	require.Equal(t, plaintext(), inc)
}

// TestTitleIsOurs holds that nothing of a post or a person gets onto a lock screen.
func TestTitleIsOurs(t *testing.T) {
	inc := plaintext()
	inc.Topic, inc.Finding.Topic, inc.Finding.Why = "<!channel>", "<!channel>", "<!channel>"
	inc.Kinds = append(inc.Kinds, "<!channel>")
	require.NotContains(t, dispatch.Builder{}.Build(inc, 2, dispatch.View{}).Title, "<!channel>")
}

// FuzzBuild holds that no text of a post breaks a notification, and that it stays in its place.
func FuzzBuild(f *testing.F) {
	f.Add("totally secure", "https://x.example", 0, 7)
	f.Add("\xff\xfe\x00", "javascript:alert(1)", -1, 99)
	f.Add("ȺȺ…'s", "http://", 2, 1)
	f.Fuzz(func(t *testing.T, text, address string, from, to int) {
		inc := plaintext()
		inc.Posts[2].Text, inc.Posts[2].URL = text, address
		inc.Finding.Evidence = []detectors.Span{{Start: from, End: to, Text: text}}
		inc.People["jane"] = escalation.Person{Handle: text, Name: text}
		n := dispatch.Builder{}.Build(inc, 2, dispatch.View{Event: sinks.EventTell})
		require.NotContains(t, n.Summary, "\n")
		require.Equal(t, dispatch.Builder{}.Build(plaintext(), 2, dispatch.View{}).Title, n.Title)
		for _, l := range n.Links {
			require.Regexp(t, `^https?://`, l.URL)
		}
		data, err := json.Marshal(n)
		require.NoError(t, err)
		require.True(t, utf8.Valid(data))
	})
}

// book is a playbook with a policy and a statement about security that ends at noon.
func book() *playbook.Book {
	return playbook.New(&config.Config{
		Playbook: []config.Page{{Kind: detectors.KindAbsoluteSecurityClaim, Policy: "https://acme.example/policy", Why: "It happened to others."}},
		Statements: []config.Statement{{
			Family: "security", Text: "We look into how our reminder mails are made.", ApprovedBy: "Jo", Version: "3", Expires: nine.Add(72 * time.Hour),
		}},
	}, nil)
}

func TestBuildShowsThePlaybook(t *testing.T) {
	b := dispatch.Builder{Book: book()}
	n := b.Build(plaintext(), 2, dispatch.View{Event: sinks.EventTell})
	require.Equal(t, "It happened to others.", n.Precedent)
	require.Equal(t, "https://acme.example/policy", n.Policy)
	require.Contains(t, n.Links, sinks.Link{Text: "policy", URL: "https://acme.example/policy"})
	require.Equal(t, &sinks.Statement{
		Text: "We look into how our reminder mails are made.", ApprovedBy: "Jo", Version: "3", Expires: nine.Add(72 * time.Hour),
	}, n.Statement)
	late := b.Build(with(plaintext(), func(i *escalation.Incident) { i.UpdatedAt = nine.Add(72 * time.Hour) }), 2, dispatch.View{Event: sinks.EventTell})
	require.Nil(t, late.Statement, "expired")
	done := b.Build(with(plaintext(), func(i *escalation.Incident) { i.Status = escalation.StatusResolved }), 2, dispatch.View{Event: sinks.EventResolve})
	require.Nil(t, done.Statement)
	require.Empty(t, done.Precedent+done.Policy)
	plain := dispatch.Builder{}.Build(plaintext(), 2, dispatch.View{Event: sinks.EventTell})
	require.Equal(t, playbook.PolicySlot, plain.Policy, "an empty slot stays visible")
	require.Nil(t, plain.Statement)
	crisis := &escalation.Incident{ID: "c:1", Brand: "Acme", Kinds: []string{playbook.KindCrisis}, Topic: "security", OpenedAt: nine, UpdatedAt: nine}
	require.NotNil(t, b.Build(crisis, 1, dispatch.View{Event: sinks.EventTell}).Statement)
}
