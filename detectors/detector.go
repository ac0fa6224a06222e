package detectors

import (
	"sync"

	"firebreak/detectors/internal/nlp"
)

// Speaker says who wrote a mention, as the configuration sees it.
type Speaker struct {
	// Role is RoleBrand for an account of the mention's brand.
	Role Role
	// Account is the duty of a brand account: care, technical or comms; empty for the public.
	Account string
	// OtherBrand names the configured brand that an author speaks for who does not speak for the mention's; the role is RolePublic then.
	OtherBrand string
}

// Word is one token of a document, with its place in Document.Text.
type Word = nlp.Word

// Document is a mention and its text analysis, done once. It is read-only for detectors and safe for concurrent readers.
type Document struct {
	// Mention is the mention with its redacted text.
	Mention *Mention
	// Speaker is who wrote it.
	Speaker Speaker
	// Brand names the brand, its accounts and domains, for detectors that must tell the brand from others.
	Brand *Brand
	// Text is Mention.Text.
	Text string
	// Lower is Text in lower case, with straight quotes; offsets do not carry over to Text.
	Lower string
	// Words are the tokens of Text in order, without part-of-speech tags.
	Words []Word
	// tagged computes Words with part-of-speech tags at the first call.
	tagged func() []Word
	// judged is what the trained model says.
	judged judged
	// shared is what detectors work out of the document for one another.
	shared struct {
		once  sync.Once
		value any
	}
}

// Share returns what work returned at the first call. There is one such value a document: the form in which its detectors' rules read it,
// which costs more than most of them do.
func (d *Document) Share(work func() any) any {
	d.shared.once.Do(func() { d.shared.value = work() })
	return d.shared.value
}

// Tagged returns Words with part-of-speech tags. The first call pays for the analysis (about 0.3 ms a post), later ones do not; it is
// for documents that a cheaper test has let through.
func (d *Document) Tagged() []Word { return d.tagged() }

// Brand is what detectors may know of a watched brand.
type Brand struct {
	// Name is the brand's name in the configuration.
	Name string
	// Handles are the brand's own accounts, lower case, without '@'.
	Handles []string
	// Domains are the brand's own domains, lower case; their links, e-mail addresses and subdomains are the brand's.
	Domains []string
	// Phones are the brand's own telephone numbers in E.164 form.
	Phones []string
	// Regulated reports that stricter rules for personal data apply.
	Regulated bool
	// Exchange names, for a class of personal data, the most public tier in which it may be exchanged; TierSecure where a class is absent,
	// nowhere where the tier is none of the three.
	Exchange map[string]Tier
}

// Allows reports whether a class of personal data may be exchanged in a tier.
func (b *Brand) Allows(class string, tier Tier) bool {
	allowed, ok := b.Exchange[class]
	if !ok {
		allowed = TierSecure
	}
	switch allowed {
	case TierPublic:
		return true
	case TierPrivate:
		return tier == TierPrivate || tier == TierSecure
	case TierSecure:
		return tier == TierSecure
	default:
		return false
	}
}

// Detector finds one family of claims. Detect is pure: it depends on the document alone, keeps nothing of it, may run on many
// goroutines at once, and returns nil where it finds nothing.
type Detector interface {
	// Name is stable and unique in a Set; findings carry it.
	Name() string
	// Detect returns the findings and adds the probabilities of the detector's heads to scores, which is never nil.
	Detect(doc *Document, scores map[string]float64) []Finding
}
