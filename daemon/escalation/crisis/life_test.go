package crisis_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"firebreak/daemon/escalation/crisis"
)

func TestEndsByItself(t *testing.T) {
	s := tell(t, crisis.Settings{})
	s.usual(.1, 3)
	s.wait(time.Hour)
	s.burst(17, 17*30*time.Second)
	s.wait(time.Minute)
	last := s.now.Truncate(time.Minute)
	s.burst(3, time.Second)
	s.wait(24 * time.Hour)
	end := s.last(crisis.KindEnd)
	require.Equal(t, last.Add(61*time.Minute), end.At, "sixty whole minutes after the minute of the last post")
	require.Equal(t, crisis.StatusEnded, end.Crisis.Status)
	require.Equal(t, end.At, end.Crisis.EndedAt)
	require.Equal(t, crisis.RuleQuiet, end.Reasons[0].Rule)
	require.Equal(t, 20, end.Crisis.Authors)
	require.Equal(t, last, end.Crisis.LastAt)
	require.Empty(t, s.watch.Open())
	require.Zero(t, s.watch.Next(), "nothing is left to happen")

	s.burst(20, 10*time.Minute)
	require.Equal(t, []string{"begin notify", "rise page", "end page", "begin notify", "rise page"}, s.told(), "a day later it is another")
	require.NotEqual(t, end.Crisis.ID, s.last(crisis.KindRise).Crisis.ID)
}

func TestStaysWhileTheyTalk(t *testing.T) {
	s := tell(t, crisis.Settings{})
	s.usual(4, 3)
	s.burst(20, 10*time.Minute)
	for range 12 {
		s.burst(8, 30*time.Minute)
	}
	require.Equal(t, []string{"begin notify", "rise page"}, s.told(), "eight within half an hour are more than twice the two that are usual")
	s.burst(12, 3*time.Hour)
	require.Equal(t, "end page", s.told()[2], "what is usual ends it")
}

func TestEndedByAPerson(t *testing.T) {
	s := tell(t, crisis.Settings{})
	s.usual(4, 3)
	s.burst(60, 30*time.Minute)
	id := s.last(crisis.KindBegin).Crisis.ID
	at := s.now.Add(7 * time.Second)
	ended := s.watch.End(id, at)
	require.Len(t, ended, 1)
	require.Equal(t, crisis.KindEnd, ended[0].Kind)
	require.Equal(t, at, ended[0].At)
	require.Equal(t, crisis.RulePerson, ended[0].Reasons[0].Rule)
	require.Empty(t, s.watch.End(id, at), "only once")
	require.Empty(t, s.watch.End("another", at))

	s.changes = nil
	s.burst(120, time.Hour)
	require.Empty(t, s.told(), "the same talk begins no other")
	s.wait(24 * time.Hour)
	s.burst(20, 10*time.Minute)
	require.Equal(t, []string{"begin notify", "rise page"}, s.told(), "the next day the usual is what it was")
}

// TestNoTwoInAMinute: what is ended in the minute of its beginning cannot begin again in it, since the id would be the same.
func TestNoTwoInAMinute(t *testing.T) {
	s := tell(t, crisis.Settings{})
	for range 15 {
		s.post()
	}
	id := s.watch.Open()[0].ID
	require.Len(t, s.watch.End(id, s.now), 1)
	s.changes = nil
	for range 200 {
		s.post()
	}
	require.Empty(t, s.changes)
	s.wait(time.Minute)
	s.post()
	require.Equal(t, []string{"begin page"}, s.told(), "a minute later it can")
	require.NotEqual(t, id, s.watch.Open()[0].ID)
}

func TestEndWithoutPosts(t *testing.T) {
	s := tell(t, crisis.Settings{})
	s.burst(20, 10*time.Minute)
	s.wait(40 * time.Minute)
	require.Len(t, s.watch.End(s.watch.Open()[0].ID, s.now), 1)
	require.Zero(t, s.watch.Next())
	s.post()
	require.Equal(t, s.now.Truncate(time.Minute).Add(time.Minute), s.watch.Next(), "the series lives on")
}

// TestBaselineForgetsTheCrisis: what is expected after half a day of crisis is what was expected before.
func TestBaselineForgetsTheCrisis(t *testing.T) {
	expected := func(crisisHours int) float64 {
		s := tell(t, crisis.Settings{})
		s.usual(6, 16)
		for range crisisHours {
			s.burst(120, time.Hour)
		}
		s.wait(time.Duration(24-crisisHours) * time.Hour)
		s.changes = nil
		s.burst(40, 20*time.Minute)
		return reason(t, s.last(crisis.KindBegin), "expected_authors")
	}
	require.InDelta(t, expected(0), expected(12), .5)
}

// TestSpreadForgetsThePage: nor does the next small burst count less because there was a crisis.
func TestSpreadForgetsThePage(t *testing.T) {
	s := tell(t, crisis.Settings{})
	s.usual(.5, 16)
	before := s.watch.State().Series[0].Spread.Squares
	s.burst(240, 4*time.Hour)
	s.wait(3 * time.Hour)
	require.Contains(t, s.told(), "end page")
	require.Less(t, s.watch.State().Series[0].Spread.Squares, before+20, "at most the half hour in which it began")
}

// TestBusyFromTheStart: a series that is busy when it is first seen looks like a crisis; a day teaches that it is none.
func TestBusyFromTheStart(t *testing.T) {
	s := tell(t, crisis.Settings{})
	for range 3 * 24 * 60 {
		s.post()
		s.wait(time.Minute)
	}
	require.Equal(t, []string{"begin notify", "rise page", "end page"}, s.told(), "once, and it ends by itself")
	require.Less(t, s.last(crisis.KindEnd).At.Sub(monday()), 6*time.Hour)
}

func TestUpdates(t *testing.T) {
	s := tell(t, crisis.Settings{})
	updates := func() (n int) {
		for _, c := range s.changes {
			if c.Kind == crisis.KindUpdate {
				n++
			}
		}
		return n
	}
	s.burst(30, 10*time.Minute, topic("rumour", "breach"))
	s.changes = nil
	s.burst(400, 30*time.Minute, topic("rumour", "breach"))
	require.InDelta(t, 4, updates(), 1, "one a doubling")
	s.changes = nil
	s.burst(900, 30*time.Minute, topic("security_complaint", "account_takeover"))
	c := s.last(crisis.KindUpdate).Crisis
	require.Equal(t, "account_takeover", c.Topic)
	require.Equal(t, "account_takeover", c.Nature)
	require.LessOrEqual(t, updates(), 4, "topic, nature and a doubling")
	require.Equal(t, []crisis.Topic{
		{Kind: "security_complaint", Topic: "account_takeover", Mentions: c.Topics[0].Mentions}, {Kind: "rumour", Topic: "breach", Mentions: 430},
	}, c.Topics)
	require.Len(t, c.Threads, 256, "a list has an end")
	require.IsIncreasing(t, c.Threads)
}

func TestNature(t *testing.T) {
	type part struct {
		kind, topic string
		n           int
	}
	complaint := func(topic string, n int) part { return part{"security_complaint", topic, n} }
	rumour := func(n int) part { return part{"rumour", "breach", n} }
	for name, c := range map[string]struct {
		family string
		parts  []part
		want   string
	}{
		"hearsay":                           {"security", []part{rumour(12), complaint("breach", 8)}, "rumour"},
		"people who saw it":                 {"security", []part{rumour(8), complaint("breach", 12)}, "breach"},
		"another company's":                 {"security", []part{rumour(6), complaint("breach", 6), complaint("third_party_breach", 8)}, "third_party_breach"},
		"a few who know do not suffice":     {"security", []part{complaint("breach", 17), complaint("third_party_breach", 3)}, "breach"},
		"passwords":                         {"security", []part{complaint("plaintext_password", 18), complaint("breach", 2)}, "plaintext_password"},
		"the gravest of equals":             {"security", []part{complaint("missing_https", 10), complaint("account_takeover", 10)}, "account_takeover"},
		"what says nothing comes last":      {"security", []part{complaint("other", 15), complaint("missing_https", 5)}, "missing_https"},
		"nothing said at all":               {"security", []part{complaint("", 20)}, "security"},
		"only what is other":                {"security", []part{complaint("other", 20)}, "security"},
		"rumours of another company's":      {"security", []part{rumour(12), {"rumour", "third_party_breach", 8}}, "third_party_breach"},
		"any technical trouble is one":      {"outage", []part{{"technical_complaint", "login", 20}}, "outage"},
		"contacts that were taken":          {"privacy", []part{complaint("privacy_overcollection", 20)}, "privacy"},
		"mails that pretend":                {"fraud", []part{complaint("phishing", 15), {"impersonation", "", 5}}, "phishing"},
		"accounts that pretend":             {"fraud", []part{{"impersonation", "", 15}, complaint("phishing", 5)}, "impersonation"},
		"and those who work on the service": {"fraud", []part{{"social_engineering", "takeover", 20}}, "takeover"},
	} {
		t.Run(name, func(t *testing.T) {
			s := tell(t, crisis.Settings{})
			for _, p := range c.parts {
				s.burst(p.n, time.Minute, family(c.family), topic(p.kind, p.topic))
			}
			s.wait(time.Minute)
			require.Equal(t, c.want, s.watch.Open()[0].Nature)
		})
	}
}

func TestIDs(t *testing.T) {
	for name, c := range map[string]struct{ brand, want string }{
		"plain":     {"Acme", "acme-security-20260302T1200Z"},
		"two words": {"Acme Bank", "acme-bank-security-20260302T1200Z"},
		"any hand":  {"Ácmé 日本", "ácmé-日本-security-20260302T1200Z"},
	} {
		t.Run(name, func(t *testing.T) {
			s := tell(t, crisis.Settings{})
			for range 15 {
				s.post(brand(c.brand))
			}
			require.Equal(t, c.want, s.watch.Open()[0].ID)
		})
	}
	s := tell(t, crisis.Settings{})
	for range 15 {
		s.post(brand("Acme/Bank"))
		s.post(brand("Acme-Bank"))
	}
	open := s.watch.Open()
	require.NotEqual(t, open[0].ID, open[1].ID, "signs that are written alike are told apart")
}

func TestFingerprint(t *testing.T) {
	const slogan = "They sold our data and they lied about it, close your account today and tell your friends to do the same"
	for name, c := range map[string]struct {
		text string
		same bool
	}{
		"itself":             {slogan, true},
		"sent on":            {"RT @jane.example: " + slogan, true},
		"shouted":            {strings.ToUpper(slogan) + "!!!", true},
		"with a link":        {slogan + " https://example.org/x1", true},
		"numbered":           {slogan + " 7/7", true},
		"with words of mine": {"I agree. " + slogan, false},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, c.same, crisis.Fingerprint(c.text) == crisis.Fingerprint(slogan))
		})
	}
	require.NotZero(t, crisis.Fingerprint(slogan))
	for _, own := range []string{"", "is @acme hacked?", "Is Acme down for anybody else or is it only me?", "\xff\xfe"} {
		require.Zero(t, crisis.Fingerprint(own), "many people may write %q", own)
	}
}
