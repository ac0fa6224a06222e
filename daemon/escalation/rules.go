package escalation

import (
	"slices"
	"time"

	"firebreak/daemon/escalation/crisis"
	"firebreak/daemon/escalation/forecast"
	"firebreak/daemon/escalation/hours"
	"firebreak/daemon/thread"
	"firebreak/detectors"
)

// Config are the limits of the default rules and clocks. It is immutable.
type Config struct {
	// FirstReply, NextReply and PrivateHandoff are the clocks.
	FirstReply     time.Duration
	NextReply      time.Duration
	PrivateHandoff time.Duration
	// Crisis is the clock of a first reply during a crisis.
	Crisis time.Duration
	// Hours are those in which the first three clocks run; nil is around the clock.
	Hours *hours.Calendar
	// Legal are the notices that laws ask for after a confirmed breach, by brand.
	Legal map[string][]Duty
	// Table holds what each rule asks for at most, and the weights of the priority. Its zero value asks for nothing.
	Table Table
	// Forecast says how far reshares will go; nil forecasts nothing.
	Forecast *forecast.Model
	// LargeAccount followers page when they join a thread with a grave complaint; NotableAccount followers that are also NotableRatio times
	// the root's notify.
	LargeAccount   int64
	NotableAccount int64
	NotableRatio   float64
	// LowerAfter and ResolveAfter are quiet times of an answered thread; ForgetAfter is how long any thread is kept.
	LowerAfter   time.Duration
	ResolveAfter time.Duration
	ForgetAfter  time.Duration
	// Hash identifies the configuration on records.
	Hash string
}

// The names of the rules, as reasons carry them.
const (
	ruleCritical     = "critical_finding"
	ruleGrave        = "grave_complaint"
	ruleFollowedUp   = "followed_up"
	ruleSupported    = "supported_unanswered"
	ruleReshared     = "reshared"
	ruleExpert       = "expert_joined"
	ruleLarge        = "large_account"
	ruleNotable      = "notable_account"
	ruleBadReply     = "bad_reply"
	ruleReplyOnGrave = "bad_reply_to_security_complaint"
	ruleSecondReply  = "second_bad_reply"
	ruleDebate       = "public_debate"
	ruleWatch        = "complaint"
	ruleClock        = "clock_ran_out"
	ruleLegal        = "legal_clock"
	ruleForecast     = "forecast"
	ruleHeld         = "held_by_crisis"
	rulePassedAround = "passed_around"
	ruleInsistence   = "insistence"
	ruleInconsistent = "inconsistent_answer"
)

// Rules are the names of all rules, as reasons carry them: those of threads in the order in which they are declared, then those of crises.
func Rules() []string {
	return []string{
		ruleCritical, ruleGrave, ruleFollowedUp, ruleSupported, ruleReshared, ruleExpert, ruleLarge, ruleNotable, ruleBadReply, ruleReplyOnGrave,
		ruleSecondReply, ruleDebate, ruleWatch, ruleClock, ruleLegal, ruleForecast, ruleHeld, rulePassedAround, ruleInsistence, ruleInconsistent,
		crisis.RuleManyAuthors, crisis.RuleBurst, crisis.RuleQuiet, crisis.RulePerson,
	}
}

// Signals that are not the name of a finding or a dynamic.
const (
	signalOverdue = "reply_overdue"
	signalHandoff = "private_handoff_overdue"
	signalQuiet   = "quiet"
	// signalAction stands before the kind of an action.
	signalAction = "action_"
	// The value of both is the hours that are left.
	signalLegalWarning = "legal_notice_due"
	signalLegalOverdue = "legal_notice_overdue"
	signalDebate       = "public_technical_replies"
	signalReshares     = "reach_growth"
)

// Ranks of severities, as Severity.Rank gives them.
const (
	warning  = 2
	grave    = 3
	critical = 4
)

// verdict collects what the rules want.
type verdict struct {
	table    Table
	level    Level
	severity detectors.Severity
	reasons  []Reason
	// blunder reports a new critical post of the brand.
	blunder bool
}

// ask wants the most that the reason's rule may ask for.
func (v *verdict) ask(r Reason) { v.want(v.table.Most(r.Rule), r) }

// want wants a level, and no more than the reason's rule may ask for; a rule that is off is no reason.
func (v *verdict) want(l Level, r Reason) {
	if most := v.table.Most(r.Rule); l.Rank() > most.Rank() {
		l = most
	}
	if l == LevelNone {
		return
	}
	if l.Rank() > v.level.Rank() {
		v.level = l
	}
	v.reasons = append(v.reasons, r)
}

// judge applies the rules to all that came after since. The rules are those of the default configuration: who is told, by whom what was
// said and what happened around it.
func (c Config) judge(t *thread.Thread, since time.Time) verdict {
	v := verdict{table: c.Table}
	said := c.judgePosts(t, since, &v)
	c.judgeFacts(t, since, said, &v)
	for i := range t.Posts {
		p := &t.Posts[i]
		if p.Overdue.After(since) && p.Gravest().Rank() >= warning {
			v.ask(Reason{Signal: signalOverdue, Value: p.Overdue.Sub(p.CreatedAt).Minutes(), Rule: ruleClock})
		}
	}
	if t.HandoffOverdue && t.Handoff.After(since) && said.public >= warning {
		v.ask(Reason{Signal: signalHandoff, Value: 1, Rule: ruleClock})
	}
	return v
}

// said is what the posts of a thread hold, at any time.
type said struct {
	// public is the gravest rank on a public post, publicAt the time of the latest post with at least an error.
	public   int
	publicAt time.Time
	warnAt   time.Time
	security bool
}

func (c Config) judgePosts(t *thread.Thread, since time.Time, v *verdict) said {
	var s said
	badReplies, debate, beyond := 0, 0, false
	var lastBad, lastDebate time.Time
	for i := range t.Posts {
		p := &t.Posts[i]
		rank := p.Gravest().Rank()
		fresh := p.CreatedAt.After(since)
		for _, f := range p.Findings {
			if f.Kind == detectors.KindImpersonation {
				// It is the account's incident, however many threads it posts in.
				continue
			}
			if fresh {
				v.severity = graver(v.severity, f.Severity)
			}
			if rule := c.ruleOf(p, f.Severity.Rank()); rule != "" && fresh {
				v.ask(Reason{Signal: f.Kind, Value: f.Score, Rule: rule})
				v.blunder = v.blunder || rule == ruleCritical && p.Role == detectors.RoleBrand
			}
			if f.Kind == detectors.KindTechnicalJustification && p.Role == detectors.RoleBrand && public(p) {
				debate++
				lastDebate = p.CreatedAt
			}
			if f.Kind == detectors.KindSecurityComplaint && p.Role != detectors.RoleBrand {
				s.security = true
			}
		}
		if p.Role == detectors.RoleBrand {
			if rank >= grave {
				badReplies++
				lastBad = p.CreatedAt
				beyond = beyond || harms(p)
			}
			continue
		}
		s.public = max(s.public, rank)
		if rank >= grave {
			s.publicAt = p.CreatedAt
		}
		if rank >= warning {
			s.warnAt = p.CreatedAt
		}
	}
	if badReplies > 0 && lastBad.After(since) {
		if s.security {
			v.ask(Reason{Signal: detectors.KindSecurityComplaint, Value: 1, Rule: ruleReplyOnGrave})
		}
		if badReplies > 1 && (beyond || s.public >= warning) {
			v.ask(Reason{Signal: "bad_replies", Value: float64(badReplies), Rule: ruleSecondReply})
		}
	}
	if debate > 1 && lastDebate.After(since) {
		v.ask(Reason{Signal: signalDebate, Value: float64(debate), Rule: ruleDebate})
	}
	return s
}

// ruleOf is the rule about a finding of a rank on a post: the first that is not off; empty where none is.
func (c Config) ruleOf(p *thread.Post, rank int) string {
	bad := ruleGrave
	if p.Role == detectors.RoleBrand {
		bad = ruleBadReply
	}
	switch {
	case rank >= critical && c.Table.asks(ruleCritical):
		return ruleCritical
	case rank >= grave && c.Table.asks(bad):
		return bad
	case rank >= warning && c.Table.asks(ruleWatch):
		return ruleWatch
	default:
		return ""
	}
}

func (c Config) judgeFacts(t *thread.Thread, since time.Time, s said, v *verdict) {
	for _, f := range t.Facts {
		rank := f.Severity.Rank()
		r := Reason{Signal: string(f.Kind), Value: f.Value}
		switch f.Kind {
		case thread.FactFollowUp, thread.FactUnresolved:
			r.Rule = ruleFollowedUp
			if !f.At.After(since) {
				continue
			}
			if rank >= grave {
				v.ask(r)
			} else if rank >= warning {
				v.want(LevelNotify, r)
			}
		case thread.FactSupport:
			r.Rule = ruleSupported
			if f.At.After(since) && rank >= grave {
				v.ask(r)
			}
		case thread.FactExpert:
			r.Rule = ruleExpert
			if s.public >= grave && (f.At.After(since) || s.publicAt.After(since)) {
				v.ask(r)
			} else if s.public >= warning && (f.At.After(since) || s.warnAt.After(since)) {
				v.want(LevelNotify, r)
			}
		case thread.FactLargeAccount:
			if s.public < warning || !f.At.After(since) && !s.warnAt.After(since) {
				continue
			}
			switch {
			case f.Value >= float64(c.LargeAccount) && s.public >= grave && c.Table.asks(ruleLarge):
				r.Rule = ruleLarge
				v.ask(r)
			case f.Value >= float64(c.NotableAccount) && f.Value >= c.NotableRatio*float64(t.Root.Followers):
				r.Rule = ruleNotable
				v.ask(r)
			}
		case thread.FactReach:
			r.Rule = ruleReshared
			i := t.Find(f.Post)
			if i >= 0 && f.At.After(since) && t.HarmOf(i).Rank() >= grave {
				v.ask(r)
			}
		case thread.FactForecast:
			r.Rule = ruleForecast
			if i := t.Find(f.Post); i >= 0 && f.At.After(since) && t.HarmOf(i).Rank() >= grave {
				v.ask(r)
			}
		case thread.FactPassedAround, thread.FactInsistence, thread.FactInconsistent:
			if f.At.After(since) {
				c.judgeConduct(f, s, v)
			}
		case thread.FactAnswered, thread.FactEdited, thread.FactDeleted, thread.FactTakenUp, thread.FactAmplification, thread.FactRemediation:
		}
	}
}

// judgeConduct applies the rules to what the brand's posts do together. To insist on what a customer refused is one level above the request.
func (c Config) judgeConduct(f thread.Fact, s said, v *verdict) {
	r := Reason{Signal: string(f.Kind), Value: f.Value}
	switch f.Kind { //nolint:exhaustive // The others are not conduct.
	case thread.FactPassedAround:
		r.Rule = rulePassedAround
		v.ask(r)
	case thread.FactInsistence:
		r.Rule = ruleInsistence
		if f.Severity.Rank() >= grave {
			v.ask(r)
		} else {
			v.want(LevelNotify, r)
		}
	case thread.FactInconsistent:
		r.Rule = ruleInconsistent
		if s.security {
			v.ask(r)
		} else {
			v.want(LevelNotify, r)
		}
	}
}

// harms reports that a bad reply of the brand is more than a brush-off: it does harm whatever the customer came with. Who is brushed off with
// nothing of ours to mend is an unhappy customer; no engineer is woken for that, however often it happens.
func harms(p *thread.Post) bool {
	return slices.ContainsFunc(p.Findings, func(f detectors.Finding) bool {
		return f.Severity.Rank() >= grave && f.Kind != detectors.KindDismissiveReply
	})
}

func public(p *thread.Post) bool { return p.Tier == detectors.TierPublic || p.Tier == "" }

func graver(a, b detectors.Severity) detectors.Severity {
	if b.Rank() > a.Rank() {
		return b
	}
	return a
}
