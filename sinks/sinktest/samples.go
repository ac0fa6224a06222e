package sinktest

import (
	"strings"
	"time"

	"firebreak/sinks"
)

// Sample is a notification with everything in it.
func Sample() sinks.Notification {
	at := time.Date(2026, 3, 5, 10, 34, 0, 0, time.UTC)
	return sinks.Notification{
		Event: sinks.EventTell, Incident: "t:demo:w1", Tell: 2, Key: "firebreak/t:demo:w1/2", Brand: "Wishgenie", Level: "page", Severity: "critical",
		Status: "open", Kinds: []string{"absolute_security_claim", "security_complaint"}, Topic: "plaintext_password", Priority: .94,
		Title:   "Wishgenie: a password in plain text is reported; an expert is in the thread",
		Summary: "A password in plain text is reported. Please take it over in private.",
		Why: []sinks.Reason{
			{Signal: "absolute_security_claim", Value: .95, Weight: 1, Rule: "critical_finding", Text: "the brand says that everything is secure"},
			{Signal: "expert_joined", Value: 1, Weight: .4, Rule: "expert_joined"},
		},
		Findings: []sinks.Finding{
			{Kind: "absolute_security_claim", Severity: "critical", Score: .95, Why: "claims absolute security", Evidence: "totally secure"},
			{Kind: "security_complaint", Topic: "plaintext_password", Severity: "error", Score: .97, Why: "a password was mailed", Evidence: "mailed me my own password"},
		},
		Timeline: []sinks.Post{
			{ID: "w1", At: at.Add(-49 * time.Hour), Handle: "jane", Role: "public", Followers: 410, Tier: "public", Text: "@wishgenie just mailed me my own password", Note: "complaint"},
			{ID: "w4", At: at.Add(-3 * time.Minute), Handle: "wishgenie", Role: "brand", Tier: "public", Text: "@jane all data on our system is totally secure!", Note: "bad reply"},
			{ID: "w9", At: at, Name: "Somebody", Role: "public", Tier: "public", Deleted: true},
		},
		Earlier: []sinks.Earlier{
			{
				Incident: "t:demo:v7", Title: "Wishgenie: a password in plain text is reported", At: at.Add(-40 * 24 * time.Hour), Level: "page", Outcome: sinks.OutcomeResolved, By: "sam",
				EndedAt: at.Add(-39 * 24 * time.Hour), URL: "https://social.example/joe/v7?a=1&b=2",
			},
			{Incident: "t:demo:u3", Title: "Wishgenie: a password in plain text is reported", At: at.Add(-90 * 24 * time.Hour), Level: "notify", Outcome: sinks.OutcomeLowered},
		},
		Clocks:      []sinks.Clock{{Name: "first_reply", Due: at.Add(-48 * time.Hour), State: "overdue"}},
		Do:          []string{"Have somebody technical write to the customer in private."},
		DoNot:       []string{"Do not argue in public about how passwords are stored."},
		PublicDraft: "Thank you for telling us, Jane. Our security team is looking at this now.", PrivateDraft: "Hello Jane, I work on sign-in at Wishgenie.",
		Precedent: "One such reply was reshared more than 2,000 times.", Policy: "(link to your policy)",
		Statement: &sinks.Statement{
			Text: "We are checking how our reminder mails are made. The next news come at noon.", ApprovedBy: "Jo Meyer", Version: "3", Expires: at.Add(6 * time.Hour),
		},
		Links: []sinks.Link{{Text: "the post", URL: "https://social.example/jane/w1?a=1&b=2"}}, Route: "route.routes[0]", StartedAt: at.Add(-49 * time.Hour), At: at,
	}
}

// Hostile are texts that a post may hold, to be inert and within limits wherever they are shown.
func Hostile() map[string]string {
	return map[string]string{
		"terminal":      "\x1b]0;owned\x07\x1b[2J\x1b[31mred",
		"control":       "a\x00b\x01c\x7fd\u0085e",
		"bidi":          "safe \u202e evas\u2066 x\u2069",
		"slack":         "<!channel> <!here> <@U123> <https://evil.example|your bank> &lt;!everyone&gt;",
		"html":          `<script>alert("x")</script><img src=x onerror=y>`,
		"invalid utf-8": "\xff\xfe\x80 broken",
		"long":          strings.Repeat("long word ", 100_000),
		"one word":      strings.Repeat("x", 200_000),
		"line breaks":   strings.Repeat("\r\n", 5_000) + "end",
		"zero width":    strings.Repeat("\u200b", 5_000),
		"emoji":         strings.Repeat("👩‍👩‍👧‍👦", 5_000),
	}
}

// WithText puts a text everywhere that outside text can stand.
func WithText(n sinks.Notification, text string) sinks.Notification {
	n.Brand, n.Title, n.Summary, n.PublicDraft, n.PrivateDraft, n.AcknowledgedBy = text, text, text, text, text, text
	n.Why = []sinks.Reason{{Signal: "s", Text: text}}
	n.Findings = []sinks.Finding{{Kind: "k", Topic: text, Severity: "error", Why: text, Evidence: text}}
	n.Timeline = nil
	for range 20 {
		n.Timeline = append(n.Timeline, sinks.Post{ID: text, Handle: text, Name: text, Role: "public", Tier: "public", Text: text, URL: text, Note: text})
	}
	n.Earlier = []sinks.Earlier{
		{Incident: text, Title: text, At: n.At, Level: text, Outcome: sinks.OutcomeNoise, By: text, URL: text},
		{Incident: text, Title: text, At: n.At, Level: "page", Outcome: sinks.Outcome(text), URL: "https://evil.example/" + text},
	}
	n.Clocks = []sinks.Clock{{Name: text, State: "running"}}
	n.Do, n.DoNot = []string{text}, []string{text}
	n.Precedent, n.Policy = text, text
	n.Statement = &sinks.Statement{Text: text, ApprovedBy: text, Version: text}
	n.Links = []sinks.Link{{Text: text, URL: "https://evil.example/" + text}, {Text: "x", URL: text}}
	return n
}
