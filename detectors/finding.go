package detectors

// Severity is PagerDuty's scale: low, medium, high and critical harm are info, warning, error and critical.
type Severity string

// The severities, from the least to the gravest.
const (
	SeverityInfo     Severity = "info"
	SeverityWarning  Severity = "warning"
	SeverityError    Severity = "error"
	SeverityCritical Severity = "critical"
)

// Rank orders severities: 0 for none or unknown, 1 for info, up to 4 for critical.
func (s Severity) Rank() int {
	switch s {
	case SeverityInfo:
		return 1
	case SeverityWarning:
		return 2
	case SeverityError:
		return 3
	case SeverityCritical:
		return 4
	default:
		return 0
	}
}

// Kinds of findings that text decides.
const (
	KindSecurityComplaint      = "security_complaint"
	KindTechnicalComplaint     = "technical_complaint"
	KindHowTo                  = "how_to"
	KindFriction               = "friction"
	KindRumour                 = "rumour"
	KindPersonalDataExposed    = "personal_data_exposed"
	KindAbsoluteSecurityClaim  = "absolute_security_claim"
	KindTechnicalJustification = "technical_justification"
	KindDismissiveReply        = "dismissive_reply"
	KindCredentialRequest      = "credential_request" //nolint:gosec // The name of a kind.
	KindPersonalDataRequest    = "personal_data_request"
	KindMovedPrivate           = "moved_private"
	KindDeflectToPhone         = "deflect_to_phone"
	KindImpersonation          = "impersonation"
	KindSocialEngineering      = "social_engineering"
)

// Kinds are the kinds of findings that text decides.
func Kinds() []string {
	return []string{
		KindSecurityComplaint, KindTechnicalComplaint, KindHowTo, KindFriction, KindRumour, KindPersonalDataExposed, KindAbsoluteSecurityClaim,
		KindTechnicalJustification, KindDismissiveReply, KindCredentialRequest, KindPersonalDataRequest, KindMovedPrivate, KindDeflectToPhone,
		KindImpersonation, KindSocialEngineering,
	}
}

// Role says for whom the author of a post speaks.
type Role string

// The roles of a speaker.
const (
	// RolePublic is anybody who does not speak for the brand.
	RolePublic Role = "public"
	// RoleBrand is an account that the configuration lists as the brand's.
	RoleBrand Role = "brand"
)

// Span is a piece of evidence: byte offsets into the redacted text, and that piece.
type Span struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Text  string `json:"text"`
}

// Finding is what a detector claims about one document.
type Finding struct {
	// Kind is one of the Kind constants.
	Kind string `json:"kind"`
	// Topic refines Kind, such as "plaintext_password"; empty where the kind has none.
	Topic string `json:"topic"`
	// Score is the probability that the claim is right, 0 to 1.
	Score float64 `json:"score"`
	// Severity is how grave it is if it is right.
	Severity Severity `json:"severity"`
	// Evidence are the spans that decided, in order of Start.
	Evidence []Span `json:"evidence"`
	// Why is one line for a tired person. It never quotes personal data.
	Why string `json:"why"`
	// Detector is the name of the detector that claims it.
	Detector string `json:"detector"`
}

// Analysis is all that the detectors say about one mention: one line of "firebreak score", and a value on the topic "findings".
type Analysis struct {
	ID       string    `json:"id"`
	ThreadID string    `json:"thread_id"`
	Role     Role      `json:"role"`
	Findings []Finding `json:"findings"`
	// Scores holds the probability of every head, fired or not; a head decides at 0.5.
	Scores Scores `json:"scores"`
	// Redacted is the text with its marks.
	Redacted string `json:"redacted"`
}

// Scores are probabilities by head.
type Scores map[string]float64
