// Package reply checks an agent's draft before it is sent: what the detectors would find in it, the four points of a good first reply, what
// to change, and a better draft. It is pure: the same for the command line and for the API.
package reply

import (
	"fmt"
	"slices"
	"time"

	"firebreak/daemon/playbook"
	"firebreak/detectors"
	"firebreak/detectors/private"
)

// Draft is what an agent is about to send.
type Draft struct {
	// Text of the reply.
	Text string `json:"text"`
	// Tier that it will be sent in; public where empty.
	Tier detectors.Tier `json:"tier,omitempty"`
	// Brand that it is sent for, by its name in the configuration; may be empty where there is one only.
	Brand string `json:"brand,omitempty"`
	// InReplyTo is the customer's post, where it is known: the better draft then answers it.
	InReplyTo string `json:"in_reply_to,omitempty"`
}

// Verdict sums a report up.
type Verdict string

// The verdicts.
const (
	// VerdictSend is for a draft with all points and nothing found against it.
	VerdictSend Verdict = "send"
	// VerdictImprove is for one that would do harm or little good.
	VerdictImprove Verdict = "improve"
	// VerdictStop is for a critical finding: it must not be sent.
	VerdictStop Verdict = "stop"
)

// Point is one of the four points of a good first reply.
type Point struct {
	Point string `json:"point"`
	Met   bool   `json:"met"`
}

// Report is what is said of a draft.
type Report struct {
	Verdict Verdict        `json:"verdict"`
	Tier    detectors.Tier `json:"tier"`
	// Met counts the points that are met, of four.
	Met      int                 `json:"met"`
	Points   []Point             `json:"points"`
	Findings []detectors.Finding `json:"findings"`
	// Fixes say what to change, the gravest first.
	Fixes []string `json:"fixes"`
	// Better is a draft to begin from.
	Better Better `json:"better"`
	// Redacted is the text with its marks.
	Redacted string `json:"redacted"`
}

// Better is a draft from the playbook, for the public and for a private message. Parts in round brackets are for the agent to fill in.
type Better struct {
	Public  string `json:"public"`
	Private string `json:"private"`
}

// Masker finds and masks personal data.
type Masker interface {
	Mask(text string, b *detectors.Brand) (string, []detectors.Mask)
}

// Brands knows the brands of the configuration.
type Brands interface {
	// Brand returns a brand by its name, or nil.
	Brand(name string) *detectors.Brand
	// Only is the name of the brand where there is one only, or empty.
	Only() string
}

// Checker checks drafts. It is safe for concurrent use.
type Checker struct {
	set    *detectors.Set
	masker Masker
	linter *private.Linter
	brands Brands
	book   *playbook.Book
}

// NewChecker makes a checker for drafts of these brands.
func NewChecker(set *detectors.Set, masker Masker, brands Brands) *Checker {
	return &Checker{set: set, masker: masker, linter: private.NewLinter(), brands: brands}
}

// WithBook returns a checker like c whose better drafts are from a playbook; without it they are from the pages that ship.
func (c *Checker) WithBook(book *playbook.Book) *Checker {
	other := *c
	other.book = book
	return &other
}

// Check looks at a draft. The error says what is wrong with the request.
func (c *Checker) Check(d Draft) (Report, error) {
	if d.Text == "" {
		return Report{}, fmt.Errorf("the draft is empty")
	}
	if len(d.Text) > detectors.MaxText || len(d.InReplyTo) > detectors.MaxText {
		return Report{}, fmt.Errorf("the draft is longer than %d bytes", detectors.MaxText)
	}
	switch d.Tier {
	case "":
		d.Tier = detectors.TierPublic
	case detectors.TierPublic, detectors.TierPrivate, detectors.TierSecure:
	default:
		return Report{}, fmt.Errorf("the tier %q is none of public, private, secure", d.Tier)
	}
	brand, err := c.brand(d.Brand)
	if err != nil {
		return Report{}, err
	}
	sp := detectors.Speaker{Role: detectors.RoleBrand, Account: "care"}
	m := c.mention(d.Text, d.Tier, brand)
	a := c.set.Analyse(m, sp, brand)
	r := Report{Verdict: VerdictSend, Tier: d.Tier, Findings: a.Findings, Fixes: []string{}, Redacted: a.Redacted}
	for _, f := range a.Findings {
		if fix := fix(f.Kind, d.Tier); fix != "" && !slices.Contains(r.Fixes, fix) {
			r.Fixes = append(r.Fixes, fix)
		}
		switch {
		case f.Severity == detectors.SeverityCritical:
			r.Verdict = VerdictStop
		case f.Severity.Rank() >= detectors.SeverityWarning.Rank() && r.Verdict == VerdictSend:
			r.Verdict = VerdictImprove
		}
	}
	c.points(&r, c.linter.StGeorge(c.set.Document(m, sp, brand)))
	page := c.page(d, brand)
	r.Better = Better{Public: page.Public, Private: page.Private}
	return r, nil
}

func (c *Checker) brand(name string) (*detectors.Brand, error) {
	if name == "" {
		name = c.brands.Only()
	}
	if b := c.brands.Brand(name); b != nil {
		return b, nil
	}
	if name == "" {
		return &detectors.Brand{}, nil
	}
	return nil, fmt.Errorf("the brand %q is not in the configuration", name)
}

func (c *Checker) mention(text string, tier detectors.Tier, b *detectors.Brand) *detectors.Mention {
	m := &detectors.Mention{ID: "draft", ThreadID: "draft", Source: "draft", Kind: detectors.KindPost, Tier: tier, Brand: b.Name, CreatedAt: time.Unix(0, 0).UTC()}
	m.Text, m.Masked = c.masker.Mask(text, b)
	return m
}

// points adds the four points. In a private message the talk is private and the contact is there.
func (c *Checker) points(r *Report, met [4]bool) {
	if r.Tier != detectors.TierPublic {
		met[private.PointPrivate], met[private.PointContact] = true, true
	}
	for i, name := range private.Points() {
		r.Points = append(r.Points, Point{Point: name, Met: met[i]})
		if met[i] {
			r.Met++
			continue
		}
		if r.Verdict == VerdictSend {
			r.Verdict = VerdictImprove
		}
		if hint := missing(i); !slices.Contains(r.Fixes, hint) {
			r.Fixes = append(r.Fixes, hint)
		}
	}
}

// page is the playbook's for what the customer wrote, or the general one.
func (c *Checker) page(d Draft, b *detectors.Brand) playbook.Advice {
	if d.InReplyTo == "" {
		return c.book.Page("", "")
	}
	a := c.set.Analyse(c.mention(d.InReplyTo, d.Tier, b), detectors.Speaker{Role: detectors.RolePublic}, b)
	for _, f := range a.Findings {
		switch f.Kind {
		case detectors.KindSecurityComplaint, detectors.KindTechnicalComplaint, detectors.KindRumour, detectors.KindFriction, detectors.KindPersonalDataExposed,
			detectors.KindSocialEngineering:
			return c.book.Page(f.Kind, f.Topic)
		}
	}
	return c.book.Page("", "")
}

// fix says what to change about a finding, or "" where it is none to change.
func fix(kind string, tier detectors.Tier) string {
	switch kind {
	case detectors.KindCredentialRequest:
		return "Do not ask for it, on any channel. Ways that need no secret: administrator access, screen sharing, a temporary password that the customer sets and changes afterwards, " +
			"a one-time code that your own pages ask for."
	case detectors.KindAbsoluteSecurityClaim:
		return "Take the promise of safety out: nobody can keep it, and it is what others will quote. Say what you will find out instead."
	case detectors.KindTechnicalJustification:
		return "Take the explanation of technology out: a technical colleague gives it in private, if at all."
	case detectors.KindDismissiveReply:
		return "Name the point that the customer made, and offer a person to talk to."
	case detectors.KindPersonalDataRequest:
		if tier == detectors.TierPublic {
			return "Ask for personal data over a secure channel only, never where others read."
		}
		return "Use the secure channel for personal data where there is one."
	case detectors.KindDeflectToPhone:
		return "Offer a private message first: the phone is the last resort."
	case detectors.KindPersonalDataExposed:
		return "Take the personal data out."
	default:
		return ""
	}
}

func missing(point int) string {
	switch point {
	case private.PointConcern:
		return "Show concern for this trouble, in the customer's words."
	case private.PointContact:
		return "Give a direct contact: a person, a team, or a message."
	case private.PointPrivate:
		return "Invite to a private message."
	default:
		return "Take excuses, assertions and blame out."
	}
}
