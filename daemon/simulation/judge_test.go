package simulation_test

import (
	"strings"
	"sync"
	"time"

	"firebreak/daemon/escalation"
	"firebreak/daemon/score"
	"firebreak/daemon/thread"
	"firebreak/detectors"
)

// The words that the judge knows: what a real set of detectors would find in a post that says such a thing.
const (
	wordPlaintext = "plaintext"
	wordBreach    = "breach"
	wordSlow      = "slow"
	wordRumour    = "rumour"
	wordClaim     = "claim"
	wordArgues    = "argues"
	wordBrushOff  = "brushoff"
	wordInvites   = "invites"
	wordDissent   = "dissent"
	wordNothing   = "nothing"
)

// judge finds in a text what its first word says; the second is its evidence. Brand accounts are those whose name begins with the brand's.
type judge struct{}

var _ score.Judge = judge{}

// Score implements score.Judge.
func (judge) Score(m detectors.Mention) score.Scored {
	out := score.Scored{Mention: m, Speaker: detectors.Speaker{Role: detectors.RolePublic}, Expert: m.Author.ID == "guru"}
	if strings.HasPrefix(m.Author.ID, strings.ToLower(m.Brand)) {
		out.Speaker = detectors.Speaker{Role: detectors.RoleBrand, Account: "care"}
	}
	out.Analysis.ID, out.Analysis.ThreadID, out.Analysis.Scores = m.ID, m.ThreadID, detectors.Scores{}
	word, token, _ := strings.Cut(m.Text, " ")
	find := func(kind, topic string, severity detectors.Severity) {
		out.Analysis.Findings = append(out.Analysis.Findings, detectors.Finding{
			Kind: kind, Topic: topic, Severity: severity, Score: 0.9, Detector: "simulation", Why: "It says so.",
			Evidence: []detectors.Span{{Start: len(word) + 1, End: len(m.Text), Text: token}},
		})
	}
	switch word {
	case wordPlaintext:
		find(detectors.KindSecurityComplaint, "plaintext_password", detectors.SeverityError)
	case wordBreach:
		find(detectors.KindSecurityComplaint, "breach", detectors.SeverityCritical)
	case wordSlow:
		find(detectors.KindTechnicalComplaint, "performance", detectors.SeverityWarning)
	case wordRumour:
		find(detectors.KindRumour, "", detectors.SeverityWarning)
	case wordClaim:
		find(detectors.KindAbsoluteSecurityClaim, "", detectors.SeverityCritical)
	case wordArgues:
		find(detectors.KindTechnicalJustification, "", detectors.SeverityError)
	case wordBrushOff:
		find(detectors.KindDismissiveReply, "", detectors.SeverityError)
	case wordInvites:
		find(detectors.KindMovedPrivate, "", detectors.SeverityInfo)
	case wordDissent:
		out.Analysis.Scores[detectors.HeadDissent] = 0.9
	}
	return out
}

// engineConfig is the default configuration, with small floods.
func engineConfig() score.Config {
	return score.Config{
		Escalation: escalation.Config{
			Table:      table(),
			FirstReply: time.Hour, NextReply: 4 * time.Hour, PrivateHandoff: 24 * time.Hour,
			Legal:        map[string][]escalation.Duty{"Acme": escalation.Duties("eu", false)},
			LargeAccount: 100_000, NotableAccount: 10_000, NotableRatio: 20,
			LowerAfter: 24 * time.Hour, ResolveAfter: 7 * 24 * time.Hour, ForgetAfter: 30 * 24 * time.Hour, Hash: "simulation",
		},
		Limits: thread.Limits{FollowUpAfter: 15 * time.Minute, ReshareCount: 5, ReshareWindow: 30 * time.Minute, NotableAccount: 10_000},
	}
}

// table is what the rules ask for, as they ship.
var table = sync.OnceValue(func() escalation.Table {
	t, err := escalation.LoadTable()
	if err != nil {
		panic(err)
	}
	return t
})
